"""What must hold of the infrastructure: each rule says what is wrong, one sentence each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from publishing.services.api import ASKERS, MAKING_SECONDS, READERS, WAITING
from tests.templates.rights import granted, problems_of_rights
from tests.templates.terraform import Body, Terraform

SUBSCRIPTION, TOPIC = "google_pubsub_subscription", "google_pubsub_topic"
SERVICE, JOB = "google_cloud_run_v2_service", "google_cloud_scheduler_job"

PATHS = {
    "trigger": {
        "/messages/predictions-complete",
        "/messages/export-trigger",
        "/messages/live-events",
        "/ticks/live",
        "/ticks/feeder",
    },
    "monitor": {"/rounds"},
}
"""What those that are called answer to; `test_infrastructure_options.py` asks them."""

WORLD = "api"
"""The one service that asks for no token."""

INVOKER = "google_cloud_run_v2_service_iam_member"
OPEN = {("google_storage_managed_folder_iam_member", "world"), (INVOKER, "world")}
"""What gives the world a right; which one, `rights.py` says."""

INGRESS = {
    "world": "INGRESS_TRAFFIC_ALL",
    "load_balancer": "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
    "nobody": "INGRESS_TRAFFIC_INTERNAL_ONLY",
}
SCALING = {"min_instance_count": "${var.api.least}", "max_instance_count": "${var.api.most}"}
PORT = 8080
LONGEST = 2 * MAKING_SECONDS

ORIGINS = [
    "https://nbaprops.com",
    "https://playerprops.io",
    "http://localhost:3000",
    "http://localhost:5173",
]


def one(body: Body, *path: str) -> Any:
    """What is at a path of blocks, each there once; None when one is not."""
    value: Any = body
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
            value = value[0]
    return value


def limits(found: Terraform) -> Iterator[str]:
    """Every message is tried a limited number of times, and then kept (incident 44)."""
    dead = found.instances(TOPIC)
    read = {body["topic"] for body in found.instances(SUBSCRIPTION).values()}
    for at, body in found.instances(SUBSCRIPTION).items():
        if one(body, "expiration_policy", "ttl") != "":
            yield f"{at} may expire"
        if body.get("message_retention_duration") != "${var.kept_days * 86400}s":
            yield f"{at} does not keep its messages"
        if not 10 <= body.get("ack_deadline_seconds", 0) <= 600:
            yield f"{at} has no deadline"
        backoff = one(body, "retry_policy") or {}
        if not {"minimum_backoff", "maximum_backoff"} <= set(backoff):
            yield f"{at} is tried again at once"
        name = at.partition("[")[0]
        attempts = one(body, "dead_letter_policy", "max_delivery_attempts")
        letters = one(body, "dead_letter_policy", "dead_letter_topic")
        if name in ("dead", "letters"):
            if attempts is not None:
                yield f"{at} is looked at by people, and would lose what they looked at"
            continue
        limit = 100 if name == "feed" else "${local.declared.most_deliveries}"
        if attempts != limit:
            yield f"{at} is delivered {attempts} times"
        key = _key(at)
        if letters != f'${{google_pubsub_topic.dead["{key}"].id}}' or f'dead["{key}"]' not in dead:
            yield f"{at} has no topic for dead letters of its own"
        if letters not in read:
            yield f"nobody keeps the dead letters of {at}"
    kept = found.blocks["variable", "kept_days"]
    if kept["default"] < 7 or "var.kept_days >= 7" not in str(kept["validation"]):
        yield "dead letters are kept for less than a week"
    ours = {topic["name"] for topic in found.declared["topics"] if topic["ours"]}
    for name in ours - {text.split('"')[1] for text in read if "topic_ids" in text}:
        yield f"nobody reads {name}"


def pushes(found: Terraform) -> Iterator[str]:
    """Pushes are signed, for the trigger, and go where it listens."""
    pushed = [body for body in found.instances(SUBSCRIPTION).values() if "push_config" in body]
    if not pushed:
        yield "nothing is pushed"
    for body in pushed:
        endpoint = one(body, "push_config", "push_endpoint")
        token = one(body, "push_config", "oidc_token") or {}
        if endpoint.removeprefix("${local.urls.trigger}") not in PATHS["trigger"]:
            yield f"{body['name']} is pushed to {endpoint}"
        if token != {
            "service_account_email": "${local.emails.pusher}",
            "audience": "${local.urls.trigger}",
        }:
            yield f"{body['name']} is pushed without the token of the pusher for the trigger"


def calls(found: Terraform) -> Iterator[str]:
    """Schedules call with a token for the service alone, or send a message (incidents 14, 43)."""
    jobs = found.instances(JOB)
    if {body["name"] for body in jobs.values()} != {job["name"] for job in found.declared["jobs"]}:
        yield "the schedules are not those that are declared"
    for at, body in jobs.items():
        if not {"name", "schedule", "time_zone", "retry_config"} <= set(body):
            yield f"{at} lacks its time or its limits"
        if "pubsub_target" in body and "http_target" not in body:
            if not one(body, "pubsub_target", "data"):
                yield f"{at} sends nothing"
            continue
        match = re.fullmatch(
            r'\$\{local\.urls\["(\w+)"\]\}(/.+)', one(body, "http_target", "uri") or ""
        )
        if match is None or match[2] not in PATHS[match[1]]:
            yield f"{at} calls what nobody listens to"
            continue
        token = one(body, "http_target", "oidc_token") or {}
        if token != {
            "service_account_email": "${local.emails.scheduler}",
            "audience": f'${{local.urls["{match[1]}"]}}',
        }:
            yield f"{at} calls {match[1]} without a token for it"
        if body.get("attempt_deadline") != f'${{local.attempt_deadlines["{match[1]}"]}}':
            yield f"{at} has no deadline"


def services(found: Terraform) -> Iterator[str]:
    """Three services, each as itself at its own address, with its own options and probes."""
    bodies = {_key(at): body for at, body in found.instances(SERVICE).items()}
    if bodies.keys() != {*PATHS, WORLD}:
        yield f"there are {sorted(bodies)}"
        return
    for name, body in bodies.items():
        container = one(body, "template", "containers")
        args = found.words(container["args"])
        if not re.fullmatch(
            rf"https://{body['name']}-\$\{{data\.google_project\.this\.number\}}"
            r"\.\$\{var\.region\}\.run\.app",
            found.locals["urls"][name],
        ):
            yield f"the address of {name} is not that of {body['name']}"
        if one(body, "template", "service_account") != f'${{local.emails["{name}"]}}':
            yield f"{name} runs as another"
        own = found.locals[f"{name}_args"]
        if args[0] != name or args[-len(own) :] != own:
            yield f"{name} is not told its options"
        for probe in ("startup_probe", "liveness_probe"):
            if one(container, probe, "http_get", "path") != "/health":
                yield f"{name} has no {probe}"
            if one(container, probe, "http_get", "port") != PORT:
                yield f"{name} is looked at where it does not listen"
        if one(container, "ports", "container_port") != PORT or f"--port={PORT}" not in args:
            yield f"{name} is called where it does not listen"
        if not one(body, "template", "timeout"):
            yield f"{name} is without end"
        if body.get("invoker_iam_disabled"):
            yield f"{name} asks nobody for his right"
        yield from (_open if name == WORLD else _called)(found, name, body, args)
    if found.blocks["variable", "ingress"]["default"] != "INGRESS_TRAFFIC_INTERNAL_ONLY":
        yield "services can be reached from everywhere"


def _called(found: Terraform, name: str, body: Body, args: list[str]) -> Iterator[str]:
    """It believes the audience of its own address, and those who may invoke it."""
    audience = f"${{local.urls.{name}}}"
    if f"--audience={audience}" not in args or body.get("custom_audiences") != [audience]:
        yield f"{name} is told another audience than tokens have"
    told = next((a for a in args if a.startswith("--callers=")), "")
    callers = set(re.findall(r"local\.emails\.(\w+)", told))
    invokers = _invokers(found, name)
    if callers != invokers:
        yield f"{name} believes {sorted(callers)}, and {sorted(invokers)} may call it"
    if one(body, "template", "scaling", "min_instance_count") != 0:
        yield f"{name} costs money when nobody calls"
    if body.get("ingress") != "${var.ingress}":
        yield f"{name} is open"


def _open(found: Terraform, name: str, body: Body, args: list[str]) -> Iterator[str]:
    """The site's pages reach it, as it is said, and it takes as much as it admits."""
    template = one(body, "template")
    variable = " ".join(str(found.blocks["variable", name]["type"]).split())
    if _invokers(found, name) != {"allUsers"} or body.get("custom_audiences"):
        yield f"{name} wants a token"
    if found.blocks["resource", INVOKER, "world"].get("count") != (
        '${var.api.access == "nobody" ? 0 : 1}'
    ):
        yield f"{name} cannot be closed"
    if body.get("ingress") != "${local.api_ingress[var.api.access]}":
        yield f"{name} is not where it is said to be"
    if found.locals["api_ingress"] != INGRESS:
        yield f"{name} is reached from elsewhere than it is said"
    if "access = optional(string, world)" not in variable.replace('"', ""):
        yield f"{name} is closed"
    if 'join(",", var.origins)' not in next((a for a in args if a[:10] == "--origins="), ""):
        yield f"other pages ask {name} than read the documents"
    if one(template, "scaling") != SCALING or "least = optional(number, 0)" not in variable:
        yield f"{name} has as many instances as nobody said"
    if template.get("max_instance_request_concurrency") != ASKERS + READERS + 2 * WAITING:
        yield f"{name} is sent another number of requests than it admits"
    if not MAKING_SECONDS < float(f"0{template.get('timeout', '')}".rstrip("s")) < LONGEST:
        yield f"{name} is cut off before it answers, or waited for in vain"
    if one(template, "containers", "resources", "cpu_idle") is not False:
        yield f"{name} cannot look for rows between requests"


