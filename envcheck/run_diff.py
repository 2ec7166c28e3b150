"""A request for a comparison of two environments, turned into a report."""

from __future__ import annotations

import os

from envcheck import drift, project, sources
from envcheck.allowing import scope_of_diff, without_allowed
from envcheck.errors import UsageError, did_you_mean
from envcheck.jobs import STANDARD_INPUT, check_options, configured_jobs, named_job
from envcheck.model import Failure, Report
from envcheck.prepare import Preparer, deployment_of, without_checks
from envcheck.rules.drift.pair import Pair
from envcheck.run import config_of, exit_code_of, last_look, refuse_overwriting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from envcheck.config import Config
    from envcheck.jobs import Job, Request
    from envcheck.prepare import Prepared

    Sides = list[tuple[Job | None, Job | None]]


def run(request: Request) -> Report:
    """The report of a comparison; ``request.sources`` are its two sides. Raises UsageError."""
    config = config_of(request)
    names = (request.sources[0], request.sources[1])
    jobs = _jobs(request, names, config)
    preparer = Preparer(request, config, [job for both in jobs for job in both if job is not None])
    prepared = [(_prepared(preparer, left), _prepared(preparer, right)) for left, right in jobs]
    ready = [each for both in prepared for each in both if each is not None]
    refuse_overwriting(request, [each.job for each in ready], config, preparer.paths())
    pairs = [pair for both in prepared if (pair := _pair(*both)) is not None]
    findings, rows = drift.diff(pairs, config.severities if config is not None else {})
    sides = (pairs[0].left.label, pairs[0].right.label) if pairs else names
    findings, allowed = without_allowed(findings, ready, request, config, scope_of_diff(request, config, sides), preparer.today)
    failures = [each for one in ready for each in one.failures]
    failures += (failure for one in ready if (failure := _unread(one)) is not None)
    failures += (_alone(left or right, names[left is not None]) for left, right in jobs if left is None or right is None)
    if not (rows or failures):
        message = "there is no variable to compare: what the platform sets itself is left out"
        failures.append(Failure("nothing-to-compare", "", message, "Name sources with variables of your own."))
    read = tuple(each for one in ready for each in one.sources)
    return Report(
        command="diff",
        exit_code=exit_code_of(findings, failures, request.fail_on),
        findings=tuple(findings),
        failures=tuple(failures),
        sources=read,
        notices=tuple(dict.fromkeys(notice for pair in pairs for notice in _notices(pair))),
        variables=sum(each.variables for each in read),
        root=project.repository_root(".") or project.project_root(config.path if config is not None else ""),
        allowed=allowed,
        sides=sides,
        rows=drift.without(rows, findings),
        shows_all=request.shows_all,
        shows_value=last_look(ready, request, config, preparer.schema_paths()),
    )


def _jobs(request: Request, names: tuple[str, str], config: Config | None) -> Sides:
    """The jobs of both sides, service by service; None where a service has no source on a side."""
    environments = list(config.environments) if config is not None else []
    known = [name in environments for name in names]
    if not any(known) and all(map(_is_source, names)):
        return [_named_jobs(request, names, config)]
    for name, is_known in zip(names, known, strict=True):
        if not is_known:
            if _is_source(name) and any(known):
                raise UsageError(f"'{name}' is a source, and the other side an environment", hint="Name two of one kind.")
            hint = did_you_mean(name, environments) or "Name two environments of a config, or two sources."
            what = "environment" if environments else "file or environment"
            raise UsageError(f"there is no {what} '{name}'", hint=hint)
    assert config is not None
    if names[0] == names[1]:
        raise UsageError(f"both sides are the environment '{names[0]}'", hint="Name two different ones.")
    if request.schema is not None:
        raise UsageError("--schema is for two sources, not for environments", hint="Leave it out; the config names the schemas.")
    _check_service(request, config)
    left, right = ({job.service: job for job in configured_jobs(request._replace(environment=name), config)} for name in names)
    found = [(left.get(service), right.get(service)) for service in dict.fromkeys((*left, *right))]
    if not found:
        hint = 'Write SERVICE = "FILE" below [environments.NAME.sources] of both.'
        service = f" of service '{request.service}'" if request.service is not None else ""
        raise UsageError(f"config {config.path} names no source{service} in '{names[0]}' and '{names[1]}'", hint=hint)
    return found


