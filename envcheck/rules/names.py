"""Which names of variables may be shown, and how those that may not are called."""

from __future__ import annotations

from envcheck.facts.formats import KEY_HEADS


def is_plain_name(name: str) -> bool:
    """Whether a name is one that every loader and shell accepts: ``[A-Za-z_][A-Za-z0-9_]*``."""
    return name.isascii() and name.isidentifier()


#: A single word of so many characters is hardly a name, nor is a shorter one with a digit, or in both cases with a digit.
_LONG_WORD, _LONG_WITH_DIGIT, _LONG_MIXED = 20, 16, 8
_HEXADECIMAL = frozenset("0123456789abcdefABCDEF")


def is_showable(name: str, value: str | None = None) -> bool:
    """Whether a name may be printed: a secret that was pasted on a line of its own can look like one.

    With the value more is told: the end of a text in base64 is read as a name with nothing but ``=`` behind it.
    """
    if not is_plain_name(name) or len(name) > 60:
        return False
    is_mixed = not name.isupper() and not name.islower()
    has_digit = any(map(str.isdigit, name))
    if len(name) > _LONG_WITH_DIGIT and is_mixed and has_digit:
        return False
    if "_" not in name and len(name) >= _LONG_MIXED and _is_one_long_word(name, is_mixed, has_digit):
        return False
    if value is not None and not value.strip("=") and (is_mixed or name.islower() or (value and "_" not in name)):
        return False
    return name[:3] not in KEY_HEADS or not _is_key(name)


def _is_one_long_word(name: str, is_mixed: bool, has_digit: bool) -> bool:
    if has_digit and (is_mixed or len(name) >= _LONG_WITH_DIGIT):
        return True
    return len(name) >= _LONG_WORD or (len(name) >= _LONG_WITH_DIGIT and _HEXADECIMAL.issuperset(name))


def _is_key(name: str) -> bool:
    from envcheck.facts.keys import kind_of

    return kind_of(name) is not None


def is_showable_host(name: str) -> bool:
    """Whether the name of a service, or of the host that it is, may be printed: it may be a pasted secret as well."""
    words = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in name)
    return name.isprintable() and is_showable(words if words[:1].isalpha() else f"x{words}") and not _is_key(name)


def called(name: str) -> str:
    """What a message calls a variable."""
    return name if is_showable(name) else "A variable"
