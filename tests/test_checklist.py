"""``envcheck check --all``: every variable that a schema names, and its state."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from envcheck import checklist
from tests.conftest import Program
from tests.program import write

SCHEMA: dict[str, Any] = {
    "required": ["TOKEN", "PORT"],
    "dependentRequired": {"USER_NAME": ["USER_KEY"]},
    "if": {"required": ["MODE"], "properties": {"MODE": {"const": "worker"}}},
    "then": {"required": ["QUEUE"]},
    "properties": {
        "TOKEN": {"writeOnly": True, "minLength": 8},
        "PORT": {"type": "integer", "x-envcheck": {"aliases": ["HTTP_PORT"]}},
        "MODE": {},
        "QUEUE": {},
        "USER_NAME": {},
        "USER_KEY": {"writeOnly": True},
        "LIVE": {"x-envcheck": {"requiredIn": ["production"]}},
        "NOTE": {"x-envcheck": {"allowEmpty": True}},
    },
}
WITH_SCHEMA = ("--schema", "schema.json", "--isolated", "--today", "2026-11-24")


def checked(program: Program, *arguments: str) -> dict[str, tuple[bool, str, list[str]]]:
    """Whether each variable of a check is required, its state, and the rules that speak of it."""
    rows = program("check", *arguments, "--all", "--format", "json").report["checklist"]
    return {each["variable"]: (each["required"], each["state"], each["rules"]) for each in rows}


@pytest.mark.parametrize(
    ("text", "environment", "expected"),
    [
        (
            "TOKEN=made-up-1\nPORT=1\n",
            "staging",
            {"TOKEN": (True, "set", []), "PORT": (True, "set", []), "MODE": (False, "missing", [])},
        ),
        ("TOKEN=made-up-1\n", "staging", {"PORT": (True, "missing", ["missing-variable"])}),
        ("TOKEN=\nPORT=x\n", "staging", {"TOKEN": (True, "empty", ["empty-variable"]), "PORT": (True, "set", ["wrong-type"])}),
        ("HTTP_PORT=x\n", "staging", {"PORT": (True, "set as HTTP_PORT", ["wrong-type"])}),
        ("PORT=1\n", "staging", {"LIVE": (False, "missing", [])}),
        ("PORT=1\n", "production", {"LIVE": (True, "missing", ["missing-variable"])}),
        ("LIVE=1\nNOTE=\n", "production", {"LIVE": (True, "set", []), "NOTE": (False, "empty", [])}),
        ("MODE=worker\n", "staging", {"QUEUE": (True, "missing", ["missing-variable"])}),
        ("MODE=worker\nQUEUE=a\n", "staging", {"QUEUE": (True, "set", [])}),
        ("MODE=api\nQUEUE=a\n", "staging", {"QUEUE": (False, "set", [])}),
        ("QUEUE=a\n", "staging", {"QUEUE": (False, "set", [])}),
        ("USER_NAME=a\nUSER_KEY=made-up-2\n", "staging", {"USER_KEY": (True, "set", []), "USER_NAME": (False, "set", [])}),
        ("USER_NAME=a\n", "staging", {"USER_KEY": (True, "missing", ["missing-dependent-variable"])}),
        ("PORT='1\n", "staging", {"PORT": (True, "not known", [])}),
    ],
)
def test_a_variable_has_its_state(
    text: str, environment: str, expected: dict[str, object], folder: Path, program: Program
) -> None:
    """What it would be without the variable tells whether it is required."""
    write(folder, {"schema.json": SCHEMA, "a.env": text})
    found = checked(program, "a.env", *WITH_SCHEMA, "--env", environment)

    assert list(SCHEMA["properties"]) == list(found)
    assert expected == {name: found[name] for name in expected}


def test_what_is_not_read_is_not_missing(folder: Path, program: Program) -> None:
    """Another page may have it."""
    page = [{"envVar": {"key": f"V{number}", "value": "x"}, "cursor": "c"} for number in range(20)]
    write(folder, {"schema.json": SCHEMA, "a.json": page})

    assert {state for _, state, _ in checked(program, "a.json", *WITH_SCHEMA, "--env", "staging").values()} == {"not known"}


def test_sources_of_one_environment_have_lists_of_their_own(folder: Path, program: Program) -> None:
    """With the findings of their own."""
    write(folder, {"schema.json": SCHEMA, "a.env": "TOKEN=made-up-1\nPORT=1\n", "b.env": "TOKEN=made-up-1\nPORT=x\n"})
    arguments = ("check", "a.env", "b.env", "--env", "staging", *WITH_SCHEMA, "--all")
    rows = program(*arguments, "--format", "json").report["checklist"]

    assert [(each["source"], each["rules"]) for each in rows if each["variable"] == "PORT"] == [
        ("a.env", []),
        ("b.env", ["wrong-type"]),
    ]
    assert [line for line in program(*arguments).out.splitlines() if "every variable" in line] == [
        "staging / a.env: every variable",
        "staging / b.env: every variable",
    ]


def test_what_is_allowed_is_no_finding(folder: Path, program: Program) -> None:
    """``--no-allow`` shows it."""
    write(folder, {"schema.json": SCHEMA, "a.env": "TOKEN=made-up-1\n# envcheck: allow[wrong-type] for now\nPORT=x\n"})
    options = ("a.env", *WITH_SCHEMA, "--env", "staging")

    assert checked(program, *options)["PORT"] == (True, "set", [])
    assert checked(program, *options, "--no-allow")["PORT"] == (True, "set", ["wrong-type"])


def test_findings_on_several_services_are_listed(folder: Path, program: Program) -> None:
    """They are made when all services are read."""
    schema = {"properties": {"KEY": {"writeOnly": True, "x-envcheck": {"acrossServices": "same"}}}}
    config = "".join(f'[services.{name}]\nschema = "schema.json"\n' for name in "ab")
    config += '[environments.staging.sources]\na = "a.env"\nb = "b.env"\n'
    write(folder, {"schema.json": schema, "envcheck.toml": config, "a.env": "KEY=made-up-1\n", "b.env": "KEY=made-up-2\n"})
    report = program("check", "--all", "--format", "json").report
    told = {(each["service"], each["rule"]) for each in report["findings"]}

    assert len(told) >= 1
    assert {(each["service"], rule) for each in report["checklist"] for rule in each["rules"]} == told


def test_the_text_has_a_table(folder: Path, program: Program) -> None:
    """Below the findings."""
    write(folder, {"schema.json": {"required": ["PORT"], "properties": {"PORT": {}, "A": {}}}, "a.env": "PORT=1\n"})
    done = program("check", "a.env", "--env", "staging", *WITH_SCHEMA, "--all")

    assert done.out.splitlines() == [
        "staging: every variable",
        "",
        "  variable  required  state    findings",
        "  PORT      yes       set      none",
        "  A         no        missing  none",
        "",
        "1 source, 1 variable: no findings",
    ]


@pytest.mark.parametrize("format", ["text", "json", "markdown"])
def test_nobody_makes_a_list_that_is_not_asked_for(
    format: str, folder: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the verdict is the same."""
    write(folder, {"schema.json": SCHEMA, "a.env": "PORT=x\n"})
    options = ("check", "a.env", *WITH_SCHEMA, "--env", "staging", "--format", format)
    whole = program(*options, "--all")
    monkeypatch.setattr(checklist, "list_variables", lambda *_: 1 / 0)
    done = program(*options)

    assert (done.code, whole.code) == (1, 1)
    assert ("USER_NAME" in whole.out, "USER_NAME" in done.out) == (True, False)


def test_without_a_schema_there_is_no_list(folder: Path, program: Program) -> None:
    """No schema names a variable."""
    write(folder, {"a.env": "PORT=1\n"})

    assert checked(program, "a.env", "--isolated", "--env", "staging") == {}
