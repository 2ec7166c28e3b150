"""What stops a run, and the exit codes."""

from __future__ import annotations

EXIT_CLEAN = 0
EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_INCOMPLETE = 3
EXIT_INTERRUPTED = 130
EXIT_PIPE_CLOSED = 141


class EnvcheckError(Exception):
    """A run, or a part of it, that cannot go on; never holds a value."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(EnvcheckError):
    """The request is wrong: arguments, config or schema; exit code 2."""


class SourceError(EnvcheckError):
    """A source could not be read whole; exit code 3.

    ``id`` is a stable word for the kind of failure, ``line`` and ``column`` count from 1.
    """

    def __init__(
        self,
        id: str,
        message: str,
        *,
        hint: str = "",
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.id = id
        self.line = line
        self.column = column


#: A hint lists no more words than a reader takes in at once.
_MOST_LISTED = 12


def did_you_mean(word: str, known: list[str]) -> str:
    """A hint that names the known word nearest to a wrong one, or lists them if they are few."""
    from difflib import get_close_matches

    near = get_close_matches(word, known)
    if near:
        return f"did you mean '{near[0]}'?"
    return f"known: {', '.join(sorted(known))}" if 0 < len(known) <= _MOST_LISTED else ""
