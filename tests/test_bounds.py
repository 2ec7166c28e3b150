"""Large inputs that are made to take long: judged up to a limit that has a name, and refused above it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from envcheck import files, json_values
from envcheck.json_values import MAX_NODES
from tests.conftest import Check, ids
from tests.program import Content, Done, run, write

#: A list whose entries are judged.
ITEMS = {"properties": {"L": {"type": "array", "items": {"type": "integer"}}}}

#: Each level of a value is judged twice, by a schema that has no more than a few words.
DOUBLING = {
    "properties": {"L": {"type": "array", "items": {"$ref": "#/$defs/a"}}},
    "$defs": {
        "a": {
            "anyOf": [
                {"type": "array", "items": {"$ref": "#/$defs/a"}, "minItems": 2},
                {"type": "array", "items": {"$ref": "#/$defs/a"}, "maxItems": 0},
            ]
        }
    },
}


def checked(folder: Path, text: str, schema: Any, *arguments: str) -> Done:
    write(folder, {".env": text, "schema.json": schema})
    return run(folder, "check", ".env", "--schema", "schema.json", "--env", "production", *arguments)


@pytest.mark.parametrize(
    ("source", "count"),
    [
        pytest.param("A=1\n" * 6 + "B=2\n", 5, id="repeated"),
        pytest.param("word\n" * 5 + "B=2\n", 5, id="no-assignment"),
        pytest.param("word\n" * 3 + "A=1\n" * 3 + "B=2\n", 5, id="both"),
        pytest.param(json.dumps([{"key": f"A{number}", "value": number} for number in range(5)]), 5, id="no-text"),
    ],
)
def test_so_many_defects_are_told_one_by_one(source: str, count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"source": source})

    def told(limit: int) -> tuple[bool, int]:
        monkeypatch.setattr(files, "MAX_DEFECTS", limit)
        report = run(tmp_path, "check", "source", "--env", "production", "--format", "json").report
        return "too-large" in [each["id"] for each in report["failures"]], len(report["findings"])

    assert told(count) == (False, count)
    assert told(count - 1) == (True, 0)


def test_too_many_defects_are_no_verdict(tmp_path: Path) -> None:
    write(tmp_path, {".env": "A=1\n" + "made-up-word\n" * (files.MAX_DEFECTS + 1)})

    done = run(tmp_path, "check", ".env")

    assert done.code == 3
    assert "more than 10,000 statements" in done.said
    assert "made-up-word" not in done.said


def test_json_of_as_many_values_as_the_limit_is_judged(tmp_path: Path) -> None:
    value = [1] * (MAX_NODES - 1)  # the list is one, too

    assert checked(tmp_path, f"L={json.dumps(value)}\n", ITEMS).code == 0


def test_json_of_more_values_is_refused_by_name(tmp_path: Path) -> None:
    done = checked(tmp_path, f"L={json.dumps([1] * MAX_NODES)}\n", ITEMS)

    assert done.code == 3
    assert ".env: L is JSON of more than 10,000 values (too-large) hint: Ask less of its inside" in done.said


def test_values_in_objects_count(tmp_path: Path) -> None:
    value = [{"a": [1, 2]}] * (MAX_NODES // 4)

    assert checked(tmp_path, f"L={json.dumps(value)}\n", {"properties": {"L": {"type": "array", "minItems": 1}}}).code == 3


def test_json_of_which_only_the_type_is_asked_has_no_limit(tmp_path: Path) -> None:
    done = checked(tmp_path, f"L={json.dumps([1] * MAX_NODES)}\n", {"properties": {"L": {"type": "array"}}})

    assert done.code == 0


def test_a_value_that_doubles_the_work_with_each_level_comes_to_an_end(tmp_path: Path) -> None:
    done = checked(tmp_path, f"L={'[' * 40}{']' * 40}\n", DOUBLING)

    assert done.code == 3
    assert "its JSON takes more than 200,000 steps to judge, the last of them in L (too-large)" in done.said


def test_a_value_of_few_levels_is_judged(tmp_path: Path) -> None:
    assert checked(tmp_path, "L=[[[]]]\n", DOUBLING).code == 1
    assert checked(tmp_path, "L=[[],[[],[]]]\n", DOUBLING).code == 0


def test_all_values_of_a_source_have_one_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schema = {"patternProperties": {"^L": {"type": "array", "items": {"type": "integer"}}}}
    monkeypatch.setattr(json_values, "MAX_STEPS", 50)

    def code(variables: int) -> int:
        return checked(tmp_path, "".join(f"L{number}=[1,2,3]\n" for number in range(variables)), schema).code

    assert code(10) == 0
    assert code(11) == 3


def test_another_service_is_judged_all_the_same(tmp_path: Path) -> None:
    config = '[services.api]\nschema = "a.json"\n[services.worker]\nschema = "w.json"\n[environments.production.sources]\n'
    project: dict[str, Content] = {
        "a.json": DOUBLING,
        "w.json": {"required": ["TOKEN"]},
        "api.env": f"L={'[' * 40}{']' * 40}\n",
        "worker.env": "A=1\n",
    }
    project |= {"envcheck.toml": config + 'api = "api.env"\nworker = "worker.env"\n'}
    write(tmp_path, project)

    report = run(tmp_path, "check", "--format", "json").report

    assert [each["id"] for each in report["failures"]] == ["too-large"]
    assert "missing-variable" in [each["rule"] for each in report["findings"]]


@pytest.mark.parametrize("arguments", [("--all",), ("--format", "sarif"), ("--format", "html")], ids=" ".join)
def test_what_is_not_judged_to_its_end_is_incomplete_in_every_output(arguments: tuple[str, ...], tmp_path: Path) -> None:
    assert checked(tmp_path, f"L={'[' * 40}{']' * 40}\n", DOUBLING, *arguments).code == 3


UNIQUE = {"properties": {"L": {"type": "array", "uniqueItems": True}}}


@pytest.mark.parametrize(
    ("value", "is_unique"),
    [
        ("[]", True),
        ("[1,2]", True),
        ("[1,1]", False),
        ("[1,1.0]", False),
        ("[1,true]", True),
        ("[0,false]", True),
        ('[1,"1"]', True),
        ("[[1],[true]]", True),
        ("[[1],[1.0]]", False),
        ('[{"a":1,"b":2},{"b":2,"a":1}]', False),
        ('[{"a":1},{"a":true}]', True),
        ('[{"a":[{}]},{"a":[{}]}]', False),
        ("[{},[]]", True),
        ("[null,null]", False),
        ('["a","A"]', True),
    ],
)
def test_entries_are_unique_as_json(value: str, is_unique: bool, check: Check) -> None:
    assert ids(check(UNIQUE, f"L='{value}'\n")) == ([] if is_unique else ["unmet-condition"])


values = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from([0.0, 1.0, 2.5]) | st.sampled_from(["", "a", "1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b"]), inner, max_size=2),
    max_leaves=6,
)


@given(value=st.lists(values, max_size=6))
def test_entries_are_unique_as_the_library_says(value: list[Any]) -> None:
    unique = len(set(map(json_values._comparable, value))) == len(value)

    assert unique == Draft202012Validator({"uniqueItems": True}).is_valid(value)


def test_what_several_services_share_is_judged_for_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The end is that of a check, so that a fleet with one group does not come to it."""
    names = [f"s{number}" for number in range(8)]
    services = "".join(f'[services.{name}]\nschema = "s.json"\n' for name in names)
    given = "".join(f'{name} = ["render-group:g.json", "own.env"]\n' for name in names)
    config = f"{services}[environments.production.sources]\n{given}"
    group = {"name": "g", "envVars": [{"key": "L", "value": "[1,2,3]"}]}
    write(tmp_path, {"g.json": group, "own.env": "A=1\n", "s.json": ITEMS, "envcheck.toml": config})
    monkeypatch.setattr(json_values, "MAX_STEPS", 10)

    assert run(tmp_path, "check", "--format", "json").report["failures"] == []
