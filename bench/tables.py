"""Medians, and tables in Markdown."""

from __future__ import annotations

import platform
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def ratio(times: Sequence[float], base: Sequence[float]) -> float:
    """The median of the ratios within a round: what a slow moment costs both, it takes from neither."""
    return median(time / other for time, other in zip(times, base, strict=True))


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, of which all columns but the first are numbers."""
    rule = ["---", *("---:" for _ in header[1:])]
    return "\n".join("| " + " | ".join(row) + " |" for row in (header, rule, *rows))


def conditions(rounds: int) -> str:
    """What a run's numbers depend on."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python}, {platform.system()} {platform.machine()}, {rounds} rounds; times are minima, ratios are medians."
