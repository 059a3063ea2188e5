locals {
  # The date of a night follows these when the trigger starts an execution.
  feeder_args = [
    "feeder",
    "--warehouse=${local.warehouse}",
    "--topic=${local.topic_ids["nba-live-boxscores"]}",
    "--dead_letters=${local.private}/dead-letters/feeder",
    "--api_key_file=${local.secret_files.bdl_api_key}",
    "--champion_system=${var.champion_system}",
  ]
}

resource "google_cloud_run_v2_job" "feeder" {
  name     = "courtside-feeder"
  location = var.region

  template {
    parallelism = 1
    task_count  = 1

    template {
      service_account = local.emails.feeder
      # A night with a matinee before it; the feeder ends by itself.
      timeout = "86400s"
      # The next tick of the trigger starts one that died, at most three minutes later.
      max_retries = 0

      containers {
        image   = var.image
        command = ["courtside"]
        args    = local.feeder_args

        resources {
          limits = {
            cpu    = "1"
            memory = "1Gi"
          }
        }

        volume_mounts {
          name       = "bdl-api-key"
          mount_path = dirname(local.secret_files.bdl_api_key)
        }
      }

      volumes {
        name = "bdl-api-key"

        secret {
          secret = data.google_secret_manager_secret.bdl_api_key.secret_id

          items {
            version = "latest"
            path    = basename(local.secret_files.bdl_api_key)
          }
        }
      }
    }
  }

  depends_on = [
    google_project_service.needed,
    google_secret_manager_secret_iam_member.feeder_reads_key,
    google_storage_bucket_iam_member.feeder,
    google_pubsub_topic_iam_member.feeder,
    google_bigquery_dataset_iam_member.feeder,
    google_project_iam_member.read_sessions,
  ]
}
