"""A config that is read plainly says what the library reads in it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.cold_start import CONFIG
from envcheck.toml_text import read_plain

ROOT = Path(__file__).parents[1]

PLAIN = {
    "empty": "",
    "the-bench's-config": CONFIG,
    "comments": "# a\nplatform = \"render\" # b\n[services.api] # c\nschema = 's.json'#d\n",
    "list": "[environments.staging.sources]\napi = [ \"a.json\" , 'b.env', ]\nworker = []\n",
    "truth": "flag = true\nother=false # no\n",
    "tables-in-any-order": '[a.b]\nx = "1"\n[a]\ny = "2"\n[a-1_b.c]\n',
    "quotes-inside": 'x = "it\'s"\ny = \'say "a\\b"\'\n',
}
OTHER = {
    "number": "x = 1",
    "date": "x = 2026-11-24",
    "escape": 'x = "a\\nb"',
    "several-lines": 'x = """\na\n"""',
    "list-on-lines": 'x = [\n"a",\n]',
    "list-of-lists": 'x = [["a"]]',
    "array-of-tables": "[[allow]]\n",
    "inline-table": 'x = {a = "b"}',
    "dotted": 'a.b = "c"',
    "quoted-key": '"a" = "b"',
    "quoted-header": '["a".b]\n',
    "windows-line-ends": 'x = "a"\r\ny = "b"\r\n',
}
WRONG = {
    "no-value": "x =",
    "no-quotes": "x = a",
    "open-quote": 'x = "a',
    "behind-a-value": 'x = "a" b',
    "twice": 'x = "a"\nx = "b"',
    "table-twice": "[a]\n[a]\n",
    "table-over-value": 'a = "b"\n[a.c]\n',
    "value-over-table": '[a.b]\n[a]\nb = "c"\n',
    "open-header": "[a",
    "empty-header": "[]",
    "empty-part": "[a..b]",
    "control-character": 'x = "a\x01"',
    "in-a-comment": "# \x01",
    "comma-first": 'x = [, "a"]',
    "commas": 'x = ["a",, "b"]',
    "word": "envcheck",
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_a_plain_text_is_read_as_the_library_reads_it(text: str) -> None:
    """Without its help."""
    assert tomllib.loads(text) == read_plain(text)


@pytest.mark.parametrize("text", OTHER.values(), ids=OTHER)
def test_another_text_is_left_to_the_library(text: str) -> None:
    """Which reads it."""
    assert (read_plain(text), bool(tomllib.loads(text))) == (None, True)


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_a_mistake_is_left_to_the_library(text: str) -> None:
    """Which says where it is."""
    assert read_plain(text) is None
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads(text)


def test_the_config_of_the_repository_is_plain() -> None:
    """It is what readers copy."""
    assert read_plain((ROOT / "envcheck.toml").read_text(encoding="utf-8")) is not None


keys = st.sampled_from(["a", "b", "a-b", "A_1", "1", "é", "", "a b", '"a"', "a.b", "a.a", "b.a.c"])
written = st.sampled_from(
    [
        *('"a"', "'a'", '""', "''", '"""', "'''", '"a\\b"', "'a\\b'", '"a\\n"', '""a"', "''a'"),
        *("true", "false", "True", "1", "[]", '["a"]', "['a', \"b\",]", "[1]", "", "a", '["a" "b"]', "[,]"),
    ]
)
ends = st.sampled_from(["", " ", " # c", "#", "\t", " x", "\r", "\x0b", "\u00a0", "\u2028", "# \u00a0"])
lines = st.one_of(
    st.builds("{}{}={}{}".format, keys, st.sampled_from(["", " ", "\t"]), written, ends),
    st.builds("[{}]{}".format, keys, ends),
    ends,
    st.text("[]=\"'# ab.\\\n,", max_size=12),
)


@settings(max_examples=2000, deadline=None)
@given(st.lists(lines, max_size=6).map("\n".join))
def test_what_is_read_plainly_is_what_the_library_reads(text: str) -> None:
    """Never something else, and never what it refuses."""
    plain = read_plain(text)

    assert plain is None or plain == tomllib.loads(text)
