"""The day, which is all of the clock that a verdict depends on."""

from __future__ import annotations

import time

from envcheck.errors import UsageError

_SECONDS = 86_400


def current_day() -> int:
    """Today in UTC, in days from 1970-01-01."""
    return int(time.time()) // _SECONDS


def shown(day: int) -> str:
    """A day as ``YYYY-MM-DD``."""
    from datetime import date, timedelta

    return str(date(1970, 1, 1) + timedelta(day))


def day_of(text: str) -> int:
    """The day that ``YYYY-MM-DD`` names, in days from 1970-01-01. Raises UsageError."""
    from datetime import date

    try:
        if len(text) != len("YYYY-MM-DD"):
            raise ValueError
        return (date.fromisoformat(text) - date(1970, 1, 1)).days
    except ValueError:
        pass
    raise UsageError(f"--today '{text}' is no day", hint="Write it as YYYY-MM-DD.")
