"""What Heroku, Doppler and Vercel write as JSON gives its variables, and anything else is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envcheck.errors import SourceError
from envcheck.model import Environment, Location
from envcheck.sources.json_export import read
from tests.conftest import Program
from tests.program import write

MARKER = "made-up-marker-7Q"


def of(document: object, *, whole: bool = False) -> Environment:
    """What is read of a document, or of a text."""
    return read(document if isinstance(document, str) else json.dumps(document, indent=2), path="x.json", whole=whole)


def refusal(document: object) -> SourceError:
    """The error for a document, or for a text."""
    with pytest.raises(SourceError) as caught:
        of(document)
    return caught.value


def secret(value: object, **more: object) -> dict[str, object]:
    """A secret as ``doppler secrets --json`` has it."""
    return {"computed": value, "computedVisibility": "masked", "note": "", **more}


def env(name: str, value: object, **more: object) -> dict[str, object]:
    """A variable as Vercel's API has it."""
    own = {"target": ["production", "preview"], "type": "encrypted", "decrypted": True, "id": "x", "gitBranch": None}
    return {**own, "key": name, "value": value, **more}


@pytest.mark.parametrize(
    "document",
    [
        {"A": "1", "B": ""},
        {"A": secret("1"), "B": secret("")},
        {"A": {"raw": "1", "computed": "1"}, "B": {"raw": "${A}", "computed": ""}},
        {"A": {"raw": "1"}, "B": {"raw": ""}},
        {"secrets": {"A": secret("1"), "B": secret("")}, "success": True},
        {"envs": [env("A", "1"), env("B", "")]},
        {"envs": [env("A", "1", target="production"), env("B", "")], "pagination": {"count": 2, "next": None, "prev": None}},
        {"envs": [env("A", "1", type="plain", decrypted=False), {"key": "B", "value": "", "type": "plain"}]},
        {"envs": [env("A", "1", target=[], customEnvironmentIds=["env_x"]), env("B", "", target=[])]},
    ],
)
def test_every_shape_gives_the_same_variables(document: object) -> None:
    environment = of(document)

    assert dict(environment.values) == {"A": "1", "B": ""}
    assert (environment.non_text, environment.repeated, environment.complete, environment.declared) == ((), (), True, {})
    assert [source.kind for source in environment.sources] == ["json"]


@pytest.mark.parametrize("name", ["id", "message", "secrets", "envs", "code", "success", "envVars", "cursor", "content"])
def test_common_words_may_be_names(name: str) -> None:
    assert dict(of({name: "1", "A": "2"}).values) == {name: "1", "A": "2"}


@pytest.mark.parametrize(
    ("document", "how"),
    [
        ({"A": secret(None, computedVisibility="restricted")}, "restricted, so that its value is not given out"),
        ({"A": {"raw": "${B}"}}, "given with a reference that is not replaced"),
        ({"envs": [env("A", MARKER, decrypted=False)]}, "encrypted in this answer"),
        ({"envs": [{"key": "A", "value": MARKER, "type": "encrypted"}]}, "encrypted in this answer"),
        ({"envs": [env("A", "", type="sensitive", decrypted=False)]}, "encrypted in this answer"),
        ({"envs": [{"key": "A", "type": "secret", "value": "sec_made_up"}]}, "encrypted in this answer"),
        ({"envs": [env("A", "VERCEL_URL", type="system")]}, "set by Vercel"),
    ],
)
def test_what_has_no_value_is_declared(document: object, how: str) -> None:
    environment = of(document)

    assert (dict(environment.values), [(name, each.how) for name, each in environment.declared.items()]) == ({}, [("A", how)])


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ({"A": 1, "B": ""}, "a number"),
        ({"A": True, "B": ""}, "a boolean"),
        ({"A": None, "B": ""}, "null"),
        ({"A": {"x": "1"}, "B": ""}, "an object"),
        ({"A": ["1"], "B": ""}, "a list"),
        ({"A": secret("1"), "B": ""}, "an object"),
        ({"A": secret(1)}, "a number"),
        ({"envs": [env("A", 1)]}, "a number"),
        ({"envs": [{"key": "A", "type": "plain"}]}, "missing"),
    ],
)
def test_a_value_that_is_no_text_is_named(document: object, found: str) -> None:
    assert [(each.name, each.found) for each in of(document).non_text] == [("A", found)]


