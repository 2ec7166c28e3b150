"""Faults that services share: in a group, or in what an anchor repeats, of one file."""

from __future__ import annotations

from envcheck.sources import YAML

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from envcheck.model import Finding

#: A message names no more services than a reader takes in at once.
_MOST_NAMED = 6


def told_once(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, those of several services at one place of a file as one that names the services."""
    alike: dict[object, list[Finding]] = {}
    for each in findings:
        alike.setdefault(_key(each), []).append(each)
    return [_of_all(same) for same in alike.values()]


def _key(finding: Finding) -> object:
    """What findings have in common that are one; another for each where they are not of a file of several services."""
    place = finding.location
    if place is None or place.line is None or not place.path.endswith(YAML):
        return id(finding)
    said = (finding.rule.id, finding.severity, finding.environment, finding.variable, finding.message, finding.hint)
    return place, finding.other, *said


def _of_all(same: list[Finding]) -> Finding:
    first = same[0]
    others = [name for name in dict.fromkeys(each.service for each in same) if name not in (None, first.service)]
    if not others:
        return first
    told = [str(name) for name in others[:_MOST_NAMED]]
    if len(others) > len(told):
        told.append(f"{len(others) - len(told)} more")
    *some, last = told
    named = f"{', '.join(some)} and {last}" if some else last
    return first._replace(message=f"{first.message.removesuffix('.')}; it is the same for {named}.")
