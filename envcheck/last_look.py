"""The last look at a report before it leaves: no message has room for a value, and this is held against what was read."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import NoReturn

#: Shorter values are words and numbers that a text may hold for reasons of its own.
LEAST = 8
#: So are longer ones that are nothing but words, as addresses and paths are made of.
_OF_WORDS = "abcdefghijklmnopqrstuvwxyz-_./:+ "
_LEAST_OF_WORDS = 24

#: How many characters are taken apart at once: all parts of a large report together would need more memory than all else.
_BLOCK = 65_536


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
        """Whether a value of ``LEAST`` characters or more, that is not made of a few words, is in a text as it is read."""
        heads: dict[str, list[str]] = {}
        for values in self._values:
            for value in values.values():
                if len(value) >= LEAST and (len(value) >= _LEAST_OF_WORDS or value.strip(_OF_WORDS)):
                    heads.setdefault(value[:LEAST], []).append(value)
        tails = {value[-LEAST:] for same in heads.values() for value in same}
        wanted = heads.keys() | tails
        found: set[str] = set()
        for start in range(0, len(text), _BLOCK):
            found |= _parts(text[start : start + _BLOCK + LEAST]) & wanted
        suspects = {value for head in found & heads.keys() for value in heads[head] if value[-LEAST:] in found and value in text}
        if not suspects:
            return False
        excuses = list(self._excuses())
        return any(all(value not in excuse for excuse in excuses) for value in suspects)

    def _excuses(self) -> Iterator[str]:
        """Texts whose parts are no secrets: looked at only where something was found."""
        from envcheck.errors import SourceError
        from envcheck.files import read_text
        from envcheck.rules.all import RULES

        yield from (rule.docstring for rule in RULES.values())
        yield from (*self._names, *self._paths)
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


def _parts(text: str) -> set[str]:
    # Those at the end are shorter than any that is looked for.
    return {text[start : start + LEAST] for start in range(len(text))}
