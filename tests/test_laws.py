"""What holds for every run, whatever is checked: laws between one run and another that differs in one thing."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from envcheck.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE, EXIT_USAGE
from tests import program as programs
from tests.program import Done, write

NAMES = ("API_TOKEN", "PORT", "LOG_LEVEL", "DATABASE_URL", "DEBUG", "EXTRA", "CACHE_URL")
VALUES = {
    "API_TOKEN": ("mad3-up-and-long-enough", "short", "changeme", ""),
    "PORT": ("8000", "x", "99999", ""),
    "LOG_LEVEL": ("INFO", "info", "LOUD"),
    "DATABASE_URL": ("postgresql://app:mad3up9x@db.acme.dev:5432/app", "postgres://localhost/x", "not an address"),
    "DEBUG": ("true", "off", "maybe"),
    "EXTRA": ("anything", "mad3-up-and-long-enough", "\u200bodd"),
    "CACHE_URL": ("rediss://cache.acme.dev:6379/0", "redis://localhost:6379", "${REDIS_URL}"),
}
VARIABLES: dict[str, dict[str, Any]] = {
    "API_TOKEN": {"minLength": 9, "writeOnly": True},
    "PORT": {"type": "integer", "maximum": 65535},
    "LOG_LEVEL": {"enum": ["INFO", "DEBUG"]},
    "DATABASE_URL": {"format": "postgres-url", "writeOnly": True},
    "DEBUG": {"type": "boolean"},
    "CACHE_URL": {"format": "redis-url", "writeOnly": True},
}
environments = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 3), max_size=len(NAMES)).map(
    lambda chosen: {name: VALUES[name][index % len(VALUES[name])] for name, index in chosen.items()}
)
required = st.sets(st.sampled_from(sorted(VARIABLES)), max_size=4)

laws = settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository."""
    place = tmp_path_factory.mktemp("laws")
    (place / ".git").mkdir()
    return place


def env_text(variables: dict[str, str]) -> str:
    """The text of a .env file."""
    return "".join(f"{name}='{value}'\n" if value[:1] in "$\u200b" else f"{name}={value}\n" for name, value in variables.items())


def schema(needed: set[str] | frozenset[str] = frozenset()) -> dict[str, Any]:
    """A schema of the variables, of which some are required."""
    return {"required": sorted(needed), "properties": VARIABLES}


def checked(place: Path, text: str, document: dict[str, Any] | None = None, *arguments: str, name: str = "api.env") -> Done:
    """A check of a text, with a JSON report."""
    write(place, {name: text, "schema.json": document if document is not None else schema()})
    return programs.run(
        place, "check", name, "--schema", "schema.json", "--env", "production", "--isolated", "--format", "json", *arguments
    )


def findings(done: Done, *fields: str) -> Counter[tuple[Any, ...]]:
    """The findings, by some of their fields."""
    return Counter(tuple(finding[field] for field in fields) for finding in done.report["findings"])


@laws
@given(variables=environments, needed=required)
def test_clean_means_that_something_was_read_and_nothing_found(place: Path, variables: dict[str, str], needed: set[str]) -> None:
    done = checked(place, env_text(variables), schema(needed))
    report = done.report
    is_clean = report["complete"] and report["summary"]["variables"] > 0 and report["summary"]["error"] == 0

    assert (done.code == EXIT_CLEAN) == is_clean
    assert done.code in (EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE)


BROKEN: dict[str, tuple[dict[str, Any], tuple[str, ...], tuple[int, ...]]] = {
    "a source that is missing": ({}, ("no.env",), (EXIT_INCOMPLETE,)),
    "a source that is cut": ({"cut.json": '[{"key": "A", "value'}, ("cut.json",), (EXIT_INCOMPLETE,)),
    "a source that is empty": ({"empty.env": "# nothing\n"}, ("empty.env",), (EXIT_INCOMPLETE,)),
    "a line that cannot be read": ({"bad.env": "A=1\nword\n"}, ("bad.env",), (EXIT_FINDINGS, EXIT_INCOMPLETE)),
    "a wrong value": ({"wrong.env": "PORT=x\n"}, ("wrong.env",), (EXIT_FINDINGS, EXIT_INCOMPLETE)),
}


@pytest.mark.parametrize("what", BROKEN)
@settings(laws, max_examples=40)
@given(variables=environments)
def test_what_is_broken_never_makes_a_verdict_better(place: Path, what: str, variables: dict[str, str]) -> None:
    files, arguments, codes = BROKEN[what]
    write(place, files)
    before = checked(place, env_text(variables))
    after = checked(place, env_text(variables), None, *arguments)

    assert after.code in codes
    assert after.code >= before.code


@laws
@given(variables=environments, typo=st.sampled_from(["requird", "propertie", "x-envchek", "minLenght"]))
def test_an_unknown_keyword_is_never_passed_over(place: Path, variables: dict[str, str], typo: str) -> None:
    assert checked(place, env_text({**variables, "PORT": "1"}), {**schema(), typo: {}}).code == EXIT_USAGE


