"""What the report of a check is made of, asked of ``run`` itself."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Any

import pytest

from envcheck.compile import compile_schema
from envcheck.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE, UsageError
from envcheck.jobs import Job, Request
from envcheck.model import Failure, Report
from envcheck.run import config_of, refuse_overwriting, run
from tests.program import Files, write

if TYPE_CHECKING:
    from pathlib import Path

MARKER = "made-up-Marker-7Q!"
PLAIN_HINT = 'Write SERVICE = "FILE" below [environments.NAME.sources], or name a source on the command line.'
SCHEMA: dict[str, Any] = {
    "required": ["TOKEN"],
    "properties": {
        "TOKEN": {"writeOnly": True},
        "PORT": {"type": "integer"},
        "LEVEL": {"x-envcheck": {"acrossServices": "same"}},
    },
}
CONFIG = """\
[services.api]
schema = "api.json"
[services.worker]
schema = "worker.json"
[services.web]
schema = "api.json"
[environments.staging.sources]
api = "api.staging.env"
worker = "worker.staging.env"
web = "web.staging.env"
[environments.production.sources]
api = "api.production.env"
worker = "worker.production.env"
web = "web.production.env"
"""
GOOD = "TOKEN=made-up\nPORT=8000\nLEVEL=info\n"
SOURCES = [f"{service}.{environment}.env" for environment in ("staging", "production") for service in ("api", "worker", "web")]
FILES: Files = {"envcheck.toml": CONFIG, "api.json": SCHEMA, "worker.json": SCHEMA, **dict.fromkeys(SOURCES, GOOD)}


@pytest.fixture
def repository(folder: Path) -> Path:
    """Three services in two environments, in which all is well."""
    write(folder, FILES)
    return folder


def messages(report: Report) -> list[tuple[str, str]]:
    return [(failure.id, failure.source) for failure in report.failures]


# -- nothing to check


@pytest.mark.parametrize(
    ("config", "request_", "message", "hint"),
    [
        (
            None,
            Request(),
            "no source is named, and there is no config",
            "Try: envcheck check .env, or write an envcheck.toml.",
        ),
        ("", Request(), "config envcheck.toml names no source", PLAIN_HINT),
        ("[services.api]\n", Request(service="api"), "config envcheck.toml names no source of service 'api'", PLAIN_HINT),
        (
            "[environments.dev]\n",
            Request(environment="dev"),
            "config envcheck.toml names no source in environment 'dev'",
            PLAIN_HINT,
        ),
        (
            "[services.api]\n[environments.dev]\n",
            Request(service="api", environment="dev"),
            "config envcheck.toml names no source of service 'api' in environment 'dev'",
            PLAIN_HINT,
        ),
    ],
)
def test_where_there_is_nothing_to_check_it_is_said_why(
    config: str | None, request_: Request, message: str, hint: str, folder: Path
) -> None:
    write(
        folder, {} if config is None else {"envcheck.toml": config.replace("[services.api]", '[services.api]\nschema = "a.json"')}
    )

    failure = Failure("nothing-to-check", "", message, hint)
    assert run(request_) == Report("check", EXIT_INCOMPLETE, failures=(failure,))


def test_a_schema_of_which_nothing_is_set_was_not_checked(folder: Path) -> None:
    write(folder, {"schema.json": {"properties": {"PORT": {}}}, ".env": "PORT\n"})
    report = run(Request(sources=("process",), schema="schema.json"))

    assert report.failures == (
        Failure(
            "nothing-to-check",
            "",
            "none of the variables that the schema names is set, so nothing was checked",
            "Is it the process, or the service, that was meant?",
        ),
    )
    assert report.exit_code == EXIT_INCOMPLETE


def test_a_command_that_needs_none_of_its_variables_may_start(folder: Path) -> None:
    write(folder, {"schema.json": {"properties": {"PORT": {}}}})
    report = run(Request(sources=("process",), schema="schema.json", is_of_process=True))

    assert (report.failures, report.exit_code) == ((), EXIT_CLEAN)


def test_a_process_that_lacks_a_variable_was_checked(folder: Path) -> None:
    """What is missing is seen, though nothing is set."""
    write(folder, {"schema.json": {"required": ["MADE_UP_PORT"], "properties": {"MADE_UP_PORT": {}}}})
    report = run(Request(sources=("process",), schema="schema.json"))

    assert ([each.rule.id for each in report.findings], report.failures, report.exit_code) == (
        ["missing-variable"],
        (),
        EXIT_FINDINGS,
    )


# -- what it holds


def test_a_clean_report_tells_what_was_read(repository: Path) -> None:
    report = run(Request())

    assert (report.command, report.exit_code, report.findings, report.failures, report.notices) == ("check", 0, (), (), ())
    assert [each.source for each in report.sources] == SOURCES
    assert (report.variables, report.allowed, report.listed, report.shows_all) == (3 * len(SOURCES), 0, (), False)
    assert report.root == str(repository)


@pytest.mark.parametrize(
    ("request_", "root"),
    [
        (Request(config="deep/in/envcheck.toml"), "repository"),
        (Request(config="../beside/envcheck.toml"), "beside"),
        (Request(isolated=True), "repository"),
    ],
)
def test_without_a_repository_the_root_is_the_current_folder_or_that_of_the_config(
    request_: Request, root: str, folder: Path
) -> None:
    (folder / ".git").rmdir()
    write(folder, dict.fromkeys(("deep/in/envcheck.toml", "../beside/envcheck.toml"), ""))
    write(folder, {"a.env": GOOD})

    assert run(request_._replace(sources=("a.env",))).root == str(folder.parent / root)


def test_the_root_is_that_of_the_repository_wherever_the_config_is(folder: Path) -> None:
    write(folder, {"../beside/envcheck.toml": "", "a.env": GOOD})

    assert run(Request(sources=("a.env",), config="../beside/envcheck.toml")).root == str(folder)


def test_findings_of_all_services_stand_in_one_order(repository: Path) -> None:
    """By service, whatever was looked at first and whatever was found."""
    write(repository, {"api.staging.env": GOOD.replace("8000", "x"), "web.staging.env": "PORT=x\nLEVEL=info\n"})
    found = [(each.service, each.rule.id) for each in run(Request()).findings]

    assert found == [("api", "wrong-type"), ("web", "missing-variable"), ("web", "wrong-type")]


def test_a_severity_of_the_config_counts(repository: Path) -> None:
    write(repository, {"envcheck.toml": f'{CONFIG}[rules]\nwrong-type = "note"\n', "api.staging.env": "PORT=x\nTOKEN=made-up\n"})

    assert [str(each.severity) for each in run(Request()).findings if each.rule.id == "wrong-type"] == ["note"]


def test_failures_of_each_service_are_told(repository: Path) -> None:
    for name in ("api.staging.env", "web.production.env"):
        (repository / name).unlink()
    report = run(Request())

    assert messages(report) == [("missing-file", "api.staging.env"), ("missing-file", "web.production.env")]
    assert report.exit_code == EXIT_INCOMPLETE


def test_services_of_one_schema_are_compiled_one_after_the_other(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that most of the work is done once; the report keeps the order of the config."""
    compiled: list[str] = []

    def watch(files: Any, schema: Any, *more: Any) -> Any:
        compiled.append(schema.path)
        return compile_schema(files, schema, *more)

    monkeypatch.setattr("envcheck.prepare.compile_schema", watch)
    report = run(Request())

    assert compiled == ["api.json"] * 4 + ["worker.json"] * 2
    assert [each.source for each in report.sources] == SOURCES


