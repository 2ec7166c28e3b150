"""The program as its users run it: a folder of files, the arguments, and what comes back."""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from envcheck.__main__ import main
from tests.watch import WATCH

#: What a file is: its text or bytes, a document that is JSON, or what makes it at its path.
Content = str | bytes | dict[str, Any] | list[Any] | Callable[[Path], object]
Files = Mapping[str, Content]

COMMAND = (sys.executable, "-I", "-m", "envcheck")


class Done(NamedTuple):
    """How a run ended."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Everything that was printed, as one line."""
        return " ".join(f"{self.out} {self.err}".split())

    @property
    def report(self) -> Any:
        """The report on standard output, which is JSON."""
        return json.loads(self.out)


def write(folder: Path, files: Files) -> None:
    """Write files, and the folders that they lie in."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if callable(content):
            content(path)
        elif isinstance(content, bytes):
            path.write_bytes(content)
        else:
            text = content if isinstance(content, str) else json.dumps(content, indent=2)
            path.write_bytes(text.encode("utf-8"))


def link(target: str) -> Callable[[Path], object]:
    """What makes a symbolic link to a target."""
    return lambda path: path.symlink_to(target)


def call(arguments: tuple[str, ...], stdin: bytes | None = None) -> int:
    """The exit code of a run in this process; standard input is empty, or has these bytes."""
    given, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(stdin or b""))
    try:
        with WATCH.over(arguments):
            return main(arguments)
    finally:
        sys.stdin = given
        gc.enable()  # a run leaves it to the end of the process


def run(folder: Path, *arguments: str, stdin: bytes | None = None) -> Done:
    """A run in a folder, without a fixture, for properties."""
    with contextlib.chdir(folder):
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = call(arguments, stdin)
        texts = []
        for stream in (out, err):
            stream.flush()
            stream.seek(0)
            texts.append(stream.read())
    return Done(code, *texts)


def start(
    folder: Path, *arguments: str, command: tuple[str, ...] = COMMAND, redirection: str = "", **streams: int
) -> subprocess.Popen[bytes]:
    """A run as a process of its own, its streams redirected as a shell does it."""
    shell = ("sh", "-c", f'exec "$@" {redirection}', "sh") if redirection else ()
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONWARNINGS": "error"}
    given = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | streams
    return subprocess.Popen(
        [*shell, *command, *arguments],
        cwd=folder,
        env=environment,
        stdin=given["stdin"],
        stdout=given["stdout"],
        stderr=given["stderr"],
    )


def end(process: subprocess.Popen[bytes]) -> Done:
    """How a process ended."""
    out, err = process.communicate(timeout=60)
    return Done(process.returncode, (out or b"").decode(), (err or b"").decode())
