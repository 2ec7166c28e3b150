"""Faults that happened to a real project, each as one change to an environment in which all is well.

The numbers are those of ``../shared/facts/faults.md``. ``python -m tests.faults`` prints which rule finds which.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import NamedTuple

from envcheck import check as engine
from envcheck import sources
from envcheck.compile import compile_nothing, compile_schema
from envcheck.model import Context, Finding
from envcheck.schema import SchemaFiles
from envcheck.stages import stage_of
from tests.conftest import DAY

ROOT = Path(__file__).parents[1]
EXPORTS = ROOT / "examples" / "exports"

#: An environment of one service with some variables set to other values; None takes a variable out.
Changes = dict[str, str | None]

STAGING_REF, PRODUCTION_REF = "stgexamplestgexample", "prdexampleprdexample"
POOLER = "aws-0-eu-central-1.pooler.supabase.com"
SESSION = f"postgresql://postgres.{PRODUCTION_REF}:example-password-production@{POOLER}:5432/postgres"
TRANSACTION = f"postgresql://postgres.{PRODUCTION_REF}:example-password-production@{POOLER}:6543/postgres"
DIRECT = f"postgresql://postgres:example-password-production@db.{PRODUCTION_REF}.supabase.co:5432/postgres"


class Fault(NamedTuple):
    """One fault: the service and environment that it happened to, what was changed, and what has to be found."""

    id: str
    what: str
    service: str
    environment: str
    changes: Changes
    rule: str
    variable: str | None


def exported(service: str, environment: str) -> dict[str, str]:
    """The variables of an example export."""
    entries = json.loads((EXPORTS / f"{service}.{environment}.json").read_text(encoding="utf-8"))
    return {entry["envVar"]["key"]: entry["envVar"]["value"] for entry in entries}


def local() -> dict[str, str]:
    """The variables of the example's developer."""
    lines = (ROOT / "examples" / "worker.env").read_text(encoding="utf-8").splitlines()
    return {name: value for name, _, value in (line.partition("=") for line in lines if line and line[0] != "#")}


def healthy(service: str, environment: str) -> dict[str, str]:
    """An environment in which all is well: the example's, with production's worker repaired."""
    if environment == "development":
        return local()
    if service == "frontend":
        api = exported("api", environment)
        return {f"NEXT_PUBLIC_{name}": api[name] for name in ("SUPABASE_URL", "SUPABASE_ANON_KEY", "API_BASE_URL")}
    values = exported(service, environment)
    if (service, environment) == ("worker", "production"):
        values |= {"DATABASE_URL": SESSION, "DOCUMENT_ENCRYPTION_KEY": exported("api", environment)["DOCUMENT_ENCRYPTION_KEY"]}
    return values


def findings(service: str, environment: str, values: dict[str, str]) -> list[Finding]:
    """What a check of the service's schema finds: in an export where it is deployed, in a .env file elsewhere."""
    deployed = environment != "development"
    text = json.dumps(values) if deployed else "".join(f"{name}='{value}'\n" for name, value in values.items())
    (read,) = sources.read(text, sources.Target(None, "x.json" if deployed else ".env"), is_file=False, whole=True)
    context = Context(service, environment, stage_of(environment), deployed, "render", today=DAY)
    files, schema = SchemaFiles(str(ROOT)), ROOT / "schemas" / f"{service}.json"
    compiled = compile_schema(files, files.read(str(schema)), context) if schema.exists() else compile_nothing(context)
    return engine.check(compiled, read, {})


def found(fault: Fault) -> list[Finding]:
    """What a check of the faulty environment finds."""
    values = healthy(fault.service, fault.environment)
    for name, value in fault.changes.items():
        if value is None:
            values.pop(name)
        else:
            values[name] = value
    return findings(fault.service, fault.environment, values)


def key_of(role: str, environment: str) -> str:
    """A made-up key of the example's project."""
    return exported("api", environment)[f"SUPABASE_{role}_KEY"]


