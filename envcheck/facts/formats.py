"""Formats that a schema can name: a row a format, with examples."""

from __future__ import annotations

from envcheck.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class Format(NamedTuple):
    """One format. ``fits`` is None where address rules judge instead, or where nothing is asserted.

    ``schemes`` are those of an address; ``good`` and ``bad`` are examples. ``is_plain`` tells that a text of the format has
    letters, digits and a few signs only, so that nothing about its characters can be wrong.
    """

    wanted: str
    fits: Callable[[str], bool] | None
    good: tuple[str, ...]
    bad: tuple[str, ...]
    hint: str = ""
    schemes: tuple[str, ...] = ()
    is_plain: bool = False


_DIGITS = frozenset("0123456789")


def _is_digits(text: str) -> bool:
    return text != "" and _DIGITS.issuperset(text)


def is_port(text: str) -> bool:
    """Whether a text is a port number, 1 to 65535."""
    return _is_digits(text) and len(text) <= 5 and 1 <= int(text) <= 65535


def is_hostname(text: str) -> bool:
    """Whether a text is a host name of RFC 1123, with its encoded labels well-formed."""
    if len(text) <= 63 and "-" not in text:  # the plain ones, at a glance
        return text.isascii() and text.replace(".", "").isalnum() and "" not in text.split(".")
    return len(text) <= 253 and all(map(_is_label, text.split(".")))


def _is_label(label: str) -> bool:
    if not (0 < len(label) <= 63 and label.isascii() and label.replace("-", "a").isalnum()):
        return False
    if label[0] == "-" or label[-1] == "-":
        return False
    if label[2:4] == "--":
        from envcheck.facts.labels import is_encoded_label

        return label[:2].lower() == "xn" and is_encoded_label(label)
    return True


def is_ipv4(text: str) -> bool:
    """Whether a text is four decimal numbers, without leading zeros."""
    parts = text.split(".")
    return len(parts) == 4 and all(_is_digits(p) and len(p) <= 3 and int(p) <= 255 and str(int(p)) == p for p in parts)


def is_ipv6(text: str) -> bool:
    """Whether a text is an IPv6 address without a zone."""
    import ipaddress

    if not text.isascii() or "%" in text or "/" in text:
        return False
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return True


def is_email(text: str) -> bool:
    """Whether a text is a mailbox: a local part, ``@``, a host."""
    local, at, domain = text.rpartition("@")
    if not at or not local or len(local) > 64 or not text.isascii():
        return False
    if domain[:1] == "[" and domain[-1:] == "]":
        literal = domain[1:-1]
        return is_ipv6(literal[5:]) if literal[:5].lower() == "ipv6:" else is_ipv4(literal)
    if not is_hostname(domain):
        return False
    if local[0] == '"' and local[-1] == '"' and len(local) > 2:
        return '"' not in local[1:-1].replace('\\"', "") and local.isprintable()
    allowed = local.replace(".", "a")
    if allowed.isalnum():
        return "" not in local.split(".")
    return "" not in local.split(".") and all(c.isalnum() or c in "!#$%&'*+/=?^_`{|}~-" for c in allowed)


def is_uuid(text: str) -> bool:
    """Whether a text is a UUID in its written form."""
    return len(text) == 36 and text[8] == text[13] == text[18] == text[23] == "-" and _are_hex(text.replace("-", ""), 32)


def _are_hex(text: str, length: int) -> bool:
    """Whether a text is so many hexadecimal digits: by the interpreter, which is faster than a look at each."""
    if len(text) != length or not (text.isalnum() and text.isascii()) or text[1] in "xX":  # int takes a prefix
        return False
    try:
        int(text, 16)
    except ValueError:
        return False
    return True


def is_date(text: str) -> bool:
    """Whether a text is a day as YYYY-MM-DD."""
    import datetime

    if len(text) != 10 or text[4] != "-" or text[7] != "-" or not text.isascii():
        return False
    try:
        datetime.date(int(text[:4]), int(text[5:7]), int(text[8:]))
    except ValueError:
        return False
    return _is_digits(text.replace("-", ""))


