"""What is checked against what for which request, and how the run ends."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from envcheck.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE, EXIT_USAGE
from envcheck.model import SEVERITIES
from envcheck.options import FORMATS
from tests import program as programs
from tests.conftest import Program
from tests.program import Done, Files, link, write

MARKER = "made-up-marker-7Q"
SCHEMA = {
    "required": ["TOKEN"],
    "x-envcheck": {"environmentMarker": "ENVIRONMENT"},
    "properties": {
        "TOKEN": {"writeOnly": True},
        "PORT": {"type": "integer"},
        "URL": {"format": "http-url"},
        "DATABASE_URL": {"format": "postgres-url", "writeOnly": True},
        "ENVIRONMENT": {},
        "LIVE_ONLY": {"x-envcheck": {"requiredIn": ["production"]}},
        "STAGING_ONLY": {"x-envcheck": {"requiredIn": ["staging"]}},
    },
}
CONFIG = """\
[services.api]
schema = "schemas/api.json"
[services.worker]
schema = "schemas/worker.json"
[environments.staging.sources]
api = "exports/api.staging.json"
worker = "exports/worker.staging.json"
[environments.production.sources]
api = ["exports/shared.production.env", "exports/api.production.json"]
worker = "exports/worker.production.json"
"""
GOOD = {"TOKEN": MARKER, "PORT": "8000", "LIVE_ONLY": "x", "STAGING_ONLY": "x"}
SHARED, API_LIVE, API_STAGING, WORKER_LIVE, WORKER_STAGING = (
    f"exports/{name}"
    for name in ("shared.production.env", *(f"{s}.{e}.json" for s in ("api", "worker") for e in ("production", "staging")))
)
FILES: Files = {
    "envcheck.toml": CONFIG,
    "schemas/api.json": SCHEMA,
    "schemas/worker.json": SCHEMA,
    SHARED: "URL=https://acme.dev\n",
    **dict.fromkeys((API_LIVE, API_STAGING, WORKER_LIVE, WORKER_STAGING), GOOD),
}
WITH_SCHEMA = ("--schema", "schemas/api.json")

Read = list[tuple[str | None, str | None, str]]


def read(done: Done) -> Read:
    """Service, environment and name of every source that was checked."""
    return [(source["service"], source["environment"], source["source"]) for source in done.report["sources"]]


def found(done: Done) -> list[tuple[str, str | None]]:
    """Rule and variable of every finding."""
    return [(finding["rule"], finding["variable"]) for finding in done.report["findings"]]


def failed(done: Done) -> list[tuple[str, str]]:
    """Id and file of every failure."""
    return [(failure["id"], failure["source"].partition(":")[0]) for failure in done.report["failures"]]


@pytest.fixture
def repository(folder: Path) -> Path:
    """Two services in two environments, in which all is well."""
    write(folder, FILES)
    return folder


# -- what is checked

ALL: Read = [
    ("api", "staging", API_STAGING),
    ("worker", "staging", WORKER_STAGING),
    ("api", "production", SHARED),
    ("api", "production", API_LIVE),
    ("worker", "production", WORKER_LIVE),
]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        # everything configured, or what is left of it
        ((), ALL),
        (("--env", "staging"), ALL[:2]),
        (("--env", "production"), ALL[2:]),
        (("--service", "api"), [ALL[0], *ALL[2:4]]),
        (("--service", "worker"), [ALL[1], ALL[4]]),
        (("--service", "api", "--env", "production"), ALL[2:4]),
        # a file that is configured is what the config says
        ((WORKER_STAGING,), [ALL[1]]),
        ((f"./{WORKER_STAGING}",), [("worker", "staging", WORKER_STAGING)]),
        ((f"exports/../{WORKER_STAGING}",), [("worker", "staging", WORKER_STAGING)]),
        ((WORKER_STAGING, WORKER_LIVE), [ALL[1], ALL[4]]),
        ((WORKER_STAGING, WORKER_STAGING), [ALL[1]]),
        ((WORKER_STAGING, f"./{WORKER_STAGING}"), [ALL[1]]),
        # with all the others of its service
        ((API_LIVE,), ALL[2:4]),
        ((SHARED,), ALL[2:4]),
        ((SHARED, API_LIVE), ALL[2:4]),
        # but for what the options say of it
        ((WORKER_STAGING, "--env", "production"), [("worker", "production", WORKER_STAGING)]),
        ((WORKER_STAGING, "--service", "api"), [("api", "staging", WORKER_STAGING)]),
        ((WORKER_STAGING, "--service", "api", "--env", "production"), [("api", "production", WORKER_STAGING)]),
        ((WORKER_STAGING, "--service", "worker", "--env", "staging"), [ALL[1]]),
        ((WORKER_STAGING, *WITH_SCHEMA), [(None, "staging", WORKER_STAGING)]),
        # a file that is not configured is what its name says
        (("new.env",), [(None, None, "new.env")]),
        (("worker.env",), [("worker", None, "worker.env")]),
        (("new/worker.env",), [("worker", None, "new/worker.env")]),
        (("worker.production.env",), [("worker", "production", "worker.production.env")]),
        ((".env.production",), [(None, "production", ".env.production")]),
        ((".env.Staging.worker",), [("worker", "staging", ".env.Staging.worker")]),
        (("my-worker.env",), [(None, None, "my-worker.env")]),
        # or the options
        (("new.env", "--service", "api"), [("api", None, "new.env")]),
        (("worker.env", "--service", "api"), [("api", None, "worker.env")]),
        (("worker.production.env", "--env", "staging"), [("worker", "staging", "worker.production.env")]),
        (("new.env", "--env", "dev"), [(None, "dev", "new.env")]),
        (("worker.production.env", *WITH_SCHEMA), [(None, "production", "worker.production.env")]),
        (("new.env", "worker.env"), [(None, None, "new.env"), ("worker", None, "worker.env")]),
        (("new.env", WORKER_STAGING), [(None, None, "new.env"), ALL[1]]),
        # a kind before the path changes nothing of it
        (("dotenv:worker.env",), [("worker", None, "worker.env")]),
        ((f"render-export:{WORKER_STAGING}",), [ALL[1]]),
        ((f"render-export:{API_LIVE}",), ALL[2:4]),
        # without a config there are no services
        (("worker.production.env", "--isolated"), [(None, "production", "worker.production.env")]),
    ],
)
def test_arguments_choose_what_is_checked(arguments: tuple[str, ...], expected: Read, repository: Path, program: Program) -> None:
    """Each service in each environment once, with every source that belongs to it."""
    names = ("new.env", "worker.env", "new/worker.env", "worker.production.env", ".env.production", ".env.Staging.worker")
    text = "".join(f"{name}={value}\n" for name, value in GOOD.items())
    write(repository, dict.fromkeys((*names, "my-worker.env"), text))
    done = program("check", *arguments, "--format", "json")

    assert (EXIT_CLEAN, expected) == (done.code, read(done)), done.err


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((WORKER_STAGING,), ["schemas/worker.json"]),
        ((WORKER_STAGING, "--service", "api"), ["schemas/api.json"]),
        ((WORKER_STAGING, "--schema", "other.json"), ["other.json"]),
        (("new.env", "--schema", "other.json"), ["other.json"]),
        (("worker.env",), ["schemas/worker.json"]),
        (("new.env",), []),
        (("worker.env", "--isolated"), []),
    ],
)
def test_a_source_is_held_against_the_schema_of_its_service(
    arguments: tuple[str, ...], expected: list[str], repository: Path, program: Program
) -> None:
    """Without one nothing is required."""
    write(
        repository,
        {"other.json": SCHEMA, "new.env": "PORT=8000\n", "worker.env": "PORT=8000\n", WORKER_STAGING: {"STAGING_ONLY": "x"}},
    )
    done = program("check", *arguments, "--format", "json")

    assert expected == [f["location"]["path"] for f in done.report["findings"] if f["rule"] == "missing-variable"]


def test_the_only_service_needs_no_name(folder: Path, program: Program) -> None:
    """There is nothing else that a file could be of."""
    write(folder, {"envcheck.toml": '[services.api]\nschema = "api.json"\n', "api.json": SCHEMA, ".env": "TOKEN=made-up\n"})

    assert read(program("check", ".env", "--format", "json")) == [("api", None, ".env")]


def test_a_file_of_two_services_is_checked_for_both(folder: Path, program: Program) -> None:
    """What they share must fit each of them."""
    config = CONFIG.replace("worker.staging.json", "api.staging.json")
    write(folder, {**FILES, "envcheck.toml": config})

    assert read(program("check", API_STAGING, "--format", "json")) == [
        ("api", "staging", API_STAGING),
        ("worker", "staging", API_STAGING),
    ]


def test_a_service_is_called_as_its_schema_says(folder: Path, program: Program) -> None:
    """The list of sources and the findings use one name."""
    schema = {**SCHEMA, "x-envcheck": {"service": "api"}}
    write(folder, {"api.json": schema, ".env": "PORT=8000\n"})
    done = program("check", ".env", "--schema", "api.json", "--format", "json")

    assert (read(done), [finding["service"] for finding in done.report["findings"]]) == ([("api", None, ".env")], ["api"])


# -- several sources of one service


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("TOKEN=x\n", "PORT=8000\n", []),
        ("PORT=x\nTOKEN=x\n", "PORT=8000\n", []),
        ("PORT=8000\n", "TOKEN=x\n", []),
        ("PORT=8000\nTOKEN=x\n", "PORT=x\n", [("wrong-type", "second.env", 1)]),
        ("TOKEN=x\nPORT=x\n", "URL=https://acme.dev\n", [("wrong-type", "first.env", 2)]),
        ("PORT=8000\n", "URL=https://acme.dev\n", [("missing-variable", "schema.json", 6)]),
        ("prose here\nTOKEN=x\n", "PORT=8000\n", [("malformed-line", "first.env", 1)]),
        ("PORT=8000\n", "TOKEN\n", [("malformed-line", "second.env", 1)]),
        ("TOKEN=x\nTOKEN=y\n", "TOKEN=z\n", [("duplicate-variable", "first.env", 2)]),
        ("TOKEN=x\n", "TOKEN=y\n", []),
        ("TOKEN= # text\n", "TOKEN=x\n", []),
        ("TOKEN=x\n", "TOKEN= # text\n", [("comment-as-value", "second.env", 1)]),
        # what is no text wins and loses as a text does
        ('{"TOKEN": 1}', "TOKEN=x\n", []),
        ('{"TOKEN": 1, "PORT": "x"}', "TOKEN=x\n", [("wrong-type", "first.env", 1)]),
        ("TOKEN=x\n", '{"TOKEN": 1}', [("non-text-value", "second.env", 1)]),
        ("TOKEN=x\nPORT=x\n", '{"PORT": null}', [("non-text-value", "second.env", 1)]),
        ("TOKEN=x\nPORT= # text\n", '{"PORT": null}', [("non-text-value", "second.env", 1)]),
        ('{"TOKEN": 1}', '{"TOKEN": null}', [("non-text-value", "second.env", 1)]),
        ('{"TOKEN": 1}', "PORT=8000\n", [("non-text-value", "first.env", 1)]),
        ('[{"key": "TOKEN", "value": null}, {"key": "TOKEN", "value": "x"}]', "TOKEN=x\n", []),
        (
            "PORT=x\n",
            '[{"key": "TOKEN"}, {"key": "TOKEN", "value": "x"}]',
            [("non-text-value", "second.env", 1), ("wrong-type", "first.env", 1)],
        ),
    ],
)
def test_a_later_source_wins_and_each_variable_keeps_its_place(
    first: str, second: str, expected: list[tuple[str, str, int]], folder: Path, program: Program
) -> None:
    """Together they are what the service receives."""
    config = CONFIG.partition("[env")[0] + '[environments.dev.sources]\napi = ["first.env", "second.env"]\n'
    schema = {"required": ["TOKEN"], "properties": {"TOKEN": {"writeOnly": True}, "PORT": {"type": "integer"}, "URL": {}}}
    files: Files = {"schemas/api.json": schema, "first.env": first, "second.env": second}
    write(folder, {"envcheck.toml": config, **files})
    done = program("check", "--format", "json")
    places = [
        (f["rule"], f["location"]["path"].replace("schemas/api", "schema"), f["location"]["line"])
        for f in done.report["findings"]
    ]

    assert expected == places


@pytest.mark.parametrize("content", [None, b"\xff", "", {"message": MARKER}, [{"key": "A", "value": MARKER, "cursor": "c"}] * 20])
@pytest.mark.parametrize("place", [0, 1])
def test_what_a_lost_source_may_have_is_not_missing(place: int, content: Any, repository: Path, program: Program) -> None:
    """The others are still judged, and the run is not complete."""
    names = (SHARED, API_LIVE)
    (repository / names[place]).unlink()
    write(repository, {names[1 - place]: {"PORT": "x"}} | ({} if content is None else {names[place]: content}))
    done = program("check", "--service", "api", "--env", "production", "--format", "json")
    rules = {rule for rule, _ in found(done)}

    assert (done.code, "wrong-type" in rules, "missing-variable" in rules) == (EXIT_INCOMPLETE, True, False)
    assert [names[place]] == [source for _, source in failed(done)]


# -- which environment it is

MARKED = "ENVIRONMENT=production\nTOKEN=x\n"


@pytest.mark.parametrize(
    ("name", "text", "options", "environment"),
    [
        ("new.env", "TOKEN=x\n", (), None),
        ("new.env", MARKED, (), "production"),
        ("new.env", MARKED.replace("production", "Production"), (), "production"),
        ("new.env", MARKED.replace("production", "prod"), (), "prod"),
        ("new.env", MARKED.replace("production", "dev"), (), "dev"),
        ("new.env", MARKED.replace("production", MARKER), (), None),
        ("new.env", MARKED.replace("production", ""), (), None),
        ("new.staging.env", "TOKEN=x\n", (), "staging"),
        ("new.staging.env", MARKED, (), "staging"),
        ("new.staging.env", MARKED, ("--env", "dev"), "dev"),
        ("new.env", MARKED, ("--env", "staging"), "staging"),
        ("staging/new.env", "TOKEN=x\n", (), None),
    ],
)
@pytest.mark.parametrize("is_configured", [True, False], ids=["config", "no config"])
def test_an_environment_is_told_by_option_file_name_and_marker(
    is_configured: bool, name: str, text: str, options: tuple[str, ...], environment: str | None, folder: Path, program: Program
) -> None:
    """In this order; and what none of them tells is not known."""
    write(folder, {name: text, "schemas/api.json": SCHEMA})
    write(folder, {"envcheck.toml": CONFIG} if is_configured else {})
    done = program("check", name, *WITH_SCHEMA, *options, "--format", "json")

    assert ([(None, environment, name)], False) == (read(done), MARKER in done.said)


def test_a_marker_may_name_an_environment_of_the_config(folder: Path, program: Program) -> None:
    """One that no one else knows."""
    write(
        folder, {"envcheck.toml": "[environments.eu-1]\n", "new.env": "ENVIRONMENT=EU-1\nTOKEN=x\n", "schemas/api.json": SCHEMA}
    )
    done = program("check", "new.env", *WITH_SCHEMA, "--format", "json")

    assert read(done) == [(None, "eu-1", "new.env")]


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        (None, []),
        ("dev", []),
        ("production", ["LIVE_ONLY"]),
        ("staging", ["STAGING_ONLY"]),
        # names of the same stage
        ("prod", ["LIVE_ONLY"]),
        ("preview", ["STAGING_ONLY"]),
        ("eu-1", ["STAGING_ONLY"]),
    ],
)
def test_only_what_the_environment_asks_for_is_missing(
    environment: str | None, expected: list[str], folder: Path, program: Program
) -> None:
    """Of an environment that is not known nothing is asked."""
    write(folder, {"new.env": "TOKEN=x\n", "schemas/api.json": SCHEMA})
    options = ("--env", environment) if environment is not None else ()
    done = program("check", "new.env", *WITH_SCHEMA, *options, "--format", "json")

    assert [("missing-variable", name) for name in expected] == found(done)


# -- where it is deployed

LOCAL = {"TOKEN": "made-up", "URL": "http://localhost:8000"}
DIRECT = {"TOKEN": "made-up", "DATABASE_URL": "postgresql://postgres:made-up@db.abcdefghijklmnopqrst.supabase.co:5432/postgres"}


def as_dotenv(variables: dict[str, str]) -> str:
    """Variables as lines."""
    return "".join(f"{name}={value}\n" for name, value in variables.items())


@pytest.mark.parametrize(
    ("kind", "environment", "is_deployed"),
    [
        ("dotenv", None, False),
        ("dotenv", "dev", False),
        ("dotenv", "test", False),
        ("json", "dev", False),
        ("json", None, False),
        ("dotenv", "staging", True),
        ("dotenv", "production", True),
        ("dotenv", "eu-1", True),
        ("json", "production", True),
        ("render-export", None, True),
        ("render-export", "dev", True),
        ("render-export", "production", True),
        ("render-group", "dev", True),
    ],
)
def test_stage_and_kind_tell_whether_a_service_is_deployed(
    kind: str, environment: str | None, is_deployed: bool, folder: Path, program: Program
) -> None:
    """An address of this machine is right on a developer's, and nowhere else; an export comes from where it is deployed."""
    schema = {"properties": {"TOKEN": {}, "URL": {"format": "http-url"}}}
    write(folder, {"schema.json": schema, "new": as_dotenv(LOCAL) if kind == "dotenv" else LOCAL})
    options = ("--env", environment) if environment is not None else ()
    done = program("check", f"{kind}:new", "--schema", "schema.json", *options, "--format", "json")

    assert ([("local-address", "URL")] if is_deployed else []) == found(done)


