"""Holds an environment against a compiled schema and signs what is found."""

from __future__ import annotations

from envcheck.branches import Signed
from envcheck.model import SEVERITIES, Finding, Location
from envcheck.quiet import is_silent, unnamed
from envcheck.references import is_filled_in
from envcheck.rules.names import is_showable
from envcheck.rules.postgres.pooling import OF_THE_USED, used_connection, words_of_use
from envcheck.rules.registry import BINDINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Literal

    from envcheck.compile import CompiledSchema
    from envcheck.model import Environment, Problem, Rule, Severity, Variable
    from envcheck.rules.registry import Deployment, Placed

    Severities = Mapping[str, Severity | Literal["off"]]


def check(compiled: CompiledSchema, environment: Environment, severities: Severities) -> list[Finding]:
    """The findings of one service in one environment, in their total order.

    ``severities`` replaces those of rules by id; ``off`` leaves a rule out, so that those that are silent for it speak.
    """
    signed = _on_environment(compiled, environment)
    noted, strangers = _at_a_glance(compiled, environment)
    found, noted = _on_variables(compiled, environment, noted)
    signed += found
    for check_all in compiled.checks.whole:
        signed += check_all(environment)
    problems = [(rule, each) for rule, ask in compiled.checks.together for each in ask(environment, noted)]
    problems += [(rule, each) for rule, ask in compiled.checks.strangers for each in ask(environment, strangers)]
    signed += [Signed(rule, each, each.subject or environment.get(each.variable)) for rule, each in problems]
    if environment.declarations or environment.blueprint is not None:
        signed += _on_blueprint(signed, compiled, environment)
    if not signed:
        return []
    if "connectionPrecedence" in compiled.own:
        signed = _of_the_used(signed, compiled, environment)
    told = [each for each in signed if severities.get(each.rule.id) != "off"]
    findings = [
        _sign(rule, problem, variable, compiled, severity, environment)
        for rule, problem, variable in _each_once(_nearest_to_cause(told, compiled))
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


def _on_environment(compiled: CompiledSchema, environment: Environment) -> list[Signed]:
    found: list[tuple[Rule, Problem]] = []
    if not environment.is_plain:
        found += [(binding.rule, problem) for binding in BINDINGS["environment"] for problem in binding.bind(environment)]
    found += [(each.rule, problem) for each in BINDINGS["names"] for problem in each.bind(environment, compiled.names)]
    return [Signed(rule, problem, problem.subject or environment.get(problem.variable)) for rule, problem in found]


def _on_blueprint(signed: Sequence[Signed], compiled: CompiledSchema, environment: Environment) -> list[Signed]:
    """What is to say of a blueprint. A variable that is missing speaks as what the blueprint tells of it, as loud as it was."""
    from envcheck.rules.all import RULES
    from envcheck.rules.blueprint.presence import undeclared
    from envcheck.rules.registry import Deployment

    missing = {each.problem.variable: each.problem for each in signed if each.rule.id == "missing-variable"}
    context = compiled.context
    deployment = Deployment(context.environment or "", context, environment, compiled.specs)
    found = []
    for binding in BINDINGS["blueprint"]:
        for problem in binding.bind(deployment):
            if binding.rule.id in RULES["missing-variable"].yields_to and problem.variable in missing:
                problem = problem._replace(severity=missing[problem.variable].severity or "error")
            found.append(Signed(binding.rule, problem, problem.subject or environment.get(problem.variable)))
    for problem in missing.values():
        restated = undeclared(problem, environment)
        if restated is not None:
            found.append(Signed(RULES["undeclared-in-blueprint"], restated, None))
    return found


def _at_a_glance(compiled: CompiledSchema, environment: Environment) -> tuple[list[str], list[str]]:
    """The names of which more is to be looked at than a glance tells, and those that the schema does not have."""
    checks = compiled.checks
    noted: list[str] = []
    strangers: list[str] = []
    if compiled.context.is_template or checks.patterns or checks.rest or not checks.quiet:
        noted = [name for name, value in environment.values.items() if not (unnamed(value) and is_silent(name, value))]
        if checks.strangers:
            strangers = [name for name in environment.values if name not in compiled.names]
        return noted, strangers
    get = checks.quiet.get
    for name, value in environment.values.items():
        is_quiet = get(name)
        if is_quiet is None:
            strangers.append(name)
            if not (unnamed(value) and is_silent(name, value)):
                noted.append(name)
        elif not is_quiet(value):
            noted.append(name)
    return noted, [name for name in strangers if name not in compiled.names]


def _on_variables(compiled: CompiledSchema, environment: Environment, noted: Sequence[str]) -> tuple[list[Signed], list[str]]:
    """What is to say of single variables, and those of the noted names whose values stand for themselves.

    Values that a loader fills in before the process gets them are left out: their text tells nothing.
    """
    found: list[Signed] = []
    checks, others = compiled.checks, compiled.others
    if compiled.context.is_template:  # a secret that is well written is quiet anywhere else
        return [each for name in environment.values for each in others.problems(environment[name])], []
    filled = {name for name in noted if is_filled_in(name, environment)}
    own = [name for name in noted if name not in filled]
    if checks.patterns or checks.rest:
        for name in environment.values:
            if name in filled:
                continue
            mine = checks.of(name)
            for each in mine if name in checks.variables else [*mine, others]:
                found.extend(each.problems(environment[name]))
        return found, own
    for name in own:
        found.extend(checks.variables.get(name, others).problems(environment[name]))
    return found, own


def _of_the_used(signed: Sequence[Signed], compiled: CompiledSchema, environment: Environment) -> list[Signed]:
    """What is left where of several connections only the one that is used has to lead somewhere."""
    used, losers = used_connection(compiled.own, environment)
    left = []
    for each in signed:
        if each.rule.id in OF_THE_USED and each.variable is not None:
            if each.variable.name in losers:
                continue
            if each.variable.name == used:
                each = each._replace(problem=words_of_use(each.problem, losers))
        left.append(each)
    return left


def _nearest_to_cause(signed: Sequence[Signed], compiled: CompiledSchema) -> list[Signed]:
    """What is left where of several problems of one variable only the nearest to the cause speaks.

    Where the schema makes an error of one that is silent, the one that speaks for it is an error too.
    """
    spoken: dict[str, set[str]] = {}
    for rule, problem, variable in signed:
        spoken.setdefault(_about(problem, variable), set()).add(rule.id)
    for rule, problem, variable in signed:
        if problem.explains and not _nearer(rule, _about(problem, variable), spoken):
            for name in problem.explains:
                spoken.setdefault(name, set()).add(rule.id)
    left: list[Signed] = []
    told: set[tuple[str, str]] = set()
    errors: set[tuple[str, str]] = set()
    for each in signed:
        rule, problem, variable = each
        about = _about(problem, variable)
        nearer = _nearer(rule, about, spoken)
        if nearer:
            if problem.severity == "error":
                errors.update((about, id) for id in nearer)
            continue
        if about and rule.family == "value":
            # A rule is broken once, by whichever of its words; and of a secret's own constraints at most one is told,
            # for the list of them could spell it.
            key = (about, "" if _is_secret(about, compiled) else rule.id)
            if key in told:
                continue
            told.add(key)
        left.append(each)
    if not errors:
        return left
    return [_as_error(each) if (_about(*each[1:]), each.rule.id) in errors else each for each in left]


def _nearer(rule: Rule, about: str, spoken: Mapping[str, set[str]]) -> set[str]:
    """The rules that speak of a variable instead of another."""
    return spoken[about] & _all_yields(rule) if about else set()


def _as_error(signed: Signed) -> Signed:
    return signed._replace(problem=signed.problem._replace(severity="error"))


def _each_once(signed: Sequence[Signed]) -> Iterable[Signed]:
    """Each problem once; that a variable is missing, whatever asks for it, is one, and as loud as the loudest."""
    once: dict[object, Signed] = {}
    for each in signed:
        rule, problem, variable = each
        about = _about(problem, variable)
        key = (rule.id, about) if about and rule.family == "presence" else each
        if key not in once or _rank(each) < _rank(once[key]):
            once[key] = each
    return once.values()


def _rank(signed: Signed) -> int:
    return SEVERITIES.index(signed.problem.severity or signed.rule.severity)


def _about(problem: Problem, variable: Variable | None) -> str:
    return problem.variable or (variable.name if variable is not None else "")


def _all_yields(rule: Rule) -> set[str]:
    """The rules that a rule is silent for, and those that they are silent for."""
    from envcheck.rules.all import RULES  # only where there is something to tell

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


def _is_beside_values(location: Location | None, environment: Environment) -> bool:
    """Whether a finding stands on a line of a blueprint that has no value."""
    declarations = (environment.blueprint or environment).declarations
    return location is not None and any(each.path == location.path and location.line not in each.telling for each in declarations)


def _sign(
    rule: Rule,
    problem: Problem,
    variable: Variable | None,
    compiled: CompiledSchema,
    severity: Severity,
    environment: Environment,
) -> Finding:
    name = problem.variable
    if name is None and variable is not None and (variable.name in compiled.specs or is_showable(variable.name, variable.value)):
        name = variable.name
    spec = compiled.specs.get(name) if name is not None else None
    location = problem.location or (variable.location if variable is not None else None)
    return Finding(
        rule=rule,
        severity=severity,
        service=compiled.context.service,
        environment=compiled.context.environment,
        variable=name,
        message=problem.message,
        hint=problem.hint,
        location=location,
        related=problem.related,
        declared=spec.locate() if spec is not None else None,
        secret=_is_secret(_about(problem, variable), compiled) and not _is_beside_values(location, environment),
    )


def sign_placed(rule: Rule, placed: Placed, severities: Severities, other: Deployment | None = None) -> Finding:
    """The finding of a rule on several deployments, which is not off; ``other`` is the environment that is the measure."""
    problem, here = placed.problem, placed.deployment
    spec = here.specs.get(placed.name)
    if spec is None and other is not None:
        spec = other.specs.get(placed.name)
    severity = severities.get(rule.id) or problem.severity or rule.severity
    assert severity != "off"
    return Finding(
        rule=rule,
        severity=severity,
        service=here.context.service,
        environment=here.label,
        variable=problem.variable,
        message=problem.message,
        hint=problem.hint,
        location=problem.location,
        related=problem.related,
        declared=spec.locate() if spec is not None else None,
        secret=spec is None or spec.secret,
        other=other.label if other is not None else None,
        names=problem.explains,
    )