def _invokers(found: Terraform, name: str) -> set[str]:
    right = f'roles/run.invoker on {SERVICE}.service["{name}"]'
    return {who for who, what in granted(found) if what == right}


def _key(at: str) -> str:
    return at.partition("[")[2].rstrip("]").strip('"')


def public(found: Terraform) -> Iterator[str]:
    """The world reads what is under v1/, asks the API, and nothing else."""
    for at, body in found.blocks.items():
        open_to = re.findall(r"all(?:Authenticated)?Users", str(body))
        if open_to and at[1:] not in OPEN:
            yield f"{'.'.join(at)} is open to {open_to[0]}"
        if at[0] == "resource" and re.search(r"_acl$|access_control|_iam_(policy|binding)$", at[1]):
            yield f"{'.'.join(at)} gives rights that are not looked at here"
    world = found.blocks["resource", "google_storage_managed_folder_iam_member", "world"]
    folder = found.blocks["resource", "google_storage_managed_folder", "public"]
    if folder["name"] != "v1/" or "google_storage_bucket.public.name" not in folder["bucket"]:
        yield "the public folder is not v1/ of the public bucket"
    if world["managed_folder"] != "${google_storage_managed_folder.public.name}":
        yield "the world reads another folder"
    if (world["role"], world["member"]) != ("roles/storage.objectViewer", "allUsers"):
        yield "the world does not read"
    for name, body in found.of_type("google_storage_bucket").items():
        if body.get("uniform_bucket_level_access") is not True:
            yield f"objects of {name} may be opened one by one"
        if name != "public" and body.get("public_access_prevention") != "enforced":
            yield f"{name} may be opened"
        if not body.get("lifecycle_rule"):
            yield f"{name} grows for ever"
    bucket = found.of_type("google_storage_bucket")["public"]
    if one(bucket, "versioning", "enabled") is not True:
        yield "what is overwritten is lost"
    if one(bucket, "cors", "origin") != "${var.origins}":
        yield "the website may not read"
    if found.blocks["variable", "origins"]["default"] != ORIGINS:
        yield "other websites may read than the contract's"
    for rule in bucket.get("lifecycle_rule", []):
        if "days_since_noncurrent_time" not in str(rule):
            yield "a document that is public would be deleted"


