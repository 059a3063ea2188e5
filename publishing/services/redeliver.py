"""`courtside redeliver`: what Pub/Sub gave up goes back to its topic (live.md 6, I-9).

A message that is sent twice is harmless: claims and event ids tell.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime

from publishing.adapters.dead_letters import TROUBLE
from publishing.adapters.pubsub import Message, Subscription, Topic
from publishing.services.letters.pulling import Pulling
from publishing.services.letters.text import say
from publishing.services.redelivering.given_up import GivenUp
from publishing.services.redelivering.options import RedeliverOptions, redeliver_options
from publishing.store import Unavailable


def main(argv: Sequence[str] | None = None, now: datetime | None = None) -> int:
    """Exit code 0 when everything was done, 1 when something was not, 2 when it cannot start."""
    try:
        options = redeliver_options(sys.argv[1:] if argv is None else argv)
    except SystemExit as ended:
        return int(ended.code or 0)
    subscription, topic = Subscription(options.subscription), Topic(options.topic)
    problems = [problem for one in (subscription, topic) if (problem := one.problem())]
    for problem in problems:
        say(problem)
    if problems:
        return 2
    try:
        with closing(Pulling(subscription, _read, options.most)) as pulling:
            code = Redelivery(pulling, topic, options, now or datetime.now(UTC)).run()
            sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        say("stopped: what was not sent stays, and the same command goes on")
    except BrokenPipeError:
        # Whoever read the output has seen enough: the rest goes nowhere, and without a word.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except TROUBLE as trouble:
        say(subscription.problem() or str(trouble))
    return 1


class Redelivery:
    """One run over what waits. When the topic does not confirm a message, the run ends there: it
    and those after it stay.
    """

    def __init__(
        self, pulling: Pulling[GivenUp], topic: Topic, options: RedeliverOptions, now: datetime
    ) -> None:
        self._pulling = pulling
        self._topic = topic
        self._options = options
        self._now = now
        self._undone = False

    def run(self) -> int:
        """0 when everything that was asked for was done."""
        options, missing = self._options, set(self._options.ids)
        sent = 0
        for one in self._pulling.each(lambda: bool(options.ids) and not missing):
            message_id = one.message.message_id
            missing.discard(message_id)
            if options.lists:
                print(one.line())
            elif options.takes(message_id):
                done = self._one(one)
                if done is None:
                    return 1
                sent += done
        for message_id in sorted(missing):
            self._say(f"no message {message_id} at {options.subscription}")
        if self._pulling.more:
            there = f"there may be more messages than were looked at, with --max {options.most}"
            say(there, "note" if options.lists else "error")
        if not options.lists:
            print(f"{sent} {'would be ' if options.dry_run else ''}sent to {self._topic.path}")
            return 1 if self._undone or self._pulling.more else 0
        return 0

    def _one(self, one: GivenUp) -> bool | None:
        """Whether it was sent; None when the run has to end."""
        message, day = one.message, one.meant(self._now)
        if one.unsayable is not None:
            why = f"its attribute {one.unsayable} cannot be sent from here: send it with gcloud"
            self._say(f"{message.message_id} was not sent: {why}")
            return False
        if day is not None and not self._options.dated:
            why = f"it meant {day}, and would mean a later date now: --dated sends it for {day}"
            self._say(f"{message.message_id} was not sent: {why}")
            return False
        if self._options.dry_run:
            print(f"would send {one.line()}")
            return True
        try:
            confirmed = self._topic.publish(one.body(day), one.attributes)
        except Unavailable as problem:
            said = self._topic.problem() or problem
            self._say(f"{message.message_id} was not sent, and nothing after it: {said}")
            return None
        print(f"sent {message.message_id} as {confirmed}")
        try:
            self._pulling.end(message.message_id)
        except TROUBLE as problem:
            self._say(f"{message.message_id} was sent, but could not be taken off: {problem}")
            return None
        return True

    def _say(self, sentence: str) -> None:
        self._undone = True
        say(sentence)


def _read(message: Message) -> tuple[str, GivenUp]:
    return message.message_id, GivenUp(message)


if __name__ == "__main__":
    sys.exit(main())
