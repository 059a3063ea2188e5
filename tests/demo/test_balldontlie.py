"""The command that serves a recorded night in place of balldontlie."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import orjson
import pytest

from demo import balldontlie
from demo.balldontlie import faults_of
from demo.errors import InputError
from demo.recording import Recording

ROOT = Path(__file__).parents[2]
CLOCK = "2025-12-27T23:30:00Z"


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    file = tmp_path / "night.jsonl"
    polls = [
        {"polled_at": "2025-12-27T23:29:00Z", "payload": {"data": [{"id": 2}]}},
        {"polled_at": "2025-12-27T23:00:00Z", "payload": {"data": [{"id": 1}]}},
    ]
    file.write_bytes(b"\n".join(map(orjson.dumps, polls)))
    return file


def test_it_says_where_it_serves(recorded: Path) -> None:
    command = ["-m", "demo.balldontlie", f"--night={recorded}", f"--clock={CLOCK}", "--key=k"]
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        said, address = process.stdout.readline().decode().split()
        assert said == "serving"
        url = f"{address}/v1/box_scores/live"
        request = urllib.request.Request(url, headers={"Authorization": "Bearer k"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert orjson.loads(answer.read()) == {"data": [{"id": 2}]}
        for wrong, status in ((url, 401), (f"{address}/v1/games", 404)):
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(wrong, timeout=10)
            assert refused.value.code == status
            refused.value.close()
    finally:
        process.terminate()
        process.communicate()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--night=/nowhere.jsonl", f"--clock={CLOCK}"],
        ["--night={night}", "--clock=soon"],
        ["--night={night}", f"--clock={CLOCK}", "--page_size=0"],
        ["--night={night}", f"--clock={CLOCK}", "--port=70000"],
        ["--night={night}", f"--clock={CLOCK}", "--faults={night}"],
    ],
)
def test_input_that_is_refused_is_a_sentence(
    recorded: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert balldontlie.main([word.format(night=recorded) for word in arguments]) == 2
    assert capsys.readouterr().err.startswith("error: ")


@pytest.mark.parametrize(
    "text",
    [
        b"{}",
        b'[{"from": "2025-12-27T23:30:00Z", "until": "2025-12-28T00:00:00Z", "fault": "418"}]',
        b'[{"from": "2025-12-27T23:30:00", "until": "2025-12-28T00:00:00", "fault": "hang"}]',
    ],
)
def test_faults_that_are_none(tmp_path: Path, text: bytes) -> None:
    file = tmp_path / "faults.json"
    file.write_bytes(text)
    with pytest.raises(InputError, match="holds no faults"):
        faults_of(file)


def test_faults_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "faults.json"
    file.write_bytes(
        b'[{"from": "2025-12-27T23:30:00Z", "until": "2025-12-28T00:00:00Z", "fault": "hang"}]'
    )
    (fault,) = faults_of(file)
    assert (fault.fault, fault.since.isoformat()) == ("hang", "2025-12-27T23:30:00+00:00")


@pytest.mark.parametrize(
    "content", [b"oops", b'{"payload":{"data":[]}}', b'{"polled_at":"2025-12-27T23:30:00Z"}']
)
def test_a_recording_that_is_none(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "night.jsonl"
    file.write_bytes(content)
    with pytest.raises(InputError, match="is no poll"):
        Recording.read(file)


def test_a_damaged_recording(tmp_path: Path) -> None:
    file = tmp_path / "night.jsonl.gz"
    file.write_bytes(b"\x1f\x8b\x08" + os.urandom(50))
    with pytest.raises(InputError, match="is damaged"):
        Recording.read(file)
