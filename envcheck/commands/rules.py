"""``envcheck rules``."""

from __future__ import annotations

import click

from envcheck.console import print_text
from envcheck.pages import by_family


@click.command("rules")
@click.option("--format", type=click.Choice(("text", "json")), default="text", show_default=True, help="How to list them.")
def command(format: str) -> None:
    """List all rules: family, id, severity, and what each finds."""
    if format == "json":
        import json

        rows = [
            {"id": rule.id, "family": rule.family, "severity": rule.severity, "summary": rule.summary, "since": rule.since}
            for rules in by_family().values()
            for rule in rules
        ]
        print_text(json.dumps({"schema_version": 1, "rules": rows}, indent=2) + "\n")
        return
    for family, rules in by_family().items():
        print_text(f"{family}\n")
        for rule in rules:
            print_text(f"  {rule.id:<28} {rule.severity:<8} {rule.summary}\n")
