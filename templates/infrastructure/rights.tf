# Who may do what, on the resource itself wherever there is one; on the project only what Google
# offers nowhere else.

# The datasets that have a table the code reads.
resource "google_bigquery_dataset_iam_member" "trigger" {
  for_each = toset(local.declared.datasets)

  dataset_id = each.value
  role       = "roles/bigquery.dataViewer"
  member     = "serviceAccount:${local.emails.trigger}"
}

resource "google_bigquery_dataset_iam_member" "monitor" {
  for_each = toset(local.declared.datasets)

  dataset_id = each.value
  role       = "roles/bigquery.dataViewer"
  member     = "serviceAccount:${local.emails.monitor}"
}

resource "google_bigquery_dataset_iam_member" "api" {
  for_each = toset(local.declared.datasets_of_reports)

  dataset_id = each.value
  role       = "roles/bigquery.dataViewer"
  member     = "serviceAccount:${local.emails.api}"
}

resource "google_bigquery_dataset_iam_member" "feeder" {
  for_each = toset(local.declared.datasets)

  dataset_id = each.value
  role       = "roles/bigquery.dataViewer"
  member     = "serviceAccount:${local.emails.feeder}"
}

resource "google_bigquery_dataset_iam_member" "jobs" {
  for_each = toset(local.declared.datasets)

  dataset_id = each.value
  role       = "roles/bigquery.dataViewer"
  member     = "serviceAccount:${local.emails.jobs}"
}

# Read sessions are the project's.
resource "google_project_iam_member" "read_sessions" {
  for_each = toset(["trigger", "monitor", "api", "feeder", "jobs"])

  project = var.project_id
  role    = "roles/bigquery.readSessionUser"
  member  = "serviceAccount:${local.emails[each.value]}"
}

# Dataflow jobs are the project's.
resource "google_project_iam_member" "launchers" {
  for_each = toset(["trigger", "monitor"])

  project = var.project_id
  role    = "roles/dataflow.developer"
  member  = "serviceAccount:${local.emails[each.value]}"
}

resource "google_project_iam_member" "workers" {
  project = var.project_id
  role    = "roles/dataflow.worker"
  member  = "serviceAccount:${local.emails.jobs}"
}

resource "google_service_account_iam_member" "launches_as_jobs" {
  for_each = toset(["trigger", "monitor"])

  service_account_id = google_service_account.jobs.name
  role               = "roles/iam.serviceAccountUser"
  member             = "serviceAccount:${local.emails[each.value]}"
}

resource "google_cloud_run_v2_job_iam_member" "starts_feeder" {
  for_each = toset(["trigger", "monitor"])

  location = google_cloud_run_v2_job.feeder.location
  name     = google_cloud_run_v2_job.feeder.name
  role     = "roles/run.jobsExecutorWithOverrides"
  member   = "serviceAccount:${local.emails[each.value]}"
}

resource "google_cloud_run_v2_job_iam_member" "finds_feeder" {
  for_each = toset(["trigger", "monitor"])

  location = google_cloud_run_v2_job.feeder.location
  name     = google_cloud_run_v2_job.feeder.name
  role     = "roles/run.viewer"
  member   = "serviceAccount:${local.emails[each.value]}"
}

resource "google_storage_bucket_iam_member" "trigger" {
  for_each = {
    public    = { bucket = google_storage_bucket.public.name, role = "roles/storage.objectUser" }
    private   = { bucket = google_storage_bucket.private.name, role = "roles/storage.objectUser" }
    artifacts = { bucket = google_storage_bucket.artifacts.name, role = "roles/storage.objectViewer" }
  }

  bucket = each.value.bucket
  role   = each.value.role
  member = "serviceAccount:${local.emails.trigger}"
}

resource "google_storage_bucket_iam_member" "monitor" {
  for_each = {
    public    = { bucket = google_storage_bucket.public.name, role = "roles/storage.objectUser" }
    private   = { bucket = google_storage_bucket.private.name, role = "roles/storage.objectUser" }
    artifacts = { bucket = google_storage_bucket.artifacts.name, role = "roles/storage.objectViewer" }
  }

  bucket = each.value.bucket
  role   = each.value.role
  member = "serviceAccount:${local.emails.monitor}"
}

# What is public, and nothing else.
resource "google_storage_bucket_iam_member" "api" {
  bucket = google_storage_bucket.public.name
  role   = "roles/storage.objectViewer"
  member = "serviceAccount:${local.emails.api}"
}

resource "google_storage_bucket_iam_member" "jobs" {
  for_each = {
    public    = { bucket = google_storage_bucket.public.name, role = "roles/storage.objectUser" }
    private   = { bucket = google_storage_bucket.private.name, role = "roles/storage.objectUser" }
    artifacts = { bucket = google_storage_bucket.artifacts.name, role = "roles/storage.objectUser" }
  }

  bucket = each.value.bucket
  role   = each.value.role
  member = "serviceAccount:${local.emails.jobs}"
}

resource "google_storage_bucket_iam_member" "feeder" {
  bucket = google_storage_bucket.private.name
  role   = "roles/storage.objectUser"
  member = "serviceAccount:${local.emails.feeder}"
}

resource "google_pubsub_topic_iam_member" "trigger" {
  for_each = toset([
    "nba-phase6-export-trigger",
    "nba-phase6-export-complete",
    "nba-phase6-dead-letters",
  ])

  topic  = google_pubsub_topic.ours[each.value].id
  role   = "roles/pubsub.publisher"
  member = "serviceAccount:${local.emails.trigger}"
}

resource "google_pubsub_topic_iam_member" "monitor" {
  for_each = toset([
    "nba-phase6-export-trigger",
    "nba-phase6-live-events",
    "nba-phase6-dead-letters",
  ])

  topic  = google_pubsub_topic.ours[each.value].id
  role   = "roles/pubsub.publisher"
  member = "serviceAccount:${local.emails.monitor}"
}

resource "google_pubsub_topic_iam_member" "feeder" {
  topic  = google_pubsub_topic.ours["nba-live-boxscores"].id
  role   = "roles/pubsub.publisher"
  member = "serviceAccount:${local.emails.feeder}"
}

resource "google_pubsub_topic_iam_member" "jobs" {
  for_each = toset([
    "nba-phase6-export-complete",
    "nba-phase6-live-events",
    "nba-phase6-dead-letters",
  ])

  topic  = google_pubsub_topic.ours[each.value].id
  role   = "roles/pubsub.publisher"
  member = "serviceAccount:${local.emails.jobs}"
}

resource "google_pubsub_subscription_iam_member" "jobs" {
  for_each = toset(["roles/pubsub.subscriber", "roles/pubsub.viewer"])

  subscription = google_pubsub_subscription.feed["nba-live-boxscores"].id
  role         = each.value
  member       = "serviceAccount:${local.emails.jobs}"
}

resource "google_artifact_registry_repository_iam_member" "workers" {
  project    = var.image_repository.project
  location   = var.image_repository.location
  repository = var.image_repository.repository
  role       = "roles/artifactregistry.reader"
  member     = "serviceAccount:${local.emails.jobs}"
}
