"""Tokens are read without being verified: what they say, or why they cannot be whole."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envcheck.tokens import NO_CLAIMS, NO_HEADER, NOT_THREE_PARTS, SIGNATURE, Damaged, Token, read_token
from tests.rules.helpers import token

REF = "abcdefghijklmnopqrst"


def encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


HEADER = encoded('{"alg":"HS256"}')
CLAIMS = encoded('{"iss":"made-up"}')
SIGNED = "MadeUp-" * 6 + "M"
REPEATING = '{"a":1,"a":2}'
SESSION = '{"user":1}'

WHOLE = {
    "hs256": token(sub="made-up"),
    "hs384": token("m" * 64, algorithm="HS384"),
    "hs512": token("m" * 86, algorithm="HS512"),
    "es256": token("m" * 86, algorithm="ES256"),
    "es384": token("m" * 128, algorithm="ES384"),
    "rs256": token("m" * 342, algorithm="RS256"),
    "rs256-of-3072-bits": token("m" * 512, algorithm="RS256"),
    "ps512-of-4096-bits": token("m" * 683, algorithm="PS512"),
    "eddsa": token("m" * 86, algorithm="EdDSA"),
    "an-algorithm-to-come": token("m" * 9, algorithm="ML-DSA-44"),
    "no-algorithm": token("", algorithm="none"),
    "padded": f"{HEADER}.{CLAIMS}.{SIGNED}=",
    "not-ascii-inside": token(name="Grüße"),
    "no-claims": f"{HEADER}.{encoded('{}')}.{SIGNED}",
    "claims-of-other-types": token(iss=3, ref=None, role=["anon"], exp="tomorrow"),
}

NO_TOKENS = {
    "empty": "",
    "words": "made-up",
    "opaque": "sb_secret_made-up",
    "dots": "a.b.c",
    "host": "api.acme.dev",
    "encrypted": f"{encoded(json.dumps({'alg': 'RSA-OAEP', 'enc': 'A256GCM'}))}.a.b.c.d",
    "base64-of-other-text": encoded("made up"),
}

DAMAGED = {
    "head-alone": (HEADER, NOT_THREE_PARTS, True),
    "two-parts": (f"{HEADER}.{CLAIMS}", NOT_THREE_PARTS, True),
    "four-parts": (f"{HEADER}.{CLAIMS}.{SIGNED}.{SIGNED}", NOT_THREE_PARTS, True),
    "claims-cut": (f"{HEADER}.{CLAIMS[:9]}.{SIGNED}", NO_CLAIMS, True),
    "claims-are-a-list": (f"{HEADER}.{encoded('[1]')}.{SIGNED}", NO_CLAIMS, True),
    "claims-empty": (f"{HEADER}..{SIGNED}", NO_CLAIMS, True),
    "claims-repeat-a-member": (f"{HEADER}.{encoded(REPEATING)}.{SIGNED}", NO_CLAIMS, True),
    "signature-of-11": (f"{HEADER}.{CLAIMS}.{SIGNED[:11]}", SIGNATURE, True),
    "signature-of-42": (f"{HEADER}.{CLAIMS}.{SIGNED[:42]}", SIGNATURE, True),
    "signature-of-44": (f"{HEADER}.{CLAIMS}.{SIGNED}m", SIGNATURE, True),
    "signature-with-a-sign": (f"{HEADER}.{CLAIMS}.{SIGNED[:42]}!", SIGNATURE, True),
    "no-signature": (f"{HEADER}.{CLAIMS}.", SIGNATURE, True),
    "rs256-cut": (token("m" * 90, algorithm="RS256"), SIGNATURE, True),
    "head-cut": (f"{HEADER[:11]}.{CLAIMS}.{SIGNED}", NO_HEADER, False),
    "a-json-in-base64": (encoded('{"a":"made-up"}'), NO_HEADER, False),
    "a-session-cookie": (f"{encoded(SESSION)}.ZZZZ.{SIGNED[:27]}", NO_HEADER, False),
    "not-base64": ("eyJ!!!.a.b", NO_HEADER, False),
}


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE)
def test_a_whole_token_is_read(text: str) -> None:
    assert isinstance(read_token(text), Token)


@pytest.mark.parametrize("text", NO_TOKENS.values(), ids=NO_TOKENS)
def test_what_is_no_token_is_not_damaged(text: str) -> None:
    assert read_token(text) is None


@pytest.mark.parametrize(("text", "reason", "names_algorithm"), DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_token_says_why(text: str, reason: str, names_algorithm: bool) -> None:
    assert read_token(text) == Damaged(reason, names_algorithm)


def test_claims_are_read() -> None:
    read = read_token(token(iss="supabase", ref=REF, role="anon", iat=1, exp=2))
    assert isinstance(read, Token)

    assert (read.issuer, read.project, read.role, read.expires) == ("supabase", REF, "anon", 2)


def test_claims_of_other_types_are_left_out() -> None:
    read = read_token(WHOLE["claims-of-other-types"])
    assert isinstance(read, Token)

    assert (read.issuer, read.project, read.role, read.expires) == ("", "", "", None)


@pytest.mark.parametrize("exp", ["true", "1e400", "-1e999", '"2"', "null", "[]"])
def test_an_end_that_is_no_time_is_none(exp: str) -> None:
    read = read_token(f'{HEADER}.{encoded(f"""{{"exp": {exp}}}""")}.{SIGNED}')
    assert isinstance(read, Token)

    assert read.expires is None


def test_a_token_shows_nothing_of_itself() -> None:
    assert repr(read_token(token(iss="supabase", ref=REF, role="anon"))) == "Token(…)"


@given(st.text() | st.text('eyJ.-_=abcABC{}":').map("eyJ".__add__) | st.binary().map(lambda raw: "eyJ" + raw.hex()))
def test_no_text_makes_an_error(text: str) -> None:
    read = read_token(text)

    assert read is None or isinstance(read, (Token, Damaged))
