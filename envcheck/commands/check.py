"""``envcheck check``."""

from __future__ import annotations

from typing import Any

import click

from envcheck.commands.common import click_option
from envcheck.console import execute
from envcheck.options import OPTIONS
from envcheck.run import Request, run


def _run(sources: tuple[str, ...], **fields: Any) -> int:
    return execute(Request(sources=sources, **fields), run)


command = click.Command(
    "check",
    callback=_run,
    params=[click.Argument(("sources",), nargs=-1, metavar="[SOURCE]..."), *map(click_option, OPTIONS)],
    help="""Check sources, or every configured service and environment.

    A SOURCE is a .env file, an export of a service on Render or a blueprint (render.yaml, or render.yaml#SERVICE), told by its
    content; - is standard input. KIND:PATH says the kind: dotenv, render-export, render-group, json, blueprint. Without SOURCE
    everything in envcheck.toml is checked.
    """,
)
