"""Variables that a source names without their values: neither missing nor valid."""

from __future__ import annotations

from typing import Any

import pytest

from envcheck.check import check
from envcheck.checklist import state_of
from envcheck.merge import merge
from envcheck.model import Context, Declared, Environment, Location, Source
from envcheck.sources import BLUEPRINT, GROUP, Target, parse_target
from tests.conftest import compiled


def place(name: str) -> tuple[int, int, int]:
    return 7, 3, 9


def environment(values: dict[str, str], *declared: str, kind: str = BLUEPRINT) -> Environment:
    source = Source(kind, "render.yaml", place)
    named = {name: Declared(name, "sync: false", Location("render.yaml", 4)) for name in declared}
    return Environment((source,), values, declared=named)


def found(schema: dict[str, Any], *parts: Environment) -> list[tuple[str, str | None, int | None]]:
    compiled_schema = compiled(schema, Context(environment="production", stage="production"))
    findings = check(compiled_schema, merge(parts, is_whole=True), {})
    return [(each.rule.id, each.variable, each.location.line if each.location else None) for each in findings]


@pytest.mark.parametrize(
    "schema",
    [
        {"required": ["A"], "properties": {"A": {"minLength": 3}}},
        {"anyOf": [{"required": ["A"]}, {"required": ["B"]}], "properties": {"A": {}, "B": {}}},
        {"properties": {"A": {"x-envcheck": {"formerly": ["OLD"]}}}, "required": ["A"]},
        {"additionalProperties": False, "properties": {"A": {}}},
        {"properties": {"A": {"type": "integer"}}},
    ],
)
def test_a_declared_variable_is_neither_missing_nor_wrong(schema: dict[str, Any]) -> None:
    assert found(schema, environment({}, "A")) == []


@pytest.mark.parametrize(
    ("schema", "rule", "variable"),
    [
        ({"required": ["A"], "properties": {"A": {"x-envcheck": {"formerly": ["OLD"]}}}}, "former-name", "A"),
        ({"properties": {"A": {}}, "additionalProperties": False}, "unknown-variable", "OLD"),
        ({"properties": {"A": {}}}, "unknown-variable", "OLD"),
        ({"properties": {"OLD": {"x-envcheck": {"forbiddenIn": ["production"]}}}}, "forbidden-variable", "OLD"),
    ],
)
def test_the_name_of_a_declared_variable_is_judged(schema: dict[str, Any], rule: str, variable: str) -> None:
    assert found(schema, environment({}, "OLD")) == [(rule, variable, 4)]


def test_a_later_value_takes_the_place_of_a_declaration() -> None:
    merged = merge([environment({}, "A"), environment({"A": "x"})], is_whole=True)
    assert (dict(merged.values), list(merged.declared)) == ({"A": "x"}, [])


def test_a_later_declaration_takes_the_place_of_a_value() -> None:
    merged = merge([environment({"A": "x"}, kind=GROUP), environment({}, "A")], is_whole=True)
    assert (dict(merged.values), list(merged.declared)) == ({}, ["A"])


def test_what_may_stand_in_a_group_elsewhere_is_a_warning() -> None:
    part = environment({"B": "x"})
    part.unsupplied = ("shared",)
    findings = check(compiled({"required": ["A"], "properties": {"A": {}, "B": {}}}, Context()), merge([part], is_whole=True), {})
    assert [(each.rule.id, each.severity, "shared" in each.message) for each in findings] == [
        ("missing-variable", "warning", True)
    ]


def test_the_state_of_a_declared_variable_is_that() -> None:
    assert state_of(["A"], environment({}, "A")) == "declared"


def test_a_repr_holds_no_name() -> None:
    assert repr(Declared("made-up", "sync: false", Location("x"))) == "Declared(…)"


@pytest.mark.parametrize(
    ("text", "target"),
    [
        (".env", Target(None, ".env")),
        ("a#b.env", Target(None, "a#b.env")),
        ("render.yaml#api", Target(None, "render.yaml", "api")),
        ("infra/render.yml#my api", Target(None, "infra/render.yml", "my api")),
        ("dotenv:a#b", Target("dotenv", "a#b")),
    ],
)
def test_a_source_is_taken_apart(text: str, target: Target) -> None:
    assert parse_target(text) == target
    assert target.written == text