def is_time(text: str) -> bool:
    """Whether a text is a time of RFC 3339, with its offset."""
    if len(text) < 9 or text[2] != ":" or text[5] != ":" or not text.isascii():
        return False
    clock, rest = text[:8], text[8:]
    if rest[:1] == ".":
        fraction = rest[1:].rstrip("zZ") if rest[-1] in "zZ" else rest[1:-6]
        if not _is_digits(fraction):
            return False
        rest = rest[1 + len(fraction) :]
    parts = clock.split(":")
    if not all(_is_digits(part) for part in parts):
        return False
    hour, minute, second = map(int, parts)
    if rest in ("z", "Z"):
        shift = 0
    else:
        if len(rest) != 6 or rest[0] not in "+-" or rest[3] != ":" or not _is_digits(rest[1:3] + rest[4:]):
            return False
        if int(rest[1:3]) > 23 or int(rest[4:]) > 59:
            return False
        shift = (int(rest[1:3]) * 60 + int(rest[4:])) * (1 if rest[0] == "+" else -1)
    if hour > 23 or minute > 59 or second > 60:
        return False
    return second < 60 or (hour * 60 + minute - shift) % 1440 == 1439  # a leap second ends a day of UTC


def is_date_time(text: str) -> bool:
    """Whether a text is a date and a time of RFC 3339."""
    return text[10:11] in ("T", "t") and is_date(text[:10]) and is_time(text[11:])


def is_duration(text: str) -> bool:
    """Whether a text is a duration of ISO 8601, as ``P3DT12H``."""
    if text[:1] != "P" or not text.isascii() or len(text) < 3:
        return False
    if text[-1] == "W":
        return _is_digits(text[1:-1])
    day, mark, clock = text[1:].partition("T")
    if mark and not clock:
        return False
    return _has_units(day, "YMD") and _has_units(clock, "HMS")


def _has_units(text: str, units: str) -> bool:
    number, last = "", -1
    for character in text:
        if character in _DIGITS:
            number += character
            continue
        position = units.find(character)
        # a unit follows its greater neighbour: P1Y1D leaves the months out
        if not number or position < 0 or position <= last or (last >= 0 and position != last + 1):
            return False
        number, last = "", position
    return not number


def is_json_pointer(text: str) -> bool:
    """Whether a text is a JSON pointer of RFC 6901."""
    if text and text[0] != "/":
        return False
    return "~" not in text.replace("~0", "").replace("~1", "")


def is_regex(text: str) -> bool:
    """Whether a text is a pattern of ECMA-262."""
    from envcheck.patterns import is_pattern

    return is_pattern(text)


def is_uri(text: str) -> bool:
    """Whether a text is a URI of RFC 3986 with a scheme."""
    import re

    scheme, colon, rest = text.partition(":")
    if not colon or not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme):
        return False
    return is_uri_reference("a:" + rest)


def is_uri_reference(text: str) -> bool:
    """Whether a text is a URI or a relative reference of RFC 3986."""
    import re

    encoded = r"%[0-9A-Fa-f]{2}"
    character = rf"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|{encoded})"
    match = re.fullmatch(
        rf"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):)?(?://(?P<authority>[^/?#]*))?(?P<path>(?:{character}|/)*)"
        rf"(?:\?(?:{character}|[/?])*)?(?:#(?:{character}|[/?])*)?",
        text,
    )
    if match is None:
        return False
    if match["scheme"] is None and match["authority"] is None and ":" in match["path"].split("/")[0]:
        return False
    authority = match["authority"]
    if authority is None:
        return True
    user, _, place = authority.rpartition("@")
    if not re.fullmatch(rf"(?:[A-Za-z0-9._~!$&'()*+,;=:-]|{encoded})*", user):
        return False
    bracketed = re.fullmatch(r"\[([^\]]*)\](?::[0-9]*)?", place)
    if bracketed:
        return is_ipv6(bracketed[1]) or re.fullmatch(r"[vV][0-9A-Fa-f]+\.[A-Za-z0-9._~!$&'()*+,;=:-]+", bracketed[1]) is not None
    return re.fullmatch(rf"(?:[A-Za-z0-9._~!$&'()*+,;=-]|{encoded})*(?::[0-9]*)?", place) is not None


def read_json(text: str) -> Any:
    """The value of a JSON text, without the NaN and Infinity that Python adds. Raises ValueError."""
    import json

    def refuse(word: str) -> None:
        raise ValueError

    try:
        return json.loads(text, parse_constant=refuse)
    except RecursionError:
        raise ValueError from None


def is_json(text: str) -> bool:
    """Whether a text is JSON."""
    try:
        read_json(text)
    except ValueError:
        return False
    return True


