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
from envcheck.facts.keys import KINDS
from envcheck.facts.names import PUBLIC_PREFIXES, is_told
from envcheck.model import Context, Source, Variable
from envcheck.quiet import unnamed
from tests.conftest import compiled, variable
from tests.rules.helpers import token

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
KEYS = [text for kind in KINDS for text in (*kind.good, *kind.bad)]
TOKENS = [
    token(iss="supabase-demo", role="anon"),
    token(iss="supabase", role="service_role", exp=1),
    token("made-up", exp=1),
    token(exp=1),
    "eyJhbGciOiJIUzI1NiJ9",
]
keys = st.sampled_from([*KEYS, *TOKENS]) | st.builds("{}{}".format, st.sampled_from(KEYS), st.text("ab1-_.=", max_size=9))
examples = st.sampled_from([text for format in FORMATS.values() for text in (*format.good, *format.bad)])
numbers = (st.integers(-99, 99_999) | st.floats(allow_nan=False)).map(str)
words = st.sampled_from(
    ["true", "TRUE", "True", "tRUE", "off", "a", "bcd", "info", "INFO", "DEBUG", "", " ", "1_000", "+5", "007", "."]
)
values = st.text(max_size=10) | st.text("ab1 .-\"'`#\u201c", max_size=6) | numbers | words | examples | addresses | keys


def glance_of(schema: dict[str, Any], context: Context, name: str = "X") -> tuple[Quiet, VariableChecks]:
    checks = compiled(variable(name, **schema), context).checks
    return checks.quiet[name], checks.variables[name]


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


@pytest.mark.parametrize(("name", "value", "schema"), samples.SERVICE, ids=[name for name, _, _ in samples.SERVICE])
def test_a_glance_is_enough_for_a_healthy_value(name: str, value: str, schema: dict[str, Any]) -> None:
    """Or each check would cost as much as all rules together; a known database is judged by the rules."""
    is_quiet, _ = glance_of(schema, CONTEXTS[0])

    assert is_quiet(value.strip("\"'")) == (name != "DATABASE_URL")


@pytest.mark.parametrize("value", ["INFO", "0.5", "eu-central-1", "https://api.acme.dev/v1", "redis://cache.acme.dev:6379/0"])
def test_a_glance_is_enough_for_a_healthy_value_without_a_schema(value: str) -> None:
    assert unnamed(value)


#: Names that say what the value must be, or who sees it.
NAMES = ["SUPABASE_ANON_KEY", "OPENAI_API_KEY", "STRIPE_SECRET_KEY", *(f"{prefix}PASSWORD" for prefix in PUBLIC_PREFIXES)]
TESTS_BY_NAME = [(name, context, *glance_of({}, context, name)) for name in NAMES for context in CONTEXTS]
UNNAMED_CHECKS = [(context, unnamed_checks(context)) for context in CONTEXTS]


@settings(max_examples=500, deadline=None)
@given(values)
def test_where_a_glance_finds_nothing_the_name_changes_nothing(value: str) -> None:
    """With a schema and without."""
    missed = [
        (name, context, signed.rule.id)
        for name, context, is_quiet, checks in TESTS_BY_NAME
        if is_quiet(value)
        for signed in checks.problems(Variable(name, value, SOURCE))
    ]
    missed += [
        (name, context, signed.rule.id)
        for name in NAMES
        if not is_told(name) and unnamed(value)
        for context, checks in UNNAMED_CHECKS
        for signed in checks.problems(Variable(name, value, SOURCE))
    ]

    assert missed == []


@pytest.mark.parametrize(
    "value", [*(text for kind in KINDS for text in kind.good), *TOKENS, "https://abcdefghijklmnopqrst.supabase.co"]
)
def test_what_rules_on_several_variables_need_is_noted(value: str) -> None:
    """Keys and projects are held against each other."""
    assert not unnamed(value)
    assert not glance_of({"minLength": 1}, CONTEXTS[0])[0](value)
