"""Jobs as processes of this machine: one laptop, or a test's harness.

`DIR/commands.json` holds the command of each template, as a list of words; parameters follow it
as `--name=value`. A job is `DIR/jobs/NAME.json`, its output `NAME.log`, its end `NAME.end`.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from publishing.adapters import process_end
from publishing.adapters.jobs import Running, require_job, require_name, require_template
from publishing.adapters.proc import born, can_be_seen, terminate
from publishing.store import Unavailable

T = TypeVar("T")


class _Job(msgspec.Struct, frozen=True):
    """What was started: the process by its number and birth."""

    pid: int
    birth: str
    argv: list[str]
    started_at: datetime
    drained_at: datetime | None = None

    @property
    def is_alive(self) -> bool:
        return born(self.pid) == self.birth


class _End(msgspec.Struct, frozen=True):
    """How it ended, as `process_end` notes it."""

    code: int
    ended_at: datetime


class ProcessLauncher:
    """Implements `Launcher` with processes that outlive the one that started them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()
        self._jobs = self._folder / "jobs"
        self._started: list[subprocess.Popen[bytes]] = []

    def launch(self, template: str, name: str, parameters: Mapping[str, str]) -> bool:
        """See `Launcher.launch`; two launchers at once start one process."""
        require_job(template, name, parameters)
        command = self._command(template)
        argv = [*command, *(f"--{key}={value}" for key, value in parameters.items())]
        self._make_folder()
        with self._alone(name):
            job = self._job(name)
            if job is not None and job.is_alive:
                return False
            self._start(name, argv)
        return True

    def state(self, name: str) -> Running | None:
        """See `Launcher.state`; `done` is exit code 0 alone."""
        require_name(name)
        if not self._file(name, "json").exists():
            return None
        with self._alone(name):
            job = self._job(name)
            if job is None:
                return None
            if job.is_alive:
                asked = job.drained_at
                return Running(name, "draining" if asked else "running", asked or job.started_at)
            end = self._read(self._file(name, "end"), _End)
        if end is None:
            return Running(name, "gone", None)
        return Running(name, "failed" if end.code else "done", end.ended_at)

    def drain(self, name: str) -> bool:
        """See `Launcher.drain`; the process gets one SIGTERM, however often it is asked."""
        require_name(name)
        if not self._file(name, "json").exists():
            return False
        with self._alone(name):
            job = self._job(name)
            if job is None or not job.is_alive:
                return False
            if job.drained_at is None:
                if not terminate(job.pid, job.birth):
                    return False
                self._write(name, msgspec.structs.replace(job, drained_at=datetime.now(UTC)))
        return True

    def problem(self, templates: Sequence[str]) -> list[str]:
        """See `Launcher.problem`."""
        found = []
        if not can_be_seen():
            found.append("this machine shows no /proc: jobs as processes need Linux")
        try:
            self._make_folder()
            if not os.access(self._jobs, os.W_OK):
                found.append(f"the folder {self._jobs} cannot be written to: chmod u+w it")
        except Unavailable as problem:
            found.append(str(problem))
        for template in templates:
            try:
                self._command(template)
            except (Unavailable, ValueError) as problem:
                found.append(str(problem))
        return list(dict.fromkeys(found))

    def _command(self, template: str) -> list[str]:
        """The command of a template; Unavailable when it has none that can be run."""
        require_template(template)
        file = self._folder / "commands.json"
        commands = self._read(file, dict[str, list[str]])
        if commands is None:
            raise Unavailable(
                f"there is no {file}: write the command of each template, "
                f'as in {{"{template}": ["courtside", "{template}"]}}'
            )
        command = commands.get(template)
        if not command:
            raise Unavailable(f"{file} has no command for {template!r}: add one")
        if shutil.which(command[0]) is None:
            raise Unavailable(
                f"{file}: {command[0]!r}, the program of {template!r}, cannot be run: "
                "install it, or write its path"
            )
        return command

    def _start(self, name: str, argv: list[str]) -> None:
        """Starts a process that waits until it is noted: it is never one that nobody knows."""
        end = self._file(name, "end")
        for process in self._started:
            process.poll()
        self._started = [process for process in self._started if process.returncode is None]
        try:
            end.unlink(missing_ok=True)
            with self._file(name, "log").open("ab") as log:
                process = subprocess.Popen(
                    [sys.executable, "-ISu", process_end.__file__, str(end), "--", *argv],
                    stdin=subprocess.PIPE,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
        except (OSError, ValueError) as problem:
            why = getattr(problem, "strerror", None) or problem
            raise Unavailable(f"the job {name} cannot be started: {why}") from problem
        self._started.append(process)
        assert process.stdin is not None
        try:
            with process.stdin as gate:
                birth = born(process.pid)
                if birth is None:
                    raise Unavailable(f"the job {name} ended before it began: see its log")
                self._write(name, _Job(process.pid, birth, argv, datetime.now(UTC)))
                gate.write(b"\n")
        except OSError as problem:
            raise Unavailable(f"the job {name} ended before it began: see its log") from problem

    @contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        """Keeps every other launcher of this folder from this job; the dead keep nobody."""
        try:
            lock = os.open(self._file(name, "lock"), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as problem:
            raise Unavailable(f"{self._jobs} cannot be used: {problem.strerror}") from problem
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _make_folder(self) -> None:
        try:
            self._jobs.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise Unavailable(
                f"the folder {self._jobs} cannot be made: {problem.strerror}"
            ) from problem

    def _file(self, name: str, suffix: str) -> Path:
        return self._jobs / f"{name}.{suffix}"

    def _job(self, name: str) -> _Job | None:
        return self._read(self._file(name, "json"), _Job)

    def _write(self, name: str, job: _Job) -> None:
        """Notes a job, whole or not at all; only who is alone with it does."""
        temporary = self._jobs / f".{name}"
        try:
            temporary.write_bytes(msgspec.json.encode(job))
            temporary.replace(self._file(name, "json"))
        except OSError as problem:
            raise Unavailable(f"{self._jobs} cannot be written: {problem.strerror}") from problem

    def _read(self, file: Path, kind: type[T]) -> T | None:
        """What the file holds; None when there is none."""
        try:
            return msgspec.json.decode(file.read_bytes(), type=kind)
        except FileNotFoundError:
            return None
        except OSError as problem:
            raise Unavailable(f"{file} cannot be read: {problem.strerror}") from problem
        except msgspec.DecodeError as problem:
            raise Unavailable(f"{file} does not hold what it should: {problem}") from problem
