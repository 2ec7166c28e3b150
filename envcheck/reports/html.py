"""The report as one HTML file, for people who look at it later or elsewhere; it runs nothing and asks for nothing."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from envcheck import __version__
from envcheck.errors import EXIT_CLEAN
from envcheck.reports.html_matrix import Anchors, comparison, matrices, severity_rank
from envcheck.reports.html_page import anchor_of, rule_page
from envcheck.reports.html_style import STYLE
from envcheck.reports.html_text import badge, code, label, link, section, table, tag, text
from envcheck.reports.shown import without_lengths
from envcheck.reports.summary import comparisons, counted, found_of, groups, incomplete_of, rank, sources_of, summary, verdict_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from envcheck.model import CheckedSource, Failure, Finding, Location, Report, Rule
    from envcheck.reports.summary import Key

    Placed = list[tuple[Key, list[tuple[str, Finding]]]]
    #: An id, a title and what stands below it.
    Part = tuple[str, str, list[str]]


def render(report: Report) -> str:
    """The report as HTML: the verdict, what was not checked, the variables, the findings, the pages of their rules."""
    report = without_lengths(report)
    placed = _placed(report.findings)
    rules = {each.rule.id: each.rule for _, some in placed for _, each in some}
    parts = [part for part in _parts(report, placed, rules) if part[2]]
    title = _title(report)
    lines = [
        *("<!DOCTYPE html>", '<html lang="en">', "<head>", '<meta charset="utf-8">', _policy()),
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        *('<meta name="color-scheme" content="light dark">', '<meta name="referrer" content="no-referrer">'),
        *(tag("title", text(title)), f"<style>{STYLE}</style>", "</head>", "<body>"),
        *(f'<header class="{_tone(report)}">', tag("h1", _sign(report), " ", text(title)), tag("p", text(summary(report)))),
        *("</header>", _contents(parts), "<main>", *(section(*part[:2], *part[2]) for part in parts), "</main>"),
        *(tag("footer", tag("p", text(f"Made by envcheck {__version__}. No value of a variable is in this report."))),),
        *("</body>", "</html>", ""),
    ]
    return "\n".join(lines)


def _policy() -> str:
    """What a browser may do with the document: apply this one style sheet, and nothing else."""
    digest = b64encode(sha256(STYLE.encode()).digest()).decode()
    content = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return f'<meta http-equiv="Content-Security-Policy" content="{content}">'


def _title(report: Report) -> str:
    """The verdict and the counts, in words."""
    found = found_of(report) or ("no findings" if report.complete else "")
    allowed = f"{report.allowed} allowed" if report.allowed else ""
    return f"envcheck {report.command}: {', '.join(filter(None, (verdict_of(report), found, allowed)))}"


def _tone(report: Report) -> str:
    """How bad it is: nothing but a whole run without errors, warnings and notices looks good."""
    if not report.complete or report.exit_code != EXIT_CLEAN:
        return "error"
    return "warning" if report.count("error") or report.count("warning") or report.notices else "good"


def _sign(report: Report) -> str:
    sign = {"error": "×", "warning": "!", "good": "✓"}[_tone(report)]
    return tag("span", sign, class_="sign", aria_hidden="true")


def _contents(parts: Iterable[Part]) -> str:
    items = (tag("li", link(anchor, title)) for anchor, title, _ in parts)
    return "\n".join(['<nav aria-label="Contents">', "<ul>", *items, "</ul>", "</nav>"])


def _parts(report: Report, placed: Placed, rules: dict[str, Rule]) -> Iterator[Part]:
    """All that the document has below its head; those without content are left out."""
    anchors = Anchors((each for _, some in placed for each in some), rules)
    yield "failures", _unchecked(report), _failures(report.failures)
    yield "notices", "Not judged", _list(text(each) for each in report.notices)
    for number, (title, matrix) in enumerate(_matrices(report, anchors), 1):
        yield f"variables-{number}", title, [*_caution(report), _framed(matrix, f"variables-{number}")]
    count = counted(len(report.findings), "finding")
    names = sources_of(report)
    groups_ = [line for number, group in enumerate(placed, 1) for line in _group(number, *group, names.get(group[0], ()))]
    yield "findings", count[:1].upper() + count[1:], groups_
    yield "sources", "What was read", [_framed(_sources(report.sources), "sources")] if report.sources else []
    yield "rules", "Rules that speak here", [rule_page(rules[id]) for id in sorted(rules)]


def _framed(inside: str, anchor: str) -> str:
    """A frame that scrolls by itself, also with keys, where a table is wider than the screen."""
    return f'<div class="frame" role="group" aria-labelledby="{anchor}" tabindex="0">\n{inside}\n</div>'


def _list(items: Iterable[str]) -> list[str]:
    lines = [tag("li", each) for each in items]
    return ["<ul>", *lines, "</ul>"] if lines else []


# -- what was not checked


def _unchecked(report: Report) -> str:
    return f"{badge('error', 'incomplete')} {text(incomplete_of(report.failures))}"


def _failures(failures: Iterable[Failure]) -> list[str]:
    return _list(map(_failure, failures))


def _failure(failure: Failure) -> str:
    what = tag("strong", "not written:" if failure.is_unwritten else "not checked:")
    source = f"{code(failure.source)}: " if failure.source else ""
    return f"{what} {source}{text(failure.message)} ({code(failure.id)}){_hint(failure.hint)}"


def _hint(hint: str) -> str:
    return tag("span", "Hint: ", text(hint), class_="hint") if hint else ""


# -- variables


def _matrices(report: Report, anchors: Anchors) -> list[tuple[str, str]]:
    if report.sides is None:
        return matrices(report, anchors)
    compared, _ = comparisons(report._replace(shows_all=True))
    ordered = sorted(compared, key=lambda each: min(map(severity_rank, (row.severity for row in each[1]))))
    return [comparison(service, rows, report.sides, anchors) for service, rows, _ in ordered]


def _caution(report: Report) -> list[str]:
    """A table must not look whole where something was not read."""
    if all(failure.is_unwritten for failure in report.failures):
        return []
    return [tag("p", badge("error", "incomplete"), " What could not be read is not in this table.")]


# -- findings


def _placed(findings: Iterable[Finding]) -> Placed:
    """The findings in the order in which they are shown, each with its id."""
    placed: Placed = []
    number = 0
    for key, some in groups(findings):
        placed.append((key, [(f"finding-{number + index}", each) for index, each in enumerate(sorted(some, key=rank), 1)]))
        number += len(some)
    return placed


def _group(number: int, key: Key, placed: Sequence[tuple[str, Finding]], names: Iterable[str]) -> Iterator[str]:
    yield tag("h3", " / ".join(code(word) for word in key if word) or "all sources", id=f"group-{number}")
    read = ", ".join(map(code, names))
    if read:
        yield tag("p", "Read from ", read, class_="quiet")
    yield from ('<ol class="findings">', *(_finding(*each) for each in placed), "</ol>")


def _finding(anchor: str, finding: Finding) -> str:
    name = f" {code(finding.variable)}" if finding.variable else ""
    rule = link(anchor_of(finding.rule), code(finding.rule.id))
    head = tag("p", badge(finding.severity, finding.severity), name, " ", rule, class_="head")
    places = [f"at {_place(finding.location)}"] if finding.location else []
    places += (f"see {_place(each.location)} ({text(each.message)})" for each in finding.related)
    below = [tag("p", text(finding.message)), *([tag("p", _hint(finding.hint))] if finding.hint else [])]
    below += (tag("p", each, class_="quiet") for each in places)
    return tag("li", head, *below, id=anchor, class_=finding.severity)


def _place(location: Location) -> str:
    numbers = (f":{number}" for number in (location.line, location.column if location.line else None) if number)
    return code(location.path + "".join(numbers))


# -- sources


def _sources(sources: Iterable[CheckedSource]) -> str:
    names = ["source", "service", "environment", "variables", "whole"]
    return table("Sources that were read", names, [_source(each, names[1:]) for each in sources], class_="matrix")


def _source(source: CheckedSource, names: Iterable[str]) -> str:
    cells = (
        code(source.service) if source.service else "none",
        code(source.environment) if source.environment else "none",
        str(source.variables),
        "yes" if source.complete else badge("error", "no"),
    )
    beside = (tag("td", label(name), tag("div", cell)) for name, cell in zip(names, cells, strict=True))
    return tag("tr", tag("th", code(source.source), scope="row"), *beside)
