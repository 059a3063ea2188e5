locals {
  monitor_args = [
    "--audience=${local.urls.monitor}",
    "--callers=${local.emails.scheduler}",
    "--alerts=${local.alerts}",
  ]
}
