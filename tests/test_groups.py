"""Environment groups: several sources of one service, of which each variable remembers its own."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from envcheck import sources
from envcheck.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE, EXIT_USAGE
from envcheck.options import FORMATS
from tests.conftest import Program
from tests.program import Done, Files, write

if TYPE_CHECKING:
    from pathlib import Path

#: No finding may show it, nor its beginning.
MARKER = "made-up-marker-7Q"

SCHEMA: dict[str, Any] = {
    "required": ["TOKEN"],
    "properties": {"TOKEN": {"writeOnly": True}, "PORT": {"type": "integer"}, "MODE": {}, "URL": {"format": "http-url"}},
}
OWN, ONE, TWO = "exports/api.staging.json", "exports/shared.staging.json", "exports/logging.staging.json"
SERVICE = '[services.api]\nschema = "api.json"\n'


def config(*given: str) -> str:
    """A config in which these are the sources of one service in staging."""
    return f"{SERVICE}[environments.staging.sources]\napi = {json.dumps(list(given))}\n"


#: The groups first, the service's own last.
ALL = (f"render-group:{ONE}", f"render-group:{TWO}", OWN)
FILES: Files = {
    "envcheck.toml": config(*ALL),
    "api.json": SCHEMA,
    OWN: {"PORT": "8000"},
    ONE: {"name": "shared", "envVars": [{"key": "TOKEN", "value": MARKER}]},
    TWO: {"name": "logging", "envVars": [{"key": "MODE", "value": MARKER}]},
}


def found(done: Done) -> list[tuple[str, str, str | None]]:
    """Rule, severity and variable of every finding."""
    return [(each["rule"], each["severity"], each["variable"]) for each in done.report["findings"]]


def failed(done: Done) -> list[tuple[str, str]]:
    """Id and source of every failure."""
    return [(each["id"], each["source"]) for each in done.report["failures"]]


def lines(**values: str) -> str:
    """Variables as a .env file has them."""
    return "".join(f"{name}={value}\n" for name, value in values.items())


@pytest.fixture
def repository(folder: Path) -> Path:
    """A service with two groups, in which all is well."""
    write(folder, FILES)
    return folder


# -- the kind of source

SHAPES: dict[str, Any] = {
    "group": {"name": "shared", "envVars": [{"key": "TOKEN", "value": "x"}], "secretFiles": []},
    "group-alone": {"envVars": [{"key": "TOKEN", "value": "x"}]},
    "groups": [{"envVars": [{"key": "TOKEN", "value": "x"}]}, {"envVars": [{"key": "MODE", "value": "x"}]}],
    "bare-list": [{"key": "TOKEN", "value": "x"}],
    "wrapped-list": [{"envVar": {"key": "TOKEN", "value": "x"}, "cursor": "c"}],
    "flat": {"TOKEN": "x"},
    "dotenv": "TOKEN=x\n",
    "dotenv-that-is-not-plain": 'TOKEN="x\ny"\n',
}


@pytest.mark.parametrize("content", SHAPES.values(), ids=SHAPES)
def test_a_group_has_the_shapes_of_an_export_or_of_a_dotenv_file(content: Any) -> None:
    """What it is, the word before the colon tells."""
    text = content if isinstance(content, str) else json.dumps(content)
    (read,) = sources.read(text, sources.parse_target("render-group:shared"), is_file=True, whole=False)

    assert ({"render-group"}, "TOKEN" in read.values) == ({source.kind for source in read.sources}, True)


@pytest.mark.parametrize(("path", "kind"), [("shared.json", "render-export"), ("shared.env", "dotenv")])
def test_without_the_word_a_group_is_what_its_content_says(path: str, kind: str) -> None:
    text = json.dumps(SHAPES["group"]) if kind == "render-export" else SHAPES["dotenv"]
    (read,) = sources.read(text, sources.parse_target(path), is_file=True, whole=False)

    assert [kind] == [source.kind for source in read.sources]


@pytest.mark.parametrize(
    "content", [{"URL": "http://localhost:8000", "TOKEN": "x"}, lines(URL="http://localhost:8000", TOKEN="x")]
)
def test_a_group_is_deployed(content: Any, folder: Path, program: Program) -> None:
    """As an export is, whatever the environment is called."""
    write(folder, {"api.json": SCHEMA, "shared": content})
    done = program("check", "render-group:shared", "--schema", "api.json", "--env", "dev", "--format", "json")

    assert found(done) == [("local-address", "error", "URL")]


def test_nothing_fills_in_a_group(folder: Path, program: Program) -> None:
    """A loader of .env files would, and Render does not."""
    write(folder, {"shared.env": lines(API_HOST="api.acme.dev", API_URL="https://${API_HOST}")})
    runs = [program("check", f"{kind}:shared.env", "--format", "json") for kind in ("dotenv", "render-group")]

    assert [found(done) for done in runs] == [[], [("literal-reference", "error", "API_URL")]]


def test_a_group_needs_a_file(folder: Path, program: Program) -> None:
    done = program("check", "render-group:")

    assert (done.code, "Try: render-group:FILE" in done.err) == (EXIT_USAGE, True)


# -- what several sources give together

TOGETHER: dict[str, tuple[Files, list[tuple[str, str, str | None, str, int]]]] = {
    # nothing is wrong
    "each-its-own": ({}, []),
    "equal-in-two-groups": ({ONE: {"TOKEN": "x"}, TWO: {"TOKEN": "x"}}, []),
    "equal-in-group-and-service": ({OWN: {"TOKEN": MARKER}}, []),
    "equal-everywhere": ({OWN: {"TOKEN": "x"}, ONE: {"TOKEN": "x"}, TWO: {"TOKEN": "x"}}, []),
    "group-that-is-dotenv": ({ONE: {"TOKEN": "x"}, TWO: {"MODE": "a"}}, []),
    "no-text-in-the-service": (
        {OWN: {"TOKEN": None}, TWO: {"TOKEN": "y"}},
        [("non-text-value", "error", "TOKEN", OWN, 2)],
    ),
    "no-text-in-a-group": ({TWO: {"TOKEN": None}, OWN: {"TOKEN": "x"}, ONE: {"MODE": "x"}}, []),
    "no-text-in-a-group-alone": ({ONE: {"TOKEN": None}}, [("non-text-value", "error", "TOKEN", ONE, 2)]),
    # a variable is judged where it is from
    "wrong-in-a-group": ({TWO: {"PORT": "x"}, OWN: {"MODE": "x"}}, [("wrong-type", "error", "PORT", TWO, 2)]),
    "wrong-in-the-service": ({OWN: {"PORT": "x"}}, [("wrong-type", "error", "PORT", OWN, 2)]),
    "missing-everywhere": ({ONE: {"MODE": MARKER}}, [("missing-variable", "error", "TOKEN", "api.json", 6)]),
    # two groups disagree
    "groups-disagree": ({TWO: {"MODE": "x", "TOKEN": "y"}}, [("conflicting-groups", "error", "TOKEN", TWO, 3)]),
    "groups-disagree-and-one-is-empty": (
        {TWO: {"TOKEN": "x"}, ONE: {"TOKEN": ""}},
        [("conflicting-groups", "error", "TOKEN", TWO, 2)],
    ),
    "groups-disagree-by-a-blank": (
        {ONE: {"TOKEN": "x", "MODE": "a b"}, TWO: {"MODE": "a  b"}},
        [("conflicting-groups", "error", "MODE", TWO, 2)],
    ),
    "groups-disagree-twice": (
        {ONE: {"TOKEN": "x", "MODE": "x"}, TWO: {"TOKEN": "y", "MODE": "y"}},
        [("conflicting-groups", "error", "TOKEN", TWO, 2), ("conflicting-groups", "error", "MODE", TWO, 3)],
    ),
    # the service replaces a group
    "shadowed": ({OWN: {"PORT": "8000", "TOKEN": "x"}}, [("shadowed-group-value", "note", "TOKEN", OWN, 3)]),
    "shadowed-twice": (
        {OWN: {"MODE": "x", "TOKEN": "x"}},
        [("shadowed-group-value", "note", "MODE", OWN, 2), ("shadowed-group-value", "note", "TOKEN", OWN, 3)],
    ),
    "shadowed-in-one-of-two-groups": (
        {ONE: {"TOKEN": "x"}, TWO: {"TOKEN": "y"}, OWN: {"TOKEN": "x"}},
        [("shadowed-group-value", "note", "TOKEN", OWN, 2)],
    ),
    "shadowed-in-two-groups-that-disagree": (
        {ONE: {"TOKEN": "x"}, TWO: {"TOKEN": "y"}, OWN: {"TOKEN": "z"}},
        [("shadowed-group-value", "note", "TOKEN", OWN, 2)],
    ),
}


@pytest.mark.parametrize(("files", "expected"), TOGETHER.values(), ids=TOGETHER)
def test_groups_and_the_service_give_what_it_receives(
    files: Files, expected: list[tuple[str, str, str | None, str, int]], repository: Path, program: Program
) -> None:
    """The service's own value wins, and each variable keeps its place."""
    write(repository, files)
    done = program("check", "--format", "json")
    placed = [
        (*each, *(f["location"][key] for key in ("path", "line")))
        for each, f in zip(found(done), done.report["findings"], strict=True)
    ]

    assert (sorted(expected), []) == (sorted(placed), failed(done))


