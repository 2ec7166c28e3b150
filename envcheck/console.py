"""Carries out a request: runs it, prints the report, writes the files, gives the exit code."""

from __future__ import annotations

import os
import sys
from errno import EBADF, EINVAL
from stat import S_IFREG, S_IMODE, S_ISREG

from envcheck.errors import EXIT_INCOMPLETE, EnvcheckError, UsageError
from envcheck.escape import defused, visible
from envcheck.model import UNWRITTEN, Failure
from envcheck.options import FORMATS
from envcheck.reports import render

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TextIO

    from envcheck.model import Report
    from envcheck.run import Request


#: What this module itself raises.
_REASONS = {EBADF: "it is closed", EINVAL: "not a regular file"}


def execute(request: Request, run: Callable[[Request], Report]) -> int:
    """The exit code of a request, after its report is out. Raises UsageError before anything is written."""
    files = [_output(each) for each in request.output]
    _refuse_files([path for _, path in files])
    report = run(request)
    report = _write_all(files, report)
    if request.verbose:
        for source in report.sources:
            say(f"read {source.source}: {source.variables} variable{'s' if source.variables != 1 else ''}")
    return publish(report, request.format, request.color, quiet=request.quiet)


def _write_all(files: Sequence[tuple[str, str]], report: Report) -> Report:
    """Write each report; what is not written is a failure in all of them, and in the report that is given back."""
    refuse_values(report)
    failures: dict[str, Failure] = {}
    for format, path in files:
        try:
            _write(path, render(format, report))
        except OSError as error:
            failures[path] = Failure(UNWRITTEN, path, f"the report is not written: {_reason(error)}")
    if not failures:
        return report
    report = report._replace(exit_code=EXIT_INCOMPLETE, failures=(*report.failures, *failures.values()))
    return _write_all([(format, path) for format, path in files if path not in failures], report)


def publish(report: Report, format: str, color: str, *, quiet: bool = False, on_stderr: bool = False) -> int:
    """Print a report, with its failures and notices on standard error, and give its exit code. Raises EnvcheckError.

    ``on_stderr`` leaves standard output to others; then it is no failure that nobody can read the report.
    """
    refuse_values(report)
    said = [(f"{f'{each.source}: ' if each.source else ''}{each.message} ({each.id})", each.hint) for each in report.failures]
    said += [(f"note: {notice}", "") for notice in report.notices if not quiet]
    for message, hint in said:
        say(message, hint)
    if format == "text":
        report = report._replace(notices=())  # they are said, or are not wanted
    if report.findings or format != "text" or not quiet:
        color_of = _has_color(color, sys.stderr if on_stderr else sys.stdout)
        text = render(format, report, color=color_of)
        if on_stderr:
            _write_diagnostic(text)
        else:
            print_text(text)
    return report.exit_code


def refuse_values(report: Report) -> None:
    """Let nothing of a report leave that shows a value which was read. Raises EnvcheckError."""
    if report.shows_value is not None and report.shows_value("\n".join(report.texts())):
        hint = "This is a defect of envcheck; please report it, with the rules and the kind of source that were asked for."
        raise EnvcheckError("the report would show a value, so it is withheld (withheld-report)", hint=hint)


def say(message: str, hint: str = "") -> None:
    """Write a diagnostic, one line and perhaps a hint, to standard error."""
    lines = [f"envcheck: {visible(message)}", *([f"  hint: {visible(hint)}"] if hint else [])]
    _write_diagnostic("".join(f"{defused(line)}\n" for line in lines))


def _write_diagnostic(text: str) -> None:
    try:
        _write_text(sys.stderr, text)
    except OSError:
        return  # there is nowhere left to say it, and the exit code still tells


def print_text(text: str) -> None:
    """Write to standard output. Raises EnvcheckError where that cannot be; a closed pipe is for the caller to know."""
    try:
        _write_text(sys.stdout, text)
        return
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = _reason(error)
    raise EnvcheckError(f"standard output: the report is not written: {reason} ({UNWRITTEN})")


def _reason(error: OSError) -> str:
    """Why something is not written, in words of ours or of the system's table: an error's own may quote anything."""
    number = error.errno or 0
    return _REASONS.get(number) or (os.strerror(number) if number else "it cannot be")


def _write_text(stream: TextIO | None, text: str) -> None:
    """Write to a stream that may not be able to show every character."""
    if stream is None:  # closed before Python started
        raise OSError(EBADF, _REASONS[EBADF])
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()


def _output(text: str) -> tuple[str, str]:
    format, colon, path = text.partition(":")
    if not colon or not path or format not in FORMATS:
        raise UsageError(
            f"--output wants FORMAT:FILE, with {', '.join(FORMATS)} as FORMAT", hint="Try: --output sarif:envcheck.sarif"
        )
    return format, path


def _refuse_files(paths: Sequence[str]) -> None:
    """Each report has a file of its own, reached by no link. That it is not one of those checked, ``run`` sees to."""
    for path in paths:
        if os.path.islink(path):
            raise UsageError(f"--output {path} is a symbolic link", hint="Name the file itself.")
        if sum(os.path.realpath(path) == os.path.realpath(other) for other in paths) > 1:
            raise UsageError(f"--output {path} is named twice", hint="Give each report a file of its own.")


def _write(path: str, text: str) -> None:
    """Replace a file whole or not at all; a new one only its owner can read."""
    try:
        mode = os.stat(path).st_mode
    except OSError:
        mode = S_IFREG | 0o600
    if not S_ISREG(mode):  # a device would be replaced by a file, and be gone
        raise OSError(EINVAL, _REASONS[EINVAL])
    temporary = f"{path}.{os.getpid()}.tmp"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode("utf-8", "backslashreplace"))
        os.chmod(temporary, S_IMODE(mode))
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _has_color(wanted: str, stream: TextIO | None) -> bool:
    if wanted != "auto":
        return wanted == "always"
    environment = os.environ
    if environment.get("NO_COLOR") or environment.get("TERM") == "dumb":
        return False
    return bool(environment.get("FORCE_COLOR")) or (stream is not None and stream.isatty())
