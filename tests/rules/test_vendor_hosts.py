"""Variables of vendors, paths that a client adds, hosts that two variables share, and lists of hosts and origins."""

from __future__ import annotations

from typing import Any

import pytest

from envcheck.facts.vendors import VENDORS
from envcheck.model import Context
from envcheck.schema import SchemaError
from tests.conftest import Check, compiled, ids
from tests.rules.helpers import ANYWHERE, MARKER, exported, placed, shown, spoken, written

PROJECT = "https://abcdefghijklmnopqrst.supabase.co"

ROWS = [(vendor, name) for vendor in VENDORS for name in (*sorted(vendor.names), *sorted(vendor.nicknames), *vendor.endings)]
GOOD = [(name, value) for vendor, name in ROWS for value in vendor.good if "127.0.0.1" not in value and "localhost" not in value]
BAD_HOSTS = [(name, value) for vendor, name in ROWS for value in vendor.bad_hosts]
BAD_PATHS = [
    (name, value) for vendor, name in ROWS if name not in vendor.nicknames for value in vendor.bad_paths
]  # fmt: skip


def in_both(name: str) -> list[dict[str, Any] | None]:
    """Without a schema, and with one that says nothing of the value."""
    return [None, {"properties": {name: {}}}]


@pytest.mark.parametrize("environment", ["production", "development"])
@pytest.mark.parametrize(("name", "value"), GOOD)
def test_a_right_address_of_a_vendor_has_no_finding_of_the_family(check: Check, name: str, value: str, environment: str) -> None:
    found = check(None, written(value, name), environment=environment, platform="none")

    assert [finding.rule.id for finding in found if finding.rule.family == "address"] == []


@pytest.mark.parametrize("environment", ANYWHERE.values(), ids=ANYWHERE)
@pytest.mark.parametrize(("name", "value"), BAD_HOSTS)
def test_another_service_is_told(check: Check, name: str, value: str, environment: str | None) -> None:
    """The one finding, with a schema that says nothing of it and without."""
    for schema in in_both(name):
        findings = check(schema, written(value, name), environment=environment)

        assert placed(findings) == [("wrong-vendor-host", "error", 2)]
        assert findings[0].hint


@pytest.mark.parametrize(("name", "value"), BAD_PATHS)
def test_another_path_is_told(check: Check, name: str, value: str) -> None:
    assert ids(check(None, written(value, name))) == ["unexpected-path"]


def test_a_path_that_another_client_wants_is_a_warning(check: Check) -> None:
    findings = check(None, written("https://api.anthropic.com/v1", "ANTHROPIC_BASE_URL"))

    assert spoken(findings) == [("unexpected-path", "warning")]


APPLICATIONS_OWN = {
    "openai": ("OPENAI_API_URL", "https://api.openai.com"),
    "openai-endpoint": ("OPENAI_API_URL", "https://api.openai.com/v1/chat/completions"),
    "openai-former": ("OPENAI_API_BASE", "https://api.openai.com"),
    "anthropic": ("ANTHROPIC_API_URL", "https://api.anthropic.com/v1/messages"),
    "llama": ("LLAMAPARSE_BASE_URL", "https://api.cloud.llamaindex.ai/api/v1"),
    "supabase-endpoint": ("SUPABASE_REST_URL", f"{PROJECT}/rest/v1"),
    "supabase-functions": ("SUPABASE_FUNCTIONS_URL", f"{PROJECT}/functions/v1"),
    "supabase-dashboard": ("DASHBOARD_LINK", "https://supabase.com/dashboard/project/abcdefghijklmnopqrst"),
    "documentation": ("HELP_URL", "https://platform.openai.com/docs"),
    "repository": ("GITHUB_URL", "https://github.com/acme"),
    "callback": ("SUPABASE_AUTH_CALLBACK_URL", f"{PROJECT}/auth/v1/callback"),
    "database-over-http": ("DATABASE_URL", "https://acme-app.turso.io"),
    "webhook-with-a-path": ("SLACK_WEBHOOK_URL", "https://hooks.slack.com/services/T0/B0/made-up"),
    "no-address": ("SUPABASE_URL", "made-up"),
    "empty": ("SENTRY_DSN", ""),
    "hosts": ("ALLOWED_HOSTS", "api.acme.dev,*.onrender.com,localhost"),
    "hosts-as-json": ("ALLOWED_HOSTS", '["*.onrender.com", "acme-api.onrender.com"]'),
    "every-host": ("TRUSTED_HOSTS", "*"),
    "host-that-ends-alike": ("ALLOWED_HOSTS", "acmerender.com,api.acmerender.com"),
    "hosts-of-renders-own": ("WEBHOOK_ALLOWED_HOSTS", "api.render.com,dashboard.render.com"),
    "renders-docs": ("HELP_URL", "https://docs.render.com/deploys"),
}


