"""The hosts and ports that the variables of a container name."""

from __future__ import annotations

from envcheck.address import Malformed, split
from envcheck.facts.hosts import DOCKER_NAMES, is_local
from envcheck.facts.names import is_public, words_of
from envcheck.records import NamedTuple
from envcheck.rules.address.parts import DATABASE_SCHEMES, is_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from envcheck.address import Address
    from envcheck.containers import Containers
    from envcheck.model import Environment

_WEB = {"http": 80, "ws": 80, "https": 443, "wss": 443}
_PORTS = {
    **dict.fromkeys(("postgres", "postgresql"), 5432),
    **dict.fromkeys(("mysql", "mariadb"), 3306),
    **dict.fromkeys(("redis", "rediss", "valkey", "valkeys"), 6379),
    "mongodb": 27017,
    **dict.fromkeys(("amqp", "amqps"), 5672),
}

#: Where something listens, and no place to go to.
_EVERYWHERE = frozenset(("0.0.0.0", "::"))  # noqa: S104 - told, not bound to

#: Words in the names of addresses under which people, and their browsers, see something.
_OF_BROWSERS = frozenset(
    (
        *(
            "ORIGIN",
            "ORIGINS",
            "CORS",
            "CSRF",
            "TRUSTED",
            "ALLOWED",
            "CALLBACK",
            "REDIRECT",
            "LOGIN",
            "LOGOUT",
            "RETURN",
            "SUCCESS",
        ),
        *(
            "CANCEL",
            "FRONTEND",
            "FRONT",
            "PUBLIC",
            "EXTERNAL",
            "BROWSER",
            "CLIENT",
            "SITE",
            "WEBSITE",
            "WEB",
            "WEBAPP",
            "APP",
            "UI",
        ),
        *("DASHBOARD", "ADMIN", "STUDIO", "DOMAIN", "ISSUER", "OIDC", "OAUTH", "OAUTH2", "AUTH", "NEXTAUTH", "KEYCLOAK", "SSO"),
        *(
            "SELF",
            "BASE",
            "ROOT",
            "HOME",
            "LINK",
            "LINKS",
            "EMAIL",
            "MAIL",
            "WEBHOOK",
            "WEBHOOKS",
            "AUDIENCE",
            "CDN",
            "MEDIA",
            "STATIC",
        ),
        *("LISTEN", "BIND", "ADVERTISED", "LISTENERS", "URLS", "SERVER", "HEALTH", "HEALTHCHECK", "VITE"),
    )
)

#: Words in the names of hosts of stores and brokers, and the port of each, 0 where it may be any.
_STORES = {
    **dict.fromkeys(("DB", "DATABASE"), 0),
    **dict.fromkeys(("POSTGRES", "POSTGRESQL", "PG", "PGHOST"), 5432),
    **dict.fromkeys(("MYSQL", "MARIADB"), 3306),
    **dict.fromkeys(("REDIS", "VALKEY"), 6379),
    **dict.fromkeys(("MONGO", "MONGODB"), 27017),
    **dict.fromkeys(("RABBITMQ", "AMQP"), 5672),
}


class Goal(NamedTuple):
    """Where a variable leads; the host stands in a value, and the name may be a pasted secret, so the repr is closed."""

    name: str
    host: str
    port: int | None
    is_loopback: bool
    is_web: bool
    is_for_browsers: bool

    def __repr__(self) -> str:
        return "Goal(…)"


def goals_of(environment: Environment, containers: Containers) -> Iterator[Goal]:
    """Where the variables of a container lead, as far as their values, or known parts of them, tell."""
    texts = {name: text for name, text in containers.partial.items() if name in environment.declared} | dict(environment.values)
    for name, text in texts.items():
        if is_public(name):
            continue
        if "://" in text:
            address = split(text)
            if not isinstance(address, Malformed) and not is_list(text):
                yield from _of_address(name, address)
        elif name.endswith("HOST"):
            yield from _of_host(name, text, texts)


def _of_address(name: str, address: Address) -> Iterator[Goal]:
    is_web = address.scheme in _WEB
    if not is_web and address.base_scheme not in DATABASE_SCHEMES and address.base_scheme not in _PORTS:
        return
    default = _WEB.get(address.scheme) or _PORTS.get(address.base_scheme)
    port = address.port or default
    if len(address.hosts) == 1 and not address.placeholder:
        is_for_browsers = is_web and not _OF_BROWSERS.isdisjoint(words_of(name))
        yield Goal(name, address.host, port, _is_loopback(address.host), is_web, is_for_browsers)


def _of_host(name: str, host: str, texts: Mapping[str, str]) -> Iterator[Goal]:
    """Where a host alone leads, with the port that a variable beside it has."""
    store = [_STORES[word] for word in words_of(name) if word in _STORES]
    if (store and host.replace("-", "").replace("_", "").replace(".", "").isalnum()) or host == "::1":
        port = _number(texts.get(f"{name.removesuffix('HOST')}PORT", "")) or max(store, default=0) or None
        yield Goal(name, host.lower(), port, _is_loopback(host.lower()), False, False)


def _is_loopback(host: str) -> bool:
    return is_local(host) and host not in _EVERYWHERE and host not in DOCKER_NAMES


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= 5 else None
