"""The JSON report has the shape that is promised to other programs, and no more."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from envcheck import __version__
from envcheck.jobs import Request
from envcheck.model import SEVERITIES, CheckedSource, Failure, Listed, Location, Related, Report, Row
from envcheck.reports import render
from envcheck.rules.all import RULES
from envcheck.run import run
from tests.reports.helpers import HOSTILE, SCHEMA, SOURCE, finding, report, reports

if TYPE_CHECKING:
    from pathlib import Path


def closed(**properties: Any) -> dict[str, Any]:
    """An object with these members, all of them and no others."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def listed(items: dict[str, Any]) -> dict[str, Any]:
    """A list of such items."""
    return {"type": "array", "items": items}


TEXT = {"type": "string"}
NAME = {"type": ["string", "null"]}
COUNT = {"type": "integer", "minimum": 0}
NUMBER = {"type": ["integer", "null"], "minimum": 1}
LOCATION = closed(path=TEXT, line=NUMBER, column=NUMBER, end_column=NUMBER)
#: The promise, as a schema; what was not judged, and why, is in ``notices``.
SHAPE = closed(
    schema_version={"const": 1},
    tool=closed(name={"const": "envcheck"}, version={"const": __version__}),
    command={"enum": ["check", "schema check"]},
    exit_code={"enum": [0, 1, 3]},
    complete={"type": "boolean"},
    summary=closed(error=COUNT, warning=COUNT, note=COUNT, allowed=COUNT, variables=COUNT, sources=COUNT),
    sources=listed(closed(service=NAME, environment=NAME, source=TEXT, variables=COUNT, complete={"type": "boolean"})),
    findings=listed(
        closed(
            rule={"enum": list(RULES)},
            severity={"enum": list(SEVERITIES)},
            service=NAME,
            environment=NAME,
            variable=NAME,
            message=TEXT,
            hint=TEXT,
            location={"anyOf": [LOCATION, {"type": "null"}]},
            related=listed(closed(message=TEXT, location=LOCATION)),
            fingerprint={"type": "string", "pattern": "^[0-9a-f]{16}$"},
        )
    ),
    failures=listed(closed(id={"type": "string", "pattern": "^[a-z0-9-]+$"}, source=TEXT, message=TEXT, hint=TEXT)),
    notices=listed(TEXT),
)
VALIDATOR = Draft202012Validator(SHAPE)


def rendered(shown: Report) -> Any:
    """The report, read back."""
    return json.loads(render("json", shown))


def found(shown: Report) -> list[Any]:
    """The findings of a report, read back."""
    findings: list[Any] = rendered(shown)["findings"]
    return findings


# -- the shape


@given(reports)
def test_every_report_has_the_promised_shape(shown: Report) -> None:
    """Whatever stands in it."""
    assert [error.message for error in VALIDATOR.iter_errors(rendered(shown))] == []


