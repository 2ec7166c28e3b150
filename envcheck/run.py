"""A request for a check, turned into a report."""

from __future__ import annotations

import os

from envcheck import check as engine
from envcheck import project, sources
from envcheck.discovery import discover
from envcheck.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE, UsageError
from envcheck.jobs import Job, jobs_of, why_nothing
from envcheck.jobs import Request as Request
from envcheck.model import SEVERITIES, Failure, Report
from envcheck.prepare import Preparer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from envcheck.allow import Comment, Entry
    from envcheck.config import Config
    from envcheck.model import Finding, Rule
    from envcheck.prepare import Prepared

#: Families of rules that find nothing in one environment alone.
FAMILIES_OF_DIFF = ("drift",)

#: The threshold of ``--fail-on`` that no finding reaches.
NEVER = "never"


def run(request: Request) -> Report:
    """The report of a check. Raises UsageError; everything else that goes wrong is a failure in the report."""
    config = _config(request)
    jobs = jobs_of(request, config)
    if not jobs:
        message, hint = why_nothing(request, config)
        return Report("check", EXIT_INCOMPLETE, failures=(Failure("nothing-to-check", "", message, hint),))
    preparer = Preparer(request, config)
    services = [preparer.prepare(job) for job in jobs]
    _refuse_overwriting(request, jobs, config, preparer.schema_paths())
    severities = config.severities if config is not None else {}
    found = (
        engine.check(each.compiled, each.environment, severities)
        for each in services
        if each.compiled is not None and each.environment is not None
    )
    findings = sorted((each for some in found for each in some), key=engine.order)
    findings, allowed = _without_allowed(findings, services, request, config, preparer.today)
    failures = tuple(each for service in services for each in service.failures)
    read = tuple(each for service in services for each in service.sources)
    notices = [each for service in services for each in service.notices]
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
        allowed=allowed,
        root=project.repository_root(".") or project.project_root(config.path if config is not None else ""),
    )


def _without_allowed(
    findings: list[Finding], services: Sequence[Prepared], request: Request, config: Config | None, today: int
) -> tuple[list[Finding], int]:
    """The findings that no entry or comment allows, with those about entries and comments, and the number of those allowed."""
    entries = config.allow if config is not None else ()
    speaking = [
        source
        for each in services
        if each.environment is not None
        for source in each.environment.sources
        if source.remarks is not None
    ]
    if request.no_allow or not (entries or speaking):
        return findings, 0
    from envcheck import allow

    def is_whole(allowance: Entry | Comment) -> bool:
        if any(service.failures for service in services):
            return False
        if isinstance(allowance, allow.Entry):
            return not request.sources and _is_all_asked_for(allowance, request)
        if config is not None and (request.service or request.environment):  # it may be checked for others, too
            return False
        return all(_is_judged_whole(each) for each in services if _reads(each, allowance.location.path))

    applied = allow.apply(
        findings,
        [entry for entry in entries if _is_asked_for(entry, request)],
        speaking,
        day=today,
        severities=config.severities if config is not None else {},
        is_seen=lambda rule: rule.family not in FAMILIES_OF_DIFF,
        is_whole=is_whole,
    )
    return sorted([*applied.findings, *applied.problems], key=engine.order), len(applied.allowed)


def _is_asked_for(entry: Entry, request: Request) -> bool:
    """Whether a request is about any of the findings that an entry names."""
    is_service = request.service is None or entry.service in (None, request.service)
    return is_service and (request.environment is None or not entry.environments or request.environment in entry.environments)


def _is_all_asked_for(entry: Entry, request: Request) -> bool:
    """Whether a request is about all of the findings that an entry names."""
    is_service = request.service in (None, entry.service)
    return is_service and (request.environment is None or entry.environments == (request.environment,))


def _reads(service: Prepared, path: str) -> bool:
    return service.environment is not None and any(source.path == path for source in service.environment.sources)


def _is_judged_whole(service: Prepared) -> bool:
    """Whether every rule could speak: there is a schema, and the environment is known."""
    return service.compiled is not None and service.compiled.has_schema and service.compiled.context.environment is not None


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
