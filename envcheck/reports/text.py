"""The report as text for people, 80 columns wide."""

from __future__ import annotations

from envcheck.escape import defused, visible
from envcheck.reports.shown import without_lengths
from envcheck.reports.summary import checklists, comparisons, groups, rank, sources_of, summary
from envcheck.reports.table import checklist, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from envcheck.model import Failure, Finding, Location, Related, Report, Severity
    from envcheck.reports.summary import Key

    Paint = Callable[[str, str], str]

WIDTH = 80
#: Findings stand below their severity, as wide as "  warning  ".
INDENT = " " * 11
COLORS = {"error": "1;31", "warning": "1;33", "note": "1;36", "heading": "1", "failure": "1;31"}


def render(report: Report, *, color: bool = False) -> str:
    """The report as text, each line safe to print; colour only repeats what words say."""

    def paint(text: str, kind: str) -> str:
        return f"\x1b[{COLORS[kind]}m{text}\x1b[0m" if color else text

    report = without_lengths(report)
    if report.sides is None:
        names = sources_of(report)
        blocks = [_group(key, findings, names.get(key, ()), paint) for key, findings in groups(report.findings)]
        blocks += _checklists(report, paint)
    else:
        blocks = list(_comparisons(report, report.sides, paint))
    blocks.append([line for failure in report.failures for line in _failure(failure, paint)])
    blocks.append([line for notice in report.notices for line in _wrap([f"notice: {visible(notice)}"], "", " " * 8)])
    blocks.append([summary(report)])
    return "\n\n".join("\n".join(map(defused, block)) for block in blocks if block) + "\n"


def _comparisons(report: Report, sides: tuple[str, str], paint: Paint) -> Iterator[list[str]]:
    """For each service its table, and below that its findings; then the findings on the comparison itself."""
    compared, others = comparisons(report)
    for service, rows, findings in compared:
        name = f"{visible(service)}: " if service is not None else ""
        lines = [paint(defused(f"{name}{visible(sides[0])} against {visible(sides[1])}"), "heading"), ""]
        lines += table(rows, sides, WIDTH, paint)
        for kind in _kinds(findings):
            lines += ["", *_kind(kind, paint)]
        yield lines
    names = sources_of(report)
    for key, findings in groups(others):
        yield _group(key, findings, names.get(key, ()), paint)


def _checklists(report: Report, paint: Paint) -> Iterator[list[str]]:
    """For each service and environment every variable that the schema names."""
    for title, variables in checklists(report):
        yield [paint(defused(f"{visible(title)}: every variable"), "heading"), "", *checklist(variables, WIDTH, paint)]


def _group(key: Key, findings: list[Finding], names: Iterable[str], paint: Paint) -> list[str]:
    lines = list(_heading(key, names, paint))
    for kind in _kinds(findings):
        lines += ["", *_kind(kind, paint)]
    return lines


def _heading(key: Key, names: Iterable[str], paint: Paint) -> Iterator[str]:
    # Defused before it is painted: behind the code of a colour, a command would no longer stand at the line's start.
    title = defused(" / ".join(visible(word) for word in key if word) or "all sources")
    sources = [visible(name) for name in names]
    # Together on one line where they fit, else one a line: a path that is broken cannot be opened.
    beside = "   ".join([title, ", ".join(sources)]) if sources else title
    if len(beside) <= WIDTH:
        yield paint(title, "heading") + beside[len(title) :]
        return
    yield paint(title, "heading")
    yield from (f"  {source}" for source in sources)


def _kinds(findings: list[Finding]) -> list[list[Finding]]:
    """The findings of a group that share one paragraph: one rule, and the same words but for the name."""
    kinds: dict[tuple[Severity, str], dict[tuple[str, str], list[Finding]]] = {}
    for finding in sorted(findings, key=rank):
        alike = kinds.setdefault((finding.severity, finding.rule.id), {})
        alike.setdefault((_nameless(finding, finding.message), _nameless(finding, finding.hint)), []).append(finding)
    return [kind for alike in kinds.values() for kind in alike.values()]


