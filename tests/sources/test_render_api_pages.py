"""A list of the API is read to its proven end, or it is a failure that says why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from envcheck.errors import SourceError
from envcheck.sources.render_api.pages import read_list

PATH = "services/srv-example-api/env-vars"
AGAIN = "Run again; if it stays so, save the answers of the API to files and check those."
PROXY = "Does a proxy or another server answer in place of Render's API?"
ASKED_FIRST = {"limit": "100"}

Entry = dict[str, Any]


class Api:
    """Gives one answer after the other, and notes what it was asked for; an answer that is an error is raised."""

    def __init__(self, answers: Sequence[object]) -> None:
        self.answers = iter(answers)
        self.asked: list[tuple[str, dict[str, str]]] = []

    def ask(self, path: str, parameters: Mapping[str, str]) -> object:
        self.asked.append((path, dict(parameters)))
        answer = next(self.answers)
        if isinstance(answer, SourceError):
            raise answer
        return answer


def entry(name: str, value: str = "x") -> Entry:
    return {"key": name, "value": value}


def page(*names: str, cursor: str | None = None) -> list[Entry]:
    """A page of wrapped entries; the cursor of the last is the one that counts."""
    entries: list[Entry] = [{"envVar": entry(name), "cursor": f"of-{name}"} for name in names]
    entries[-1]["cursor"] = cursor
    return entries


def bare(start: int, count: int) -> list[Entry]:
    return [entry(f"N{number}") for number in range(start, start + count)]


def names_of(answers: Sequence[object]) -> list[str]:
    return list(listed(Api(answers)))


def listed(api: Api) -> dict[str, str]:
    read: Callable[[Any], tuple[str, str]] = lambda each: (each["key"], each["value"])  # noqa: E731
    return read_list(api.ask, PATH, "envVar", "variables", read)


def refusal(*answers: object) -> SourceError:
    with pytest.raises(SourceError) as caught:
        listed(Api(answers))
    return caught.value


@pytest.mark.parametrize(
    ("answers", "names"),
    [
        ([[]], []),
        ([bare(0, 1)], ["N0"]),
        ([bare(0, 99)], [f"N{number}" for number in range(99)]),
        ([page("A", "B")], ["A", "B"]),
        ([page("A", cursor="c"), []], ["A"]),
        ([page("A", cursor="c"), page("B")], ["A", "B"]),
        ([page("A", cursor="c"), page("B", cursor="d"), []], ["A", "B"]),
        ([page("A", cursor="c"), page("A", "B", cursor="d"), []], ["A", "B"]),
        ([page("A", cursor="c"), page("A")], ["A"]),
    ],
)
def test_a_list_ends_where_a_page_is_empty_or_short_and_without_a_cursor(answers: Sequence[object], names: list[str]) -> None:
    assert names_of(answers) == names


def test_each_entry_is_read_with_what_counts_of_it() -> None:
    assert listed(Api([[entry("A", "x"), {"envVar": entry("B", "y")}]])) == {"A": "x", "B": "y"}


def test_each_page_is_asked_for_by_the_last_cursor_of_the_one_before() -> None:
    api = Api([page("A", "B", cursor="c"), page("C", cursor="d"), []])
    listed(api)

    assert api.asked == [(PATH, {**ASKED_FIRST, **more}) for more in ({}, {"cursor": "c"}, {"cursor": "d"})]


def test_no_more_is_asked_for_behind_the_end() -> None:
    api = Api([page("A")])
    listed(api)

    assert api.asked == [(PATH, ASKED_FIRST)]


@pytest.mark.parametrize(
    ("answers", "count", "why"),
    [
        ([bare(0, 100)], "100", "a full page tells no way to the next"),
        ([bare(0, 101)], "101", "a full page tells no way to the next"),
        ([page("A", cursor="c"), bare(0, 100)], "101", "a full page tells no way to the next"),
        ([[entry("A", "x"), entry("A", "y")]], "1", "an entry came twice, and not the same"),
        ([page("A", cursor="c"), [entry("B"), entry("A", "y")]], "2", "an entry came twice, and not the same"),
        ([page("A", cursor="c"), page("B", cursor="c")], "2", "the pages go in a circle"),
        ([page("A", cursor="c"), page("A", cursor="d")], "1", "the pages go in a circle"),
        ([page("A", cursor="c"), page("B", cursor="d"), page("C", cursor="c")], "3", "the pages go in a circle"),
        ([page(f"N{number}", cursor=f"c{number}") for number in range(1_000)], "1,000", "there are more than 1,000 pages"),
    ],
)
def test_a_list_whose_end_is_not_proven_is_incomplete(answers: Sequence[object], count: str, why: str) -> None:
    error = refusal(*answers)

    assert (error.id, error.message, error.hint) == (
        "incomplete-list",
        f"the list of variables is incomplete after {count}: {why}",
        AGAIN,
    )


def test_a_list_may_have_a_thousand_pages() -> None:
    answers = [page(f"N{number}", cursor=f"c{number}") for number in range(999)]

    assert len(names_of([*answers, []])) == 999


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        ({"envVars": []}, "no list of variables"),
        (None, "no list of variables"),
        ("made-up", "no list of variables"),
        ([entry("A"), "made-up"], "a list of variables with something else in it"),
        ([[entry("A")]], "a list of variables with something else in it"),
        ([{"envVar": entry("A"), "key": "B"}], "a list of variables with two things in one entry"),
        ([{"envVar": entry("A"), "cursor": "c", "id": "x"}], "a list of variables with two things in one entry"),
        ([{"envVar": entry("A"), "cursor": ""}], "a list of variables with a cursor that is none"),
        ([{"envVar": entry("A"), "cursor": 1}], "a list of variables with a cursor that is none"),
        ([{"envVar": entry("A"), "cursor": False}], "a list of variables with a cursor that is none"),
        ([{"envVar": entry("A"), "cursor": []}, entry("B")], "a list of variables with a cursor that is none"),
    ],
)
def test_what_is_no_list_of_entries_is_refused(answer: object, what: str) -> None:
    error = refusal(answer)

    assert (error.id, error.message, error.hint) == ("unexpected-answer", f"an unexpected answer: {what}", PROXY)
    assert (error.__context__, error.__cause__) == (None, None)


def test_a_first_page_that_fails_says_what_failed() -> None:
    failure = SourceError("refused-key", "made up", hint="Made up.")

    assert refusal(failure) is failure


@pytest.mark.parametrize("count", [0, 1])
def test_a_later_page_that_fails_makes_the_list_incomplete(count: int) -> None:
    before = [page(f"N{number}", cursor=f"c{number}") for number in range(1 + count)]
    error = refusal(*before, SourceError("failing-api", "the API fails (500)", hint="Made up."))

    assert (error.id, error.message, error.hint) == (
        "incomplete-list",
        f"the list of variables is incomplete after {1 + count}: the API fails (500)",
        "Made up.",
    )
    assert (error.__context__, error.__cause__) == (None, None)


def test_an_entry_with_a_cursor_alone_is_read_as_it_is() -> None:
    """A cursor beside an entry does not make it a wrapped one."""
    answers = [[{**entry("A"), "cursor": "c"}], []]

    assert names_of(answers) == ["A"]
