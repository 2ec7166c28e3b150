"""A glance that says that all is well is right: where it says so, every rule is silent."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import samples
from envcheck.branches import LazyChecks, VariableChecks
from envcheck.compile_variable import unnamed as unnamed_checks
from envcheck.facts import endpoints
from envcheck.facts.drivers import DRIVERS
from envcheck.facts.formats import FORMATS
from envcheck.facts.hosts import LOCAL, PLACEHOLDERS
from envcheck.facts.keys import KINDS
from envcheck.facts.names import PUBLIC_STARTS, is_told
from envcheck.facts.networks import CLUSTERS, INSIDE, NAMING, OF_PLATFORM, PRIVATE, TLS_ALONE
from envcheck.facts.placeholders import PLACEHOLDERS as STAND_INS
from envcheck.facts.switches import SWITCHES
from envcheck.facts.tunnels import TUNNELS
from envcheck.facts.vendors import VENDORS
from envcheck.model import Context, Source, Variable
from envcheck.quiet import is_silent, unnamed
from tests.conftest import compiled, variable, wants
from tests.rules.helpers import token

if TYPE_CHECKING:
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
    {"pattern": "[a-z]", "maxLength": 3},
    {"pattern": "^b", "enum": ["a", "bcd"]},
    {"pattern": "a", "writeOnly": True},
    {"pattern": "^https:", "format": "http-url"},
    {"not": {"const": "a"}},
    {"anyOf": [{"const": "a"}, {"type": "integer"}]},
    {"if": {"const": "a"}, "then": {"maxLength": 0}},
    {"enum": ["info"], "x-envcheck": {"ignoreCase": True}},
    {"format": "http-url", "x-envcheck": {"url": {"schemes": ["https"]}}},
    {"format": "postgres-url", "x-envcheck": {"postgres": {"endpoints": ["direct"]}}},
    *({"format": "postgres-url", "x-envcheck": {"postgres": {"driver": name}}} for name in DRIVERS),
    {"x-envcheck": {"postgres": {"driver": "sqlalchemy+psycopg"}}},
    {"allOf": [{"minLength": 2}, {"minLength": 4}]},
    {"type": "array", "items": {"type": "integer"}, "x-envcheck": {"separator": ","}},
    {"type": "object", "required": ["a"]},
    *({"format": name} for name in FORMATS),
    *({"format": name, "minLength": 5, "maxLength": 30, "writeOnly": True} for name in FORMATS),
]

ENDPOINTS = endpoints.examples()
HOST_FACTS = (*LOCAL, *PLACEHOLDERS, *PRIVATE, *OF_PLATFORM, *CLUSTERS, *INSIDE, *NAMING, *TLS_ALONE)
EXAMPLE_HOSTS = [host for fact in HOST_FACTS for host in (*fact.good, *fact.bad)]
EXAMPLE_HOSTS += [host for tunnel in TUNNELS for host in (*tunnel.good, *tunnel.bad)]
EXAMPLE_HOSTS += ["acme-api.render.com", "*.render.com", "acme-api", "acme-api.onrender.com"]
EXAMPLE_HOSTS += [example["host"] for of_row in ENDPOINTS["rows"].values() for example in of_row]
EXAMPLE_HOSTS += [host for of_fault in ENDPOINTS["supabase_host_faults"] for host in of_fault]
hosts = st.sampled_from([*EXAMPLE_HOSTS, "api.acme.dev"])
schemes = st.sampled_from(
    [
        *("https", "http", "ws", "postgres", "postgresql", "POSTGRES", "postgresql+asyncpg", "prisma"),
        *("redis", "valkey", "amqps", "HTTPS", "kafka", ""),
    ]
)
addresses = st.builds(
    "{}://{}{}{}{}".format,
    schemes,
    st.sampled_from(
        ["", "app@", "app:made-up@", "@", ":made-up@", "a@b:c@", "postgres.abcdefghijklmnopqrst:made%20up@", "a:p/w@"]
    ),
    hosts | st.text("ab.-_1xyour[]{}$:", max_size=12),
    st.sampled_from(["", ":", ":5432", ":6543", ":0", ":99999", ":x", ":54321"]),
    st.sampled_from(
        [
            "",
            "/",
            "//",
            "/app",
            "/v1/a",
            "/a%b",
            "/a?b=c",
            "?a",
            "/a?sslmode=disable",
            "/a?sslmode=on",
            "#x",
            "/a b",
            "/x@y",
            "/a,b",
        ]
    ),
)
examples = st.sampled_from(
    [text for format in FORMATS.values() for text in (*format.good, *format.bad)]
    + [url for driver in DRIVERS.values() for url in (*driver.good, *(url for url, _ in driver.bad))]
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
numbers = (st.integers(-99, 99_999) | st.floats(allow_nan=False)).map(str)
words = st.sampled_from(
    ["true", "TRUE", "True", "tRUE", "off", "a", "bcd", "info", "INFO", "DEBUG", "", " ", "1_000", "+5", "007", "."]
)
stand_ins = st.sampled_from(
    [text for row in STAND_INS for text in (*row.good, *row.bad)]
    + ["admin", "letmein", "django-insecure-made-up", "${A}", "{{ a }}"]
)
switched = st.sampled_from([value for row in SWITCHES for _, value in (*row.good, *row.bad)])
credentials = st.builds(
    "{}://{}:{}@cache.acme.dev/app".format,
    st.sampled_from(["postgresql", "rediss", "amqps", "https"]),
    stand_ins | st.sampled_from(["app", "first.last", "your-app"]),
    stand_ins | st.sampled_from(["mad3-up", "a.supabase.co", "mad3-up."]),
)
#: Values that a rule may speak of because of how the variable is called.
named_values = stand_ins | switched | credentials | st.text("ab1-_xX0", max_size=20)
of_vendors = st.sampled_from(
    [text for vendor in VENDORS for text in (*vendor.good, *vendor.bad_hosts, *vendor.bad_paths)] + ["api.acme.dev,*.render.com"]
)
values = (
    stand_ins
    | credentials
    | keys
    | of_vendors
    | st.text(max_size=10)
    | st.text("ab1 .-\"'`#\u201c", max_size=6)
    | numbers
    | words
    | examples
    | addresses
)


#: Names that tell something of a variable, and a schema that says little of it.
NAMES = [
    "SUPABASE_URL",
    "OPENAI_BASE_URL",
    "DATABASE_URL",
    "VITE_API_URL",
    "NEXT_PUBLIC_SUPABASE_URL",
    "API_URL",
    "ALLOWED_HOSTS",
]
OF_NAMES: list[dict[str, Any]] = [{}, {"format": "http-url"}, {"format": "redis-url"}, {"minLength": 2}]


def glance_of(schema: dict[str, Any], context: Context, name: str = "X") -> tuple[Quiet, VariableChecks]:
    checks = compiled(variable(name, **schema), context).checks
    return checks.quiet[name], checks.variables[name]


TESTS = [(schema, context, *glance_of(schema, context)) for schema in SCHEMAS for context in CONTEXTS]
TESTS += [({}, context, unnamed, unnamed_checks(context)) for context in CONTEXTS]


def glance_at(name: str) -> Quiet:
    """What the engine does for a variable that no schema names."""
    return lambda value: not is_told(name) and unnamed(value)


NAMED = [(name, context, *glance_of(schema, context, name)) for name in NAMES for schema in OF_NAMES for context in CONTEXTS]
NAMED += [(name, context, glance_at(name), unnamed_checks(context)) for name in NAMES for context in CONTEXTS]


@settings(max_examples=1000, deadline=None)
@given(values)
def test_where_a_glance_finds_nothing_no_rule_that_knows_the_name_does(value: str) -> None:
    """For names that rules look at, with a schema and without."""
    missed = [
        (name, context, signed.rule.id)
        for name, context, is_quiet, checks in NAMED
        if is_quiet(value)
        for signed in checks.problems(Variable(name, value, SOURCE))
    ]

    assert missed == []


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


def test_a_glance_leaves_each_example_of_a_table_to_the_rules() -> None:
    """Not only those that chance picks."""
    texts = [f"{scheme}://{host}" for host in EXAMPLE_HOSTS for scheme in ("https", "http", "redis", "postgresql")]
    texts += [f"{text}/app" for text in texts]
    subjects = [(name, is_quiet, checks) for name, context, is_quiet, checks in NAMED if context is CONTEXTS[0]]
    missed = [
        (name, text, signed.rule.id)
        for name, is_quiet, checks in subjects
        for text in texts
        if is_quiet(text)
        for signed in checks.problems(Variable(name, text, SOURCE))
    ]

    assert missed == []


TOLD_NAMES = sorted(
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
TOLD_SCHEMAS: list[dict[str, Any]] = [
    {},
    {"type": "boolean"},
    {"writeOnly": True},
    {"format": "base64", "writeOnly": True},
    {"minLength": 12, "writeOnly": True},
    {"minLength": 16, "writeOnly": True},
    {"enum": ["1", "true", "yes", "off", "0", "development", "require", "disable", "DEBUG", "INFO"]},
]


def is_quiet_stranger(name: str, value: str) -> bool:
    """The glance at a variable that no schema names, as ``check`` takes it."""
    return unnamed(value) and is_silent(name, value)


def named_tests(name: str) -> list[tuple[Quiet, VariableChecks]]:
    """The glance at a variable of that name, and its checks, with a schema and without."""
    tests: list[tuple[Quiet, VariableChecks]] = []
    for context in CONTEXTS:
        tests.append((partial(is_quiet_stranger, name), unnamed_checks(context)))
        for schema in TOLD_SCHEMAS:
            checks = compiled(variable(name, **schema), context).checks
            tests.append((checks.quiet[name], checks.variables[name]))
    return tests


OF_TOLD_NAMES = {name: named_tests(name) for name in TOLD_NAMES}


@settings(max_examples=1000, deadline=None)
@given(st.sampled_from(TOLD_NAMES), named_values)
def test_where_a_glance_at_a_name_finds_nothing_no_rule_does(name: str, value: str) -> None:
    """Although rules speak of it because of how it is called."""
    subject = Variable(name, value, SOURCE)
    missed = [
        signed.rule.id for is_quiet, checks in OF_TOLD_NAMES[name] if is_quiet(value) for signed in checks.problems(subject)
    ]

    assert missed == []


@pytest.mark.parametrize(("name", "value", "schema"), samples.SERVICE, ids=[name for name, _, _ in samples.SERVICE])
def test_a_glance_is_enough_for_a_healthy_value(name: str, value: str, schema: dict[str, Any]) -> None:
    """Or each check would cost as much as all rules together; a known database is judged by the rules."""
    is_quiet, _ = glance_of(schema, CONTEXTS[0])

    assert is_quiet(value.strip("\"'")) == (name != "DATABASE_URL")


@pytest.mark.parametrize("value", ["INFO", "0.5", "eu-central-1", "https://api.acme.dev/v1", "rediss://cache.acme.dev:6379/0"])
def test_a_glance_is_enough_for_a_healthy_value_without_a_schema(value: str) -> None:
    assert unnamed(value)


USUAL_POOLER = "postgresql://postgres.abcdefghijklmnopqrst:mad3-up@aws-0-eu-central-1.pooler.supabase.com:5432/postgres"


def test_a_known_host_leaves_a_port_that_srv_forbids_to_the_rules() -> None:
    assert unnamed("rediss://cache.acme.dev:6379/0")
    glance, _ = glance_of({"format": "mongodb-url"}, CONTEXTS[0])
    told = {scheme: glance(f"{scheme}://cache.acme.dev:6379/app") for scheme in ("mongodb", "mongodb+srv")}
    assert told == {"mongodb": True, "mongodb+srv": False}


def mostly(*others: str | st.SearchStrategy[str], usual: str) -> st.SearchStrategy[str]:
    """Four times out of five what is usual, so that a whole address is often right."""
    strategies = [st.just(each) if isinstance(each, str) else each for each in others]
    return st.integers(0, 4).flatmap(lambda number: st.one_of(strategies) if number == 0 else st.just(usual))


#: Addresses of Supabase's shared pooler, and what is nearly one.
poolers = st.builds(
    "{}://{}:{}@{}{}{}".format,
    mostly("postgres", "postgresql+asyncpg", "https", "Postgres", usual="postgresql"),
    mostly(
        *("app_reader.zyxwvutsrqponmlkjihg", "a.b.abcdefghijklmnopqrst", "postgres", "postgres.abcdefghijklmnopqrs"),
        *("postgres.abcdefghijklmnopqr5t", "postgres.your-project-ref", "postgres.xxxxxxxxxxxxxxxxxxxx"),
        *("postgres.yourprojectreference", "postgres.yourprojectyourproje", "postgres.aaaaaaaaaaaaaaaaaaaa"),
        *("postgres.projectprojectrefref", "", ".abcdefghijklmnopqrst", "postgres.abcdefghijklmnopqrst-rr-eu-west-1-abcde"),
        *("changeme.abcdefghijklmnopqrst", "[user].abcdefghijklmnopqrst", "your_role.abcdefghijklmnopqrst"),
        usual="postgres.abcdefghijklmnopqrst",
    ),
    mostly(
        stand_ins,
        st.text("ab1-_.~%@:/$!", max_size=9),
        st.text(max_size=5),
        *("mad3%40up", "[YOUR-PASSWORD]", "%%", "a b", "ü", "postgres", "postgres.abcdefghijklmnopqrst"),
        usual="mad3-up",
    ),
    mostly(
        *("aws-1-us-east-2.pooler.supabase.com", "fly-0-fra.pooler.supabase.com", "aws-eu-central-1.pooler.supabase.com"),
        *("aws-0-region.pooler.supabase.com", "AWS-0-EU-CENTRAL-1.pooler.supabase.com", ".pooler.supabase.com"),
        *("aws-0-eu-central-1.pooler.supabase.co", "a,aws-0-eu-central-1.pooler.supabase.com", "x.pooler.supabase.com"),
        *("aws-0-eu-central-1.pooler.supabase.com.", "db.abcdefghijklmnopqrst.supabase.co"),
        usual="aws-0-eu-central-1.pooler.supabase.com",
    ),
    mostly(":6543", "", ":54321", ":", ":05432", ":99999", ":x", usual=":5432"),
    mostly(
        *("/app_db", "/", "", "/post gres", "/postgres?sslmode=require", "/postgres?sslmode=disable", "/postgres#x", "/a/b"),
        *("//a", "/%20", '/postgres"', "/<db>", "/your_database", "/postgres?options=reference%3Dx", "/postgres?pgbouncer=true"),
        usual="/postgres",
    ),
)
POOLER_NAMES = ["DATABASE_URL", "SUPABASE_DIRECT_URL", "DB_SESSION_POOLER_URL", "TRANSACTION_POOL_URL", "DATABASE_URL_OLD"]
POOLER_NAMES += ["NEXT_PUBLIC_DATABASE_URL", "VITE_DB", "API_URL", "DB_PASSWORD", "RENDER", "PORT", "SUPABASE_URL", "REDIS_URL"]
POOLER_SCHEMAS: list[dict[str, Any]] = [
    *({"format": name} for name in ("postgres-url", "http-url", "uri", "redis-url", "password", "hostname")),
    *({"writeOnly": True}, {"minLength": 5}, {"type": "integer"}, {"type": ["integer", "string"]}, {"enum": ["a"]}, {"not": {}}),
    *({"format": "postgres-url", **each} for each in ({"minLength": 500}, {"pattern": "^a"})),
    *(wants(kind) for kind in ("direct", "pooler-session", "pooler-transaction", "internal")),
    wants("pooler-session", "pooler-transaction"),
    wants("pooler-session", ipv4Addon=True),
    *(wants(driver=name) for name in DRIVERS),
    {"format": "postgres-url", "x-envcheck": {"url": {"schemes": ["postgres"]}}},
    {"format": "postgres-url", "x-envcheck": {"in": {"production": {"maxLength": 5}}}},
    {"format": "postgres-url", "x-envcheck": {"in": {"production": {"x-envcheck": {"postgres": {"endpoints": ["direct"]}}}}}},
]


def lazy_checks(checks: VariableChecks) -> list[LazyChecks]:
    return [checks] if isinstance(checks, LazyChecks) else []


LAZY: list[tuple[str, dict[str, Any] | None, Context, LazyChecks]] = [
    (name, schema, context, lazy)
    for name in POOLER_NAMES
    for schema in POOLER_SCHEMAS
    for context in CONTEXTS
    for lazy in lazy_checks(glance_of(schema, context, name)[1])
]
LAZY += [
    (name, None, context, lazy) for name in POOLER_NAMES for context in CONTEXTS for lazy in lazy_checks(unnamed_checks(context))
]


@settings(max_examples=1000, deadline=None)
@given(poolers)
def test_where_a_pooler_is_right_no_rule_speaks(value: str) -> None:
    """In itself: it is held against others all the same."""
    missed = [
        (name, schema, context, signed.rule.id)
        for name, schema, context, lazy in LAZY
        if lazy.is_right(Variable(name, value, SOURCE))
        for signed in lazy.compiled().problems(Variable(name, value, SOURCE))
    ]

    assert missed == []


def test_the_usual_pooler_is_right() -> None:
    """Or the test above would hold nothing."""
    right = [(name, schema) for name, schema, context, lazy in LAZY if lazy.is_right(Variable(name, USUAL_POOLER, SOURCE))]

    assert ("DATABASE_URL", None) in right
    assert ("DATABASE_URL", {"format": "postgres-url"}) in right
    assert ("DATABASE_URL", wants("pooler-session")) in right
    assert ("DATABASE_URL", wants("direct")) not in right


def test_a_template_is_judged_by_the_rules() -> None:
    """A password is what is looked for in one."""
    context = Context("api", "production", "production", True, "render", True)

    assert not any(lazy.is_right(Variable("DATABASE_URL", USUAL_POOLER, SOURCE)) for lazy in lazy_checks(unnamed_checks(context)))


#: Names that say what the value must be, or who sees it.
KEY_NAMES = ["SUPABASE_ANON_KEY", "OPENAI_API_KEY", "STRIPE_SECRET_KEY", *(f"{prefix}PASSWORD" for prefix in PUBLIC_STARTS)]
TESTS_BY_NAME = [(name, context, *glance_of({}, context, name)) for name in KEY_NAMES for context in CONTEXTS]
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
        for name in KEY_NAMES
        if is_quiet_stranger(name, value)
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
