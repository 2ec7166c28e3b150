"""Hosts that are this machine, and hosts that nobody has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envcheck.facts.hosts import COMPOSE_NAMES, LOCAL, PLACEHOLDERS, TextFact, is_local, is_placeholder

FACTS = [*LOCAL, *PLACEHOLDERS]
GOOD = [(fact, host) for fact in FACTS for host in fact.good]
BAD = [(fact, host) for fact in FACTS for host in fact.bad]

REAL_HOSTS = [
    "",
    ".",
    "a",
    "api.acme.dev",
    "yourcompany.com",
    "examples.io",
    "contest.com",
    "test.mycompany.com",
    "testing.io",
    "example.co",
    "example-app.onrender.com",
    "myexample.com",
    "attest.dev",
    "invalid.acme.dev",
    "test",
    "example",
    "host.acme.dev",
    "hostname.acme.dev",
    "project.supabase.co",
    "abcdefghijklmnopqrst.supabase.co",
    "aws-0-us-east-1.pooler.supabase.com",
    "acme.xxx",
    "max.acme.dev",
    "x.com",
    "xx.acme.dev",
    "xn--mnchen-3ya.de",
    "static.1.2.3.4.clients.your-server.de",
    "your-say.gov.uk",
    "127.acme.dev",
    "127.0.0.1.acme.dev",
    "192.0.2.acme.dev",
    "8.8.8.8",
    "10.0.0.1",
    "2606:4700::1111",
    "fe80::1%eth0",
    "::g",
    "1.2.3",
    "1.2.3.4.5",
    "dpg-aaaaaaaaaaaaaaaaaaaa-a",
    "redis.railway.internal",
    "/cloudsql/a:b:c",
    "/var/run/postgresql",
    "münchen.de",
]


@pytest.mark.parametrize("host", REAL_HOSTS + sorted(COMPOSE_NAMES))
def test_a_real_host_is_neither_local_nor_a_placeholder(host: str) -> None:
    """A host that merely looks similar is left alone, and so is the name of a compose service."""
    assert not is_local(host)
    assert not is_placeholder(host)


@pytest.mark.parametrize(("fact", "host"), BAD, ids=[host for _, host in BAD])
def test_a_near_host_is_untouched_by_its_family(fact: TextFact, host: str) -> None:
    """What a fact must not touch, no fact of its family touches."""
    assert not fact.fits(host)
    assert not (is_local(host) if fact in LOCAL else is_placeholder(host))


@pytest.mark.parametrize(("fact", "host"), GOOD, ids=[host for _, host in GOOD])
def test_an_example_fits_its_fact(fact: TextFact, host: str) -> None:
    """An example is told in any case, and with the final dot of a full name; it is not of the other family."""
    assert (is_local(host), is_placeholder(host)) == (fact in LOCAL, fact in PLACEHOLDERS)
    assert (is_local(host.upper()), is_placeholder(host.upper())) == (fact in LOCAL, fact in PLACEHOLDERS)
    if host[-1].isalpha() and ":" not in host:
        assert (is_local(host + "."), is_placeholder(host + ".")) == (fact in LOCAL, fact in PLACEHOLDERS)


def test_facts_are_whole() -> None:
    """Each has words, a source, a day, and more examples that must not match than none."""
    for fact in FACTS:
        assert fact.what
        assert fact.source
        assert fact.verified == "2026-11"
        assert fact.good
        assert fact.bad
    assert len(BAD) + len(REAL_HOSTS) > len(GOOD)


@given(st.text(max_size=40) | st.text(alphabet="0123456789abcdefx.:[]%-", max_size=24))
def test_any_text_is_answered(host: str) -> None:
    """No text makes them fail."""
    assert is_local(host) in (True, False)
    assert is_placeholder(host) in (True, False)


@given(st.ip_addresses())
def test_addresses_agree_with_the_library(address: object) -> None:
    """What the library calls loopback or unspecified is local, however it is written."""
    from ipaddress import IPv4Address, IPv6Address

    assert isinstance(address, IPv4Address | IPv6Address)
    inner = getattr(address, "ipv4_mapped", None) or address

    assert is_local(address.exploded) == is_local(str(address)) == (inner.is_loopback or inner.is_unspecified)