def _nameless(finding: Finding, text: str, stand_in: str = "\0") -> str:
    """A message with something else in the place of the variable's name."""
    name = finding.variable
    if not name or name not in text:
        return text
    import re

    return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", lambda _: stand_in, text)


def _kind(findings: list[Finding], paint: Paint) -> Iterator[str]:
    """One paragraph: what is wrong, where, and how to mend it."""
    first = findings[0]
    names = dict.fromkeys(visible(finding.variable) for finding in findings if finding.variable)
    head = f"{first.severity:<7}  {first.rule.id}"
    painted = f"  {paint(first.severity, first.severity)}{head[len(first.severity) :]}"
    message, hint = first.message, first.hint
    if len(names) > 1:
        yield f"{painted}  {len(names)} variables"
        message, hint = (_nameless(first, text, "each") for text in (message, hint))
        message = message[:1].upper() + message[1:] if message.startswith("each") else message
    else:
        yield from _beside(painted, f"  {head}", *names)
    yield from _wrap([visible(message)], INDENT, INDENT)
    if hint:
        yield from _wrap([f"hint: {visible(hint)}"], INDENT, INDENT + " " * 6)
    shared = all(finding.related == first.related for finding in findings)
    for finding in findings:
        yield from _place(finding, named=len(names) > 1)
        yield from () if shared else _related(finding.related)
    if shared:
        yield from _related(first.related)


def _beside(painted: str, plain: str, name: str = "") -> Iterator[str]:
    """A heading with the variable's name behind it, or below where it is too long."""
    if name and len(plain) + 2 + len(name) > WIDTH:
        yield from (painted, f"{INDENT}{name}")
    else:
        yield f"{painted}  {name}" if name else painted


def _place(finding: Finding, *, named: bool) -> Iterator[str]:
    where = place(finding.location) if finding.location else ""
    name = visible(finding.variable) if named and finding.variable else ""
    parts = [part for part in (name, f"at {where}" if where else "") if part]
    if parts:
        yield from _lines(INDENT, *parts)


def _related(related: tuple[Related, ...]) -> Iterator[str]:
    for other in related:
        yield from _lines(INDENT, f"see {place(other.location)}", f"({visible(other.message)})")


def _lines(indent: str, *parts: str) -> Iterator[str]:
    """Parts on one line where they fit; else the later ones go below, wrapped where they are words."""
    line = indent + " ".join(parts)
    if len(line) <= WIDTH or len(parts) < 2:
        yield line.rstrip()
        return
    yield indent + parts[0]
    # A place stays whole; a remark may be as long as a sentence.
    below = f"{indent}  "
    yield from [below + parts[1]] if parts[1].startswith("at ") else _wrap([parts[1]], below, below)


def place(location: Location) -> str:
    """A location as terminals and editors open it: ``path:line:column``."""
    numbers = (f":{number}" for number in (location.line, location.column if location.line else None) if number)
    return visible(location.path) + "".join(numbers)


def _failure(failure: Failure, paint: Paint) -> Iterator[str]:
    label = "not written:" if failure.is_unwritten else "not checked:"
    source = [f"{visible(failure.source)}:"] if failure.source else []
    texts = [*source, f"{visible(failure.message)} ({visible(failure.id)})"]
    first, *rest = _wrap(texts, f"{label} ", " " * 4, whole=len(source))
    yield paint(label, "failure") + first[len(label) :]
    yield from rest
    if failure.hint:
        yield from _wrap([f"hint: {visible(failure.hint)}"], " " * 4, " " * 10)


def _wrap(texts: list[str], first: str, rest: str, *, whole: int = 0) -> list[str]:
    """Texts as lines of ``WIDTH``, broken at blanks only, and not in the ``whole`` first of them."""
    words = [*texts[:whole], *(word for text in texts[whole:] for word in text.split(" ") if word)]
    lines = [first]
    is_begun = False
    for word in words:
        if is_begun and len(lines[-1]) + 1 + len(word) > WIDTH:
            lines.append(rest)
            is_begun = False
        lines[-1] += f" {word}" if is_begun else word
        is_begun = True
    return lines