def is_hex(text: str) -> bool:
    """Whether a text is hexadecimal digits in pairs."""
    return text != "" and len(text) % 2 == 0 and _are_hex(text, len(text))


def is_base64(text: str) -> bool:
    """Whether a text is base64 of RFC 4648, standard or url-safe, padded or not."""
    body = text.rstrip("=")
    padding = len(text) - len(body)
    if padding not in (0, -len(body) % 4) or len(body) % 4 == 1 or not body.isascii():
        return False
    return body.replace("+", "a").replace("/", "a").isalnum() or body.replace("-", "a").replace("_", "a").isalnum()


def is_fernet_key(text: str) -> bool:
    """Whether a text is base64 of exactly 32 bytes, standard or url-safe, as ``cryptography`` takes it."""
    return len(text) == 44 and text[-1] == "=" and text[-2] != "=" and is_base64(text)


def is_jwt(text: str) -> bool:
    """Whether a text has a token's three parts, the first of which is a JSON object; nothing is verified."""
    parts = text.split(".")
    if len(parts) != 3 or not all(is_base64(part) and "=" not in part for part in parts):
        return False
    import base64

    try:
        head = base64.urlsafe_b64decode(parts[0] + "=" * (-len(parts[0]) % 4)).decode()
    except ValueError:
        return False
    return head[:1] == "{" and is_json(head)


def is_origin(text: str) -> bool:
    """Whether a text is scheme, host and port, with no path and no glob."""
    scheme, mark, place = text.partition("://")
    host, _, port = place.partition(":")
    return scheme in ("http", "https") and mark != "" and is_hostname(host) and (is_port(port) if ":" in place else True)


def is_byte_size(text: str) -> bool:
    """Whether a text is a number of bytes, with a unit if need be: ``1048576``, ``100MB``, ``1.5 GiB``."""
    unit = text.lstrip("0123456789.")
    number = text[: len(text) - len(unit)]
    whole, dot, rest = number.partition(".")
    return _is_digits(whole) and (not dot or (_is_digits(rest) and unit != "")) and unit.strip(" ").lower() in _UNITS


_UNITS = frozenset(("", "b", *(letter + rest for letter in "kmgtp" for rest in ("", "b", "i", "ib"))))


def is_sentry_dsn(text: str) -> bool:
    """Whether a text is ``https://<key>@<host>/<number>``, with a path before the number where Sentry stands below one."""
    scheme, mark, rest = text.partition("://")
    authority, _, path = rest.partition("/")
    key, at, place = authority.rpartition("@")
    host, colon, port = place.partition(":")
    return (
        scheme in ("http", "https")
        and mark + at == "://@"
        and key.replace(":", "a").replace("-", "a").isalnum()
        and is_hostname(host)
        and (not colon or is_port(port))
        and _is_digits(path.rpartition("/")[2])
    )


#: What keys of providers and tokens begin with, cut to a length that can be looked up: a value without one of these is no key.
#: The prefixes stand in ``keys.py``, a table that is read only for a value that has one; a test holds both equal.
KEY_HEADS = frozenset(
    (
        *("sk-", "sk_", "rk_", "pk-", "pk_", "whs", "llx", "sb_", "sbp", "SG.", "re_", "ghp", "gho", "ghu", "ghr", "ghs", "git"),
        *("xox", "xap", "AKI", "ASI", "AIz", "hf_", "ppl", "ntn", "lin", "rnd", "phc", "eyJ"),
    )
)


def _is_key(format: str) -> Callable[[str], bool]:
    """The test of a provider's key: by what it begins with, for no provider promises more."""

    def fits(text: str) -> bool:
        if text[:3] not in KEY_HEADS:
            return False
        from envcheck.facts.key_slots import SLOT_OF_FORMAT
        from envcheck.facts.keys import kind_by_prefix

        kind = kind_by_prefix(text)
        return kind is not None and kind.id in SLOT_OF_FORMAT[format].kinds

    return fits


def _is_project_key(format: str, role: str) -> Callable[[str], bool]:
    """The test of a key of a Supabase project: one of the two opaque forms, or a token with the role."""
    is_opaque = _is_key(format)

    def fits(text: str) -> bool:
        if text[:3] != "eyJ":
            return is_opaque(text)
        from envcheck.tokens import Token, read_token

        token = read_token(text)
        return isinstance(token, Token) and token.role in (role, "")

    return fits


