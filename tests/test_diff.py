"""``envcheck diff`` as its users run it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from envcheck.options import FORMATS
from tests.conftest import Program
from tests.program import write
from tests.test_example_files import ENVIRONMENTS, ROOT, SERVICES, export

if TYPE_CHECKING:
    from collections.abc import Callable

    Variables = dict[str, str]
    #: Exports by service and environment.
    Exports = dict[tuple[str, str], Variables]

STAGING, PRODUCTION = ENVIRONMENTS
POOLER = "aws-1-eu-central-1.pooler.supabase.com"
STAGING_REF, PRODUCTION_REF = "stgexamplestgexample", "prdexampleprdexample"


def repaired() -> Exports:
    """The exports of the example, with production's worker mended."""
    exports = {(service, environment): export(service, environment) for service in SERVICES for environment in ENVIRONMENTS}
    worker = exports["worker", PRODUCTION]
    worker["DOCUMENT_ENCRYPTION_KEY"] = exports["api", PRODUCTION]["DOCUMENT_ENCRYPTION_KEY"]
    worker["DATABASE_URL"] = f"postgresql://postgres.{PRODUCTION_REF}:example-password-production@{POOLER}:5432/postgres"
    return exports


def lay_out(folder: Path, exports: Exports) -> None:
    """The repository's own project with these exports."""
    shutil.copytree(ROOT / "schemas", folder / "schemas")
    shutil.copy(ROOT / "envcheck.toml", folder)
    files = {
        f"examples/exports/{service}.{environment}.json": [{"envVar": {"key": k, "value": v}} for k, v in variables.items()]
        for (service, environment), variables in exports.items()
    }
    write(folder, files)


Found = tuple[str | None, str, str, str]


def found(program: Program, *arguments: str) -> tuple[int, list[Found]]:
    """The exit code, and service, environment, rule and variable of each finding."""
    done = program(*arguments, "--format", "json")
    findings = done.report["findings"]
    return done.code, [(each["service"], each["environment"], each["rule"], each["variable"]) for each in findings]


def test_the_example_drifts_in_two_variables(folder: Path, program: Program) -> None:
    exports = repaired()
    exports["worker", PRODUCTION] = export("worker", PRODUCTION)
    lay_out(folder, exports)

    assert found(program, "diff", STAGING, PRODUCTION) == (
        1,
        [
            ("worker", PRODUCTION, "endpoint-drift", "DATABASE_URL"),
            ("worker", PRODUCTION, "missing-in-environment", "DOCUMENT_ENCRYPTION_KEY"),
        ],
    )


def test_once_repaired_it_says_so_in_one_line(folder: Path, program: Program) -> None:
    lay_out(folder, repaired())

    done = program("diff", STAGING, PRODUCTION)

    assert (done.code, done.err) == (0, "")
    assert done.out == "staging and production: 4 sources, 52 variables compared: no drift\n"


def test_a_table_shows_what_each_side_is(folder: Path, program: Program) -> None:
    exports = repaired()
    exports["worker", PRODUCTION] = export("worker", PRODUCTION)
    lay_out(folder, exports)

    lines = program("diff", STAGING, PRODUCTION).out.splitlines()

    assert lines[:6] == [
        "worker: staging against production",
        "",
        "  variable             staging         production         verdict",
        "  DATABASE_URL         session pooler  direct connection  endpoint-drift",
        "  DOCUMENT_ENCRYPTION_KEY",
        "                       set             missing            missing-in-environment",
    ]
    assert max(map(len, lines)) <= 80


def test_all_shows_the_other_variables_too(folder: Path, program: Program) -> None:
    lay_out(folder, repaired())

    done = program("diff", STAGING, PRODUCTION, "--all")

    assert done.code == 0
    assert "LOG_LEVEL" in done.out
    assert "SUPABASE_ANON_KEY" in done.out


