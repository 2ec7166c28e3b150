"""Installs envcheck, runs it on what the inputs ask for, and turns its exit code into a verdict.

Whatever goes wrong is no success.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from action.fork import refusal
from action.inputs import Inputs, arguments, read_inputs
from action.outcome import Outcome, StepError, publish
from envcheck.console import print_text
from envcheck.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE, EXIT_USAGE
from envcheck.escape import defused, visible


class Reports(NamedTuple):
    """The reports of one run, in a folder that is new each time."""

    json: Path
    sarif: Path
    summary: Path

    @property
    def options(self) -> list[str]:
        """What makes envcheck write them."""
        return [f"--output=json:{self.json}", f"--output=sarif:{self.sarif}", f"--output=markdown:{self.summary}"]


def main(environment: Mapping[str, str]) -> int:
    """The exit code of the step, after outputs and summary are written."""
    try:
        outcome = gate(environment)
    except StepError as error:
        outcome = Outcome(error.code, str(error))
    except Exception as error:  # whose text may quote anything
        outcome = Outcome(EXIT_INCOMPLETE, f"the action itself failed: {type(error).__name__}.")
    try:
        publish(outcome, environment)
    except OSError:  # what the step began with holds: incomplete
        print_text("envcheck: outputs or summary of the step could not be written\n")
        return EXIT_INCOMPLETE
    return outcome.code


def gate(environment: Mapping[str, str]) -> Outcome:
    """What came of it. Raises StepError."""
    inputs = read_inputs(environment)
    folder = Path(environment.get("GITHUB_WORKSPACE", "."), inputs.working_directory)
    if not folder.is_dir():
        raise StepError(EXIT_USAGE, "the input working-directory names no folder.")
    reason = refusal(environment, folder, [inputs.config, inputs.schema], inputs.sources)
    if reason:
        raise StepError(EXIT_USAGE, reason)
    work = Path(tempfile.mkdtemp(prefix="envcheck-", dir=environment["RUNNER_TEMP"]))
    reports = Reports(work / "report.json", work / "envcheck.sarif", work / "summary.md")
    asked = arguments(inputs, ["--format=github", *reports.options])
    child = for_child(environment)
    python = install(Path(environment["GITHUB_ACTION_PATH"]), work, child)
    done = subprocess.run(
        [python, "-I", "-m", "envcheck", *asked],
        cwd=folder,
        env=child,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    said = done.stderr.decode("utf-8", "backslashreplace")
    print_text(said)
    return judge(done.returncode, said, reports, inputs)


def for_child(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without what steers Python, and without the inputs."""
    return {name: value for name, value in environment.items() if not name.startswith(("PYTHON", "GATE_"))}


def install(action: Path, work: Path, environment: Mapping[str, str]) -> str:
    """The interpreter of a new virtual environment that has envcheck as it stands beside this file. Raises StepError."""
    python = str(work / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    pip = [python, "-I", "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    locked = str(action / "requirements" / "action.txt")
    for command in (
        [sys.executable, "-I", "-m", "venv", str(work / "venv")],
        [*pip, "--require-hashes", "--only-binary=:all:", f"--requirement={locked}"],
        [*pip, "--no-index", "--no-deps", "--no-build-isolation", str(action)],
    ):
        done = subprocess.run(command, cwd=work, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if done.returncode:
            for line in (done.stdout + done.stderr).decode("utf-8", "backslashreplace").splitlines():
                print_text(f"install: {defused(visible(line))}\n")
            raise StepError(EXIT_INCOMPLETE, "envcheck could not be installed; the log says why.")
    return python


def judge(code: int, said: str, reports: Reports, inputs: Inputs) -> Outcome:
    """What an exit code means, and whether the report bears it out."""
    if code not in (EXIT_CLEAN, EXIT_FINDINGS, EXIT_USAGE, EXIT_INCOMPLETE):
        return Outcome(EXIT_INCOMPLETE, "envcheck ended in a way that is none of its own.", said)
    report = read_report(reports.json)
    if code in (EXIT_CLEAN, EXIT_FINDINGS) and (report is None or not bears_out(report, code, inputs.command)):
        return Outcome(EXIT_INCOMPLETE, "the report does not say that everything was checked.", said)
    if report is None:
        first = (said.strip() or "envcheck wrote no report.").partition("\n")[0]
        return Outcome(code, first.removeprefix("envcheck: "), said)
    summary = reports.summary.read_text(encoding="utf-8") if reports.summary.is_file() else ""
    sarif = str(reports.sarif) if reports.sarif.is_file() else ""
    return Outcome(code, "", said, report["summary"], summary, sarif)


def read_report(path: Path) -> dict[str, Any] | None:
    """The report as JSON, if there is one."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("summary"), dict) else None


def bears_out(report: Mapping[str, Any], code: int, command: str) -> bool:
    """Whether a report is about this run, complete, and about something."""
    wanted = (report.get("command"), report.get("exit_code"), report.get("complete")) == (command, code, True)
    return wanted and all(report["summary"].get(name, 0) > 0 for name in ("sources", "variables"))
