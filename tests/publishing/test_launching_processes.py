"""Jobs as processes, for real: started once, found by anyone, drained, killed, started again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from publishing.adapters import process_end
from publishing.adapters.jobs import State
from publishing.adapters.launching import launcher_at
from publishing.adapters.launching_processes import ProcessLauncher
from publishing.adapters.proc import born, terminate
from publishing.store import Unavailable
from tests.publishing.launched import is_there, kill_all, log, noted, pid_of, prepared, program_of
from tests.publishing.launched import until as wait_until

ROOT = Path(__file__).parents[2]
NAME = "courtside-live-2026-02-11"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield prepared(tmp_path)
    kill_all(tmp_path)


@pytest.fixture
def launcher(folder: Path) -> ProcessLauncher:
    return ProcessLauncher(folder)


def state_of(launcher: ProcessLauncher, name: str = NAME) -> State | None:
    found = launcher.state(name)
    return found.state if found else None


def ended(launcher: ProcessLauncher, name: str = NAME) -> State:
    """How a job ended, when it has."""
    wait_until(f"{name} ended", lambda: state_of(launcher, name) not in ("running", "draining"))
    found = state_of(launcher, name)
    assert found is not None
    return found


def test_a_job_gets_its_command_and_its_parameters(launcher: ProcessLauncher, folder: Path) -> None:
    before = datetime.now(UTC)
    assert launcher.launch("live", NAME, {"date": "2026-02-11", "quick": "true", "empty": ""})
    found = launcher.state(NAME)
    assert found is not None
    assert found[:2] == (NAME, "running")
    assert found.since is not None
    assert before <= found.since <= datetime.now(UTC)
    program = program_of(folder, NAME)
    assert log(folder, NAME) == [
        f"began {program} --source=here --date=2026-02-11 --quick=true --empty="
    ]
    assert os.getsid(pid_of(folder, NAME)) == pid_of(folder, NAME)


def test_a_folder_is_a_place_for_jobs(folder: Path) -> None:
    launcher = launcher_at(f"processes:{folder}")
    assert launcher.launch("daily", NAME, {})
    found = ProcessLauncher(folder).state(NAME)
    assert found is not None


def test_a_job_that_never_was_has_no_state(launcher: ProcessLauncher, folder: Path) -> None:
    assert launcher.state(NAME) is None
    assert not launcher.drain(NAME)
    assert [file.name for file in folder.iterdir()] == ["commands.json"]


def test_a_name_that_runs_is_not_started_again(launcher: ProcessLauncher, folder: Path) -> None:
    assert launcher.launch("live", NAME, {})
    program_of(folder, NAME)
    pid = pid_of(folder, NAME)
    assert not launcher.launch("live", NAME, {})
    assert not ProcessLauncher(folder).launch("daily", NAME, {"other": "1"})
    assert pid_of(folder, NAME) == pid
    assert len(log(folder, NAME)) == 1
    assert launcher.launch("live", f"{NAME}-b", {})


@pytest.mark.parametrize(("template", "state"), [("daily", "done"), ("trends", "failed")])
def test_how_it_ended_is_known_to_whoever_did_not_start_it(
    launcher: ProcessLauncher, folder: Path, template: str, state: State
) -> None:
    before = datetime.now(UTC)
    assert launcher.launch(template, NAME, {})
    assert ended(ProcessLauncher(folder)) == state
    found = ProcessLauncher(folder).state(NAME)
    assert found is not None
    assert found.since is not None
    assert before <= found.since <= datetime.now(UTC)


def test_one_that_ended_is_started_again_and_its_old_end_forgotten(
    launcher: ProcessLauncher, folder: Path
) -> None:
    assert launcher.launch("trends", NAME, {})
    assert ended(launcher) == "failed"
    assert launcher.launch("live", NAME, {})
    assert state_of(launcher) == "running"
    os.kill(pid_of(folder, NAME), signal.SIGKILL)
    assert ended(launcher) == "gone"
    assert log(folder, NAME)[0] == "began"


def test_a_program_that_cannot_be_started_failed(
    launcher: ProcessLauncher, folder: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    broken.write_text("#!/no/such/interpreter\n")
    broken.chmod(0o755)
    (folder / "commands.json").write_text(json.dumps({"live": [str(broken)]}))
    assert launcher.launch("live", NAME, {})
    assert ended(launcher) == "failed"
    assert log(folder, NAME) == [f"error: {broken} cannot be started: No such file or directory"]


def test_a_drain_is_one_signal_and_a_clean_end(launcher: ProcessLauncher, folder: Path) -> None:
    assert launcher.launch("live", NAME, {})
    program_of(folder, NAME)
    assert ProcessLauncher(folder).drain(NAME)
    assert ended(launcher) == "done"
    assert log(folder, NAME)[1:] == ["asked"]
    assert not launcher.drain(NAME)
    assert state_of(launcher) == "done"


def test_a_drain_that_takes_its_time_is_asked_for_once(
    launcher: ProcessLauncher, folder: Path
) -> None:
    assert launcher.launch("tonight", NAME, {})
    program = program_of(folder, NAME)
    before = datetime.now(UTC)
    assert launcher.drain(NAME)
    assert launcher.drain(NAME)
    wait_until("it was asked", lambda: "asked" in log(folder, NAME))
    found = launcher.state(NAME)
    assert found is not None
    assert found.state == "draining"
    assert found.since is not None
    assert before <= found.since <= datetime.now(UTC)
    assert not launcher.launch("tonight", NAME, {})
    os.kill(program, signal.SIGTERM)
    wait_until("it was asked by us", lambda: log(folder, NAME).count("asked") > 1)
    assert log(folder, NAME) == [f"began {program}", "asked", "asked"]


def test_a_drain_touches_no_other_job(launcher: ProcessLauncher, folder: Path) -> None:
    assert launcher.launch("live", NAME, {})
    assert launcher.launch("live", f"{NAME}-b", {})
    program_of(folder, NAME), program_of(folder, f"{NAME}-b")
    assert launcher.drain(NAME)
    assert ended(launcher) == "done"
    assert state_of(launcher, f"{NAME}-b") == "running"
    assert "asked" not in log(folder, f"{NAME}-b")


def test_a_drain_that_ends_badly_failed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, launcher: ProcessLauncher
) -> None:
    monkeypatch.setenv("EXIT", "1")
    assert launcher.launch("live", NAME, {})
    program_of(folder, NAME)
    assert launcher.drain(NAME)
    assert ended(launcher) == "failed"


def test_the_program_killed_is_a_failure(launcher: ProcessLauncher, folder: Path) -> None:
    assert launcher.launch("live", NAME, {})
    os.kill(program_of(folder, NAME), signal.SIGKILL)
    assert ended(launcher) == "failed"
    assert json.loads((folder / "jobs" / f"{NAME}.end").read_text())["code"] == -signal.SIGKILL


def test_a_job_killed_takes_its_program_along_and_is_gone(
    launcher: ProcessLauncher, folder: Path
) -> None:
    assert launcher.launch("live", NAME, {})
    program = program_of(folder, NAME)
    os.kill(pid_of(folder, NAME), signal.SIGKILL)
    wait_until("the program ended too", lambda: not is_there(program))
    assert ProcessLauncher(folder).state(NAME) == (NAME, "gone", None)
    assert not launcher.drain(NAME)
    assert launcher.launch("live", NAME, {})
    assert state_of(launcher) == "running"


def test_a_job_that_nobody_waited_for_is_not_alive(launcher: ProcessLauncher, folder: Path) -> None:
    assert launcher.launch("daily", NAME, {})
    pid = pid_of(folder, NAME)
    stat = Path(f"/proc/{pid}/stat")
    wait_until("it is a zombie", lambda: stat.read_text().rpartition(")")[2].split()[0] == "Z")
    assert born(pid) is None
    assert state_of(ProcessLauncher(folder)) == "done"
    assert launcher.launch("live", NAME, {})
    # Whoever started it has waited for it by now.
    assert not stat.exists()


def test_a_number_used_again_is_not_mistaken_for_the_job(
    launcher: ProcessLauncher, folder: Path
) -> None:
    assert launcher.launch("live", NAME, {})
    program_of(folder, NAME)
    os.kill(pid_of(folder, NAME), signal.SIGKILL)
    assert ended(launcher) == "gone"
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        file = folder / "jobs" / f"{NAME}.json"
        file.write_text(json.dumps(noted(folder, NAME) | {"pid": stranger.pid}))
        assert state_of(launcher) == "gone"
        assert not launcher.drain(NAME)
        birth = noted(folder, NAME)["birth"]
        assert isinstance(birth, str)
        assert not terminate(stranger.pid, birth)
        assert launcher.launch("live", NAME, {})
        assert stranger.poll() is None
        assert stranger.stdin is not None
        stranger.stdin.close()
        assert stranger.wait() == 1
    assert pid_of(folder, NAME) != stranger.pid


def test_a_birth_is_of_one_boot_and_of_no_name(tmp_path: Path) -> None:
    """A program may be called anything: its name stands before the birth."""
    odd = tmp_path / "a) Z 1 (b"
    odd.symlink_to("/bin/sleep")
    with subprocess.Popen([str(odd), "60"]) as process:
        birth = born(process.pid)
        assert birth is not None
        boot, ticks = birth.split("/")
        assert boot == Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        uptime = float(Path("/proc/uptime").read_text().split()[0])
        assert uptime - 60 < int(ticks) / os.sysconf("SC_CLK_TCK") <= uptime
        assert not terminate(process.pid, f"another-boot/{ticks}")
        assert process.poll() is None
        assert terminate(process.pid, birth)
        assert process.wait() == -signal.SIGTERM
    assert born(process.pid) is None
    assert not terminate(process.pid, birth)


_LAUNCH = """
import sys
from pathlib import Path
from publishing.adapters.launching import launcher_at
from publishing.adapters.launching_processes import ProcessLauncher
launcher = ProcessLauncher(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
print(launcher.launch("live", sys.argv[2], {}), flush=True)
"""


def other_launchers(folder: Path, count: int) -> list[subprocess.Popen[str]]:
    """Processes that each launch the job when they get a line."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _LAUNCH, str(folder), NAME],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(count)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    return processes


def test_launchers_at_once_start_one_process_that_outlives_them(folder: Path) -> None:
    processes = other_launchers(folder, 5)
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    answers = sorted(process.communicate(timeout=20)[0] for process in processes)
    assert answers == ["False\n"] * 4 + ["True\n"]
    program = program_of(folder, NAME)
    assert len(log(folder, NAME)) == 1
    assert is_there(program)
    launcher = ProcessLauncher(folder)
    assert state_of(launcher) == "running"
    assert launcher.drain(NAME)
    assert ended(launcher) == "done"


def test_threads_at_once_start_one_process(launcher: ProcessLauncher, folder: Path) -> None:
    barrier, answers = threading.Barrier(6), []

    def launch() -> None:
        barrier.wait()
        answers.append(launcher.launch("live", NAME, {}))

    threads = [threading.Thread(target=launch) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False] * 5 + [True]
    program_of(folder, NAME)
    assert len(log(folder, NAME)) == 1


def test_a_launcher_that_dies_before_it_noted_the_job_leaves_none(tmp_path: Path) -> None:
    made = tmp_path / "made"
    command = [sys.executable, "-c", f"open({str(made)!r}, 'w')"]
    note = tmp_path / "end"
    process = subprocess.run(
        [sys.executable, process_end.__file__, str(note), "--", *command],
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=20,
    )
    assert process.returncode == 1
    assert not made.exists()
    assert not note.exists()


def test_one_asked_to_end_before_it_began_never_begins(tmp_path: Path) -> None:
    note, command = tmp_path / "end", "/no/such/program"
    with subprocess.Popen(
        [sys.executable, process_end.__file__, str(note), "--", command], stdin=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        stat = Path(f"/proc/{process.pid}/status")
        # Bit 14 of the caught signals is SIGTERM's: from now on it is handled.
        wait_until("it handles SIGTERM", lambda: bool(_caught(stat) >> 14 & 1))
        process.send_signal(signal.SIGTERM)
        wait_until("it got SIGTERM", lambda: not _pending(stat) >> 14 & 1)
        process.stdin.write(b"\n")
    # One that had tried to start it would have noted 127.
    assert json.loads(note.read_text())["code"] == -signal.SIGTERM


def test_what_a_job_imports_is_nothing_to_who_watches_it(
    launcher: ProcessLauncher, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = folder / "odd"
    odd.mkdir()
    (odd / "json.py").write_text("raise SystemExit(9)")
    monkeypatch.setenv("PYTHONPATH", str(odd))
    command = [sys.executable, "-c", "import sys; print(sys.path[1])"]
    (folder / "commands.json").write_text(json.dumps({"live": command}))
    assert launcher.launch("live", NAME, {})
    assert ended(launcher) == "done"
    assert log(folder, NAME) == [str(odd)]


def _caught(status: Path) -> int:
    return _mask(status, "SigCgt")


def _pending(status: Path) -> int:
    return _mask(status, "ShdPnd")


def _mask(status: Path, name: str) -> int:
    line = next(one for one in status.read_text().splitlines() if one.startswith(name))
    return int(line.split()[1], 16)


@pytest.mark.parametrize(
    ("template", "name", "parameters", "word"),
    [
        ("live", "Live", {}, "'Live' is no name of a job"),
        ("live", "../live", {}, "'../live' is no name of a job"),
        ("live", "a" * 64, {}, "is no name of a job"),
        ("lives", NAME, {}, "'lives' is no template"),
        ("live", NAME, {"a b": "1"}, "'a b' is no name of a parameter"),
        ("live", NAME, {"": "1"}, "'' is no name of a parameter"),
    ],
)
def test_what_cannot_be_asked_for(
    launcher: ProcessLauncher,
    folder: Path,
    template: str,
    name: str,
    parameters: dict[str, str],
    word: str,
) -> None:
    with pytest.raises(ValueError, match=word):
        launcher.launch(template, name, parameters)
    assert [file.name for file in folder.iterdir()] == ["commands.json"]
    if word.endswith("job"):
        with pytest.raises(ValueError, match=word):
            launcher.state(name)
        with pytest.raises(ValueError, match=word):
            launcher.drain(name)


@pytest.mark.parametrize(
    ("commands", "sentence"),
    [
        (None, "there is no {file}: write the command of each template, as in"),
        ("{", "{file} does not hold what it should: "),
        ('{"live": "courtside"}', "{file} does not hold what it should: "),
        ("{}", "{file} has no command for 'live': add one"),
        ('{"live": []}', "{file} has no command for 'live': add one"),
        (
            '{"live": ["no-such-program"]}',
            "{file}: 'no-such-program', the program of 'live', cannot be run: install it, "
            "or write its path",
        ),
    ],
)
def test_commands_that_are_wrong_are_said_so_before_and_at_the_launch(
    launcher: ProcessLauncher, folder: Path, commands: str | None, sentence: str
) -> None:
    file = folder / "commands.json"
    file.unlink()
    if commands is not None:
        file.write_text(commands)
    expected = sentence.format(file=file)
    problems = launcher.problem(["live"])
    assert len(problems) == 1
    assert problems[0].startswith(expected)
    with pytest.raises(Unavailable) as raised:
        launcher.launch("live", NAME, {})
    assert str(raised.value) == problems[0]
    assert launcher.state(NAME) is None


def test_what_is_right_has_no_problem(launcher: ProcessLauncher) -> None:
    assert launcher.problem(["live", "daily"]) == []
    assert [
        word.partition("commands.json ")[2] for word in launcher.problem(["live", "feeder"])
    ] == ["has no command for 'feeder': add one"]
    assert launcher.problem(["nothing"])[0].startswith("'nothing' is no template: live, daily,")


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    launcher = ProcessLauncher(tmp_path / "file")
    sentence = f"the folder {tmp_path}/file/jobs cannot be made: Not a directory"
    assert launcher.problem([]) == [sentence]
    prepared(tmp_path / "good")
    (tmp_path / "good" / "jobs").write_text("")
    with pytest.raises(Unavailable, match="/good/jobs cannot be made: File exists"):
        ProcessLauncher(tmp_path / "good").launch("live", NAME, {})


def test_a_note_that_was_spoilt_is_a_sentence(launcher: ProcessLauncher, folder: Path) -> None:
    (folder / "jobs").mkdir()
    spoilt = folder / "jobs" / f"{NAME}.json"
    spoilt.write_text('{"pid": "one"}')
    for call in (
        lambda: launcher.state(NAME),
        lambda: launcher.drain(NAME),
        lambda: launcher.launch("live", NAME, {}),
    ):
        with pytest.raises(Unavailable, match=f"{NAME}.json does not hold what it should"):
            call()
    spoilt.unlink()
    assert launcher.launch("daily", NAME, {})


def test_a_parameter_that_no_process_can_get_is_a_sentence(launcher: ProcessLauncher) -> None:
    with pytest.raises(Unavailable, match=f"the job {NAME} cannot be started: embedded null byte"):
        launcher.launch("live", NAME, {"date": "a\0b"})
    assert launcher.state(NAME) is None


def test_a_job_started_before_a_restart_of_the_machine_is_gone(
    launcher: ProcessLauncher, folder: Path
) -> None:
    assert launcher.launch("live", NAME, {})
    program_of(folder, NAME)
    file = folder / "jobs" / f"{NAME}.json"
    before = noted(folder, NAME)
    birth = str(before["birth"]).split("/")[1]
    file.write_text(json.dumps(before | {"birth": f"an-earlier-boot/{birth}"}))
    try:
        assert state_of(launcher) == "gone"
        assert not launcher.drain(NAME)
    finally:
        file.write_text(json.dumps(before))
    assert state_of(launcher) == "running"


def test_since_is_in_utc(launcher: ProcessLauncher) -> None:
    assert launcher.launch("daily", NAME, {})
    assert ended(launcher) == "done"
    found = launcher.state(NAME)
    assert found is not None
    assert found.since is not None
    assert found.since.utcoffset() == timedelta(0)
