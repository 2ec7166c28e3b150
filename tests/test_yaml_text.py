"""YAML without constructors, and the places of its values."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from envcheck.errors import SourceError
from envcheck.yaml_text import MAX_DEPTH, MAX_NODES, YamlText
from envcheck.yaml_tree import YamlList, YamlMap, YamlNode, YamlScalar

MARKER = "marker-5b1f"

texts = st.text(max_size=6) | st.sampled_from(
    ["yes", "1", "~", "2024-01-01", "a: b", "# c", "- ", "22:30", "\u00fc", "<<", "x\ny"]
)
scalars = st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats(allow_nan=False) | texts
documents = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
line_ends = st.sampled_from(["\n", "\r\n", "\r"])

#: Words that YAML 1.1 and 1.2 read differently, or that only look like numbers.
ODDITIES = st.sampled_from(
    ["yes", "off", "010", "08", "1_000", "1e3", "0o17", "0x1F", "22:30", "+.inf", "1.", "...", "2024-01-01"]
)


def refusal(text: str) -> SourceError:
    """The error for a text."""
    with pytest.raises(SourceError) as caught:
        YamlText(text)
    return caught.value


def scalar(text: str) -> YamlScalar:
    """The only scalar of a text, or the value of its only member."""
    root = YamlText(text).root
    if isinstance(root, YamlMap):
        [member] = root.members.values()
        root = member.value
    assert isinstance(root, YamlScalar)
    return root


def plain(node: YamlNode | None) -> Any:
    """A tree as Python's own values."""
    if node is None:
        return None
    if isinstance(node, YamlMap):
        return {key: plain(member.value) for key, member in node.members.items()}
    if isinstance(node, YamlList):
        return [plain(item) for item in node.items]
    assert isinstance(node, YamlScalar)
    if node.kind == "number":
        return float(node.text.replace(".", "", node.text[-3:] == "inf"))
    return {"null": None, "boolean": node.text.lower() == "true"}.get(node.kind, node.text)


