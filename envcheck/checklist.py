"""Every variable that the schemas name, and its state: the checklist of somebody who looks for a fault."""

from __future__ import annotations

from envcheck.model import SEVERITIES, Environment, Listed
from envcheck.rules.presence import unknown_about

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from envcheck.compile import CompiledSchema
    from envcheck.model import Finding
    from envcheck.prepare import Prepared

#: The rules that say of a variable that it has to be set.
_OF_MISSING = ("missing-variable", "missing-dependent-variable")


def required_in(compiled: CompiledSchema, environment: Environment) -> frozenset[str]:
    """The variables that a service cannot do without in an environment."""
    return frozenset(name for name, names in _variables(compiled) if is_required(names, compiled, environment))


def list_variables(
    judged: Sequence[tuple[Prepared, Sequence[Finding], frozenset[str]]], findings: Sequence[Finding]
) -> Iterator[Listed]:
    """The variables of each service, in the order of its schema.

    ``judged`` has each service with the findings on it alone and what it requires, ``findings`` are all that are left, also those
    on several services together.
    """
    kept = set(map(id, findings))
    alone = {id(finding) for _, own, _ in judged for finding in own}
    together: dict[tuple[str | None, str | None], list[Finding]] = {}
    for finding in findings:
        if id(finding) not in alone:
            together.setdefault((finding.service, finding.environment), []).append(finding)
    for prepared, own, required in judged:
        compiled, environment = prepared.compiled, prepared.environment
        assert compiled is not None
        assert environment is not None
        found = [finding for finding in own if id(finding) in kept]
        found += together.get((compiled.context.service, compiled.context.environment), ())
        found.sort(key=lambda finding: SEVERITIES.index(finding.severity))
        yield from _of_one(compiled, environment, found, required)


def _variables(compiled: CompiledSchema) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each variable, and the names that it is read under."""
    for name, spec in compiled.specs.items():
        if name == spec.name:  # else it is an alias of another
            yield name, (name, *spec.own.get("aliases", ()))


def _of_one(
    compiled: CompiledSchema, environment: Environment, findings: Iterable[Finding], required: frozenset[str]
) -> Iterator[Listed]:
    about: dict[str | None, list[Finding]] = {}
    for finding in findings:
        about.setdefault(finding.variable, []).append(finding)
    for name, names in _variables(compiled):
        found = [finding for each in names for finding in about.get(each, ())]
        yield Listed(
            compiled.context.service,
            compiled.context.environment,
            environment.sources[-1].path,
            name,
            name in required,
            state_of(names, environment),
            tuple(dict.fromkeys(finding.rule.id for finding in found)),
            min((finding.severity for finding in found), key=SEVERITIES.index, default=None),
        )


def state_of(names: Sequence[str], environment: Environment) -> str:
    """Whether a variable is set, empty, declared, missing or not known, under the first of its names that is set."""
    for name in names:
        if name in environment.values:
            what = "set" if environment.values[name] else "empty"
            return what if name == names[0] else f"{what} as {name}"
    if any(name in environment.declared for name in names):
        return "declared"
    is_whole = environment.complete and not environment.unsupplied
    return "missing" if is_whole and unknown_about(environment).isdisjoint(names) else "not known"


def is_required(names: Sequence[str], compiled: CompiledSchema, environment: Environment) -> bool:
    """Whether something would be missing if none of the names were set, and all else that the schema knows were as it is."""
    values = {name: value for name, value in environment.values.items() if name in compiled.names and name not in names}
    without = Environment(environment.sources, values, origins=environment.origins)
    signed = (each for check in compiled.checks.whole for each in check(without))
    return any(each.rule.id in _OF_MISSING and each.problem.variable == names[0] for each in signed)
