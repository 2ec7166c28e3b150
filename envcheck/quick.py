"""The plain form of ``check``, read without click, whose import alone takes as long as three starts of Python."""

from __future__ import annotations

from envcheck.options import OPTIONS
from envcheck.run import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_BY_NAME = {name: option for option in OPTIONS for name in option.names}


def parse(arguments: Sequence[str]) -> Request | None:
    """The request that arguments behind ``check`` plainly make, or None where click has to decide."""
    fields: dict[str, Any] = {}
    sources: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            sources += waiting
            break
        if not argument.startswith("-") or argument == "-":
            sources.append(argument)
            continue
        name, equals, value = argument.partition("=")
        option = _BY_NAME.get(name)
        if option is None or (equals and (option.kind in ("flag", "count") or not name.startswith("--"))):
            return None
        if option.kind == "flag":
            fields[option.field] = True
            continue
        if option.kind == "count":
            fields[option.field] = fields.get(option.field, 0) + 1
            continue
        if not equals:
            value = next(waiting, "-")
            if value.startswith("-"):
                return None
        if option.kind == "choice" and value not in option.choices:
            return None
        if option.kind == "list":
            fields[option.field] = (*fields.get(option.field, ()), value)
        else:
            fields[option.field] = value
    return Request(sources=tuple(sources), **fields)
