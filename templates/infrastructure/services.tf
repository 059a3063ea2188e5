locals {
  # What the services are. Each is told its own options in the file of its name.
  services = {
    trigger = {
      shared      = local.operating_args
      args        = local.trigger_args
      audiences   = [local.urls.trigger]
      ingress     = var.ingress
      timeout     = "600s"
      concurrency = 10
      least       = 0
      most        = 5
      cpu         = "2"
      memory      = "4Gi"
      cpu_idle    = true
      secrets     = []
    }
    monitor = {
      shared      = local.operating_args
      args        = local.monitor_args
      audiences   = [local.urls.monitor]
      ingress     = var.ingress
      timeout     = "180s"
      concurrency = 4
      least       = 0
      most        = 1
      cpu         = "1"
      memory      = "2Gi"
      cpu_idle    = true
      secrets     = ["alert_webhook"]
    }
    api = {
      shared    = []
      args      = local.api_args
      audiences = []
      ingress   = local.api_ingress[var.api.access]
      # What it makes it makes in fifteen seconds, or says that it took too long.
      timeout = "20s"
      # What one instance admits at a time, both kinds of work together: then there is another.
      concurrency = 96
      least       = var.api.least
      most        = var.api.most
      cpu         = "1"
      # The rows of a whole league's players, each of all his seasons.
      memory = "4Gi"
      # It looks for rows between requests as well.
      cpu_idle = false
      secrets  = []
    }
  }

  # What whoever operates a night is told.
  operating_args = [
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
    "--port=8080",
  ]
}

resource "google_cloud_run_v2_service" "service" {
  for_each = local.services

  name     = "courtside-${each.key}"
  location = var.region
  ingress  = each.value.ingress

  custom_audiences = each.value.audiences

  template {
    service_account                  = local.emails[each.key]
    timeout                          = each.value.timeout
    max_instance_request_concurrency = each.value.concurrency

    scaling {
      min_instance_count = each.value.least
      max_instance_count = each.value.most
    }

    containers {
      image   = var.image
      command = ["courtside"]
      args    = concat([each.key], each.value.shared, each.value.args)

      ports {
        container_port = 8080
      }

      resources {
        limits = {
          cpu    = each.value.cpu
          memory = each.value.memory
        }

        cpu_idle          = each.value.cpu_idle
        startup_cpu_boost = true
      }

      # It looks at every table, topic, bucket and template that it needs before it answers.
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

      dynamic "volume_mounts" {
        for_each = [for name in each.value.secrets : name if var.secrets[name] != null]

        content {
          name       = replace(volume_mounts.value, "_", "-")
          mount_path = dirname(local.secret_files[volume_mounts.value])
        }
      }
    }

    dynamic "volumes" {
      for_each = [for name in each.value.secrets : name if var.secrets[name] != null]

      content {
        name = replace(volumes.value, "_", "-")

        secret {
          secret = var.secrets[volumes.value]

          items {
            version = "latest"
            path    = basename(local.secret_files[volumes.value])
          }
        }
      }
    }
  }

  # A revision that lacks a right does not start.
  depends_on = [
    google_project_service.needed,
    google_secret_manager_secret_iam_member.monitor_reads_webhook,
    google_storage_bucket_iam_member.trigger,
    google_storage_bucket_iam_member.monitor,
    google_storage_bucket_iam_member.api,
    google_pubsub_topic_iam_member.trigger,
    google_pubsub_topic_iam_member.monitor,
    google_bigquery_dataset_iam_member.trigger,
    google_bigquery_dataset_iam_member.monitor,
    google_bigquery_dataset_iam_member.api,
    google_project_iam_member.read_sessions,
    google_project_iam_member.launchers,
    google_service_account_iam_member.launches_as_jobs,
    google_cloud_run_v2_job_iam_member.starts_feeder,
    google_cloud_run_v2_job_iam_member.finds_feeder,
  ]
}

# Whom a token is good for; a call without one reaches no code of these.
resource "google_cloud_run_v2_service_iam_member" "callers" {
  for_each = {
    scheduler_to_trigger = { service = "trigger", caller = "scheduler" }
    scheduler_to_monitor = { service = "monitor", caller = "scheduler" }
    pusher_to_trigger    = { service = "trigger", caller = "pusher" }
  }

  location = var.region
  name     = google_cloud_run_v2_service.service[each.value.service].name
  role     = "roles/run.invoker"
  member   = "serviceAccount:${local.emails[each.value.caller]}"
}