def _is_source(name: str) -> bool:
    """Whether an argument is a source: a file, ``KIND:TARGET``, or ``-``."""
    return (
        name == STANDARD_INPUT
        or os.path.exists(name)
        or "/" in name
        or "." in name
        or sources.parse_target(name).kind is not None
    )


def _named_jobs(request: Request, names: tuple[str, str], config: Config | None) -> tuple[Job, Job]:
    check_options(request)
    if request.service is not None:
        _check_service(request, config)
    if all(sources.parse_target(name).path == STANDARD_INPUT for name in names):
        raise UsageError("standard input can be one side only", hint="Name a file for the other.")
    left, right = (named_job(name, request, config) for name in names)
    if left.service is not None and right.service is not None and left.service != right.service:
        raise UsageError(
            f"'{names[0]}' is of service '{left.service}', and '{names[1]}' of '{right.service}'",
            hint="Name two sources of one service, or say which it is with --service.",
        )
    one = left if left.service is not None else right  # one file's name may tell what the other's does not
    return one._replace(environment=left.environment, stage=left.stage, sources=left.sources), one._replace(
        environment=right.environment, stage=right.stage, sources=right.sources
    )


def _check_service(request: Request, config: Config | None) -> None:
    services = list(config.services) if config is not None else []
    if request.service is not None and request.service not in services:
        hint = did_you_mean(request.service, services) or "No service is configured; name a schema with --schema FILE."
        raise UsageError(f"there is no service '{request.service}'", hint=hint)


def _prepared(preparer: Preparer, job: Job | None) -> Prepared | None:
    return without_checks(preparer.prepare(job)) if job is not None else None


def _pair(left: Prepared | None, right: Prepared | None) -> Pair | None:
    """Two sides that could both be read."""
    one, other = (deployment_of(each) if each is not None else None for each in (left, right))
    if one is None or other is None:
        return None
    if one.label != other.label:
        short = [os.path.basename(side.label) for side in (one, other)]
        if None in (one.context.environment, other.context.environment) and "" not in short and short[0] != short[1]:
            one, other = (side._replace(label=name) for side, name in zip((one, other), short, strict=True))
        return Pair(one, other)
    return Pair(one._replace(label=f"{one.label} (left)"), other._replace(label=f"{other.label} (right)"), is_one=True)


def _alone(job: Job | None, other: str) -> Failure:
    assert job is not None
    return Failure(
        "not-compared",
        job.sources[-1],
        f"service '{job.service}' has no source in {other}, so it was not compared",
        "Name one in the config, or leave the service out: --service NAME.",
    )


def _unread(prepared: Prepared) -> Failure | None:
    """What ``check`` finds in a source, and a comparison cannot see."""
    environment = prepared.environment
    if environment is None:
        return None
    conflicts = [each for each in environment.replaced if each.by_group]
    if conflicts:
        message = "two groups give one variable different values, so that it cannot be told what arrives"
        return Failure("not-read-whole", conflicts[0].origin.called, message, "Mend what envcheck check finds in that service.")
    if not (environment.unread or environment.non_text):
        return None
    path = next(each.location.path for some in (environment.unread, environment.non_text) for each in some)
    message = "not all of it could be read, so that not all of it was compared"
    return Failure("not-read-whole", path, message, f"Mend what this finds: envcheck check {path}")


def _notices(pair: Pair) -> Sequence[str]:
    if any(side.context.is_template for side in pair.sides):
        return ["one side is a template, so only names were compared; its values are there to be replaced."]
    notices = []
    if pair.is_one:
        notices.append("both sides are one environment, so that no value had to be different.")
    for side in pair.sides:
        if side.environment.declared:
            count = len(side.environment.declared)
            what = f"{count} variables are" if count > 1 else "1 variable is"
            them = "they were" if count > 1 else "it was"
            notices.append(f"{side.label}: {what} declared without a value there, so {them} not compared.")
    if not (pair.left.specs or pair.right.specs):
        notices.append("no schema was applied; name one with --schema FILE.")
    return notices
