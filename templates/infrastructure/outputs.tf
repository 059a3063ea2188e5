output "services" {
  description = "The address of each service; that of one that is called is the audience of its tokens."
  value       = local.urls
}

output "public_url" {
  description = "What the website reads."
  value       = "https://storage.googleapis.com/${google_storage_bucket.public.name}/v1/"
}

output "reports_url" {
  description = "Where the website asks for reports."
  value       = "${local.urls.api}/v1/"
}

output "places" {
  description = "Where the parts keep what they need, as `courtside` takes it."
  value = {
    output    = local.output
    state     = "${local.private}/state"
    archive   = "${local.private}/archive"
    bodies    = "${local.private}/bodies"
    warehouse = local.warehouse
    launcher  = local.launcher
    templates = "${local.artifacts}/templates"
  }
}

output "topics" {
  description = "The full name of every topic."
  value       = local.topic_ids
}

output "subscriptions" {
  description = "What a person or a job pulls."
  value = {
    feed         = google_pubsub_subscription.feed["nba-live-boxscores"].id
    dead_letters = google_pubsub_subscription.letters["nba-phase6-dead-letters"].id
    given_up     = { for name, one in google_pubsub_subscription.dead : name => one.id }
  }
}

output "accounts" {
  description = "The service accounts, by what they do."
  value       = local.emails
}

output "schedules" {
  description = "The names of all scheduler jobs."
  value       = sort(keys(local.jobs))
}
