"""A step of a workflow: its environment, and what the runner gets from it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Step(NamedTuple):
    """One step on a runner, in a folder of its own."""

    folder: Path
    environment: dict[str, str]

    @property
    def outputs(self) -> dict[str, str]:
        """The outputs, read as the runner reads them: the last of a name counts."""
        found: dict[str, str] = {}
        lines = iter(Path(self.environment["GITHUB_OUTPUT"]).read_text(encoding="utf-8").splitlines())
        for line in lines:
            name, equals, value = line.partition("=")
            if "<<" in name or not equals:
                name, _, delimiter = line.partition("<<")
                value = "\n".join(iter(lambda: next(lines), delimiter))
            found[name] = value
        return found

    @property
    def summary(self) -> str:
        """The job summary."""
        return Path(self.environment["GITHUB_STEP_SUMMARY"]).read_text(encoding="utf-8")


def new_step(
    folder: Path, inputs: Mapping[str, str] | None = None, *, event: str = "push", payload: dict[str, Any] | None = None
) -> Step:
    """A step with these inputs; the workspace is the folder's ``workspace``."""
    for name in ("workspace", "temp"):
        (folder / name).mkdir(exist_ok=True)
    for name in ("output", "summary"):
        (folder / name).write_text("")
    (folder / "event.json").write_text(json.dumps(payload or {}))
    git, bash = (Path(shutil.which(name) or name).parent for name in ("git", "bash"))
    environment = {
        "PATH": f"{git}:{bash}:/usr/bin:/bin",
        "GITHUB_WORKSPACE": str(folder / "workspace"),
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary"),
        "GITHUB_EVENT_NAME": event,
        "GITHUB_EVENT_PATH": str(folder / "event.json"),
        "RUNNER_TEMP": str(folder / "temp"),
        **{f"GATE_{name.upper()}": value for name, value in (inputs or {}).items()},
    }
    return Step(folder, environment)
