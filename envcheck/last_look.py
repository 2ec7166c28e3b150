"""The last look at a finished text before it leaves: no message has room for a value, and this is held against what was read."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import NoReturn

#: Shorter values are words and numbers that a text may hold for reasons of its own.
LEAST = 8


class LastLook:
    """Tells whether a text holds one of the values that a run has read; keeps them, so it is neither shown nor copied.

    ``names`` may be shown whatever is set to the same text: those of variables, services, environments and files. So may what
    stands in ``paths``, the config and the schemas, and what the program itself says of its rules.
    """

    __slots__ = ("_names", "_paths", "_values")

    def __init__(self, values: Sequence[Mapping[str, str]], names: Iterable[str], paths: Sequence[str]) -> None:
        self._values = values
        self._names = names
        self._paths = paths

    def finds_value(self, text: str) -> bool:
        """Whether a value of ``LEAST`` characters or more is in a text, as it is or as JSON and HTML spell it."""
        spelt: dict[str, list[tuple[str, str]]] = {}
        for values in self._values:
            for value in values.values():
                if len(value) >= LEAST:
                    for text_of_it in _spellings(value):
                        spelt.setdefault(text_of_it[:LEAST], []).append((text_of_it, value))
        near = (
            each for start in range(0, len(text), _BLOCK) for each in _parts(text[start : start + _BLOCK + LEAST]) & spelt.keys()
        )
        suspects = {value for part in set(near) for text_of_it, value in spelt[part] if text_of_it in text}
        if not suspects:
            return False
        excuses = list(self._excuses())
        return any(all(value not in excuse for excuse in excuses) for value in suspects)

    def _excuses(self) -> Iterator[str]:
        """Texts whose parts are no secrets: looked at only where something was found."""
        from envcheck.errors import SourceError
        from envcheck.files import read_text
        from envcheck.rules.all import RULES

        yield "\n".join(rule.docstring for rule in RULES.values())
        yield from self._names
        yield from (name for values in self._values for name in values)
        for path in self._paths:
            try:
                yield read_text(path)
            except SourceError:
                continue

    def __repr__(self) -> str:
        return "LastLook(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("what a run has read is neither copied nor pickled")


#: How many characters are taken apart at once: all parts of a large report together would need more memory than all else.
_BLOCK = 65_536


def _parts(text: str) -> set[str]:
    return {text[start : start + LEAST] for start in range(len(text) - LEAST + 1)}


def _spellings(value: str) -> Iterator[str]:
    yield value
    if not (value.isascii() and value.isprintable()) or any(sign in value for sign in "\"'\\<>&"):
        import json
        from html import escape

        yield json.dumps(value, ensure_ascii=False)[1:-1]
        yield json.dumps(value)[1:-1]
        yield escape(value)
