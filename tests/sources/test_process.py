"""The variables of the process itself: only what a schema names is read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from envcheck.model import Location
from envcheck.reports import FORMATS
from envcheck.sources import Target, parse_target, process
from tests.conftest import Program
from tests.program import write

FOUND = "made-up-marker-7Q"


def anything(name: str) -> bool:
    return True


def test_only_what_is_named_is_read() -> None:
    environment = process.read({"B": "b", "A": "a", "HOME": FOUND}, {"A", "B", "C"}.__contains__)

    assert list(environment.values.items()) == [("A", "a"), ("B", "b")]


def test_a_variable_stands_at_no_line() -> None:
    assert process.read({"A": "a"}, anything)["A"].location == Location("<process>")


def test_a_value_that_is_not_utf8_is_no_text() -> None:
    environment = process.read({"A": os.fsdecode(b"a\xff"), "B": "\u00e4\U0001f600"}, anything)

    assert dict(environment.values) == {"B": "\u00e4\U0001f600"}
    assert [(each.name, each.found) for each in environment.non_text] == [("A", "bytes that are not UTF-8")]


@pytest.mark.parametrize("text", ["process", "process:"])
def test_the_source_is_one_word(text: str) -> None:
    assert parse_target(text) == Target("process", "")


def test_the_word_is_written_so_that_it_is_no_path() -> None:
    target = Target("process", "")

    assert (target.written, target.called) == ("process:", "process")


def test_a_file_of_that_name_is_a_file(folder: Any) -> None:
    write(folder, {"process": "A=a\n"})

    assert parse_target("process") == Target(None, "process")
    assert parse_target("process:") == Target("process", "")


SCHEMA: dict[str, Any] = {
    "required": ["TOKEN"],
    "properties": {
        "TOKEN": {"minLength": 8, "writeOnly": True, "x-envcheck": {"aliases": ["ACCESS_TOKEN"], "formerly": ["OLD_TOKEN"]}},
        "PORT": {"type": "integer"},
    },
    "patternProperties": {"^LIMIT_": {"type": "integer"}},
    "x-envcheck": {"environmentMarker": "DEPLOYED_TO"},
}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TOKEN", "ACCESS_TOKEN", "OLD_TOKEN", "PORT", "DEPLOYED_TO", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)


def found(program: Program, *arguments: str) -> list[tuple[str, str | None]]:
    report = program("check", "process", "--schema", "schema.json", "--format", "json", *arguments).report
    return [(each["rule"], each["variable"]) for each in report["findings"]]


@pytest.mark.parametrize(
    ("variables", "findings"),
    [
        ({"TOKEN": "made-up-7Q8z"}, []),
        ({"TOKEN": "made-up-7Q8z", "PORT": "80", "LIMIT_A": "7"}, []),
        ({"TOKEN": "made-up-7Q8z", "UNKNOWN": "x", "LD_LIBRARY_PATH": "/x", "TOKENS": "x"}, []),
        ({"ACCESS_TOKEN": "made-up-7Q8z"}, []),
        ({}, [("missing-variable", "TOKEN")]),
        ({"UNKNOWN": "x"}, [("missing-variable", "TOKEN")]),
        ({"OLD_TOKEN": "made-up-7Q8z"}, [("former-name", "TOKEN")]),
        ({"TOKEN": "made-up-7Q8z", "PORT": "eighty"}, [("wrong-type", "PORT")]),
        ({"TOKEN": "made-up-7Q8z", "LIMIT_A": "many"}, [("wrong-type", "LIMIT_A")]),
        ({"TOKEN": "made"}, [("wrong-length", "TOKEN")]),
        ({"TOKEN": "made-up\udcff8z"}, [("non-text-value", "TOKEN")]),
    ],
)
def test_what_the_schema_names_is_judged(
    folder: Any,
    program: Program,
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
    findings: list[tuple[str, str | None]],
) -> None:
    write(folder, {"schema.json": SCHEMA})
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert found(program) == findings


def test_a_schema_that_closes_itself_says_nothing_of_other_variables(folder: Any, program: Program) -> None:
    write(folder, {"schema.json": {"properties": {"PORT": {}}, "additionalProperties": False}})

    assert found(program) == []


def test_a_schema_for_all_other_variables_names_none_of_them(folder: Any, program: Program) -> None:
    write(folder, {"schema.json": {"properties": {"PORT": {}}, "additionalProperties": {"type": "integer"}}})

    assert found(program) == []


def test_the_switch_of_prepared_statements_is_read(folder: Any, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    postgres = {"driver": "asyncpg", "preparedStatements": "NO_STATEMENTS"}
    write(folder, {"schema.json": {"properties": {"DATABASE_URL": {"x-envcheck": {"postgres": postgres}}}}})
    host = "aws-0-eu-west-1.pooler.supabase.com:6543"
    monkeypatch.setenv("DATABASE_URL", f"postgresql://postgres.aaaaaaaaaaaaaaaaaaaa:s3kQz9Lw@{host}/postgres")

    assert found(program, "--env", "production") == [("prepared-statements-on-transaction-pooler", "NO_STATEMENTS")]
    monkeypatch.setenv("NO_STATEMENTS", "1")
    assert found(program, "--env", "production") == [("unknown-variable", "NO_STATEMENTS")]


def test_the_marker_tells_the_environment(folder: Any, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, {"schema.json": SCHEMA})
    monkeypatch.setenv("TOKEN", "made-up-7Q8z")
    monkeypatch.setenv("DEPLOYED_TO", "production")
    report = program("check", "process", "--schema", "schema.json", "--format", "json").report

    assert report["sources"] == [
        {"service": None, "environment": "production", "source": "<process>", "variables": 2, "complete": True}
    ]


def test_without_a_schema_it_is_refused(folder: Any, program: Program) -> None:
    done = program("check", "process")

    assert done.code == 2
    assert "only the variables are read that a schema names" in done.err


def test_a_schema_that_names_nothing_leaves_nothing_to_check(folder: Any, program: Program) -> None:
    write(folder, {"schema.json": {"minProperties": 1}})
    done = program("check", "process", "--schema", "schema.json")

    assert done.code == 3
    assert "no-variables" in done.err


def test_a_word_behind_the_colon_is_refused(folder: Any, program: Program) -> None:
    assert program("check", "process:self", "--schema", "schema.json").code == 2


def test_the_config_may_name_it_beside_files(folder: Any, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    config = '[services.api]\nschema = "schema.json"\n[environments.production.sources]\napi = ["api.env", "process"]\n'
    write(folder, {"envcheck.toml": config, "schema.json": SCHEMA, "api.env": "TOKEN=made-up-7Q8z\nPORT=80\n"})
    monkeypatch.setenv("PORT", "eighty")
    report = program("check", "--format", "json").report

    assert [(each["rule"], each["location"]["path"]) for each in report["findings"]] == [("wrong-type", "<process>")]


@pytest.mark.parametrize("format", FORMATS)
def test_a_report_shows_no_file_of_it(folder: Any, program: Program, monkeypatch: pytest.MonkeyPatch, format: str) -> None:
    write(folder, {"schema.json": SCHEMA, "process": "a file of the same name"})
    monkeypatch.setenv("LIMIT_A", FOUND)
    done = program("check", "process:", "--schema", "schema.json", "--env", "production", "--format", format)

    assert done.code == 1
    assert FOUND not in done.said
    assert "<process>" in done.out.replace("&lt;", "<").replace("&gt;", ">")
    assert '"uri": "process"' not in done.out
    assert "file=process" not in done.out


def test_that_nothing_is_set_is_said(folder: Path, program: Program) -> None:
    write(folder, {"schema.json": {"properties": {"NO_SUCH_VARIABLE_HERE": {"type": "integer"}}}})
    done = program("check", "process", "--schema", "schema.json", "--env", "production")

    assert "<process>: none of the variables that the schema names is set" in done.err
    assert (done.code, "nothing-to-check" in done.err) == (3, True)  # a run that checked nothing never ends in 0
