"""Which services are checked in which environments, from which sources, against which schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from envcheck.config import Config, ConfiguredEnvironment, Service
from envcheck.errors import UsageError
from envcheck.jobs import Job, Request, check_names, check_options, jobs_of, named_job, stage_in, why_nothing
from tests.program import Files, write

if TYPE_CHECKING:
    from pathlib import Path

API = Service("api", "api.json", None)
WORKER = Service("worker", "worker.json", "none")
STAGING = ConfiguredEnvironment("staging", "staging", {"api": ("a.json", "b.json"), "worker": ("w.json",)})
EU = ConfiguredEnvironment("eu", "production", {"api": ("render:srv-api",), "worker": ("render.yaml#my-worker",)})
CONFIG = Config("envcheck.toml", {"api": API, "worker": WORKER}, {"staging": STAGING, "eu": EU}, "render", {})

API_STAGING = Job("api", "staging", "staging", "render", "api.json", ("a.json", "b.json"))
WORKER_STAGING = Job("worker", "staging", "staging", "none", "worker.json", ("w.json",))
API_EU = Job("api", "eu", "production", "render", "api.json", ("render:srv-api",))
WORKER_EU = Job("worker", "eu", "production", "none", "worker.json", ("render.yaml#my-worker",))
ALL = [API_STAGING, WORKER_STAGING, API_EU, WORKER_EU]

BLUEPRINT = """\
services:
  - {type: web, name: shop, runtime: node, envVars: [{key: A, value: x}]}
  - {type: web, name: shop-staging, runtime: node, envVars: [{key: A, value: x}]}
