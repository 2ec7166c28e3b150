"""What a service is made ready with: its sources, its schema, and what is said of both."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Any

import pytest

from envcheck.errors import SourceError, UsageError
from envcheck.jobs import Job, Request, jobs_of
from envcheck.model import CheckedSource, Context, Declared, Environment, Failure, Location, Source
from envcheck.prepare import Preparer, deployment_of, left_out, without_checks
from envcheck.run import config_of
from tests.conftest import DAY, TODAY
from tests.program import Files, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from envcheck.prepare import Prepared
    from envcheck.sources.render_api import Access

SCHEMA: dict[str, Any] = {
    "required": ["TOKEN"],
    "x-envcheck": {"environmentMarker": "APP_ENV", "service": "shop"},
    "properties": {"TOKEN": {"writeOnly": True}, "APP_ENV": {}},
}
COMPOSE = """\
services:
  api:
    image: made/up
    environment: {TOKEN: made-up}
  cache:
    image: made/cache
  queue:
    image: made/queue
"""
BLUEPRINT = "services:\n  - {type: web, name: shop, runtime: node, envVars: [{key: TOKEN, value: x}, {key: KEY, sync: false}]}\n"
PAGE = [{"key": f"A{n}", "value": "x", "cursor": "c"} for n in range(20)]
FILES: Files = {
    "schema.json": SCHEMA,
    "plain.json": {"properties": {"TOKEN": {}}},
    "a.env": "TOKEN=x\n",
    "b.env": "PORT=1\n",
    "export.json": {"TOKEN": "x"},
    "group.json": {"name": "shared", "envVars": [{"key": "LEVEL", "value": "x"}]},
    "page.json": PAGE,
    "compose.yaml": COMPOSE,
    "render.yaml": BLUEPRINT,
    ".env.example": "TOKEN=\n",
}


def prepared(*sources: str, **more: Any) -> list[Prepared]:
    """What the jobs of a request are made of."""
    request = Request(sources=sources, **{"today": TODAY, **more})
    config = config_of(request)
    jobs = jobs_of(request, config)
    preparer = Preparer(request, config, jobs)
    return [preparer.prepare(job) for job in jobs]


def alone(*sources: str, **more: Any) -> Prepared:
    (one,) = prepared(*sources, **more)
    return one


def context(*sources: str, **more: Any) -> Context:
    one = alone(*sources, **more)
    assert one.compiled is not None
    return one.compiled.context


@pytest.fixture
def repository(folder: Path) -> Path:
    """Files of every kind."""
    write(folder, FILES)
    return folder


# -- what was read


def test_a_service_is_prepared_with_what_it_was_read_from(repository: Path) -> None:
    one = alone("a.env", schema="schema.json", environment="dev")

    assert one.sources == (CheckedSource("shop", "dev", "a.env", 1, True, "a.env"),)
    assert (one.failures, one.notices, one.is_left_out) == ((), (), False)
    assert one.environment is not None
    assert dict(one.environment.values) == {"TOKEN": "x"}


def test_what_is_declared_is_counted_too(repository: Path) -> None:
    assert [each.variables for each in alone("blueprint:render.yaml#shop").sources] == [2]


def test_a_page_is_not_known_to_be_whole(repository: Path) -> None:
    one = alone("page.json")

    assert [(each.variables, each.complete) for each in one.sources] == [(20, False)]
    assert one.failures == (
        Failure(
            "truncated-export",
            "page.json",
            "the export may be one page of more, so that what seems missing may only be on the next",
            "Export with limit=100 and follow the cursors, or pass --complete if this is all.",
        ),
    )
    assert alone("page.json", complete=True).failures == ()


@pytest.mark.parametrize(
    ("source", "text", "failure"),
    [
        (
            "no.env",
            None,
            Failure("missing-file", "no.env", "there is no such file", ""),
        ),
        ("dotenv:empty.env", "# made up\n", Failure("no-variables", "empty.env", "", "Is it the file that was meant?")),
        ("bad.json", '[\n {"name": "B"}]', Failure("unknown-shape", "bad.json:2:2", "", "")),
        (
            "render-group:no.json",
            None,
            Failure("group-not-supplied", "no.json", "", "Save the answer of GET /v1/env-groups/ID there."),
        ),
        ("render-group:bad.json", "[1]", Failure("unknown-shape", "bad.json:1:2", "", "")),
    ],
)
def test_what_cannot_be_read_is_a_failure_at_its_place(source: str, text: str | None, failure: Failure, folder: Path) -> None:
    if text is not None:
        write(folder, {source.rpartition(":")[2]: text})
    one = alone(source)
    (found,) = one.failures

    assert (found.id, found.source) == (failure.id, failure.source)
    assert failure.hint in found.hint
    assert (one.compiled, one.environment, one.sources, one.notices) == (None, None, (), ())


def test_what_a_lost_group_sets_is_not_known(repository: Path) -> None:
    write(
        repository,
        {
            "envcheck.toml": '[services.a]\nschema = "plain.json"\n[environments.dev.sources]\na = ["render-group:no.json", "a.env"]\n'
        },
    )
    one = alone()

    assert [each.message for each in one.failures] == ["no such file, so what this group sets is not known"]
    assert one.environment is not None
    assert (one.environment.unsupplied, one.environment.complete) == (("no.json",), True)


def test_what_another_lost_source_has_is_not_known_either(repository: Path) -> None:
    write(
        repository,
        {"envcheck.toml": '[services.a]\nschema = "plain.json"\n[environments.dev.sources]\na = ["no.env", "a.env"]\n'},
    )
    one = alone()

    assert one.environment is not None
    assert (one.environment.unsupplied, one.environment.complete) == ((), False)
    assert one.notices == ("a.env: not read as a whole, so no variable was reported as missing.",)


def test_standard_input_is_read_once_for_all(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"TOKEN=x\n")))
    preparer = Preparer(Request(sources=("-",)), None, [])
    first, second = (preparer.prepare(Job(name, None, None, None, None, ("-",))) for name in ("api", "worker"))

    assert [each.sources for each in (first, second)] == [
        (CheckedSource(name, None, "<stdin>", 1, True, "<stdin>"),) for name in ("api", "worker")
    ]
    assert first.environment is not None
    assert not first.environment.sources[0].is_file


def test_standard_input_has_the_name_that_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"TOKEN=x\n")))

    assert alone("-", stdin_filename="my.env").sources[0].source == "my.env"


def test_a_broken_schema_is_told_though_nothing_can_be_read(repository: Path) -> None:
    write(repository, {"broken.json": {"properties": {"A": {"made-up": 1}}}})
    with pytest.raises(UsageError, match="made-up"):
        alone("no.env", schema="broken.json")


# -- the context


@pytest.mark.parametrize(
    ("source", "more", "expected"),
    [
        ("a.env", {}, Context(None, None, None, None, "render", False, DAY)),
        ("a.env", {"environment": "dev"}, Context(None, "dev", "development", False, "render", False, DAY)),
        ("a.env", {"environment": "qa"}, Context(None, "qa", "staging", True, "render", False, DAY)),
        ("a.env", {"schema": "schema.json"}, Context("shop", None, None, None, "render", False, DAY)),
        ("export.json", {}, Context(None, None, None, True, "render", False, DAY)),
        ("export.json", {"environment": "dev"}, Context(None, "dev", "development", True, "render", False, DAY)),
        ("blueprint:render.yaml#shop", {}, Context("shop", None, None, True, "render", False, DAY)),
        ("compose.yaml#api", {}, Context("api", None, "development", False, "compose", False, DAY)),
        ("compose.yaml#api", {"environment": "prod"}, Context("api", "prod", "production", True, "compose", False, DAY)),
        (".env.example", {}, Context(None, None, None, None, "render", True, DAY)),
    ],
)
def test_a_service_is_judged_by_where_it_runs(source: str, more: dict[str, Any], expected: Context, repository: Path) -> None:
    assert context(source, **more) == expected


@pytest.mark.parametrize(
    ("own", "of_service", "of_schema", "platform"),
    [
        ("", "", None, "render"),
        ('platform = "none"\n', "", None, "none"),
        ("", 'platform = "none"\n', None, "none"),
        ('platform = "none"\n', 'platform = "render"\n', None, "render"),
        ("", "", "none", "none"),
        ('platform = "render"\n', "", "none", "render"),
    ],
)
def test_the_nearest_word_on_the_platform_counts(
    own: str, of_service: str, of_schema: str | None, platform: str, repository: Path
) -> None:
    config = f'{own}[services.a]\nschema = "my.json"\n{of_service}[environments.dev.sources]\na = "a.env"\n'
    words = {"platform": of_schema} if of_schema is not None else {}
    write(repository, {"envcheck.toml": config, "my.json": {"x-envcheck": words, "properties": {"TOKEN": {}}}})

    assert context().platform == platform


@pytest.mark.parametrize(
    ("marker", "environment", "stage"),
    [
        ("production", "production", "production"),
        ("PRODUCTION", "production", "production"),
        ("eu-1", "eu-1", "development"),
        ("made-up", None, None),
        ("", None, None),
    ],
)
def test_the_marker_of_a_schema_tells_the_environment(
    marker: str, environment: str | None, stage: str | None, repository: Path
) -> None:
    config = '[services.a]\nschema = "schema.json"\n[environments.eu-1]\nstage = "development"\n'
    write(repository, {"envcheck.toml": config, "marked.env": f"TOKEN=x\nAPP_ENV={marker}\n"})
    found = context("marked.env")

    assert (found.environment, found.stage) == (environment, stage)
    assert context("marked.env", environment="qa").environment == "qa"


def test_a_template_that_is_configured_is_what_a_service_gets(repository: Path) -> None:
    assert context(".env.example", schema="schema.json").is_template
    write(repository, {"envcheck.toml": '[services.a]\nschema = "schema.json"\n[environments.dev.sources]\na = ".env.example"\n'})

    assert not context().is_template


# -- groups


def test_a_group_alone_is_not_all_that_a_service_gets(repository: Path) -> None:
    one = alone("render-group:group.json", schema="plain.json", environment="qa")

    assert one.environment is not None
    assert not one.environment.complete
    assert one.notices == ("group.json: a group alone, without what its service sets, so no variable was reported as missing.",)


def test_a_group_may_be_all_that_is_configured(repository: Path) -> None:
    config = '[services.a]\nschema = "plain.json"\n[environments.qa.sources]\na = "render-group:group.json"\n'
    write(repository, {"envcheck.toml": config})
    one = alone()

    assert one.environment is not None
    assert (one.environment.complete, one.notices) == (True, ())


# -- notices

UNKNOWN = "the environment is not known, so nothing that depends on it was judged; name it with --env NAME."
NO_SCHEMA = "no schema was applied; name one with --schema FILE."


@pytest.mark.parametrize(
    ("source", "more", "notices"),
    [
        ("a.env", {}, [NO_SCHEMA, UNKNOWN]),
        ("a.env", {"schema": "plain.json"}, [UNKNOWN]),
        ("a.env", {"schema": "plain.json", "environment": "dev"}, []),
        ("a.env", {"schema": "plain.json", "environment": "PROD"}, []),
        (
            "a.env",
            {"schema": "plain.json", "environment": "eu"},
            ["the environment 'eu' was judged as staging, as nothing says what it is for."],
        ),
        (
            ".env.example",
            {"schema": "plain.json"},
            ["a template, so only its lines and real keys in it were judged; the values are there to be replaced."],
        ),
        (
            "compose.yaml#api",
            {"schema": "plain.json"},
            ["judged as development, as nothing says which environment it is; name another with --env NAME."],
        ),
        (
            "render.yaml#shop",
            {"schema": "plain.json", "environment": "qa"},
            ["1 variable is declared without a value there, so nothing but that was judged of them."],
        ),
    ],
)
def test_what_was_not_judged_of_a_source_is_said(source: str, more: dict[str, Any], notices: list[str], repository: Path) -> None:
    assert list(alone(source, **more).notices) == [f"{source}: {each}" for each in notices]


def test_several_variables_without_a_value_are_counted(repository: Path) -> None:
    write(repository, {"render.yaml": BLUEPRINT.replace("sync: false}", "sync: false}, {key: OTHER, sync: false}")})

    assert alone("render.yaml#shop", schema="plain.json", environment="qa").notices == (
        "render.yaml#shop: 2 variables are declared without a value there, so nothing but that was judged of them.",
    )


# -- services of files that hold several


def test_services_without_variables_are_left_out_and_named(repository: Path) -> None:
    every = prepared("compose.yaml")

    assert [each.is_left_out for each in every] == [False, True, True]
    assert [each.sources for each in every[1:]] == [(), ()]
    assert left_out(every) == (
        ["compose.yaml: cache and queue have no variables there, and no schema is for them, so they were not checked."],
        [],
    )
    assert left_out(every[:2]) == (
        ["compose.yaml: cache has no variables there, and no schema is for it, so it was not checked."],
        [],
    )
    assert left_out(every[:1]) == ([], [])


def test_a_file_in_which_no_service_has_variables_is_a_failure(repository: Path) -> None:
    every = prepared("compose.yaml")[1:]

    message = "no variables: no service in it has any, and no schema is for one of them"
    assert left_out(every) == ([], [Failure("no-variables", "compose.yaml", message, "Is it the file that was meant?")])


BESIDE = (
    BLUEPRINT
    + """\
  - {type: keyvalue, name: cache, ipAllowList: []}
  - {type: worker, name: queue, runtime: node}
  - {type: made-up, name: other, runtime: node}
  - {type: worker, name: told, runtime: node, envVars: [{key: A, sync: false}]}