ORDERS = {"last": ALL, "first": (OWN, *ALL[:2]), "between": (ALL[0], OWN, ALL[1])}


@pytest.mark.parametrize("given", ORDERS.values(), ids=ORDERS)
def test_the_service_wins_wherever_it_is_written(given: tuple[str, ...], repository: Path, program: Program) -> None:
    """As it does on Render."""
    write(repository, {"envcheck.toml": config(*given), OWN: {"PORT": "8000", "TOKEN": "x"}, TWO: {"PORT": "wrong"}})
    done = program("check", "--format", "json")

    assert [("shadowed-group-value", "note", name) for name in ("PORT", "TOKEN")] == found(done)
    assert {OWN} == {each["location"]["path"] for each in done.report["findings"]}


def test_of_two_sources_that_are_no_groups_the_later_wins_silently(repository: Path, program: Program) -> None:
    write(repository, {"envcheck.toml": config(ONE, TWO, OWN), TWO: {"TOKEN": "y"}, OWN: {"TOKEN": "z"}})

    assert found(program("check", "--format", "json")) == []


def test_a_service_of_groups_alone_is_whole(repository: Path, program: Program) -> None:
    """It may set nothing itself."""
    write(repository, {"envcheck.toml": config(*ALL[:2]), ONE: {"PORT": "8000"}})

    assert found(program("check", "--format", "json")) == [("missing-variable", "error", "TOKEN")]
    assert found(program("check", ONE, "--format", "json")) == [("missing-variable", "error", "TOKEN")]


