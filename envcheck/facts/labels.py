"""Host names in other alphabets: which encoded labels (``xn--…``) are well-formed.

By RFC 5891, 5892 (derived properties, contextual rules) and 3492; verified 2026-11. Python's own codec knows only the older
IDNA of 2003, which has no ``ß`` and no joiners: it refuses the host of straße.example.
"""

from __future__ import annotations

import unicodedata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_LETTERS_AND_DIGITS = frozenset(("Ll", "Lu", "Lo", "Nd", "Lm", "Mn", "Mc"))
_ALLOWED = frozenset("\u00df\u03c2\u06fd\u06fe\u0f0b\u3007")
_EXCLUDED = frozenset("\u0640\u07fa\u302e\u302f\u3031\u3032\u3033\u3034\u3035\u303b")
#: Old Hangul, marks for symbols, musical notation.
_EXCLUDED_RANGES = ((0x1100, 0x11FF), (0xA960, 0xA97C), (0xD7B0, 0xD7FF), (0x20D0, 0x20FF), (0x1D100, 0x1D24F))
_VIRAMA = 9
#: Alphabets whose letters join; which of them do not, no table of Python's tells.
_JOINING = ("ARABIC LETTER", "SYRIAC LETTER", "NKO LETTER", "MANDAIC LETTER", "MONGOLIAN LETTER", "PHAGS-PA LETTER")
_ARABIC_DIGITS = frozenset(map(chr, range(0x660, 0x66A)))
_EXTENDED_DIGITS = frozenset(map(chr, range(0x6F0, 0x6FA)))


def is_encoded_label(label: str) -> bool:
    """Whether a label that begins with ``xn--`` stands for one of IDNA 2008."""
    encoded = label[4:].lower()
    try:
        text = encoded.encode("ascii").decode("punycode")
    except (UnicodeError, OverflowError):
        return False
    if not text or text.isascii() or text.encode("punycode").decode("ascii") != encoded:
        return False
    if text[0] == "-" or text[-1] == "-" or text[2:4] == "--" or unicodedata.category(text[0])[0] == "M":
        return False
    return unicodedata.normalize("NFC", text) == text and all(_is_allowed(text, at) for at in range(len(text)))


def _is_allowed(text: str, at: int) -> bool:
    character = text[at]
    if character in _ALLOWED or character == "-":
        return True
    rule = _CONTEXTS.get(character)
    if rule is not None:
        return rule(text, at)
    if character in _EXCLUDED or any(first <= ord(character) <= last for first, last in _EXCLUDED_RANGES):
        return False
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", character).casefold())
    return folded == character and unicodedata.category(character) in _LETTERS_AND_DIGITS


def _is_named(character: str, *beginnings: str) -> bool:
    return unicodedata.name(character, "").startswith(beginnings)


def _after_virama(text: str, at: int) -> bool:
    return at > 0 and unicodedata.combining(text[at - 1]) == _VIRAMA


def _between_joining(text: str, at: int) -> bool:
    return _after_virama(text, at) or (0 < at < len(text) - 1 and all(_is_named(text[i], *_JOINING) for i in (at - 1, at + 1)))


def _after_hebrew(text: str, at: int) -> bool:
    return at > 0 and _is_named(text[at - 1], "HEBREW")


def _with_japanese(text: str, at: int) -> bool:
    return any(each != text[at] and _is_named(each, "HIRAGANA", "KATAKANA", "CJK UNIFIED") for each in text)


#: Characters that are allowed only in company.
_CONTEXTS: dict[str, Callable[[str, int], bool]] = {
    "\u00b7": lambda text, at: text[max(at - 1, 0) : at + 2] == "l\u00b7l",
    "\u0375": lambda text, at: _is_named(text[at + 1 : at + 2] or "-", "GREEK"),
    "\u05f3": _after_hebrew,
    "\u05f4": _after_hebrew,
    "\u30fb": _with_japanese,
    "\u200c": _between_joining,
    "\u200d": _after_virama,
    **dict.fromkeys(_ARABIC_DIGITS, lambda text, at: _EXTENDED_DIGITS.isdisjoint(text)),
    **dict.fromkeys(_EXTENDED_DIGITS, lambda text, at: _ARABIC_DIGITS.isdisjoint(text)),
}
