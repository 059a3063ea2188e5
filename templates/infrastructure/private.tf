# State, archive, run records and bodies of dead letters: nobody but our accounts.
resource "google_storage_bucket" "private" {
  name                        = var.private_bucket
  location                    = var.location
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  # Marks, episodes and rounds are never deleted: what is judged by them may be a summer old.
  lifecycle_rule {
    condition {
      age            = var.ages.claims
      matches_prefix = ["state/claims/", "state/gates/"]
    }

    action {
      type = "Delete"
    }
  }

  lifecycle_rule {
    condition {
      age            = var.ages.bodies
      matches_prefix = ["bodies/", "dead-letters/"]
    }

    action {
      type = "Delete"
    }
  }

  lifecycle_rule {
    condition {
      age            = var.ages.runs
      matches_prefix = ["runs/", "state/runs/"]
    }

    action {
      type = "Delete"
    }
  }

  lifecycle_rule {
    condition {
      age                   = var.ages.archive_cold
      matches_prefix        = ["archive/"]
      matches_storage_class = ["STANDARD"]
    }

    action {
      type          = "SetStorageClass"
      storage_class = "NEARLINE"
    }
  }

  lifecycle_rule {
    condition {
      age            = var.ages.archive
      matches_prefix = ["archive/"]
    }

    action {
      type = "Delete"
    }
  }

  lifecycle {
    prevent_destroy = true
  }

  depends_on = [google_project_service.needed]
}

# Templates, and what Dataflow stages while a job runs.
resource "google_storage_bucket" "artifacts" {
  name                        = var.artifacts_bucket
  location                    = var.location
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  lifecycle_rule {
    condition {
      age            = var.ages.staged
      matches_prefix = ["temp/", "staging/"]
    }

    action {
      type = "Delete"
    }
  }

  depends_on = [google_project_service.needed]
}
