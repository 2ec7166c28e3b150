"""Each example of the driver table is taken, or refused, as its row says."""

from __future__ import annotations

import pytest

from envcheck.address import Address, split
from envcheck.facts.drivers import DRIVERS, TLS_MODES, Driver, is_tls_mode, refused_parameters, takes_scheme
from envcheck.facts.formats import FORMATS
from envcheck.keywords import DRIVERS as WORDS

ROWS = DRIVERS.items()
GOOD = [(name, url) for name, driver in ROWS for url in driver.good]
BAD = [(name, url, fault) for name, driver in ROWS for url, fault in driver.bad]


def faults_of(driver: Driver, url: str) -> list[str]:
    """What a driver does not take of an address."""
    address = split(url)
    assert isinstance(address, Address)
    refused, has_unknown = refused_parameters(driver, address.query)
    told = {
        "scheme": not takes_scheme(driver, url.partition("://")[0]),
        "parameter": bool(refused),
        "unknown": has_unknown,
        "tls": not is_tls_mode(address.query.get(driver.tls or "sslmode", ""), driver),
    }
    return [fault for fault, is_there in told.items() if is_there]


@pytest.mark.parametrize(("name", "url"), GOOD, ids=[f"{name} {url}" for name, url in GOOD])
def test_a_driver_takes_what_is_right_for_it(name: str, url: str) -> None:
    """Scheme, parameters and mode of TLS."""
    assert faults_of(DRIVERS[name], url) == []


@pytest.mark.parametrize(("name", "url", "fault"), BAD, ids=[f"{name} {url}" for name, url, _ in BAD])
def test_a_driver_refuses_what_is_wrong_for_it(name: str, url: str, fault: str) -> None:
    """For the one reason that its row tells."""
    assert faults_of(DRIVERS[name], url) == [fault]


def test_the_schema_can_name_every_driver_of_the_table() -> None:
    """And no other."""
    assert set(WORDS) == set(DRIVERS)


@pytest.mark.parametrize(("name", "driver"), ROWS, ids=DRIVERS)
def test_a_row_is_whole(name: str, driver: Driver) -> None:
    """It has a source, a day and examples, and says how to switch off what it does by itself."""
    assert driver.source
    assert driver.verified == "2026-11"
    assert driver.good
    assert driver.bad
    assert bool(driver.switch) == driver.prepares
    assert all(hint.endswith(".") for hint in driver.refuses.values())


@pytest.mark.parametrize(("name", "driver"), ROWS, ids=DRIVERS)
def test_what_a_driver_takes_it_does_not_refuse(name: str, driver: Driver) -> None:
    """The parameter for the mode of TLS is one of those that it takes."""
    taken = driver.takes or frozenset()

    assert taken.isdisjoint(driver.refuses)
    assert driver.tls not in driver.refuses
    assert driver.takes is None or driver.tls in taken


@pytest.mark.parametrize("name", ["psycopg2", "sqlalchemy+psycopg2"])
def test_psycopg2_prepares_nothing(name: str) -> None:
    """So no pooler can lose it."""
    assert not DRIVERS[name].prepares


@pytest.mark.parametrize("name", ["asyncpg", "psycopg", "sqlalchemy+asyncpg", "sqlalchemy+psycopg", "prisma"])
def test_the_others_prepare_by_themselves(name: str) -> None:
    """Unless they are told not to."""
    assert DRIVERS[name].prepares


def test_a_scheme_that_code_completes_is_neither_taken_nor_refused() -> None:
    """Code often puts the driver in."""
    assert takes_scheme(DRIVERS["sqlalchemy+asyncpg"], "postgresql") is None


@pytest.mark.parametrize("word", [*TLS_MODES, "no-verify", "Require", "", "${SSLMODE}", "<mode>", "[mode]", "{{ mode }}"])
def test_a_mode_of_tls_that_some_driver_knows_is_right_where_none_is_named(word: str) -> None:
    """node-postgres has a word of its own, and some do not mind case."""
    assert is_tls_mode(word, None)


@pytest.mark.parametrize("word", ["required", "true", "1", "on", "yes", "enable", "verify", "verify_full", "full", "ssl"])
def test_a_mode_of_tls_that_no_driver_knows_is_wrong(word: str) -> None:
    """With a driver and without."""
    assert not is_tls_mode(word, None)
    assert not is_tls_mode(word, DRIVERS["asyncpg"])


def test_schemes_are_those_of_the_format() -> None:
    """All that a driver of a Postgres takes is a Postgres address for the rules too, but for what Prisma calls its own."""
    schemes = {scheme.partition("+")[0] for _, driver in ROWS for scheme in driver.schemes}

    assert schemes - {"prisma"} == set(FORMATS["postgres-url"].schemes)
