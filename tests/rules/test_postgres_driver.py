"""What the family *postgres* says of an address and the driver that reads it."""

from __future__ import annotations

from typing import Any

import pytest

from envcheck.facts.drivers import DRIVERS
from tests.conftest import Check, ids, variable, wants
from tests.rules.helpers import ANYWHERE, NOT_DEPLOYED, exported, placed, spoken, written

REF = "abcdefghijklmnopqrst"
POOLER = f"postgresql://postgres.{REF}:made-up@aws-1-eu-central-1.pooler.supabase.com"
TRANSACTION = f"{POOLER}:6543/postgres"
APP = "postgresql://app:made-up@db.acme.dev/app"


def schema(driver: str | None = None, **more: Any) -> dict[str, Any]:
    """The schema of a service whose one address is read by a driver."""
    postgres = {"driver": driver, **more} if driver else more
    return {"properties": {"X": wants(**postgres)}}


GOOD = [(name, url) for name, driver in DRIVERS.items() for url in driver.good]
BAD = [(name, url, fault) for name, driver in DRIVERS.items() for url, fault in driver.bad]


@pytest.mark.parametrize("environment", ANYWHERE.values(), ids=ANYWHERE)
@pytest.mark.parametrize(("name", "url"), GOOD, ids=[f"{name} {url}" for name, url in GOOD])
def test_an_address_that_the_driver_takes_has_no_finding(check: Check, name: str, url: str, environment: str | None) -> None:
    """Wherever the service runs; schemes of another database are told by another rule."""
    mine = ("driver-scheme", "driver-parameter")

    assert [rule for rule in ids(check(schema(name), written(url), environment=environment)) if rule in mine] == []


@pytest.mark.parametrize("environment", ANYWHERE.values(), ids=ANYWHERE)
@pytest.mark.parametrize(("name", "url", "fault"), BAD, ids=[f"{name} {url}" for name, url, _ in BAD])
def test_an_address_that_the_driver_refuses_has_one_finding(
    check: Check, name: str, url: str, fault: str, environment: str | None
) -> None:
    """An error, but for what the driver may be spared by the code or by its next release."""
    is_sure = fault != "unknown" and not (name == "sqlalchemy+asyncpg" and url.startswith("postgresql:"))
    rule = "driver-scheme" if fault == "scheme" else "driver-parameter"
    declared = {"properties": {"X": {"x-envcheck": {"postgres": {"driver": name}}}}}

    assert spoken(check(declared, written(url), environment=environment)) == [(rule, "error" if is_sure else "warning")]


@pytest.mark.parametrize("url", [url for _, url, fault in BAD if fault != "tls"])
def test_without_a_driver_nothing_is_said_of_scheme_and_parameters(check: Check, url: str) -> None:
    """What one driver refuses another takes."""
    assert ids(check(None, written(url), environment="production")) == []


@pytest.mark.parametrize(
    "word", ["disable", "allow", "prefer", "require", "verify-ca", "verify-full", "no-verify", "Require", ""]
)
def test_a_mode_of_tls_that_a_driver_may_know_has_no_finding(check: Check, word: str) -> None:
    """Where no driver is named."""
    assert ids(check(None, written(f"{APP}?sslmode={word}"), environment="development")) == []


@pytest.mark.parametrize("word", ["required", "true", "on", "verify_full", "enabled"])
def test_a_mode_of_tls_that_no_driver_knows_is_an_error(check: Check, word: str) -> None:
    """With a driver and without, in every environment."""
    for declared in (None, schema(), schema("asyncpg"), schema("psycopg")):
        assert placed(check(declared, written(f"{APP}?sslmode={word}"))) == [("driver-parameter", "error", 2)]


def test_all_refused_parameters_are_in_one_finding(check: Check) -> None:
    """With what to do for each of them."""
    (finding,) = check(schema("asyncpg"), written(f"{APP}?connect_timeout=30&command_timeout=30"))

    assert finding.message == "X has the parameters connect_timeout and command_timeout, which asyncpg refuses."
    assert "timeout=…" in finding.hint
    assert "command_timeout=…" in finding.hint


