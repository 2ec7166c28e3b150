"""What python-dotenv reads is what is read, whatever the text: laws, and a corpus of recorded readings."""

from __future__ import annotations

import base64
import json
import os
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from dotenv.parser import parse_stream
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from envcheck.errors import SourceError
from envcheck.files import decode
from envcheck.model import Environment
from envcheck.sources import dotenv_file
from envcheck.sources.dotenv_file import read
from tests.sources.test_dotenv_file import fast, of, reference, slow, universal, values

CORPUS = Path(__file__).parents[2].parent / "shared" / "dialects" / "corpus.jsonl"

# Lines as people write them, and as nobody should.
names = st.sampled_from(
    ["A", "KEY", "_x1", "é", "1BAD", "X-Y", "'quoted key'", "'a=b'", '"KEY"', "export", "A B", "", "K\u200bEY", "'"]
)
blanks = st.sampled_from(["", "", "", " ", "  ", "\t", "\u00a0", "\x0b", "\x1c", "\u2028", "\x85"])
pieces = st.sampled_from(
    [
        "v",
        "value",
        "#",
        " #",
        "# ",
        '"',
        "'",
        "\\",
        '\\"',
        "\\n",
        "$",
        "${A}",
        "=",
        ":",
        " ",
        "\t",
        "é",
        "🎈",
        "\u00a0",
        "\ufeff",
        "`",
        "{",
        "[1]",
    ]
)
raw_values = st.lists(pieces, max_size=6).map("".join)
plain_values = st.text("abc09:/@-_.$", max_size=8)
quoted_values = st.builds(lambda quote, inner: quote + inner + quote, st.sampled_from("\"'"), raw_values)
comments = st.sampled_from(["", "", " # text", "#text", " #", "  # it's", '# "x"'])
exports = st.sampled_from(["", "", "", "export ", "export\t ", "export", "\ufeff", "EXPORT ", "set "])
equals = st.sampled_from(["=", "=", "=", " = ", "", ":", ": ", "=\t"])
assignments = st.builds(
    lambda *parts: "".join(parts),
    blanks,
    exports,
    names,
    equals,
    plain_values | quoted_values | raw_values,
    comments,
    blanks,
)
junk = st.text("A =#'\"\\\n\r:\u00a0\u2028ex", max_size=10)
lines = st.one_of(
    assignments,
    assignments,
    assignments,
    junk,
    st.sampled_from(["", "  ", "# comment", "  # A=1", "prose here", "export", "export # x"]),
)
ends = st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"])
texts = st.lists(st.tuples(lines, ends).map("".join), max_size=8).map("".join) | st.builds(
    lambda body, last: "\n".join(body) + last, st.lists(lines, max_size=8), lines
)
plain_lines = st.one_of(
    st.builds(
        lambda *parts: "".join(parts),
        blanks,
        st.sampled_from(["", "export "]),
        st.sampled_from(["A", "B", "KEY", "_x1"]),
        st.sampled_from(["=", " = ", "=\u00a0"]),
        plain_values | quoted_values,
        comments,
        blanks,
    ),
    st.sampled_from(["", " \t", "# comment = 'x", "\u00a0# x"]),
)
plain_texts = st.lists(plain_lines, max_size=10).map("\n".join)


@settings(deadline=None, max_examples=5_000 if os.environ.get("CI") else 500)
@given(texts)
def test_values_are_those_of_python_dotenv(text: str) -> None:
    """Names, values and their order, whatever the text."""
    environment = read(text, path=".env")

    assert values(environment) == reference(text)
    if not environment.unread:
        assert list(environment.values) == list(reference(text))


@settings(deadline=None, max_examples=500)
@given(texts | plain_texts)
def test_the_scanner_agrees_with_the_parser(text: str) -> None:
    """Where the scanner reads a text, everything about it is what the parser says."""
    text = universal(text)
    one, two = fast(text), slow(text)
    assume(one is not None)
    assert one is not None

    def everything(environment: Environment) -> Any:
        return (
            [(name, value, environment[name].location) for name, value in environment.values.items()],
            environment.repeated,
            environment.comments,
            environment.unread,
            environment.non_text,
            environment.complete,
        )

    assert everything(one) == everything(two)


PLAIN_LINES = [
    "A=1",
    "B= 2 ",
    "# c",
    "",
    "  ",
    "export C=x",
    "D='q' # c",
    "F=#x",
    "G= # c",
    "A=9",
    "I=a#b",
    "export",
    "J=ü",
    'K="a',
]


