"""A request for a check, turned into a report."""

from __future__ import annotations

import os

from envcheck import check as engine
from envcheck import project, sources
from envcheck.compile import CompiledSchema, compile_nothing, compile_schema, service_words
from envcheck.days import current_day, day_of
from envcheck.discovery import discover
from envcheck.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE, SourceError, UsageError, did_you_mean
from envcheck.files import read_text
from envcheck.jobs import STANDARD_INPUT, Job, jobs_of, stage_in, why_nothing
from envcheck.jobs import Request as Request
from envcheck.model import SEVERITIES, CheckedSource, Context, Environment, Failure, Report
from envcheck.records import NamedTuple
from envcheck.schema import SchemaFiles
from envcheck.stages import STAGE_OF_NAME, STAGES, is_template

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from envcheck.config import Config
    from envcheck.model import Finding, NonText, Rule, Source
    from envcheck.schema import SchemaFile

#: The threshold of ``--fail-on`` that no finding reaches.
NEVER = "never"

DEFAULT_PLATFORM = "render"


class Outcome(NamedTuple):
    """What one job gave."""

    findings: Sequence[Finding] = ()
    failures: tuple[Failure, ...] = ()
    sources: tuple[CheckedSource, ...] = ()
    notices: tuple[str, ...] = ()


def run(request: Request) -> Report:
    """The report of a check. Raises UsageError; everything else that goes wrong is a failure in the report."""
    config = _config(request)
    jobs = jobs_of(request, config)
    if not jobs:
        message, hint = why_nothing(request, config)
        return Report("check", EXIT_INCOMPLETE, failures=(Failure("nothing-to-check", "", message, hint),))
    checker = _Checker(request, config)
    outcomes = [checker.run(job) for job in jobs]
    _refuse_overwriting(request, jobs, config, checker.schema_paths())
    findings = sorted((each for outcome in outcomes for each in outcome.findings), key=engine.order)
    failures = tuple(each for outcome in outcomes for each in outcome.failures)
    read = tuple(each for outcome in outcomes for each in outcome.sources)
    notices = [each for outcome in outcomes for each in outcome.notices]
    if config is not None and not (request.sources or request.service or request.environment):
        notices += _unchecked(config)
    return Report(
        command="check",
        exit_code=_exit_code(findings, failures, request.fail_on),
        findings=tuple(findings),
        failures=failures,
        sources=read,
        notices=tuple(dict.fromkeys(notices)),
        variables=sum(each.variables for each in read),
        root=project.repository_root(".") or project.project_root(config.path if config is not None else ""),
    )


def _exit_code(findings: Iterable[Finding], failures: Sequence[Failure], fail_on: str) -> int:
    if failures:
        return EXIT_INCOMPLETE
    bad = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on != NEVER else ()
    return EXIT_FINDINGS if any(finding.severity in bad for finding in findings) else EXIT_CLEAN


def _config(request: Request) -> Config | None:
    if request.isolated:
        if request.config is not None:
            raise UsageError("--config and --isolated exclude each other", hint="Leave one of them out.")
        return None
    path = request.config or discover()
    if path is None:
        return None
    from envcheck import config as configs

    return configs.load(path, _rules)


def _rules() -> Mapping[str, Rule]:
    from envcheck.rules.all import RULES

    return RULES


def _unchecked(config: Config) -> Iterator[str]:
    """What is configured, and gives no job."""
    given = {service for environment in config.environments.values() for service in environment.sources}
    for service in config.services:
        if service not in given:
            yield f"service '{service}' has no source in any environment, so it was not checked."
    for name, environment in config.environments.items():
        if not environment.sources:
            yield f"environment '{name}' has no source of any service, so it was not checked."


