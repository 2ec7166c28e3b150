"""How a text is read as its declared type."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

#: Words that are read as a boolean, in any case.
BOOLEANS: dict[str, bool] = {
    word: truth for truth, words in ((True, "true 1 yes on t y"), (False, "false 0 no off f n")) for word in words.split()
}

#: Python refuses to convert more digits, and no setting needs them.
MOST_DIGITS = 4_300

_NUMBER_CHARACTERS = frozenset("+-.0123456789eE")


def read_integer(text: str) -> int | None:
    """The integer that a sign and digits stand for, or None; ``1.0``, ``1_000`` and `` 1`` are none."""
    digits = text[1:] if text[:1] in ("-", "+") else text
    if digits.isdigit() and digits.isascii() and len(digits) <= MOST_DIGITS:
        return int(text)
    return None


def read_number(text: str) -> float | int | None:
    """The finite decimal that a text stands for, or None; an integer stays exact."""
    whole = read_integer(text)
    if whole is not None:
        return whole
    if not _NUMBER_CHARACTERS.issuperset(text):
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) != float("inf") else None


def read_boolean(text: str) -> bool | None:
    """The boolean that a word stands for, or None."""
    return BOOLEANS.get(text.lower())


READERS: dict[str, Callable[[str], Any]] = {
    "integer": read_integer,
    "number": read_number,
    "boolean": read_boolean,
}

#: What a declared type is called in a message.
TYPE_NAMES = {
    "string": "a text",
    "integer": "an integer: a sign and digits",
    "number": "a number: a finite decimal",
    "boolean": "a boolean: true/false, 1/0, yes/no, on/off, t/f or y/n",
    "array": "a JSON array",
    "object": "a JSON object",
    "null": "null, and no text ever is",
}
