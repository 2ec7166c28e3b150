"""The script that the action's step runs: it finds the interpreter."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.action.helpers import ROOT, Step, new_step

COMMAND = ("bash", str(ROOT / "action" / "run.sh"))


def run(step: Step) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        COMMAND, env=step.environment, cwd=step.folder / "workspace", capture_output=True, text=True, check=False
    )


def interpreter(path: Path, code: int = 0) -> Path:
    """What stands for a Python: it says that it was called, and how it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'#!/bin/sh\n[ "$2" = -c ] && exit {code}\necho "called: $0 $*"\n')
    path.chmod(0o755)
    return path


def test_it_hands_over_to_the_interpreter_named(tmp_path: Path) -> None:
    """Isolated, so that nothing of the folder is imported; an interpreter's path may have blanks."""
    python = interpreter(tmp_path / "a b" / "python")

    done = run(new_step(tmp_path, {"python": str(python)}))

    assert f"called: {python} -I -B {ROOT / 'action'}\n" == done.stdout


@pytest.mark.parametrize("place", ["bin/python3.12", "tools/Python/3.12.10/x64/bin/python3"])
def test_it_finds_a_version(tmp_path: Path, place: str) -> None:
    """On the PATH, or the newest among the runner's tools."""
    python = interpreter(tmp_path / place)
    interpreter(tmp_path / "tools/Python/3.12.9/x64/bin/python3")
    step = new_step(tmp_path, {"python": "3.12"})
    step.environment.update(PATH=f"{tmp_path / 'bin'}:/usr/bin:/bin", RUNNER_TOOL_CACHE=str(tmp_path / "tools"))

    assert f"called: {python} " in run(step).stdout


@pytest.mark.parametrize(
    "python",
    ["3.99", "python3", "3.12; touch x", "$(touch x)", "3.12\n::error::forged", "/nowhere/python", "/usr", "./$(touch x)"],
)
def test_an_interpreter_that_is_not_there_is_misconfigured(tmp_path: Path, python: str) -> None:
    """It is said in all places, and what the input says is not a part of it."""
    step = new_step(tmp_path, {"python": python})

    done = run(step)

    assert done.returncode == 2
    assert (step.outputs["verdict"], step.outputs["exit-code"]) == ("misconfigured", "2")
    assert step.summary.startswith("## envcheck: misconfigured\n")
    assert done.stdout.startswith("::error title=envcheck::")
    assert done.stdout.count("\n") == 1
    assert not list(tmp_path.rglob("x"))


def test_an_old_interpreter_is_refused(tmp_path: Path) -> None:
    step = new_step(tmp_path, {"python": str(interpreter(tmp_path / "python", code=1))})

    assert "3.11 or newer" in run(step).stdout
    assert step.outputs["verdict"] == "misconfigured"


def test_a_runner_without_python_is_refused(tmp_path: Path) -> None:
    step = new_step(tmp_path)
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("bash", "dirname"):
        (tools / name).symlink_to(next(path for path in (Path("/usr/bin", name), Path("/bin", name)) if path.exists()))
    step.environment["PATH"] = str(tools)

    done = run(step)

    assert (done.returncode, step.outputs["verdict"]) == (2, "misconfigured")
    assert "no python3" in step.summary


def test_a_step_that_is_stopped_has_no_good_outputs(tmp_path: Path) -> None:
    """Until something better is known the verdict is incomplete."""
    step = new_step(tmp_path, {"python": str(interpreter(tmp_path / "python"))})

    run(step)

    assert (step.outputs["verdict"], step.outputs["exit-code"]) == ("incomplete", "3")


def test_the_program_runs_with_nothing_of_the_folder(tmp_path: Path) -> None:
    """A module that lies in the workspace is not imported, and an unknown command installs nothing."""
    step = new_step(tmp_path, {"python": sys.executable, "command": "probe"})
    for name in ("json", "envcheck", "action", "tempfile"):
        (tmp_path / "workspace" / f"{name}.py").write_text("raise SystemExit(0)\n")
    step.environment["PYTHONPATH"] = str(tmp_path / "workspace")

    done = run(step)

    assert done.returncode == 2
    assert "neither check nor diff" in done.stdout
    assert not list((step.folder / "temp").rglob("venv"))


def test_the_program_needs_nothing_that_is_not_of_python() -> None:
    """It runs before anything is installed."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import action.gate"

    assert subprocess.run([sys.executable, "-I", "-S", "-c", code], check=False).returncode == 0
