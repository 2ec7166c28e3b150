"""Blueprints as people check them: from the command line and the config, one service or all."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from envcheck.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE, EXIT_USAGE
from envcheck.options import FORMATS
from tests.conftest import Program
from tests.program import Done, write

ROOT = Path(__file__).parent.parent
EXAMPLE = (ROOT / "examples" / "render.yaml").read_text(encoding="utf-8")
LINES = EXAMPLE.splitlines()

#: A value that no word of the program has a part of.
MARKER = "Qx7Zj2kXq9wJz4Kx"

TWO = """services:
  - type: web
    name: acme-api-staging
    runtime: go
    envVars:
      - {key: A, value: x}
      - {key: C, sync: false}
  - type: worker
    name: acme-worker
    runtime: go
    envVars:
      - {key: B, value: x}
  - type: keyvalue
    name: cache
    ipAllowList: []
"""
SCHEMA = {"required": ["A"], "properties": {"A": {}, "B": {}, "C": {}}}
CONFIG = '[services.api]\nschema = "s.json"\n[services.worker]\nschema = "s.json"\n'


def sources(done: Done) -> list[tuple[str | None, str | None, str]]:
    """Service, environment and name of what was read."""
    return [(each["service"], each["environment"], each["source"]) for each in done.report["sources"]]


def found(done: Done) -> list[tuple[str | None, str, str | None]]:
    """Service, rule and variable of every finding."""
    return [(each["service"], each["rule"], each["variable"]) for each in done.report["findings"]]


@pytest.fixture
def files(folder: Path) -> Path:
    write(folder, {"render.yaml": TWO, "s.json": SCHEMA})
    return folder


def test_every_service_of_a_blueprint_is_checked(program: Program, files: Path) -> None:
    """Those that have variables; what the config calls them is told by their names, and the environment too."""
    write(files, {"envcheck.toml": CONFIG})
    done = program("check", "render.yaml", "--format", "json")

    assert sources(done) == [
        ("api", "staging", "render.yaml#acme-api-staging"),
        ("worker", None, "render.yaml#acme-worker"),
    ]
    assert found(done) == [("worker", "undeclared-in-blueprint", "A")]
    assert done.code == EXIT_FINDINGS


def test_a_service_that_is_named_beside_its_file_is_checked_once(program: Program, files: Path) -> None:
    done = program("check", "render.yaml", "blueprint:render.yaml#acme-worker", "--format", "json")

    assert [service for service, _, _ in sources(done)] == ["acme-api-staging", "acme-worker"]


def test_without_a_config_a_service_is_called_as_in_the_blueprint(program: Program, files: Path) -> None:
    done = program("check", "render.yaml", "--format", "json")

    assert [service for service, _, _ in sources(done)] == ["acme-api-staging", "acme-worker"]
    assert done.code == EXIT_CLEAN
    assert "1 variable is declared without a value there" in done.err


@pytest.mark.parametrize("source", ["render.yaml#acme-worker", "blueprint:render.yaml#acme-worker"])
def test_one_service_is_named_behind_the_file(program: Program, files: Path, source: str) -> None:
    done = program("check", source, "--schema", "s.json", "--env", "production", "--format", "json")

    assert sources(done) == [("acme-worker", "production", "render.yaml#acme-worker")]
    assert [rule for _, rule, _ in found(done)] == ["undeclared-in-blueprint"]


def test_the_environment_of_a_project_is_that_of_its_services(program: Program, folder: Path) -> None:
    text = "projects: [{name: p, environments: [{name: Production, services: [%s]}]}]"
    write(folder, {"render.yaml": text % "{type: web, name: a, runtime: go, envVars: [{key: ENVIRONMENT, value: staging}]}"})
    done = program("check", "render.yaml", "--format", "json")

    assert sources(done) == [("a", "production", "render.yaml#a")]
    assert found(done) == [("a", "environment-mismatch", "ENVIRONMENT")]


def test_a_config_names_a_blueprint_and_what_is_deployed(program: Program, files: Path) -> None:
    given = '["blueprint:render.yaml#acme-api-staging", "api.json"]'
    write(files, {"envcheck.toml": f"{CONFIG}[environments.staging.sources]\napi = {given}\n", "api.json": {"A": "y", "B": "x"}})
    done = program("check", "--format", "json")

    assert sources(done) == [
        ("api", "staging", "render.yaml#acme-api-staging"),
        ("api", "staging", "api.json"),
    ]
    assert found(done) == [
        ("api", "differing-blueprint-value", "A"),
        ("api", "undeclared-in-blueprint", "B"),
        ("api", "unset-synced-variable", "C"),
    ]


def test_a_service_that_the_config_does_not_name_is_checked_too(program: Program, files: Path) -> None:
    """The whole file was asked for."""
    given = '["blueprint:render.yaml#acme-api-staging", "api.json"]'
    write(files, {"envcheck.toml": f"{CONFIG}[environments.staging.sources]\napi = {given}\n", "api.json": {"A": "x"}})
    done = program("check", "render.yaml", "--format", "json")

    assert sources(done) == [
        ("api", "staging", "render.yaml#acme-api-staging"),
        ("api", "staging", "api.json"),
        ("worker", None, "render.yaml#acme-worker"),
    ]


def test_a_config_need_not_name_the_only_service(program: Program, folder: Path) -> None:
    config = f'{CONFIG}[environments.staging.sources]\napi = "render.yaml"\n'
    write(folder, {"render.yaml": TWO.partition("  - type: worker")[0], "s.json": SCHEMA, "envcheck.toml": config})

    for arguments in ((), ("render.yaml",), ("render.yaml#acme-api-staging",)):
        assert sources(program("check", *arguments, "--format", "json")) == [("api", "staging", "render.yaml#acme-api-staging")]


def test_a_group_that_is_supplied_is_what_the_service_has(program: Program, folder: Path) -> None:
    """The blueprint tells of the group, and its export what is in it."""
    blueprint = "services:\n- {type: web, name: a, runtime: go, envVars: [{key: B, value: x}, {fromGroup: g}]}\n"
    given = '["render-group:g.json", "blueprint:render.yaml#a"]'
    config = f'[services.api]\nschema = "s.json"\n[environments.staging.sources]\napi = {given}\n'
    write(
        folder,
        {
            "render.yaml": blueprint,
            "s.json": SCHEMA,
            "g.json": {"envVars": [{"key": "A", "value": "x"}]},
            "envcheck.toml": config,
        },
    )
    done = program("check", "--format", "json")

    assert found(done) == []


@pytest.mark.parametrize(("name", "count"), [("shared", 0), ("other", 1), (None, 1)])
def test_a_group_that_is_supplied_is_told_by_its_name(program: Program, folder: Path, name: str | None, count: int) -> None:
    """The name stands in the answer of the API; else the file is called after it."""
    blueprint = "services:\n- {type: web, name: a, runtime: go, envVars: [{key: B, value: x}, {fromGroup: shared}]}\n"
    given = '["blueprint:render.yaml#a", "render-group:g.json"]'
    config = f'[services.api]\nschema = "s.json"\n[environments.staging.sources]\napi = {given}\n'
    group = {"envVars": [{"key": "A", "value": "x"}]} | ({"name": name} if name else {})
    write(folder, {"render.yaml": blueprint, "s.json": SCHEMA, "g.json": group, "envcheck.toml": config})
    done = program("check", "--format", "json")

    assert [rule for _, rule, _ in found(done)] == ["unresolved-reference"] * count


GROUPS = """\
services:
- type: worker
  name: a
  runtime: go
  envVars: [{fromGroup: common}, {fromGroup: keys}, {key: C, value: x}]