def secrets(found: Terraform) -> Iterator[str]:
    """Secrets are names of secrets, mounted as files."""
    for at, body in (*found.blocks.items(), (("locals",), found.locals)):
        if at[1:2] and at[1] in (
            "google_secret_manager_secret_version",
            "google_service_account_key",
        ):
            yield f"{'.'.join(at)} has a secret in the state"
        for name, value in _pairs(body):
            words = isinstance(value, str) and not value.startswith(("${", "/secrets/"))
            secret = re.search(r"(?i)password|api_?key$|token$|webhook$|secret_data", name)
            if words and secret and at[:2] != ("variable", "secrets"):
                yield f"{'.'.join(at)}: {name} is written out"
            if isinstance(value, str) and re.search(
                r"AIza[\w-]{20}|-----BEGIN|hooks\.slack\.com|[?&](key|token)=", value
            ):
                yield f"{'.'.join(at)}: {name} holds a secret"
    feeder = found.blocks["resource", "google_cloud_run_v2_job", "feeder"]
    if "data.google_secret_manager_secret.bdl_api_key.secret_id" not in str(feeder):
        yield "the feeder lacks its key"
    for service, body in found.instances(SERVICE).items():
        template = one(body, "template")
        mounted = one(template, "containers", "volume_mounts") or {}
        volume = one(template, "volumes", "secret") or {}
        if _key(service) != "monitor":
            if mounted or volume:
                yield f"{service} has a secret"
        elif (
            volume.get("secret") != '${var.secrets["alert_webhook"]}'
            or mounted.get("mount_path") != '${dirname(local.secret_files["alert_webhook"])}'
        ):
            yield "the monitor lacks its webhook"


