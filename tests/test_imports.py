"""What ``envcheck check`` imports: the cost of a start is the cost of its imports."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bench import samples

if TYPE_CHECKING:
    from pathlib import Path

#: Other commands and tests may have these; a check of a plain file may not.
FORBIDDEN = (
    "click",
    "dataclasses",
    "dotenv",
    "hashlib",
    "httpx",
    "importlib.metadata",
    "importlib.resources",
    "jsonschema",
    "logging",
    "pathlib",
    "pydantic",
    "re2",
    "typing",
    "yaml",
)

#: Modules of the standard library that a check of a file in which all is well does without, a Supabase address and all.
SPARED = ("collections", "difflib", "enum", "functools", "json", "operator", "re", "tomllib")

PROGRAM = """
import sys
from envcheck.__main__ import main
code = main(sys.argv[1:])
print("imported", code, *sys.modules)
"""

SCHEMA = ("check", "api.staging.env", "--env", "staging", "--format", "text", "--schema", "schema.json")


@pytest.fixture(params=["clean", "findings"])
def expected_code(request: pytest.FixtureRequest, tmp_path: Path) -> int:
    """The exit code of a check in a folder with a schema, and a file that meets it or does not."""
    text = samples.env_text()
    if request.param == "findings":
        text = text.replace("PORT=8000", "PORT=eight thousand").replace("LOG_LEVEL=", "LOG_LEVL=")
        text = text.replace("api.acme.dev", "localhost") + "DEBUG=false\nNEW=\u201cquoted\u201d\n"
    (tmp_path / ".git").mkdir()
    (tmp_path / "api.staging.env").write_text(text, encoding="utf-8")
    (tmp_path / "schema.json").write_text(samples.schema_text(), encoding="utf-8")
    return 1 if request.param == "findings" else 0


def imported(folder: Path, *arguments: str) -> tuple[int, set[str]]:
    """The exit code of a check in a process of its own, and every module that is there at its end."""
    # -S, because a .pth file of the environment may import anything; the path is that of the tests instead
    path = f"import sys; sys.path[:] = {sys.path!r}\n"
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-c", path + PROGRAM, *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    word, code, *modules = run.stdout.splitlines()[-1].split()

    assert word == "imported", run.stderr
    return int(code), set(modules)


def test_a_check_with_a_schema_imports_nothing_slow(expected_code: int, tmp_path: Path) -> None:
    """The hook's form costs what it needs, and no more."""
    code, modules = imported(tmp_path, *SCHEMA)

    assert expected_code == code
    assert set() == modules.intersection(FORBIDDEN)


def test_a_check_without_a_schema_imports_nothing_slow(expected_code: int, tmp_path: Path) -> None:
    """A plain look at a file needs no more than one with a schema."""
    code, modules = imported(tmp_path, "check", "api.staging.env", "--env", "staging")

    assert expected_code == code
    assert set() == modules.intersection(FORBIDDEN)


@pytest.mark.parametrize("expected_code", ["clean"], indirect=True)
@pytest.mark.parametrize("arguments", [SCHEMA, SCHEMA[:-2]], ids=["schema", "no-schema"])
def test_a_check_of_a_healthy_file_imports_next_to_nothing(
    arguments: tuple[str, ...], expected_code: int, tmp_path: Path
) -> None:
    """It is what the hook does nearly always: half as much again as an empty run of Python."""
    code, modules = imported(tmp_path, *arguments)

    assert expected_code == code
    assert set() == modules.intersection((*FORBIDDEN, *SPARED))


SUBJECTS = """
import envcheck.rules
from envcheck.rules.registry import BINDINGS
written = {subject: [each.rule.id for each in bindings] for subject, bindings in BINDINGS.items()}
import envcheck.rules.all
print(*(subject for subject, bindings in BINDINGS.items() if [each.rule.id for each in bindings] == written[subject]))
"""


def test_what_each_check_asks_is_written_down_at_once() -> None:
    """Of these subjects the engine asks all rules without importing every one."""
    run = subprocess.run([sys.executable, "-c", SUBJECTS], capture_output=True, encoding="utf-8", check=True)

    assert {"environment", "names", "service", "strangers", "together"} <= set(run.stdout.split())


#: One rule of each module that is imported only where a glance at a value is not enough, and what it finds.
LATE = {
    "quoted-value": "LOG_LEVEL=\u201cINFO\u201d",
    "malformed-url": "DATABASE_URL=postgresql://app:mad3-up@db.acme.dev:99999/app",
    "insecure-url": "A_URL=http://api.acme.dev",
    "unexpected-path": "SUPABASE_URL=https://abcdefghijklmnopqrst.supabase.co/rest/v1",
    "local-address": "A_URL=https://localhost",
    "wrong-vendor-host": "SUPABASE_URL=https://app.supabase.com",
    "unreachable-endpoint": "DB_URL=postgresql://postgres:mad3-up@db.abcdefghijklmnopqrst.supabase.co:5432/postgres",
    "damaged-key": "SUPABASE_ANON_KEY=eyJhbGciOiJIUzI1NiJ9",
    "placeholder-value": "API_TOKEN=changeme",
    "unsafe-switch": "NODE_TLS_REJECT_UNAUTHORIZED=0",
    "weak-secret": "ADMIN_PASSWORD=letmein",
    "stale-variable": "API_TOKEN_OLD=mad3-up",
    "test-key": "STRIPE_SECRET_KEY=sk_test_mad3upmad3upmad3up",
    "exposed-secret": "VITE_API_SECRET=mad3-up-mad3-up-mad3-up",
}


@pytest.mark.parametrize(("rule", "line"), LATE.items(), ids=LATE)
def test_a_rule_that_is_imported_late_is_asked(rule: str, line: str, tmp_path: Path) -> None:
    """In a process of its own, where nothing else has imported it."""
    (tmp_path / ".env").write_text(f"{line}\n", encoding="utf-8")
    arguments = ("check", ".env", "--env", "production", "--isolated", "--format", "json")
    run = subprocess.run(
        [sys.executable, "-m", "envcheck", *arguments], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )

    assert [finding["rule"] for finding in json.loads(run.stdout)["findings"]] == [rule]


def test_a_check_with_a_config_imports_nothing_slow(expected_code: int, tmp_path: Path) -> None:
    """A plain config costs next to nothing."""
    config = (
        'platform = "render"\n[services.api]\nschema = "schema.json"\n[environments.staging.sources]\napi = "api.staging.env"\n'
    )
    (tmp_path / "envcheck.toml").write_text(config, encoding="utf-8")
    code, modules = imported(tmp_path, "check")

    assert expected_code == code
    assert set() == modules.intersection(FORBIDDEN)
    assert "tomllib" not in modules


def test_what_is_forbidden_is_seen_where_it_is_imported(tmp_path: Path) -> None:
    """The other tests would notice: click is there where click has to decide."""
    _, modules = imported(tmp_path, "check", "--format", "no-such-format")

    assert "click" in modules


ACCESS = """
import sys
import envcheck.progress
from envcheck.sources.render_api import access_of, read_services
access_of({"RENDER_API_KEY": "made-up"}, None, None)
print(*sys.modules)
"""


def test_the_library_that_speaks_http_is_not_imported_before_something_is_read() -> None:
    path = f"import sys; sys.path[:] = {sys.path!r}\n"
    run = subprocess.run([sys.executable, "-I", "-S", "-c", path + ACCESS], capture_output=True, encoding="utf-8", check=True)

    assert set() == set(run.stdout.split()).intersection((*FORBIDDEN, "ssl", "socket", "concurrent.futures"))
