"""The report as JSON, in the shape that product.md promises."""

from __future__ import annotations

from envcheck import __version__
from envcheck.escape import json_text, visible
from envcheck.fingerprint import fingerprints
from envcheck.model import SEVERITIES
from envcheck.reports.shown import without_lengths

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from envcheck.model import CheckedSource, Failure, Finding, Location, Report

SCHEMA_VERSION = 1


def render(report: Report) -> str:
    """The report as JSON."""
    report = without_lengths(report)
    marks = fingerprints(report.findings)
    return json_text(
        {
            "schema_version": SCHEMA_VERSION,
            "tool": {"name": "envcheck", "version": __version__},
            "command": report.command,
            "exit_code": report.exit_code,
            "complete": report.complete,
            "summary": {
                **{severity: report.count(severity) for severity in SEVERITIES},
                "allowed": report.allowed,
                "variables": report.variables,
                "sources": len(report.sources),
            },
            "sources": [_source(source) for source in report.sources],
            "findings": [_finding(finding, mark) for finding, mark in zip(report.findings, marks, strict=True)],
            "failures": [_failure(failure) for failure in report.failures],
            "notices": [visible(notice) for notice in report.notices],
            **_comparison(report),
            **_checklist(report),
        }
    )


def _comparison(report: Report) -> dict[str, Any]:
    """What a comparison has besides: every variable, and what it is on both sides."""
    if report.sides is None:
        return {}
    rows = [
        {
            "service": _name(row.service),
            "variable": _name(row.variable),
            "left": visible(row.left),
            "right": visible(row.right),
            "verdict": row.verdict,
            "severity": row.severity,
        }
        for row in report.rows
    ]
    return {"comparison": {"left": visible(report.sides[0]), "right": visible(report.sides[1]), "rows": rows}}


def _checklist(report: Report) -> dict[str, Any]:
    """What a check has besides where all variables are asked for: each that a schema names, and its state."""
    if not report.shows_all or report.sides is not None:
        return {}
    return {
        "checklist": [
            {
                "service": _name(each.service),
                "environment": _name(each.environment),
                "source": visible(each.source),
                "variable": visible(each.variable),
                "required": each.is_required,
                "state": visible(each.state),
                "severity": each.severity,
                "rules": list(each.rules),
            }
            for each in report.listed
        ]
    }


def _name(name: str | None) -> str | None:
    return None if name is None else visible(name)


def _source(source: CheckedSource) -> dict[str, Any]:
    return {
        "service": _name(source.service),
        "environment": _name(source.environment),
        "source": visible(source.source),
        "variables": source.variables,
        "complete": source.complete,
    }


def _finding(finding: Finding, mark: str) -> dict[str, Any]:
    return {
        "rule": finding.rule.id,
        "severity": finding.severity,
        "service": _name(finding.service),
        "environment": _name(finding.environment),
        "variable": _name(finding.variable),
        "message": visible(finding.message),
        "hint": visible(finding.hint),
        "location": _location(finding.location),
        "related": [
            {"message": visible(related.message), "location": _location(related.location)} for related in finding.related
        ],
        "fingerprint": mark,
    }


def _location(location: Location | None) -> dict[str, Any] | None:
    if location is None:
        return None
    return {
        "path": visible(location.path),
        "line": location.line,
        "column": location.column,
        "end_column": location.end_column,
    }


def _failure(failure: Failure) -> dict[str, Any]:
    return {
        "id": failure.id,
        "source": visible(failure.source),
        "message": visible(failure.message),
        "hint": visible(failure.hint),
    }
