"""Strict JSON that knows where each of its values stands."""

from __future__ import annotations

from envcheck.errors import SourceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    # Start and end of the value, start and end of the member's key (of an array's element: of the value).
    _Span = tuple[int, int, int, int]
    _Spans = dict[str | int, _Span]

MAX_DEPTH = 64

_BLANKS = " \t\n\r"
_NOT_JSON = "not JSON"
_REPEATED = "not strict JSON: a member is repeated"
_CONSTANT = "not strict JSON: NaN and Infinity are not in it"
_TOO_LONG = "not strict JSON: a number has too many digits"
_TOO_DEEP = f"not strict JSON: nested deeper than {MAX_DEPTH}"

_HINTS = {
    _REPEATED: "keep one of the two",
    _CONSTANT: "write null, or quote it",
    _TOO_LONG: "quote it",
}

# What is left of a value when a text is cut inside it (a string's rest is looked at elsewhere).
_CUT = ("", "-", ".", "e", "E", "e-", "E-", "e+", "E+", "t", "tr", "tru", "f", "fa", "fal", "fals", "n", "nu", "nul")


class JsonText:
    """A JSON text, read whole; keeps the text, so its repr is closed."""

    __slots__ = ("_inside", "_lines", "_root", "_text", "_walk", "value")

    def __init__(self, text: str) -> None:
        self._text = text
        self._inside: dict[int, _Spans] = {}
        self._lines: list[int] = []
        self._walk: _Walk | None = None
        self._root: _Span = (0, 0, 0, 0)
        self.value: Any = _load(text)

    def position(self, pointer: tuple[str | int, ...]) -> tuple[int, int, int]:
        """Line, column and end column of the value at a path; of a longer value, only its first line."""
        start, end, _, _ = self._find(pointer)
        return self._place(start, end)

    def key_position(self, pointer: tuple[str | int, ...]) -> tuple[int, int, int]:
        """Line, column and end column of a member's key, quotes included; of what has no key, the value."""
        _, _, start, end = self._find(pointer)
        return self._place(start, end)

    def share_a_line(self, earlier: tuple[str | int, ...], later: tuple[str | int, ...]) -> bool:
        """Whether of two values the second begins on the line on which the first ends."""
        between = self._text[self._find(earlier)[1] : self._find(later)[0]]
        return "\n" not in between and "\r" not in between

    def _find(self, pointer: tuple[str | int, ...]) -> _Span:
        """The span of a value; reads each list or object on the way once, skipping what is in its members."""
        if self._walk is None:
            self._walk = _Walk(self._text, strict=False)
            start, end = self._walk.blanks(0), len(self._text.rstrip(_BLANKS))
            self._root = (start, end, start, end)
        span = self._root
        for step in pointer:
            start = span[0]
            spans = self._inside.get(start)
            if spans is None:
                is_container = self._text.startswith(("{", "["), start)
                spans = self._inside[start] = self._walk.inside(start, 0)[1] if is_container else {}
            if step not in spans:
                raise LookupError("the document has no such place")
            span = spans[step]
        return span

    def _place(self, start: int, end: int) -> tuple[int, int, int]:
        from bisect import bisect_right

        if not self._lines:
            self._lines.append(0)
            for content in self._text.replace("\r\n", " \n").replace("\r", "\n").split("\n"):
                self._lines.append(self._lines[-1] + len(content) + 1)
        line = bisect_right(self._lines, start)
        first = self._lines[line - 1]
        if line < len(self._lines) and end > self._lines[line]:
            end = start + len(self._text[start : self._lines[line]].rstrip("\r\n"))
        return line, start - first + 1, end - first + 1

    def __repr__(self) -> str:
        return "JsonText(…)"


def _load(text: str) -> Any:
    """The document, from the standard library's scanner with three refusals added."""
    start = len(text) - len(text.lstrip(_BLANKS))
    try:
        value, end = _scanner()(text, start)
    except (
        ValueError,
        StopIteration,
        RecursionError,
        SystemError,
    ):  # the last where json.decoder, whose error it is, is not imported
        end = -1
    # Counting brackets costs nothing, and only what has many can be deep.
    is_shallow = text.count("[") + text.count("{") <= MAX_DEPTH
    if end >= 0 and not text[end:].strip(_BLANKS) and (is_shallow or not _too_deep(value)):
        return value
    # Raised out here, because the library's error holds all of the text and would stay in __context__.
    _Walk(text, strict=True).document()
    raise SourceError("not-json", _NOT_JSON)


