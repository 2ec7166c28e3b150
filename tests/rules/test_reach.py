"""Private networks, addresses in clear, and variables that go to browsers: what their names and platforms change."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Check, ids
from tests.rules.helpers import ANYWHERE, spoken, written

HTTP = {"format": "http-url"}
REDIS = {"format": "redis-url"}

# -- private networks

NEARBY: dict[str, tuple[str, str]] = {
    "private-service": ("API_URL", "http://acme-api:10000"),
    "private-service-with-a-digit": ("API_URL", "http://api2:10000"),
    "discovery": ("API_URL", "http://acme-api-discovery:10000"),
    "key-value": ("REDIS_URL", "redis://red-aaaaaaaaaaaaaaaaaaaa:6379"),
    "key-value-with-a-user": ("REDIS_URL", "redis://default:made-up@red-aaaaaaaaaaaaaaaaaaaa:6379"),
    "postgres": ("DATABASE_URL", "postgresql://app:made-up@dpg-aaaaaaaaaaaaaaaaaaaa-a/app"),
    "cluster": ("API_URL", "http://api.acme.svc.cluster.local"),
    "consul": ("API_URL", "http://api.service.consul"),
    "overlay": ("API_URL", "http://100.101.102.103:8080"),
    "number-of-the-internet": ("API_URL", "https://172.32.0.1"),
    "private-number-as-a-label": ("API_URL", "https://10.0.0.1.nip.io"),
    "webhook": ("WEBHOOK_BASE_URL", "https://hooks.acme.dev"),
}


def in_both(name: str) -> list[dict[str, Any] | None]:
    """Without a schema, and with one that says nothing of the value."""
    return [None, {"properties": {name: {}}}]


@pytest.mark.parametrize("environment", ANYWHERE.values(), ids=ANYWHERE)
@pytest.mark.parametrize(("name", "value"), NEARBY.values(), ids=NEARBY)
def test_what_a_service_reaches_has_no_finding(check: Check, name: str, value: str, environment: str | None) -> None:
    for platform in ("render", "none"):
        assert ids(check(None, written(value, name), environment=environment, platform=platform)) == []


PRIVATE: dict[str, tuple[dict[str, Any] | None, str]] = {
    "ten": (HTTP, "http://10.0.0.5:9000"),
    "hundred-seventy-two": (HTTP, "https://172.16.4.4"),
    "home": (HTTP, "https://192.168.1.20:8443/hook"),
    "unique-local": (HTTP, "http://[fd12:3456::1]:8080"),
    "mapped": (HTTP, "http://[::ffff:10.0.0.5]"),
    "machine-nearby": (HTTP, "http://nas.local:9000"),
    "router": (None, "https://box.home.arpa"),
    "intranet": (None, "https://wiki.intranet"),
    "redis": (REDIS, "redis://10.0.0.5:6379"),
    "postgres": (None, "postgresql://app:made-up@192.168.1.20:5432/app"),
    "one-of-the-hosts": (REDIS, "redis://acme-cache:6379,10.0.0.5:6379"),
}
ELSEWHERE: dict[str, tuple[dict[str, Any] | None, str]] = {
    "railway": (REDIS, "redis://redis.railway.internal:6379"),
    "fly": (HTTP, "http://acme.internal:8080"),
    "fly-proxy": (HTTP, "http://acme.flycast"),
    "metadata": (HTTP, "http://169.254.169.254/latest/meta-data"),
    "metadata-by-name": (None, "http://metadata.google.internal"),
}


@pytest.mark.parametrize("environment", ["production", "staging"])
@pytest.mark.parametrize(("keywords", "value"), [*PRIVATE.values(), *ELSEWHERE.values()], ids=[*PRIVATE, *ELSEWHERE])
def test_a_private_network_is_told_on_a_platform(
    check: Check, keywords: dict[str, Any] | None, value: str, environment: str
) -> None:
    """Render is part of no network of its customers."""
    schema = None if keywords is None else {"properties": {"X": keywords}}

    assert spoken(check(schema, written(value), environment=environment)) == [("private-address", "warning")]


@pytest.mark.parametrize(("keywords", "value"), PRIVATE.values(), ids=PRIVATE)
def test_a_private_network_is_a_note_where_the_platform_is_not_known(
    check: Check, keywords: dict[str, Any] | None, value: str
) -> None:
    """The service may be part of it."""
    schema = None if keywords is None else {"properties": {"X": keywords}}

    assert spoken(check(schema, written(value), environment="production", platform="none")) == [("private-address", "note")]


@pytest.mark.parametrize(("keywords", "value"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_name_of_a_platform_is_right_where_none_is_known(check: Check, keywords: dict[str, Any] | None, value: str) -> None:
    """It may be the very platform that the service runs on."""
    schema = None if keywords is None else {"properties": {"X": keywords}}

    assert ids(check(schema, written(value), environment="production", platform="none")) == []


def test_a_database_of_another_platform_is_unreachable(check: Check) -> None:
    """The table of endpoints knows more of it."""
    value = "postgresql://postgres:made-up@postgres.railway.internal:5432/railway"

    assert ids(check(None, written(value), environment="production")) == ["unreachable-endpoint"]


# -- without encryption, by what a variable is called

NOT_IN_CLEAR: dict[str, tuple[str, str]] = {
    "proxy": ("HTTP_PROXY", "http://proxy.acme.dev:3128"),
    "proxy-url": ("OUTBOUND_PROXY_URL", "http://proxy.acme.dev:3128"),
    "namespace": ("SOAP_NAMESPACE_URI", "http://acme.dev/ns/orders"),
    "issuer": ("SAML_ISSUER_URL", "http://acme.okta.com/made-up"),
    "audience": ("JWT_AUDIENCE_URL", "http://acme.dev/api"),
    "claim": ("ROLE_CLAIM", "http://schemas.microsoft.com/ws/2008/06/identity/claims/role"),
    "mirror": ("APT_MIRROR_URL", "http://deb.debian.org/debian"),
    "timestamp": ("SIGNING_TIMESTAMP_URL", "http://timestamp.digicert.com"),
    "text": ("MOTTO", "http://acme.dev"),
    "vocabulary": ("CONTEXT_URL", "http://www.w3.org/ns/activitystreams"),
    "collector-nearby": ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://otel-collector:4317"),
    "load-balancer-inside": ("API_URL", "http://internal-acme-1.eu-west-1.elb.amazonaws.com"),
    "encrypted": ("API_URL", "https://api.acme.dev"),
}


@pytest.mark.parametrize(("name", "value"), NOT_IN_CLEAR.values(), ids=NOT_IN_CLEAR)
def test_what_is_right_without_encryption_has_no_finding(check: Check, name: str, value: str) -> None:
    assert ids(check(None, written(value, name), environment="production")) == []


@pytest.mark.parametrize(
    "name", ["API_URL", "OTEL_EXPORTER_OTLP_ENDPOINT", "WEBHOOK_BASE_URL", "OAUTH_REDIRECT_URI", "SENTRY_DSN", "api_url"]
)
def test_a_variable_that_is_called_an_address_is_judged(check: Check, name: str) -> None:
    """No schema has to say so."""
    findings = check(None, written("http://made0up@api.acme.dev/1", name), environment="production")

    assert spoken(findings) == [("insecure-url", "warning")]


# -- variables that go to browsers

IN_BROWSER: dict[str, tuple[str, str]] = {
    "localhost": ("NEXT_PUBLIC_API_URL", "http://localhost:8000"),
    "loopback": ("VITE_SUPABASE_URL", "http://127.0.0.1:54321"),
    "path": ("PUBLIC_URL", "/"),
    "dot": ("PUBLIC_URL", "."),
    "cdn": ("PUBLIC_URL", "https://cdn.acme.dev/assets"),
    "machine-nearby": ("EXPO_PUBLIC_API_URL", "http://192.168.1.20:8000"),
    "tunnel": ("EXPO_PUBLIC_API_URL", "https://abc123.ngrok-free.app"),
    "server-side": ("API_URL", "http://host.docker.internal:8000"),
    "server-side-service": ("API_INTERNAL_URL", "http://api:8000"),
    "app": ("REACT_APP_DEEP_LINK", "acme://login"),
    "to-be-replaced": ("NEXT_PUBLIC_API_URL", "http://your-host:8000"),
}


@pytest.mark.parametrize("environment", ["development", None])
@pytest.mark.parametrize(("name", "value"), IN_BROWSER.values(), ids=IN_BROWSER)
def test_what_a_browser_reaches_has_no_finding(check: Check, name: str, value: str, environment: str | None) -> None:
    assert ids(check(None, written(value, name), environment=environment)) == []


@pytest.mark.parametrize("environment", ["development", None])
@pytest.mark.parametrize(
    "value", ["http://host.docker.internal:54321", "http://kong:8000", "ws://api:8000", "http://gateway.docker.internal"]
)
@pytest.mark.parametrize("name", ["NEXT_PUBLIC_SUPABASE_URL", "VITE_API_URL", "REACT_APP_API_URL", "PUBLIC_API_URL"])
def test_a_host_of_containers_is_told_in_a_browsers_variable(
    check: Check, name: str, value: str, environment: str | None
) -> None:
    """The browser runs beside them, in development too, with a schema and without."""
    for schema in in_both(name):
        assert spoken(check(schema, written(value, name), environment=environment)) == [("local-address", "warning")]


def test_a_host_of_containers_is_an_error_where_deployed(check: Check) -> None:
    value = written("http://host.docker.internal:54321", "NEXT_PUBLIC_API_URL")

    assert spoken(check(None, value, environment="production")) == [("local-address", "error")]


@pytest.mark.parametrize("platform", ["render", "none"])
@pytest.mark.parametrize("value", ["http://acme-api:10000", "http://10.0.0.5", "http://api.acme.svc", "http://acme.internal"])
def test_visitors_are_part_of_no_private_network(check: Check, value: str, platform: str) -> None:
    """Whatever the platform is."""
    findings = check(None, written(value, "NEXT_PUBLIC_API_URL"), environment="production", platform=platform)

    assert spoken(findings) == [("private-address", "warning")]
