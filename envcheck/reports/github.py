"""The report as workflow commands, which GitHub shows as annotations beside the lines of a change."""

from __future__ import annotations

from envcheck.escape import capital, command_data, command_property, plain, sentence, unmarked, visible
from envcheck.model import SEVERITIES, Location
from envcheck.records import NamedTuple
from envcheck.reports.alone import Place, place_of, words_of
from envcheck.reports.shown import values_of, without_lengths
from envcheck.reports.summary import counted, summary
from envcheck.tree import Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from envcheck.model import Failure, Finding, Report, Severity
    from envcheck.reports.shown import HoldsValue

#: What GitHub calls a severity, and how many of each it keeps of one step.
COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
MOST = 10
#: Further places that one message names; GitHub shows it in a small box.
MOST_PLACES = 5


class Annotation(NamedTuple):
    """One workflow command; without a place it stands beside the whole run."""

    severity: Severity
    title: str
    message: str
    place: Place | None = None


def render(report: Report) -> str:
    """The report as workflow commands, worst first, with a line for what GitHub would drop and one that counts all."""
    lines: list[str] = []
    left: list[str] = []
    annotations = list(_annotations(without_lengths(report), values_of(report)))
    for severity in SEVERITIES:
        some = [each for each in annotations if each.severity == severity]
        lines += map(_command, some[:MOST])
        if len(some) > MOST:
            left.append(counted(len(some) - MOST, f"more {COMMANDS[severity]}"))
    if left:
        whole = "--format text, or --output text:FILE beside this one, has them all"
        lines.append(f"envcheck: {' and '.join(left)} not annotated, as GitHub keeps {MOST} of each a step; {whole}.")
    lines.append(f"envcheck: {unmarked(summary(report))}")
    return "".join(f"{line}\n" for line in lines)


def _annotations(report: Report, holds_value: HoldsValue) -> Iterator[Annotation]:
    yield from map(_failure, report.failures)
    tree = Tree(report.root)
    for finding in report.findings:
        place = place_of(finding, tree, holds_value)
        is_own = place is not None and place.is_own
        words = words_of(finding, _remarks(finding), is_own=is_own, is_shown=is_own)
        yield Annotation(finding.severity, finding.rule.id, words, place)
    for notice in report.notices:
        yield Annotation("note", "not judged", sentence(notice))


def _failure(failure: Failure) -> Annotation:
    source = f"'{plain(failure.source)}': " if failure.source else ""
    text = f"{source}{plain(failure.message)} ({plain(failure.id)})."
    title = "not written" if failure.is_unwritten else "not checked"
    return Annotation("error", title, " ".join(filter(None, (text, sentence(capital(failure.hint))))))


def _remarks(finding: Finding) -> Iterator[str]:
    """The other places, as sentences: an annotation has no room for them but its message."""
    others = [other for other in dict.fromkeys(finding.related) if other.location != finding.location]
    for other in others[:MOST_PLACES]:
        yield f"{sentence(capital(other.message)).rstrip('.')}: '{_written(other.location)}'."
    if len(others) > MOST_PLACES:
        yield f"And {counted(len(others) - MOST_PLACES, 'more place')}."


def _written(location: Location) -> str:
    return f"{plain(location.path)}:{location.line}" if location.line else plain(location.path)


def _command(annotation: Annotation) -> str:
    """One line that the runner reads as one command, and nothing in it as another."""
    properties = {**_point(annotation.place), "title": annotation.title}
    written = ",".join(f"{name}={command_property(unmarked(visible(value)))}" for name, value in properties.items())
    return f"::{COMMANDS[annotation.severity]} {written}::{command_data(unmarked(annotation.message))}"


def _point(place: Place | None) -> dict[str, str]:
    """Where an annotation is shown; columns count only within a line that is known."""
    if place is None:
        return {}
    point = {"file": place.path}
    _, line, column, end = place.location
    if line:
        point |= {"line": str(line), "endLine": str(line)}
        if column:
            point |= {"col": str(column), **({"endColumn": str(end)} if end and end >= column else {})}
    return point
