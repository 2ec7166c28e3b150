"""What the family *identity* says of keys, projects and markers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Check, wants
from tests.rules.helpers import MARKER, env, shown, spoken, token

REF = "abcdefghijklmnopqrst"
OTHER = "zyxwvutsrqponmlkjihg"
FAR = 4_102_444_800  # the year 2100
DAY = 86_400
TODAY = 20_781  # 2026-11-24


def url(ref: str = REF) -> str:
    return f"https://{ref}.supabase.co"


def pooler(ref: str = REF, port: int = 5432, password: str = "made-up") -> str:
    return f"postgresql://postgres.{ref}:{password}@aws-1-eu-central-1.pooler.supabase.com:{port}/postgres"


def direct(ref: str = REF) -> str:
    return f"postgresql://postgres:made-up@db.{ref}.supabase.co:5432/postgres"


def key(role: str = "anon", ref: str = REF, exp: int = FAR, **more: Any) -> str:
    return token(iss="supabase", ref=ref, role=role, iat=1, exp=exp, **more)


def demo(role: str = "anon") -> str:
    return token(iss="supabase-demo", role=role, exp=1_983_812_996)


SERVICE = "service_role"
PROJECT = {
    "SUPABASE_URL": url(),
    "SUPABASE_ANON_KEY": key(),
    "SUPABASE_SERVICE_ROLE_KEY": key(SERVICE),
    "DATABASE_URL": pooler(),
}
M = "made-up-made-up-made-up"

# -- environments that are right: where, and what is set

RIGHT: dict[str, tuple[str | None, dict[str, str]]] = {
    "one-project": ("production", PROJECT),
    "one-project-in-staging": ("staging", PROJECT),
    "one-project-anywhere": (None, PROJECT),
    "direct-host-in-development": ("development", {**PROJECT, "DATABASE_URL": direct()}),
    "transaction-pooler-and-session-pooler": (
        "production",
        {**PROJECT, "SUPABASE_SESSION_POOLER_URL": pooler(), "SUPABASE_POOLER_URL": pooler(port=6543)},
    ),
    "storage-host": ("production", {**PROJECT, "STORAGE_ENDPOINT": f"https://{REF}.storage.supabase.co/storage/v1/s3"}),
    "functions-and-jwks": (
        "production",
        {**PROJECT, "FUNCTIONS_URL": f"{url()}/functions/v1", "JWKS_URL": f"{url()}/auth/v1/.well-known/jwks.json"},
    ),
    "new-style-keys": (
        "production",
        {
            **PROJECT,
            "SUPABASE_ANON_KEY": f"sb_publishable_{M}",
            "SUPABASE_SERVICE_ROLE_KEY": f"sb_secret_{M}",
            "SUPABASE_PUBLISHABLE_KEY": f"sb_publishable_{M}",
            "SUPABASE_SECRET_KEY": f"sb_secret_{M}",
        },
    ),
    "one-new-and-one-old-key": ("production", {**PROJECT, "SUPABASE_SERVICE_ROLE_KEY": f"sb_secret_{M}"}),
    "custom-domain": ("production", {**PROJECT, "SUPABASE_URL": "https://data.acme.dev"}),
    "self-hosted": (
        "production",
        {
            "SUPABASE_URL": "https://supabase.acme.dev",
            "SUPABASE_ANON_KEY": token(iss="supabase", role="anon", exp=FAR),
            "SUPABASE_SERVICE_ROLE_KEY": token(iss="supabase", role=SERVICE, exp=FAR),
            "DATABASE_URL": "postgresql://postgres.acme:made-up@supabase.acme.dev:6543/postgres",
        },
    ),
    "self-hosted-with-an-issuer-of-its-own": (
        "production",
        {"ANON_KEY": token(iss="acme", role="anon"), "SERVICE_ROLE_KEY": token(iss="acme", role=SERVICE)},
    ),
    "keys-for-browsers-under-two-names": (
        "production",
        {**PROJECT, "NEXT_PUBLIC_SUPABASE_URL": url(), "NEXT_PUBLIC_SUPABASE_ANON_KEY": key()},
    ),
    "a-key-called-anything": ("production", {**PROJECT, "SUPABASE_KEY": key(SERVICE)}),
    "database-elsewhere": ("production", {**PROJECT, "DATABASE_URL": "postgresql://app:made-up@db.acme.dev/app"}),
    "projects-apart-on-purpose": (
        "production",
        {
            **PROJECT,
            "ANALYTICS_SUPABASE_URL": url(OTHER),
            "ANALYTICS_SUPABASE_KEY": key(SERVICE, OTHER),
            "SOURCE_DATABASE_URL": pooler(OTHER),
            "OLD_SUPABASE_URL": url("a" * 10 + "b" * 10),
        },
    ),
    "a-placeholder-is-no-project": ("development", {**PROJECT, "SUPABASE_URL": "https://your-project.supabase.co"}),
    "origins-of-others": ("production", {**PROJECT, "ALLOWED_ORIGINS": f"{url()},{url(OTHER)}", "CORS_ORIGIN": url(OTHER)}),
    "a-user-called-as-a-project": ("production", {**PROJECT, "TENANT": OTHER, "SCHEMA": REF}),
    "local-stack": (
        "development",
        {
            "SUPABASE_URL": "http://127.0.0.1:54321",
            "SUPABASE_ANON_KEY": demo(),
            "SUPABASE_SERVICE_ROLE_KEY": demo(SERVICE),
            "DATABASE_URL": "postgresql://postgres:postgres@127.0.0.1:54322/postgres",
        },
    ),
    "local-stack-and-hosted-database": ("development", {"SUPABASE_ANON_KEY": demo(), "DATABASE_URL": pooler()}),
    "local-stack-where-nothing-is-known": (None, {"SUPABASE_ANON_KEY": demo(), "SUPABASE_SERVICE_ROLE_KEY": demo(SERVICE)}),
    "empty-values": (None, {"SUPABASE_ANON_KEY": "", "SUPABASE_SERVICE_ROLE_KEY": "", "OPENAI_API_KEY": "", "ENVIRONMENT": ""}),
    "tokens-of-others": (
        "production",
        {
            "AUTH0_MANAGEMENT_TOKEN": token("m" * 342, algorithm="RS256", iss="https://acme.eu.auth0.com/", exp=FAR),
            "FIREBASE_TOKEN": token("m" * 342, algorithm="RS256", iss="https://securetoken.google.com/acme", role="admin"),
            "LIVEKIT_TOKEN": token(iss="made-up", video={"room": "acme"}),
            "GITHUB_APP_JWT": token("m" * 342, algorithm="RS256", iss="12345"),
            "USER_TOKEN": token(iss=f"{url(OTHER)}/auth/v1", role="authenticated", exp=FAR),
            "POSTGREST_TOKEN": token(role="web_anon"),
            "LICENCE": token("m" * 86, algorithm="ES256", sub="acme"),
        },
    ),
    "base64-of-json": (
        "production",
        {
            "GOOGLE_CREDENTIALS": token(type="service_account").split(".")[1],
            "TUNNEL_TOKEN": "eyJhIjoibWFkZS11cCJ9",
            "SESSION": "eyJ1c2VyIjoxfQ.ZZZZ.made-up",
            "SIGNED_COOKIE": "eyJ1c2VyIjoxfQ:1tmade:up",
            "ENCRYPTED": f"{token(enc='A256GCM').split('.')[1]}.a.b.c.d",
        },
    ),
    "each-key-in-its-own-variable": (
        "production",
        {
            "OPENAI_API_KEY": f"sk-proj-{M}",
            "ANTHROPIC_API_KEY": f"sk-ant-{M}",
            "LLAMA_CLOUD_API_KEY": f"llx-{M}",
            "RESEND_API_KEY": f"re_{M}",
            "STRIPE_SECRET_KEY": "sk_live_" + "made" * 5,
            "STRIPE_PUBLISHABLE_KEY": "pk_live_" + "made" * 5,
            "STRIPE_WEBHOOK_SECRET": "whsec_" + "made" * 5,
            "CLERK_SECRET_KEY": "sk_live_" + "made" * 5,
            "CLERK_WEBHOOK_SECRET": "whsec_" + "made" * 5 + "up",
            "RESEND_WEBHOOK_SECRET": "whsec_" + "made" * 5 + "too",
            "LANGFUSE_SECRET_KEY": f"sk-lf-{M}",
            "LANGFUSE_PUBLIC_KEY": f"pk-lf-{M}",
            "SLACK_BOT_TOKEN": f"xoxb-{M}",
            "GEMINI_API_KEY": "AIza" + "made" * 9,
            "HF_TOKEN": "hf_" + "made" * 9,
            "GITHUB_TOKEN": "ghp_" + "made" * 9,
            "AWS_ACCESS_KEY_ID": "AKIA" + "MADE" * 4,
        },
    ),
    "legacy-keys-and-service-accounts": (
        "production",
        {"OPENAI_API_KEY": f"sk-{M}", "SEARCH_OPENAI_API_KEY": f"sk-svcacct-{M}"},
    ),
    "keys-of-gateways": (
        "production",
        {"OPENAI_API_KEY": M, "ANTHROPIC_API_KEY": M + "-too", "LLAMAPARSE_API_KEY": "0a1b2c3d" * 4, "RESEND_API_KEY": "1" + M},
    ),
    "openrouter": ("production", {"OPENAI_API_KEY": f"sk-or-v1-{M}", "ANTHROPIC_API_KEY": f"sk-or-v1-{M}-x"}),
    "a-gateway-by-its-address": (
        "production",
        {
            "OPENAI_BASE_URL": "https://litellm.acme.dev/v1",
            "OPENAI_API_KEY": token(iss="acme"),
            "ANTHROPIC_BASE_URL": "https://api.deepseek.com/anthropic",
            "ANTHROPIC_API_KEY": f"sk-{M}",
        },
    ),
    "azure": (
        "production",
        {"AZURE_OPENAI_ENDPOINT": "https://acme.openai.azure.com", "AZURE_OPENAI_API_KEY": token(iss="made-up")},
    ),
    "names-without-a-vendor": (
        "production",
        {"LLM_API_KEY": f"sk-ant-{M}", "EMBEDDING_API_KEY": f"sk-ant-{M}", "CHAT_KEY": f"llx-{M}", "API_KEY": f"re_{M}"},
    ),
    "one-key-for-two-programs": (
        "production",
        {"OPENAI_API_KEY": f"sk-proj-{M}", "LLM_API_KEY": f"sk-proj-{M}", "SEARCH_OPENAI_API_KEY": f"sk-proj-{M}"},
    ),
    "ordinary-values-that-begin-alike": (
        "production",
        {
            "RERANKER": "re_ranker_base",
            "MODEL": "hf_model",
            "REGION": "ASIA-PACIFIC",
            "PLATFORM": "linux/amd64",
            "RESEND_FROM": "ops@acme.dev",
            "REPOSITORY": "github.com/acme/app",
            "GREETING": "skål",
            "TASK": "sk-task",
        },
    ),
    "one-dsn-twice": (
        "production",
        {
            "SENTRY_DSN": "https://made0up@o1.ingest.sentry.io/42",
            "NEXT_PUBLIC_SENTRY_DSN": "https://made0up@o1.ingest.sentry.io/42",
        },
    ),
    "test-mode-in-development": ("development", {"STRIPE_SECRET_KEY": "sk_test_" + "made" * 5, "SUPABASE_KEY": demo(SERVICE)}),
    "marker": ("production", {"ENVIRONMENT": "production"}),
    "marker-short": ("production", {"ENVIRONMENT": "prod", "NODE_ENV": "production"}),
    "marker-in-capitals": ("production", {"ENVIRONMENT": "PRODUCTION", "ASPNETCORE_ENVIRONMENT": "Production"}),
    "marker-of-staging": ("staging", {"ENVIRONMENT": "staging", "SENTRY_ENVIRONMENT": "staging"}),
    "production-mode-in-staging": ("staging", {"ENVIRONMENT": "staging", "NODE_ENV": "production", "APP_ENV": "prod"}),
    "staging-mode": ("staging", {"NODE_ENV": "staging", "RAILS_ENV": "staging"}),
    "preview-is-staging": ("preview", {"ENVIRONMENT": "staging"}),
    "an-environment-of-ones-own": ("eu-west", {"ENVIRONMENT": "production"}),
    "marker-of-ones-own": ("production", {"ENVIRONMENT": "eu-west", "DEPLOY_ENV": "blue"}),
    "marker-of-another-kind": ("production", {"ENVIRONMENT": "demo", "ENV": "development", "STAGE": "2"}),
    "marker-empty": ("production", {"ENVIRONMENT": "production", "NODE_ENV": "production"}),
    "mode-in-development": ("development", {"ENVIRONMENT": "development", "NODE_ENV": "development", "FLASK_ENV": "development"}),
    "production-build-in-development": ("development", {"ENVIRONMENT": "local", "NODE_ENV": "production"}),
    "markers-agree-anywhere": (None, {"ENVIRONMENT": "production", "SENTRY_ENVIRONMENT": "prod", "NODE_ENV": "production"}),
    "staging-in-production-mode-anywhere": (None, {"ENVIRONMENT": "staging", "NODE_ENV": "production"}),
    "development-in-any-mode-anywhere": (None, {"ENVIRONMENT": "development", "NODE_ENV": "production"}),
    "test-mode-alone-anywhere": (None, {"NODE_ENV": "test"}),
}


@pytest.mark.parametrize(("environment", "values"), RIGHT.values(), ids=RIGHT)
def test_a_right_environment_has_no_finding(check: Check, environment: str | None, values: dict[str, str]) -> None:
    assert spoken(check(None, env(**values), environment=environment)) == []


# -- what is wrong without a schema: where, what is set, the one finding and the variable that it stands at

CUT = key(SERVICE)[:-32]

WRONG: dict[str, tuple[str | None, dict[str, str], str, str, str]] = {
    "F18-service-key-of-another-project": (
        "staging",
        {**PROJECT, "SUPABASE_SERVICE_ROLE_KEY": key(SERVICE, OTHER)},
        *("project-mismatch", "error", "SUPABASE_SERVICE_ROLE_KEY"),
    ),
    "F22-database-of-another-project": (
        "production",
        {**PROJECT, "DATABASE_URL": pooler(OTHER)},
        *("project-mismatch", "error", "DATABASE_URL"),
    ),
    "url-of-another-project": (
        "production",
        {**PROJECT, "SUPABASE_URL": url(OTHER)},
        *("project-mismatch", "error", "SUPABASE_URL"),
    ),
    "key-and-url-alone": (
        None,
        {"SUPABASE_ANON_KEY": key(ref=OTHER), "SUPABASE_URL": url()},
        *("project-mismatch", "error", "SUPABASE_ANON_KEY"),
    ),
    "both-keys-of-another-project": (
        None,
        {**PROJECT, "SUPABASE_ANON_KEY": key(ref=OTHER), "SUPABASE_SERVICE_ROLE_KEY": key(SERVICE, OTHER)},
        *("project-mismatch", "error", "SUPABASE_ANON_KEY"),
    ),
    "direct-host-of-another-project": (
        "development",
        {"SUPABASE_URL": url(), "MIGRATION_URL": direct(OTHER)},
        *("project-mismatch", "error", "MIGRATION_URL"),
    ),
    "storage-of-another-project": (
        "production",
        {**PROJECT, "S3_ENDPOINT": f"https://{OTHER}.storage.supabase.co/storage/v1/s3"},
        *("project-mismatch", "error", "S3_ENDPOINT"),
    ),
    "two-connections": (
        "production",
        {"DATABASE_URL": pooler(), "DIRECT_URL": pooler(OTHER)},
        *("project-mismatch", "error", "DIRECT_URL"),
    ),
    "projects-apart-mixed-among-themselves": (
        "production",
        {**PROJECT, "OLD_SUPABASE_URL": url(OTHER), "OLD_SUPABASE_KEY": key(SERVICE)},
        *("project-mismatch", "error", "OLD_SUPABASE_KEY"),
    ),
    "F19-anon-key-as-service-key": (
        "staging",
        {**PROJECT, "SUPABASE_SERVICE_ROLE_KEY": key()},
        *("wrong-key-role", "error", "SUPABASE_SERVICE_ROLE_KEY"),
    ),
    "F19-service-key-as-anon-key": (
        None,
        {**PROJECT, "SUPABASE_ANON_KEY": key(SERVICE)},
        *("wrong-key-role", "error", "SUPABASE_ANON_KEY"),
    ),
    "F19-both-opaque-and-equal": (
        None,
        {"SUPABASE_ANON_KEY": M, "SUPABASE_SERVICE_ROLE_KEY": M},
        *("wrong-key-role", "error", "SUPABASE_SERVICE_ROLE_KEY"),
    ),
    "new-keys-swapped": (
        None,
        {"MY_SUPABASE_SECRET_KEY": f"sb_publishable_{M}"},
        *("wrong-key-role", "error", "MY_SUPABASE_SECRET_KEY"),
    ),
    "demo-keys-swapped-in-development": (
        "development",
        {"SUPABASE_SERVICE_ROLE_KEY": demo()},
        *("wrong-key-role", "error", "SUPABASE_SERVICE_ROLE_KEY"),
    ),
    "self-hosted-keys-swapped": (
        None,
        {"ANON_KEY": token(iss="acme", role=SERVICE)},
        *("wrong-key-role", "error", "ANON_KEY"),
    ),
    "account-token-as-project-key": (
        "production",
        {"SUPABASE_SERVICE_ROLE_KEY": f"sbp_{M}"},
        *("wrong-key-role", "error", "SUPABASE_SERVICE_ROLE_KEY"),
    ),
    "publishable-stripe-key-as-secret": (
        "staging",
        {"STRIPE_SECRET_KEY": "pk_live_" + "made" * 5},
        *("wrong-key-role", "error", "STRIPE_SECRET_KEY"),
    ),
    "secret-stripe-key-as-publishable": (
        None,
        {"STRIPE_PUBLISHABLE_KEY": "sk_test_" + "made" * 5},
        *("wrong-key-role", "error", "STRIPE_PUBLISHABLE_KEY"),
    ),
    "webhook-secret-as-stripe-key": (
        None,
        {"STRIPE_API_KEY": "whsec_" + "made" * 5},
        *("wrong-key-role", "error", "STRIPE_API_KEY"),
    ),
    "stripe-key-as-webhook-secret": (
        None,
        {"STRIPE_WEBHOOK_SECRET": "sk_test_" + "made" * 5},
        *("wrong-key-role", "error", "STRIPE_WEBHOOK_SECRET"),
    ),
    "expired": ("production", {"SUPABASE_ANON_KEY": key(exp=1_700_000_000)}, "expired-key", "error", "SUPABASE_ANON_KEY"),
    "expired-in-development": ("development", {"SUPABASE_KEY": key(exp=1_700_000_000)}, "expired-key", "error", "SUPABASE_KEY"),
    "expired-yesterday": (None, {"SUPABASE_KEY": key(exp=TODAY * DAY - 1)}, "expired-key", "error", "SUPABASE_KEY"),
    "expires-today": (None, {"SUPABASE_KEY": key(exp=TODAY * DAY)}, "expired-key", "warning", "SUPABASE_KEY"),
    "expires-in-a-month": (None, {"SUPABASE_KEY": key(exp=(TODAY + 30) * DAY - 1)}, "expired-key", "warning", "SUPABASE_KEY"),
    "another-token-expired": ("staging", {"AUTH_TOKEN": token(iss="acme", exp=1)}, "expired-key", "error", "AUTH_TOKEN"),
    "temporary-credentials": (
        "production",
        {"AWS_ACCESS_KEY_ID": "ASIA" + "MADE" * 4},
        *("expired-key", "warning", "AWS_ACCESS_KEY_ID"),
    ),
    "installation-token": ("staging", {"GITHUB_TOKEN": "ghs_" + "made" * 9}, "expired-key", "warning", "GITHUB_TOKEN"),
    "F23-signature-of-11": (
        "staging",
        {**PROJECT, "SUPABASE_SERVICE_ROLE_KEY": CUT},
        *("damaged-key", "error", "SUPABASE_SERVICE_ROLE_KEY"),
    ),
    "claims-without-a-signature": (
        None,
        {"SUPABASE_ANON_KEY": key().rpartition(".")[0]},
        *("damaged-key", "error", "SUPABASE_ANON_KEY"),
    ),
    "a-token-cut-in-another-variable": (
        None,
        {"AUTH_TOKEN": token("MadeUp-" * 9, algorithm="RS256")},
        *("damaged-key", "error", "AUTH_TOKEN"),
    ),
    "head-of-a-supabase-key": (None, {"SUPABASE_KEY": key()[:15]}, "damaged-key", "error", "SUPABASE_KEY"),
    "new-key-cut": (None, {"SUPABASE_SECRET_KEY": "sb_secret_made-up"}, "damaged-key", "warning", "SUPABASE_SECRET_KEY"),
    "sendgrid-key-cut": (None, {"SENDGRID_API_KEY": "SG.made-up"}, "damaged-key", "warning", "SENDGRID_API_KEY"),
    "token-of-hugging-face-cut": (None, {"HF_TOKEN": "hf_madeup"}, "damaged-key", "warning", "HF_TOKEN"),
    "F24-demo-key": ("production", {"SUPABASE_ANON_KEY": demo()}, "demo-key", "error", "SUPABASE_ANON_KEY"),
    "F24-demo-key-in-staging": ("staging", {"STORAGE_TOKEN": demo(SERVICE)}, "demo-key", "error", "STORAGE_TOKEN"),
    "key-of-anthropic-for-openai": (
        None,
        {"OPENAI_API_KEY": f"sk-ant-{M}"},
        *("wrong-vendor-key", "error", "OPENAI_API_KEY"),
    ),
    "token-for-openai": (
        "development",
        {"OPENAI_API_KEY": token(iss="acme", exp=FAR)},
        *("wrong-vendor-key", "error", "OPENAI_API_KEY"),
    ),
    "supabase-key-for-openai": (None, {"OPENAI_API_KEY": key(SERVICE)}, "wrong-vendor-key", "error", "OPENAI_API_KEY"),
    "stripe-key-for-openai": (
        "production",
        {"OPENAI_API_KEY": "sk_test_" + "made" * 5},
        *("wrong-vendor-key", "error", "OPENAI_API_KEY"),
    ),
    "F28-key-of-another-kind-for-llamacloud": (
        "development",
        {"LLAMACLOUD_API_KEY": "sk-test-key"},
        *("wrong-vendor-key", "error", "LLAMACLOUD_API_KEY"),
    ),
    "openai-key-for-anthropic": (
        None,
        {"ANTHROPIC_API_KEY": f"sk-proj-{M}"},
        *("wrong-vendor-key", "error", "ANTHROPIC_API_KEY"),
    ),
    "openai-key-for-anthropic-with-its-own-address": (
        None,
        {"ANTHROPIC_API_KEY": f"sk-proj-{M}", "ANTHROPIC_BASE_URL": "https://api.anthropic.com"},
        *("wrong-vendor-key", "error", "ANTHROPIC_API_KEY"),
    ),
    "stripe-key-for-supabase": (
        None,
        {"SUPABASE_SERVICE_ROLE_KEY": "sk_test_" + "made" * 5},
        *("wrong-vendor-key", "error", "SUPABASE_SERVICE_ROLE_KEY"),
    ),
    "resend-key-for-sendgrid": (None, {"SENDGRID_API_KEY": f"re_{M}"}, "wrong-vendor-key", "error", "SENDGRID_API_KEY"),
    "observed-key-for-llamacloud": (
        None,
        {"LLAMAPARSE_API_KEY": f"sk-or-v1-{M}"},
        *("wrong-vendor-key", "warning", "LLAMAPARSE_API_KEY"),
    ),
    "F36-staging-in-production": (
        "production",
        {"ENVIRONMENT": "staging"},
        *("environment-mismatch", "error", "ENVIRONMENT"),
    ),
    "F36-development-in-production": (
        "production",
        {"ENVIRONMENT": "development"},
        *("environment-mismatch", "error", "ENVIRONMENT"),
    ),
    "development-in-staging": ("staging", {"ENVIRONMENT": "dev"}, "environment-mismatch", "error", "ENVIRONMENT"),
    "F38-production-in-staging": (
        "staging",
        {"ENVIRONMENT": "production"},
        *("environment-mismatch", "warning", "ENVIRONMENT"),
    ),
    "production-in-development": (
        "development",
        {"ENVIRONMENT": "production"},
        *("environment-mismatch", "warning", "ENVIRONMENT"),
    ),
    "alerts-of-staging-in-production": (
        "production",
        {"ENVIRONMENT": "production", "SENTRY_ENVIRONMENT": "staging"},
        *("environment-mismatch", "error", "SENTRY_ENVIRONMENT"),
    ),
    "F37-development-mode-in-production": (
        "production",
        {"ENVIRONMENT": "production", "NODE_ENV": "development"},
        *("environment-mismatch", "error", "NODE_ENV"),
    ),
    "development-mode-in-staging": ("staging", {"NODE_ENV": "development"}, "environment-mismatch", "warning", "NODE_ENV"),
    "test-mode-in-production": ("production", {"RAILS_ENV": "test"}, "environment-mismatch", "error", "RAILS_ENV"),
    "F37-markers-disagree": (
        None,
        {"ENVIRONMENT": "production", "NODE_ENV": "development"},
        *("environment-mismatch", "error", "NODE_ENV"),
    ),
    "two-markers-disagree": (
        None,
        {"ENVIRONMENT": "production", "DEPLOY_ENV": "staging"},
        *("environment-mismatch", "error", "DEPLOY_ENV"),
    ),
}


@pytest.mark.parametrize(("environment", "values", "rule", "severity", "name"), WRONG.values(), ids=WRONG)
def test_a_fault_is_one_finding_at_its_variable(
    check: Check, environment: str | None, values: dict[str, str], rule: str, severity: str, name: str
) -> None:
    findings = check(None, env(**values), environment=environment)

    assert [(rule, severity)] == spoken(findings)
    assert findings[0].variable == name
    assert findings[0].location is not None
    assert findings[0].location.line == list(values).index(name) + 1


@pytest.mark.parametrize(("environment", "values", "rule", "severity", "name"), WRONG.values(), ids=WRONG)
def test_no_finding_shows_a_part_of_a_value(
    check: Check, environment: str | None, values: dict[str, str], rule: str, severity: str, name: str
) -> None:
    words = shown(check(None, env(**values), environment=environment)).lower()

    assert REF not in words
    assert OTHER not in words
    assert M not in words
    assert "made" not in words.replace("where it was made", "")


def test_the_odd_one_out_points_at_what_it_is_held_against(check: Check) -> None:
    (finding,) = check(None, env(**{**PROJECT, "DATABASE_URL": pooler(OTHER)}))

    assert [related.location.line for related in finding.related] == [1]


def test_variables_of_one_other_project_are_told_together(check: Check) -> None:
    (finding,) = check(None, env(**{**PROJECT, "DATABASE_URL": pooler(OTHER), "MIGRATION_URL": pooler(OTHER)}, X=url()))

    assert finding.message.startswith("DATABASE_URL and MIGRATION_URL belong to another Supabase project than SUPABASE_URL")


@pytest.mark.parametrize("exp", [FAR, (TODAY + 31) * DAY])
def test_a_key_that_lasts_is_right(check: Check, exp: int) -> None:
    assert spoken(check(None, env(SUPABASE_KEY=key(exp=exp)))) == []


def test_another_day_is_another_verdict(check: Check) -> None:
    text = env(SUPABASE_KEY=key(exp=TODAY * DAY))

    assert spoken(check(None, text, today="2026-10-01")) == []
    assert spoken(check(None, text, today="2026-11-25")) == [("expired-key", "error")]


# -- with a schema


def declared(**variables: Any) -> dict[str, Any]:
    return {"properties": variables}


SECRET = {"writeOnly": True}
LONG = f"{MARKER}-{M}"
SLOTS = declared(
    WEB_KEY={"format": "supabase-anon-key"},
    ADMIN_KEY={"format": "supabase-service-role-key", "writeOnly": True},
    CHAT_KEY={"format": "openai-api-key", "writeOnly": True},
    PARSER_KEY={"format": "llamacloud-api-key", "writeOnly": True},
    PAY_KEY={"format": "stripe-secret-key", "writeOnly": True},
)
ALIASES = declared(
    LLAMAPARSE_API_KEY={"writeOnly": True, "x-envcheck": {"aliases": ["LLAMACLOUD_API_KEY", "LLAMA_CLOUD_API_KEY"]}},
    CACHE={"type": "boolean", "x-envcheck": {"aliases": ["USE_CACHE"]}},
    API_URL={"format": "http-url", "x-envcheck": {"aliases": ["API_BASE_URL"]}},
    LEVEL={"x-envcheck": {"aliases": ["LOG_LEVEL"], "ignoreCase": True}, "enum": ["debug", "info"]},
)
MARKED = {**declared(SERVICE_STAGE={}), "x-envcheck": {"environmentMarker": "SERVICE_STAGE"}}

RIGHT_WITH_SCHEMA: dict[str, tuple[dict[str, Any], str | None, dict[str, str]]] = {
    "formats": (SLOTS, "production", {"WEB_KEY": key(), "ADMIN_KEY": key(SERVICE), "CHAT_KEY": f"sk-{M}"}),
    "formats-of-new-keys": (SLOTS, None, {"WEB_KEY": f"sb_publishable_{M}", "ADMIN_KEY": f"sb_secret_{M}"}),
    "formats-of-demo-keys": (SLOTS, "development", {"WEB_KEY": demo(), "ADMIN_KEY": demo(SERVICE)}),
    "formats-of-others": (SLOTS, "staging", {"PARSER_KEY": f"llx-{M}", "PAY_KEY": "rk_test_" + "made" * 5}),
    "secrets-differ": (declared(A=SECRET, B=SECRET), None, {"A": LONG, "B": LONG + "-too"}),
    "short-secrets-are-equal": (declared(A=SECRET, B=SECRET), None, {"A": "made-up", "B": "made-up"}),
    "equal-and-no-secrets": (declared(A={}, B=SECRET), None, {"A": LONG, "B": LONG}),
    "equal-and-undeclared": (declared(A=SECRET), None, {"A": LONG, "B": LONG}),
    "equal-addresses": (
        declared(DATABASE_URL=wants(), DIRECT_URL=wants()),
        None,
        {"DATABASE_URL": pooler(), "DIRECT_URL": pooler()},
    ),
    "equal-keys-of-a-provider": (
        declared(LLM_KEY=SECRET, INDEX_KEY=SECRET),
        None,
        {"LLM_KEY": f"sk-{M}", "INDEX_KEY": f"sk-{M}"},
    ),
    "equal-by-prefix": (
        declared(UPLOAD_DOCUMENT_ENCRYPTION_KEY=SECRET, DOCUMENT_ENCRYPTION_KEY=SECRET),
        None,
        {"UPLOAD_DOCUMENT_ENCRYPTION_KEY": LONG, "DOCUMENT_ENCRYPTION_KEY": LONG},
    ),
    "equal-by-the-manual": (
        declared(AUTH_SECRET=SECRET, NEXTAUTH_SECRET=SECRET),
        None,
        {"AUTH_SECRET": LONG, "NEXTAUTH_SECRET": LONG},
    ),
    "equal-passwords-of-one-database": (
        declared(PGPASSWORD=SECRET, DB_PASSWORD=SECRET),
        None,
        {"PGPASSWORD": LONG, "DB_PASSWORD": LONG},
    ),
    "equal-aliases": (ALIASES, None, {"LLAMAPARSE_API_KEY": LONG, "LLAMACLOUD_API_KEY": LONG}),
    "one-alias": (ALIASES, None, {"LLAMA_CLOUD_API_KEY": LONG}),
    "an-empty-alias": (ALIASES, None, {"LLAMAPARSE_API_KEY": LONG, "LLAMACLOUD_API_KEY": ""}),
    "aliases-of-one-meaning": (ALIASES, None, {"CACHE": "true", "USE_CACHE": "1"}),
    "aliases-with-a-slash": (ALIASES, None, {"API_URL": "https://api.acme.dev", "API_BASE_URL": "https://api.acme.dev/"}),
    "aliases-in-another-case": (ALIASES, None, {"LEVEL": "info", "LOG_LEVEL": "INFO"}),
    "marker": (MARKED, "production", {"SERVICE_STAGE": "prod"}),
    "marker-of-a-name-of-ones-own": (MARKED, "production", {"SERVICE_STAGE": "blue"}),
    "marker-missing": (MARKED, "production", {"A": "b"}),
    "marker-of-the-environment": (MARKED, "demo", {"SERVICE_STAGE": "demo"}),
}


@pytest.mark.parametrize(("schema", "environment", "values"), RIGHT_WITH_SCHEMA.values(), ids=RIGHT_WITH_SCHEMA)
def test_a_right_environment_meets_its_schema(
    check: Check, schema: dict[str, Any], environment: str | None, values: dict[str, str]
) -> None:
    findings = check(schema, env(**values), environment=environment)

    assert [each for each in spoken(findings) if each[0] not in ("empty-variable", "unknown-variable")] == []


WRONG_WITH_SCHEMA: dict[str, tuple[dict[str, Any], str | None, dict[str, str], str, str]] = {
    "role-by-format": (SLOTS, None, {"ADMIN_KEY": key()}, "wrong-key-role", "ADMIN_KEY"),
    "role-of-new-key-by-format": (SLOTS, None, {"WEB_KEY": f"sb_secret_{M}"}, "wrong-key-role", "WEB_KEY"),
    "equal-by-format": (SLOTS, None, {"WEB_KEY": key(), "ADMIN_KEY": key()}, "wrong-key-role", "ADMIN_KEY"),
    "vendor-by-format": (SLOTS, None, {"CHAT_KEY": f"sk-ant-{M}"}, "wrong-vendor-key", "CHAT_KEY"),
    "F28-vendor-by-format": (SLOTS, None, {"PARSER_KEY": "sk-test-key"}, "wrong-vendor-key", "PARSER_KEY"),
    "damaged-by-format": (SLOTS, None, {"ADMIN_KEY": CUT}, "damaged-key", "ADMIN_KEY"),
    "no-key-by-format": (SLOTS, None, {"ADMIN_KEY": M}, "wrong-format", "ADMIN_KEY"),
    "kind-by-format": (SLOTS, None, {"PAY_KEY": "pk_test_" + "made" * 5}, "wrong-key-role", "PAY_KEY"),
    "one-secret-for-two": (declared(A=SECRET, B=SECRET), None, {"A": LONG, "B": LONG}, "repeated-secret", "B"),
    "one-secret-for-two-of-three": (
        declared(A=SECRET, B=SECRET, C=SECRET),
        "production",
        {"A": LONG, "B": M, "C": LONG},
        *("repeated-secret", "C"),
    ),
    "F28-aliases-differ": (
        ALIASES,
        None,
        {"LLAMAPARSE_API_KEY": f"llx-{M}", "LLAMACLOUD_API_KEY": f"llx-{M}-too"},
        *("conflicting-aliases", "LLAMACLOUD_API_KEY"),
    ),
    "F28-an-alias-holds-the-key-of-another": (
        ALIASES,
        None,
        {"LLAMAPARSE_API_KEY": f"llx-{M}", "LLAMACLOUD_API_KEY": "sk-test-key"},
        *("wrong-vendor-key", "LLAMACLOUD_API_KEY"),
    ),
    "aliases-differ-without-the-first": (
        ALIASES,
        None,
        {"LLAMACLOUD_API_KEY": LONG, "LLAMA_CLOUD_API_KEY": LONG + "-too"},
        *("conflicting-aliases", "LLAMA_CLOUD_API_KEY"),
    ),
    "F31-aliases-of-a-secret-differ": (
        declared(JWT_SECRET_KEY={"writeOnly": True, "x-envcheck": {"aliases": ["SUPABASE_JWT_SECRET"]}}),
        None,
        {"JWT_SECRET_KEY": LONG, "SUPABASE_JWT_SECRET": M},
        *("conflicting-aliases", "SUPABASE_JWT_SECRET"),
    ),
    "flags-differ": (ALIASES, None, {"CACHE": "true", "USE_CACHE": "0"}, "conflicting-aliases", "USE_CACHE"),
    "marker": (MARKED, "production", {"SERVICE_STAGE": "staging"}, "environment-mismatch", "SERVICE_STAGE"),
    "marker-in-staging": (MARKED, "staging", {"SERVICE_STAGE": "production"}, "environment-mismatch", "SERVICE_STAGE"),
    "marker-in-development": (MARKED, "development", {"SERVICE_STAGE": "live"}, "environment-mismatch", "SERVICE_STAGE"),
}


@pytest.mark.parametrize(("schema", "environment", "values", "rule", "name"), WRONG_WITH_SCHEMA.values(), ids=WRONG_WITH_SCHEMA)
def test_a_fault_against_a_schema_is_one_error(
    check: Check, schema: dict[str, Any], environment: str | None, values: dict[str, str], rule: str, name: str
) -> None:
    findings = check(schema, env(**values), environment=environment)

    assert [(rule, "error")] == [each for each in spoken(findings) if each[0] != "unknown-variable"]
    assert findings[0].variable == name
    assert MARKER not in shown(findings)


def test_a_secret_that_three_variables_share_is_told_of_each_of_the_others(check: Check) -> None:
    findings = check(declared(A=SECRET, B=SECRET, C=SECRET), env(A=LONG, B=LONG, C=LONG))

    assert [finding.variable for finding in findings] == ["B", "C"]
