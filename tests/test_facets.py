"""Schema objects that hold together: what they say of a variable as one."""

from __future__ import annotations

from typing import Any

import pytest

from envcheck.model import Context
from tests.schema.helpers import PRODUCTION, compiled, found, refusals

LIVE = Context("worker", "live", "production", deployed=True)
STAGING = Context("worker", "staging", "staging", deployed=True)


def of_x(schema: Any, **more: Any) -> dict[str, Any]:
    """A schema of one variable."""
    return {"properties": {"X": schema}, **more}


@pytest.mark.parametrize(
    ("declared", "reading"),
    [
        ({"type": "integer"}, "integer"),
        ({"allOf": [{"type": "integer"}, {"type": ["integer", "string"]}]}, "integer"),
        ({"type": "number", "allOf": [{"type": "integer"}]}, "integer"),
        ({"type": "integer", "allOf": [{"type": "number"}]}, "integer"),
        ({"type": ["integer", "null"]}, "integer"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "integer"),
        ({"anyOf": [{"type": "null"}, {"type": "integer"}]}, "integer"),
        ({"$ref": "#/$defs/number"}, "number"),
        ({"minLength": 1}, "string"),
    ],
)
def test_a_variable_is_read_as_the_type_that_all_parts_agree_on(declared: Any, reading: str) -> None:
    specs = compiled(of_x(declared, **{"$defs": {"number": {"type": "number"}}})).specs
    assert specs["X"].reading == reading


@pytest.mark.parametrize("others", [["string"], ["boolean", "string"]])
def test_types_that_leave_none_are_refused_at_the_place_of_the_second(others: list[str]) -> None:
    problems = refusals(of_x({"type": "integer", "allOf": [{"type": others}]}))
    message = "'type' at /properties/X/allOf/0 leaves no type that the variable could have"
    assert ("contradictory-schema", message) in [(each.rule, each.message) for each in problems]


@pytest.mark.parametrize(
    ("declared", "is_secret"),
    [
        ({"writeOnly": True}, True),
        ({"writeOnly": False}, False),
        ({"format": "password"}, True),
        ({"format": "port"}, False),
        ({"allOf": [{"minLength": 1}, {"writeOnly": True}]}, True),
        ({"allOf": [{"format": "password"}]}, True),
        ({"anyOf": [{"format": "password"}, {"type": "null"}]}, True),
    ],
)
def test_a_part_that_marks_a_secret_makes_the_variable_one(declared: Any, is_secret: bool) -> None:
    assert compiled(of_x(declared)).specs["X"].secret is is_secret


def test_the_formats_of_all_parts_are_named_in_their_order() -> None:
    declared = {"format": "uri", "allOf": [{"format": "http-url"}, {"minLength": 1}]}
    assert compiled(of_x(declared)).specs["X"].formats == ("uri", "http-url")


def test_the_nearest_part_has_the_first_word_and_the_others_add_to_it() -> None:
    near = {"between": "any", "url": {"path": "none"}}
    far = {"between": "same", "acrossServices": "any", "url": {"path": "/v1", "schemes": ["https"]}}
    declared = {"x-envcheck": near, "allOf": [{}, {"x-envcheck": far}, True]}
    assert compiled(of_x(declared)).specs["X"].own == {
        "between": "any",
        "acrossServices": "any",
        "url": {"path": "none", "schemes": ["https"]},
    }


@pytest.mark.parametrize(
    ("context", "text", "expected"),
    [
        (LIVE, "abc", ["wrong-length"]),
        (LIVE, "abcd", ["unlisted-value"]),
        (PRODUCTION, "ab", []),
        (PRODUCTION, "abc", ["wrong-length"]),
        (STAGING, "abc", []),
        (Context(), "abc", []),
    ],
)
def test_words_hold_for_their_environment_and_for_its_stage(context: Context, text: str, expected: list[str]) -> None:
    own = {"in": {"live": {"const": "abc"}, "production": {"maxLength": 2}}}
    told = found(of_x({"x-envcheck": own}), {"X": text}, context)
    assert set(expected) <= set(told)
    assert bool(told) == bool(expected)


def test_what_is_said_of_an_environment_comes_before_what_is_said_of_all() -> None:
    own = {"between": "any", "in": {"production": {"x-envcheck": {"between": "same"}}}}
    assert compiled(of_x({"x-envcheck": own}), PRODUCTION).specs["X"].own["between"] == "same"
    assert compiled(of_x({"x-envcheck": own}), STAGING).specs["X"].own["between"] == "any"


def test_a_reference_that_comes_back_is_refused_where_it_stands() -> None:
    definitions = {"a": {"allOf": [{"$ref": "#/$defs/b"}]}, "b": {"$ref": "#/$defs/a"}}
    (problem,) = refusals(of_x({"$ref": "#/$defs/a"}, **{"$defs": definitions}))
    assert (problem.rule, problem.message) == ("reference-loop", "the reference at /$defs/b comes back to /$defs/a")


def nested(levels: int) -> dict[str, Any]:
    """A constraint below so many ``allOf``, each of which adds two levels."""
    schema: dict[str, Any] = {"minLength": 3}
    for _ in range(levels):
        schema = {"allOf": [schema]}
    return of_x(schema)


def chain(length: int) -> dict[str, Any]:
    """A constraint at the end of so many references."""
    definitions: dict[str, Any] = {f"d{index}": {"$ref": f"#/$defs/d{index + 1}"} for index in range(length)}
    return of_x({"$ref": "#/$defs/d0"}, **{"$defs": {**definitions, f"d{length}": {"minLength": 3}}})


@pytest.mark.parametrize("schema", [chain(63), nested(10)])
def test_what_is_not_too_deep_is_checked(schema: Any) -> None:
    assert found(schema, {"X": "ab"}) == ["wrong-length"]


@pytest.mark.parametrize("schema", [chain(64), chain(70)])
def test_a_chain_of_references_that_is_too_long_is_refused(schema: Any) -> None:
    assert [(each.rule, each.message) for each in refusals(schema)] == [("too-deep", "nested deeper than 64")]


@pytest.mark.parametrize(
    ("members", "text", "expected"),
    [
        ([{"minLength": 3}, {"type": "null"}], "ab", ["wrong-length"]),
        ([{"type": "null"}, {"minLength": 3}], "ab", ["wrong-length"]),
        ([{"type": "null"}, {"minLength": 3}], "abc", []),
        ([{"minLength": 3}, {"const": "x"}, {"type": "null"}], "x", []),
        ([{"minLength": 3}], "abc", []),
        ([False, {"type": "null"}], "abc", ["forbidden-variable"]),
    ],
)
def test_an_alternative_to_null_is_what_a_text_has_to_meet(members: Any, text: str, expected: list[str]) -> None:
    assert found(of_x({"anyOf": members}), {"X": text}) == expected
