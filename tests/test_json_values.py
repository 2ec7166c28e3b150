"""Values that are JSON: what is inside of them is judged by the library, in our words and by our means."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from envcheck.check import check
from envcheck.compile import compile_schema
from envcheck.model import Context
from envcheck.schema import SchemaError, SchemaFile, SchemaFiles
from envcheck.sources import dotenv_file
from tests.conftest import Check, ids

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("type", ["array", "object"])
@pytest.mark.parametrize("where", ["allOf", "$ref"])
def test_a_schema_that_allows_nothing_allows_no_json(check: Check, type: str, where: str) -> None:
    never: dict[str, Any] = {"allOf": [False]} if where == "allOf" else {"$ref": "#/$defs/never"}
    schema = {"properties": {"X": {"type": type, **never}}, "$defs": {"never": False}}
    assert ids(check(schema, f"X={'[]' if type == 'array' else '{}'}\n")) == ["forbidden-variable"]


@pytest.mark.parametrize("inner", [{"pattern": "^(a+)+$"}, {"items": {"pattern": "^(a+)+$"}}])
def test_a_pattern_of_another_file_has_a_linear_match(
    inner: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library would judge a schema that names its dialect by a validator of its own, with Python's engine."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "inner.json").write_text(json.dumps({"$schema": DIALECT, **inner}))
    text = json.dumps({"properties": {"X": {"type": "array", "items": {"$ref": "inner.json"}}}})
    monkeypatch.chdir(tmp_path)

    def never(*_: object) -> None:
        raise AssertionError("Python's engine has no bound")

    monkeypatch.setattr(re, "search", never)
    compiled = compile_schema(SchemaFiles("."), SchemaFile("schema.json", text), Context())
    value = json.dumps([["a" * 40 + "!"] if "items" in inner else "a" * 40 + "!"])
    findings = check(compiled, dotenv_file.read(f"X={value}\n", path=".env"), {})
    assert [each.rule.id for each in findings] == ["pattern-mismatch"]


NAMES: dict[str, Any] = {"type": "object", "patternProperties": {"^max_": {"type": "integer"}}, "additionalProperties": False}


@pytest.mark.parametrize("depth", [0, 1], ids=["of-the-variable", "within"])
@pytest.mark.parametrize(
    ("schema", "value", "is_valid"),
    [
        (NAMES, {}, True),
        (NAMES, {"max_a": 1}, True),
        (NAMES, {"max_a": "1"}, False),
        (NAMES, {"a_max_": 1}, False),
        (NAMES, {"other": 1}, False),
        ({**NAMES, "properties": {"other": {"type": "string"}}}, {"other": "x", "max_a": 1}, True),
        ({**NAMES, "properties": {"max_a": {"minimum": 5}}}, {"max_a": 4}, False),
        ({**NAMES, "additionalProperties": {"type": "string"}}, {"other": "x"}, True),
        ({**NAMES, "additionalProperties": {"type": "string"}}, {"other": 1}, False),
        ({**NAMES, "additionalProperties": {"type": "string"}}, {"max_a": 1}, True),
        ({**NAMES, "additionalProperties": True}, {"other": 1}, True),
        ({"type": "object", "patternProperties": {"a": {"minimum": 2}, "b": {"maximum": 3}}}, {"ab": 4}, False),
        ({"type": "object", "patternProperties": {"a": {"minimum": 2}, "b": {"maximum": 3}}}, {"ab": 2}, True),
        ({"type": "object", "patternProperties": {"^x": False}}, {"x": 1}, False),
        ({"type": "object", "patternProperties": {r"^\p{Lu}": False}}, {"Ä": 1}, False),
        ({"type": "object", "patternProperties": {"^x": {}}, "additionalProperties": {"minimum": 2}}, {"y": 1}, False),
    ],
)
def test_names_in_json_are_judged_by_pattern(
    check: Check, schema: dict[str, Any], value: dict[str, Any], is_valid: bool, depth: int
) -> None:
    whole = {"type": "array", "items": schema} if depth else schema
    text = json.dumps([value] if depth else value)

    assert (check({"properties": {"L": whole}}, f"L='{text}'\n") == []) is is_valid


@pytest.mark.parametrize("depth", [0, 1], ids=["of-the-variable", "within"])
@pytest.mark.parametrize(
    ("schema", "rule"),
    [
        ({"type": "object", "patternProperties": {"(?<=a)b": {}}}, "unsupported-pattern"),
        ({"type": "object", "patternProperties": {"^a": {}}, "unevaluatedProperties": False}, "unsupported-keyword"),
        (
            {"type": "object", "allOf": [{"patternProperties": {"^a": {}}}], "unevaluatedProperties": False},
            "unsupported-keyword",
        ),
    ],
    ids=["look-behind", "beside", "in-a-branch"],
)
def test_patterns_of_names_that_have_no_linear_match_are_refused(
    check: Check, schema: dict[str, Any], rule: str, depth: int
) -> None:
    with pytest.raises(SchemaError) as refused:
        check({"properties": {"L": {"type": "array", "items": schema} if depth else schema}}, "L={}\n")

    assert rule in {problem.rule for problem in refused.value.problems}


def test_patterns_of_names_are_not_matched_by_python(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("Python's engine has no bound")

    schema = {"type": "object", "patternProperties": {"^(a+)+$": {}}, "additionalProperties": False, "unevaluatedItems": False}
    monkeypatch.setattr(re, "search", never)
    text = json.dumps([{"a" * 40 + "!": 1}])
    assert ids(check({"properties": {"L": {"type": "array", "items": schema}}}, f"L={text}\n")) == ["unmet-condition"]
