"""The Markdown report is tables whose cells say what was meant, and nothing in them is more than text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from envcheck.model import UNWRITTEN, CheckedSource, Failure, Listed, Location, Related, Report, Row
from envcheck.reports import render
from envcheck.reports.markdown import MOST_BYTES, code, prose
from envcheck.rules.all import RULES
from tests.reports.helpers import HOSTILE, finding, report, reports
from tests.test_escape import unescaped

if TYPE_CHECKING:
    from markdown_it.token import Token

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
#: What the parts of our own tables are read as.
STRUCTURE = {
    *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline"),
    *("table_open", "table_close", "thead_open", "thead_close", "tbody_open", "tbody_close"),
    *("tr_open", "tr_close", "th_open", "th_close", "td_open", "td_close"),
    *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close", "blockquote_open", "blockquote_close"),
}
#: What GitHub acts on in text that is not code: mentions, references, commits, links, emoji, mathematics.
ACTED_ON = re.compile(r"[@#$<>&\[\]*_~`\\|]|://|www\.|\bGH-|:\w+:|\b[0-9a-fA-F]{7,40}\b|\w\.\w")


class Read(NamedTuple):
    """What a reader sees: the text outside of code, all of the text, and the kinds of tokens."""

    outside: str
    text: str
    kinds: set[str]


def read(inline: Token) -> Read:
    """The text of one part."""
    children = inline.children or []
    outside = " ".join(each.content for each in children if each.type == "text")
    return Read(outside, "".join(each.content for each in children), {each.type for each in children})


def tables(text: str) -> list[list[list[Read]]]:
    """The cells of each row of each table, that of the heading first."""
    found: list[list[list[Read]]] = []
    tokens = MARKDOWN.parse(text)
    for index, token in enumerate(tokens):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type in ("th_open", "td_open"):
            found[-1][-1].append(read(tokens[index + 1]))
    return found


def harmless(text: str) -> None:
    """Nothing but our own structure is in a text, and what is not code is only words."""
    for token in MARKDOWN.parse(text):
        assert token.type in STRUCTURE, token
        if token.type == "inline":
            seen = read(token)
            assert seen.kinds <= {"text", "code_inline", "softbreak", "strong_open", "strong_close"}, token
            if not seen.text.startswith("[!CAUTION]"):
                assert ACTED_ON.search(seen.outside) is None, seen.outside
    assert all(line.isprintable() and not line.lstrip().startswith("::") for line in text.split("\n"))
    assert re.findall(r"##(?:vso)?\[", text) == []


def said(cell: Read) -> str:
    """What a part says, its escapes read back."""
    return unescaped(cell.text)


def meant(text: str) -> str:
    """A sentence as Markdown leaves it: without the blanks at its ends, which code keeps."""
    return text.strip(" ")


PLACE = Location("exports/api.json", 7, 16)


def test_a_report_is_these_lines() -> None:
    """The verdict, what was not checked, a table for each service and environment, the counts."""
    found = [
        finding(location=PLACE, hint="Write digits, as in 8000."),
        finding(
            "unknown-variable", "A|B", location=PLACE, message="It is set.", related=(Related("set here", Location("x", 2)),)
        ),
        finding("malformed-line", None, service=None, environment=None, location=Location("c.env", 3), message="Line 3 is odd."),
    ]
    failures = (Failure("missing-file", "b.env", "no such file", "check the path"),)
    shown = report(*found, failures=failures, notices=("no schema was applied.",), allowed=2)

    assert render("markdown", shown).splitlines() == [
        "## envcheck: incomplete, not everything was checked",
        "",
        "> [!CAUTION]",
        "> This is no success: not everything was checked.",
        ">",
        "> - **not checked:** `b.env`: no such file (`missing-file`). Hint: check the path",
        "",
        "### `api` / `production`",
        "",
        "Read from `exports/api.json`.",
        "",
        "| severity | rule | variable | what is wrong, and how to mend it | place |",
        "| --- | --- | --- | --- | --- |",
        "| error | `wrong-type` | `PORT` | PORT is not an integer: a sign and digits. Write digits, as in 8000. | `exports/api.json:7:16` |",
        r"| warning | `unknown-variable` | `A\|B` | It is set. | `exports/api.json:7:16`, see `x:2` (set here) |",
        "",
        "### `c.env`",
        "",
        "| severity | rule | variable | what is wrong, and how to mend it | place |",
        "| --- | --- | --- | --- | --- |",
        "| error | `malformed-line` |  | Line 3 is odd. | `c.env:3` |",
        "",
        "- not judged: no schema was applied.",
        "",
        "**In all:** incomplete: 1 source not fully checked; 2 errors, 1 warning, 2 allowed in 1 source, 4 variables",
    ]


def test_a_comparison_is_these_lines() -> None:
    """The rows say what each side is; a finding on the comparison itself has a table of its own."""
    rows = (
        Row("worker", "DATABASE_URL", "session pooler", "direct connection", "endpoint-drift", "error"),
        Row("worker", "PORT", "set", "set", "equal"),
        Row("worker", None, "set", "missing", "missing-in-environment", "error"),
    )
    found = (
        finding("endpoint-drift", "DATABASE_URL", service="worker", location=PLACE, message="It differs.")._replace(other="x"),
        finding(
            "unused-allow", "X", service=None, environment=None, location=Location("envcheck.toml", 7), message="It is not used."
        ),
    )
    shown = report(*found, command="diff", sides=("staging", "pro_duction"), rows=rows)

    assert render("markdown", shown).splitlines() == [
        "## envcheck: failed, 1 error, 1 warning",
        "",
        "### `worker`: `staging` against `pro_duction`",
        "",
        "| variable | `staging` | `pro_duction` | verdict |",
        "| --- | --- | --- | --- |",
        "| `DATABASE_URL` | session pooler | direct connection | error: `endpoint-drift` |",
        "| (not shown) | set | missing | error: `missing-in-environment` |",
        "",
        "| severity | rule | variable | what is wrong, and how to mend it | place |",
        "| --- | --- | --- | --- | --- |",
        "| error | `endpoint-drift` | `DATABASE_URL` | It differs. | `exports/api.json:7:16` |",
        "",
        "### `envcheck.toml`",
        "",
        "| severity | rule | variable | what is wrong, and how to mend it | place |",
        "| --- | --- | --- | --- | --- |",
        "| warning | `unused-allow` | `X` | It is not used. | `envcheck.toml:7` |",
        "",
        "**In all:** staging and `pro_duction`: 1 source, 3 variables compared: 1 error, 1 warning",
    ]
    assert "| `PORT` | set | set | equal |" in render("markdown", shown._replace(shows_all=True))


def test_a_checklist_has_every_variable() -> None:
    """Where it is asked for."""
    listed = (
        Listed("api", "production", "api.env", "PORT", True, "set as OLD_PORT", ("wrong-type", "weak-secret"), "error"),
        Listed("api", "production", "api.env", "LOG_LEVEL", False, "missing"),
    )
    shown = report(listed=listed, shows_all=True)

    assert render("markdown", shown).splitlines() == [
        "## envcheck: passed, no findings",
        "",
        "### `api / production`: every variable",
        "",
        "| variable | required | state | findings |",
        "| --- | --- | --- | --- |",
        "| `PORT` | yes | set as `OLD_PORT` | `wrong-type`, `weak-secret` |",
        "| `LOG_LEVEL` | no | missing | none |",
        "",
        "**In all:** 1 source, 4 variables: no findings",
    ]


@pytest.mark.parametrize(
    ("shown", "title"),
    [
        (report(), "passed, no findings"),
        (report(finding(severity="warning"), exit_code=0), "passed, 1 warning"),
        (report(finding(), allowed=3), "failed, 1 error"),
        (report(finding(), failures=(Failure("missing-file", "a", "b"),)), "incomplete, not everything was checked"),
        (report(failures=(Failure(UNWRITTEN, "a", "b"),)), "incomplete, a report was not written"),
    ],
)
def test_the_title_is_the_verdict(shown: Report, title: str) -> None:
    """By the exit code."""
    assert render("markdown", shown).splitlines()[0] == f"## envcheck: {title}"


# -- what a text from a file may not do

MORE = (
    *(
        "@octocat",
        "#123",
        "GH-12",
        "owner/repo#1",
        "deadbeef",
        "a" * 7,
        "https://x.example/a?b=c",
        "www.example.com",
        "a@b.example",
    ),
    *(
        "![a](b)",
        "<img src=x>",
        "<!-- x",
        "&lt;",
        "*a*",
        "_a_",
        "__a__",
        "~~a~~",
        "`",
        "``",
        "`a",
        "a`",
        "\\",
        "\\|",
        "a\\",
        "\\\\|",
        "\\`",
    ),
    *(
        "|",
        "||",
        "a|b",
        "| a |",
        "- a",
        "+ a",
        "1. a",
        "1) a",
        "= =",
        "---",
        "# a",
        "> a",
        "| --- |",
        ":---:",
        ":smile:",
        "$x$",
        "$$",
    ),
    *(
        "[a]",
        "[a]: b",
        "[^1]",
        "[ ] a",
        "```",
        "~~~",
        " a",
        "a ",
        "  ",
        "a  b",
        "`` ` ``",
        "(a)",
        '"a"',
        "'a'",
        "a.",
        "e.g. a",
        "http:",
        "IPv4",
    ),
)
hostile = st.one_of(
    st.sampled_from((*HOSTILE, *MORE)),
    st.text(st.sampled_from("`|\\ a_*@#<>[]()!&~-.:/1'\""), max_size=12),
    st.lists(st.sampled_from(MORE), min_size=2, max_size=4).map(" ".join),
    st.text(max_size=12),
)


@given(hostile, hostile, hostile, hostile)
def test_a_row_says_what_was_meant(name: str, message: str, hint: str, path: str) -> None:
    """As many cells as the heading, and their text is the original."""
    place = Location(path, 3)
    found = finding(variable=name, message=message, hint=hint, service=name, location=place, related=(Related(message, place),))
    text = render("markdown", report(found, sources=(CheckedSource(name, "production", path, 1, True),)))
    ((head, row),) = tables(text)
    harmless(text)

    assert [len(head), len(row)] == [5, 5]
    assert [said(cell) for cell in row[:4]] == [
        "error",
        "wrong-type",
        name,
        meant(" ".join(each for each in (message, hint) if each)),
    ]
    assert said(row[4]) == f"{path}:3, see {path}:3 ({message})"


@given(hostile, hostile, hostile)
def test_a_comparison_says_what_was_meant(name: str, left: str, right: str) -> None:
    """Its sides are names of files, and stand in the heading of the table."""
    rows = (Row(name, name, left, right, "equal"),)
    text = render("markdown", report(command="diff", sides=(left, right), rows=rows, shows_all=True))
    ((head, row),) = tables(text)
    harmless(text)

    assert [said(cell) for cell in head] == ["variable", left, right, "verdict"]
    assert [said(cell) for cell in row] == [name, meant(left), meant(right), "equal"]


@given(hostile, hostile)
def test_a_failure_says_what_was_meant(source: str, message: str) -> None:
    """It is one item of a list."""
    text = render("markdown", report(failures=(Failure("missing-file", source, message, message),), notices=(message,)))
    items = [said(read(token)) for token in MARKDOWN.parse(text) if token.type == "inline"]
    harmless(text)

    start = f"{source}: " if source else ""
    assert meant(f"not checked: {start}{message} (missing-file).") in "\n".join(items)
    assert meant(f"not judged: {message}") in "\n".join(items)


@given(hostile)
def test_a_span_of_code_is_read_back(text: str) -> None:
    """Blanks at its ends, too."""
    (inline,) = [token for token in MARKDOWN.parse(f"x{code(text)}x") if token.type == "inline"]

    assert unescaped(read(inline).text) == f"x{text}x"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PORT is not an integer: a sign and digits.", "PORT is not an integer: a sign and digits."),
        ("A_B (or 'C_D') is set, 'staging' isn't.", "`A_B` (or '`C_D`') is set, 'staging' isn't."),
        ("postgres.<project ref>, and port 6543", "`postgres.<project ref>`, and port 6543"),
        ("the host is an IPv6-only one", "the host is an `IPv6-only` one"),
        ("1234567 of abcdefa", "`1234567` of `abcdefa`"),
        ("see https://x.example/a.", "see `https://x.example/a`."),
        ("", ""),
    ],
)
def test_only_words_that_could_mean_something_are_code(text: str, expected: str) -> None:
    """A message stays readable."""
    assert expected == prose(text)


@given(reports)
def test_any_report_is_harmless(shown: Report) -> None:
    """Nothing in it is a link, an image, a tag, a mention or a command of a runner."""
    harmless(render("markdown", shown))


@given(reports)
def test_every_finding_is_a_row(shown: Report) -> None:
    """With its severity and rule."""
    rows = [tuple(said(cell) for cell in row[:2]) for table in tables(render("markdown", shown)) for row in table[1:]]

    assert sorted(rows) == sorted((each.severity, each.rule.id) for each in shown.findings)


@pytest.mark.parametrize("id", RULES)
def test_a_rule_is_named(id: str) -> None:
    """As it is."""
    assert f"| `{id}` |" in render("markdown", report(finding(id)))


# -- the cap


@pytest.mark.parametrize("size", [0, 60, 3000])
def test_more_rows_than_github_takes_are_left_out_whole(size: int) -> None:
    """The worst of each group are kept; what is left out is counted."""
    found = [finding(variable=f"V{number}", message=f"ünï {'x' * size}.") for number in range(20_000 if size < 1000 else 1000)]
    failures = tuple(Failure("missing-file", f"{number}.env", "no such file") for number in range(3))
    text = render("markdown", report(*found, failures=failures))
    kept = sum(len(table) - 1 for table in tables(text))
    left = len(found) - kept

    assert MOST_BYTES - 4000 - size < len(text.encode()) <= MOST_BYTES
    assert f"**… and {left} more:** {left} rows left out, as GitHub takes 1 MiB. The text report has them all." in text
    assert text.splitlines()[-1].startswith("**In all:** incomplete: 3 sources not fully checked; ")
    assert text.count("not checked:") == 3
    harmless(text.replace("**… and", "**and"))


def test_a_row_that_is_too_long_is_left_out() -> None:
    """With the heading that would have nothing below it."""
    text = render("markdown", report(finding(message="x" * MOST_BYTES), finding(service="worker")))

    assert (tables(text), "### " in text) == ([], False)
    assert "**… and 2 more:**" in text


def test_what_fits_is_whole() -> None:
    """Nothing is said of a cut."""
    text = render("markdown", report(*(finding(variable=f"V{number}") for number in range(3000))))

    assert ("more:**" in text, len(tables(text)[0])) == (False, 3001)
