"""What several sources of one service say together: nothing that one of them noted is lost."""

from __future__ import annotations

from typing import Any

import pytest

from envcheck.merge import merge
from envcheck.model import Declared, Environment, Location, NonText, Repeated, Source, Unread
from envcheck.sources import GROUP

PLACE = Location("made-up", 1)


def part(values: dict[str, str] | None = None, kind: str = "dotenv", **more: Any) -> Environment:
    return Environment((Source(kind, "made-up", lambda name: (1, 2, 3)),), values or {}, **more)


def merged(*parts: Environment, is_whole: bool = True) -> Environment:
    return merge(parts, is_whole=is_whole)


@pytest.mark.parametrize(
    ("field", "first", "second"),
    [
        ("unread", Unread(PLACE, frozenset(), "a"), Unread(PLACE, frozenset(), "b")),
        ("repeated", Repeated("A", True, PLACE, PLACE), Repeated("B", False, PLACE, PLACE)),
        ("declarations", object(), object()),
        ("non_text", NonText("A", "null", PLACE), NonText("B", "null", PLACE)),
        ("unsupplied", "a", "b"),
    ],
)
def test_what_each_source_noted_is_kept(field: str, first: Any, second: Any) -> None:
    parts: list[Any] = [{field: (first,)}, {field: (second,)}]
    together = merged(*(part(**each) for each in parts))
    assert getattr(together, field) == (first, second)


@pytest.mark.parametrize(
    ("parts", "comments"),
    [
        ([part({"A": ""}, comments=frozenset("A"))], {"A"}),
        ([part({"A": ""}, comments=frozenset("A")), part({"B": "x"})], {"A"}),
        ([part({"A": ""}, comments=frozenset("A")), part({"A": "x"})], set()),
        ([part({"A": "x"}), part({"A": ""}, comments=frozenset("A"))], {"A"}),
        ([part({"A": ""}, comments=frozenset("A")), part(non_text=(NonText("A", "null", PLACE),))], set()),
    ],
)
def test_a_value_is_but_a_comment_where_the_source_that_counts_says_so(parts: list[Environment], comments: set[str]) -> None:
    assert merged(*parts).comments == comments


@pytest.mark.parametrize(
    ("files", "together"),
    [
        ([None], None),
        ([None, frozenset("a")], None),
        ([frozenset("a"), None], None),
        ([frozenset("a")], frozenset("a")),
        ([frozenset("a"), frozenset("b")], frozenset("ab")),
        ([frozenset(), frozenset()], frozenset()),
    ],
)
def test_secret_files_are_known_where_each_source_knows_them(
    files: list[frozenset[str] | None], together: frozenset[str] | None
) -> None:
    assert merged(*(part(secret_files=each) for each in files)).secret_files == together


@pytest.mark.parametrize(
    ("later", "declared"),
    [
        (part({"A": "x"}), []),
        (part(non_text=(NonText("A", "null", PLACE),)), []),
        (part({"B": "x"}), ["A"]),
        (part(non_text=(NonText("B", "null", PLACE),)), ["A"]),
        (part(), ["A"]),
    ],
)
def test_a_later_entry_of_the_same_name_ends_a_declaration(later: Environment, declared: list[str]) -> None:
    assert list(merged(part(declared={"A": Declared("A", "sync: false", PLACE)}), later).declared) == declared


@pytest.mark.parametrize(
    ("completes", "is_whole", "expected"),
    [([True, True], True, True), ([True, False], True, False), ([False, True], True, False), ([True], False, False)],
)
def test_together_they_are_complete_where_each_is(completes: list[bool], is_whole: bool, expected: bool) -> None:
    assert merged(*(part(complete=each) for each in completes), is_whole=is_whole).complete is expected


def test_a_value_of_a_group_is_replaced_wherever_the_group_is_written() -> None:
    together = merged(part({"A": "own"}), part({"A": "shared"}, GROUP))
    assert (dict(together.values), [each.name for each in together.replaced]) == ({"A": "own"}, ["A"])


def test_containers_of_each_source_are_kept() -> None:
    parts: list[Any] = [part(), part()]
    for each in parts:
        each.containers = (object(),)
    assert merged(*parts).containers == (*parts[0].containers, *parts[1].containers)
