"""What the name of a variable tells of it."""

from __future__ import annotations


def is_told(name: str) -> bool:
    """Whether a rule may have something to say of a variable because of its name alone."""
    return False
