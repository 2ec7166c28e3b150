"""What no environment should hold, and what looks like it and is right."""

from __future__ import annotations

from typing import Any

import pytest

from envcheck.rules.all import RULES
from tests.conftest import Check, ids, variable
from tests.rules.helpers import ANYWHERE, MARKER, exported, shown, spoken, written

DEPLOYED = ("production", "staging")
REF = "abcdefghijklmnopqrst"

# -- what must not fire: names, values

RIGHT: dict[str, tuple[str, str]] = {
    "mailbox": ("SMTP_FROM", "Acme Support <ops@acme.dev>"),
    "mailbox-in-brackets": ("SMTP_FROM", "<ops@acme.dev>"),
    "log-format": ("LOG_FORMAT", "%(asctime)s %(levelname)s %(message)s"),
    "log-format-of-loguru": ("LOG_FORMAT", "{time} | {level} | {message}"),
    "log-format-like-jinja": ("LOG_FORMAT", "{{ time }} {{ level }}"),
    "log-format-of-javascript": ("LOG_FORMAT", "${time} ${level}"),
    "log-format-in-capitals": ("LOG_FORMAT", "${TIME} ${LEVEL}"),
    "date-format": ("DATE_LAYOUT", "%Y-%m-%d"),
    "printf": ("GREETING", "%s has %d items"),
    "percent": ("SAMPLE", "100%"),
    "windows-path": ("DATA_DIR", "%APPDATA%/acme"),
    "template-of-javascript": ("SUBJECT", "Hello ${name}"),
    "template-of-mustache": ("EMAIL_TEMPLATE", "{{ body }}"),
    "template-in-an-address": ("TILES", "https://tiles.acme.dev/{{z}}/{{x}}"),
    "json-list": ("ORIGINS", '["https://app.acme.dev"]'),
    "json-list-of-words": ("ROLES", '["user", "admin"]'),
    "json-empty": ("HEADERS", "{}"),
    "json-nested": ("HEADERS", '{"a": {"b": {}}}'),
    "network": ("NETWORK", "10.208.0.0/16"),
    "every-interface": ("HOST", "0.0.0.0"),
    "ipv6": ("HOST", "[::1]"),
    "none": ("COOKIE_SAMESITE", "None"),
    "null": ("CACHE_BACKEND", "null"),
    "test": ("STAGE_NAME", "test"),
    "example": ("DATASET", "example"),
    "todo": ("PROJECT", "todo"),
    "placeholder": ("IMAGE", "placeholder"),
    "password-as-a-word": ("LOGIN_METHOD", "password"),
    "secret-as-a-word": ("AUTH_TYPE", "secret"),
    "changelog": ("DOCUMENT", "changelog"),
    "change-request": ("QUEUE", "change-requests"),
    "replace": ("CONFLICT", "replace"),
    "your-in-a-sentence": ("SUBJECT", "Your account is ready"),
    "your-in-an-id": ("TEMPLATE_ID", "verify-your-email"),
    "your-order": ("TEMPLATE_ID", "your-order-confirmation"),
    "here-in-a-slug": ("CAMPAIGN", "wish-you-were-here"),
    "loading": ("LABEL", "Loading..."),
    "zeros": ("TENANT", "00000000-0000-0000-0000-000000000000"),
    "zeros-as-a-contract": ("CONTRACT_ADDRESS", "0x" + "0" * 40),
    "contract": ("CONTRACT_ADDRESS", "0xdeaddeaddeaddeaddeaddeaddeaddeaddeaddead"),
    "identifier-of-nineteen-digits": ("CHANNEL_ID", "1111111111111111111"),
    "uuid": ("TENANT_ID", "2eb8aa08-aa98-11ea-b4aa-73b441d16380"),
    "cron": ("SCHEDULE", "0 2 * * *"),
    "cron-every-minute": ("SCHEDULE", "* * * * *"),
    "star": ("ALLOWED_HOSTS", "*"),
    "glob": ("INCLUDE", "src/**/*.py"),
    "test-inside": ("MODEL", "latest"),
    "test-in-a-bucket": ("BUCKET", "acme-test-uploads"),
    "example-in-a-bucket": ("BUCKET", "acme-example-bucket"),
    "size": ("SHIRT", "XXXL"),
    "roman": ("EDITION", "XXX"),
    "dunder": ("ENTRY", "__main__"),
    "underscore-last": ("TABLE", "app_"),
    "color": ("COLOR", "#ffffff"),
    "separator-tag": ("BREAK", "<br>"),
    "token-of-a-model": ("STOP_TOKEN", "<end_of_turn>"),
    "sequence-of-a-model": ("STOP_SEQUENCE", "<unk>"),
    "class-of-characters": ("ALPHABET", "[a-z0-9]"),
    "log-tag": ("TAG", "[INFO]"),
    "passphrase": ("BACKUP_PASSPHRASE", "blue horse; seven lamps; a river"),
    "passphrase-of-words": ("BACKUP_PASSPHRASE", "correct-horse-battery-staple"),
    "passphrase-with-your": ("BACKUP_PASSPHRASE", "mind-your-own-business-77"),
    "password-with-a-dollar": ("DB_PASSWORD", "ma$de$UP-8712"),
    "password-with-an-open-brace": ("DB_PASSWORD", "ma${de-up-8712"),
    "password-with-braces": ("DB_PASSWORD", "m{a}d[e]u<p>8712"),
    "password-with-percents": ("DB_PASSWORD", "%made%up%8712"),
    "password-that-begins-with-a-dollar": ("DB_PASSWORD", "$MADEUP"),
    "password-with-test": ("DB_PASSWORD", "tested-made-up-8712"),
    "password-of-digits": ("DB_PASSWORD", "4815162342"),
    "secret-of-django": ("SECRET_KEY", "ma$de(up%8)&u=e#d-k@4+t!z^q*r_0n"),
    "secret-like-a-reference": ("SECRET_KEY", "k3$(up8)d-made-made-up-made"),
    "secret-with-a-row": ("SECRET_KEY", "made0000made1111made2222up"),
    "secret-in-base64": ("DOCUMENT_ENCRYPTION_KEY", "bWFkZS11cC1rZXktbWFkZS11cC1rZXktbWFkZS11cC0="),
    "secret-with-xxx": ("SECRET_KEY", "m4dexxxup0made8up1made2up"),
    "bcrypt": ("ADMIN_PASSWORD_DIGEST", "$2b$12$madeupmadeupmadeupmadeupmadeupmadeupmadeupmade"),
    "bcrypt-of-a-password": ("ADMIN_PASSWORD", "$2b$12$madeupmadeupmadeupmadeupmadeupmadeupmadeupmade"),
    "argon2": ("ADMIN_PASSWORD", "$argon2id$v=19$m=65536,t=3,p=4$bWFkZS11cA$bWFkZS11cA"),
    "crypt": ("ADMIN_PASSWORD", "$6$madeup$madeupmadeupmadeup"),
    "local-model": ("OPENAI_API_KEY", "EMPTY"),
    "local-model-without-key": ("OPENAI_API_KEY", "sk-no-key-required"),
    "vendor-key": ("OPENAI_API_KEY", "sk-" + "made0up" * 5),
    "vendor-key-of-an-example": ("OPENAI_API_KEY", "sk-example-not-a-real-key-production-0001"),
    "public-key": ("STRIPE_PUBLIC_KEY", "test"),
    "sort-key": ("SORT_KEY", "none"),
    "url-with-password": ("DATABASE_URL", "postgresql://app:made-up@db.acme.dev:5432/app"),
    "url-with-an-unlucky-password": ("DATABASE_URL", "postgresql://app:your-made-up-8712@db.acme.dev:5432/app"),
    "url-of-sentry": ("SENTRY_DSN", "https://made0up@o1.ingest.us.sentry.io/42"),
    "url-with-a-user-alone": ("REDIS_URL", "rediss://default:made-up@cache.acme.dev:6379"),
    "multi-line-key": ("PRIVATE_KEY_PATH", "/etc/secrets/key.pem"),
    "debug-of-node": ("DEBUG", "express:*"),
    "debug-off": ("DEBUG", "false"),
    "debug-empty-word": ("DEBUG", "no"),
    "log-level": ("LOG_LEVEL", "INFO"),
    "hybrid-search": ("SEARCH_MODE", "hybrid"),
    "mode": ("SERVICE_MODE", "real"),
    "mock-off": ("USE_MOCK_STORAGE", "false"),
    "mock-server": ("MOCK_SERVER_URL", "https://mocks.acme.dev"),
    "bypass-secret": ("VERCEL_AUTOMATION_BYPASS_SECRET", "made-up"),
    "cache-bypass": ("CACHE_BYPASS", "true"),
    "password-login-off": ("DISABLE_PASSWORD_AUTH", "true"),
    "tls-on": ("NODE_TLS_REJECT_UNAUTHORIZED", "1"),
    "telemetry-off": ("OTEL_SDK_DISABLED", "true"),
    "old-as-a-number": ("MAX_DAYS_OLD", "30"),
    "threshold": ("API_THRESHOLD", "0.5"),
    "backup-bucket": ("DB_BACKUP", "acme-backups"),
    "key-switch": ("API_KEY_DISABLED", "true"),
    "port": ("PORT", "8000"),
    "concurrency": ("WEB_CONCURRENCY", "4"),
    "python": ("PYTHON_VERSION", "3.12.8"),
    "renderer": ("RENDER_QUALITY", "high"),
    "account-of-render": ("RENDER_HOOK", "made-up"),
    "admin-as-a-user": ("ADMIN_USER", "admin"),
    "postgres-as-a-user": ("POSTGRES_USER", "postgres"),
    "short-vendor-secret": ("WEBHOOK_SIGNATURE", "made-up"),
}


