# Each alert has a section of docs/runbook.md: `Alert: ` and its name.

resource "google_logging_metric" "alerts" {
  name        = "courtside-alerts"
  description = "Lines in which the monitor tells a person something."
  filter      = <<-EOT
    resource.type="cloud_run_revision" AND textPayload=~"ERROR courtside[.]alert step=alert severity="
  EOT

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"

    labels {
      key        = "severity"
      value_type = "STRING"
    }
  }

  label_extractors = {
    "severity" = "REGEXP_EXTRACT(textPayload, \"step=alert severity=([a-z]+) \")"
  }
}

resource "google_logging_metric" "schedule_failures" {
  name        = "courtside-schedule-failures"
  description = "Scheduled calls and messages that were not taken."
  filter      = <<-EOT
    resource.type="cloud_scheduler_job" AND severity>=ERROR
  EOT

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"

    labels {
      key        = "job_id"
      value_type = "STRING"
    }
  }

  label_extractors = {
    "job_id" = "EXTRACT(resource.labels.job_id)"
  }
}

locals {
  policies = {
    "told-by-the-monitor" = {
      severity = "ERROR"
      filter   = "resource.type=\"cloud_run_revision\" AND metric.type=\"logging.googleapis.com/user/${google_logging_metric.alerts.name}\""
      above    = 0
      period   = "60s"
      aligner  = "ALIGN_SUM"
      lasting  = "0s"
    }
    "dead-letters" = {
      severity = "WARNING"
      filter   = "resource.type=\"pubsub_subscription\" AND metric.type=\"pubsub.googleapis.com/subscription/num_undelivered_messages\" AND resource.labels.subscription_id=\"nba-phase6-dead-letters-monitor\""
      above    = 0
      period   = "300s"
      aligner  = "ALIGN_MAX"
      lasting  = "0s"
    }
    "undeliverable" = {
      severity = "CRITICAL"
      filter   = "resource.type=\"pubsub_subscription\" AND metric.type=\"pubsub.googleapis.com/subscription/num_undelivered_messages\" AND resource.labels.subscription_id=monitoring.regex.full_match(\".+-dlq-monitor\")"
      above    = 0
      period   = "300s"
      aligner  = "ALIGN_MAX"
      lasting  = "0s"
    }
    "backlog" = {
      severity = "ERROR"
      filter   = "resource.type=\"pubsub_subscription\" AND metric.type=\"pubsub.googleapis.com/subscription/oldest_unacked_message_age\" AND resource.labels.subscription_id=monitoring.regex.full_match(\".+-courtside\")"
      above    = 1800
      period   = "300s"
      aligner  = "ALIGN_MAX"
      lasting  = "300s"
    }
    "schedule-failed" = {
      severity = "ERROR"
      filter   = "resource.type=\"cloud_scheduler_job\" AND metric.type=\"logging.googleapis.com/user/${google_logging_metric.schedule_failures.name}\""
      above    = 1
      period   = "600s"
      aligner  = "ALIGN_SUM"
      lasting  = "0s"
    }
    "server-errors" = {
      severity = "ERROR"
      filter   = "resource.type=\"cloud_run_revision\" AND metric.type=\"run.googleapis.com/request_count\" AND resource.labels.service_name=monitoring.regex.full_match(\"courtside-(trigger|monitor)\") AND metric.labels.response_code_class=\"5xx\""
      above    = 10
      period   = "600s"
      aligner  = "ALIGN_SUM"
      lasting  = "0s"
    }
    # Its 503 is a refusal by design: how many of all is what counts, in `share` below.
    "api-errors" = {
      severity = "ERROR"
      filter   = "resource.type=\"cloud_run_revision\" AND metric.type=\"run.googleapis.com/request_count\" AND resource.labels.service_name=\"courtside-api\" AND metric.labels.response_code=\"500\""
      above    = 10
      period   = "600s"
      aligner  = "ALIGN_SUM"
      lasting  = "0s"
    }
    "feeder-failed" = {
      severity = "ERROR"
      filter   = "resource.type=\"cloud_run_job\" AND metric.type=\"run.googleapis.com/job/completed_execution_count\" AND resource.labels.job_name=\"courtside-feeder\" AND metric.labels.result=\"failed\""
      above    = 0
      period   = "300s"
      aligner  = "ALIGN_SUM"
      lasting  = "0s"
    }
    "job-failed" = {
      severity = "ERROR"
      filter   = "resource.type=\"dataflow_job\" AND metric.type=\"dataflow.googleapis.com/job/is_failed\" AND resource.labels.job_name=monitoring.regex.full_match(\"courtside-.+\")"
      above    = 0
      period   = "300s"
      aligner  = "ALIGN_MAX"
      lasting  = "0s"
    }
  }
}

