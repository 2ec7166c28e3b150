"""Texts that stand for a value, and those that only look so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envcheck.facts.placeholder_words import is_unmarked, is_unmarked_secret, is_weak
from envcheck.facts.placeholders import PLACEHOLDERS, Placeholder, placeholder_of

GOOD = [(row, text) for row in PLACEHOLDERS for text in row.good]
BAD = [(row, text) for row in PLACEHOLDERS for text in row.bad]


@pytest.mark.parametrize(("row", "text"), BAD, ids=[text for _, text in BAD])
def test_a_near_text_is_in_no_row(row: Placeholder, text: str) -> None:
    """What a row must not touch, no row touches that speaks of the same variables."""
    assert placeholder_of(text, is_secret=row.secrets_only) is None


@pytest.mark.parametrize(("row", "text"), GOOD, ids=[text for _, text in GOOD])
def test_an_example_is_found(row: Placeholder, text: str) -> None:
    """Its row holds for it, and the quick look does not hide it."""
    found = placeholder_of(text, is_secret=row.secrets_only)

    assert row.fits(text)
    assert found is not None
    assert found.secrets_only <= row.secrets_only


@pytest.mark.parametrize(("row", "text"), GOOD, ids=[text for _, text in GOOD])
def test_what_stands_for_a_secret_alone_is_right_elsewhere(row: Placeholder, text: str) -> None:
    """The same word in another variable is what it says."""
    if row.secrets_only:
        found = placeholder_of(text, is_secret=False)

        assert found is None or found.is_certain


def test_rows_are_whole() -> None:
    """Each has words, a source, a day and examples; more must not match than must."""
    for row in PLACEHOLDERS:
        assert row.what
        assert row.source
        assert row.verified == "2026-11"
        assert row.good
        assert row.bad
    assert len(BAD) > 60


@given(st.text(max_size=40) | st.text("xX0a-_.*[]<>yourke@#{}$", max_size=20))
def test_any_text_is_answered_and_no_quick_look_hides_a_row(text: str) -> None:
    """Where the quick look says nothing, nothing is found."""
    for is_secret, is_plain in ((False, is_unmarked), (True, is_unmarked_secret)):
        found = placeholder_of(text, is_secret=is_secret)

        assert found is None or not is_plain(text)
    assert is_weak(text) in (True, False)


@given(st.binary(min_size=16, max_size=48))
def test_random_keys_are_none(data: bytes) -> None:
    """In hexadecimal and in base64, unless they are one byte over and over."""
    import base64

    if len(set(data)) < 8:
        return
    for text in (data.hex(), base64.b64encode(data).decode(), base64.urlsafe_b64encode(data).decode().rstrip("=")):
        assert placeholder_of(text, is_secret=True) is None


@pytest.mark.parametrize("text", ["admin", "Admin123", "root", "postgres", "letmein", "P@ssw0rd", "qwerty1", "guest"])
def test_a_password_that_is_tried_first_is_weak(text: str) -> None:
    assert is_weak(text)


@pytest.mark.parametrize("text", ["made-up", "administer", "rooted", "", "7", "postgresql", "admin-made-up"])
def test_another_password_is_not_known_to_be_weak(text: str) -> None:
    assert not is_weak(text)