@pytest.mark.parametrize("environment", ANYWHERE.values(), ids=ANYWHERE)
@pytest.mark.parametrize(("name", "value"), RIGHT.values(), ids=RIGHT)
def test_a_right_value_has_no_finding(check: Check, name: str, value: str, environment: str | None) -> None:
    """In no environment, and in no kind of source; with a schema that names it neither."""
    declared = variable(name, writeOnly=True) if "_PASS" in name else variable(name)

    assert ids(check(None, written(value, name), environment=environment)) == []
    assert ids(check(declared, written(value, name), environment=environment)) == []
    assert ids(check(None, exported(value, name), environment=environment)) == []


# -- what must fire

WRONG: dict[str, tuple[str, str, str, str]] = {
    "changeme": ("SECRET_KEY", "changeme", "placeholder-value", "error"),
    "change-in-production": ("JWT_SECRET_KEY", "your-secret-key-change-in-production", "placeholder-value", "error"),
    "changeme-elsewhere": ("ADMIN_NAME", "CHANGE_ME", "placeholder-value", "error"),
    "your-key": ("OPENAI_API_KEY", "your_openai_key_here", "placeholder-value", "error"),
    "your-project": ("PROJECT", "your-project-id", "placeholder-value", "error"),
    "brackets": ("STRIPE_KEY", "<your key>", "placeholder-value", "error"),
    "square-brackets": ("REGION", "[REGION]", "placeholder-value", "error"),
    "dots": ("OPENAI_API_KEY", "sk-...", "placeholder-value", "error"),
    "row-of-x": ("STRIPE_WEBHOOK_SECRET", "whsec_xxxxxxxx", "placeholder-value", "error"),
    "row-of-x-elsewhere": ("ANALYTICS", "G-XXXXXXXXXX", "placeholder-value", "error"),
    "scrubbed": ("SMTP_HOST", "***REMOVED***", "placeholder-value", "error"),
    "scrubbed-secret": ("API_TOKEN", "REMOVED", "placeholder-value", "error"),
    "redacted": ("API_TOKEN", "REDACTED", "placeholder-value", "error"),
    "deploy-token": ("DB_HOST", "__DB_HOST__", "placeholder-value", "error"),
    "test-key": ("OPENAI_API_KEY", "sk-test-key", "placeholder-value", "error"),
    "password": ("DB_PASSWORD", "password", "placeholder-value", "error"),
    "none": ("API_TOKEN", "none", "placeholder-value", "error"),
    "undefined": ("API_TOKEN", "undefined", "placeholder-value", "error"),
    "zeros": ("ENCRYPTION_KEY", "0" * 32, "placeholder-value", "error"),
    "default-of-supabase": (
        "JWT_SECRET",
        "super-secret-jwt-token-with-at-least-32-characters-long",
        "placeholder-value",
        "error",
    ),
    "password-of-an-address": (
        "POOLER_URL",
        f"postgresql://postgres.{REF}:password@aws-1-eu-central-1.pooler.supabase.com:5432/postgres",
        "placeholder-value",
        "error",
    ),
    "copy-button": ("DATABASE_URL", "postgresql://app:[YOUR-PASSWORD]@db.acme.dev:5432/app", "placeholder-value", "error"),
    "user-of-an-address": ("SENTRY_DSN", "https://your-key@o1.ingest.us.sentry.io/42", "placeholder-value", "error"),
    "scrubbed-address": ("DATABASE_URL", "postgresql://app:REDACTED@db.acme.dev:5432/app", "placeholder-value", "error"),
    "reference": ("OPENAI_API_KEY", "${OPENAI_API_KEY}", "literal-reference", "error"),
    "reference-in-an-address": ("STORAGE_URL", "${SUPABASE_URL}/storage/v1", "literal-reference", "error"),
    "reference-before-an-address": ("DATABASE_URL", f"${{DATABASE_URL}}//postgres.{REF}:made-up@", "literal-reference", "error"),
    "reference-of-a-shell": ("SECRET_KEY", "$(openssl rand -hex 32)", "literal-reference", "error"),
    "reference-of-kubernetes": ("API_URL", "http://$(API_HOST)/v1", "literal-reference", "error"),
    "reference-of-windows": ("DB_HOST", "%DB_HOST%", "literal-reference", "error"),
    "reference-of-ansible": ("DB_PASSWORD", "{{ vault_db_password }}", "literal-reference", "error"),
    "reference-of-actions": ("API_TOKEN", "${{ secrets.API_TOKEN }}", "literal-reference", "error"),
    "reference-without-braces": ("DATABASE_URL", "$DATABASE_URL", "literal-reference", "error"),
    "security-bypass": ("SECURITY_BYPASS_ENABLED", "true", "unsafe-switch", "error"),
    "auth-disabled": ("AUTH_DISABLED", "1", "unsafe-switch", "error"),
    "tls-unchecked": ("NODE_TLS_REJECT_UNAUTHORIZED", "0", "unsafe-switch", "warning"),
    "short-signing-key": ("JWT_SECRET", "made-up", "weak-secret", "warning"),
    "password-of-a-product": ("GRAFANA_PASSWORD", "admin", "weak-secret", "warning"),
    "made-by-django": ("SECRET_KEY", "django-insecure-made-up-made-up-made", "weak-secret", "warning"),
    "user-as-password": ("DATABASE_URL", "postgresql://acme:acme@db.acme.dev:5432/app", "weak-secret", "warning"),
    "guest": ("AMQP_URL", "amqps://guest:guest@mq.acme.dev/app", "weak-secret", "warning"),
    "stale-address": ("POOLER_URL_DISABLED", "postgresql://app:made-up@db.acme.dev:5432/app", "stale-variable", "warning"),
    "stale-secret": ("STRIPE_API_KEY_OLD", "made-up", "stale-variable", "warning"),
    "platform-address": ("RENDER_EXTERNAL_URL", "https://acme.onrender.com", "platform-variable", "warning"),
    "platform-flag": ("IS_PULL_REQUEST", "false", "platform-variable", "warning"),
}


