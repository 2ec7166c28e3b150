"""What the rules on addresses share: what a variable is declared as, and forms that are no address."""

from __future__ import annotations

from envcheck.facts.formats import FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from envcheck.rules.registry import VariableSpec

#: Rules that explain a broken address better: how it is written, or that it should not be there.
READING = (
    *("comment-as-value", "quoted-value", "surrounding-blanks", "invisible-character"),
    *("forbidden-variable", "literal-reference", "placeholder-value"),
)

#: Schemes without encryption, where there is one with it.
INSECURE_SCHEMES = frozenset(("http", "ws", "redis", "valkey"))

#: Values with these schemes are addresses although no schema says so.
DATABASE_SCHEMES = frozenset(
    scheme for name in ("postgres-url", "redis-url", "amqp-url", "mongodb-url") for scheme in FORMATS[name].schemes
)
POSTGRES_SCHEMES = frozenset(FORMATS["postgres-url"].schemes)


def schemes(spec: VariableSpec) -> tuple[str, ...]:
    """The schemes that a variable's formats, or its own list, allow; none where it is not declared an address."""
    own = spec.own.get("url", {}).get("schemes")
    if own:
        return tuple(own)
    return tuple(dict.fromkeys(scheme for name in spec.formats for scheme in FORMATS[name].schemes))


def base_scheme(text: str) -> str:
    """The scheme of an address without its driver: ``postgresql`` of ``postgresql+asyncpg``."""
    return text.partition("://")[0].partition("+")[0].lower()


def is_list(text: str) -> bool:
    """Whether a text is several addresses, as some clients take them for a cluster: ``redis://a:6379,redis://b:6379``."""
    head, _, rest = text.partition("://")
    return "://" in rest and any(mark + head + "://" in rest for mark in (",", ";", " "))


def is_template(text: str) -> bool:
    """Whether a text is a pattern, or a form that the code fills in: ``https://{s}.tile.acme.dev/{z}/{x}/{y}.png``."""
    if not frozenset("\\^*+|()").isdisjoint(text.partition("://")[2]):
        return True
    return "{" in text and "${" not in text and "{{" not in text


def is_origin(spec: VariableSpec) -> bool:
    """Whether a variable, or an entry of a list, is an origin that a server allows, and no place that it goes to."""
    return "origin" in spec.formats
