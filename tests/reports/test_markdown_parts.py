"""The parts that the Markdown report is made of, as they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envcheck.model import UNWRITTEN, CheckedSource, Failure, Listed, Location, Related, Report, Row
from envcheck.reports import markdown, render
from envcheck.reports.markdown import Block, code, prose
from tests.reports.helpers import finding, report

PLACE = Location("exports/api.json", 7, 16)
HEAD = "| severity | rule | variable | what is wrong, and how to mend it | place |"


def lines(shown: Report) -> list[str]:
    """The lines of a report between its title and its count."""
    found = render("markdown", shown).split("\n")
    assert (found[0][:12], found[-2][:11], found[-1]) == ("## envcheck:", "**In all:**", "")
    return found[1:-2]


# -- texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("a", "`a`"),
        ("X", "`X`"),
        ("a b", "`a b`"),
        ("a`b", "``a`b``"),
        ("a``b`c", "```a``b`c```"),
        ("`a", "`` `a ``"),
        ("a`", "`` a` ``"),
        (" a", "`  a `"),
        ("a ", "` a  `"),
        (" ", "` `"),
        ("   ", "`   `"),
        (" X", "`  X `"),
        ("X ", "` X  `"),
        ("a\nb", "`a\\x0ab`"),
        ("##[a]", "`#\\x23[a]`"),
    ],
)
def test_a_span_of_code_has_the_fence_that_it_needs(text: str, expected: str) -> None:
    """By CommonMark, 6.1: one blank is taken off at both ends, unless there are only blanks."""
    assert code(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        (" ", " "),
        ("one two", "one two"),
        ("one  two", "one  two"),
        ("A_B", "`A_B`"),
        ("A_B C_D", "`A_B C_D`"),
        ("A_B and C_D", "`A_B` and `C_D`"),
        ("A_B, C_D", "`A_B`, `C_D`"),
        ("A_B C_D, E_F", "`A_B C_D`, `E_F`"),
        ("A_B (C_D", "`A_B` (`C_D`"),
        ("A_B (C_D E_F", "`A_B` (`C_D` `E_F`"),
        ("A_B C_D one", "`A_B C_D` one"),
        ("(\"'A_B'\").,:;!?", "(\"'`A_B`'\").,:;!?"),
        ("(one)", "(one)"),
        ("A_B ()", "`A_B` ()"),
        ("isn't and/or re-read", "isn't and/or re-read"),
        ("a- -a a--b", "`a- -a a--b`"),
        ("IPv4 IPv6 IPv5", "IPv4 IPv6 `IPv5`"),
        ("123456 1234567", "123456 `1234567`"),
        ("abcdef abcdefa", "abcdef `abcdefa`"),
        ("##[a]", "`#\\x23[a]`"),
        ("a\nb", "`a\\x0ab`"),
    ],
)
def test_words_that_stand_together_share_a_span(text: str, expected: str) -> None:
    """The marks of the sentence stay outside of it."""
    assert prose(text) == expected


@pytest.mark.parametrize(
    ("shown", "title"),
    [
        (report(), "## envcheck: passed, no findings"),
        (report(finding(severity="warning")), "## envcheck: failed, 1 warning"),
        (report(finding(), failures=(Failure("no-source", "", "x"),)), "## envcheck: incomplete, not everything was checked"),
    ],
)
def test_the_title_is_the_verdict_and_what_was_found(shown: Report, title: str) -> None:
    assert render("markdown", shown).split("\n")[0] == title


# -- failures


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (
            Failure("missing-file", "b_c.env", "no file b_c.env", "check a_b"),
            "> - **not checked:** `b_c.env`: no file `b_c.env` (`missing-file`). Hint: check `a_b`",
        ),
        (Failure("no-source", "", "nothing to check"), "> - **not checked:** nothing to check (`no-source`)."),
        (Failure(UNWRITTEN, "r.json", "it is full"), f"> - **not written:** `r.json`: it is full (`{UNWRITTEN}`)."),
    ],
)
def test_a_failure_is_an_item_of_a_warning(failure: Failure, expected: str) -> None:
    what = "a report was not written" if failure.is_unwritten else "not everything was checked"

    assert lines(report(failures=(failure,))) == ["", "> [!CAUTION]", f"> This is no success: {what}.", ">", expected, ""]


# -- findings


@pytest.mark.parametrize(
    ("service", "environment", "title"),
    [
        ("a_b", "production", "### `a_b` / `production`"),
        ("a_b", None, "### `a_b`"),
        (None, "production", "### `production`"),
        (None, None, "### `exports/api.json`"),
    ],
)
def test_a_group_is_called_after_service_and_environment(service: str | None, environment: str | None, title: str) -> None:
    shown = report(finding(service=service, environment=environment, location=PLACE), sources=())

    assert lines(shown)[:4] == ["", title, "", HEAD]


def test_findings_of_nothing_known_are_of_all_sources() -> None:
    shown = report(finding(service=None, environment=None, location=None), sources=())

    assert lines(shown)[1] == "### all sources"


def test_a_group_names_what_it_was_read_from() -> None:
    """Each once, in its order, and none of another group."""
    read = [("api", "b.env"), ("api", "a.env"), ("worker", "c.env"), ("api", "b.env")]
    sources = tuple(CheckedSource(service, "production", path, 1, True) for service, path in read)

    assert lines(report(finding(), sources=sources))[1:4] == ["### `api` / `production`", "", "Read from `b.env`, `a.env`."]


def test_the_worst_of_a_group_comes_first() -> None:
    found = (finding(severity=severity, location=None) for severity in ("note", "error", "warning"))

    assert [line.split()[1] for line in lines(report(*found))[7:-1]] == ["error", "warning", "note"]


@pytest.mark.parametrize(
    ("location", "place"),
    [
        (None, ""),
        (Location("a.env"), "`a.env`"),
        (Location("a.env", 3), "`a.env:3`"),
        (Location("a.env", 3, 5), "`a.env:3:5`"),
        (Location("a.env", None, 5), "`a.env`"),
    ],
)
def test_a_place_is_as_exact_as_it_is_known(location: Location | None, place: str) -> None:
    row = f"| error | `wrong-type` | `PORT` | PORT is not an integer: a sign and digits. | {place} |"

    assert lines(report(finding(location=location)))[-2] == row


def test_a_finding_that_names_no_variable_has_an_empty_cell() -> None:
    found = finding(variable=None, message="Line 3 is odd.", location=None)

    assert lines(report(found))[-2] == "| error | `wrong-type` |  | Line 3 is odd. |  |"


def test_further_places_stand_behind() -> None:
    related = (Related("set in b_c", Location("b.env", 2)), Related("read here", Location("c.env")))
    found = finding(location=None, related=related)

    assert lines(report(found))[-2].endswith(" | see `b.env:2` (set in `b_c`), see `c.env` (read here) |")


def test_a_bar_ends_no_cell() -> None:
    found = finding(variable="a|b", message="c\\|d", hint="e|f", location=Location("g|h"))

    assert lines(report(found))[-2] == r"| error | `wrong-type` | `a\|b` | `c\x5c\|d` `e\|f` | `g\|h` |"


# -- what is asked for


def test_a_checklist_says_of_each_variable_what_it_is() -> None:
    listed = (
        Listed("a_b", None, "s", "A_B", True, "set as C_D", ("wrong-type", "weak-secret"), "error"),
        Listed("a_b", None, "s", "E", False, "missing"),
    )

    assert lines(report(listed=listed, shows_all=True)) == [
        "",
        "### `a_b`: every variable",
        "",
        "| variable | required | state | findings |",
        "| --- | --- | --- | --- |",
        "| `A_B` | yes | set as `C_D` | `wrong-type`, `weak-secret` |",
        "| `E` | no | missing | none |",
        "",
    ]


def test_notices_are_a_list() -> None:
    assert lines(report(notices=("no schema.", "a_b is far."))) == [
        "",
        "- not judged: no schema.",
        "- not judged: `a_b` is far.",
        "",
    ]


def test_a_comparison_of_no_service_names_the_sides() -> None:
    """What is compared comes first, and its findings right behind it, then all others."""
    rows = (Row(None, "A_B", "is x_y", "set", "to be_seen"), Row(None, None, "set", "missing", "endpoint-drift", "error"))
    found = (
        finding("endpoint-drift", service=None, location=None, message="It differs.")._replace(other="x"),
        finding(service="api", location=None, message="It is odd."),
    )
    read = (CheckedSource("api", "production", "c.env", 1, True),)
    shown = report(*found, command="diff", sides=("a_b", "c"), rows=rows, shows_all=True, sources=read)

    assert lines(shown) == [
        "",
        "### `a_b` against `c`",
        "",
        "| variable | `a_b` | `c` | verdict |",
        "| --- | --- | --- | --- |",
        "| `A_B` | is `x_y` | set | to `be_seen` |",
        "| (not shown) | set | missing | error: `endpoint-drift` |",
        "",
        HEAD,
        "| --- | --- | --- | --- | --- |",
        "| error | `endpoint-drift` | `PORT` | It differs. |  |",
        "",
        "### `api` / `production`",
        "",
        "Read from `c.env`.",
        "",
        HEAD,
        "| --- | --- | --- | --- | --- |",
        "| error | `wrong-type` | `PORT` | It is odd. |  |",
        "",
    ]


def test_a_comparison_without_findings_is_one_table() -> None:
    shown = report(command="diff", sides=("a", "b"), rows=(Row("api", "PORT", "set", "set", "equal"),), shows_all=True)

    assert lines(shown)[1:] == [
        "### `api`: `a` against `b`",
        "",
        "| variable | `a` | `b` | verdict |",
        "| --- | --- | --- | --- |",
        "| `PORT` | set | set | equal |",
        "",
    ]


# -- the cap

#: Room that is kept for the line that counts what is left out.
KEPT = 200
SPOKEN = "as GitHub takes 1 MiB. The text report has them all."
BLOCKS = (
    Block(("title",)),
    Block(("# one", "", "head"), ("one", "two", "three")),
    Block((), ("ü",)),
)
WHOLE = "title\n\n# one\n\nhead\none\ntwo\nthree\n\nü\n\nend\n"


def fitted(room: int, monkeypatch: pytest.MonkeyPatch) -> str:
    """The blocks in so many bytes beside their end."""
    monkeypatch.setattr(markdown, "MOST_BYTES", KEPT + len("end") + room)
    return markdown._fitted(BLOCKS, "end")


@pytest.mark.parametrize(
    ("room", "text"),
    [
        (31, WHOLE),
        (30, f"title\n\n# one\n\nhead\none\ntwo\nthree\n\n**… and 1 more:** 1 row left out, {SPOKEN}\n\nend\n"),
        (27, f"title\n\n# one\n\nhead\none\ntwo\nthree\n\n**… and 1 more:** 1 row left out, {SPOKEN}\n\nend\n"),
        (26, f"title\n\n# one\n\nhead\none\ntwo\n\n**… and 2 more:** 2 rows left out, {SPOKEN}\n\nend\n"),
        (17, f"title\n\n# one\n\nhead\none\n\n**… and 3 more:** 3 rows left out, {SPOKEN}\n\nend\n"),
        (16, f"title\n\n**… and 4 more:** 4 rows left out, {SPOKEN}\n\nend\n"),
        (0, f"title\n\n**… and 4 more:** 4 rows left out, {SPOKEN}\n\nend\n"),
    ],
)
def test_rows_are_left_out_whole_from_the_first_that_has_no_room(room: int, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No later one slips in, and no heading stays without a row; the bytes are those of UTF-8."""
    assert fitted(room, monkeypatch) == text


def test_notices_that_have_no_room_are_left_out_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "MOST_BYTES", 1_000)
    text = render("markdown", report(notices=("so many of them.",) * 100))

    assert len(text.encode()) <= 1_000
    assert 0 < text.count("- not judged: ") < 100
    assert f"rows left out, {SPOKEN}" in text


@given(st.lists(st.lists(st.text("aü", max_size=40), min_size=1, max_size=8), max_size=5), st.integers(KEPT + 3, 600))
def test_no_text_is_larger_than_there_is_room(rows: list[list[str]], most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown, "MOST_BYTES", most)
        text = markdown._fitted([Block((f"# {number}", ""), tuple(some)) for number, some in enumerate(rows)], "end")

    assert len(text.encode()) <= most
