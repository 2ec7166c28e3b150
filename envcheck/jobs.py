"""What a request asks for: which services in which environments, from which sources, against which schemas."""

from __future__ import annotations

import os

from envcheck.errors import SourceError, UsageError, did_you_mean
from envcheck.records import NamedTuple
from envcheck.sources import BLUEPRINT, COMPOSE, YAML, Target, parse_target
from envcheck.stages import STAGE_OF_NAME, near_stage, stage_of, word_in_file_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from envcheck.config import Config

STANDARD_INPUT = "-"


class Request(NamedTuple):
    """What the command line asks for; ``output`` are texts ``FORMAT:FILE``.

    ``is_of_process`` tells that the source is this process, whatever else the config has for its service.
    """

    sources: tuple[str, ...] = ()
    service: str | None = None
    schema: str | None = None
    environment: str | None = None
    config: str | None = None
    isolated: bool = False
    format: str = "text"
    output: tuple[str, ...] = ()
    fail_on: str = "error"
    complete: bool = False
    stdin_filename: str | None = None
    today: str | None = None
    color: str = "auto"
    quiet: bool = False
    verbose: int = 0
    shows_all: bool = False
    no_allow: bool = False
    render_key_file: str | None = None
    render_url: str | None = None
    is_of_process: bool = False

    @property
    def lists(self) -> bool:
        """Whether the report has every variable that the schemas name: people asked to see them, or HTML shows them anyway."""
        return self.shows_all or self.format == "html" or any(each.startswith("html:") for each in self.output)


class Job(NamedTuple):
    """One service in one environment: where its variables come from, and what they are held against.

    ``is_one_of_all`` tells that not the service was named but the file that has it with others.
    """

    service: str | None
    environment: str | None
    stage: str | None
    platform: str | None
    schema: str | None
    sources: tuple[str, ...]
    is_one_of_all: bool = False


def jobs_of(request: Request, config: Config | None) -> list[Job]:
    """The jobs of a request, each once. Raises UsageError."""
    check_options(request)
    check_names(request, config)
    configured = configured_jobs(request, config) if config is not None else []
    if not request.sources:
        return configured
    jobs: list[Job] = []
    for source, told, is_one_of_all in (each for given in request.sources for each in _services_in(given)):
        named = _named(source, request)
        # A file that is one of several of a service says nothing alone: what it lacks may stand in the next.
        whole = [_with_source(job, source, named) for job in configured if _place_among(job.sources, named) is not None]
        is_whole = bool(whole) and request.schema is None and not request.is_of_process
        jobs += whole if is_whole else [named_job(source, request, config, told)._replace(is_one_of_all=is_one_of_all)]
    of_themselves = {job for job in jobs if not job.is_one_of_all}
    twice = {job for job in jobs if job.is_one_of_all and job._replace(is_one_of_all=False) in of_themselves}
    return [job for job in dict.fromkeys(jobs) if job not in twice]


def stage_in(config: Config | None, environment: str | None) -> str | None:
    """The stage of an environment: as configured, else by its name."""
    if environment is None:
        return None
    if config is not None and environment in config.environments:
        return config.environments[environment].stage
    return stage_of(environment)


def why_nothing(request: Request, config: Config | None) -> tuple[str, str]:
    """Why a request has no jobs, and what to do."""
    if config is None:
        return "no source is named, and there is no config", "Try: envcheck check .env, or write an envcheck.toml."
    hint = 'Write SERVICE = "FILE" below [environments.NAME.sources], or name a source on the command line.'
    service = f" of service '{request.service}'" if request.service is not None else ""
    environment = f" in environment '{request.environment}'" if request.environment is not None else ""
    return f"config {config.path} names no source{service}{environment}", hint


def check_options(request: Request) -> None:
    """Refuse options that exclude each other, or that nothing would read. Raises UsageError."""
    if request.service is not None and request.schema is not None:
        raise UsageError("--service and --schema exclude each other", hint="Leave one of them out.")
    if request.schema is not None and not request.sources:
        raise UsageError("--schema needs a source to hold against it", hint="Try: envcheck check SOURCE --schema FILE.")
    reads_standard_input = any(parse_target(each).path == STANDARD_INPUT for each in request.sources)
    if request.stdin_filename is not None and not reads_standard_input:
        raise UsageError("--stdin-filename is for standard input, which is not read", hint="Add - as a source.")
    if request.render_key_file == STANDARD_INPUT and reads_standard_input:
        raise UsageError("standard input cannot be both a source and the key", hint="Set RENDER_API_KEY, or name a file.")


def check_names(request: Request, config: Config | None) -> None:
    """Refuse names of services and environments that do not exist. Raises UsageError."""
    services = list(config.services) if config is not None else []
    if request.service is not None and request.service not in services:
        hint = did_you_mean(request.service, services) or "No service is configured; name a schema with --schema FILE."
        raise UsageError(f"there is no service '{request.service}'", hint=hint)
    environments = list(config.environments) if config is not None else []
    known = [*environments, *(STAGE_OF_NAME if request.sources else ())]
    if request.environment is not None and environments and request.environment not in known:
        raise UsageError(f"there is no environment '{request.environment}'", hint=did_you_mean(request.environment, environments))
    if request.environment is not None and request.environment not in environments:
        near = near_stage(request.environment)
        if near is not None:  # `prodution` would be judged as staging
            raise UsageError(f"there is no environment '{request.environment}'", hint=f"did you mean '{near}'?")


