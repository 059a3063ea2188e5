"""Sends the original bytes of dead letters into the feed again."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from publishing.adapters.dead_letters import TROUBLE, LetterTopic, LetterUnreadable
from publishing.services.letters.found import Found, Letters, Replayed, Unreadable, Wanted
from publishing.services.letters.options import LetterOptions
from publishing.services.letters.outgoing import Outgoing, Refused, outgoing
from publishing.services.letters.text import instant, say, say_more, unreadable_body
from publishing.store import Unavailable


class FeedTopic(LetterTopic, Protocol):
    """The topic of the feed."""

    path: str

    def problem(self) -> str | None:
        """Why nothing can be published here, and what to do; None when it can."""


class Replay:
    """One run over the letters that are asked for. What is not sent is said, each by itself.

    A letter is recorded as sent only when all its messages were confirmed. When the feed does
    not confirm one, the run ends there: the letter and those after it stay.
    """

    def __init__(
        self, letters: Letters, topic: FeedTopic, options: LetterOptions, now: datetime
    ) -> None:
        self._letters = letters
        self._topic = topic
        self._options = options
        self._now = now
        self._undone = False
        self._sent = 0
        self._sent_before = 0

    def run(self) -> int:
        """0 when every letter was sent, 1 when not."""
        options = self._options
        missing = dict.fromkeys(options.ids)
        for item in self._letters.find(Wanted(frozenset(options.ids), options.stage)):
            if isinstance(item, Unreadable):
                missing.pop(item.letter_id, None)
                self._say(f"{item.where} was not sent: {item.reason}")
                continue
            missing.pop(item.letter.id, None)
            if not self._one(item):
                return 1
        for letter_id in missing:
            of_stage = f" of stage {options.stage}" if options.stage else ""
            self._say(f"no letter {letter_id}{of_stage} at {options.place}")
        say_more(self._letters, options, "error")
        if self._sent_before:
            say(f"{self._sent_before} sent before: --again sends them again", "note")
        print(f"{self._sent} {'would be ' if options.dry_run else ''}sent to {self._topic.path}")
        return 1 if self._undone or self._letters.more else 0

    def _one(self, item: Found) -> bool:
        """False when the run has to end."""
        letter = item.letter
        if item.replayed_at is not None and not self._options.again:
            self._sent_before += 1
            if self._options.ids:
                when = instant(item.replayed_at)
                self._say(f"{letter.id} was not sent: it was sent before, at {when}")
            return True
        try:
            messages = outgoing(letter, self._letters.body(letter), self._options.polled_at)
        except Refused as refused:
            self._say(f"{letter.id} was not sent: {refused}")
            return True
        except LetterUnreadable as problem:
            self._say(f"not sent: {unreadable_body(letter.id, problem, self._options)}")
            return True
        if letter.stage == "slate":
            say(f"{letter.id}: its slate was closed, and will send it back again", "warning")
        return self._send(item, messages)

    def _send(self, item: Found, messages: list[Outgoing]) -> bool:
        letter_id = item.letter.id
        what = f"{letter_id} as {len(messages)} message{'s' if len(messages) > 1 else ''}"
        if self._options.dry_run:
            print(f"would send {what}")
            self._sent += 1
            return True
        confirmed: list[str] = []
        try:
            for message in messages:
                confirmed += [self._topic.publish(message.data, message.attributes)]
        except Unavailable as problem:
            some = f"only {len(confirmed)} of its {len(messages)} messages were sent"
            what = some if confirmed else "it was not sent"
            why = self._topic.problem() or problem
            self._say(f"{letter_id}: {what}, and nothing after it: {why}")
            return False
        print(f"sent {what}")
        self._sent += 1
        record = Replayed(self._now, self._topic.path, tuple(confirmed))
        try:
            self._letters.sent(item.letter, record)
        except TROUBLE as problem:
            self._say(f"{letter_id} was sent, but that could not be recorded: {problem}")
            return False
        return True

    def _say(self, sentence: str) -> None:
        self._undone = True
        say(sentence)
