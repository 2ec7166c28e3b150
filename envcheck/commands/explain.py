"""``envcheck explain``."""

from __future__ import annotations

import shutil

import click

from envcheck.console import print_text
from envcheck.errors import UsageError, did_you_mean
from envcheck.pages import for_terminal, page_of
from envcheck.rules.all import RULES
from envcheck.symptoms import rules_of


@click.command("explain")
@click.argument("subject", metavar="RULE|TEXT")
def command(subject: str) -> None:
    """Show the page of a RULE, or the rules that a TEXT from a log points to.

    The TEXT is one line of a log, in quotes, or a part of one: "Network is unreachable". Where it points to one rule alone,
    its page is shown.
    """
    if subject in RULES:
        found = [RULES[subject]]
    else:
        found = [match.rule for match in rules_of(subject, RULES.values())]
    if not found:
        raise _nothing(subject)
    if len(found) == 1:
        width = min(shutil.get_terminal_size().columns, 100)
        print_text(for_terminal(page_of(found[0]), width))
        return
    print_text("The text points to these rules, the likeliest first:\n\n")
    for rule in found:
        print_text(f"  {rule.id:<28} {rule.summary}\n")
    print_text("\nenvcheck explain RULE shows the page of one.\n")


def _nothing(subject: str) -> UsageError:
    """What to say where a word is no rule, or a text points to none; a text from a log may hold a secret, and is not repeated."""
    near = did_you_mean(subject, list(RULES)) if " " not in subject else ""
    if near:
        return UsageError("there is no rule of that name", hint=near)
    return UsageError("no rule quotes that text", hint="Give the line that names the error; envcheck rules lists all rules.")
