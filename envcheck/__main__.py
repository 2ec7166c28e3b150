"""The way in, and the boundary that turns every way out into an exit code."""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn, TextIO


def main(arguments: Sequence[str] | None = None) -> int:
    """Run envcheck with the arguments of the command line and give its exit code."""
    gc.disable()  # nothing of a run is garbage before its end
    code = _code(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.__stdout__, sys.__stderr__):
        _let_go(stream)
    return code


def run_to_exit() -> NoReturn:
    """Run envcheck, and end the process at once: what a run has made needs no taking apart."""
    os._exit(main())


def _code(arguments: Sequence[str]) -> int:
    try:
        return _dispatch(arguments)
    except KeyboardInterrupt:
        from envcheck.errors import EXIT_INTERRUPTED

        return EXIT_INTERRUPTED
    except BrokenPipeError:
        from envcheck.errors import EXIT_PIPE_CLOSED

        return EXIT_PIPE_CLOSED
    except Exception as error:
        return _report_error(error)


def _let_go(stream: TextIO | None) -> None:
    """Drop what a stream cannot write: the interpreter would try once more at its end, and then end in 120."""
    if stream is None:
        return
    try:
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _dispatch(arguments: Sequence[str]) -> int:
    if arguments and arguments[0] == "check":
        from envcheck.quick import parse

        request = parse(arguments[1:])
        if request is not None:
            from envcheck.console import execute
            from envcheck.run import run

            return execute(request, run)
    from envcheck.cli import run_click

    return run_click(arguments)


def _report_error(error: Exception) -> int:
    from envcheck.console import say
    from envcheck.errors import EXIT_INCOMPLETE, EXIT_USAGE, EnvcheckError, UsageError

    if isinstance(error, EnvcheckError):
        say(error.message, error.hint)
        return EXIT_USAGE if isinstance(error, UsageError) else EXIT_INCOMPLETE
    if isinstance(error, OSError):
        reason = os.strerror(error.errno) if error.errno else "something"
        say(f"the operating system refuses what a run cannot do without: {reason} (system-error)")
        return EXIT_INCOMPLETE
    # neither the message nor the traceback: both can hold a value
    place, trace = "", error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_globals.get("__name__", "")
        if name.startswith("envcheck"):
            place = f" at {name}:{trace.tb_lineno}"
        trace = trace.tb_next
    hint = "This is a defect of envcheck; please report the line above, it holds no value."
    say(f"internal error: {type(error).__name__}{place} (internal-error)", hint)
    return EXIT_INCOMPLETE


if __name__ == "__main__":
    run_to_exit()