def test_a_group_that_is_named_alone_lacks_what_the_service_sets(repository: Path, program: Program) -> None:
    """It is no service's only source, so nothing is missing from it, and the report says so."""
    write(repository, {"other.json": {"PORT": "x"}})
    done = program("check", "render-group:other.json", "--schema", "api.json", "--env", "staging", "--format", "json")

    assert found(done) == [("wrong-type", "error", "PORT")]
    assert (done.report["notices"]) == [
        "other.json: a group alone, without what its service sets, so no variable was reported as missing."
    ]


# -- what the two rules say


def told(files: Files, repository: Path, program: Program) -> dict[str, Any]:
    """The only finding."""
    write(repository, files)
    (finding,) = program("check", "--format", "json").report["findings"]
    assert isinstance(finding, dict)
    return finding


def related(finding: dict[str, Any]) -> list[tuple[str, str, int, int]]:
    """Message, path, line and column of each related place."""
    return [(each["message"], *(each["location"][key] for key in ("path", "line", "column"))) for each in finding["related"]]


def test_conflicting_groups_are_named_with_their_places(repository: Path, program: Program) -> None:
    finding = told({ONE: {"TOKEN": "x"}, TWO: {"TOKEN": "y"}}, repository, program)

    assert related(finding) == [("another value in this group", ONE, 2, 12)]
    assert (finding["location"]["line"], finding["location"]["column"]) == (2, 12)
    assert finding["message"] == (
        f"TOKEN has one value in the group {TWO} and another in {ONE}, and the service sets none of its own."
    )


def test_of_three_groups_those_with_another_value_are_named(repository: Path, program: Program) -> None:
    given = ("render-group:a.json", *ALL)
    files: Files = {"a.json": {"MODE": "x"}, ONE: {"TOKEN": "x", "MODE": "y"}, TWO: {"MODE": "x"}}
    finding = told({"envcheck.toml": config(*given), **files}, repository, program)

    assert related(finding) == [("another value in this group", ONE, 3, 11)]


