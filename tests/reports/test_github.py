"""The annotations say what was meant, where it was meant, and nothing else is a command of the runner."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envcheck.escape import command_data, command_property, unmarked, visible
from envcheck.jobs import Request
from envcheck.model import UNWRITTEN, CheckedSource, Failure, Finding, Location, Related, Report, Row
from envcheck.reports import render
from envcheck.reports.github import MOST, MOST_PLACES
from envcheck.run import run
from envcheck.schema_check import check_schemas
from tests.reports.helpers import HOSTILE, finding, report, reports

if TYPE_CHECKING:
    from pathlib import Path


class Command(NamedTuple):
    """What the runner reads."""

    name: str
    properties: dict[str, str]
    message: str


NAMES = ("error", "warning", "notice", "debug", "group", "endgroup", "add-mask", "stop-commands", "set-output", "add-path")
UNESCAPED = (("%0D", "\r"), ("%0A", "\n"))
UNESCAPED_IN_PROPERTY = (*UNESCAPED, ("%3A", ":"), ("%2C", ","))


def unescaped(text: str, table: tuple[tuple[str, str], ...]) -> str:
    """A text as the runner reads it: each escape, and the sign of one last."""
    for escape, character in (*table, ("%25", "%")):
        text = text.replace(escape, character)
    return text


def by_runner(line: str) -> Command | None:
    """The command of a line, by the grammar of actions/runner: src/Runner.Common/ActionCommand.cs, TryParseV2."""
    line = line.lstrip()
    end = line.find("::", 2)
    if not line.startswith("::") or end < 0:
        return None
    name, _, written = line[2:end].partition(" ")
    if name not in NAMES:
        return None
    pairs = [each.split("=", 1) for each in written.strip().split(",") if each]
    properties = {pair[0]: unescaped(pair[1], UNESCAPED_IN_PROPERTY) for pair in pairs if len(pair) == 2}
    return Command(name, properties, unescaped(line[end + 2 :], UNESCAPED))


def commands(shown: Report) -> list[Command]:
    """The annotations of a report; the lines behind them are none."""
    found = [by_runner(line) for line in render("github", shown).splitlines()]
    return [each for each in found if each is not None]


def remarks(shown: Report) -> list[str]:
    """The lines that are no command."""
    return [line for line in render("github", shown).splitlines() if by_runner(line) is None]


ENV = "PORT=eighty\nAPI_TOKEN=short\nDEBUG=maybe\n"
SERVICE = {
    "required": ["SIGNING_KEY"],
    "properties": {
        "PORT": {"type": "integer"},
        "API_TOKEN": {"writeOnly": True, "minLength": 12},
        "SIGNING_KEY": {"writeOnly": True},
        "DEBUG": {"type": "boolean"},
    },
}
SCHEMA_TEXT = json.dumps(SERVICE, indent=2)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a schema and a source, as the current folder."""
    root = tmp_path / "project"
    (root / ".git").mkdir(parents=True)
    (root / "schema.json").write_text(SCHEMA_TEXT, encoding="utf-8")
    (root / "api.env").write_text(ENV, encoding="utf-8")
    monkeypatch.chdir(root)
    return root


def checked(*sources: str, **more: Any) -> Report:
    """The report of a run on these sources."""
    return run(Request(sources=sources, schema="schema.json", environment="production", isolated=True, **more))


def schema_line(name: str) -> str:
    """The line at which the schema declares a variable."""
    lines = SCHEMA_TEXT.splitlines()
    return str(next(number for number, line in enumerate(lines, 1) if line.strip().startswith(f'"{name}": {{')))


# -- a small report