def floats(value: Any) -> Any:
    """The same values, each number as a float."""
    if isinstance(value, dict):
        return {key: floats(member) for key, member in value.items()}
    if isinstance(value, list):
        return [floats(item) for item in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


@settings(deadline=None)
@given(documents, st.sampled_from([None, False, True]), st.sampled_from([None, '"', "'"]), line_ends, st.booleans())
def test_a_tree_is_what_a_safe_loader_reads(document: Any, flow: bool | None, style: str | None, end: str, wide: bool) -> None:
    """However it is written, a document that is dumped is read as the library reads it."""
    width = 10**6 if wide else 20
    text = yaml.safe_dump(document, default_flow_style=flow, default_style=style, allow_unicode=True, width=width)
    text = text.replace("\n", end)

    assert floats(yaml.safe_load(text)) == plain(YamlText(text).root)


@settings(deadline=None)
@given(documents)
def test_the_text_at_a_place_is_the_value(document: Any) -> None:
    """Read again, what stands at a scalar's place on one line is that scalar."""
    text = yaml.safe_dump(document, allow_unicode=True, width=10**6)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def look(node: YamlNode) -> None:
        line, column, end_column = node.place
        slice = lines[line - 1][column - 1 : end_column - 1]
        if isinstance(node, YamlScalar):
            if node.style != "block" and "\n" not in node.text and slice.count("\\") == 0:
                assert scalar(slice or "''").text == node.text
        elif isinstance(node, YamlList):
            for item in node.items:
                look(item)
        elif isinstance(node, YamlMap):
            for member in node.members.values():
                look(member.key)
                look(member.value)

    root = YamlText(text).root
    if root is not None:
        look(root)


def test_the_parser_in_python_gives_the_same_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PyYAML has no libyaml."""
    text = "a: [b, {c: 'd'}]\r\n# c\r\ne: |\r\n  \u00fc\r\n  x\r\nf: &x {g: 1}\r\nh: *x\r\ni: j # k\r\nl:\r\n"
    root = YamlText(text).root
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)

    assert list(walk(root)) == list(walk(YamlText(text).root))


def walk(node: YamlNode | None) -> Any:
    """Everything that a tree says."""
    if isinstance(node, YamlScalar):
        yield (node.place, node.text, node.style, node.kind)
    elif isinstance(node, YamlList):
        yield node.place
        for item in node.items:
            yield from walk(item)
    elif isinstance(node, YamlMap):
        yield node.place
        for member in node.members.values():
            yield from walk(member.key)
            yield from walk(member.value)


@pytest.mark.parametrize(
    ("text", "kind", "old_kind"),
    [
        *(
            (text, "text", "text")
            for text in ("a", "3.11.2", "1.2.3.4", "v1", "--", "+", ".", "..", "0xg", "1e", "e3", "-.nan", "tRue")
        ),
        *(
            (text, "text", "text")
            for text in ("2024-01-01", "a:b", "1:8080", "0b2", "NaN", "Infinity", "None", "\u0661", "y", "N")
        ),
        *((text, "text", "text") for text in ("'1'", '"true"', "''", "|\n  1", ">-\n  true", "!!str 1", "! 1", "!!str")),
        *(
            (text, "number", "number")
            for text in ("0", "8000", "-1", "+1", "3.10", "1.", ".5", "1e3", "010", "08", "0x1F", "0o17")
        ),
        *((text, "number", "number") for text in ("1_000", "0b1", "-.inf", ".NaN", "1E-3", "9" * 5000, "!!int 1", "!!float '1'")),
        *((text, "boolean", "boolean") for text in ("true", "True", "FALSE", "!!bool yes")),
        *((text, "text", "boolean") for text in ("yes", "No", "on", "OFF")),
        *((text, "text", "number") for text in ("22:30", "1:30:00")),
        *((text, "null", "null") for text in ("a:", "~", "null", "NULL", "a: # b", "!!null ''")),
    ],
)
def test_a_plain_text_has_the_kind_that_gos_parser_gives_it(text: str, kind: str, old_kind: str) -> None:
    """What older parsers read differently is told too."""
    node = scalar(text if text.startswith("a:") and text != "a:b" else f"a: {text}")

    assert (kind, old_kind) == (node.kind, node.old_kind)


@pytest.mark.parametrize(
    ("text", "expected", "style"),
    [
        ("3.10", "3.10", "plain"),
        ("010", "010", "plain"),
        ("a b  # c", "a b", "plain"),
        ("a#b", "a#b", "plain"),
        ("'it''s'", "it's", "quoted"),
        ('"a\\n\\u00fc"', "a\n\u00fc", "quoted"),
        ("|\n  a\n   b\n", "a\n b\n", "block"),
        ("|-\n  a\n  b\n", "a\nb", "block"),
        (">-\n  a\n  b\n", "a b", "block"),
        ("a\n  b", "a b", "plain"),
        ("https://a.example:1/#b?c=d", "https://a.example:1/#b?c=d", "plain"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_scalar_keeps_its_text_and_how_it_is_written(text: str, expected: str, style: str, end: str) -> None:
    """Nothing is made of it; line ends are line feeds, as YAML has them."""
    node = scalar(f"a: {text}".replace("\n", end))

    assert (expected, style) == (node.text, node.style)


@pytest.mark.parametrize("start", ["", "\ufeff", "# c\n", "\n\n", "---\n", "%YAML 1.2\n---\n"])
@pytest.mark.parametrize("end", ["", "\n", "\n\n# c", "\n...\n", "\n---\n", "\n---\n# c\n---\n"])
def test_what_stands_around_a_document_changes_nothing(start: str, end: str) -> None:
    """Marks, comments, and documents without anything in them."""
    assert plain(YamlText(f"{start}a: b{end}").root) == {"a": "b"}


@pytest.mark.parametrize("text", ["", "\n", "# c\n", "---\n", "---\n---\n", "\ufeff"])
def test_a_text_without_a_document_has_no_root(text: str) -> None:
    """That is no mistake of YAML; what it means is for the reader to say."""
    assert YamlText(text).root is None


TEXT = """# \u00e4
services:
  - name: api   # \u00f6
    \u00fc: "\u00e4"
    flow: {x: [1, 'two']}
    block: |
      one
      two
    long: one
      two
    none:
"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_places_are_those_of_the_text(end: str, mark: str) -> None:
    """Columns count characters, and hold the quotes; a value of several lines ends with its first."""
    root = YamlText(mark + TEXT.replace("\n", end)).root
    assert isinstance(root, YamlMap)
    services = root.get("services")
    assert isinstance(services, YamlList)
    [service] = services.items
    assert isinstance(service, YamlMap)
    places = {key: (tuple(member.key.place), tuple(member.value.place)) for key, member in service.members.items()}

    assert tuple(root.place) == (2, 1, 10)
    assert tuple(service.place) == (3, 5, 20)
    assert places == {
        "name": ((3, 5, 9), (3, 11, 14)),
        "\u00fc": ((4, 5, 6), (4, 8, 11)),
        "flow": ((5, 5, 9), (5, 11, 26)),
        "block": ((6, 5, 10), (6, 12, 13)),
        "long": ((9, 5, 9), (9, 11, 14)),
        "none": ((11, 5, 9), (11, 10, 10)),
    }


@pytest.mark.parametrize(
    ("text", "id", "message", "line", "column"),
    [
        ("a: !ruby/object {}", "tag-not-allowed", "tag not allowed", 1, 4),
        ("a:\n  - !!python/name:os.system", "tag-not-allowed", "tag not allowed", 2, 5),
        ("a: !!binary aGk=", "tag-not-allowed", "tag not allowed", 1, 4),
        ("!!set {a, b}", "tag-not-allowed", "tag not allowed", 1, 1),
        ("a: !!timestamp 2024-01-01", "tag-not-allowed", "tag not allowed", 1, 4),
        ("a: !!str [b]", "tag-not-allowed", "tag not allowed", 1, 4),
        ("a: 1\nb: 2\na: 3", "duplicate-key", "a key stands twice in one mapping", 3, 1),
        ("b: {a: 1, 'a': 2}", "duplicate-key", "a key stands twice in one mapping", 1, 11),
        ("a: &a {}\nb:\n  <<: *a\n  <<: *a", "duplicate-key", "a key stands twice in one mapping", 4, 3),
        ("a: 1\n---\nb: 2", "several-documents", "more than one document", 3, 1),
        ("---\n---\na\n---\nb", "several-documents", "more than one document", 5, 1),
        ("[" * 65 + "]" * 65, "too-large", "nested deeper than 64", 1, 65),
        ("a:\n" + "".join(" " * depth + "- # c\n" for depth in range(70)), "too-large", "nested deeper than 64", 65, 64),
        ("? [a]\n: b", "not-yaml", "a key is a list or a mapping, not a text", 1, 3),
        ("a: &a [*a]", "not-yaml", "an anchor refers to itself", 1, 8),
        ("a: &a\n  b: *a", "not-yaml", "an anchor refers to itself", 2, 6),
        ("a: &a\n  <<: *a", "not-yaml", "an anchor refers to itself", 2, 7),
        ("a: *b\nb: &b 1", "not-yaml", "not YAML: an alias of an anchor that is not above it", 1, 4),
        ("a: &a 1\n---\nb: *a", "not-yaml", "not YAML: an alias of an anchor that is not above it", 3, 4),
        ("a:\n  <<: b", "not-yaml", "a merge key stands before something else than mappings", 2, 3),
        ("a: b: c", "not-yaml", "not YAML", 1, 5),
        ("a: b\nEOF\n", "not-yaml", "not YAML", 2, 1),
        ("a: b\nEOF", "not-yaml", "not YAML", 2, 1),
        ("a: b\n   c: d\n", "not-yaml", "not YAML", 2, 5),
        ("a:\n  - b: c\n   d: e\n", "not-yaml", "not YAML", 3, 4),
        ("a:\n  b: c\n d: e\n", "not-yaml", "not YAML", 3, 2),
        ("a:\n\tb: c\n", "not-yaml", "not YAML", 2, 1),
        ("a: 'b\nc: d\n", "not-yaml", "not YAML", 1, 4),
        ("a: [b\nc: d\n", "not-yaml", "not YAML", 2, 2),
        ("a: {b: [c\n", "not-yaml", "not YAML", 1, 8),
        ("a: @b", "not-yaml", "not YAML", 1, 4),
        ("a: \u00fc\x01b", "not-yaml", "not YAML", 1, 5),
        ("a: \ud800", "not-yaml", "not YAML", 1, 4),
        ('a: "\\q"', "not-yaml", "not YAML", 1, 5),
        ("%YAML 1." + "9" * 5000 + "\n---\na", "not-yaml", "not YAML", 1, 18),
    ],
)
def test_what_is_refused_is_named_at_its_place(text: str, id: str, message: str, line: int, column: int) -> None:
    """The first mistake, with its line and column."""
    error = refusal(text)

    assert (id, message, line, column) == (error.id, error.message, error.line, error.column)


@pytest.mark.parametrize("text", ["[" * 20_000, "{a: " * 20_000, "- " * 20_000, "? " * 20_000, "&a [" * 20_000])
def test_deep_nesting_is_refused_as_such(text: str) -> None:
    """However deep it is."""
    assert refusal(text).message == "nested deeper than 64"


def test_as_deep_as_the_limit_is_read() -> None:
    """Written out, or through an alias."""
    assert YamlText("[" * MAX_DEPTH + "]" * MAX_DEPTH).root is not None
    assert YamlText(f"a: &a {'[' * 32}{']' * 32}\nb: {'[' * 31}*a{']' * 31}").root is not None
    assert refusal(f"a: &a {'[' * 32}{']' * 32}\nb: {'[' * 32}*a{']' * 32}").message == "nested deeper than 64"


def test_aliases_and_merge_keys_are_expanded() -> None:
    """An own key counts before one that is merged, and of those the first."""
    text = """
    base: &base {a: 1, b: 2}
    other: &other {b: 3, c: 4}
    list: &list [x, y]
    one: {<<: *base, b: 5}
    two: {<<: [*other, *base], d: 6}
    three: {"<<": 7, <<: {e: 8}}
    four: [*list, *list]
    """
    root = plain(YamlText(text).root)

    assert [root["one"], root["two"], root["four"]] == [
        {"a": 1, "b": 5},
        {"a": 1, "b": 3, "c": 4, "d": 6},
        [["x", "y"], ["x", "y"]],
    ]
    assert root["three"] == {"<<": 7, "e": 8}


def test_a_text_that_an_alias_repeats_stands_where_the_alias_does() -> None:
    """That is the line on which its variable is; of a list or a mapping, each value is where it is written."""
    root = YamlText("a: &a b\nc: *a\nd: &d [e]\nf: *d\n").root
    assert isinstance(root, YamlMap)

    assert [tuple(member.value.place) for member in root.members.values()] == [(1, 4, 8), (2, 4, 6), (3, 4, 10), (3, 4, 10)]


def bomb(line: str, levels: int = 40) -> str:
    """Each of many anchors names the one before it twice."""
    return "a0: &a0 {k: v}\n" + "".join(
        line.format(now=f"a{level}", before=f"*a{level - 1}") + "\n" for level in range(1, levels)
    )


@pytest.mark.parametrize(
    "text",
    [
        bomb("{now}: &{now} [{before}, {before}]"),
        bomb("{now}: &{now} {{<<: [{before}, {before}]}}"),
        bomb("{now}: &{now} {{x: {before}, y: {before}}}"),
        bomb("{now}: &{now}\n  <<: {before}\n  {now}: {before}"),
        "[" + "a, " * MAX_NODES + "]",
        "---\n" * (MAX_NODES + 1),
        "- &a [" + "a," * 100 + "]\n" + "- *a\n" * 100,
        "a: &a {" + ",".join(f"k{number}: v" for number in range(100)) + "}\nb:\n" + "- <<: *a\n" * 40,
    ],
)
def test_more_than_the_budget_is_refused(text: str) -> None:
    """Whatever is repeated counts each time, so that no walk through the tree is longer."""
    error = refusal(text)

    assert (error.id, error.message) == ("too-large", "larger than 10,000 nodes, aliases written out")
    assert error.line is not None


def test_as_much_as_the_budget_is_read() -> None:
    """A list of values, and the list itself."""
    assert YamlText("- a\n" * (MAX_NODES - 1)).root is not None


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("with_libyaml", [True, False])
def test_comments_are_told_from_values(end: str, with_libyaml: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mark in a text, in quotes or in a block is none of theirs."""
    if not with_libyaml:
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    text = """# one \u00fc
a: b#c  # two
d: "# no"
e: 'no # no'
f: |
  # no
# three
g: [h, # four
  i] #five
j: k # l # m
  # six
n: [] #"""
    comments = YamlText(text.replace("\n", end)).comments

    assert [(each.place.line, each.place.column, each.text) for each in comments] == [
        (1, 1, "# one \u00fc"),
        (2, 9, "# two"),
        (7, 1, "# three"),
        (8, 8, "# four"),
        (9, 6, "#five"),
        (10, 6, "# l # m"),
        (11, 3, "# six"),
        (12, 7, "#"),
    ]


ERRONEOUS = [
    "a: %s\n b: c",
    "a: '%s",
    "- %s: %s\n%s",
    "a: !%s b",
    "a: *%s",
    "%s: 1\n%s: 2",
    '"%s\\q"',
    "%s: [%s\n: %s}",
    "a: %s\x01",
    "%s: %s: %s",
    "--- %s\n--- %s",
]


@pytest.mark.parametrize("text", ERRONEOUS)
@pytest.mark.parametrize("with_libyaml", [True, False])
def test_an_error_holds_nothing_of_the_text(text: str, with_libyaml: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not in its message, not in an attribute, not in the errors behind it."""
    if not with_libyaml:
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    error = refusal(text.replace("%s", MARKER))

    assert MARKER not in f"{error} {error.args} {error.hint} {vars(error)}"
    assert error.__context__ is None
    assert error.__cause__ is None


@settings(deadline=None)
@given(st.text(alphabet="ab:-#\"'[]{},&*|>?!\t\n\r %@~\\0\x01\ud800\ufeff", max_size=30), st.booleans())
def test_any_text_is_read_or_refused_with_a_place(text: str, with_libyaml: bool) -> None:
    """Nothing but our own error, and a line that is there."""
    loader = yaml.SafeLoader if not with_libyaml else getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml, "CSafeLoader", loader, raising=False)
        try:
            YamlText(text)
        except SourceError as error:
            assert error.line is not None
            assert error.column is not None
            assert 1 <= error.line <= text.count("\n") + text.count("\r") + 1
            assert error.__context__ is None


@settings(deadline=None)
@given(st.lists(ODDITIES, max_size=5))
def test_numbers_and_words_of_any_form_keep_their_text(words: list[str]) -> None:
    """Whatever their kind is."""
    root = YamlText("".join(f"- {word}\n" for word in words)).root

    assert words == ([item.text for item in root.items if isinstance(item, YamlScalar)] if isinstance(root, YamlList) else [])


def test_the_reprs_are_closed() -> None:
    """No text is in one."""
    document = YamlText(f"{MARKER}: [{MARKER}]")
    root = document.root
    assert isinstance(root, YamlMap)
    [member] = root.members.values()

    assert MARKER not in f"{document!r} {root!r} {member!r} {member.value!r}"


def test_the_library_is_imported_only_to_read() -> None:
    """Importing the module costs nothing."""
    program = "import sys, envcheck.yaml_text; print('yaml' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)

    assert run.stdout == "False\n"