@pytest.mark.parametrize("environment", DEPLOYED)
@pytest.mark.parametrize(("name", "value", "rule", "severity"), WRONG.values(), ids=WRONG)
def test_a_wrong_value_has_one_finding_where_it_is_deployed(
    check: Check, name: str, value: str, rule: str, severity: str, environment: str
) -> None:
    """In a file and in an export, without a schema."""
    assert spoken(check(None, written(value, name), environment=environment)) == [(rule, severity)]
    assert spoken(check(None, exported(value, name), environment=environment)) == [(rule, severity)]


@pytest.mark.parametrize(("name", "value", "rule", "severity"), WRONG.values(), ids=WRONG)
def test_a_schema_that_names_it_changes_nothing(check: Check, name: str, value: str, rule: str, severity: str) -> None:
    """But that what it names is not stale."""
    found = spoken(check(variable(name), exported(value, name), environment="production"))

    assert found == ([] if rule == "stale-variable" else [(rule, severity)])


@pytest.mark.parametrize(("name", "value", "rule"), [row[:3] for row in WRONG.values()], ids=WRONG)
def test_in_development_most_of_it_is_right(check: Check, name: str, value: str, rule: str) -> None:
    """But for what nothing reads, and references that lead nowhere."""
    found = spoken(check(None, written(value, name), environment="development"))

    assert found == ([(rule, "warning")] if rule in ("stale-variable", "literal-reference") else [])


