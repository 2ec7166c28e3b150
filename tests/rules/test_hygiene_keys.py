"""What the family *hygiene* says of keys of another stage, and of secrets that everyone sees."""

from __future__ import annotations

import pytest

from tests.conftest import Check
from tests.rules.helpers import MARKER, env, shown, spoken, token

M = "made-up-made-up-made-up"
LIVE, TEST = "sk_live_" + "made" * 5, "sk_test_" + "made" * 5
LIVE_PUBLIC, TEST_PUBLIC = "pk_live_" + "made" * 5, "pk_test_" + "made" * 5
FAR = 4_102_444_800
ANON = token(iss="supabase", ref="abcdefghijklmnopqrst", role="anon", exp=FAR)
SERVICE = token(iss="supabase", ref="abcdefghijklmnopqrst", role="service_role", exp=FAR)
DEMO = token(iss="supabase-demo", role="service_role", exp=FAR)

RIGHT: dict[str, tuple[str | None, dict[str, str]]] = {
    "live-in-production": ("production", {"STRIPE_SECRET_KEY": LIVE, "NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY": LIVE_PUBLIC}),
    "test-in-staging": ("staging", {"STRIPE_SECRET_KEY": TEST, "STRIPE_PUBLISHABLE_KEY": TEST_PUBLIC}),
    "test-in-development": ("development", {"STRIPE_SECRET_KEY": TEST, "PAYMENTS_KEY": "rk_test_" + "made" * 5}),
    "test-where-nothing-is-known": (None, {"STRIPE_SECRET_KEY": TEST}),
    "live-where-nothing-is-known": (None, {"STRIPE_SECRET_KEY": LIVE}),
    "both-modes-in-production": ("production", {"STRIPE_TEST_SECRET_KEY": TEST, "STRIPE_LIVE_SECRET_KEY": LIVE}),
    "both-modes-in-staging": ("staging", {"STRIPE_SECRET_KEY_TEST": TEST, "STRIPE_SECRET_KEY_LIVE": LIVE}),
    "live-clerk-in-staging": ("staging", {"CLERK_SECRET_KEY": LIVE, "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY": LIVE_PUBLIC}),
    "webhook-in-any-mode": ("production", {"STRIPE_WEBHOOK_SECRET": "whsec_" + "test" * 5}),
    "a-mode-inside-of-a-key": ("production", {"OPENAI_API_KEY": f"sk-proj-sk_test_{M}", "SALT": f"made-sk_test_{M}"}),
    "a-mode-of-others": ("production", {"MODE": "test", "PAYMENTS": "sk_test", "KEY": "test_made_up_made_up"}),
    "account-key-in-development": ("development", {"SUPABASE_ACCESS_TOKEN": f"sbp_{M}", "RENDER_API_KEY": f"rnd_{M}"}),
    "account-key-where-nothing-is-known": (None, {"RENDER_API_KEY": f"rnd_{M}"}),
    "keys-of-services": (
        "production",
        {"OPENAI_API_KEY": f"sk-proj-{M}", "ANTHROPIC_API_KEY": f"sk-ant-api03-{M}", "SEED": "rnd_seed"},
    ),
    "public-keys-in-browsers": (
        None,
        {
            "NEXT_PUBLIC_SUPABASE_ANON_KEY": ANON,
            "VITE_SUPABASE_PUBLISHABLE_KEY": f"sb_publishable_{M}",
            "VITE_STRIPE_PUBLISHABLE_KEY": TEST_PUBLIC,
            "REACT_APP_FIREBASE_API_KEY": "AIza" + "made" * 9,
            "EXPO_PUBLIC_SENTRY_DSN": "https://made0up@o1.ingest.sentry.io/42",
            "NEXT_PUBLIC_API_URL": "https://api.acme.dev/v1",
            "PUBLIC_URL": "https://acme.dev",
            "PUBLIC_KEY": "made-up-made-up",
            "VITE_MAPBOX_TOKEN": "pk.made-up.made-up",
            "GATSBY_ALGOLIA_SEARCH_KEY": "made-up-made-up-made-up",
            "NUXT_PUBLIC_POSTHOG_KEY": "phc_made-up-made-up",
            "REACT_APP_TMDB_TOKEN": token(sub="made-up", scopes=["api_read"]),
            "NEXT_PUBLIC_VAPID_PUBLIC_KEY": "made-up-made-up-made-up",
        },
    ),
    "settings-about-secrets": (
        None,
        {
            "NEXT_PUBLIC_FORGOT_PASSWORD": "true",
            "VITE_RESET_PASSWORD": "/reset-password",
            "VITE_SHOW_PASSWORD": "enabled-everywhere",
            "NEXT_PUBLIC_PASSWORD_MIN_LENGTH": "8",
            "NEXT_PUBLIC_PRIVATE_BETA": "made-up-made-up",
            "REACT_APP_DEMO_PASSWORD": "made-up-made-up",
            "VITE_LABEL_PASSWORD": '"Your new password"',
            "NEXT_PUBLIC_HAS_SECRET": "no",
            "PUBLIC_SECRET": "",
            "VITE_SESSION_SECRET": "",
        },
    ),
    "secrets-on-the-server": (
        "production",
        {
            "SUPABASE_SERVICE_ROLE_KEY": SERVICE,
            "SESSION_SECRET": M,
            "NEXTAUTH_SECRET": M + "-too",
            "PRIVATE_NEXT_PUBLIC_SECRET": M + "-three",
            "INVITE_SECRET": M + "-four",
        },
    ),
}


