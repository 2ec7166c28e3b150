"""What a report shows of a place tells no length of a value, and none of a name that is not shown."""

from __future__ import annotations

import pytest

from envcheck.model import CheckedSource, Location, Related
from envcheck.reports.shown import values_of, without_lengths
from tests.reports.helpers import finding, report

READ = CheckedSource("api", "production", "a.env", 1, True)
NAMELESS = CheckedSource("api", "production", "<stdin>", 1, True)
SOURCE, SCHEMA, OTHER = (Location(path, 3, 5, 9) for path in ("a.env", "schema.json", "other.json"))


@pytest.mark.parametrize(
    ("sources", "declared", "place", "holds"),
    [
        ((READ,), SCHEMA, SOURCE, True),
        ((READ,), SCHEMA, SCHEMA, False),
        ((READ,), SCHEMA, OTHER, True),
        ((READ,), None, SOURCE, True),
        ((READ,), None, OTHER, False),
        ((READ,), SOURCE, SOURCE, True),
        ((), SCHEMA, SOURCE, True),
        ((), SCHEMA, SCHEMA, False),
        ((), None, SCHEMA, True),
        ((NAMELESS,), None, Location("<stdin>", 1), True),
        ((CheckedSource("api", None, "called", 1, True, "a.env"),), None, SOURCE, True),
    ],
)
def test_a_value_stands_where_a_source_was_read_or_where_nothing_tells(
    sources: tuple[CheckedSource, ...], declared: Location | None, place: Location, holds: bool
) -> None:
    found = finding(declared=declared, location=place)
    assert values_of(report(found, sources=sources))(found, place) is holds


def test_a_check_of_schemas_reads_no_value() -> None:
    found = finding(declared=None, location=SCHEMA)
    assert values_of(report(found, sources=(), command="schema check"))(found, SCHEMA) is False


@pytest.mark.parametrize(
    ("variable", "location", "expected"),
    [
        ("PORT", SOURCE, Location("a.env", 3, 5)),
        (None, SOURCE, Location("a.env", 3)),
        ("PORT", SCHEMA, SCHEMA),
        (None, SCHEMA, SCHEMA),
        ("PORT", None, None),
    ],
)
def test_where_a_value_ends_is_not_shown(variable: str | None, location: Location | None, expected: Location | None) -> None:
    """Of a variable without a name to show, neither is where it begins."""
    related = (Related("first", location),) if location else ()
    shown = without_lengths(
        report(finding(variable=variable, location=location, related=related, declared=SCHEMA), sources=(READ,))
    )
    (found,) = shown.findings
    assert (found.location, [each.location for each in found.related]) == (expected, [expected] if expected else [])


def test_all_else_of_a_report_stays() -> None:
    given = report(
        finding(location=None, declared=SCHEMA, related=(Related("first", SCHEMA),)), sources=(READ,), notices=("made-up",)
    )
    assert without_lengths(given) == given