_LOCAL_KEY = "SUPABASE_SERVICE_ROLE_KEY"
_ANON, _SERVICE = key_of("ANON", "production"), key_of("SERVICE_ROLE", "production")

#: Each fault that one environment shows.
FAULTS: tuple[Fault, ...] = tuple(
    Fault(*row)
    for row in (
        ("F01", "the direct host", "worker", "production", {"DATABASE_URL": DIRECT}, "unreachable-endpoint", "DATABASE_URL"),
        (
            "F02",
            "the pooler without a project in its user",
            "worker",
            "production",
            {"DATABASE_URL": SESSION.replace(f"postgres.{PRODUCTION_REF}", "postgres")},
            "wrong-pooler-user",
            "DATABASE_URL",
        ),
        (
            "F03",
            "the word password for a password",
            "worker",
            "production",
            {"DATABASE_URL": SESSION.replace("example-password-production", "password")},
            "placeholder-value",
            "DATABASE_URL",
        ),
        (
            "F03",
            "two passwords for one user",
            "worker",
            "production",
            {"SUPABASE_POOLER_URL": SESSION.replace("example-password", "other-password")},
            "disagreeing-connections",
            "SUPABASE_POOLER_URL",
        ),
        (
            "F04",
            "the connection that wins is the direct one",
            "worker",
            "production",
            {"SUPABASE_SESSION_POOLER_URL": DIRECT},
            "unreachable-endpoint",
            "SUPABASE_SESSION_POOLER_URL",
        ),
        (
            "F05",
            "a session variable on the transaction pooler",
            "worker",
            "production",
            {"SUPABASE_SESSION_POOLER_URL": TRANSACTION},
            "misleading-name",
            "SUPABASE_SESSION_POOLER_URL",
        ),
        (
            "F06",
            "the transaction pooler with prepared statements on",
            "worker",
            "production",
            {"DATABASE_URL": TRANSACTION, "ASYNCPG_DISABLE_PREPARED_STATEMENTS": "0"},
            "prepared-statements-on-transaction-pooler",
            "ASYNCPG_DISABLE_PREPARED_STATEMENTS",
        ),
        (
            "F08",
            "an address inside of an address",
            "api",
            "production",
            {"DATABASE_URL": "postgresql://postgres:made-up@http://localhost:54321"},
            "malformed-url",
            "DATABASE_URL",
        ),
        (
            "F09",
            "a reference with the rest of an address",
            "api",
            "production",
            {"DATABASE_URL": f"${{DATABASE_URL}}//postgres.{PRODUCTION_REF}:made-up@{POOLER}:5432/postgres"},
            "literal-reference",
            "DATABASE_URL",
        ),
        (
            "F10",
            "parameters that the driver hands to the server",
            "api",
            "production",
            {"DATABASE_URL": f"{TRANSACTION}?sslmode=require&connect_timeout=30&command_timeout=30"},
            "driver-parameter",
            "DATABASE_URL",
        ),
        (
            "F11",
            "the local stack's HTTP gateway for a database",
            "worker",
            "development",
            {"DATABASE_URL": "postgresql://postgres:postgres@127.0.0.1:54321/postgres"},
            "wrong-port",
            "DATABASE_URL",
        ),
        (
            "F12",
            "loopback where deployed",
            "worker",
            "staging",
            {"LLAMAPARSE_BASE_URL": "http://localhost:8001"},
            "local-address",
            "LLAMAPARSE_BASE_URL",
        ),
        (
            "F14",
            "a local-only variable where deployed",
            "api",
            "production",
            {"DATABASE_URL_LOCAL": "postgresql://postgres:postgres@127.0.0.1:54322/postgres"},
            "forbidden-variable",
            "DATABASE_URL_LOCAL",
        ),
        (
            "F15",
            "TLS switched off",
            "api",
            "production",
            {"DATABASE_URL": f"{TRANSACTION}?sslmode=disable"},
            "disabled-tls",
            "DATABASE_URL",
        ),
        (
            "F15",
            "a word that sslmode does not know",
            "api",
            "production",
            {"DATABASE_URL": f"{TRANSACTION}?sslmode=required"},
            "driver-parameter",
            "DATABASE_URL",
        ),
        ("F17", "no database", "worker", "production", {"DATABASE_URL": None}, "missing-variable", "DATABASE_URL"),
        ("F17", "an empty database", "worker", "production", {"DATABASE_URL": ""}, "empty-variable", "DATABASE_URL"),
        (
            "F18",
            "the service key of the other project",
            "worker",
            "staging",
            {"SUPABASE_SERVICE_ROLE_KEY": _SERVICE},
            "project-mismatch",
            "SUPABASE_SERVICE_ROLE_KEY",
        ),
        (
            "F19",
            "the anon key for the service key",
            "worker",
            "staging",
            {"SUPABASE_SERVICE_ROLE_KEY": key_of("ANON", "staging")},
            "wrong-key-role",
            "SUPABASE_SERVICE_ROLE_KEY",
        ),
        (
            "F22",
            "the database of another project",
            "api",
            "production",
            {"DATABASE_URL": TRANSACTION.replace(PRODUCTION_REF, STAGING_REF)},
            "project-mismatch",
            "DATABASE_URL",
        ),
        (
            "F23",
            "a key whose signature was cut",
            "api",
            "staging",
            {"SUPABASE_SERVICE_ROLE_KEY": key_of("SERVICE_ROLE", "staging")[:-43] + "bWFkZS11cC0"},
            "damaged-key",
            "SUPABASE_SERVICE_ROLE_KEY",
        ),
        (
            "F24",
            "the local stack's demo key",
            "api",
            "production",
            {"SUPABASE_SERVICE_ROLE_KEY": local()[_LOCAL_KEY]},
            "demo-key",
            "SUPABASE_SERVICE_ROLE_KEY",
        ),
        (
            "F26",
            "a reference for a key",
            "api",
            "production",
            {"SUPABASE_SERVICE_ROLE_KEY": "${SUPABASE_JWT_TOKEN}"},
            "literal-reference",
            "SUPABASE_SERVICE_ROLE_KEY",
        ),
        (
            "F26",
            "one key in two slots",
            "api",
            "production",
            {"SUPABASE_ANON_KEY": _SERVICE},
            "wrong-key-role",
            "SUPABASE_ANON_KEY",
        ),
        (
            "F27",
            "a former name",
            "worker",
            "production",
            {"SUPABASE_SERVICE_ROLE_KEY": None, "SERVICE_ROLE_KEY": _SERVICE},
            "former-name",
            "SUPABASE_SERVICE_ROLE_KEY",
        ),
        (
            "F28",
            "an alias with another value",
            "worker",
            "production",
            {"LLAMACLOUD_API_KEY": "llx-example-not-a-real-key-production-0009"},
            "conflicting-aliases",
            "LLAMACLOUD_API_KEY",
        ),
        (
            "F28",
            "a key of another vendor",
            "worker",
            "production",
            {"LLAMAPARSE_API_KEY": "sk-example-not-a-real-key-production-0009"},
            "wrong-vendor-key",
            "LLAMAPARSE_API_KEY",
        ),
        (
            "F29",
            "a name that nothing reads",
            "worker",
            "production",
            {"LLAMAPARSE_BASE_URL": None, "LLAMAPARSE_API_URL": "https://api.cloud.llamaindex.ai"},
            "former-name",
            "LLAMAPARSE_BASE_URL",
        ),
        (
            "F30",
            "a path that the client adds again",
            "worker",
            "production",
            {"LLAMAPARSE_BASE_URL": "https://api.cloud.llamaindex.ai/api/v1"},
            "unexpected-path",
            "LLAMAPARSE_BASE_URL",
        ),
        (
            "F31",
            "the default text for a secret",
            "api",
            "production",
            {"JWT_SECRET_KEY": "your-secret-key-change-in-production"},
            "placeholder-value",
            "JWT_SECRET_KEY",
        ),
        (
            "F31",
            "one secret under a name that nothing reads",
            "api",
            "production",
            {"JWT_SECRET_KEY": None, "JWT_SECRET": "example-session-secret-production-not-for-use-0004"},
            "former-name",
            "JWT_SECRET_KEY",
        ),
        (
            "F32",
            "a glob among the origins",
            "api",
            "production",
            {"ALLOWED_ORIGINS": "https://acme-docs-web.vercel.app,https://*.vercel.app"},
            "wrong-format",
            "ALLOWED_ORIGINS",
        ),
        (
            "F32",
            "origins under a name that nothing reads",
            "api",
            "production",
            {"ALLOWED_ORIGINS": None, "CORS_ORIGINS": "https://acme-docs-web.vercel.app"},
            "former-name",
            "ALLOWED_ORIGINS",
        ),
        (
            "F33",
            "hosts without the service's own",
            "api",
            "staging",
            {"UPLOAD_PIPELINE_ALLOWED_HOSTS": '["*.render.com"]'},
            "wrong-vendor-host",
            "UPLOAD_PIPELINE_ALLOWED_HOSTS",
        ),
        ("F35", "an unknown environment", "api", "production", {"ENVIRONMENT": "prod"}, "unlisted-value", "ENVIRONMENT"),
        ("F36", "no environment", "worker", "production", {"ENVIRONMENT": None}, "missing-variable", "ENVIRONMENT"),
        (
            "F37",
            "markers that disagree",
            "api",
            "production",
            {"UPLOAD_PIPELINE_ENVIRONMENT": "staging"},
            "unlisted-value",
            "UPLOAD_PIPELINE_ENVIRONMENT",
        ),
        ("F37", "a NODE_ENV that Node does not know", "api", "staging", {"NODE_ENV": "staging"}, "unlisted-value", "NODE_ENV"),
        (
            "F38",
            "staging's marker in production",
            "api",
            "production",
            {"ENVIRONMENT": "staging"},
            "environment-mismatch",
            "ENVIRONMENT",
        ),
        ("F38", "debug in production", "api", "production", {"DEBUG": "1"}, "unsafe-switch", "DEBUG"),
        ("F39", "no webhook", "worker", "production", {"WEBHOOK_BASE_URL": None}, "missing-variable", "WEBHOOK_BASE_URL"),
        (
            "F40",
            "a tunnel for a webhook",
            "worker",
            "staging",
            {"WEBHOOK_BASE_URL": "https://made-up.ngrok-free.app"},
            "tunnel-address",
            "WEBHOOK_BASE_URL",
        ),
        (
            "F41",
            "callbacks to another service",
            "worker",
            "production",
            {"WEBHOOK_BASE_URL": "https://acme-docs-old.onrender.com"},
            "wrong-vendor-host",
            "WEBHOOK_BASE_URL",
        ),
        (
            "F42",
            "an example domain for a webhook",
            "worker",
            "production",
            {"WEBHOOK_BASE_URL": "https://api.example.com"},
            "placeholder-host",
            "WEBHOOK_BASE_URL",
        ),
        (
            "F42",
            "a webhook under a former name",
            "worker",
            "production",
            {"WEBHOOK_BASE_URL": None, "PRODUCTION_WEBHOOK_BASE_URL": "https://acme-docs-api.onrender.com"},
            "former-name",
            "WEBHOOK_BASE_URL",
        ),
        (
            "F44",
            "a storage host that does not exist",
            "api",
            "production",
            {"SUPABASE_STORAGE_URL": "https://storage.supabase.co/storage/v1"},
            "wrong-vendor-host",
            "SUPABASE_STORAGE_URL",
        ),
        (
            "F45",
            "no encryption key",
            "api",
            "staging",
            {"DOCUMENT_ENCRYPTION_KEY": None},
            "missing-variable",
            "DOCUMENT_ENCRYPTION_KEY",
        ),
        (
            "F46",
            "a key that is not 32 bytes",
            "api",
            "production",
            {"DOCUMENT_ENCRYPTION_KEY": "6d6164652d75702d" * 4},
            "wrong-format",
            "DOCUMENT_ENCRYPTION_KEY",
        ),
        ("F48", "neither of two keys", "api", "production", {"FLASH_API_KEY": None}, "missing-alternative", None),
        (
            "F50",
            "a decimal for an integer",
            "worker",
            "staging",
            {"WORKER_RETRY_BASE_DELAY": "1.0"},
            "wrong-type",
            "WORKER_RETRY_BASE_DELAY",
        ),
        (
            "F51",
            "a unit behind a number",
            "api",
            "production",
            {"MAX_FILE_SIZE_BYTES": "100MB"},
            "wrong-type",
            "MAX_FILE_SIZE_BYTES",
        ),
        (
            "F52",
            "a comment behind a value",
            "worker",
            "production",
            {"WORKER_RECOVERY_TIMEOUT": "600  # 10 minutes"},
            "wrong-type",
            "WORKER_RECOVERY_TIMEOUT",
        ),
        (
            "F54",
            "a chat model where an embedding model is read",
            "worker",
            "production",
            {"OPENAI_MODEL": "gpt-4-turbo-preview"},
            "unlisted-value",
            "OPENAI_MODEL",
        ),
        (
            "F60",
            "a reference for a vendor's key",
            "worker",
            "production",
            {"OPENAI_API_KEY": "${OPENAI_API_KEY}"},
            "literal-reference",
            "OPENAI_API_KEY",
        ),
        (
            "F62",
            "a scrub mark for a key",
            "worker",
            "production",
            {"OPENAI_API_KEY": "[REDACTED]"},
            "placeholder-value",
            "OPENAI_API_KEY",
        ),
        (
            "F63",
            "a stale credential",
            "api",
            "staging",
            {"SUPABASE_POOLER_URL_DISABLED": SESSION.replace(PRODUCTION_REF, STAGING_REF)},
            "stale-variable",
            "SUPABASE_POOLER_URL_DISABLED",
        ),
        ("F64", "mocks in production", "worker", "production", {"SERVICE_MODE": "hybrid"}, "unsafe-switch", "SERVICE_MODE"),
        (
            "F65",
            "a guard switched off",
            "api",
            "production",
            {"SECURITY_BYPASS_ENABLED": "true"},
            "unsafe-switch",
            "SECURITY_BYPASS_ENABLED",
        ),
        (
            "F66",
            "a container's host for browsers",
            "frontend",
            "staging",
            {"NEXT_PUBLIC_SUPABASE_URL": "http://host.docker.internal:54321"},
            "local-address",
            "NEXT_PUBLIC_SUPABASE_URL",
        ),
        ("F72", "an empty environment", "worker", "production", {"ENVIRONMENT": ""}, "empty-variable", "ENVIRONMENT"),
        (
            "F78",
            "vectors that do not fit the model",
            "api",
            "production",
            {"RAG_VECTOR_DIMENSION": "384"},
            "unlisted-value",
            "RAG_VECTOR_DIMENSION",
        ),
    )
)

#: Faults that one environment shows, and that no rule finds, with the reason.
NOT_FOUND = {
    "F16": "one variable that two places of the code read as two types: only the code shows it",
    "F53": "python-dotenv reads the line right; what goes wrong is a loader that splits it at blanks (loader-dependent-value)",
}


def main() -> int:
    """Print the table."""
    print("| fault | what was wrong | service | rule | at | only finding |\n| --- | --- | --- | --- | --- | --- |")
    wrong = 0
    for fault in FAULTS:
        seen = [(each.rule.id, each.variable) for each in found(fault)]
        right = seen == [(fault.rule, fault.variable)]
        wrong += not right
        verdict = "yes" if right else f"no: {seen}"
        where = f"{fault.service} / {fault.environment}"
        print(f"| {fault.id} | {fault.what} | {where} | {fault.rule} | {fault.variable or ''} | {verdict} |")
    for id, reason in NOT_FOUND.items():
        print(f"| {id} | {reason} | | none | | |")
    print(f"\n{len({fault.id for fault in FAULTS})} faults in {len(FAULTS)} cases, {wrong} not as they should be.")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
