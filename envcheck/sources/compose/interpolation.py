"""References in the values of a compose file, replaced as Compose does it.

The forms are those of compose-go's template (`docs.docker.com/reference/compose-file/interpolation`; tried with Docker Compose
2.40.3, 2026-11): a dollar sign before anything else than a name or a brace stands for itself.
"""

from __future__ import annotations

from envcheck.errors import SourceError
from envcheck.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    #: Gives the value of a name, or None where nothing here has one.
    Scope = Callable[[str], str | None]

#: What stands in a text for a part that is not known: no service, port or scheme is called so.
STAND_IN = "zq0unknown"

MAX_LEVELS = 16
#: Characters that references may bring into all values of one source.
MAX_FILLED = 10_000_000

_OPERATORS = (":-", ":?", ":+", "-", "?", "+")


class Filled(NamedTuple):
    """A text with its references replaced; where ``is_whole`` is false, the shell has to fill in more. The repr is closed."""

    text: str
    is_whole: bool

    def __repr__(self) -> str:
        return "Filled(…)"


class BrokenReferenceError(Exception):
    """A text with a reference that Compose refuses; says nothing of it."""


class Filler:
    """Replaces references, within a budget for all of them."""

    def __init__(self) -> None:
        self._left = MAX_FILLED

    def fill(self, text: str, scope: Scope, level: int = 0) -> Filled:
        """A text with its references replaced. Raises BrokenReferenceError, or SourceError where it grows too large."""
        if "$" not in text:
            return Filled(text, True)
        if level > MAX_LEVELS:
            raise BrokenReferenceError
        done: list[str] = []
        is_whole = True
        at = 0
        while (dollar := text.find("$", at)) >= 0:
            done.append(text[at:dollar])
            at, found = self._reference(text, dollar, scope, level)
            self._spend(found.text)
            done.append(found.text)
            is_whole = is_whole and found.is_whole
        return Filled("".join((*done, text[at:])), is_whole)

    def _reference(self, text: str, dollar: int, scope: Scope, level: int) -> tuple[int, Filled]:
        """Where the text goes on behind a dollar sign, and what stands for it."""
        following = text[dollar + 1 : dollar + 2]
        if following == "$":
            return dollar + 2, Filled("$", True)
        if following != "{":
            end = _end_of_name(text, dollar + 1)
            return end, _known(scope(text[dollar + 1 : end])) if end > dollar + 1 else Filled("$", True)
        close = _closing(text, dollar + 1)
        start, end = dollar + 2, _end_of_name(text, dollar + 2)
        if close < 0 or start == end or end > close:
            raise BrokenReferenceError
        operator = next((each for each in _OPERATORS if text.startswith(each, end)), "")
        if not operator and end != close:
            raise BrokenReferenceError
        return close + 1, self._choose(scope(text[start:end]), operator, text[end + len(operator) : close], scope, level)

    def _choose(self, value: str | None, operator: str, other: str, scope: Scope, level: int) -> Filled:
        """What a reference in braces stands for."""
        counts = bool(value) if operator[:1] == ":" else value is not None
        if operator[-1:] == "-" and not counts:
            return self.fill(other, scope, level + 1)
        if operator[-1:] == "+" and value is not None:
            return self.fill(other, scope, level + 1) if counts else Filled("", True)
        if operator[-1:] == "?" and not counts:
            return _known(None)
        return _known(value)

    def _spend(self, text: str) -> None:
        self._left -= len(text)
        if self._left < 0:
            hint = "write out what the references stand for"
            raise SourceError("too-large", f"larger than {MAX_FILLED:,} characters, references replaced", hint=hint)


def _known(value: str | None) -> Filled:
    return Filled(value, True) if value is not None else Filled(STAND_IN, False)


def _end_of_name(text: str, start: int) -> int:
    """Where the name ends that begins at a place; the place itself where none does."""
    end = start
    while (
        end < len(text)
        and text[end].isascii()
        and (text[end].isalpha() or text[end] == "_" or (end > start and text[end].isdigit()))
    ):
        end += 1
    return end


def _closing(text: str, opening: int) -> int:
    """Where the brace is that closes an opening one, others inside of it counted; -1 where there is none."""
    level, at = 0, opening
    while at < len(text):
        if text[at] == "}":
            level -= 1
            if not level:
                return at
        elif text[at] == "{":
            level += 1
            at += 1  # as compose-go does it, so that `${}` is never closed
        at += 1
    return -1
