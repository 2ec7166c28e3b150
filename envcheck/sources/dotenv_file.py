"""Variables from .env text, with the values that python-dotenv reads before any expansion."""

from __future__ import annotations

import re

from envcheck.errors import SourceError
from envcheck.model import Environment, Location, Source, Unread, Variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

# python-dotenv takes quadratic time for a run of blanks: 0.6 s for 20,000 of them, hours for 10 MB.
MAX_BLANKS = 256

_QUOTES = ('"', "'")


def read(text: str, *, path: str, is_file: bool = True) -> Environment:
    """The variables of a .env text, and the statements that give none."""
    if "\r" in text:  # a file opened in text mode has universal newlines
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    source = Source("dotenv", path, _finder(text), is_file=is_file)
    plain = _scan(text, source)
    return _parse(text, source) if plain is None else plain


def _scan(text: str, source: Source) -> Environment | None:
    """The environment of a text of which every line is plain; None for any other text.

    One loop without calls into own code: a function call a line would cost a fifth of the time.
    """
    variables: dict[str, Variable] = {}
    repeated: list[tuple[Variable, Variable]] = []
    comments: set[str] = set()
    is_ascii = text.isascii()
    for line, statement in enumerate(text.split("\n"), 1):
        name, equals, raw = statement.partition("=")
        if not equals or not name.isidentifier():
            head = name.strip()
            if head[:1] == "#" or not (head or equals):
                continue
            if not equals or head == "export":  # for python-dotenv, `export =x` has no name
                return None
            if head[:6] == "export" and head[6].isspace():
                head = head[6:].lstrip()
            name = head
            if not name.isidentifier():
                return None
        if not (is_ascii or name.isascii()):
            return None
        value = raw.strip()
        first = value and value[0]
        if first == '"' or first == "'":
            close = value.find(first, 1)
            rest = value[close + 1 :].lstrip()
            value = value[1:close]
            if close < 0 or "\\" in value or (rest and rest[0] != "#"):
                return None
        elif "#" in value:
            if first == "#" and _is_comment(raw):
                comments.add(name)
            value = _bare(raw)
        variable = Variable(name, value, line, source)
        earlier = variables.setdefault(name, variable)
        if earlier is not variable:
            repeated.append((earlier, variable))
            variables[name] = variable
            if not _is_comment(raw):
                comments.discard(name)
    return Environment((source,), variables, repeated=tuple(repeated), comments=frozenset(comments))


def _parse(text: str, source: Source) -> Environment:
    """The environment of any text, from python-dotenv's own parser."""
    from io import StringIO

    from dotenv.parser import parse_stream

    _refuse_long_blanks(text)
    variables: dict[str, Variable] = {}
    valueless: set[str] = set()
    repeated: list[tuple[Variable, Variable]] = []
    comments: set[str] = set()
    unread: list[Unread] = []
    # The parser drops one byte order mark, and ours is gone already.
    for binding in parse_stream(StringIO("\ufeff" + text)):
        name = binding.key
        statement = binding.original.string.lstrip()
        line = binding.original.line + binding.original.string.count("\n", 0, -len(statement) or None)
        if binding.error or (name is not None and binding.value is None):
            unread.append(Unread(Location(source.path, line), _names(statement), _reason(statement)))
        if name is None:
            continue
        comments.discard(name)
        if binding.value is None:  # python-dotenv forgets the value that an earlier line gave
            valueless.add(name)
            continue
        valueless.discard(name)
        if _is_comment(statement[_equals(statement, 0) + 1 :].partition("\n")[0]):
            comments.add(name)
        variable = Variable(name, binding.value, line, source)
        if name in variables:
            repeated.append((variables[name], variable))
        variables[name] = variable
    for name in valueless:
        variables.pop(name, None)
    return Environment((source,), variables, tuple(unread), repeated=tuple(repeated), comments=frozenset(comments))


def _refuse_long_blanks(text: str) -> None:
    for run in re.finditer(r"[^\S\n]+", text):
        if run.end() - run.start() > MAX_BLANKS:
            line, column = text.count("\n", 0, run.start()) + 1, run.start() - text.rfind("\n", 0, run.start())
            message = f"more than {MAX_BLANKS} blanks in a row; not read"
            raise SourceError("too-large", message, hint="take the blanks out", line=line, column=column)


def _finder(text: str) -> Callable[[int], tuple[int, int | None, int | None]]:
    """The function that finds the value of the variable on a line; indexes lines when first asked."""
    starts: list[int] = []

    def find(line: int) -> tuple[int, int | None, int | None]:
        if not starts:
            starts.append(0)
            starts.extend(end.end() for end in re.finditer("\n", text))
        equals = _equals(text, starts[line - 1])
        if equals < 0:
            return line, None, None
        line += text.count("\n", starts[line - 1], equals)  # a name in single quotes may span lines
        start = equals + 1
        stop = text.find("\n", start)
        raw = text[start : len(text) if stop < 0 else stop]
        value = raw.strip()
        if value[:1] in _QUOTES:
            begin = start + len(raw) - len(raw.lstrip())
            close = _closing(raw, begin - start)
            end = start + (len(raw) if close < 0 else close + 1)
        else:
            value = _bare(raw)
            begin = start + raw.index(value) if value else start
            end = begin + len(value)
        before = starts[line - 1] - 1
        return line, begin - before, end - before

    return find


def _bare(raw: str) -> str:
    """An unquoted value: what stands behind ``=`` without blanks around it and without its comment."""
    hash_ = raw.find("#")
    while hash_ >= 0:
        if hash_ and raw[hash_ - 1].isspace():
            return raw[:hash_].strip()
        hash_ = raw.find("#", hash_ + 1)
    return raw.strip()


def _is_comment(raw: str) -> bool:
    """Whether only a comment stands behind ``=``; ``#0f172a`` right behind it is a value."""
    first = raw[:1]
    return raw[1:2].isspace() if first == "#" else first.isspace() and raw.lstrip()[:1] == "#"


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