def test_a_report_is_these_lines(project: Path) -> None:
    """Worst first, then what was not judged, and the count."""
    found = [
        finding(severity="note", location=Location("api.env", 3, 7), message="A remark"),
        finding(hint="Write digits.", location=Location("api.env", 1, 6, 12), declared=None),
        finding("wrong-length", "API_TOKEN", secret=True, location=Location("api.env", 2, 11), message="It is short."),
        finding("unknown-variable", "OTHER", service=None, environment=None, location=None, message="100%, they say."),
    ]
    found[2] = found[2]._replace(declared=Location("schema.json", 7, 5, 16))
    failures = (Failure("missing-file", "b,c:d.env", "no such file", "check the path"), Failure(UNWRITTEN, "x", "is full"))
    read = (CheckedSource("api", "production", "api.env", 4, True),)
    said = ("no schema was applied",)
    shown = report(*found, failures=failures, notices=said, sources=read, root=str(project), allowed=1)

    # No line of the source has an end: it would be that of the value.
    assert render("github", shown).splitlines() == [
        "::error title=not checked::'b,c:d.env': no such file (missing-file). Check the path.",
        "::error title=not written::'x': is full (unwritten-report).",
        "::error file=api.env,line=1,endLine=1,col=6,title=wrong-type::PORT is not an integer: a sign and digits."
        " Write digits. Checked for service 'api' in environment 'production'.",
        "::error file=schema.json,line=7,endLine=7,col=5,endColumn=16,title=wrong-length::It is short."
        " Checked for service 'api' in environment 'production', read from 'api.env:2'.",
        "::warning title=unknown-variable::100%25, they say.",
        "::notice file=api.env,line=3,endLine=3,col=7,title=wrong-type::A remark."
        " Checked for service 'api' in environment 'production'.",
        "::notice title=not judged::no schema was applied.",
        "envcheck: incomplete: 1 source not fully checked, 1 report not written; 2 errors, 1 warning, 1 note, 1 allowed"
        " in 1 source, 4 variables",
    ]


def test_a_clean_report_counts(project: Path) -> None:
    """There is nothing to annotate."""
    assert render("github", report(allowed=2)) == "envcheck: 1 source, 4 variables: no findings, 2 allowed\n"


def test_a_comparison_has_annotations() -> None:
    """Each finding, and the line that counts both sides."""
    rows = (Row("api", "PORT", "session pooler", "direct connection", "endpoint-drift", "error"),)
    shown = report(finding("endpoint-drift"), command="diff", sides=("staging", "production"), rows=rows)

    assert [each.properties["title"] for each in commands(shown)] == ["endpoint-drift"]
    assert remarks(shown) == ["envcheck: staging and production: 1 source, 1 variable compared: 1 error"]


def test_a_schema_has_annotations(project: Path) -> None:
    """At its own lines."""
    (project / "bad.json").write_text('{\n  "properties": {"A": {"mininum": 1}}\n}\n', encoding="utf-8")
    (found,) = commands(check_schemas(["bad.json"]))

    assert (found.name, found.properties["file"], found.properties["line"]) == ("error", "bad.json", "2")


# -- where an annotation stands


def at(shown: Report) -> dict[str, tuple[str | None, str | None]]:
    """The file and the line of each annotation, by the first word of its message."""
    return {
        each.message.partition(" ")[0]: (each.properties.get("file"), each.properties.get("line")) for each in commands(shown)
    }


def test_annotations_stand_where_code_scanning_shows_them(project: Path) -> None:
    """A secret at the line of the schema, as what is missing; all else at its own line."""
    assert at(checked("api.env")) == {
        "PORT": ("api.env", "1"),
        "API_TOKEN": ("schema.json", schema_line("API_TOKEN")),
        "SIGNING_KEY": ("schema.json", schema_line("SIGNING_KEY")),
        "DEBUG": ("api.env", "3"),
    }


def test_a_file_outside_of_the_repository_is_not_pointed_at(project: Path) -> None:
    """It is the schema's line instead, and the message says which file it is."""
    (project.parent / "outside.env").write_text(ENV, encoding="utf-8")
    shown = checked("../outside.env")
    (message,) = [each.message for each in commands(shown) if each.message.startswith("PORT ")]

    assert at(shown)["PORT"] == ("schema.json", schema_line("PORT"))
    assert message.endswith("read from '../outside.env:1'.")