_JWT_EXAMPLE = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtYWRlLXVwIn0.bWFkZS11cC1tYWRlLXVwLW1hZGUtdXAtbWFkZS11cC0"

#: The standard's formats and envcheck's own.
FORMATS: dict[str, Format] = {
    "uri": Format("a URI", is_uri, ("https://acme.dev/a?b#c", "urn:isbn:1"), ("acme.dev", "https://a b", "")),
    "uri-reference": Format("a URI or a relative reference", is_uri_reference, ("/a", "https://acme.dev"), ("a b", "\\\\a")),
    "email": Format("an email address", is_email, ("ops@acme.dev",), ("ops", "ops@", "a b@acme.dev")),
    "hostname": Format(
        "a host name", is_hostname, ("acme.dev", "db-1"), ("-a", "a_b.dev", "https://acme.dev", ""), is_plain=True
    ),
    "ipv4": Format("an IPv4 address", is_ipv4, ("10.0.0.1",), ("10.0.0.256", "10.0.0.01", "10.0.0"), is_plain=True),
    "ipv6": Format("an IPv6 address", is_ipv6, ("::1", "fe80::1"), ("10.0.0.1", "::g", "fe80::1%eth0"), is_plain=True),
    "uuid": Format(
        "a UUID", is_uuid, ("2eb8aa08-aa98-11ea-b4aa-73b441d16380",), ("2eb8aa08aa9811eab4aa73b441d16380", "x"), is_plain=True
    ),
    "date": Format("a date as YYYY-MM-DD", is_date, ("2026-11-24",), ("2026-02-30", "24.11.2026", "20261124"), is_plain=True),
    "time": Format("a time of RFC 3339 with its offset", is_time, ("08:30:06Z", "08:30:06.5+01:00"), ("08:30", "24:00:00Z")),
    "date-time": Format("a date and time of RFC 3339", is_date_time, ("2026-11-24T08:30:06Z",), ("2026-11-24", "now")),
    "duration": Format("a duration of ISO 8601, as P3DT12H", is_duration, ("P4DT12H", "PT30S", "P2W"), ("30s", "P", "PT")),
    "json-pointer": Format("a JSON pointer", is_json_pointer, ("/a/b~1c", ""), ("a", "/~2")),
    "regex": Format("a regular expression of ECMA-262", is_regex, ("^a+$", "(?=a)"), ("(a", "a**", "\\Z")),
    "json": Format("JSON", is_json, ('{"a": 1}', "3"), ("{a: 1}", "")),
    "base64": Format("base64", is_base64, ("bWFkZS11cA==", "bWFkZS11cA"), ("a", "made up", "===="), is_plain=True),
    "hex": Format("hexadecimal digits in pairs", is_hex, ("00ff",), ("0", "0x00", ""), is_plain=True),
    "port": Format("a port number from 1 to 65535", is_port, ("1", "65535"), ("0", "65536", "80/tcp", ""), is_plain=True),
    "byte-size": Format(
        "a number of bytes, with a unit if need be, as 100MB or 1.5GiB",
        is_byte_size,
        ("1048576", "100MB", "1.5GiB", "512k", "10 MB"),
        ("100 megabytes", "MB", "1.5", "-1", "1,5GB", "10MBps", ""),
    ),
    "fernet-key": Format(
        "a Fernet key: 44 characters, base64 of exactly 32 bytes",
        is_fernet_key,
        ("bWFkZS11cC1rZXktbWFkZS11cC1rZXktbWFkZS11cC0=",),
        ("made-up", "00" * 32, "bWFkZS11cC1rZXktbWFkZS11cC1rZXktbWFkZS11cC0"),
        "Make one with: python -c 'import os, base64; print(base64.urlsafe_b64encode(os.urandom(32)).decode())'",
        is_plain=True,
    ),
    "jwt": Format("a JSON Web Token of three parts", is_jwt, (_JWT_EXAMPLE,), ("a.b.c", _JWT_EXAMPLE[:-44], "made-up")),
    "origin": Format(
        "an origin: http or https, a host, a port if need be, no path",
        is_origin,
        ("https://app.acme.dev", "http://localhost:3000"),
        ("https://app.acme.dev/", "https://*.acme.dev", "app.acme.dev", "*"),
    ),
    "password": Format("a text", None, ("made-up",), ()),
    "http-url": Format("a web address", None, ("https://api.acme.dev/v1",), (), schemes=("http", "https")),
    "supabase-url": Format(
        "the address of a Supabase project",
        None,
        ("https://abcdefghijklmnopqrst.supabase.co", "https://auth.acme.dev", "http://127.0.0.1:54321"),
        (),
        schemes=("https", "http"),
    ),
    "sentry-dsn": Format(
        "a DSN of Sentry: https://<key>@<host>/<number>",
        is_sentry_dsn,
        ("https://made0up@o1.ingest.us.sentry.io/4501", "https://made0up@errors.acme.dev/sentry/4"),
        (
            "https://o1.ingest.us.sentry.io/4501",
            "https://made0up@sentry.io/",
            "https://made0up@sentry.io/acme",
            "made0up@sentry.io/4",
        ),
        "Copy it from the project's settings under Client Keys.",
    ),
    "postgres-url": Format(
        "a Postgres address",
        None,
        ("postgresql://app:made-up@db.acme.dev:5432/app", "postgresql+asyncpg://app:made-up@db.acme.dev/app"),
        (),
        schemes=("postgres", "postgresql"),
    ),
    "redis-url": Format(
        "a Redis address", None, ("redis://cache.acme.dev:6379/0",), (), schemes=("redis", "rediss", "unix", "valkey", "valkeys")
    ),
    "amqp-url": Format("an AMQP address", None, ("amqps://app:made-up@mq.acme.dev/app",), (), schemes=("amqp", "amqps")),
    "mongodb-url": Format(
        "a MongoDB address", None, ("mongodb+srv://app:made-up@db.acme.dev/app",), (), schemes=("mongodb", "mongodb+srv")
    ),
    "supabase-anon-key": Format(
        "the anon or publishable key of a Supabase project",
        _is_project_key("supabase-anon-key", "anon"),
        ("sb_publishable_made-up-made-up-made-up", _JWT_EXAMPLE),
        ("sb_secret_made-up-made-up-made-up", "made-up", _JWT_EXAMPLE[:-11], ""),
        "Copy it from API keys in the project's settings.",
    ),
    "supabase-service-role-key": Format(
        "the service-role or secret key of a Supabase project",
        _is_project_key("supabase-service-role-key", "service_role"),
        ("sb_secret_made-up-made-up-made-up", _JWT_EXAMPLE),
        ("sb_publishable_made-up-made-up-made-up", "made-up", _JWT_EXAMPLE[:-11], ""),
        "Copy it from API keys in the project's settings.",
    ),
    "openai-api-key": Format(
        "an API key of OpenAI, which begins with sk-",
        _is_key("openai-api-key"),
        ("sk-made-up-made-up", "sk-proj-made-up-made-up"),
        ("sk-ant-made-up-made-up", "made-up", ""),
    ),
    "anthropic-api-key": Format(
        "an API key of Anthropic, which begins with sk-ant-",
        _is_key("anthropic-api-key"),
        ("sk-ant-made-up-made-up",),
        ("sk-made-up-made-up", "made-up", ""),
    ),
    "llamacloud-api-key": Format(
        "an API key of LlamaCloud, which begins with llx-",
        _is_key("llamacloud-api-key"),
        ("llx-made-up-made-up",),
        ("sk-made-up-made-up", "made-up", ""),
    ),
    "stripe-secret-key": Format(
        "a secret or restricted key of Stripe, which begins with sk_ or rk_",
        _is_key("stripe-secret-key"),
        ("sk_test_made_up_made_up", "rk_live_made_up_made_up"),
        ("pk_test_made_up_made_up", "whsec_made_up_made_up_made_up", "made-up", ""),
    ),
    "stripe-publishable-key": Format(
        "a publishable key of Stripe, which begins with pk_",
        _is_key("stripe-publishable-key"),
        ("pk_test_made_up_made_up",),
        ("sk_test_made_up_made_up", "made-up", ""),
    ),
    "stripe-webhook-secret": Format(
        "the signing secret of a webhook, which begins with whsec_",
        _is_key("stripe-webhook-secret"),
        ("whsec_made_up_made_up_made_up",),
        ("sk_test_made_up_made_up", "made-up", ""),
    ),
    "resend-api-key": Format(
        "an API key of Resend, which begins with re_", _is_key("resend-api-key"), ("re_made_up_made_up_made",), ("made-up", "")
    ),
    "sendgrid-api-key": Format(
        "an API key of SendGrid, which begins with SG.", _is_key("sendgrid-api-key"), ("SG.made-up.made-up",), ("made-up", "")
    ),
}
