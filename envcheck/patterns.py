"""Patterns of a schema: written as ECMA-262 says, matched by RE2 in linear time."""

from __future__ import annotations

from envcheck.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_BLANKS = r"\t-\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}"
_NO_BLANKS = (
    r"\x{0}-\x{8}\x{e}-\x{1f}!-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e}\x{2030}-\x{205e}"
    r"\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff}"
)
_ANY = r"[\x{0}-\x{10ffff}]"
_NOTHING = r"[^\x{0}-\x{10ffff}]"
_HEXADECIMAL = "0123456789abcdefABCDEF"
_DOT = r"[^\n\r\x{2028}\x{2029}]"

#: General categories that ECMA-262 also knows by a longer name, as RE2 does not.
_CATEGORIES = {
    "Letter": "L",
    "Uppercase_Letter": "Lu",
    "Lowercase_Letter": "Ll",
    "Mark": "M",
    "Number": "N",
    "Decimal_Number": "Nd",
    "digit": "Nd",
    "Punctuation": "P",
    "punct": "P",
    "Symbol": "S",
    "Separator": "Z",
    "Other": "C",
}


class Translated(NamedTuple):
    """A pattern in RE2's words.

    ``is_linear`` is false with look-around and back references, which RE2 cannot match, ``is_standard`` where ECMA-262
    does not know a word of it, as the inline flags ``(?i)`` that RE2 and Python have.
    """

    text: str
    is_linear: bool
    is_standard: bool


def compile_pattern(pattern: str) -> Callable[[str], bool] | None:
    """A search for a pattern, or None where RE2 cannot read or match it.

    google-re2 is imported only by schemas with a pattern: it costs as much as the rest of a check.
    """
    translated = _translate(pattern)
    compiled = _compile(translated.text) if translated is not None and translated.is_linear else None
    if compiled is None:
        return None

    def matches(text: str) -> bool:
        try:
            return compiled.search(text) is not None
        except UnicodeError:  # a lone surrogate has no UTF-8
            return False

    return matches


def is_pattern(text: str) -> bool:
    """Whether a text is a pattern of ECMA-262, one that RE2 cannot match included."""
    translated = _translate(text)
    return translated is not None and translated.is_standard and _compile(translated.text) is not None


def _compile(text: str) -> Any:
    import re2

    options = re2.Options()
    options.log_errors = False  # it writes the pattern to stderr otherwise
    try:
        return re2.compile(text, options=options)
    except (re2.error, UnicodeError):
        return None


def _translate(pattern: str) -> Translated | None:
    """A pattern of ECMA-262 in RE2's words, or None where an escape means nothing in it."""
    done: list[str] = []
    is_linear = is_standard = True
    has_flags = "(?s" in pattern or "(?i" in pattern or "(?m" in pattern
    in_class = False
    at = 0
    while at < len(pattern):
        character, ahead = pattern[at], pattern[at : at + 4]
        length, text = 1, character
        if character == "\\":
            escape = _escape(pattern, at, in_class)
            if escape is None:
                return None
            length, text = escape
            is_linear = is_linear and text != "(?:)"
        elif in_class:
            in_class = character != "]"
            text = r"\[" if character == "[" else character  # [[:alpha:]] names no class in ECMA-262
        elif ahead[:2] == "[]":
            length, text = 2, _NOTHING
        elif ahead[:3] == "[^]":
            length, text = 3, _ANY
        elif character == "[":
            in_class = True
        elif character == "." and not has_flags:
            text = _DOT
        elif ahead[:3] in ("(?=", "(?!") or ahead in ("(?<=", "(?<!"):
            length = 4 if ahead[2] == "<" else 3
            text, is_linear = "(?:", False
        elif ahead[:2] == "(?" and ahead[2:3] not in (":", "<"):
            is_standard = False
        done.append(text)
        at += length
    return Translated("".join(done), is_linear, is_standard)


def _escape(pattern: str, at: int, in_class: bool) -> tuple[int, str] | None:
    """The length of the escape at a place, and what RE2 calls it; a back reference becomes an empty group."""
    letter = pattern[at + 1 : at + 2]
    if not letter:
        return None
    if letter in ("s", "S"):
        blanks = _BLANKS if letter == "s" else _NO_BLANKS
        return 2, blanks if in_class else f"[{blanks}]"
    if letter == "b" and in_class:
        return 2, r"\x{8}"
    if letter == "0" and not pattern[at + 2 : at + 3].isdecimal():
        return 2, r"\x{0}"
    if letter == "c" and pattern[at + 2 : at + 3].isalpha() and pattern[at + 2].isascii():
        return 3, rf"\x{{{ord(pattern[at + 2]) % 32:x}}}"
    if letter in ("x", "u"):
        return _code_point(pattern, at)
    if letter in ("p", "P"):
        return _property(pattern, at)
    if in_class or letter not in "123456789k":
        is_known = letter in "dDwWbBfnrtv" or (letter.isascii() and not letter.isalnum())
        return (2, "\\" + letter) if is_known else None
    if letter != "k":
        return 2, "(?:)"
    length, name, _ = _enclosed(pattern, at + 2, "<", ">")
    return (2 + length, "(?:)") if name else None


def _code_point(pattern: str, at: int) -> tuple[int, str] | None:
    length, digits, _ = _enclosed(pattern, at + 2, "{", "}")
    if not length:
        length = 2 if pattern[at + 1] == "x" else 4
        digits = pattern[at + 2 : at + 2 + length]
        if len(digits) < length:
            return None
    code = _number(digits)
    if code is None:
        return None
    if 0xD800 <= code < 0xDC00 and pattern[at + 6 : at + 8] == r"\u":
        low = _number(pattern[at + 8 : at + 12])
        if low is not None and 0xDC00 <= low < 0xE000:  # the second of a pair that is one character
            return 12, rf"\x{{{0x10000 + (code - 0xD800) * 0x400 + low - 0xDC00:x}}}"
    return 2 + length, rf"\x{{{code:x}}}"


def _number(digits: str) -> int | None:
    """What hexadecimal digits say; Python would read signs, blanks, underscores and digits of other scripts, too."""
    return int(digits, 16) if digits and all(digit in _HEXADECIMAL for digit in digits) else None


def _property(pattern: str, at: int) -> tuple[int, str] | None:
    length, name, kind = _enclosed(pattern, at + 2, "{", "}")
    if kind not in ("", "gc", "General_Category", "sc", "Script"):
        return None
    return 2 + length, f"\\{pattern[at + 1]}{{{_CATEGORIES.get(name, name)}}}"


def _enclosed(pattern: str, at: int, opening: str, closing: str) -> tuple[int, str, str]:
    """The length of what stands between two marks, with the marks, and the text on each side of its ``=``."""
    inside, mark, _ = pattern[at + 1 :].partition(closing)
    if pattern[at : at + 1] != opening or not mark:
        return 0, "", ""
    kind, equals, name = inside.partition("=")
    return len(inside) + 2, name if equals else kind, kind if equals else ""