@pytest.mark.parametrize("environment", ANYWHERE.values(), ids=ANYWHERE)
@pytest.mark.parametrize(("name", "value"), APPLICATIONS_OWN.values(), ids=APPLICATIONS_OWN)
def test_what_only_the_application_knows_has_no_finding(check: Check, name: str, value: str, environment: str | None) -> None:
    assert ids(check(None, written(value, name), environment=environment)) == []


def test_a_schema_that_says_the_path_is_right(check: Check) -> None:
    """The application may add nothing at all."""
    schema = {"properties": {"SUPABASE_URL": {"format": "http-url", "x-envcheck": {"url": {"path": "any"}}}}}

    assert ids(check(schema, written(f"{PROJECT}/rest/v1", "SUPABASE_URL"))) == []


@pytest.mark.parametrize("name", ["X", "MY_PROJECT"])
@pytest.mark.parametrize(
    ("value", "rule"),
    [
        (f"{PROJECT}/rest/v1", "unexpected-path"),
        ("https://supabase.com/dashboard/project/abcdefghijklmnopqrst", "wrong-vendor-host"),
        ("https://storage.supabase.co", "wrong-vendor-host"),
        ("postgresql://postgres:made-up@db.abcdefghijklmnopqrst.supabase.co:5432/postgres", "wrong-scheme"),
        ("abcdefghijklmnopqrst.supabase.co", "malformed-url"),
        ("https://abcdefghijklmnopqrs.supabase.co", "malformed-url"),
    ],
)
def test_a_format_declares_what_a_name_does_not(check: Check, name: str, value: str, rule: str) -> None:
    schema = {"properties": {name: {"format": "supabase-url"}}}

    assert ids(check(schema, written(value, name))) == [rule]


@pytest.mark.parametrize("ref", ["abcdefghijklmnopqrs", "abcdefghijklmnopqrstu"])
def test_a_project_with_a_letter_too_few_or_many_is_a_warning(check: Check, ref: str) -> None:
    """A vanity subdomain may be as long."""
    findings = check(None, written(f"https://{ref}.supabase.co", "NEXT_PUBLIC_SUPABASE_URL"))

    assert spoken(findings) == [("malformed-url", "warning")]


# -- the path that a schema wants

WANTED = [
    ("none", "https://api.acme.dev/v1"),
    ("none", "https://api.acme.dev//v1"),
    ("none", "https://api.acme.dev?key=made-up"),
    ("none", "https://api.acme.dev/#/home"),
    ("/v1", "https://api.acme.dev"),
    ("/v1", "https://api.acme.dev/v2"),
    ("/v1", "https://api.acme.dev/v1/v1"),
    ("/v1", "https://api.acme.dev/V1"),
    ("/v1/", "https://api.acme.dev/v1/embeddings"),
]


@pytest.mark.parametrize("environment", ANYWHERE.values(), ids=ANYWHERE)
@pytest.mark.parametrize(("path", "value"), WANTED)
def test_a_path_that_the_schema_does_not_want_is_told(check: Check, path: str, value: str, environment: str | None) -> None:
    schema = {"properties": {"X": {"format": "http-url", "x-envcheck": {"url": {"path": path}}}}}

    assert placed(check(schema, written(value), environment=environment)) == [("unexpected-path", "error", 2)]


@pytest.mark.parametrize("path", ["", "non", "v1", "None", 1])
def test_a_path_that_means_nothing_is_refused(path: Any) -> None:
    """A typing error does not pass in silence."""
    schema = {"properties": {"X": {"format": "http-url", "x-envcheck": {"url": {"path": path}}}}}
    with pytest.raises(SchemaError) as caught:
        compiled(schema, Context())

    assert [problem.rule for problem in caught.value.problems] == ["malformed-keyword"]


def test_a_path_may_be_wanted_in_one_environment(check: Check) -> None:
    own = {"in": {"production": {"x-envcheck": {"url": {"path": "none"}}}}}
    schema = {"properties": {"X": {"format": "http-url", "x-envcheck": own}}}

    assert ids(check(schema, written("https://api.acme.dev/v1"), environment="production")) == ["unexpected-path"]
    assert ids(check(schema, written("https://api.acme.dev/v1"), environment="staging")) == []


# -- hosts that are shared


def sharing(other: str, **more: Any) -> dict[str, Any]:
    """The schema of an address X that shares its host."""
    return {"properties": {"X": {"x-envcheck": {"url": {"sameHostAs": other}} | more}, other: {}, "A": {}}}


