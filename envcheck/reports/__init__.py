"""The formats that a report can be rendered in."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from envcheck.model import Report

#: The module of each format: it has ``render(report) -> str``, and that of text takes ``color``, too.
FORMATS: dict[str, str] = {
    "text": "envcheck.reports.text",
    "json": "envcheck.reports.json_",
    "sarif": "envcheck.reports.sarif",
    "github": "envcheck.reports.github",
    "markdown": "envcheck.reports.markdown",
    "junit": "envcheck.reports.junit",
    "html": "envcheck.reports.html",
}


def render(format: str, report: Report, *, color: bool = False) -> str:
    """The report in a format of ``FORMATS``; only text has colour."""
    # By name, so that a run pays for the one format that it writes; importlib itself would cost more than that module.
    module = __import__(FORMATS[format], fromlist=("render",))
    text: str = module.render(report, color=color) if format == "text" else module.render(report)
    return text
