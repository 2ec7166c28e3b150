"""Holds the services of one environment against each other."""

from __future__ import annotations

from envcheck.check import sign_placed
from envcheck.rules import services  # noqa: F401
from envcheck.rules.registry import BINDINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from envcheck.check import Severities
    from envcheck.model import Finding
    from envcheck.rules.registry import Deployment

    #: A service in an environment, and a variable there.
    About = tuple[str | None, str, str]


def check_together(deployments: Sequence[Deployment], found: Iterable[Finding], severities: Severities) -> list[Finding]:
    """What is to say of several services in one environment; ``found`` is what was said of each alone."""
    placed = [
        (binding.rule, each)
        for binding in BINDINGS["deployments"]
        if severities.get(binding.rule.id) != "off"
        for each in binding.bind(deployments)
    ]
    if not placed:
        return []
    spoken: dict[About, set[str]] = {}
    for finding in found:
        spoken.setdefault((finding.service, finding.environment or "", finding.variable or ""), set()).add(finding.rule.id)
    for rule, each in placed:
        for name in (each.name, *each.problem.explains):
            spoken.setdefault(_about(each.deployment, name), set()).add(rule.id)
    return [
        sign_placed(rule, each, severities)
        for rule, each in placed
        if spoken[_about(each.deployment, each.name)].isdisjoint(rule.yields_to)
    ]


def _about(deployment: Deployment, name: str) -> About:
    return deployment.context.service, deployment.label, name
