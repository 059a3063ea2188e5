"""Dead letters on a terminal: one line each, or one with its body."""

from __future__ import annotations

import sys
from datetime import datetime

import orjson

from publishing.adapters.dead_letters import LetterUnreadable
from publishing.live.events import Unfit, unpack
from publishing.services.letters.found import Found, Letters, Unreadable, Wanted
from publishing.services.letters.options import LetterOptions

_REASON_SHOWN = 120
_GZIP = b"\x1f\x8b"


def say(sentence: str, kind: str = "error") -> None:
    """One line of the other output, for what was not done or is to be known."""
    print(f"{kind}: {plain(sentence)}", file=sys.stderr)


def list_letters(letters: Letters, options: LetterOptions) -> int:
    """Prints the letters, the newest last; 1 when something among them is none."""
    code = 0
    lines: list[tuple[datetime, str]] = []
    for item in letters.find(Wanted(stage=options.stage)):
        if isinstance(item, Unreadable):
            say(f"{item.where}: {item.reason}")
            code = 1
        elif options.since is None or item.kept_at >= options.since:
            # The letters themselves are not kept: a thousand may hold a gigabyte.
            lines.append((item.kept_at, _json(item) if options.as_json else _line(item)))
    for _, line in sorted(lines):
        print(line)
    if not lines:
        say(f"no letters are listed of {options.place}", "note")
    say_more(letters, options, "note")
    return code


def show_letter(letters: Letters, options: LetterOptions) -> int:
    """Prints a letter and its body, or the body's bytes alone; 1 when it cannot be had."""
    (letter_id,) = options.ids
    for item in letters.find(Wanted(ids=frozenset(options.ids))):
        if isinstance(item, Unreadable):
            say(f"{item.where}: {item.reason}")
            if item.letter_id == letter_id:
                return 1
            continue
        if not options.raw:
            print(_head(item))
        try:
            body = letters.body(item.letter)
        except LetterUnreadable as problem:
            say(unreadable_body(letter_id, problem, options))
            return 1
        if options.raw:
            sys.stdout.buffer.write(body)
        else:
            print(_readable(body))
        return 0
    say(f"no letter {letter_id} at {options.place}")
    say_more(letters, options, "note")
    return 1


def say_more(letters: Letters, options: LetterOptions, kind: str) -> None:
    """Says so when letters were not looked at."""
    if letters.more:
        say(f"there may be more letters than were looked at, with --max {options.most}", kind)


def unreadable_body(letter_id: str, problem: LetterUnreadable, options: LetterOptions) -> str:
    """Why a letter's body cannot be had, and what to do."""
    advice = "" if options.bodies else "; if it is elsewhere, say where with --bodies"
    return f"{letter_id}: {problem}{advice}"


def instant(at: datetime) -> str:
    """An instant to the second, in UTC."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def plain(text: str) -> str:
    """The text without anything that a terminal could obey; on one line."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in text
    )


def _line(item: Found) -> str:
    letter = item.letter
    reason = plain(letter.reason)
    if len(reason) > _REASON_SHOWN:
        reason = reason[: _REASON_SHOWN - 1] + "…"
    replayed = f"replayed {instant(item.replayed_at)}: " if item.replayed_at else ""
    kept = instant(item.kept_at)
    return f"{letter.id}  {kept}  {plain(letter.stage):9}  {letter.size:9}  {replayed}{reason}"


def _json(item: Found) -> str:
    letter = item.letter
    said = {
        "id": letter.id,
        "stage": letter.stage,
        "reason": letter.reason,
        "size": letter.size,
        "body_reference": letter.body_reference,
        "kept_at": instant(item.kept_at),
        "replayed_at": instant(item.replayed_at) if item.replayed_at else None,
    }
    return orjson.dumps(said).decode()


def _head(item: Found) -> str:
    letter = item.letter
    said = {
        "id": letter.id,
        "stage": letter.stage,
        "kept at": instant(item.kept_at),
        "replayed": instant(item.replayed_at) if item.replayed_at else "never",
        "size": f"{letter.size} bytes",
        "reason": letter.reason,
    }
    return "\n".join([*(f"{name:9} {plain(text)}" for name, text in said.items()), ""])


def _readable(body: bytes) -> str:
    if body.startswith(_GZIP):
        try:
            body = unpack(body)
        except Unfit as unfit:
            say(f"the body begins as gzip and is shown as it is: {unfit}", "note")
        else:
            say("the body came as gzip and is shown unpacked", "note")
    text = body.decode(errors="backslashreplace")
    return "\n".join("\t".join(map(plain, line.split("\t"))) for line in text.split("\n"))
