"""The text report: what people read in a terminal, and what a runner must not act on."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envcheck.model import UNWRITTEN, CheckedSource, Failure, Finding, Listed, Location, Related, Report, Row
from envcheck.reports import render
from tests.reports.helpers import HOSTILE, SCHEMA, SOURCE, finding, report, reports

HEADING, PLAIN = "\x1b[1m", "\x1b[0m"
COLOR = re.compile(r"\x1b\[[0-9;]*m")

WORSE = finding(variable="DEBUG", message="DEBUG is not a boolean.", service="worker")
MILDER = finding("unknown-variable", "LOG", message="LOG is set, and the schema does not name it.")


def lines(shown: Report, *, color: bool = False) -> list[str]:
    """The lines of a report."""
    return render("text", shown, color=color).splitlines()


def last(shown: Report) -> str:
    """The line that sums up."""
    return lines(shown)[-1]


def unpainted(text: str) -> str:
    """A text without its colours."""
    return COLOR.sub("", text)


# -- groups


def test_findings_are_grouped_by_service_and_environment() -> None:
    """Each pair has one heading, with the source that it was read from."""
    other = finding(environment="staging")
    read = [CheckedSource("api", name, f"api.{name}.env", 2, True) for name in ("production", "staging")]
    shown = lines(report(finding(), other, finding("wrong-format"), sources=tuple(read)))

    assert [line for line in shown if line[:1] not in ("", " ")] == [
        "api / production   api.production.env",
        "api / staging   api.staging.env",
        "2 sources, 4 variables: 3 errors",
    ]


@pytest.mark.parametrize(
    ("service", "environment", "heading"),
    [
        ("api", "production", "api / production"),
        ("api", None, "api"),
        (None, "production", "production"),
        (None, None, "exports/api.json"),
    ],
)
def test_a_heading_says_what_is_known(service: str | None, environment: str | None, heading: str) -> None:
    """Where neither service nor environment is known, the source is the heading."""
    shown = lines(report(finding(service=service, environment=environment), sources=()))

    assert heading == shown[0]


def test_a_finding_without_any_place_has_a_heading() -> None:
    """It is about everything that was read."""
    assert lines(report(finding(service=None, environment=None, location=None)))[0] == "all sources"


def test_the_group_with_the_worst_finding_comes_first() -> None:
    """Whatever the order of the findings is."""
    shown = lines(report(MILDER, WORSE, sources=()))

    assert [line for line in shown if line in ("api / production", "worker / production")] == [
        "worker / production",
        "api / production",
    ]


def test_the_worst_finding_of_a_group_comes_first() -> None:
    """Errors stand before warnings, and warnings before notes."""
    found = [finding(severity=severity, variable=severity) for severity in ("note", "warning", "error")]
    shown = [line.split()[0] for line in lines(report(*found)) if "wrong-type" in line]

    assert shown == ["error", "warning", "note"]


def test_findings_of_one_kind_share_a_paragraph() -> None:
    """The words are printed once, and each variable has its place."""
    found = [
        finding(variable=name, message=f"{name} is not an integer.", location=Location("api.env", line, 6))
        for line, name in enumerate(("PORT", "MAX_JOBS"), 1)
    ]

    assert lines(report(*found, sources=()))[2:-2] == [
        "  error    wrong-type  2 variables",
        "           Each is not an integer.",
        "           PORT at api.env:1:6",
        "           MAX_JOBS at api.env:2:6",
    ]


def test_findings_with_other_words_have_paragraphs_of_their_own() -> None:
    """One rule can say several things."""
    found = [finding(variable=name, message=f"{name} {said}.") for name, said in (("A", "is short"), ("B", "is long"))]

    assert [line for line in lines(report(*found)) if "wrong-type" in line] == [
        "  error    wrong-type  A",
        "  error    wrong-type  B",
    ]


def test_a_paragraph_says_what_where_and_how_to_mend_it() -> None:
    """Message, hint, the own place and the other places, in this order."""
    related = (Related("first set here", Location("exports/api.json", 2)),)

    assert lines(report(finding(hint="Write digits.", related=related), sources=()))[2:-2] == [
        "  error    wrong-type  PORT",
        "           PORT is not an integer: a sign and digits.",
        "           hint: Write digits.",
        "           at exports/api.json:7:16",
        "           see exports/api.json:2 (first set here)",
    ]


@pytest.mark.parametrize(
    ("location", "place"),
    [
        (Location("a.env"), "at a.env"),
        (Location("a.env", 3), "at a.env:3"),
        (Location("a.env", 3, 7, 9), "at a.env:3:7"),
        (Location("a.env", None, 7), "at a.env"),
    ],
)
def test_a_place_is_written_as_editors_open_it(location: Location, place: str) -> None:
    """Path, line and column, as far as they are known."""
    assert lines(report(finding(location=location)))[4].strip() == place


# -- all variables

ROWS = (
    Row("api", "PORT", "set", "set", "equal"),
    Row("api", "URL", "set", "empty", "shape-drift", "warning"),
    Row(None, "HOST", "set", "set", "equal"),
)


def test_a_comparison_is_a_table_for_each_service() -> None:
    """With its findings below; then all other findings."""
    found = (
        finding("shape-drift", "URL", message="It differs.", location=None)._replace(other="staging"),
        finding(location=None, message="It is odd."),
    )
    shown = report(*found, command="diff", sides=("a", "b\n"), rows=ROWS, shows_all=True)

    assert lines(shown) == [
        "api: a against b\\x0a",
        "",
        "  variable  a    b\\x0a  verdict",
        "  PORT      set  set    equal",
        "  URL       set  empty  shape-drift",
        "",
        "  warning  shape-drift  URL",
        "           It differs.",
        "",
        "a against b\\x0a",
        "",
        "  variable  a    b\\x0a  verdict",
        "  HOST      set  set    equal",
        "",
        "api / production   exports/api.json",
        "",
        "  error    wrong-type  PORT",
        "           It is odd.",
        "",
        last(shown),
    ]


def test_the_headings_of_a_comparison_are_coloured() -> None:
    """A runner takes no side for a command."""
    shown = report(command="diff", sides=("##[a]", "b"), rows=ROWS[2:], shows_all=True)

    assert [line for line in lines(shown, color=True) if line.startswith(HEADING)] == [
        f"{HEADING}#\\x23[a] against b{PLAIN}",
        f"{HEADING}  variable  #\\x23[a]  b    verdict{PLAIN}",
    ]


def test_the_headings_of_a_checklist_are_coloured() -> None:
    """A runner takes no service for a command."""
    shown = report(listed=(Listed("::a", None, "s", "PORT", True, "set"),), shows_all=True)

    assert [line for line in lines(shown, color=True) if line.startswith(HEADING)] == [
        f"{HEADING}\\x3a:a: every variable{PLAIN}",
        f"{HEADING}  variable  required  state  findings{PLAIN}",
    ]


def test_a_checklist_stands_behind_the_findings() -> None:
    """Of each service and environment."""
    listed = (Listed("api", "production", "s", "PORT", True, "set", ("wrong-type",), "error"),)

    assert lines(report(finding(location=None), listed=listed, shows_all=True))[4:-1] == [
        "",
        "api / production: every variable",
        "",
        "  variable  required  state  findings",
        "  PORT      yes       set    wrong-type",
        "",
    ]


# -- what was not checked


def test_what_could_not_be_checked_is_said() -> None:
    """With its id, and what to try."""
    failure = Failure("missing-file", "api.env", "no such file", "check the path")

    assert lines(report(failures=(failure,), sources=(), variables=0)) == [
        "not checked: api.env: no such file (missing-file)",
        "    hint: check the path",
        "",
        "incomplete: 1 source not fully checked; 0 errors in 0 sources, 0 variables",
    ]


def test_a_report_that_could_not_be_written_is_said() -> None:
    """It is no source."""
    failures = (Failure("missing-file", "api.env", "no such file"), Failure(UNWRITTEN, "no/a", "the report is not written: why"))

    assert lines(report(failures=failures[1:], **read_from(4))) == [
        "not written: no/a: the report is not written: why (unwritten-report)",
        "",
        "incomplete: 1 report not written; 0 errors in 1 source, 4 variables",
    ]
    assert last(report(failures=failures, **read_from(4))) == (
        "incomplete: 1 source not fully checked, 1 report not written; 0 errors in 1 source, 4 variables"
    )


def test_a_notice_is_said() -> None:
    """What was not judged, and why."""
    assert lines(report(notices=("a.env: no schema was applied.",)))[0] == "notice: a.env: no schema was applied."


# -- the summary


def many(errors: int, warnings: int, notes: int) -> tuple[Finding, ...]:
    """Findings of each severity."""
    return (
        *(finding(variable=f"E{number}") for number in range(errors)),
        *(finding(variable=f"W{number}", severity="warning") for number in range(warnings)),
        *(finding(variable=f"N{number}", severity="note") for number in range(notes)),
    )


def read_from(*variables: int) -> dict[str, Any]:
    """Sources with so many variables."""
    read = tuple(CheckedSource("api", "production", f"{index}.env", each, True) for index, each in enumerate(variables))
    return {"sources": read, "variables": sum(variables)}


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (report(**read_from(4)), "1 source, 4 variables: no findings"),
        (report(**read_from(1)), "1 source, 1 variable: no findings"),
        (report(**read_from(1, 1)), "2 sources, 2 variables: no findings"),
        (report(*many(1, 0, 0), **read_from(4)), "1 source, 4 variables: 1 error"),
        (report(*many(2, 0, 0), **read_from(4)), "1 source, 4 variables: 2 errors"),
        (report(*many(0, 1, 0), **read_from(4)), "1 source, 4 variables: 1 warning"),
        (report(*many(0, 2, 0), **read_from(4)), "1 source, 4 variables: 2 warnings"),
        (report(*many(0, 0, 1), **read_from(4)), "1 source, 4 variables: 1 note"),
        (report(*many(1, 2, 3), **read_from(4, 5)), "2 sources, 9 variables: 1 error, 2 warnings, 3 notes"),
        (report(allowed=1, **read_from(4)), "1 source, 4 variables: no findings, 1 allowed"),
        (report(*many(1, 0, 0), allowed=2, **read_from(4)), "1 source, 4 variables: 1 error, 2 allowed"),
    ],
)
def test_the_summary_counts(shown: Report, expected: str) -> None:
    """One line, with nouns in the right number."""
    assert expected == last(shown)


@pytest.mark.parametrize(
    ("failures", "found", "expected"),
    [
        (["a"], (0, 0, 0), "incomplete: 1 source not fully checked; 0 errors in 1 source, 4 variables"),
        (["a", "a"], (0, 0, 0), "incomplete: 1 source not fully checked; 0 errors in 1 source, 4 variables"),
        (["a", "b"], (0, 0, 0), "incomplete: 2 sources not fully checked; 0 errors in 1 source, 4 variables"),
        (["a"], (1, 2, 0), "incomplete: 1 source not fully checked; 1 error, 2 warnings in 1 source, 4 variables"),
        ([""], (0, 0, 0), "incomplete: not everything was checked; 0 errors in 1 source, 4 variables"),
    ],
)
def test_an_incomplete_summary_is_no_good_news(failures: list[str], found: tuple[int, int, int], expected: str) -> None:
    """It says first that something was not checked, and never that there are no findings."""
    failed = tuple(Failure("missing-file", source, "no such file") for source in failures)

    assert expected == last(report(*many(*found), failures=failed, **read_from(4)))


@given(reports)
def test_the_summary_is_the_last_line_and_the_only_one(shown: Report) -> None:
    """Whatever the report is, one line at its end counts sources and variables."""
    read = f"{len(shown.sources)} source"
    paragraph = render("text", shown).rpartition("\n\n")[2]

    assert paragraph.count("\n") == 1
    assert paragraph.endswith("\n")
    assert read in paragraph


# -- width

words = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20)
sentences = st.lists(words, min_size=1, max_size=20).map(" ".join)
short = st.text("abcxyz_/.", min_size=1, max_size=30)
places = st.builds(Location, short, st.integers(1, 9999), st.integers(1, 9999), st.just(10_000))
tidy = st.builds(
    finding,
    st.sampled_from(["wrong-type", "missing-dependent-variable"]),
    st.none() | st.text("ABCXYZ_", min_size=1, max_size=40),
    service=st.none() | short,
    environment=st.none() | short,
    message=sentences,
    hint=st.just("") | sentences,
    location=places,
    related=st.lists(st.builds(Related, sentences, places), max_size=2).map(tuple),
)


@given(
    st.lists(tidy, max_size=4),
    st.lists(st.builds(Failure, st.just("missing-file"), short, sentences, sentences), max_size=2).map(tuple),
    st.lists(sentences, max_size=2).map(tuple),
)
def test_no_line_is_wider_than_80_columns(found: list[Finding], failed: tuple[Failure, ...], notices: tuple[str, ...]) -> None:
    """As long as names and paths leave room for it; a path is never broken, as it could not be opened then."""
    shown = lines(report(*found, failures=failed, notices=notices))

    assert [line for line in shown if len(line) > 80] == []


def test_a_long_path_stays_whole() -> None:
    """A terminal opens what stands on one line."""
    path = "folder with blanks/" * 6 + "api.json"
    failure = Failure("missing-file", path, "no such file")
    shown = lines(report(finding(location=Location(path, 1)), failures=(failure,)))

    assert [line.strip() for line in shown if path in line] == [f"at {path}:1", f"not checked: {path}:"]


def test_a_long_name_stays_whole() -> None:
    """It stands below its rule."""
    name = "A" * 75

    assert lines(report(finding(variable=name)))[2:4] == ["  error    wrong-type", f"           {name}"]


# -- colour


@given(reports)
def test_there_is_no_colour_unless_it_is_asked_for(shown: Report) -> None:
    """Not even that of a text in a file."""
    assert "\x1b" not in render("text", shown)


@given(reports)
def test_colour_only_repeats_what_words_say(shown: Report) -> None:
    """Without its colours, the coloured report is the plain one."""
    assert unpainted(render("text", shown, color=True)) == render("text", shown)


def test_severities_and_headings_are_coloured() -> None:
    """Where it is asked for."""
    failure = Failure("missing-file", "a.env", "no such file")
    shown = render("text", report(*many(1, 1, 1), failures=(failure,)), color=True)
    painted = re.findall(r"\x1b\[([0-9;]+)m(.*?)\x1b\[0m", shown)

    assert painted == [
        ("1", "api / production"),
        ("1;31", "error"),
        ("1;33", "warning"),
        ("1;36", "note"),
        ("1;31", "not checked:"),
    ]


# -- what a text from a file may not do


@given(reports)
def test_no_line_is_a_command_of_a_runner(shown: Report) -> None:
    """GitHub acts on ``::`` at the start of a line and on ``##[`` anywhere, Azure on ``##vso[`` anywhere."""
    for color in (False, True):
        text = render("text", shown, color=color)
        acted = [line for line in unpainted(text).splitlines() if line.lstrip().startswith("::")]

        assert acted == []
        assert re.findall(r"##(?:vso)?\[", text) == []


@given(reports)
def test_every_line_holds_only_what_is_seen(shown: Report) -> None:
    """No control character, no mark of direction, no character without width."""
    text = render("text", shown)

    assert [line for line in text.split("\n") if not line.isprintable()] == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_harmless_in_every_field(text: str) -> None:
    """Names, messages, paths and notices come from files."""
    place = Location(text, 1)
    found = finding(variable=text, message=text, hint=text, service=text, location=place, related=(Related(text, place),))
    failure = Failure("missing-file", text, text, text)
    shown = render(
        "text", report(found, failures=(failure,), notices=(text,), sources=(CheckedSource(text, text, text, 1, True),))
    )

    assert all(line.isprintable() and not line.lstrip().startswith("::") for line in shown.split("\n"))
    assert re.findall(r"##(?:vso)?\[", shown) == []


def test_a_report_is_the_same_each_time() -> None:
    """Nothing but the report is in it."""
    shown = report(WORSE, MILDER, finding(declared=SCHEMA, location=SOURCE))

    assert render("text", shown) == render("text", shown)