def test_paths_are_those_from_the_root_of_the_repository(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the check is run, and by whatever link a file is named."""
    (project / "sub").mkdir()
    (project / "sub" / "link.env").symlink_to("../api.env")
    monkeypatch.chdir(project / "sub")
    shown = run(Request(sources=("link.env",), schema="../schema.json", environment="production", isolated=True))

    assert at(shown)["PORT"] == ("api.env", "1")


def test_what_no_file_shows_has_no_place(project: Path) -> None:
    """It stands beside the whole run."""
    (project.parent / "outside.env").write_text("B=2\nB=3\n", encoding="utf-8")
    found = commands(run(Request(sources=("../outside.env",), environment="production", isolated=True)))

    assert [list(each.properties) for each in found] == [["title"], ["title"]]


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        (Location("schema.json"), {}),
        (Location("schema.json", 2), {"line": "2", "endLine": "2"}),
        (Location("schema.json", 2, 3), {"line": "2", "endLine": "2", "col": "3"}),
        (Location("schema.json", 2, 3, 9), {"line": "2", "endLine": "2", "col": "3", "endColumn": "9"}),
        (Location("schema.json", 2, 3, 3), {"line": "2", "endLine": "2", "col": "3", "endColumn": "3"}),
        (Location("schema.json", 2, 3, 2), {"line": "2", "endLine": "2", "col": "3"}),
        (Location("schema.json", 2, None, 9), {"line": "2", "endLine": "2"}),
        (Location("schema.json", None, 3, 9), {}),
    ],
)
def test_a_place_is_what_the_runner_takes(location: Location, expected: dict[str, str], project: Path) -> None:
    """It refuses columns without a line, and an end before the start."""
    (found,) = commands(report(finding(location=None, declared=location), root=str(project)))

    assert found.properties == {"file": "schema.json", **expected, "title": "wrong-type"}


@pytest.mark.parametrize(
    "name", ["a b#1?.env", "100%25.env", "ünï.env", "a:b,c.env", "::error::x.env", "title=x,y=z.env", " a.env"]
)
def test_a_path_is_read_back(name: str, project: Path) -> None:
    """The runner gets the very name of the file."""
    (project / name).write_text(ENV, encoding="utf-8")

    assert at(checked(f"./{name}"))["PORT"] == (name, "1")


@pytest.mark.parametrize(
    "name", ["new\nline.env", "cr\r::error::x.env", "red\x1b[31m.env", "turned\u202e.env", "a##[error]b.env"]
)
def test_a_path_that_acts_is_shown_escaped(name: str, project: Path) -> None:
    """No file of the change has that name, so that the annotation stands beside the run."""
    (project / name).write_text(ENV, encoding="utf-8")

    assert at(checked(f"./{name}"))["PORT"] == (unmarked(visible(name)), "1")


def test_other_places_are_sentences() -> None:
    """As many as there is room for."""
    places = tuple(Related(f"set here {number}", Location("a.env", number)) for number in range(1, MOST_PLACES + 3))
    (found,) = commands(report(finding(related=places, hint="Keep one.")))

    said = " ".join(f"Set here {number}: 'a.env:{number}'." for number in range(1, MOST_PLACES + 1))

    assert f"Keep one. {said} And 2 more places. Checked" in found.message


def test_as_many_other_places_as_there_is_room_for_are_all() -> None:
    """And nothing is said of more."""
    places = tuple(Related("set here", Location("a.env", number)) for number in range(1, MOST_PLACES + 1))
    (found,) = commands(report(finding(related=places)))

    assert [found.message.count("Set here: "), "more place" in found.message] == [MOST_PLACES, False]


@pytest.mark.parametrize(
    ("related", "said"),
    [
        (Related("it stands for X", Location("a.env", 3)), "It stands for X: 'a.env:3'."),
        (Related("set here.", Location("a.env", 3)), "Set here: 'a.env:3'."),
        (Related("set here", Location("a.env")), "Set here: 'a.env'."),
    ],
)
def test_another_place_is_said_with_its_line_if_it_has_one(related: Related, said: str) -> None:
    (found,) = commands(report(finding(related=(related,))))

    assert f"digits. {said} Checked" in found.message


def test_a_line_that_is_pointed_at_is_not_said_again(project: Path) -> None:
    (found,) = commands(report(finding(service=None, environment=None, location=Location("api.env", 1)), root=str(project)))

    assert (found.properties["line"], found.message.endswith("digits. Read from 'api.env'.")) == ("1", True)


def test_a_failure_of_no_source_is_told_without_one() -> None:
    (found,) = commands(report(failures=(Failure("no-source", "", "nothing to check"),)))

    assert found.message == "nothing to check (no-source)."


# -- how many


def many(errors: int, warnings: int = 0, notes: int = 0) -> list[Finding]:
    """So many findings, the least first."""
    counts = {"note": notes, "warning": warnings, "error": errors}
    return [
        finding(variable=f"{severity}{number}", severity=severity, message=f"{severity} {number}.")  # type: ignore[arg-type]
        for severity, number in ((severity, n) for severity, most in counts.items() for n in range(most))
    ]


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((10, 10, 10), None),
        ((11, 0, 0), "1 more error"),
        ((12, 3, 0), "2 more errors"),
        ((13, 11, 14), "3 more errors and 1 more warning and 4 more notices"),
        ((0, 25, 0), "15 more warnings"),
    ],
)
def test_what_github_would_drop_is_said(numbers: tuple[int, int, int], said: str | None) -> None:
    """It keeps ten of each in a step."""
    shown = report(*many(*numbers))
    names = [each.name for each in commands(shown)]
    first, *rest = remarks(shown)

    assert [names.count(name) for name in ("error", "warning", "notice")] == [min(number, MOST) for number in numbers]
    assert names == sorted(names, key=["error", "warning", "notice"].index)
    assert bool(rest) == (said is not None)
    assert said is None or first == (
        f"envcheck: {said} not annotated, as GitHub keeps 10 of each a step;"
        " --format text, or --output text:FILE beside this one, has them all."
    )


def test_failures_come_before_findings() -> None:
    """What was not checked is worse than what was found, and one of the ten."""
    failures = tuple(Failure("missing-file", f"{number}.env", "no such file") for number in range(4))
    titles = [each.properties["title"] for each in commands(report(*many(10), failures=failures))]

    assert titles == ["not checked"] * 4 + ["wrong-type"] * 6


# -- what a text from a file may not do


@given(reports)
def test_every_line_is_what_was_meant(shown: Report) -> None:
    """The runner reads as many commands as there are findings, failures and notices, with these names, titles and texts."""
    found = commands(shown)
    meant = [("error", "not checked", each.message) for each in shown.failures]
    meant += [({"note": "notice"}.get(each.severity, each.severity), each.rule.id, each.message) for each in shown.findings]
    meant += [("notice", "not judged", each) for each in shown.notices]

    assert sorted((each.name, each.properties["title"]) for each in found) == sorted((name, title) for name, title, _ in meant)
    for name, title, text in meant:
        words = unmarked(visible(text).replace("](", "] (")).strip()
        assert any((each.name, each.properties["title"]) == (name, title) and words in each.message for each in found)
    assert len(found) + len(remarks(shown)) == render("github", shown).count("\n")


@given(reports)
def test_no_other_line_is_a_command(shown: Report) -> None:
    """Not by the older grammar, which looks for ``##[`` anywhere, and not for Azure's runner."""
    text = render("github", shown)

    assert re.findall(r"##(?:vso)?\[", text) == []
    assert all(line.isprintable() for line in text.split("\n"))
    assert [line for line in remarks(shown) if not line.startswith("envcheck: ")] == []
    assert {each.name for each in commands(shown)} <= {"error", "warning", "notice"}
    assert all(each.properties.keys() <= {"file", "line", "endLine", "col", "endColumn", "title"} for each in commands(shown))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_one_annotation(text: str) -> None:
    """Wherever it stands."""
    place = Location(text, 1)
    found = finding(variable=text, message=text, hint=text, service=text, location=place, related=(Related(text, place),))
    read = (CheckedSource(text, text, text, 1, True),)
    shown = report(found, failures=(Failure(text, text, text, text),), notices=(text,), sources=read, sides=(text, text))

    assert [each.name for each in commands(shown)] == ["error", "error", "notice"]
    assert len(remarks(shown)) == 1


texts = st.text(st.sampled_from("%02ADCc3a:,=\r\n ;x")) | st.text() | st.sampled_from(HOSTILE)


@given(texts, texts)
def test_an_escaped_text_is_read_back(value: str, message: str) -> None:
    """Whatever it is, and it ends no property, no message and no line."""
    line = f"::error a={command_property(value)},title=x::{command_data(message)}"

    assert by_runner(line) == Command("error", {"a": value, "title": "x"}, message)
    assert [character for character in "\r\n" if character in line] == []
    assert [character for character in ":,\r\n" if character in command_property(value)] == []


@given(reports)
def test_a_report_is_the_same_each_time(shown: Report) -> None:
    """Nothing but the report is in it."""
    assert render("github", shown) == render("github", shown)