CERTAIN = [
    *(
        "changeme",
        "changeme-elsewhere",
        "change-in-production",
        "your-key",
        "your-project",
        "brackets",
        "square-brackets",
        "dots",
    ),
    *("row-of-x", "row-of-x-elsewhere", "scrubbed", "scrubbed-secret", "redacted", "deploy-token", "copy-button"),
    *("user-of-an-address", "scrubbed-address"),
]


@pytest.mark.parametrize("id", [id for id, row in WRONG.items() if row[2] == "placeholder-value"])
def test_where_the_environment_is_not_known_only_the_certain_is_told(check: Check, id: str) -> None:
    """As a warning, because it may be right there; as an error where a schema asks for the variable."""
    name, value, rule, _ = WRONG[id]

    assert spoken(check(None, written(value, name))) == ([(rule, "warning")] if id in CERTAIN else [])
    assert spoken(check(variable(name), written(value, name))) == ([(rule, "error")] if id in CERTAIN else [])


@pytest.mark.parametrize(
    ("name", "value", "production", "staging"),
    [
        ("USE_MOCK_STORAGE", "true", ("unsafe-switch", "error"), ("unsafe-switch", "warning")),
        ("SERVICE_MODE", "mock", ("unsafe-switch", "error"), ("unsafe-switch", "warning")),
        ("SERVICE_MODE", "hybrid", ("unsafe-switch", "error"), ("unsafe-switch", "warning")),
        ("DEBUG", "1", ("unsafe-switch", "warning"), ("unsafe-switch", "note")),
        ("UVICORN_RELOAD", "true", ("unsafe-switch", "warning"), ("unsafe-switch", "note")),
        ("LOG_LEVEL", "DEBUG", ("unsafe-switch", "note"), None),
        ("TEST_MODE", "on", ("unsafe-switch", "warning"), None),
    ],
)
def test_a_switch_is_worse_in_production(
    check: Check, name: str, value: str, production: tuple[str, str], staging: tuple[str, str] | None
) -> None:
    """In staging some of it is meant, and elsewhere it is right."""
    assert spoken(check(None, written(value, name), environment="production")) == [production]
    assert spoken(check(None, written(value, name), environment="staging")) == ([staging] if staging else [])
    assert spoken(check(None, written(value, name), environment="development")) == []
    assert spoken(check(None, written(value, name))) == []


