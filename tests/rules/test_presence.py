"""What the family *presence* says of the set of variables against its schema."""

from __future__ import annotations

from typing import Any

import pytest

from envcheck.rules.all import RULES
from tests.conftest import SCHEMA_PATH, Check, ids
from tests.rules.helpers import ANYWHERE, MARKER, placed, shown, spoken

Schema = dict[str, Any]


def schema(*required: str, own: dict[str, Schema] | None = None, **keywords: Any) -> Schema:
    """The schema of a service with the variables A, B and C; ``own`` is the ``x-envcheck`` of some."""
    properties: Schema = {name: {} for name in "ABC"}
    for name, words in (own or {}).items():
        properties[name] = {"x-envcheck": words}
    return {"properties": properties} | ({"required": list(required)} if required else {}) | keywords


EITHER = [{"required": ["A"]}, {"required": ["B"]}]
PAIR = [{"required": ["A", "B"]}, {"required": ["C"]}]
PRODUCTION = {"A": {"requiredIn": ["production"]}}
NOT_PRODUCTION = {"A": {"forbiddenIn": ["production"]}}

# -- sets of variables that are right

RIGHT: dict[str, tuple[Schema, str]] = {
    "nothing-required": (schema(), "C=1\n"),
    "optional-empty": (schema(), "A=\n"),
    "optional-quoted-empty": (schema(), 'A=""\n'),
    "required-set": (schema("A"), "A=1\n"),
    "required-zero": (schema("A"), "A=0\n"),
    "required-false": (schema("A"), "A=false\n"),
    "required-word-that-looks-unset": (schema("A"), "A=None\n"),
    "required-but-may-be-empty": (schema("A", own={"A": {"allowEmpty": True}}), "A=\n"),
    "required-in-an-export": (schema("A"), '{"A": "1"}'),
    "required-in-another-environment": (schema(own={"A": {"requiredIn": ["elsewhere"]}}), "B=1\n"),
    "alias": (schema("A", own={"A": {"aliases": ["AA"]}}), "AA=1\n"),
    "second-alias": (schema("A", own={"A": {"aliases": ["AA", "AB"]}}), "AB=1\n"),
    "name-and-alias": (schema("A", own={"A": {"aliases": ["AA"]}}), "A=1\nAA=1\n"),
    "alias-that-may-be-empty": (schema("A", own={"A": {"aliases": ["AA"], "allowEmpty": True}}), "AA=\n"),
    "former-name-beside-the-new-one": (schema("A", own={"A": {"formerly": ["OLD_A"]}}), "A=1\nOLD_A=1\n"),
    "former-name-beside-an-alias": (schema("A", own={"A": {"formerly": ["OLD_A"], "aliases": ["AA"]}}), "AA=1\nOLD_A=1\n"),
    "former-name-of-another": (schema(own={"A": {"formerly": ["OLD_A"]}}), "B=1\n"),
    "former-and-alias-of-a-closed-schema": (
        schema("A", own={"A": {"formerly": ["OLD_A"], "aliases": ["AA"]}}, additionalProperties=False),
        "AA=1\nOLD_A=1\n",
    ),
    "any-of-first": (schema(anyOf=EITHER), "A=1\n"),
    "any-of-second": (schema(anyOf=EITHER), "B=1\n"),
    "any-of-both": (schema(anyOf=EITHER), "A=1\nB=1\n"),
    "any-of-one-empty": (schema(anyOf=EITHER), "A=\nB=1\n"),
    "any-of-alias": (schema(anyOf=EITHER, own={"A": {"aliases": ["AA"]}}), "AA=1\n"),
    "any-of-that-may-be-empty": (schema(anyOf=EITHER, own={"A": {"allowEmpty": True}}), "A=\n"),
    "any-of-pair": (schema(anyOf=PAIR), "A=1\nB=1\n"),
    "any-of-half-a-pair-and-the-other": (schema(anyOf=PAIR), "A=1\nC=1\n"),
    "one-of-first": (schema(oneOf=EITHER), "A=1\n"),
    "one-of-second": (schema(oneOf=EITHER), "B=1\n"),
    "one-of-with-the-other-empty": (schema(oneOf=EITHER), "A=1\nB=\n"),
    "one-of-half-a-pair-and-the-other": (schema(oneOf=PAIR), "A=1\nC=1\n"),
    "dependent-both": (schema(dependentRequired={"A": ["B"]}), "A=1\nB=1\n"),
    "dependent-neither": (schema(dependentRequired={"A": ["B"]}), "C=1\n"),
    "dependent-other-way-round": (schema(dependentRequired={"A": ["B"]}), "B=1\n"),
    "dependent-alias": (schema(dependentRequired={"A": ["B"]}, own={"B": {"aliases": ["BB"]}}), "A=1\nBB=1\n"),
    "conditional-not-met": (schema() | {"if": {"properties": {"A": {"const": "s3"}}, "required": ["A"]}, "then": {"required": ["B"]}}, "A=x\n"),
    "conditional-met": (schema() | {"if": {"required": ["A"]}, "then": {"required": ["B"]}}, "A=1\nB=1\n"),
    "not-both": (schema() | {"not": {"required": ["A", "B"]}}, "A=1\n"),
    # in a condition an empty text is set, as it is to JSON Schema
    "empty-in-any-of": (schema(anyOf=[{"required": ["A"], "minProperties": 1}, {"required": ["B"]}]), "A=\n"),
    "empty-in-a-condition-that-is-met": (schema() | {"if": {"required": ["A"]}, "else": {"required": ["B"]}}, "A=\n"),
    "empty-in-a-nested-condition": (
        schema(anyOf=[{"if": {"required": ["B"]}, "then": {"required": ["A"]}, "minProperties": 2}]),
        "A=\nB=1\n",
    ),
    "empty-in-not": (schema() | {"not": {"allOf": [{"required": ["A", "B"]}]}}, "A=\n"),
    "empty-in-an-alternative-of-a-condition": (schema() | {"if": {"anyOf": EITHER}, "else": {"required": ["C"]}}, "A=\n"),
    "empty-where-the-condition-is-not-met": (schema() | {"if": {"required": ["B"]}, "then": {"required": ["A"]}}, "A=\n"),
    "empty-but-allowed-in-all-of": (schema(own={"A": {"allowEmpty": True}}, allOf=[{"required": ["A"]}]), "A=\n"),
    "one-of-in-all-of-with-the-other-empty": (schema(allOf=[{"oneOf": EITHER}]), "A=1\nB=\n"),
    "few-enough": (schema(minProperties=1, maxProperties=2), "A=1\n"),
    "platform-on-render": (schema(), "A=1\nPORT=8000\nRENDER_QUALITY=made-up\n"),
    "runtime-on-render": (schema(), "A=1\nPYTHON_VERSION=3.11.9\nNODE_VERSION=22\nWEB_CONCURRENCY=2\nGUNICORN_CMD_ARGS=--preload\n"),
    "platform-of-a-closed-schema": (schema(additionalProperties=False), "A=1\nPORT=8000\nRENDER_QUALITY=1\n"),
    "open": (schema(additionalProperties=True), "D=1\n"),
    "schema-for-others": (schema(additionalProperties={"minLength": 1}), "D=1\n"),
    "pattern-for-others": (schema(patternProperties={"^FEATURE_": {"type": "boolean"}}), "FEATURE_X=on\n"),
    "pattern-of-a-closed-schema": (schema(patternProperties={"^FEATURE_": {}}, additionalProperties=False), "FEATURE_X=on\n"),
    "unevaluated-open": (schema(unevaluatedProperties=True), "D=1\n"),
    "named-by-all-of": ({"properties": {"A": {}}, "allOf": [{"properties": {"D": {}}}]}, "A=1\nD=1\n"),
    "named-by-a-reference": ({"properties": {"A": {}}, "$ref": "#/$defs/more", "$defs": {"more": {"properties": {"D": {}}}}}, "D=1\n"),
    "named-by-a-condition": (schema() | {"if": {"required": ["A"]}, "then": {"properties": {"D": {"type": "integer"}}}}, "A=1\nD=1\n"),
    "named-by-required": (schema("D"), "D=1\n"),
    "named-by-dependent-required": (schema(dependentRequired={"A": ["D"]}), "A=1\nD=1\n"),
}  # fmt: skip


