"""A request for a check, turned into a report."""

from __future__ import annotations

import os

from envcheck import check as engine
from envcheck import project, shared, sources
from envcheck.allowing import scope_of_check, without_allowed
from envcheck.discovery import discover
from envcheck.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE, SourceError, UsageError
from envcheck.jobs import Job, jobs_of, why_nothing
from envcheck.jobs import Request as Request
from envcheck.last_look import LastLook
from envcheck.model import SEVERITIES, Failure, Report
from envcheck.prepare import Preparer, deployment_of, left_out, without_checks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from envcheck.compile import CompiledSchema
    from envcheck.config import Config
    from envcheck.model import Environment, Finding, Listed, Rule
    from envcheck.prepare import Prepared
    from envcheck.rules.registry import Deployment

#: The threshold of ``--fail-on`` that no finding reaches.
NEVER = "never"


def run(request: Request) -> Report:
    """The report of a check. Raises UsageError; everything else that goes wrong is a failure in the report."""
    config = config_of(request)
    jobs = jobs_of(request, config)
    if not jobs:
        message, hint = why_nothing(request, config)
        return Report("check", EXIT_INCOMPLETE, failures=(Failure("nothing-to-check", "", message, hint),))
    preparer = Preparer(request, config, jobs)
    severities = config.severities if config is not None else {}
    answers: dict[int, tuple[Prepared, Sequence[Finding]]] = {}
    required: dict[int, frozenset[str]] = {}
    for place in _by_schema(jobs):
        each = preparer.prepare(jobs[place])
        found: Sequence[Finding] = ()
        if each.compiled is not None and each.environment is not None:
            try:
                found = engine.check(each.compiled, each.environment, severities)
                if request.lists:
                    required[place] = _required(each.compiled, each.environment)
            except SourceError as error:  # what is in a value takes too long to judge
                failure = Failure(error.id, each.environment.sources[-1].called, error.message, error.hint)
                each = each._replace(failures=(*each.failures, failure))
        answers[place] = without_checks(each), found
    refuse_overwriting(request, jobs, config, preparer.paths())
    services = [answers[place][0] for place in range(len(jobs))]
    alone = [each for place in range(len(jobs)) for each in answers[place][1]]
    findings = sorted([*alone, *_of_several(services, alone, severities)], key=engine.order)
    scope = scope_of_check(request, config, services)
    findings, allowed = without_allowed(findings, services, request, config, scope, preparer.today)
    besides, unchecked = left_out(services)
    failures = (*(each for service in services for each in service.failures), *unchecked)
    read = tuple(each for service in services for each in service.sources)
    if not (failures or alone or request.is_of_process or any(each.variables for each in read)):
        # a command that needs none of its variables may start; a check of nothing is none
        message = "none of the variables that the schema names is set, so nothing was checked"
        failures = (Failure("nothing-to-check", "", message, "Is it the process, or the service, that was meant?"),)
    notices = [*(each for service in services for each in service.notices), *besides]
    if config is not None and not (request.sources or request.service or request.environment):
        notices += _unchecked(config)
    if config is not None and (request.sources or request.service):
        notices += _alone(services, config)
    return Report(
        command="check",
        exit_code=exit_code_of(findings, failures, request.fail_on),
        findings=tuple(shared.told_once(findings)),
        failures=failures,
        sources=read,
        notices=tuple(dict.fromkeys(notices)),
        variables=sum(each.variables for each in read),
        allowed=allowed,
        root=project.repository_root(".") or project.project_root(config.path if config is not None else ""),
        shows_all=request.shows_all,
        listed=_listed(answers, required, findings) if required else (),
        shows_value=last_look(services, request, config, preparer.schema_paths()),
    )