"""
)


def test_only_services_that_can_have_variables_are_named_where_they_are_left_out(repository: Path) -> None:
    write(repository, {"render.yaml": BESIDE})
    every = prepared("render.yaml")

    assert {each.job.sources[0].partition("#")[2]: each.is_left_out for each in every} == {
        "shop": False,
        "cache": True,
        "queue": True,
        "other": True,
        "told": False,
    }
    assert left_out(every) == (
        ["render.yaml: queue and other have no variables there, and no schema is for them, so they were not checked."],
        [],
    )
    assert left_out([every[0], every[1]]) == ([], [])
    message = "no variables: no service in it has any, and no schema is for one of them"
    assert left_out([every[1]]) == ([], [Failure("no-variables", "render.yaml", message, "Is it the file that was meant?")])


def test_what_could_not_be_read_hides_nothing_that_was_left_out(repository: Path) -> None:
    every = prepared("no.env", "compose.yaml")

    assert left_out(every) == left_out(every[1:])
    assert left_out(every)[0] != []


def test_a_service_that_can_have_no_variables_is_left_out_whatever_the_schema(repository: Path) -> None:
    write(repository, {"render.yaml": BESIDE})
    every = prepared("render.yaml", schema="plain.json", environment="qa")

    assert [each.is_left_out for each in every] == [False, True, False, False, False]
    (cache,) = [each.compiled for each in every if each.is_left_out]
    assert cache is not None
    assert not cache.has_schema


@pytest.mark.parametrize("own", ["environment: [A]", "environment: {A: null}", "environment: {A: [1]}", "environment: {A: x}"])
def test_a_service_that_names_a_variable_is_not_left_out(own: str, repository: Path) -> None:
    write(repository, {"compose.yaml": f"services: {{api: {{image: a, {own}}}, cache: {{image: b}}}}\n"})

    assert [each.is_left_out for each in prepared("compose.yaml")] == [False, True]


def test_a_list_of_another_tool_that_goes_on_is_told_how(repository: Path) -> None:
    entry = {"key": "A", "value": "x", "type": "plain", "id": "made-up"}
    write(repository, {"more.json": {"envs": [entry], "pagination": {"next": 1}}})
    (failure,) = alone("json:more.json").failures

    assert failure.hint == "Save the next page in it too, or pass --complete if this is all."


def test_a_service_that_could_not_be_read_is_not_left_out(folder: Path) -> None:
    assert left_out(prepared("no.env")) == ([], [])


def test_a_service_without_variables_is_checked_where_a_schema_is_for_it(repository: Path) -> None:
    every = prepared("compose.yaml", schema="plain.json", environment="dev")

    assert [each.is_left_out for each in every] == [False, False, False]
    assert every[1].notices == (
        "compose.yaml#cache: none of the variables that the schema names is set, so no value was checked.",
    )


# -- what rules on several services see


def test_a_service_that_was_read_can_be_held_against_others(repository: Path) -> None:
    named, unnamed = (deployment_of(alone("a.env", **more)) for more in ({"environment": "dev"}, {}))

    assert named is not None
    assert unnamed is not None
    assert (named.label, unnamed.label) == ("dev", "a.env")
    assert deployment_of(alone("no.env")) is None


def test_rules_on_several_services_see_all_of_each(repository: Path) -> None:
    schema = {"properties": {"TOKEN": {}}, "patternProperties": {"^A": {}}, "anyOf": [{"required": ["A"]}, {"required": ["B"]}]}
    write(repository, {"my.json": schema})
    one = alone("a.env", schema="my.json", environment="dev")
    assert one.compiled is not None
    compiled = one.compiled

    assert deployment_of(one) == (
        "dev",
        compiled.context,
        one.environment,
        compiled.specs,
        compiled.patterns,
        compiled.alternatives,
    )


def test_a_service_of_which_all_was_asked_keeps_what_it_is(repository: Path) -> None:
    one = alone("a.env", schema="plain.json")
    after = without_checks(one)

    assert after.compiled is not None
    assert (after.job, after.environment, after.compiled.context) == (
        one.job,
        one.environment,
        context("a.env", schema="plain.json"),
    )
    assert without_checks(alone("no.env")).compiled is None


# -- the process


def test_of_a_process_the_variables_are_read_that_the_schema_names(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", "made-up")
    monkeypatch.setenv("MADE_UP_OTHER", "made-up")
    one = alone("process", schema="schema.json")

    assert one.environment is not None
    assert dict(one.environment.values) == {"TOKEN": "made-up"}


def test_a_process_without_a_schema_is_refused(repository: Path) -> None:
    with pytest.raises(UsageError) as caught:
        alone("process")

    assert caught.value.message == "process: of this process only the variables are read that a schema names, and there is none"
    assert caught.value.hint == "Name it with --schema FILE, or its service with --service NAME."


def test_a_schema_that_names_no_variable_has_none_to_look_for(repository: Path) -> None:
    write(repository, {"none.json": {"minProperties": 1}})

    assert alone("process", schema="none.json").failures == (
        Failure("no-variables", "process", "the schema names no variable to look for", 'Write "properties" in it.'),
    )


# -- what is refused


@pytest.mark.parametrize(
    ("words", "config", "message", "hint"),
    [
        (
            {"requiredIn": ["prodution"]},
            None,
            "'requiredIn' of A names the environment 'prodution'",
            "did you mean 'production'?",
        ),
        ({"forbiddenIn": ["stagng"]}, None, "'forbiddenIn' of A names the environment 'stagng'", "did you mean 'staging'?"),
        (
            {"requiredIn": ["us"]},
            "eu-1",
            "'requiredIn' of A names the environment 'us'",
            "known: development, eu-1, production, staging",
        ),
    ],
)
def test_a_schema_that_names_no_environment_there_is_is_refused(
    words: dict[str, Any], config: str | None, message: str, hint: str, repository: Path
) -> None:
    files: Files = {"my.json": {"properties": {"A": {"x-envcheck": words}}}}
    write(repository, files if config is None else {**files, "envcheck.toml": f"[environments.{config}]\n"})
    with pytest.raises(UsageError) as caught:
        alone("a.env", schema="my.json")

    assert f"{message}, which is not configured (unknown-environment)" in caught.value.message
    assert caught.value.message.startswith("my.json:")
    assert caught.value.hint == hint


@pytest.mark.parametrize(("words", "config"), [({"requiredIn": ["us"]}, None), ({"requiredIn": ["eu-1", "production"]}, "eu-1")])
def test_a_schema_may_name_what_is_configured_or_any_where_nothing_is(
    words: dict[str, Any], config: str | None, repository: Path
) -> None:
    files: Files = {"my.json": {"properties": {"A": {"x-envcheck": words}}}}
    write(repository, files if config is None else {**files, "envcheck.toml": f"[environments.{config}]\n"})

    assert alone("a.env", schema="my.json").compiled is not None


def test_files_that_were_read_besides_are_known(repository: Path) -> None:
    write(repository, {"my.json": {"properties": {"A": {"$ref": "common.json#/$defs/A"}}}, "common.json": {"$defs": {"A": {}}}})
    write(repository, {"compose.yaml": COMPOSE.replace("    environment:", "    env_file: b.env\n    environment:")})
    request = Request(sources=("compose.yaml#api",), schema="my.json")
    jobs = jobs_of(request, None)
    preparer = Preparer(request, None, jobs)
    preparer.prepare(jobs[0])

    assert sorted(preparer.schema_paths()) == [str(repository / "common.json"), str(repository / "my.json")]
    assert set(preparer.paths()) - set(preparer.schema_paths()) >= {str(repository / "b.env")}


@pytest.mark.parametrize(("today", "day"), [("2026-11-24", DAY), ("2026-11-25", DAY + 1)])
def test_the_day_is_the_one_that_is_named(today: str, day: int) -> None:
    assert Preparer(Request(today=today), None, []).today == day


# -- live services


class Api:
    """Stands for the API: notes what it is asked for, and gives a service or why there is none."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, is_suspended: bool = False) -> None:
        self.is_suspended = is_suspended
        self.asked: list[tuple[list[str], str, str]] = []
        self.progress: list[object] = []
        monkeypatch.setattr("envcheck.sources.render_api.read_services", self.read)
        monkeypatch.setenv("RENDER_API_KEY", "made-up-key-of-the-process")

    def read(self, names: list[str], access: Access, progress: object = None) -> dict[str, list[Environment] | SourceError]:
        self.asked.append((list(names), access.key, access.url))
        self.progress.append(progress)
        source = Source("render", "render:api", lambda name: (None, None, None), is_file=False)
        source.is_suspended = self.is_suspended
        service = Environment((source,), {"TOKEN": "x"})
        return {name: [service] if name == "api" else SourceError("no-such-service", "made up") for name in names}


