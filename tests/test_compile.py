"""A schema that is compiled for one environment after the other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from envcheck.check import check
from envcheck.compile import compile_schema
from envcheck.model import Context
from envcheck.schema import SchemaError, SchemaFile, SchemaFiles
from envcheck.sources import dotenv_file

if TYPE_CHECKING:
    from envcheck.vocabulary import Known

SCHEMA = {
    "required": ["PORT"],
    "properties": {
        "PORT": {"type": "integer", "minimum": 1},
        "DEBUG": {"type": "boolean", "x-envcheck": {"forbiddenIn": ["production"]}},
        "LOG_LEVEL": {"enum": ["INFO", "DEBUG"], "x-envcheck": {"in": {"production": {"const": "INFO"}}}},
        "API_URL": {"format": "http-url", "x-envcheck": {"aliases": ["BASE_URL"], "requiredIn": ["staging"]}},
        "MODE": {"if": {"const": "x"}, "then": {"maxLength": 0}, "x-envcheck": {"formerly": ["OLD_MODE"]}},
    },
}
CONTEXTS = {
    "staging": Context("api", "staging", "staging", True, "render"),
    "production": Context("api", "production", "production", True, "render"),
    "local": Context("api", "local", "development", False, "none"),
    "template": Context("api", "production", "production", True, "render", True),
}
TEXT = "PORT=0\nDEBUG=true\nLOG_LEVEL=DEBUG\nBASE_URL=http://localhost:8000\nMODE=x\nOLD_MODE=y\nPASSWORD=changeme\n"


@pytest.mark.parametrize("second", CONTEXTS)
@pytest.mark.parametrize("first", CONTEXTS)
def test_an_environment_is_judged_the_same_after_another(first: str, second: str) -> None:
    """What is known from one environment changes nothing in the next."""
    known: Known = {}
    files, file = SchemaFiles("."), SchemaFile("schema.json", json.dumps(SCHEMA))
    compile_schema(files, file, CONTEXTS[first], known)
    alone, after = (compile_schema(files, file, CONTEXTS[second], each) for each in (None, known))
    environment = dotenv_file.read(TEXT, path=".env")

    assert check(alone, environment, {}) == check(after, environment, {})
    assert [each.context for each in after.specs.values()] == [CONTEXTS[second]] * len(after.specs)


def doubled(word: str, *, of_service: bool) -> dict[str, object]:
    """A schema of a page whose branches refer to the same schema twice, level by level."""
    both = {f"d{level}": {word: [{"$ref": f"#/$defs/d{level + 1}"}] * 2} for level in range(30)}
    last = {"required": ["X"]} if of_service else {"minLength": 3}
    where = {"$ref": "#/$defs/d0"}
    return {"properties": {"X": {} if of_service else where}, "$defs": {**both, "d30": last}, **(where if of_service else {})}


@pytest.mark.parametrize("of_service", [False, True])
@pytest.mark.parametrize("word", ["allOf", "anyOf", "oneOf"])
def test_branches_that_double_with_each_level_are_refused(word: str, of_service: bool) -> None:
    file = SchemaFile("schema.json", json.dumps(doubled(word, of_service=of_service)))
    with pytest.raises(SchemaError) as refusal:
        compile_schema(SchemaFiles("."), file, CONTEXTS["staging"])
    assert "too-large-schema" in {problem.rule for problem in refusal.value.problems}
