"""Addresses split without help: the library's parsers quote passwords in their errors."""

from __future__ import annotations

from envcheck.places import (
    NO_HOST,
    SOCKETED,
    Place,
    are_places,
    has_stray_percent,
    is_to_be_replaced,
    likeness,
    read_place,
    read_places,
    read_port,
    unquote,
)
from envcheck.records import NamedTuple

#: Databases, caches and brokers: their addresses carry passwords, often not encoded.
_DATABASES = frozenset(("postgres", "postgresql", "cockroachdb", "mysql", "mariadb", "mongodb")) | frozenset(
    ("redis", "rediss", "valkey", "valkeys", "amqp", "amqps")
)
#: libpq and asyncpg fall back to this machine where an address names no host (``postgresql:///app``).
_LOCAL_BY_DEFAULT = frozenset(("postgres", "postgresql"))
_HOSTLESS = frozenset(("unix", "file", "sqlite"))
#: How Celery writes a socket: ``redis+socket:///run/redis.sock`` (celery/kombu: docs/userguide/connections.rst, 2026-11).
_ON_SOCKET = "+socket"
#: One host is all that these take; others, such as ``kafka://``, take several.
_ONE_HOST = frozenset(("http", "https", "ws", "wss"))
#: Schemes that need no look at their characters, and that no user or host is called.
_SCHEMES = (
    _DATABASES
    | frozenset(("http", "https", "ws", "wss", "ftp", "sftp", "smtp", "smtps", "s3", "prisma", "prisma+postgres"))
    | frozenset(("mongodb+srv", "postgresql+asyncpg", "postgresql+psycopg", "postgresql+psycopg2"))
)
#: What has to be percent-encoded in a user or a password: each driver cuts it in a way of its own.
_RAW = frozenset("/?#@[] ")

BLANK = "it holds a blank or a line break"
INVISIBLE = "it holds an invisible character"
NO_SCHEME = "there is no scheme"
NO_SLASHES = "'://' does not follow the scheme"
SCHEME_CHARACTER = "the scheme holds a character that no scheme has"
SECOND_SCHEME = "there is a second scheme inside"
SRV_PORT = "the scheme mongodb+srv takes no port"


class Malformed(NamedTuple):
    """A text that is no address; ``reason`` is one of a few fixed fragments, never a part of the text."""

    reason: str


class Address:
    """An address in its parts; holds a password, so its repr is closed.

    ``scheme`` is lower-case and whole, ``user`` percent-decoded; ``password``, ``path``, ``raw_query``, ``fragment`` and
    ``raw_host`` (the authority behind ``@``) are as written. ``host`` is lower-case and decoded, without brackets
    and final dot; ``hosts`` has all of a list. ``port`` is the explicit one. ``placeholder`` tells that host or port is
    a text to be replaced, ``unencoded`` that user or password hold a character that had to be percent-encoded.
    """

    __slots__ = (
        "bracketed",
        "fragment",
        "host",
        "hosts",
        "password",
        "path",
        "placeholder",
        "port",
        "raw_host",
        "raw_query",
        "scheme",
        "unencoded",
        "user",
    )

    def __init__(
        self,
        scheme: str,
        user: str | None,
        password: str | None,
        unencoded: bool,
        raw_host: str,
        places: tuple[Place, ...],
        tail: str,
    ) -> None:
        self.scheme = scheme
        self.user = user
        self.password = password
        self.unencoded = unencoded
        self.raw_host = raw_host
        self.host, self.port, self.bracketed, self.placeholder = places[0]
        if len(places) == 1:
            self.hosts: tuple[str, ...] = (self.host,)
        else:
            self.hosts = tuple(place.host for place in places)
            self.placeholder = any(place.placeholder for place in places)
        tail, _, self.fragment = tail.partition("#")
        self.path, _, self.raw_query = tail.partition("?")

    @property
    def base_scheme(self) -> str:
        """The scheme without its driver: ``postgresql`` of ``postgresql+asyncpg``."""
        return self.scheme.partition("+")[0]

    @property
    def database(self) -> str:
        """The path without its first slash, percent-decoded."""
        return unquote(self.path.removeprefix("/"))

    @property
    def query(self) -> dict[str, str]:
        """The parameters, percent-decoded; of a repeated one the last counts, as it does for libpq."""
        return dict(_parameters(self.raw_query))

    def __repr__(self) -> str:
        return "Address(…)"


