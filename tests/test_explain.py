"""From the text of a log to the rules that it points to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envcheck.rules.all import RULES
from envcheck.symptoms import phrases_of, rules_of
from tests.conftest import Program

#: Texts of logs, as the notes on incidents quote them, with the rules that they lead to.
SYMPTOMS: dict[str, tuple[str, ...]] = {
    "OSError: [Errno 101] Network is unreachable": ("unreachable-endpoint",),
    "connection to server failed: Network is unreachable": ("unreachable-endpoint",),
    "FATAL:  Tenant or user not found": ("wrong-pooler-user",),
    "no tenant identifier provided": ("wrong-pooler-user",),
    "AttributeError: 'NoneType' object has no attribute 'group'": ("placeholder-value",),
    'FATAL: password authentication failed for user "postgres.abc"': ("placeholder-value", "wrong-pooler-user"),
    'password authentication failed for user "app"': ("placeholder-value", "unencoded-password"),
    'prepared statement "__asyncpg_stmt_3__" already exists': ("prepared-statements-on-transaction-pooler",),
    'prepared statement "__asyncpg_stmt_7__" does not exist': ("wrong-endpoint", "prepared-statements-on-transaction-pooler"),
    "[Errno 8] nodename nor servname provided": ("malformed-url",),
    "[Errno 8] nodename nor servname provided, or not known": ("malformed-url",),
    'unrecognized configuration parameter "command_timeout"': ("driver-parameter",),
    'invalid URI query parameter: "pgbouncer"': ("driver-parameter",),
    "TypeError: connect() got an unexpected keyword argument 'sslmode'": ("driver-parameter",),
    'role "postgres" does not exist': ("wrong-port",),
    "[Errno 111] Connection refused": ("local-address",),
    "ConnectionRefusedError: [Errno 61] Connection refused": ("local-address",),
    "Required configuration field 'database_url' is empty": ("missing-variable", "empty-variable"),
    "Bucket not found": ("project-mismatch",),
    "signature verification failed": ("damaged-key",),
    "SUPABASE_SERVICE_ROLE_KEY environment variable not set": ("missing-variable", "former-name"),
    "401 Invalid token format": ("placeholder-value", "wrong-vendor-key"),
    "webhook_url contains a non-public URL": ("local-address",),
    "Document encryption key not configured": ("missing-variable",),
    "Fernet key must be 32 url-safe base64-encoded bytes.": ("wrong-format",),
    "ValueError: invalid literal for int() with base 10: '1.0'": ("wrong-type",),
    "A server with the specified hostname could not be found.": ("local-address",),
    "[Errno -2] Name or service not known": ("placeholder-host",),
    "httpx.LocalProtocolError: Illegal header value b'Bearer made-up\\n'": ("surrounding-blanks",),
    "UnicodeEncodeError: 'ascii' codec can't encode character '\\u200b' in position 3": ("invisible-character",),
    "UnicodeEncodeError: 'ascii' codec": ("invisible-character",),
    "ValueError: 'YOUR-PASSWORD' does not appear to be an IPv4 or IPv6 address": ("placeholder-value",),
    'invalid DSN: scheme is expected to be either "postgresql" or "postgres", got \'https\'': ("wrong-scheme", "quoted-value"),
    "ValueError: Invalid IPv6 URL": ("malformed-url", "unencoded-password"),
    'error: invalid percent-encoded token: "100%"': ("unencoded-password",),
    "ValueError: bad query field: 'up@db'": ("unencoded-password",),
    'database "postgres.abcdefghijklmnopqrst" does not exist': ("missing-database-name",),
    'database "postgres " does not exist': ("surrounding-blanks",),
    "KeyError: 'OPENAI_API_KEY'": ("missing-variable",),
    "Incorrect API key provided: made-up": ("placeholder-value",),
    "Redis URL must specify one of the following schemes (redis://, rediss://, unix://)": ("wrong-scheme",),
}


@pytest.mark.parametrize(("text", "expected"), SYMPTOMS.items(), ids=SYMPTOMS)
def test_a_text_of_a_log_leads_to_its_rules(text: str, expected: tuple[str, ...]) -> None:
    """Those of them that are built."""
    found = [match.rule.id for match in rules_of(text, RULES.values())]

    assert [id for id in expected if id in RULES and id not in found] == []


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if "## Symptom" in rule.page], ids=lambda rule: rule.id)
def test_what_a_page_quotes_leads_back_to_it(rule: object) -> None:
    """Each phrase, as it stands."""
    for phrase in phrases_of(getattr(rule, "page", "")):
        assert rule in [match.rule for match in rules_of(phrase, RULES.values())]


@pytest.mark.parametrize("text", ["", " ", "made-up", "error", "the", "does not exist", "failed", "127.0.0.1", "hello world"])
def test_a_text_that_tells_nothing_leads_nowhere(text: str) -> None:
    assert rules_of(text, RULES.values()) == []


def test_the_likeliest_rule_comes_first() -> None:
    """It quotes most of the text."""
    matches = rules_of("ValueError: invalid literal for int() with base 10: '1.0'", RULES.values())

    assert matches[0].rule.id == "wrong-type"
    assert len(matches) > 1


@given(st.text(max_size=200))
def test_any_text_is_answered(text: str) -> None:
    """The same each time."""
    assert rules_of(text, RULES.values()) == rules_of(text, RULES.values())


def test_a_long_log_is_answered() -> None:
    """What counts is its end."""
    text = "made up words \n" * 20_000 + "OSError: [Errno 101] Network is unreachable"

    assert [match.rule.id for match in rules_of(text, RULES.values())] == ["unreachable-endpoint"]


def test_a_text_that_leads_to_one_rule_shows_its_page(program: Program) -> None:
    done = program("explain", "OSError: [Errno 101] Network is unreachable")

    assert done.code == 0
    assert done.out.startswith("# unreachable-endpoint\n")


def test_a_text_that_leads_to_several_lists_them(program: Program) -> None:
    """With what each finds."""
    done = program("explain", "invalid literal for int() with base 10: '1.0'")

    assert done.code == 0
    assert RULES["wrong-type"].summary in done.out
    assert RULES["malformed-url"].summary in done.out
    assert done.out.index("wrong-type") < done.out.index("malformed-url")


def test_a_text_that_leads_nowhere_is_a_mistake_and_is_not_repeated(program: Program) -> None:
    """It may hold a secret."""
    done = program("explain", "zq7marker is not in any page")

    assert done.code == 2
    assert "zq7marker" not in done.out + done.err
    assert "hint:" in done.err


def test_a_word_near_to_a_rule_says_which(program: Program) -> None:
    done = program("explain", "missing-varable")

    assert done.code == 2
    assert "did you mean 'missing-variable'?" in done.err
