"""``envcheck explain VARIABLE``: who requires it, where and why, and which source sets it."""

from __future__ import annotations

from pathlib import Path

import pytest

from envcheck.explain_variable import _written
from envcheck.model import Location
from tests.conftest import Program
from tests.program import write
from tests.test_diff import lay_out, repaired


@pytest.fixture
def example(folder: Path) -> Path:
    """The repository's own project, without the encryption key in production's worker."""
    exports = repaired()
    del exports["worker", "production"]["DOCUMENT_ENCRYPTION_KEY"]
    lay_out(folder, exports)
    return folder


def explained(program: Program, *arguments: str) -> list[str]:
    """The lines that are printed, without the blanks before and within them."""
    done = program("explain", *arguments)
    assert done.code == 0
    return [" ".join(line.split()) for line in done.out.splitlines()]


#: A variable, and how lines begin that are said of it.
SAID = [
    ("DOCUMENT_ENCRYPTION_KEY", "read by api, worker"),
    ("DOCUMENT_ENCRYPTION_KEY", "declared schemas/worker.json:34:5"),
    ("DOCUMENT_ENCRYPTION_KEY", "type string, format fernet-key, secret"),
    ("DOCUMENT_ENCRYPTION_KEY", "between different, error"),
    ("DOCUMENT_ENCRYPTION_KEY", "acrossServices same"),
    ("DOCUMENT_ENCRYPTION_KEY", "production required; missing"),
    ("WEBHOOK_BASE_URL", "staging required, by requiredIn: staging; set in examples/exports/worker.staging.json:"),
    ("DATABASE_URL_LOCAL", "staging forbidden, by forbiddenIn: staging; missing"),
    ("LLAMA_CLOUD_API_KEY", "name LLAMAPARSE_API_KEY, of which LLAMA_CLOUD_API_KEY is an alias"),
    ("SERVICE_ROLE_KEY", "name SUPABASE_SERVICE_ROLE_KEY, of which SERVICE_ROLE_KEY is a former name"),
    ("OPENAI_MAX_BATCH_SIZE", "staging optional; missing"),
    ("OPENAI_API_KEY", "between different, warning (the schema says nothing)"),
]


@pytest.mark.parametrize(("name", "line"), SAID)
def test_a_variable_is_explained(example: Path, program: Program, name: str, line: str) -> None:
    assert [each for each in explained(program, name) if each.startswith(line)] != []


def test_a_variable_that_no_schema_names_is_explained_by_its_source(folder: Path, program: Program) -> None:
    write(folder, {"s.json": {"properties": {"A": {}}}, "a.env": "A=1\nB=2\n"})
    config = '[services.api]\nschema = "s.json"\n[environments.staging.sources]\napi = "a.env"\n'
    write(folder, {"envcheck.toml": config})

    assert explained(program, "B") == [
        "B",
        "read by no service that a schema describes",
        "",
        "api",
        "staging no schema names it; set in a.env:2",
    ]


def test_what_could_not_be_read_is_said(example: Path, program: Program) -> None:
    (example / "examples/exports/worker.production.json").unlink()

    done = program("explain", "LOG_LEVEL")

    assert done.code == 3
    assert "not read: examples/exports/worker.production.json: no such file" in done.out


def test_where_nothing_could_be_read_no_rule_is_shown_instead(folder: Path, program: Program) -> None:
    write(folder, {"s.json": {"properties": {"KEY": {}}}})
    config = '[services.api]\nschema = "s.json"\n[environments.staging.sources]\napi = "nope.json"\n'
    write(folder, {"envcheck.toml": config})

    done = program("explain", "KEY")

    assert (done.code, done.out) == (3, "not read: nope.json: no such file\n")


def test_a_rule_comes_before_a_variable(example: Path, program: Program) -> None:
    assert explained(program, "missing-variable")[0] == "# missing-variable"


def test_a_text_from_a_log_needs_no_config(folder: Path, program: Program) -> None:
    assert explained(program, "Network is unreachable")[0] == "# unreachable-endpoint"


def test_no_value_is_shown(example: Path, program: Program) -> None:
    exports = repaired()

    for name in ("DATABASE_URL", "LOG_LEVEL", "JWT_SECRET_KEY", "SUPABASE_URL"):
        said = program("explain", name).said
        values = [variables[name] for variables in exports.values() if name in variables]
        assert [value for value in values if f" {value}" in said] == []


def test_a_broken_config_is_refused(folder: Path, program: Program) -> None:
    write(folder, {"envcheck.toml": "sevrices = 1\n"})

    assert program("explain", "LOG_LEVEL").code == 2


def test_a_declared_variable_is_explained_with_its_place(folder: Path, program: Program) -> None:
    compose = "services:\n  api:\n    environment:\n      - A\n      - B\n"
    config = '[services.api]\nschema = "s.json"\n[environments.development.sources]\napi = "compose:compose.yaml#api"\n'
    write(folder, {"s.json": {"properties": {"A": {}}}, "compose.yaml": compose, "envcheck.toml": config})

    assert explained(program, "A")[-1] == "development optional; declared in compose.yaml:4"
    assert explained(program, "B")[-1] == "development no schema names it; declared in compose.yaml:5"


def test_a_place_without_a_line_has_none() -> None:
    assert _written(Location("render:acme-api")) == "render:acme-api"
