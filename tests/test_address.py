"""Addresses are split without a word of them in any message."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from envcheck import address as address_module
from envcheck import places as places_module
from envcheck.address import Address, Malformed, split

#: Every reason that there is, by the names of the constants.
REASONS = {
    value
    for module in (address_module, places_module)
    for name, value in vars(module).items()
    if name.isupper() and isinstance(value, str)
}


def address_of(text: str) -> Address:
    """The address that a text is."""
    address = split(text)
    assert isinstance(address, Address)
    return address


# -- what must not be called unencoded, a placeholder or malformed


@pytest.mark.parametrize(
    ("text", "host", "path"),
    [
        ("https://medium.com/@user", "medium.com", "/@user"),
        ("https://host:8080/@user", "host", "/@user"),
        ("https://acme.dev/a/b@c?x=d@e#f@g", "acme.dev", "/a/b@c"),
        ("https://acme.dev?next=https://b.dev/@me", "acme.dev", ""),
        ("https://web.archive.org/https://acme.dev", "web.archive.org", "/https://acme.dev"),
        ("https://key@o1.ingest.sentry.io/1", "o1.ingest.sentry.io", "/1"),
        ("https://user:made-up@acme.dev/@me", "acme.dev", "/@me"),
        ("postgres://u:made-up@host/db?application_name=a@b", "host", "/db"),
        ("postgres://u:made-up@host:5432/db?application_name=a@acme.dev", "host", "/db"),
        ("postgres://host:5432/db?user=me@acme.dev", "host", "/db"),
        ("postgres://host/db?user=me@acme.dev", "host", "/db"),
        ("postgres://host:5432?user=me@acme.dev", "host", ""),
        ("postgres://h1:5432,h2:5432/db?user=me@acme.dev", "h1", "/db"),
        ("postgres://[::1]:5432/db?user=me@acme.dev", "::1", "/db"),
        ("postgres://u:made-up@db.acme.dev:5432/app@x", "db.acme.dev", "/app@x"),
        ("mongodb://n:bWFkZQ==@n.mongo.acme.dev:10255/?ssl=true&appName=@n@", "n.mongo.acme.dev", "/"),
        ("postgres://u:p%40%2F%3f%25@host/db", "host", "/db"),
        ("postgres://u:a:b+c!$&'()*,;=-._~@host/db", "host", "/db"),
        ("postgres://u@host/db", "host", "/db"),
        ("postgres://u:@host/db", "host", "/db"),
        ("redis://:made-up@host:6379/0", "host", "/0"),
        ("amqp://u:made-up@host//", "host", "//"),
        ("http://my_service:8000", "my_service", ""),
        ("http://10.0.0.1:8000/", "10.0.0.1", "/"),
        ("https://xn--mnchen-3ya.de", "xn--mnchen-3ya.de", ""),
        ("https://münchen.de/ü", "münchen.de", "/ü"),
        ("https://ACME.dev./A", "acme.dev", "/A"),
        ("https://%61cme.dev/", "acme.dev", "/"),
        ("HTTPS://acme.dev", "acme.dev", ""),
        ("git+ssh://acme.dev/x", "acme.dev", "/x"),
        ("unix:///run/redis.sock", "", "/run/redis.sock"),
        ("sqlite+aiosqlite:///./app.db", "", "/./app.db"),
        ("redis+socket:///run/redis.sock", "", "/run/redis.sock"),
    ],
)
def test_a_right_address_is_split_and_nothing_else(text: str, host: str, path: str) -> None:
    """An ``@``, a colon or a slash in its right place is no fault."""
    address = address_of(text)

    assert (address.host, address.path) == (host, path)
    assert (address.unencoded, address.placeholder) == (False, False)


def test_every_part_is_told() -> None:
    """The parts of an address, decoded where they are to be."""
    address = address_of("PostgreSQL+AsyncPG://me%40x:p%40w@[::1]:6543/a%20b?ssl=a%26b&ssl=require&flag#end")

    assert (address.scheme, address.base_scheme) == ("postgresql+asyncpg", "postgresql")
    assert (address.user, address.password) == ("me@x", "p%40w")
    assert (address.host, address.raw_host, address.bracketed, address.port) == ("::1", "[::1]:6543", True, 6543)
    assert (address.path, address.database, address.fragment) == ("/a%20b", "a b", "end")
    assert address.query == {"ssl": "require", "flag": ""}
    assert address.hosts == ("::1",)


@pytest.mark.parametrize(
    ("text", "user", "password"),
    [
        ("https://acme.dev", None, None),
        ("https://u@acme.dev", "u", None),
        ("https://u:@acme.dev", "u", ""),
        ("redis://:made-up@acme.dev", "", "made-up"),
        ("https://@acme.dev", "", None),
    ],
)
def test_what_is_absent_is_none(text: str, user: str | None, password: str | None) -> None:
    """An absent user is not an empty one, and an absent password neither."""
    address = address_of(text)

    assert (address.user, address.password) == (user, password)


@pytest.mark.parametrize(
    ("text", "hosts", "port"),
    [
        ("postgresql://h1:5432,h2:5433/db", ("h1", "h2"), 5432),
        ("postgresql://u:made-up@h1,h2:5433/db", ("h1", "h2"), None),
        ("mongodb://u:made-up@h1:27017,h2:27017,h3:27017/db", ("h1", "h2", "h3"), 27017),
        ("redis://h1:6379,h2:6379/0", ("h1", "h2"), 6379),
        ("kafka://h1:9092,h2:9092", ("h1", "h2"), 9092),
        ("zookeeper://h1,h2:2181/kafka", ("h1", "h2"), None),
        ("postgresql://app:made-up@/db?host=/cloudsql/a:b:c", ("/cloudsql/a:b:c",), None),
        ("postgresql://app@/db?host=%2Fcloudsql%2Fa%3Ab%3Ac&port=5433", ("/cloudsql/a:b:c",), 5433),
        ("postgresql:///db?host=db.acme.dev&port=5433", ("db.acme.dev",), 5433),
        ("postgresql://u@/db?host=h1:5432&host=h2:5433", ("h1", "h2"), 5432),
        ("postgresql://%2Fvar%2Frun/db", ("/var/run",), None),
        ("postgresql://u@%2Ftmp:5433/db", ("/tmp",), 5433),
        ("postgresql:///db", ("localhost",), None),
        ("mongodb+srv://u:made-up@c.acme.dev/db", ("c.acme.dev",), None),
    ],
)
def test_hosts_of_every_form(text: str, hosts: tuple[str, ...], port: int | None) -> None:
    """Lists, sockets and hosts of the query; libpq's default is this machine."""
    address = address_of(text)

    assert (address.hosts, address.host, address.port) == (hosts, hosts[0], port)
    assert not address.unencoded


