locals {
  jobs = { for job in local.declared.jobs : job.name => job }

  # A tick is over before the next one comes (`live.md` 7).
  attempt_deadlines = {
    trigger = "120s"
    monitor = "180s"
  }
}

resource "google_cloud_scheduler_job" "messages" {
  for_each = { for name, job in local.jobs : name => job if job.topic != null }

  name        = each.key
  description = each.value.purpose
  region      = var.region
  schedule    = each.value.cron
  time_zone   = each.value.zone

  pubsub_target {
    topic_name = local.topic_ids[each.value.topic]
    data       = base64encode(jsonencode(each.value.body))
  }

  retry_config {
    retry_count          = 5
    min_backoff_duration = "5s"
    max_backoff_duration = "120s"
    max_doublings        = 5
  }

  depends_on = [google_project_service.needed]
}

resource "google_cloud_scheduler_job" "calls" {
  for_each = { for name, job in local.jobs : name => job if job.service != null }

  name             = each.key
  description      = each.value.purpose
  region           = var.region
  schedule         = each.value.cron
  time_zone        = each.value.zone
  attempt_deadline = local.attempt_deadlines[each.value.service]

  http_target {
    uri         = "${local.urls[each.value.service]}${each.value.path}"
    http_method = "POST"
    body        = base64encode(jsonencode(each.value.body))

    headers = {
      "Content-Type" = "application/json"
    }

    oidc_token {
      service_account_email = local.emails.scheduler
      audience              = local.urls[each.value.service]
    }
  }

  # The next tick is at most five minutes away: one more try is enough.
  retry_config {
    retry_count          = 1
    min_backoff_duration = "10s"
    max_backoff_duration = "30s"
    max_doublings        = 1
  }

  depends_on = [google_project_service.needed]
}
