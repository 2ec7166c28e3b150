"""The grammar of .env text: any text by python-dotenv's own parser, and where in a text its values stand."""

from __future__ import annotations

import re

from envcheck.errors import SourceError
from envcheck.files import refuse_many_defects
from envcheck.model import Environment, Location, Repeated, Source, Unread
from envcheck.sources.dotenv_file import bare, is_comment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dotenv.parser import Binding

# python-dotenv takes quadratic time for a run of blanks: 0.6 s for 20,000 of them, hours for 10 MB.
MAX_BLANKS = 256

_QUOTES = ('"', "'")


def read(text: str, *, path: str, is_file: bool = True) -> Environment:
    """The environment of any text with universal newlines."""
    _refuse_long_blanks(text)
    places = ValuePlaces(text)
    lines: dict[str, int] = {}
    values: dict[str, str] = {}
    valueless: set[str] = set()
    repeated: list[Repeated] = []
    comments: set[str] = set()
    unread: list[Unread] = []
    for line, statement, binding in bindings(text):
        name = binding.key
        if binding.error or (name is not None and binding.value is None):
            unread.append(Unread(Location(path, line), _names(statement), _reason(statement)))
            refuse_many_defects(len(unread))
        if name is None:
            continue
        comments.discard(name)
        if binding.value is None:  # python-dotenv forgets the value that an earlier line gave
            valueless.add(name)
            continue
        valueless.discard(name)
        if is_comment(statement[_equals(statement, 0) + 1 :].partition("\n")[0]):
            comments.add(name)
        if name in values:
            both = (Location(path, *places.find(each)) for each in (lines[name], line))
            repeated.append(Repeated(name, values[name] == binding.value, *both))
        values[name], lines[name] = binding.value, line
    for name in valueless:
        values.pop(name, None)
    source = Source("dotenv", path, lambda name: places.find(lines[name]), is_file=is_file)
    return Environment((source,), values, unread=tuple(unread), repeated=tuple(repeated), comments=frozenset(comments))


def bindings(text: str) -> Iterator[tuple[int, str, Binding]]:
    """What python-dotenv reads, statement by statement: the line and the text of each, without the blank lines above it."""
    from io import StringIO

    from dotenv.parser import parse_stream

    # The parser drops one byte order mark, and ours is gone already.
    for binding in parse_stream(StringIO("\ufeff" + text)):
        statement = binding.original.string.lstrip()
        yield binding.original.line + binding.original.string.count("\n", 0, -len(statement) or None), statement, binding


def _refuse_long_blanks(text: str) -> None:
    for run in re.finditer(r"[^\S\n]+", text):
        if run.end() - run.start() > MAX_BLANKS:
            line, column = text.count("\n", 0, run.start()) + 1, run.start() - text.rfind("\n", 0, run.start())
            message = f"more than {MAX_BLANKS} blanks in a row; not read"
            raise SourceError("too-large", message, hint="take the blanks out", line=line, column=column)


class ValuePlaces:
    """Finds where the value of the variable on a line stands; indexes the lines once."""

    __slots__ = ("_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(end.end() for end in re.finditer("\n", text))]

    def find(self, line: int) -> tuple[int, int | None, int | None]:
        """Line, column and end column of the value of a statement that begins on a line."""
        text, first = self._text, self._starts[line - 1]
        equals = _equals(text, first)
        if equals < 0:
            return line, None, None
        line += text.count("\n", first, equals)  # a name in single quotes may span lines
        start = equals + 1
        stop = text.find("\n", start)
        raw = text[start : len(text) if stop < 0 else stop]
        value = raw.strip()
        if value[:1] in _QUOTES:
            begin = start + len(raw) - len(raw.lstrip())
            close = _closing(raw, begin - start)
            end = start + (len(raw) if close < 0 else close + 1)
        else:
            value = bare(raw)
            begin = start + raw.index(value)
            end = begin + len(value)
        before = self._starts[line - 1] - 1
        return line, begin - before, end - before


def _equals(text: str, start: int) -> int:
    """Where the ``=`` behind the name of a statement stands, -1 if there is none."""
    head = re.compile(r"[^\S\n]*(?:export[^\S\n]+)?(?:'[^']+')?[^\n=#]*").match(text, start)
    end = head.end() if head else start
    return end if text.startswith("=", end) else -1


def _closing(text: str, opening: int) -> int:
    """Where the quote that closes an opening one stands, -1 if none does."""
    at = opening + 1
    close = text.find(text[opening], at)
    while close >= 0:
        escape = text.find("\\", at, close)
        if escape < 0:
            return close
        at = escape + 2
        if at > close:
            close = text.find(text[opening], at)
    return -1


def _names(statement: str) -> frozenset[str]:
    """Words where a name would stand, on every line that an unread statement takes."""
    names: set[str] = set()
    for line in statement.split("\n"):
        words = re.split("[=:#]", line, maxsplit=1)[0].split()
        stripped = (word.strip("'\"`,;(){}[]") for word in words)
        names.update(word for word in stripped if word.isidentifier() and word.isascii() and word != "export")
    return frozenset(names)


def _reason(statement: str) -> str:
    """Why python-dotenv cannot read a statement; says nothing of its text."""
    equals = _equals(statement, 0)
    head = re.sub(r"^export(?:\s+|$)", "", statement[: max(equals, 0)] if equals >= 0 else statement)
    name = head.strip()
    if name[:1] == "'" and name.count("'") == 1:
        return "the quote is never closed"
    if re.match(r"[^\s:=#]*:(?:\s|$)", name):
        return "':' stands where '=' belongs"
    if equals < 0:
        return "there is no '='"
    if not name.strip("'"):
        return "the name is missing"
    if len(name.split()) > 1:
        return "a name holds a blank"
    value = statement[equals + 1 :].lstrip()
    if value[:1] not in _QUOTES:
        return "cannot be read"
    close = _closing(value, 0)
    if close < 0:
        return "the quote is never closed"
    if "\n" in value[:close]:
        return "the quote is closed on a later line, and text follows it"
    return "text follows the closing quote"
