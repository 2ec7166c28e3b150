"""What a run makes of entries and comments that allow findings; ``allow`` is imported only where there are some."""

from __future__ import annotations

from envcheck.check import order
from envcheck.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from envcheck.allow import Comment, Entry
    from envcheck.config import Config
    from envcheck.jobs import Request
    from envcheck.model import Finding, Rule
    from envcheck.prepare import Prepared

#: The family of rules that find nothing in one environment alone, and the rules that find something between services.
_OF_TWO = "drift"
_OF_SEVERAL = ("differing-value", "missing-in-service", "project-mismatch")


class Scope(NamedTuple):
    """What a run looks at: only what it would have seen can be told to match nothing.

    ``is_seen`` tells whether it can find anything by a rule, ``asks_for`` whether it is about any of the findings that an entry
    names, ``sees_all`` whether about all of them, and ``sees_file`` whether about all that a comment in a file can be about.
    """

    is_seen: Callable[[Rule], bool]
    asks_for: Callable[[Entry], bool]
    sees_all: Callable[[Entry], bool]
    sees_file: Callable[[str], bool]


def without_allowed(
    findings: list[Finding], services: Sequence[Prepared], request: Request, config: Config | None, scope: Scope, day: int
) -> tuple[list[Finding], int]:
    """The findings that nothing allows, with those about entries and comments, in order; and the number of those allowed."""
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

    has_failed = any(service.failures for service in services)

    def is_whole(allowance: Entry | Comment) -> bool:
        if has_failed:
            return False
        if isinstance(allowance, allow.Entry):
            return scope.sees_all(allowance)
        return scope.sees_file(allowance.location.path)

    applied = allow.apply(
        findings,
        [entry for entry in entries if scope.asks_for(entry)],
        speaking,
        day=day,
        severities=config.severities if config is not None else {},
        is_seen=scope.is_seen,
        is_whole=is_whole,
    )
    return sorted([*applied.findings, *applied.problems], key=order), len(applied.allowed)


def scope_of_check(request: Request, config: Config | None, services: Sequence[Prepared]) -> Scope:
    """What ``check`` looks at."""

    def asks_for(entry: Entry) -> bool:
        is_environment = request.environment is None or not entry.environments or request.environment in entry.environments
        return is_environment and request.service in (None, entry.service or request.service)

    def sees_all(entry: Entry) -> bool:
        if entry.rule in _OF_SEVERAL and (request.service is not None or len(entry.environments) > 1):
            return False
        is_environment = request.environment is None or entry.environments == (request.environment,)
        return not request.sources and is_environment and request.service in (None, entry.service)

    def sees_file(path: str) -> bool:
        if config is not None and (request.service or request.environment):  # it may be checked for others, too
            return False
        return all(_is_judged_whole(each) for each in services if _reads(each, path))

    return Scope(lambda rule: rule.family != _OF_TWO or rule.id in _OF_SEVERAL, asks_for, sees_all, sees_file)


def scope_of_diff(request: Request, config: Config | None, sides: tuple[str, str]) -> Scope:
    """What ``diff`` looks at: two environments, and what differs between them."""

    def asks_for(entry: Entry) -> bool:
        is_pair = not entry.environments or set(sides) <= set(entry.environments)
        return is_pair and request.service in (None, entry.service or request.service)

    def sees_all(entry: Entry) -> bool:
        known = set(entry.environments or (config.environments if config is not None else ()))
        return known == set(sides) and request.service in (None, entry.service)

    return Scope(
        lambda rule: rule.family == _OF_TWO and rule.id not in _OF_SEVERAL,
        asks_for,
        sees_all,
        lambda path: request.service is None and (config is None or set(config.environments) <= set(sides)),
    )


def _reads(service: Prepared, path: str) -> bool:
    return service.environment is not None and any(source.path == path for source in service.environment.sources)


def _is_judged_whole(service: Prepared) -> bool:
    """Whether every rule could speak: there is a schema, and the environment is known."""
    return service.compiled is not None and service.compiled.has_schema and service.compiled.context.environment is not None