@settings(deadline=None, max_examples=500)
@given(st.lists(st.sampled_from(PLAIN_LINES), max_size=12).map("\n".join), st.sampled_from(["", "\n"]), st.integers(0, 20))
def test_where_a_text_is_cut_into_blocks_changes_nothing(text: str, end: str, size: int) -> None:
    """Only large texts have more than one, so that here the blocks are small."""
    whole = read(text + end, path=".env").values
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dotenv_file, "_BLOCK", size)

        assert list(read(text + end, path=".env").values.items()) == list(whole.items())


@settings(deadline=None, max_examples=500)
@given(texts)
def test_every_statement_is_accounted_for(text: str) -> None:
    """A statement is a variable or unread; what is neither is blank or a comment."""
    environment = read(text, path=".env")
    places = [(name, environment[name].location) for name in environment.values]
    places += [(each.name, place) for each in environment.repeated for place in (each.earlier, each.later)]
    read_at = {place.line - name.count("\n") for name, place in places if place.line}  # a quoted name may have several lines
    unread_at = {unread.location.line for unread in environment.unread}
    bindings = list(parse_stream(StringIO("\ufeff" + universal(text))))
    for binding in bindings:
        whole = binding.original.string
        line = binding.original.line + whole[: len(whole) - len(whole.lstrip())].count("\n")
        if binding.error or (binding.key is not None and binding.value is None):
            assert line in unread_at
        elif binding.key is None:
            assert whole.strip().removeprefix("export").strip()[:1] in ("", "#")
        elif line not in read_at:  # python-dotenv forgets a value where a later line has the name alone
            assert any(later.key == binding.key and later.value is None for later in bindings)

    assert len(read_at) + len(unread_at) <= len(bindings)


@settings(deadline=None, max_examples=500)
@given(texts)
def test_the_text_at_a_place_is_the_value(text: str) -> None:
    """On one line, an unquoted value is what stands at its columns; quotes stand around another."""
    all_lines = universal(text).split("\n")
    environment = read(text, path=".env")
    for name in environment.values:
        variable = environment[name]
        location = variable.location
        assert location.line is not None
        assert location.column is not None
        assert location.end_column is not None
        line = all_lines[location.line - 1]
        found = line[location.column - 1 : location.end_column - 1]
        assert "=" in line[: location.column - 1]
        if found[:1] in ("'", '"'):
            assert variable.value.startswith(found[1:-1]) or "\\" in found or found[1:] == variable.value.split("\n")[0]
        else:
            assert found == variable.value


@settings(deadline=None, max_examples=300)
@given(texts)
def test_reasons_are_from_a_fixed_set(text: str) -> None:
    """No word of a line comes into a reason."""
    known = {
        "the quote is never closed",
        "the quote is closed on a later line, and text follows it",
        "text follows the closing quote",
        "there is no '='",
        "':' stands where '=' belongs",
        "a name holds a blank",
        "the name is missing",
        "cannot be read",
    }

    assert {unread.reason for unread in read(text, path=".env").unread} <= known


def corpus() -> list[Any]:
    """Cases that python-dotenv could read."""
    if not CORPUS.exists():
        return [pytest.param({}, marks=pytest.mark.skip(reason=f"{CORPUS} is not here"))]
    cases = map(json.loads, CORPUS.read_text(encoding="utf-8").strip().split("\n"))
    return [pytest.param(case, id=case["id"]) for case in cases if case["loaders"]["python-dotenv@1.2.4"]["ok"]]


@pytest.mark.parametrize("case", corpus())
def test_the_corpus_is_read_as_python_dotenv_read_it(case: dict[str, Any]) -> None:
    """Values are those that ``load_dotenv`` put into a real process.

    Two differences come from how they were recorded, not from reading: ``load_dotenv`` expands ``${...}``, which the
    contract leaves literal, so a case with that in a value is compared in its other variables; and HOSTVAR was
    already set, so that ``load_dotenv`` left it alone.
    """
    try:
        text = decode(base64.b64decode(case["input_b64"]))
    except SourceError as error:
        pytest.skip(f"refused before it is read: {error.id}")
    found = of(text)
    expected = dict(case["loaders"]["python-dotenv@1.2.4"]["env"])
    for name, value in found.items():
        if isinstance(expected.get(name), dict):  # a value of more than 4,096 bytes is recorded as its digest
            expected[name] = value if len(value.encode()) == expected[name].get("bytes") else None
        if "${" in value or name == "HOSTVAR":
            expected[name] = value

    assert expected == found