def plain_parts(text: str) -> tuple[str, str, str, str, str] | None:
    """Scheme, credentials, host, port and path of an address in which each character stands for itself.

    None for any other text. Most addresses are plain, and ``split`` needs three times as long for one that is not.
    """
    scheme, _, rest = text.partition("://")
    if scheme not in _SCHEMES or not text.isascii():
        return None
    authority, _, path = rest.partition("/")
    credentials, at, place = authority.rpartition("@")
    known = _PLAIN_PLACES.get(place)
    if known is None:
        known = _plain_place(place)
        if known[0] and len(_PLAIN_PLACES) < _MOST_REMEMBERED:  # any other text may be a part of a password
            _PLAIN_PLACES[place] = known
    host, port = known
    if (
        host
        and (not at or are_plain_credentials(credentials))
        and (not path or (path[0] != "/" and path.replace("/", "a").replace("-", "a").replace("_", "a").isalnum()))
        and not (port and scheme == "mongodb+srv")
    ):
        return scheme, credentials, host, port, path
    return None


#: The plain places that were found: the same few hosts stand in the variables of many services.
_PLAIN_PLACES: dict[str, tuple[str, str]] = {}
_MOST_REMEMBERED = 10_000


def _plain_place(place: str) -> tuple[str, str]:
    """Host and port of a place in which each character stands for itself; both empty for any other text."""
    host, colon, port = place.partition(":")
    if (
        host.replace("-", "a").replace(".", "a").isalnum()
        and host[0] != "."
        and host[-1] != "."
        and ".." not in host
        and (not colon or (port.isdigit() and len(port) < 6 and 0 < int(port) < 65536))
    ):
        return host, port
    return "", ""


def split(text: str) -> Address | Malformed:
    """The parts of an address, or why it is none."""
    plain = plain_parts(text)
    if plain is not None:
        scheme, credentials, host, port, path = plain
        user, colon, password = credentials.partition(":")
        here = Place(host.lower(), int(port) if port else None, False, False)
        raw_host = f"{host}:{port}" if port else host
        tail = f"/{path}" if path or text[-1] == "/" else ""
        return Address(scheme, user if credentials else None, password if colon else None, False, raw_host, (here,), tail)
    scheme, mark, rest = text.partition("://")
    scheme = scheme.lower()
    if not mark or scheme not in _SCHEMES:
        fault = _scheme_fault(text, scheme, mark)
        if fault:
            return Malformed(fault)
    if not text.isprintable():
        return Malformed(_invisible(text))
    base = scheme.partition("+")[0]
    end = _end_of_authority(rest)
    if base in _DATABASES and rest.find("@", end) != -1 and not _is_second_scheme(rest[:end], rest[end:]):
        end = _end_behind_password(rest, end)
    credentials, at, raw_host = rest[:end].rpartition("@")
    tail = rest[end:]
    if tail[:2] == "//" and (raw_host[-1:] == ":" or _is_second_scheme(raw_host, tail)):
        return Malformed(SECOND_SCHEME)
    user, colon, password = credentials.partition(":")
    if " " in text and (" " in user + tail or (" " in raw_host and not is_to_be_replaced(raw_host))):
        return Malformed(BLANK)
    places: tuple[Place, ...] | str
    if not raw_host:
        places = (Place(""),) if scheme.endswith(_ON_SOCKET) else _places_elsewhere(base, tail, has_user=bool(at))
    elif "," in raw_host and base not in _ONE_HOST:
        places = read_places(raw_host, base)
    else:
        place = read_place(raw_host, base)
        places = place if isinstance(place, str) else (place,)
    if isinstance(places, str):
        return Malformed(places)
    if scheme == "mongodb+srv" and places[0].port is not None:
        return Malformed(SRV_PORT)
    return Address(
        scheme,
        unquote(user) if at else None,
        password if colon else None,
        is_raw(credentials),
        raw_host,
        places,
        tail,
    )


