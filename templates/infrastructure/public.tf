# The website's documents. The world reads what is under v1/ and nothing else.
resource "google_storage_bucket" "public" {
  name                        = var.public_bucket
  location                    = var.location
  uniform_bucket_level_access = true
  public_access_prevention    = "inherited"

  versioning {
    enabled = true
  }

  cors {
    origin          = var.origins
    method          = ["GET", "HEAD"]
    response_header = ["Content-Type", "Cache-Control", "ETag", "Last-Modified", "Age"]
    max_age_seconds = 3600
  }

  # Old versions of what is written every three minutes are many, and soon of no use.
  lifecycle_rule {
    condition {
      days_since_noncurrent_time = var.ages.old_live
      matches_prefix             = ["v1/live/", "v1/live-grading/", "v1/status.json"]
      with_state                 = "ARCHIVED"
    }

    action {
      type = "Delete"
    }
  }

  lifecycle_rule {
    condition {
      days_since_noncurrent_time = var.ages.old_documents
      with_state                 = "ARCHIVED"
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

resource "google_storage_managed_folder" "public" {
  bucket = google_storage_bucket.public.name
  name   = "v1/"
}

# With the right to list: without it a document that is not there is a 403 instead of a 404.
resource "google_storage_managed_folder_iam_member" "world" {
  bucket         = google_storage_managed_folder.public.bucket
  managed_folder = google_storage_managed_folder.public.name
  role           = "roles/storage.objectViewer"
  member         = "allUsers"
}
