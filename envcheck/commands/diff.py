"""``envcheck diff``."""

from __future__ import annotations

from typing import Any

import click

from envcheck.commands.common import click_option
from envcheck.console import execute
from envcheck.options import OF_DIFF
from envcheck.run import Request
from envcheck.run_diff import run


def _run(left: str, right: str, **fields: Any) -> int:
    return execute(Request(sources=(left, right), **fields), run)


command = click.Command(
    "diff",
    callback=_run,
    params=[
        click.Argument(("left",), metavar="STAGING"),
        click.Argument(("right",), metavar="PRODUCTION"),
        *map(click_option, OF_DIFF),
    ],
    help="""Hold two environments against each other.

    STAGING and PRODUCTION are names of environments in the config, or two sources. What each variable is on either side is
    compared, and what the schema says under "between": a value is never shown.
    """,
)
