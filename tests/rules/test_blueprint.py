"""The family *blueprint*: what must fire, and the longer list of what must not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from envcheck.model import Finding
from tests.conftest import Check

NUMBER, BOOLEAN = "non-text-blueprint-value", "non-text-blueprint-value"
STRAY, REFERENCE, REGION, SECRET = "unknown-blueprint-field", "unresolved-reference", "region-mismatch", "secret-in-blueprint"
PATH = "render.yaml#api"
MISMATCH = "blueprint-environment-mismatch"


def service(*entries: str, head: str = "", rest: str = "", kind: str = "web", name: str = "api") -> str:
    """A blueprint with one service, each entry in flow style."""
    extra = "".join(f"    {line}\n" for line in head.split("\n") if line)
    lines = "".join(f"      - {entry}\n" for entry in entries)
    return f"services:\n  - type: {kind}\n    name: {name}\n    runtime: python\n{extra}    envVars:\n{lines}{rest}"


def value(text: str, name: str = "A") -> str:
    """A service with one value, as it is written."""
    return service(f"{{key: {name}, value: {text}}}")


def found(findings: list[Finding]) -> list[tuple[str, str]]:
    """Rule and severity of each."""
    return [(each.rule.id, each.severity) for each in findings]


def declare(text: str) -> str:
    """A blueprint with one more service, whose type and name these are, ``type name``."""
    kind, name = text.split()
    return f"  - {{type: {kind}, name: {name}, runtime: go, envVars: [{{key: B, value: x}}]}}\n"


DB = "databases:\n  - {name: db}\n"
OUTSIDE = service("{fromGroup: elsewhere}", "{key: A, value: x}")

CLEAN: list[tuple[str, str]] = [
    *(
        (f"text-{text}", value(text))
        for text in ("x", '"true"', "'8000'", '"3.10"', '"010"', '"~"', "1.2.3", "y", "None", "12:30:45x", '""', "2024-01-01")
    ),
    ("fields-of-all", service("{key: A, value: x}", head="repo: https://a.example/b\nbranch: main\nrootDir: ./api\nregion: ohio")),
    (
        "fields-of-servers",
        service(
            "{key: A, value: x}",
            head="plan: starter\nnumInstances: 2\nhealthCheckPath: /h\npreDeployCommand: x\nstartCommand: x\nbuildCommand: x\n"
            "scaling: {minInstances: 1}\ndisk: {name: d, mountPath: /d}\ndomains: [a.example]\nautoDeploy: false\n"
            "autoDeployTrigger: commit\nbuildFilter: {paths: [a]}\npreviews: {generation: manual}\nmaxShutdownDelaySeconds: 30",
        ),
    ),
    ("old-fields", service("{key: A, value: x}", head="env: python\npullRequestPreviewsEnabled: true\npreviewPlan: starter")),
    ("old-root", "previewsEnabled: true\n" + service("{key: A, value: x}")),
    ("docker-command", service("{key: A, value: x}", head="dockerCommand: x").replace("python", "docker")),
    ("property", service("{key: A, fromDatabase: {name: db, property: connectionPoolString}}", rest=DB)),
    ("host-of-private", service("{key: A, fromService: {name: p, type: pserv, property: hostport}}", rest=declare("pserv p"))),
    ("variable-of-worker", service("{key: A, fromService: {name: w, type: worker, envVarKey: B}}", rest=declare("worker w"))),
    ("variable-of-platform", service("{key: A, fromService: {name: w, type: web, envVarKey: RENDER_EXTERNAL_HOSTNAME}}", rest=declare("web w"))),
    ("port-of-platform", service("{key: A, fromService: {name: w, type: web, envVarKey: PORT}}", rest=declare("web w"))),
    ("value-and-sync", service("{key: A, value: x, sync: true}", "{key: B, value: x, generateValue: false}")),
    ("address-of-a-site", service("{key: A, fromService: {name: w, type: web, envVarKey: RENDER_EXTERNAL_URL}}", rest=declare("web w").replace("go", "static"))),
    ("address-set-by-hand", service("{key: A, fromService: {name: w, type: worker, envVarKey: B}}", rest=declare("worker w"))),
    ("redis-is-keyvalue", service("{key: A, fromService: {name: c, type: redis, property: connectionString}}", rest="  - {type: keyvalue, name: c, ipAllowList: []}\n")),
    ("database-type", service("{key: A, fromService: {name: db, type: dpg, property: host}}", rest=DB)),
    ("regions-alike", service("{key: A, fromDatabase: {name: db, property: host}}", head="region: ohio", rest="databases: [{name: db, region: ohio}]\n")),
    ("read-replica", service("{key: A, fromDatabase: {name: r, property: host}}", head="region: ohio", rest="databases: [{name: db, region: ohio, readReplicas: [{name: r}]}]\n")),
    ("region-default", service("{key: A, fromDatabase: {name: db, property: host}}", head="region: oregon", rest=DB)),
    ("region-of-a-password", service("{key: A, fromDatabase: {name: db, property: password}}", rest="databases: [{name: db, region: ohio}]\n")),
    ("region-of-a-variable", service("{key: A, fromService: {name: w, type: web, envVarKey: B}}", rest=declare("web w").replace("go", "go, region: ohio"))),
    *(
        (f"no-secret-{name}-{text}", value(text, name))
        for name, text in (
            ("API_KEY", '""'),
            ("SECRET_KEY", "/etc/secrets/key.pem"),
            ("SENTRY_DSN", "https://made7up2made7up2@o12.ingest.sentry.io/34"),
            ("GOOGLE_CLIENT_ID", "1234-made7up2.apps.googleusercontent.com"),
            ("SUPABASE_ANON_KEY", "sb_publishable_made-up-made-up-made-up"),
            ("NEXT_PUBLIC_KEY", "pk_live_made-up-made-up-made-up"),
            ("STRIPE_PUBLISHABLE_KEY", "pk_live_made-up-made-up-made-up"),
            ("FORGOT_PASSWORD_URL", "https://acme.dev/forgot"),
            ("PUBLIC_URL", "https://acme.dev"),
            ("SORT_KEY", "id"),
            ("TOKEN_LIFETIME", '"3600"'),
            ("STORAGE_KEY", "user-sessions"),
            ("REFRESH_TOKEN", "refresh_token"),
            ("S3_KEY", "uploads/archive"),
            ("RESET_PASSWORD", "on-request"),
            ("ACCESS_TOKEN_COOKIE", "access_token"),
            ("POSTHOG_API_KEY", "phc_made7up2made7up2made7up2made7up2"),
            ("ALGOLIA_SEARCH_KEY", "made7up2made7up2made7up2made7up2"),
            ("PUSHER_KEY", "made7up2made7up2made"),
            ("NEXT_PUSHER_APP_KEY", "made7up2made7up2made"),
            ("DB_PASSWORD_SECRET", "projects/123/secrets/db-password/versions/latest"),
            ("API_SECRET", '"arn:aws:secretsmanager:us-east-1:123:secret:made-up"'),
            ("GREETING", '"Bearer sk-your-key-here"'),
            ("SESSION_KEY_LENGTH", '"25600000"'),
            ("PASSWORD_RESET_TIMEOUT", '"25920000"'),
            ("LOGGING", "'{\"level\": \"INFO\", \"url\": \"https://acme.dev/made-up\"}'"),
        )
    ),
    ("comment-of-prose", service("# the key is in the vault, sk-... or sk_live_xxx", "{key: A, value: x}")),
    ("comment-of-anon", service("# sb_publishable_made-up-made-up-made-up", "{key: A, value: x}")),
    ("preview", service("{key: A, value: x, previewValue: y}", "{key: API_KEY, sync: false, previewValue: change-me-please}")),
    ("branch-main", service("{key: A, value: x}", head="branch: main")),
    ("branch-of-a-ticket", service("{key: A, value: x}", head="branch: fix/stage-manager")),
    ("branch-of-both", service("{key: A, value: x}", head="branch: staging-to-production")),
]  # fmt: skip


@pytest.mark.parametrize("text", [text for _, text in CLEAN], ids=[name for name, _ in CLEAN])
def test_what_is_right_has_no_finding(check: Check, text: str) -> None:
    assert found(check(None, text, path=PATH, environment="production")) == []


FAULTY: list[tuple[str, str, str, str, int]] = [
    *(("boolean", value(text), BOOLEAN, "error", 6) for text in ("true", "False", "TRUE", "~", "null", "[a]", "{a: b}")),
    *(("number", value(text), NUMBER, "note", 6) for text in ("8000", "0", "-1", "3.11", "0.5", "-0.25")),
    *(("changed", value(text), NUMBER, "warning", 6) for text in ("3.10", "010", "08", "1e3", "1_000", "+1", "1.", ".5", "0x1F", "0.0", "9" * 19, ".inf", "-0")),
    *(("old-boolean", value(text), BOOLEAN, "warning", 6) for text in ("yes", "no", "On", "OFF")),
    ("stray", service("{key: A, value: x}", head="port: 8000"), STRAY, "warning", 5),
    ("strays", service("{key: A, value: x}", head="port: 8000\nnumReplicas: 2\nvolumes: []"), STRAY, "warning", 5),
    ("stray-of-another-type", service("{key: A, value: x}", kind="worker", head="staticPublishPath: ./out"), STRAY, "warning", 5),
    ("stray-at-root", service("{key: A, value: x}", rest="region: ohio\n"), STRAY, "warning", 7),
    ("stray-in-entry", service("{key: A, value: x, secret: true}"), STRAY, "warning", 6),
    ("two-origins", service("{key: A, value: x, fromDatabase: {name: db, property: host}}", rest=DB), STRAY, "warning", 6),
    ("type-missing", service("{key: A, value: x}").replace("  - type: web\n    name", "  - name"), STRAY, "warning", 2),
    ("type-unknown", service("{key: A, value: x}", kind="static"), STRAY, "warning", 2),
    ("command-of-image", service("{key: A, value: x}", head="startCommand: x").replace("python", "docker"), STRAY, "warning", 5),
    ("database-elsewhere", service("{key: A, fromDatabase: {name: db, property: host}}"), REFERENCE, "note", 6),
    ("service-elsewhere", service("{key: A, fromService: {name: w, type: web, property: host}}"), REFERENCE, "note", 6),
    ("group-elsewhere", OUTSIDE, REFERENCE, "note", 6),
    ("variable-elsewhere", service("{key: A, fromService: {name: w, type: web, envVarKey: C}}", rest=declare("web w")), REFERENCE, "note", 6),
    ("database-is-service", service("{key: A, fromDatabase: {name: w, property: host}}", rest=declare("web w")), REFERENCE, "error", 6),
    ("service-is-database", service("{key: A, fromService: {name: db, type: pserv, property: host}}", rest=DB), REFERENCE, "error", 6),
    ("no-type", service("{key: A, fromService: {name: w, property: host}}", rest=declare("web w")), REFERENCE, "error", 6),
    ("other-type", service("{key: A, fromService: {name: w, type: pserv, property: host}}", rest=declare("web w")), REFERENCE, "error", 6),
    ("no-such-property", service("{key: A, fromDatabase: {name: db, property: url}}", rest=DB), REFERENCE, "error", 6),
    ("no-such-property-elsewhere", service("{key: A, fromDatabase: {name: db, property: url}}"), REFERENCE, "error", 6),
    ("old-property", service("{key: A, fromDatabase: {name: db, property: hostport}}", rest=DB), REFERENCE, "warning", 6),
    ("host-of-worker", service("{key: A, fromService: {name: w, type: worker, property: host}}", rest=declare("worker w")), REFERENCE, "error", 6),
    ("address-of-web", service("{key: A, fromService: {name: w, type: web, property: connectionString}}", rest=declare("web w")), REFERENCE, "error", 6),
    ("external-address-of-worker", service("{key: A, fromService: {name: w, type: worker, envVarKey: RENDER_EXTERNAL_URL}}", rest=declare("worker w")), REFERENCE, "error", 6),
    ("external-address-of-job-elsewhere", service("{key: A, fromService: {name: w, type: cron, envVarKey: RENDER_EXTERNAL_URL}}"), REFERENCE, "error", 6),
    ("not-generated", service("{key: A, generateValue: false}"), STRAY, "warning", 6),
    ("synced", service("{key: A, sync: true}"), STRAY, "warning", 6),
    ("sync-in-quotes", service('{key: A, sync: "false"}'), STRAY, "warning", 6),
    ("generate-in-quotes", service('{key: A, generateValue: "true"}'), STRAY, "warning", 6),
    ("no-name", service("{key: A, fromDatabase: {property: host}}"), REFERENCE, "error", 6),
    ("no-mapping", service("{key: A, fromDatabase: db}", rest=DB), REFERENCE, "error", 6),
    ("no-property", service("{key: A, fromDatabase: {name: db}}", rest=DB), REFERENCE, "warning", 6),
    ("nothing-of-service", service("{key: A, fromService: {name: w, type: web}}", rest=declare("web w")), REFERENCE, "warning", 6),
    ("region", service("{key: A, fromDatabase: {name: db, property: host}}", rest="databases: [{name: db, region: ohio}]\n"), REGION, "warning", 6),
    ("region-of-service", service("{key: A, fromDatabase: {name: db, property: host}}", head="region: ohio", rest=DB), REGION, "warning", 7),
    (
        "region-of-cache",
        service("{key: A, fromService: {name: c, type: keyvalue, property: connectionString}}", rest="  - {type: keyvalue, name: c, ipAllowList: [], region: ohio}\n"),
        REGION,
        "warning",
        6,
    ),
    (
        "no-region-where-there-is-no-host",
        service("{key: A, fromService: {name: w, type: worker, property: host}}", "{key: B, fromService: {name: w, type: worker, property: host}}", rest=declare("worker w").replace("go", "go, region: ohio")),
        REFERENCE,
        "error",
        6,
    ),
    (
        "no-region-of-a-site",
        service("{key: A, fromService: {name: w, type: web, property: host}}", "{key: B, fromService: {name: w, type: web, property: host}}", rest=declare("web w").replace("go", "static, region: ohio")),
        REFERENCE,
        "error",
        6,
    ),
    ("secret-by-form", value("sk-proj-made-up-made-up-made-up"), SECRET, "error", 6),
    ("secret-by-name", value("made-up-made-up-made-up", "SESSION_SECRET"), SECRET, "error", 6),
    ("secret-by-name-and-look", value("made7up2-made7up2", "SESSION_TOKEN"), SECRET, "error", 6),
    *(("secret-by-vendor", value("made7up2made7up2made", name), SECRET, "error", 6) for name in ("PUSHER_SECRET", "ALGOLIA_ADMIN_KEY")),
    ("secret-address", value("postgresql://app:made7up2made7up2@db.acme.dev:5432/app", "DATABASE_URL"), SECRET, "error", 6),
    ("secret-of-tests", value("whsec_made7up2made7up2made7up2", "A"), SECRET, "error", 6),
    ("secret-in-comment", service("# was: KEY=sk-proj-made7up-made7up-made7up", "{key: A, value: x}"), SECRET, "warning", 6),
    ("secret-in-group", service("{fromGroup: g}", rest="envVarGroups: [{name: g, envVars: [{key: A, value: sk-proj-made-up-made-up-made-up}]}]\n"), SECRET, "error", 7),
    ("secret-behind-a-word", value('"Bearer sk-proj-made7up-made7up-made7up"', "AUTHORIZATION"), SECRET, "error", 6),
    ("secret-in-json", value("'{\"api_key\": \"sk_live_made7up2made7up2made7up2\"}'", "CREDENTIALS"), SECRET, "error", 6),
    ("secret-in-a-block", service("key: DB\n        value: |-\n          postgres://app:made7up2made7up2@db.acme.dev:5432/app"), SECRET, "error", 7),
    ("secret-of-digits", value('"84629175"', "POSTGRES_PASSWORD"), SECRET, "error", 6),
    ("secret-in-preview", service("{key: A, sync: false, previewValue: sk-proj-made7up-made7up-made7up}"), SECRET, "error", 6),
    ("secret-in-preview-by-name", service("{key: SESSION_SECRET, sync: false, previewValue: made7up2-made7up2}"), SECRET, "error", 6),
    ("boolean-in-preview", service("{key: A, value: x, previewValue: true}"), BOOLEAN, "error", 6),
    ("secret-in-a-group-of-nobody", service("{key: A, value: x}", rest="envVarGroups: [{name: g, envVars: [{key: A, value: sk-proj-made7up-made7up-made7up}]}]\n"), SECRET, "error", 7),
    ("ignored-sync", service("{fromGroup: g}", rest="envVarGroups: [{name: g, envVars: [{key: A, sync: false}]}]\n"), "ignored-sync", "warning", 7),
    ("branch", service("{key: A, value: x}", head="branch: staging"), MISMATCH, "warning", 3),
    ("branch-of-developers", service("{key: A, value: x}", head="branch: dev/develop"), MISMATCH, "warning", 3),
    ("literal-reference", value('"${OPENAI_API_KEY}"'), "literal-reference", "error", 6),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "rule", "severity", "line"),
    [each[1:] for each in FAULTY],
    ids=[f"{name}-{n}" for n, (name, *_) in enumerate(FAULTY)],
)
def test_what_is_wrong_has_one_finding_at_its_line(check: Check, text: str, rule: str, severity: str, line: int) -> None:
    """However many things of one kind there are."""
    findings = check(None, text, path=PATH, environment="production")

    assert [(*each, finding.location.line if finding.location else None) for each, finding in zip(found(findings), findings, strict=True)] == [
        (rule, severity, line)
    ]  # fmt: skip


def test_a_secret_in_a_block_is_told_beside_its_line_end(check: Check) -> None:
    text = service("key: DB\n        value: |\n          postgres://app:made7up2made7up2@db.acme.dev:5432/app")

    assert found(check(None, text, path=PATH, environment="production")) == [(SECRET, "error"), ("surrounding-blanks", "error")]


def test_many_of_a_kind_are_one_finding(check: Check) -> None:
    """A database that is misused as a store of secrets."""
    entries = [f"{{key: A{number}, fromDatabase: {{name: db, property: secret{number}}}}}" for number in range(27)]
    [finding] = check(None, service(*entries, rest=DB), path="render.yaml")

    assert (finding.rule.id, len(finding.related)) == (REFERENCE, 26)
    assert finding.message == (
        "27 variables take properties from databases that no database has: A0, A1, A2, A3, A4, A5 and 21 more."
    )


@pytest.mark.parametrize(
    ("head", "name", "environment", "count"),
    [
        ("branch: staging", "api", "staging", 0),
        ("branch: develop", "api", "staging", 0),
        ("branch: production", "api", "staging", 1),
        ("branch: main", "api-production", "staging", 1),
        ("branch: staging", "api", None, 0),
        ("branch: staging", "api-production", None, 1),
        ("branch: main", "api-production", None, 0),
        ("branch: staging", "api", "eu-west", 0),
    ],
)
def test_words_for_a_stage_agree(check: Check, head: str, name: str, environment: str | None, count: int) -> None:
    text = service("{key: A, value: x}", head=head, name=name)

    assert found(check(None, text, path="render.yaml", environment=environment)) == [(MISMATCH, "warning")] * count


@pytest.mark.parametrize(
    ("name", "property", "count"),
    [
        *(("URL", each, 1) for each in ("port", "host", "password")),
        ("URL", "connectionString", 0),
        *(("NUMBER", each, 1) for each in ("connectionString",)),
        *(("NUMBER", each, 0) for each in ("port", "password")),
        *(("TEXT", each, 0) for each in ("port", "host", "connectionString")),
    ],
)
def test_a_property_has_the_form_that_the_schema_demands(check: Check, name: str, property: str, count: int) -> None:
    schema = {"properties": {"URL": {"format": "postgres-url"}, "NUMBER": {"type": "integer"}, "TEXT": {}}}
    text = service(f"{{key: {name}, fromDatabase: {{name: db, property: {property}}}}}", rest=DB)

    assert found(check(schema, text, path=PATH, environment="production")) == [(REFERENCE, "error")] * count


REQUIRED: dict[str, Any] = {
    "required": ["A"],
    "properties": {"A": {"x-envcheck": {"formerly": ["OLD"], "aliases": ["OTHER"]}}, "B": {}},
}
UNDECLARED = "undeclared-in-blueprint"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (service("{key: B, value: x}"), [(UNDECLARED, "error", 3)]),
        (service("{key: B, value: x}", "{fromGroup: elsewhere}"), [(UNDECLARED, "warning", 3), (REFERENCE, "note", 7)]),
        (service("{key: B, value: x}", "{key: OLD, sync: false}"), [("former-name", "error", 7)]),
        (service("{key: A, value: x}"), []),
        (service("{key: A, sync: false}"), []),
        (service("{key: A, generateValue: false}"), [(UNDECLARED, "error", 6), (STRAY, "warning", 6)]),
        (service("{key: A, sync: true}"), [(UNDECLARED, "error", 6), (STRAY, "warning", 6)]),
        (service('{key: A, sync: "false"}'), [(STRAY, "warning", 6)]),
        (service("{key: OTHER, sync: false}"), []),
        (service("{fromGroup: g}", rest="envVarGroups: [{name: g, envVars: [{key: A, value: x}]}]\n"), []),
        (service("{key: A, value: true}"), [(BOOLEAN, "error", 6)]),
    ],
)
def test_what_the_schema_requires_is_declared(check: Check, text: str, expected: list[tuple[str, str, int]]) -> None:
    findings = check(REQUIRED, text, path="render.yaml")

    assert [(each.rule.id, each.severity, each.location.line if each.location else None) for each in findings] == expected


def deployed(**values: str) -> str:
    """An export of the service."""
    return json.dumps([{"key": name, "value": text} for name, text in values.items()], indent=1)


UNSET, UNDEPLOYED, DIFFERING = "unset-synced-variable", "undeployed-variable", "differing-blueprint-value"
IN_GROUP = "envVarGroups: [{name: g, envVars: [{key: A, value: x}]}]\n"


@pytest.mark.parametrize(
    ("blueprint", "export", "expected"),
    [
        (service("{key: A, value: x}"), deployed(A="x"), []),
        (service("{key: A, sync: false}"), deployed(A="x"), []),
        (service("{key: A, generateValue: true}"), deployed(A="x"), []),
        (service("{key: A}"), deployed(A="x"), []),
        (service("{key: A, value: x}"), deployed(A="x", RENDER_SOMETHING="1", PORT="8000"), []),
        (service("{fromGroup: g}", "{key: B, value: x}", rest=IN_GROUP), deployed(B="x"), []),
        (service("{key: A, value: 3.10}"), deployed(A="3.1"), [(NUMBER, "warning")]),
        (service("{key: A, value: true}"), deployed(A="true"), [(BOOLEAN, "error")]),
        (service("{key: A, value: x}"), deployed(A="y"), [(DIFFERING, "warning")]),
        (service("{key: A, sync: false}", "{key: B, value: x}"), deployed(B="x"), [(UNSET, "error")]),
        (service("{key: A, value: x}", "{key: B, sync: false}"), deployed(A="x"), [(UNSET, "warning")]),
        (service("{key: A, value: x}", "{key: B, value: x}"), deployed(B="x"), [(UNDEPLOYED, "error")]),
        (service("{key: A, value: x}", "{key: B, value: x}"), deployed(A="x"), [(UNDEPLOYED, "warning")]),
        (service("{key: A, value: x}", "{key: B, generateValue: true}"), deployed(A="x"), [(UNDEPLOYED, "warning")]),
        (service("{key: A, value: x}"), deployed(A="x", B="y"), [(UNDECLARED, "warning")]),
        (service("{key: B, value: x}"), deployed(B="x"), [("missing-variable", "error")]),
        (service("{key: B, value: x}", "{fromGroup: o}"), deployed(B="x"), [("missing-variable", "warning"), (REFERENCE, "note")]),
        (service("{key: A, value: x}", "{fromGroup: o}"), deployed(A="x", B="y"), [(REFERENCE, "note")]),
        (service("{key: A, value: x}", "{key: A, value: y}"), deployed(A="y"), [("duplicate-variable", "error")]),
        (service("{key: A, sync: false}", "{key: B, value: x}"), deployed(OLD="x", B="x"), [("former-name", "error"), (UNDECLARED, "warning")]),
        (service("{key: A, sync: false}", "{key: B, value: x}"), deployed(OTHER="x", B="x"), [(UNDECLARED, "warning")]),
    ],
)  # fmt: skip
def test_what_is_declared_is_held_against_what_is_deployed(
    check: Check, blueprint: str, export: str, expected: list[tuple[str, str]]
) -> None:
    assert found(check(REQUIRED, export, blueprint=blueprint)) == expected


def test_a_rule_that_is_off_leaves_the_word_to_the_next(check: Check) -> None:
    """What is missing is never passed over."""
    text = service("{key: B, value: x}")

    assert found(check(REQUIRED, text, path="render.yaml", severities={UNDECLARED: "off"})) == [("missing-variable", "error")]


def test_a_secret_of_the_schema_is_one_whatever_it_is_called(check: Check) -> None:
    schema = {"properties": {"A": {"writeOnly": True}, "B": {}}}
    text = service("{key: A, value: made-up-made-up}", "{key: B, value: made-up-made-up}")

    assert [(each.rule.id, each.variable) for each in check(schema, text, path="render.yaml")] == [(SECRET, "A")]
