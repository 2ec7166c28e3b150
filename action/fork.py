"""Values of ours never meet a schema or a config of a stranger's: constraint by constraint, a schema can spell a value out."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

#: Events of a pull request that run with the files of its author, and from a fork without secrets.
WITHOUT_SECRETS = ("pull_request", "pull_request_review", "pull_request_review_comment")
#: Events that run with secrets, and that somebody who may not write to the repository can bring about.
WITH_SECRETS = ("pull_request_target", "workflow_run", "issue_comment")
#: Sources that are not files.
LIVE = ("render:", "process")
TOKEN = "RENDER_API_KEY"  # noqa: S105 - the name of one


def refusal(environment: Mapping[str, str], folder: Path, paths: Iterable[str], sources: Sequence[str]) -> str:
    """Why nothing is checked, or nothing. ``paths`` are those of config and schema, as far as they are given."""
    name = environment.get("GITHUB_EVENT_NAME", "")
    if name not in WITHOUT_SECRETS + WITH_SECRETS:
        return ""
    event = _event(environment)
    if event is None:
        return "the event cannot be read, so it cannot be told whose schema and config these are."
    if not _is_foreign(name, event):
        return ""
    if name in WITHOUT_SECRETS:
        if not environment.get(TOKEN) and not any(source.startswith(LIVE) for source in sources):
            return ""
        return f"live values are not held against the schema and config of a fork's pull request; no {TOKEN} here."
    trusted = {environment.get("GITHUB_SHA"), _text(event, "pull_request", "base", "sha")} - {None, ""}
    files = [*_configs(folder), *(folder / path for path in paths if path)]
    if all(_is_of(trusted, path.resolve()) for path in (folder, *files)):
        return ""
    return (
        f"{name} runs with secrets, and schema or config may be those of a fork's pull request: "
        "work in a checkout of the base commit, and name only files of the pull request as sources."
    )


def _event(environment: Mapping[str, str]) -> dict[str, Any] | None:
    try:
        found = json.loads(Path(environment["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
    except (KeyError, OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _is_foreign(name: str, event: Mapping[str, Any]) -> bool:
    """Whether the head is of another repository; one that is gone or not told may be."""
    if name == "issue_comment":
        return _text(event, "issue", "pull_request", "url") is not None  # whose head the event does not tell
    head = ("workflow_run", "head_repository") if name == "workflow_run" else ("pull_request", "head", "repo")
    base = _text(event, "repository", "full_name")
    return base is None or _text(event, *head, "full_name") != base


def _text(event: Mapping[str, Any], *path: str) -> str | None:
    found: Any = event
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, str) else None


def _configs(folder: Path) -> list[Path]:
    """What may be the nearest config, as far as a checkout goes."""
    found = []
    for place in (folder.resolve(), *folder.resolve().parents):
        found += [place / name for name in ("envcheck.toml", "pyproject.toml") if os.path.lexists(place / name)]
        if (place / ".git").exists():
            break
    return found


def _is_of(commits: Collection[str | None], path: Path) -> bool:
    """Whether a folder, or a file, is in a checkout of one of these commits, and nothing there differs from it."""
    place = path if path.is_dir() else path.parent
    return (
        _git(place, "rev-parse", "HEAD") in commits
        and _git(place, "diff", "--quiet", "--no-ext-diff", "--no-textconv", "HEAD") is not None
        and (path == place or _git(place, "ls-files", "--error-unmatch", "--", path.name) is not None)
    )


def _git(place: Path, *arguments: str) -> str | None:
    """What git says of a folder; None where it fails, as it does outside of a checkout. Nothing of the folder is run."""
    alone = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    options = ("safe.directory=*", "safe.bareRepository=explicit", "core.fsmonitor=false")
    command = ["git", *(each for option in options for each in ("-c", option)), "--literal-pathspecs", "-C", str(place)]
    try:
        done = subprocess.run(
            [*command, *arguments], env=alone, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None