def test_a_shadowed_value_is_named_with_its_place(repository: Path, program: Program) -> None:
    files: Files = {ONE: {"TOKEN": "x"}, TWO: {"TOKEN": "y"}, OWN: {"PORT": "8000", "TOKEN": "z"}}
    finding = told(files, repository, program)

    assert related(finding) == [("not this value of the group", ONE, 2, 12), ("not this value of the group", TWO, 2, 12)]
    assert finding["location"]["line"] == 3
    assert finding["message"] == f"TOKEN is set by the service itself, to another value than in {ONE} and {TWO}."


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("own", [{}, {"TOKEN": f"{MARKER}-own", "sb7-NAME-9f3a": f"{MARKER}-own"}], ids=["groups", "service"])
def test_no_value_and_no_odd_name_is_shown(own: dict[str, str], format: str, repository: Path, program: Program) -> None:
    """A name may be a pasted secret."""
    groups = {group: {"TOKEN": f"{MARKER}-{group}", "sb7-NAME-9f3a": f"{MARKER}-{group}"} for group in (ONE, TWO)}
    write(repository, {**groups, OWN: {"PORT": "8000"} | own})
    done = program("check", "--format", format)

    assert ("shadowed-group-value" if own else "conflicting-groups") in done.out
    assert [each for each in (MARKER, "sb7-NAME") if each in done.out + done.err] == []


@pytest.mark.parametrize(
    ("own", "threshold", "code"),
    [
        ({}, "error", EXIT_FINDINGS),
        ({}, "never", EXIT_CLEAN),
        ({"TOKEN": "z"}, "error", EXIT_CLEAN),
        ({"TOKEN": "z"}, "warning", EXIT_CLEAN),
        ({"TOKEN": "z"}, "note", EXIT_FINDINGS),
        ({"TOKEN": "z"}, "never", EXIT_CLEAN),
    ],
)
def test_a_conflict_fails_and_a_shadow_does_not(
    own: dict[str, str], threshold: str, code: int, repository: Path, program: Program
) -> None:
    write(repository, {ONE: {"TOKEN": "x"}, TWO: {"TOKEN": "y"}, OWN: {"PORT": "8000"} | own})

    assert code == program("check", "--fail-on", threshold).code


# -- a group that is not there

#: What is said of a service whose first group is not there: rule, severity, variable.
UNSUPPLIED: dict[str, tuple[dict[str, Any], dict[str, str], list[tuple[str, str, str | None]]]] = {
    "nothing-missing": (SCHEMA, {"TOKEN": "x"}, []),
    "optional": ({}, {"MODE": "x"}, []),
    "alternative-set": ({"anyOf": [{"required": ["A"]}, {"required": ["B"]}]}, {"B": "x"}, []),
    "dependent-set": ({"dependentRequired": {"A": ["B"]}}, {"A": "x", "B": "x"}, []),
    "dependent-not-asked": ({"dependentRequired": {"A": ["B"]}}, {"C": "x"}, []),
    "enough": ({"minProperties": 1}, {"A": "x"}, []),
    "required": (SCHEMA, {"MODE": "x"}, [("missing-variable", "warning", "TOKEN")]),
    "required-twice": (
        {"required": ["A", "B"]},
        {"C": "x"},
        [("missing-variable", "warning", "A"), ("missing-variable", "warning", "B")],
    ),
    "required-here": (
        {"properties": {"A": {"x-envcheck": {"requiredIn": ["staging"]}}, "C": {}}},
        {"C": "x"},
        [("missing-variable", "warning", "A")],
    ),
    "alternative": (
        {"anyOf": [{"required": ["A"]}, {"required": ["B"]}]},
        {"C": "x"},
        [("missing-alternative", "warning", None)],
    ),
    "alternative-empty-and-the-other-may-be-there": (
        {"anyOf": [{"required": ["A"]}, {"required": ["B"]}]},
        {"A": ""},
        [("missing-alternative", "warning", None)],
    ),
    "dependent": ({"dependentRequired": {"A": ["B"]}}, {"A": "x"}, [("missing-dependent-variable", "warning", "B")]),
    "former-name": (
        {"required": ["A"], "properties": {"A": {"x-envcheck": {"formerly": ["B"]}}}},
        {"B": "x"},
        [("former-name", "warning", "A")],
    ),
    "mistyped": (
        {"required": ["LOG_LEVEL"], "properties": {"LOG_LEVEL": {}, "C": {}}},
        {"LOGLEVEL": "x"},
        [("missing-variable", "warning", "LOG_LEVEL")],
    ),
    "too-few": ({"minProperties": 3}, {"A": "x"}, [("unmet-condition", "warning", None)]),
    "condition": (
        {"anyOf": [{"required": ["A"], "minProperties": 1}, {"required": ["B"]}]},
        {"C": "x"},
        [("unmet-condition", "warning", None)],
    ),
    # what is there is judged as ever
    "empty": (SCHEMA, {"TOKEN": ""}, [("empty-variable", "error", "TOKEN")]),
    "both-alternatives-empty": (
        {"anyOf": [{"required": ["A"]}, {"required": ["B"]}]},
        {"A": "", "B": ""},
        [("missing-alternative", "error", None)],
    ),
    "two-of-one": (
        {"oneOf": [{"required": ["A"]}, {"required": ["B"]}]},
        {"A": "x", "B": "x"},
        [("missing-alternative", "error", None)],
    ),
    "too-many": ({"maxProperties": 1}, {"A": "x", "B": "x"}, [("unmet-condition", "error", None)]),
    "wrong-type": (SCHEMA, {"TOKEN": "x", "PORT": "x"}, [("wrong-type", "error", "PORT")]),
    "unknown": (
        {"properties": {"A": {}}, "additionalProperties": False},
        {"B": "x"},
        [("unknown-variable", "error", "B")],
    ),
}


