"""One round of the monitor: look, judge, mend, tell, and write its sections of the status."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any

import msgspec

from publishing.adapters.alerting import Channel
from publishing.adapters.dead_letters import TROUBLE
from publishing.adapters.warehouses import WarehouseAway
from publishing.calendar import days_before, format_instant, league_date, parse_date, parse_instant
from publishing.documents import CacheClass, Composed, Target
from publishing.live.status import compose
from publishing.operating import nights, slates
from publishing.operating.bodies import progress_of
from publishing.operating.claims import Claim
from publishing.operating.episodes import (
    Episode,
    alert_of,
    end_of,
    found,
    healed,
    heals_now,
    is_to_be_told,
    not_told,
    told,
)
from publishing.operating.findings import Finding, Judgement
from publishing.operating.gates import Gate, message_of, opens, sent
from publishing.operating.judging import judge
from publishing.operating.seen import Away, Seen
from publishing.publisher import Publisher
from publishing.rows import Row
from publishing.services.counting import count_of
from publishing.services.ending import OF_THE_DATE
from publishing.services.monitoring.mending import Mending
from publishing.services.observing import Looking, remembered
from publishing.services.release import release
from publishing.services.serving.answers import Answer
from publishing.services.state import State, Watch, episode_key

log = logging.getLogger("courtside.monitor")

WATCH = "monitor"
_TABLES: Mapping[str, type[Row]] = {one.table: one for one in OF_THE_DATE}


@dataclass(frozen=True, slots=True)
class Rounds:
    """The monitor. It has no memory of its own: two at once are as good as one."""

    looking: Looking
    mending: Mending
    state: State
    publisher: Publisher
    channel: Channel
    flush_seconds: int
    now: Callable[[], datetime]

    def round(self) -> Answer:
        """One round. It is done when the status says what was found, whatever that is (I-13)."""
        now = self.now()
        seen = self._look(now)
        judgement = judge(seen)
        episodes = self._mend(judgement.findings, now)
        self._open_gates(seen.gates, now)
        over = self._over(episodes)
        problem, undelivered = self._tell(episodes, over, now)
        # What could not be told is in the status of this very round.
        if problem is not None or undelivered:
            judgement = judge(replace(seen, alerts_problem=problem, undelivered=undelivered))
        decision = self._publish(judgement, now)
        self._end_episodes(over, now)
        log.info(
            "round at=%s release=%s findings=%d untold=%d status=%s",
            format_instant(now),
            release(),
            len(judgement.findings),
            undelivered,
            decision,
        )
        text = "; ".join(f"{one.severity}: {one.subject}" for one in judgement.findings)
        return Answer("done", text or "nothing is wrong")

    def _look(self, now: datetime) -> Seen:
        looking, schedule = self.looking, self.looking.schedule(now)
        rows = () if isinstance(schedule, Away) else schedule
        known = slates.plan(rows, now)
        public = looking.public(nights.paths_of(known, now))
        bodies = nights.bodies_of(public)
        open_date = slates.open_slate(known, bodies, now)
        over_date = slates.newest_ended(known, bodies, now)
        watch = self._watch(progress_in(bodies, open_date), now)
        claims = remembered(self.state.claims, _claimed(now))
        return Seen(
            now=now,
            schedule=schedule,
            public=public,
            predictions=looking.predictions(league_date(now), now),
            official=looking.official(over_date, rows, now) if over_date else frozenset(),
            marks=remembered(self.state.marks),
            claims=claims,
            gates=remembered(self.state.gates),
            live_job=looking.live_job(open_date),
            feeder=looking.feeder(open_date),
            live_heard_at=looking.heard_at(),
            flush_seconds=self.flush_seconds,
            watching_since=parse_instant(watch.since) if watch else None,
            over_job=looking.live_job(over_date),
            ended_jobs=looking.ended(_launched(claims)),
            unchanged_since=parse_instant(watch.progress_since) if watch else None,
        )

    def _watch(self, progress: str, now: datetime) -> Watch | None:
        at = format_instant(now)

        def step(one: Watch | None) -> Watch:
            stands = one is not None and one.progress == progress and one.progress_since
            since = one.progress_since if one is not None and stands else at
            return Watch(one.since if one else at, at, progress, since)

        try:
            _, watch = self.state.rounds.change(WATCH, step)
        except TROUBLE:
            return None
        return watch

    def _mend(self, findings: tuple[Finding, ...], now: datetime) -> dict[str, Episode]:
        """The episodes of what was found, each mended if it is time to."""
        episodes = {}
        for finding in findings:
            try:
                episodes[finding.key] = self._mend_one(finding, now)
            except TROUBLE as problem:
                log.error("finding=%s state=%r", finding.key, str(problem))
                episodes[finding.key] = found(None, finding, now)
        return episodes

    def _mend_one(self, finding: Finding, now: datetime) -> Episode:
        key = episode_key(finding.key)
        mends = False

        def step(current: Episode | None) -> Episode:
            nonlocal mends
            episode = found(current, finding, now)
            mends = bool(finding.heals) and heals_now(episode, now)
            return healed(episode, now) if mends else episode

        # It is noted first: of two monitors one mends.
        _, episode = self.state.episodes.change(key, step)
        assert episode is not None, "an episode is there after it was found"
        for heal in finding.heals if mends else ():
            self.mending.mend(heal)
        return episode

    def _open_gates(self, gates: Mapping[str, Gate] | Away, now: datetime) -> None:
        """Sends what waited as soon as its rows are there (D29)."""
        for key, gate in ({} if isinstance(gates, Away) else gates).items():
            if not opens(gate, gate.tables, now):
                continue
            filled = [name for name in gate.tables if self._is_filled(name, gate.game_date, now)]
            if opens(gate, filled, now):
                try:
                    self.mending.send(message_of(gate, now))
                    self.state.gates.change(key, partial(_sent, now))
                except TROUBLE as problem:
                    log.error("gate=%s reason=%r", key, str(problem))
                else:
                    log.warning("gate=%s opened tries=%d", key, gate.tries + 1)

    def _is_filled(self, table: str, game_date: str, now: datetime) -> bool:
        try:
            count = count_of(self.looking.warehouse, _TABLES[table], parse_date(game_date), now)
        except WarehouseAway as away:
            log.warning("gate table=%s reason=%r", table, str(away))
            return False
        return count > 0

    def _tell(
        self, episodes: Mapping[str, Episode], over: Mapping[str, Episode], now: datetime
    ) -> tuple[str | None, int]:
        """Delivers what is to be told; why it could not be, and how many alerts wait."""
        problem, waiting = self.channel.problem(), 0
        for key, episode in {**over, **episodes}.items():
            if not is_to_be_told(episode, now, over=key in over):
                continue
            try:
                self.channel.send(alert_of(episode))
                changed: Callable[[Episode], Episode] = partial(_told, now)
            except TROUBLE as trouble:
                problem, waiting = str(trouble), waiting + 1
                changed = partial(_not_told, str(trouble))
            self._note(key, changed)
        return problem, waiting

    def _note(self, key: str, changed: Callable[[Episode], Episode]) -> None:
        try:
            self.state.episodes.change(
                episode_key(key), lambda one: changed(one) if one is not None else None
            )
        except TROUBLE as problem:
            # It is told again in the next round: twice is better than never.
            log.error("finding=%s state=%r", key, str(problem))

    def _publish(self, judgement: Judgement, now: datetime) -> str:
        composed = Composed(
            Target(nights.STATUS, CacheClass.LIVE),
            judgement.sections,
            0,
            f"monitor-{now:%Y%m%dT%H%M%S%fZ}",
        )
        outcome = self.publisher.publish_sections(composed, _compose)
        if outcome.decision is None:
            log.error("status reason=%r", outcome.reason)
        return outcome.decision or "failed"

    def _over(self, episodes: Mapping[str, Episode]) -> dict[str, Episode]:
        """The episodes of what is not found any more, by their findings."""
        known = remembered(self.state.episodes)
        found_now = set(episodes)
        every = {} if isinstance(known, Away) else known
        return {one.key: one for one in every.values() if one.key not in found_now}

    def _end_episodes(self, over: Mapping[str, Episode], now: datetime) -> None:
        """Takes away what is over, with a word to those who were told.

        What could not be told stays until it is: nobody may miss that it was.
        """
        for episode in over.values():
            key = episode_key(episode.key)
            try:
                if episode.told_at is not None:
                    self.channel.send(end_of(episode, now))
                self.state.episodes.change(key, _without_the_told)
            except TROUBLE as problem:
                log.error("finding=%s over, reason=%r", episode.key, str(problem))


def _claimed(now: datetime) -> list[str]:
    """The dates whose claims may still be open: older ones were seen in earlier rounds."""
    today = league_date(now)
    return [days_before(today, days).isoformat() for days in (1, 0)]


def _launched(claims: Mapping[str, Claim] | Away) -> list[str]:
    """The jobs that open claims wait for."""
    known = {} if isinstance(claims, Away) else claims
    return [one.job for one in known.values() if one.state == "launched" and one.job]


def progress_in(bodies: Mapping[str, bytes], day: date | None) -> str:
    """Where the games of a slate stand; empty without one."""
    body = slates.live_body(bodies, day) if day is not None else None
    return progress_of(body) if body is not None else ""


def _compose(*parts: Any) -> bytes:
    return msgspec.json.encode(compose(*parts))


def _sent(now: datetime, gate: Gate | None) -> Gate | None:
    return sent(gate, now) if gate is not None else None


def _without_the_told(episode: Episode | None) -> Episode | None:
    return episode if episode is not None and episode.untold else None


def _told(now: datetime, episode: Episode) -> Episode:
    return told(episode, now)


def _not_told(reason: str, episode: Episode) -> Episode:
    return not_told(episode, reason)