def test_an_export_of_an_unknown_environment_is_judged_as_deployed(check: Check) -> None:
    """But not as production."""
    assert spoken(check(None, exported("true", "USE_MOCK_STORAGE"))) == [("unsafe-switch", "warning")]
    assert spoken(check(None, exported("DEBUG", "LOG_LEVEL"))) == []
    assert spoken(check(None, exported("changeme", "API_KEY"))) == [("placeholder-value", "error")]


# -- references

SAME_FILE = {
    "address": "HOST=db.acme.dev\nDATABASE_URL=postgresql://app:made-up@${HOST}:5432/app\n",
    "before-it-is-set": "URL=https://${HOST}/v1\nHOST=api.acme.dev\n",
    "number": "BASE=8000\nX=${BASE}\n",
    "default": "X=${UNSET:-8000}\n",
    "of-the-shell": "DATA=${HOME}/data\n",
    "of-the-platform": "API_URL=http://0.0.0.0:${PORT}\n",
    "lower-case": "host=db.acme.dev\nX=${host}\n",
    "without-braces": "DB_HOST=db.acme.dev\nX=$DB_HOST\n",
    "secret": "FIRST=made-up\nAPI_KEY=${FIRST}\n",
}


@pytest.mark.parametrize("environment", ANYWHERE.values(), ids=ANYWHERE)
@pytest.mark.parametrize("schema", [None, {"type": "integer"}, {"format": "http-url"}, {"pattern": "^z"}], ids=str)
@pytest.mark.parametrize("text", SAME_FILE.values(), ids=SAME_FILE)
def test_what_a_loader_fills_in_is_not_judged(
    check: Check, text: str, schema: dict[str, Any] | None, environment: str | None
) -> None:
    """Its text is not what the process gets."""
    name = text.splitlines()[-1].partition("=")[0]
    if "${" not in text.splitlines()[-1] and "$" not in text.splitlines()[-1]:
        name = text.partition("=")[0]

    assert (
        ids(check(variable(name, **schema) | {"additionalProperties": True} if schema else None, text, environment=environment))
        == []
    )