def places(found: Terraform) -> Iterator[str]:
    """No project, bucket, registry or image is written down."""
    for name in ("project_id", "public_bucket", "private_bucket", "artifacts_bucket", "image"):
        if "default" in found.blocks["variable", name]:
            yield f"{name} has a default"
        if not found.blocks["variable", name].get("validation"):
            yield f"{name} is not checked"
    for at, body in found.blocks.items():
        if at[0] == "variable" and not {"type", "description"} <= set(body):
            yield f"{at[1]} has no type or description"
    for at, body in (*found.blocks.items(), (("locals",), found.locals)):
        hosts = r"docker\.pkg\.dev|gcr\.io|docker\.io|nba-props-platform"
        if re.search(hosts, str(body)):
            yield f"{'.'.join(at)} names a project or a registry"
        if at[1:2] and at[1] == SERVICE and "'image': '${var.image}'" not in str(body):
            yield f"{'.'.join(at)} runs another image"
    google = one(found.blocks[("terraform",)], "required_providers", "google")
    if not re.fullmatch(r"\d+\.\d+\.\d+", google["version"]):
        yield "the provider is not pinned"


def alerts(found: Terraform) -> Iterator[str]:
    """Every alert reaches somebody and says where to read on; the monitor is monitored."""
    policies = found.instances("google_monitoring_alert_policy")
    for at, body in policies.items():
        if body.get("notification_channels") != "${var.notification_channels}":
            yield f"nobody hears of {at}"
        name = one(body, "conditions", "display_name")
        if one(body, "documentation", "content") != f"${{var.runbook_url}}#alert-{name}":
            yield f"{at} does not say where to read on"
    absent = str(policies.get("absent", {}).get("conditions", ""))
    if "condition_absent" not in absent or "courtside-monitor" not in absent:
        yield "nobody hears when the monitor is gone"
    elif "'duration': '900s'" not in absent:
        yield "the monitor may be gone for longer than a quarter of an hour"
    for name in ("alerts", "schedule_failures"):
        if f"google_logging_metric.{name}.name" not in str(policies):
            yield f"nobody hears of {name}"
    yield from _server_errors(policies)
    if "length(var.notification_channels) > 0" not in str(
        found.blocks["variable", "notification_channels"]
    ):
        yield "it may be made so that nobody hears of anything"


def _server_errors(policies: dict[str, Body]) -> Iterator[str]:
    """Each failure of a service is told; of the API, its refusals only when they are many."""
    told: dict[str, set[str]] = {name: set() for name in (*PATHS, WORLD)}
    for body in policies.values():
        threshold = one(body, "conditions", "condition_threshold") or {}
        said = threshold.get("filter", "")
        code = re.search(r'response_code(_class)?="(\w+)"', said)
        match = re.search(r'service_name=(?:monitoring\.regex\.full_match\()?"([^"]+)"', said)
        if not code or not match:
            continue
        shared = "denominator_filter" in threshold
        kind = "share" if shared else "few" if threshold.get("threshold_value", 0) <= 10 else "many"
        if shared and not _is_share(threshold, said):
            yield f"{one(body, 'conditions', 'display_name')} is no share"
        for name in told:
            if re.fullmatch(match[1], f"courtside-{name}"):
                told[name].add(f"{kind} {code[2]}")
    for name, kinds in told.items():
        wanted = {"few 500", "share 5xx"} if name == WORLD else {"few 5xx"}
        if kinds != wanted:
            yield f"of {name} {sorted(kinds)} is told"


def _is_share(threshold: Body, said: str) -> bool:
    every = said.replace(' AND metric.labels.response_code_class="5xx"', "")
    same = threshold["aggregations"] == threshold.get("denominator_aggregations")
    of_all = said != every == threshold["denominator_filter"]
    return bool(same and of_all and 0 < threshold["threshold_value"] < 1)


RULES: tuple[Callable[[Terraform], Iterator[str]], ...] = (
    limits,
    pushes,
    calls,
    services,
    public,
    secrets,
    places,
    alerts,
    problems_of_rights,
)


def problems(found: Terraform) -> list[str]:
    """What is wrong by any of the rules."""
    return [f"{rule.__name__}: {problem}" for rule in RULES for problem in rule(found)]


def _pairs(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from _pairs(inside, key)
    elif isinstance(value, list):
        for inside in value:
            yield from _pairs(inside, name)
    else:
        yield name, value
