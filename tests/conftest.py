"""What all tests share: hypothesis profiles, and a check that goes the way a real one goes."""

from __future__ import annotations

import json
import os
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from hypothesis import settings

from envcheck import check as engine
from envcheck import sources
from envcheck.compile import CompiledSchema, compile_nothing, compile_schema
from envcheck.model import Context, Environment, Finding
from envcheck.prepare import together
from envcheck.schema import SchemaFile, SchemaFiles
from envcheck.stages import is_template, stage_of
from tests.program import Done, call

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from envcheck.check import Severities

pytest_plugins = ("tests.figures",)

settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("default", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "default")

SCHEMA_PATH = "schema.json"

#: The day on which tests check.
TODAY = "2026-11-24"
DAY = (date.fromisoformat(TODAY) - date(1970, 1, 1)).days


class Check(Protocol):
    """Checks a source's text; a schema is a dict, or the text of a file where its lines matter."""

    def __call__(
        self,
        schema: dict[str, Any] | str | None,
        text: str,
        *,
        environment: str | None = None,
        deployed: bool | None = None,
        platform: str = "render",
        service: str | None = None,
        severities: Severities | None = None,
        path: str = "",
        complete: bool = True,
        today: str = TODAY,
        groups: Sequence[str] = (),
        blueprint: str | None = None,
        secret_files: frozenset[str] | None = None,
    ) -> list[Finding]: ...


def read_source(text: str, path: str = "") -> Environment:
    """A text as its reader gives it; the kind is told by the content."""
    is_json = text.lstrip()[:1] in ("{", "[")
    target = sources.parse_target(path or ("export.json" if is_json else ".env"))
    return together([sources.read(text, target, is_file=False, whole=True)], is_whole=True, unsupplied=())


def read_group(number: int, text: str) -> Environment:
    """The text of an environment group as its reader gives it."""
    (environment,) = sources.read(text, sources.Target(sources.GROUP, f"group-{number}"), is_file=False, whole=True)
    return environment


def compiled(schema: dict[str, Any] | str | None, context: Context) -> CompiledSchema:
    """A schema that stands in no file, compiled; None is no schema."""
    if schema is None:
        return compile_nothing(context)
    text = schema if isinstance(schema, str) else json.dumps(schema, indent=2)
    return compile_schema(SchemaFiles("."), SchemaFile(SCHEMA_PATH, text), context)


def check_text(
    schema: dict[str, Any] | str | None,
    text: str,
    *,
    environment: str | None = None,
    deployed: bool | None = None,
    platform: str = "render",
    service: str | None = None,
    severities: Severities | None = None,
    path: str = "",
    complete: bool = True,
    today: str = TODAY,
    groups: Sequence[str] = (),
    blueprint: str | None = None,
    secret_files: frozenset[str] | None = None,
) -> list[Finding]:
    """The findings; whether it is deployed is told by the kind of source and the environment's name, unless it is given.

    ``groups`` are texts of environment groups, which the service receives too, ``blueprint`` that of what declares its variables,
    ``secret_files`` the names of its secret files.
    """
    read = read_source(text, path)
    parts = [*map(read_group, range(len(groups)), groups), read]
    if blueprint is not None:
        declared = sources.read(blueprint, sources.Target(sources.BLUEPRINT, "render.yaml"), is_file=False, whole=True)
        read = together([declared, *([each] for each in parts)], is_whole=True, unsupplied=())
    elif groups:
        read = together([[each] for each in parts], is_whole=True, unsupplied=())
    stage = stage_of(environment) if environment is not None else None
    if deployed is None:
        on_platform = any(source.kind in sources.PLATFORM_OF_KIND for source in read.sources)
        deployed = True if on_platform else (stage != "development" if stage is not None else None)
    day = (date.fromisoformat(today) - date(1970, 1, 1)).days
    context = Context(service, environment, stage, deployed, platform, is_template(path), day)
    read.complete = complete
    read.secret_files = secret_files
    return engine.check(compiled(None if context.is_template else schema, context), read, severities or {})


@pytest.fixture(scope="session")
def check() -> Check:
    """Read, compile and check in one go."""
    return check_text


def wants(*endpoints: str, **more: Any) -> dict[str, Any]:
    """The schema of a variable that must reach one of these kinds of Postgres endpoint."""
    postgres = {"endpoints": list(endpoints), **more} if endpoints else more
    return {"type": "string", "format": "postgres-url", "writeOnly": True, "x-envcheck": {"postgres": postgres}}


def variable(name: str = "X", own: dict[str, Any] | None = None, **keywords: Any) -> dict[str, Any]:
    """The schema of a service with one variable; ``own`` is its ``x-envcheck``."""
    return {"properties": {name: keywords | ({"x-envcheck": own} if own else {})}}


def ids(findings: list[Finding]) -> list[str]:
    """The rules that speak."""
    return [finding.rule.id for finding in findings]


class Program(Protocol):
    """Runs envcheck in the folder of the test."""

    def __call__(self, *arguments: str, stdin: bytes | None = None) -> Done: ...


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository, which is the current folder; beside it is what lies outside of it."""
    folder = tmp_path / "repository"
    (folder / ".git").mkdir(parents=True)
    monkeypatch.chdir(folder)
    for name in ("FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def program(folder: Path, capfd: pytest.CaptureFixture[str]) -> Program:
    """The program, run in this process with everything that it prints caught."""

    def run(*arguments: str, stdin: bytes | None = None) -> Done:
        capfd.readouterr()
        code = call(arguments, stdin)
        return Done(code, *capfd.readouterr())

    return run