@pytest.mark.parametrize(("stage", "is_deployed"), [("development", False), ("staging", True), ("production", True)])
@pytest.mark.parametrize("name", ["dev", "eu-1", "production"])
def test_a_configured_stage_tells_whether_a_service_is_deployed(
    name: str, stage: str, is_deployed: bool, folder: Path, program: Program
) -> None:
    """Whatever the environment is called, and however the source comes to be checked."""
    config = f'[services.api]\nschema = "schema.json"\n[environments.{name}]\nstage = "{stage}"\n'
    schema = {"properties": {"TOKEN": {}, "URL": {"format": "http-url"}}}
    text = as_dotenv(LOCAL)
    write(folder, {"schema.json": schema, "api.env": text, "new.env": text})
    write(folder, {"envcheck.toml": f'{config}[environments.{name}.sources]\napi = "api.env"\n'})
    runs = [program("check", "--format", "json"), program("check", "new.env", "--env", name, "--format", "json")]

    assert [[("local-address", "URL")] if is_deployed else []] * 2 == [found(done) for done in runs]


@pytest.mark.parametrize(
    ("top", "service", "schema", "is_reachable"),
    [
        ("", "", None, False),
        ('platform = "render"', "", None, False),
        ('platform = "none"', "", None, True),
        ('platform = "render"', 'platform = "none"', None, True),
        ('platform = "none"', 'platform = "render"', None, False),
        ("", "", "none", True),
        ('platform = "render"', "", "none", False),
        ("", 'platform = "render"', "none", False),
    ],
)
@pytest.mark.parametrize("kind", ["dotenv", "json"])
def test_the_nearest_word_on_the_platform_counts(
    kind: str, top: str, service: str, schema: str | None, is_reachable: bool, folder: Path, program: Program
) -> None:
    """The service's in the config, the config's own, the schema's; Render where none says anything."""
    config = f'{top}\n[services.api]\nschema = "schema.json"\n{service}\n[environments.production.sources]\napi = "{kind}:api"\n'
    words = {"x-envcheck": {"platform": schema}} if schema is not None else {}
    document = {"properties": {"TOKEN": {}, "DATABASE_URL": {"format": "postgres-url"}}, **words}
    write(folder, {"envcheck.toml": config, "schema.json": document, "api": as_dotenv(DIRECT) if kind == "dotenv" else DIRECT})
    done = program("check", "--format", "json")

    assert ([] if is_reachable else [("unreachable-endpoint", "DATABASE_URL")]) == found(done)