"""


def config(*services: str, **environments: dict[str, tuple[str, ...]]) -> Config:
    """A config of services whose schemas are called after them, and of environments with their sources."""
    return Config(
        "envcheck.toml",
        {name: Service(name, f"{name}.json", None) for name in services},
        {name: ConfiguredEnvironment(name, "staging", sources) for name, sources in environments.items()},
        None,
        {},
    )


def refusal(call: Any, *arguments: object) -> tuple[str, str]:
    with pytest.raises(UsageError) as caught:
        call(*arguments)
    return caught.value.message, caught.value.hint


# -- which jobs there are


@pytest.mark.parametrize(
    ("request_", "jobs"),
    [
        (Request(), ALL),
        (Request(service="api"), [API_STAGING, API_EU]),
        (Request(environment="eu"), [API_EU, WORKER_EU]),
        (Request(service="worker", environment="staging"), [WORKER_STAGING]),
        (Request(sources=("a.json",)), [API_STAGING]),
        (Request(sources=("./b.json",)), [API_STAGING]),
        (Request(sources=("a.json", "b.json")), [API_STAGING]),
        (Request(sources=("render:srv-api",)), [API_EU]),
        (Request(sources=("render.yaml#my-worker",)), [WORKER_EU]),
        (Request(sources=("w.json", "a.json")), [WORKER_STAGING, API_STAGING]),
        # as another kind, or from standard input
        (Request(sources=("render-group:a.json",)), [API_STAGING._replace(sources=("render-group:a.json", "b.json"))]),
        (Request(sources=("json:b.json",)), [API_STAGING._replace(sources=("a.json", "json:b.json"))]),
        (Request(sources=("-",), stdin_filename="b.json"), [API_STAGING._replace(sources=("a.json", "-"))]),
        (Request(sources=("json:-",), stdin_filename="a.json"), [API_STAGING._replace(sources=("json:-", "b.json"))]),
        # alone, where something else is said of it
        (
            Request(sources=("a.json",), schema="other.json"),
            [Job(None, "staging", "staging", "render", "other.json", ("a.json",))],
        ),
        (
            Request(sources=("a.json",), service="worker"),
            [Job("worker", "staging", "staging", "none", "worker.json", ("a.json",))],
        ),
        (
            Request(sources=("a.json",), environment="eu"),
            [Job("api", "eu", "production", "render", "api.json", ("a.json",))],
        ),
        (
            Request(sources=("process",), is_of_process=True, service="api", environment="eu"),
            [Job("api", "eu", "production", "render", "api.json", ("process",))],
        ),
        (Request(sources=("new.env",)), [Job(None, None, None, "render", None, ("new.env",))]),
        (Request(sources=("-",)), [Job(None, None, None, "render", None, ("-",))]),
        (Request(sources=("new.env", "new.env")), [Job(None, None, None, "render", None, ("new.env",))]),
    ],
)
def test_a_request_asks_for_jobs(request_: Request, jobs: list[Job], folder: Path) -> None:
    assert jobs_of(request_, CONFIG) == jobs


def test_a_source_of_a_configured_kind_keeps_its_kind_when_it_comes_from_standard_input(folder: Path) -> None:
    """Only where it comes from is another."""
    own = config("api", dev={"api": ("render-group:g.json", "render.yaml#shop")})
    request = Request(sources=("-",), stdin_filename="g.json")
    (job,) = jobs_of(request, own)
    (other,) = jobs_of(request._replace(stdin_filename="render.yaml"), own)

    assert job.sources == ("render-group:-", "render.yaml#shop")
    assert other.sources == ("render-group:g.json", "-#shop")


def test_of_a_process_nothing_is_taken_from_the_config_but_what_is_named(folder: Path) -> None:
    own = config("api", "worker", dev={"api": ("process",)})

    assert jobs_of(Request(sources=("process",)), own)[0].environment == "dev"
    assert jobs_of(Request(sources=("process",), is_of_process=True), own) == [Job(None, None, None, None, None, ("process",))]


@pytest.mark.parametrize("source", ["render.yaml", "blueprint:render.yaml"])
def test_a_file_of_several_services_gives_a_job_for_each(source: str, folder: Path) -> None:
    write(folder, {"render.yaml": BLUEPRINT})
    jobs = jobs_of(Request(sources=(source,)), None)

    assert jobs == [
        Job(None, None, None, None, None, ("blueprint:render.yaml#shop",), is_one_of_all=True),
        Job(None, "staging", "staging", None, None, ("blueprint:render.yaml#shop-staging",), is_one_of_all=True),
    ]


def test_a_service_of_several_is_in_the_environment_of_its_project(folder: Path) -> None:
    service = "{type: web, name: shop, runtime: node, envVars: [{key: A, value: x}]}"
    project = f"{{name: p, environments: [{{name: Production, services: [{service}]}}]}}"
    write(folder, {"render.yaml": f"projects: [{project}]\n"})

    assert [job.environment for job in jobs_of(Request(sources=("render.yaml",)), None)] == ["production"]


@pytest.mark.parametrize("source", ["a.env", "dotenv:render.yaml", "blueprint:-", "-"])
def test_what_is_not_a_file_of_several_services_is_not_looked_into(source: str, folder: Path) -> None:
    """Whatever stands in it, or in a file that is called like standard input."""
    write(folder, dict.fromkeys(("a.env", "render.yaml", "-"), BLUEPRINT))
    jobs = jobs_of(Request(sources=(source,)), None)

    assert [(job.sources, job.is_one_of_all) for job in jobs] == [((source,), False)]


@pytest.mark.parametrize("order", [("render.yaml", "blueprint:render.yaml#shop"), ("blueprint:render.yaml#shop", "render.yaml")])
def test_a_service_that_is_named_besides_its_file_is_asked_for_once(order: tuple[str, str], folder: Path) -> None:
    """And as one that was named."""
    write(folder, {"render.yaml": BLUEPRINT})
    jobs = jobs_of(Request(sources=order), None)

    assert sorted((job.sources[0].partition("#")[2], job.is_one_of_all) for job in jobs) == [
        ("shop", False),
        ("shop-staging", True),
    ]


@pytest.mark.parametrize("text", [None, "services: []\n", "services: [\n"])
def test_a_file_in_which_no_service_is_found_is_read_for_what_it_is(text: str | None, folder: Path) -> None:
    write(folder, {} if text is None else {"render.yaml": text})

    assert jobs_of(Request(sources=("render.yaml",)), None) == [Job(None, None, None, None, None, ("render.yaml",))]


@pytest.mark.parametrize("source", ["render.yaml#shop", "blueprint:-", "a.env", "a.json"])
def test_any_other_source_is_one(source: str, folder: Path) -> None:
    write(folder, {"render.yaml": BLUEPRINT})

    assert [job.sources for job in jobs_of(Request(sources=(source,)), None)] == [(source,)]


# -- what a source alone is


@pytest.mark.parametrize(
    ("source", "service", "environment"),
    [
        ("new.env", None, None),
        ("worker.env", "worker", None),
        ("old/worker.env", "worker", None),
        ("worker/new.env", None, None),
        ("worker.eu.env", "worker", "eu"),
        ("worker.EU.env", "worker", "eu"),
        (".env.prod", None, "prod"),
        ("a.json", "api", "staging"),
        ("w.production.json", None, "production"),
        ("render.yaml#api", "api", None),
        ("render.yaml#worker", "worker", None),
        ("render.yaml#shop-api", "api", None),
        ("render.yaml#shop_api", "api", None),
        ("render.yaml#shop api", "api", None),
        ("render.yaml#shop.API.two", "api", None),
        ("render.yaml#api-worker", None, None),
        ("render.yaml#apis", None, None),
        ("render.yaml#my-worker", "worker", "eu"),
        ("render.yaml#api-staging", "api", "staging"),
        ("render.yaml#api-STAGING", "api", "staging"),
        ("render.yaml#api-eu", "api", "eu"),
        ("render.yaml#api-stg", "api", "stg"),
        ("render.yaml#api-prod", "api", "prod"),
        ("render.yaml#shop-api-prod", "api", "prod"),
        ("render.yaml#api-production", "api", "production"),
        ("render.yaml#api-test", "api", None),
        ("render.yaml#api-dev", "api", None),
        ("render.yaml#eu-api", "api", None),
        ("render.yaml#eu", None, None),
        ("render.yaml#-eu", None, None),
        ("render:worker", "worker", None),
        ("render:srv-api", "api", "eu"),
        ("render:api-prod", "api", "prod"),
    ],
)
def test_a_source_is_told_by_the_config_and_by_its_names(
    source: str, service: str | None, environment: str | None, folder: Path
) -> None:
    job = named_job(source, Request(sources=(source,)), CONFIG)

    assert (job.service, job.environment, job.sources) == (service, environment, (source,))
    assert job.schema == (f"{service}.json" if service is not None else None)
    assert job.platform == ("none" if service == "worker" else "render")


@pytest.mark.parametrize(
    ("source", "told", "environment"),
    [
        ("render.yaml#shop", "eu", "eu"),
        ("render.yaml#shop", "EU", "eu"),
        ("render.yaml#shop", "Production", "production"),
        ("render.yaml#shop", "dev", "dev"),
        ("render.yaml#shop", "elsewhere", None),
        ("render.yaml#shop", "", None),
        ("render.yaml#shop-staging", "eu", "eu"),
        ("render.yaml#shop-staging", "elsewhere", "staging"),
        ("new.env", "eu", None),
    ],
)
def test_what_a_source_says_of_its_environment_counts_more_than_the_end_of_a_name(
    source: str, told: str, environment: str | None, folder: Path
) -> None:
    assert named_job(source, Request(sources=(source,)), CONFIG, told).environment == environment


def test_the_name_of_a_file_tells_more_than_its_service(folder: Path) -> None:
    assert named_job("render.eu.yaml#api-staging", Request(), CONFIG).environment == "eu"
    assert named_job("worker.yaml#api-staging", Request(), CONFIG).service == "worker"


def test_options_tell_more_than_anything(folder: Path) -> None:
    request = Request(service="api", environment="dev")
    job = named_job("worker.eu.env", request, CONFIG, "staging")

    assert job == Job("api", "dev", "development", "render", "api.json", ("worker.eu.env",))


def test_a_schema_that_is_named_is_that_of_no_service(folder: Path) -> None:
    assert named_job("worker.env", Request(schema="my.json"), CONFIG) == Job(
        None, None, None, "render", "my.json", ("worker.env",)
    )
    assert named_job("worker.env", Request(schema="my.json"), None) == Job(None, None, None, None, "my.json", ("worker.env",))


@pytest.mark.parametrize(
    ("own", "source", "service"),
    [
        (config("api"), ".env", "api"),
        (config("api"), "render.yaml#api", "api"),
        (config("api"), "render.yaml#shop", None),
        (config("api"), "render:shop", None),
        (config("api", "worker"), ".env", None),
        (config(), ".env", None),
        (None, "api.env", None),
    ],
)
def test_the_only_service_is_meant_where_the_source_names_none(
    own: Config | None, source: str, service: str | None, folder: Path
) -> None:
    assert named_job(source, Request(), own).service == service


def test_standard_input_is_what_its_file_is(folder: Path) -> None:
    job = named_job("-", Request(stdin_filename="worker.eu.env"), CONFIG)

    assert job == Job("worker", "eu", "production", "none", "worker.json", ("-",))


# -- stages


@pytest.mark.parametrize(
    ("own", "environment", "stage"),
    [
        (CONFIG, None, None),
        (CONFIG, "eu", "production"),
        (CONFIG, "staging", "staging"),
        (CONFIG, "dev", "development"),
        (CONFIG, "us", "staging"),
        (None, None, None),
        (None, "prod", "production"),
        (None, "eu", "staging"),
    ],
)
def test_a_stage_is_as_configured_or_told_by_the_name(own: Config | None, environment: str | None, stage: str | None) -> None:
    assert stage_in(own, environment) == stage


# -- what is refused

SCHEMA_HINT = "No service is configured; name a schema with --schema FILE."


@pytest.mark.parametrize(
    ("request_", "message", "hint"),
    [
        (Request(service="api", schema="a.json"), "--service and --schema exclude each other", "Leave one of them out."),
        (Request(schema="a.json"), "--schema needs a source to hold against it", "Try: envcheck check SOURCE --schema FILE."),
        (
            Request(sources=(".env",), stdin_filename="b.env"),
            "--stdin-filename is for standard input, which is not read",
            "Add - as a source.",
        ),
        (
            Request(sources=(".env", "-"), render_key_file="-"),
            "standard input cannot be both a source and the key",
            "Set RENDER_API_KEY, or name a file.",
        ),
    ],
)
def test_options_that_exclude_each_other_are_refused(request_: Request, message: str, hint: str) -> None:
    assert refusal(check_options, request_) == (message, hint)
    assert refusal(jobs_of, request_, None) == (message, hint)


@pytest.mark.parametrize(
    "request_",
    [
        Request(),
        Request(service="api"),
        Request(sources=(".env",), schema="a.json"),
        Request(sources=("-",), stdin_filename="b.env"),
        Request(sources=("json:-", ".env"), stdin_filename="b.env"),
        Request(sources=("render:api",), render_key_file="-"),
        Request(sources=("-",), render_key_file="key"),
    ],
)
def test_options_that_go_together_are_taken(request_: Request) -> None:
    check_options(request_)


@pytest.mark.parametrize(
    ("request_", "own", "message", "hint"),
    [
        (Request(service="worke"), CONFIG, "there is no service 'worke'", "did you mean 'worker'?"),
        (Request(service="zzz"), CONFIG, "there is no service 'zzz'", "known: api, worker"),
        (Request(service="api"), None, "there is no service 'api'", SCHEMA_HINT),
        (Request(service="api"), config(), "there is no service 'api'", SCHEMA_HINT),
        (Request(environment="stagin"), CONFIG, "there is no environment 'stagin'", "did you mean 'staging'?"),
        (Request(environment="dev"), CONFIG, "there is no environment 'dev'", "known: eu, staging"),
        (Request(sources=(".env",), environment="us"), CONFIG, "there is no environment 'us'", "known: eu, staging"),
        (
            Request(sources=(".env",), environment="prodution"),
            None,
            "there is no environment 'prodution'",
            "did you mean 'production'?",
        ),
        (Request(environment="prodution"), config(), "there is no environment 'prodution'", "did you mean 'production'?"),
    ],
)
def test_a_name_that_nothing_has_is_refused(request_: Request, own: Config | None, message: str, hint: str) -> None:
    assert refusal(check_names, request_, own) == (message, hint)
    assert refusal(jobs_of, request_, own) == (message, hint)


@pytest.mark.parametrize(
    ("request_", "own"),
    [
        (Request(), None),
        (Request(), CONFIG),
        (Request(service="api", environment="eu"), CONFIG),
        (Request(sources=(".env",), environment="dev"), CONFIG),
        (Request(sources=(".env",), environment="us"), None),
        (Request(sources=(".env",), environment="us"), config("api")),
        (Request(environment="prodution"), config("api", prodution={})),
        (Request(environment="preproduction"), None),
    ],
)
def test_a_name_that_may_be_one_is_taken(request_: Request, own: Config | None) -> None:
    check_names(request_, own)


@pytest.mark.parametrize(
    ("request_", "subject"),
    [
        (Request(), ""),
        (Request(service="api"), " of service 'api'"),
        (Request(environment="eu"), " in environment 'eu'"),
        (Request(service="api", environment="eu"), " of service 'api' in environment 'eu'"),
    ],
)
def test_it_is_said_why_there_is_nothing_to_check(request_: Request, subject: str) -> None:
    hint = 'Write SERVICE = "FILE" below [environments.NAME.sources], or name a source on the command line.'

    assert why_nothing(request_, CONFIG) == (f"config envcheck.toml names no source{subject}", hint)
    assert why_nothing(request_, None) == (
        "no source is named, and there is no config",
        "Try: envcheck check .env, or write an envcheck.toml.",
    )


FILES_OF_ONE: Files = {"real/a.json": {"A": "x"}}


def test_a_file_is_the_same_under_any_of_its_names(folder: Path) -> None:
    """The link to it too."""
    write(folder, {**FILES_OF_ONE, "linked": lambda path: path.symlink_to("real")})
    own = config("api", dev={"api": ("linked/a.json",)})

    assert [job.service for job in jobs_of(Request(sources=("real/a.json",)), own)] == ["api"]


@pytest.mark.parametrize(
    ("source", "is_configured"),
    [
        ("render.yaml#shop", True),
        ("blueprint:render.yaml#shop", True),
        ("render.yaml#other", False),
        ("other.yaml#shop", False),
        ("render:shop", False),
    ],
)
def test_a_service_in_a_file_is_the_configured_one_by_both_names(source: str, is_configured: bool, folder: Path) -> None:
    own = config("api", "worker", eu={"api": ("render.yaml#first", "render.yaml#shop")})

    assert (jobs_of(Request(sources=(source,)), own)[0].environment == "eu") is is_configured


@pytest.mark.parametrize("name", ["new.env", "<stdin>", "XXXX", "."])
def test_what_has_no_path_is_no_file_of_the_config(name: str, folder: Path) -> None:
    """Neither standard input without a name nor a live service."""
    own = config("api", "worker", eu={"api": (name,)})

    assert [job.service for job in jobs_of(Request(sources=("-", "render:shop")), own)] == [None, None]
