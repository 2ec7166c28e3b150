"""Each call to the operating system that a run makes is made to fail in turn: the run says so, and leaves nothing behind."""

from __future__ import annotations

import builtins
import errno
import gc
import io
import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from envcheck.__main__ import main
from envcheck.errors import EXIT_CLEAN, EXIT_FINDINGS
from tests.figures import FIGURES
from tests.program import Done, write
from tests.watch import WATCH

#: No word of the program has a part of it.
CANARY = "Qx7Zj2kXq9wJz4Kx"

#: What a run asks of the operating system, by name in ``os``; files that are open are watched, too.
CALLS = ("open", "close", "stat", "lstat", "fstat", "fdopen", "readlink", "chmod", "replace", "unlink", "scandir", "getcwd")
ERRORS = (errno.EIO, errno.ENOSPC, errno.EACCES, errno.EINTR)

SCHEMA = {
    "required": ["API_TOKEN"],
    "properties": {"API_TOKEN": {"minLength": 9, "writeOnly": True}, "PORT": {"type": "integer"}},
}
CONFIG = """\
[services.api]
schema = "schemas/api.json"
[environments.staging.sources]
api = "api.staging.env"
[environments.production.sources]
api = ["render-group:shared.json", "api.production.json"]
"""
PROJECT = {
    "envcheck.toml": CONFIG,
    "schemas/api.json": {
        **SCHEMA,
        "properties": {"API_TOKEN": {"$ref": "common.json#/$defs/token"}, "PORT": {"type": "integer"}},
    },
    "schemas/common.json": {"$defs": {"token": {"minLength": 9, "writeOnly": True}}},
    "api.staging.env": f"API_TOKEN={CANARY}1\nPORT=8000\n",
    "api.production.json": [{"key": "API_TOKEN", "value": f"{CANARY}2"}],
    "shared.json": {"envVars": [{"key": "PORT", "value": "8000"}]},
    "report.json": "an older report",
}
#: Rules whose findings the projects below have.
RULE = re.compile("wrong-type|shape-drift")

#: What a run may write.
REPORTS = ("report.json", "new.sarif")
BROKEN = {**PROJECT, "api.staging.env": f"API_TOKEN={CANARY}1\nPORT={CANARY}\n"}


class Faults:
    """Counts the calls of a run, and makes one of them fail, or it and all that follow."""

    def __init__(self, place: int = 0, number: int = errno.EIO, *, lasting: bool = False) -> None:
        self.count = 0
        self.place = place
        self.number = number
        self.lasting = lasting
        self.called = ""

    def pass_on(self, name: str) -> None:
        """One call more. Raises OSError where it is its turn."""
        self.count += 1
        if self.count == self.place:
            self.called = name
        if self.place and (self.count == self.place or (self.lasting and self.count > self.place)):
            raise OSError(self.number, CANARY, CANARY)

    def watched(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """A function that fails when it is its turn."""

        def watch(*given: Any, **more: Any) -> Any:
            self.pass_on(call.__name__)
            return call(*given, **more)

        return watch

    def opened(self, open: Callable[..., Any]) -> Callable[..., Any]:
        """What opens files whose reading and writing is watched."""

        def watch(*given: Any, **more: Any) -> Any:
            self.pass_on("open")
            return File(open(*given, **more), self)

        return watch


class File:
    """A file each of whose calls may fail."""

    def __init__(self, file: Any, faults: Faults) -> None:
        self._file = file
        self._faults = faults

    def __enter__(self) -> File:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return self._faults.watched(getattr(self._file, name))


@contextmanager
def faulty(faults: Faults) -> Iterator[None]:
    """The operating system, with its faults."""
    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            if name != "fdopen":
                patch.setattr(os, name, faults.watched(getattr(os, name)))
        patch.setattr(os, "fdopen", faults.opened(os.fdopen))
        patch.setattr(builtins, "open", faults.opened(builtins.open))
        yield


def contents(folder: Path) -> dict[str, bytes]:
    """Everything in a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


RUNS: dict[str, tuple[dict[str, Any], tuple[str, ...], int]] = {
    "config": (PROJECT, ("check", "--format", "text"), EXIT_CLEAN),
    "findings": (BROKEN, ("check", "--format", "sarif"), EXIT_FINDINGS),
    "report": (BROKEN, ("check", "--output", "json:report.json", "--output", "sarif:new.sarif"), EXIT_FINDINGS),
    "file": (PROJECT, ("check", "api.staging.env", "--schema", "schemas/api.json", "--env", "staging", "--isolated"), EXIT_CLEAN),
    "diff": (BROKEN, ("diff", "staging", "production", "--format", "json", "--fail-on", "warning"), EXIT_FINDINGS),
    "schema": (PROJECT, ("schema", "check"), EXIT_CLEAN),
}


def run(faults: Faults, *arguments: str) -> Done:
    """How a run ends that meets these faults."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), WATCH.over(arguments), faulty(faults):
        code = main(arguments)
    gc.enable()  # a run leaves it to the end of the process
    return Done(code, out.getvalue(), err.getvalue())


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from-then-on"])
@pytest.mark.parametrize("name", RUNS)
def test_a_fault_is_said_or_changes_nothing(name: str, lasting: bool, folder: Path) -> None:
    files, arguments, code = RUNS[name]
    write(folder, files)
    counted = Faults()
    usual = run(counted, *arguments)
    assert usual.code == code
    assert counted.count > 3

    wrong = []
    for place in range(1, counted.count + 1):
        for number in ERRORS:
            for path in set(contents(folder)) - set(files):
                os.unlink(path)
            write(folder, files)
            faults = Faults(place, number, lasting=lasting)
            done = run(faults, *arguments)
            said = f"call {place} of {counted.count}, {faults.called}, {errno.errorcode[number]}"
            FIGURES.note("system faults")
            wrong += [f"{said}: {why}" for why in faults_of(done, usual, folder, files, lasting=lasting)]
    assert wrong == [], "\n" + "\n".join(wrong)


def faults_of(done: Done, usual: Done, folder: Path, files: dict[str, Any], *, lasting: bool) -> Iterator[str]:
    """What is wrong with how a run ended."""
    if done.code == EXIT_CLEAN and done != usual:
        yield "it is clean, and not as it was"
    if done.code == EXIT_FINDINGS == usual.code and set(RULE.findall(done.out)) != set(RULE.findall(usual.out)):
        yield "other findings than there were"
    if "internal error" in done.err:
        yield f"an internal error: {done.err}"
    if CANARY[:6] in done.said or "Traceback" in done.said:
        yield "a value, or a traceback"
    left = contents(folder)
    for path in left.keys() | set(files):
        if path.endswith(".tmp"):  # what cannot be deleted stays
            if not lasting:
                yield f"{path} is left behind"
        elif path in REPORTS:
            if not is_whole(left.get(path), files.get(path)):
                yield f"{path} is neither what it was nor a whole report"
        elif left.get(path) != as_bytes(files[path]):
            yield f"{path} is changed"


def as_bytes(content: Any) -> bytes:
    """What is written as the content of a file."""
    return (content if isinstance(content, str) else json.dumps(content, indent=2)).encode()


def is_whole(report: bytes | None, before: str | None) -> bool:
    """Whether a report is what it was, or is JSON."""
    if report is None or report == as_bytes(before):
        return report is None if before is None else True
    return isinstance(json.loads(report), dict)