@pytest.mark.parametrize(
    ("document", "id"),
    [
        ("", "no-variables"),
        ("{}", "no-variables"),
        ("[]", "no-variables"),
        ('"text"', "no-variables"),
        ('[{"key": "A", "value": "1"}]', "no-variables"),
        ({"envs": []}, "no-variables"),
        ('{"A": "1"', "not-json"),
        ('{"A": "1", "A": "2"}', "not-json"),
        ({"id": "unauthorized", "message": "made up"}, "api-error"),
        ({"messages": ["made up"], "success": False}, "api-error"),
        ({"error": {"code": "forbidden", "message": "made up"}}, "api-error"),
        ({"A": {"x": "1"}}, "unknown-shape"),
        ({"secrets": {}, "envs": {}}, "unknown-shape"),
        ({"key": "A", "value": "1", "type": "plain"}, "unknown-shape"),
        ({"": "1"}, "unknown-shape"),
        ({"envs": ["A"]}, "unknown-shape"),
        ({"envs": [{"value": "1"}]}, "unknown-shape"),
        ({"envs": [env("A", "1", target=["production"]), env("A", "2", target=["preview"])]}, "several-environments"),
        ({"envs": [env("A", "1", target=["production"]), env("B", "2", target=["development"])]}, "several-environments"),
        ({"envs": [env("A", "1"), env("A", "2", gitBranch="made-up")]}, "several-environments"),
        (
            {"envs": [env("A", "1", target=["production"]), env("B", "2", target=["preview"]), env("C", "")]},
            "several-environments",
        ),
    ],
)
def test_anything_else_is_refused(document: object, id: str) -> None:
    error = refusal(document)

    assert error.id == id
    assert "ender" not in f"{error.message} {error.hint}"
    assert "/v1/" not in error.hint


def test_a_list_with_a_next_page_is_not_whole() -> None:
    document = {"envs": [env("A", "1")], "pagination": {"next": 1700000000000}}

    assert (of(document).complete, of(document, whole=True).complete) == (False, True)


def test_a_variable_stands_where_its_value_does() -> None:
    text = '{\n  "A": {"computed": "1"},\n  "B": {"computed": null}\n}'
    environment = of(text)

    assert environment["A"].location == Location("x.json", 2, 21, 24)
    assert environment.declared["B"].location == Location("x.json", 3, 21, 25)


def test_a_column_tells_no_length_of_a_value_before_it() -> None:
    environment = of('{"A": "made up", "B": "x"}')

    assert environment["B"].location == Location("x.json", 1)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.just(MARKER),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["A", "envs", "secrets", "key", "value", "type", "computed", "raw"]), inner, max_size=4
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_is_read_or_refused_without_showing_a_value(document: object) -> None:
    try:
        environment = of(document)
    except SourceError as error:
        assert MARKER not in f"{error.message} {error.hint}"
        assert error.__context__ is None
    else:
        assert environment.values or environment.non_text or environment.declared


SCHEMA: dict[str, Any] = {"required": ["A", "B"], "properties": {"A": {"minLength": 3}, "B": {"type": "integer"}}}


@pytest.mark.parametrize(
    ("document", "findings"),
    [
        ({"A": "xyz", "B": "1"}, []),
        ({"A": "xyz", "B": "1", "DOPPLER_PROJECT": "x", "DOPPLER_ENVIRONMENT": "prd", "DOPPLER_CONFIG": "prd"}, []),
        ({"A": "xyz", "B": 1}, ["non-text-value"]),
        ({"A": "xyz"}, ["missing-variable"]),
        ({"A": "x", "B": "1"}, ["wrong-length"]),
        ({"A": secret(None), "B": secret("one")}, ["wrong-type"]),
        ({"envs": [env("A", "x", decrypted=False), env("B", "1")]}, []),
    ],
)
def test_it_is_checked_as_what_it_is(folder: Path, program: Program, document: object, findings: list[str]) -> None:
    write(folder, {"x.production.json": json.dumps(document), "schema.json": SCHEMA})
    done = program("check", "json:x.production.json", "--schema", "schema.json", "--format", "json")

    assert [each["rule"] for each in done.report["findings"]] == findings
    assert done.code == bool(findings)


def test_what_may_have_more_speaks_of_no_other_platform(folder: Path, program: Program) -> None:
    write(folder, {"x.json": {"envs": [env("A", "xyz"), env("B", "1")], "pagination": {"next": 1}}, "schema.json": SCHEMA})
    done = program("check", "json:x.json", "--schema", "schema.json")

    assert done.code == 3
    assert "next page" in done.err
    assert "cursor" not in done.said
