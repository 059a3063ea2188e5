"""The runbook's commands done: the seed's troubleshooting, over a small warehouse and folders.

Each test takes a line as the runbook has it; only places and dates are those of the test.
"""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from msgspec import Raw

from pipelines import export
from publishing import cli
from publishing.adapters.dead_letters import DeadLetters
from publishing.adapters.private import PrivateFolder
from publishing.live.events import Rejection
from publishing.operating.claims import Claim, taken
from publishing.operating.gates import Gate, opens
from publishing.operating.messages import ExportTrigger
from publishing.operating.schedules import JOBS
from publishing.patience import Timing
from publishing.services.state import state_at
from tests.live.payloads import DAY as NIGHT
from tests.live.payloads import poll, schedule, scheduled
from tests.pipelines.small_games import BEFORE, DAY, EVE, PLAYERS
from tests.pipelines.small_league import small_league
from tests.pipelines.small_warehouse import write
from tests.services.handmade import Handmade
from tests.services.test_schedules import deployed
from tests.services.test_settle import LINES, PICKS, POLLED, over
from tests.templates.runbook import OURS, RUNBOOK, arguments, lines, words_of

TEXT = RUNBOOK.read_text()
WORDS = words_of(TEXT)
COMMANDS = [line for line in dict.fromkeys(lines(TEXT)) if line.startswith(OURS)]

Said = pytest.CaptureFixture[str]


class Here:
    """The runbook's places as folders."""

    def __init__(self, root: Path, warehouse: Path) -> None:
        self.root = root
        self.places = {
            f"gs://{WORDS['PUBLIC']}/v1": str(root / "out"),
            f"gs://{WORDS['PRIVATE']}": str(root),
            f"bigquery:{WORDS['PROJECT']}": f"parquet:{warehouse}",
            WORDS["LETTERS"]: str(root / "letters"),
        }

    def do(self, *has: str, not_: str = "\0", also: tuple[str, ...] = (), **dates: str) -> int:
        """Does the one command of the runbook that has these words; its exit code."""
        [line] = [one for one in COMMANDS if all(word in one for word in has) and not_ not in one]
        words = arguments(line, WORDS)
        for place, here in self.places.items():
            words = [word.replace(place, here) for word in words]
        for before, after in dates.items():
            words = [
                f"--{before}={after}" if word.startswith(f"--{before}=") else word for word in words
            ]
        if words[0] == "courtside":
            return cli.main([*words[1:], *also])
        assert words[:3] == ["python", "-m", "pipelines.export"]
        return export.main([*words[3:], *also])

    def public(self, folder: str) -> list[str]:
        """What `gcloud storage ls` would list."""
        return sorted(file.name for file in (self.root / "out" / folder).glob("*.json"))

    def document(self, path: str) -> dict[str, object]:
        """A public document."""
        found: dict[str, object] = orjson.loads((self.root / "out" / path).read_bytes())
        return found


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(small_league(), tmp_path_factory.mktemp("warehouse"))


@pytest.fixture
def here(tmp_path: Path, small: Path) -> Here:
    return Here(tmp_path, small)


@pytest.fixture
def night(tmp_path: Path) -> Handmade:
    night = Handmade(tmp_path)
    night.play(schedule(scheduled()), PICKS)
    night.play(poll(POLLED))
    night.rows([over()], [], LINES)
    return night


def test_missing_player_files_are_made_again(here: Here) -> None:
    as_of = (f"--as_of={BEFORE}",)
    assert here.do("--only=tonight-players", date=str(DAY), also=as_of) == 0
    every = here.public("tonight/player")
    assert len(every) > 5
    assert {name.removesuffix(".json") for name in every} <= set(PLAYERS)
    gone = every[0]
    for file in (here.root / "out/tonight/player").glob(f"*{gone}*"):
        file.unlink()
    assert gone not in here.public("tonight/player")
    assert here.do("--only=tonight-players", date=str(DAY), also=as_of) == 0
    assert here.public("tonight/player") == every
    record = orjson.loads((here.root / "runs/players-by-hand.json").read_bytes())
    written = [one["path"] for one in record["documents"] if one["decision"] == "written"]
    assert written == [f"tonight/player/{gone}"]


def test_one_exporter_is_run_by_hand_and_its_mark_renewed(here: Here) -> None:
    assert (
        here.do("--only=tonight,predictions --engine", date=str(DAY), also=(f"--as_of={BEFORE}",))
        == 0
    )
    assert here.document("tonight/all-players.json")["game_date"] == str(DAY)
    assert here.public("predictions") == [f"{DAY}.json", "today.json"]
    state = state_at(str(here.root / "state"), Timing(time.monotonic, time.sleep, 1))
    assert {key for key, _ in state.marks.all()} == {"predictions", "tonight_all_players"}
    assert here.public("results") == []