envVarGroups:
- {name: common, envVars: [{key: A, value: x}]}
- {name: keys, envVars: [{key: B, value: y}, {key: D, generateValue: true}]}
"""


@pytest.mark.parametrize(
    ("supplied", "expected"),
    [
        pytest.param({}, [], id="none"),
        pytest.param({"common": ["A"]}, [], id="one"),
        pytest.param({"keys": ["B", "D"]}, [], id="other"),
        pytest.param({"common": ["A"], "keys": ["B", "D"]}, [], id="both"),
        pytest.param({"keys": ["B"]}, ["D"], id="without-a-variable"),
        pytest.param({"common": ["E"]}, ["A"], id="with-another"),
    ],
)
def test_groups_that_are_not_supplied_are_those_of_the_blueprint(
    program: Program, folder: Path, supplied: dict[str, list[str]], expected: list[str]
) -> None:
    """An export of a service has none, and some of them may be exported beside it."""
    given = json.dumps(["render.yaml", *(f"render-group:{name}.json" for name in supplied), "a.json"])
    write(
        folder,
        {
            "render.yaml": GROUPS,
            "a.json": {"C": "x"},
            "s.json": {"required": ["A", "B", "C", "D"], "properties": {"E": {}}},
            "envcheck.toml": f'[services.a]\nschema = "s.json"\n[environments.production.sources]\na = {given}\n',
        },
    )
    for name, names in supplied.items():
        content = {"name": name, "envVars": [{"key": each, "value": "y" if each == "B" else "x"} for each in names]}
        (folder / f"{name}.json").write_text(json.dumps(content))

    done = program("check", "--format", "json")

    assert [each["variable"] for each in done.report["findings"] if each["severity"] == "error"] == expected


@pytest.mark.parametrize("beside", ["export.json", ".env"])
def test_the_source_that_declares_is_named(program: Program, files: Path, beside: str) -> None:
    """Not the one beside it."""
    given = json.dumps(["blueprint:render.yaml#acme-api-staging", beside])
    text = "B=x\n" if beside == ".env" else '{"C": "made-up"}'
    write(files, {"envcheck.toml": f"{CONFIG}[environments.staging.sources]\napi = {given}\n", beside: text})
    told = [each for each in program("check", "--format", "json").report["notices"] if "declared without" in each]

    assert [each.partition(":")[0] for each in told] == (["render.yaml#acme-api-staging"] if beside == ".env" else [])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("render.yaml#acme",), EXIT_INCOMPLETE, "there is no service 'acme' in it (no-such-service)"),
        (("blueprint:render.yaml#cache",), EXIT_INCOMPLETE, "no variables: service 'cache' declares none (no-variables)"),
        (("blueprint:",), EXIT_USAGE, "Try: blueprint:FILE#SERVICE"),
        (("no.yaml#api",), EXIT_INCOMPLETE, "no.yaml: no such file (missing-file)"),
        (("no.yaml",), EXIT_INCOMPLETE, "no.yaml: no such file (missing-file)"),
    ],
)
def test_what_is_not_there_is_said(program: Program, files: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    done = program("check", *arguments)

    assert (done.code, said in done.said) == (code, True)


def test_a_blueprint_comes_from_standard_input(program: Program, folder: Path) -> None:
    text = b"services:\n- {type: web, name: a, runtime: go, envVars: [{key: A, value: yes}]}\n"
    done = program("check", "-", "--stdin-filename", "render.yaml", "--format", "json", stdin=text)

    assert found(done) == [("a", "non-text-blueprint-value", "A")]


def test_a_comparison_says_what_it_did_not_compare(program: Program, files: Path) -> None:
    write(files, {"a.json": {"A": "x", "C": "made-up"}})
    done = program("diff", "render.yaml#acme-api-staging", "a.json")

    assert "1 variable is declared without a value there, so it was not compared" in done.said


IN_FILE = """envVarGroups:
  - {name: inside, envVars: [{key: MODE, value: abc}]}