# -- wrong requests


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (("--service", "wroker"), "there is no service 'wroker'", "did you mean 'worker'?"),
        (("--service", "xyz"), "there is no service 'xyz'", "known: api, worker"),
        (("--service", "Worker"), "there is no service 'Worker'", "did you mean 'worker'?"),
        (("--env", "prodution"), "there is no environment 'prodution'", "did you mean 'production'?"),
        (("--env", "xyz"), "there is no environment 'xyz'", "known: production, staging"),
        (("--env", "prod"), "there is no environment 'prod'", "known: production, staging"),
        (("--env", ""), "there is no environment ''", "known: production, staging"),
        (("new.env", "--env", "prodution"), "there is no environment 'prodution'", "did you mean 'production'?"),
        (("new.env", "--service", "wroker"), "there is no service 'wroker'", "did you mean 'worker'?"),
        (("new.env", "--isolated", "--service", "api"), "there is no service 'api'", "No service is configured"),
    ],
)
def test_an_unknown_name_is_refused(
    arguments: tuple[str, ...], message: str, hint: str, repository: Path, program: Program
) -> None:
    """A typing error never leads to a check of something else."""
    write(repository, {"new.env": "TOKEN=x\n"})
    done = program("check", *arguments)

    assert (EXIT_USAGE, "", f"envcheck: {message}") == (done.code, done.out, done.err.splitlines()[0])
    assert done.err.splitlines()[1].startswith(f"  hint: {hint}")


