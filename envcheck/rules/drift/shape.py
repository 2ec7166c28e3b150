"""What can be said of a value without showing it: its type, what it addresses, what kind of key it is."""

from __future__ import annotations

from envcheck.address import Address, split
from envcheck.facts.endpoints import classify, kind_label
from envcheck.facts.hosts import is_local
from envcheck.readings import READERS, read_boolean, read_integer, read_number
from envcheck.records import NamedTuple
from envcheck.rules.address import POSTGRES_SCHEMES
from envcheck.rules.identity.slots import kind_at, role_of, token_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from envcheck.rules.registry import VariableSpec

#: Schemes without TLS, with the one that has it.
_WITH_TLS = {"http": "https", "ws": "wss", "redis": "rediss", "valkey": "valkeys", "amqp": "amqps", "mqtt": "mqtts"}
_SAME_SCHEME = {"postgres": "postgresql"}
#: Schemes that may be shown; any other may be a part of a secret.
_SHOWN = frozenset(
    (
        *(*_WITH_TLS, *_WITH_TLS.values(), "mysql", "mongodb", "mongodb+srv", "s3", "smtp", "smtps"),
        *("postgresql", "postgresql+asyncpg", "postgresql+psycopg", "postgresql+psycopg2", "prisma", "prisma+postgres"),
    )
)

#: Modes of TLS that do without it where the server does, and those that insist; libpq's and asyncpg's words.
_TLS_OFF = frozenset(("disable", "allow", "false", "0"))
_TLS_ON = frozenset(("require", "verify-ca", "verify-full", "true", "1"))

_TYPE_LABELS = {"integer": "an integer", "number": "a number", "boolean": "a boolean", "json": "JSON", "text": "a text"}
_ROLES = {"anon": "anon key", "service_role": "service-role key"}


class Shape(NamedTuple):
    """What a value is. No field holds a part of it that is not a word of ours.

    ``label`` is what a table shows. ``types`` are those that the text can be read as; ``form`` is ``text``, ``address``,
    ``malformed address``, or empty for what may be compared with any. ``endpoint`` is a kind of ``facts.endpoints``, empty where
    the table does not know the host, and ``provider`` whose it is. ``tls`` is ``on``, ``off``, or empty where the value does
    not say or the way is short. ``is_local`` tells of a host that is this machine, ``is_near`` also of names without a domain,
    as private networks have.
    """

    label: str
    is_empty: bool = False
    types: frozenset[str] = frozenset()
    form: str = "text"
    scheme: str = ""
    provider: str = ""
    endpoint: str = ""
    knows_user: bool = True
    tls: str = ""
    vendor: str = ""
    access: str = ""
    is_local: bool = False
    is_near: bool = False


class Difference(NamedTuple):
    """In what two shapes differ, and what each side is, in words that follow "is"."""

    rule: str
    left: str
    right: str


def shape_of(value: str, spec: VariableSpec | None, *, is_counting: bool = False) -> Shape:
    """The shape of a value, read as the schema declares it; ``spec`` is None for a variable that no schema names.

    ``is_counting`` tells that such a variable is called as numbers are; of others nobody knows the type.
    """
    if not value.strip():
        return Shape("empty", is_empty=True)
    if spec is not None and spec.reading in READERS:
        return _typed(value, spec.reading)
    if (spec is not None and "separator" in spec.own) or value == "*":
        return Shape("list", form="")
    if "://" in value and value[:1] not in ("{", "["):
        return _addresses(value)
    return _key(value) or _text(value, spec, is_counting)


def _typed(value: str, reading: str) -> Shape:
    if READERS[reading](value) is None:
        return Shape("text", types=frozenset(("text",)))
    return Shape(reading, types=frozenset((reading,)))


def _text(value: str, spec: VariableSpec | None, is_counting: bool) -> Shape:
    if spec is not None:
        if spec.reading in ("array", "object"):
            return Shape("JSON", types=frozenset(("json",) if value[:1] in ("[", "{") else ("text",)))
        return Shape("set")
    if not is_counting:
        return Shape("set")
    types = set()
    if read_number(value) is not None:
        types.add("number")
    if read_integer(value) is not None:
        types.add("integer")
    if read_boolean(value) is not None:
        types.add("boolean")
    if value[:1] in ("[", "{"):
        types.add("json")
    # What begins with a digit may be a version, a date, a size or a digest as well; `off` may be a level.
    if value[0].isalpha():
        types.add("text")
    return Shape("set", types=frozenset(types))


def _key(value: str) -> Shape | None:
    role = role_of(value)
    if role:
        return Shape(_ROLES[role], vendor="Supabase", access=role)
    if token_at(value) is not None:
        return Shape("token", vendor="token")
    kind = kind_at(value)
    if kind is None:
        return None
    mode = f"{kind.mode} " if kind.mode else ""
    access = kind.scope or ("secret" if kind.is_secret else "publishable")
    return Shape(f"{kind.vendor} {mode}key", vendor=kind.vendor, access=access)


def _addresses(value: str) -> Shape:
    """The shape of a text with an address in it: of one address, of a list of them, or of another text."""
    if not _is_scheme(value.partition("://")[0]):
        return Shape("set", form="")
    parts = value.replace(",", " ").replace(";", " ").split()
    if len(parts) > 1 and all("://" in part and _is_scheme(part.partition("://")[0]) for part in parts):
        return Shape("list of addresses", form="")
    return _address(value)


