resource "google_service_account" "trigger" {
  account_id   = "courtside-trigger"
  display_name = "Courtside: takes messages and ticks, starts jobs"
}

resource "google_service_account" "monitor" {
  account_id   = "courtside-monitor"
  display_name = "Courtside: judges freshness, opens gates, heals"
}

resource "google_service_account" "api" {
  account_id   = "courtside-api"
  display_name = "Courtside: answers with reports on demand, only reads"
}

resource "google_service_account" "feeder" {
  account_id   = "courtside-feeder"
  display_name = "Courtside: feeds a night"
}

resource "google_service_account" "jobs" {
  account_id   = "courtside-jobs"
  display_name = "Courtside: workers of the Dataflow jobs"
}

resource "google_service_account" "scheduler" {
  account_id   = "courtside-scheduler"
  display_name = "Courtside: what Cloud Scheduler calls as"
}

resource "google_service_account" "pusher" {
  account_id   = "courtside-pusher"
  display_name = "Courtside: what Pub/Sub pushes as"
}
