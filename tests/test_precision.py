"""Lines as public repositories have them, all of them right: nothing may be said of any.

The kinds and how often they occur are those of ``../shared/facts/in-the-wild.md``; the values are made up.
"""

from __future__ import annotations

import pytest

from tests.conftest import Check, ids

#: One .env text each. In the comments: what a careless rule would take it for.
LINES = {
    # texts with signs
    "blanks": "APP_NAME=6FB Platform",
    "cron": "BACKUP_SCHEDULE=0 2 * * *",
    "cron-quoted": 'BACKUP_SCHEDULE="*/5 * * * 1-5"',
    "comment-behind": "WORKER_TIMEOUT=600  # 10 minutes",
    "comment-behind-quotes": 'APP_TITLE="Acme Docs" # as in the header',
    "colour": "BRAND_COLOR=#0f172a",
    "channel": "SLACK_CHANNEL=#alerts",
    "hash-inside": "BUILD_TAG=release#42",
    "sender": "MAIL_FROM=Acme Docs <no-reply@acme.dev>",
    "sender-quoted": "MAIL_FROM='\"Acme, Docs\" <no-reply@acme.dev>'",
    "log-format": "LOG_FORMAT=%(asctime)s %(levelname)s %(name)s: %(message)s",
    "log-format-braces": 'LOG_FORMAT="{time} | {level} | {message}"',
    "date-format": "DATE_FORMAT=%Y-%m-%d %H:%M:%S",
    "json-list": 'ALLOWED_HOSTS=["app.acme.dev","api.acme.dev"]',
    "json-object": 'LIMITS={"uploads": 5, "chat": {"perMinute": 30}}',
    "json-quoted": 'FEATURES=\'["search", "upload"]\'',
    "none-quoted": "DEFAULT_LOCALE='None'",
    "null-word": "CACHE_BACKEND=null",
    "version": "PYTHON_VERSION=3.11.7",
    "node-version": "NODE_VERSION=20",
    "semver-range": "ENGINE_RANGE=^1.2.3",
    "duration": "SESSION_TTL=15m",
    "size": "UPLOAD_LIMIT=50MB",
    "percent": "SAMPLE_RATE=12.5%",
    "scientific": "LEARNING_RATE=1e-4",
    "negative": "UTC_OFFSET=-3",
    "plus": "COUNTRY_CODE=+49",
    "glob": "INCLUDE_FILES=src/**/*.py",
    "regex": r"NAME_PATTERN=^[a-z]+(-[a-z]+)*$",
    "regex-dollar": "PATH_PATTERN='^/api/v[0-9]+/.*$'",
    "windows-path": r"TOOLS_DIR=C:\tools\bin",
    "home-path": "CACHE_DIR=~/.cache/acme",
    "list": "LANGUAGES=de,en,fr",
    "list-of-roles": "ADMIN_ROLES=owner;admin;support",
    "key-value-list": "TAGS=team=docs,tier=2",
    "emoji": "STATUS_ICON=✅",
    "umlaut": "GREETING=Grüße aus Köln",
    "template-literal": "URL_TEMPLATE=/users/{id}/files/{name}",
    "question": "FALLBACK_QUESTION=How can I help?",
    "markdown": "FOOTER=**Acme** [imprint](https://acme.dev/imprint)",
    # what looks like a placeholder and is a value
    "cidr": "TRUSTED_PROXIES=10.208.0.0/16",
    "listen": "HOST=0.0.0.0",
    "zeros": "NULL_ACCOUNT=0000000000000000",
    "zero-address": "ZERO_ADDRESS=0x0000000000000000000000000000000000000000",
    "contract": "TOKEN_CONTRACT=0x5f3a9b1c7d2e4f60812a3b4c5d6e7f8091a2b3c4",
    "snowflake": "DISCORD_GUILD=1142803214567890123",
    "uuid": "TENANT_ID=2eb8aa08-aa98-11ea-b4aa-73b441d16380",
    "nil-uuid": "SYSTEM_USER=00000000-0000-0000-0000-000000000000",
    "word-test": "TEST_RUNNER=pytest",
    "word-example": "STORAGE_BUCKET=acme-example-gallery",
    "word-sample": "SAMPLE_SIZE=sample",
    "word-your": "MAIL_SUBJECT=Your invoice from Acme",
    "word-todo": "TODO_LIST_NAME=todo",
    "word-password": "AUTH_METHOD=password",
    "word-secret": "KUBERNETES_KIND=secret",
    "word-dev": "REGISTRY=registry.acme.dev",
    "stage-name": "GIT_BRANCH=staging",
    "debug-off": "DEBUG=false",
    "mock-off": "USE_MOCK_STORAGE=0",
    "empty-optional": "SENTRY_DSN=",
    "empty-quoted": 'URL_PREFIX=""',
    # secrets with unlucky signs
    "semicolon": 'PASSPHRASE="correct horse; battery staple"',
    "django": "SECRET_KEY='made-up-(!x#w=%$k&_9*z@q)e+4v^n-made-up-7b2c'",
    "bcrypt": "ADMIN_PASSWORD_HASH='$2b$12$madeupmadeupmadeupmadeOup7m4d3upM4d3UpM4d3UpM4d3Up.'",
    "argon": "ADMIN_PASSWORD_HASH='$argon2id$v=19$m=65536,t=3,p=4$bWFkZXVwc2FsdA$bWFkZS11cC1oYXNoLW1hZGUtdXA'",
    "dollar": "SMTP_PASSWORD='mad3$up'",
    "base64": "WEBHOOK_SIGNING_KEY=bWFkZS11cC1zaWduaW5nLWtleS1vZi00MC1ieXRlcyE=",
    "hex": "COOKIE_SECRET=9f8a1c0b7d3e5f6042618b9c0d1e2f3a4b5c6d7e8f901a2b3c4d5e6f70819203",
    "pem": 'APP_KEY="-----BEGIN MADE UP KEY-----\nbWFkZS11cA==\n-----END MADE UP KEY-----\n"',
    "public-dsn": "SENTRY_DSN=https://9f8a1c0b7d3e5f60@o42.ingest.sentry.io/4501",
    "public-id": "GOOGLE_CLIENT_ID=42-made0up.apps.googleusercontent.com",
    # addresses
    "asyncpg-scheme": "DATABASE_URL=postgresql+asyncpg://app:mad3-up@db.acme.dev:5432/app",
    "psycopg-scheme": "DATABASE_URL=postgresql+psycopg://app:mad3-up@db.acme.dev/app",
    "postgres-scheme": "DATABASE_URL=postgres://app:mad3-up@db.acme.dev/app?sslmode=require",
    "encoded-password": "DATABASE_URL=postgresql://app:m%40de%2Fup%23@db.acme.dev/app",
    "neon": "DATABASE_URL=postgresql://app:mad3-up@ep-cool-bird-12345678-pooler.eu-central-1.aws.neon.tech/app?sslmode=require",
    "rds": "DATABASE_URL=postgresql://app:mad3-up@app.c9akciq32xyz.eu-central-1.rds.amazonaws.com:5432/app",
    "supabase-session": "DATABASE_URL=postgresql://postgres.abcdefghijklmnopqrst:mad3-up@aws-1-eu-central-1.pooler.supabase.com:5432/postgres",
    "supabase-api": "SUPABASE_URL=https://abcdefghijklmnopqrst.supabase.co",
    "supabase-custom": "SUPABASE_URL=https://db-api.acme.dev",
    "render-postgres": "DATABASE_URL=postgresql://app:mad3-up@dpg-abcdefghij0123456789-a/app",
    "render-redis": "REDIS_URL=redis://red-abcdefghij0123456789:6379",
    "redis-tls": "REDIS_URL=rediss://default:mad3-up@cache.acme.dev:6379/0",
    "mongodb": "MONGODB_URI=mongodb+srv://app:mad3-up@cluster0.ab1cd.mongodb.net/app?retryWrites=true&w=majority",
    "amqp": "BROKER_URL=amqps://app:mad3-up@mq.acme.dev/app",
    "sqlite": "DATABASE_URL=sqlite:///./data/app.db",
    "s3": "BACKUP_TARGET=s3://acme-backups/nightly",
    "webhook": "CALLBACK_URL=https://hooks.acme.dev/v1/events?source=docs",
    "gateway": "OPENAI_BASE_URL=https://llm.acme.dev/v1",
    "tiles": "TILE_URL=https://{s}.tile.openstreetmap.org/{z}/{x}/{y}.png",
    "relative-url": "PUBLIC_URL=/docs",
    "csp": "CSP_DEFAULT_SRC='self'",
    "origins": "CORS_ORIGINS=https://app.acme.dev,https://admin.acme.dev",
    # how it is written
    "export": "export LOG_LEVEL=INFO",
    "blanks-around-equals": "LOG_LEVEL = INFO",
    "commented-out": "LOG_LEVEL=INFO\n# LOG_LEVEL=DEBUG",
    "no-newline-crlf": "LOG_LEVEL=INFO\r\nPORT=8000",
    "box-drawing": "# ──────────── database ────────────\nDATABASE_SCHEMA=app",
    "lower-case": "log_level=info",
}

ENVIRONMENTS = ("production", "staging", "development", None)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.parametrize("text", LINES.values(), ids=LINES)
def test_a_right_line_is_let_pass(check: Check, text: str, environment: str | None) -> None:
    """Without a schema, wherever it is."""
    assert ids(check(None, f"{text}\n", environment=environment)) == []


def test_all_right_lines_together_are_let_pass(check: Check) -> None:
    """Unless one name stands there twice, which is left out."""
    seen: dict[str, str] = {}
    for text in LINES.values():
        seen.setdefault(text.removeprefix("export ").partition("=")[0].strip().lower(), text)

    assert ids(check(None, "\n".join(seen.values()) + "\n", environment="production")) == []
