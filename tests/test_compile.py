"""A schema that is compiled for one environment after the other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from envcheck.check import check
from envcheck.compile import CompiledSchema, compile_nothing, compile_schema, service_words
from envcheck.keywords import ANNOTATIONS
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


def compiled(schema: object) -> CompiledSchema:
    """A schema, compiled for staging."""
    return compile_schema(SchemaFiles("."), SchemaFile("schema.json", json.dumps(schema)), CONTEXTS["staging"])


@pytest.mark.parametrize("schema", [True, False, {}, {"title": "t", "type": "object", "x-envcheck": {"service": "api"}}])
def test_a_schema_that_would_check_nothing_is_refused(schema: object) -> None:
    with pytest.raises(SchemaError) as refusal:
        compiled(schema)
    (problem,) = refusal.value.problems
    assert (problem.rule, problem.message) == ("empty-schema", "the schema has no constraint, so nothing would be checked")
    assert problem.hint == 'A schema is an object with "properties", one for each variable, and "required".'
    assert problem.location[:2] == ("schema.json", 1)


def test_another_dialect_is_refused_with_the_one_that_is_supported() -> None:
    with pytest.raises(SchemaError) as refusal:
        compiled({"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"X": {}}})
    (problem,) = refusal.value.problems
    wanted = 'only JSON Schema 2020-12 is supported: "$schema": "https://json-schema.org/draft/2020-12/schema"'
    assert (problem.rule, problem.message) == ("unsupported-dialect", wanted)


def test_what_was_refused_before_the_end_is_told_too() -> None:
    loop = {"$ref": "#/$defs/a"}
    with pytest.raises(SchemaError) as refusal:
        compiled({"properties": {"X": {"made-up": 1}, "Y": loop}, "$defs": {"a": loop}})
    assert [problem.rule for problem in refusal.value.problems][-1] == "reference-loop"


def test_an_alias_is_declared_as_its_variable_unless_it_is_one_and_a_secret_where_one_is() -> None:
    public, secret = ({"x-envcheck": {"aliases": ["B", "C"]}, "title": name} for name in ("public", "secret"))
    alone = {"x-envcheck": {"aliases": ["G"]}}
    schema = {"properties": {"A": public, "D": {**secret, "writeOnly": True}, "E": public, "C": {"title": "own"}, "F": alone}}
    specs = compiled(schema).specs
    named = {"A": "A", "D": "D", "E": "E", "C": "C", "B": "D", "F": "F", "G": "F"}
    assert {name: spec.name for name, spec in specs.items()} == named


def test_a_schema_mentions_every_name_that_it_has_a_word_for() -> None:
    service = {"environmentMarker": "MARKER", "connectionPrecedence": ["FIRST", "SECOND"]}
    own = {"aliases": ["ALIAS"], "formerly": ["OLD"], "postgres": {"preparedStatements": "SWITCH"}, "url": {"sameHostAs": "HOST"}}
    mentions = compiled(
        {"properties": {"X": {"x-envcheck": own}, "Y": {}}, "patternProperties": {"^P_": {}}, "x-envcheck": service}
    ).mentions()
    names = ["X", "Y", "MARKER", "FIRST", "SECOND", "ALIAS", "OLD", "SWITCH", "HOST", "P_1"]
    assert [name for name in (*names, "OTHER", "XP_1", "") if mentions(name)] == names


def test_what_is_declared_is_kept_without_the_checks() -> None:
    whole = compiled(SCHEMA)
    kept = whole.without_checks()
    assert (kept.specs, kept.names, kept.own, kept.has_schema) == (whole.specs, whole.names, whole.own, True)
    assert check(whole, dotenv_file.read(TEXT, path=".env"), {}) != []
    assert check(kept, dotenv_file.read(TEXT, path=".env"), {}) == []


def test_without_a_schema_nothing_is_declared() -> None:
    nothing = compile_nothing(CONTEXTS["staging"])
    assert (nothing.specs, nothing.own, nothing.names, nothing.has_schema) == ({}, {}, frozenset(), False)
    assert not nothing.mentions()("X")
    assert nothing.context == CONTEXTS["staging"]


def test_without_a_schema_values_are_judged_all_the_same() -> None:
    findings = check(compile_nothing(CONTEXTS["staging"]), dotenv_file.read("PASSWORD=changeme\n", path=".env"), {})
    assert [(each.rule.id, each.variable) for each in findings] == [("placeholder-value", "PASSWORD")]


def test_the_words_of_a_service_are_read_alone() -> None:
    schema = {"properties": {}, "x-envcheck": {"service": "api"}}
    assert service_words(SchemaFile("schema.json", json.dumps(schema))) == {"service": "api"}


def test_a_word_of_the_service_of_another_shape_is_refused() -> None:
    with pytest.raises(SchemaError) as refusal:
        compiled({"properties": {"X": {}}, "x-envcheck": {"connectionPrecedence": 1}})
    assert [problem.rule for problem in refusal.value.problems] == ["malformed-keyword"]


def test_every_word_that_is_not_known_is_refused() -> None:
    with pytest.raises(SchemaError) as refusal:
        compiled({"properties": {"X": {"made-up": 1, "madeUp": 2}}})
    assert [problem.rule for problem in refusal.value.problems] == ["unknown-keyword", "unknown-keyword"]


def test_what_a_schema_says_of_names_that_it_does_not_list_is_kept() -> None:
    branches = [{"required": ["A"]}, {"required": ["B"]}]
    schema = compiled({"properties": {"A": {}, "B": {}}, "patternProperties": {"^P_": {"writeOnly": True}}, "anyOf": branches})
    assert [(matches("P_1"), matches("XP_"), spec.secret) for matches, spec in schema.patterns] == [(True, False, True)]
    assert [*schema.alternatives] == [frozenset({"A", "B"})]


def test_words_that_judge_nothing_are_no_constraint_however_many_there_are() -> None:
    with pytest.raises(SchemaError) as refusal:
        compiled(dict.fromkeys((*ANNOTATIONS, "x-envcheck", "type"), "made-up"))
    assert [problem.rule for problem in refusal.value.problems] == ["empty-schema"]


def test_what_is_the_same_in_all_environments_is_saved() -> None:
    known: Known = {}
    compile_schema(SchemaFiles("."), SchemaFile("schema.json", json.dumps(SCHEMA)), CONTEXTS["staging"], known)
    assert len(known) > 0