services:
  - {type: web, name: api, runtime: go, envVars: [{fromGroup: inside}, {key: X, sync: false}]}
"""


@pytest.mark.parametrize("beside", [None, {"X": "q"}, {"X": "q", "MODE": "xyz"}])
def test_a_value_of_a_group_in_the_file_is_judged(program: Program, folder: Path, beside: dict[str, str] | None) -> None:
    """Whether an export stands beside the file or not; one that has the variable is the one that counts."""
    given = ["blueprint:render.yaml#api", *(["export.json"] if beside else [])]
    config = f'[services.api]\nschema = "s.json"\n[environments.staging.sources]\napi = {json.dumps(given)}\n'
    schema = {"properties": {"MODE": {"enum": ["xyz"]}, "X": {}}}
    write(folder, {"render.yaml": IN_FILE, "s.json": schema, "envcheck.toml": config, "export.json": beside or {}})
    done = program("check", "--format", "json")
    judged = [(rule, name) for _, rule, name in found(done) if rule == "unlisted-value"]

    assert judged == ([] if beside and "MODE" in beside else [("unlisted-value", "MODE")])


@pytest.mark.parametrize("format", FORMATS)
def test_a_secret_for_previews_or_for_nobody_is_told_and_not_shown(program: Program, folder: Path, format: str) -> None:
    entries = f"[{{key: A, sync: false, previewValue: sk-proj-{MARKER}{MARKER}}}]"
    group = f"envVarGroups: [{{name: g, envVars: [{{key: B, value: sk-proj-{MARKER}x{MARKER}}}]}}]"
    write(folder, {"render.yaml": f"services: [{{type: web, name: api, runtime: go, envVars: {entries}}}]\n{group}\n"})
    done = program("check", "render.yaml", "--format", format)

    assert (done.code, MARKER in done.said) == (EXIT_FINDINGS, False)
    assert done.said.count("secret-in-blueprint") > 1 or format == "text"


def agreeing(program: Program, folder: Path, api: str, worker: str, rest: str = "") -> list[tuple[str | None, str, str | None]]:
    """What is found of two services that have to agree on K."""
    schema = {"properties": {"K": {"x-envcheck": {"acrossServices": "same"}}, "L": {}}}
    services = "".join(
        f"  - {{type: web, name: {name}, runtime: go, envVars: [{{key: L, value: x}}, {entry}]}}\n"
        for name, entry in (("api", api), ("worker", worker))
    )
    write(folder, {"render.yaml": f"services:\n{services}{rest}", "s.json": schema, "envcheck.toml": CONFIG})
    return found(program("check", "render.yaml", "--env", "production", "--format", "json"))


MADE_UP, SET = "{key: K, generateValue: true}", "{key: K, value: made-up}"
GROUP = "envVarGroups: [{name: g, envVars: [{key: K, generateValue: true}]}]\n"


@pytest.mark.parametrize(
    ("api", "worker", "rest", "odd"),
    [
        (MADE_UP, MADE_UP, "", "worker"),
        (MADE_UP, SET, "", "api"),
        (SET, MADE_UP, "", "worker"),
        (MADE_UP, "{fromGroup: g}", GROUP, "worker"),
        ("{fromGroup: g}", "{fromGroup: g}", GROUP, None),
        (MADE_UP, "{key: K, fromService: {name: api, type: web, envVarKey: K}}", "", None),
        (MADE_UP, "{key: K, sync: false}", "", None),
    ],
)
def test_what_is_made_up_for_each_service_is_not_the_same(
    program: Program, folder: Path, api: str, worker: str, rest: str, odd: str | None
) -> None:
    differing = [each for each in agreeing(program, folder, api, worker, rest) if each[1] == "differing-value"]

    assert differing == ([(odd, "differing-value", "K")] if odd else [])


SHARED = """envVarGroups:
  - name: shared
    envVars:
      - {key: A, sync: false}