@pytest.mark.parametrize(("environment", "values"), RIGHT.values(), ids=RIGHT)
def test_a_right_environment_has_no_finding(check: Check, environment: str | None, values: dict[str, str]) -> None:
    assert spoken(check(None, env(**values), environment=environment)) == []


WRONG: dict[str, tuple[str | None, str, str, str, str]] = {
    "secret-test-key": ("production", "STRIPE_SECRET_KEY", TEST, "test-key", "error"),
    "restricted-test-key": ("production", "PAYMENTS_KEY", "rk_test_" + "made" * 5, "test-key", "error"),
    "publishable-test-key": ("production", "NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY", TEST_PUBLIC, "test-key", "error"),
    "clerk-test-key": ("production", "CLERK_SECRET_KEY", TEST, "test-key", "error"),
    "live-key-in-staging": ("staging", "STRIPE_SECRET_KEY", LIVE, "live-key", "error"),
    "live-key-in-development": ("development", "STRIPE_SECRET_KEY", LIVE, "live-key", "error"),
    "live-key-in-preview": ("preview", "PAYMENTS_KEY", "rk_live_" + "made" * 5, "live-key", "error"),
    "render-key": ("production", "RENDER_API_KEY", f"rnd_{M}", "account-key", "warning"),
    "supabase-token": ("staging", "SUPABASE_ACCESS_TOKEN", f"sbp_{M}", "account-key", "warning"),
    "openai-admin-key": ("production", "OPENAI_API_KEY", f"sk-admin-{M}", "account-key", "warning"),
    "anthropic-admin-key": ("production", "ANTHROPIC_API_KEY", f"sk-ant-admin01-{M}", "account-key", "warning"),
    "service-role-key-for-browsers": (None, "NEXT_PUBLIC_SUPABASE_ANON_KEY", SERVICE, "exposed-secret", "error"),
    "service-role-key-by-its-name": (None, "VITE_SUPABASE_SERVICE_ROLE_KEY", SERVICE, "exposed-secret", "error"),
    "secret-key-for-browsers": ("development", "VITE_SUPABASE_KEY", f"sb_secret_{M}", "exposed-secret", "error"),
    "openai-key-for-browsers": (None, "VITE_OPENAI_API_KEY", f"sk-{M}", "exposed-secret", "error"),
    "test-key-for-browsers": ("production", "REACT_APP_STRIPE_KEY", TEST, "exposed-secret", "error"),
    "account-key-for-browsers": ("production", "PUBLIC_RENDER_KEY", f"rnd_{M}", "exposed-secret", "error"),
    "database-for-browsers": (
        None,
        "NEXT_PUBLIC_DATABASE_URL",
        "postgresql://app:made-up@db.acme.dev/app",
        "exposed-secret",
        "error",
    ),
    "secret-by-name": (None, "EXPO_PUBLIC_CLIENT_SECRET", M, "exposed-secret", "error"),
    "password-by-name": (None, "NUXT_PUBLIC_ADMIN_PASSWORD", M, "exposed-secret", "error"),
    "private-key-by-name": (None, "GATSBY_VAPID_PRIVATE_KEY", M, "exposed-secret", "error"),
}


@pytest.mark.parametrize(("environment", "name", "value", "rule", "severity"), WRONG.values(), ids=WRONG)
def test_a_fault_is_one_finding(check: Check, environment: str | None, name: str, value: str, rule: str, severity: str) -> None:
    findings = check(None, env(A="b", **{name: value}), environment=environment)

    assert [(rule, severity)] == spoken(findings)
    assert findings[0].variable == name
    assert findings[0].location is not None
    assert findings[0].location.line == 2


@pytest.mark.parametrize(("environment", "name", "value", "rule", "severity"), WRONG.values(), ids=WRONG)
def test_a_schema_that_names_the_variable_changes_nothing(
    check: Check, environment: str | None, name: str, value: str, rule: str, severity: str
) -> None:
    schema = {"properties": {name: {"minLength": 1, "writeOnly": True}}}

    assert [(rule, severity)] == spoken(check(schema, env(**{name: value}), environment=environment))


