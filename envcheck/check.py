"""Holds an environment against a compiled schema and signs what is found."""

from __future__ import annotations

from envcheck.branches import Signed
from envcheck.facts.names import told_by
from envcheck.model import SEVERITIES, Finding, Location
from envcheck.quiet import unnamed
from envcheck.references import is_filled_in
from envcheck.rules import BINDINGS, RULES
from envcheck.rules.names import is_showable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Literal

    from envcheck.compile import CompiledSchema
    from envcheck.model import Environment, Problem, Rule, Severity, Variable

    Severities = Mapping[str, Severity | Literal["off"]]


def check(compiled: CompiledSchema, environment: Environment, severities: Severities) -> list[Finding]:
    """The findings of one service in one environment, in their total order.

    ``severities`` replaces those of rules by id; ``off`` leaves a rule out.
    """
    signed = [
        Signed(binding.rule, problem, environment.get(problem.variable))
        for binding in BINDINGS["environment"]
        for problem in binding.bind(environment)
    ]
    found, noted = _on_variables(compiled, environment)
    signed += found
    for check_all in compiled.checks.whole:
        signed += check_all(environment)
    for rule, check_together in compiled.checks.together:
        signed += [Signed(rule, each, environment.get(each.variable)) for each in check_together(environment, noted)]
    if not signed:
        return []
    findings = [
        _sign(rule, problem, variable, compiled, severity)
        for rule, problem, variable in dict.fromkeys(_nearest_to_cause(signed, compiled))
        if (severity := severities.get(rule.id) or problem.severity or rule.severity) != "off"
    ]
    return sorted(findings, key=order)


def order(finding: Finding) -> tuple[object, ...]:
    """The place of a finding in the total order: worst first, then rule by rule, then down the source."""
    location = finding.location or Location("")
    return (
        finding.service or "",
        finding.environment or "",
        SEVERITIES.index(finding.severity),
        finding.rule.id,
        location.path,
        location.line or 0,
        location.column or 0,
        finding.variable or "",
        finding.message,
    )


def _on_variables(compiled: CompiledSchema, environment: Environment) -> tuple[list[Signed], list[str]]:
    """What is to say of single variables, and the names of those that a glance was not enough for.

    Values that a loader fills in before the process gets them are left out: their text tells nothing.
    """
    found: list[Signed] = []
    noted: list[str] = []
    checks, others = compiled.checks, compiled.others
    get = (checks.quiet if not (checks.patterns or checks.rest) else {}).get
    for name, value in environment.values.items():
        is_quiet = get(name)
        if is_quiet is None:
            told = told_by(name)
            if not unnamed(value) or (told is not None and told(value)):
                noted.append(name)
        elif not is_quiet(value):
            noted.append(name)
    filled = {name for name in noted if is_filled_in(name, environment)}
    if filled:
        noted = [name for name in noted if name not in filled]
    if checks.patterns or checks.rest:
        for name in environment.values:
            if name in filled:
                continue
            mine = checks.of(name)
            for each in mine if name in checks.variables else [*mine, others]:
                found.extend(each.problems(environment[name]))
        return found, noted
    for name in noted:
        found.extend(checks.variables.get(name, others).problems(environment[name]))
    return found, noted


def _nearest_to_cause(signed: Sequence[Signed], compiled: CompiledSchema) -> list[Signed]:
    """What is left where of several problems of one variable only the nearest to the cause speaks."""
    spoken: dict[str, set[str]] = {}
    for rule, problem, variable in signed:
        spoken.setdefault(_about(problem, variable), set()).add(rule.id)
    left, told = [], set()
    for each in signed:
        rule, problem, variable = each
        about = _about(problem, variable)
        if about and not spoken[about].isdisjoint(_all_yields(rule)):
            continue
        if rule.family == "value" and _is_secret(about, compiled):
            if about in told:  # of a secret's own constraints at most one: the list of them could spell it
                continue
            told.add(about)
        left.append(each)
    return left


def _about(problem: Problem, variable: Variable | None) -> str:
    return problem.variable or (variable.name if variable is not None else "")


def _all_yields(rule: Rule) -> set[str]:
    """The rules that a rule is silent for, and those that they are silent for."""
    found: set[str] = set()
    todo = list(rule.yields_to)
    while todo:
        id = todo.pop()
        if id in RULES and id not in found:
            found.add(id)
            todo += RULES[id].yields_to
    return found


def _is_secret(name: str, compiled: CompiledSchema) -> bool:
    return name not in compiled.specs or compiled.specs[name].secret


def _sign(rule: Rule, problem: Problem, variable: Variable | None, compiled: CompiledSchema, severity: Severity) -> Finding:
    name = problem.variable
    if name is None and variable is not None and (variable.name in compiled.specs or is_showable(variable.name)):
        name = variable.name
    spec = compiled.specs.get(name) if name is not None else None
    own = variable.location if variable is not None else None
    return Finding(
        rule=rule,
        severity=severity,
        service=compiled.context.service,
        environment=compiled.context.environment,
        variable=name,
        message=problem.message,
        hint=problem.hint,
        location=problem.location or own,
        related=problem.related,
        declared=spec.locate() if spec is not None else None,
        secret=_is_secret(_about(problem, variable), compiled),
    )