@laws
@given(variables=environments, needed=required, order=st.randoms(use_true_random=False))
def test_the_order_of_variables_changes_places_alone(
    place: Path, variables: dict[str, str], needed: set[str], order: Any
) -> None:
    shuffled = list(variables.items())
    order.shuffle(shuffled)
    fields = ("rule", "severity", "variable")
    before = checked(place, env_text(variables), schema(needed))
    after = checked(place, env_text(dict(shuffled)), schema(needed))

    assert (before.code, findings(before, *fields)) == (after.code, findings(after, *fields))


@laws
@given(variables=environments, needed=required, removed=st.sampled_from(sorted(VARIABLES)))
def test_a_required_variable_that_is_gone_is_one_finding_more(
    place: Path, variables: dict[str, str], needed: set[str], removed: str
) -> None:
    """And no other is lost, but those on the variable itself."""
    variables = {**variables, removed: VALUES[removed][0], "PORT" if removed != "PORT" else "DEBUG": "1"}
    before = checked(place, env_text(variables), schema(needed | {removed}))
    del variables[removed]
    after = checked(place, env_text(variables), schema(needed | {removed}))
    alone = ("rule", "variable")

    assert findings(after, *alone)["missing-variable", removed] == 1
    assert all(name == removed for _, name in findings(before, *alone) - findings(after, *alone) if name is not None)


CONSTRAINTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("PORT", {"not": {"const": 8000}}),
    ("PORT", {"minimum": 9000}),
    ("LOG_LEVEL", {"not": {"const": "INFO"}}),
    ("API_TOKEN", {"maxLength": 5}),
    ("DEBUG", {"const": True}),
    ("CACHE_URL", {"pattern": "^rediss:"}),
)


@laws
@given(variables=environments, constraint=st.sampled_from(CONSTRAINTS))
def test_a_constraint_more_loses_no_finding_of_another_variable(
    place: Path, variables: dict[str, str], constraint: tuple[str, dict[str, Any]]
) -> None:
    name, more = constraint
    variables = {**variables, "EXTRA": "x"}
    before = checked(place, env_text(variables))
    after = checked(place, env_text(variables), {"properties": {**VARIABLES, name: {**VARIABLES[name], **more}}})
    lost = findings(before, "rule", "variable") - findings(after, "rule", "variable")

    assert [each for each in lost if each[1] != name] == []


@laws
@given(
    variables=environments,
    needed=required,
    off=st.sampled_from(["missing-variable", "wrong-type", "unlisted-value", "unknown-variable"]),
)
def test_a_rule_that_is_off_takes_its_own_findings_alone(
    place: Path, variables: dict[str, str], needed: set[str], off: str
) -> None:
    """What it was nearer to may speak instead, on the same variable."""
    config = '[services.api]\nschema = "schema.json"\n[environments.production.sources]\napi = "api.env"\n'
    write(
        place,
        {
            "api.env": env_text({**variables, "DEBUG": "true"}),
            "schema.json": schema(needed),
            "a.toml": config,
            "b.toml": f'{config}[rules]\n{off} = "off"\n',
        },
    )
    before, after = (programs.run(place, "check", "--config", each, "--format", "json") for each in ("a.toml", "b.toml"))
    gone = findings(before, "rule", "variable") - findings(after, "rule", "variable")
    new = findings(after, "rule", "variable") - findings(before, "rule", "variable")

    assert {rule for rule, _ in gone} <= {off}
    assert {name for _, name in new} <= {name for _, name in gone}


@laws
@given(
    variables=environments,
    needed=required,
    noise=st.lists(st.sampled_from(["", "# a comment", "   ", "#X=1"]), max_size=4),
    end=st.sampled_from(["\n", "\r\n"]),
    mark=st.sampled_from(["", "\ufeff"]),
)
def test_line_ends_comments_and_blanks_change_places_alone(
    place: Path, variables: dict[str, str], needed: set[str], noise: list[str], end: str, mark: str
) -> None:
    text = env_text(variables)
    noisy = mark + "".join(f"{line}{end}" for line in noise) + text.replace("\n", end) + end
    fields = ("rule", "severity", "variable", "message")
    before, after = checked(place, text, schema(needed)), checked(place, noisy, schema(needed))

    assert (before.code, findings(before, *fields)) == (after.code, findings(after, *fields))


@laws
@given(variables=environments, needed=required)
def test_another_name_is_another_name_in_the_report_and_nothing_else(
    place: Path, variables: dict[str, str], needed: set[str]
) -> None:
    """A name that tells nothing, in the schema and in the source."""
    names = {"PORT": "QUANTITY", "LOG_LEVEL": "LOUDNESS", "DEBUG": "FLAG"}

    def renamed(text: str) -> str:
        for old, new in names.items():
            text = text.replace(old, new)
        return text

    variables = {name: value for name, value in variables.items() if name != "DEBUG"}  # which is a switch by its name
    before = checked(place, env_text(variables), schema(needed))
    after = checked(place, renamed(env_text(variables)), json.loads(renamed(json.dumps(schema(needed)))))
    fields = ("rule", "severity", "variable", "message")
    expected = Counter(
        {
            tuple(renamed(part) if isinstance(part, str) else part for part in each): count
            for each, count in findings(before, *fields).items()
        }
    )

    assert (before.code, expected) == (after.code, findings(after, *fields))
