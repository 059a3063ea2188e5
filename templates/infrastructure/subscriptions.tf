# Messages are pushed to the trigger with a token that it checks (`live.md` 6).
resource "google_pubsub_subscription" "pushed" {
  for_each = { for name, topic in local.topics : name => topic if topic.read_by == "trigger" }

  name  = "${each.key}-courtside"
  topic = local.topic_ids[each.key]

  # The longest there is: a run in process answers when it is done.
  ack_deadline_seconds       = 600
  message_retention_duration = "${var.kept_days * 86400}s"

  push_config {
    push_endpoint = "${local.urls.trigger}${each.value.pushed_to}"

    oidc_token {
      service_account_email = local.emails.pusher
      audience              = local.urls.trigger
    }
  }

  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }

  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.dead[each.key].id
    max_delivery_attempts = local.declared.most_deliveries
  }

  expiration_policy {
    ttl = ""
  }

  depends_on = [
    google_pubsub_topic_iam_member.dead,
    google_service_account_iam_member.pubsub_signs,
  ]
}

# The live job reads the feed. A lease that its workers renew late counts as a delivery, so the
# limit is the highest that there is; what does not fit, the job sends to the dead letters itself.
resource "google_pubsub_subscription" "feed" {
  for_each = { for name, topic in local.topics : name => topic if topic.read_by == "live" }

  name                       = "${each.key}-job"
  topic                      = local.topic_ids[each.key]
  ack_deadline_seconds       = 60
  message_retention_duration = "${var.kept_days * 86400}s"

  retry_policy {
    minimum_backoff = "0s"
    maximum_backoff = "10s"
  }

  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.dead[each.key].id
    max_delivery_attempts = 100
  }

  expiration_policy {
    ttl = ""
  }

  depends_on = [google_pubsub_topic_iam_member.dead]
}

# Completions are kept for whoever asks what has run; nobody has to read them.
resource "google_pubsub_subscription" "completions" {
  for_each = { for name, topic in local.topics : name => topic if topic.read_by == "anyone" }

  name                       = "${each.key}-monitor"
  topic                      = local.topic_ids[each.key]
  ack_deadline_seconds       = 60
  message_retention_duration = "${var.kept_days * 86400}s"

  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }

  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.dead[each.key].id
    max_delivery_attempts = local.declared.most_deliveries
  }

  expiration_policy {
    ttl = ""
  }

  depends_on = [google_pubsub_topic_iam_member.dead]
}

# A person looks at the dead letters with `courtside dead-letters`. Every look is a delivery, so
# a policy of their own would throw them away.
resource "google_pubsub_subscription" "letters" {
  for_each = { for name, topic in local.topics : name => topic if topic.read_by == "person" }

  name                       = "${each.key}-monitor"
  topic                      = local.topic_ids[each.key]
  ack_deadline_seconds       = 600
  message_retention_duration = "${var.kept_days * 86400}s"

  retry_policy {
    minimum_backoff = "0s"
    maximum_backoff = "10s"
  }

  expiration_policy {
    ttl = ""
  }
}

# Pub/Sub takes a message that it gives up off its subscription.
resource "google_pubsub_subscription_iam_member" "given_up" {
  for_each = merge(
    google_pubsub_subscription.pushed,
    google_pubsub_subscription.feed,
    google_pubsub_subscription.completions,
  )

  subscription = each.value.id
  role         = "roles/pubsub.subscriber"
  member       = "serviceAccount:${local.pubsub_agent}"
}

# Pub/Sub signs its pushes as the pusher.
resource "google_service_account_iam_member" "pubsub_signs" {
  service_account_id = google_service_account.pusher.name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = "serviceAccount:${local.pubsub_agent}"
}
