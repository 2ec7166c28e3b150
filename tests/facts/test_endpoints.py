"""Each example of the endpoint table is classified by the whole table."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envcheck.address import Address, split
from envcheck.facts import endpoints
from envcheck.facts.endpoints import KINDS, Endpoint, Row, candidates, classify, match, rows

TABLE = Path(endpoints.__file__).with_name("postgres_endpoints.json")
ORIGINAL = Path(__file__).parents[3] / "shared" / "facts" / "postgres_endpoints.json"
ALL_EXAMPLES = endpoints.examples()
UNCLASSIFIED: list[str] = ALL_EXAMPLES["unclassified"]
EXAMPLES = [(row, example) for row in rows() for example in ALL_EXAMPLES["rows"][row.id]]

REF = "abcdefghijklmnopqrst"


def address_of(url: str) -> Address:
    """The address that a URL is."""
    address = split(url)
    assert isinstance(address, Address)
    return address


def endpoint_of(url: str) -> Endpoint:
    """The endpoint that a URL reaches."""
    endpoint = classify(address_of(url))
    assert endpoint is not None
    return endpoint


@pytest.mark.parametrize("url", UNCLASSIFIED)
def test_what_is_no_endpoint_is_not_classified(url: str) -> None:
    """A damaged or foreign address matches no row, by suffix or without."""
    address = address_of(url)

    assert classify(address) is None
    assert [row.id for row in rows() if match(row, address) is not None] == []


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://app:made-up@db.acme.dev:5432/app",
        "postgresql://app:made-up@acme.supabase.co:5432/app",
        "postgresql://app:made-up@db.internal.acme.dev/app",
        "postgresql://app:made-up@prod.db/app",
        "postgresql://app:made-up@localhost.acme.dev/app",
        "postgresql://app:made-up@127.0.0.1.nip.io/app",
        "postgresql://app:made-up@redis/app",
        "postgresql://app:made-up@postgres-1/app",
        "postgresql://app:made-up@dpg-short-a/app",
        "postgresql://app:made-up@neon.tech/app",
        "postgresql://app:made-up@console.neon.tech/app",
        "postgresql://app:made-up@mydb.rds.amazonaws.com/app",
        "postgresql://app:made-up@${DB_HOST}/app",
        "postgresql://app:made-up@[REGION].pooler.supabase.com:6543/app",
        "postgresql://app:made-up@pg-1.aivencloud.com/app",
        "postgresql://app:made-up@a.b.tsdb.cloud.timescale.com/tsdb",
        "postgresql://app:made-up@db.prisma.io:5433/app",
        "postgresql://app:made-up@/app?host=/var/run/postgresql",
        "prisma://accelerate.prisma-data.net.acme.dev/?api_key=made-up",
        "redis://localhost:6379/0",
        "https://localhost:5432/app",
        "mysql://app:made-up@db:3306/app",
    ],
)
def test_other_hosts_are_not_classified(url: str) -> None:
    """A host that no provider gives out is nobody's."""
    assert classify(address_of(url)) is None


@pytest.mark.parametrize(("row", "example"), EXAMPLES, ids=[example["url"] for _, example in EXAMPLES])
def test_an_example_matches_its_row_alone(row: Row, example: dict[str, Any]) -> None:
    """Exactly one row of the whole table fits, and tells what the example expects."""
    address = address_of(example["url"])
    endpoint = classify(address)

    assert [row.id] == [other.id for other in rows() if match(other, address) is not None]
    assert endpoint is not None
    assert (row.id, row.provider, row.kind) == (endpoint.id, endpoint.provider, endpoint.kind)
    assert (example["host"], example["port"]) == (address.host, endpoint.port)
    assert (example["user"], example["database"]) == (address.user, address.database)
    assert (example.get("ref"), example.get("region")) == (endpoint.ref, endpoint.region)
    assert example["user_ok"] == endpoint.knows_user


@pytest.mark.parametrize(("row", "example"), EXAMPLES, ids=[example["url"] for _, example in EXAMPLES])
def test_an_example_is_found_by_its_literal_ends(row: Row, example: dict[str, Any]) -> None:
    """The look-up by suffix does not lose the row, and leaves few others to try."""
    found = candidates(example["host"])

    assert row in found
    assert len(found) <= 4


@pytest.mark.parametrize("row", rows(), ids=[row.id for row in rows()])
@given(data=st.data())
def test_every_host_of_a_pattern_is_found_by_its_literal_ends(row: Row, data: st.DataObject) -> None:
    """Whatever host a row's pattern matches, the look-up gives the row."""
    host = data.draw(st.from_regex(re.compile(row.host_regex, re.ASCII), fullmatch=True))

    assert row in candidates(host)