@pytest.mark.parametrize(
    "text",
    [
        "A=1\n",
        "A=\nB=x y\nA=2\nnothing\n\u00e9=1\n",
        "DATABASE_URL=postgresql://postgres:made-up@localhost/app\n",
        "[]",
        '[{"key": "A", "value": null}]',
        "",
    ],
)
@pytest.mark.parametrize("environment", [None, "production"])
def test_the_report_of_a_run_has_the_promised_shape(
    text: str, environment: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a clean one, of one with findings, and of one that is incomplete."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "source").write_text(text, encoding="utf-8")
    shown = run(Request(sources=("source", "nothing"), environment=environment, isolated=True))

    assert [error.message for error in VALIDATOR.iter_errors(rendered(shown))] == []


def test_members_stand_in_the_promised_order() -> None:
    """A person reads it from the top."""
    shown = report(finding(related=(Related("here", SCHEMA),)), failures=(Failure("missing-file", "a", "no such file"),))
    orders: list[list[str]] = []

    def note(pairs: list[tuple[str, Any]]) -> None:
        orders.append([name for name, _ in pairs])

    json.loads(render("json", shown), object_pairs_hook=note)
    item = SHAPE["properties"]["findings"]["items"]["properties"]

    assert orders[-1] == list(SHAPE["properties"])
    assert list(item) in orders
    assert list(LOCATION["properties"]) in orders


# -- what it says


def test_a_finding_is_said_as_it_is() -> None:
    """Every field of it."""
    place = Location("schemas/common.json", 9, 5, 12)
    shown = report(finding(hint="Write digits.", related=(Related("declared here", place),), location=SCHEMA))
    (said,) = found(shown)
    del said["fingerprint"]

    assert said == {
        "rule": "wrong-type",
        "severity": "error",
        "service": "api",
        "environment": "production",
        "variable": "PORT",
        "message": "PORT is not an integer: a sign and digits.",
        "hint": "Write digits.",
        "location": {"path": "schemas/api.json", "line": 3, "column": 5, "end_column": 11},
        "related": [
            {
                "message": "declared here",
                "location": {"path": "schemas/common.json", "line": 9, "column": 5, "end_column": None},
            }
        ],
    }


def test_what_is_unknown_is_null() -> None:
    """No word stands for it that could be a name."""
    (said,) = found(report(finding(variable=None, service=None, environment=None, location=None)))

    assert [said[field] for field in ("service", "environment", "variable", "location")] == [None] * 4


def test_the_summary_counts_what_is_listed() -> None:
    """Findings by severity, sources and their variables."""
    kinds = [finding(severity=severity) for severity in ("error", "error", "error", "warning", "warning", "note")]
    read = (CheckedSource("api", "production", "a", 3, True), CheckedSource("api", "staging", "b", 4, True))

    assert rendered(report(*kinds, sources=read, variables=7, allowed=2))["summary"] == {
        "error": 3,
        "warning": 2,
        "note": 1,
        "allowed": 2,
        "variables": 7,
        "sources": 2,
    }


@pytest.mark.parametrize(
    ("shown", "code", "complete"),
    [
        (report(), 0, True),
        (report(finding()), 1, True),
        (report(failures=(Failure("missing-file", "a", "no such file"),)), 3, False),
        (report(finding(), failures=(Failure("missing-file", "a", "no such file"),)), 3, False),
    ],
)
def test_the_outcome_is_said(shown: Report, code: int, complete: bool) -> None:
    """The exit code, and whether everything was checked."""
    said = rendered(shown)

    assert (said["exit_code"], said["complete"]) == (code, complete)


def test_a_failure_is_said_as_it_is() -> None:
    """Every field of it."""
    failure = Failure("missing-file", "a.env", "no such file", "check the path")

    assert rendered(report(failures=(failure,)))["failures"] == [dict(zip(failure._fields, failure, strict=True))]


def test_a_source_is_said_as_it_is() -> None:
    """Also one that was not read whole."""
    read = CheckedSource("api", None, "a.env", 20, False)

    said = dict(zip(read._fields, read, strict=True))
    del said["path"]

    assert rendered(report(sources=(read,)))["sources"] == [said]


@given(reports)
def test_findings_stand_in_their_order(shown: Report) -> None:
    """One total order, that of the report."""
    assert [said["rule"] for said in found(shown)] == [each.rule.id for each in shown.findings]


@given(reports)
def test_no_two_findings_have_the_same_fingerprint(shown: Report) -> None:
    """Not even two that say the same."""
    marks = [said["fingerprint"] for said in found(shown)]

    assert len(marks) == len(set(marks))


# -- what is asked for besides

ROWS = (
    Row("api", "A\x1b", "set\x1b", "empty\x1b", "shape-drift", "warning"),
    Row(None, None, "set", "set", "equal"),
)
LISTED = (
    Listed("a\x1b", "b\x1b", "c\x1b", "D\x1b", True, "set\x1b", ("wrong-type", "weak-secret"), "error"),
    Listed(None, None, "s", "E", False, "missing"),
)


@pytest.mark.parametrize("shows_all", [False, True])
def test_a_comparison_has_a_row_for_each_variable(shows_all: bool) -> None:
    """Whether it is asked for or not; what stands in files is seen."""
    shown = report(command="diff", sides=("x\x1b", "y\x1b"), rows=ROWS, listed=LISTED, shows_all=shows_all)
    said = rendered(shown)

    assert list(said)[-1] == "comparison"
    assert said["comparison"] == {
        "left": "x\\x1b",
        "right": "y\\x1b",
        "rows": [
            {
                "service": "api",
                "variable": "A\\x1b",
                "left": "set\\x1b",
                "right": "empty\\x1b",
                "verdict": "shape-drift",
                "severity": "warning",
            },
            {"service": None, "variable": None, "left": "set", "right": "set", "verdict": "equal", "severity": None},
        ],
    }


def test_a_checklist_has_each_variable_where_it_is_asked_for() -> None:
    said = rendered(report(listed=LISTED, shows_all=True))

    assert list(said)[-1] == "checklist"
    assert said["checklist"] == [
        {
            "service": "a\\x1b",
            "environment": "b\\x1b",
            "source": "c\\x1b",
            "variable": "D\\x1b",
            "required": True,
            "state": "set\\x1b",
            "severity": "error",
            "rules": ["wrong-type", "weak-secret"],
        },
        {
            "service": None,
            "environment": None,
            "source": "s",
            "variable": "E",
            "required": False,
            "state": "missing",
            "severity": None,
            "rules": [],
        },
    ]
    assert list(rendered(report(listed=LISTED))) == list(SHAPE["properties"])


# -- what a place does not tell


def test_the_end_of_a_value_is_not_said() -> None:
    """It would tell the value's length; a place in a schema has its end."""
    own = found(report(finding(location=SOURCE, related=(Related("declared", SCHEMA),))))[0]

    assert (own["location"]["column"], own["location"]["end_column"]) == (16, None)
    assert own["related"][0]["location"]["end_column"] == 11


def test_the_column_behind_a_name_that_is_not_shown_is_not_said() -> None:
    """A secret that was pasted on a line of its own can be read as a name, and the column would tell its length."""
    (said,) = found(report(finding("invalid-name", None, location=SOURCE)))

    assert said["location"] == {"path": SOURCE.path, "line": 7, "column": None, "end_column": None}


# -- what a text from a file may not do


@given(reports)
def test_the_bytes_are_plain_ascii(shown: Report) -> None:
    """And no line is a command of a runner."""
    text = render("json", shown)

    assert text.isascii()
    assert [line for line in text.splitlines() if line.lstrip().startswith("::") or "##[" in line or "##vso[" in line] == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_of_a_file_is_one_visible_line(text: str) -> None:
    """Who prints it is not fooled."""
    place = Location(text, 1)
    shown = report(
        finding(
            variable=text,
            message=text,
            hint=text,
            service=text,
            environment=text,
            location=place,
            related=(Related(text, place),),
        ),
        failures=(Failure("missing-file", text, text, text),),
        sources=(CheckedSource(text, text, text, 1, True),),
        notices=(text,),
    )
    texts: list[str] = []

    def collect(value: Any) -> None:
        if isinstance(value, str):
            texts.append(value)
        for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            collect(each)

    collect(rendered(shown))

    assert [each for each in texts if not each.isprintable()] == []