SHARED = {
    "same": ("https://api.acme.dev", "https://api.acme.dev"),
    "other-path": ("https://api.acme.dev/hooks", "https://api.acme.dev"),
    "other-port": ("https://api.acme.dev:8443", "https://api.acme.dev"),
    "other-scheme": ("wss://api.acme.dev", "https://api.acme.dev"),
    "other-case": ("https://API.acme.dev", "https://api.acme.dev"),
    "final-dot": ("https://api.acme.dev.", "https://api.acme.dev"),
    "tunnel-to-this-machine": ("https://abc123.ngrok-free.app", "http://localhost:8000"),
    "names-of-this-machine": ("http://127.0.0.1:54321", "http://localhost:8000"),
    "storage-of-the-project": (
        "https://abcdefghijklmnopqrst.storage.supabase.co/storage/v1",
        PROJECT,
    ),
    "mine-is-no-address": ("made-up", "https://api.acme.dev"),
    "other-is-no-address": ("https://api.acme.dev", "made-up"),
    "other-is-empty": ("https://api.acme.dev", ""),
    "mine-is-empty": ("", "https://api.acme.dev"),
    "mine-is-to-be-replaced": ("https://<host>", "https://api.acme.dev"),
}


@pytest.mark.parametrize(("mine", "other"), SHARED.values(), ids=SHARED)
def test_a_host_that_is_shared_has_no_finding(check: Check, mine: str, other: str) -> None:
    schema = sharing("OTHER", allowEmpty=True)
    schema["properties"]["OTHER"] = {"x-envcheck": {"allowEmpty": True}}

    assert ids(check(schema, f"X={mine}\nOTHER={other}\n")) == []


def test_a_missing_variable_shares_nothing(check: Check) -> None:
    assert ids(check(sharing("OTHER"), "X=https://api.acme.dev\n")) == []
    assert ids(check(sharing("OTHER"), "OTHER=https://api.acme.dev\n")) == []


@pytest.mark.parametrize("environment", ANYWHERE.values(), ids=ANYWHERE)
@pytest.mark.parametrize(
    ("mine", "other"),
    [
        ("https://api-old.onrender.com", "https://api.onrender.com"),
        ("https://staging-storage.supabase.co/storage/v1", PROJECT),
        (f"https://{'b' * 20}.storage.supabase.co", PROJECT),
        ("https://api.acme.dev", "https://acme.dev"),
    ],
)
def test_another_host_is_told(check: Check, mine: str, other: str, environment: str | None) -> None:
    """At the variable that shares the host, with the other one beside."""
    findings = check(sharing("OTHER"), f"OTHER={other}\nX={mine}\n", environment=environment)

    assert placed(findings) == [("wrong-vendor-host", "error", 2)]
    assert [related.location.line for related in findings[0].related] == [1]


def test_another_host_keeps_its_value(check: Check) -> None:
    findings = check(sharing("OTHER"), f"X=https://{MARKER}.acme.dev/{MARKER}\nOTHER=https://{MARKER}-b.acme.dev/\n")

    assert ids(findings) == ["wrong-vendor-host"]
    assert MARKER not in shown(findings)


@pytest.mark.parametrize("names", [("X", "A"), ("Y", "OTHER"), ("Y", "A")])
def test_a_host_is_shared_under_other_names_too(check: Check, names: tuple[str, str]) -> None:
    """A variable is read under its aliases."""
    schema = sharing("OTHER", aliases=["Y"])
    schema["properties"]["OTHER"] = {"x-envcheck": {"aliases": ["A"]}}
    schema["properties"] |= {"Y": {}}
    findings = check(schema, f"{names[0]}=https://a.acme.dev\n{names[1]}=https://b.acme.dev\n")

    assert [(each.rule.id, each.variable) for each in findings] == [("wrong-vendor-host", names[0])]


def test_a_host_that_is_wrong_by_itself_is_told_once(check: Check) -> None:
    """Not again at the variable that shares it."""
    shared = {"x-envcheck": {"url": {"sameHostAs": "SUPABASE_URL"}}}
    schema = {"properties": {"SUPABASE_URL": {}, "SUPABASE_STORAGE_URL": shared}}
    for mine, other, at in (
        ("https://storage.supabase.co/storage/v1", PROJECT, "SUPABASE_STORAGE_URL"),
        (f"{PROJECT}/storage/v1", "https://supabase.com/dashboard/project/abcdefghijklmnopqrst", "SUPABASE_URL"),
    ):
        findings = check(schema, f"SUPABASE_STORAGE_URL={mine}\nSUPABASE_URL={other}\n")

        assert [(each.rule.id, each.variable) for each in findings] == [("wrong-vendor-host", at)]


def test_a_local_address_is_nearer_than_a_host_that_is_not_shared(check: Check) -> None:
    text = "X=http://localhost:8000\nOTHER=https://api.acme.dev\n"

    assert ids(check(sharing("OTHER"), text, environment="production")) == ["local-address"]
    assert ids(check(sharing("OTHER"), text, environment="development")) == []