MISTYPED = {
    **dict.fromkeys(("prodution", "producton", "porduction", "PRODUTION", "productoin"), "production"),
    **dict.fromkeys(("stagging", "stagin", "satging", "Staing"), "staging"),
    **dict.fromkeys(("developement", "devlopment", "developmnet"), "development"),
}


@pytest.mark.parametrize("config", [None, "", '[services.api]\nschema = "schemas/api.json"\n'], ids=["none", "empty", "services"])
@pytest.mark.parametrize(("name", "meant"), MISTYPED.items(), ids=MISTYPED)
def test_a_mistyped_stage_is_refused(name: str, meant: str, config: str | None, folder: Path, program: Program) -> None:
    """It would be judged as staging, with a note that is easily missed."""
    write(folder, {"new.env": "TOKEN=x\n", "schemas/api.json": SCHEMA})
    write(folder, {} if config is None else {"envcheck.toml": config})
    done = program("check", "new.env", "--env", name)

    assert (done.code, done.out) == (EXIT_USAGE, "")
    assert done.err.splitlines() == [f"envcheck: there is no environment '{name}'", f"  hint: did you mean '{meant}'?"]


@pytest.mark.parametrize(
    "name",
    [
        *(
            "dev1",
            "prod-eu",
            "production2",
            "staging-2",
            "eu-production",
            "prestaging",
            "preprod",
            "develop",
            "stage",
            "testing",
            "deployment",
        ),
        *("Production", "eu-1", "integration", "canary", "x"),
    ],
)
def test_a_name_of_its_own_is_taken(name: str, folder: Path, program: Program) -> None:
    """One that contains the name of a stage, is another for one, or has nothing of it."""
    write(folder, {"new.env": "TOKEN=x\n"})
    done = program("check", "new.env", "--env", name, "--format", "json")

    assert (EXIT_CLEAN, [(None, name, "new.env")]) == (done.code, read(done))