def test_json_holds_every_row(folder: Path, program: Program) -> None:
    lay_out(folder, repaired())

    comparison = program("diff", STAGING, PRODUCTION, "--format", "json").report["comparison"]
    rows = [row for row in comparison["rows"] if row["service"] == "worker"]

    assert (comparison["left"], comparison["right"]) == (STAGING, PRODUCTION)
    assert {row["variable"] for row in rows} == repaired()["worker", STAGING].keys()
    assert {
        "service": "worker",
        "variable": "DATABASE_URL",
        "left": "session pooler",
        "right": "session pooler",
        "verdict": "different",
        "severity": None,
    } in rows


def _set(service: str, environment: str, **variables: str) -> Callable[[Exports], None]:
    return lambda exports: exports[service, environment].update(variables)


def _without(service: str, environment: str, name: str) -> Callable[[Exports], None]:
    def change(exports: Exports) -> None:
        del exports[service, environment][name]

    return change


def _equal(service: str, name: str) -> Callable[[Exports], None]:
    """Production gets staging's value."""

    def change(exports: Exports) -> None:
        exports[service, PRODUCTION][name] = exports[service, STAGING][name]

    return change


def _renamed(service: str, environment: str, old: str, new: str) -> Callable[[Exports], None]:
    def change(exports: Exports) -> None:
        exports[service, environment][new] = exports[service, environment].pop(old)

    return change


def _postgres(ref: str, password: str, tail: str = "") -> str:
    return f"postgresql://postgres.{ref}:{password}@{POOLER}:5432/postgres{tail}"


#: What is done to a correct project, and the one finding of that: service, environment, rule, variable.
DRIFTS: dict[str, tuple[Callable[[Exports], None], Found]] = {
    "staging's key in production's worker": (
        _equal("worker", "SUPABASE_SERVICE_ROLE_KEY"),
        ("worker", PRODUCTION, "foreign-project", "SUPABASE_SERVICE_ROLE_KEY"),
    ),
    "staging points at production's database": (
        _set("api", STAGING, DATABASE_URL=_postgres(PRODUCTION_REF, "mad3-up-1")),
        ("api", STAGING, "foreign-project", "DATABASE_URL"),
    ),
    "production calls back to staging's api": (
        _equal("worker", "WEBHOOK_BASE_URL"),
        ("worker", PRODUCTION, "foreign-project", "WEBHOOK_BASE_URL"),
    ),
    "one secret in both": (_equal("api", "JWT_SECRET_KEY"), ("api", PRODUCTION, "shared-value", "JWT_SECRET_KEY")),
    "one encryption key in both": (
        _equal("worker", "DOCUMENT_ENCRYPTION_KEY"),
        ("worker", PRODUCTION, "shared-value", "DOCUMENT_ENCRYPTION_KEY"),
    ),
    "one vendor's key in both": (_equal("worker", "OPENAI_API_KEY"), ("worker", PRODUCTION, "shared-value", "OPENAI_API_KEY")),
    "one password in both": (
        _set("worker", PRODUCTION, DATABASE_URL=_postgres(PRODUCTION_REF, "example-password-staging")),
        ("worker", PRODUCTION, "shared-value", "DATABASE_URL"),
    ),
    "a key in staging alone": (
        _without("worker", PRODUCTION, "ANTHROPIC_API_KEY"),
        ("worker", PRODUCTION, "missing-in-environment", "ANTHROPIC_API_KEY"),
    ),
    "a key in production alone": (
        _without("worker", STAGING, "LLAMAPARSE_API_KEY"),
        ("worker", STAGING, "missing-in-environment", "LLAMAPARSE_API_KEY"),
    ),
    "a variable that no schema names in staging alone": (
        _set("worker", STAGING, FEATURE_SEARCH="on"),
        ("worker", PRODUCTION, "missing-in-environment", "FEATURE_SEARCH"),
    ),
    "an integer against a text": (
        _set("worker", PRODUCTION, WORKER_MAX_JOBS="ten"),
        ("worker", PRODUCTION, "shape-drift", "WORKER_MAX_JOBS"),
    ),
    "TLS off on one side": (
        _set("worker", STAGING, DATABASE_URL=_postgres(STAGING_REF, "mad3-up-1", "?sslmode=disable")),
        ("worker", PRODUCTION, "shape-drift", "DATABASE_URL"),
    ),
    "another provider": (
        _set("worker", PRODUCTION, DATABASE_URL="postgresql://app:mad3-up@ep-cool-bird-12345678.eu-central-1.aws.neon.tech/app"),
        ("worker", PRODUCTION, "endpoint-drift", "DATABASE_URL"),
    ),
    "a former name in production": (
        _renamed("worker", PRODUCTION, "WEBHOOK_BASE_URL", "PRODUCTION_WEBHOOK_BASE_URL"),
        ("worker", PRODUCTION, "missing-in-environment", "WEBHOOK_BASE_URL"),
    ),
    "a mistyped name in production": (
        _renamed("worker", PRODUCTION, "WORKER_MAX_JOBS", "WORKER_MAX_JOB"),
        ("worker", PRODUCTION, "missing-in-environment", "WORKER_MAX_JOBS"),
    ),
    "another schema of the database": (
        _set("api", PRODUCTION, DATABASE_SCHEMA="public"),
        ("api", PRODUCTION, "differing-value", "DATABASE_SCHEMA"),
    ),
}


