"""What stands in a file is shown so that it acts on nobody, and can be read back."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envcheck.console import say
from envcheck.escape import defused, escaped, json_text, sentence, visible
from tests.reports.helpers import HOSTILE

texts = st.text() | st.sampled_from(HOSTILE)

ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))")


def unescaped(text: str) -> str:
    """The text that a visible one stands for."""
    return ESCAPE.sub(lambda found: chr(int(found[1] or found[2] or found[3], 16)), text)


@given(texts)
def test_what_is_made_visible_can_be_read_back(text: str) -> None:
    """No two texts look the same."""
    assert unescaped(visible(text)) == text


@given(texts)
def test_a_visible_text_is_one_printable_line(text: str) -> None:
    """Nothing in it moves a cursor."""
    assert visible(text).isprintable()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", ""),
        ("PORT is not an integer: a sign and digits.", "PORT is not an integer: a sign and digits."),
        ("a ::error::b", "a ::error::b"),
        ("## Fails", "## Fails"),
        ("a [b] #[c]", "a [b] #[c]"),
        ("::error::b", r"\x3a:error::b"),
        ("  ::error::b", r"  \x3a:error::b"),
        ("a ##[error]b", r"a #\x23[error]b"),
        ("a ##vso[task.complete]b", r"a #\x23vso[task.complete]b"),
        ("###[a ##[b", r"##\x23[a #\x23[b"),
    ],
)
def test_a_line_is_no_command_of_a_runner(line: str, expected: str) -> None:
    """GitHub acts on ``::`` at the start of a line and on ``##[`` anywhere, Azure on ``##vso[``; all else stays as it is."""
    assert expected == defused(line)


@given(texts)
def test_json_says_the_same_and_is_no_command(text: str) -> None:
    """Its escapes are those of JSON itself."""
    written = json_text({text: [text]})

    assert json.loads(written) == {text: [text]}
    assert written.isascii()
    assert [line for line in written.splitlines() if line.lstrip().startswith("::") or re.search(r"##(?:vso)?\[", line)] == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_diagnostic_is_one_line_and_no_command(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The name of a file is shown in it, and a runner reads standard error, too."""
    say(f"{text}: no such file", text)
    shown = capsys.readouterr().err

    assert [line.partition(": ")[0] for line in shown.splitlines()] == ["envcheck", "  hint"]
    assert re.findall(r"##(?:vso)?\[", shown) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\\b", "a\\b"),
        ("\\", "\\"),
        ("\\x", "\\x"),
        ("\\x1", "\\x1"),
        ("\\xg1", "\\xg1"),
        ("\\xX1", "\\xX1"),
        ("\\a1", "\\a1"),
        ("\\u12", "\\u12"),
        ("\\x1b", "\\x5cx1b"),
        ("\\u200b", "\\x5cu200b"),
        ("\\x1bz", "\\x5cx1bz"),
        ("\\U000e0001", "\\x5cU000e0001"),
        ("\x1b\u200b\U000e0001", "\\x1b\\u200b\\U000e0001"),
        ("\xff\u0100\uffff\U00010000", "ÿĀ\\uffff𐀀"),
    ],
)
def test_only_a_backslash_that_reads_as_an_escape_is_one(text: str, expected: str) -> None:
    assert visible(text) == expected


@pytest.mark.parametrize(
    ("character", "expected"),
    [
        ("\0", "\\x00"),
        ("\xff", "\\xff"),
        ("\u0100", "\\u0100"),
        ("\uffff", "\\uffff"),
        ("\U00010000", "\\U00010000"),
        ("\U0010ffff", "\\U0010ffff"),
    ],
)
def test_an_escape_is_the_shortest_that_has_room(character: str, expected: str) -> None:
    assert escaped(character) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", ""), ("  ", ""), ("a", "a."), ("a.", "a."), ("a!", "a!"), ("a?", "a?"), (" a ", "a."), ("[a](b)", "[a] (b).")],
)
def test_a_sentence_ends(text: str, expected: str) -> None:
    assert sentence(text) == expected


def test_json_is_indented() -> None:
    assert json_text({"a": ["é"]}) == '{\n  "a": [\n    "\\u00e9"\n  ]\n}\n'