def test_a_name_that_is_configured_is_taken(folder: Path, program: Program) -> None:
    """However it looks."""
    write(folder, {"new.env": "TOKEN=x\n", "envcheck.toml": "[environments.prodution]\n"})
    done = program("check", "new.env", "--env", "prodution", "--format", "json")

    assert (done.code, read(done)) == (EXIT_CLEAN, [(None, "prodution", "new.env")])


@pytest.mark.parametrize("key", ["requiredIn", "forbiddenIn", "in"])
def test_a_schema_that_names_an_unknown_environment_is_refused(key: str, repository: Path, program: Program) -> None:
    """Nothing would ever be asked there."""
    own = {key: {"prodution": {"minLength": 1}} if key == "in" else ["prodution"]}
    write(repository, {"schemas/api.json": {"properties": {"TOKEN": {"x-envcheck": own}}}})
    done = program("check")

    assert (done.code, "names the environment 'prodution', which is not configured" in done.err) == (EXIT_USAGE, True), done
    assert "did you mean 'production'?" in done.err


# -- how it ends


@pytest.mark.parametrize(
    ("arguments", "files", "code"),
    [
        ((), {}, EXIT_CLEAN),
        ((), {WORKER_STAGING: {"PORT": "8000"}}, EXIT_FINDINGS),
        (("--env", "xyz"), {}, EXIT_USAGE),
        ((), {"schemas/api.json": {}}, EXIT_USAGE),
        ((), {"envcheck.toml": "x"}, EXIT_USAGE),
        ((), {WORKER_STAGING: ""}, EXIT_INCOMPLETE),
        # a failure wins over findings, and a wrong request over both
        ((), {WORKER_STAGING: "", WORKER_LIVE: {"PORT": "x"}}, EXIT_INCOMPLETE),
        ((), {WORKER_STAGING: "", WORKER_LIVE: {"PORT": "x"}, "schemas/api.json": {}}, EXIT_USAGE),
        ((), {WORKER_STAGING: [{"key": f"A{n}", "value": "x", "cursor": "x"} for n in range(20)]}, EXIT_INCOMPLETE),
        ((), {API_STAGING: "", WORKER_STAGING: "", "schemas/worker.json": {}}, EXIT_USAGE),
        # the folder has nothing
        ((), {"envcheck.toml": ""}, EXIT_INCOMPLETE),
        (("--isolated",), {}, EXIT_INCOMPLETE),
        (("--env", "live"), {"envcheck.toml": CONFIG + "[environments.live]\n"}, EXIT_INCOMPLETE),
        (("--service", "x"), {"envcheck.toml": CONFIG + '[services.x]\nschema = "schemas/api.json"\n'}, EXIT_INCOMPLETE),
        (
            ("--service", "worker", "--env", "production"),
            {"envcheck.toml": CONFIG.rpartition("worker = ")[0]},
            EXIT_INCOMPLETE,
        ),
    ],
)
def test_each_code_has_its_reason(
    arguments: tuple[str, ...], files: Files, code: int, repository: Path, program: Program
) -> None:
    """What the table of the manual says."""
    write(repository, files)

    assert code == program("check", *arguments).code