services:
  - {type: web, name: api, runtime: go, envVars: [{fromGroup: shared}, {key: B, value: true}]}
  - {type: worker, name: worker, runtime: go, envVars: [{fromGroup: shared}, {key: B, value: true}]}
  - {type: web, name: site, runtime: go, envVars: [{fromGroup: shared}, {key: C, value: x}]}
"""


def test_a_fault_that_services_share_is_told_once(program: Program, folder: Path) -> None:
    """What each has at a line of its own is told of each."""
    write(folder, {"render.yaml": SHARED})
    done = program("check", "render.yaml", "--env", "production", "--format", "json")

    assert [(each["service"], each["rule"], each["location"]["line"]) for each in done.report["findings"]] == [
        ("api", "non-text-blueprint-value", 6),
        ("api", "ignored-sync", 4),
        ("worker", "non-text-blueprint-value", 7),
    ]
    assert done.report["findings"][1]["message"].endswith("; it is the same for site and worker.")


def test_a_fault_in_an_anchor_is_told_once(program: Program, folder: Path) -> None:
    text = """x-shared: &shared
  DATABASE_URL: postgres://app:made-up@localhost:5432/app
services:
  web: {image: x, environment: *shared}
  worker: {image: x, environment: *shared}
"""
    write(folder, {"compose.yaml": text})
    [finding] = program("check", "compose.yaml", "--format", "json").report["findings"]

    assert (finding["rule"], finding["location"]["line"]) == ("loopback-in-container", 2)


# -- services without variables

BARE = """services:
  - {type: web, name: acme-api, runtime: go, envVars: [{key: A, value: x}]}
  - {type: worker, name: acme-worker, runtime: go}
  - {type: cron, name: acme-jobs, runtime: go, schedule: "0 * * * *", envVars: []}
  - {type: web, name: acme-site, runtime: go, envVars: [{fromGroup: shared}]}
  - {type: keyvalue, name: cache, ipAllowList: []}
