"""Which files the hooks of pre-commit take."""

from __future__ import annotations

import re

import pytest

from tests.action.helpers import ROOT

TEXT = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
#: The manifest, as far as it is of one line a key.
HOOKS = {
    hook["id"]: hook
    for block in re.split(r"^- ", TEXT, flags=re.M)[1:]
    for hook in [dict(re.findall(r"^ *(\w+): '?(.*?)'?$", block, re.M))]
}
ENV_FILES = (".env", ".env.production", ".env.local", "config/app.env", "apps/api/.env", "staging.env", ".env.staging.local")
TEMPLATES = (".env.example", ".env.sample", ".env.template", "apps/api/.env.example", ".env.production.example", ".env.schema")
OTHERS = (
    "src/.encryption.txt",
    "environment.ts",
    ".envrc",
    "src/env",
    "env.py",
    ".environment",
    "my.env.ts",
    "app.env.example",
    ".env/settings.py",
    "my-render.yaml",
    "render.yaml.j2",
    "docker-compose.yaml",
    "penv",
    ".env.d/",
)


def takes(hook: str, path: str) -> bool:
    """Whether pre-commit gives a path to a hook: it searches, and does not match from the start."""
    exclude = HOOKS[hook].get("exclude", "^$")
    return bool(re.search(HOOKS[hook]["files"], path)) and not re.search(exclude, path)


@pytest.mark.parametrize("hook", ["envcheck", "envcheck-no-env-file"])
@pytest.mark.parametrize("path", [*OTHERS, *TEMPLATES])
def test_what_is_no_env_file_is_left_alone(hook: str, path: str) -> None:
    assert not takes(hook, path)


@pytest.mark.parametrize("hook", ["envcheck", "envcheck-no-env-file"])
@pytest.mark.parametrize("path", ENV_FILES)
def test_env_files_are_taken(hook: str, path: str) -> None:
    assert takes(hook, path)


@pytest.mark.parametrize("path", ["render.yaml", "infra/render.yaml", "render.yml"])
def test_blueprints_are_taken(path: str) -> None:
    """They are checked, and may well be committed."""
    assert takes("envcheck", path)
    assert not takes("envcheck-no-env-file", path)


def test_a_template_that_is_called_dist_may_be_committed() -> None:
    """It is checked as a template."""
    assert not takes("envcheck-no-env-file", ".env.dist")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("schemas/envcheck.schema.json", False),
        ("schemas.json", False),
        ("src/myschemas/api.json", False),
        ("schemas/api.yaml", False),
        ("schemas/api.json", True),
        ("apps/api/schemas/deep/worker.json", True),
    ],
)
def test_schemas_are_taken(path: str, expected: bool) -> None:
    """The metaschema, which is for editors, is the contract of no service."""
    assert takes("envcheck-schemas", path) == expected


@pytest.mark.parametrize("hook", ["envcheck", "envcheck-project", "envcheck-schemas"])
def test_files_are_checked_together(hook: str) -> None:
    """In one process, so that what several files have to agree on is seen."""
    assert HOOKS[hook]["require_serial"] == "true"
    assert HOOKS[hook]["language"] == "python"


def test_the_whole_project_is_checked_at_each_commit() -> None:
    """Because git ignores most env files, and hooks are not told of those."""
    assert (HOOKS["envcheck-project"]["always_run"], HOOKS["envcheck-project"]["pass_filenames"]) == ("true", "false")
