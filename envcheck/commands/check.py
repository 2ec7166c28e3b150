"""``envcheck check``."""

from __future__ import annotations

from typing import Any

import click

from envcheck.commands.common import click_option
from envcheck.console import execute
from envcheck.options import OPTIONS
from envcheck.run import Request, run
from envcheck.sources import KINDS


def _run(sources: tuple[str, ...], **fields: Any) -> int:
    return execute(Request(sources=sources, **fields), run)


command = click.Command(
    "check",
    callback=_run,
    params=[click.Argument(("sources",), nargs=-1, metavar="[SOURCE]..."), *map(click_option, OPTIONS)],
    help=f"""Check sources, or every configured service and environment.

    A SOURCE is a file, told by its content; - is standard input. Or it says what it is:
    {", ".join(f"{kind}:{target}".removesuffix(":") for kind, target in KINDS.items())}.
    Without SOURCE everything in envcheck.toml is checked.
    """,
)
