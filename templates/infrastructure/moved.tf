# The services of a deployment of before go on under their new names here; nothing is made anew.
moved {
  from = google_cloud_run_v2_service.trigger
  to   = google_cloud_run_v2_service.service["trigger"]
}

moved {
  from = google_cloud_run_v2_service.monitor
  to   = google_cloud_run_v2_service.service["monitor"]
}

moved {
  from = google_cloud_run_v2_service_iam_member.trigger["scheduler"]
  to   = google_cloud_run_v2_service_iam_member.callers["scheduler_to_trigger"]
}

moved {
  from = google_cloud_run_v2_service_iam_member.trigger["pusher"]
  to   = google_cloud_run_v2_service_iam_member.callers["pusher_to_trigger"]
}

moved {
  from = google_cloud_run_v2_service_iam_member.monitor
  to   = google_cloud_run_v2_service_iam_member.callers["scheduler_to_monitor"]
}