@pytest.mark.parametrize(
    "password",
    [
        *("pa/ss", "pa?ss", "pa#ss", "pa@ss", "pa[ss", "pa]ss", "pa ss", "pa%ss", "pa%2", "100%", "[YOUR-PASSWORD]"),
        *("/pa", "pa/", "@pa", "pa@", "#", "?", "//", "12/34", "12#34", "12?34", "a/b@c", "a@b/c", "a/b@c/d", "?a=b"),
    ],
)
@pytest.mark.parametrize(
    "place",
    [
        "host:5432/db",
        "db.acme.dev/db",
        "db.acme.dev:5432/db?sslmode=require",
        "aws-0-us-east-1.pooler.supabase.com:6543/postgres?application_name=a@b",
    ],
)
@pytest.mark.parametrize("scheme", ["postgres", "postgresql+asyncpg", "redis", "mongodb", "amqps", "mysql"])
def test_a_raw_character_in_the_password_is_told_and_the_host_is_right(scheme: str, place: str, password: str) -> None:
    """The host is the one behind the last ``@`` of the authority, whatever the password holds."""
    address = address_of(f"{scheme}://u:{password}@{place}")

    assert address.unencoded
    assert (address.user, address.password) == ("u", password)
    assert address.host == place.partition("/")[0].partition(":")[0]
    assert address.path + "?" in place + "?"