"""


def notices(done: Done) -> list[str]:
    """The sentences on what was left out."""
    return [each for each in done.report["notices"] if "not checked" in each]


def test_a_service_without_variables_is_left_out_and_named(program: Program, folder: Path) -> None:
    """Key Value can have none, so that nothing of it is left out."""
    write(folder, {"render.yaml": BARE})
    done = program("check", "render.yaml", "--env", "production", "--format", "json")

    assert [source for _, _, source in sources(done)] == ["render.yaml#acme-api"]
    assert notices(done) == [
        "render.yaml: acme-worker, acme-jobs and acme-site have no variables there, and no schema is for them, "
        "so they were not checked."
    ]
    assert done.code == EXIT_CLEAN


def test_a_service_without_variables_is_held_against_its_schema(program: Program, folder: Path) -> None:
    """What it requires may stand in a group that is not in the file."""
    config = "".join(f'[services.{each}]\nschema = "s.json"\n' for each in ("api", "worker", "jobs", "site"))
    write(folder, {"render.yaml": BARE, "s.json": SCHEMA, "envcheck.toml": config})
    done = program("check", "render.yaml", "--env", "production", "--format", "json")

    assert [(each["service"], each["rule"], each["severity"]) for each in done.report["findings"]] == [
        ("jobs", "undeclared-in-blueprint", "error"),
        ("site", "undeclared-in-blueprint", "warning"),
        ("site", "unresolved-reference", "note"),
        ("worker", "undeclared-in-blueprint", "error"),
    ]
    assert (notices(done), done.code) == ([], EXIT_FINDINGS)


@pytest.mark.parametrize("name", ["acme-worker", "acme-jobs", "acme-site"])
def test_a_service_without_variables_that_is_named_is_a_failure(program: Program, folder: Path, name: str) -> None:
    write(folder, {"render.yaml": BARE})
    done = program("check", f"render.yaml#{name}", "--env", "production")

    assert (done.code, f"service '{name}'" in " ".join(done.said.split())) == (EXIT_INCOMPLETE, True)


@pytest.mark.parametrize("text", [BARE.replace("A, value: x", ""), "services: {redis: {image: redis}, mail: {image: mail}}\n"])
def test_a_file_of_which_nothing_was_checked_is_a_failure(program: Program, folder: Path, text: str) -> None:
    write(folder, {"render.yaml": text.replace("envVars: [{key: }]", "envVars: []")})
    done = program("check", "render.yaml", "--env", "production")

    assert (done.code, "(no-variables)" in " ".join(done.said.split())) == (EXIT_INCOMPLETE, True)


def test_services_of_a_compose_file_without_variables_are_left_out(program: Program, folder: Path) -> None:
    text = "services: {web: {image: x, environment: {A: x}}, redis: {image: redis}, mail: {image: mail}}\n"
    write(folder, {"compose.yaml": text})
    done = program("check", "compose.yaml", "--format", "json")

    assert notices(done) == [
        "compose.yaml: redis and mail have no variables there, and no schema is for them, so they were not checked."
    ]
    assert done.code == EXIT_CLEAN


@pytest.mark.parametrize("field", ["envVarss: [{key: A, value: x}]", "port: 80"])
def test_a_service_that_is_left_out_has_its_fields_looked_at(program: Program, folder: Path, field: str) -> None:
    write(folder, {"render.yaml": BARE.replace("acme-worker, runtime: go", f"acme-worker, runtime: go, {field}")})
    done = program("check", "render.yaml", "--env", "production", "--format", "json")

    assert ("acme-worker", "unknown-blueprint-field", None) in found(done)


def test_a_service_without_a_name_is_judged(program: Program, folder: Path) -> None:
    """A name that is misspelt hides nothing."""
    text = BARE.replace("acme-worker, runtime: go", "acme-worker, runtime: go, envVars: [{key: B, value: true}]")
    write(folder, {"render.yaml": text.replace("name: acme-worker", "nmae: acme-worker")})
    done = program("check", "render.yaml", "--env", "production", "--format", "json")

    assert [(service, rule) for service, rule, _ in found(done) if rule != "unresolved-reference"] == [
        ("line 3", "non-text-blueprint-value"),
        ("line 3", "unknown-blueprint-field"),
        ("line 3", "unknown-blueprint-field"),
    ]


# -- the example


def told(*arguments: str, program: Program) -> list[tuple[str | None, str, str | None, str]]:
    """Service, rule, variable and the text of the line of every finding in the example's blueprint."""
    done = program("check", *arguments, "--format", "json")
    return [
        (each["service"], each["rule"], each["variable"], LINES[each["location"]["line"] - 1].strip())
        for each in done.report["findings"]
        if each["location"]["path"].endswith("render.yaml")
    ]