def last_look(
    services: Iterable[Prepared], request: Request, config: Config | None, schemas: Iterable[str]
) -> Callable[[str], bool]:
    """A test whether a finished text shows one of all values that were read."""
    environments = [each.environment for each in services if each.environment is not None]
    environments += [each.blueprint for each in environments if each.blueprint is not None]
    named = [*request.sources, request.service or "", request.environment or "", request.stdin_filename or ""]
    named += [source.called for environment in environments for source in environment.sources]
    containers = [each for environment in environments for each in environment.containers]
    named += [one.name for each in containers for one in (each.own, *each.others)]
    named += [group for environment in environments for group in environment.unsupplied]
    paths = [*schemas, *([config.path] if config is not None else [])]
    values = [
        *(environment.values for environment in environments),
        *(each.partial for each in containers),
        *(each.project for each in containers),
    ]
    asides = [each for environment in environments for one in environment.declarations for each in one.asides]
    values += [{each.entry.name: each.text} for each in asides if each.text is not None]
    return LastLook(values, named, paths).finds_value


def _by_schema(jobs: Sequence[Job]) -> Iterator[int]:
    """The places of jobs, those with one schema together: most of it is compiled once for all environments."""
    places: dict[str | None, list[int]] = {}
    for place, job in enumerate(jobs):
        places.setdefault(job.schema, []).append(place)
    for some in places.values():
        yield from some


def _required(compiled: CompiledSchema, environment: Environment) -> frozenset[str]:
    from envcheck.checklist import required_in  # seldom asked for

    return required_in(compiled, environment)


def _listed(
    answers: Mapping[int, tuple[Prepared, Sequence[Finding]]],
    required: Mapping[int, frozenset[str]],
    findings: Sequence[Finding],
) -> tuple[Listed, ...]:
    from envcheck.checklist import list_variables

    return tuple(list_variables([(*answers[place], names) for place, names in sorted(required.items())], findings))


def _of_several(services: Iterable[Prepared], found: Sequence[Finding], severities: engine.Severities) -> Iterator[Finding]:
    """What is to say of the services of each environment, held against each other."""
    environments: dict[str, list[Deployment]] = {}
    for each in services:
        deployment = deployment_of(each)
        if deployment is not None and each.job.environment is not None and not deployment.context.is_template:
            environments.setdefault(deployment.label, []).append(deployment)
    for deployments in environments.values():
        if len({each.context.service for each in deployments}) > 1:
            from envcheck.services import check_together  # a service alone has no need of it

            yield from check_together(deployments, found, severities)


def exit_code_of(findings: Iterable[Finding], failures: Sequence[Failure], fail_on: str) -> int:
    """The exit code of what was found, and of what was not seen."""
    if failures:
        return EXIT_INCOMPLETE
    bad = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on != NEVER else ()
    return EXIT_FINDINGS if any(finding.severity in bad for finding in findings) else EXIT_CLEAN


def config_of(request: Request) -> Config | None:
    """The config that a request is read with, if there is one. Raises UsageError."""
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
        for service in sorted(given.difference(environment.sources)) if environment.sources else ():
            yield f"service '{service}' has no source in '{name}', so it was not checked there."
        if not environment.sources:
            yield f"environment '{name}' has no source of any service, so it was not checked."


def _alone(services: Sequence[Prepared], config: Config) -> Iterator[str]:
    """What services have to agree on, where not all that there are were looked at."""
    checked = {(each.job.service, each.job.environment) for each in services}
    for each in services:
        environment = each.job.environment
        if environment is None or environment not in config.environments:
            continue
        others = [name for name in config.environments[environment].sources if (name, environment) not in checked]
        specs = each.compiled.specs.values() if each.compiled is not None else ()
        if others and any(spec.own.get("acrossServices", "any") != "any" for spec in specs):
            yield f"service '{each.job.service}' was not held against {', '.join(others)}; check them together for that."


def refuse_overwriting(request: Request, jobs: Iterable[Job], config: Config | None, schemas: Iterable[str]) -> None:
    """A report never replaces what was checked, whether it could be read or not."""
    if not request.output:
        return
    read = {sources.parse_target(source).path for job in jobs for source in job.sources} - {""}
    read |= {path for path in (request.schema, request.stdin_filename, config.path if config else None) if path is not None}
    real = {os.path.realpath(path) for path in read}.union(schemas)
    for path in (each.partition(":")[2] for each in request.output):
        if os.path.realpath(path) in real:
            raise UsageError(f"--output {path} would overwrite what is checked", hint="Name another file.")
