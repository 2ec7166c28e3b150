"""Services of vendors: each example is held against the whole table."""

from __future__ import annotations

import pytest

from envcheck.address import Address, split
from envcheck.facts.hosts import is_untold
from envcheck.facts.names import PUBLIC_STARTS, VENDOR_FORMATS, is_told
from envcheck.facts.vendors import VENDORS, is_named_by_sdk, is_no_host_of_render, path_fault, vendor_of, wrong_host
from envcheck.facts.vendors.row import Vendor


def names(vendor: Vendor) -> list[str]:
    return [*sorted(vendor.names), *sorted(vendor.nicknames), *vendor.endings]


def address(text: str) -> Address:
    found = split(text)
    assert isinstance(found, Address)
    return found


def examples(kind: str) -> list[tuple[Vendor, str]]:
    return [(vendor, text) for vendor in VENDORS for text in getattr(vendor, kind)]


@pytest.mark.parametrize(("vendor", "text"), examples("good"))
def test_a_right_address_is_untouched(vendor: Vendor, text: str) -> None:
    assert wrong_host(vendor, address(text)) is None
    assert path_fault(vendor, address(text)) is None


@pytest.mark.parametrize(("vendor", "text"), examples("bad_hosts"))
def test_another_service_is_told(vendor: Vendor, text: str) -> None:
    assert wrong_host(vendor, address(text))


@pytest.mark.parametrize(("vendor", "text"), examples("bad_paths"))
def test_another_path_is_told(vendor: Vendor, text: str) -> None:
    assert wrong_host(vendor, address(text)) is None
    assert path_fault(vendor, address(text)) in ("error", "warning")


@pytest.mark.parametrize(("vendor", "text"), [*examples("bad_hosts"), *examples("bad_paths")])
def test_a_quick_look_leaves_what_the_table_tells(vendor: Vendor, text: str) -> None:
    """By the host, or else by the name."""
    if vendor.paths:
        assert all(is_told(name) for name in (*vendor.names, *vendor.endings))
    if not vendor.paths or (vendor, text) in examples("bad_hosts"):
        assert not is_untold(address(text).host)


def test_a_quick_look_leaves_the_hosts_of_every_row() -> None:
    """Each is wrong in the variables of the others."""
    assert all(not is_untold(host.removeprefix(".")) for vendor in VENDORS for host in vendor.hosts)


def test_what_two_clients_read_in_two_ways_is_a_warning() -> None:
    vendor = vendor_of("ANTHROPIC_BASE_URL")
    assert vendor is not None

    assert path_fault(vendor, address("https://api.anthropic.com/v1")) == "warning"
    assert path_fault(vendor, address("https://api.anthropic.com/v1/messages")) == "error"


@pytest.mark.parametrize("vendor", VENDORS, ids=[vendor.id for vendor in VENDORS])
def test_a_row_is_found_by_each_of_its_names(vendor: Vendor) -> None:
    for name in names(vendor):
        assert vendor_of(name) is vendor
        assert is_told(name) == (bool(vendor.paths) and name not in vendor.nicknames)
        assert is_named_by_sdk(vendor, name) == (name not in vendor.nicknames)
    for ending in vendor.endings:
        for prefix in PUBLIC_STARTS:
            assert vendor_of(prefix + ending) is vendor
            assert is_told(prefix + ending)
    for format in vendor.formats:
        assert vendor_of("X", (format,)) is vendor


@pytest.mark.parametrize(
    "name",
    [
        *(
            "API_URL",
            "X",
            "",
            "MY_OPENAI_BASE_URL",
            "AZURE_OPENAI_ENDPOINT",
            "NOTSUPABASE_URL",
            "SUPABASE_URL_OLD",
            "supabase_url",
        ),
        *("SUPABASE_FUNCTIONS_URL", "DATABASE_URL_LOCAL", "READ_DATABASE_URL", "OPENAI_PROXY_URL", "GITHUB_SERVER_URL"),
    ],
)
def test_another_name_is_no_vendors(name: str) -> None:
    assert vendor_of(name) is None


def test_formats_of_vendors_are_those_that_a_glance_leaves() -> None:
    assert {format for vendor in VENDORS for format in vendor.formats} == VENDOR_FORMATS


def test_no_name_belongs_to_two_rows() -> None:
    everyone = [name for vendor in VENDORS for name in (*names(vendor), *vendor.formats)]

    assert len(everyone) == len(set(everyone))


def test_rows_are_whole() -> None:
    for vendor in VENDORS:
        assert vendor.hint
        assert vendor.source
        assert vendor.verified == "2026-11"
        assert len(vendor.good) >= 3
        assert vendor.bad_hosts
        assert bool(vendor.bad_paths) == (vendor.path is not None or bool(vendor.paths))
        assert vendor.beside <= {other.id for other in VENDORS}


def test_a_host_is_that_of_one_row() -> None:
    hosts = [host for vendor in VENDORS for host in vendor.hosts]

    assert len(hosts) == len(set(hosts))


@pytest.mark.parametrize("host", ["acme-api.render.com", "acme.render.com", "acme-api-1a2b.render.com"])
def test_a_service_does_not_stand_under_renders_own_domain(host: str) -> None:
    assert is_no_host_of_render(host)


@pytest.mark.parametrize(
    "host",
    [
        *(
            "acme-api.onrender.com",
            "render.com",
            "api.render.com",
            "dashboard.render.com",
            "oregon-keyvalue.render.com",
            "acme.dev",
        ),
        *(
            "dpg-aaaaaaaaaaaaaaaaaaaa-a.oregon-postgres.render.com",
            "ssh.oregon.render.com",
            "oregon-redis.render.com",
            "render.acme.dev",
        ),
    ],
)
def test_hosts_of_renders_own_are_untouched(host: str) -> None:
    assert not is_no_host_of_render(host)
