"""What came of a run, and how it is told to the runner: outputs, job summary, annotation."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from html import escape
from typing import Any, NamedTuple

from envcheck.console import print_text

VERDICTS = ("clean", "findings", "misconfigured", "incomplete")

#: What GitHub takes of a step's summary is 1 MiB; more of it, and none is shown. There is room left to tell of a cut.
LIMIT = 1024 * 1024 - 1024


class StepError(Exception):
    """The run cannot go on; the text is shown, and has no part of an input."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


class Outcome(NamedTuple):
    """An exit code, why nothing was checked if so, what envcheck said beside its report, and its reports."""

    code: int
    message: str = ""
    said: str = ""
    counts: Mapping[str, Any] = {}
    summary: str = ""
    sarif: str = ""

    @property
    def verdict(self) -> str:
        """The exit code as a word."""
        return VERDICTS[self.code]


def publish(outcome: Outcome, environment: Mapping[str, str]) -> None:
    """Tell the runner."""
    if outcome.message:
        print_text(f"::error title=envcheck::{_data(outcome.message)}\n")
    _append(environment["GITHUB_STEP_SUMMARY"], summary_of(outcome))
    outputs = {
        "verdict": outcome.verdict,
        "exit-code": str(outcome.code),
        "errors": str(outcome.counts.get("error", "")),
        "warnings": str(outcome.counts.get("warning", "")),
        "notes": str(outcome.counts.get("note", "")),
        "sarif-file": outcome.sarif,
    }
    _append(environment["GITHUB_OUTPUT"], "".join(_output(name, value) for name, value in outputs.items()))


def summary_of(outcome: Outcome) -> str:
    """The job summary, in Markdown: the report if there is one, and what else was said."""
    text = outcome.summary or _summary_without_report(outcome)
    cut = text.encode()[:LIMIT].decode("utf-8", "ignore")
    return f"{cut.rstrip()}\n\n" if cut == text else f"{cut}\n\n… and more; the log has all of it.\n\n"


def _summary_without_report(outcome: Outcome) -> str:
    counts = ", ".join(f"{severity}s: {outcome.counts[severity]}" for severity in ("error", "warning", "note") if outcome.counts)
    said = outcome.said.strip()
    if outcome.message not in said:
        said = f"{outcome.message}\n{said}".strip()
    parts = [f"## envcheck: {outcome.verdict}", counts, f"<pre>\n{escape(said, quote=False)}\n</pre>" if said else ""]
    return "\n\n".join(part for part in parts if part)


def _output(name: str, value: str) -> str:
    """An output between delimiters that no value can hold, so that none can set another."""
    delimiter = f"envcheck-{secrets.token_hex(16)}"
    return f"{name}<<{delimiter}\n{value}\n{delimiter}\n"


def _data(text: str) -> str:
    """A text as the data of a workflow command (actions/toolkit: packages/core/src/command.ts)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _append(path: str, text: str) -> None:
    with open(path, "a", encoding="utf-8", newline="\n") as file:
        file.write(text)
