"""Whose schema and config meet values that are secret."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from action.fork import refusal
from tests.action.helpers import new_step
from tests.program import write

if TYPE_CHECKING:
    from pathlib import Path

OWN, FORK = {"full_name": "we/app"}, {"full_name": "they/app"}


def pull(head: dict[str, str] | None) -> dict[str, Any]:
    return {"repository": OWN, "pull_request": {"head": {"repo": head}, "base": {"sha": "0" * 40}}}


def run(head: dict[str, str] | None) -> dict[str, Any]:
    return {"repository": OWN, "workflow_run": {"head_repository": head}}


COMMENT = {"repository": OWN, "issue": {"pull_request": {"url": "https://example.test/1"}}}
STRANGERS = [
    ("pull_request_target", pull(FORK)),
    ("pull_request_target", pull(None)),
    ("workflow_run", run(FORK)),
    ("workflow_run", run(None)),
    ("issue_comment", COMMENT),
]


def commit(folder: Path) -> str:
    """A new checkout with a config and a schema, and its commit."""
    write(folder, {"envcheck.toml": "", "schemas/api.json": {}, ".gitignore": "exports/\n"})
    name = ["-c", "user.name=a", "-c", "user.email=a@example.test"]
    for command in (["init", "-q"], ["add", "--all"], [*name, "commit", "-q", "-m", folder.name]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return subprocess.run(["git", "rev-parse", "HEAD"], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def said(
    folder: Path, event: str, payload: dict[str, Any] | None, *paths: str, sources: tuple[str, ...] = (), **environment: str
) -> str:
    step = new_step(folder, event=event, payload=payload)
    return refusal(step.environment | environment, folder / "workspace", paths, sources)


@pytest.mark.parametrize(
    ("event", "payload"),
    [
        ("push", {}),
        ("schedule", {}),
        ("workflow_dispatch", {}),
        ("pull_request", pull(OWN)),
        ("pull_request", pull(FORK)),
        ("pull_request_target", pull(OWN)),
        ("workflow_run", run(OWN)),
        ("issue_comment", {"repository": OWN, "issue": {}}),
    ],
    ids=str,
)
def test_what_nobody_else_wrote_is_checked(tmp_path: Path, event: str, payload: dict[str, Any]) -> None:
    """And so is all that a fork's pull request brings along, since no secret does."""
    assert said(tmp_path, event, payload) == ""


@pytest.mark.parametrize(("event", "payload"), STRANGERS, ids=str)
def test_a_strangers_schema_meets_no_secret(tmp_path: Path, event: str, payload: dict[str, Any]) -> None:
    """The head of a fork is checked out where the base should be."""
    commit(tmp_path / "workspace")

    assert "may be those of a fork's pull request" in said(tmp_path, event, payload, GITHUB_SHA="1" * 40)


@pytest.mark.parametrize(("event", "payload"), STRANGERS, ids=str)
def test_the_base_commit_may_be_worked_in(tmp_path: Path, event: str, payload: dict[str, Any]) -> None:
    base = commit(tmp_path / "workspace")

    assert said(tmp_path, event, payload, "schemas/../envcheck.toml", "schemas/api.json", GITHUB_SHA=base) == ""


def test_the_base_of_another_branch_may_be_worked_in(tmp_path: Path) -> None:
    """The event names it; the workflow itself may be of the default branch."""
    payload = pull(FORK)
    payload["pull_request"]["base"]["sha"] = commit(tmp_path / "workspace")

    assert said(tmp_path, "pull_request_target", payload, GITHUB_SHA="1" * 40) == ""


@pytest.mark.parametrize("path", ["head/schemas/api.json", "link/envcheck.toml"])
def test_a_schema_beside_the_base_is_a_strangers(tmp_path: Path, path: str) -> None:
    """The base is checked out, and in a folder of it the head: also where a link leads there."""
    base = commit(tmp_path / "workspace")
    head = tmp_path / "workspace" / "head"
    commit(head)
    (tmp_path / "workspace" / "link").symlink_to("head")

    assert said(tmp_path, "pull_request_target", pull(FORK), path, GITHUB_SHA=base) != ""


@pytest.mark.parametrize(
    "path", ["envcheck.toml", "schemas/api.json", "pyproject.toml", "app/envcheck.toml", "app/pyproject.toml", "app/schema.json"]
)
def test_what_is_laid_over_the_base_is_a_strangers(tmp_path: Path, path: str) -> None:
    """An artifact of the pull request was unpacked there, over a file or to be nearer than one."""
    base = commit(tmp_path / "workspace")
    write(tmp_path / "workspace", {"app/.env": "A=1\n", path: "# theirs\n"})
    schema = "schema.json" if path == "app/schema.json" else "../schemas/api.json"
    step = new_step(tmp_path, event="workflow_run", payload=run(FORK))

    assert refusal(step.environment | {"GITHUB_SHA": base}, tmp_path / "workspace" / "app", ["", schema], ()) != ""


def test_files_of_the_pull_request_are_checked_with_the_base(tmp_path: Path) -> None:
    """They lie in a folder of their own, and exports where git does not look."""
    base = commit(tmp_path / "workspace")
    commit(tmp_path / "workspace" / "head")
    write(tmp_path / "workspace", {"artifact/.env": "A=1\n", "exports/api.json": "{}"})

    assert said(tmp_path, "workflow_run", run(FORK), "envcheck.toml", "schemas/api.json", GITHUB_SHA=base) == ""


def test_files_that_are_no_checkout_are_anybodys(tmp_path: Path) -> None:
    """An archive that was unpacked tells nothing of where it is from."""
    assert said(tmp_path, "pull_request_target", pull(FORK), GITHUB_SHA="") != ""


@pytest.mark.parametrize("source", ["render:srv-example-api", "process"])
def test_a_forks_pull_request_checks_nothing_live(tmp_path: Path, source: str) -> None:
    assert said(tmp_path, "pull_request", pull(FORK), sources=(source,)) != ""
    assert said(tmp_path, "pull_request", pull(OWN), sources=(source,)) == ""


def test_a_forks_pull_request_is_given_no_token(tmp_path: Path) -> None:
    """Its config can name a live source."""
    assert said(tmp_path, "pull_request", pull(FORK), RENDER_API_KEY="x") != ""


def test_an_event_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in said(tmp_path, "workflow_run", {}, GITHUB_EVENT_PATH=str(tmp_path / "nowhere"))
