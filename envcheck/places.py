"""Hosts and ports, as they stand in the authority of an address."""

from __future__ import annotations

from envcheck.records import NamedTuple

#: Their drivers take a Unix socket for a host.
SOCKETED = frozenset(("postgres", "postgresql", "mysql", "mariadb", "mongodb"))

_HEX = frozenset("0123456789abcdefABCDEF")
_IPV6 = _HEX | frozenset(":.")

BARE_IPV6 = "an IPv6 address stands without brackets"
EMPTY_LABEL = "a part of the host between two dots is empty"
HOST_CHARACTER = "the host holds a character that no host has"
NO_HOST = "there is no host"
NOT_IPV6 = "what stands in brackets is no IPv6 address"
OPEN_BRACKET = "a bracket is never closed"
PORT = "the port is not a number from 1 to 65535"


class Place(NamedTuple):
    """A host with its port; the repr is closed, as a piece of a misread password may stand here."""

    host: str
    port: int | None = None
    bracketed: bool = False
    placeholder: bool = False

    def __repr__(self) -> str:
        return "Place(…)"


def unquote(text: str) -> str:
    """A text percent-decoded, as UTF-8; what is no escape stays."""
    if "%" not in text:
        return text
    first, *parts = text.encode("utf-8", "surrogatepass").split(b"%")
    for part in parts:
        escape = part[:2].decode("ascii", "replace")
        first += bytes.fromhex(escape) + part[2:] if len(escape) == 2 and _HEX.issuperset(escape) else b"%" + part
    return first.decode("utf-8", "replace")


def has_stray_percent(text: str) -> bool:
    """Whether a ``%`` is followed by anything but two hexadecimal digits."""
    return any(len(part) < 2 or not _HEX.issuperset(part[:2]) for part in text.split("%")[1:])


def is_to_be_replaced(text: str) -> bool:
    """Whether a host is written as something that a person or a template has to replace."""
    for opening, closing in ("<>", "{}", "[]"):
        if closing in text.partition(opening)[2]:
            return True
    return "$" in text or text in ("...", "\u2026") or (len(text) > 2 and text[0] == "%" == text[-1])


def read_port(text: str) -> int | None:
    """A port, or None where a text is no number from 1 to 65535."""
    if text.isdigit() and text.isascii() and len(text) <= 5 and 0 < int(text) < 65536:
        return int(text)
    return None


def is_plain(host: str) -> bool:
    """Whether a text has only letters, digits, hyphens, underscores and dots."""
    return host.replace("-", "a").replace(".", "a").replace("_", "a").isalnum()


def read_place(text: str, base: str = "") -> Place | str:
    """One host with its port, or what is wrong with it; ``base`` is the scheme without its driver."""
    host, colon, written = text.rpartition(":")
    if not colon:
        host = text
    port = read_port(written) if colon else None
    host = host.lower()
    if not is_plain(host):
        odd = _read_odd(text, host, port, base)
        if odd:
            return odd
        host = unquote(host).lower()
    if colon and port is None:
        return Place(text.lower(), placeholder=True) if is_to_be_replaced(text) else PORT
    if host[0] == "." or ".." in host:
        return Place(host, port, placeholder=True) if is_to_be_replaced(host) else EMPTY_LABEL
    return Place(host[:-1] if host[-1] == "." else host, port)


def _read_odd(text: str, host: str, port: int | None, base: str) -> Place | str:
    """A place that is no plain host; empty if its host is plain once decoded."""
    inside, closed, behind = text[1:].partition("]") if text[:1] == "[" else ("", "", "")
    if closed and ":" in inside and _IPV6.issuperset(inside.partition("%")[0]):
        if behind and port is None:
            return PORT if behind[0] == ":" else HOST_CHARACTER
        return Place(inside.lower(), port, bracketed=True) if _is_ipv6(inside) else NOT_IPV6
    if is_to_be_replaced(text):
        return Place(host if port else text.lower(), port, placeholder=True)
    if "[" in text:
        return OPEN_BRACKET
    if not host:
        return NO_HOST
    if _IPV6.issuperset(text) and ("::" in text or text.count(":") > 6):
        return BARE_IPV6
    if ":" in host:
        return PORT
    host = unquote(host)
    if host[0] == "/" and base in SOCKETED:
        return Place(host, port)
    return "" if is_plain(host) else HOST_CHARACTER


def _is_ipv6(text: str) -> bool:
    import ipaddress

    try:
        ipaddress.IPv6Address(unquote(text).partition("%")[0])
    except ValueError:
        return False
    return True


def read_places(text: str, base: str = "") -> tuple[Place, ...] | str:
    """A list of hosts, each with its port, or what is wrong with the first bad one."""
    found = []
    for part in text.split(","):
        place = read_place(part, base) if part else NO_HOST
        if isinstance(place, str):
            return place
        found.append(place)
    return tuple(found)


def are_places(text: str) -> bool:
    """Whether nothing of a list stands behind a colon but ports: it is no user with a password."""
    parts = [part.rpartition(":") for part in text.split(",")]
    return all(not colon or port.isdigit() or port[-1:] == "]" for _, colon, port in parts)


def likeness(place: str) -> int:
    """How much a text looks like a host: a dot and a port count one each."""
    host, _, port = place.rpartition(":")
    return ("." in (host or port)) + bool(host and port.isdigit())
