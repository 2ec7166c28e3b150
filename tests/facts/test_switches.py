"""Switches that are wrong where users are served."""

from __future__ import annotations

import pytest

from envcheck.facts.names import told_by
from envcheck.facts.switches import SWITCHES, Switch, switches_named

GOOD = [(row, *pair) for row in SWITCHES for pair in row.good]
BAD = [(row, *pair) for row in SWITCHES for pair in row.bad]


def speaking(name: str, value: str) -> list[Switch]:
    return [row for row in switches_named(name) if row.is_unsafe(value)]


@pytest.mark.parametrize(("row", "name", "value"), BAD, ids=[f"{name}={value}" for _, name, value in BAD])
def test_a_right_setting_is_in_no_row(row: Switch, name: str, value: str) -> None:
    """Neither in this one nor in another."""
    assert speaking(name, value) == []


@pytest.mark.parametrize(("row", "name", "value"), GOOD, ids=[f"{name}={value}" for _, name, value in GOOD])
def test_an_example_is_in_its_row_alone(row: Switch, name: str, value: str) -> None:
    """And the quick look at its name and value does not hide it."""
    told = told_by(name)

    assert speaking(name, value) == [row]
    assert told is not None
    assert told(value)


def test_rows_are_whole() -> None:
    """Each has words, a hint, a source, a day and examples."""
    for row in SWITCHES:
        assert row.what
        assert row.hint
        assert row.source
        assert row.verified == "2026-11"
        assert row.good
        assert row.bad