def configured_jobs(request: Request, config: Config) -> list[Job]:
    """The jobs of the config that the request does not leave out."""
    return [
        Job(service, environment.name, environment.stage, _platform(config, service), config.services[service].schema, given)
        for environment in config.environments.values()
        for service, given in environment.sources.items()
        if request.service in (None, service) and request.environment in (None, environment.name)
    ]


def _platform(config: Config | None, service: str | None) -> str | None:
    if config is None:
        return None
    own = config.services[service].platform if service is not None else None
    return own or config.platform


def _named(source: str, request: Request) -> Target:
    """What a source on the command line stands for; standard input for the file that it is called after, if any."""
    target = parse_target(source)
    return target._replace(path=request.stdin_filename or "") if target.path == STANDARD_INPUT else target


def _place_among(sources: tuple[str, ...], named: Target) -> int | None:
    """The place of a source among those of a service, of whatever kind each is said to be."""
    real = os.path.realpath(named.path) if named.path else None
    for index, each in enumerate(sources):
        target = parse_target(each)
        if named.part and target.part and named.part != target.part:
            continue
        if os.path.realpath(target.path) == real if target.path else target == named:
            return index
    return None


def _with_source(job: Job, source: str, named: Target) -> Job:
    """The job with a source as the command line says it: from standard input, or of a kind; else of the kind configured."""
    target = parse_target(source)
    place = _place_among(job.sources, named)
    if place is None or (target.kind is None and target.path != STANDARD_INPUT):
        return job
    configured = parse_target(job.sources[place])
    if target.kind is None:
        target = target._replace(kind=configured.kind)
    source = target._replace(part=configured.part).written
    return job._replace(sources=(*job.sources[:place], source, *job.sources[place + 1 :]))


def _services_in(source: str) -> list[tuple[str, str | None, bool]]:
    """The services of a file of which none is named, each with the environment that it stands in; else the source itself.

    The last of each tells that it is one of those.
    """
    target = parse_target(source)
    is_of_several = target.kind in (BLUEPRINT, COMPOSE) or (target.kind is None and target.path.endswith(YAML))
    if target.part or target.path == STANDARD_INPUT or not is_of_several:
        return [(source, None, False)]
    from envcheck.files import read_text
    from envcheck.sources import services_of

    try:
        found = services_of(read_text(target.path), target)
    except SourceError:  # who reads it for good says so
        found = []
    return [(each.written, environment, True) for each, environment in found] or [(source, None, False)]


def named_job(source: str, request: Request, config: Config | None, told: str | None = None) -> Job:
    """A job for one source alone: what it is, is told by options, the config's entry for it, and the names of file and service.

    ``told`` is the environment that the source itself says it is for.
    """
    target = _named(source, request)
    service, environment = _entry(target, config) if config is not None and not request.is_of_process else (None, None)
    names = list(config.services) if config is not None else []
    schema = request.schema
    named = target.path
    if schema is None:
        service = request.service or service or word_in_file_name(named, names) or _service_called(target.part, names)
        service = service or (names[0] if len(names) == 1 and not target.part else None)
        schema = config.services[service].schema if config is not None and service is not None else None
    else:
        service = None
    known = [*(config.environments if config is not None else ()), *STAGE_OF_NAME]
    environment = request.environment or environment or word_in_file_name(named, known) or _environment_told(target, told, known)
    return Job(service, environment, stage_in(config, environment), _platform(config, service), schema, (source,))


def _service_called(part: str, names: Sequence[str]) -> str | None:
    """The configured service that one of a blueprint is: by its name, or by the only one whose words stand in it."""
    if part in names:
        return part
    words = f"-{_words(part)}-"
    found = [name for name in names if f"-{_words(name)}-" in words]
    return found[0] if len(found) == 1 else None


def _environment_told(target: Target, told: str | None, known: Sequence[str]) -> str | None:
    """The environment that a blueprint says a service is for: that of its project, or the last word of its name."""
    if not target.part:
        return None
    words = [told.lower()] if told else []
    first, _, last = _words(target.part).rpartition("-")
    if first and (last not in STAGE_OF_NAME or last in _TELLING):  # `load-test` is a service
        words.append(last)
    for word in words:
        for name in known:
            if word == name.lower():
                return name
    return None


#: Last words of names of services that say for which environment each is.
_TELLING = ("staging", "stg", "prod", "production")


def _words(name: str) -> str:
    return name.lower().replace("_", "-").replace(" ", "-").replace(".", "-")


def _entry(named: Target, config: Config) -> tuple[str | None, str | None]:
    """The service and the environment that the config has a file for."""
    for environment in config.environments.values():
        for service, given in environment.sources.items():
            if _place_among(given, named) is not None:
                return service, environment.name
    return None, None