@pytest.mark.parametrize("text", ["https://u:pa@ss@acme.dev/", "smtp://u:100%@acme.dev:25", "https://me@x:pw@acme.dev"])
def test_an_unencoded_password_is_told_for_every_scheme(text: str) -> None:
    """Where the authority's end is certain, other schemes get the same look."""
    assert address_of(text).unencoded


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("https://${HOST}/v1", "${host}", None),
        ("https://${HOST:-localhost}/v1", "${host:-localhost}", None),
        ("https://${HOST}:8080/v1", "${host}", 8080),
        ("https://acme.dev:${PORT}/v1", "acme.dev:${port}", None),
        ("https://$HOST/v1", "$host", None),
        ("https://{{ host }}/v1", "{{ host }}", None),
        ("https://{{host}}:8080", "{{host}}", 8080),
        ("https://<project-ref>.supabase.co", "<project-ref>.supabase.co", None),
        ("https://<your host>:443", "<your host>", 443),
        ("https://[PROJECT].supabase.co", "[project].supabase.co", None),
        ("https://[HOST]:443", "[host]", 443),
        ("postgres://u:made-up@aws-0-[REGION].pooler.supabase.com:6543/db", "aws-0-[region].pooler.supabase.com", 6543),
        ("postgres://u:[YOUR-PASSWORD]@[HOST]/db", "[host]", None),
        ("postgres://u:made-up@h1,${HOST}/db", "h1", None),
        ("https://%DB_HOST%/", "%db_host%", None),
        ("https://.../v1", "...", None),
        ("https://…/v1", "…", None),
    ],
)
def test_a_placeholder_in_the_host_is_no_fault_of_form(text: str, host: str, port: int | None) -> None:
    """It is told as such, its text kept for the rules."""
    address = address_of(text)

    assert (address.placeholder, address.host, address.port) == (True, host, port)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "there is no scheme"),
        ("made-up", "there is no scheme"),
        ("acme.dev:443", "there is no scheme"),
        ("//acme.dev/v1", "there is no scheme"),
        ("://acme.dev", "there is no scheme"),
        ("acme.dev/?next=https://b.dev", "there is no scheme"),
        ("${DATABASE_URL}", "there is no scheme"),
        ("https:/acme.dev", "'://' does not follow the scheme"),
        ("postgres:u@acme.dev", "'://' does not follow the scheme"),
        ('"https://acme.dev"', "the scheme holds a character that no scheme has"),
        ("DATABASE_URL=postgres://acme.dev/db", "the scheme holds a character that no scheme has"),
        ("1https://acme.dev", "the scheme holds a character that no scheme has"),
        ("ｈttps://acme.dev", "the scheme holds a character that no scheme has"),
        ("https://https://acme.dev", "there is a second scheme inside"),
        ("https://https//acme.dev", "there is a second scheme inside"),
        ("https://x://acme.dev", "there is a second scheme inside"),
        ("postgresql://postgres://u:made-up@acme.dev/db", "there is a second scheme inside"),
        ("postgresql://u:made-up@https://acme.dev/db", "there is a second scheme inside"),
        ("postgresql://https://acme.dev/db", "there is a second scheme inside"),
        (" https://acme.dev", "it holds a blank or a line break"),
        ("https://acme.dev ", "it holds a blank or a line break"),
        ("https://acme.dev\n", "it holds a blank or a line break"),
        ("https://acme.dev/a b", "it holds a blank or a line break"),
        ("https://acme .dev/", "it holds a blank or a line break"),
        ("https://acme.dev\u00a0", "it holds a blank or a line break"),
        ("postgres://my user:made-up@acme.dev/db", "it holds a blank or a line break"),
        ("postgres://u:made\nup@acme.dev/db", "it holds a blank or a line break"),
        ("https://acme.dev\u200b", "it holds an invisible character"),
        ("\ufeffhttps://acme.dev", "it holds an invisible character"),
        ("https://acme.dev\x00", "it holds an invisible character"),
        ("https://", "there is no host"),
        ("https:///v1", "there is no host"),
        ("https://:443/v1", "there is no host"),
        ("https://u:made-up@/v1", "there is no host"),
        ("postgresql://", "there is no host"),
        ("postgresql:///", "there is no host"),
        ("postgresql://u:made-up@/db", "there is no host"),
        ("postgresql://u:made-up@:5432/db", "there is no host"),
        ("postgresql://h1,,h2/db", "there is no host"),
        ("redis:///0", "there is no host"),
        ("https://acme.dev:", "the port is not a number from 1 to 65535"),
        ("https://acme.dev:0", "the port is not a number from 1 to 65535"),
        ("https://acme.dev:65536", "the port is not a number from 1 to 65535"),
        ("https://acme.dev:abc", "the port is not a number from 1 to 65535"),
        ("https://acme.dev:-1", "the port is not a number from 1 to 65535"),
        ("https://acme.dev:٤٤٣", "the port is not a number from 1 to 65535"),
        ("https://acme.dev:443:443", "the port is not a number from 1 to 65535"),
        ("https://[::1]:x", "the port is not a number from 1 to 65535"),
        ("https://u:pa/ss@acme.dev", "the port is not a number from 1 to 65535"),
        ("postgres://h1:5432,h2:x/db", "the port is not a number from 1 to 65535"),
        ("postgres://u:made-up@2001:db8::1:5432/db", "an IPv6 address stands without brackets"),
        ("https://::1/", "an IPv6 address stands without brackets"),
        ("https://2001:db8:0:0:0:0:0:1/", "an IPv6 address stands without brackets"),
        ("https://[::1", "a bracket is never closed"),
        ("https://aws-[REGION.acme.dev", "a bracket is never closed"),
        ("https://[1::2::3]/", "what stands in brackets is no IPv6 address"),
        ("https://*.acme.dev", "the host holds a character that no host has"),
        ("https://acme.dev,b.dev", "the host holds a character that no host has"),
        ("https://acme.dev\\v1", "the host holds a character that no host has"),
        ("https://acme.dev'", "the host holds a character that no host has"),
        ("https://[::1]x/", "the host holds a character that no host has"),
        ("https://%2Fvar/", "the host holds a character that no host has"),
        ("https://acme%zz.dev/", "the host holds a character that no host has"),
        ("https://acme..dev", "a part of the host between two dots is empty"),
        ("https://.acme.dev", "a part of the host between two dots is empty"),
        ("mongodb+srv://u:made-up@c.acme.dev:27017/db", "the scheme mongodb+srv takes no port"),
    ],
)
def test_what_is_no_address_has_its_reason(text: str, reason: str) -> None:
    """The reason is a fixed fragment."""
    assert split(text) == Malformed(reason)
    assert reason in REASONS


