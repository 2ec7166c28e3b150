"""The command line by click: help, mistakes, completion, and every command but the plain form of check."""

from __future__ import annotations

import importlib
import os

import click

from envcheck import __version__
from envcheck.errors import EXIT_INTERRUPTED, EXIT_USAGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

#: The commands, with the line that help shows; each is a module of the same name, imported when it is called.
COMMANDS: dict[str, str] = {
    "check": "Check sources, or everything that is configured.",
    "diff": "Hold two environments against each other.",
    "explain": "Show a rule, a variable of the config, or the rules behind a log line.",
    "rules": "List all rules.",
    "run": "Check the variables of this process, then become a command.",
    "schema": "Work on schemas.",
}


class LazyGroup(click.Group):
    """A group whose help needs no command imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"envcheck.commands.{cmd_name}")
        command = module.command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called, or an error with the one that was perhaps meant."""
        from envcheck.errors import did_you_mean

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            hint = did_you_mean(args[0], list(COMMANDS))
            raise click.UsageError(f"there is no command '{args[0]}'; {hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="envcheck")
def group() -> None:
    """Check the variables of your services before a deploy.

    \b
    Exit codes:
      0  everything asked for was checked, and nothing is at or above --fail-on
      1  everything was checked, and there are findings
      2  the request is wrong: arguments, config or schema
      3  something could not be checked
    """


def run_click(arguments: Sequence[str]) -> int:
    """Run a command and give its exit code."""
    try:
        code = group.main(list(arguments), prog_name="envcheck", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return EXIT_USAGE
    except click.UsageError as error:
        from envcheck.console import say

        named = next((f"envcheck {each}" for each in arguments[:1] if each in COMMANDS), "envcheck")
        command = error.ctx.command_path if error.ctx is not None else named
        say(error.format_message().rstrip("."), f"Try: {command} --help.")
        return EXIT_USAGE
    except click.Abort:
        return EXIT_INTERRUPTED
    except SystemExit:
        if os.environ.get("_ENVCHECK_COMPLETE"):
            raise
        # click's way out where the reader of its output is gone; its code would mean findings
        raise BrokenPipeError from None
    return code if isinstance(code, int) else 0