@pytest.mark.parametrize(("schema", "own", "expected"), UNSUPPLIED.values(), ids=UNSUPPLIED)
def test_what_a_missing_group_may_hold_is_a_warning(
    schema: dict[str, Any], own: dict[str, str], expected: list[tuple[str, str, str | None]], folder: Path, program: Program
) -> None:
    """Everything else of the service is still checked, and the run is not complete."""
    named = {name: dict[str, Any]() for name in ("A", "B", "C", "TOKEN", "MODE")}
    schema = {"properties": named} | schema
    write(folder, {"envcheck.toml": config(f"render-group:{ONE}", OWN), "api.json": schema, OWN: own})
    done = program("check", "--format", "json")

    assert (done.code, failed(done)) == (EXIT_INCOMPLETE, [("group-not-supplied", ONE)])
    assert sorted(expected, key=str) == sorted(found(done), key=str)
    for each in done.report["findings"]:
        says_so = each["message"].endswith(f" may stand in the group {ONE}, which was not supplied.")
        assert (each["severity"] == "warning") == says_so


def test_a_missing_group_is_named_where_it_matters(folder: Path, program: Program) -> None:
    write(folder, {"envcheck.toml": config(f"render-group:{ONE}", OWN), "api.json": SCHEMA, OWN: {"PORT": "8000"}})
    (finding,) = program("check", "--format", "json").report["findings"]

    assert (
        finding["message"]
        == f"TOKEN is required in staging, and not set; it may stand in the group {ONE}, which was not supplied."
    )
    assert finding["hint"] == "Supply the group first. Set it among the variables of api in staging."


def test_several_missing_groups_are_named(folder: Path, program: Program) -> None:
    write(folder, {"envcheck.toml": config(*ALL), "api.json": SCHEMA, OWN: {"PORT": "8000"}})
    done = program("check", "--format", "json")

    assert failed(done) == [("group-not-supplied", ONE), ("group-not-supplied", TWO)]
    assert done.report["findings"][0]["message"] == (
        f"TOKEN is required in staging, and not set; it may stand in the groups {ONE} and {TWO}, which were not supplied."
    )


UNREADABLE: dict[str, tuple[Any, str]] = {
    "missing": (None, "group-not-supplied"),
    "empty": ("", "no-variables"),
    "no-text": (b"\xff", "not-utf-8"),
    "error-body": ({"message": MARKER}, "api-error"),
    "list-of-groups": ([{"id": "evg-1", "name": "shared", "serviceLinks": []}], "unknown-shape"),
    "folder": (os.mkdir, "not-a-file"),
}


