"""The report as SARIF 2.1.0, for GitHub code scanning and other viewers."""

from __future__ import annotations

import os

from envcheck import __version__
from envcheck.escape import capital, json_text, plain, sentence, visible
from envcheck.fingerprint import fingerprints
from envcheck.model import SEVERITIES, Location, Related
from envcheck.reports.alone import place_of, words_of
from envcheck.reports.sarif_notes import INFORMATION_URI, Cut, descriptors, invocation, notifications, pascal
from envcheck.reports.shown import values_of, without_lengths
from envcheck.tree import Tree, encoded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from envcheck.model import Finding, Report, Rule
    from envcheck.reports.shown import HoldsValue

    Json = dict[str, Any]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
RULE_PAGE = f"{INFORMATION_URI}/blob/main/docs/rules.md"

#: GitHub's limits (interfaces.md, 1.6), and that of a description's length.
MOST_RESULTS = 25_000
MOST_LOCATIONS = 1_000
MOST_TEXT = 1_024

#: What GitHub calls a severity.
PROBLEM_SEVERITIES = {"error": "error", "warning": "warning", "note": "recommendation"}

#: Where a finding stands that no file of the repository can show. GitHub refuses the whole report if one result
#: has no place (github/codeql-action issue 1738); no file is there, so that its uploader has no line to hash.
NOWHERE = "not-in-repository"


def render(report: Report) -> str:
    """The report as SARIF."""
    report, holds_value = without_lengths(report), values_of(report)
    rules = sorted({finding.rule.id: finding.rule for finding in report.findings}.values(), key=lambda rule: rule.id)
    index = {rule.id: number for number, rule in enumerate(rules)}
    tree = Tree(report.root)
    results = [
        _result(finding, mark, index[finding.rule.id], tree, holds_value)
        for finding, mark in zip(report.findings, fingerprints(report.findings), strict=True)
    ]
    results.sort(key=_order)
    lost, results = len(results) - MOST_RESULTS, results[:MOST_RESULTS]
    notes = notifications(
        report,
        cuts=(
            Cut("result", lost, "a run may have 25,000, and the worst were kept"),
            Cut("location", sum(map(_cut_locations, results)), "a result may have 1,000, and the first were kept"),
        ),
    )
    run: Json = {
        "tool": {
            "driver": {
                "name": "envcheck",
                "semanticVersion": __version__,
                "version": __version__,
                "informationUri": INFORMATION_URI,
                "rules": [_rule(rule) for rule in rules],
                "notifications": descriptors(notes),
            }
        },
        "invocations": [invocation(report, notes)],
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The root of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _order(result: Json) -> tuple[int, str, int, str]:
    """Worst first, so that a cap cuts the least; then path, line and rule."""
    place = result["locations"][0]["physicalLocation"]
    return (
        SEVERITIES.index(result["level"]),
        place["artifactLocation"]["uri"],
        place["region"]["startLine"],
        result["ruleId"],
    )


# -- rules


def _rule(rule: Rule) -> Json:
    intro = " ".join(rule.page.partition("\n## ")[0].split())
    page = rule.page.strip() or sentence(rule.summary)
    return {
        "id": rule.id,
        "name": pascal(rule.id),
        "shortDescription": {"text": _short(rule.summary)},
        "fullDescription": {"text": _short(intro or rule.summary)},
        "help": {"text": page, "markdown": page},
        "helpUri": f"{RULE_PAGE}#{rule.id}",
        "defaultConfiguration": {"level": rule.severity},
        "properties": {
            "tags": [rule.family],
            "precision": "high",
            "problem.severity": PROBLEM_SEVERITIES[rule.severity],
        },
    }


def _short(text: str) -> str:
    """A description within GitHub's limit, cut behind a sentence where it is longer."""
    text = sentence(text)
    if len(text) <= MOST_TEXT:
        return text
    whole = text[: MOST_TEXT - 1].rpartition(". ")[0] or text[: MOST_TEXT - 1].rstrip(".")
    return f"{whole}."


# -- results


def _result(finding: Finding, mark: str, index: int, tree: Tree, holds_value: HoldsValue) -> Json:
    primary, is_own = _primary(finding, tree, holds_value)
    related, remarks = _related(finding, tree, is_own=is_own)
    result: Json = {
        "ruleId": finding.rule.id,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": words_of(finding, remarks, is_own=is_own, is_shown=bool(related) or is_own)},
        "locations": [{"physicalLocation": primary, **_logical(finding)}],
        "partialFingerprints": {"primaryLocationLineHash": f"{mark}:1", "envcheckFinding/v1": mark},
    }
    if related:
        result["relatedLocations"] = related
    return result


def _cut_locations(result: Json) -> int:
    """The number of locations that a result had too many; they are gone."""
    related = result.get("relatedLocations", [])
    lost = related[MOST_LOCATIONS - 1 :]
    del related[MOST_LOCATIONS - 1 :]
    return len(lost)


def _primary(finding: Finding, tree: Tree, holds_value: HoldsValue) -> tuple[Json, bool]:
    """Where the result is shown, and whether that is the finding's own line."""
    place = place_of(finding, tree, holds_value)
    if place is not None:
        return _artifact(encoded(os.fsencode(place.path)), place.location), place.is_own
    path = finding.location.path if finding.location else ""
    name = visible(os.path.basename(path))
    return _artifact(f"{NOWHERE}/{encoded(name.encode()) if name.strip('.') else 'source'}", Location(path, 1)), False


def _physical(location: Location | None, tree: Tree) -> Json | None:
    uri = tree.uri(location.path) if location else None
    return _artifact(uri, location) if uri and location else None


def _artifact(uri: str, location: Location) -> Json:
    line, start = location.line or 1, location.column or 1
    region = {"startLine": line, "startColumn": start, "endLine": line, "endColumn": location.end_column or start}
    return {"artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"}, "region": region}


def _related(finding: Finding, tree: Tree, *, is_own: bool) -> tuple[list[Json], list[str]]:
    """The other places, and sentences on those that are in no file of the repository."""
    others = list(finding.related)
    if finding.location and not is_own:
        others.insert(0, Related("Found here", finding.location))
    places: list[Json] = []
    remarks = []
    for other in dict.fromkeys(others):
        text = sentence(capital(other.message))
        place = _physical(other.location, tree)
        if place:
            if other.location.line is None:
                del place["region"]
            places.append({"id": len(places) + 1, "physicalLocation": place, "message": {"text": text}})
        elif other.location != finding.location:
            remarks.append(f"{text.rstrip('.')}: '{plain(other.location.path)}'.")
    return places, remarks


def _logical(finding: Finding) -> Json:
    service = plain(finding.service or "")
    if finding.variable:
        name = plain(finding.variable)
        full = {"fullyQualifiedName": f"{service}.{name}"} if service else {}
        return {"logicalLocations": [{"name": name, **full, "kind": "variable"}]}
    return {"logicalLocations": [{"name": service, "kind": "service"}]} if service else {}
