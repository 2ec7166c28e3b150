"""``envcheck run``."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from envcheck.commands.common import click_option
from envcheck.console import publish, say
from envcheck.errors import EXIT_CLEAN, EXIT_INCOMPLETE, UsageError
from envcheck.options import OPTIONS
from envcheck.run import Request, run

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What shells answer, too.
EXIT_NOT_EXECUTABLE = 126
EXIT_NOT_FOUND = 127

#: The options of ``check`` that make sense where one report goes to standard error, and nothing but this process is read.
_FIELDS = frozenset(
    ("service", "schema", "environment", "config", "isolated", "fail_on", "no_allow", "today", "color", "quiet", "verbose")
)


def _run(words: tuple[str, ...], warn_only: bool, **fields: Any) -> int:
    request = Request(sources=("process:",), is_of_process=True, **fields)
    try:
        code = _check(request)
    except Exception as error:
        if isinstance(error, UsageError) or not warn_only:
            raise
        code = EXIT_INCOMPLETE
        say(f"internal error: {type(error).__name__} (internal-error)")  # no more of it: it can hold a value
    if code != EXIT_CLEAN:
        if not warn_only:
            say("the command is not started")
            return code
        say("the command is started nevertheless, because of --warn-only")
    return become(words, os.environ)


def _check(request: Request) -> int:
    """The exit code of the check, after its report is out."""
    report = run(request)
    if request.verbose:
        for source in report.sources:
            say(f"read {source.source}: {source.variables} variable{'s' if source.variables != 1 else ''}")
    return publish(report, "text", request.color, quiet=request.quiet, on_stderr=True)


def become(words: tuple[str, ...], variables: Mapping[str, str]) -> int:
    """Turn this process into a command; gives an exit code where that cannot be, and on Windows that of the command."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    try:
        if os.name == "nt":  # there a process cannot become another one
            import subprocess

            return subprocess.call(words)  # noqa: S603
        _restore_signals()
        os.execvpe(words[0], words, _as_given(variables))  # noqa: S606
    except (FileNotFoundError, NotADirectoryError, ValueError):  # the last where the word is empty
        code, reason, hint = EXIT_NOT_FOUND, "there is no such command", "Look at its spelling, and at PATH."
    except PermissionError:
        code, reason, hint = EXIT_NOT_EXECUTABLE, "it cannot be executed", "Make it executable (chmod +x)."
    except OSError:
        code, reason, hint = EXIT_NOT_EXECUTABLE, "it cannot be started", "Is it a program, and a script's first line right?"
    say(f"{words[0]}: {reason}", hint)
    return code


def _restore_signals() -> None:
    """Let the command have the signals that Python ignores for itself, and would leave ignored."""
    import signal

    for name in ("SIGPIPE", "SIGXFSZ"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)


def _as_given(variables: Mapping[str, str]) -> Mapping[str, str]:
    """The variables without the one that Python sets for itself where no locale is (PEP 538), as far as the system tells."""
    name = "LC_CTYPE"
    if name not in variables:
        return variables
    try:
        with open("/proc/self/environ", "rb") as file:
            given = file.read().split(b"\0")
    except OSError:
        return variables
    if not any(given) or any(each.startswith(f"{name}=".encode()) for each in given):
        return variables
    return {key: value for key, value in variables.items() if key != name}


command = click.Command(
    "run",
    callback=_run,
    context_settings={"allow_interspersed_args": False},  # what stands behind the command's name is its own
    params=[
        click.Argument(("words",), nargs=-1, required=True, type=click.UNPROCESSED, metavar="COMMAND [ARGUMENT]..."),
        *(click_option(option) for option in OPTIONS if option.field in _FIELDS),
        click.Option(("--warn-only",), is_flag=True, help="Start the command whatever is found."),
    ],
    help="""Check the variables of this process, then become COMMAND.

    Only those variables are read that the schema names: that of --schema, of --service, or of the only service in the config.
    What is found goes to standard error. If it is nothing at or above --fail-on, the process becomes COMMAND, with the same
    variables, streams and process id: signals and the exit code are the command's. Else it ends in the exit code of the
    check, and COMMAND is not started.
    """,
)
