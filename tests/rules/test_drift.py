"""What drifts between two environments, and what only differs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from envcheck import drift
from envcheck.model import Report
from envcheck.reports import render
from envcheck.rules.drift.pair import Pair
from tests.conftest import ids, variable
from tests.deployments import deployment, diff

REF, OTHER = "abcdefghijklmnopqrst", "zyxwvutsrqponmlkjihg"
POOLER = "aws-0-eu-central-1.pooler.supabase.com"


def pooler(ref: str, password: str, port: int = 5432, tail: str = "") -> str:
    return f"postgresql://postgres.{ref}:{password}@{POOLER}:{port}/postgres{tail}"


SIDES = ("staging", "production")


def both(schema: dict[str, Any] | None, left: str, right: str, sides: tuple[str, str] = SIDES) -> list[str]:
    """The rules that speak of one variable ``X``."""
    return ids(diff(schema, f"X={left}\n", f"X={right}\n", sides=sides)[0])


SECRET = variable(writeOnly=True)
ANY = variable(own={"between": "any"})

#: Values of one variable on both sides, its schema, and the one rule that speaks.
DRIFTS: list[tuple[str, str, dict[str, Any] | None, str]] = [
    # the endpoint
    (pooler(REF, "mad3-1"), f"postgresql://postgres:mad3-2@db.{OTHER}.supabase.co:5432/postgres", None, "endpoint-drift"),
    (
        pooler(REF, "mad3-1"),
        "postgresql://app:mad3-2@ep-cool-bird-12345678.eu-central-1.aws.neon.tech/app",
        None,
        "endpoint-drift",
    ),
    (pooler(REF, "mad3-1"), "postgresql://app:mad3-2@db.acme.dev:5432/app", None, "endpoint-drift"),
    # the shape
    (pooler(REF, "mad3-1"), pooler(OTHER, "mad3-2", 6543), None, "shape-drift"),
    (pooler(REF, "mad3-1"), pooler(OTHER, "mad3-2", tail="?sslmode=disable"), None, "shape-drift"),
    (pooler(REF, "mad3-1"), f"postgresql://postgres:mad3-2@{POOLER}:5432/postgres", None, "shape-drift"),
    (pooler(REF, "mad3-1"), pooler(OTHER, "mad3-2").replace("postgresql:", "postgresql+asyncpg:"), None, "shape-drift"),
    ("https://a.acme.dev", "http://b.acme.dev", None, "shape-drift"),
    ("rediss://a.acme.dev:6379", "redis://b.acme.dev:6379", None, "shape-drift"),
    ("https://a.acme.dev", "a-word", variable(format="http-url"), "shape-drift"),
    ("https://a.acme.dev", "amqps://b.acme.dev", None, "shape-drift"),
    ("5", "ten", variable(type="integer"), "shape-drift"),
    ("http://localhost:8000", "https://api.acme.dev", None, "shape-drift"),
    ("postgresql://a:mad3-1@dpg-abcdefghij0123456789-a/app", "postgresql://a:mad3-2@localhost/app", None, "endpoint-drift"),
    ("mad3-up-1", " ", SECRET, "shape-drift"),
    ("0.5", "half", variable(type="number"), "shape-drift"),
    ("true", "maybe", variable(type="boolean"), "shape-drift"),
    ('["a"]', "a", variable(type="array"), "shape-drift"),
    ("mad3-up-1", "", SECRET, "shape-drift"),
    ("https://a.acme.dev", "https://", variable(format="http-url"), "shape-drift"),
    ("sk-ant-made-up-made-up-made-up", "llx-made-up-made-up-made-up-made-up", SECRET, "shape-drift"),
    ("pk_test_" + "made-up-" * 3, "sk_live_" + "made-up-" * 3, SECRET, "shape-drift"),
    # the value
    ("mad3-up-1", "mad3-up-1", SECRET, "shared-value"),
    ("a", "a", variable(own={"between": "different"}), "shared-value"),
    ("Staging", "staging", variable(own={"between": "different", "ignoreCase": True}), "shared-value"),
    (pooler(REF, "mad3-up"), pooler(OTHER, "mad3-up"), None, "shared-value"),
    ("a", "b", variable(own={"between": "same"}), "differing-value"),
    ("1", "2", variable(own={"between": "same"}, type="integer"), "differing-value"),
    ("true", "0", variable(own={"between": "same"}, type="boolean"), "differing-value"),
    ("a,b", "b,a", variable(own={"between": "same", "separator": ","}, type="array"), "differing-value"),
    # the project
    (f"https://{REF}.supabase.co", f"https://{REF}.supabase.co", None, "foreign-project"),
    (pooler(REF, "mad3-1"), pooler(REF, "mad3-2"), None, "foreign-project"),
    (
        "postgresql://s:mad3-1@ep-cool-bird-12345678.eu-central-1.aws.neon.tech/app",
        "postgresql://p:mad3-2@ep-cool-bird-12345678.eu-central-1.aws.neon.tech/app",
        None,
        "foreign-project",
    ),
    (
        "postgresql://a:mad3-1@dpg-abcdefghij0123456789-a/x",
        "postgresql://a:mad3-1@dpg-abcdefghij0123456789-a/x",
        None,
        "foreign-project",
    ),
    ("postgresql://s:mad3-1@db.acme.dev/app", "postgresql://p:mad3-2@db.acme.dev/app", None, "foreign-project"),
    (REF, REF, None, "foreign-project"),
    (f"db.{REF}.supabase.co", f"db.{REF}.supabase.co:5432", None, "foreign-project"),
]


@pytest.mark.parametrize(("left", "right", "schema", "rule"), DRIFTS)
def test_what_drifts_is_found_by_one_rule(left: str, right: str, schema: dict[str, Any] | None, rule: str) -> None:
    assert both(schema, left, right) == [rule]


@pytest.mark.parametrize(("left", "right", "schema", "rule"), DRIFTS)
def test_what_drifts_does_with_the_sides_swapped(left: str, right: str, schema: dict[str, Any] | None, rule: str) -> None:
    assert both(schema, right, left, (SIDES[1], SIDES[0])) == [rule]


#: Values of one variable that differ, or are the same, as they should.
CORRECT: list[tuple[str, str, dict[str, Any] | None]] = [
    (pooler(REF, "mad3-1"), pooler(OTHER, "mad3-2"), None),
    (pooler(REF, "mad3-1"), pooler(OTHER, "mad3-2").replace("postgresql:", "postgres:"), None),
    (pooler(REF, "mad3-1"), pooler(OTHER, "mad3-2", tail="?sslmode=require"), None),
    (pooler(REF, "mad3-1"), pooler(OTHER, "mad3-2").replace("aws-0-eu-central-1", "aws-1-us-east-1"), None),
    (
        pooler(REF, "mad3-1"),
        pooler(OTHER, "mad3-2", 6543),
        variable(format="postgres-url", own={"postgres": {"endpoints": ["pooler-session", "pooler-transaction"]}}),
    ),
    ("postgresql://a:mad3-1@db.acme.dev/staging", "postgresql://a:mad3-2@db.acme.dev/app", None),
    ("postgresql://a:mad3-1@postgres:5432/app", "postgresql://a:mad3-2@postgres:5432/app", None),
    (REF, OTHER, None),
    ("postgresql://a:mad3-1@db-1.acme.dev/app", "postgresql://a:mad3-2@db-2.acme.dev/app", None),
    ("https://api-staging.acme.dev", "https://api.acme.dev", None),
    ("https://acme-api-staging.onrender.com", "https://api.acme.dev/v1", None),
    ("https://api.openai.com", "https://api.openai.com", None),
    ("http://search:10000", "http://search:10000", None),
    ("https://a.acme.dev,https://b.acme.dev", "https://c.acme.dev", None),
    (f"https://{REF}.supabase.co", f"https://{OTHER}.supabase.co", None),
    (f"https://{REF}.supabase.co", "https://data.acme.dev", None),
    ("5", "50", variable(type="integer")),
    ("1", "2.5", variable(type="number")),
    ("true", "0", variable(type="boolean")),
    ("1", "true", None),
    ("1.2", "1.2.3", None),
    ("30", "30s", None),
    ("INFO", "DEBUG", None),
    ("INFO", "INFO", None),
    ("on", "off", None),
    ("2026-01-01", "abc", None),
    ("staging", "production", variable(own={"between": "different"})),
    ("a", "a", variable(own={"between": "same"})),
    ("1", "true", variable(own={"between": "same"}, type="boolean")),
    ("05", "5", variable(own={"between": "same"}, type="integer")),
    ("REAL", "real", variable(own={"between": "same", "ignoreCase": True})),
    ('{"a": 1, "b": 2}', '{"b":2,"a":1}', variable(own={"between": "same"}, type="object")),
    ("a, b", "a,b", variable(own={"between": "same", "separator": ","}, type="array")),
    ("mad3-up-1", "mad3-up-2", SECRET),
    ("sk_test_" + "made-up-" * 3, "sk_live_" + "made-up-" * 3, SECRET),
    ("sk-proj-" + "made-up-" * 3, "sk-" + "made-up-" * 4, SECRET),
    ("mad3-up-of-a-gateway", "sk-ant-made-up-made-up-made-up", SECRET),
    ("12345678", "mad3-up-1", SECRET),
    ("", "", SECRET),
    ("", "beta", None),
    ("info", "off", None),
    ("5", "ten", None),
    ("30", "none", None),
    ("1234567", "abc4567", None),
    ("http://localhost:3000,https://s.acme.dev", "https://acme.dev", None),
    ("https://a.acme.dev https://b.acme.dev", "https://acme.dev", None),
    ("*", "https://acme.dev", None),
    ("default-src 'self' https://a.acme.dev", "default-src 'self'", None),
    ("See https://status.acme.dev", "hello", None),
    ("^https?://.*acme", "https://acme.dev", None),
    ("https://made0up@errors.acme.dev/42", "", None),
    ("postgresql://a:${PW}@h1.acme.dev/a", "postgresql://a:${PW}@h2.acme.dev/a", None),
    ("changeme", "changeme", SECRET),
    ("${SECRET_KEY}", "${SECRET_KEY}", SECRET),
    ("true", "starttls", None),
    ("http://search:10000", "https://search.acme.dev", None),
    ("redis://cache:6379", "rediss://cache.acme.dev:6379", None),
    ("pk_live_" + "made-up-" * 3, "pk_live_" + "made-up-" * 3, None),
    ("mad3-up-1", "", variable(writeOnly=True, own={"allowEmpty": True})),
    ("mad3-up-1", "mad3-up-1", ANY),
    ("5", "ten", variable(type="integer", own={"between": "any"})),
    (pooler(REF, "mad3-1"), pooler(REF, "mad3-1"), variable(writeOnly=True, own={"between": "any"})),
    (pooler(REF, "mad3-1"), pooler(REF, "mad3-1"), variable(writeOnly=True, own={"between": "same"})),
]


@pytest.mark.parametrize(("left", "right", "schema"), CORRECT)
def test_what_only_differs_is_no_finding(left: str, right: str, schema: dict[str, Any] | None) -> None:
    assert both(schema, left, right) == []
    assert both(schema, right, left, (SIDES[1], SIDES[0])) == []


#: A schema, what is set on the one side alone, and whether it may be missing in production.
LONELY: list[tuple[dict[str, Any] | None, bool]] = [
    (None, False),
    (variable(), False),
    (SECRET, False),
    (ANY, True),
    (variable(own={"requiredIn": ["staging"]}), True),
    (variable(own={"requiredIn": ["staging", "production"]}), False),
    (variable(own={"forbiddenIn": ["production"]}), True),
    (variable(own={"forbiddenIn": ["staging"]}), False),
    (variable(default="a"), True),
    (variable(default=False, type="boolean"), True),
    (variable(default="a", own={"between": "same"}), False),
    (variable(default="a", writeOnly=True), False),
]


@pytest.mark.parametrize(("schema", "may_be"), LONELY)
def test_a_variable_may_be_missing_where_the_schema_says_so(schema: dict[str, Any] | None, may_be: bool) -> None:
    findings, _ = diff(schema, "X=1\nA=b\n", "A=b\n")

    assert ids(findings) == ([] if may_be else ["missing-in-environment"])


@pytest.mark.parametrize(("left", "right"), [("12345678", "mad3-up-x"), ("none", "none"), ("", "mad3-up-x1")])
def test_a_secret_by_its_name_alone_is_judged_with_care(left: str, right: str) -> None:
    rules = ids(diff(None, f"API_TOKEN={left}\n", f"API_TOKEN={right}\n")[0])

    assert rules == (["shape-drift"] if not left else [])


@pytest.mark.parametrize("name", ["API_PORT", "SMTP_PORT", "WORKERS", "MAX_RETRIES"])
def test_a_name_that_counts_tells_the_type(name: str) -> None:
    assert ids(diff(None, f"{name}=5\n", f"{name}=five\n")[0]) == ["shape-drift"]


#: A schema, both sides, and the variables that are told as missing.
MISSING: list[tuple[dict[str, Any] | None, str, str, list[str]]] = [
    (variable("A", own={"formerly": ["OLD_A"]}), "A=1\nOLD_A=1\n", "A=2\n", []),
    (variable("A", own={"formerly": ["OLD_A"], "between": "any"}), "A=1\n", "OLD_A=1\n", []),
    (variable("A", own={"formerly": ["OLD_A"]}), "OLD_A=1\n", "B=1\n", ["B"]),
    (variable("A", format="http-url", default="https://api.acme.dev"), "A=https://a.acme.dev\nB=1\n", "B=1\n", []),
    (variable("A", own={"between": "same"}, default="x"), "B=1\n", "A=x\nB=1\n", []),
    (variable("A", own={"between": "same"}, default="x"), "B=1\n", "A=y\nB=1\n", ["A"]),
    ({"anyOf": [{"required": ["A"]}, {"required": ["B"]}]}, "A=1\n", "B=1\n", []),
    (
        {"properties": {"A": {}, "B": {}}, "anyOf": [{"required": ["A"]}, {"required": ["B"]}]},
        "A=1\n",
        "B=1\n",
        [],
    ),
    (
        {"properties": {"Z": {}}, "patternProperties": {"^FOO_": {"x-envcheck": {"between": "any"}}}},
        "FOO_A=1\nZ=1\n",
        "Z=1\n",
        [],
    ),
    (
        {
            "properties": {"A": {}, "B": {}},
            "if": {"properties": {"B": {"const": "s3"}}, "required": ["B"]},
            "then": {"required": ["A"]},
        },
        "A=1\nB=s3\n",
        "B=local\n",
        [],
    ),
    (None, "STAGING_API_URL=1\nZ=1\n", "PROD_API_URL=1\nZ=1\n", []),
]


@pytest.mark.parametrize(("schema", "left", "right", "names"), MISSING)
def test_what_is_missing_for_a_reason_is_not_told(schema: dict[str, Any] | None, left: str, right: str, names: list[str]) -> None:
    findings, _ = diff(schema, left, right)

    assert [each.variable for each in findings if each.rule.id == "missing-in-environment"] == names


@pytest.mark.parametrize("sides", [("qa", "staging"), ("staging", "qa")])
def test_sides_of_one_stage_may_be_swapped(sides: tuple[str, str]) -> None:
    schema = variable(own={"in": {"qa": {"x-envcheck": {"between": "same"}}}})

    first = ids(diff(schema, "X=a\n", "X=b\n", sides=sides)[0])

    assert first == ids(diff(schema, "X=b\n", "X=a\n", sides=(sides[1], sides[0]))[0])


#: Texts that were pasted into a file, and are read as names there.
PASTED = [
    ("x9ZkQabcQ", "="),
    ("deadbeefcafebabedeadbeefcafebabe", ""),
    ("JBSWY3DPEHPK3PXPJBSWY3DP", "==="),
    ("MIIEvQIBADANBg", "="),
]


@pytest.mark.parametrize(("name", "value"), PASTED)
def test_a_pasted_text_is_not_shown_as_a_name(name: str, value: str) -> None:
    findings, rows = diff(None, f"{name}={value}\nA=b\n", "A=b\n")
    made = Report("diff", 1, tuple(findings), sides=("staging", "production"), rows=tuple(rows), shows_all=True)

    assert [each for each in ("text", "json", "sarif") if name in render(each, made)] == []


def test_what_a_platform_sets_is_not_compared() -> None:
    assert diff(None, "RENDER_SERVICE_ID=srv-1\nA=b\n", "A=b\n") == diff(None, "A=b\n", "A=b\n")


def test_a_name_that_may_be_a_pasted_secret_is_not_shown() -> None:
    name = "Zx9kQ2mVb7TqLw3RnYp5"
    findings, rows = diff(None, f"{name}=1\nA=b\n", "A=b\n")

    assert ids(findings) == ["missing-in-environment"]
    assert [row.variable for row in rows] == ["A", None]
    assert name not in str(findings[0]._replace(related=())) + str(rows)


@pytest.mark.parametrize("rule", ["missing-in-environment", "shared-value"])
def test_a_rule_can_be_off(rule: str) -> None:
    findings, _ = diff(SECRET, "X=mad3-up\nA=b\n", "X=mad3-up\n", severities={rule: "off"})

    assert rule not in ids(findings)
    assert len(findings) == 1


#: ``between``, and the severity of a value that both sides share.
SEVERITIES = [
    (SECRET, "warning"),
    (variable(writeOnly=True, own={"between": "different"}), "error"),
    (variable(own={"between": {"intent": "different"}}), "error"),
    (variable(own={"between": {"intent": "different", "severity": "note"}}), "note"),
]


@pytest.mark.parametrize(("schema", "severity"), SEVERITIES)
def test_a_severity_is_what_the_schema_says(schema: dict[str, Any], severity: str) -> None:
    (finding,) = diff(schema, "X=mad3-up\n", "X=mad3-up\n")[0]

    assert finding.severity == severity


@pytest.mark.parametrize("sides", [("staging", "production"), ("production", "staging")])
def test_of_two_intents_that_of_the_later_stage_holds(sides: tuple[str, str]) -> None:
    schema = variable(own={"between": "any", "in": {"production": {"x-envcheck": {"between": "same"}}}})

    assert ids(diff(schema, "X=a\n", "X=b\n", sides=sides)[0]) == ["differing-value"]


@pytest.mark.parametrize(("said", "severity"), [({}, "warning"), ({"severity": "error"}, "error")])
def test_a_severity_without_an_intent_is_that_of_the_default(said: dict[str, str], severity: str) -> None:
    (finding,) = diff(variable(writeOnly=True, own={"between": said}), "X=mad3-up\n", "X=mad3-up\n")[0]

    assert (finding.rule.id, finding.severity) == ("shared-value", severity)


def test_a_severity_holds_for_what_is_missing_too() -> None:
    schema = variable(own={"between": {"intent": "same-shape", "severity": "note"}})
    (finding,) = diff(schema, "X=a\nB=1\n", "B=1\n")[0]

    assert finding.severity == "note"


#: A value of production, its name, and whether it names another stage.
STAGES = [
    ("API_URL", "https://api.staging.acme.dev", True),
    ("API_URL", "https://acme-api-stg.onrender.com", True),
    ("S3_BUCKET", "acme-staging", True),
    ("API_URL", "https://api.acme.dev/staging", False),
    ("API_URL", "https://stagingarea.acme.dev", False),
    ("STAGING_API_URL", "https://api.staging.acme.dev", False),
    ("TITLE", "acme-staging", False),
]


@pytest.mark.parametrize(("name", "value", "is_foreign"), STAGES)
def test_a_host_that_is_called_as_another_stage_is_a_warning(name: str, value: str, is_foreign: bool) -> None:
    findings, _ = diff(None, f"{name}={value}\n", f"{name}={value}\n")

    assert [(each.rule.id, each.severity, each.environment) for each in findings] == (
        [("foreign-project", "warning", "production")] if is_foreign else []
    )


def test_a_copy_of_production_in_staging_is_blamed_on_staging() -> None:
    left = (
        f"SUPABASE_URL=https://{REF}.supabase.co\nDATABASE_URL={pooler(OTHER, 'mad3-1')}\nDIRECT_URL={pooler(OTHER, 'mad3-1')}\n"
    )
    right = f"SUPABASE_URL=https://{OTHER}.supabase.co\nDATABASE_URL={pooler(OTHER, 'mad3-2')}\nDIRECT_URL={pooler(OTHER, 'mad3-2')}\n"

    (finding,) = diff(None, left, right)[0]

    assert (finding.rule.id, finding.environment, finding.variable) == ("foreign-project", "staging", "DATABASE_URL")


#: Schemas under which two texts are one value, or are not, though Python takes them for equal.
JSONS = [
    ("[true]", "[1]", False),
    ('{"a": [1, true]}', '{"a":[1,true]}', True),
    ("[1.0]", "[1]", True),
    ("[0]", "[false]", False),
]


@pytest.mark.parametrize(("left", "right", "is_one"), JSONS)
def test_a_boolean_is_no_number(left: str, right: str, is_one: bool) -> None:
    reading = "array" if left[0] == "[" else "object"

    assert both(variable(own={"between": "same"}, type=reading), left, right) == ([] if is_one else ["differing-value"])


def test_what_an_unread_alias_may_be_is_not_missing() -> None:
    findings, rows = diff(variable("A", own={"aliases": ["B"]}), 'B="x"y\nC=1\n', "A=1\nC=1\n")

    assert findings == []
    assert [(row.variable, row.left) for row in rows] == [("A", "not read"), ("C", "set")]


def test_development_may_be_on_ones_own_machine() -> None:
    left, right = "X=postgresql://app:mad3-1@localhost:5432/app\n", f"X={pooler(REF, 'mad3-2')}\n"

    assert ids(diff(None, left, right, sides=("development", "production"))[0]) == []
    assert ids(diff(None, left, right)[0]) == ["endpoint-drift"]


def test_all_of_a_project_is_one_finding() -> None:
    left = f"SUPABASE_URL=https://{REF}.supabase.co\nDATABASE_URL={pooler(REF, 'mad3-1')}\n"
    right = f"SUPABASE_URL=https://{REF}.supabase.co\nDATABASE_URL={pooler(REF, 'mad3-2')}\n"

    (finding,) = diff(None, left, right)[0]

    assert (finding.rule.id, finding.environment) == ("foreign-project", "staging")
    assert finding.message.startswith("DATABASE_URL and SUPABASE_URL name the Supabase project of production")


# Properties: environments made of templates, in which secrets are numbers.

TEMPLATES = [
    "{secret}",
    "postgresql://postgres.{project}:{secret}@" + POOLER + ":5432/postgres",
    "postgresql://postgres.{project}:{secret}@" + POOLER + ":6543/postgres?sslmode=disable",
    "postgresql://postgres:{secret}@db.{project}.supabase.co:5432/postgres",
    "https://{project}.supabase.co",
    "https://{secret}.onrender.com",
    "redis://:{secret}@cache.acme.dev:6379",
    "5",
    "true",
    "",
    '{{"a": "{secret}"}}',
]
NAMES = ["DATABASE_URL", "SUPABASE_URL", "API_KEY", "API_BASE_URL", "WORKERS", "DEBUG", "OLD_NAME", "OTHER_KEY"]
PROPERTY_SCHEMA: dict[str, Any] = {
    "properties": {
        "DATABASE_URL": {"format": "postgres-url", "writeOnly": True},
        "API_KEY": {"writeOnly": True, "x-envcheck": {"between": "different", "formerly": ["OLD_NAME"], "aliases": ["APIKEY"]}},
        "API_BASE_URL": {"format": "http-url", "x-envcheck": {"between": "different"}},
        "WORKERS": {"type": "integer"},
        "DEBUG": {"type": "boolean", "x-envcheck": {"between": "same"}},
    }
}
#: A template with the numbers of its secret and its project.
values = st.tuples(st.sampled_from(TEMPLATES), st.integers(0, 3), st.integers(0, 2))
environments = st.dictionaries(st.sampled_from(NAMES), values, min_size=1)
schemas = st.sampled_from([None, PROPERTY_SCHEMA])


def made_up(length: int) -> list[str]:
    """Texts without a vowel, so that they stand in no word of ours, and none of which looks like the other."""
    consonants = "bcdfghjkmnpqrtvwxz"
    return ["".join(consonants[(seed + step * (seed + 5)) % 17] for step in range(length)) for seed in range(11)]


#: One-to-one: each draw gives every secret another text, and every project.
secrets_ = st.permutations(made_up(12))
longer_secrets = st.permutations(made_up(19))
projects_ = st.permutations(made_up(20))


def written(environment: dict[str, tuple[str, int, int]], secrets: list[str], projects: list[str]) -> str:
    lines = [
        f"{name}={template.format(secret=secrets[secret], project=projects[project])}"
        for name, (template, secret, project) in environment.items()
    ]
    return "\n".join(lines) + "\n"


@settings(max_examples=200)
@given(schemas, environments, secrets_, projects_)
def test_an_environment_does_not_drift_from_itself(
    schema: Any, environment: dict[str, tuple[str, int, int]], secrets: list[str], projects: list[str]
) -> None:
    text = written(environment, secrets, projects)
    side = deployment(schema, text, "staging")

    findings, rows = drift.diff([Pair(side, side._replace(label="the other"), is_one=True)], {})

    assert findings == []
    assert {row.verdict for row, _ in rows} == {"equal"}


@settings(max_examples=200)
@given(schemas, environments, secrets_, projects_)
def test_a_copy_in_another_environment_shares_and_does_not_differ(
    schema: Any, environment: dict[str, tuple[str, int, int]], secrets: list[str], projects: list[str]
) -> None:
    text = written(environment, secrets, projects)

    findings, _ = diff(schema, text, text)

    assert set(ids(findings)) <= {"shared-value", "foreign-project"}


@settings(max_examples=200)
@given(environments, secrets_, projects_)
def test_nothing_drifts_from_itself_where_anything_may_be_shared(
    environment: dict[str, tuple[str, int, int]], secrets: list[str], projects: list[str]
) -> None:
    schema = {"properties": {name: {"x-envcheck": {"between": "same"}} for name in NAMES}}
    text = written(environment, secrets, projects)

    assert diff(schema, text, text)[0] == []


@settings(max_examples=300)
@given(schemas, environments, environments, secrets_, projects_)
def test_swapped_sides_have_the_same_findings(
    schema: Any,
    one: dict[str, tuple[str, int, int]],
    other: dict[str, tuple[str, int, int]],
    secrets: list[str],
    projects: list[str],
) -> None:
    left, right = (written(each, secrets, projects) for each in (one, other))

    forth, back = diff(schema, left, right), diff(schema, right, left, sides=("production", "staging"))

    assert sorted(f"{each.rule.id} {each.variable} {each.severity}" for each in forth[0]) == sorted(
        f"{each.rule.id} {each.variable} {each.severity}" for each in back[0]
    )
    assert {(row.variable, row.left, row.right, row.verdict) for row in forth[1]} == {
        (row.variable, row.right, row.left, row.verdict) for row in back[1]
    }


@settings(max_examples=300)
@given(schemas, environments, environments, secrets_, longer_secrets, projects_, projects_)
def test_other_secrets_of_the_same_shapes_and_of_any_length_give_the_same_bytes(
    schema: Any,
    one: dict[str, tuple[str, int, int]],
    other: dict[str, tuple[str, int, int]],
    secrets: list[str],
    others: list[str],
    projects: list[str],
    more: list[str],
) -> None:
    def report(secrets: list[str], projects: list[str]) -> str:
        findings, rows = diff(schema, written(one, secrets, projects), written(other, secrets, projects))
        made = Report("diff", 1, tuple(findings), sides=("staging", "production"), rows=tuple(rows), shows_all=True)
        return render("text", made) + render("json", made) + render("sarif", made)

    first = report(secrets, projects)

    assert first == report(others, more)
    assert [each for each in (*secrets, *projects) if each in first] == []