@pytest.mark.parametrize(("content", "id"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_group_that_cannot_be_read_is_as_one_that_is_not_there(
    content: Any, id: str, repository: Path, program: Program
) -> None:
    """Its failure has the id of its own reason."""
    (repository / ONE).unlink()
    write(repository, {} if content is None else {ONE: content})
    done = program("check", "--format", "json")

    assert [(id, ONE)] == [(each, source.partition(":")[0]) for each, source in failed(done)]
    assert (done.code, found(done)) == (EXIT_INCOMPLETE, [("missing-variable", "warning", "TOKEN")])
    assert MARKER not in done.out + done.err


def test_a_truncated_group_reports_nothing_as_missing(repository: Path, program: Program) -> None:
    """As any truncated export."""
    page = [{"key": f"A{n}", "value": "x", "cursor": "c"} for n in range(20)]
    write(repository, {ONE: page, "api.json": SCHEMA | {"patternProperties": {"^A": {}}}})
    done = program("check", "--format", "json")

    assert (failed(done), found(done)) == ([("truncated-export", ONE)], [])


def test_without_the_service_itself_nothing_is_missing(repository: Path, program: Program) -> None:
    """Groups alone say nothing of what it sets."""
    for name in (OWN, ONE):
        (repository / name).unlink()
    done = program("check", "--format", "json")

    assert failed(done) == [("group-not-supplied", ONE), ("missing-file", OWN)]
    assert (done.code, found(done)) == (EXIT_INCOMPLETE, [])


def test_a_missing_group_alone_is_nothing_to_check(folder: Path, program: Program) -> None:
    write(folder, {"envcheck.toml": config(f"render-group:{ONE}"), "api.json": SCHEMA})
    done = program("check", "--format", "json")

    assert (done.code, failed(done), found(done)) == (EXIT_INCOMPLETE, [("group-not-supplied", ONE)], [])


@pytest.mark.parametrize("threshold", ["error", "note", "never"])
def test_no_threshold_hides_a_missing_group(threshold: str, repository: Path, program: Program) -> None:
    (repository / ONE).unlink()

    assert program("check", "--fail-on", threshold).code == EXIT_INCOMPLETE


def test_a_severity_of_the_config_holds_for_what_a_group_may_hold(repository: Path, program: Program) -> None:
    (repository / ONE).unlink()
    write(repository, {"envcheck.toml": config(*ALL) + '[rules]\nmissing-variable = "error"\n'})

    assert found(program("check", "--format", "json")) == [("missing-variable", "error", "TOKEN")]


def test_the_text_says_what_is_not_there(repository: Path, program: Program) -> None:
    (repository / ONE).unlink()
    done = program("check")

    assert f"not checked: {ONE}: no such file, so what this group sets is not known (group-not-supplied)" in done.said
    assert "incomplete: 1 source not fully checked; 1 warning in 2 sources, 2 variables" in done.said


def test_a_switch_that_a_missing_group_may_hold_is_a_warning(folder: Path, program: Program) -> None:
    """The one that switches prepared statements off is required by the address."""
    postgres = {"driver": "asyncpg", "preparedStatements": "STATEMENT_CACHE_SIZE"}
    schema = {
        "properties": {"DB_URL": {"format": "postgres-url", "x-envcheck": {"postgres": postgres}}, "STATEMENT_CACHE_SIZE": {}}
    }
    address = f"postgresql://postgres.{'abcdefghij' * 2}:mad3-up@aws-0-eu-central-1.pooler.supabase.com:6543/postgres"
    write(folder, {"envcheck.toml": config(f"render-group:{ONE}", OWN), "api.json": schema, OWN: {"DB_URL": address}})
    rule = "prepared-statements-on-transaction-pooler"

    assert [(rule, "warning", "STATEMENT_CACHE_SIZE")] == found(program("check", "--format", "json"))
    write(folder, {ONE: {"MODE": "x"}})
    assert (rule, "error", "STATEMENT_CACHE_SIZE") in found(program("check", "--format", "json"))


# -- a group on the command line


@pytest.mark.parametrize("given", [ONE, f"./{ONE}", f"render-group:{ONE}", TWO, OWN])
def test_a_file_of_a_service_is_checked_with_all_the_others(given: str, repository: Path, program: Program) -> None:
    write(repository, {TWO: {"TOKEN": "y"}})

    assert found(program("check", given, "--format", "json")) == [("conflicting-groups", "error", "TOKEN")]


def test_standard_input_stands_for_a_group(repository: Path, program: Program) -> None:
    """It is of the kind that the config gives to the file."""
    text = json.dumps({"MODE": "x", "TOKEN": "y"}).encode()
    done = program("check", "-", "--stdin-filename", TWO, "--format", "json", stdin=text)

    assert found(done) == [("conflicting-groups", "error", "TOKEN")]
    assert {TWO} == {each["location"]["path"] for each in done.report["findings"]}
