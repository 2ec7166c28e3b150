"""Holds two environments of each service against each other."""

from __future__ import annotations

from envcheck.check import order, sign_placed
from envcheck.model import SEVERITIES, Row
from envcheck.rules.drift import foreign, presence, shapes, values  # noqa: F401
from envcheck.rules.drift.foreign import owners_of
from envcheck.rules.drift.values import is_same
from envcheck.rules.presence import unknown_about
from envcheck.rules.registry import BINDINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from envcheck.check import Severities
    from envcheck.model import Finding, Rule
    from envcheck.rules.drift.pair import Compared, Held, Pair
    from envcheck.rules.registry import Deployment, Placed

#: What is not set may stand in what could not be read.
NOT_READ = "not read"
#: What a side is that names a variable, and has its value elsewhere.
DECLARED = "declared"
#: The verdict on what an entry or a comment allows.
ALLOWED = "allowed"

#: What can be said where one side only shows what a file has to look like.
_OF_TEMPLATES = frozenset(("missing-in-environment",))


def diff(pairs: Sequence[Pair], severities: Severities) -> tuple[list[Finding], list[tuple[Row, tuple[Finding, ...]]]]:
    """The findings on pairs of deployments, in their total order, and a row for each variable with the findings on it."""
    owners = owners_of(pairs)
    findings: list[Finding] = []
    rows: list[tuple[Row, tuple[Finding, ...]]] = []
    for pair in pairs:
        pair.owners = owners
        told: dict[str, list[Finding]] = {}
        for rule, placed in _nearest_to_cause(pair, severities):
            finding = sign_placed(rule, placed, severities, pair.other(placed.deployment))
            findings.append(finding)
            for name in (placed.name, *placed.problem.explains):
                told.setdefault(name, []).append(finding)
        rows += ((_row(each, pair), tuple(told.get(each.name, ()))) for each in pair.compared)
    return sorted(findings, key=order), rows


def without(rows: Sequence[tuple[Row, tuple[Finding, ...]]], findings: Sequence[Finding]) -> tuple[Row, ...]:
    """The rows, where only these findings are left of all: what the others were about is allowed."""
    kept = set(map(id, findings))
    found = []
    for row, about in rows:
        left = sorted((each for each in about if id(each) in kept), key=lambda each: SEVERITIES.index(each.severity))
        if left:
            row = row._replace(verdict=left[0].rule.id, severity=left[0].severity)
        found.append(row._replace(verdict=ALLOWED) if about and not left else row)
    return tuple(found)


def _nearest_to_cause(pair: Pair, severities: Severities) -> Iterator[tuple[Rule, Placed]]:
    """What the rules say; of one variable only what is nearest to the cause."""
    is_template = any(side.context.is_template for side in pair.sides)
    found = [
        (binding.rule, placed)
        for binding in BINDINGS["pair"]
        if severities.get(binding.rule.id) != "off" and (not is_template or binding.rule.id in _OF_TEMPLATES)
        for placed in binding.bind(pair)
    ]
    spoken: dict[str, set[str]] = {}
    for rule, placed in found:
        for name in (placed.name, *placed.problem.explains):
            spoken.setdefault(name, set()).add(rule.id)
    for rule, placed in found:
        if spoken[placed.name].isdisjoint(rule.yields_to):
            yield rule, placed


def _row(each: Compared, pair: Pair) -> Row:
    """The row of a variable of which no rule speaks."""
    left, right = _is(each, each.left, pair.left), _is(each, each.right, pair.right)
    if NOT_READ in (left, right) or DECLARED in (left, right):
        verdict = NOT_READ
    elif each.both is None:
        verdict = "as wanted"
    else:
        verdict = "equal" if is_same(each.both[0].value, each.both[1].value, each.spec) else "different"
    return Row(pair.right.context.service, each.shown, left, right, verdict)


def _is(each: Compared, held: Held | None, side: Deployment) -> str:
    if held is not None:
        return held.shape.label
    environment = side.environment
    if any(name in environment.declared for name in each.names):
        return DECLARED
    is_whole = environment.complete and not environment.unsupplied
    return "missing" if is_whole and unknown_about(environment).isdisjoint(each.names) else NOT_READ
