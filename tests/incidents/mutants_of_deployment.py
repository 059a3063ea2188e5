"""Defects in what is packaged, deployed and called: an edit of a file, or a check that is gone."""

from __future__ import annotations

from typing import Any

import pytest

from publishing.adapters.alerting import Webhook
from publishing.operating import deployed, schedules
from publishing.services import release, trigger
from publishing.services.exporting import here
from publishing.services.serving import http
from templates import deploying
from tests.incidents import packaged, test_deployment
from tests.incidents.mutant import Change, Mutant, instead, text
from tests.templates import terraform

RIGHTS = "test_incident_02_each_account_has_the_rights_that_it_needs"
ADDRESS = "test_incident_05_a_schedule_calls_what_is_listened_to"
AUDIENCE = "test_incident_14_a_token_is_for_a_service_and_never_for_a_path"
IMPORTED = "test_incident_15_whatever_is_imported_is_locked_and_installed"
IMAGE = "test_incident_19_all_run_the_image_that_was_built"
TOLD = "test_incident_19_failed_calls_of_any_kind_are_told"
RELEASE = "test_incident_25_a_service_and_a_document_say_their_release"
CALLERS = "test_incident_28_whoever_calls_may_call"
WATCHED = "test_incident_28_the_monitor_is_watched_itself"
KEY = "test_incident_33_a_deployment_keeps_the_key"
NOBODY = "test_incident_39_nothing_runs_or_sends_for_nobody"
HALF = "test_incident_40_a_missing_library_leaves_nothing_half_done"
OLD = "test_incident_43_a_schedule_with_an_old_address_or_no_token_is_named"
GIVES_UP = "test_incident_44_every_subscription_gives_up_and_keeps_what_it_gave_up"
DELETED = "test_incident_45_a_schedule_that_was_deleted_or_paused_is_named"
TRIED = "test_latent_17_no_import_may_fail_half"


def edited(file: str, old: str, new: str) -> Change:
    """The Terraform with one edit."""

    def change(patch: pytest.MonkeyPatch) -> None:
        files = terraform.texts()
        assert old in files[file], f"{old!r} is not in {file}"
        files[file] = files[file].replace(old, new, 1)
        patch.setattr(terraform, "texts", lambda: files)

    return change


def with_module(lines: str) -> Change:
    """The product with one more module."""

    def change(patch: pytest.MonkeyPatch) -> None:
        found = packaged.sources() | {"publishing/more.py": lines}
        patch.setattr(packaged, "sources", lambda: found)

    return change


def without_a_job(patch: pytest.MonkeyPatch) -> None:
    # All that goes over the schedules has this one less, except for what was deployed.
    patch.setattr(test_deployment, "JOBS", schedules.JOBS[:-1])
    differences = deployed.differences
    patch.setattr(
        test_deployment, "differences", lambda found: differences(found, schedules.JOBS[1:])
    )


def reads_all_it_is_told(patch: pytest.MonkeyPatch) -> None:
    preflight: Any = trigger.preflight
    patch.setattr(
        trigger,
        "preflight",
        lambda options: [one for one in preflight(options) if "table" not in one],
    )