@pytest.mark.parametrize(
    ("request_", "names"),
    [
        (Request(), []),
        (Request(shows_all=True), ["TOKEN", "PORT", "LEVEL"]),
        (Request(format="html"), ["TOKEN", "PORT", "LEVEL"]),
        (Request(output=("html:out.html",)), ["TOKEN", "PORT", "LEVEL"]),
    ],
)
def test_all_variables_are_listed_where_somebody_wants_to_see_them(request_: Request, names: list[str], repository: Path) -> None:
    report = run(request_._replace(sources=("api.staging.env",)))

    assert [each.variable for each in report.listed] == names
    assert report.shows_all is request_.shows_all


def test_no_list_is_made_where_nobody_asks_for_one(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is the module loaded that makes it."""
    monkeypatch.setitem(sys.modules, "envcheck.checklist", None)

    assert run(Request()).listed == ()


def test_listed_variables_stand_in_the_order_of_the_services(repository: Path) -> None:
    """Whatever schema each of them has."""
    listed = run(Request(shows_all=True)).listed

    assert [each.service for each in listed[::3]] == ["api", "worker", "web"] * 2


# -- several services


def test_services_of_one_environment_are_held_against_each_other(repository: Path) -> None:
    write(repository, {"worker.staging.env": GOOD.replace("info", "debug")})

    assert {each.rule.id for each in run(Request()).findings} == {"differing-value"}


def test_two_services_are_enough_to_be_held_against_each_other(repository: Path) -> None:
    write(repository, {"worker.staging.env": GOOD.replace("info", "debug")})
    request = Request(sources=("api.staging.env", "worker.staging.env"))

    assert {each.rule.id for each in run(request).findings} == {"differing-value"}


def test_services_of_different_environments_are_not_held_against_each_other(repository: Path) -> None:
    write(repository, {f"{service}.production.env": GOOD.replace("info", "debug") for service in ("api", "worker", "web")})

    assert run(Request()).findings == ()


def test_a_service_is_not_held_against_itself(repository: Path) -> None:
    """Two files without a service may be of one."""
    write(repository, {"one.env": GOOD, "two.env": GOOD.replace("info", "debug")})
    request = Request(sources=("one.env", "two.env"), schema="api.json", environment="dev")

    assert run(request).findings == ()


@pytest.mark.parametrize(
    ("request_", "notices"),
    [
        (Request(), []),
        (Request(environment="staging"), []),
        (
            Request(service="api", environment="staging"),
            ["service 'api' was not held against worker, web; check them together for that."],
        ),
        (
            Request(sources=("api.staging.env",)),
            ["service 'api' was not held against worker, web; check them together for that."],
        ),
        (
            Request(sources=("api.staging.env", "worker.staging.env")),
            [
                "service 'api' was not held against web; check them together for that.",
                "service 'worker' was not held against web; check them together for that.",
            ],
        ),
        (Request(sources=("api.staging.env", "worker.staging.env", "web.staging.env")), []),
        (
            Request(sources=("api.eu.env", "api.staging.env")),
            [
                "api.eu.env: the environment is not known, so nothing that depends on it was judged; name it with --env NAME.",
                "service 'api' was not held against worker, web; check them together for that.",
            ],
        ),
    ],
)
def test_it_is_said_with_what_a_service_was_not_compared(request_: Request, notices: list[str], repository: Path) -> None:
    write(repository, {"api.eu.env": GOOD})

    assert list(run(request_).notices) == notices


def test_a_service_that_shares_nothing_has_not_to_be_compared(repository: Path) -> None:
    write(repository, {"api.json": {"properties": {"TOKEN": {}, "PORT": {}, "LEVEL": {"x-envcheck": {"acrossServices": "any"}}}}})

    assert run(Request(sources=("api.staging.env",))).notices == ()


def test_a_service_that_could_not_be_read_has_nothing_to_be_compared(repository: Path) -> None:
    (repository / "api.staging.env").unlink()
    report = run(Request(service="api", environment="staging"))

    assert (report.notices, messages(report)) == ((), [("missing-file", "api.staging.env")])


def test_what_a_config_leaves_unchecked_is_said_for_each_environment(repository: Path) -> None:
    config = CONFIG.partition("[environments.production")[0] + '[environments.production.sources]\napi = "api.production.env"\n'
    more = '[services.old]\nschema = "api.json"\n[environments.live]\n'
    write(repository, {"envcheck.toml": config + more})
    expected = [
        "service 'old' has no source in any environment, so it was not checked.",
        "service 'web' has no source in 'production', so it was not checked there.",
        "service 'worker' has no source in 'production', so it was not checked there.",
        "environment 'live' has no source of any service, so it was not checked.",
    ]

    assert list(run(Request()).notices) == expected


@pytest.mark.parametrize("more", [{"sources": ("api.staging.env",)}, {"service": "api"}, {"environment": "staging"}])
def test_where_a_part_is_asked_for_the_rest_is_not_missed(more: dict[str, Any], repository: Path) -> None:
    write(repository, {"envcheck.toml": f"{CONFIG}[environments.live]\n"})

    assert [each for each in run(Request(**more)).notices if "no source" in each] == []


PAGE = [{"key": f"A{n}", "value": "x", "cursor": "x"} for n in range(20)]
NOT_WHOLE = "not read as a whole, so no variable was reported as missing."


def test_what_the_config_leaves_out_is_said_besides_what_a_source_lacks(repository: Path) -> None:
    config = CONFIG.replace("api.staging.env", "page.json") + "[environments.live]\n"
    write(repository, {"page.json": PAGE, "envcheck.toml": config})
    first, last = run(Request()).notices

    assert (first.endswith(NOT_WHOLE), last.startswith("environment 'live' has no source")) == (True, True)


def test_what_was_not_compared_is_said_besides_what_a_source_lacks(repository: Path) -> None:
    write(repository, {"page.json": PAGE, "envcheck.toml": CONFIG.replace("api.staging.env", "page.json")})
    first, last = run(Request(sources=("page.json",))).notices

    assert (first.endswith(NOT_WHOLE), "was not held against" in last) == (True, True)


def test_an_environment_of_the_config_is_known_by_its_name(repository: Path) -> None:
    """Its stage is configured, so that nothing has to be guessed."""
    write(repository, {"envcheck.toml": CONFIG.replace("environments.production", "environments.eu-1")})

    assert run(Request()).notices == ()


# -- what is allowed

ALLOW = """\
[[allow]]
rule = "wrong-type"
variable = "PORT"
reason = "made up"
expires = 2026-11-24
"""


@pytest.mark.parametrize(
    ("today", "rules", "allowed"),
    [
        ("2026-11-24", [], 1),
        ("2026-11-25", ["expired-allow", "wrong-type"], 0),
    ],
)
def test_what_the_config_allows_is_counted_until_it_expires(today: str, rules: list[str], allowed: int, repository: Path) -> None:
    write(repository, {"envcheck.toml": CONFIG + ALLOW, "api.staging.env": GOOD.replace("8000", "x")})
    report = run(Request(today=today))

    assert (sorted(each.rule.id for each in report.findings), report.allowed) == (rules, allowed)


def test_an_entry_that_allows_nothing_is_found(repository: Path) -> None:
    write(repository, {"envcheck.toml": CONFIG + ALLOW})

    assert [each.rule.id for each in run(Request(today="2026-11-01")).findings] == ["unused-allow"]


@pytest.mark.parametrize(("request_", "rules"), [(Request(), ["unused-allow"]), (Request(environment="staging"), [])])
def test_a_comment_that_allows_nothing_is_found_where_all_was_looked_at(
    request_: Request, rules: list[str], repository: Path
) -> None:
    """The file may be checked for another environment too."""
    write(repository, {"api.staging.env": "# envcheck: allow[wrong-type] made up\nPORT=8000\nTOKEN=made-up\nLEVEL=info\n"})

    assert [each.rule.id for each in run(request_).findings] == rules


def test_a_notice_is_given_once(repository: Path) -> None:
    write(repository, {"one.env": "A=1\n", "two.env": "A=1\n"})
    request = Request(sources=("one.env", "one.env", "./one.env"), isolated=True)

    notices = run(request).notices
    assert len(set(notices)) == len(notices)


# -- the config


def test_no_config_is_read_where_there_is_none_or_none_is_wanted(folder: Path) -> None:
    assert config_of(Request()) is None
    write(folder, {"envcheck.toml": CONFIG})

    assert config_of(Request(isolated=True)) is None
    assert config_of(Request()) is not None


def test_a_config_that_is_named_is_the_one_that_counts(folder: Path) -> None:
    write(folder, {"envcheck.toml": "", "other.toml": '[rules]\nwrong-type = "note"\n'})
    config = config_of(Request(config="other.toml"))

    assert config is not None
    assert (config.path, list(config.severities)) == ("other.toml", ["wrong-type"])


def test_a_config_cannot_be_named_and_refused(folder: Path) -> None:
    with pytest.raises(UsageError) as caught:
        config_of(Request(config="envcheck.toml", isolated=True))

    assert (caught.value.message, caught.value.hint) == ("--config and --isolated exclude each other", "Leave one of them out.")


# -- the exit code


@pytest.mark.parametrize(
    ("fail_on", "codes"),
    [("error", [1, 0, 0, 0]), ("warning", [1, 1, 0, 0]), ("note", [1, 1, 1, 0]), ("never", [0, 0, 0, 0])],
)
def test_the_worst_finding_and_the_threshold_make_the_exit_code(fail_on: str, codes: list[int], repository: Path) -> None:
    for severity, code in zip(("error", "warning", "note", "off"), codes, strict=True):
        text = GOOD.replace("8000", "x")
        write(repository, {"envcheck.toml": f'{CONFIG}[rules]\nwrong-type = "{severity}"\n', "api.staging.env": text})

        assert run(Request(fail_on=fail_on)).exit_code == code


@pytest.mark.parametrize("fail_on", ["error", "warning", "note", "never"])
def test_a_failure_counts_more_than_findings_and_whatever_the_threshold(fail_on: str, repository: Path) -> None:
    write(repository, {"api.staging.env": GOOD.replace("8000", "x")})
    (repository / "web.staging.env").unlink()

    assert run(Request(fail_on=fail_on)).exit_code == EXIT_INCOMPLETE


# -- what a report must not replace


def job(*sources: str) -> Job:
    return Job(None, None, None, None, None, sources)


@pytest.mark.parametrize(
    ("request_", "path"),
    [
        (Request(output=("json:.env",)), ".env"),
        (Request(output=("json:a:b.env",)), "a:b.env"),
        (Request(output=("json:out.json", "text:./.env")), "./.env"),
        (Request(output=("json:schema.json",), schema="schema.json"), "schema.json"),
        (Request(output=("json:in.env",), stdin_filename="in.env"), "in.env"),
        (Request(output=("json:common.json",)), "common.json"),
    ],
)
def test_a_report_that_would_replace_what_is_checked_is_refused(request_: Request, path: str, folder: Path) -> None:
    write(folder, {"a:b.env": "A=1\n"})
    with pytest.raises(UsageError) as caught:
        refuse_overwriting(request_, [job("dotenv:.env", "a:b.env")], None, [str(folder / "common.json")])

    assert (caught.value.message, caught.value.hint) == (f"--output {path} would overwrite what is checked", "Name another file.")


def test_a_run_does_not_replace_its_config_or_its_schemas(repository: Path) -> None:
    for path in ("envcheck.toml", "api.json", "web.production.env"):
        with pytest.raises(UsageError, match="would overwrite"):
            run(Request(output=(f"json:{path}",)))


@pytest.mark.parametrize("output", [(), ("json:out.json",), ("json:.",), ("text:env", "json:.env.json")])
def test_a_report_may_stand_beside_what_is_checked(output: tuple[str, ...], folder: Path) -> None:
    """A source that is no file stands nowhere."""
    refuse_overwriting(Request(output=output), [job(".env"), job("process"), job("render:api")], None, [])


# -- the last look


def shows(request: Request, text: str) -> bool:
    look = run(request).shows_value
    assert look is not None
    return look(text)


@pytest.mark.parametrize(
    "request_", [Request(sources=(".env",)), Request(sources=(".env",), schema="schema.json"), Request(sources=(".env", "b.env"))]
)
def test_a_text_that_shows_a_value_is_seen(request_: Request, folder: Path) -> None:
    write(folder, {".env": f"TOKEN={MARKER}\n", "b.env": "A=1\n", "schema.json": SCHEMA})

    assert shows(request_, f"a text with {MARKER} in it")
    assert not shows(request_, "a text without")


def test_a_value_of_a_preview_is_seen_too(folder: Path) -> None:
    """The running service does not get it; the file has it all the same."""
    variable = f"{{key: PORT, value: '8000', previewValue: {MARKER}}}"
    blueprint = f"services:\n  - type: web\n    name: api\n    runtime: node\n    envVars:\n      - {variable}\n"
    write(folder, {"render.yaml": blueprint})

    assert shows(Request(sources=("render.yaml#api",)), MARKER)


@pytest.mark.parametrize(
    ("request_", "value"),
    [
        (Request(sources=("made-Up-folder/b.env",)), "made-Up-folder/b.env"),
        (Request(sources=("a.env",), environment="Made-Up-environment"), "Made-Up-environment"),
        (Request(sources=("a.env",), service="Made-Up-service"), "Made-Up-service"),
        (Request(service="Made-Up-service"), "Made-Up-source.env"),
        (Request(sources=("a.env",)), "Made-Up-reason"),
        (Request(sources=("a.env",)), "Made-Up-config.toml"),
        (Request(sources=("a.env",), service="Made-Up-service"), "Made-Up-words of a schema"),
        (Request(sources=("a.env",), service="Made-Up-service"), "Made-Up-schema.json"),
        (Request(sources=("a.env",)), "MADE_UP_NAME"),
    ],
)
def test_what_the_user_wrote_may_be_shown_whatever_is_set_to_it(request_: Request, value: str, folder: Path) -> None:
    """The words of arguments, config, schemas and names of variables are no secrets of a file."""
    config = """\
[services.Made-Up-service]
schema = "Made-Up-schema.json"
[services.other]
schema = "Made-Up-schema.json"
[environments.Made-Up-environment.sources]
Made-Up-service = "Made-Up-source.env"
[[allow]]
rule = "wrong-type"
variable = "PORT"
reason = "Made-Up-reason"
"""
    text = f"TOKEN='{value}'\nMADE_UP_NAME=x\n"
    schema = {"description": "Made-Up-words of a schema", "properties": {"TOKEN": {}}}
    files: Files = {"Made-Up-config.toml": config, "Made-Up-schema.json": schema}
    write(folder, {**files, **dict.fromkeys(("a.env", "made-Up-folder/b.env", "Made-Up-source.env"), text)})

    assert not shows(request_._replace(config="Made-Up-config.toml"), value)
    write(folder, {"another.env": f"TOKEN='{value}'\n"})
    assert shows(Request(sources=("another.env",), isolated=True), value)


@pytest.mark.parametrize(
    ("request_", "value"),
    [
        (Request(sources=("a.env",), environment="Made-Up-environment"), "Made-Up-environment"),
        (Request(sources=("-",), stdin_filename="Made-Up-standard-input"), "Made-Up-standard-input"),
        (Request(sources=("dotenv:./Made-Up-folder/a.env",)), "dotenv:./Made-Up-folder/a.env"),
        (Request(sources=("a.env", "render.yaml#Made-Up-service")), "Made-Up-service"),
    ],
)
def test_the_words_of_arguments_may_be_shown_without_a_config_too(
    request_: Request, value: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"TOKEN='{value}'\n"
    blueprint = "services: [{type: web, name: Made-Up-service, runtime: node, envVars: [{key: A, value: x}]}]\n"
    write(folder, {"a.env": text, "Made-Up-folder/a.env": text, "another.env": text, "render.yaml": blueprint})
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    assert not shows(request_, value)
    assert shows(Request(sources=("another.env",)), value)