@pytest.fixture
def repository(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.chdir(ROOT)


@pytest.mark.usefixtures("repository")
def test_each_fault_of_the_example_is_found_at_its_line(program: Program) -> None:
    actual = told("examples/render.yaml", "--env", "production", program=program)

    assert actual == [
        ("api", "former-name", "SUPABASE_SERVICE_ROLE_KEY", "- key: SERVICE_ROLE_KEY"),
        ("api", "non-text-blueprint-value", "DEBUG", "value: false"),
        ("api", "unknown-blueprint-field", None, "numReplicas: 2"),
        ("worker", "former-name", "WEBHOOK_BASE_URL", "value: https://acme-docs-api.onrender.com"),
        ("worker", "non-text-blueprint-value", "USE_MOCK_STORAGE", "value: false"),
        ("worker", "undeclared-in-blueprint", "DOCUMENT_ENCRYPTION_KEY", "name: acme-docs-worker"),
        ("worker", "unknown-blueprint-field", None, "startCommand: python -m worker"),
        ("worker", "non-text-blueprint-value", "WORKER_POLL_INTERVAL", "value: 5"),
    ]


def test_the_example_is_held_against_what_is_deployed(program: Program, folder: Path) -> None:
    """What is only in one of them, by name and line."""
    config = 'platform = "render"\n'
    given = []
    for service in ("api", "worker"):
        config += f'[services.{service}]\nschema = "schemas/{service}.json"\n'
        export = f"examples/exports/{service}.production.json"
        given.append(f'{service} = ["blueprint:examples/render.yaml#acme-docs-{service}", "{export}"]\n')
        for path in (f"schemas/{service}.json", export):
            write(folder, {path: (ROOT / path).read_text(encoding="utf-8")})
    write(
        folder,
        {
            "schemas/common.json": (ROOT / "schemas" / "common.json").read_text(encoding="utf-8"),
            "examples/render.yaml": EXAMPLE,
            "envcheck.toml": f"{config}[environments.production.sources]\n{''.join(given)}",
        },
    )
    done = program("check", "--format", "json")
    report: list[dict[str, Any]] = done.report["findings"]
    rules = ("unset-synced-variable", "undeployed-variable", "undeclared-in-blueprint")
    only = {(each["service"], each["rule"], each["variable"]): each["location"] for each in report if each["rule"] in rules}
    declared = [
        (*key, LINES[place["line"] - 1].strip()) for key, place in only.items() if place["path"] == "examples/render.yaml"
    ]

    assert declared == [
        ("api", "unset-synced-variable", "SERVICE_ROLE_KEY", "- key: SERVICE_ROLE_KEY"),
        ("worker", "undeployed-variable", "STAGING_WEBHOOK_BASE_URL", "- key: STAGING_WEBHOOK_BASE_URL"),
    ]
    deployed = {(service, name) for (service, rule, name) in only if rule == "undeclared-in-blueprint"}
    assert {("api", "SUPABASE_SERVICE_ROLE_KEY"), ("api", "PYTHONUNBUFFERED"), ("worker", "WEBHOOK_BASE_URL")} < deployed
    assert ("worker", "missing-variable", "DOCUMENT_ENCRYPTION_KEY") in found(done)
    lines = (folder / "examples/exports/worker.production.json").read_text(encoding="utf-8").splitlines()
    place = only["worker", "undeclared-in-blueprint", "WEBHOOK_BASE_URL"]
    assert '"key": "WEBHOOK_BASE_URL"' in "".join(lines[place["line"] - 2 : place["line"]])


# -- secrecy

CLEAR = """services:
  - type: web
    name: api
    runtime: go
    numReplicas: 2
    envVars:
      - key: SESSION_SECRET
        value: made-up-made-up-made-up
      - key: B
        fromDatabase: {name: db, property: host}
"""


def test_a_report_tells_where_no_value_ends(program: Program, folder: Path) -> None:
    """Nor does one that leaves the machine point at a value; at a field it does."""
    write(folder, {"render.yaml": CLEAR})
    findings = program("check", "render.yaml", "--format", "json").report["findings"]
    done = program("check", "render.yaml", "--format", "github")

    assert [(each["rule"], each["location"]["line"], each["location"]["end_column"]) for each in findings] == [
        ("secret-in-blueprint", 8, None),
        ("unknown-blueprint-field", 5, None),
        ("unresolved-reference", 9, None),
    ]
    assert re.findall(r"^::(\w+) file=render.yaml,line=(\d+),", done.out, re.M) == [
        ("error", "1"),
        ("warning", "5"),
        ("notice", "9"),
    ]


LEAKY = f"""# KEY={MARKER} sk-proj-{MARKER}{MARKER}
{MARKER}: x
services:
  - type: web
    name: api
    runtime: go
    {MARKER}: x
    region: {MARKER}
    branch: {MARKER}
    envVars:
      - {{key: A, value: {MARKER}}}
      - {{key: DATABASE_URL, value: "postgresql://app:{MARKER}7@db.acme.dev:5432/app"}}
      - {{key: SESSION_SECRET, value: {MARKER}-{MARKER}}}
      - {{key: E, value: sk-proj-{MARKER}{MARKER}, {MARKER}: {MARKER}}}
      - {{key: {MARKER}7, value: true}}
      - {{key: {MARKER}8, value: 010}}
      - {{key: {MARKER}9, sync: false}}
      - {{key: B, fromDatabase: {{name: {MARKER}, property: {MARKER}}}}}
      - {{key: C, fromService: {{name: {MARKER}, type: {MARKER}, envVarKey: {MARKER}}}}}
      - {{key: D, fromService: {{name: api, type: {MARKER}, property: {MARKER}}}}}
      - {{fromGroup: {MARKER}}}
      - {{key: A, value: {MARKER}x}}
  - {{type: web, name: {MARKER}, runtime: go, envVars: [{{key: F, value: {MARKER}}}]}}
"""


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    "arguments", [("render.yaml",), ("render.yaml#ap",), ("blueprint:render.yaml",), ("render.yaml#api", "a.json")]
)
def test_no_part_of_a_blueprint_that_may_be_secret_is_shown(
    program: Program, folder: Path, format: str, arguments: tuple[str, ...]
) -> None:
    schema = {"properties": {name: {} for name in "AB"}, "required": ["Z"]}
    config = f'[services.api]\nschema = "s.json"\n[environments.production.sources]\napi = {json.dumps(arguments)}\n'
    write(folder, {"render.yaml": LEAKY, "a.json": {"A": f"{MARKER}z", "Y": MARKER, f"{MARKER}5": "x"}, "s.json": schema})
    if len(arguments) > 1:
        write(folder, {"envcheck.toml": config})
        arguments = ()
    done = program("check", *arguments, "--format", format, "-v")

    assert done.code in (EXIT_FINDINGS, EXIT_INCOMPLETE)
    assert MARKER not in done.out + done.err
    assert MARKER.lower() not in (done.out + done.err).lower()
