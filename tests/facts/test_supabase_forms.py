"""What is matched by hand is what the pattern matches."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from envcheck.facts.endpoints import rows
from envcheck.facts.supabase_forms import BY_HAND

PATTERNS = list(BY_HAND)
IN_TABLE = {pattern for row in rows() for pattern in (row.host_regex, row.user_pattern) if pattern}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_matched_by_hand_stands_in_the_table(pattern: str) -> None:
    """One that does not would never be used."""
    assert pattern in IN_TABLE


def near(pattern: str) -> st.SearchStrategy[str]:
    """Texts that match, and such with one part replaced, taken out or put in."""
    whole = st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True)
    part = st.sampled_from(
        ["", ".", "-", "-0", "a", "A", "1", "_", "$", "é", "²", "٣", "\n", " ", "aws", "co", "x" * 20, ".pooler"]
    )

    def edited(text: str, at: int, length: int, put: str) -> str:
        at %= len(text) + 1
        return text[:at] + put + text[at + length :]

    return whole | st.builds(edited, whole, st.integers(0, 60), st.integers(0, 2), part) | st.text("abz.-_$09A", max_size=24)


@pytest.mark.parametrize("pattern", PATTERNS)
@settings(max_examples=1000, deadline=None)
@given(data=st.data())
def test_a_text_is_matched_by_hand_as_by_the_pattern(pattern: str, data: st.DataObject) -> None:
    """The same groups, or none."""
    text = data.draw(near(pattern))
    found = re.fullmatch(pattern, text)

    assert (found.groupdict() if found else None) == BY_HAND[pattern](text)
