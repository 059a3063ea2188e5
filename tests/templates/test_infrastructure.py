"""The Terraform of `templates/infrastructure`, held against its rules; every rule can fail."""

from __future__ import annotations

import pytest

from tests.templates.rules import problems
from tests.templates.terraform import load, texts

Edit = tuple[str, str, str, str]
"""What it is, the file, what is there, and what stands there instead."""

EDITS: tuple[Edit, ...] = (
    ("no limit of deliveries", "subscriptions.tf", "local.declared.most_deliveries", "5"),
    (
        "no dead letters",
        "subscriptions.tf",
        """  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.dead[each.key].id
    max_delivery_attempts = 100
  }
""",
        "",
    ),
    (
        "dead letters of another",
        "subscriptions.tf",
        "google_pubsub_topic.dead[each.key].id",
        'google_pubsub_topic.dead["nba-live-boxscores"].id',
    ),
    (
        "dead letters of dead letters",
        "subscriptions.tf",
        """  ack_deadline_seconds       = 600
  message_retention_duration = "${var.kept_days * 86400}s"

  retry_policy {""",
        """  ack_deadline_seconds       = 600
  message_retention_duration = "${var.kept_days * 86400}s"

  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.dead["nba-live-boxscores"].id
    max_delivery_attempts = 5
  }

  retry_policy {""",
    ),
    ("no pause before a retry", "subscriptions.tf", 'minimum_backoff = "10s"', ""),
    ("a subscription that expires", "subscriptions.tf", 'ttl = ""', 'ttl = "86400s"'),
    ("no deadline", "subscriptions.tf", "ack_deadline_seconds       = 60\n", "\n"),
    (
        "nobody keeps dead letters",
        "topics.tf",
        "for_each = google_pubsub_topic.dead\n\n  name ",
        "for_each = google_pubsub_topic.ours\n\n  name ",
    ),
    ("dead letters for a day", "variables.tf", "default     = 7", "default     = 1"),
    ("a topic that nobody reads", "subscriptions.tf", '== "anyone"', '== "nobody"'),
    (
        "a push without a token",
        "subscriptions.tf",
        """    oidc_token {
      service_account_email = local.emails.pusher
      audience              = local.urls.trigger
    }
""",
        "",
    ),
    (
        "a push for another audience",
        "subscriptions.tf",
        "audience              = local.urls.trigger",
        "audience              = local.urls.monitor",
    ),
    (
        "an audience with a path",
        "subscriptions.tf",
        "audience              = local.urls.trigger",
        'audience              = "${local.urls.trigger}/messages"',
    ),
    ("a push to a lost path", "subscriptions.tf", "each.value.pushed_to", "each.value.purpose"),
    (
        "a call without a token",
        "schedules.tf",
        """    oidc_token {
      service_account_email = local.emails.scheduler
      audience              = local.urls[each.value.service]
    }
""",
        "",
    ),
    (
        "a call for another audience",
        "schedules.tf",
        "audience              = local.urls[each.value.service]",
        'audience              = "${local.urls[each.value.service]}${each.value.path}"',
    ),
    (
        "a call as somebody else",
        "schedules.tf",
        "local.emails.scheduler",
        "local.emails.jobs",
    ),
    (
        "a call to the address of before",
        "schedules.tf",
        "${local.urls[each.value.service]}${each.value.path}",
        "https://us-west2-p.cloudfunctions.net/live-export",
    ),
    ("a call without a deadline", "schedules.tf", "  attempt_deadline = local", "  # local"),
    ("schedules that are lost", "schedules.tf", "job.topic != null", 'job.topic == "t"'),
    ("another audience told", "trigger.tf", "local.urls.trigger}", "local.urls.monitor}"),
    (
        "another name than the address",
        "monitor.tf",
        'name     = "courtside-monitor"',
        'name     = "courtside-freshness"',
    ),
    ("an unknown caller", "monitor.tf", "local.emails.scheduler}", "local.emails.jobs}"),
    (
        "an instance that always runs",
        "trigger.tf",
        "min_instance_count = 0",
        "min_instance_count = 1",
    ),
    ("no probe", "trigger.tf", "startup_probe {", "some_probe {"),
    ("a probe of nothing", "monitor.tf", '"/health"', '"/"'),
    ("open to every network", "trigger.tf", "var.ingress", '"INGRESS_TRAFFIC_ALL"'),
    ("no timeout", "monitor.tf", '    timeout                          = "180s"\n', ""),
    (
        "everybody calls",
        "trigger.tf",
        '"serviceAccount:${local.emails[each.value]}"',
        '"allUsers"',
    ),
    (
        "everybody with an account",
        "monitor.tf",
        'member   = "serviceAccount:${local.emails.scheduler}"',
        'member   = "allAuthenticatedUsers"',
    ),
    (
        "the whole bucket is public",
        "public.tf",
        'resource "google_storage_managed_folder" "public"',
        """resource "google_storage_bucket_iam_member" "world" {
  bucket = google_storage_bucket.public.name
  role   = "roles/storage.objectViewer"
  member = "allUsers"
}

resource "google_storage_managed_folder" "public\"""",
    ),
    (
        "public by a list of old",
        "public.tf",
        'resource "google_storage_managed_folder" "public"',
        """resource "google_storage_bucket_acl" "public" {
  bucket         = google_storage_bucket.public.name
  predefined_acl = "publicRead"
}

resource "google_storage_managed_folder" "public\"""",
    ),
    ("another folder is public", "public.tf", '"v1/"', '"runs/"'),
    ("the world writes", "public.tf", "storage.objectViewer", "storage.objectUser"),
    (
        "rights on objects",
        "public.tf",
        "uniform_bucket_level_access = true",
        "uniform_bucket_level_access = false",
    ),
    ("no versions", "public.tf", "enabled = true", "enabled = false"),
    ("documents are deleted", "public.tf", "days_since_noncurrent_time", "age"),
    ("another origin", "variables.tf", "https://playerprops.io", "https://example.com"),
    ("any origin", "public.tf", "= var.origins", '= ["*"]'),
    ("the archive may be public", "private.tf", '"enforced"', '"inherited"'),
    (
        "a secret in the environment",
        "feeder.tf",
        "        resources {",
        """        env {
          name  = "BDL_API_KEY"
          value = "AIzaSyA0123456789012345678901234567890"
        }

        resources {""",
    ),
    (
        "a key as a local",
        "names.tf",
        "  secret_files = {",
        '  api_key = "0123456789"\n\n  secret_files = {',
    ),
    (
        "a secret in the state",
        "secrets.tf",
        'resource "google_secret_manager_secret_iam_member" "feeder_reads_key"',
        """resource "google_secret_manager_secret_version" "key" {
  secret      = data.google_secret_manager_secret.bdl_api_key.id
  secret_data = var.project_id
}

resource "google_secret_manager_secret_iam_member" "feeder_reads_key\"""",
    ),
    ("no key", "feeder.tf", "google_secret_manager_secret.bdl_api_key.secret_id", "x.y.z"),
    (
        "an editor",
        "rights.tf",
        'role    = "roles/dataflow.worker"',
        'role    = "roles/editor"',
    ),
    (
        "a right on the project",
        "rights.tf",
        'role    = "roles/dataflow.worker"',
        'role    = "roles/storage.admin"',
    ),
    (
        "one more dataset",
        "rights.tf",
        "for_each = toset(local.declared.datasets)",
        'for_each = toset(["nba_orchestration"])',
    ),
    (
        "the feeder publishes results",
        "rights.tf",
        'google_pubsub_topic.ours["nba-live-boxscores"].id',
        'google_pubsub_topic.ours["nba-phase6-export-complete"].id',
    ),
    ("Pub/Sub cannot sign", "subscriptions.tf", "iam.serviceAccountTokenCreator", "viewer"),
    ("Pub/Sub cannot give up", "subscriptions.tf", "google_pubsub_subscription.feed,", ""),
    (
        "Pub/Sub cannot keep",
        "topics.tf",
        'role   = "roles/pubsub.publisher"',
        'role   = "roles/pubsub.viewer"',
    ),
    ("an image by name", "trigger.tf", "var.image\n", '"courtside:latest"\n'),
    (
        "a registry",
        "variables.tf",
        'description = "The container image,',
        'default = "us-docker.pkg.dev/p/r/courtside:1"\n  description = "The container image,',
    ),
    (
        "a project",
        "variables.tf",
        'description = "The project in which',
        'default = "nba-props-platform"\n  description = "The project in which',
    ),
    ("any provider", "versions.tf", '"6.50.0"', '">= 6"'),
    (
        "nobody hears",
        "alerts.tf",
        "notification_channels = var.notification_channels",
        "notification_channels = []",
    ),
    ("no place to read on", "alerts.tf", "#alert-${each.key}", ""),
    ("no look at the monitor", "alerts.tf", "condition_absent", "condition_threshold"),
    ("a late look at the monitor", "alerts.tf", '"900s"', '"82800s"'),
    ("a metric that nobody hears", "alerts.tf", "user/${google_logging_metric.alerts", "user/${x"),
    (
        "no channel is fine",
        "variables.tf",
        "length(var.notification_channels) > 0",
        "length(var.notification_channels) >= 0",
    ),
)


def test_every_rule_holds() -> None:
    assert problems(load(texts())) == []


@pytest.mark.parametrize("edit", EDITS, ids=[edit[0] for edit in EDITS])
def test_an_edit_is_seen(edit: Edit) -> None:
    _, file, before, after = edit
    files = texts()
    assert before in files[file], "the edit is none any more"
    files[file] = files[file].replace(before, after, 1)
    assert problems(load(files))