def test_a_parameter_that_no_table_knows_is_not_shown(check: Check) -> None:
    """Its name is a part of the value."""
    (finding,) = check(schema("psycopg"), written(f"{APP}?zq7marker=1"))

    assert "zq7marker" not in finding.message + finding.hint


NEARER = {
    "scheme-before-parameter": (f"{APP.replace('sql:', 'sql+asyncpg:')}?ssl=require", ["driver-scheme"]),
    "wrong-scheme-before-driver": (APP.replace("postgresql:", "mysql:"), ["wrong-scheme"]),
    "malformed-before-driver": ("postgresql+asyncpg://app:made-up@/app", ["malformed-url"]),
    "quotes-before-driver": (f'"{APP}?pgbouncer=true"', ["quoted-value"]),
}


@pytest.mark.parametrize(("value", "expected"), NEARER.values(), ids=NEARER)
def test_the_rule_nearest_to_the_cause_speaks(check: Check, value: str, expected: list[str]) -> None:
    """One finding for one cause."""
    assert ids(check(schema("asyncpg"), exported(value), environment="production")) == expected


# -- TLS switched off

NOT_ELSEWHERE = {
    "localhost": "localhost",
    "single-label": "acme-postgres",
    "render-internal": "dpg-aaaaaaaaaaaaaaaaaaaa-a",
    "kubernetes": "pg.svc.cluster.local",
    "internal": "pg.acme.internal",
    "tailscale": "pg.tail0000.ts.net",
    "private-address": "10.0.4.7",
    "private-address-of-172": "172.20.0.5",
    "private-label": "private-acme-do-user-12345678-0.b.db.ondigitalocean.com",
    "private-link": "acme.private.postgres.database.azure.com",
}
ELSEWHERE = {
    "unknown": "db.acme.dev",
    "supabase": "aws-1-eu-central-1.pooler.supabase.com",
    "neon": "ep-made-up-000001.us-east-2.aws.neon.tech",
    "render-external": "dpg-aaaaaaaaaaaaaaaaaaaa-a.frankfurt-postgres.render.com",
    "address": "1.1.1.1",
    "unlucky-label": "privately.acme.dev",
}


def at(host: str, tail: str = "?sslmode=disable") -> str:
    """An address at a host."""
    user = f"postgres.{REF}" if "supabase" in host else "app"
    return f"postgresql://{user}:made-up@{host}/app{tail}"


@pytest.mark.parametrize("host", NOT_ELSEWHERE.values(), ids=NOT_ELSEWHERE)
def test_in_a_network_of_ones_own_tls_may_be_off(check: Check, host: str) -> None:
    """Nobody else sees what is sent."""
    assert "disabled-tls" not in ids(check(None, written(at(host)), environment="production", platform="none"))


@pytest.mark.parametrize("environment", NOT_DEPLOYED.values(), ids=NOT_DEPLOYED)
@pytest.mark.parametrize("host", ELSEWHERE.values(), ids=ELSEWHERE)
def test_where_nothing_is_deployed_tls_may_be_off(check: Check, host: str, environment: str | None) -> None:
    """A developer knows why."""
    assert ids(check(None, written(at(host)), environment=environment)) == []


@pytest.mark.parametrize("tail", ["", "?sslmode=require", "?sslmode=prefer", "?ssl=true", "?ssl=require", "?sslmode=no-verify"])
@pytest.mark.parametrize("host", ELSEWHERE.values(), ids=ELSEWHERE)
def test_tls_that_is_not_off_has_no_finding(check: Check, host: str, tail: str) -> None:
    """How much a mode of it checks is for others to say."""
    assert ids(check(None, exported(at(host, tail)), environment="production")) == []