@pytest.mark.parametrize("environment", ANYWHERE.values(), ids=ANYWHERE)
@pytest.mark.parametrize(("declared", "text"), RIGHT.values(), ids=RIGHT)
def test_a_right_set_of_variables_has_no_finding(check: Check, declared: Schema, text: str, environment: str | None) -> None:
    """Optional, aliased, alternative and platform variables are all in order, in every environment."""
    assert ids(check(declared, text, environment=environment)) == []


ELSEWHERE: dict[str, tuple[Schema, str, str | None]] = {
    "required-in-production-checked-in-staging": (schema(own=PRODUCTION), "B=1\n", "staging"),
    "required-in-production-checked-in-development": (schema(own=PRODUCTION), "B=1\n", "development"),
    "required-in-production-checked-nowhere": (schema(own=PRODUCTION), "B=1\n", None),
    "required-in-production-and-set": (schema(own=PRODUCTION), "A=1\n", "production"),
    "required-in-one-environment-of-the-stage": (schema(own={"A": {"requiredIn": ["live"]}}), "B=1\n", "production"),
    "forbidden-in-production-set-in-staging": (schema(own=NOT_PRODUCTION), "A=1\n", "staging"),
    "forbidden-in-production-set-in-development": (schema(own=NOT_PRODUCTION), "A=1\n", "development"),
    "forbidden-in-production-set-nowhere": (schema(own=NOT_PRODUCTION), "A=1\n", None),
    "forbidden-in-production-and-not-set": (schema(own=NOT_PRODUCTION), "B=1\n", "production"),
    "forbidden-in-one-environment-of-the-stage": (schema(own={"A": {"forbiddenIn": ["live"]}}), "A=1\n", "production"),
}