# -- properties

hosts = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?(\.[a-z0-9]{1,8}){0,3}", fullmatch=True)
encoded = st.from_regex(r"([A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-F]{2}){1,12}", fullmatch=True)
segments = st.from_regex(r"([A-Za-z0-9._~-]|%[0-9A-F]{2}){0,8}", fullmatch=True)
schemes = st.sampled_from(
    ["http", "https", "HTTPS", "postgres", "postgresql+asyncpg", "redis", "amqp", "mongodb", "mysql", "wss", "x-y.z"]
)
addresses = st.sampled_from(["::1", "2001:DB8::1", "fe80::1"])


@st.composite
def well_formed(draw: st.DrawFn) -> str:
    """An address that the standard library reads right."""
    user = draw(st.none() | encoded)
    password = draw(st.none() | encoded) if user is not None else None
    credentials = "" if user is None else user + ("" if password is None else ":" + password) + "@"
    host = draw(hosts | addresses.map(lambda literal: f"[{literal}]"))
    port = draw(st.none() | st.integers(1, 65535))
    path = "".join("/" + segment for segment in draw(st.lists(segments, max_size=3)))
    query = draw(st.none() | st.lists(st.tuples(segments, segments).map("=".join), min_size=1, max_size=3).map("&".join))
    return (
        f"{draw(schemes)}://{credentials}{host}{'' if port is None else f':{port}'}{path}"
        f"{'' if query is None else '?' + query}{draw(st.sampled_from(['', '#', '#end']))}"
    )


@given(well_formed())
def test_a_well_formed_address_is_read_as_the_library_reads_it(text: str) -> None:
    """Scheme, user, password, host, port, path and fragment are those of ``urllib.parse``."""
    address = address_of(text)
    expected = urlsplit(text)

    assert address.scheme == expected.scheme
    assert address.user == (None if expected.username is None else unquote(expected.username))
    assert address.password == expected.password
    assert (address.host, address.port) == (expected.hostname, expected.port)
    assert (address.path, address.fragment) == (expected.path, expected.fragment)
    assert (address.unencoded, address.placeholder) == (False, False)


pieces = st.sampled_from([*"/?#@[]:%,.<>{}$= \\", "://", "//", "%2", "%41", "::", "postgres", "https", "[a]", "${A}", "1", "a"])
crooked = st.lists(pieces | st.text(max_size=3), max_size=14).map("".join)


@given(st.text() | crooked | st.builds("{}://{}".format, schemes, crooked) | st.text(st.characters(), max_size=20))
@example("postgres://u:\ud800@h/d")
@example("postgres://[")
@example("postgres://u@%")
def test_any_text_is_an_address_or_malformed_and_shows_nothing(text: str) -> None:
    """No text raises; what comes back has a closed repr, or a reason out of the fixed ones."""
    result = split(text)

    if isinstance(result, Malformed):
        assert result.reason in REASONS
        assert repr(result) == str(result) == f"Malformed(reason={result.reason!r})"
    else:
        assert (repr(result), str(result), f"{result}") == ("Address(…)",) * 3
        assert len(result.hosts) >= 1
        assert isinstance(result.query, dict)
        assert isinstance(result.database, str)
        assert not hasattr(result, "__dict__")


secrets = st.text(st.sampled_from("ZQXJVK02468/?#@[]%:= \t"), min_size=4, max_size=24)


@given(
    st.sampled_from(["postgres://u:{}@host/db", "{}", "https://{}", "https://h/{}", "{}://x", "redis://h:{}/0"]),
    secrets,
)
def test_no_four_characters_of_a_secret_come_back(shape: str, secret: str) -> None:
    """Neither an address nor its refusal has any part of the text."""
    result = split(shape.format(secret))
    shown = f"{result!r} {result}"

    assert [secret[i : i + 4] for i in range(len(secret) - 3) if secret[i : i + 4] in shown] == []


def test_places_are_closed_too() -> None:
    """A misread password may stand in a place."""
    assert repr(places_module.read_place("made-up.acme.dev:5432")) == "Place(…)"


@given(st.text(alphabet="aZ%4G1é+ ", max_size=20))
def test_decoding_agrees_with_the_library(text: str) -> None:
    """Percent-decoding is that of ``urllib.parse``, broken UTF-8 included."""
    assert places_module.unquote(text) == unquote(text, errors="replace")
