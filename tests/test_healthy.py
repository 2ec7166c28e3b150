"""Whole environments in which all is well, of different providers and styles: nothing is found at warning or error."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Check
from tests.faults import exported

REF = "prdexampleprdexample"
KEYS = exported("api", "production")
ANON, SERVICE = KEYS["SUPABASE_ANON_KEY"], KEYS["SUPABASE_SERVICE_ROLE_KEY"]
POOLER = "aws-1-eu-central-1.pooler.supabase.com"
#: Bodies of made-up keys: long, and of a provider's alphabet, but words.
BODY = "MadeUpMadeUpMadeUp7"

#: Where it is deployed, and the variables; a deployed one is read as an export, the others as .env text.
ENVIRONMENTS: dict[str, tuple[str, dict[str, str]]] = {
    "django-heroku": (
        "production",
        {
            "DJANGO_SETTINGS_MODULE": "shop.settings.production",
            "SECRET_KEY": "mad3-(!x#w=%$k&_9*z@q)e+4v^n-mad3-up7b2c-and-longer",
            "DATABASE_URL": "postgres://u7mad3:pmad3up9x@ec2-52-18-7-9.eu-west-1.compute.amazonaws.com:5432/d7mad3up",
            "REDIS_URL": "rediss://:pmad3up9x@ec2-52-18-7-10.eu-west-1.compute.amazonaws.com:6379",
            "ALLOWED_HOSTS": "shop.acme.dev,www.acme.dev",
            "DEBUG": "False",
            "EMAIL_URL": "smtp://apikey:mad3up9x@smtp.sendgrid.net:587",
            "WEB_CONCURRENCY": "3",
        },
    ),
    "fastapi-neon": (
        "production",
        {
            "ENVIRONMENT": "production",
            "DATABASE_URL": "postgresql://app:mad3up9x@ep-cool-bird-12345678-pooler.eu-central-1.aws.neon.tech/app?sslmode=require",
            "MIGRATION_URL": "postgresql://app:mad3up9x@ep-cool-bird-12345678.eu-central-1.aws.neon.tech/app?sslmode=require",
            "LOG_LEVEL": "INFO",
            "SENTRY_DSN": "https://9f8a1c0b7d3e5f60@o42.ingest.de.sentry.io/4501",
            "JWT_SECRET": "kd83-mad3-up-93jd-s0me-l0ng-text-27",
        },
    ),
    "render-internal": (
        "production",
        {
            "DATABASE_URL": "postgresql://app:mad3up9x@dpg-abcdefghij0123456789-a/app",
            "REDIS_URL": "redis://red-abcdefghij0123456789:6379",
            "INTERNAL_API_URL": "http://acme-search:10000",
            "PORT": "10000",
            "PYTHON_VERSION": "3.12.4",
        },
    ),
    "supabase-legacy-keys": (
        "production",
        {
            "SUPABASE_URL": f"https://{REF}.supabase.co",
            "SUPABASE_ANON_KEY": ANON,
            "SUPABASE_SERVICE_ROLE_KEY": SERVICE,
            "DATABASE_URL": f"postgresql://postgres.{REF}:mad3up9x@{POOLER}:5432/postgres",
            "NEXT_PUBLIC_SUPABASE_URL": f"https://{REF}.supabase.co",
            "NEXT_PUBLIC_SUPABASE_ANON_KEY": ANON,
        },
    ),
    "supabase-new-keys": (
        "staging",
        {
            "SUPABASE_URL": f"https://{REF}.supabase.co",
            "SUPABASE_PUBLISHABLE_KEY": f"sb_publishable_{BODY}xyz_4d3up7Qz",
            "SUPABASE_SECRET_KEY": f"sb_secret_{BODY}abc_7Qz4d3up",
            "DATABASE_URL": f"postgresql://postgres.{REF}:mad3up9x@{POOLER}:6543/postgres",
        },
    ),
    "supabase-custom-domain": (
        "production",
        {
            "SUPABASE_URL": "https://data.acme.dev",
            "SUPABASE_ANON_KEY": ANON,
            "SUPABASE_SERVICE_ROLE_KEY": SERVICE,
            "DATABASE_URL": f"postgresql://postgres.{REF}:mad3up9x@{POOLER}:5432/postgres",
        },
    ),
    "supabase-prisma": (
        "production",
        {
            "DATABASE_URL": f"postgresql://postgres.{REF}:mad3up9x@{POOLER}:6543/postgres?pgbouncer=true&connection_limit=1",
            "DIRECT_URL": f"postgresql://postgres.{REF}:mad3up9x@{POOLER}:5432/postgres",
            "NEXTAUTH_URL": "https://app.acme.dev",
            "NEXTAUTH_SECRET": "kd83-mad3-up-93jd-s0me-l0ng-text-28",
        },
    ),
    "next-stripe-production": (
        "production",
        {
            "NODE_ENV": "production",
            "STRIPE_SECRET_KEY": f"sk_live_{BODY}",
            "STRIPE_WEBHOOK_SECRET": f"whsec_{BODY}MadeUp",
            "NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY": f"pk_live_{BODY}",
            "NEXT_PUBLIC_SITE_URL": "https://shop.acme.dev",
            "RESEND_API_KEY": "re_MadeUp12_MadeUpMadeUpMadeUpMade",
        },
    ),
    "next-stripe-staging": (
        "staging",
        {
            "NODE_ENV": "production",
            "APP_ENV": "staging",
            "STRIPE_SECRET_KEY": f"sk_test_{BODY}",
            "NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY": f"pk_test_{BODY}",
            "NEXT_PUBLIC_SITE_URL": "https://shop-staging.acme.dev",
        },
    ),
    "rds-celery": (
        "production",
        {
            "DATABASE_URL": "postgresql+psycopg://app:mad3up9x@app.c9akciq32xyz.eu-central-1.rds.amazonaws.com:5432/app",
            "CELERY_BROKER_URL": "amqps://app:mad3up9x@b-7mad3up.mq.eu-central-1.amazonaws.com:5671/app",
            "AWS_REGION": "eu-central-1",
            "S3_BUCKET": "acme-documents",
            "TASK_ALWAYS_EAGER": "false",
            "BACKUP_SCHEDULE": "0 2 * * *",
        },
    ),
    "cloud-sql-socket": (
        "production",
        {"DATABASE_URL": "mysql://app:mad3up9x@db.acme.dev:3306/app", "GOOGLE_CLOUD_PROJECT": "acme-docs", "TZ": "Europe/Berlin"},
    ),
    "llm-gateway": (
        "production",
        {
            "OPENAI_BASE_URL": "https://openrouter.ai/api/v1",
            "OPENAI_API_KEY": f"sk-or-v1-{BODY}{BODY}",
            "OPENAI_MODEL": "gpt-4o-mini",
            "ANTHROPIC_BASE_URL": "https://llm.acme.dev",
            "ANTHROPIC_API_KEY": f"sk-litellm-{BODY}",
            "LANGFUSE_HOST": "https://cloud.langfuse.com",
        },
    ),
    "laravel-local": (
        "development",
        {
            "APP_NAME": "Acme Docs",
            "APP_ENV": "local",
            "APP_KEY": "base64:bWFkZS11cC1rZXktbWFkZS11cC1rZXktbWFkZS11cC0=",
            "APP_DEBUG": "true",
            "APP_URL": "http://localhost",
            "DB_HOST": "127.0.0.1",
            "DB_PASSWORD": "",
            "MAIL_HOST": "mailpit",
            "MAIL_FROM_ADDRESS": "hello@acme.dev",
            "VITE_APP_NAME": "Acme Docs",
        },
    ),
    "supabase-local": (
        "development",
        {
            "SUPABASE_URL": "http://127.0.0.1:54321",
            "DATABASE_URL": "postgresql://postgres:postgres@127.0.0.1:54322/postgres",
            "DEBUG": "true",
            "USE_MOCK_STORAGE": "true",
            "WEBHOOK_BASE_URL": "https://made-up.ngrok-free.app",
            "STRIPE_SECRET_KEY": f"sk_test_{BODY}",
        },
    ),
    "self-hosted-supabase": (
        "production",
        {
            "SUPABASE_URL": "https://supabase.acme.dev",
            "DATABASE_URL": "postgresql://postgres.acme:mad3up9x@supabase.acme.dev:6543/postgres",
            "POOLER_TENANT_ID": "acme",
            "SITE_URL": "https://app.acme.dev",
        },
    ),
}


@pytest.mark.parametrize(("environment", "values"), ENVIRONMENTS.values(), ids=ENVIRONMENTS)
def test_an_environment_in_which_all_is_well_has_no_finding(check: Check, environment: str, values: dict[str, str]) -> None:
    """Without a schema, with every rule that needs none; a note may be said."""
    deployed = environment != "development"
    text = json.dumps(values) if deployed else "".join(f"{name}='{value}'\n" for name, value in values.items())
    findings = check(None, text, environment=environment)

    assert [(each.rule.id, each.variable) for each in findings if each.severity != "note"] == []