@pytest.mark.parametrize("prefix", ["NEXT_PUBLIC_", "VITE_", "REACT_APP_", "EXPO_PUBLIC_", "PUBLIC_", "GATSBY_", "NUXT_PUBLIC_"])
def test_each_bundler_is_known(check: Check, prefix: str) -> None:
    assert spoken(check(None, env(**{f"{prefix}SUPABASE_KEY": f"sb_secret_{M}"}))) == [("exposed-secret", "error")]


# -- templates

#: What a generator could have made, put together here so that no scanner takes this file for a leak.
MADE = "q7Lw2Rz9xK4v" * 4

RIGHT_IN_TEMPLATES = {
    "empty": "",
    "placeholder": "your-key-here",
    "prefix-alone": "sk-",
    "dots": "sk-...",
    "row-of-x": "sk_test_xxxxxxxxxxxxxxxxxxxxxxxx",
    "brackets": "sb_secret_<from the dashboard>",
    "words": "sk-proj-replace-me-with-your-key",
    "example-of-aws": "AKIAIOSFODNN7EXAMPLE",
    "made-up-words": f"sk-ant-{M}",
    "anon-key": ANON,
    "demo-key": DEMO,
    "publishable-key": f"sb_publishable_{MADE}",
    "stripe-publishable-key": f"pk_live_{MADE}",
    "dsn": "https://a1b2c3d4e5f6a1b2@o12345.ingest.sentry.io/42",
    "address-of-the-copy-button": "postgresql://postgres.abcdefghijklmnopqrst:[YOUR-PASSWORD]@aws-1-eu-central-1.pooler.supabase.com:5432/postgres",
    "address-of-words": "postgresql://user:password@db.acme.dev:5432/app",
    "address-of-capitals": "postgresql://USER:PASSWORD@HOST:5432/DATABASE",
    "address-on-this-machine": f"postgresql://postgres:{MADE}@localhost:5432/app",
    "address-in-compose": f"postgresql://postgres:{MADE}@db:5432/app",
    "address-of-a-private-service": f"redis://default:{MADE}@cache:6379/0",
    "address-of-an-example": f"postgresql://app:{MADE}@db.example.com/app",
    "address-without-a-password": "postgresql://app@db.acme.dev/app",
    "user-as-password": "amqp://rabbitmq1:rabbitmq1@mq.acme.dev/app",
    "reference": "${DATABASE_URL}",
    "setting": "production",
    "uuid": "2eb8aa08-aa98-11ea-b4aa-73b441d16380",
    "address": "https://api.acme.dev/v1",
    "words-with-a-blank": '"Acme Support"',
    "comment": "  # ask the platform team",
}
REAL = {
    "openai-key": (f"sk-proj-{MADE}", "error"),
    "anthropic-key": (f"sk-ant-api03-{MADE}", "error"),
    "live-key": (f"sk_live_{MADE}", "error"),
    "test-key": (f"sk_test_{MADE}", "warning"),
    "service-role-key": (SERVICE, "error"),
    "secret-key": (f"sb_secret_{MADE}", "error"),
    "render-key": (f"rnd_{MADE}", "error"),
    "observed-key": (f"sbp_{MADE}", "warning"),
    "database": (f"postgresql://app:{MADE}@db.acme.dev:5432/app", "error"),
    "pooler": (
        f"postgresql://postgres.abcdefghijklmnopqrst:{MADE}@aws-1-eu-central-1.pooler.supabase.com:5432/postgres",
        "error",
    ),
    "cache": (f"rediss://default:{MADE}@cache.acme.dev:6379", "error"),
}


@pytest.mark.parametrize("path", [".env.example", ".env.sample", "config/.env.template", ".env.dist"])
@pytest.mark.parametrize("value", RIGHT_IN_TEMPLATES.values(), ids=RIGHT_IN_TEMPLATES)
def test_what_is_right_in_a_template(check: Check, value: str, path: str) -> None:
    findings = check(None, f"X={value}\n", path=path)

    assert [each for each in spoken(findings) if each[0] == "secret-in-template"] == []


@pytest.mark.parametrize(("value", "severity"), REAL.values(), ids=REAL)
def test_a_real_secret_in_a_template_is_the_finding(check: Check, value: str, severity: str) -> None:
    findings = check(None, f"A=\nX={value}\n", path=".env.example")

    assert [("secret-in-template", severity)] == spoken(findings)
    assert findings[0].location is not None
    assert findings[0].location.line == 2
    assert MADE[:6] not in shown(findings)


@pytest.mark.parametrize(("value", "severity"), REAL.values(), ids=REAL)
def test_a_real_secret_elsewhere_is_not(check: Check, value: str, severity: str) -> None:
    assert spoken(check(None, f"X={value}\n")) == []


def test_no_finding_shows_a_part_of_a_value(check: Check) -> None:
    text = env(VITE_A_SECRET=f"{MARKER}-{M}", RENDER_API_KEY=f"rnd_{MARKER}-{M}", PAY=f"rk_test_{MARKER}-{M}")

    assert MARKER not in shown(check(None, text, environment="production"))
