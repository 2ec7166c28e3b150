"""The JUnit report is XML that others read, with a test for each source and each variable that has findings."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from junitparser import Error, JUnitXml
from junitparser import Failure as Failed
from junitparser import TestCase as Case
from junitparser import TestSuite as Suite

from envcheck.model import UNWRITTEN, CheckedSource, Failure, Location, Related, Report
from envcheck.reports import render
from tests.reports.helpers import HOSTILE, finding, report, reports
from tests.test_escape import unescaped

PLACE = Location("exports/api.json", 7, 16)


def suites(shown: Report) -> dict[str, list[Case]]:
    """The tests of each suite, as junitparser reads them."""
    read = JUnitXml.fromstring(render("junit", shown).encode())
    found: dict[str, list[Case]] = {}
    for suite in read:
        assert isinstance(suite, Suite)
        found.setdefault(suite.name, []).extend(suite)
    return found


def outcome(case: Case) -> tuple[str, str | None, str | None]:
    """How a test ended."""
    if not case.result:
        return "passed", None, None
    (result,) = case.result
    return {Failed: "failed", Error: "not checked"}[type(result)], result.type, result.message


def test_a_report_is_these_lines() -> None:
    """What was not checked, and a suite for each service and environment."""
    found = [
        finding("weak-secret", location=PLACE, message="It is weak.", related=(Related("set here", Location("x", 2)),)),
        finding(location=PLACE, hint='Write <digits> & "no" words.'),
        finding("unsafe-switch", "DEBUG", severity="note", location=PLACE, message="It is on."),
        finding("malformed-line", None, service=None, environment=None, location=Location("c.env", 3), message="Line 3 is odd."),
    ]
    failures = (Failure("missing-file", "b.env", "no such file", "check the path"),)
    shown = report(*found, failures=failures, notices=("no schema was applied.",), allowed=2)

    assert render("junit", shown).splitlines() == [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<testsuites tests="5" failures="2" errors="1" skipped="0">',
        '  <testsuite name="envcheck" tests="1" failures="0" errors="1" skipped="0">',
        '    <testcase classname="envcheck" name="b.env">',
        '      <error type="missing-file" message="not checked: no such file">not checked: b.env: no such file',
        "hint: check the path</error>",
        "    </testcase>",
        "    <system-out>incomplete: 1 source not fully checked; 2 errors, 1 warning, 1 note, 2 allowed in 1 source, 4 variables",
        "not judged: no schema was applied.</system-out>",
        "  </testsuite>",
        '  <testsuite name="api / production" tests="3" failures="1" errors="0" skipped="0">',
        '    <testcase classname="api / production" name="exports/api.json"/>',
        '    <testcase classname="api / production" name="PORT">',
        '      <failure type="wrong-type" message="PORT is not an integer: a sign and digits.">'
        "error wrong-type: PORT is not an integer: a sign and digits.",
        '  hint: Write &lt;digits&gt; &amp; "no" words.',
        "  at exports/api.json:7:16",
        "warning weak-secret: It is weak.",
        "  at exports/api.json:7:16",
        "  see x:2 (set here)</failure>",
        "    </testcase>",
        '    <testcase classname="api / production" name="DEBUG">',
        "      <system-out>note unsafe-switch: It is on.",
        "  at exports/api.json:7:16</system-out>",
        "    </testcase>",
        "  </testsuite>",
        '  <testsuite name="c.env" tests="1" failures="1" errors="0" skipped="0">',
        '    <testcase classname="c.env" name="c.env:3">',
        '      <failure type="malformed-line" message="Line 3 is odd.">error malformed-line: Line 3 is odd.',
        "  at c.env:3</failure>",
        "    </testcase>",
        "  </testsuite>",
        "</testsuites>",
    ]


def test_a_clean_run_has_a_test_that_passes() -> None:
    """One for each source, or nobody would see that something was checked."""
    read = [CheckedSource("api", name, f"api.{name}.env", 2, True) for name in ("production", "staging")]
    found = suites(report(sources=tuple(read)))

    assert {name: [(case.name, outcome(case)[0]) for case in cases] for name, cases in found.items()} == {
        "envcheck": [],
        "api / production": [("api.production.env", "passed")],
        "api / staging": [("api.staging.env", "passed")],
    }


@pytest.mark.parametrize(("severity", "expected"), [("error", "failed"), ("warning", "failed"), ("note", "passed")])
def test_errors_and_warnings_fail(severity: str, expected: str) -> None:
    """A note is said, and no failure."""
    (_, case) = suites(report(finding(severity=severity)))["api / production"]  # type: ignore[arg-type]

    assert (case.name, outcome(case)[0]) == ("PORT", expected)
    assert expected == "failed" or case.system_out.startswith("note wrong-type: PORT is not")


@pytest.mark.parametrize(
    ("failure", "complete"),
    [
        (Failure("truncated-export", "exports/api.json", "it may be more"), False),
        (Failure("not-read-whole", "exports/api.json", "why"), True),
    ],
)
def test_a_source_that_was_not_read_whole_does_not_pass(failure: Failure, complete: bool) -> None:
    """It is an error, and nothing else."""
    shown = report(failures=(failure,), sources=(CheckedSource("api", "production", "exports/api.json", 4, complete),))
    found = suites(shown)

    assert found["api / production"] == []
    assert [outcome(case)[:2] for case in found["envcheck"]] == [("not checked", failure.id)]


@pytest.mark.parametrize(
    ("service", "environment", "name"),
    [("api", "production", "api / production"), ("api", None, "api"), (None, "production", "production"), (None, None, "a.env")],
)
def test_a_source_and_its_findings_are_one_suite(service: str | None, environment: str | None, name: str) -> None:
    """Also where service or environment are not known."""
    read = (CheckedSource(service, environment, "a.env", 4, True),)
    found = suites(report(finding(service=service, environment=environment, location=Location("a.env", 1)), sources=read))

    assert {key: [case.name for case in cases] for key, cases in found.items()} == {"envcheck": [], name: ["a.env", "PORT"]}


def test_findings_of_nothing_known_are_of_all_sources() -> None:
    found = suites(report(finding(service=None, environment=None, location=None), sources=()))

    assert [case.name for case in found["all sources"]] == ["PORT"]


def test_a_variable_is_not_taken_for_a_place() -> None:
    """Though it is called as one, by an odd name."""
    found = (finding(variable="a.env:3", location=None), finding(variable=None, location=Location("a.env", 3)))

    assert [case.name for case in suites(report(*found, sources=()))["api / production"]] == ["a.env:3", "a.env:3"]


@pytest.mark.parametrize(
    ("location", "name"),
    [(None, "wrong-type"), (Location("a.env", None, 5), "a.env"), (Location("a.env", 3), "a.env:3"), (PLACE, f"{PLACE.path}:7")],
)
def test_a_finding_of_no_variable_is_called_after_its_place(location: Location | None, name: str) -> None:
    """Or its rule; a column would tell how long the name is that is not shown."""
    assert [case.name for case in suites(report(finding(variable=None, location=location), sources=()))["api / production"]] == [
        name
    ]


@pytest.mark.parametrize(
    ("location", "place"),
    [(Location("a.env", None, 5), "a.env"), (Location("a.env", 3), "a.env:3"), (Location("a.env", 3, 5), "a.env:3:5")],
)
def test_a_column_counts_only_within_a_line_that_is_known(location: Location, place: str) -> None:
    root = ET.fromstring(render("junit", report(finding(location=location))).encode())

    assert [(each.text or "").rpartition("\n")[2] for each in root.iter("failure")] == [f"  at {place}"]


@pytest.mark.parametrize(
    ("failure", "text"),
    [
        (Failure("no-source", "", "nothing to check"), "not checked: nothing to check"),
        (Failure("missing-file", "b", "no such file", "look"), "not checked: b: no such file\nhint: look"),
    ],
)
def test_a_failure_says_what_is_known_of_it(failure: Failure, text: str) -> None:
    root = ET.fromstring(render("junit", report(failures=(failure,))).encode())

    assert [each.text for each in root.iter("error")] == [text]


def test_a_report_that_is_not_written_is_an_error() -> None:
    """Everything was checked."""
    found = suites(report(failures=(Failure(UNWRITTEN, "a", "the report is not written: why"),)))

    assert outcome(found["envcheck"][0]) == ("not checked", UNWRITTEN, "not written: the report is not written: why")
    assert [outcome(case)[0] for case in found["api / production"]] == ["passed"]


@given(reports)
def test_the_counts_are_right(shown: Report) -> None:
    """Of each suite, and of all."""
    root = ET.fromstring(render("junit", shown).encode())

    for parent in (root, *root.iter("testsuite")):
        counted = [parent.get("tests"), parent.get("failures"), parent.get("errors")]

        assert [str(len(list(parent.iter(tag)))) for tag in ("testcase", "failure", "error")] == counted
    assert root.get("errors") == str(len(shown.failures))
    assert (root.get("failures") == "0") == all(each.severity == "note" for each in shown.findings)


@given(reports)
def test_every_finding_is_in_the_test_of_its_variable(shown: Report) -> None:
    """With its severity, rule and message."""
    root = ET.fromstring(render("junit", shown).encode())
    told = [(unescaped(case.get("name", "")), unescaped("".join(case.itertext()))) for case in root.iter("testcase")]

    for each in shown.findings:
        words = f"{each.severity} {each.rule.id}: {each.message}"

        assert any(words in text and (each.variable is None or name == each.variable) for name, text in told)


@given(reports)
def test_no_line_is_a_command_of_a_runner(shown: Report) -> None:
    """And each character is one that XML 1.0 has."""
    text = render("junit", shown)

    assert [line for line in text.splitlines() if line.lstrip().startswith("::")] == []
    assert re.findall(r"##(?:vso)?\[", text) == []
    assert all(line.isprintable() for line in text.split("\n"))


@pytest.mark.parametrize("text", [*HOSTILE, "]]>", "<!--", "&amp;", "a\"b'c", "\ufffe", "<![CDATA[x]]>"])
def test_a_hostile_text_is_read_back(text: str) -> None:
    """By another reader, in every field."""
    found = finding(variable=text, message=text, hint=text, service=text, location=Location(text, 1))
    read = (CheckedSource(text, "production", text, 1, True),)
    (first, *_), (source, case) = suites(
        report(found, failures=(Failure("missing-file", f"{text}x", text, text),), notices=(text,), sources=read)
    ).values()

    assert (unescaped(first.name), unescaped(outcome(first)[2] or "")) == (f"{text}x", f"not checked: {text}")
    assert [unescaped(each.name) for each in (source, case)] == [text, text]
    assert [unescaped(each.classname) for each in (source, case)] == [f"{text} / production"] * 2
    assert unescaped(outcome(case)[2] or "") == text