def _is_scheme(text: str) -> bool:
    plain = text.replace("+", "").replace("-", "").replace(".", "").replace("_", "")
    return plain.isascii() and plain.isalnum() and text[0].isalpha()


def _address(value: str) -> Shape:
    address = split(value)
    if not isinstance(address, Address):
        return Shape("malformed address", form="malformed address")
    scheme = _SAME_SCHEME.get(address.scheme, address.scheme)
    base = _SAME_SCHEME.get(address.base_scheme, address.base_scheme)
    secured = {tls: plain for plain, tls in _WITH_TLS.items()}
    tls = "off" if base in _WITH_TLS else "on" if base in secured else ""
    if address.base_scheme in POSTGRES_SCHEMES:
        return _postgres(address, scheme)
    shown = base if base in _SHOWN else "other"
    near = "." not in address.host.strip("[]") or is_local(address.host)
    return Shape(
        f"{shown} address" if shown != "other" else "address",
        form="address",
        scheme=_WITH_TLS.get(shown, shown),
        tls="" if near else tls,
        is_local=is_local(address.host),
        is_near=near,
    )


def _postgres(address: Address, scheme: str) -> Shape:
    endpoint = classify(address)
    query = address.query
    mode = (query.get("sslmode") or query.get("ssl") or "").lower()
    return Shape(
        kind_label(endpoint.kind) if endpoint is not None else "Postgres address",
        form="address",
        scheme=scheme,
        provider=endpoint.provider if endpoint is not None else "",
        endpoint=endpoint.kind if endpoint is not None else "",
        knows_user=endpoint.knows_user if endpoint is not None else True,
        tls="off" if mode in _TLS_OFF else "on" if mode in _TLS_ON else "",
        is_local=is_local(address.host) or (endpoint is not None and endpoint.kind == "local"),
        is_near=endpoint is None and "." not in address.host,
    )


def difference(left: Shape, right: Shape, spec: VariableSpec | None) -> Difference | None:
    """In what two shapes differ first, if in anything; a shape that is not known differs from none."""
    if left.is_empty or right.is_empty:
        if left.is_empty == right.is_empty or (spec is not None and spec.own.get("allowEmpty")):
            return None
        return Difference("shape-drift", *("empty" if each.is_empty else "set" for each in (left, right)))
    if left.form and right.form and left.form != right.form:
        return Difference("shape-drift", f"{_article(left.form)} {left.form}", f"{_article(right.form)} {right.form}")
    if left.types and right.types and not _are_one_type(left.types, right.types):
        return Difference("shape-drift", _type(left.types), _type(right.types))
    if left.form == right.form == "address":
        return _of_addresses(left, right, spec)
    if left.vendor and right.vendor and left.vendor != right.vendor:
        return Difference("shape-drift", _holder(left), _holder(right))
    if left.access and right.access and left.access != right.access:
        return Difference("shape-drift", _access(left), _access(right))
    return None


def _of_addresses(left: Shape, right: Shape, spec: VariableSpec | None) -> Difference | None:
    if left.scheme != right.scheme:
        return Difference("shape-drift", f"an address with {_scheme(left)}", f"an address with {_scheme(right)}")
    if left.is_local and right.is_local:
        return None
    if left.is_local != right.is_local and not (left.endpoint or right.endpoint):
        return Difference(
            "shape-drift",
            *("an address of its own machine" if each.is_local else "an address elsewhere" for each in (left, right)),
        )
    if left.provider != right.provider:
        return Difference("endpoint-drift", _endpoint(left), _endpoint(right))
    if left.endpoint != right.endpoint and not _are_both_right(left, right, spec):
        rule = "shape-drift" if _is_pooled(left) and _is_pooled(right) else "endpoint-drift"
        return Difference(rule, f"{_article(left.label)} {left.label}", f"{_article(right.label)} {right.label}")
    if "off" in (left.tls, right.tls) and left.tls != right.tls:
        words = (f"an address {'without' if each.tls == 'off' else 'with'} TLS" for each in (left, right))
        return Difference("shape-drift", *words)
    if left.knows_user != right.knows_user:
        words = (f"an address {'with' if each.knows_user else 'without'} the project in its user" for each in (left, right))
        return Difference("shape-drift", *words)
    return None


def _are_both_right(left: Shape, right: Shape, spec: VariableSpec | None) -> bool:
    """Whether the schema lists both modes of a pooler, so that neither is a mistake."""
    wanted = spec.own.get("postgres", {}).get("endpoints", ()) if spec is not None else ()
    return _is_pooled(left) and _is_pooled(right) and {left.endpoint, right.endpoint} <= set(wanted)


def _is_pooled(shape: Shape) -> bool:
    return shape.endpoint.startswith("pooler")


def _are_one_type(left: frozenset[str], right: frozenset[str]) -> bool:
    return bool(left & right)


def _type(types: frozenset[str]) -> str:
    return next(label for type, label in _TYPE_LABELS.items() if type in types)


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"


def _scheme(shape: Shape) -> str:
    return shape.scheme if shape.scheme in _SHOWN else "another scheme"


def _endpoint(shape: Shape) -> str:
    if not shape.provider:
        return "a host that no table knows"
    name = f"{_article(shape.label)} {shape.label}"
    return name if shape.provider == "local" else f"{name} at {shape.provider}"


def _holder(shape: Shape) -> str:
    return "a token" if shape.vendor == "token" else f"a key of {shape.vendor}"


def _access(shape: Shape) -> str:
    words = {"anon": "a public key", "service_role": "a secret key", "account": "a key of an account"}
    return words.get(shape.access, f"a {shape.access} key")
