"""Signed calls: who calls a service, proven by an ID token of Google's (I-14)."""

from __future__ import annotations

import http
import re
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import google.auth.transport.requests as google_requests
import msgspec
from google.auth import crypt, jwt, transport
from google.auth import exceptions as auth_errors
from google.oauth2 import id_token

from publishing.store import Unavailable

CERTS_URL = "https://www.googleapis.com/oauth2/v1/certs"
"""Google's certificates, by key id."""

CERTS_SECONDS = 3600.0
"""How long certificates are used before they are fetched again."""

NEW_KEY_SECONDS = 60.0
"""How soon a key that is not known has them fetched again: no caller may cause it more often."""

REQUEST_SECONDS = 10.0
SKEW_SECONDS = 10
LONGEST_AUTHORIZATION = 16_384

_ISSUERS = ("https://accounts.google.com", "accounts.google.com")
_BEARER = re.compile(r"bearer +([\w-]+={0,2}\.[\w-]+={0,2}\.[\w-]+={0,2})", re.ASCII | re.I)

_GARBLED = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    OverflowError,
    RecursionError,
    auth_errors.GoogleAuthError,
)
"""What the library raises for a token that is none; its texts quote the token."""


class Unsigned(Exception):
    """The call is not signed by one who may call (HTTP 401). The text is fit for the caller.

    Of the token it has the audience alone, and this only when the signature was right.
    """


class Verifier:
    """Knows who may call a service of that audience.

    The audience is compared as it is: with a path or a slash more it is another one. ValueError
    for an empty audience, and when nobody may call.
    """

    def __init__(
        self,
        audience: str,
        callers: frozenset[str],
        certs_url: str = CERTS_URL,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if not audience:
            raise ValueError("signed calls need an audience: the URL of the service")
        if not callers or "" in callers:
            raise ValueError("signed calls need callers: the emails of service accounts")
        self._audience = audience
        self._callers = callers
        self._certs = _Certs(certs_url, clock)

    def caller(self, authorization: str | None) -> str:
        """The email of the caller, from the `Authorization` header.

        Unsigned when it is not proven or may not call; Unavailable when the certificates that
        would prove it cannot be had (HTTP 503).
        """
        claims = self._claims(_token(authorization))
        email = claims.get("email")
        if claims.get("iss") not in _ISSUERS:
            raise Unsigned("the token was not issued by https://accounts.google.com")
        if claims.get("aud") != self._audience:
            came = str(claims.get("aud"))[:200]
            raise Unsigned(f"the token's audience is {came!r}: it has to be {self._audience!r}")
        if claims.get("email_verified") is not True:
            raise Unsigned("the token has no verified email")
        if not isinstance(email, str) or email not in self._callers:
            raise Unsigned("the token's email is none of those that may call")
        return email

    def _claims(self, token: str) -> Mapping[str, Any]:
        """What a token says whose signature and times are right."""
        try:
            header: Mapping[str, Any] = jwt.decode_header(token)  # type: ignore[no-untyped-call]
            self._certs.prepare(header.get("kid"))
            # The audience is compared by `caller`, whose sentence says which one came.
            claims: Mapping[str, Any] = id_token.verify_token(
                token,
                self._certs,
                audience=None,
                certs_url=self._certs.url,
                clock_skew_in_seconds=SKEW_SECONDS,
            )
        except _GARBLED as problem:
            expired = str(problem).startswith("Token expired")
        else:
            return claims
        # Out of reach of what was caught, whose text has the token.
        raise Unsigned("the token has expired" if expired else "the token is not valid")


def _token(authorization: str | None) -> str:
    if not authorization:
        raise Unsigned("the call is not signed: it has no Authorization header")
    if len(authorization) > LONGEST_AUTHORIZATION:
        raise Unsigned(f"the Authorization header is over {LONGEST_AUTHORIZATION} characters")
    found = _BEARER.fullmatch(authorization)
    if not found:
        raise Unsigned("the Authorization header is not `Bearer` with one ID token")
    return found[1]


class _Answer(msgspec.Struct, frozen=True):
    """What `verify_token` reads of an answer."""

    status: int
    data: bytes


class _Certs(transport.Request):
    """The transport that `verify_token` fetches certificates with; it keeps the last ones."""

    def __init__(self, url: str, clock: Callable[[], float]) -> None:
        self.url = url
        self._clock = clock
        self._lock = threading.Lock()
        self._request = google_requests.Request()
        self._kept: dict[str, str] = {}
        self._kept_at = self._tried_at = 0.0
        self._trouble: str | None = None

    def prepare(self, key_id: object) -> None:
        """Has certificates that are not old, and new ones for a key that is not among them.

        Unavailable when they cannot be had.
        """
        with self._lock:
            now = self._clock()
            if not self._kept or now - self._kept_at >= CERTS_SECONDS:
                self._fetch(now)
            elif key_id is not None and key_id not in list(self._kept):
                if now - self._tried_at >= NEW_KEY_SECONDS:
                    self._fetch(now)
                elif self._trouble:
                    raise Unavailable(self._trouble)

    def __call__(self, url: str, method: str = "GET", *_: object, **__: object) -> Any:
        """The certificates that are kept, as an answer."""
        return _Answer(http.HTTPStatus.OK, msgspec.json.encode(self._kept))

    def _fetch(self, now: float) -> None:
        self._tried_at = now
        try:
            answer = self._request(self.url, method="GET", timeout=REQUEST_SECONDS)
            if answer.status != http.HTTPStatus.OK:
                raise ValueError(f"HTTP {answer.status}")
            fetched = msgspec.json.decode(answer.data, type=dict[str, str])
            if not fetched:
                raise ValueError("the answer is empty")
            for certificate in fetched.values():
                crypt.RSAVerifier.from_string(certificate)  # type: ignore[no-untyped-call]
        except (auth_errors.TransportError, ValueError, TypeError) as problem:
            self._trouble = f"no certificates from {self.url}: {type(problem).__name__}: {problem}"
            raise Unavailable(self._trouble) from problem
        self._kept, self._kept_at, self._trouble = fetched, now, None