def test_rows_are_whole() -> None:
    """Each row has an id of its own, a source, a day, literal ends and examples, and words that are known."""
    assert len(rows()) == len({row.id for row in rows()})
    for row in rows():
        assert row.source
        assert row.verified == "2026-11"
        assert row.suffixes or row.prefixes
        assert len(ALL_EXAMPLES["rows"][row.id]) >= 2
        assert row.kind in KINDS
        assert row.ip_family in ("ipv4", "ipv6", "private", "loopback", "none", "unknown")
        assert {row.prepared_statements, row.reachable_from_render} <= {"yes", "no", "unknown"}
        assert {row.reach_confidence, row.confidence} <= {"documented", "observed", "unverified"}
        assert all(end == end.lower() for end in row.suffixes + row.prefixes)


def test_only_a_documented_row_is_unreachable_for_certain() -> None:
    """From Render, the rows known to be out of reach are IPv6 or private ones."""
    unreachable = {row.id for row in rows() if row.reachable_from_render == "no" and row.reach_confidence == "documented"}

    assert unreachable == {
        "supabase-direct",
        "supabase-dedicated-pooler",
        "railway-internal",
        "railway-internal-pgbouncer",
        "fly-mpg-pgbouncer",
        "fly-mpg-direct",
        "fly-legacy",
    }


def test_kinds_have_names_for_people() -> None:
    """Every kind has a label of plain words."""
    labels = [endpoints.kind_label(kind) for kind in KINDS]

    assert len(set(labels)) == len(KINDS)
    assert endpoints.kind_label("pooler-session") == "session pooler"
    assert endpoints.kind_label("pooler-transaction") == "transaction pooler"
    assert endpoints.kind_label("direct") == "direct connection"


@pytest.mark.parametrize(
    "options",
    [
        "",
        "?options=reference%3Dabcdefghijklmnopqrs",
        "?options=reference%3Dabcdefghijklmnopqrstu",
        "?options=preference%3D" + REF,
        "?options=-csearch_path%3Dapp",
        "?reference=" + REF,
    ],
)
def test_a_pooler_user_without_a_project_does_not_fit(options: str) -> None:
    """Neither the user nor the options name a project of 20 letters."""
    endpoint = endpoint_of("postgresql://postgres:made-up@aws-0-us-east-1.pooler.supabase.com:6543/postgres" + options)

    assert not endpoint.knows_user
    assert endpoint.ref is None


@pytest.mark.parametrize("url", ["", ":5432", ":6543"])
def test_the_reference_may_stand_in_options(url: str) -> None:
    """Supavisor reads the project from there too, in both modes."""
    text = f"postgresql://postgres:made-up@aws-1-eu-west-1.pooler.supabase.com{url}/app?options=reference%3D{REF}"

    assert endpoint_of(text).knows_user
    assert endpoint_of(text).ref == REF


def test_a_role_may_have_dots_before_the_reference() -> None:
    """Supavisor takes what is behind the last one."""
    endpoint = endpoint_of(f"postgresql://app.read.only.{REF}:made-up@aws-1-eu-west-1.pooler.supabase.com/app")

    assert (endpoint.knows_user, endpoint.ref) == (True, REF)


@pytest.mark.parametrize(
    ("host", "found"),
    [
        (f"db.{REF}.supabase.co", ["supabase-direct", "supabase-dedicated-pooler"]),
        ("pooled.db.prisma.io", ["prisma-postgres-pooled"]),
        ("db.acme.dev", []),
    ],
)
def test_a_host_has_its_rows_whatever_the_port(host: str, found: list[str]) -> None:
    """What holds of a host holds on each of its ports."""
    assert found == [row.id for row in endpoints.rows_of_host(host)]


def test_the_reference_in_options_is_the_poolers_alone() -> None:
    """On the direct host the user has to fit by itself."""
    text = f"postgresql://postgres.{REF}:made-up@db.{REF}.supabase.co/postgres?options=reference%3D{REF}"

    assert not endpoint_of(text).knows_user


def test_an_endpoint_does_not_show_what_it_took_from_the_value() -> None:
    """Its repr has the row's id and nothing of the address."""
    endpoint = endpoint_of(f"postgresql://postgres:made-up@db.{REF}.supabase.co/postgres")

    assert f"{endpoint!r} {endpoint}" == "Endpoint('supabase-direct', …) Endpoint('supabase-direct', …)"