def test_a_backfill_moves_no_pointer_back(here: Here) -> None:
    as_of = ("--as_of=2026-01-15T15:30:00Z",)
    range_ = {"start_date": str(DAY), "end_date": str(DAY)}
    assert here.do("--only=results,predictions", also=as_of, **range_) == 0
    newest = here.document("results/latest.json")
    assert newest["game_date"] == str(DAY)
    range_ = {"start_date": str(EVE), "end_date": str(EVE)}
    assert here.do("--only=results,predictions", also=as_of, **range_) == 0
    assert here.public("results") == [f"{EVE}.json", f"{DAY}.json", "latest.json"]
    assert here.document("results/latest.json") == newest


def test_what_is_public_of_a_night_is_explained(here: Here, night: Handmade, capsys: Said) -> None:
    assert here.do("explain live/latest.json") == 0
    assert capsys.readouterr().out.startswith("live/latest.json: the same ")
    assert here.do("explain status.json") == 0
    # Somebody has changed it by hand.
    file = night.output / "live/latest.json"
    file.write_bytes(file.read_bytes().replace(b'"total_games":1', b'"total_games":2'))
    assert here.do("explain live/latest.json") == 1


def test_a_night_is_settled_after_a_dry_run(here: Here, night: Handmade, capsys: Said) -> None:
    here.places[f"bigquery:{WORDS['PROJECT']}"] = f"parquet:{night.warehouse}"
    here.places["2026-02-11"] = NIGHT
    before = night.documents()
    assert here.do("settle", "--dry_run") == 0
    assert night.documents() == before
    assert here.do("courtside settle", not_="--dry_run") == 0
    assert night.documents() != before


def test_letters_are_listed_and_shown(here: Here, capsys: Said) -> None:
    letters = DeadLetters(PrivateFolder(here.root / "letters"))
    (here.root / "bodies").mkdir()
    name = letters.add(Rejection("parse", "it does not fit", b"the bytes"))
    assert here.do("dead-letters list") == 0
    assert name in capsys.readouterr().out
    here.places["LETTER"] = name
    here.places = {WORDS["LETTERS"]: here.places.pop(WORDS["LETTERS"]), **here.places}
    assert here.do("dead-letters show") == 0
    assert "the bytes" in capsys.readouterr().out


def test_schedules_are_listed_compared_and_run(
    here: Here, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.chdir(here.root)
    assert cli.main(arguments("courtside schedules", WORDS)[1:]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(JOBS)
    (here.root / "jobs.json").write_text(json.dumps(deployed()))
    assert here.do("courtside schedules compare") == 0
    (here.root / "jobs.json").write_text(json.dumps(deployed()[1:]))
    assert here.do("courtside schedules compare") == 1
    capsys.readouterr()
    for name in ("phase6-tonight-picks", "phase6-daily-results"):
        assert here.do(f"courtside schedules run {name} ", also=("--dry_run",)) == 0
        assert f'"trigger_source":"{name}"' in capsys.readouterr().out


def test_a_run_that_was_given_up_is_looked_at_and_released(here: Here, capsys: Said) -> None:
    state = state_at(str(here.root / "state"), Timing(time.monotonic, time.sleep, 1))
    key, at = "2026-02-11/results/batch-1", "2026-02-11T18:00:00+00:00"
    claim = Claim(Raw(b"{}"), "one", "given up", 4, at, at, reason="begun 4 times without an end")
    state.claims.change(key, lambda _: claim)
    assert here.do("state list --state") == 0
    listed = capsys.readouterr().out
    assert "begun 4 times without an end" in listed
    assert all(f"{name}:\n" in listed for name in ("claims", "gates", "marks", "episodes"))
    assert here.do("state list claims gates --date") == 0
    assert key in capsys.readouterr().out
    here.places |= {"KEY": key, "CLAIM": key}
    assert here.do("state show") == 0
    assert orjson.loads(capsys.readouterr().out)["state"] == "given up"
    assert here.do("state release CLAIM") == 0
    _, after = state.claims.change(key, lambda one: taken(one, b"{}", "two", datetime.now(UTC)))
    assert after is not None
    assert (after.owner, after.state) == ("two", "running")


def test_a_gate_is_released(here: Here, capsys: Said) -> None:
    state = state_at(str(here.root / "state"), Timing(time.monotonic, time.sleep, 1))
    late, trigger = "2099-01-01T00:00:00+00:00", ExportTrigger(export_types=("results",))
    gate = Gate("results", "2026-02-11", (), "no rows yet", trigger, late, late)
    state.gates.change(gate.key, lambda _: gate)
    here.places["GATE"] = gate.key
    assert here.do("state release GATE") == 0
    released = state.gates.get(gate.key)
    assert released is not None
    assert opens(released, (), datetime.now(UTC))