@pytest.mark.parametrize("tail", ["?sslmode=disable", "?sslmode=allow", "?application_name=a&sslmode=DISABLE", "?ssl=false"])
@pytest.mark.parametrize("host", ELSEWHERE.values(), ids=ELSEWHERE)
def test_tls_switched_off_on_the_way_to_another_machine_is_a_warning(check: Check, host: str, tail: str) -> None:
    """Where the service is deployed."""
    for environment in ("staging", "production"):
        assert placed(check(None, written(at(host, tail)), environment=environment)) == [("disabled-tls", "warning", 2)]


def test_sqlalchemy_reads_another_parameter(check: Check) -> None:
    """The one for libpq is refused, the other switches TLS off."""
    url = "postgresql+asyncpg://app:made-up@db.acme.dev/app?{}=disable"

    assert ids(check(schema("sqlalchemy+asyncpg"), exported(url.format("ssl")))) == ["disabled-tls"]
    assert ids(check(schema("sqlalchemy+asyncpg"), exported(url.format("sslmode")))) == ["driver-parameter"]


BESIDE_RIGHT = {
    "require": (f"X={APP}\nPGSSLMODE=require\n", "production"),
    "own-word": (f"X={APP}?sslmode=require\nPGSSLMODE=disable\n", "production"),
    "own-word-of-sqlalchemy": (f"X={APP}?ssl=require\nPGSSLMODE=disable\n", "production"),
    "local": ("X=postgresql://app:made-up@pg.svc.cluster.local/app\nPGSSLMODE=disable\n", "production"),
    "alone": ("PGSSLMODE=disable\nPGHOST=postgres\n", "production"),
    "other-database": ("X=mysql://app:made-up@db.acme.dev/app\nPGSSLMODE=disable\n", "production"),
    "development": (f"X={APP}\nPGSSLMODE=disable\n", "development"),
    "unknown": (f"X={APP}\nPGSSLMODE=disable\n", None),
    "node": (f"X={APP}\nPGSSLMODE=no-verify\n", "production"),
}


@pytest.mark.parametrize(("text", "environment"), BESIDE_RIGHT.values(), ids=BESIDE_RIGHT)
def test_a_mode_beside_an_address_that_does_no_harm_has_no_finding(check: Check, text: str, environment: str | None) -> None:
    """An address that says something itself does not ask the environment."""
    assert ids(check(None, text, environment=environment)) == []


def test_prisma_does_not_ask_the_environment(check: Check) -> None:
    """It has no libpq."""
    declared = {"properties": {"X": wants(driver="prisma"), "PGSSLMODE": {}}}

    assert ids(check(declared, f"X={APP}\nPGSSLMODE=disable\n", environment="production")) == []


@pytest.mark.parametrize("line", [f"X={APP}", "PGHOST=db.acme.dev", f"X={TRANSACTION}"])
def test_a_mode_that_switches_tls_off_beside_an_address_is_a_warning(check: Check, line: str) -> None:
    """It is told of the variable that does it, once."""
    text = f"{line}\nPGSSLMODE=disable\n"

    assert placed(check(None, text, environment="production")) == [("disabled-tls", "warning", 2)]


# -- prepared statements

SWITCH = "NO_PREPARED_STATEMENTS"


def with_switch(driver: str | None, switch: str = SWITCH, **more: Any) -> dict[str, Any]:
    """A schema that names the variable which switches prepared statements off."""
    declared = schema(driver, preparedStatements=switch, **more)
    declared["properties"][switch] = {}
    return declared


