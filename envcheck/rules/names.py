"""Which names of variables may be shown, and how those that may not are called."""

from __future__ import annotations


def is_plain_name(name: str) -> bool:
    """Whether a name is one that every loader and shell accepts: ``[A-Za-z_][A-Za-z0-9_]*``."""
    return name.isascii() and name.isidentifier()


def is_showable(name: str) -> bool:
    """Whether a name may be printed: a secret that was pasted on a line of its own can look like one."""
    if not is_plain_name(name) or len(name) > 60:
        return False
    is_mixed = not name.isupper() and not name.islower()
    return not (is_mixed and len(name) > 16 and any(map(str.isdigit, name)))


def called(name: str) -> str:
    """What a message calls a variable."""
    return name if is_showable(name) else "A variable"
