"""Dataflow and Cloud Run as far as a launcher uses them, on loopback, with faults on demand."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

PROJECT, REGION = "night-school", "us-west2"
DATAFLOW = f"/v1b3/projects/{PROJECT}/locations/{REGION}"
RUN = f"/v2/projects/{PROJECT}/locations/{REGION}/jobs/courtside-feeder"

ENDED = ("DONE", "FAILED", "CANCELLED", "DRAINED", "UPDATED")


class Asked(NamedTuple):
    """One request as it came."""

    method: str
    path: str
    query: dict[str, str]
    body: Any


class Answer(NamedTuple):
    """A status and a body; text that is no JSON is sent as it is."""

    status: int
    body: Any


def refusal(status: int, word: str, message: str, reason: str = "") -> Answer:
    """An error in Google's form."""
    error: dict[str, Any] = {"code": status, "message": message, "status": word}
    if reason:
        kind = "type.googleapis.com/google.rpc.ErrorInfo"
        error["details"] = [{"@type": kind, "reason": reason, "domain": "googleapis.com"}]
    return Answer(status, {"error": error})


class FakeCloud:
    """What both services hold, in their own words; `faults` answers the next requests instead."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.asked: list[Asked] = []
        self.faults: list[tuple[str, Answer]] = []
        self.jobs: list[dict[str, Any]] = []
        self.executions: list[dict[str, Any]] = []
        self.job_args: list[str] = ["feeder", "--topic=t"]
        self.page_size = 2
        self.lock = threading.Lock()
        self.before_run: threading.Barrier | None = None

    def fail(self, ending: str, answer: Answer) -> None:
        """The next request whose path ends so gets this answer."""
        self.faults.append((ending, answer))

    def add_job(self, name: str, state: str, minute: int = 0, **more: Any) -> dict[str, Any]:
        """A job on Dataflow, made in that minute of the night."""
        job = {
            "id": f"job-{len(self.jobs)}",
            "name": name,
            "currentState": f"JOB_STATE_{state}",
            "createTime": f"2026-02-12T00:{minute:02}:00.000001Z",
            "currentStateTime": f"2026-02-12T01:{minute:02}:00.5Z",
            **more,
        }
        self.jobs.append(job)
        return job

    def add_execution(self, name: str, minute: int = 0, **more: Any) -> dict[str, Any]:
        """An execution of the feeder's job, made in that minute of the night."""
        execution = {
            "name": f"{RUN.removeprefix('/v2/')}/executions/e{len(self.executions)}",
            "createTime": f"2026-02-12T00:{minute:02}:00.000001Z",
            "template": {"containers": [{"env": [{"name": "COURTSIDE_JOB", "value": name}]}]},
            **more,
        }
        self.executions.append(execution)
        return execution

    def answer(self, asked: Asked) -> Answer:
        """What the service says to a request."""
        with self.lock:
            self.asked.append(asked)
            for number, (ending, answer) in enumerate(self.faults):
                if asked.path.endswith(ending):
                    del self.faults[number]
                    return answer
        if asked.path.endswith(":run") and self.before_run:
            self.before_run.wait(20)
        with self.lock:
            return self._known(asked) or refusal(404, "NOT_FOUND", f"no {asked.path}")

    def _known(self, asked: Asked) -> Answer | None:
        verb, path = asked.method, asked.path
        if (verb, path) == ("POST", f"{DATAFLOW}/flexTemplates:launch"):
            return self._launched(asked.body)
        if (verb, path) == ("GET", f"{DATAFLOW}/jobs"):
            jobs = [job for job in self.jobs if job["name"] == asked.query.get("name")]
            return self._page(asked, "jobs", jobs)
        if verb == "PUT" and path.startswith(f"{DATAFLOW}/jobs/"):
            [job] = [one for one in self.jobs if one["id"] == path.rpartition("/")[2]]
            job["currentState"] = "JOB_STATE_DRAINING"
            return Answer(200, job)
        if (verb, path) == ("GET", RUN):
            containers = [{"args": self.job_args, "image": "i"}]
            return Answer(200, {"name": "n", "template": {"template": {"containers": containers}}})
        if (verb, path) == ("GET", f"{RUN}/executions"):
            return self._page(asked, "executions", self.executions)
        if (verb, path) == ("POST", f"{RUN}:run"):
            return self._run(asked.body)
        if verb == "POST" and path.endswith(":cancel"):
            name = path.removeprefix("/v2/").removesuffix(":cancel")
            [execution] = [one for one in self.executions if one["name"] == name]
            execution["cancelledCount"] = 1
            return Answer(200, {"name": "operation"})
        return None

    def _launched(self, body: Any) -> Answer:
        if body.get("validateOnly"):
            return Answer(200, {})
        name = body["launchParameter"]["jobName"]
        states = [job["currentState"][10:] for job in self.jobs if job["name"] == name]
        if any(state not in ENDED for state in states):
            return refusal(409, "ALREADY_EXISTS", f"There is already an active job named {name}.")
        return Answer(200, {"job": self.add_job(name, "QUEUED", 50)})

    def _run(self, body: Any) -> Answer:
        if body.get("validateOnly"):
            return Answer(200, {"name": "operation", "metadata": {}})
        [override] = body["overrides"]["containerOverrides"]
        execution = self.add_execution("", 50, template={"containers": [override]})
        return Answer(200, {"name": "operation", "metadata": execution})

    def _page(self, asked: Asked, key: str, found: list[dict[str, Any]]) -> Answer:
        start = int(asked.query.get("pageToken", "0"))
        ends = start + self.page_size
        body: dict[str, Any] = {key: found[start:ends]} if found[start:ends] else {}
        if ends < len(found):
            body["nextPageToken"] = str(ends)
        return Answer(200, body)


@contextmanager
def cloud() -> Iterator[FakeCloud]:
    """Both services at one address."""

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answer = fake.answer(
                Asked(
                    self.command,
                    parts.path,
                    dict(parse_qsl(parts.query, keep_blank_values=True)),
                    json.loads(body) if body else None,
                )
            )
            text = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
            self.send_response(answer.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_POST = do_PUT = _do  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake = FakeCloud(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