PREPARED_RIGHT: dict[str, tuple[dict[str, Any] | None, str]] = {
    "no-schema": (None, f"X={TRANSACTION}\n"),
    "no-driver": (schema(), f"X={TRANSACTION}\n"),
    "no-driver-but-a-switch": (with_switch(None), f"X={TRANSACTION}\n{SWITCH}=0\n"),
    "in-the-code": (schema("asyncpg", preparedStatements="off"), f"X={TRANSACTION}\n"),
    "switched-off": (with_switch("asyncpg"), f"X={TRANSACTION}\n{SWITCH}=1\n"),
    "switched-off-in-words": (with_switch("asyncpg"), f"X={TRANSACTION}\n{SWITCH}=True\n"),
    "switched-off-by-another-word": (with_switch("asyncpg"), f"X={TRANSACTION}\n{SWITCH}=always\n"),
    "positive-switch": (with_switch("psycopg", "PREPARED_STATEMENTS"), f"X={TRANSACTION}\nPREPARED_STATEMENTS=false\n"),
    "size": (with_switch("asyncpg", "DB_STATEMENT_CACHE_SIZE"), f"X={TRANSACTION}\nDB_STATEMENT_CACHE_SIZE=0\n"),
    "threshold": (with_switch("psycopg", "PREPARE_THRESHOLD"), f"X={TRANSACTION}\nPREPARE_THRESHOLD=None\n"),
    "switch-of-the-pooler": (with_switch("asyncpg", "USE_PGBOUNCER"), f"X={TRANSACTION}\nUSE_PGBOUNCER=yes\n"),
    "session-pooler": (with_switch("asyncpg"), f"X={POOLER}:5432/postgres\n"),
    "session-pooler-by-default": (with_switch("asyncpg"), f"X={POOLER}/postgres\n{SWITCH}=0\n"),
    "unknown-host": (with_switch("asyncpg"), "X=postgresql://app:made-up@pgbouncer.acme.dev:6432/app\n"),
    "neon-keeps-them": (with_switch("asyncpg"), "X=postgresql://app:made-up@ep-made-up-1-pooler.us-east-2.aws.neon.tech/app\n"),
    "psycopg2": (schema("psycopg2"), f"X={TRANSACTION}\n"),
    "psycopg2-of-sqlalchemy": (schema("sqlalchemy+psycopg2"), f"X={TRANSACTION}\n"),
    "prisma": (schema("prisma"), f"X={TRANSACTION}?pgbouncer=true\n"),
    "not-set": (with_switch("asyncpg"), f"{SWITCH}=0\n"),
    "not-an-address": (
        {"properties": {"X": {"x-envcheck": {"postgres": {"driver": "asyncpg"}}}}},
        "X=host=db.acme.dev port=6543\n",
    ),
}


@pytest.mark.parametrize("environment", NOT_DEPLOYED.values(), ids=NOT_DEPLOYED)
@pytest.mark.parametrize(("declared", "text"), PREPARED_RIGHT.values(), ids=PREPARED_RIGHT)
def test_statements_that_no_pooler_loses_have_no_finding(
    check: Check, declared: dict[str, Any] | None, text: str, environment: str | None
) -> None:
    """They are switched off, or kept, or never made."""
    assert ids(check(declared, text, environment=environment)) == []
    assert ids(check(declared, text, environment="production")) == []


PREPARED_WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "not-set": (with_switch("asyncpg"), f"X={TRANSACTION}\n", SWITCH),
    "off": (with_switch("asyncpg"), f"X={TRANSACTION}\n{SWITCH}=0\n", SWITCH),
    "empty": (with_switch("asyncpg"), f"X={TRANSACTION}\n{SWITCH}=\n", SWITCH),
    "positive-switch-on": (with_switch("psycopg", "PREPARE"), f"X={TRANSACTION}\nPREPARE=1\n", "PREPARE"),
    "positive-switch-not-set": (with_switch("psycopg", "PREPARE"), f"X={TRANSACTION}\n", "PREPARE"),
    "size": (with_switch("asyncpg", "CACHE_SIZE"), f"X={TRANSACTION}\nCACHE_SIZE=100\n", "CACHE_SIZE"),
    "no-switch": (schema("asyncpg"), f"X={TRANSACTION}\n", "X"),
    "no-switch-of-psycopg": (schema("psycopg"), f"X={TRANSACTION}\n", "X"),
    "sqlalchemy": (schema("sqlalchemy+psycopg"), f"X={TRANSACTION}\n", "X"),
    "not-enough": (
        schema("sqlalchemy+asyncpg"),
        f"X={TRANSACTION.replace(':', '+asyncpg:', 1)}?prepared_statement_cache_size=0\n",
        "X",
    ),
    "prisma": (schema("prisma"), f"X={TRANSACTION}\n", "X"),
    "prisma-with-another-word": (schema("prisma"), f"X={TRANSACTION}?pgbouncer=false\n", "X"),
    "dedicated-pooler": (with_switch("asyncpg", ipv4Addon=True), f"X=postgresql://postgres:made-up@db.{REF}.supabase.co:6543/a\n", SWITCH),
}  # fmt: skip


