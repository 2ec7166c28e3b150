"""A glance that says that all is well is right: where it says so, every rule is silent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import samples
from envcheck.compile_variable import unnamed as unnamed_checks
from envcheck.facts.endpoints import host_faults, rows
from envcheck.facts.formats import FORMATS
from envcheck.facts.hosts import LOCAL, PLACEHOLDERS
from envcheck.facts.names import told_by
from envcheck.facts.placeholders import PLACEHOLDERS as STAND_INS
from envcheck.facts.switches import SWITCHES
from envcheck.model import Context, Source, Variable
from envcheck.quiet import unnamed
from tests.conftest import compiled, variable

if TYPE_CHECKING:
    from envcheck.branches import VariableChecks
    from envcheck.quiet import Quiet

SOURCE = Source("test", "test", lambda name: (1, None, None), is_file=False)

#: Every kind of place that a service can be in, the strictest first.
CONTEXTS = [
    Context("api", "production", "production", True, "render"),
    Context("api", "staging", "staging", True, "none"),
    Context("api", "development", "development", False, "render"),
    Context(),
]

SCHEMAS: list[dict[str, Any]] = [
    {},
    {"type": "boolean"},
    {"type": "boolean", "enum": [True]},
    {"type": "integer"},
    {"type": "integer", "minimum": 1, "maximum": 65535},
    {"type": "integer", "exclusiveMinimum": 0, "exclusiveMaximum": 10},
    {"type": "integer", "multipleOf": 5},
    {"type": "integer", "enum": [25, 465]},
    {"type": "integer", "const": 7},
    {"type": "number"},
    {"type": "number", "minimum": 0, "maximum": 1},
    {"type": "number", "multipleOf": 0.1},
    {"type": "number", "enum": [0.5, 1]},
    {"type": ["integer", "string"]},
    {"type": ["string", "boolean"]},
    {"enum": ["DEBUG", "INFO", "", ' "x"', "https://localhost"]},
    {"const": "a", "enum": ["a", "b"]},
    {"enum": ["a", "bcd"], "minLength": 2},
    {"minLength": 3, "maxLength": 12, "writeOnly": True},
    {"minLength": 0},
    {"pattern": "^[a-z]+$"},
    {"not": {"const": "a"}},
    {"anyOf": [{"const": "a"}, {"type": "integer"}]},
    {"if": {"const": "a"}, "then": {"maxLength": 0}},
    {"enum": ["info"], "x-envcheck": {"ignoreCase": True}},
    {"format": "http-url", "x-envcheck": {"url": {"schemes": ["https"]}}},
    {"format": "postgres-url", "x-envcheck": {"postgres": {"endpoints": ["direct"]}}},
    {"allOf": [{"minLength": 2}, {"minLength": 4}]},
    {"type": "array", "items": {"type": "integer"}, "x-envcheck": {"separator": ","}},
    {"type": "object", "required": ["a"]},
    *({"format": name} for name in FORMATS),
    *({"format": name, "minLength": 5, "maxLength": 30, "writeOnly": True} for name in FORMATS),
]

EXAMPLE_HOSTS = [host for fact in (*LOCAL, *PLACEHOLDERS) for host in (*fact.good, *fact.bad)]
EXAMPLE_HOSTS += [example["host"] for row in rows() for example in row.examples]
EXAMPLE_HOSTS += [example for fault in host_faults() for example in fault.examples]
hosts = st.sampled_from([*EXAMPLE_HOSTS, "api.acme.dev"])
schemes = st.sampled_from(
    ["https", "http", "postgres", "postgresql", "postgresql+asyncpg", "redis", "amqps", "HTTPS", "kafka", ""]
)
addresses = st.builds(
    "{}://{}{}{}{}".format,
    schemes,
    st.sampled_from(
        ["", "app@", "app:made-up@", "@", ":made-up@", "a@b:c@", "postgres.abcdefghijklmnopqrst:made%20up@", "a:p/w@"]
    ),
    hosts | st.text("ab.-_1xyour[]{}$:", max_size=12),
    st.sampled_from(["", ":", ":5432", ":6543", ":0", ":99999", ":x", ":54321"]),
    st.sampled_from(["", "/", "//", "/app", "/v1/a", "/a%b", "/a?b=c", "?a", "#x", "/a b", "/x@y", "/a,b"]),
)
examples = st.sampled_from([text for format in FORMATS.values() for text in (*format.good, *format.bad)])
numbers = (st.integers(-99, 99_999) | st.floats(allow_nan=False)).map(str)
words = st.sampled_from(
    ["true", "TRUE", "True", "tRUE", "off", "a", "bcd", "info", "INFO", "DEBUG", "", " ", "1_000", "+5", "007", "."]
)
stand_ins = st.sampled_from(
    [text for row in STAND_INS for text in (*row.good, *row.bad)]
    + ["admin", "letmein", "django-insecure-made-up", "${A}", "{{ a }}"]
)
switched = st.sampled_from([value for row in SWITCHES for _, value in (*row.good, *row.bad)])
credentials = st.builds("postgresql://{}:{}@db.acme.dev/app".format, stand_ins, stand_ins)
#: Values that a rule may speak of because of how the variable is called.
named_values = stand_ins | switched | credentials | st.text("ab1-_xX0", max_size=20)
values = (
    stand_ins
    | credentials
    | st.text(max_size=10)
    | st.text("ab1 .-\"'`#\u201c", max_size=6)
    | numbers
    | words
    | examples
    | addresses
)


def glance_of(schema: dict[str, Any], context: Context) -> tuple[Quiet, VariableChecks]:
    checks = compiled(variable("X", **schema), context).checks
    return checks.quiet["X"], checks.variables["X"]


TESTS = [(schema, context, *glance_of(schema, context)) for schema in SCHEMAS for context in CONTEXTS]
TESTS += [({}, context, unnamed, unnamed_checks(context)) for context in CONTEXTS]


@settings(max_examples=1000, deadline=None)
@given(values)
def test_where_a_glance_finds_nothing_no_rule_does(value: str) -> None:
    """For each schema and each place that a service can be in."""
    subject = Variable("X", value, SOURCE)
    missed = [
        (schema, context, signed.rule.id)
        for schema, context, is_quiet, checks in TESTS
        if is_quiet(value)
        for signed in checks.problems(subject)
    ]

    assert missed == []


NAMES = sorted(
    {name for row in SWITCHES for name, _ in (*row.good, *row.bad)}
    | {
        "API_KEY",
        "JWT_SECRET",
        "SECRET_KEY",
        "DB_PASSWORD",
        "STRIPE_KEY_OLD",
        "RENDER",
        "RENDER_EXTERNAL_URL",
        "NEXT_PUBLIC_API_KEY",
    }
)
NAMED_SCHEMAS: list[dict[str, Any]] = [{}, {"type": "boolean"}, {"writeOnly": True}, {"format": "base64", "writeOnly": True}]


def named_tests(name: str) -> list[tuple[Quiet, VariableChecks]]:
    """The glance at a variable of that name, and its checks, with a schema and without."""
    told = told_by(name)
    tests: list[tuple[Quiet, VariableChecks]] = []
    for context in CONTEXTS:
        tests.append((lambda value: unnamed(value) and not (told is not None and told(value)), unnamed_checks(context)))
        for schema in NAMED_SCHEMAS:
            checks = compiled(variable(name, **schema), context).checks
            tests.append((checks.quiet[name], checks.variables[name]))
    return tests


NAMED = {name: named_tests(name) for name in NAMES}


@settings(max_examples=1000, deadline=None)
@given(st.sampled_from(NAMES), named_values)
def test_where_a_glance_at_a_name_finds_nothing_no_rule_does(name: str, value: str) -> None:
    """Although rules speak of it because of how it is called."""
    subject = Variable(name, value, SOURCE)
    missed = [signed.rule.id for is_quiet, checks in NAMED[name] if is_quiet(value) for signed in checks.problems(subject)]

    assert missed == []


@pytest.mark.parametrize(("name", "value", "schema"), samples.SERVICE, ids=[name for name, _, _ in samples.SERVICE])
def test_a_glance_is_enough_for_a_healthy_value(name: str, value: str, schema: dict[str, Any]) -> None:
    """Or each check would cost as much as all rules together; a known database is judged by the rules."""
    is_quiet, _ = glance_of(schema, CONTEXTS[0])

    assert is_quiet(value.strip("\"'")) == (name != "DATABASE_URL")


@pytest.mark.parametrize("value", ["INFO", "0.5", "eu-central-1", "https://api.acme.dev/v1", "redis://cache.acme.dev:6379/0"])
def test_a_glance_is_enough_for_a_healthy_value_without_a_schema(value: str) -> None:
    assert unnamed(value)
