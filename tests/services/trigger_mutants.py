"""Broken triggers: each fails the proof beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from publishing.adapters.dead_letters import TROUBLE, DeadLetters
from publishing.adapters.objects import ObjectFolder, _generation
from publishing.calendar import format_instant, parse_date
from publishing.operating import claims as claims_module
from publishing.operating import requests as requests_module
from publishing.operating.claims import LEASE, Claim
from publishing.operating.messages import ExportTrigger, PlayersTrigger, Refused, read_trigger
from publishing.operating.orchestration import Verdict, verdict
from publishing.operating.requests import Request
from publishing.run_record import RunRecord
from publishing.services import ending as ending_module
from publishing.services.ending import Ending
from publishing.services.serving import answers
from publishing.services.serving.answers import Answer, Delivery
from publishing.services.triggering import trigger as trigger_module
from publishing.services.triggering import work as work_module
from publishing.services.triggering.lanes import Lanes
from publishing.services.triggering.trigger import Trigger
from publishing.services.triggering.work import Work
from publishing.store import Changed
from tests.services import trigger_proofs as proofs

Mutate = Callable[[pytest.MonkeyPatch], None]


def _fresh(_: Claim | None, what: bytes, owner: str, now: datetime, __: timedelta = LEASE) -> Claim:
    at = format_instant(now + LEASE)
    return Claim(msgspec.Raw(what), owner, "running", 1, format_instant(now), at)


def claims_nothing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(work_module, "taken", _fresh)


def sends_every_batch(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(trigger_module, "taken", _fresh)


def claims_without_generation(patch: pytest.MonkeyPatch) -> None:
    write = ObjectFolder.write

    def always(self: ObjectFolder, path: str, body: bytes, generation: int) -> int:
        while True:
            with suppress(Changed):
                return write(self, path, body, _generation(self._file(path)))

    patch.setattr(ObjectFolder, "write", always)


def says_the_end_before_the_documents(patch: pytest.MonkeyPatch) -> None:
    def here(self: Work, request: Request, key: str, owner: str) -> Answer:
        self.ending(request, None, key, self.now())
        self.run_here(self._run(request))
        return Answer("done", "")

    patch.setattr(Work, "_here", here)


def ends_the_claim_before_the_message(patch: pytest.MonkeyPatch) -> None:
    call = Ending.__call__

    def early(
        self: Ending, request: Request, record: RunRecord | None, claim: str | None, now: datetime
    ) -> Any:
        if self.state is not None and claim is not None:
            self.state.claims.change(claim, lambda one: claims_module.done(one, "success", now))
        return call(self, request, record, claim, now)

    patch.setattr(Ending, "__call__", early)


def counts_an_outage_as_an_attempt(patch: pytest.MonkeyPatch) -> None:
    released = claims_module.released

    def counted(current: Any, owner: str, reason: str, now: datetime, *, counts: bool) -> Any:
        return released(current, owner, reason, now, counts=True)

    patch.setattr(work_module, "released", counted)


def releases_nothing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Work, "_release", lambda *_, **__: None)


def never_gives_up(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(claims_module, "MOST_ATTEMPTS", 10**9)


def trusts_the_dead(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Claim, "lapsed", lambda self, now: False)


def takes_over_from_the_living(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Claim, "lapsed", lambda self, now: not self.over)


def has_a_default_action(patch: pytest.MonkeyPatch) -> None:
    read = read_trigger

    def kind(data: bytes) -> ExportTrigger | PlayersTrigger:
        try:
            return read(data)
        except Refused:
            return ExportTrigger(export_types=("predictions",))

    patch.setattr(trigger_module, "read_trigger", kind)


def keeps_no_letter(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(DeadLetters, "add", lambda *_: "none")


def lives_in_utc(patch: pytest.MonkeyPatch) -> None:
    def utc(word: str, now: datetime) -> date:
        today = now.astimezone(UTC).date()
        return {"today": today, "yesterday": today - timedelta(days=1)}.get(word) or parse_date(
            word
        )

    patch.setattr(requests_module, "resolve_date", utc)


def asks_what_today_is_when_it_arrives(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Trigger, "_published", lambda self, delivery: self.work.now())


def ends_a_delivery_that_could_not_be_done(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(answers, "_CODES", {"unreadable": 400})


def forgets_that_it_could_not_send(patch: pytest.MonkeyPatch) -> None:
    def send(self: Trigger, found: Verdict, key: str) -> Answer:
        with suppress(*TROUBLE):
            self.triggers.publish(msgspec.json.encode(found.trigger), {})
        return Answer("done", "")

    patch.setattr(Trigger, "_send", send)


def goes_on_when_nobody_knows(patch: pytest.MonkeyPatch) -> None:
    def open_minded(message: Any, rows: int | str, now: datetime) -> Verdict:
        return verdict(message, 1 if isinstance(rows, str) else rows, now)

    patch.setattr(trigger_module, "verdict", open_minded)


def closes_no_gate(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ending_module, "_waiting", lambda *_: iter(()))


def opens_no_gate(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ending_module, "_close", lambda new, found: found if new is None else new)


def leaves_the_gate_of_a_batch(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ending_module, "_open", lambda batch, found: found)


def has_one_lane(patch: pytest.MonkeyPatch) -> None:
    alone = Lanes.alone

    @contextmanager
    def the_one(self: Lanes, _: str) -> Iterator[None]:
        with alone(self, "the one"):
            yield

    patch.setattr(Lanes, "alone", the_one)


def makes_everything_itself(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Request, "runs", "process")


def swallows_what_is_not_json(patch: pytest.MonkeyPatch) -> None:
    answered = Trigger._answered

    def quiet(self: Trigger, delivery: Delivery, handle: Any) -> Answer:
        if not delivery.data.startswith(b"{"):
            return Answer("skipped", "")
        return answered(self, delivery, handle)

    patch.setattr(Trigger, "_answered", quiet)


def lets_its_lease_run_out(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Work, "_renewing", lambda *_: nullcontext())


def takes_a_lost_answer_for_a_job(patch: pytest.MonkeyPatch) -> None:
    launch = Work._launch

    def hope(self: Work, request: Request, key: str, owner: str, attempt: int) -> Answer:
        try:
            return launch(self, request, key, owner, attempt)
        except TROUBLE:
            return Answer("launched", "")

    patch.setattr(Work, "_launch", hope)


MUTANTS: tuple[tuple[Mutate, proofs.Proof], ...] = (
    (claims_nothing, proofs.one_message_is_one_run),
    (sends_every_batch, proofs.a_batch_is_sent_once),
    (claims_without_generation, proofs.two_at_once_are_one_run),
    (says_the_end_before_the_documents, proofs.the_end_comes_last),
    (ends_the_claim_before_the_message, proofs.the_end_comes_last),
    (counts_an_outage_as_an_attempt, proofs.the_end_comes_last),
    (releases_nothing, proofs.the_end_comes_last),
    (never_gives_up, proofs.a_run_that_died_is_run_again),
    (trusts_the_dead, proofs.who_is_silent_is_followed_and_not_before),
    (takes_over_from_the_living, proofs.who_is_silent_is_followed_and_not_before),
    (has_a_default_action, proofs.what_does_not_fit_is_kept_and_does_nothing),
    (keeps_no_letter, proofs.what_does_not_fit_is_kept_and_does_nothing),
    (swallows_what_is_not_json, proofs.what_does_not_fit_is_kept_and_does_nothing),
    (lives_in_utc, proofs.today_is_eastern),
    (asks_what_today_is_when_it_arrives, proofs.a_late_delivery_means_what_was_meant),
    (ends_a_delivery_that_could_not_be_done, proofs.a_place_that_is_away_is_no_end),
    (forgets_that_it_could_not_send, proofs.a_batch_is_sent_once),
    (goes_on_when_nobody_knows, proofs.who_does_not_know_waits),
    (closes_no_gate, proofs.what_lacks_rows_waits_behind_a_gate_until_it_is_whole),
    (opens_no_gate, proofs.what_lacks_rows_waits_behind_a_gate_until_it_is_whole),
    (leaves_the_gate_of_a_batch, proofs.the_gate_of_a_batch_goes_with_its_run),
    (has_one_lane, proofs.a_slow_kind_delays_no_other),
    (makes_everything_itself, proofs.a_slow_kind_is_a_job),
    (takes_a_lost_answer_for_a_job, proofs.a_launcher_that_is_away_is_no_end),
    (lets_its_lease_run_out, proofs.a_run_that_is_long_keeps_its_lease),
)
