"""What the family *postgres* says of names and ports, and of several connections at once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from envcheck.facts.endpoints import examples, rows
from envcheck.quiet import unnamed
from tests.conftest import Check, ids, wants
from tests.rules.helpers import ANYWHERE, NOT_DEPLOYED, placed, spoken, written

REF = "abcdefghijklmnopqrst"
OTHER = "tsrqponmlkjihgfedcba"
DIRECT = f"postgresql://postgres:made-up@db.{REF}.supabase.co:5432/postgres"
POOLER = f"postgresql://postgres.{REF}:made-up@aws-1-eu-central-1.pooler.supabase.com"
SESSION = f"{POOLER}:5432/postgres"
TRANSACTION = f"{POOLER}:6543/postgres"
NEON = "postgresql://app:made-up@ep-made-up-000001.us-east-2.aws.neon.tech/app"
NEON_POOLER = "postgresql://app:made-up@ep-made-up-000001-pooler.us-east-2.aws.neon.tech/app"
HEROKU = "postgres://app:made-up@ec2-34-200-1-2.compute-1.amazonaws.com:5432/app"
LOCAL = "postgresql://postgres:postgres@127.0.0.1:{}/postgres"

# -- names

FITTING = {
    "session": ("SUPABASE_SESSION_POOLER_URL", SESSION),
    "session-mode": ("DB_SESSION_MODE_URL", SESSION),
    "session-last": ("DATABASE_URL_SESSION", SESSION),
    "transaction": ("SUPABASE_TRANSACTION_POOLER_URL", TRANSACTION),
    "pooler-in-session-mode": ("SUPABASE_POOLER_URL", SESSION),
    "pooler-in-transaction-mode": ("SUPABASE_POOLER_URL", TRANSACTION),
    "pooled-on-neon": ("DATABASE_URL_POOLED", NEON_POOLER),
    "pool-size-of-a-direct-one": ("DATABASE_URL", NEON),
    "direct": ("DIRECT_URL", NEON),
    "direct-on-the-session-pooler": ("DIRECT_URL", SESSION),
    "non-pooling-on-the-session-pooler": ("POSTGRES_URL_NON_POOLING", SESSION),
    "unpooled": ("DATABASE_URL_UNPOOLED", NEON),
    "no-word": ("DATABASE_URL", TRANSACTION),
    "store-of-sessions": ("SESSION_DATABASE_URL", TRANSACTION),
    "store-of-sessions-too": ("SESSION_STORE_URL", TRANSACTION),
    "sessions": ("SESSION_URL", TRANSACTION),
    "books": ("TRANSACTIONS_DATABASE_URL", SESSION),
    "books-too": ("TRANSACTION_DB_URL", SESSION),
    "words-inside-of-words": ("SPOOLER_DATABASE_URL", NEON),
    "directory": ("DIRECTORY_DATABASE_URL", NEON_POOLER),
    "redirect": ("REDIRECT_DATABASE_URL", NEON_POOLER),
    "lower-case": ("supabase_session_pooler_url", SESSION),
    "heroku": ("DATABASE_CONNECTION_POOL_URL", HEROKU),
    "unknown-host": ("DATABASE_SESSION_POOLER_URL", "postgresql://app:made-up@db.acme.dev:6543/app"),
    "local": ("DATABASE_POOLER_URL", LOCAL.format(54329)),
    "rds": ("DATABASE_POOL_URL", "postgresql://app:made-up@app.c7tj4abcdefg.us-east-1.rds.amazonaws.com/app"),
    "no-address": ("DATABASE_SESSION_POOLER", "true"),
}


@pytest.mark.parametrize("environment", NOT_DEPLOYED.values(), ids=NOT_DEPLOYED)
@pytest.mark.parametrize(("name", "value"), FITTING.values(), ids=FITTING)
def test_a_name_that_fits_has_no_finding(check: Check, name: str, value: str, environment: str | None) -> None:
    """Either mode of a pooler is right where the name tells none."""
    assert ids(check(None, written(value, name), environment=environment)) == []


MISLEADING = {
    "session": ("SUPABASE_SESSION_POOLER_URL", TRANSACTION, "called after a session pooler, and is a transaction pooler"),
    "session-last": ("DATABASE_URL_SESSION", TRANSACTION, "called after a session pooler, and is a transaction pooler"),
    "session-of-supabase": ("SUPABASE_SESSION_URL", TRANSACTION, "called after a session pooler, and is a transaction pooler"),
    "transaction": ("SUPABASE_TRANSACTION_POOLER_URL", SESSION, "called after a transaction pooler, and is a session pooler"),
    "lower-case": ("supabase_session_pooler_url", TRANSACTION, "called after a session pooler, and is a transaction pooler"),
    "pooler": ("SUPABASE_POOLER_URL", DIRECT, "called after a pooler, and is a direct connection"),
    "session-pooler": ("SUPABASE_SESSION_POOLER_URL", DIRECT, "called after a session pooler, and is a direct connection"),
    "pooled": ("DATABASE_URL_POOLED", NEON, "called after a pooler, and is a direct connection"),
    "direct": ("DIRECT_URL", TRANSACTION, "called after a direct connection, and is a transaction pooler"),
    "direct-on-neon": ("DIRECT_DATABASE_URL", NEON_POOLER, "called after a direct connection, and is a transaction pooler"),
    "unpooled": ("DATABASE_URL_UNPOOLED", NEON_POOLER, "called after a direct connection, and is a transaction pooler"),
    "non-pooling": ("POSTGRES_URL_NON_POOLING", TRANSACTION, "called after a direct connection, and is a transaction pooler"),
}


@pytest.mark.parametrize("environment", NOT_DEPLOYED.values(), ids=NOT_DEPLOYED)
@pytest.mark.parametrize(("name", "value", "words"), MISLEADING.values(), ids=MISLEADING)
def test_a_name_that_tells_another_connection_is_a_warning(
    check: Check, name: str, value: str, words: str, environment: str | None
) -> None:
    """The message says what the name tells, and what is there."""
    (finding,) = check(None, written(value, name), environment=environment)

    assert (finding.rule.id, finding.severity) == ("misleading-name", "warning")
    assert finding.message == f"{name} is {words}."


def test_where_the_connection_is_no_good_its_name_does_not_matter(check: Check) -> None:
    """It is unreachable, or not wanted."""
    name = "SUPABASE_SESSION_POOLER_URL"
    declared = {"properties": {name: wants("pooler-session")}}

    assert ids(check(declared, written(DIRECT, name), environment="production")) == ["unreachable-endpoint"]
    assert ids(check(declared, written(TRANSACTION, name), environment="production")) == ["wrong-endpoint"]


@pytest.mark.parametrize("value", [examples()["rows"][row.id][0]["url"] for row in rows()], ids=[row.id for row in rows()])
def test_a_glance_never_passes_over_a_database_that_the_table_knows(value: str) -> None:
    """Whatever the variable is called: rules on several connections have to see it."""
    assert not unnamed(value)


# -- the port of the local stack's gateway

RIGHT_PORTS = {
    "database": LOCAL.format(54322),
    "pooler": LOCAL.format(54329),
    "plain": LOCAL.format(5432),
    "elsewhere": "postgresql://app:made-up@db.acme.dev:54321/app",
    "in-the-password": "postgresql://postgres:54321@127.0.0.1:54322/postgres",
    "gateway": "http://127.0.0.1:54321",
}


@pytest.mark.parametrize("environment", NOT_DEPLOYED.values(), ids=NOT_DEPLOYED)
@pytest.mark.parametrize("value", RIGHT_PORTS.values(), ids=RIGHT_PORTS)
def test_another_port_or_machine_has_no_finding(check: Check, value: str, environment: str | None) -> None:
    """No port is demanded."""
    assert ids(check(None, written(value), environment=environment)) == []


@pytest.mark.parametrize("environment", NOT_DEPLOYED.values(), ids=NOT_DEPLOYED)
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "host.docker.internal", "[::1]"])
def test_the_gateway_is_no_database(check: Check, host: str, environment: str | None) -> None:
    """An error where it is the stack's, a warning where a container of one's own may be there."""
    stack = LOCAL.format(54321).replace("127.0.0.1", host)

    assert placed(check(None, written(stack), environment=environment)) == [("wrong-port", "error", 2)]
    assert spoken(check(None, written(stack.replace("postgres:postgres", "app:made-up")))) == [("wrong-port", "warning")]


def test_where_it_is_deployed_the_machine_is_wrong_and_not_the_port(check: Check) -> None:
    """One cause, one finding."""
    assert ids(check(None, written(LOCAL.format(54321)), environment="production")) == ["local-address"]


# -- the connection that is used

NAMES = ["SESSION_URL", "POOLER_URL", "DATABASE_URL"]


def preferring(*names: str, **postgres: Any) -> dict[str, Any]:
    """The schema of a service that takes the first of these connections."""
    return {
        "x-envcheck": {"connectionPrecedence": list(names or NAMES)},
        "properties": {name: wants(**postgres) for name in (*NAMES, "OTHER_URL")},
    }


def lines(**values: str) -> str:
    """A .env text."""
    return "".join(f"{name}={value}\n" for name, value in values.items())


UNUSED = {
    "unreachable": lines(SESSION_URL=SESSION, DATABASE_URL=DIRECT),
    "unreachable-second-of-three": lines(DATABASE_URL=SESSION, POOLER_URL=DIRECT, SESSION_URL=TRANSACTION),
    "wrong-user": lines(SESSION_URL=SESSION, DATABASE_URL=SESSION.replace(f".{REF}", "")),
    "misnamed": lines(SESSION_URL=SESSION, POOLER_URL=DIRECT),
    "in-the-order-of-the-schema": lines(DATABASE_URL=DIRECT, POOLER_URL=SESSION),
}


@pytest.mark.parametrize("text", UNUSED.values(), ids=UNUSED)
def test_a_connection_that_is_not_used_need_not_lead_anywhere(check: Check, text: str) -> None:
    """Another stands before it."""
    assert ids(check(preferring(), text, environment="production")) == []


def test_a_connection_that_is_not_used_need_not_be_of_the_wanted_kind(check: Check) -> None:
    """Nor get along with the driver."""
    declared = preferring(endpoints=["pooler-session"], driver="asyncpg")

    assert ids(check(declared, lines(SESSION_URL=SESSION, DATABASE_URL=TRANSACTION), environment="production")) == []


def test_of_a_connection_that_is_not_used_the_form_is_judged(check: Check) -> None:
    """It is still there to be read."""
    broken = DIRECT.replace("made-up", "made@up")

    assert ids(check(preferring(), lines(SESSION_URL=SESSION, DATABASE_URL=broken), environment="production")) == [
        "unencoded-password"
    ]


USED = {
    "alone": (lines(DATABASE_URL=DIRECT), "DATABASE_URL", ""),
    "first": (lines(DATABASE_URL=SESSION, SESSION_URL=DIRECT), "SESSION_URL", " It is the connection used, before DATABASE_URL."),
    "first-of-three": (
        lines(DATABASE_URL=SESSION, POOLER_URL=DIRECT, SESSION_URL=DIRECT),
        "SESSION_URL",
        " It is the connection used, before DATABASE_URL and POOLER_URL.",
    ),
    "empty-before": (lines(SESSION_URL="", DATABASE_URL=DIRECT), "DATABASE_URL", ""),
    "not-in-the-list": (lines(SESSION_URL=SESSION, OTHER_URL=DIRECT), "OTHER_URL", ""),
}


@pytest.mark.parametrize(("text", "name", "words"), USED.values(), ids=USED)
def test_the_connection_that_is_used_is_the_one_judged(check: Check, text: str, name: str, words: str) -> None:
    """The message names those that lose, so that nobody repairs them instead."""
    (finding,) = check(preferring(), text, environment="production")

    assert (finding.rule.id, finding.variable) == ("unreachable-endpoint", name)
    assert finding.message.endswith(f"connects over IPv4 only.{words}")


def test_without_an_order_each_connection_is_judged(check: Check) -> None:
    """Any of them may be used."""
    declared = {"properties": {name: wants() for name in NAMES}}

    assert ids(check(declared, lines(SESSION_URL=SESSION, DATABASE_URL=DIRECT), environment="production")) == [
        "unreachable-endpoint"
    ]


# -- passwords that disagree

ANOTHER = "made-up-before"
AGREEING = {
    "equal": lines(A=SESSION, B=TRANSACTION),
    "equal-on-the-direct-host": lines(A=SESSION, B=DIRECT),
    "equal-once-decoded": lines(A=SESSION, B=TRANSACTION.replace("made-up", "made%2dup")),
    "another-role": lines(A=SESSION, B=SESSION.replace("postgres.", "reader.").replace("made-up", ANOTHER)),
    "another-project": lines(A=SESSION, SOURCE_B=SESSION.replace(REF, OTHER).replace("made-up", ANOTHER)),
    "another-provider": lines(A=SESSION, B=NEON.replace("made-up@", f"{ANOTHER}@")),
    "without-a-password": lines(A=SESSION, B=TRANSACTION.replace(":made-up", "")),
    "reference": lines(A=SESSION, B=TRANSACTION.replace("made-up", "%24%7BDB_PASSWORD%7D")),
    "local": lines(A=LOCAL.format(54322), B=LOCAL.format(54322).replace("postgres:postgres", "postgres:made-up")),
    "unknown-host": lines(A="postgres://app:a@db.acme.dev/app", B="postgres://app:b@db.acme.dev/app"),
    "other-cluster-of-neon": lines(A=NEON, B=NEON.replace("000001", "000002").replace(":made-up@", f":{ANOTHER}@")),
    "other-instance-of-rds": lines(
        A="postgres://app:a-made-up@one.c7tj4abcdefg.us-east-1.rds.amazonaws.com/app",
        B="postgres://app:b-made-up@two.c7tj4abcdefg.us-east-1.rds.amazonaws.com/app",
    ),
    "other-port": lines(
        A="postgres://avnadmin:a-made-up@pg-acme.a.aivencloud.com:12691/app",
        B="postgres://avnadmin:b-made-up@pg-acme.a.aivencloud.com:12692/app",
    ),
    "no-database": lines(A=SESSION, B="https://made-up.acme.dev"),
}  # fmt: skip


def test_a_password_that_waits_to_be_replaced_disagrees_with_none(check: Check) -> None:
    """It is a finding of its own."""
    text = lines(A=SESSION, B=TRANSACTION.replace("made-up", "your-password"))

    assert ids(check(None, text, environment="production")) == ["placeholder-value"]


@pytest.mark.parametrize("environment", NOT_DEPLOYED.values(), ids=NOT_DEPLOYED)
@pytest.mark.parametrize("text", AGREEING.values(), ids=AGREEING)
def test_connections_that_agree_or_cannot_be_compared_have_no_finding(check: Check, text: str, environment: str | None) -> None:
    """Of another user or project nothing can be told."""
    assert ids(check(None, text, environment=environment)) == []


DISAGREEING = {
    "two-modes": (lines(A=SESSION, B=TRANSACTION.replace("made-up", ANOTHER)), "B"),
    "pooler-and-direct": (lines(A=DIRECT, B=SESSION.replace("made-up", ANOTHER)), "B"),
    "first-of-three": (lines(A=SESSION.replace("made-up", ANOTHER), B=TRANSACTION, C=SESSION), "A"),
    "last-of-three": (lines(A=SESSION, B=TRANSACTION, C=SESSION.replace("made-up", ANOTHER)), "C"),
    "another-database": (lines(A=SESSION, B=f"{POOLER}:5432/app".replace("made-up", ANOTHER)), "B"),
    "with-a-driver": (lines(A=SESSION, B=SESSION.replace("sql:", "sql+asyncpg:").replace("made-up", ANOTHER)), "B"),
    "project-in-the-options": (
        lines(A=SESSION, B=f"{SESSION}?options=reference%3D{REF}".replace(f".{REF}:made-up", f":{ANOTHER}")),
        "B",
    ),
    "neon": (lines(A=NEON, B=NEON_POOLER.replace(":made-up@", f":{ANOTHER}@")), "B"),
    "render": (
        lines(
            A="postgres://app:a-made-up@dpg-aaaaaaaaaaaaaaaaaaaa-a/app",
            B="postgres://app:b-made-up@dpg-aaaaaaaaaaaaaaaaaaaa-a.frankfurt-postgres.render.com/app",
        ),
        "B",
    ),
}  # fmt: skip


@pytest.mark.parametrize("environment", NOT_DEPLOYED.values(), ids=NOT_DEPLOYED)
@pytest.mark.parametrize(("text", "about"), DISAGREEING.values(), ids=DISAGREEING)
def test_connections_of_one_user_with_two_passwords_have_one_finding(
    check: Check, text: str, about: str, environment: str | None
) -> None:
    """At the one that stands alone, or at the later of two; with a schema and without."""
    declared = {"properties": {name: wants() for name in "ABC"}}

    for known in (None, declared):
        (finding,) = check(known, text, environment=environment)
        assert (finding.rule.id, finding.severity, finding.variable) == ("disagreeing-connections", "error", about)
    assert ids(check(None, json.dumps(dict(line.split("=", 1) for line in text.splitlines())), environment=environment))


def test_a_connection_that_is_broken_otherwise_is_told_for_that(check: Check) -> None:
    """Its password may be right once it is encoded."""
    text = lines(A=SESSION, B=SESSION.replace("made-up", "made@up"))

    assert ids(check(None, text)) == ["unencoded-password"]


@pytest.mark.parametrize("environment", ANYWHERE.values(), ids=ANYWHERE)
def test_two_projects_are_for_another_rule(check: Check, environment: str | None) -> None:
    """Passwords of two projects may differ."""
    text = lines(A=SESSION, B=SESSION.replace(REF, OTHER).replace("made-up", ANOTHER))

    assert "disagreeing-connections" not in ids(check(None, text, environment=environment))