def test_live_services_are_asked_for_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    api = Api(monkeypatch)
    write(folder, {"a.env": "TOKEN=x\n"})
    first, _, second = prepared("render:api", "a.env", "render:other")

    assert [(names, key) for names, key, _ in api.asked] == [(["api", "other"], "made-up-key-of-the-process")]
    assert [each.source for each in first.sources] == ["render:api"]
    assert [(each.id, each.source) for each in second.failures] == [("no-such-service", "render:other")]


def test_the_key_and_the_address_are_those_of_the_request(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    api = Api(monkeypatch)
    write(folder, {"key": "made-up-key-of-a-file\n"})
    alone("render:api", render_key_file="key", render_url="https://api.acme.dev/v1")

    assert api.asked == [(["api"], "made-up-key-of-a-file", "https://api.acme.dev/v1")]


@pytest.mark.parametrize("quiet", [True, False])
def test_how_far_the_reading_is_is_shown_unless_nobody_wants_to_know(
    quiet: bool, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = Api(monkeypatch)
    alone("render:api", quiet=quiet)

    assert [each is None for each in api.progress] == [quiet]


def test_a_suspended_service_is_told_to_be_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Api(monkeypatch, is_suspended=True)

    assert alone("render:api").notices[0] == "render:api: the service is suspended, so what was judged runs nowhere now."


# -- what extends a service of another file


def test_a_service_that_extends_what_was_not_read_is_not_whole(repository: Path) -> None:
    write(repository, {"more.yaml": "services: {api: {extends: {file: '${WHERE}/b.yaml', service: api}, environment: {A: x}}}\n"})

    assert alone("compose:more.yaml#api").failures == (
        Failure(
            "not-followed",
            "more.yaml#api",
            "the service extends one of another file, which is not read, so that what seems missing may be there",
            "Keep that file in the project, and write its path without what the shell fills in.",
        ),
    )


# -- a blueprint besides what a service has got

WITH_GROUPS = """\
services:
  - type: web
    name: shop
    runtime: node
    envVars:
      - {key: TOKEN, value: x}
      - {key: KEY, sync: false}
      - fromGroup: shared
      - fromGroup: elsewhere
envVarGroups:
  - name: shared
    envVars:
      - {key: LEVEL, value: info}
      - {key: TOKEN, value: z}
      - {key: MADE, generateValue: true}
"""
SHOP = "render.yaml#shop"


@pytest.fixture
def shop(repository: Path) -> Callable[..., Environment]:
    """What a service gets from sources that are configured for it."""
    files: Files = {
        "render.yaml": WITH_GROUPS,
        "own.env": "TOKEN=q\nLEVEL=w\n",
        "elsewhere.json": {"name": "elsewhere", "envVars": [{"key": "B", "value": "1"}]},
        "level.json": {"TOKEN": "y", "LEVEL": "w"},
        "made.json": {"TOKEN": "y", "MADE": "w"},
    }
    write(repository, files)

    def get(*sources: str) -> Environment:
        given = ", ".join(f'"{source}"' for source in sources)
        config = f'[services.a]\nschema = "plain.json"\n[environments.qa.sources]\na = [{given}]\n'
        write(repository, {"envcheck.toml": config})
        environment = alone().environment
        assert environment is not None
        return environment

    return get


@pytest.mark.parametrize(
    ("sources", "values", "declared", "unsupplied"),
    [
        ((SHOP,), {"LEVEL": "info", "TOKEN": "x"}, {"MADE", "KEY"}, ("elsewhere",)),
        ((SHOP, "own.env"), {"LEVEL": "w", "TOKEN": "q"}, {"MADE", "KEY"}, ("elsewhere",)),
        ((SHOP, "render-group:elsewhere.json"), {"LEVEL": "info", "TOKEN": "x", "B": "1"}, {"MADE", "KEY"}, ()),
        # what was exported is what the service has got, but for groups
        ((SHOP, "level.json"), {"LEVEL": "w", "TOKEN": "y"}, {"MADE"}, ("elsewhere",)),
        ((SHOP, "export.json"), {"LEVEL": "info", "TOKEN": "x"}, {"MADE"}, ("elsewhere",)),
        ((SHOP, "made.json"), {"LEVEL": "info", "TOKEN": "y", "MADE": "w"}, set(), ("elsewhere",)),
        (("level.json", SHOP), {"LEVEL": "w", "TOKEN": "y"}, {"MADE"}, ("elsewhere",)),
        ((SHOP, "export.json", "render-group:elsewhere.json"), {"LEVEL": "info", "TOKEN": "x", "B": "1"}, {"MADE"}, ()),
        (("export.json", "own.env"), {"TOKEN": "q", "LEVEL": "w"}, set(), ()),
    ],
)
def test_a_blueprint_counts_where_nothing_was_exported(
    sources: tuple[str, ...],
    values: dict[str, str],
    declared: set[str],
    unsupplied: tuple[str, ...],
    shop: Callable[..., Environment],
) -> None:
    environment = shop(*sources)

    assert dict(environment.values) == values
    assert (set(environment.declared), environment.unsupplied, environment.complete) == (declared, unsupplied, True)


def test_a_blueprint_besides_an_export_is_kept_for_itself(shop: Callable[..., Environment]) -> None:
    environment = shop(SHOP, "export.json")

    assert environment.blueprint is not None
    assert dict(environment.blueprint.values) == {"LEVEL": "info", "TOKEN": "x"}
    assert environment.blueprint.complete
    assert shop(SHOP).blueprint is None
    assert shop(SHOP, "own.env").blueprint is None


def test_a_variable_of_a_group_in_a_blueprint_stands_there(shop: Callable[..., Environment]) -> None:
    environment = shop(SHOP, "export.json")
    level, token, made = environment["LEVEL"], environment["TOKEN"], environment.declared["MADE"]

    assert (level.source.kind, level.location[:2]) == ("render-group", ("render.yaml", 13))
    assert (token.source.kind, token.location[:2]) == ("render-export", ("export.json", 2))
    assert made == Declared("MADE", "a group", Location("render.yaml", 15, 15, 19))


def test_what_is_said_twice_in_a_blueprint_is_known_besides_an_export(shop: Callable[..., Environment], repository: Path) -> None:
    write(repository, {"render.yaml": BLUEPRINT.replace("{key: KEY, sync: false}", "{key: TOKEN, value: y}")})

    assert [each.name for each in shop(SHOP, "export.json").repeated] == ["TOKEN"]


def test_what_cannot_be_read_of_a_variable_is_not_taken_from_a_group(shop: Callable[..., Environment], repository: Path) -> None:
    write(repository, {"own.env": "LEVEL\nA=1\n"})

    assert "LEVEL" not in shop(SHOP, "export.json", "own.env").values


# -- files that Compose lays over another


@pytest.mark.parametrize(
    ("sources", "environment", "names"),
    [
        ("compose.yaml#api", None, {"TOKEN", "MORE"}),
        ("compose.yaml#api", "dev", {"TOKEN", "MORE"}),
        ("compose.yaml#api", "prod", {"TOKEN"}),
    ],
)
def test_an_override_is_for_development(sources: str, environment: str | None, names: set[str], repository: Path) -> None:
    write(repository, {"compose.override.yaml": "services: {api: {environment: {MORE: x}}}\n"})
    one = alone(sources, environment=environment)

    assert one.environment is not None
    assert set(one.environment.values) == names


@pytest.mark.parametrize("kind", ["", "compose:"])
def test_an_override_is_left_out_where_it_is_named_itself(kind: str, repository: Path) -> None:
    config = f'[services.a]\nschema = "plain.json"\n[environments.dev.sources]\na = ["{kind}compose.yaml#api", "{kind}other.yaml#api"]\n'
    over = "services: {api: {environment: {MORE: x}}}\n"
    write(repository, {"compose.override.yaml": over, "other.yaml": over.replace("MORE", "OTHER"), "envcheck.toml": config})
    one = alone()

    assert one.environment is not None
    assert set(one.environment.values) == {"TOKEN", "OTHER"}


@pytest.mark.parametrize(
    ("name", "service"), [("api", "api"), ("made_up.api-2", "made_up.api-2"), ("AKIA0MADEUP0EXAMPLE0KEY", None)]
)
def test_a_service_is_called_as_its_file_does_unless_the_name_may_be_a_value(
    name: str, service: str | None, repository: Path
) -> None:
    write(repository, {"compose.yaml": COMPOSE.replace("  api:", f"  {name}:")})

    assert context(f"compose.yaml#{name}").service == service
