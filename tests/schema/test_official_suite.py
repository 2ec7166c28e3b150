"""The official test suite of JSON Schema, as far as a variable or the variables of a service can be its instances.

A text is the value of a variable, an object of texts is all of them, and any other value stands in the JSON of a variable: it is
the one entry of a list.

``python -m tests.schema.test_official_suite`` prints what came of it.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from envcheck.compile import compile_schema
from envcheck.readings import READERS
from envcheck.schema import SchemaError, SchemaFile, SchemaFiles
from tests.schema.helpers import NOWHERE, environment_of, is_valid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from envcheck.compile import CompiledSchema

SUITE = Path(__file__).parents[3] / "shared" / "json-schema-test-suite"
NAME = "V"

#: What can come of a test, from best to worst.
RIGHT = "right"
READ = "read as its type"
FORMATS = "formats are asserted"
REFUSED = "refused by keyword"
WRONG = "wrong"
OUTCOMES = (RIGHT, READ, FORMATS, REFUSED, WRONG)

#: The fewest tests of a tier that must have been judged, so that a run without its subject is no success.
LEAST = {"A": 800, "B": 38, "C": 250, "O": 90, "F1": 530, "F2": 10}

needs_suite = pytest.mark.skipif(not SUITE.is_dir(), reason="the official suite is not beside this repository")


class Trial(NamedTuple):
    """One test of the suite: a schema, an instance, and the verdict that is right."""

    tier: str
    file: str
    case: str
    test: str
    schema: Any
    instance: Any
    expected: bool


class Outcome(NamedTuple):
    """What came of a trial, and why."""

    trial: Trial
    kind: str
    detail: str = ""


def trials() -> Iterator[Trial]:
    """Every test of the suite, by its file."""
    manifest = json.loads((SUITE / "MANIFEST.json").read_text("utf-8"))
    for name, facts in sorted(manifest["files"].items()):
        for case in json.loads((SUITE / "tests" / "draft2020-12" / name).read_text("utf-8")):
            for test in case["tests"]:
                yield Trial(
                    facts["tier"], name, case["description"], test["description"], case["schema"], test["data"], test["valid"]
                )


def is_of_texts(instance: Any) -> bool:
    """Whether an instance is a text, or an object of texts."""
    return isinstance(instance, str) or (isinstance(instance, dict) and all(isinstance(each, str) for each in instance.values()))


def texts_of(instance: Any, *, as_json: bool) -> dict[str, str]:
    """The environment that an instance is, or that has it in a list."""
    if as_json:
        return {NAME: json.dumps([instance])}
    return {NAME: instance} if isinstance(instance, str) else instance


def compile_trial(trial: Trial, folder: str, *, as_json: bool) -> CompiledSchema:
    """The schema of a trial; that of a value stands in a file of its own, so that its references stay right."""
    files = SchemaFiles(folder)
    if as_json or isinstance(trial.instance, str):
        Path(folder, "case.json").write_text(json.dumps(trial.schema), "utf-8")
        there: dict[str, Any] = {"$ref": "case.json"}
        text = json.dumps({"properties": {NAME: {"type": "array", "items": there} if as_json else there}})
    else:
        text = json.dumps(trial.schema)
    return compile_schema(files, SchemaFile(f"{folder}/schema.json", text), NOWHERE)


def converted(compiled: CompiledSchema, texts: Mapping[str, str]) -> dict[str, Any]:
    """The variables that are read as something else than texts, with what they are read as."""
    values = {}
    for name, text in texts.items():
        reading = compiled.specs[name].reading if name in compiled.specs else "string"
        value = READERS[reading](text) if reading in READERS else None
        if value is not None:
            values[name] = value
    return values


def judge(trial: Trial, folder: str) -> Outcome:
    """What comes of a trial, as texts where it can be and in a list: a wrong verdict counts before all, a refusal last."""
    ways = [False, True] if is_of_texts(trial.instance) else [True]
    found = [judge_as(trial, folder, as_json=as_json) for as_json in ways]
    wrong = [each for each in found if each.kind == WRONG]
    return (wrong or [each for each in found if each.kind != REFUSED] or found)[0]


def judge_as(trial: Trial, folder: str, *, as_json: bool) -> Outcome:
    """What comes of a trial in one of two ways."""
    texts = texts_of(trial.instance, as_json=as_json)
    try:
        compiled = compile_trial(trial, folder, as_json=as_json)
    except SchemaError as error:
        return Outcome(trial, REFUSED, refusal_of(error))
    actual = is_valid(compiled, environment_of(texts))
    values = converted(compiled, texts) if not as_json else {}
    if values:
        from jsonschema import Draft202012Validator

        instance = values[NAME] if isinstance(trial.instance, str) else {**texts, **values}
        is_right = Draft202012Validator(trial.schema).is_valid(instance) == actual
        return Outcome(trial, READ if is_right else WRONG)
    if actual == trial.expected:
        return Outcome(trial, RIGHT)
    if is_annotation(trial) and not asserted(trial):
        return Outcome(trial, FORMATS)
    return Outcome(trial, WRONG)


def refusal_of(error: SchemaError) -> str:
    """The rule and the keyword of a refusal."""
    first = error.problems[0]
    keyword = re.search(r"'([^']*)'", first.message)
    return f"{first.rule} {keyword[1] if keyword and first.rule != 'unknown-format' else ''}".strip()


def is_annotation(trial: Trial) -> bool:
    """Whether a test wants a format to be told and not judged."""
    return (
        trial.expected
        and isinstance(trial.schema, dict)
        and trial.schema.keys() <= {"$schema", "format"}
        and "annotation" in trial.test
    )


def asserted(trial: Trial) -> bool:
    """What another validator says of an instance when formats are judged."""
    jsonschema_rs = pytest.importorskip("jsonschema_rs")
    validator = jsonschema_rs.Draft202012Validator(trial.schema, validate_formats=True)
    return bool(validator.is_valid(trial.instance))


@cache
def outcomes() -> tuple[Outcome, ...]:
    """What came of every test."""
    with tempfile.TemporaryDirectory() as folder:
        return tuple(judge(trial, folder) for trial in trials())


def tally() -> dict[str, Counter[str]]:
    """For each tier, how many tests had which outcome."""
    found: dict[str, Counter[str]] = {tier: Counter() for tier in LEAST}
    for outcome in outcomes():
        found[outcome.trial.tier][outcome.kind] += 1
    return found


def refused() -> Counter[str]:
    """How many tests were refused, by rule and keyword."""
    return Counter(outcome.detail for outcome in outcomes() if outcome.kind == REFUSED)


@needs_suite
@pytest.mark.parametrize("tier", LEAST)
def test_no_verdict_of_a_tier_is_wrong(tier: str) -> None:
    """Every test is right, or refused when the schema is compiled, or no matter of texts."""
    wrong = [(o.trial.file, o.trial.case, o.trial.test) for o in outcomes() if o.trial.tier == tier and o.kind == WRONG]

    assert wrong == []
    assert tally()[tier][RIGHT] >= LEAST[tier]


def main() -> None:
    """Print the tally."""
    print(f"{'tier':5}", *(f"{kind:>24}" for kind in OUTCOMES))
    for tier, counts in tally().items():
        print(f"{tier:5}", *(f"{counts[kind]:24}" for kind in OUTCOMES))
    print()
    for detail, count in refused().most_common():
        print(f"{count:5}  {detail}")
    for outcome in outcomes():
        if outcome.kind == WRONG:
            trial = outcome.trial
            print(trial.tier, trial.file, "|", trial.case, "|", trial.test, "|", json.dumps(trial.instance), trial.expected)
            print("      ", json.dumps(trial.schema))


if __name__ == "__main__":
    main()
