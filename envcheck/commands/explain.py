"""``envcheck explain``."""

from __future__ import annotations

import shutil

import click

from envcheck.console import print_text
from envcheck.errors import UsageError, did_you_mean
from envcheck.pages import for_terminal, page_of
from envcheck.rules import RULES


@click.command("explain")
@click.argument("rule")
def command(rule: str) -> None:
    """Show the page of a RULE: what it finds, why it matters, what to do."""
    if rule not in RULES:
        raise UsageError(f"there is no rule '{rule}'", hint=did_you_mean(rule, list(RULES)) or "envcheck rules lists them.")
    width = min(shutil.get_terminal_size().columns, 100)
    print_text(for_terminal(page_of(RULES[rule]), width))
