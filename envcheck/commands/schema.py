"""``envcheck schema``."""

from __future__ import annotations

import click

from envcheck import config as configs
from envcheck.console import publish
from envcheck.discovery import discover
from envcheck.errors import UsageError
from envcheck.options import FORMATS
from envcheck.rules.all import RULES
from envcheck.schema_check import check_schemas


@click.group("schema")
def command() -> None:
    """Work on schemas."""


@command.command("check")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--config", metavar="FILE", help="Use this config instead of the nearest one.")
@click.option("--format", type=click.Choice(FORMATS), default="text", show_default=True, help="How to report.")
@click.option(
    "--color", type=click.Choice(("auto", "always", "never")), default="auto", show_default=True, help="When to colour."
)
def check(files: tuple[str, ...], config: str | None, format: str, color: str) -> int:
    """Judge schemas: those named, or all that the config names."""
    if not files:
        path = config or discover()
        if path is None:
            raise UsageError("no schema is named, and no config names one", hint="Try: envcheck schema check FILE.")
        files = tuple(dict.fromkeys(service.schema for service in configs.load(path, lambda: RULES).services.values()))
    return publish(check_schemas(files), format, color)
