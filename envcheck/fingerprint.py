"""What tells a finding from all others, and stays the same from run to run."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from envcheck.model import Finding


def fingerprint(rule: str, service: str | None, environment: str | None, variable: str | None, occurrence: int = 1) -> str:
    """The hash of what a finding is about: never of a value, a line or a path.

    ``occurrence`` counts from 1 among the findings that are otherwise alike.
    """
    import hashlib
    import json

    # JSON keeps None from "None" and ("a", "bc") from ("ab", "c"), and has an ASCII spelling of any name.
    parts = json.dumps([rule, service, environment, variable, occurrence])
    return hashlib.sha256(parts.encode("ascii")).hexdigest()[:16]


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """The fingerprints of all findings of a report, in their order; no two are the same."""
    seen: dict[tuple[str, str | None, str | None, str | None], int] = {}
    found = []
    for finding in findings:
        key = (finding.rule.id, finding.service, finding.environment, finding.variable)
        seen[key] = seen.get(key, 0) + 1
        found.append(fingerprint(*key, seen[key]))
    return found
