"""Strict JSON, and the places of its values."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from envcheck.errors import SourceError
from envcheck.json_text import MAX_DEPTH, JsonText

MARKER = "marker-5b1f"

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=6)
documents = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)
indents = st.sampled_from([None, 0, 2, "\t"])
line_ends = st.sampled_from(["\n", "\r\n", "\r"])


def refusal(text: str) -> SourceError:
    """The error for a text."""
    with pytest.raises(SourceError) as caught:
        JsonText(text)
    return caught.value


def pointers(value: Any, pointer: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Any]]:
    """Every path of a document with the value there."""
    found = [(pointer, value)]
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        found += pointers(member, (*pointer, key))
    return found


@pytest.mark.parametrize(
    "text",
    [
        "null",
        " \t\r\n1 \n",
        '"text"',
        "[]",
        "{}",
        '{"a": {"a": 1}, "b": [{"a": 1}, {"a": 2}]}',
        '{"a": "\\ud800"}',
        '{"\\ud800": "a"}',
        '"NaN, Infinity and -Infinity are words here"',
        "1e999",
        "[" * MAX_DEPTH + "]" * MAX_DEPTH,
        "[" + "[]," * 500 + "[]]",
        '["' + "[" * 1000 + '"]',
        '["' + "{" * 1000 + '", {"a": [{}]}]',
    ],
)
def test_strict_json_is_read_as_the_standard_library_does(text: str) -> None:
    """No value differs from that of ``json.loads``."""
    assert JsonText(text).value == json.loads(text)


@pytest.mark.parametrize(
    ("text", "message", "line", "column"),
    [
        ('{"a": 1,\n "b": 2,\n "a": 1}', "not strict JSON: a member is repeated", 3, 2),
        ('{"a": 1, "\\u0061": 1}', "not strict JSON: a member is repeated", 1, 10),
        ('[{"b": {"a": 1,\r\n"a": 1}}]', "not strict JSON: a member is repeated", 2, 1),
        ("[1, NaN]", "not strict JSON: NaN and Infinity are not in it", 1, 5),
        ("[\n-Infinity]", "not strict JSON: NaN and Infinity are not in it", 2, 1),
        ('{"a": Infinity}', "not strict JSON: NaN and Infinity are not in it", 1, 7),
        ('{"a":\r' + "9" * 5000 + "}", "not strict JSON: a number has too many digits", 2, 1),
        ("[" * 65 + "]" * 65, "not strict JSON: nested deeper than 64", 1, 65),
        ("[" * 20_000, "not strict JSON: nested deeper than 64", 1, 65),
        ('{"a":' * 20_000, "not strict JSON: nested deeper than 64", 1, 321),
        ("[" + "[]," * 65 + "[" * 64 + "]" * 65, "not strict JSON: nested deeper than 64", 1, 260),
        ("", "JSON ends early", 1, 1),
        (" \n", "JSON ends early", 1, 1),
        ('[{"key": "A"', "JSON ends early", 1, 13),
        ('[{"key": "A",\n', "JSON ends early", 1, 14),
        ('[{"key": "A\n', "JSON ends early", 1, 12),
        ('[{"key"', "JSON ends early", 1, 8),
        ('[{"ke', "JSON ends early", 1, 6),
        ('["a\\', "JSON ends early", 1, 5),
        ('["\\u12', "JSON ends early", 1, 7),
        ("[1,\n2", "JSON ends early", 2, 2),
        ("[1.", "JSON ends early", 1, 4),
        ("[1e+", "JSON ends early", 1, 5),
        ("[-", "JSON ends early", 1, 3),
        ("[tru", "JSON ends early", 1, 5),
        ("nul", "JSON ends early", 1, 4),
        ("[1,]", "not JSON", 1, 4),
        ('{"a": 1,}', "not JSON", 1, 9),
        ("{'a': 1}", "not JSON", 1, 2),
        ('{"a" 1}', "not JSON", 1, 6),
        ('["a" "b"]', "not JSON", 1, 6),
        ("[1]\n[2]", "not JSON", 2, 1),
        ("[01]", "not JSON", 1, 3),
        ("[+1]", "not JSON", 1, 2),
        ('["a\nb"]', "not JSON", 1, 4),
        ('["a\\x"]', "not JSON", 1, 2),
        ("KEY=value", "not JSON", 1, 1),
        ("\ufeff[]", "not JSON", 1, 1),
        ("<html>", "not JSON", 1, 1),
        ("[\u0661]", "not JSON", 1, 2),
        ("[1,\u00a02]", "not JSON", 1, 4),
    ],
)
def test_what_is_not_strict_json_is_refused_at_its_place(text: str, message: str, line: int, column: int) -> None:
    """The first mistake is named, with its line and column."""
    error = refusal(text)

    assert ("not-json", message, line, column) == (error.id, error.message, error.line, error.column)


@pytest.mark.parametrize(
    ("pointer", "value", "key"),
    [
        ((), (1, 1, 2), (1, 1, 2)),
        (("a",), (2, 8, 11), (2, 3, 6)),
        (("list",), (3, 11, 12), (3, 3, 9)),
        (("list", 0), (4, 5, 6), (4, 5, 6)),
        (("list", 1), (4, 8, 9), (4, 8, 9)),
        (("list", 1, "x"), (5, 12, 16), (5, 7, 10)),
        (("e",), (7, 8, 10), (7, 3, 6)),
    ],
)
def test_places_are_those_of_the_text(
    pointer: tuple[str | int, ...], value: tuple[int, int, int], key: tuple[int, int, int]
) -> None:
    """Columns hold the quotes; a value of several lines ends with its first."""
    text = '{\n  "ä": "x",\n  "list": [\n    1, {\n      "x": true\n    }],\n  "e": []}'.replace("ä", "a")
    document = JsonText(text)

    assert (value, key) == (document.position(pointer), document.key_position(pointer))


@pytest.mark.parametrize("pointer", [("b",), (0,), ("a", "b"), ("a", 0)])
def test_a_place_that_is_not_there_is_an_error_without_its_name(pointer: tuple[str | int, ...]) -> None:
    """A wrong pointer is a bug, and may hold a name."""
    with pytest.raises(LookupError, match="^the document has no such place$"):
        JsonText('{"a": "x"}').position(pointer)


@settings(deadline=None)
@given(documents, indents, line_ends, st.booleans())
def test_the_text_at_a_place_is_the_value(document: Any, indent: int | str | None, end: str, ascii: bool) -> None:
    """Read again, the slice at a pointer's place gives the pointer's value, and that at its key the key."""
    text = end + json.dumps(document, indent=indent, ensure_ascii=ascii).replace("\n", end) + end
    read = JsonText(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for pointer, value in pointers(document):
        line, column, end_column = read.position(pointer)
        first = lines[line - 1]
        if isinstance(value, (dict, list)) and value and indent is not None:
            assert first[column - 1 :] == first[column - 1 : end_column - 1] == ("{" if isinstance(value, dict) else "[")
        else:
            assert json.loads(first[column - 1 : end_column - 1]) == value
        line, column, end_column = read.key_position(pointer)
        if pointer and isinstance(pointer[-1], str):
            assert json.loads(lines[line - 1][column - 1 : end_column - 1]) == pointer[-1]
        else:
            assert (line, column, end_column) == read.position(pointer)


def lenient(text: str) -> bool:
    """Whether the standard library reads a text, with the three refusals written as plainly as can be."""

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len({key for key, _ in pairs}) == len(pairs)
        return dict(pairs)

    def constant(_: str) -> None:
        raise AssertionError

    try:
        json.loads(text, object_pairs_hook=members, parse_constant=constant)
    except (ValueError, AssertionError):
        return False
    return True


@settings(deadline=None)
@given(documents, indents, st.data())
def test_damaged_json_is_refused_with_a_place_exactly_where_json_refuses_it(
    document: Any, indent: int | str | None, data: st.DataObject
) -> None:
    """The walk that looks for the mistake always finds one, inside of the text."""
    text = json.dumps(document, indent=indent)
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 3))
    text = text[:at] + data.draw(st.text('{}[]",:\\1.eE-+ntNa \n\r\t', max_size=3)) + text[at + cut :]
    try:
        JsonText(text)
    except SourceError as error:
        assert not lenient(text)
        assert error.line is not None
        assert 1 <= error.line <= text.count("\n") + text.count("\r") + 1
    else:
        assert lenient(text)


@settings(deadline=None)
@given(documents)
def test_a_text_cut_short_ends_early(document: Any) -> None:
    """Every cut of a list or object is told from a mistake."""
    text = json.dumps([document])
    for length in range(len(text)):
        assert refusal(text[:length]).message == "JSON ends early"


@pytest.mark.parametrize(
    "text", ['{"a": "%s", "a": 1}', '["%s", NaN]', '["%s', '["%s" x]', '{"%s": 1, "%s": 1}', "%s", '["%s\\x"]']
)
def test_an_error_holds_nothing_of_the_text(text: str) -> None:
    """Not in its message, not in an attribute, not in the errors behind it."""
    error = refusal(text.replace("%s", MARKER))

    assert MARKER not in f"{error} {error.args} {error.hint} {vars(error)}"
    assert error.__context__ is None
    assert error.__cause__ is None


def test_the_repr_is_closed() -> None:
    """The text is not in the repr."""
    assert MARKER not in repr(JsonText(f'"{MARKER}"'))


CUT = """
import sys
from envcheck.errors import SourceError
from envcheck.json_text import JsonText
assert "json" not in sys.modules
try:
    JsonText('{"A": "1"').value
except SourceError as error:
    print(error.id)
"""


def test_a_cut_text_is_told_where_the_library_is_not_imported() -> None:
    """The scanner in C wants the library's own class to raise."""
    run = subprocess.run([sys.executable, "-c", CUT], capture_output=True, encoding="utf-8", check=True)

    assert run.stdout == "not-json\n"
