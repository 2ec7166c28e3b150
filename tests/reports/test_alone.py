"""A finding that is shown alone says all that the text around it would say, and never stands at the line of a secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from envcheck.model import Finding, Location
from envcheck.reports.alone import Place, place_of, words_of
from envcheck.tree import Tree
from tests.program import write
from tests.reports.helpers import finding

OWN, SCHEMA, OUTSIDE = Location("a.env", 3, 5, 9), Location("schema.json", 7, 1), Location("/nowhere/b.env", 2)
AT_OWN, AT_SCHEMA = Place("a.env", OWN, is_own=True), Place("schema.json", SCHEMA, is_own=False)
AT_FIRST_LINE = Place("a.env", Location("a.env", 1), is_own=False)


@pytest.mark.parametrize(
    ("location", "declared", "secret", "holds", "place"),
    [
        (OWN, SCHEMA, False, False, AT_OWN),
        (OWN, SCHEMA, False, True, AT_OWN),
        (OWN, SCHEMA, True, False, AT_OWN),
        (OWN, SCHEMA, True, True, AT_SCHEMA),
        (OWN, None, True, True, AT_FIRST_LINE),
        (OWN, OUTSIDE, True, True, AT_FIRST_LINE),
        (OWN, None, False, True, AT_OWN),
        (OUTSIDE, SCHEMA, False, False, AT_SCHEMA),
        (None, SCHEMA, False, False, AT_SCHEMA),
        (None, SCHEMA, True, True, AT_SCHEMA),
        (OUTSIDE, None, False, False, None),
        (OUTSIDE, None, True, True, None),
        (None, None, False, False, None),
        (None, OUTSIDE, False, False, None),
    ],
)
def test_a_finding_stands_in_its_own_file_or_in_the_schema(
    location: Location | None,
    declared: Location | None,
    secret: bool,
    holds: bool,
    place: Place | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"a.env": "", "schema.json": ""})
    asked: list[tuple[Finding, Location]] = []

    def holds_value(given: Finding, where: Location) -> bool:
        asked.append((given, where))
        return holds

    found = finding(location=location, declared=declared, secret=secret)
    assert place_of(found, Tree(str(tmp_path)), holds_value) == place
    assert all(each == (found, location) for each in asked)


@pytest.mark.parametrize(
    ("service", "environment", "is_own", "is_shown", "expected"),
    [
        ("api", "live", True, False, "It is short. Write more. Checked for service 'api' in environment 'live'."),
        ("api", "live", False, False, "It is short. Write more. Checked for service 'api' in environment 'live', read from 'a.env:3'."),
        ("api", "live", False, True, "It is short. Write more. Checked for service 'api' in environment 'live', read from 'a.env'."),
        ("api", None, True, False, "It is short. Write more. Checked for service 'api'."),
        (None, "live", True, False, "It is short. Write more. Checked for environment 'live'."),
        (None, None, True, False, "It is short. Write more. Read from 'a.env:3'."),
        (None, None, True, True, "It is short. Write more. Read from 'a.env'."),
        (None, None, False, False, "It is short. Write more. Read from 'a.env:3'."),
        ("[a](b)", "\x1b", True, False, "It is short. Write more. Checked for service '[a] (b)' in environment '\\x1b'."),
    ],
)  # fmt: skip
def test_the_words_say_whom_it_concerns_and_where_it_was_read(
    service: str | None, environment: str | None, is_own: bool, is_shown: bool, expected: str
) -> None:
    found = finding(message="It is short", hint="Write more", service=service, environment=environment, location=OWN)
    assert words_of(found, (), is_own=is_own, is_shown=is_shown) == expected


def test_the_words_have_no_place_where_there_is_none() -> None:
    found = finding(message="It is short.", location=None, service="api", environment=None)
    assert words_of(found, (), is_own=False, is_shown=False) == "It is short. Checked for service 'api'."


def test_a_file_without_a_line_is_named_alone() -> None:
    found = finding(message="It is short.", location=Location("[a](b)"), service=None, environment=None)
    assert words_of(found, ("See b.", "See c."), is_own=True, is_shown=False) == (
        "It is short. See b. See c. Read from '[a] (b)'."
    )


def test_a_message_alone_is_all_that_is_said() -> None:
    found = finding(message="It is short.", location=None, service=None, environment=None)
    assert words_of(found, (), is_own=True, is_shown=False) == "It is short."
