"""A compiled schema says the same as two other validators, once each text is read as its declared type.

Where it differs on purpose, the generated schemas leave it out, and a test of its own says what holds:

- a text is read as its declared type, so ``7`` is no text where ``integer`` is declared (``converted`` does it here too),
  and a schema inside of a condition that declares another type reads the text as that type;
- a schema for names that it does not list (``patternProperties``, ``additionalProperties``, ``unevaluatedProperties``) reads
  texts as it declares itself;
- ``multipleOf`` is exact for decimals, where binary floats are not;
- patterns are those of ECMA-262, so ``$`` is the end of the text, and not also the place before a last line break.
"""

from __future__ import annotations

import json
import os
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from envcheck.check import check
from envcheck.compile import CompiledSchema
from envcheck.keywords import KEYWORDS, OWN_OF_SERVICE, OWN_OF_VARIABLE
from envcheck.model import Finding
from envcheck.readings import READERS
from envcheck.rules.all import RULES
from envcheck.schema import SchemaError
from tests.figures import FIGURES
from tests.schema.helpers import NOWHERE, PRODUCTION, compiled, environment_of, faults, is_valid

jsonschema_rs = pytest.importorskip("jsonschema_rs")

Schema = dict[str, Any] | bool

#: The declared types of the variables in use; the others are texts.
TYPES = {"N1": "integer", "N2": "number", "F": "boolean", "S1": "string"}
NAMES = (*TYPES, "S2", "S3")
TEXTS = (
    "",
    "a",
    "ab",
    "abc",
    "b",
    "A",
    "é",
    "💩",
    "a\nb",
    "0",
    "1",
    "2",
    "3",
    "4",
    "-1",
    "+2",
    "007",
    "1.0",
    "1.5",
    "2.5",
    "1e1",
    "true",
    "no",
)

