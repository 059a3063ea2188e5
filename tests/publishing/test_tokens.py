"""Only calls that Google signed for this service, for a caller of ours, are let in."""

from __future__ import annotations

import base64
import functools
import hashlib
import hmac
import json
import logging
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from hypothesis import given
from hypothesis import strategies as some

from publishing.adapters import tokens
from publishing.adapters.tokens import Unsigned, Verifier
from publishing.store import Unavailable
from tests.publishing.signing import certificate
from tests.publishing.web_server import Web, web

AUDIENCE = "https://trigger-abc123.a.run.app"
EMAIL = "scheduler@courtside.iam.gserviceaccount.com"
CALLERS = frozenset({EMAIL, "pubsub@courtside.iam.gserviceaccount.com"})
HEADER = {"alg": "RS256", "kid": "key-1", "typ": "JWT"}


def claims(**changed: Any) -> dict[str, Any]:
    """What Google says of a scheduler's call; None leaves a claim out."""
    now = int(time.time())
    found = {
        "iss": "https://accounts.google.com",
        "aud": AUDIENCE,
        "sub": "1234567890",
        "email": EMAIL,
        "email_verified": True,
        "iat": now - 30,
        "exp": now + 3000,
        **changed,
    }
    return {name: value for name, value in found.items() if value is not None}


def part(content: object) -> str:
    return encoded(json.dumps(content).encode())


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def signed(header: object, payload: object, name: str = "google") -> str:
    """A token as it should be, signed with the key of that name."""
    text = f"{part(header)}.{part(payload)}"
    signature = private_key(name).sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{text}.{encoded(signature)}"


