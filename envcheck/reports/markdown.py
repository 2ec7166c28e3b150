"""The report as Markdown, for the summary of a job and for comments."""

from __future__ import annotations

import re

from envcheck.escape import unmarked, visible
from envcheck.records import NamedTuple
from envcheck.reports.shown import without_lengths
from envcheck.reports.summary import (
    checklists,
    comparisons,
    counted,
    found_of,
    groups,
    incomplete_of,
    rank,
    sources_of,
    summary,
    verdict_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from envcheck.model import Failure, Finding, Listed, Location, Report, Row
    from envcheck.reports.summary import Key

    Sources = dict[Key, dict[str, None]]

#: GitHub takes 1 MiB of one step, and refuses all of it where it is more; other words of the step have room beside this.
MOST_BYTES = 1_000_000
#: What stands where a name may not be shown.
HIDDEN = "(not shown)"

#: The marks of a sentence around a word; none of these means anything to Markdown where no other sign is beside it.
_BEFORE, _BEHIND = "(\"'", ".,;:!?)\"'"
#: What neither Markdown nor GitHub takes for more than a word: no sign, no number of an issue, no hash of a commit.
_PLAIN = re.compile(r"(?![0-9A-Fa-f]{7,40}\Z)[A-Za-z]+(?:[-'/][A-Za-z]+)*|IPv[46]|[0-9]{1,6}")


class Block(NamedTuple):
    """Lines that stand together; without one of ``rows``, the ``head`` is of no use, unless it has none."""

    head: tuple[str, ...]
    rows: tuple[str, ...] = ()


def render(report: Report) -> str:
    """The report as Markdown: the verdict, what was not checked, a table for each service and environment, the counts."""
    report = without_lengths(report)
    blocks = [Block((_title(report),)), *_failures(report.failures)]
    names = sources_of(report)
    if report.sides is None:
        blocks += (_findings(_heading(key, names), some) for key, some in groups(report.findings))
        blocks += (_checklist(title, some) for title, some in checklists(report))
    else:
        blocks += _comparisons(report, report.sides, names)
    if report.notices:
        blocks.append(Block((), tuple(f"- not judged: {prose(notice)}" for notice in report.notices)))
    # Behind a word of ours: a paragraph that starts with `1.` would be a list.
    return _fitted(blocks, f"**In all:** {_words(summary(report))}")


# -- texts


def code(text: str) -> str:
    """A text as a span of code, in which nothing is a link, an image, a mention, a reference or a tag."""
    return _code(unmarked(visible(text)))


def _code(text: str) -> str:
    if not text:
        return ""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    # One blank is taken off at both ends, where there is one at each and something between.
    pad = " " if (text[0] in "` " or text[-1] in "` ") and not text.isspace() else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def prose(text: str) -> str:
    """A sentence as it is, but for words that could mean something: they are spans of code."""
    return _words(visible(text))


def _words(text: str) -> str:
    words: list[str] = []
    span: list[str] = []  # one span for words that follow each other
    for word in unmarked(text).split(" "):
        rest = word.lstrip(_BEFORE)
        core = rest.rstrip(_BEHIND)
        is_plain = not core or _PLAIN.fullmatch(core) is not None
        before, behind = word[: len(word) - len(rest)], rest[len(core) :]
        if span and (is_plain or before):
            words.append(_code(" ".join(span)))
            span = []
        if is_plain:
            words.append(word)
        elif before or behind:
            words.append(f"{before}{_code(' '.join([*span, core]))}{behind}")
            span = []
        else:
            span.append(core)
    return " ".join([*words, _code(" ".join(span))] if span else words)


def _row(*cells: str) -> str:
    r"""A row of a table. A bar would end its cell in a span of code, too, and no two renderers agree on ``\\|``."""
    return "".join(f"| {cell} " for cell in (each.replace("\\|", "\\x5c|").replace("|", "\\|") for each in cells)) + "|"


def _table(title: tuple[str, ...], names: Iterable[str], rows: Iterable[str]) -> Block:
    names = tuple(names)
    return Block((*title, _row(*names), "| --- " * len(names) + "|"), tuple(rows))


# -- parts


def _title(report: Report) -> str:
    what = (found_of(report) or "no findings") if report.complete else incomplete_of(report.failures)
    return f"## envcheck: {verdict_of(report)}, {what}"


def _failures(failures: Iterable[Failure]) -> Iterator[Block]:
    rows: list[str] = []
    for failure in failures:
        label = "not written" if failure.is_unwritten else "not checked"
        source = f"{code(failure.source)}: " if failure.source else ""
        hint = f" Hint: {prose(failure.hint)}" if failure.hint else ""
        rows.append(f"> - **{label}:** {source}{prose(failure.message)} ({code(failure.id)}).{hint}")
    if rows:
        yield Block(("> [!CAUTION]", f"> This is no success: {incomplete_of(failures)}.", ">"), tuple(rows))


def _heading(key: Key, sources: Sources) -> tuple[str, ...]:
    names = sources.get(key)
    title = " / ".join(code(word) for word in key if word) or "all sources"
    return (f"### {title}", "", *([f"Read from {', '.join(map(code, names))}.", ""] if names else ()))


def _findings(heading: tuple[str, ...], findings: Iterable[Finding]) -> Block:
    names = ("severity", "rule", "variable", "what is wrong, and how to mend it", "place")
    return _table(heading, names, map(_finding, sorted(findings, key=rank)))


def _finding(finding: Finding) -> str:
    name = code(finding.variable) if finding.variable is not None else ""
    words = " ".join(prose(text) for text in (finding.message, finding.hint) if text)
    places = [_place(finding.location)] if finding.location else []
    places += (f"see {_place(other.location)} ({prose(other.message)})" for other in finding.related)
    return _row(finding.severity, code(finding.rule.id), name, words, ", ".join(places))


def _place(location: Location) -> str:
    numbers = (f":{number}" for number in (location.line, location.column if location.line else None) if number)
    return code(location.path + "".join(numbers))


def _checklist(title: str, variables: Iterable[Listed]) -> Block:
    rows = (
        _row(
            code(each.variable),
            "yes" if each.is_required else "no",
            prose(each.state),
            ", ".join(map(code, each.rules)) or "none",
        )
        for each in variables
    )
    return _table((f"### {code(title)}: every variable", ""), ("variable", "required", "state", "findings"), rows)


def _comparisons(report: Report, sides: tuple[str, str], names: Sources) -> Iterator[Block]:
    left, right = map(code, sides)
    compared, others = comparisons(report)
    for service, rows, findings in compared:
        of = f"{code(service)}: " if service is not None else ""
        yield _table((f"### {of}{left} against {right}", ""), ("variable", left, right, "verdict"), map(_compared, rows))
        if findings:
            yield _findings((), findings)
    yield from (_findings(_heading(key, names), some) for key, some in groups(others))


def _compared(row: Row) -> str:
    verdict = prose(row.verdict) if row.severity is None else f"{row.severity}: {code(row.verdict)}"
    name = code(row.variable) if row.variable is not None else HIDDEN
    return _row(name, prose(row.left), prose(row.right), verdict)


# -- the cap


def _fitted(blocks: Iterable[Block], end: str) -> str:
    """The blocks as one text; rows for which GitHub has no room are left out whole, and counted."""
    room = MOST_BYTES - len(end.encode()) - 200  # for the line that says so
    lines: list[str] = []
    left = 0
    for head, rows in blocks:
        kept: list[str] = [] if rows else [*head]
        for row in rows:
            added = [row] if kept else [*head, row]
            size = sum(len(line.encode()) + 1 for line in added) + (not kept)
            if left or size > room:
                left += 1
                continue
            room -= size
            kept += added
        lines += [*kept, ""] if kept else []
    if left:
        why = "left out, as GitHub takes 1 MiB. The text report has them all."
        lines += [f"**… and {left} more:** {counted(left, 'row')} {why}", ""]
    return "\n".join([*lines, end, ""])
