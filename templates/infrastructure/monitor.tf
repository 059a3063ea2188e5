locals {
  monitor_args = [
    "monitor",
    "--state=${local.private}/state",
    "--output=${local.output}",
    "--warehouse=${local.warehouse}",
    "--launcher=${local.launcher}",
    "--trigger_topic=${local.topic_ids["nba-phase6-export-trigger"]}",
    "--dead_letters=pubsub:${local.topic_ids["nba-phase6-dead-letters"]}",
    "--dead_letter_bodies=${local.private}/bodies",
    "--archive=${local.private}/archive",
    "--live_subscription=${google_pubsub_subscription.feed["nba-live-boxscores"].id}",
    "--live_topic=${local.topic_ids["nba-live-boxscores"]}",
    "--live_events=${local.topic_ids["nba-phase6-live-events"]}",
    "--champion_system=${var.champion_system}",
    "--audience=${local.urls.monitor}",
    "--callers=${local.emails.scheduler}",
    "--alerts=${local.alerts}",
    "--port=8080",
  ]
}

resource "google_cloud_run_v2_service" "monitor" {
  name     = "courtside-monitor"
  location = var.region
  ingress  = var.ingress

  custom_audiences = [local.urls.monitor]

  template {
    service_account                  = local.emails.monitor
    timeout                          = "180s"
    max_instance_request_concurrency = 4

    scaling {
      min_instance_count = 0
      max_instance_count = 1
    }

    containers {
      image   = var.image
      command = ["courtside"]
      args    = local.monitor_args

      ports {
        container_port = 8080
      }

      resources {
        limits = {
          cpu    = "1"
          memory = "2Gi"
        }

        cpu_idle          = true
        startup_cpu_boost = true
      }

      startup_probe {
        period_seconds    = 5
        timeout_seconds   = 3
        failure_threshold = 24

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

      dynamic "volume_mounts" {
        for_each = data.google_secret_manager_secret.alert_webhook

        content {
          name       = "alert-webhook"
          mount_path = dirname(local.secret_files.alert_webhook)
        }
      }
    }

    dynamic "volumes" {
      for_each = data.google_secret_manager_secret.alert_webhook

      content {
        name = "alert-webhook"

        secret {
          secret = volumes.value.secret_id

          items {
            version = "latest"
            path    = basename(local.secret_files.alert_webhook)
          }
        }
      }
    }
  }

  depends_on = [
    google_project_service.needed,
    google_secret_manager_secret_iam_member.monitor_reads_webhook,
    google_storage_bucket_iam_member.monitor,
    google_pubsub_topic_iam_member.monitor,
    google_bigquery_dataset_iam_member.monitor,
    google_project_iam_member.read_sessions,
    google_project_iam_member.launchers,
    google_service_account_iam_member.launches_as_jobs,
    google_cloud_run_v2_job_iam_member.starts_feeder,
    google_cloud_run_v2_job_iam_member.finds_feeder,
  ]
}

resource "google_cloud_run_v2_service_iam_member" "monitor" {
  location = google_cloud_run_v2_service.monitor.location
  name     = google_cloud_run_v2_service.monitor.name
  role     = "roles/run.invoker"
  member   = "serviceAccount:${local.emails.scheduler}"
}