def test_the_rest_of_the_file_is_judged(check: Check) -> None:
    """One reference does not hide what stands beside it."""
    text = "BASE=8000\nX=${BASE}\nAPI_KEY=changeme\nPORT=x\n"

    assert sorted(
        ids(check(variable("PORT", type="integer") | {"additionalProperties": True}, text, environment="production"))
    ) == [
        "placeholder-value",
        "wrong-type",
    ]


def test_a_variable_that_refers_to_itself_is_told(check: Check) -> None:
    (finding,) = check(None, "# made-up\nENVIRONMENT=${ENVIRONMENT}\n", environment="production")

    assert (finding.rule.id, finding.severity) == ("literal-reference", "error")
    assert finding.message.startswith("ENVIRONMENT refers to itself")
    assert finding.location is not None
    assert finding.location.line == 2


def test_an_export_is_never_filled_in(check: Check) -> None:
    """Although the other variable is there."""
    findings = check(None, '{"A_URL": "https://acme.dev", "B_URL": "${A_URL}/v1"}')

    assert [(finding.rule.id, finding.variable) for finding in findings] == [("literal-reference", "B_URL")]


@pytest.mark.parametrize("keywords", [{"type": "integer"}, {"format": "http-url"}, {"enum": ["a"]}, {"minLength": 99}], ids=str)
@pytest.mark.parametrize("value", ["${SOME_NAME}", "your_value_here"])
def test_what_stands_for_a_value_is_nearer_than_what_the_value_is(check: Check, keywords: dict[str, Any], value: str) -> None:
    """One cause, one finding; a list of the schema knows best."""
    expected = "literal-reference" if "$" in value else "placeholder-value" if "enum" not in keywords else "unlisted-value"

    assert ids(check(variable(**keywords), exported(value), environment="production")) == [expected]


# -- one cause, one finding


def test_a_local_address_is_nearer_than_its_password(check: Check) -> None:
    """All of it was copied from development."""
    value = "postgresql://postgres:postgres@127.0.0.1:54322/postgres"

    assert ids(check(None, written(value, "DATABASE_URL"), environment="production")) == ["local-address"]
    assert ids(check(None, written(value.replace("s:postgres@", "s:password@"), "DATABASE_URL"), environment="staging")) == [
        "local-address"
    ]


def test_what_a_schema_lists_is_no_placeholder(check: Check) -> None:
    """The schema knows better."""
    assert (
        ids(check(variable("CACHE_KEY_SECRET", enum=["none", "test"]), "CACHE_KEY_SECRET=none\n", environment="production")) == []
    )


