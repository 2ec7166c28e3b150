"""The text that a value of a compose file becomes in the container.

Tried with Docker Compose 2.40.3 (2026-11): it is read by Go's YAML parser, and what is no text is written out again by Go.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from envcheck.yaml_tree import YamlScalar

#: Numbers from here on, and below the negative half of it, are no whole ones to Go.
_END = 2**64
#: Digits that no whole number has, written to whatever base.
_MOST_DIGITS = 66
#: The exponent of ten from which on Go writes it.
_LARGE = 6


def text_of(scalar: YamlScalar) -> str | None:
    """The text, with references as they stand; None for a date, which Compose refuses."""
    if scalar.style != "plain":
        return scalar.text
    if scalar.kind == "boolean":
        return scalar.text.lower()
    if scalar.kind == "number":
        return _number(scalar.text)
    return None if is_date(scalar.text) else scalar.text


def is_date(text: str) -> bool:
    """Whether a plain text is a date to Go's YAML parser, with a time or without."""
    if not text[:4].isdecimal() or text[4:5] != "-" or not text.isascii():
        return False
    from datetime import date

    day, _, time = text.replace("t", "T").replace(" ", "T").partition("T")
    parts = day.split("-")
    if len(parts) != 3 or not all(1 <= len(part) <= 2 and part.isdecimal() for part in parts[1:]):
        return False
    try:
        date(*map(int, parts))
    except ValueError:
        return False
    return not time or (time[:1].isdecimal() and time.count(":") >= 2 and "T" not in time)


def _number(text: str) -> str:
    plain = text.replace("_", "")
    whole = _whole(plain)
    if whole is not None and -_END // 2 <= whole < _END:
        return str(whole)
    try:
        value = float(plain.lower().replace(".inf", "inf").replace(".nan", "nan"))
    except ValueError:  # `0b2`, which is neither
        return text
    if value - value != 0:  # infinite, or not a number
        is_written_so = "n" in plain.lower()
        return {"inf": "+Inf", "-inf": "-Inf"}.get(str(value), "NaN") if is_written_so else text
    return _float(value)


def _whole(text: str) -> int | None:
    sign, digits = (-1, text[1:]) if text[:1] == "-" else (1, text.removeprefix("+"))
    if len(digits) > _MOST_DIGITS or not digits.isalnum():
        return None
    base = {"0x": 16, "0b": 2, "0o": 8}.get(digits[:2].lower(), 8 if digits[:1] == "0" else 10)
    try:
        return sign * int(digits, base)
    except ValueError:
        return None


def _float(value: float) -> str:
    """As Go writes a number: with the fewest digits that tell it."""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    before, _, behind = mantissa.partition(".")
    digits = (before + behind).lstrip("0")
    power = len(before) - 1 + int(exponent or 0) - (len(before + behind) - len(digits))
    digits = digits.rstrip("0")
    sign = "-" if str(value)[:1] == "-" else ""
    if not digits:
        return f"{sign}0"
    if power < -4 or power >= _LARGE:
        rest = f".{digits[1:]}" if digits[1:] else ""
        return f"{sign}{digits[0]}{rest}e{'-' if power < 0 else '+'}{abs(power):02}"
    if power < 0:
        return f"{sign}0.{'0' * (-power - 1)}{digits}"
    digits = digits.ljust(power + 1, "0")
    rest = f".{digits[power + 1 :]}" if digits[power + 1 :] else ""
    return f"{sign}{digits[: power + 1]}{rest}"