@pytest.mark.parametrize(("change", "wanted"), DRIFTS.values(), ids=DRIFTS)
def test_each_drift_is_found_once(folder: Path, program: Program, change: Callable[[Exports], None], wanted: Found) -> None:
    exports = repaired()
    change(exports)
    lay_out(folder, exports)

    assert found(program, "diff", STAGING, PRODUCTION)[1] == [wanted]


#: What is done to a correct project and leaves it correct.
HARMLESS: dict[str, Callable[[Exports], None]] = {
    "another number of jobs": _set("worker", PRODUCTION, WORKER_MAX_JOBS="40"),
    "another level": _set("api", PRODUCTION, LOG_LEVEL="ERROR"),
    "another host of the pooler": _set(
        "worker",
        PRODUCTION,
        DATABASE_URL=f"postgresql://postgres.{PRODUCTION_REF}:mad3-up@aws-0-us-east-1.pooler.supabase.com:5432/postgres",
    ),
    "the other mode of the pooler, which the schema lists": _set(
        "worker", PRODUCTION, DATABASE_URL=f"postgresql://postgres.{PRODUCTION_REF}:mad3-up@{POOLER}:6543/postgres"
    ),
    "a custom domain": _set("api", PRODUCTION, API_BASE_URL="https://api.acme.dev"),
    "an alias": _renamed("worker", PRODUCTION, "LLAMAPARSE_API_KEY", "LLAMA_CLOUD_API_KEY"),
    "a default that one side spells out": _set("worker", STAGING, OPENAI_MAX_BATCH_SIZE="64"),
    "a key that only production needs": _without("api", STAGING, "RESEND_API_KEY"),
    "another spelling of a boolean": _set("worker", PRODUCTION, USE_MOCK_STORAGE="0"),
    "another scheme of the same database": lambda exports: exports["api", PRODUCTION].update(
        DATABASE_URL=exports["api", PRODUCTION]["DATABASE_URL"].replace("postgresql://", "postgres://")
    ),
}


@pytest.mark.parametrize("change", HARMLESS.values(), ids=HARMLESS)
def test_a_correct_pair_has_no_finding(folder: Path, program: Program, change: Callable[[Exports], None]) -> None:
    exports = repaired()
    change(exports)
    lay_out(folder, exports)

    assert found(program, "diff", STAGING, PRODUCTION) == (0, [])


def test_sides_swapped_have_the_same_findings(folder: Path, program: Program) -> None:
    exports = repaired()
    for change, _ in DRIFTS.values():
        change(exports)
    lay_out(folder, exports)

    forth = found(program, "diff", STAGING, PRODUCTION)[1]
    back = found(program, "diff", PRODUCTION, STAGING)[1]

    assert {(service, rule, variable) for service, _, rule, variable in forth} == {
        (service, rule, variable) for service, _, rule, variable in back
    }


