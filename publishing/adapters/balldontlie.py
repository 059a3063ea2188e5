"""The box-score source: every page of balldontlie's live box scores, within one budget of time.

`live.md` 1.1 and 1.2. An answer is whole or it is none: a later page that fails leaves nothing
of the earlier ones (I-2), and no request outlives the budget of its poll (I-12).
"""

from __future__ import annotations

import queue
import threading
import time
from dataclasses import dataclass

import msgspec
import requests
import urllib3
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError

from publishing.adapters.pages import Garbled, merged, page_of
from publishing.adapters.retry_after import seconds_to_wait
from publishing.live.events import LARGEST_BODY

REAL_SOURCE = "https://api.balldontlie.io"
LARGEST_ANSWER = 4 * LARGEST_BODY
"""Bytes of all pages together; no event takes more than a quarter of it."""

MOST_PAGES = 100
MOST_HANGING = 8
"""Requests that may still hang from earlier polls; beyond that the source is not asked."""

FIRST_WAIT_SECONDS = 0.25
LONGEST_WAIT_SECONDS = 4.0
_PIECE = 64 * 1024
_KEPT_OF_TOO_LARGE = 64 * 1024


class Answer(msgspec.Struct, frozen=True):
    """What the source lists, `{"data":[...]}`: the rows of every page, as they came."""

    body: bytes


class NoAnswer(msgspec.Struct, frozen=True):
    """The source did not answer, or not usefully.

    `reason` is fit for a public status, `detail` for the log; `body` is what came all the same.
    `refused` says that asking again changes nothing: the key is missing or wrong.
    """

    reason: str
    detail: str = ""
    body: bytes | None = None
    refused: bool = False


class BoxScores:
    """The live box scores of one API; each `fetch` is one poll."""

    def __init__(self, base_url: str, api_key: str | None, budget_seconds: float) -> None:
        """`budget_seconds` are of real time, for all pages and retries of a poll together."""
        self._url = f"{base_url.rstrip('/')}/v1/box_scores/live"
        self._key = _Key(api_key)
        self._budget = budget_seconds
        self._hanging = threading.Semaphore(MOST_HANGING)

    def fetch(self) -> Answer | NoAnswer:
        """The merged answer, or why there is none; never takes longer than the budget."""
        if not self._hanging.acquire(blocking=False):
            return NoAnswer("the source keeps requests waiting", f"{MOST_HANGING} requests hang")
        found: queue.SimpleQueue[Answer | NoAnswer | BaseException] = queue.SimpleQueue()
        deadline = time.monotonic() + self._budget
        # No time limit of a socket covers name look-up, or a header that comes byte by byte.
        threading.Thread(target=self._poll, args=(deadline, found), daemon=True).start()
        try:
            outcome = found.get(timeout=self._budget)
        except queue.Empty:
            return NoAnswer("no answer in time", f"nothing whole within {self._budget:g} s")
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    def _poll(
        self, deadline: float, found: queue.SimpleQueue[Answer | NoAnswer | BaseException]
    ) -> None:
        try:
            found.put(self._all_pages(deadline))
        except BaseException as problem:
            found.put(problem)
        finally:
            self._hanging.release()

    def _all_pages(self, deadline: float) -> Answer | NoAnswer:
        rows: list[bytes] = []
        cursor: str | None = None
        followed: set[str] = set()
        room = LARGEST_ANSWER
        with requests.Session() as session:
            while True:
                body = self._page(_Request(session, cursor, deadline, room))
                if isinstance(body, NoAnswer):
                    return _on_page(body, len(followed) + 1)
                room -= len(body)
                try:
                    found, cursor = page_of(body)
                except Garbled as problem:
                    return _on_page(NoAnswer(str(problem), body=body), len(followed) + 1)
                rows += found
                if cursor is None:
                    return Answer(merged(rows))
                if cursor in followed or len(followed) >= MOST_PAGES:
                    return NoAnswer("the answer's pages never end", f"cursor {cursor!r}", body)
                followed.add(cursor)

    def _page(self, request: _Request) -> bytes | NoAnswer:
        """One page, asked for again while the trouble may pass and there is time."""
        wait = FIRST_WAIT_SECONDS
        while True:
            try:
                return self._ask(request)
            except _MayPass as trouble:
                pause = max(wait, trouble.wait_seconds)
                if time.monotonic() + pause >= request.deadline:
                    return trouble.no_answer
            time.sleep(pause)
            wait = min(2 * wait, LONGEST_WAIT_SECONDS)

    def _ask(self, request: _Request) -> bytes | NoAnswer:
        # Half of the budget: a request that hangs leaves time for another.
        patience = max(min(request.deadline - time.monotonic(), self._budget / 2), 0.01)
        try:
            response = request.session.get(
                self._url,
                params={"cursor": request.cursor, "per_page": "100"} if request.cursor else None,
                headers={"Accept": "application/json", "User-Agent": "courtside-feeder/1.0"},
                auth=self._key,
                timeout=patience,
                stream=True,
                # The key is for this address alone.
                allow_redirects=False,
            )
        except requests.Timeout as problem:
            raise _MayPass(NoAnswer("no answer in time", str(problem))) from None
        except requests.RequestException as problem:
            raise _MayPass(NoAnswer("no connection to the source", str(problem))) from None
        with response:
            if response.status_code == 200:
                return _read(response, request)
            return self._refusal(response)

    def _refusal(self, response: requests.Response) -> NoAnswer:
        status = response.status_code
        if status in (401, 403):
            why = "was refused" if self._key.given else "is missing"
            return NoAnswer(f"HTTP {status}: the API key {why}", refused=True)
        no_answer = NoAnswer(f"HTTP {status} from the source")
        if status == 429 or status >= 500:
            raise _MayPass(no_answer, seconds_to_wait(response.headers))
        return no_answer