@pytest.mark.parametrize("severity", SEVERITIES)
@pytest.mark.parametrize("threshold", [None, *SEVERITIES, "never"])
def test_findings_fail_from_the_threshold_on(severity: str, threshold: str | None, folder: Path, program: Program) -> None:
    """Without one, from an error on."""
    config = f'[services.api]\nschema = "api.json"\n[rules]\nunknown-variable = "{severity}"\n'
    write(folder, {"envcheck.toml": config, "api.json": {"properties": {"TOKEN": {}}}, ".env": "TOKEN=x\nOTHER=x\n"})
    done = program("check", ".env", *(("--fail-on", threshold) if threshold is not None else ()))
    ranks = [*SEVERITIES, "never"]
    fails = threshold != "never" and ranks.index(severity) <= ranks.index(threshold or "error")

    assert (EXIT_FINDINGS if fails else EXIT_CLEAN) == done.code


def test_what_is_not_checked_is_said(repository: Path, program: Program) -> None:
    """A service without a source, and an environment without any."""
    config = CONFIG + '[services.web]\nschema = "schemas/api.json"\n[environments.live]\n'
    write(repository, {"envcheck.toml": config})
    done = program("check", "--format", "json")

    assert done.report["notices"] == [
        "service 'web' has no source in any environment, so it was not checked.",
        "environment 'live' has no source of any service, so it was not checked.",
    ]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("new.env",), ["no schema was applied", "the environment is not known"]),
        (("new.env", *WITH_SCHEMA), ["the environment is not known"]),
        (("new.env", "--env", "dev"), ["no schema was applied"]),
        (("new.env", *WITH_SCHEMA, "--env", "dev"), []),
        (("new.env", *WITH_SCHEMA, "--env", "eu-1"), ["the environment 'eu-1' was judged as staging"]),
        (("page.json", *WITH_SCHEMA, "--env", "dev"), ["not read as a whole, so no variable was reported as missing"]),
    ],
)
def test_what_is_not_judged_is_said(arguments: tuple[str, ...], expected: list[str], repository: Path, program: Program) -> None:
    """A clean report never means more than was looked at."""
    page = [{"key": f"A{n}", "value": "x", "cursor": "x"} for n in range(20)]
    write(repository, {"new.env": as_dotenv(GOOD), "page.json": page})
    done = program("check", *arguments, "--isolated", "--format", "json")

    assert [True] * len(expected) == [part in notice for part, notice in zip(expected, done.report["notices"], strict=True)]


OPTIONS = st.sampled_from(
    [
        *([*pair] for pair in (("--env", "production"), ("--env", "dev"), ("--service", "api"), ("--service", "worker"))),
        *(
            [name]
            for name in ("--isolated", "--complete", "-q", "-v", "new.env", "empty.env", "no.env", "page.json", WORKER_LIVE)
        ),
        [*WITH_SCHEMA],
        ["--fail-on", "never"],
        ["--config", "empty.toml"],
        ["-"],
    ]
)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository that all examples of a property share."""
    folder = tmp_path_factory.mktemp("workshop")
    page = [{"key": f"A{n}", "value": "x", "cursor": "x"} for n in range(20)]
    write(folder, {".git": Path.mkdir, **FILES, "new.env": "PORT=x\n", "empty.env": "", "empty.toml": "", "page.json": page})
    return folder


@settings(max_examples=300)
@given(st.lists(OPTIONS, max_size=4), st.sampled_from([b"", as_dotenv(GOOD).encode()]))
def test_a_run_that_checked_nothing_never_passes(workshop: Path, options: list[list[str]], stdin: bytes) -> None:
    """Whatever is asked for: 0 and 1 mean that there were variables, and that nothing failed."""
    arguments = [each for option in options for each in option]
    done = programs.run(workshop, "check", *arguments, "--format", "json", stdin=stdin)

    if done.code in (EXIT_CLEAN, EXIT_FINDINGS):
        report = done.report
        variables = [source["variables"] for source in report["sources"]]
        assert (bool(variables), all(variables), report["failures"]) == (True, True, [])
        assert sum(variables) == report["summary"]["variables"]


# -- what is printed, and where

BAD: Files = {WORKER_STAGING: {"TOKEN": MARKER, "PORT": "x", "STAGING_ONLY": "x"}}


@pytest.mark.parametrize(
    ("options", "files", "out", "err"),
    [
        ((), {}, True, False),
        (("-q",), {}, False, False),
        (("-q",), BAD, True, False),
        (("-q", "--format", "json"), {}, True, False),
        (("-q", "--format", "sarif"), {}, True, False),
        (("-q",), {WORKER_STAGING: ""}, False, True),
        (("-q", "new.env"), {"new.env": "TOKEN=x\n"}, False, False),
        (("new.env",), {"new.env": "TOKEN=x\n"}, True, True),
        (("new.env", "--format", "json"), {"new.env": "TOKEN=x\n"}, True, True),
        (("-v",), {}, True, True),
        (("-qv",), {}, False, True),
    ],
)
def test_quiet_leaves_findings_and_errors(
    options: tuple[str, ...], files: Files, out: bool, err: bool, repository: Path, program: Program
) -> None:
    """A machine's report is always a whole one."""
    write(repository, files)
    done = program("check", *options)

    assert (out, err) == (bool(done.out), bool(done.err)), done


