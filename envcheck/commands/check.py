"""``envcheck check``."""

from __future__ import annotations

from typing import Any

import click

from envcheck.console import execute
from envcheck.options import OPTIONS, Option
from envcheck.run import Request


def _click_option(option: Option) -> click.Option:
    kinds: dict[str, dict[str, Any]] = {
        "text": {"metavar": option.metavar},
        "list": {"metavar": option.metavar, "multiple": True},
        "choice": {"type": click.Choice(option.choices), "show_default": True},
        "flag": {"is_flag": True},
        "count": {"count": True},
    }
    default = Request._field_defaults[option.field]
    return click.Option((*option.names, option.field), help=option.help, default=default, **kinds[option.kind])


def _run(sources: tuple[str, ...], **fields: Any) -> int:
    return execute(Request(sources=sources, **fields))


command = click.Command(
    "check",
    callback=_run,
    params=[click.Argument(("sources",), nargs=-1, metavar="[SOURCE]..."), *map(_click_option, OPTIONS)],
    help="""Check sources, or every configured service and environment.

    A SOURCE is a .env file or an export of a service on Render, told by its content; - is standard input. KIND:PATH says the
    kind: dotenv, render-export, render-group, json. Without SOURCE everything in envcheck.toml is checked.
    """,
)
