"""How a service of a vendor is written down."""

from __future__ import annotations

from envcheck.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from envcheck.address import Address


class Wrong(NamedTuple):
    """An address of the same vendor, or of a kind, that does not answer as the variable's service."""

    what: str
    fits: Callable[[Address], bool]


class Ending(NamedTuple):
    """An end of a path that is wrong on any host; ``severity`` is that of the rule unless it says less."""

    path: str
    severity: str = "error"


class Vendor(NamedTuple):
    """One service. ``hosts`` are whole, or begin with a dot where each project has a name of its own.

    ``endings`` are names that may stand behind a prefix (``NEXT_PUBLIC_SUPABASE_URL``). ``path`` is the right one on the
    vendor's own hosts, empty for none and None where it is not known; ``paths`` are wrong on every host. ``beside`` are
    vendors that speak the same language. The examples are values: ``good``, ``bad_hosts`` and ``bad_paths``.
    """

    id: str
    called: str
    names: frozenset[str]
    nicknames: frozenset[str]
    endings: tuple[str, ...]
    formats: frozenset[str]
    hosts: tuple[str, ...]
    wrong: tuple[Wrong, ...]
    path: str | None
    paths: tuple[Ending, ...]
    beside: frozenset[str]
    hint: str
    source: str
    verified: str
    good: tuple[str, ...]
    bad_hosts: tuple[str, ...]
    bad_paths: tuple[str, ...]


NOTHING: frozenset[str] = frozenset()


def is_at(*hosts: str) -> Callable[[Address], bool]:
    """A test for addresses at some hosts; one that begins with a dot stands for all below it."""
    whole = frozenset(hosts)
    below = tuple(host for host in hosts if host[0] == ".")
    return lambda address: address.host in whole or (below != () and address.host.endswith(below))