@pytest.mark.parametrize(("declared", "text", "environment"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_presence_by_environment_holds_there_alone(check: Check, declared: Schema, text: str, environment: str | None) -> None:
    """Another stage, another environment of the stage, and an unknown one are not meant."""
    assert ids(check(declared, text, environment=environment)) == []


@pytest.mark.parametrize(
    "declared",
    [schema("A"), schema(anyOf=EITHER), schema(dependentRequired={"C": ["A"]}), schema(own={"A": {"formerly": ["C"]}})],
    ids=["required", "any-of", "dependent-required", "formerly"],
)
def test_nothing_is_missing_from_an_incomplete_source(check: Check, declared: Schema) -> None:
    """What was not read may hold it."""
    assert ids(check(declared, "C=1\n", complete=False)) == []


# -- sets of variables that are not

WRONG: dict[str, tuple[Schema, str, tuple[str, str, int], str | None]] = {
    "missing": (schema("A"), "B=1\n", ("missing-variable", "error", 3), "A"),
    "missing-second": (schema("B", "A"), "B=1\n", ("missing-variable", "error", 3), "A"),
    "missing-with-constraints": (
        {"properties": {"A": {"type": "integer", "minimum": 1}, "B": {}}, "required": ["A"]},
        "B=1\n",
        ("missing-variable", "error", 3),
        "A",
    ),
    "missing-with-aliases": (schema("A", own={"A": {"aliases": ["AA"]}}), "B=1\n", ("missing-variable", "error", 3), "A"),
    "missing-by-all-of": (schema(allOf=[{"required": ["A"]}]), "B=1\n", ("missing-variable", "error", 3), "A"),
    "missing-by-a-condition": (
        schema() | {"if": {"required": ["B"]}, "then": {"required": ["A"]}},
        "B=1\n",
        ("missing-variable", "error", 3),
        "A",
    ),
    "missing-and-needed-by-another": (
        schema("A", dependentRequired={"B": ["A"]}),
        "B=1\n",
        ("missing-variable", "error", 3),
        "A",
    ),
    "commented-out": (schema("A"), "# A=1\nB=1\n", ("missing-variable", "error", 3), "A"),
    "empty": (schema("A"), "B=1\nA=\n", ("empty-variable", "error", 2), "A"),
    "empty-in-quotes": (schema("A"), 'B=1\nA=""\n', ("empty-variable", "error", 2), "A"),
    "empty-in-an-export": (schema("A"), '{"B": "1",\n"A": ""}', ("empty-variable", "error", 2), "A"),
    "empty-alias": (schema("A", own={"A": {"aliases": ["AA"]}}), "B=1\nAA=\n", ("empty-variable", "error", 2), "AA"),
    "empty-name-before-its-alias": (
        schema("A", own={"A": {"aliases": ["AA"]}}),
        "AA=1\nA=\n",
        ("empty-variable", "error", 2),
        "A",
    ),
    "empty-by-all-of": (schema(allOf=[{"required": ["A"]}]), "A=\n", ("empty-variable", "error", 1), "A"),
    "empty-by-all-of-and-the-root": (schema("A", allOf=[{"required": ["A"]}]), "A=\n", ("empty-variable", "error", 1), "A"),
    "empty-by-a-reference": (
        schema() | {"$ref": "#/$defs/a", "$defs": {"a": {"required": ["A"]}}},
        "A=\n",
        ("empty-variable", "error", 1),
        "A",
    ),
    "empty-by-a-condition": (
        schema() | {"if": {"required": ["B"]}, "then": {"required": ["A"]}},
        "B=1\nA=\n",
        ("empty-variable", "error", 2),
        "A",
    ),
    "empty-by-the-other-half-of-a-condition": (
        schema() | {"if": {"required": ["C"]}, "else": {"allOf": [{"required": ["A"]}]}},
        "B=1\nA=\n",
        ("empty-variable", "error", 2),
        "A",
    ),
    "empty-by-a-dependent-schema": (
        schema(dependentSchemas={"B": {"required": ["A"]}}),
        "B=1\nA=\n",
        ("empty-variable", "error", 2),
        "A",
    ),
    "missing-by-all-of-and-the-root": (
        {"properties": {"B": {}}, "required": ["A"], "allOf": [{"required": ["A"]}]},
        "B=1\n",
        ("missing-variable", "error", 6),
        "A",
    ),
    "needed-by-two-schema-objects": (
        schema(dependentRequired={"B": ["A"]}, allOf=[{"dependentRequired": {"C": ["A"]}}]),
        "B=1\nC=1\n",
        ("missing-dependent-variable", "error", 3),
        "A",
    ),
    "unknown-in-a-closed-part": (
        schema(allOf=[{"properties": {"A": {}}, "additionalProperties": False}]),
        "A=1\nQUITE_ANOTHER=1\n",
        ("unknown-variable", "error", 2),
        "QUITE_ANOTHER",
    ),
    "all-empty-of-any-of-in-all-of": (schema(allOf=[{"anyOf": EITHER}]), "A=\nB=\n", ("missing-alternative", "error", 9), None),
    "all-empty-of-any-of-in-a-condition": (
        schema() | {"if": {"required": ["C"]}, "then": {"anyOf": EITHER}},
        "A=\nC=1\n",
        ("missing-alternative", "error", 13),
        None,
    ),
    "former": (schema("A", own={"A": {"formerly": ["OLD_A"]}}), "B=1\nOLD_A=1\n", ("former-name", "error", 2), "A"),
    "former-of-an-optional": (schema(own={"A": {"formerly": ["OLD_A"]}}), "B=1\nOLD_A=1\n", ("former-name", "error", 2), "A"),
    "first-of-two-former": (
        schema("A", own={"A": {"formerly": ["OLD_A", "OLDER_A"]}}),
        "OLDER_A=1\nOLD_A=1\n",
        ("former-name", "error", 2),
        "A",
    ),
    "former-of-a-closed-schema": (
        schema("A", own={"A": {"formerly": ["OLD_A"]}}, additionalProperties=False),
        "OLD_A=1\n",
        ("former-name", "error", 1),
        "A",
    ),
    "former-of-an-alternative": (
        schema(anyOf=EITHER, own={"A": {"formerly": ["OLD_A"]}}),
        "OLD_A=1\n",
        ("former-name", "error", 1),
        "A",
    ),
    "unknown": (schema(), "A=1\nQUITE_ANOTHER=1\n", ("unknown-variable", "warning", 2), "QUITE_ANOTHER"),
    "unknown-and-empty": (schema(), "A=1\nQUITE_ANOTHER=\n", ("unknown-variable", "warning", 2), "QUITE_ANOTHER"),
    "unknown-in-a-closed-schema": (
        schema(additionalProperties=False),
        "A=1\nQUITE_ANOTHER=1\n",
        ("unknown-variable", "error", 2),
        "QUITE_ANOTHER",
    ),
    "unevaluated-in-a-closed-schema": (
        schema(unevaluatedProperties=False),
        "A=1\nQUITE_ANOTHER=1\n",
        ("unknown-variable", "error", 2),
        "QUITE_ANOTHER",
    ),
    "beside-a-pattern": (
        schema(patternProperties={"^FEATURE_": {}}),
        "A=1\nQUITE_ANOTHER=1\n",
        ("unknown-variable", "warning", 2),
        "QUITE_ANOTHER",
    ),
    "other-runtime-variable": (schema(), "A=1\nNODE_ENV=production\n", ("unknown-variable", "warning", 2), "NODE_ENV"),
    "forbidden-everywhere": ({"properties": {"A": False, "B": {}}}, "B=1\nA=1\n", ("forbidden-variable", "error", 2), "A"),
    "none-of-any-of": (schema(anyOf=EITHER), "C=1\n", ("missing-alternative", "error", 7), None),
    "all-empty-of-any-of": (schema(anyOf=EITHER), "A=\nB=\n", ("missing-alternative", "error", 7), None),
    "one-empty-of-any-of": (schema(anyOf=EITHER), "A=\n", ("missing-alternative", "error", 7), None),
    "half-a-pair": (schema(anyOf=PAIR), "A=1\n", ("missing-alternative", "error", 7), None),
    "none-of-one-of": (schema(oneOf=EITHER), "C=1\n", ("missing-alternative", "error", 7), None),
    "both-of-one-of": (schema(oneOf=EITHER), "A=1\nB=1\n", ("missing-alternative", "error", 7), None),
    "dependent": (schema(dependentRequired={"B": ["A"]}), "B=1\n", ("missing-dependent-variable", "error", 3), "A"),
    "excluded": (schema() | {"not": {"required": ["A", "B"]}}, "A=1\nB=1\n", ("unmet-condition", "error", 7), None),
    "too-few": (schema(minProperties=2), "A=1\n", ("unmet-condition", "error", 7), None),
    "too-many": (schema(maxProperties=1), "A=1\nB=1\n", ("unmet-condition", "error", 7), None),
}


@pytest.mark.parametrize(("declared", "text", "expected", "name"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_set_has_one_finding(
    check: Check, declared: Schema, text: str, expected: tuple[str, str, int], name: str | None
) -> None:
    """It stands at the variable, or at the schema's line where there is none."""
    findings = check(declared, text)

    assert placed(findings) == [expected]
    assert [finding.variable for finding in findings] == [name]
    assert all(finding.hint for finding in findings)


#: Schemas of which the mark ``@`` is the place that the finding points at.
PLACES: dict[str, tuple[str, str]] = {
    "required": ('{"properties": {"B": {}},\n "required": ["B",\n  @"A"]}', "B=1\n"),
    "required-on-one-line": ('{"properties": {"B": {}}, "required": ["B", @"A"]}', "B=1\n"),
    "required-and-declared": ('{"required": ["A"],\n "properties": {\n  @"A": {}, "B": {}}}', "B=1\n"),
    "required-by-all-of": ('{"properties": {"B": {}},\n "allOf": [\n  {"required": [@"A"]}]}', "B=1\n"),
    "required-by-a-reference": (
        '{"properties": {"B": {}},\n "$ref": "#/$defs/a",\n "$defs": {"a":\n  {"required": [@"A"]}}}',
        "B=1\n",
    ),
    "required-by-a-condition": (
        '{"properties": {"B": {}},\n "if": {"required": ["B"]},\n "then": {"required": [\n  @"A"]}}',
        "B=1\n",
    ),
    "dependent": ('{"properties": {"B": {}},\n "dependentRequired": {\n  "B": ["B",\n   @"A"]}}', "B=1\n"),
    "dependent-of-all-of": ('{"properties": {"B": {}},\n "allOf": [{"dependentRequired": {"C": ["A"], "B": [@"A"]}}]}', "B=1\n"),
    "dependent-and-declared": ('{"dependentRequired": {"B": ["A"]},\n "properties": {\n  @"A": {}, "B": {}}}', "B=1\n"),
    "any-of": ('{"properties": {"A": {}, "B": {}, "C": {}},\n @"anyOf": [{"required": ["A"]}, {"required": ["B"]}]}', "C=1\n"),
    "any-of-that-is-empty": ('{"properties": {"A": {}, "B": {}},\n @"anyOf": [{"required": ["A"]}, {"required": ["B"]}]}', "A=\n"),
    "one-of": ('{"properties": {"A": {}, "B": {}},\n @"oneOf": [{"required": ["A"]}, {"required": ["B"]}]}', "A=1\nB=1\n"),
    "any-of-in-all-of": (
        '{"properties": {"A": {}, "B": {}},\n "allOf": [{},\n  {@"anyOf": [{"required": ["A"]}]}]}',
        "B=1\n",
    ),
    "any-of-more": ('{"properties": {"B": {}},\n @"anyOf": [{"minProperties": 2}, {"properties": {"B": false}}]}', "B=1\n"),
    "one-of-more": ('{"properties": {"B": {}},\n @"oneOf": [{"minProperties": 1}, {"required": ["B"]}]}', "B=1\n"),
    "not": ('{"properties": {"B": {}},\n @"not": {"required": ["B"]}}', "B=1\n"),
    "too-few": ('{"properties": {"B": {}},\n @"minProperties": 2}', "B=1\n"),
    "too-many": ('{"properties": {"B": {}},\n @"maxProperties": 0}', "B=1\n"),
    "nothing-allowed": ('{"properties": {"B": {}}, "if": {"required": ["B"]},\n @"then": false}', "B=1\n"),
}  # fmt: skip


@pytest.mark.parametrize(("marked", "text"), PLACES.values(), ids=PLACES)
def test_what_is_not_met_points_at_the_word_that_asks_for_it(check: Check, marked: str, text: str) -> None:
    """The keyword, or the entry of a name in its list; a variable that is declared, at its declaration."""
    before = marked.partition("@")[0]
    (finding,) = check(marked.replace("@", ""), text)

    assert finding.location is not None
    assert (finding.location.path, finding.location.line) == (SCHEMA_PATH, before.count("\n") + 1)
    assert finding.location.column == len(before) - before.rfind("\n")
    assert finding.hint


@pytest.mark.parametrize("environment", ["production", "prod", "live"])
def test_a_stage_stands_for_all_its_environments(check: Check, environment: str) -> None:
    """``requiredIn`` and ``forbiddenIn`` take the name of a stage as well."""
    declared = schema(own={"A": {"requiredIn": ["production"]}, "B": {"forbiddenIn": ["production"]}})

    assert sorted(ids(check(declared, "B=1\n", environment=environment))) == ["forbidden-variable", "missing-variable"]


@pytest.mark.parametrize("value", ["1", ""], ids=["set", "empty"])
def test_a_forbidden_variable_is_told_where_it_is_forbidden(check: Check, value: str) -> None:
    """An empty one is there too."""
    findings = check(schema(own=NOT_PRODUCTION), f"B=1\nA={value}\n", environment="production")

    assert placed(findings) == [("forbidden-variable", "error", 2)]


FORBIDDEN: dict[str, tuple[Schema, str]] = {
    "integer": ({"type": "integer"}, "x"),
    "enum": ({"enum": ["a"]}, "x"),
    "web-address": ({"format": "http-url"}, "http://localhost:8000"),
    "malformed": ({"format": "http-url"}, "x"),
    "database": ({"format": "postgres-url"}, "postgresql://app:made-up@localhost:5432"),
    "direct": ({"format": "postgres-url"}, "postgresql://app:made-up@db.abcdefghijklmnopqrst.supabase.co:5432/postgres"),
}


@pytest.mark.parametrize(("keywords", "value"), FORBIDDEN.values(), ids=FORBIDDEN)
def test_a_forbidden_variable_has_no_other_finding(check: Check, keywords: Schema, value: str) -> None:
    """Once it is deleted nothing is left to be mended."""
    declared = {"properties": {"A": {**keywords, "x-envcheck": {"forbiddenIn": ["production"]}}}}

    assert ids(check(declared, f"A={value}\n", environment="production")) == ["forbidden-variable"]


def test_what_an_environment_forbids_with_false_is_told_there(check: Check) -> None:
    """``in`` may say that a variable has no value at all."""
    declared = schema(own={"A": {"in": {"production": False}}})
    found = [ids(check(declared, "A=1\n", environment=environment)) for environment in ("production", "staging", None)]

    assert found == [["forbidden-variable"], [], []]


def test_a_variable_that_an_environment_requires_may_not_be_empty_there(check: Check) -> None:
    """Empty is as good as missing."""
    assert ids(check(schema(own=PRODUCTION), "A=\n", environment="production")) == ["empty-variable"]


def test_each_missing_variable_has_a_finding(check: Check) -> None:
    """At its own line of the schema."""
    assert placed(check(schema("A", "B"), "C=1\n")) == [("missing-variable", "error", 3), ("missing-variable", "error", 4)]


def test_a_missing_variable_shows_the_source_that_lacks_it(check: Check) -> None:
    """The finding stands in the schema, the source is related."""
    (finding,) = check(schema("A"), "B=1\n")

    assert [(each.message, each.location.path) for each in finding.related] == [("not set in this source", ".env")]


# -- one cause, one finding


def test_what_two_variables_need_is_missing_once(check: Check) -> None:
    """Both of them are named, and shown where they are set."""
    (finding,) = check(schema(dependentRequired={"A": ["C"], "B": ["C"]}), "A=1\nB=1\n")

    assert finding.message == "C is not set, and A and B, which are set, need it."
    assert [each.message for each in finding.related] == ["A is set here", "B is set here", "not set in this source"]


EMPTY = {
    "integer": {"type": "integer", "minimum": 1},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "array": {"type": "array"},
    "object": {"type": "object"},
    "enum": {"enum": ["a"]},
    "pattern": {"pattern": "^a$"},
    "length": {"minLength": 1},
    "format": {"format": "fernet-key"},
    "any-of": {"anyOf": [{"const": "a"}, {"const": "b"}]},
    "web-address": {"format": "http-url"},
    "database": {"format": "postgres-url"},
}


@pytest.mark.parametrize("keywords", EMPTY.values(), ids=EMPTY)
def test_an_empty_variable_has_no_other_finding(check: Check, keywords: Schema) -> None:
    """That it is empty says all that its constraints could say."""
    declared = {"properties": {"A": keywords}, "required": ["A"]}

    assert spoken(check(declared, "A=\n", environment="production")) == [("empty-variable", "error")]


def test_a_comment_in_the_place_of_a_value_is_nearer_than_empty(check: Check) -> None:
    """The export of a shell would be empty, but the comment is the cause."""
    assert ids(check(schema("A"), "A=  # text\n")) == ["comment-as-value"]


MISTAKEN = {
    "underscore": ("LLAMAPARSE_API_KEY", "LLAMA_PARSE_API_KEY"),
    "case": ("LOG_LEVEL", "log_level"),
    "letter-too-many": ("DATABASE_URL", "DATABASE_URLL"),
    "letters-swapped": ("WORKER_MAX_RETRIES", "WORKER_MAX_RETREIS"),
    "plural": ("ALLOWED_ORIGIN", "ALLOWED_ORIGINS"),
}


@pytest.mark.parametrize(("meant", "written"), MISTAKEN.values(), ids=MISTAKEN)
@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
def test_a_mistaken_name_is_one_finding(check: Check, meant: str, written: str, closed: bool) -> None:
    """The missing variable names the one that is set in its place, which is not unknown as well."""
    declared = {"properties": {meant: {}}, "required": [meant]} | ({"additionalProperties": False} if closed else {})
    findings = check(declared, f"{written}=1\n")

    assert ids(findings) == ["missing-variable"]
    assert findings[0].hint == f"{written} is set, which nothing reads; was {meant} meant?"


ASKING: dict[str, tuple[Schema, str]] = {
    "any-of": ({"anyOf": [{"required": ["FLASH_API_KEY"]}, {"required": ["OTHER"]}]}, "missing-alternative"),
    "second-of-one-of": ({"oneOf": [{"required": ["OTHER"]}, {"required": ["FLASH_API_KEY"]}]}, "missing-alternative"),
    "half-a-pair": ({"anyOf": [{"required": ["B", "FLASH_API_KEY"]}, {"required": ["OTHER"]}]}, "missing-alternative"),
    "any-of-in-all-of": ({"allOf": [{"anyOf": [{"required": ["FLASH_API_KEY"]}]}]}, "missing-alternative"),
    "dependent": ({"dependentRequired": {"B": ["FLASH_API_KEY"]}}, "missing-dependent-variable"),
    "all-of": ({"allOf": [{"required": ["FLASH_API_KEY"]}]}, "missing-variable"),
    "condition": ({"if": {"required": ["B"]}, "then": {"required": ["FLASH_API_KEY"]}}, "missing-variable"),
    "dependent-schema": ({"dependentSchemas": {"B": {"required": ["FLASH_API_KEY"]}}}, "missing-variable"),
}


@pytest.mark.parametrize(("keywords", "rule"), ASKING.values(), ids=ASKING)
@pytest.mark.parametrize("closed", [{}, {"additionalProperties": False}], ids=["open", "closed"])
def test_a_mistaken_name_is_one_finding_whatever_asks_for_it(check: Check, keywords: Schema, rule: str, closed: Schema) -> None:
    """It names the variable that is set in its place; one that is unknown besides is still told."""
    declared = {"properties": {"FLASH_API_KEY": {}, "B": {}, "OTHER": {}}, **keywords, **closed}
    one, two = (check(declared, f"B=1\nFLASH_API_KYE=1\n{more}") for more in ("", "QUITE_ANOTHER=1\n"))

    assert [(finding.rule.id, finding.hint) for finding in one] == [
        (rule, "FLASH_API_KYE is set, which nothing reads; was FLASH_API_KEY meant?")
    ]
    assert sorted(ids(two)) == sorted([rule, "unknown-variable"])


def test_of_two_mistaken_alternatives_each_is_told(check: Check) -> None:
    """The alternative is one finding for the first, and the second is unknown."""
    declared: Schema = {"properties": {"FLASH_API_KEY": {}, "DATABASE_URL": {}}}
    declared["anyOf"] = [{"required": ["FLASH_API_KEY"]}, {"required": ["DATABASE_URL"]}]
    findings = check(declared, "FLASH_API_KYE=1\nDATABASE_ULR=1\n")

    assert [(finding.rule.id, finding.hint) for finding in findings] == [
        ("missing-alternative", "FLASH_API_KYE is set, which nothing reads; was FLASH_API_KEY meant?"),
        ("unknown-variable", "Did you mean DATABASE_URL?"),
    ]


def test_what_is_silent_explains_no_other_name(check: Check) -> None:
    """A former name is the cause, and the other is unknown besides."""
    declared = {"properties": {"FLASH_API_KEY": {"x-envcheck": {"formerly": ["OLD"]}}}, "required": ["FLASH_API_KEY"]}

    assert ids(check(declared, "OLD=1\nFLASH_API_KYE=1\n")) == ["former-name", "unknown-variable"]


def test_a_name_that_nothing_asks_for_is_unknown_though_others_are_missing(check: Check) -> None:
    """What is missing explains what was mistaken for it alone."""
    declared = {"properties": {"FLASH_API_KEY": {}, "DATABASE_URL": {}}, "required": ["DATABASE_URL"]}

    assert sorted(ids(check(declared, "FLASH_API_KYE=1\n"))) == ["missing-variable", "unknown-variable"]


def test_an_unknown_name_that_is_near_a_known_one_says_so(check: Check) -> None:
    """Nothing is missing, and still it may be meant."""
    (finding,) = check({"properties": {"LLAMAPARSE_BASE_URL": {}}}, "LLAMAPARSE_API_URL=made-up\n")

    assert (finding.rule.id, finding.hint) == ("unknown-variable", "Did you mean LLAMAPARSE_BASE_URL?")


def test_an_unknown_name_that_is_near_none_is_to_be_deleted(check: Check) -> None:
    """No far-fetched suggestion."""
    (finding,) = check(schema(), "QUITE_ANOTHER=1\n")

    assert finding.hint == "Delete it, or add it to the schema."


def test_a_known_name_is_no_mistake_for_another(check: Check) -> None:
    """Where both are declared, the one that is set is not said to be meant for the other."""
    declared = {"properties": {"DATABASE_URL": {}, "DATABASE_URLS": {}}, "required": ["DATABASE_URL"]}
    (finding,) = check(declared, "DATABASE_URLS=1\n")

    assert finding.hint == "Set it among the variables of the service."


ODD = "A=1\nQUITE-ANOTHER=1\n"
CLOSED = schema(additionalProperties=False)


def test_an_odd_name_is_invalid_rather_than_unknown(check: Check) -> None:
    """What is wrong with the name itself says more; in a closed schema it is an error, as any name that is unknown."""
    assert placed(check(schema(), ODD)) == [("invalid-name", "warning", 2)]
    for closed in (CLOSED, schema(unevaluatedProperties=False), schema(allOf=[CLOSED])):
        assert placed(check(closed, ODD)) == [("invalid-name", "error", 2)]


def test_each_odd_name_is_told(check: Check) -> None:
    """Although neither its name nor its column tells it from the others."""
    text = '{"A": "1", "QUITE-ANOTHER": "1", "AND-ONE-MORE": "1"}'

    assert placed(check(CLOSED, text)) == [("invalid-name", "error", 1)] * 2


def test_a_rule_that_is_off_silences_no_other(check: Check) -> None:
    """A closed schema stays closed."""
    assert spoken(check(CLOSED, ODD, severities={"invalid-name": "off"})) == [("unknown-variable", "error")]
    assert spoken(check(CLOSED, ODD, severities={"unknown-variable": "off"})) == [("invalid-name", "warning")]


@pytest.mark.parametrize(
    "declared",
    [
        {"properties": {"QUITE-ANOTHER": {}}},
        {"properties": {"QUITE-ANOTHER": {}}, "additionalProperties": False},
        {"properties": {"B": {"x-envcheck": {"aliases": ["QUITE-ANOTHER"]}}}, "additionalProperties": False},
        {"properties": {"B": {}}, "required": ["QUITE-ANOTHER"]},
    ],
    ids=["property", "property-of-a-closed-schema", "alias", "required"],
)
def test_an_odd_name_that_the_schema_has_is_right(check: Check, declared: Schema) -> None:
    """Whoever wrote the schema knows it."""
    assert ids(check(declared, "QUITE-ANOTHER=1\n")) == []


def test_without_a_platform_its_variables_are_unknown(check: Check) -> None:
    """Nobody sets them there."""
    assert ids(check(schema(), "A=1\nPORT=8000\nRENDER_QUALITY=1\n", platform="none")) == ["unknown-variable"] * 2


def test_without_a_schema_nothing_is_missing_or_unknown(check: Check) -> None:
    """There is nothing to hold the variables against."""
    assert ids(check(None, "QUITE_ANOTHER=\n", environment="production")) == []


# -- all of the family

SECRETS: dict[str, tuple[Schema | None, str]] = {
    "missing-variable": (schema("A"), f"B={MARKER}\n"),
    "empty-variable": (schema("A"), f"A=\nB={MARKER}\n"),
    "former-name": (schema("A", own={"A": {"formerly": ["OLD_A"]}}), f"OLD_A={MARKER}\n"),
    "unknown-variable": (schema(), f"QUITE_ANOTHER={MARKER}\n"),
    "forbidden-variable": ({"properties": {"A": False}}, f"A={MARKER}\n"),
    "missing-alternative": (schema(anyOf=EITHER), f"C={MARKER}\n"),
    "missing-dependent-variable": (schema(dependentRequired={"A": ["B"]}), f"A={MARKER}\n"),
    "missing-secret-file": (None, f"A=/etc/secrets/{MARKER}\n"),
}


def test_every_rule_of_the_family_has_a_secret_to_keep() -> None:
    """No rule is left out of the table."""
    assert {rule.id for rule in RULES.values() if rule.family == "presence"} == set(SECRETS)


@pytest.mark.parametrize(("rule", "declared", "text"), [(id, *case) for id, case in SECRETS.items()], ids=SECRETS)
def test_a_finding_keeps_the_value_and_says_what_to_do(check: Check, rule: str, declared: Schema | None, text: str) -> None:
    """No value is shown, and there is a hint."""
    findings = check(declared, text, secret_files=frozenset(["ca.crt"]))

    assert ids(findings) == [rule]
    assert all(finding.hint for finding in findings)
    assert MARKER not in shown(findings)


def test_an_unknown_name_that_may_be_a_secret_is_not_shown(check: Check) -> None:
    """The place tells which line it is."""
    name = "Ab3dEf6hIj9lMn2pQr5tUv8x"
    findings = check(schema(), f"A=1\n{name}=1\n")

    assert placed(findings) == [("unknown-variable", "warning", 2)]
    assert name not in shown(findings)


def test_a_message_names_service_and_environment(check: Check) -> None:
    """Where to set it is part of the hint."""
    (finding,) = check(schema("A"), "B=1\n", environment="production", service="worker")

    assert finding.message == "A is required in production, and not set."
    assert finding.hint == "Set it among the variables of worker in production."


# Secret files

POINTING = "CA_FILE=/etc/secrets/ca.crt\n"

#: Values that point to no secret file of the service, or to one that is there, and the files.
NOT_MISSING: dict[str, tuple[str, frozenset[str] | None]] = {
    "there": (POINTING, frozenset(["ca.crt"])),
    "among others": (POINTING, frozenset(["a", "ca.crt", "z"])),
    "files are not known": (POINTING, None),
    "a part of a value": ("OPTIONS=sslrootcert=/etc/secrets/ca.crt\n", frozenset()),
    "more behind it": ("FILES=/etc/secrets/ca.crt,/etc/secrets/b.crt\n", frozenset(["ca.crt", "b.crt"])),
    "in a folder below": ("CA_FILE=/etc/secrets/more/ca.crt\n", frozenset()),
    "the folder": ("CA_FOLDER=/etc/secrets/\n", frozenset()),
    "the folder without a slash": ("CA_FOLDER=/etc/secrets\n", frozenset()),
    "another folder": ("CA_FILE=/etc/ssl/ca.crt\n", frozenset()),
    "another root": ("CA_FILE=/app/etc/secrets/ca.crt\n", frozenset()),
    "a relative path": ("CA_FILE=ca.crt\n", frozenset()),
    "none needed": ("A=1\n", frozenset()),
}


@pytest.mark.parametrize(("text", "files"), NOT_MISSING.values(), ids=NOT_MISSING)
def test_no_secret_file_is_missing(check: Check, text: str, files: frozenset[str] | None) -> None:
    assert check(None, text, secret_files=files) == []


@pytest.mark.parametrize("files", [[], ["other.crt"], ["CA.CRT"], ["ca.crt.bak"]])
def test_a_secret_file_is_missing(check: Check, files: list[str]) -> None:
    findings = check(None, POINTING, secret_files=frozenset(files))

    assert placed(findings) == [("missing-secret-file", "warning", 1)]
    assert findings[0].variable == "CA_FILE"
    assert findings[0].message == "CA_FILE points to a secret file that the service does not have."


def test_the_name_that_a_value_has_is_not_shown(check: Check) -> None:
    findings = check(None, f"CA_FILE=/etc/secrets/{MARKER}\n", secret_files=frozenset(["ca.crt", "own.pem"]))

    assert MARKER not in shown(findings)
    assert findings[0].hint.endswith("It has ca.crt, own.pem.")


@pytest.mark.parametrize("name", ["sk-ant-api03-mad3-up", "f3a9c1d2e4b5a697f3a9c1d2e4b5a697", "a b", "\u202eca.crt", "x" * 70])
def test_a_file_whose_name_may_be_a_secret_is_not_shown(check: Check, name: str) -> None:
    findings = check(None, POINTING, secret_files=frozenset([name]))

    assert name not in shown(findings)
    assert len(findings) == 1
