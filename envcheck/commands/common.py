"""What the commands share: the options of a request, for click."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from envcheck.run import Request

if TYPE_CHECKING:
    from envcheck.options import Option


def click_option(option: Option) -> click.Option:
    """An option of the table, for click."""
    kinds: dict[str, dict[str, Any]] = {
        "text": {"metavar": option.metavar},
        "list": {"metavar": option.metavar, "multiple": True},
        "choice": {"type": click.Choice(option.choices), "show_default": True},
        "flag": {"is_flag": True},
        "count": {"count": True},
    }
    default = Request._field_defaults[option.field]
    return click.Option((*option.names, option.field), help=option.help, default=default, **kinds[option.kind])
