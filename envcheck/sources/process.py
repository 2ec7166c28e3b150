"""The variables of this process itself, of which only those are taken that a schema names."""

from __future__ import annotations

from envcheck.model import Environment, Location, NonText, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: What reports call the source; no file has this name.
PATH = "<process>"

_NOT_UTF8 = "bytes that are not UTF-8"
_ENCODE = "Set it to text in UTF-8; encode what is no text, as base64 for example."


def read(variables: Mapping[str, str], is_named: Callable[[str], bool]) -> Environment:
    """Those of the variables that are named; the rest is neither counted nor looked at."""
    values: dict[str, str] = {}
    non_text: list[NonText] = []
    for name in sorted(filter(is_named, variables)):  # in one order, however the process got them
        if _is_text(variables[name]):
            values[name] = variables[name]
        else:
            non_text.append(NonText(name, _NOT_UTF8, Location(PATH), _ENCODE))
    source = Source("process", PATH, lambda name: (None, None, None), is_file=False)
    return Environment((source,), values, non_text=tuple(non_text))


def _is_text(value: str) -> bool:
    """Whether every byte was read as UTF-8; Python keeps those that were not as lone surrogates."""
    return value.isascii() or not any("\ud800" <= character <= "\udfff" for character in value)