def test_a_platforms_variable_is_no_stranger(check: Check) -> None:
    """To a closed schema neither."""
    schema = {"properties": {"A": {}}, "additionalProperties": False}

    assert ids(check(schema, "A=1\nRENDER_SERVICE_NAME=acme\n", environment="production")) == ["platform-variable"]
    assert ids(check(schema, "A=1\nAPI_KEY_OLD=made-up\n", environment="production")) == ["stale-variable"]


def test_without_the_platform_its_names_are_free(check: Check) -> None:
    assert ids(check(None, written("true", "RENDER"), environment="production", platform="none")) == []


def test_render_in_a_local_file_is_told(check: Check) -> None:
    """Code believes that it runs there."""
    assert spoken(check(None, written("true", "RENDER"), environment="development")) == [("platform-variable", "warning")]
    assert spoken(check(None, written("srv-made-up", "RENDER_SERVICE_ID"), environment="development")) == []


def test_placeholders_are_right_in_a_template(check: Check) -> None:
    """They are what it is for."""
    text = "API_KEY=your_key_here\nDATABASE_URL=postgresql://app:[YOUR-PASSWORD]@localhost/app\nX=${Y}\nDEBUG=1\n"

    assert ids(check(None, text, path=".env.example", environment="production")) == []


# -- what the others say of values with a unit, or near to one that is listed


@pytest.mark.parametrize(
    ("value", "part"), [("100MB", "bytes"), ("50 kb", "bytes"), ("30s", "seconds"), ("ten", "as the type asks")]
)
def test_a_number_with_a_unit_is_told_what_to_write(check: Check, value: str, part: str) -> None:
    """The number is not spelt out, because it is the value."""
    (finding,) = check(variable("MAX_SIZE", type="integer"), written(value, "MAX_SIZE"))

    assert finding.rule.id == "wrong-type"
    assert part in finding.hint
    assert not any(map(str.isdigit, finding.hint))


@pytest.mark.parametrize(
    ("value", "near"), [("prod", "production"), ("Staging", "staging"), ("stagin", "staging"), ("zzz", None)]
)
def test_a_near_miss_says_what_was_perhaps_meant(check: Check, value: str, near: str | None) -> None:
    """Of a secret nothing is said."""
    keywords: dict[str, Any] = {"enum": ["development", "staging", "production"]}
    (finding,) = check(variable("ENVIRONMENT", **keywords), written(value, "ENVIRONMENT"))
    (secret,) = check(variable("ENVIRONMENT", writeOnly=True, **keywords), written(value, "ENVIRONMENT"))

    assert finding.rule.id == "unlisted-value"
    assert (near is not None) == ("Did you mean" in finding.hint or "case matters" in finding.hint)
    assert near is None or near in finding.hint
    assert secret.hint.startswith("Use a listed value")


# -- secrecy

SECRETS = {
    "placeholder-value": ("API_KEY", f"your_{MARKER}_key_here"),
    "literal-reference": ("API_KEY", f"{MARKER}${{ZQ7MARKER}}"),
    "unsafe-switch": ("DEBUG", "true"),
    "weak-secret": ("JWT_SECRET", MARKER),
    "stale-variable": ("API_KEY_OLD", MARKER),
    "platform-variable": ("RENDER_EXTERNAL_URL", f"https://{MARKER}.acme.dev"),
}


def test_every_rule_of_the_family_has_a_secret_to_keep() -> None:
    """But those on keys, which have a table of their own."""
    keys = {"test-key", "live-key", "account-key", "exposed-secret", "secret-in-template"}

    assert {rule.id for rule in RULES.values() if rule.family == "hygiene"} - keys == set(SECRETS)


@pytest.mark.parametrize(("rule", "pair"), SECRETS.items(), ids=SECRETS)
def test_a_finding_keeps_the_value_and_says_what_to_do(check: Check, rule: str, pair: tuple[str, str]) -> None:
    """No part of it is shown, not even the name that it refers to."""
    name, value = pair
    (finding,) = check(None, written(value, name), environment="production")

    assert (finding.rule.id, finding.variable, bool(finding.hint)) == (rule, name, True)
    assert MARKER not in shown([finding]).lower()
    assert value not in shown([finding])
