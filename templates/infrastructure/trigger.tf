locals {
  trigger_args = [
    "--completion=${local.topic_ids["nba-phase6-export-complete"]}",
    "--audience=${local.urls.trigger}",
    "--callers=${local.emails.scheduler},${local.emails.pusher}",
  ]
}