def are_plain_credentials(credentials: str) -> bool:
    """Whether user and password have the most usual characters only."""
    return credentials.replace(":", "a").replace(".", "a").replace("-", "a").isalnum()


def is_raw(credentials: str) -> bool:
    """Whether a user or a password, as written, holds a character that has to be percent-encoded."""
    return not _RAW.isdisjoint(credentials) or ("%" in credentials and has_stray_percent(credentials))


def _scheme_fault(text: str, scheme: str, mark: str) -> str:
    if not scheme.isprintable() or not text:
        return _invisible(text) if text else NO_SCHEME
    if not mark:
        head, colon, _ = text.partition(":")
        return NO_SLASHES if colon and head.lower() in _SCHEMES else NO_SCHEME
    if " " in scheme:
        return BLANK
    if not scheme or not frozenset("/?#@").isdisjoint(scheme):
        return NO_SCHEME
    plain = scheme.replace("+", "a").replace("-", "a").replace(".", "a")
    if "+" in scheme:  # SQLAlchemy's postgresql+psycopg_async
        plain = plain.replace("_", "a")
    return "" if scheme.isascii() and plain.isalnum() and scheme[0].isalpha() else SCHEME_CHARACTER


def _invisible(text: str) -> str:
    return BLANK if any(character.isspace() for character in text) else INVISIBLE


def _is_second_scheme(head: str, tail: str) -> bool:
    return tail[:2] == "//" and head.removesuffix(":").lower() in _SCHEMES


def _end_of_authority(rest: str, start: int = 0) -> int:
    end = len(rest)
    for mark in ("/", "?", "#"):
        found = rest.find(mark, start, end)
        if found >= 0:
            end = found
    return end


def _end_behind_password(rest: str, end: int) -> int:
    """Where the authority ends if an ``@`` further on is the one behind a password with a raw ``/``, ``?`` or ``#``."""
    while (at := rest.find("@", end)) >= 0:
        _, known, place = rest[:end].rpartition("@")
        further = _end_of_authority(rest, at)
        # An '@' behind '?name=' is a parameter's, as in Azure's appName=@…@.
        if "=" in rest[end:at].partition("?")[2] and (known or are_places(place)):
            break
        if known and likeness(place) > likeness(rest[at + 1 : further]):
            break
        if not known and ":" not in place:
            break
        end = further
    return end


def _parameters(query: str) -> list[tuple[str, str]]:
    """The parameters in their order; ``+`` stays, as drivers keep it."""
    parts = (part.partition("=") for part in query.split("&") if part)
    return [(unquote(name), unquote(value)) for name, _, value in parts]


def _places_elsewhere(base: str, tail: str, *, has_user: bool) -> tuple[Place, ...] | str:
    """The hosts where the authority names none: those of the query, or what the driver falls back to."""
    if base in _HOSTLESS:
        return (Place(""),)
    if base not in SOCKETED:
        return NO_HOST
    parameters = _parameters(tail.partition("#")[0].partition("?")[2])
    hosts = ",".join(value for name, value in parameters if name == "host" and value)
    port = read_port(dict(parameters).get("port", "").partition(",")[0])
    if hosts[:1] == "/":
        return (Place(hosts.lower(), port),)
    if hosts:
        places = read_places(hosts, base)
        return places if isinstance(places, str) else (places[0]._replace(port=places[0].port or port), *places[1:])
    if base in _LOCAL_BY_DEFAULT and not has_user and len(tail) > 1:
        return (Place("localhost", port),)
    return NO_HOST
