"""No value leaves the program: in no format, at no verbosity, in no message, and on no way out."""

from __future__ import annotations

import base64
import copy
import errno
import gc
import html
import io
import itertools
import json
import pickle
import re
import tomllib
import unicodedata
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import envcheck
from envcheck import address, sources
from envcheck import check as engine
from envcheck.__main__ import main
from envcheck.errors import SourceError
from envcheck.facts import endpoints
from envcheck.json_text import JsonText
from envcheck.merge import merge
from envcheck.model import Context, Environment
from envcheck.options import FORMATS
from envcheck.places import read_place
from envcheck.schema import SchemaFile
from tests.conftest import compiled, read_group, read_source
from tests.watch import WATCH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parent.parent
VERBOSITIES: tuple[tuple[str, ...], ...] = ((), ("-q",), ("-v",), ("-v", "-v"))
WAYS = [(format, verbosity) for format in FORMATS for verbosity in VERBOSITIES]

#: A value that no word of the program has a part of.
MARKER = "Qx7Zj2kXq9wJz4Kx"

SCHEMA = json.dumps(
    {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "x-envcheck": {"environmentMarker": "ENVIRONMENT"},
        "required": ["API_TOKEN", "REGION"],
        "properties": {
            "ENVIRONMENT": {"enum": ["staging", "production"]},
            "API_TOKEN": {"writeOnly": True, "minLength": 9, "maxLength": 48},
            "SIGNING_KEY": {"format": "fernet-key", "writeOnly": True},
            "PORT": {"type": "integer", "minimum": 1, "maximum": 65535},
            "RATIO": {"type": "number", "maximum": 1},
            "DEBUG": {"type": "boolean"},
            "LOG_LEVEL": {"enum": ["INFO", "DEBUG"], "x-envcheck": {"ignoreCase": True}},
            "MODE": {"pattern": "^[A-Z]+$"},
            "REGION": {"const": "eu-central-1"},
            "DATABASE_URL": {"format": "postgres-url", "writeOnly": True, "x-envcheck": {"postgres": {"driver": "asyncpg"}}},
            "SITE_URL": {"format": "http-url", "x-envcheck": {"url": {"schemes": ["https"]}}},
            "LIMITS": {"type": "object", "properties": {"a": {"type": "integer"}}, "additionalProperties": False},
            "HOSTS": {"type": "array", "items": {"pattern": "^[a-z.]+$"}, "x-envcheck": {"separator": ","}},
        },
    },
    indent=2,
)


class Shown(NamedTuple):
    """What one run gave."""

    code: int
    out: str
    err: str


def shown(*arguments: str, text: str | bytes = "") -> Shown:
    """A run in this process, with a text as standard input."""
    out, err = io.StringIO(), io.StringIO()
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        try:
            with WATCH.over(arguments):
                code = main(arguments)
        finally:
            gc.enable()  # a run switches it off for itself
    return Shown(code, out.getvalue(), err.getvalue())


def checked(text: str | bytes, *arguments: str, name: str = "api.env") -> Shown:
    """A check of a text as that of a file."""
    return shown("check", "-", "--stdin-filename", name, "--isolated", "--color", "never", *arguments, text=text)


