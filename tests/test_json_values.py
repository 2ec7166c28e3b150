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
from envcheck.schema import SchemaFile, SchemaFiles
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