# -- lists of hosts

LISTS = [
    ("ALLOWED_HOSTS", "*.render.com"),
    ("ALLOWED_HOSTS", "api.acme.dev,*.render.com"),
    ("ALLOWED_HOSTS", "api.acme.dev .render.com"),
    ("TRUSTED_HOSTS", "acme-api.render.com"),
    ("UPLOAD_PIPELINE_ALLOWED_HOSTS", '["localhost", "*.render.com"]'),
    ("DJANGO_ALLOWED_HOSTS", "*.RENDER.COM, api.acme.dev"),
]


@pytest.mark.parametrize(("name", "value"), LISTS)
def test_a_list_with_renders_own_domain_is_told(check: Check, name: str, value: str) -> None:
    for environment in ("production", "development", None):
        for schema in in_both(name):
            assert spoken(check(schema, written(value, name), environment=environment)) == [("wrong-vendor-host", "error")]


def test_an_address_under_renders_own_domain_is_a_warning(check: Check) -> None:
    """A list of Render's own hosts cannot be whole."""
    findings = check(None, written("https://acme-api.render.com/hooks", "WEBHOOK_URL"), environment="production")

    assert spoken(findings) == [("wrong-vendor-host", "warning")]


# -- lists of origins and addresses

ORIGINS = {"properties": {"X": {"type": "array", "items": {"format": "origin"}, "x-envcheck": {"separator": ","}}}}
ADDRESSES = {"properties": {"X": {"type": "array", "items": {"format": "http-url"}, "x-envcheck": {"separator": ","}}}}

RIGHT_LISTS = {
    "one-origin": (ORIGINS, "https://app.acme.dev"),
    "origins": (ORIGINS, "https://app.acme.dev,https://admin.acme.dev:8443"),
    "origin-of-an-app": (ORIGINS, "https://app.acme.dev,https://localhost,http://localhost"),
    "addresses": (ADDRESSES, "https://a.acme.dev/v1,https://b.acme.dev"),
    "addresses-nearby": (ADDRESSES, "http://acme-a:10000,http://acme-b:10000"),
}


@pytest.mark.parametrize("environment", ANYWHERE.values(), ids=ANYWHERE)
@pytest.mark.parametrize(("schema", "value"), RIGHT_LISTS.values(), ids=RIGHT_LISTS)
def test_a_right_list_has_no_finding(check: Check, schema: dict[str, Any], value: str, environment: str | None) -> None:
    assert ids(check(schema, written(value), environment=environment)) == []


def test_a_list_for_development_is_right_there(check: Check) -> None:
    assert ids(check(ORIGINS, written("http://localhost:3000,http://192.168.1.20:3000"), environment="development")) == []


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        (ORIGINS, "https://app.acme.dev,http://localhost:3000", [("local-address", "warning")]),
        (ORIGINS, "https://app.acme.dev,http://127.0.0.1:3000,http://localhost:3000", [("local-address", "warning")]),
        (ORIGINS, "https://app.acme.dev,https://*.vercel.app", [("wrong-format", "error")]),
        (ORIGINS, "https://app.acme.dev,https://admin.acme.dev/login", [("wrong-format", "error")]),
        (ORIGINS, "https://app.acme.dev,https://abc123.ngrok-free.app", [("tunnel-address", "warning")]),
        (ORIGINS, "https://app.acme.dev,http://admin.acme.dev", [("insecure-url", "warning")]),
        (ORIGINS, "https://app.acme.dev,http://192.168.1.20:3000", [("private-address", "warning")]),
        (ORIGINS, "https://app.example.com", [("placeholder-host", "error")]),
        (ADDRESSES, "https://a.acme.dev,http://localhost:8000", [("local-address", "error")]),
        (ADDRESSES, "https://a.acme.dev,b.acme.dev", [("malformed-url", "error")]),
        (ADDRESSES, "https://a.acme.dev,ftp://b.acme.dev", [("wrong-scheme", "error")]),
        (ADDRESSES, "https://a.acme.dev,https://abc123.ngrok-free.app", [("tunnel-address", "error")]),
    ],
)
def test_an_entry_of_a_list_is_judged_like_an_address(
    check: Check, schema: dict[str, Any], value: str, expected: list[tuple[str, str]]
) -> None:
    """One finding for all entries with the same fault, at the variable."""
    findings = check(schema, written(value), environment="production")

    assert spoken(findings) == expected
    assert [finding.variable for finding in findings] == ["X"]


def test_an_entry_of_a_list_keeps_its_value(check: Check) -> None:
    for value in (f"https://{MARKER}.ngrok-free.app", f"https://{MARKER}.acme.dev/{MARKER}", f"http://{MARKER}.localhost:1"):
        findings = check(ORIGINS, exported(value))

        assert findings
        assert MARKER not in shown(findings)