def _scanner() -> Callable[[str, int], tuple[Any, int]]:
    """The scanner in C that the standard library's ``json`` uses.

    Importing that package, and with it ``re`` and ``enum``, takes half as long as starting Python.
    """
    decoder: Any = _Strict
    try:
        from _json import make_scanner

        return make_scanner(decoder)
    except (ImportError, AttributeError):  # another Python than CPython, or one whose scanner asks for more
        from json import JSONDecoder

        decoder = JSONDecoder(object_pairs_hook=_members, parse_constant=_refuse)
        scan: Callable[[str, int], tuple[Any, int]] = decoder.scan_once
        return scan


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError
    return members


def _refuse(constant: str) -> None:
    raise ValueError


class _Strict:
    """What the scanner asks of its context, which is a decoder elsewhere."""

    strict = True
    object_hook = None
    object_pairs_hook = staticmethod(_members)
    parse_float = float
    parse_int = int
    parse_constant = staticmethod(_refuse)


def _too_deep(value: Any) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            child
            for node in level
            for child in (node.values() if node.__class__ is dict else node)
            if child.__class__ is not str and isinstance(child, (dict, list))
        ]
        if not level:
            return False
    return True


class _Walk:
    """A walk through a text, to note where values stand or, if ``strict``, to find the first mistake.

    Only a strict walk goes into members; the other leaves them to the standard library's scanner, which is in C.
    """

    __slots__ = ("decode", "strict", "text")

    def __init__(self, text: str, *, strict: bool) -> None:
        import json

        self.text = text
        self.strict = strict
        self.decode = json.JSONDecoder(parse_constant=_refuse).raw_decode

    def document(self) -> None:
        """Raises the first mistake."""
        end = self.blanks(self.value(self.blanks(0), 0))
        if end != len(self.text):
            raise self.unexpected(end)

    def blanks(self, at: int) -> int:
        """The place behind blanks."""
        text = self.text
        while text[at : at + 1] in _BLANKS and at < len(text):
            at += 1
        return at

    def value(self, at: int, depth: int) -> int:
        """The place behind a value."""
        if self.strict and self.text[at : at + 1] in ("{", "["):
            if depth == MAX_DEPTH:
                raise self.mistake(_TOO_DEEP, at)
            return self.inside(at, depth + 1)[0]
        return self.decoded(at)[1]

    def inside(self, at: int, depth: int) -> tuple[int, _Spans]:
        """The place behind a list or an object, and the spans of its members."""
        spans: _Spans = {}
        is_object = self.text.startswith("{", at)
        close = "}" if is_object else "]"
        at = self.blanks(at + 1)
        if self.text.startswith(close, at):
            return at + 1, spans
        while True:
            start = at
            key: str | int = len(spans)
            if is_object:
                key, key_end = self.key(at, spans)
                at = self.behind(":", self.blanks(key_end))
            end = self.value(at, depth)
            spans[key] = (at, end, start, key_end if is_object else end)
            at = self.blanks(end)
            if self.text.startswith(close, at):
                return at + 1, spans
            at = self.behind(",", at)

    def key(self, at: int, known: _Spans) -> tuple[str, int]:
        """A member's key and the place behind it."""
        if not self.text.startswith('"', at):
            raise self.unexpected(at)
        key, end = self.decoded(at)
        if key in known:
            raise self.mistake(_REPEATED, at)
        return key, end

    def behind(self, mark: str, at: int) -> int:
        """The place behind a mark that must stand here, and behind blanks."""
        if not self.text.startswith(mark, at):
            raise self.unexpected(at)
        return self.blanks(at + 1)

    def decoded(self, at: int) -> tuple[Any, int]:
        """A value and the place behind it."""
        import json
        import re

        is_syntax = False
        try:
            return self.decode(self.text, at)
        except json.JSONDecodeError:
            is_syntax = True
        except ValueError:  # NaN, or the interpreter's limit of digits
            pass
        if not is_syntax:
            constant = self.text.startswith(("NaN", "Infinity", "-Infinity"), at)
            raise self.mistake(_CONSTANT if constant else _TOO_LONG, at)
        if self.text.startswith('"', at):
            body = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.?)*+', re.DOTALL).match(self.text, at)
            if body and not self.text.startswith('"', body.end()):
                at = body.end()
        raise self.unexpected(at)

    def unexpected(self, at: int) -> SourceError:
        """The error for a character that cannot stand here, or for the end of the text."""
        if self.text[at:].strip(_BLANKS) in _CUT:
            end = len(self.text.rstrip(_BLANKS))
            return self.mistake("JSON ends early", end, hint="it was cut short: fetch it again")
        return self.mistake(_NOT_JSON, at)

    def mistake(self, message: str, at: int, hint: str = "") -> SourceError:
        """An error with its line and column."""
        before = self.text[:at].replace("\r\n", "\n").replace("\r", "\n")
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        return SourceError("not-json", message, hint=hint or _HINTS.get(message, ""), line=line, column=column)
