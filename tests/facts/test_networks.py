"""Hosts of private networks, of platforms, and the public ends of tunnels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envcheck.facts.hosts import TextFact, is_unremarkable
from envcheck.facts.networks import (
    CLUSTERS,
    INSIDE,
    NAMING,
    OF_PLATFORM,
    PRIVATE,
    TLS_ALONE,
    is_naming,
    is_of_cluster,
    is_of_platform,
    is_private,
    is_public,
    is_single_label,
    wants_tls,
)
from envcheck.facts.tunnels import TUNNELS, Tunnel, tunnel_to

#: The tables, and what tells their hosts.
TABLES = {
    is_private: PRIVATE,
    is_of_platform: OF_PLATFORM,
    is_of_cluster: CLUSTERS,
    is_naming: NAMING,
    wants_tls: TLS_ALONE,
}
FACTS = [fact for table in (*TABLES.values(), INSIDE) for fact in table]
PUBLIC = ["api.acme.dev", "8.8.8.8", "2001:470::1", "acme.onrender.com", "localhost.run", "1.2.3.4.nip.io", "acme.dev."]


@pytest.mark.parametrize(("fact", "host"), [(fact, host) for fact in FACTS for host in fact.good])
def test_an_example_is_told_by_its_table_alone(fact: TextFact, host: str) -> None:
    """In any case, and with the final dot of a full name."""
    for form in (host, host.upper(), f"{host}." if host[-1].isalpha() and ":" not in host else host):
        told = [table for is_one, table in TABLES.items() if is_one(form)]

        assert told == [table for table in TABLES.values() if fact in table]


@pytest.mark.parametrize(("fact", "host"), [(fact, host) for fact in FACTS for host in fact.bad])
def test_a_near_host_is_untouched_by_its_table(fact: TextFact, host: str) -> None:
    """What a fact must not touch, no fact of its table touches."""
    assert not fact.fits(host)
    assert not any(is_one(host) for is_one, table in TABLES.items() if fact in table)


@pytest.mark.parametrize("host", PUBLIC)
def test_a_host_on_the_internet_is_public(host: str) -> None:
    """By name or by number."""
    assert is_public(host)


@pytest.mark.parametrize(
    "host", [host for table in (PRIVATE, OF_PLATFORM, CLUSTERS, INSIDE) for fact in table for host in fact.good]
)
def test_a_host_of_a_network_is_not_public(host: str) -> None:
    """Whoever's network it is."""
    assert not is_public(host)


@pytest.mark.parametrize(
    "host", ["acme-api", "red-aaaaaaaaaaaaaaaaaaaa", "dpg-aaaaaaaaaaaaaaaaaaaa-a", "db", "acme_api", "kong."]
)
def test_a_single_label_is_one(host: str) -> None:
    """It is a service nearby, and no host of the internet."""
    assert is_single_label(host)
    assert not is_public(host)


@pytest.mark.parametrize("host", ["", ".", "api.acme.dev", "::1", "/run/postgresql", "/run/redis.sock", "10.0.0.1"])
def test_other_texts_are_no_single_label(host: str) -> None:
    """Sockets, numbers, names with dots."""
    assert not is_single_label(host)


@pytest.mark.parametrize(("tunnel", "host"), [(tunnel, host) for tunnel in TUNNELS for host in tunnel.good])
def test_the_end_of_a_tunnel_is_told(tunnel: Tunnel, host: str) -> None:
    """By the row that it is an example of."""
    for form in (host, host.upper(), f"{host}."):
        assert tunnel_to(form) is tunnel


@pytest.mark.parametrize("host", [host for tunnel in TUNNELS for host in tunnel.bad] + PUBLIC)
def test_a_near_host_is_no_tunnel(host: str) -> None:
    """The home pages of those who sell them, among others."""
    assert tunnel_to(host) is None


TOLD = [host for fact in FACTS if fact not in (*INSIDE, *NAMING) for host in fact.good]
TOLD += [host for tunnel in TUNNELS for host in tunnel.good]


@pytest.mark.parametrize("host", TOLD)
def test_a_quick_look_leaves_what_a_table_tells(host: str) -> None:
    """Or the rules would never see it."""
    assert not is_unremarkable(host)


def test_facts_are_whole() -> None:
    """Each has words, a source, a day, and examples of both kinds."""
    rows: list[TextFact | Tunnel] = [*FACTS, *TUNNELS]
    for fact in rows:
        assert fact.what
        assert fact.source
        assert fact.verified == "2026-11"
        assert fact.good
        assert fact.bad


@given(st.text(max_size=40) | st.text(alphabet="0123456789abcdefx.:[]%-/", max_size=24))
def test_any_text_is_answered(host: str) -> None:
    """No text makes them fail."""
    for is_one in (*TABLES, is_public, is_single_label):
        assert is_one(host) in (True, False)
    assert tunnel_to(host) is None or host


@given(st.ip_addresses())
def test_private_addresses_agree_with_the_library(address: object) -> None:
    """What RFC 1918 and RFC 4193 name, however it is written."""
    from ipaddress import IPv4Address, IPv6Address, ip_network

    assert isinstance(address, IPv4Address | IPv6Address)
    inner = getattr(address, "ipv4_mapped", None) or address
    blocks = map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"))

    assert is_private(address.exploded) == is_private(str(address)) == any(inner in block for block in blocks)
