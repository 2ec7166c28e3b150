"""What a report may show of the places where findings stand."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from envcheck.model import Finding, Location, Report

    HoldsValue = Callable[[Finding, Location], bool]


def values_of(report: Report) -> HoldsValue:
    """The test whether a place of a finding is one where a value stands; where nothing tells, it is."""
    read = {source.path or source.source for source in report.sources}
    if report.command == "schema check":  # no values were read
        return lambda finding, location: False

    def holds_value(finding: Finding, location: Location) -> bool:
        declared = finding.declared.path if finding.declared else None
        if read and location.path not in read:  # in a schema, which may not even name the variable
            return declared not in (None, location.path)
        return location.path in read or location.path != declared

    return holds_value


def without_lengths(report: Report) -> Report:
    """The report with places that tell no length: where a value ends, and how long a name is that is not shown."""
    holds_value = values_of(report)

    def shown(finding: Finding, location: Location) -> Location:
        if not holds_value(finding, location):
            return location
        return location._replace(column=location.column if finding.variable is not None else None, end_column=None)

    return report._replace(
        findings=tuple(
            finding._replace(
                location=shown(finding, finding.location) if finding.location else None,
                related=tuple(each._replace(location=shown(finding, each.location)) for each in finding.related),
            )
            for finding in report.findings
        )
    )
