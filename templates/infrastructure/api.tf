locals {
  api_args = [
    "--warehouse=${local.warehouse}",
    "--output=${local.output}",
    "--champion_system=${var.champion_system}",
    "--origins=${join(",", var.origins)}",
    "--port=8080",
  ]

  api_ingress = {
    world         = "INGRESS_TRAFFIC_ALL"
    load_balancer = "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"
    nobody        = "INGRESS_TRAFFIC_INTERNAL_ONLY"
  }
}

# Pages ask without a token; a load balancer has none either. It is the one service of this kind.
resource "google_cloud_run_v2_service_iam_member" "world" {
  count = var.api.access == "nobody" ? 0 : 1

  location = var.region
  name     = google_cloud_run_v2_service.service["api"].name
  role     = "roles/run.invoker"
  member   = "allUsers"
}