@pytest.mark.parametrize("format", FORMATS)
def test_no_report_shows_a_value(folder: Path, program: Program, format: str) -> None:
    exports = repaired()
    for change, _ in DRIFTS.values():
        change(exports)
    lay_out(folder, exports)

    said = program("diff", STAGING, PRODUCTION, "--all", "--format", format).said

    values = {value for variables in exports.values() for value in variables.values() if "example" in value or "mad3" in value}
    assert len(values) > 15
    assert [value for value in (*values, STAGING_REF, PRODUCTION_REF) if value in said] == []


TWO = {"worker.staging.env": "LOG_LEVEL=INFO\nA_KEY=made-up-1\n", "worker.production.env": "LOG_LEVEL=DEBUG\n"}


def test_two_sources_are_named_directly(folder: Path, program: Program) -> None:
    write(folder, TWO)

    assert found(program, "diff", "worker.staging.env", "worker.production.env") == (
        1,
        [(None, "production", "missing-in-environment", "A_KEY")],
    )


def test_two_sources_are_held_against_a_schema(folder: Path, program: Program) -> None:
    schema: dict[str, Any] = {
        "properties": {"LOG_LEVEL": {"x-envcheck": {"between": "same"}}, "A_KEY": {"x-envcheck": {"between": "any"}}}
    }
    write(folder, {**TWO, "s.json": schema})

    arguments = ("diff", "worker.staging.env", "worker.production.env", "--schema", "s.json")

    assert found(program, *arguments) == (1, [(None, "production", "differing-value", "LOG_LEVEL")])


def test_sources_in_folders_are_called_by_their_names(folder: Path, program: Program) -> None:
    write(folder, {"some/where/a.env": "A=1\n", "else/where/b.env": "A=1\n"})

    assert program("diff", "some/where/a.env", "else/where/b.env").out.startswith("a.env and b.env: ")


def test_a_source_against_itself_does_not_drift(folder: Path, program: Program) -> None:
    write(folder, TWO)

    assert found(program, "diff", "worker.staging.env", "worker.staging.env") == (0, [])


def test_two_sources_of_one_environment_may_share_everything(folder: Path, program: Program) -> None:
    write(folder, {"api.production.env": "API_KEY=mad3-up-9x7\n", "api.production.json": {"API_KEY": "mad3-up-9x7"}})

    assert found(program, "diff", "api.production.env", "api.production.json") == (0, [])
    assert "no value had to be different" in program("diff", "api.production.env", "api.production.json").err


def test_one_side_may_be_standard_input(folder: Path, program: Program) -> None:
    write(folder, TWO)

    done = program("diff", "worker.staging.env", "-", "--format", "json", stdin=b"LOG_LEVEL=INFO\nA_KEY=made-up-2\n")

    assert (done.code, done.report["findings"]) == (0, [])


def test_of_a_template_the_names_alone_are_compared(folder: Path, program: Program) -> None:
    write(folder, {".env.example": "API_KEY=your-key-here\nQUEUE=\n", ".env": "API_KEY=mad3-up-9x7\n"})

    done = program("diff", ".env.example", ".env", "--format", "json")

    assert [each["rule"] for each in done.report["findings"]] == ["missing-in-environment"]
    assert "template" in done.said


#: Arguments, and what is said.
WRONG = {
    "an environment that there is not": (("staging", "prodution"), "there is no environment 'prodution'"),
    "one environment twice": (("staging", "staging"), "both sides are the environment 'staging'"),
    "an environment and a source": (("staging", "envcheck.toml"), "'envcheck.toml' is a source"),
    "one side": (("staging",), "Missing argument"),
    "a service that there is not": (("staging", "production", "--service", "wroker"), "there is no service 'wroker'"),
    "a schema for environments": (("staging", "production", "--schema", "schemas/api.json"), "--schema is for two sources"),
    "standard input twice": (("-", "-"), "standard input can be one side only"),
    "standard input twice, once by its kind": (("-", "dotenv:-"), "standard input can be one side only"),
    "sources of two services": (
        ("examples/exports/api.staging.json", "examples/exports/worker.production.json"),
        "is of service 'api', and",
    ),
}