def test_quiet_hides_no_notice_from_a_machine(repository: Path, program: Program) -> None:
    """What was not judged stands in the report itself."""
    write(repository, {"new.env": "TOKEN=x\n"})
    notices = [program("check", "new.env", "--format", "json", *options).report["notices"] for options in ((), ("-q",))]

    assert notices[0] == notices[1] != []


def test_verbose_says_what_was_read(repository: Path, program: Program) -> None:
    """A line for each source, on standard error."""
    done = program("check", "--service", "api", "--env", "production", "-v")

    assert [f"envcheck: read {SHARED}: 1 variable", f"envcheck: read {API_LIVE}: 4 variables"] == done.err.splitlines()


@pytest.mark.parametrize("format", FORMATS)
def test_a_report_beside_the_console_is_the_same_as_on_it(format: str, repository: Path, program: Program) -> None:
    """Only the text says notices where the console has said them already."""
    write(repository, BAD)
    expected = program("check", "--format", format).out
    done = program("check", "--output", f"{format}:report")

    assert (EXIT_FINDINGS, expected) == (done.code, (repository / "report").read_text(encoding="utf-8"))


def test_several_reports_come_from_one_run(repository: Path, program: Program) -> None:
    """The console is one of them."""
    write(repository, BAD)
    done = program("check", "--output", "json:a.json", "--output", "sarif:b.sarif", "--output", "text:c.txt")
    reports = [json.loads((repository / name).read_text(encoding="utf-8")) for name in ("a.json", "b.sarif")]
    text = (repository / "c.txt").read_text(encoding="utf-8")

    assert [1, "2.1.0", done.out] == [reports[0]["schema_version"], reports[1]["version"], text]


def test_a_file_is_never_coloured(repository: Path, program: Program) -> None:
    """Even where the console is."""
    write(repository, BAD)
    done = program("check", "--color", "always", "--output", "text:report")

    assert ("\x1b[" in done.out, "\x1b[" in (repository / "report").read_text(encoding="utf-8")) == (True, False)


@pytest.mark.parametrize(("before", "expected"), [(None, 0o600), (0o600, 0o600), (0o644, 0o644), (0o400, 0o400)])
def test_a_report_keeps_the_mode_of_its_file(before: int | None, expected: int, repository: Path, program: Program) -> None:
    """A new one is only for its owner."""
    report = repository / "report"
    if before is not None:
        report.write_text("older", encoding="utf-8")
        report.chmod(before)
    program("check", "--output", "json:report")

    assert expected == stat.S_IMODE(report.stat().st_mode)


def test_a_report_replaces_a_file_at_once(repository: Path, program: Program) -> None:
    """Whoever has the older one open still has it whole, and no other file is left."""
    write(repository, {"report": "older"})
    before = sorted(os.listdir(repository))
    with (repository / "report").open(encoding="utf-8") as older:
        program("check", "--output", "json:report")
        text = older.read()

    assert ("older", before) == (text, sorted(os.listdir(repository)))


