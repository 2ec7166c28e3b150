"""Which provider's Postgres an address reaches, and by which kind of endpoint."""

from __future__ import annotations

import os.path

from envcheck.facts.supabase_forms import BY_HAND
from envcheck.files import read_text
from envcheck.json_text import JsonText
from envcheck.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Mapping, Sequence
    from typing import Any

    from envcheck.address import Address

_LABELS = {
    "direct": "direct connection",
    "pooler-session": "session pooler",
    "pooler-transaction": "transaction pooler",
    "proxy": "proxy",
    "internal": "internal address",
    "external": "external address",
    "local": "local address",
}

#: The kinds of endpoint that the table knows.
KINDS: tuple[str, ...] = tuple(_LABELS)


def kind_label(kind: str) -> str:
    """What people call a kind: ``session pooler``."""
    return _LABELS[kind]


class Row(NamedTuple):
    """One row of the table: a shape of host, scheme, port and database that is one kind of endpoint.

    ``suffixes`` and ``prefixes`` are literal; every host that ``host_regex`` matches has one of them.
    ``reference_option`` tells that the project may stand in the parameter ``options`` instead of the user, ``ipv4_addon``
    that the provider sells IPv4 for it. ``prepared_statements`` is ``yes``, ``no`` or ``unknown``.
    """

    id: str
    provider: str
    product: str
    suffixes: list[str]
    prefixes: list[str]
    schemes: list[str]
    host_regex: str
    ports: list[int] | str
    default_port: int | None
    database_regex: str | None
    kind: str
    pool_mode_configurable: bool
    user_pattern: str | None
    reference_option: bool
    ip_family: str
    ipv4_addon: bool
    prepared_statements: str
    reachable_from_render: str
    reach_confidence: str
    confidence: str
    source: list[str]
    verified: str


class Endpoint(NamedTuple):
    """What an address reaches. ``port`` is the one in effect, ``ref`` the project and ``region`` its place where told.

    ``knows_user`` tells whether the address's user is one that the endpoint can know. Project and region are parts of a
    value, so the repr is closed.
    """

    id: str
    provider: str
    product: str
    kind: str
    port: int | None
    ref: str | None
    region: str | None
    ip_family: str
    ipv4_addon: bool
    knows_user: bool
    prepared_statements: str
    reachable_from_render: str
    reach_confidence: str
    pool_mode_configurable: bool

    def __repr__(self) -> str:
        return f"Endpoint({self.id!r}, …)"


class HostFault(NamedTuple):
    """A shape that a paste damages a host to, and why no such host exists; never a replica or a name of one's own."""

    reason: str
    host_regex: str
    source: list[str]
    verified: str


class _Table(NamedTuple):
    rows: tuple[Row, ...]
    host_faults: tuple[HostFault, ...]
    by_suffix: dict[str, tuple[Row, ...]]
    by_prefix: dict[str, tuple[Row, ...]]
    prefixes: tuple[str, ...]


_TABLES: list[_Table] = []
_PATTERNS: dict[str, re.Pattern[str]] = {}


def _table() -> _Table:
    """The table, read when the first address of a Postgres asks for it."""
    if not _TABLES:
        _TABLES.append(_read())
    return _TABLES[0]


def _groups(pattern: str, text: str) -> Mapping[str, str | None] | None:
    """The named groups of a pattern that matches a whole text; only patterns that are asked for are compiled."""
    by_hand = BY_HAND.get(pattern)
    if by_hand is not None:
        return by_hand(text)
    compiled = _PATTERNS.get(pattern)
    if compiled is None:
        import re

        compiled = _PATTERNS[pattern] = re.compile(pattern)
    found = compiled.fullmatch(text)
    return found.groupdict() if found else None


def _data(name: str) -> Any:
    return JsonText(read_text(os.path.join(os.path.dirname(__file__), name))).value


def examples() -> Any:
    """The examples of the table, which lie in a file of their own, because a check has no use for them.

    ``rows`` has those of each row by its id, ``supabase_host_faults`` those of each fault in their order, and
    ``unclassified`` addresses that no row may match.
    """
    return _data("postgres_endpoints.examples.json")


def _read() -> _Table:
    data = _data("postgres_endpoints.json")
    rows = tuple(Row(*[row[field] for field in Row._fields]) for row in data["rows"])
    by_suffix: dict[str, tuple[Row, ...]] = {}
    by_prefix: dict[str, tuple[Row, ...]] = {}
    for row in rows:
        for suffix in row.suffixes:
            by_suffix[suffix] = (*by_suffix.get(suffix, ()), row)
        for prefix in row.prefixes:
            by_prefix[prefix] = (*by_prefix.get(prefix, ()), row)
    faults = tuple(HostFault(**fault) for fault in data["supabase_host_faults"])
    return _Table(rows, faults, by_suffix, by_prefix, tuple(by_prefix))


def rows() -> tuple[Row, ...]:
    """The whole table."""
    return _table().rows


