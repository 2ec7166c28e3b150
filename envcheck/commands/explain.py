"""``envcheck explain``."""

from __future__ import annotations

import shutil

import click

from envcheck.console import print_text
from envcheck.errors import EXIT_CLEAN, EXIT_INCOMPLETE, UsageError, did_you_mean
from envcheck.escape import defused
from envcheck.explain_variable import explain
from envcheck.pages import for_terminal, page_of
from envcheck.rules.all import RULES
from envcheck.rules.names import is_plain_name
from envcheck.run import Request
from envcheck.symptoms import rules_of


@click.command("explain")
@click.argument("subject", metavar="RULE|VARIABLE|TEXT")
@click.option("--config", metavar="FILE", help="Use this config instead of the nearest one.")
def command(subject: str, config: str | None) -> int:
    """Show the page of a RULE, what the config says of a VARIABLE, or the rules that a TEXT from a log points to.

    Of a VARIABLE it shows who reads it, where it is required and why, and which source sets it.
    The TEXT is one line of a log, in quotes, or a part of one: "Network is unreachable". Where it points to one rule alone,
    its page is shown.
    """
    if subject in RULES:
        found = [RULES[subject]]
    else:
        if is_plain_name(subject) and (config is not None or not subject.isalpha() or subject.isupper()):
            lines, is_whole = explain(subject, Request(config=config))
            if lines:
                print_text("\n".join(map(defused, lines)) + "\n")
                return EXIT_CLEAN if is_whole else EXIT_INCOMPLETE
        found = [match.rule for match in rules_of(subject, RULES.values())]
    if not found:
        raise _nothing(subject)
    if len(found) == 1:
        width = min(shutil.get_terminal_size().columns, 100)
        print_text(for_terminal(page_of(found[0]), width))
        return EXIT_CLEAN
    print_text("The text points to these rules, the likeliest first:\n\n")
    for rule in found:
        print_text(f"  {rule.id:<28} {rule.summary}\n")
    print_text("\nenvcheck explain RULE shows the page of one.\n")
    return EXIT_CLEAN


def _nothing(subject: str) -> UsageError:
    """What to say where a word is no rule, or a text points to none; a text from a log may hold a secret, and is not repeated."""
    near = did_you_mean(subject, list(RULES)) if " " not in subject else ""
    if near:
        return UsageError("there is no rule, and no configured variable, of that name", hint=near)
    return UsageError("no rule quotes that text", hint="Give the line that names the error; envcheck rules lists all rules.")
