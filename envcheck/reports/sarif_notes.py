"""What a SARIF run says besides its results: whether it succeeded, what failed, what was not judged."""

from __future__ import annotations

from envcheck.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE
from envcheck.escape import capital, plain, sentence
from envcheck.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from envcheck.model import Report, Severity

INFORMATION_URI = "https://github.com/envcheck/envcheck"

EXIT_DESCRIPTIONS = {
    EXIT_CLEAN: "Everything asked for was checked; no finding reaches the threshold.",
    EXIT_FINDINGS: "Everything asked for was checked; there are findings.",
    EXIT_INCOMPLETE: "The check is not complete.",
}


class Note(NamedTuple):
    """A notification; ``summary`` describes its kind, ``is_configuration`` tells in which list it goes."""

    id: str
    level: Severity
    summary: str
    text: str
    is_configuration: bool = False


class Cut(NamedTuple):
    """What a limit of GitHub's left out: so many of what ``noun`` says, and why."""

    noun: str
    number: int
    reason: str


def notifications(report: Report, *, cuts: Iterable[Cut] = ()) -> list[Note]:
    """All that a run has to say besides its results."""
    notes = []
    for failure in report.failures:
        verb = "written" if failure.is_unwritten else "checked"
        about = f"Not {verb}: '{plain(failure.source)}'" if failure.source else "Not everything was checked"
        text = " ".join(filter(None, (f"{about}: {sentence(failure.message)}", sentence(capital(failure.hint)))))
        notes.append(Note(plain(failure.id), "error", f"Something asked for could not be {verb}.", text))
    for noun, number, reason in cuts:
        if number > 0:
            text = f"{_counted(number, f'more {noun}')} left out: {reason}."
            notes.append(Note(f"{noun}s-cut", "warning", f"There are more {noun}s than a report may have.", text))
    for notice in report.notices:
        notes.append(Note("not-judged", "note", "Something was not judged.", sentence(notice), is_configuration=True))
    if report.allowed:
        text = f"{_counted(report.allowed, 'allowed finding')} left out."
        notes.append(Note("allowed-findings", "note", "Findings are allowed.", text, is_configuration=True))
    return notes


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun} is" if number == 1 else f"{number} {noun}s are"


def pascal(id: str) -> str:
    """An id of words as one Pascal-case identifier."""
    return "".join(part.capitalize() for part in id.split("-"))


def descriptors(notes: Iterable[Note]) -> list[dict[str, Any]]:
    """One description of each kind of notification, in the order of their first use."""
    return [
        {
            "id": note.id,
            "name": pascal(note.id),
            "shortDescription": {"text": note.summary},
            "fullDescription": {"text": note.summary},
            "help": {"text": f"{note.summary} The notification says what, and why."},
            "helpUri": INFORMATION_URI,
            "defaultConfiguration": {"level": note.level},
        }
        for note in {note.id: note for note in notes}.values()
    ]


def invocation(report: Report, notes: list[Note]) -> dict[str, Any]:
    """How the run ended; findings do not make it unsuccessful."""
    index = {id: number for number, id in enumerate(dict.fromkeys(note.id for note in notes))}

    def signed(*, is_configuration: bool) -> list[dict[str, Any]]:
        return [
            {
                "descriptor": {"id": note.id, "index": index[note.id]},
                "level": note.level,
                "message": {"text": note.text},
            }
            for note in notes
            if note.is_configuration == is_configuration
        ]

    return {
        "executionSuccessful": report.complete and report.exit_code != EXIT_INCOMPLETE,
        "exitCode": report.exit_code,
        "exitCodeDescription": EXIT_DESCRIPTIONS.get(report.exit_code, "The run was stopped."),
        "toolExecutionNotifications": signed(is_configuration=False),
        "toolConfigurationNotifications": signed(is_configuration=True),
    }