@pytest.mark.parametrize("environment", ANYWHERE.values(), ids=ANYWHERE)
@pytest.mark.parametrize(("declared", "text", "about"), PREPARED_WRONG.values(), ids=PREPARED_WRONG)
def test_statements_that_a_pooler_loses_are_an_error(
    check: Check, declared: dict[str, Any], text: str, about: str, environment: str | None
) -> None:
    """In every environment; it is told of the switch where there is one."""
    (finding,) = check(declared, text, environment=environment)

    assert (finding.rule.id, finding.severity, finding.variable) == ("prepared-statements-on-transaction-pooler", "error", about)
    assert finding.location is not None


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://app:made-up@acme.postgres.database.azure.com:6432/app",
        "postgres://doadmin:made-up@acme-do-user-12345678-0.b.db.ondigitalocean.com:25061/pool",
        "postgresql://postgres.aaaaaaaaaa:made-up@us-east-4.pg.psdb.cloud:6432/app",
        "postgres://made-up:made-up@pooled.db.prisma.io:5432/postgres",
        "postgresql://postgres:made-up@pgbouncer.railway.internal:5432/railway",
    ],
    ids=["azure", "digitalocean", "planetscale", "prisma", "railway"],
)
def test_a_pooler_that_may_keep_statements_is_a_warning(check: Check, url: str) -> None:
    """Its mode or its version can be another than the usual one."""
    findings = check(schema("asyncpg"), f"X={url}\n", environment="production", platform="none")

    assert spoken(findings) == [("prepared-statements-on-transaction-pooler", "warning")]


def test_the_switch_that_is_required_is_missing_and_no_more(check: Check) -> None:
    """One cause, one finding."""
    declared = with_switch("asyncpg") | {"required": [SWITCH]}

    assert ids(check(declared, f"X={TRANSACTION}\n")) == ["missing-variable"]


def test_the_switch_with_another_value_than_listed_is_told_with_the_reason(check: Check) -> None:
    """The list of values is only its shadow."""
    declared = with_switch("asyncpg")
    declared["properties"][SWITCH] = {"const": "1"}

    assert ids(check(declared, f"X={TRANSACTION}\n{SWITCH}=0\n")) == ["prepared-statements-on-transaction-pooler"]
    assert ids(check(declared, f"X={POOLER}:5432/postgres\n{SWITCH}=0\n")) == ["unlisted-value"]


def test_an_endpoint_that_is_not_wanted_is_nearer(check: Check) -> None:
    """The address changes anyway."""
    declared = with_switch("asyncpg", endpoints=["pooler-session"])

    assert ids(check(declared, f"X={TRANSACTION}\n", environment="production")) == ["wrong-endpoint"]
    assert ids(check(declared, f"X={TRANSACTION}\n")) == ["prepared-statements-on-transaction-pooler"]


def test_a_variable_with_a_driver_is_looked_at_for_its_scheme_alone(check: Check) -> None:
    """At a host that no table knows, and without parameters."""
    declared = variable("X", own={"postgres": {"driver": "sqlalchemy+psycopg"}})

    assert ids(check(declared, "X=postgres://app:made-up@db.acme.dev/app\n")) == ["driver-scheme"]