resource "google_monitoring_alert_policy" "above" {
  for_each = local.policies

  display_name          = "Courtside: ${replace(each.key, "-", " ")}"
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = var.notification_channels

  conditions {
    display_name = each.key

    condition_threshold {
      filter          = each.value.filter
      comparison      = "COMPARISON_GT"
      threshold_value = each.value.above
      duration        = each.value.lasting

      aggregations {
        alignment_period   = each.value.period
        per_series_aligner = each.value.aligner
      }
    }
  }

  documentation {
    mime_type = "text/markdown"
    content   = "${var.runbook_url}#alert-${each.key}"
  }

  alert_strategy {
    auto_close = "86400s"
  }

  depends_on = [google_project_service.needed]
}

# Whoever is refused comes again in a second; one of five, for ten minutes, is no moment's crowd.
resource "google_monitoring_alert_policy" "share" {
  display_name          = "Courtside: api refuses"
  combiner              = "OR"
  severity              = "ERROR"
  notification_channels = var.notification_channels

  conditions {
    display_name = "api-refuses"

    condition_threshold {
      filter             = "resource.type=\"cloud_run_revision\" AND metric.type=\"run.googleapis.com/request_count\" AND resource.labels.service_name=\"courtside-api\" AND metric.labels.response_code_class=\"5xx\""
      denominator_filter = "resource.type=\"cloud_run_revision\" AND metric.type=\"run.googleapis.com/request_count\" AND resource.labels.service_name=\"courtside-api\""
      comparison         = "COMPARISON_GT"
      threshold_value    = 0.2
      duration           = "600s"

      aggregations {
        alignment_period     = "120s"
        per_series_aligner   = "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_SUM"
      }

      denominator_aggregations {
        alignment_period     = "120s"
        per_series_aligner   = "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }

  documentation {
    mime_type = "text/markdown"
    content   = "${var.runbook_url}#alert-api-refuses"
  }

  alert_strategy {
    auto_close = "86400s"
  }

  depends_on = [google_project_service.needed]
}

# The monitor is monitored: it runs every five minutes around the clock (I-13).
resource "google_monitoring_alert_policy" "absent" {
  display_name          = "Courtside: monitor absent"
  combiner              = "OR"
  severity              = "CRITICAL"
  notification_channels = var.notification_channels

  conditions {
    display_name = "monitor-absent"

    condition_absent {
      filter   = "resource.type=\"cloud_run_revision\" AND metric.type=\"run.googleapis.com/request_count\" AND resource.labels.service_name=\"courtside-monitor\" AND metric.labels.response_code_class=\"2xx\""
      duration = "900s"

      aggregations {
        alignment_period     = "300s"
        per_series_aligner   = "ALIGN_SUM"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }

  documentation {
    mime_type = "text/markdown"
    content   = "${var.runbook_url}#alert-monitor-absent"
  }

  alert_strategy {
    auto_close = "86400s"
  }

  depends_on = [google_project_service.needed]
}

resource "google_billing_budget" "monthly" {
  count = var.budget == null ? 0 : 1

  billing_account = var.budget.billing_account
  display_name    = "Courtside"

  budget_filter {
    projects = ["projects/${data.google_project.this.number}"]
  }

  amount {
    specified_amount {
      currency_code = var.budget.currency
      units         = tostring(var.budget.units)
    }
  }

  threshold_rules {
    threshold_percent = 0.5
  }

  threshold_rules {
    threshold_percent = 0.9
  }

  threshold_rules {
    threshold_percent = 1.0
  }

  all_updates_rule {
    monitoring_notification_channels = var.notification_channels
  }
}
