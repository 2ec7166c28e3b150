"""The report as JUnit XML, for the test pages of CI systems."""

from __future__ import annotations

from envcheck.escape import visible
from envcheck.records import NamedTuple
from envcheck.reports.shown import without_lengths
from envcheck.reports.summary import groups, rank, summary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from envcheck.model import CheckedSource, Failure, Finding, Location, Report
    from envcheck.reports.summary import Key

#: What is a failure of a test; a note is only said.
FAILING = ("error", "warning")
#: XML takes the same character by its number, and a runner does not see its command.
_COMMANDS = {"##[": "#&#35;[", "##vso[": "#&#35;vso["}


class Case(NamedTuple):
    """A test: its name, how it ended (``failure``, ``error`` or nothing) with a type and a message, and a text."""

    name: str
    outcome: str = ""
    type: str = ""
    message: str = ""
    text: str = ""


class Suite(NamedTuple):
    """Tests that belong together, and lines of text about all of them."""

    name: str
    cases: list[Case]
    said: Sequence[str] = ()


def render(report: Report) -> str:
    """The report as JUnit XML: a suite for what was not checked, and one for each service and environment.

    A variable with findings is a test that fails with the worst of them; a source that was read is one that passes.
    """
    report = without_lengths(report)
    unchecked = [_failed(failure) for failure in report.failures]
    suites = [Suite("envcheck", unchecked, [summary(report), *_notices(report)])]
    findings = dict(groups(report.findings))
    unread = {failure.source for failure in report.failures}
    read: dict[Key, dict[str, None]] = {}
    for source in report.sources:
        findings.setdefault(_key(source), [])
        if source.complete and source.source not in unread:
            read.setdefault(_key(source), {})[source.source] = None
    for key, some in findings.items():
        name = " / ".join(filter(None, key)) or "all sources"
        suites.append(Suite(name, [*map(Case, read.get(key, ())), *_cases(some)]))
    total = _counts([case for suite in suites for case in suite.cases])
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites {total}>"]
    for suite in suites:
        lines += _suite(*suite)
    return _inert("\n".join([*lines, "</testsuites>", ""]))


def _key(source: CheckedSource) -> Key:
    """The group of a source, as findings have it."""
    if source.service is None and source.environment is None:
        return (source.source,)
    return (source.service or "", source.environment or "")


def _notices(report: Report) -> Iterator[str]:
    return (f"not judged: {visible(notice)}" for notice in report.notices)


def _failed(failure: Failure) -> Case:
    label = "not written" if failure.is_unwritten else "not checked"
    source = f"{failure.source}: " if failure.source else ""
    hint = f"\nhint: {visible(failure.hint)}" if failure.hint else ""
    text = f"{label}: {visible(source)}{visible(failure.message)}{hint}"
    return Case(failure.source or label, "error", failure.id, f"{label}: {failure.message}", text)


def _cases(findings: Iterable[Finding]) -> Iterator[Case]:
    """One test for each variable, and for each place where no variable is named."""
    found: dict[tuple[bool, str], list[Finding]] = {}
    for finding in findings:
        place = _place(finding.location) if finding.location else finding.rule.id
        key = (False, place) if finding.variable is None else (True, finding.variable)
        found.setdefault(key, []).append(finding)
    for (_, name), some in found.items():
        some.sort(key=rank)
        text = "\n".join(line for finding in some for line in _lines(finding))
        worst = some[0]
        if worst.severity in FAILING:
            yield Case(name, "failure", worst.rule.id, worst.message, text)
        else:
            yield Case(name, text=text)


def _lines(finding: Finding) -> Iterator[str]:
    yield f"{finding.severity} {finding.rule.id}: {visible(finding.message)}"
    if finding.hint:
        yield f"  hint: {visible(finding.hint)}"
    if finding.location:
        yield f"  at {visible(_place(finding.location))}"
    for other in finding.related:
        yield f"  see {visible(_place(other.location))} ({visible(other.message)})"


def _place(location: Location) -> str:
    numbers = (f":{number}" for number in (location.line, location.column if location.line else None) if number)
    return location.path + "".join(numbers)


def _suite(name: str, cases: Sequence[Case], said: Sequence[str]) -> Iterator[str]:
    yield f"  <testsuite name={_quoted(name)} {_counts(cases)}>"
    for case in cases:
        head = f"    <testcase classname={_quoted(name)} name={_quoted(case.name)}"
        if case.outcome:
            yield f"{head}>"
            type, message = _quoted(case.type), _quoted(case.message)
            yield f"      <{case.outcome} type={type} message={message}>{_text(case.text)}</{case.outcome}>"
            yield "    </testcase>"
        elif case.text:
            yield from (f"{head}>", f"      <system-out>{_text(case.text)}</system-out>", "    </testcase>")
        else:
            yield f"{head}/>"
    if said:
        yield f"    <system-out>{_text(chr(10).join(said))}</system-out>"
    yield "  </testsuite>"


def _counts(cases: Sequence[Case]) -> str:
    failures, errors = (sum(case.outcome == outcome for case in cases) for outcome in ("failure", "error"))
    return f'tests="{len(cases)}" failures="{failures}" errors="{errors}" skipped="0"'


def _text(text: str) -> str:
    """A visible text between tags; what XML 1.0 forbids is an escape by then."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(text: str) -> str:
    """A text as the value of an attribute."""
    return '"' + _text(visible(text)).replace('"', "&quot;") + '"'


def _inert(text: str) -> str:
    for command, harmless in _COMMANDS.items():
        text = text.replace(command, harmless)
    return text