def _refuse_overwriting(request: Request, jobs: Iterable[Job], config: Config | None, schemas: Iterable[str]) -> None:
    """A report never replaces what was checked, whether it could be read or not."""
    if not request.output:
        return
    read = {sources.parse_target(source).path for job in jobs for source in job.sources}
    read |= {path for path in (request.schema, request.stdin_filename, config.path if config else None) if path is not None}
    real = {os.path.realpath(path) for path in read}.union(schemas)
    for path in (each.partition(":")[2] for each in request.output):
        if os.path.realpath(path) in real:
            raise UsageError(f"--output {path} would overwrite what is checked", hint="Name another file.")


class _Checker:
    """Runs the jobs of one request; schemas are read once, and compiled once for each environment."""

    def __init__(self, request: Request, config: Config | None) -> None:
        self._request = request
        self._config = config
        self._files: dict[str, SchemaFiles] = {}
        self._compiled: dict[tuple[str | None, Context], CompiledSchema] = {}
        self._standard_input: str | None = None
        self._today = day_of(request.today) if request.today is not None else current_day()

    def run(self, job: Job) -> Outcome:
        """The outcome of one job. Raises UsageError where the schema cannot be compiled."""
        schema = self._schema(job.schema) if job.schema is not None else None
        parts: list[Environment] = []
        failures: list[Failure] = []
        read: list[CheckedSource] = []
        for source in job.sources:
            target = sources.parse_target(source)
            label = self._label(target.path)
            try:
                part = self._read(target._replace(path=label), target.path == STANDARD_INPUT)
            except SourceError as error:
                place = "".join(f":{number}" for number in (error.line, error.column) if number)
                failures.append(Failure(error.id, label + place, error.message, error.hint))
                continue
            parts.append(part)
            if not part.complete:
                failures.append(_truncated(label))
            read.append(CheckedSource(job.service, job.environment, label, len(part.values), part.complete))
        if not parts:
            if schema is not None:
                self._compile(job, schema, Context())  # a broken schema is told whatever the sources are
            return Outcome(failures=tuple(failures))
        environment = _merged(parts, is_whole=not failures)
        if all(is_template(source.path) for source in environment.sources):
            schema = None  # what it shows is not what a service receives
        job = self._placed(job, schema, environment)
        compiled = self._compile(job, schema, self._context(job, schema, environment))
        findings = engine.check(compiled, environment, self._config.severities if self._config else {})
        read = [each._replace(service=compiled.context.service, environment=job.environment) for each in read]
        return Outcome(findings, tuple(failures), tuple(read), tuple(_notices(job, compiled, environment, self._config)))

    def schema_paths(self) -> Iterator[str]:
        """Every file that a schema stands in, symbolic links resolved."""
        for files in self._files.values():
            yield from files.paths

    def _label(self, path: str) -> str:
        if path != STANDARD_INPUT:
            return path
        return self._request.stdin_filename or "<stdin>"

    def _read(self, target: sources.Target, is_standard_input: bool) -> Environment:
        if not is_standard_input:
            text = read_text(target.path)
        else:
            if self._standard_input is None:  # it can be read once, and may stand for a file of several services
                self._standard_input = sources.standard_input()
            text = self._standard_input
        return sources.read(text, target, is_file=not is_standard_input, whole=self._request.complete)

    def _schema(self, path: str) -> SchemaFile:
        root = project.project_root(path)
        return self._files.setdefault(root, SchemaFiles(root)).read(path)

    def _placed(self, job: Job, schema: SchemaFile | None, environment: Environment) -> Job:
        """The job with the environment that the schema's marker variable names, where nothing else told it."""
        if job.environment is not None or schema is None:
            return job
        marker = environment.get(service_words(schema).get("environmentMarker"))
        if marker is None:
            return job
        known = [*(self._config.environments if self._config else ()), *STAGE_OF_NAME]
        for name in known:  # the name of ours, so that no value is ever shown
            if name.lower() == marker.value.lower():
                return job._replace(environment=name, stage=stage_in(self._config, name))
        return job

    def _compile(self, job: Job, schema: SchemaFile | None, context: Context) -> CompiledSchema:
        key = (job.schema if schema is not None else None, context)
        if key not in self._compiled:
            if schema is None:
                self._compiled[key] = compile_nothing(context)
            else:
                files = self._files[project.project_root(schema.path)]
                self._compiled[key] = compile_schema(files, schema, context)
                if self._config is not None and self._config.environments:
                    _check_environments(self._compiled[key], self._config)
        return self._compiled[key]

    def _context(self, job: Job, schema: SchemaFile | None, environment: Environment) -> Context:
        platforms = {sources.PLATFORM_OF_KIND.get(source.kind) for source in environment.sources} - {None}
        words = service_words(schema) if schema is not None else {}
        platform = job.platform or words.get("platform") or next(iter(platforms), None) or DEFAULT_PLATFORM
        deployed = True if platforms else (job.stage != STAGES[0] if job.stage is not None else None)
        template = all(is_template(source.path) for source in environment.sources)
        service = job.service or words.get("service")
        return Context(service, job.environment, job.stage, deployed, platform, template, self._today)