def candidates(host: str) -> Sequence[Row]:
    """The rows that may match a host, by its literal ends: a regex costs more than all of this."""
    table = _table()
    found = table.by_suffix.get(host, ())
    dot = host.find(".")
    while dot >= 0:
        rows = table.by_suffix.get(host[dot:])
        if rows is not None:
            found = found + rows
        dot = host.find(".", dot + 1)
    if host.startswith(table.prefixes):
        for prefix, rows in table.by_prefix.items():
            if host.startswith(prefix):
                found = found + rows
    return found


#: What ``is_told_host`` has told, and ``classify`` below: the same few databases stand in the variables of many services.
_TOLD: dict[str, bool] = {}
_MOST_REMEMBERED = 10_000


def is_told_host(host: str) -> bool:
    """Whether the table may have anything to tell of a host."""
    told = _TOLD.get(host)
    if told is None:
        told = bool(candidates(host)) or supabase_host_fault(host) is not None
        if len(_TOLD) < _MOST_REMEMBERED:
            _TOLD[host] = told
    return told


def match(row: Row, address: Address) -> Mapping[str, str | None] | None:
    """The named parts of the host, if a row's pattern matches it, and scheme, port, host and database all fit."""
    scheme = address.scheme
    if scheme != "prisma+postgres":
        scheme = address.base_scheme
    if scheme not in row.schemes:
        return None
    port = address.port or row.default_port
    if isinstance(row.ports, list):
        if port not in row.ports:
            return None
    elif port is None and not scheme.startswith("prisma"):
        return None  # the provider assigns ports, so an address without one reaches nothing
    found = _groups(row.host_regex, address.host)
    if found is not None and row.database_regex and _groups(row.database_regex, address.database) is None:
        return None
    return found


def rows_of_host(host: str) -> list[Row]:
    """The rows whose pattern a host matches, whatever its port and database are."""
    return [row for row in candidates(host) if _groups(row.host_regex, host) is not None]


def has_pooler(provider: str) -> bool:
    """Whether a provider's addresses tell a pooler from the database itself."""
    return any(row.provider == provider and row.kind.startswith("pooler") for row in rows())


#: What ``classify`` has told; no key has a password.
_CLASSIFIED: dict[tuple[str | int | None, ...], Endpoint | None] = {}


def classify(address: Address) -> Endpoint | None:
    """The endpoint that an address reaches, if the table knows it."""
    key = (address.scheme, address.user, address.host, address.port, address.path, address.raw_query)
    if key in _CLASSIFIED:
        return _CLASSIFIED[key]
    endpoint = _classify(address)
    if len(_CLASSIFIED) < _MOST_REMEMBERED:
        _CLASSIFIED[key] = endpoint
    return endpoint


def _classify(address: Address) -> Endpoint | None:
    for row in candidates(address.host):
        groups = match(row, address)
        if groups is not None:
            return Endpoint(
                row.id,
                row.provider,
                row.product,
                row.kind,
                address.port or row.default_port,
                groups.get("ref") or _ref_of_user(row, address),
                groups.get("region"),
                row.ip_family,
                row.ipv4_addon,
                _knows_user(row, address),
                row.prepared_statements,
                row.reachable_from_render,
                row.reach_confidence,
                row.pool_mode_configurable,
            )
    return None


def _user(row: Row, address: Address) -> str:
    """The user as the row's pattern reads it: for Supavisor the project stands behind the last dot, and a role may have others.

    supabase/supavisor: ``parse_user_info`` (verified 2026-11).
    """
    user = address.user or ""
    if not row.reference_option:
        return user
    role, dot, project = user.rpartition(".")
    return role.replace(".", "_") + dot + project


def _knows_user(row: Row, address: Address) -> bool:
    if row.user_pattern is None or _groups(row.user_pattern, _user(row, address)) is not None:
        return True
    return row.reference_option and _ref_of_options(address) is not None


def _ref_of_user(row: Row, address: Address) -> str | None:
    if row.user_pattern is None or "(?P<ref>" not in row.user_pattern:
        return None
    found = _groups(row.user_pattern, _user(row, address))
    if found is not None:
        return found["ref"]
    return _ref_of_options(address) if row.reference_option else None


def _ref_of_options(address: Address) -> str | None:
    """The project that the parameter ``options`` names, as Supavisor reads it."""
    import re

    found = re.search(r"(?<![^\s,])reference=([a-z]{20})(?![^\s,])", address.query.get("options", ""))
    return found[1] if found else None


def provider_of_host(host: str) -> str | None:
    """The provider whose domain a host is under, whether or not a row of the table matches."""
    dot = host.find(".")
    while dot >= 0:
        rows = _table().by_suffix.get(host[dot:])
        if rows and "." in host[dot + 1 :]:  # '.internal' is everyone's
            return rows[0].provider
        dot = host.find(".", dot + 1)
    return None


def host_faults() -> tuple[HostFault, ...]:
    """The shapes of host that Supabase never gives."""
    return _table().host_faults


def supabase_host_fault(host: str) -> str | None:
    """What is wrong with a Postgres host on Supabase's domains, where that is certain."""
    if host.endswith((".supabase.co", ".supabase.com")):
        for fault in host_faults():
            if _groups(fault.host_regex, host) is not None:
                return fault.reason
    return None
