locals {
  trigger_args = [
    "trigger",
    "--state=${local.private}/state",
    "--output=${local.output}",
    "--warehouse=${local.warehouse}",
    "--launcher=${local.launcher}",
    "--trigger_topic=${local.topic_ids["nba-phase6-export-trigger"]}",
    "--completion=${local.topic_ids["nba-phase6-export-complete"]}",
    "--dead_letters=pubsub:${local.topic_ids["nba-phase6-dead-letters"]}",
    "--dead_letter_bodies=${local.private}/bodies",
    "--archive=${local.private}/archive",
    "--live_subscription=${google_pubsub_subscription.feed["nba-live-boxscores"].id}",
    "--live_topic=${local.topic_ids["nba-live-boxscores"]}",
    "--live_events=${local.topic_ids["nba-phase6-live-events"]}",
    "--champion_system=${var.champion_system}",
    "--audience=${local.urls.trigger}",
    "--callers=${local.emails.scheduler},${local.emails.pusher}",
    "--port=8080",
  ]
}

resource "google_cloud_run_v2_service" "trigger" {
  name     = "courtside-trigger"
  location = var.region
  ingress  = var.ingress

  custom_audiences = [local.urls.trigger]

  template {
    service_account                  = local.emails.trigger
    timeout                          = "600s"
    max_instance_request_concurrency = 10

    scaling {
      min_instance_count = 0
      max_instance_count = 5
    }

    containers {
      image   = var.image
      command = ["courtside"]
      args    = local.trigger_args

      ports {
        container_port = 8080
      }

      resources {
        limits = {
          cpu    = "2"
          memory = "4Gi"
        }

        cpu_idle          = true
        startup_cpu_boost = true
      }

      # It looks at every table, topic, bucket and template before it answers.
      startup_probe {
        period_seconds    = 5
        timeout_seconds   = 3
        failure_threshold = 36

        http_get {
          path = "/health"
          port = 8080
        }
      }

      liveness_probe {
        period_seconds    = 30
        timeout_seconds   = 10
        failure_threshold = 3

        http_get {
          path = "/health"
          port = 8080
        }
      }
    }
  }

  depends_on = [
    google_project_service.needed,
    google_storage_bucket_iam_member.trigger,
    google_pubsub_topic_iam_member.trigger,
    google_bigquery_dataset_iam_member.trigger,
    google_project_iam_member.read_sessions,
    google_project_iam_member.launchers,
    google_service_account_iam_member.launches_as_jobs,
    google_cloud_run_v2_job_iam_member.starts_feeder,
    google_cloud_run_v2_job_iam_member.finds_feeder,
  ]
}

# Whom a token is good for; a call without one reaches no code.
resource "google_cloud_run_v2_service_iam_member" "trigger" {
  for_each = toset(["scheduler", "pusher"])

  location = google_cloud_run_v2_service.trigger.location
  name     = google_cloud_run_v2_service.trigger.name
  role     = "roles/run.invoker"
  member   = "serviceAccount:${local.emails[each.value]}"
}