def test_a_report_is_not_seen_before_it_is_whole(repository: Path, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until it gets its name, the older one has it."""
    write(repository, {"report": "older"})
    seen: list[str] = []
    replace = os.replace

    def watch(source: str, target: str) -> None:
        seen.append((repository / target).read_text(encoding="utf-8"))
        seen.append(json.loads((repository / source).read_text(encoding="utf-8"))["command"])
        replace(source, target)

    monkeypatch.setattr(os, "replace", watch)
    program("check", "--output", "json:report")

    assert seen == ["older", "check"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--output", f"json:{WORKER_STAGING}"),
        ("--output", f"json:./exports/../{WORKER_STAGING}"),
        ("--output", f"json:linked/{WORKER_STAGING.partition('/')[2]}"),
        ("--output", "json:envcheck.toml"),
        ("--output", "json:schemas/api.json"),
        ("--output", "json:schemas/common.json"),
        ("--output", "sarif:new.json", "--output", f"json:{WORKER_STAGING}"),
        ("new.env", "--output", "json:new.env"),
        ("dotenv:new.env", "--output", "json:new.env"),
        ("no.env", "--output", "json:no.env"),
        ("new.env", "--schema", "schemas/api.json", "--output", "json:schemas/api.json"),
        ("new.env", "--schema", "schemas/api.json", "--output", "json:schemas/common.json"),
        ("-", "--stdin-filename", "new.env", "--output", "json:new.env"),
        ("-", "--stdin-filename", WORKER_STAGING, "--output", f"json:{WORKER_STAGING}"),
        (WORKER_STAGING, "--config", "envcheck.toml", "--output", "json:envcheck.toml"),
    ],
    ids=" ".join,
)
def test_a_report_never_replaces_what_is_checked(arguments: tuple[str, ...], repository: Path, program: Program) -> None:
    """Neither a source nor a schema, nor what that refers to, nor the config; and nothing else is written either."""
    schema = {**SCHEMA, "properties": {**SCHEMA["properties"], "PORT": {"$ref": "common.json#/$defs/PORT"}}}  # type: ignore[dict-item]
    write(repository, {"schemas/api.json": schema, "schemas/common.json": {"$defs": {"PORT": {"type": "integer"}}}})
    write(repository, {"new.env": "TOKEN=x\n", "linked": link("exports")})
    before = {path: path.read_bytes() for path in repository.rglob("*") if path.is_file()}
    done = program("check", *arguments, stdin=b"TOKEN=x\n")

    assert (EXIT_USAGE, before) == (done.code, {path: path.read_bytes() for path in repository.rglob("*") if path.is_file()}), (
        done
    )


# -- standard input


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("-",), [(None, None, "<stdin>")]),
        (("-", "-"), [(None, None, "<stdin>")]),
        (("json:-",), [(None, None, "<stdin>")]),
        (("-", "--service", "api", "--env", "dev"), [("api", "dev", "<stdin>")]),
        (("-", *WITH_SCHEMA), [(None, None, "<stdin>")]),
        (("-", "--stdin-filename", "new.env"), [(None, None, "new.env")]),
        (("-", "--stdin-filename", "worker.env"), [("worker", None, "worker.env")]),
        (("-", "--stdin-filename", ".env.production"), [(None, "production", ".env.production")]),
        (("-", "--stdin-filename", "worker.production.env", "--env", "dev"), [("worker", "dev", "worker.production.env")]),
        # it stands for a file of the config, and the others of the service are read from the disk
        (("-", "--stdin-filename", WORKER_STAGING), [ALL[1]]),
        (("-", "--stdin-filename", f"./{WORKER_STAGING}"), [("worker", "staging", f"./{WORKER_STAGING}")]),
        (("-", "--stdin-filename", API_LIVE), ALL[2:4]),
        (("-", "new.env"), [(None, None, "<stdin>"), (None, None, "new.env")]),
    ],
)
def test_standard_input_is_what_its_name_says(
    arguments: tuple[str, ...], expected: Read, repository: Path, program: Program
) -> None:
    """Without a name it is only what the options say."""
    write(repository, {"new.env": as_dotenv(GOOD)})
    done = program("check", *arguments, "--format", "json", stdin=json.dumps(GOOD).encode())

    assert (EXIT_CLEAN, expected) == (done.code, read(done)), done


def test_standard_input_stands_for_a_file_of_two_services(folder: Path, program: Program) -> None:
    """It can be read only once, and is judged for both."""
    config = CONFIG.replace("worker.staging.json", "api.staging.json")
    write(folder, {**FILES, "envcheck.toml": config})
    done = program("check", "-", "--stdin-filename", API_STAGING, "--format", "json", stdin=json.dumps(GOOD).encode())

    assert (read(done), failed(done)) == ([("api", "staging", API_STAGING), ("worker", "staging", API_STAGING)], [])


@pytest.mark.parametrize(("name", "path"), [(None, "<stdin>"), ("new.env", "new.env")])
def test_findings_in_standard_input_have_its_name(name: str | None, path: str, folder: Path, program: Program) -> None:
    """With line and column, as in a file."""
    options = ("--stdin-filename", name) if name is not None else ()
    write(folder, {"schemas/api.json": SCHEMA})
    done = program("check", "-", *options, *WITH_SCHEMA, "--format", "json", stdin=b"TOKEN=x\nPORT=x\n")
    location = done.report["findings"][0]["location"]

    assert {"path": path, "line": 2, "column": 6, "end_column": None} == location


@pytest.mark.parametrize("text", [as_dotenv(LOCAL), json.dumps(LOCAL)])
def test_standard_input_is_of_the_kind_that_its_content_tells(text: str, folder: Path, program: Program) -> None:
    """An export is deployed, a .env text may be anywhere."""
    write(folder, {"schema.json": {"properties": {"TOKEN": {}, "URL": {"format": "http-url"}}}})
    done = program("check", "-", "--schema", "schema.json", "--format", "json", stdin=text.encode())

    assert ([("local-address", "URL")] if text.startswith("{") else []) == found(done)
