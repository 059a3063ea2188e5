# Made by hand before (`docs/runbook.md`): their values never pass through this state.
data "google_secret_manager_secret" "bdl_api_key" {
  secret_id = var.secrets.bdl_api_key
}

data "google_secret_manager_secret" "alert_webhook" {
  count = var.secrets.alert_webhook == null ? 0 : 1

  secret_id = var.secrets.alert_webhook
}

resource "google_secret_manager_secret_iam_member" "feeder_reads_key" {
  secret_id = data.google_secret_manager_secret.bdl_api_key.id
  role      = "roles/secretmanager.secretAccessor"
  member    = "serviceAccount:${local.emails.feeder}"
}

resource "google_secret_manager_secret_iam_member" "monitor_reads_webhook" {
  count = length(data.google_secret_manager_secret.alert_webhook)

  secret_id = data.google_secret_manager_secret.alert_webhook[count.index].id
  role      = "roles/secretmanager.secretAccessor"
  member    = "serviceAccount:${local.emails.monitor}"
}
