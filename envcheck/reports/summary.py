"""What several formats say of a report as a whole: its findings in groups, and how many there are."""

from __future__ import annotations

from envcheck.errors import EXIT_CLEAN, EXIT_FINDINGS
from envcheck.escape import visible
from envcheck.model import SEVERITIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from envcheck.model import Failure, Finding, Listed, Report, Row

#: Service and environment, or, where neither is known, the source.
Key = tuple[str, ...]

_VERDICTS = {EXIT_CLEAN: "passed", EXIT_FINDINGS: "failed"}


def groups(findings: Iterable[Finding]) -> list[tuple[Key, list[Finding]]]:
    """The findings by service and environment, those with the worst finding first."""
    found: dict[Key, list[Finding]] = {}
    for finding in findings:
        found.setdefault(key_of(finding), []).append(finding)
    return sorted(found.items(), key=lambda group: min(map(rank, group[1])))


def key_of(finding: Finding) -> Key:
    """Service and environment, or, where neither is known, the source."""
    if finding.service is None and finding.environment is None:
        return (finding.location.path if finding.location else "",)
    return (finding.service or "", finding.environment or "")


def sources_of(report: Report) -> dict[Key, dict[str, None]]:
    """The names of the sources of each service and environment, in their order."""
    names: dict[Key, dict[str, None]] = {}
    for source in report.sources:
        names.setdefault((source.service or "", source.environment or ""), {})[source.source] = None
    return names


def rank(finding: Finding) -> int:
    """How bad a finding is; 0 is the worst."""
    return SEVERITIES.index(finding.severity)


def comparisons(report: Report) -> tuple[list[tuple[str | None, list[Row], list[Finding]]], list[Finding]]:
    """For each service the rows that are asked for and the findings; and the findings that are about none of these services."""
    rows: dict[str | None, list[Row]] = {}
    for row in report.rows:
        if report.shows_all or row.severity is not None:
            rows.setdefault(row.service, []).append(row)
    drift: dict[str | None, list[Finding]] = {}
    others: list[Finding] = []
    for finding in report.findings:
        is_drift = finding.other is not None and finding.service in rows
        (drift.setdefault(finding.service, []) if is_drift else others).append(finding)
    return [(service, some, drift.get(service, [])) for service, some in rows.items()], others


def checklists(report: Report) -> list[tuple[str, list[Listed]]]:
    """What the schemas name, for each service and environment, with what that is called; nothing where nobody asked to see it."""
    if not report.shows_all:
        return []
    found: dict[tuple[str | None, ...], list[Listed]] = {}
    for each in report.listed:
        found.setdefault((each.service, each.environment, each.source), []).append(each)
    keys = [key[:2] for key in found]
    return [
        # Two sources of one service and environment, named by hand, are told apart by what they are called.
        (" / ".join(filter(None, key[:2] if any(key[:2]) and keys.count(key[:2]) == 1 else key)), some)
        for key, some in found.items()
    ]


def counted(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def found_of(report: Report) -> str:
    """How many findings there are of each severity; nothing where there are none."""
    counts = [(report.count(severity), str(severity)) for severity in SEVERITIES]
    return ", ".join(counted(number, noun) for number, noun in counts if number)


def verdict_of(report: Report) -> str:
    """How the run ended, in a word."""
    return _VERDICTS.get(report.exit_code, "stopped") if report.complete else "incomplete"


def incomplete_of(failures: Iterable[Failure]) -> str:
    """What failures mean for the report."""
    return "a report was not written" if all(failure.is_unwritten for failure in failures) else "not everything was checked"


def summary(report: Report) -> str:
    """One line that counts what was read and found; what is not complete never sounds like good news."""
    found = found_of(report)
    read = f"{counted(len(report.sources), 'source')}, {counted(report.variables, 'variable')}"
    allowed = f", {report.allowed} allowed" if report.allowed else ""
    if report.complete and report.sides is not None:
        read = f"{counted(len(report.sources), 'source')}, {counted(len(report.rows), 'variable')} compared"
        return f"{' and '.join(map(visible, report.sides))}: {read}: {found or 'no drift'}{allowed}"
    if report.complete:
        return f"{read}: {found or 'no findings'}{allowed}"
    failed = len({failure.source for failure in report.failures if failure.source and not failure.is_unwritten})
    unwritten = sum(failure.is_unwritten for failure in report.failures)
    parts = [f"{counted(failed, 'source')} not fully checked"] if failed else []
    parts += [f"{counted(unwritten, 'report')} not written"] if unwritten else []
    what = ", ".join(parts) or "not everything was checked"
    # "No findings" would read as good news; a count of errors is only a count.
    return f"incomplete: {what}; {found or '0 errors'}{allowed} in {read}"
