"""Tables as text, a row a variable: a comparison, and the state of all that a schema names."""

from __future__ import annotations

from envcheck.escape import defused, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from envcheck.model import Listed, Row

    Paint = Callable[[str, str], str]
    Cells = tuple[str, str, str, str]

_INDENT = "  "
_GAP = "  "
#: What stands where a name may not be shown.
HIDDEN = "(not shown)"


#: A narrower column of names would be empty on most lines.
_LEAST = 8


def table(rows: Iterable[Row], sides: tuple[str, str], width: int, paint: Paint) -> list[str]:
    """Lines with what each variable is on both sides, and the verdict."""
    cells = [(_name(row), visible(row.left), visible(row.right), row.verdict) for row in rows]
    return _columns(cells, ("variable", visible(sides[0]), visible(sides[1]), "verdict"), width, paint)


def checklist(variables: Iterable[Listed], width: int, paint: Paint) -> list[str]:
    """Lines with the state of each variable that a schema names."""
    cells = [
        (visible(each.variable), "yes" if each.is_required else "no", visible(each.state), _worst(each)) for each in variables
    ]
    return _columns(cells, ("variable", "required", "state", "findings"), width, paint)


def _worst(variable: Listed) -> str:
    more = f" + {len(variable.rules) - 1}" if len(variable.rules) > 1 else ""
    return f"{variable.rules[0]}{more}" if variable.rules else "none"


def _columns(cells: Sequence[Cells], head: Cells, width: int, paint: Paint) -> list[str]:
    """Four columns below a heading; one below the other where they are too wide.

    A name that is longer than its column stands on a line of its own.
    """
    names, *widths = (max(len(line[column]) for line in (head, *cells)) for column in range(4))
    names = min(names, width - len(_INDENT) - sum(widths) - 3 * len(_GAP))
    if names < _LEAST:
        return _stacked(cells, head)
    lines = [line for row in cells for line in _lines(row, [names, *widths])]
    return [paint(defused(_lines(head, [names, *widths])[0]), "heading"), *lines]


def _lines(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    name, *others = cells
    above = [_INDENT + name] if len(name) > widths[0] else []
    beside = "" if above else name
    padded = [cell.ljust(width) for cell, width in zip((beside, *others), widths, strict=True)]
    return [*above, (_INDENT + _GAP.join(padded)).rstrip()]


def _stacked(cells: Iterable[Sequence[str]], head: Sequence[str]) -> list[str]:
    lines = []
    labels = [f"{side}:" for side in head[1:3]]
    width = max(map(len, labels))
    for name, left, right, verdict in cells:
        lines.append(f"{_INDENT}{name}  {verdict}")
        lines += [f"{_INDENT * 2}{label.ljust(width)} {what}" for label, what in zip(labels, (left, right), strict=True)]
    return lines


def _name(row: Row) -> str:
    return HIDDEN if row.variable is None else visible(row.variable)