@functools.cache
def private_key(name: str) -> rsa.RSAPrivateKey:
    key = serialization.load_pem_private_key(certificate(name).private, None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


def bearer(**changed: Any) -> str:
    return f"Bearer {signed(HEADER, claims(**changed))}"


def without_signature() -> str:
    return f"Bearer {part({**HEADER, 'alg': 'none'})}.{part(claims())}."


def none_with_a_signature() -> str:
    return f"Bearer {signed({**HEADER, 'alg': 'none'}, claims())}"


def hs256_with_the_public_key() -> str:
    text = f"{part({**HEADER, 'alg': 'HS256'})}.{part(claims())}"
    mac = hmac.new(certificate("google").public, text.encode(), hashlib.sha256).digest()
    return f"Bearer {text}.{encoded(mac)}"


def with_another_payload() -> str:
    header, _, signature = signed(HEADER, claims(email="x@example.com")).split(".")
    return f"Bearer {header}.{part(claims())}.{signature}"


def deep() -> str:
    return f"Bearer {encoded(b'[' * 9000)}.{part(claims())}.AAAA"


NOT_VALID = r"^the token is not valid$"
NO_TOKEN = r"^the Authorization header is not `Bearer` with one ID token$"
ISSUER = r"^the token was not issued by https://accounts\.google\.com$"
UNVERIFIED = r"^the token has no verified email$"
STRANGER = r"^the token's email is none of those that may call$"

REFUSED: dict[str, tuple[Callable[[], str | None], str]] = {
    "no header": (lambda: None, "it has no Authorization header"),
    "an empty header": (lambda: "", "it has no Authorization header"),
    "another scheme": (lambda: "Basic " + signed(HEADER, claims()), NO_TOKEN),
    "no scheme": (lambda: signed(HEADER, claims()), NO_TOKEN),
    "no token": (lambda: "Bearer ", NO_TOKEN),
    "two tokens": (lambda: f"{bearer()} {signed(HEADER, claims())}", NO_TOKEN),
    "a line more": (lambda: f"{bearer()}\n", NO_TOKEN),
    "an access token": (lambda: "Bearer ya29.c.b0AXv0zTO", NOT_VALID),
    "a short token": (lambda: "Bearer abc", NO_TOKEN),
    "100 kB": (lambda: bearer(more="x" * 75_000), "is over 16384 characters"),
    "alg none": (without_signature, NO_TOKEN),
    "alg none, signed": (none_with_a_signature, NOT_VALID),
    "HS256 with the public key": (hs256_with_the_public_key, NOT_VALID),
    "ES256": (lambda: f"Bearer {signed({**HEADER, 'alg': 'ES256'}, claims())}", NOT_VALID),
    "no alg": (lambda: f"Bearer {signed({'kid': 'key-1'}, claims())}", NOT_VALID),
    "the key of another": (lambda: f"Bearer {signed(HEADER, claims(), 'other')}", NOT_VALID),
    "a key that is not known": (
        lambda: f"Bearer {signed({**HEADER, 'kid': 'key-9'}, claims(), 'other')}",
        NOT_VALID,
    ),
    "no key id, the key of another": (
        lambda: f"Bearer {signed({'alg': 'RS256'}, claims(), 'other')}",
        NOT_VALID,
    ),
    "a key id that is none": (
        lambda: f"Bearer {signed({**HEADER, 'kid': [{}]}, claims())}",
        NOT_VALID,
    ),
    "another payload": (with_another_payload, NOT_VALID),
    "a payload that is no object": (lambda: f"Bearer {signed(HEADER, [claims()])}", NOT_VALID),
    "a header that is no object": (lambda: f"Bearer {signed([HEADER], claims())}", NOT_VALID),
    "a header without an end": (deep, NOT_VALID),
    "expired": (lambda: bearer(exp=int(time.time()) - 60), r"^the token has expired$"),
    "issued in the future": (lambda: bearer(iat=int(time.time()) + 600), NOT_VALID),
    "without an end": (lambda: bearer(exp=None), NOT_VALID),
    "an end that is no time": (lambda: bearer(exp="tomorrow"), NOT_VALID),
    "without a beginning": (lambda: bearer(iat=None), NOT_VALID),
    "another issuer": (lambda: bearer(iss="https://accounts.example.com"), ISSUER),
    "no issuer": (lambda: bearer(iss=None), ISSUER),
    "an issuer that is nearly Google": (
        lambda: bearer(iss="https://accounts.google.com.example.com"),
        ISSUER,
    ),
    "an issuer that is a list": (lambda: bearer(iss=["accounts.google.com"]), ISSUER),
    "another audience": (
        lambda: bearer(aud="https://other.a.run.app"),
        rf"^the token's audience is 'https://other\.a\.run\.app': it has to be '{AUDIENCE}'$",
    ),
    "an audience with a path": (lambda: bearer(aud=f"{AUDIENCE}/v1"), rf"is '{AUDIENCE}/v1'"),
    "an audience with a slash": (lambda: bearer(aud=f"{AUDIENCE}/"), rf"is '{AUDIENCE}/'"),
    "no audience": (lambda: bearer(aud=None), r"audience is 'None'"),
    "a list of audiences": (lambda: bearer(aud=[AUDIENCE]), r"audience is"),
    "an email that is not verified": (lambda: bearer(email_verified=False), UNVERIFIED),
    "an email that is verified in words": (lambda: bearer(email_verified="true"), UNVERIFIED),
    "an email of which nothing is said": (lambda: bearer(email_verified=None), UNVERIFIED),
    "another email": (lambda: bearer(email="x@example.com"), STRANGER),
    "an email in capitals": (lambda: bearer(email=EMAIL.upper()), STRANGER),
    "no email": (lambda: bearer(email=None), STRANGER),
    "a list of emails": (lambda: bearer(email=[EMAIL]), STRANGER),
}


@pytest.fixture(scope="module")
def google() -> Iterator[Web]:
    with web() as server:
        server.body = certs("google")
        yield server


def certs(*names: str) -> bytes:
    """The certificates of these keys, as key-1 and so on."""
    return json.dumps(
        {f"key-{i}": certificate(name).public.decode() for i, name in enumerate(names, 1)}
    ).encode()


def url(server: Web) -> str:
    return f"http://127.0.0.1:{server.port}/oauth2/v1/certs"


@pytest.fixture
def verifier(google: Web) -> Verifier:
    return Verifier(AUDIENCE, CALLERS, url(google))


@pytest.mark.parametrize(
    "authorization",
    [
        bearer,
        lambda: bearer().replace("Bearer", "bearer"),
        lambda: bearer(iss="accounts.google.com"),
        lambda: bearer(iat=int(time.time()) + 3),
        lambda: f"Bearer {signed({'alg': 'RS256'}, claims())}",
    ],
)
def test_a_signed_call_of_ours_is_let_in(
    verifier: Verifier, authorization: Callable[[], str]
) -> None:
    assert verifier.caller(authorization()) == EMAIL


@pytest.mark.parametrize("name", REFUSED)
def test_any_other_call_is_refused(
    verifier: Verifier, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    authorization, sentence = REFUSED[name]
    sent = authorization()
    with pytest.raises(Unsigned, match=sentence) as caught:
        verifier.caller(sent)
    assert caught.value.__context__ is None
    told = "".join(traceback.format_exception(caught.value)) + caplog.text
    for secret in (sent or "").replace(" ", ".").split("."):
        assert len(secret) < 8 or secret not in told
    assert EMAIL not in told


@given(some.text() | some.text(alphabet="abcXYZ0123-_.= "))
def test_no_text_is_a_signed_call(text: str) -> None:
    verifier = Verifier(AUDIENCE, CALLERS, "http://127.0.0.1:1/")
    for sent in (text, f"Bearer {text}"):
        with pytest.raises(Unsigned):
            verifier.caller(sent)


@given(header=some.recursive(some.none() | some.text() | some.integers(), some.lists))
def test_no_header_breaks_the_verifier(google: Web, header: object) -> None:
    verifier = Verifier(AUDIENCE, CALLERS, url(google))
    for sent in (header, {**HEADER, "kid": header}, {**HEADER, "alg": header}):
        with pytest.raises(Unsigned, match=NOT_VALID):
            verifier.caller(f"Bearer {signed(sent, claims(), 'other')}")


def test_the_audience_and_the_callers_have_to_be_said() -> None:
    with pytest.raises(ValueError, match="audience"):
        Verifier("", CALLERS)
    for callers in (frozenset[str](), frozenset({""})):
        with pytest.raises(ValueError, match="callers"):
            Verifier(AUDIENCE, callers)


BROKEN_ANSWERS = (
    (500, certs("google")),
    (404, b"{}"),
    (204, b""),
    (200, b""),
    (200, b"<html>"),
    (200, b"{}"),
    (200, b"[]"),
    (200, b'{"keys":[{"kid":"key-1"}]}'),
    (200, b'{"key-1":"no certificate"}'),
    (200, b"\xff"),
)


@pytest.mark.parametrize(("status", "body"), BROKEN_ANSWERS)
def test_no_certificates_are_our_trouble_and_not_the_callers(status: int, body: bytes) -> None:
    with web() as server:
        server.status, server.body = status, body
        verifier = Verifier(AUDIENCE, CALLERS, url(server))
        with pytest.raises(Unavailable, match="no certificates from http") as caught:
            verifier.caller(bearer())
        assert signed(HEADER, claims()).split(".")[0] not in str(caught.value)
        server.status, server.body = 200, certs("google")
        assert verifier.caller(bearer()) == EMAIL


def test_a_server_that_is_gone_or_silent_is_our_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "REQUEST_SECONDS", 0.2)
    with web() as server:
        server.silent = True
        verifier = Verifier(AUDIENCE, CALLERS, url(server))
        with pytest.raises(Unavailable, match="TransportError"):
            verifier.caller(bearer())
    with pytest.raises(Unavailable, match="TransportError"):
        verifier.caller(bearer())


def test_what_is_no_token_costs_no_request() -> None:
    with web() as server:
        verifier = Verifier(AUDIENCE, CALLERS, url(server))
        for authorization in (None, "Bearer x", "Bearer a.b.c", deep()):
            with pytest.raises(Unsigned):
                verifier.caller(authorization)
        assert server.requests == []


def test_certificates_are_kept_an_hour() -> None:
    now = [5.0]
    with web() as server:
        server.body = certs("google")
        verifier = Verifier(AUDIENCE, CALLERS, url(server), lambda: now[0])
        for seconds, requests in ((0.0, 1), (3599.0, 1), (1.0, 2), (3599.0, 2), (1.0, 3)):
            now[0] += seconds
            verifier.caller(bearer())
            assert len(server.requests) == requests
        server.body = certs("other")
        now[0] += 3600.0
        with pytest.raises(Unsigned, match=NOT_VALID):
            verifier.caller(bearer())


def test_a_new_key_is_fetched_but_not_at_every_callers_wish() -> None:
    now = [5.0]
    with web() as server:
        server.body = certs("google")
        verifier = Verifier(AUDIENCE, CALLERS, url(server), lambda: now[0])
        verifier.caller(bearer())
        new = f"Bearer {signed({**HEADER, 'kid': 'key-2'}, claims(), 'other')}"
        for _ in range(20):
            with pytest.raises(Unsigned, match=NOT_VALID):
                verifier.caller(new)
        assert len(server.requests) == 1
        server.body = certs("google", "other")
        now[0] += 60.0
        assert verifier.caller(new) == EMAIL
        assert verifier.caller(bearer()) == EMAIL
        assert len(server.requests) == 2


def test_a_new_key_that_cannot_be_fetched_is_our_trouble() -> None:
    now = [5.0]
    with web() as server:
        server.body = certs("google")
        verifier = Verifier(AUDIENCE, CALLERS, url(server), lambda: now[0])
        verifier.caller(bearer())
        server.status = 503
        now[0] += 60.0
        new = f"Bearer {signed({**HEADER, 'kid': 'key-2'}, claims(), 'other')}"
        for _ in range(3):
            with pytest.raises(Unavailable, match="HTTP 503"):
                verifier.caller(new)
            assert verifier.caller(bearer()) == EMAIL
        assert len(server.requests) == 2


def test_calls_at_once_fetch_certificates_once() -> None:
    with web() as server:
        server.body = certs("google")
        verifier = Verifier(AUDIENCE, CALLERS, url(server))
        gate, let_in, sent = threading.Barrier(8), list[str](), bearer()

        def call() -> None:
            gate.wait(timeout=60)
            let_in.append(verifier.caller(sent))

        threads = [threading.Thread(target=call) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        assert let_in == [EMAIL] * 8
        assert len(server.requests) == 1


MUTANTS = {
    "the audience is not compared": (
        'claims.get("aud") != self._audience',
        "False",
        "another audience",
    ),
    "the audience may go on": (
        'claims.get("aud") != self._audience',
        'not str(claims.get("aud")).startswith(self._audience)',
        "an audience with a path",
    ),
    "the audience may end otherwise": (
        'claims.get("aud") != self._audience',
        'str(claims.get("aud")).rstrip("/") != self._audience',
        "an audience with a slash",
    ),
    "the issuer is not compared": ('claims.get("iss") not in _ISSUERS', "False", "another issuer"),
    "any truth verifies an email": (
        'claims.get("email_verified") is not True',
        'not claims.get("email_verified")',
        "an email that is verified in words",
    ),
    "an email need not be verified": (
        'claims.get("email_verified") is not True',
        "False",
        "an email that is not verified",
    ),
    "anybody may call": ("email not in self._callers", "False", "another email"),
    "the signature is not looked at": (
        "id_token.verify_token(\n                token,",
        "(lambda token, *_, **__: jwt.decode(token, verify=False))(\n                token,",
        "the key of another",
    ),
    "an end is no end": ("SKEW_SECONDS = 10\n", "SKEW_SECONDS = 10**6\n", "expired"),
    "any scheme will do": ('r"bearer +', r'r"\w+ +', "another scheme"),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_verifier_that_looks_away_is_found(google: Web, name: str) -> None:
    """Each broken variant lets in what the named case has refused."""
    was, becomes, case = MUTANTS[name]
    source = Path(tokens.__file__).read_text()
    assert source.count(was) == 1
    mutant = ModuleType("publishing.adapters.mutant")
    exec(compile(source.replace(was, becomes), "mutant", "exec"), mutant.__dict__)
    verifier = mutant.Verifier(AUDIENCE, CALLERS, url(google))
    authorization, _ = REFUSED[case]
    assert "@" in str(verifier.caller(authorization()))
