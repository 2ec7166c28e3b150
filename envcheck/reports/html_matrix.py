"""What every variable is in every environment, as tables of the HTML report."""

from __future__ import annotations

from envcheck.model import SEVERITIES
from envcheck.records import NamedTuple
from envcheck.reports.html_text import badge, code, label, link, table, tag, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from envcheck.model import Finding, Listed, Report, Row, Severity

    Column = tuple[str | None, str]

#: What stands where a name may not be shown.
HIDDEN = "(not shown)"
#: A variable that no schema names has a line only because something was found.
UNLISTED = "not in the schema"
#: Behind every line with a finding.
_FINE = len(SEVERITIES)


class Cell(NamedTuple):
    """A variable in one environment: what it is, and markup of what is wrong there."""

    state: str
    problems: tuple[str, ...] = ()
    severity: Severity | None = None
    is_required: bool = False


class Anchors:
    """Where in the document findings and the pages of rules stand."""

    def __init__(self, placed: Iterable[tuple[str, Finding]], pages: Iterable[str]) -> None:
        self._findings: dict[tuple[str | None, ...], tuple[str, Severity]] = {}
        self._pages = frozenset(pages)
        for anchor, each in placed:
            where = (each.service, each.environment, each.rule.id, each.variable)
            path = each.location.path if each.location else None
            for key in ((*where, path), where, (each.service, each.rule.id, each.variable) if each.other else where):
                self._findings.setdefault(key, (anchor, each.severity))

    def problem(self, rule: str, severity: Severity, *keys: tuple[str | None, ...]) -> str:
        """A rule that found something, with a link to the finding of the first key that has one, or to the rule's page."""
        anchor, severity = next((self._findings[key] for key in keys if key in self._findings), (f"rule-{rule}", severity))
        name = code(rule)
        is_there = anchor != f"rule-{rule}" or rule in self._pages
        return f"{badge(severity, severity)} {link(anchor, name) if is_there else name}"


# -- a check


def matrices(report: Report, anchors: Anchors) -> list[tuple[str, str]]:
    """For each service its title and its table, the worst first: a row a variable, a column an environment."""
    services: dict[str | None, list[Listed]] = {}
    for each in report.listed:
        services.setdefault(each.service, []).append(each)
    ordered = sorted(services.items(), key=lambda each: min(severity_rank(one.severity) for one in each[1]))
    return [_matrix(service, some, report.findings, anchors) for service, some in ordered]


def _matrix(service: str | None, listed: Sequence[Listed], findings: Iterable[Finding], anchors: Anchors) -> tuple[str, str]:
    columns = list(dict.fromkeys((each.environment, each.source) for each in listed))
    rows: dict[str, dict[Column, Cell]] = {}
    for each in listed:
        rows.setdefault(each.variable, {})[each.environment, each.source] = _listed(each, anchors)
    for name, some in _strangers(service, columns, rows.keys(), findings).items():
        rows[name] = {column: _stranger(some[column], anchors) if column in some else Cell(UNLISTED) for column in columns}
    names = _labels(columns)
    title = f"Service {code(service)}" if service is not None else "Variables"
    body = [
        _line(code(name), [cells.get(column) or Cell("not known") for column in columns], names) for name, cells in _sorted(rows)
    ]
    head = ["variable", *map(code, names)]
    return title, table(f"{title}: every variable in {_counted(len(columns))}", head, body, class_="matrix")


def _counted(columns: int) -> str:
    return "its environment" if columns == 1 else f"{columns} environments"


def _labels(columns: Sequence[Column]) -> list[str]:
    """What each column is called: its environment, or its source where that would not tell it from another."""
    environments = [environment for environment, _ in columns]
    return [name if name is not None and environments.count(name) == 1 else source for name, source in columns]


def _listed(each: Listed, anchors: Anchors) -> Cell:
    severity = each.severity or "note"
    problems = []
    for rule in each.rules:
        where = (each.service, each.environment, rule, each.variable)
        problems.append(anchors.problem(rule, severity, (*where, each.source), where))
    return Cell(each.state, tuple(problems), each.severity, each.is_required)


def _strangers(
    service: str | None, columns: Sequence[Column], known: Iterable[str], findings: Iterable[Finding]
) -> dict[str, dict[Column, list[Finding]]]:
    """The findings on variables that have no line yet."""
    known = set(known)
    found: dict[str, dict[Column, list[Finding]]] = {}
    for each in findings:
        if each.service != service or each.variable is None or each.variable in known:
            continue
        there = [column for column in columns if column[0] == each.environment]
        path = each.location.path if each.location else None
        for column in [column for column in there if column[1] == path] or there[:1]:
            found.setdefault(each.variable, {}).setdefault(column, []).append(each)
    return found


def _stranger(findings: Sequence[Finding], anchors: Anchors) -> Cell:
    problems = (
        anchors.problem(each.rule.id, each.severity, (each.service, each.environment, each.rule.id, each.variable))
        for each in findings
    )
    return Cell(UNLISTED, tuple(dict.fromkeys(problems)), min((each.severity for each in findings), key=SEVERITIES.index))


def _sorted(rows: dict[str, dict[Column, Cell]]) -> list[tuple[str, dict[Column, Cell]]]:
    """The worst first, else as the schema has them."""
    return sorted(rows.items(), key=lambda row: min((severity_rank(cell.severity) for cell in row[1].values()), default=_FINE))


def severity_rank(severity: Severity | None) -> int:
    """How bad something is; what is fine comes last."""
    return _FINE if severity is None else SEVERITIES.index(severity)


def _line(name: str, cells: Iterable[Cell], names: Iterable[str]) -> str:
    beside = (_cell(cell, column) for cell, column in zip(cells, names, strict=True))
    return tag("tr", tag("th", name, scope="row"), *beside)


def _cell(cell: Cell, column: str) -> str:
    required = tag("span", " required", class_="quiet") if cell.is_required else ""
    problems = (tag("span", each, class_="problem") for each in cell.problems)
    state = tag("span", text(cell.state), required, class_="state")
    return tag("td", label(column), tag("div", state, *problems), class_=cell.severity or "fine")


# -- a comparison


def comparison(service: str | None, rows: Iterable[Row], sides: tuple[str, str], anchors: Anchors) -> tuple[str, str]:
    """The title and the table of one service: what each variable is on both sides, and the verdict."""
    title = f"Service {code(service)}" if service is not None else "Variables"
    of = f"{code(sides[0])} against {code(sides[1])}"
    body = [_compared(row, sides, anchors) for row in sorted(rows, key=lambda row: severity_rank(row.severity))]
    head = ["variable", *map(code, sides), "verdict"]
    return title, table(f"{title}: {of}", head, body, class_="matrix")


def _compared(row: Row, sides: tuple[str, str], anchors: Anchors) -> str:
    verdict = text(row.verdict)
    if row.severity is not None:
        keys = [(row.service, row.verdict, row.variable)] if row.variable is not None else []
        verdict = anchors.problem(row.verdict, row.severity, *keys)
    cells = (tag("td", label(side), tag("div", text(what))) for side, what in zip(sides, (row.left, row.right), strict=True))
    name = code(row.variable) if row.variable is not None else HIDDEN
    last = tag("td", label("verdict"), tag("div", verdict), class_=row.severity or "fine")
    return tag("tr", tag("th", name, scope="row"), *cells, last)
