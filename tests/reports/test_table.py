"""Tables of the text report: columns where they fit, else one below the other."""

from __future__ import annotations

import pytest

from envcheck.model import Listed, Row
from envcheck.reports.table import checklist, table

SIDES = ("staging", "live")
ROWS = (
    Row("api", "PORT", "set", "set", "equal"),
    Row("api", "DATABASE_URL", "session pooler", "direct", "endpoint-drift", "error"),
    Row("api", None, "set", "missing", "missing-in-environment", "error"),
)
WIDE = [
    "<heading>  variable      staging         live     verdict</heading>",
    "  PORT          set             set      equal",
    "  DATABASE_URL  session pooler  direct   endpoint-drift",
    "  (not shown)   set             missing  missing-in-environment",
]


def paint(text: str, kind: str) -> str:
    """A colour that can be read."""
    return f"<{kind}>{text}</{kind}>"


@pytest.mark.parametrize("width", [80, 63])
def test_a_comparison_has_four_columns(width: int) -> None:
    """As wide as what stands in them, with no blanks at the end of a line."""
    assert table(ROWS, SIDES, width, paint) == WIDE


@pytest.mark.parametrize("width", [62, 60, 59])
def test_a_name_that_is_longer_than_its_column_has_a_line_of_its_own(width: int) -> None:
    short = 63 - width
    lines = table(ROWS, SIDES, width, paint)

    assert lines[0] == f"<heading>  variable{' ' * (6 - short)}staging         live     verdict</heading>"
    assert lines[2:4] == ["  DATABASE_URL", f"{' ' * (16 - short)}session pooler  direct   endpoint-drift"]
    assert max(map(len, lines[1:])) <= width


def test_a_heading_that_has_no_column_stands_above() -> None:
    """The names are short, and so is their column."""
    assert table((Row(None, "A", "set", "set", "equal"),), ("a", "b"), 80, paint) == [
        "<heading>  variable  a    b    verdict</heading>",
        "  A         set  set  equal",
    ]


@pytest.mark.parametrize("width", [58, 20])
def test_columns_that_are_too_wide_stand_below_each_other(width: int) -> None:
    """Where less than eight characters would be left to the names."""
    assert table(ROWS, SIDES, width, paint) == [
        "  PORT  equal",
        "    staging: set",
        "    live:    set",
        "  DATABASE_URL  endpoint-drift",
        "    staging: session pooler",
        "    live:    direct",
        "  (not shown)  missing-in-environment",
        "    staging: set",
        "    live:    missing",
    ]


def test_what_stands_in_a_file_is_seen_and_acts_on_nobody() -> None:
    rows = (Row(None, "A\n", "\x1b", "\u200b", "equal"),)

    assert table(rows, ("::a", "##[b]"), 80, paint) == [
        "<heading>  variable  ::a   #\\x23[b]   verdict</heading>",
        "  A\\x0a     \\x1b  \\u200b  equal",
    ]


def test_a_checklist_says_what_is_required_and_the_worst_finding() -> None:
    """With the number of the others."""
    listed = (
        Listed("api", None, "s", "PORT", True, "set as OLD_PORT", ("wrong-type", "weak-secret", "unsafe-switch"), "error"),
        Listed("api", None, "s", "URL", True, "set", ("wrong-format", "weak-secret"), "error"),
        Listed("api", None, "s", "HOST", True, "empty", ("empty-variable",), "error"),
        Listed("api", None, "s", "LOG_\n", False, "missing\x1b"),
    )

    assert checklist(listed, 80, paint) == [
        "<heading>  variable  required  state            findings</heading>",
        "  PORT      yes       set as OLD_PORT  wrong-type + 2",
        "  URL       yes       set              wrong-format + 1",
        "  HOST      yes       empty            empty-variable",
        "  LOG_\\x0a  no        missing\\x1b      none",
    ]