MUTANTS = {
    "it starts with what it may not read": Mutant(
        ("test_incident_02_what_may_not_be_read_stops_the_start",), reads_all_it_is_told
    ),
    "no read sessions": Mutant(
        (RIGHTS,), edited("rights.tf", "roles/bigquery.readSessionUser", "roles/bigquery.user")
    ),
    "a dataset of nobody": Mutant(
        (RIGHTS,),
        edited(
            "rights.tf", "for_each = toset(local.declared.datasets)", 'for_each = toset(["other"])'
        ),
    ),
    "calls go to an address of before": Mutant(
        (ADDRESS,),
        edited(
            "schedules.tf",
            "${local.urls[each.value.service]}${each.value.path}",
            "https://us-west2-p.cloudfunctions.net/live-export",
        ),
    ),
    "an audience has a path": Mutant(
        (AUDIENCE,),
        edited(
            "schedules.tf",
            "audience              = local.urls[each.value.service]",
            'audience              = "${local.urls[each.value.service]}${each.value.path}"',
        ),
    ),
    "any audience is fine": Mutant(
        (AUDIENCE, OLD),
        text(deployed, "_call", "found.oidc_token.audience !=", "False and"),
    ),
    "a library is in no lock": Mutant(
        (IMPORTED,), with_module("from google.cloud import firestore_v1\nimport firestore_v2\n")
    ),
    "a library is lost from the lock": Mutant(
        (IMPORTED,),
        instead(packaged, "lock", lambda lock=packaged.lock: lock().replace("starlette==", "s==")),
    ),
    "an image is built unseen": Mutant(
        (IMPORTED,),
        instead(
            packaged,
            "dockerfile",
            lambda read=packaged.dockerfile: read().replace("import pipelines", "import os #"),
        ),
    ),
    "a service runs another image": Mutant(
        (IMAGE,), edited("services.tf", "= var.image", '= "host/another:latest"')
    ),
    "a service runs another program": Mutant(
        (IMAGE,), edited("services.tf", 'command = ["courtside"]', 'command = ["functions"]')
    ),
    "jobs run another image": Mutant(
        (IMAGE,), edited("names.tf", "sdk_container_image=${var.image}", "sdk_container_image=")
    ),
    "a tag is deployed": Mutant(
        (IMAGE,), text(deploying, "_variables", '"image": image', '"image": this.image')
    ),
    "failures of one kind are counted": Mutant(
        (TOLD,), edited("alerts.tf", "severity>=ERROR", "httpRequest.status=400")
    ),
    "errors of a server are told to nobody": Mutant(
        (TOLD,), edited("alerts.tf", 'response_code_class=\\"5xx\\"', 'response_code=\\"400\\"')
    ),
    "health is a word": Mutant((RELEASE,), text(http, "_health", ', "release": release()', "")),
    "a record is of the project's version": Mutant(
        (RELEASE,), text(here, "versions", "release()", '"0.1.0"')
    ),
    "the image does not count": Mutant((RELEASE,), instead(release, "IMAGE", "NONE")),
    "a caller without the right": Mutant(
        (CALLERS,),
        edited("services.tf", 'caller = "scheduler"', 'caller = "pusher"'),
    ),
    "the monitor's silence is heard by nobody": Mutant(
        (WATCHED,), edited("alerts.tf", "condition_absent {", "condition_threshold {")
    ),
    "a round may take an hour": Mutant((WATCHED,), edited("services.tf", '"180s"', '"3600s"')),
    "the key is in the environment": Mutant(
        (KEY,),
        edited(
            "feeder.tf",
            "        resources {",
            '        env {\n          name  = "BDL_SETTING"\n          value = "x"\n        }\n\n'
            "        resources {",
        ),
    ),
    "the feeder has no key": Mutant(
        (KEY,), edited("feeder.tf", '"--api_key_file=', '"--other_file=')
    ),
    "a monitor may be mute": Mutant(
        ("test_incident_38_a_missing_webhook_stops_the_monitor",),
        instead(Webhook, "problem", lambda _: None),
    ),
    "an instance is always there": Mutant(
        (NOBODY,), edited("services.tf", "least       = 0", "least       = 1")
    ),
    "reports for nobody": Mutant(
        (NOBODY,),
        edited("variables.tf", "least  = optional(number, 0)", "least  = optional(number, 1)"),
    ),
    "a topic without a reader": Mutant(
        (NOBODY,), edited("subscriptions.tf", '== "anyone"', '== "nobody"')
    ),
    "a library is imported in the middle": Mutant(
        (HALF,),
        with_module("def send() -> None:\n    from google.cloud import pubsub_v1\n"),
    ),
    "a call needs no token": Mutant(
        (OLD,), text(deployed, "_call", 'yield "calls without a token"', "pass")
    ),
    "an address is not looked at": Mutant(
        (OLD,), text(deployed, "_call", "url.path != wanted.path", "False")
    ),
    "a topic without dead letters": Mutant(
        (GIVES_UP,),
        edited(
            "subscriptions.tf",
            "dead_letter_topic     = google_pubsub_topic.dead[each.key].id",
            'dead_letter_topic     = "none"',
        ),
    ),
    "a thousand deliveries": Mutant(
        (GIVES_UP,), edited("subscriptions.tf", "local.declared.most_deliveries", "1000")
    ),
    "a schedule that is missing is not looked for": Mutant((DELETED,), without_a_job),
    "a schedule may sleep": Mutant(
        (DELETED,), text(deployed, "_of", 'found.state != "ENABLED"', "False")
    ),
    "an import that fails is survived": Mutant(
        (TRIED,),
        with_module("try:\n    import firestore\nexcept ImportError :\n    logger.info('no')\n"),
    ),
}