class _Key(AuthBase):
    """The bearer key. Given even without one, else a .netrc of the machine would be used."""

    def __init__(self, key: str | None) -> None:
        self._key = key
        self.given = bool(key)

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._key:
            request.headers["Authorization"] = f"Bearer {self._key}"
        return request


@dataclass(frozen=True, slots=True)
class _Request:
    """One page to ask for: by when, and how many bytes it may have."""

    session: requests.Session
    cursor: str | None
    deadline: float
    room: int


class _MayPass(Exception):
    """Trouble that may be over at the next try; `no_answer` is the poll's result when it is not."""

    def __init__(self, no_answer: NoAnswer, wait_seconds: float = 0.0) -> None:
        super().__init__(no_answer.reason)
        self.no_answer = no_answer
        self.wait_seconds = wait_seconds


def _read(response: requests.Response, request: _Request) -> bytes | NoAnswer:
    """The body, piece by piece as it comes, with an eye on the clock and on its size."""
    pieces = bytearray()
    try:
        while piece := response.raw.read1(_PIECE, decode_content=True):
            pieces += piece
            if len(pieces) > request.room:
                reason = f"the answer is larger than {LARGEST_ANSWER} bytes"
                return NoAnswer(reason, body=bytes(pieces[:_KEPT_OF_TOO_LARGE]))
            if time.monotonic() > request.deadline:
                return NoAnswer("no answer in time", f"{len(pieces)} bytes came", bytes(pieces))
    except (HTTPError, OSError) as problem:
        late = isinstance(problem, TimeoutError | urllib3.exceptions.TimeoutError)
        reason = "no answer in time" if late else "the answer broke off"
        raise _MayPass(NoAnswer(reason, str(problem), bytes(pieces) or None)) from None
    return bytes(pieces)


def _on_page(no_answer: NoAnswer, page: int) -> NoAnswer:
    if page == 1 or no_answer.refused:
        return no_answer
    return msgspec.structs.replace(no_answer, reason=f"page {page}: {no_answer.reason}")
