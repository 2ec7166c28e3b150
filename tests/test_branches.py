"""The checks of a variable: which of them see a value, and when they are made."""

from __future__ import annotations

import pytest

from envcheck.branches import LazyChecks, Signed, VariableChecks
from envcheck.facts.endpoints import Endpoint
from envcheck.model import Problem, Rule, Variable
from tests.schema.helpers import SOURCE

FOUND = Rule("made-up", "value", "error", "", "0.1.0")
SAID = Problem("says so")
POSTGRES = "postgresql://user:made-up@db.example.com:5432/app"


def of(value: str) -> Variable:
    """A variable X of this value."""
    return Variable("X", value, SOURCE)


def says(*_: object) -> Problem:
    """A check that always speaks."""
    return SAID


def is_silent(*_: object) -> None:
    """A check that never speaks."""
    return


SPEAKING = ((FOUND, is_silent), (FOUND, says), (FOUND, is_silent))


@pytest.mark.parametrize(
    ("checks", "seen", "unseen"),
    [
        (VariableChecks(plain=SPEAKING), ["", "a", "sk-a", POSTGRES], []),
        (VariableChecks(texts=SPEAKING), [" a", "a\t", "é"], ["a", "sk-a", POSTGRES]),
        (VariableChecks(keys=SPEAKING), ["sk-a", "eyJ"], ["", "sk", "a", " sk-a"]),
        (VariableChecks(addresses=SPEAKING), [POSTGRES, "https://example.com", "://"], ["", "a", "mailto:a"]),
        (VariableChecks(addresses=SPEAKING, is_address=True), [POSTGRES, "a", ""], []),
    ],
)
def test_checks_see_the_values_of_their_kind(checks: VariableChecks, seen: list[str], unseen: list[str]) -> None:
    variables = [of(value) for value in (*seen, *unseen)]
    told = [checks.problems(variable) for variable in variables]
    assert told == [[Signed(FOUND, SAID, each)] if each.value in seen else [] for each in variables]
    assert [checks.holds(each) for each in variables] == [each.value in unseen for each in variables]


@pytest.mark.parametrize(
    ("value", "is_seen"),
    [
        (POSTGRES, True),
        ("postgresql+asyncpg://user:made-up@db.example.com/app", True),
        ("https://example.com", False),
        ("postgresql://user:made-up@db.example.com:port/app", False),
        ("postgresql://a.example.com/app,postgresql://b.example.com/app", False),
    ],
)
def test_checks_of_postgres_see_the_address_of_one_postgres(value: str, is_seen: bool) -> None:
    checks = VariableChecks(addresses=[(FOUND, is_silent)], postgres=SPEAKING)
    variable = of(value)
    assert checks.problems(variable) == ([Signed(FOUND, SAID, variable)] if is_seen else [])


def test_checks_of_postgres_get_the_address_and_what_it_leads_to() -> None:
    got: list[object] = []

    def check(*given: object) -> None:
        got.extend(given)

    variable = of("postgresql://postgres:made-up@aws-0-us-east-1.pooler.supabase.com:6543/postgres")
    VariableChecks(addresses=[(FOUND, check)], postgres=[(FOUND, check)]).problems(variable)
    first, address, again, same, endpoint = got
    assert first is again is variable
    assert address == same
    assert isinstance(endpoint, Endpoint)


def test_parts_speak_after_the_checks_in_their_order() -> None:
    part = Signed(FOUND, Problem("a part"), None)
    checks = VariableChecks(plain=[(FOUND, says)], composed=[lambda _: [part], lambda _: [part, part]])
    variable = of("a")
    assert checks.problems(variable) == [Signed(FOUND, SAID, variable), part, part, part]


def test_lazy_checks_are_made_once_and_for_what_is_not_right_at_a_glance() -> None:
    made: list[VariableChecks] = []

    def make() -> VariableChecks:
        made.append(VariableChecks(plain=SPEAKING))
        return made[-1]

    checks = LazyChecks(make, lambda variable: variable.value == "right")
    assert checks.problems(of("right")) == ()
    assert made == []
    assert [len(checks.problems(of(value))) for value in ("wrong", "right", "other")] == [1, 0, 1]
    assert checks.compiled() is made[0]
    assert len(made) == 1