RIGHT_SUPABASE_HOSTS = [
    f"db.{REF}.supabase.co",
    "aws-0-us-east-1.pooler.supabase.com",
    "aws-1-ap-southeast-2.pooler.supabase.com",
    "aws-12-eu-central-1.pooler.supabase.com",
    "fly-0-sin.pooler.supabase.com",
    f"db.{REF}-rr-us-east-1-abcde.supabase.co",
    f"{REF}-rr-us-east-1-abcde.supabase.co",
    "db.acme.dev",
    "api.acme.dev",
    "acme.supabase.co",
    "acme-prod.supabase.co",
    f"evil-db.{REF}.supabase.co",
    f"db.{REF}.supabase.co.evil.example",
    "supabase.co",
    "supabase.com",
    "api.supabase.com",
    "pooler.supabase.com",
    "[region].pooler.supabase.com",
    "aws-0-[region].pooler.supabase.com",
    "localhost",
    "",
]


@pytest.mark.parametrize("host", RIGHT_SUPABASE_HOSTS + [example["host"] for _, example in EXAMPLES])
def test_a_right_host_has_no_fault(host: str) -> None:
    """Right hosts, replicas, vanity names, other domains and placeholders are left alone."""
    assert endpoints.supabase_host_fault(host) is None


FAULTY_HOSTS = [
    (fault, host)
    for fault, hosts in zip(endpoints.host_faults(), ALL_EXAMPLES["supabase_host_faults"], strict=True)
    for host in hosts
]


@pytest.mark.parametrize(("fault", "host"), FAULTY_HOSTS, ids=[host for _, host in FAULTY_HOSTS])
def test_a_damaged_host_has_one_fault(fault: endpoints.HostFault, host: str) -> None:
    """Each example of a fault is that fault, no other, and no endpoint."""
    assert endpoints.supabase_host_fault(host) == fault.reason
    assert [fault] == [other for other in endpoints.host_faults() if re.fullmatch(other.host_regex, host)]
    assert classify(address_of(f"postgresql://postgres:made-up@{host}/postgres")) is None


@pytest.mark.parametrize(
    ("host", "provider"),
    [
        ("db.acme.dev", None),
        ("acme.internal", None),
        ("host.docker.internal", None),
        ("acme.flycast", None),
        ("localhost", None),
        ("supabase.co", None),
        ("db.supabase.co.evil.example", None),
        ("dpg-aaaaaaaaaaaaaaaaaaaa-a", None),
        ("db.abcdefghijklmnopqrs.supabase.co", "supabase"),
        ("aws-us-east-1.pooler.supabase.com", "supabase"),
        ("aws-0-us-east-1.pooler.supabase.co", "supabase"),
        ("ep-made-up.neon.tech", "neon"),
        ("a.railway.internal", "railway"),
    ],
)
def test_the_provider_of_a_host(host: str, provider: str | None) -> None:
    """A host under a provider's domain is told, classified or not; top-level names belong to nobody."""
    assert endpoints.provider_of_host(host) == provider


@pytest.mark.skipif(not ORIGINAL.exists(), reason="the shared facts are not beside this repository")
def test_the_packaged_table_agrees_with_the_shared_one() -> None:
    """Ids, patterns, ports and kinds are the same, and so are all examples' addresses."""
    original = json.loads(ORIGINAL.read_text("utf-8"))
    fields = (
        "id",
        "provider",
        "schemes",
        "host_regex",
        "ports",
        "default_port",
        "database_regex",
        "kind",
        "user_pattern",
    )
    packaged = [{field: getattr(row, field) for field in fields} for row in rows()]

    assert packaged == [{field: row[field] for field in fields} for row in original["rows"]]
    assert [entry["url"] for entry in original["unclassified"]] == UNCLASSIFIED
    assert [[example["url"] for example in ALL_EXAMPLES["rows"][row.id]] for row in rows()] == [
        [example["url"] for example in row["examples"]] for row in original["rows"]
    ]


def test_the_table_is_read_at_first_use() -> None:
    """Importing the module opens no file and loads no json, and one address compiles few patterns."""
    code = """
import sys, re
from envcheck.address import split
from envcheck.facts import endpoints
assert endpoints._TABLES == []
assert not {"json", "typing", "dataclasses", "pathlib", "logging", "ipaddress", "urllib"} & set(sys.modules)
compiled = []
original = re._compiler.compile
re._compiler.compile = lambda *args: compiled.append(args[0]) or original(*args)
address = split("postgresql://postgres:made-up@db.abcdefghijklmnopqrst.supabase.co:6543/postgres")
assert endpoints.classify(address).id == "supabase-dedicated-pooler"
assert compiled == []
address = split("postgresql://app:made-up@pg-1.aivencloud.com:12345/app")
for _ in range(3):
    assert endpoints.classify(address).id == "aiven"
ours = [pattern for pattern in compiled if isinstance(pattern, str) and '(?P<' in pattern]
assert len(ours) == 1, ours
"""
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, cwd=TABLE.parents[2])

    assert done.stderr == ""
