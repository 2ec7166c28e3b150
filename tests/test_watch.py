"""The watch over all runs of the tests bites: what a run may not do is noted, and what it may is not."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.program import call
from tests.watch import WATCH, Watch

#: A watch of its own: what these tests do on purpose is not to be counted.
OWN = Watch()
sys.addaudithook(OWN.hear)


def importing(folder: Path) -> None:
    """Import a module from the current folder."""
    sys.dont_write_bytecode, before = True, sys.dont_write_bytecode
    sys.path.insert(0, str(folder))
    try:
        __import__("made_up_module")
    finally:
        del sys.path[0]
        sys.dont_write_bytecode = before
        sys.modules.pop("made_up_module", None)


FORBIDDEN: dict[str, Callable[[Path], object]] = {
    "process": lambda folder: subprocess.run([sys.executable, "-c", "pass"], check=True),
    "shell": lambda folder: os.system("true"),
    "socket": lambda folder: socket.socket().close(),
    "name": lambda folder: socket.getaddrinfo("localhost", 80),
    "written file": lambda folder: (folder / "cache").write_text("x"),
    "foreign file": lambda folder: Path("/etc/passwd").read_text(),
    "deleted file": lambda folder: os.unlink(folder / "a.env"),
    "renamed file": lambda folder: os.replace(folder / "a.env", folder / "b.env"),
    "link": lambda folder: os.symlink("a.env", folder / "c.env"),
    "import": importing,
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_what_a_run_may_not_do_is_noted(name: str, folder: Path) -> None:
    (folder / "a.env").write_text("A=b\n")
    (folder / "made_up_module.py").write_text("")
    with pytest.raises(AssertionError), OWN.over(()):
        FORBIDDEN[name](folder)


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "a.env", "--output", "json:a.json", "--output=sarif:b.sarif"),
        ("rules",),
        ("explain", "missing-variable"),
        ("diff", "a.env", "a.env"),
    ],
)
def test_what_a_run_may_do_is_not_noted(arguments: tuple[str, ...], folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "a.env").write_text("A=b\n")
    call(arguments)
    assert WATCH.noted == []


def test_a_run_is_heard(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "a.env").write_text("A=b\n")
    before = WATCH.count
    call(("check", "a.env"))
    assert WATCH.count > before