@pytest.fixture(autouse=True, scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty repository with a schema, as the current folder of every test."""
    path = tmp_path_factory.mktemp("project")
    (path / ".git").mkdir()
    (path / "schema.json").write_text(SCHEMA, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(path)
        yield path


# -- what a trace of a secret is


def in_base64(secret: bytes) -> Iterator[str]:
    """What is left of a secret in the base64 of any text that holds it."""
    for before in range(3):
        whole = base64.b64encode(bytes(before) + secret).decode()
        yield whole[(0, 2, 3)[before] : len(whole.rstrip("=")) - 1]  # the others tell of their neighbours, too


def grams(text: str, length: int) -> Iterator[str]:
    """All so many characters in a row."""
    return (text[start : start + length] for start in range(len(text) - length + 1))


def spellings(text: str) -> Iterator[str]:
    """The ways in which a short text may be written."""
    yield from (text, text[::-1], text.lower(), text.upper(), text.swapcase())
    yield from (repr(text)[1:-1], ascii(text)[1:-1], json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1])
    yield from (quote(text, safe=""), quote_plus(text), html.escape(text), text.encode().hex(), text.encode().hex(" "))
    yield from (unicodedata.normalize(form, text) for form in ("NFC", "NFD", "NFKC", "NFKD"))


def traces(secret: str) -> set[str]:
    """Everything that would show four characters in a row of a secret."""
    found = {spelt for gram in grams(secret, 4) for spelt in spellings(gram)}
    found.update(gram for whole in in_base64(secret.encode()) for gram in grams(whole, 6))
    return {trace for trace in found if len(trace) > 3}


def left_of(secret: str, *texts: str) -> list[str]:
    """The traces of a secret in texts."""
    everything = "\n".join(texts)
    return sorted(trace for trace in traces(secret) if trace in everything)


@pytest.mark.parametrize(
    "text",
    [
        MARKER,
        f"a value: {MARKER[3:7]}.",
        MARKER[::-1],
        MARKER.lower(),
        MARKER.upper(),
        MARKER.encode().hex(),
        *(base64.b64encode(f"{'x' * before}{MARKER}".encode()).decode() for before in range(3)),
    ],
)
def test_a_trace_is_found(text: str) -> None:
    """Or the tests below would show nothing."""
    assert left_of(MARKER, f"envcheck: {text}") != []


@pytest.mark.parametrize("text", [MARKER[:3], "PORT is not an integer: a sign and digits.", SCHEMA])
def test_what_is_no_trace_is_not_found(text: str) -> None:
    """Three characters are a part of many words."""
    assert left_of(MARKER, text) == []


# -- the example of this repository


def example_values() -> set[str]:
    """Each value of the example that is no word of its schemas, of the config or of the program."""
    config = tomllib.loads((ROOT / "envcheck.toml").read_text(encoding="utf-8"))
    paths = {path for environment in config["environments"].values() for path in environment["sources"].values()}
    values = set()
    for path in (*paths, "examples/worker.env"):
        text = (ROOT / path).read_text(encoding="utf-8")
        (environment,) = sources.read(text, sources.Target(None, path), is_file=True, whole=True)
        values |= set(environment.values.values())
    known = "\n".join(path.read_text(encoding="utf-8") for path in (*ROOT.glob("schemas/*.json"), *PACKAGE))
    return {value for value in values if len(value) > 3 and value not in known}


PACKAGE = [*Path(envcheck.__file__).parent.rglob("*.py"), *Path(envcheck.__file__).parent.rglob("*.json")]
EXAMPLE = example_values()


def test_the_example_has_values_to_look_for() -> None:
    """Addresses, keys and names of its own."""
    assert len(EXAMPLE) > 30


@pytest.mark.parametrize(("format", "verbosity"), WAYS)
def test_no_value_of_the_example_is_in_its_reports(
    format: str, verbosity: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In no format, at no verbosity."""
    monkeypatch.chdir(ROOT)
    run = shown("check", "--format", format, "--color", "always", *verbosity)

    assert (run.code, bool(run.out)) == (1, True)
    assert [value for value in EXAMPLE if value in run.out + run.err] == []


@pytest.mark.parametrize("format", FORMATS)
def test_no_value_of_the_local_example_is_in_its_reports(format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Held against the wrong schema, for the wrong environment, so that there is much to find."""
    monkeypatch.chdir(ROOT)
    arguments = ("--schema", "schemas/api.json", "--env", "production", "--isolated", "--format", format)
    run = shown("check", "examples/worker.env", *arguments)

    assert (run.code, bool(run.out)) == (1, True)
    assert [value for value in EXAMPLE if value in run.out + run.err] == []


# -- environments as nobody should have them

PAGE = [{"envVar": {"key": f"V{index}", "value": MARKER}, "cursor": MARKER} for index in range(20)]
NASTY: dict[str, str | bytes] = {
    "unquoted password": f"DATABASE_URL=postgresql://app:{MARKER}/#?[x@db.example.org:5432/app\n",
    "password for a port": f"DATABASE_URL=postgresql://app:{MARKER}@db.example.org:{MARKER}/app\n",
    "host for a secret": f"DATABASE_URL=postgresql://app@{MARKER}/app\nSITE_URL=http://{MARKER}\n",
    "bracket": f"SITE_URL=https://[{MARKER}/\n",
    "no address": f"SITE_URL={MARKER}\nDATABASE_URL={MARKER}\n",
    "odd scheme": f"SITE_URL={MARKER.lower()}://example.org\n",
    "parameter": f"DATABASE_URL=postgresql://app:x@db.example.org/app?{MARKER}={MARKER}&sslmode={MARKER}\n",
    "wrong types": f"PORT={MARKER}\nRATIO={MARKER}\nDEBUG={MARKER}\nLIMITS={MARKER}\n",
    "wrong values": f"LOG_LEVEL={MARKER}\nMODE={MARKER}\nREGION={MARKER}\nENVIRONMENT={MARKER}\nSIGNING_KEY={MARKER}\n",
    "wrong lengths": f"API_TOKEN={MARKER * 4}\n",
    "wrong JSON": f'LIMITS={{"{MARKER}": 1, "a": "{MARKER}"}}\n',
    "broken JSON": f'LIMITS={{"a": {MARKER}\n',
    "wrong entries": f"HOSTS=a,{MARKER},b,{MARKER}\n",
    "unknown variables": f"DATABASE_ULR={MARKER}\nOTHER={MARKER}\n",
    "duplicates": f"PORT={MARKER}\nPORT={MARKER}x\nPORT={MARKER}\n",
    "pasted on a line": f"{MARKER}\n",
    "pasted behind a name": f"PORT\n{MARKER}\n",
    "pasted with its padding": f"{MARKER}{MARKER}==\nPORT=1\n",
    "pasted for a name": f"{MARKER}-{MARKER}=1\n'{MARKER} {MARKER}'=1\n",
    "pasted behind export": f"export {MARKER}-x\nPORT=1\n",
    "open quote": f'PORT="{MARKER}\n',
    "text behind a quote": f'PORT="{MARKER}"{MARKER}\nDEBUG="{MARKER}\n{MARKER}" {MARKER}\n',
    "colon": f"PORT: {MARKER}\n",
    "comment": f"PORT= # {MARKER}\nDEBUG=#{MARKER}\n",
    "commands": f"PORT=::error::{MARKER}\nDEBUG='##[error]{MARKER}'\nMODE=$({MARKER})\n",
    "expansion": f"PORT=${{{MARKER}}}\nMODE=$PORT\n",
    "invisible": f"PORT={MARKER}\u200b\nMODE=\u201c{MARKER}\u201d\nDEBUG=\x1b[31m{MARKER}\n",
    "not UTF-8": f"PORT={MARKER}".encode() + b"\xff\n",
    "NUL": f"PORT={MARKER}\0{MARKER}\n",
    "UTF-16": f"PORT={MARKER}\n".encode("utf-16"),
    "blanks": f"PORT={MARKER}{' ' * 300}{MARKER}\n",
    "export": json.dumps([{"key": "PORT", "value": MARKER}, {"key": "MODE", "value": f"{MARKER}\n"}]),
    "page": json.dumps(PAGE),
    "no texts": json.dumps([{"key": "PORT", "value": [MARKER]}, {"key": "MODE", "value": {MARKER: MARKER}}]),
    "no names": json.dumps([{"key": [MARKER], "value": MARKER}]),
    "pasted for a key": json.dumps([{"key": f"{MARKER}{MARKER}==", "value": MARKER}, {"key": f"{MARKER} x", "value": None}]),
    "error body": json.dumps({"id": MARKER, "message": MARKER}),
    "other object": json.dumps({"ownerId": MARKER, MARKER: [MARKER]}),
    "member twice": f'{{"{MARKER}": "{MARKER}", "{MARKER}": "{MARKER}"}}',
    "cut export": f'[{{"key": "PORT", "value": "{MARKER}',
    "no JSON": f'[{{"key": "PORT", "value": {MARKER}}}]',
    "deep JSON": "[" * 70 + f'"{MARKER}"' + "]" * 70,
    "long number": '[{"key": "PORT", "value": ' + "7294" * 1500 + "}]",
    "surrogate": f'[{{"key": "PORT", "value": "{MARKER}\\ud800"}}]',
}


@pytest.mark.parametrize("arguments", [(), ("--env", "production"), ("--schema", "schema.json", "--env", "production")])
@pytest.mark.parametrize("name", NASTY)
def test_nothing_of_a_nasty_environment_is_shown(name: str, arguments: tuple[str, ...]) -> None:
    """In no format, at no verbosity; and it is never read as a clean one."""
    for format, verbosity in WAYS:
        run = checked(NASTY[name], "--format", format, *arguments, *verbosity, name="api")

        assert left_of(MARKER, run.out, run.err) == []
        assert left_of("7294729472947294", run.out, run.err) == []
        assert "schema.json" not in arguments or run.code in (1, 3)


def test_nothing_of_it_is_in_a_file(folder: Path) -> None:
    """A report that is written beside the console is the same."""
    files = [f"{format}:report.{format}" for format in FORMATS]
    checked(NASTY["wrong values"], "--schema", "schema.json", *itertools.chain(*(("--output", each) for each in files)))
    written = [(folder / f"report.{format}").read_text(encoding="utf-8") for format in FORMATS]

    assert all("LOG_LEVEL" in text for text in written)
    assert left_of(MARKER, *written) == []


# -- other values with the same verdicts

#: Letters that make no word.
LETTERS = "bdgkmpqrvz"


def texts(least: int, most: int) -> st.SearchStrategy[str]:
    """Texts in which no letter stands for most of them, as it does in a placeholder."""
    drawn = st.text(LETTERS, min_size=least, max_size=most)
    return drawn.filter(lambda text: len(text) < 8 or max(map(text.count, text)) * 5 < len(text) * 4)


words = texts(9, 40)
references = st.text(LETTERS, min_size=20, max_size=20)
#: Values by variable: those in one list are judged alike.
ALIKE: dict[str, list[st.SearchStrategy[str]]] = {
    "API_TOKEN": [words, texts(1, 7), texts(49, 60)],
    "PORT": [st.integers(1, 65535).map(str), st.integers(65536, 10**12).map(str), words],
    "DEBUG": [words],
    "LOG_LEVEL": [words],
    "MODE": [words, words.map(str.upper)],
    "SIGNING_KEY": [texts(16, 40)],
    "LIMITS": [
        st.integers(10, 10**9).map(lambda number: json.dumps({"a": number})),
        words.map(lambda word: json.dumps({"a": word})),
        words.map(lambda word: json.dumps({word: 1})),
        words,
    ],
    "HOSTS": [words, words.map(str.upper), st.lists(words, min_size=2, max_size=4).map(",".join)],
    "SITE_URL": [
        words.map(lambda word: f"https://{word}.acme.dev/{word}"),
        words.map(lambda word: f"ftp://{word}.acme.dev"),
        words.map(lambda word: f"https://a.acme.dev:{word}"),
        words,
    ],
    "DATABASE_URL": [
        st.builds("postgresql://postgres:{}@db.{}.supabase.co:5432/postgres".format, words, references),
        st.builds("postgresql://postgres.{1}:{0}@aws-0-eu-central-1.pooler.supabase.com:6543/a".format, words, references),
        st.builds("postgresql://{}:{}#{}@db.acme.dev/a".format, words, words, words),
        words,
    ],
    "OTHER": [words],
    "DATABASE_ULR": [words],
}
slots = st.sampled_from([(name, index) for name, kinds in ALIKE.items() for index in range(len(kinds))])
pairs = slots.flatmap(lambda slot: st.tuples(st.just(slot[0]), ALIKE[slot[0]][slot[1]], ALIKE[slot[0]][slot[1]]))


def as_dotenv(entries: Iterable[tuple[str, str]]) -> str:
    """A .env file of values that hold no quote."""
    return "".join(f"{name}='{value}'\n" for name, value in entries)


def as_export(entries: Iterable[tuple[str, str]]) -> str:
    """An export with a line for each value."""
    return json.dumps([{"key": name, "value": value} for name, value in entries], indent=2)


def as_answer(entries: Iterable[tuple[str, str]]) -> str:
    """An export of one line, as the API gives it."""
    return json.dumps([{"envVar": {"key": name, "value": value}, "cursor": name} for name, value in entries])


def classes(values: list[str]) -> list[int]:
    """Which of the values are equal."""
    return [values.index(value) for value in values]


def are_alike(entries: list[tuple[str, str, str]]) -> bool:
    """Whether the same values are equal to each other on both sides."""
    return classes([first for _, first, _ in entries]) == classes([second for _, _, second in entries])


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("write", [as_dotenv, as_export, as_answer])
@settings(max_examples=100)
@given(entries=st.lists(pairs, min_size=1, max_size=8).filter(are_alike), has_schema=st.booleans())
def test_other_values_with_the_same_verdicts_give_the_same_bytes(
    write: Any, format: str, entries: list[tuple[str, str, str]], has_schema: bool
) -> None:
    """Nothing of a value makes a difference: no part of it, no length, no digest."""
    one, other = [first for _, first, _ in entries], [second for _, _, second in entries]
    names = [name for name, _, _ in entries]
    arguments = ("--env", "production", "--format", format, "-v", *(("--schema", "schema.json") if has_schema else ()))
    first = checked(write(zip(names, one, strict=True)), *arguments)

    assert first == checked(write(zip(names, other, strict=True)), *arguments)


# -- any values

#: Every second character is one that is rare, so that no four in a row are a word.
pieces = st.tuples(
    st.sampled_from("qxzjQXZJ"), st.characters(min_codepoint=33, max_codepoint=126) | st.sampled_from("éß\u200b🎈 \\\n%")
)
FIXED = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE) + SCHEMA
FIXED_GRAMS = frozenset(grams(FIXED, 4))
secrets = (
    st.lists(pieces, min_size=4, max_size=32)
    .map(lambda parts: "".join(itertools.chain(*parts)))
    .filter(lambda secret: not any(trace[:4] in FIXED_GRAMS and trace in FIXED for trace in traces(secret)))
)
names = st.sampled_from([*ALIKE, "REGION", "A", "_", "lower", "X-Y", "9A", "a.b", "é", "export A", "", "A B", "::error::"])


def quoted(secret: str) -> str:
    """A value in quotes as a person escapes it."""
    return '"' + secret.replace("\\", "\\\\").replace('"', '\\"') + '"'


#: Ways to write a value into a .env file, right and wrong.
SPELT = [
    quoted,
    lambda secret: f"'{secret}'",
    lambda secret: f'"{secret}"',
    lambda secret: f'"{secret}',
    lambda secret: f'"{secret}" {secret}'.replace("\n", " "),
    lambda secret: secret.replace("\n", " "),
    lambda secret: f" # {secret}".replace("\n", " "),
    lambda secret: f"postgresql://app:{secret}@db.example.org/app".replace("\n", ""),
    lambda secret: f'{{"a": {json.dumps(secret)}}}',
    lambda secret: f"a,{secret}".replace("\n", " "),
]


def is_no_name(secret: str) -> bool:
    """Whether a secret, cut at its line breaks, gives no line that is an assignment to anybody who reads it."""
    return not any("=" in line for line in secret.split("\n")[1:])


@pytest.mark.parametrize("arguments", [(), ("--schema", "schema.json", "--env", "production")], ids=["bare", "schema"])
@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=100)
@given(entries=st.lists(st.tuples(names, secrets.filter(is_no_name), st.sampled_from(SPELT)), min_size=1, max_size=4))
def test_a_dotenv_file_leaves_no_trace(format: str, arguments: tuple[str, ...], entries: list[Any]) -> None:
    """Whatever the names and the values are, and however they are written."""
    text = "".join(f"{name}={spell(secret)}\n" for name, secret, spell in entries)
    run = checked(text, "--format", format, "-v", *arguments)

    assert [left_of(secret, run.out, run.err) for _, secret, _ in entries] == [[]] * len(entries)


@pytest.mark.parametrize("arguments", [(), ("--schema", "schema.json", "--env", "production")], ids=["bare", "schema"])
@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=100)
@given(
    entries=st.lists(st.tuples(names, secrets | st.lists(secrets, max_size=1)), min_size=1, max_size=4),
    indent=st.none() | st.just(2),
    cut=st.none() | st.integers(1, 40),
)
def test_an_export_leaves_no_trace(
    format: str, arguments: tuple[str, ...], entries: list[Any], indent: int | None, cut: int | None
) -> None:
    """Whatever the names and the values are, and wherever it is cut short."""
    text = json.dumps([{"key": name, "value": value} for name, value in entries], indent=indent)
    run = checked(text[: -cut if cut else None], "--format", format, "-v", *arguments)
    values = [value if isinstance(value, str) else "".join(value) for _, value in entries]

    assert [left_of(value, run.out, run.err) for value in values] == [[]] * len(values)


LEAKS: dict[str, Any] = {
    "message": lambda finding, part: finding._replace(message=f"{finding.message} {part}"),
    "hint": lambda finding, part: finding._replace(hint=f"{finding.hint} {part}"),
    "place": lambda finding, part: finding._replace(location=finding.location._replace(path=part)),
}


@pytest.fixture(params=LEAKS)
def leaking(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four characters of a value get into what is said of it."""
    checked_well = engine.check

    def leak(compiled: Any, environment: Environment, severities: Any) -> list[Any]:
        parts = [value[2:6] for value in environment.values.values()]
        return [LEAKS[request.param](each, parts[0]) for each in checked_well(compiled, environment, severities)]

    monkeypatch.setattr("envcheck.run.engine.check", leak)


@pytest.mark.usefixtures("leaking")
@pytest.mark.parametrize("format", FORMATS)
def test_a_leak_of_four_characters_is_noticed(format: str) -> None:
    """The properties bite: each fails where four characters get out."""
    secret, other = "qQxXzZjJqAxBzCjD", "xQqXjZzJxAqBjCzD"
    leaves_no_trace = test_a_dotenv_file_leaves_no_trace.hypothesis.inner_test
    gives_the_same = test_other_values_with_the_same_verdicts_give_the_same_bytes.hypothesis.inner_test
    arguments = ("--schema", "schema.json", "--env", "production")

    with pytest.raises(AssertionError):
        leaves_no_trace(format=format, arguments=arguments, entries=[("PORT", secret, str)])
    with pytest.raises(AssertionError):
        gives_the_same(write=as_dotenv, format=format, entries=[("PORT", secret, other)], has_schema=True)


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=50)
@given(secret=secrets.filter(lambda secret: "\n" not in secret and "=" not in secret))
def test_a_secret_on_a_line_of_its_own_leaves_no_trace(format: str, secret: str) -> None:
    """It is no name."""
    run = checked(f"PORT=1\n{secret}\n", "--format", format, "-v")

    assert left_of(secret, run.out, run.err) == []


# -- the values that flow

URL = (
    f"postgresql://postgres.{'abcdefghij' * 2}:{MARKER}@aws-0-eu-central-1.pooler.supabase.com:5432/{MARKER}?a={MARKER}#{MARKER}"
)


def closed_values() -> dict[str, object]:
    """Everything that holds a value or a text of a source, as its own reader gives it."""
    text = f"DATABASE_URL={URL}\nPORT={MARKER}\nPORT={MARKER}x\n{MARKER} {MARKER}\nMODE= # {MARKER}\n"
    environment = read_source(text)
    export = read_source(json.dumps([{"key": "PORT", "value": MARKER}, {"key": "MODE", "value": [MARKER]}]))
    split = address.split(URL)
    together = merge([read_group(0, f"PORT={MARKER}"), environment], is_whole=True)
    schema = compiled(SCHEMA, Context("api", "production", "production", True, "render"))
    signed = [each for name in ("PORT", "DATABASE_URL") for each in schema.checks.of(name)]
    assert isinstance(split, address.Address)
    return {
        "environment": environment,
        "source": environment.sources[0],
        "variable": environment["PORT"],
        "repeated": environment.repeated,
        "unread": environment.unread[0],
        "several sources": together,
        "replaced": together.replaced,
        "location": environment["PORT"].location,
        "export": export,
        "source of an export": export.sources[0],
        "entry that is no text": export.non_text[0],
        "address": split,
        "malformed address": address.split(f"https://[{MARKER}"),
        "place": read_place(f"{MARKER}:5432"),
        "endpoint": endpoints.classify(split),
        "JSON text": JsonText(json.dumps(MARKER)),
        "schema file": SchemaFile("schema.json", json.dumps({"const": MARKER})),
        "node of a schema": SchemaFile("schema.json", json.dumps({"$comment": MARKER})),
        "signed problems": [each.problems(environment["PORT"]) for each in signed],
    }


@pytest.mark.parametrize("name", closed_values())
@pytest.mark.parametrize("show", [repr, str, ascii, format, "{0}".format, "{0!r:>9}".format, "%s".__mod__], ids=range(7))
def test_a_value_that_flows_is_closed(name: str, show: Any) -> None:
    """Whoever prints, formats or logs it sees nothing."""
    value = closed_values()[name]

    assert left_of(MARKER, show((value,)) if show == "%s".__mod__ else show(value)) == []


def test_a_name_that_may_be_a_secret_is_closed() -> None:
    """Names flow with what is no variable: an entry without a text, a name that is set twice, a line that is not read.

    And with what a source replaces.
    """
    environment = read_source(json.dumps([{"key": MARKER, "value": value} for value in ("x", "y", None)]))
    unread = read_source(f"{MARKER}\n").unread
    flat = [json.dumps({MARKER: value}) for value in ("x", "y")]
    replaced = merge([read_group(0, flat[0]), read_source(flat[1])], is_whole=True).replaced

    assert (len(environment.non_text), len(environment.repeated), len(unread), len(replaced)) == (1, 1, 1, 1)
    assert left_of(MARKER, repr((environment.non_text, environment.repeated, unread, replaced))) == []


def test_a_problem_with_a_name_that_may_be_a_secret_is_closed() -> None:
    """Whether the name is odd, or looks like a key."""
    schema = compiled({"properties": {"A": {}}, "additionalProperties": False}, Context())
    environment = read_source(json.dumps({f"{MARKER}-": "x", f"{MARKER}7890": "x"}))
    problems = [signed.problem for check in schema.checks.whole for signed in check(environment)]

    assert len(problems) == 2
    assert left_of(MARKER, repr(problems)) == []


@pytest.mark.parametrize("name", ["environment", "variable", "export"])
@pytest.mark.parametrize(
    "duplicate", [copy.copy, copy.deepcopy, *(partial(pickle.dumps, protocol=protocol) for protocol in range(6))], ids=range(8)
)
def test_a_value_that_flows_is_not_copied(name: str, duplicate: Any) -> None:
    """No cache and no other process gets it, and the error does not have it."""
    with pytest.raises(TypeError, match="is neither copied nor pickled") as caught:
        duplicate(closed_values()[name])

    assert left_of(MARKER, str(caught.value), repr(caught.value.args)) == []


# -- an exception of a library

#: What a run calls of others, or of the stage behind; each with a check that comes by.
PLAIN = ("--env", "production")
HELD = ("--env", "production", "--schema", "schema.json")
TEXT = f"DATABASE_URL={URL}\nMODE={MARKER}\nLIMITS={{}}\nPORT={MARKER}\n"
BOUNDARIES: dict[str, tuple[tuple[str, ...], str]] = {
    "os.open": (PLAIN, TEXT),
    "os.fstat": (PLAIN, TEXT),
    "envcheck.prepare.read_text": (PLAIN, TEXT),
    "envcheck.sources.read": (PLAIN, TEXT),
    "dotenv.parser.parse_stream": (PLAIN, f"{TEXT}{MARKER}\n"),
    "_json.make_scanner": (PLAIN, "[]"),
    "envcheck.check.check": (PLAIN, TEXT),
    "re2.compile": (HELD, TEXT),
    "jsonschema.validators.extend": (HELD, f'LIMITS={{"a": "{MARKER}"}}\n'),
    "envcheck.address.read_place": (HELD, TEXT),
    "envcheck.branches.classify": (HELD, TEXT),
    "hashlib.sha256": ((*HELD, "--format", "json"), TEXT),
    "json.dumps": ((*HELD, "--format", "sarif"), TEXT),
    "envcheck.reports.text.render": (HELD, TEXT),
    "envcheck.reports.json_.visible": ((*HELD, "--format", "json"), TEXT),
    "envcheck.reports.junit.visible": ((*HELD, "--format", "junit"), TEXT),
    "envcheck.reports.markdown.code": ((*HELD, "--format", "markdown"), TEXT),
    "envcheck.checklist.list_variables": ((*HELD, "--all"), TEXT),
    "envcheck.reports.html.text": ((*HELD, "--format", "html"), TEXT),
    "envcheck.reports.github.command_data": ((*HELD, "--format", "github"), TEXT),
    "os.replace": ((*HELD, "--output", "json:written.json"), TEXT),
    "os.fdopen": ((*HELD, "--output", "json:written.json"), TEXT),
    "os.chmod": ((*HELD, "--output", "json:written.json"), TEXT),
    "sys.stdout.write": (HELD, TEXT),
    "sys.stdout.flush": (HELD, TEXT),
}


class Chatty(Exception):
    """An error of a library that quotes what it was given, in its message and in an attribute."""

    def __init__(self) -> None:
        super().__init__(MARKER)
        self.value = MARKER


def raised(kind: str) -> BaseException:
    """An exception that knows the secret."""
    kinds: dict[str, BaseException] = {
        "own class": Chatty(),
        "ValueError": ValueError(f"invalid literal: '{MARKER}'"),
        "OSError": OSError(errno.EIO, MARKER, MARKER),
        "ENOSPC": OSError(errno.ENOSPC, MARKER, MARKER),
        "OSError without a number": OSError(MARKER),
        "UnicodeDecodeError": UnicodeDecodeError("utf-8", MARKER.encode(), 0, 1, MARKER),
        "MemoryError": MemoryError(MARKER),
        "RecursionError": RecursionError(MARKER),
    }
    return kinds[kind]


KINDS = (
    *("own class", "ValueError", "OSError", "ENOSPC", "OSError without a number"),
    *("UnicodeDecodeError", "MemoryError", "RecursionError"),
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_an_exception_of_a_library_leaves_no_trace(boundary: str, kind: str, folder: Path) -> None:
    """Neither its message nor a traceback is shown, and the run is incomplete."""
    arguments, text = BOUNDARIES[boundary]
    (folder / "api.env").write_text(text, encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    calls = []

    def fail(*_: object, **__: object) -> None:
        calls.append(1)
        raise raised(kind)

    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(boundary, fail)
        try:
            with WATCH.over(arguments):
                code = main(("check", "api.env", "--isolated", "--color", "never", *arguments))
        finally:
            gc.enable()

    assert (code, bool(calls)) == (3, True)
    assert left_of(MARKER, out.getvalue(), err.getvalue()) == []
    assert "Traceback" not in out.getvalue() + err.getvalue()
    assert sorted(path.name for path in folder.glob("*.tmp")) == []


def test_an_internal_error_is_one_line_and_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says where in the program it happened, so that it can be reported."""
    monkeypatch.setattr("envcheck.check.check", lambda *_: 1 / 0)
    run = checked("PORT=1\n")
    first, hint = run.err.splitlines()

    assert re.fullmatch(r"envcheck: internal error: ZeroDivisionError at envcheck\.\w+:\d+ \(internal-error\)", first)
    assert hint.startswith("  hint: ")
    assert (run.code, run.out) == (3, "")


@pytest.mark.parametrize("text", list(NASTY.values()), ids=list(NASTY))
def test_a_refusal_knows_nothing_of_the_text(text: str | bytes) -> None:
    """Neither in itself nor in what it comes from."""
    from envcheck.files import decode

    data = text if isinstance(text, bytes) else text.encode()
    try:
        sources.read(decode(data), sources.Target(None, "api"), is_file=False, whole=False)
    except SourceError as error:
        assert left_of(MARKER, str(error), repr(error), repr(error.args), repr(vars(error)), error.hint) == []
        assert (error.__cause__, error.__context__) == (None, None)


CUT = {
    "export": ("api.json", '[{{"key": "A", "value": "{}'),
    "export of several lines": ("api.json", '[\n  {{"key": "A", "value": "{}"\n'),
    "export with a comma": ("api.json", '{{"A": "{}",}}'),
    "export with a name twice": ("api.json", '{{"A": "{}", "A": "x"}}'),
    "blueprint with text behind": (
        "render.yaml",
        'services:\n- type: web\n  name: a\n  envVars:\n  - key: A\n    value: "{}" junk\n',
    ),
    "blueprint with a colon": ("render.yaml", "services:\n- type: web\n  name: a\n  envVars:\n  - key: A\n    value: {}: x\n"),
    "blueprint in one line": ("render.yaml", "services: [{{type: web, name: a, envVars: [{{key: A, value: {}, value: x}}]}}]\n"),
    "compose": ("compose.yaml", "services:\n  web:\n    environment:\n      A: {}: x\n"),
}


@pytest.mark.parametrize("what", CUT)
def test_the_place_of_a_failure_tells_no_length(what: str) -> None:
    name, text = CUT[what]
    runs = {checked(text.format(value), "--env", "production", name=name) for value in ("made0up1", "made0up1made0up1made0up1")}

    assert [run.code for run in runs] == [3]
