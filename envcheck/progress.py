"""How far a long reading is, on a terminal."""

from __future__ import annotations

import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

#: Who waits for less does not wonder.
SECONDS_OF_SILENCE = 1.0
#: A line that is written anew more often is not read either.
SECONDS_BETWEEN = 0.1


class Progress:
    """A line on standard error that overwrites itself and is gone at the end; of a stream that is no terminal nothing is seen.

    It is called with how many are read and of how many, and is a context, at whose end the line is cleared.
    """

    def __init__(self, stream: TextIO | None = None, monotonic: Callable[[], float] = time.monotonic) -> None:
        stream = stream if stream is not None else sys.stderr
        self._stream = stream if stream is not None and os.environ.get("TERM") != "dumb" and stream.isatty() else None
        self._monotonic = monotonic
        self._next = monotonic() + SECONDS_OF_SILENCE
        self._width = 0

    def __call__(self, done: int, total: int) -> None:
        """Show how far it is, unless that was just done."""
        if self._stream is None or self._monotonic() < self._next:
            return
        self._next = self._monotonic() + SECONDS_BETWEEN
        self._write(f"read {done:,} of {total:,} services")

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *error: object) -> None:
        if self._width:
            self._write("")

    def _write(self, text: str) -> None:
        assert self._stream is not None
        try:
            self._stream.write(f"\r{text.ljust(self._width)}" if text else f"\r{' ' * self._width}\r")
            self._stream.flush()
        except (OSError, ValueError):  # the terminal is gone; nothing depends on it
            self._stream, self._width = None, 0
            return
        self._width = len(text)