@pytest.mark.parametrize(("arguments", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_request_is_refused(folder: Path, program: Program, arguments: tuple[str, ...], said: str) -> None:
    lay_out(folder, repaired())

    done = program("diff", *arguments)

    assert (done.code, done.out) == (2, "")
    assert said in done.said


def test_a_side_that_cannot_be_read_is_a_failure(folder: Path, program: Program) -> None:
    lay_out(folder, repaired())
    (folder / "examples/exports/worker.production.json").unlink()

    done = program("diff", STAGING, PRODUCTION, "--format", "json")

    assert done.code == 3
    assert [each["source"] for each in done.report["failures"]] == ["examples/exports/worker.production.json"]


def test_a_service_with_one_side_is_a_failure(folder: Path, program: Program) -> None:
    write(folder, {"s.json": {"required": ["A"]}, "a.json": {"A": "1"}, "b.json": {"A": "2"}})
    config = """
        [services.api]
        schema = "s.json"
        [services.worker]
        schema = "s.json"
        [environments.staging.sources]
        api = "a.json"
        worker = "a.json"
        [environments.production.sources]
        api = "b.json"
    """
    write(folder, {"envcheck.toml": config})

    done = program("diff", STAGING, PRODUCTION)

    assert done.code == 3
    assert "service 'worker' has no source in production" in done.said
    assert program("diff", STAGING, PRODUCTION, "--service", "api").code == 0


def test_a_page_of_an_export_is_a_failure_on_either_side(folder: Path, program: Program) -> None:
    exports = repaired()
    lay_out(folder, exports)
    page = [{"envVar": {"key": f"A_{index}", "value": "1"}, "cursor": f"c{index}"} for index in range(20)]
    (folder / "examples/exports/worker.staging.json").write_text(json.dumps(page), encoding="utf-8")

    assert program("diff", STAGING, PRODUCTION).code == 3


def test_what_a_group_may_hold_that_is_not_there_is_missing_as_a_warning(folder: Path, program: Program) -> None:
    exports = repaired()
    del exports["worker", PRODUCTION]["ANTHROPIC_API_KEY"]
    lay_out(folder, exports)
    config = (folder / "envcheck.toml").read_text(encoding="utf-8")
    source = '"examples/exports/worker.production.json"'
    group = f'["render-group:examples/exports/shared.json", {source}]'
    (folder / "envcheck.toml").write_text(config.replace(source, group), encoding="utf-8")

    done = program("diff", STAGING, PRODUCTION, "--format", "json")
    (finding,) = done.report["findings"]

    assert done.code == 3
    assert [each["id"] for each in done.report["failures"]] == ["group-not-supplied"]
    assert (finding["rule"], finding["severity"]) == ("missing-in-environment", "warning")
    assert "the group examples/exports/shared.json" in finding["message"]


def test_a_variable_that_could_not_be_read_is_not_called_missing(folder: Path, program: Program) -> None:
    write(folder, {"a.env": 'A=1\nB="x"y\n', "b.env": "A=1\nB=2\n"})

    rows = program("diff", "a.env", "b.env", "--format", "json").report["comparison"]["rows"]

    assert [(row["variable"], row["left"], row["verdict"]) for row in rows] == [
        ("A", "set", "equal"),
        ("B", "not read", "not read"),
    ]


#: What stands in a source and gives no variable.
UNREAD = {"a line": ("b.env", 'A=1\nB="x"y\n'), "an entry that is no text": ("b.json", '{"A": "1", "B": 2}')}


@pytest.mark.parametrize(("path", "text"), UNREAD.values(), ids=UNREAD)
def test_what_cannot_be_read_is_not_missing_and_is_a_failure(folder: Path, program: Program, path: str, text: str) -> None:
    write(folder, {"a.env": "A=1\nB=2\n", path: text})

    done = program("diff", "a.env", path, "--format", "json")

    assert (done.code, done.report["findings"]) == (3, [])
    assert [(each["id"], each["source"]) for each in done.report["failures"]] == [("not-read-whole", path)]


def allowed(folder: Path, **fields: object) -> None:
    """The project of the example, repaired, with one key in both environments, and an entry that allows it."""
    exports = repaired()
    _equal("worker", "OPENAI_API_KEY")(exports)
    lay_out(folder, exports)
    entry = {"rule": "shared-value", "variable": "OPENAI_API_KEY", "reason": "one account until the new contract", **fields}
    lines = [f"{key} = {value if key == 'expires' else json.dumps(value)}" for key, value in entry.items()]
    with (folder / "envcheck.toml").open("a", encoding="utf-8") as file:
        file.write("\n".join(["", "[[allow]]", *lines, ""]))


def test_a_finding_that_an_entry_allows_is_counted(folder: Path, program: Program) -> None:
    allowed(folder, environments=[STAGING, PRODUCTION])

    done = program("diff", STAGING, PRODUCTION, "--fail-on", "warning")

    assert (done.code, done.out) == (0, "staging and production: 4 sources, 52 variables compared: no drift, 1 allowed\n")


def test_a_row_says_that_it_is_allowed(folder: Path, program: Program) -> None:
    allowed(folder)

    rows = program("diff", STAGING, PRODUCTION, "--format", "json").report["comparison"]["rows"]

    assert [row["verdict"] for row in rows if row["variable"] == "OPENAI_API_KEY"] == ["different", "allowed"]


def test_an_audit_sees_what_is_allowed(folder: Path, program: Program) -> None:
    allowed(folder)

    assert found(program, "diff", STAGING, PRODUCTION, "--no-allow")[1] == [
        ("worker", PRODUCTION, "shared-value", "OPENAI_API_KEY")
    ]


#: What an entry says, and the rules that speak.
ENTRIES: dict[str, tuple[dict[str, object], list[str]]] = {
    "in both environments": ({"environments": [STAGING, PRODUCTION]}, []),
    "in one of them": ({"environments": [PRODUCTION]}, ["shared-value"]),
    "of the service": ({"service": "worker"}, []),
    "of another service": ({"service": "api"}, ["shared-value", "unused-allow"]),
    "of another variable": ({"variable": "ANTHROPIC_API_KEY"}, ["shared-value", "unused-allow"]),
    "run out": ({"expires": "2026-01-31"}, ["expired-allow", "shared-value"]),
    "not yet run out": ({"expires": "2099-01-31"}, []),
    "of a rule that check has": ({"rule": "weak-secret", "variable": "JWT_SECRET_KEY"}, ["shared-value"]),
}


@pytest.mark.parametrize(("fields", "rules"), ENTRIES.values(), ids=ENTRIES)
def test_an_entry_allows_what_it_names(folder: Path, program: Program, fields: dict[str, object], rules: list[str]) -> None:
    allowed(folder, **fields)

    done = program("diff", STAGING, PRODUCTION, "--format", "json", "--today", "2026-11-24")

    assert sorted(each["rule"] for each in done.report["findings"]) == rules


@pytest.mark.parametrize("fields", [{"service": "api"}, {"expires": "2026-01-31"}, {"variable": "ANTHROPIC_API_KEY"}])
def test_the_text_shows_what_is_about_no_variable(folder: Path, program: Program, fields: dict[str, object]) -> None:
    allowed(folder, **fields)

    done = program("diff", STAGING, PRODUCTION, "--today", "2026-11-24")
    told = {rule for _, rules in ENTRIES.values() for rule in rules if f"  {rule}  " in done.out}

    assert ({"unused-allow", "expired-allow"} & told, "shared-value" in told) == (told - {"shared-value"}, True)
    assert len(told) == 2
    assert done.out.rstrip().endswith(f"compared: {'1 error, 1 warning' if 'expired-allow' in told else '2 warnings'}")


def test_check_does_not_tell_that_an_entry_for_diff_is_unused(folder: Path, program: Program) -> None:
    allowed(folder)

    assert found(program, "check") == (0, [])


def test_a_comment_in_either_file_allows(folder: Path, program: Program) -> None:
    write(
        folder,
        {
            "a.staging.env": "# envcheck: allow[shared-value] one account for both\nAPI_KEY=mad3-up-9x7\n",
            "a.production.env": "API_KEY=mad3-up-9x7\n",
        },
    )

    done = program("diff", "a.staging.env", "a.production.env", "--format", "json")

    assert (done.code, done.report["findings"], done.report["summary"]["allowed"]) == (0, [], 1)


def test_an_entry_that_allows_nothing_is_told_in_text_too(folder: Path, program: Program) -> None:
    allowed(folder, variable="ANTHROPIC_API_KEY")

    assert "unused-allow" in program("diff", STAGING, PRODUCTION).out


REPLICA = "aws-1-eu-central-1.pooler.supabase.com:6543/postgres"


def two_findings(folder: Path, rule: str) -> None:
    """A variable with another kind of endpoint and one password in both environments, of which an entry allows a part."""
    exports = repaired()
    exports["worker", STAGING]["X_URL"] = f"postgresql://postgres:mad3-up-9@db.{STAGING_REF}.supabase.co:5432/postgres"
    exports["worker", PRODUCTION]["X_URL"] = f"postgresql://postgres.{PRODUCTION_REF}:mad3-up-9@{REPLICA}"
    lay_out(folder, exports)
    with (folder / "envcheck.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[[allow]]\nrule = "{rule}"\nvariable = "X_URL"\nreason = "known"\n')


def test_a_row_is_allowed_only_where_all_of_it_is(folder: Path, program: Program) -> None:
    two_findings(folder, "shared-value")

    done = program("diff", STAGING, PRODUCTION, "--format", "json")
    rows = [row for row in done.report["comparison"]["rows"] if row["variable"] == "X_URL" and row["severity"]]

    assert done.code == 1
    assert [(row["verdict"], row["severity"]) for row in rows] == [("endpoint-drift", "error")]


def test_an_entry_for_one_variable_does_not_cover_the_others_of_a_finding(folder: Path, program: Program) -> None:
    exports = repaired()
    for name in ("SUPABASE_URL", "DATABASE_URL"):
        exports["api", STAGING][name] = exports["api", PRODUCTION][name]
    lay_out(folder, exports)
    with (folder / "envcheck.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[allow]]\nrule = "foreign-project"\nvariable = "SUPABASE_URL"\nreason = "known"\n')

    assert ("api", STAGING, "foreign-project", "SUPABASE_URL") in found(program, "diff", STAGING, PRODUCTION)[1]


def test_groups_that_disagree_are_a_failure(folder: Path, program: Program) -> None:
    write(folder, {"s.json": {"properties": {"G": {}}}, "g.json": {"G": "1"}, "h.json": {"G": "2"}, "a.json": {"A": "1"}})
    sources = '["render-group:g.json", "render-group:h.json", "a.json"]'
    config = f'[services.api]\nschema = "s.json"\n[environments.staging.sources]\napi = {sources}\n'
    write(folder, {"envcheck.toml": f"{config}[environments.production.sources]\napi = {sources}\n"})

    done = program("diff", STAGING, PRODUCTION, "--format", "json")

    assert (done.code, {each["id"] for each in done.report["failures"]}) == (3, {"not-read-whole"})


def test_a_comparison_of_nothing_is_a_failure(folder: Path, program: Program) -> None:
    write(folder, {"a.env": "PORT=1\n", "b.env": "RENDER_SERVICE_ID=srv-1\n"})

    done = program("diff", "a.env", "b.env", "--format", "json")

    assert (done.code, [each["id"] for each in done.report["failures"]]) == (3, ["nothing-to-compare"])
