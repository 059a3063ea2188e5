resource "google_pubsub_topic" "ours" {
  for_each = { for name, topic in local.topics : name => topic if topic.ours }

  name = each.key

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [google_project_service.needed]
}

data "google_pubsub_topic" "upstream" {
  for_each = { for name, topic in local.topics : name => topic if !topic.ours }

  name    = each.key
  project = local.topic_project
}

# What could not be delivered: one topic for each that is read, and a subscription that keeps it.
resource "google_pubsub_topic" "dead" {
  for_each = { for name, topic in local.topics : name => topic if topic.read_by != null && topic.read_by != "person" }

  name = "${each.key}-dlq"

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [google_project_service.needed]
}

resource "google_pubsub_subscription" "dead" {
  for_each = google_pubsub_topic.dead

  name                       = "${each.key}-dlq-monitor"
  topic                      = each.value.id
  ack_deadline_seconds       = 600
  message_retention_duration = "${var.kept_days * 86400}s"

  expiration_policy {
    ttl = ""
  }

  retry_policy {
    minimum_backoff = "0s"
    maximum_backoff = "10s"
  }
}

# Only then does Pub/Sub count deliveries at all.
resource "google_pubsub_topic_iam_member" "dead" {
  for_each = google_pubsub_topic.dead

  topic  = each.value.id
  role   = "roles/pubsub.publisher"
  member = "serviceAccount:${local.pubsub_agent}"
}
