locals {
  # Generated from the code by `make contract`; a test fails when they are stale.
  declared = jsondecode(file("${path.module}/declared.json"))

  topics        = { for topic in local.declared.topics : topic.name => topic }
  topic_project = coalesce(var.upstream_project_id, var.project_id)

  # The full name of every topic, whoever made it.
  topic_ids = merge(
    { for name, topic in google_pubsub_topic.ours : name => topic.id },
    { for name, topic in data.google_pubsub_topic.upstream : name => topic.id },
  )

  # The address of a service is known before it is made: the audience of every token is exactly
  # what the service is told, without a path.
  urls = {
    trigger = "https://courtside-trigger-${data.google_project.this.number}.${var.region}.run.app"
    monitor = "https://courtside-monitor-${data.google_project.this.number}.${var.region}.run.app"
    api     = "https://courtside-api-${data.google_project.this.number}.${var.region}.run.app"
  }

  emails = {
    trigger   = google_service_account.trigger.email
    monitor   = google_service_account.monitor.email
    api       = google_service_account.api.email
    feeder    = google_service_account.feeder.email
    jobs      = google_service_account.jobs.email
    scheduler = google_service_account.scheduler.email
    pusher    = google_service_account.pusher.email
  }

  pubsub_agent = "service-${data.google_project.this.number}@gcp-sa-pubsub.iam.gserviceaccount.com"

  output    = "gs://${google_storage_bucket.public.name}/v1"
  private   = "gs://${google_storage_bucket.private.name}"
  artifacts = "gs://${google_storage_bucket.artifacts.name}"
  warehouse = "bigquery:${var.project_id}"

  launcher_settings = "service_account=${google_service_account.jobs.email}&max_workers=${var.workers.most}&temp_location=${local.artifacts}/temp&sdk_container_image=${var.image}&machine_type=${var.workers.machine_type}&subnetwork=${var.workers.subnetwork}"
  launcher          = "dataflow:${var.project_id}/${var.region}/${local.artifacts}/templates?${local.launcher_settings}"

  alerts = var.secrets.alert_webhook == null ? "log" : "webhook:${local.secret_files.alert_webhook}"

  secret_files = {
    bdl_api_key   = "/secrets/bdl/api-key"
    alert_webhook = "/secrets/alerts/webhook-url"
  }
}
