"""Every way out of a run is an exit code, and what a defect leaves behind holds no value."""

from __future__ import annotations

import gc
import io
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import NoReturn

import pytest

from envcheck import __main__ as entry
from envcheck import console, quick
from envcheck import run as runs
from envcheck.errors import EnvcheckError, SourceError, UsageError

MARKER = "made-up-marker-7Q"


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """A run leaves the collector switched off."""
    yield
    gc.enable()


def raising(error: BaseException) -> Callable[[Sequence[str]], int]:
    def dispatch(arguments: Sequence[str]) -> NoReturn:
        raise error

    return dispatch


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (UsageError("made-up", hint="do that"), 2, "envcheck: made-up\n  hint: do that\n"),
        (UsageError("made-up"), 2, "envcheck: made-up\n"),
        (EnvcheckError("made-up", hint="do that"), 3, "envcheck: made-up\n  hint: do that\n"),
        (SourceError("made-up", "made-up"), 3, "envcheck: made-up\n"),
        (KeyboardInterrupt(MARKER), 130, ""),
        (BrokenPipeError(32, MARKER), 141, ""),
        (
            OSError(28, MARKER),
            3,
            "envcheck: the operating system refuses what a run cannot do without: No space left on device (system-error)\n",
        ),
        (OSError(MARKER), 3, "envcheck: the operating system refuses what a run cannot do without: something (system-error)\n"),
    ],
)
def test_what_stops_a_run_is_a_code_and_a_line(
    error: BaseException, code: int, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(entry, "_dispatch", raising(error))
    assert (entry.main(["x"]), *capsys.readouterr()) == (code, "", said)


def from_outside() -> NoReturn:
    raise ZeroDivisionError(MARKER)


@pytest.mark.parametrize("error", [ValueError(MARKER), RecursionError(MARKER), MemoryError(MARKER)])
def test_a_defect_is_told_by_its_class_and_its_place(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The place is the last one of envcheck's own."""
    monkeypatch.setattr(entry, "_dispatch", raising(error))
    code = entry.main(["x"])
    first, second = capsys.readouterr().err.splitlines()
    assert code == 3
    assert first.startswith(f"envcheck: internal error: {type(error).__name__} at envcheck.__main__:")
    assert first.endswith(" (internal-error)")
    assert second == "  hint: This is a defect of envcheck; please report the line above, it holds no value."


def test_the_place_of_a_defect_is_the_innermost_of_envcheck(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(runs, "run", lambda request: from_outside())
    assert entry.main(["check", "x"]) == 3
    assert re.search(r"ZeroDivisionError at envcheck\.console:\d+ \(internal-error\)$", capsys.readouterr().err.splitlines()[0])


def test_a_defect_outside_of_envcheck_has_no_place(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        from_outside()
    except ZeroDivisionError as error:
        code = entry._report_error(error)
    assert (code, capsys.readouterr().err.splitlines()[0]) == (3, "envcheck: internal error: ZeroDivisionError (internal-error)")


def test_a_defect_in_code_of_no_module_has_no_place(capsys: pytest.CaptureFixture[str]) -> None:
    """As the methods of some classes of the standard library are made."""
    try:
        exec("1 / 0", {"__builtins__": {}})
    except ZeroDivisionError as error:
        assert error.__traceback__ is not None
        code = entry._report_error(error.with_traceback(error.__traceback__.tb_next))
    assert (code, capsys.readouterr().err.splitlines()[0]) == (3, "envcheck: internal error: ZeroDivisionError (internal-error)")


def test_the_arguments_are_those_of_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Sequence[str]] = []

    def dispatch(arguments: Sequence[str]) -> int:
        given.append(arguments)
        return 7

    monkeypatch.setattr(entry, "_dispatch", dispatch)
    monkeypatch.setattr(sys, "argv", ["envcheck", "a", "b"])
    assert (entry.main(), entry.main(["c"]), entry.main([])) == (7, 7, 7)
    assert given == [["a", "b"], ["c"], []]


def test_nothing_is_collected_in_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry, "_dispatch", lambda arguments: int(gc.isenabled()))
    assert entry.main([]) == 0


def test_a_process_ends_at_once_with_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry, "_dispatch", lambda arguments: 3)
    monkeypatch.setattr(os, "_exit", sys.exit)
    with pytest.raises(SystemExit) as caught:
        entry.run_to_exit()
    assert caught.value.code == 3


class Stuck(io.StringIO):
    """A stream that cannot write."""

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self.descriptor = descriptor

    def flush(self) -> None:
        raise OSError(28, MARKER)

    def fileno(self) -> int:
        return self.descriptor


def test_what_a_stream_cannot_write_is_dropped() -> None:
    """Its descriptor leads nowhere afterwards, and can be written to."""
    reading, writing = os.pipe()
    try:
        entry._let_go(Stuck(writing))
        os.write(writing, b"made-up")
        os.set_blocking(reading, False)
        assert os.read(reading, 10) == b""  # nobody writes to the pipe any more
    finally:
        os.close(reading)
        os.close(writing)


def test_a_stream_that_is_closed_before_the_start_is_let_be() -> None:
    entry._let_go(None)


@pytest.mark.parametrize("name", ["__stdout__", "__stderr__"])
def test_both_streams_are_let_go(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[bool] = []

    class Noted(io.StringIO):
        def flush(self) -> None:
            flushed.append(True)

    monkeypatch.setattr(entry, "_dispatch", lambda arguments: 0)
    monkeypatch.setattr(sys, name, Noted())
    assert (entry.main([]), flushed) == (0, [True])


@pytest.mark.parametrize(
    ("arguments", "way"),
    [
        (["check", ".env"], "quick"),
        (["check"], "quick"),
        (["check", "--help"], "click"),
        (["rules"], "click"),
        (["xcheck", "check"], "click"),
        ([], "click"),
    ],
)
def test_the_plain_form_of_check_needs_no_click(arguments: list[str], way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it runs is the request of the arguments behind ``check``."""
    ways: list[object] = []

    def execute(request: object, run: object) -> int:
        ways.append(("quick", request == quick.parse(arguments[1:]), run is runs.run))
        return 5

    def run_click(given: Sequence[str]) -> int:
        ways.append(("click", list(given) == arguments))
        return 6

    monkeypatch.setattr(console, "execute", execute)
    monkeypatch.setattr("envcheck.cli.run_click", run_click)
    expected = ("quick", True, True) if way == "quick" else ("click", True)
    assert (entry.main(arguments), ways) == (5 if way == "quick" else 6, [expected])