def _check_environments(compiled: CompiledSchema, config: Config) -> None:
    """Refuse a schema that speaks of an environment that does not exist: nothing would ever be required in it."""
    known = {*config.environments, *STAGE_OF_NAME}
    for name, spec in compiled.specs.items():
        for key in ("requiredIn", "forbiddenIn", "in"):
            for environment in spec.own.get(key, ()):
                if environment not in known:
                    place = ":".join(str(part) for part in (spec.locate() or ())[:3] if part is not None)
                    message = f"'{key}' of {name} names the environment '{environment}', which is not configured"
                    hint = did_you_mean(environment, list(dict.fromkeys([*config.environments, *STAGES])))
                    raise UsageError(f"{place}: {message} (unknown-environment)", hint=hint)


def _merged(parts: Sequence[Environment], *, is_whole: bool) -> Environment:
    """Several sources of one service as one environment; a later source wins, also where its entry is no text."""
    values: dict[str, str] = {}
    origins: dict[str, Source] = {}
    non_text: list[NonText] = []
    for part in parts:
        textless = {each.name for each in part.non_text}
        if non_text:
            non_text = [each for each in non_text if each.name not in part.values and each.name not in textless]
        for name in textless:
            values.pop(name, None)
        values.update(part.values)
        origins.update(dict.fromkeys(part.values, part.sources[0]))
        non_text += part.non_text
    return Environment(
        tuple(source for part in parts for source in part.sources),
        values,
        origins=origins if len(parts) > 1 else None,
        unread=tuple(each for part in parts for each in part.unread),
        non_text=tuple(non_text),
        repeated=tuple(each for part in parts for each in part.repeated),
        comments=frozenset(
            name for part in parts for name in part.comments if name in values and origins[name] is part.sources[0]
        ),
        complete=is_whole and all(part.complete for part in parts),
    )


def _truncated(label: str) -> Failure:
    return Failure(
        "truncated-export",
        label,
        "the export may be one page of more, so that what seems missing may only be on the next",
        "Export with limit=100 and follow the cursors, or pass --complete if this is all.",
    )


def _notices(job: Job, compiled: CompiledSchema, environment: Environment, config: Config | None) -> Iterable[str]:
    label = environment.sources[0].path
    if compiled.context.is_template:
        yield f"{label}: a template, so only its lines and real keys in it were judged; the values are there to be replaced."
        return
    if not compiled.has_schema:
        yield f"{label}: no schema was applied; name one with --schema FILE."
    if job.environment is None:
        yield f"{label}: the environment is not known, so nothing that depends on it was judged; name it with --env NAME."
    elif job.environment.lower() not in STAGE_OF_NAME and (config is None or job.environment not in config.environments):
        yield f"{label}: the environment '{job.environment}' was judged as staging, as nothing says what it is for."
    if not environment.complete:
        yield f"{label}: not read as a whole, so no variable was reported as missing."
