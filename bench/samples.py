"""The made-up variables that the benchmarks check."""

from __future__ import annotations

import json
from typing import Any

_POOLER = "postgresql://postgres.abcdefghijklmnopqrst:made-up@aws-0-eu-central-1.pooler.supabase.com:5432/postgres"

#: A name, a healthy value, and its schema: 30 variables as a service has them, without patterns.
SERVICE: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("ENVIRONMENT", "staging", {"enum": ["development", "staging", "production"]}),
    ("LOG_LEVEL", "INFO", {"enum": ["DEBUG", "INFO", "WARNING", "ERROR"]}),
    ("DEBUG", "false", {"type": "boolean"}),
    ("PORT", "8000", {"type": "integer", "minimum": 1, "maximum": 65535}),
    ("WEB_CONCURRENCY", "4", {"type": "integer", "minimum": 1, "maximum": 64}),
    ("REQUEST_TIMEOUT", "29.5", {"type": "number", "exclusiveMinimum": 0, "maximum": 300}),
    ("SAMPLE_RATE", "0.1", {"type": "number", "minimum": 0, "maximum": 1}),
    ("FEATURE_SEARCH", "true", {"type": "boolean"}),
    ("FEATURE_UPLOAD", "1", {"type": "boolean"}),
    (
        "DATABASE_URL",
        _POOLER,
        {"format": "postgres-url", "writeOnly": True, "x-envcheck": {"postgres": {"endpoints": ["direct", "pooler-session"]}}},
    ),
    ("DATABASE_POOL_SIZE", "10", {"type": "integer", "minimum": 1, "maximum": 100}),
    ("DATABASE_SCHEMA", "upload_pipeline", {"minLength": 1, "maxLength": 63}),
    ("REDIS_URL", "rediss://app:made-up@cache.acme.dev:6379/0", {"format": "redis-url", "writeOnly": True}),
    ("API_BASE_URL", "https://api.acme.dev/v1", {"format": "http-url"}),
    ("WEBHOOK_BASE_URL", "https://hooks.acme.dev", {"format": "http-url"}),
    ("ALLOWED_ORIGIN", "https://app.acme.dev", {"format": "origin"}),
    ("SENTRY_DSN", "https://made0up@errors.acme.dev/42", {"format": "http-url", "writeOnly": True}),
    ("JWT_SECRET_KEY", "made-up-made-up-made-up-made-up-made-up", {"minLength": 32, "writeOnly": True}),
    ("DOCUMENT_KEY", "bWFkZS11cC1rZXktbWFkZS11cC1rZXktbWFkZS11cC0=", {"format": "fernet-key", "writeOnly": True}),
    ("OPENAI_API_KEY", "made-up-made-up-made-up", {"minLength": 20, "writeOnly": True}),
    ("OPENAI_MODEL", "text-embedding-3-small", {"minLength": 1}),
    ("SMTP_HOST", "smtp.acme.dev", {"format": "hostname"}),
    ("SMTP_PORT", "587", {"type": "integer", "enum": [25, 465, 587]}),
    ("SMTP_FROM", '"ops@acme.dev"', {"format": "email"}),
    ("STORAGE_BUCKET", "acme-documents", {"minLength": 3, "maxLength": 63}),
    ("STORAGE_REGION", "eu-central-1", {"enum": ["eu-central-1", "eu-west-1", "us-east-1"]}),
    ("TENANT_ID", "2eb8aa08-aa98-11ea-b4aa-73b441d16380", {"format": "uuid"}),
    ("MAX_UPLOAD_MB", "25", {"type": "integer", "multipleOf": 5, "minimum": 5}),
    ("CACHE_TTL", "3600", {"type": "integer", "minimum": 0}),
    ("SUPPORT_NAME", "'Acme Support'", {"minLength": 1}),
)

#: Patterns for four of the variables.
PATTERNS = {
    "DATABASE_SCHEMA": "^[a-z_][a-z0-9_]*$",
    "OPENAI_MODEL": "^[a-z0-9.-]+$",
    "STORAGE_BUCKET": "^[a-z0-9][a-z0-9.-]+$",
    "JWT_SECRET_KEY": "^[!-~]+$",
}


def env_text(count: int = len(SERVICE)) -> str:
    """A .env text of that many variables, with a comment and a blank line now and then."""
    lines = []
    for index in range(count):
        name, value, _ = SERVICE[index % len(SERVICE)]
        if index % len(SERVICE) == 0:
            lines += ["", f"# part {index // len(SERVICE)}"] if index else ["# made-up values"]
        lines.append(f"{_numbered(name, index)}={value}")
    return "\n".join(lines) + "\n"


def schema(count: int = len(SERVICE), *, patterns: bool = False) -> dict[str, Any]:
    """The schema of as many variables, of which every other one is required."""
    properties = {_numbered(SERVICE[i % len(SERVICE)][0], i): dict(SERVICE[i % len(SERVICE)][2]) for i in range(count)}
    if patterns:
        for name, pattern in PATTERNS.items():
            properties[name]["pattern"] = pattern
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "required": list(properties)[::2],
        "properties": properties,
    }


def schema_text(count: int = len(SERVICE), *, patterns: bool = False) -> str:
    """The schema as a file has it."""
    return json.dumps(schema(count, patterns=patterns), indent=2)


def _numbered(name: str, index: int) -> str:
    part = index // len(SERVICE)
    return f"{name}_{part}" if part else name