examples = settings(
    max_examples=int(os.environ.get("ENVCHECK_EXAMPLES", "2000" if os.environ.get("CI") else "300")),  # more before a release
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

patterns = st.sampled_from(["^a", "b", "^[a-c]+$", "^.$", "1", r"\d", "^$", "^(a|é)"])
sizes = st.integers(0, 3)
integers = st.integers(-1, 4)
halves = st.sampled_from([-1, 0, 1, 1.0, 1.5, 2, 2.5, 3, 10])


def _some(**keywords: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects of up to three of the keywords."""
    return st.lists(st.sampled_from(sorted(keywords)), max_size=3, unique=True).flatmap(
        lambda keys: st.fixed_dictionaries({key: keywords[key] for key in keys})
    )


def _listed(entries: st.SearchStrategy[Any]) -> dict[str, st.SearchStrategy[Any]]:
    return {"enum": st.lists(entries, min_size=1, max_size=3, unique=True), "const": entries}


def _bounded(numbers: st.SearchStrategy[Any], steps: list[Any]) -> dict[str, st.SearchStrategy[Any]]:
    bounds = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
    return {**_listed(numbers), **dict.fromkeys(bounds, numbers), "multipleOf": st.sampled_from(steps)}


LEAVES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "string": _some(**_listed(st.sampled_from(TEXTS)), pattern=patterns, minLength=sizes, maxLength=sizes),
    "integer": _some(**_bounded(integers, [1, 2, 3])),
    "number": _some(**_bounded(halves, [1, 2, 0.5, 1.5])),
    "boolean": _some(**_listed(st.booleans())),
}


def _combined(inner: st.SearchStrategy[Schema]) -> st.SearchStrategy[dict[str, Any]]:
    """Schemas that combine others."""
    several = st.lists(inner, min_size=1, max_size=3)
    conditions = st.fixed_dictionaries({"if": inner}, optional={"then": inner, "else": inner})
    return (
        st.one_of(*(st.fixed_dictionaries({key: several}) for key in ("allOf", "anyOf", "oneOf")))
        | conditions
        | (st.fixed_dictionaries({"not": inner}))
    )


def _either(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return {**one, **other}


def _values(reading: str) -> st.SearchStrategy[Schema]:
    """Schemas of one variable that is read as a type."""
    leaf: st.SearchStrategy[Schema] = LEAVES[reading] | st.booleans() | st.just({"$ref": f"#/$defs/{reading}"})
    return st.recursive(leaf, lambda inner: st.builds(_either, LEAVES[reading], _combined(inner)), max_leaves=4)


VALUES = {reading: _values(reading) for reading in LEAVES}


def _reading(name: str) -> str:
    return TYPES.get(name, "string")


def _properties(names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({name: VALUES[_reading(name)] for name in names})


some_names = st.lists(st.sampled_from(NAMES), max_size=3, unique=True)
services_leaf: st.SearchStrategy[dict[str, Any]] = _some(
    required=some_names,
    dependentRequired=st.dictionaries(st.sampled_from(NAMES), some_names, max_size=2),
    minProperties=sizes,
    maxProperties=st.integers(0, 5),
    propertyNames=LEAVES["string"] | st.just({"pattern": "^[NS]"}),
    properties=some_names.flatmap(_properties),
    patternProperties=st.dictionaries(st.just("^S"), VALUES["string"], max_size=1)
    | st.dictionaries(st.sampled_from(["1$", "^F$", "."]), st.booleans(), max_size=1),
    additionalProperties=st.booleans(),
    unevaluatedProperties=st.booleans(),
)


def _more_services(inner: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    dependent = st.fixed_dictionaries({"dependentSchemas": st.dictionaries(st.sampled_from(NAMES), inner, max_size=2)})
    return st.builds(_either, services_leaf, _combined(inner) | dependent)


services: st.SearchStrategy[Schema] = st.recursive(
    services_leaf | st.booleans() | st.just({"$ref": "#/$defs/service"}), _more_services, max_leaves=5
)

texts_maps = st.dictionaries(st.sampled_from((*NAMES, "Z1")), st.sampled_from(TEXTS), max_size=6)


@st.composite
def schemas(draw: st.DrawFn) -> dict[str, Any]:
    """Schemas of a service that declare the types in use."""
    root = draw(st.one_of(services_leaf, _more_services(services)))
    assert isinstance(root, dict)
    root = dict(root)
    for key in ("additionalProperties", "unevaluatedProperties"):
        if key in root and draw(st.booleans()):
            root[key] = draw(VALUES["string"])
    said = root.get("properties", {})
    root["properties"] = {**said, **{name: _typed(said.get(name, {}), type) for name, type in TYPES.items()}}
    definitions: dict[str, Any] = {reading: draw(LEAVES[reading]) for reading in LEAVES}
    root["$defs"] = {**definitions, "service": draw(services_leaf)}
    return root


def _typed(schema: Schema, type: str) -> dict[str, Any]:
    return {"type": type, "allOf": [schema]} if isinstance(schema, bool) else {"type": type, **schema}


def converted(texts: dict[str, str]) -> dict[str, Any]:
    """Each text as its declared type; what cannot be read stays a text."""
    values: dict[str, Any] = dict(texts)
    for name, type in TYPES.items():
        value = READERS[type](texts[name]) if name in texts and type in READERS else None
        if value is not None:
            values[name] = value
    return values


@examples
@given(schemas(), st.lists(texts_maps, min_size=10, max_size=10))
def test_a_schema_means_what_other_validators_take_it_to_mean(schema: dict[str, Any], maps: list[dict[str, str]]) -> None:
    """An environment is valid where jsonschema and jsonschema-rs find its values valid."""
    checks = compiled(schema)
    fast = jsonschema_rs.Draft202012Validator(schema)
    slow = Draft202012Validator(schema)
    FIGURES.note("oracle schemas")
    FIGURES.note("oracle instances", len(maps))
    for texts in maps:
        values = converted(texts)
        expected = bool(fast.is_valid(values))
        if slow.is_valid(values) != expected:
            event("the two others differ")
            FIGURES.note("oracles that differ")
            continue
        event(f"valid: {expected}")

        assert expected == is_valid(checks, environment_of(texts)), (
            texts,
            [s.problem for s in faults(checks, environment_of(texts))],
        )


@examples
@given(schemas=st.fixed_dictionaries({name: VALUES[_reading(name)] for name in NAMES}), texts=texts_maps)
def test_the_same_variables_are_at_fault(schemas: dict[str, Schema], texts: dict[str, str]) -> None:
    """What is found wrong with values is found wrong with the same variables."""
    schema = {
        "properties": {name: _typed(inner, _reading(name)) for name, inner in schemas.items()},
        "$defs": {reading: {} for reading in LEAVES},
    }
    expected = {error.absolute_path[0] for error in Draft202012Validator(schema).iter_errors(converted(texts))}
    checks = compiled(schema)

    assert expected == {signed.variable.name for signed in faults(checks, environment_of(texts)) if signed.variable}
    assert expected <= {finding.variable for finding in check(checks, environment_of(texts), {})}


@pytest.mark.parametrize(
    ("text", "step", "is_multiple"),
    [("0.3", 0.1, True), ("1.1", 0.1, True), ("0.35", 0.1, False), ("1e3", 0.001, True), ("19.99", 0.01, True), ("7", 0.5, True)],
)
def test_a_multiple_of_a_decimal_is_exact(text: str, step: float, is_multiple: bool) -> None:
    """Decimals are multiples as they are written, not as binary floats."""
    checks = compiled({"properties": {"V": {"type": "number", "multipleOf": step}}})

    assert is_multiple == is_valid(checks, environment_of({"V": text}))


def test_a_dollar_is_the_end_of_the_text() -> None:
    """A line break behind what a pattern wants is seen, as in ECMA-262 and not as in Python."""
    checks = compiled({"properties": {"V": {"pattern": "^a$"}}})

    assert [is_valid(checks, environment_of({"V": text})) for text in ("a", "a\n")] == [True, False]


words = st.sampled_from([*KEYWORDS, *OWN_OF_VARIABLE, *OWN_OF_SERVICE, "A", "B", "requird", "production"])
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=4)
    | st.sampled_from(
        ["string", "integer", "array", "object", "null", "#", "#/$defs/A", "#/properties/A", "^a", "(", "uri", "http-url", ","]
    )
)
documents = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=4), max_leaves=20
)
objects = st.dictionaries(words, documents, max_size=5)
nearly = st.fixed_dictionaries(
    {"properties": st.dictionaries(st.sampled_from("AB"), objects, max_size=2)},
    optional={"$defs": st.dictionaries(st.sampled_from("AB"), objects, max_size=2)},
)


@examples
@given(
    objects | nearly.flatmap(lambda schema: objects.map(lambda more: {**more, **schema})) | documents,
    st.sampled_from([NOWHERE, PRODUCTION]),
)
def test_any_json_compiles_or_is_refused(value: Any, context: Any) -> None:
    """Whatever stands in a schema file, it is compiled or refused, and at once."""
    start = time.process_time()
    try:
        checks = compiled(json.dumps(value), context)
    except SchemaError as error:
        assert all(problem.rule in RULES for problem in error.problems)
        event("refused: " + error.problems[0].rule)
    else:
        assert isinstance(checks, CompiledSchema)
        event("compiled")
        for text in TEXTS:
            assert all(isinstance(f, Finding) for f in check(checks, environment_of({"A": text, "B": "[1]"}), {}))
    assert time.process_time() - start < 10  # it ends; a collection of all that the tests hold takes a second


@examples
@given(schemas(), st.dictionaries(st.text(max_size=6), st.text(max_size=12), max_size=6), st.sampled_from([NOWHERE, PRODUCTION]))
@example({"properties": {"A": {"type": "array", "items": {"$ref": "#/properties/A"}}}}, {"A": "[" * 900 + "]" * 900}, NOWHERE)
@example({"properties": {"A": {"type": "array", "items": {"$ref": "#/properties/A"}}}}, {"A": "[" * 99_999}, NOWHERE)
@example({"properties": {"A": {"type": "integer"}, "B": {"type": "number"}}}, {"A": "9" * 9_999, "B": "1e999999"}, NOWHERE)
@example({"properties": {"A": {"type": "number", "multipleOf": 0.1}}}, {"A": "9" * 4_000}, NOWHERE)
@example({"properties": {"A": {"type": "number", "multipleOf": 3}}}, {"A": "1e308"}, NOWHERE)
@example({"properties": {"A": {"type": "integer", "minimum": 0.5}}}, {"A": "9" * 4_000}, NOWHERE)
@example(
    {"properties": {"A": {"type": "object", "properties": {"x": {"type": "integer"}}}}},
    {"A": '{"x": ' + "9" * 9_999 + "}"},
    NOWHERE,
)
@example({"properties": {"A": {"type": "array", "uniqueItems": True}}}, {"A": "[NaN, Infinity, 1e999]"}, NOWHERE)
@example(
    {"properties": {"A": {"type": "array", "items": {"type": "number", "multipleOf": 0.1}}}},
    {"A": "[1e308, 1e999, NaN]"},
    NOWHERE,
)
@example({"properties": {"A": {"pattern": "^a$"}}}, {"A": "\ud800"}, NOWHERE)
def test_any_environment_is_checked_to_the_end(schema: dict[str, Any], texts: dict[str, str], context: Any) -> None:
    """Whatever the texts and names, a check ends with findings."""
    found = check(compiled(schema, context), environment_of(texts), {})

    assert all(isinstance(each, Finding) for each in found)


@pytest.mark.parametrize(
    "text",
    [
        "1e400",
        '{"properties": {"A": {"minLength": 1e400}}}',
        '{"properties": {"A": {"type": "number", "multipleOf": 1e400}}}',
        '{"properties": {"A": {"type": "integer", "minimum": -1e400}}}',
        json.dumps({"properties": {"A": {"const": "\ud800", "pattern": "\ud800"}}}),
    ],
)
def test_odd_json_compiles_or_is_refused(text: str) -> None:
    """Numbers beyond floats and halves of characters stop nothing."""
    try:
        checks = compiled(text)
    except SchemaError:
        return

    assert isinstance(check(checks, environment_of({"A": "1"}), {}), list)
