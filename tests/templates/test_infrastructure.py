"""The Terraform of `templates/infrastructure`, held against its rules; every rule can fail."""

from __future__ import annotations

import pytest

from tests.templates import rights
from tests.templates.rules import problems
from tests.templates.terraform import load, texts

Edit = tuple[str, str, str, str]
"""What it is, the file, what is there, and what stands there instead."""

INVOKED = "  invoker_iam_disabled = true\n  custom_audiences ="
SECRET = '      secrets  = ["alert_webhook"]'
OF_API = """
  role   = "roles/storage.objectViewer"
  member = "serviceAccount:${local.emails.api}\""""
AS_USER = OF_API, OF_API.replace("Viewer", "User")
OF_PRIVATE = (
    f"google_storage_bucket.public.name{OF_API}",
    f"google_storage_bucket.private.name{OF_API}",
)


def world(name: str) -> str:
    """A right of everybody to call a service."""
    return f"""resource "google_cloud_run_v2_service_iam_member" "more" {{
  location = var.region
  name     = {name}
  role     = "roles/run.invoker"
  member   = "allUsers"
}}

# Pages ask"""


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
        "services.tf",
        'name     = "courtside-${each.key}"',
        'name     = "nba-${each.key}"',
    ),
    ("another address than the name", "names.tf", "https://courtside-api-", "https://reports-"),
    ("a service that is lost", "services.tf", "    monitor = {\n", "    freshness = {\n"),
    ("a service as another", "services.tf", "local.emails[each.key]", "local.emails.trigger"),
    (
        "options of another",
        "services.tf",
        "args        = local.monitor_args",
        "args        = local.trigger_args",
    ),
    ("options of nobody", "services.tf", ", each.value.args)", ")"),
    ("a command that is none", "services.tf", "concat([each.key]", 'concat(["serve"]'),
    (
        "an audience that is not taken",
        "services.tf",
        "custom_audiences = each.value.audiences",
        "custom_audiences = []",
    ),
    ("an unknown caller", "monitor.tf", "local.emails.scheduler}", "local.emails.jobs}"),
    ("an instance that always runs", "services.tf", "least       = 0", "least       = 1"),
    ("no probe", "services.tf", "startup_probe {", "some_probe {"),
    ("a probe of nothing", "services.tf", '"/health"', '"/"'),
    ("a probe of another port", "services.tf", "          port = 8080", "          port = 80"),
    ("another port", "services.tf", "container_port = 8080", "container_port = 80"),
    ("open to every network", "services.tf", "= var.ingress", '= "INGRESS_TRAFFIC_ALL"'),
    (
        "no timeout",
        "services.tf",
        "    timeout                          = each.value.timeout\n",
        "",
    ),
    ("a service without end", "services.tf", '"180s"', '""'),
    (
        "everybody calls",
        "services.tf",
        '"serviceAccount:${local.emails[each.value.caller]}"',
        '"allUsers"',
    ),
    (
        "everybody with an account",
        "services.tf",
        '"serviceAccount:${local.emails[each.value.caller]}"',
        '"allAuthenticatedUsers"',
    ),
    ("nobody is asked for his right", "services.tf", "  custom_audiences =", INVOKED),
    ("the world calls the trigger", "api.tf", '.service["api"]', '.service["trigger"]'),
    ("the world calls the monitor", "api.tf", '.service["api"]', '.service["monitor"]'),
    (
        "the world calls the trigger too",
        "api.tf",
        "# Pages ask",
        world('google_cloud_run_v2_service.service["trigger"].name'),
    ),
    (
        "the world calls the monitor too",
        "api.tf",
        "# Pages ask",
        world('google_cloud_run_v2_service.service["monitor"].name'),
    ),
    (
        "the world calls by the name alone",
        "api.tf",
        "# Pages ask",
        world('"courtside-monitor"'),
    ),
    ("the scheduler calls the API", "services.tf", '"monitor", caller', '"api", caller'),
    ("reports want a token", "api.tf", '"allUsers"', '"serviceAccount:${local.emails.pusher}"'),
    ("reports cannot be closed", "api.tf", 'count = var.api.access == "nobody" ? 0 : 1', ""),
    ("reports are behind a wall", "api.tf", '"INGRESS_TRAFFIC_ALL"', '"INGRESS_TRAFFIC_NONE"'),
    ("closed reports are open", "api.tf", '_INTERNAL_ONLY"', '_ALL"'),
    ("reports for nobody", "variables.tf", 'optional(string, "world")', "optional(string)"),
    ("reports to any page", "api.tf", 'join(",", var.origins)', "var.any"),
    (
        "reports are made all night for nobody",
        "variables.tf",
        "least  = optional(number, 0)",
        "least  = optional(number, 1)",
    ),
    ("instances without end", "services.tf", "most        = var.api.most", "most = 1000"),
    ("a crowd on one instance", "services.tf", "concurrency = 96", "concurrency = 1000"),
    ("cut off before it answers", "services.tf", '"20s"', '"15s"'),
    ("waited for in vain", "services.tf", '"20s"', '"300s"'),
    ("rows of yesterday", "services.tf", "cpu_idle = false", "cpu_idle = true"),
    ("a secret for everybody", "services.tf", "      secrets  = []", SECRET),
    (
        "a webhook that is not there",
        "services.tf",
        'secrets     = ["alert_webhook"]',
        "secrets     = []",
    ),
    ("a webhook elsewhere", "services.tf", "secret_files[volume_mounts", "urls[volume_mounts"),
    ("another secret", "services.tf", "= var.secrets[volumes.value]", "= var.secrets.x"),
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
    ("the API writes", "rights.tf", *AS_USER),
    ("the API reads the private", "rights.tf", *OF_PRIVATE),
    (
        "the API starts jobs",
        "rights.tf",
        """"roles/dataflow.developer"
  member  = "serviceAccount:${local.emails[each.value]}\"""",
        """"roles/dataflow.developer"
  member  = "serviceAccount:${local.emails.api}\"""",
    ),
    (
        "the API sends messages",
        "rights.tf",
        'emails.feeder}"\n}\n\nresource "google_pubsub_topic_iam_member" "jobs"',
        'emails.api}"\n}\n\nresource "google_pubsub_topic_iam_member" "jobs"',
    ),
    (
        "the API reads every table",
        "rights.tf",
        "toset(local.declared.datasets_of_reports)",
        'toset(["nba_orchestration"])',
    ),
    ("the API reads no rows", "rights.tf", '"monitor", "api", "feeder"', '"monitor", "feeder"'),
    ("Pub/Sub cannot sign", "subscriptions.tf", "iam.serviceAccountTokenCreator", "viewer"),
    ("Pub/Sub cannot give up", "subscriptions.tf", "google_pubsub_subscription.feed,", ""),
    (
        "Pub/Sub cannot keep",
        "topics.tf",
        'role   = "roles/pubsub.publisher"',
        'role   = "roles/pubsub.viewer"',
    ),
    ("an image by name", "services.tf", "var.image\n", '"courtside:latest"\n'),
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
    ("errors of one are heard", "alerts.tf", "(trigger|monitor)", "trigger"),
    ("a crowd is an error", "alerts.tf", "(trigger|monitor)", ".+"),
    ("errors of the API are heard by nobody", "alerts.tf", 'code=\\"500\\"', 'code=\\"501\\"'),
    ("a hundred errors are none", "alerts.tf", "above    = 10", "above    = 100"),
    ("every refusal is told", "alerts.tf", "threshold_value    = 0.2", "threshold_value    = 0"),
    ("no share", "alerts.tf", "denominator_filter =", "# "),
    (
        "a share of something else",
        "alerts.tf",
        'courtside-api\\""\n      comparison',
        'courtside-monitor\\""\n      comparison',
    ),
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


@pytest.mark.parametrize(("before", "after"), [AS_USER, OF_PRIVATE])
def test_the_api_only_reads_even_if_more_were_allowed(
    before: str, after: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = texts()
    assert files["rights.tf"].count(before) == 1
    files["rights.tf"] = files["rights.tf"].replace(before, after)
    found = load(files)
    given = {what for who, what in rights.granted(found) if who == "api"}
    monkeypatch.setitem(rights.ALLOWED, "api", given)
    [problem] = rights.problems_of_rights(found)
    assert problem.startswith("the API ")
