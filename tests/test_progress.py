"""How far a reading is can be seen on a terminal, and nowhere else."""

from __future__ import annotations

import io
import os
import pty
import select
import sys
from typing import TYPE_CHECKING

import pytest

from envcheck.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator


_MARK = "\0"


class Terminal:
    """A terminal, and what is written to it."""

    def __init__(self) -> None:
        self._reader, writer = pty.openpty()
        self.stream = open(writer, "w", encoding="utf-8")  # noqa: SIM115

    def seen(self) -> str:
        """What was written since the last look: all before a mark of ours, which the terminal may pass on late."""
        self.stream.write(_MARK)
        self.stream.flush()
        text = ""
        while not text.endswith(_MARK) and select.select([self._reader], [], [], 10)[0]:
            text += os.read(self._reader, 10_000).decode()
        return text.removesuffix(_MARK)

    def close(self) -> None:
        """Let go of both ends."""
        self.stream.close()
        os.close(self._reader)


class Clock:
    """Time that a test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    """A terminal that can move its cursor."""
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    yield terminal
    terminal.close()


def shown(text: str) -> str:
    """What is on a line of a terminal after a text."""
    line: list[str] = []
    place = 0
    for character in text:
        if character == "\r":
            place = 0
            continue
        line[place : place + 1] = [character]
        place += 1
    return "".join(line).rstrip()


def test_a_short_reading_shows_nothing(terminal: Terminal) -> None:
    clock = Clock()
    with Progress(terminal.stream, clock) as progress:
        for done in range(3):
            progress(done, 3)
            clock.now += 0.3

    assert terminal.seen() == ""


def test_a_long_reading_shows_how_far_it_is(terminal: Terminal) -> None:
    clock = Clock()
    with Progress(terminal.stream, clock) as progress:
        clock.now = 1.5
        progress(12, 500)

        assert terminal.seen() == "\rread 12 of 500 services"


def test_the_line_overwrites_itself_and_is_gone_at_the_end(terminal: Terminal) -> None:
    clock = Clock()
    with Progress(terminal.stream, clock) as progress:
        clock.now = 2
        progress(1_499, 1_500)
        clock.now = 3
        progress(2, 3)
        before = terminal.seen()
    after = terminal.seen()

    assert shown(before) == "read 2 of 3 services"
    assert shown(before + after) == ""
    assert after.endswith("\r")
    assert "\n" not in before + after


def test_the_line_is_not_written_for_every_service(terminal: Terminal) -> None:
    clock = Clock()
    with Progress(terminal.stream, clock) as progress:
        clock.now = 2
        for done in range(100):
            progress(done, 100)

        assert terminal.seen() == "\rread 0 of 100 services"


def test_the_line_is_gone_after_a_failure_too(terminal: Terminal) -> None:
    clock = Clock()

    def fail() -> None:
        with Progress(terminal.stream, clock) as progress:
            clock.now = 2
            progress(1, 2)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()

    assert shown(terminal.seen()) == ""


def test_a_terminal_that_cannot_move_its_cursor_shows_nothing(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    clock = Clock()
    with Progress(terminal.stream, clock) as progress:
        clock.now = 2
        progress(1, 2)

    assert terminal.seen() == ""


def test_what_is_no_terminal_gets_nothing() -> None:
    clock, stream = Clock(), io.StringIO()
    with Progress(stream, clock) as progress:
        clock.now = 2
        progress(1, 2)

    assert stream.getvalue() == ""


def test_standard_error_is_the_stream_unless_another_is_named(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", terminal.stream)
    clock = Clock()
    with Progress(monotonic=clock) as progress:
        clock.now = 2
        progress(1, 2)

    assert "read 1 of 2 services" in terminal.seen()


def test_without_standard_error_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    clock = Clock()
    with Progress(monotonic=clock) as progress:
        clock.now = 2
        progress(1, 2)


def test_a_terminal_that_goes_away_stops_nothing(terminal: Terminal) -> None:
    clock = Clock()
    with Progress(terminal.stream, clock) as progress:
        clock.now = 2
        progress(1, 2)
        terminal.stream.close()
        clock.now = 3
        progress(2, 2)
