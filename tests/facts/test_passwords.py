"""Each example of the table of placeholder passwords is told by the whole table."""

from __future__ import annotations

import pytest

from envcheck.facts.passwords import PLACEHOLDERS, is_placeholder_password

GOOD = [(fact, text) for fact in PLACEHOLDERS for text in fact.good]
BAD = [text for fact in PLACEHOLDERS for text in fact.bad]

#: Passwords that somebody may have, with unlucky words inside.
REAL = [
    "made-up",
    "made up too",
    "example-password-staging",
    "Passw0rd-of-the-week",
    "xK9xxT",
    "8d7f0b1c2e3a4956",
    "test-db-7",
    "",
    "a",
]


@pytest.mark.parametrize("text", [*BAD, *REAL])
def test_a_password_that_somebody_has_is_no_placeholder(text: str) -> None:
    """By no fact of the table."""
    assert not is_placeholder_password(text)


@pytest.mark.parametrize(("fact", "text"), GOOD, ids=[text for _, text in GOOD])
def test_a_placeholder_is_told(fact: object, text: str) -> None:
    """By its own fact, whichever others tell it too."""
    assert is_placeholder_password(text)
    assert fact in [other for other in PLACEHOLDERS if other.fits(text)]


def test_facts_are_whole() -> None:
    """Each has a source, a day and examples of both kinds."""
    for fact in PLACEHOLDERS:
        assert fact.what
        assert fact.source
        assert fact.verified == "2026-11"
        assert fact.good
        assert fact.bad
