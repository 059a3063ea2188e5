variable "project_id" {
  description = "The project in which everything is made."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project_id))
    error_message = "project_id is 6 to 30 small letters, digits and dashes."
  }
}

variable "upstream_project_id" {
  description = "The project of the topics of the phases upstream. Default: the same."
  type        = string
  default     = null
}

variable "region" {
  description = "Where services, jobs and schedules run."
  type        = string
  default     = "us-west2"

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "region is one region, as in us-west2."
  }
}

variable "location" {
  description = "Where the buckets are: a region, or US."
  type        = string
  default     = "US"
}

variable "public_bucket" {
  description = "The bucket of the website; the world reads what is under v1/."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$", var.public_bucket))
    error_message = "public_bucket is the name of a bucket, without gs://."
  }
}

variable "private_bucket" {
  description = "The bucket of state, archive, run records and bodies of dead letters."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$", var.private_bucket))
    error_message = "private_bucket is the name of a bucket, without gs://."
  }

  validation {
    condition     = var.private_bucket != var.public_bucket
    error_message = "private_bucket cannot be the public one."
  }
}

variable "artifacts_bucket" {
  description = "The bucket of templates and of what Dataflow stages."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$", var.artifacts_bucket))
    error_message = "artifacts_bucket is the name of a bucket, without gs://."
  }

  validation {
    condition     = !contains([var.public_bucket, var.private_bucket], var.artifacts_bucket)
    error_message = "artifacts_bucket is a bucket of its own."
  }
}

variable "image" {
  description = "The container image, by digest: what was tested is what runs."
  type        = string

  validation {
    condition     = can(regex("^[^@ ]+@sha256:[0-9a-f]{64}$", var.image))
    error_message = "image is written with its digest: …/courtside@sha256:…"
  }
}

variable "image_repository" {
  description = "The Artifact Registry repository of the image, which the workers read."
  type = object({
    project    = string
    location   = string
    repository = string
  })
}

variable "secrets" {
  description = "The names of secrets in Secret Manager; their values are in no file. Without a webhook the monitor's alerts are lines of the log, which Cloud Monitoring watches."
  type = object({
    bdl_api_key   = string
    alert_webhook = optional(string)
  })

  validation {
    condition     = alltrue([for name in values(var.secrets) : name == null || can(regex("^[A-Za-z0-9_-]{1,255}$", name))])
    error_message = "secrets are names of secrets, not their values or versions."
  }
}

variable "notification_channels" {
  description = "Who hears of alerts: channels of Cloud Monitoring, at least one."
  type        = list(string)

  validation {
    condition     = length(var.notification_channels) > 0
    error_message = "notification_channels cannot be empty: an alert that nobody hears is none."
  }

  validation {
    condition     = alltrue([for one in var.notification_channels : can(regex("^projects/[^/]+/notificationChannels/[0-9]+$", one))])
    error_message = "notification_channels are written projects/P/notificationChannels/N."
  }
}

variable "runbook_url" {
  description = "Where docs/runbook.md is read; alerts link to its sections."
  type        = string

  validation {
    condition     = can(regex("^https://[^#]+$", var.runbook_url))
    error_message = "runbook_url is an https address without a fragment."
  }
}

variable "champion_system" {
  description = "Whose predictions count."
  type        = string
  default     = "catboost_v9"

  validation {
    condition     = can(regex("^[A-Za-z0-9_.-]+$", var.champion_system))
    error_message = "champion_system is the name of one system."
  }
}

variable "origins" {
  description = "Whose pages may read the public documents from a browser."
  type        = list(string)
  default = [
    "https://nbaprops.com",
    "https://playerprops.io",
    "http://localhost:3000",
    "http://localhost:5173",
  ]

  validation {
    condition     = alltrue([for one in var.origins : can(regex("^https?://[^/*]+$", one))])
    error_message = "origins are written scheme://host[:port], none is a pattern."
  }

  validation {
    condition     = length(var.origins) > 0
    error_message = "origins cannot be empty: no page could read anything."
  }
}

variable "ages" {
  description = "After how many days what is kept in the buckets is deleted, or becomes cold."
  type = object({
    old_documents = optional(number, 30)
    old_live      = optional(number, 2)
    claims        = optional(number, 30)
    bodies        = optional(number, 90)
    runs          = optional(number, 400)
    archive_cold  = optional(number, 30)
    archive       = optional(number, 1100)
    staged        = optional(number, 14)
  })
  default = {}

  validation {
    condition     = alltrue([for days in values(var.ages) : days >= 1 && floor(days) == days])
    error_message = "ages are whole days, one at least."
  }

  validation {
    condition     = var.ages.claims >= 7 && var.ages.archive > var.ages.archive_cold
    error_message = "claims are kept for a week at least, and the archive is cold before it ends."
  }
}

variable "kept_days" {
  description = "How long dead letters and unread messages are kept."
  type        = number
  default     = 7

  validation {
    condition     = var.kept_days >= 7 && var.kept_days <= 31
    error_message = "kept_days is from 7 to 31, which is the most that Pub/Sub keeps."
  }
}

variable "workers" {
  description = "What a Dataflow job may use; what is empty is left to Dataflow."
  type = object({
    most         = optional(number, 4)
    machine_type = optional(string, "")
    subnetwork   = optional(string, "")
  })
  default = {}

  validation {
    condition     = var.workers.most >= 1 && var.workers.most <= 100
    error_message = "workers.most is from 1 to 100."
  }
}

variable "ingress" {
  description = "Who reaches trigger and monitor at all, before any token is looked at."
  type        = string
  default     = "INGRESS_TRAFFIC_INTERNAL_ONLY"

  validation {
    condition     = contains(["INGRESS_TRAFFIC_INTERNAL_ONLY", "INGRESS_TRAFFIC_ALL"], var.ingress)
    error_message = "ingress is INGRESS_TRAFFIC_INTERNAL_ONLY or INGRESS_TRAFFIC_ALL."
  }
}

variable "api" {
  description = "Reports on demand: who may ask (world, load_balancer, nobody), and how many instances there are. With none at rest, a first caller waits for a start; nothing runs for nobody."
  type = object({
    access = optional(string, "world")
    least  = optional(number, 0)
    most   = optional(number, 10)
  })
  default = {}

  validation {
    condition     = contains(["world", "load_balancer", "nobody"], var.api.access)
    error_message = "api.access is world, load_balancer or nobody."
  }

  validation {
    condition     = var.api.most >= 1 && var.api.most <= 100 && floor(var.api.most) == var.api.most
    error_message = "api.most is a whole number from 1 to 100."
  }

  validation {
    condition     = var.api.least >= 0 && var.api.least <= var.api.most && floor(var.api.least) == var.api.least
    error_message = "api.least is a whole number from 0 to api.most."
  }
}

variable "budget" {
  description = "A monthly budget with alerts at half, nine tenths and the whole. Default: none."
  type = object({
    billing_account = string
    currency        = optional(string, "USD")
    units           = number
  })
  default = null
}
