"""Variables from .env text, with the values that python-dotenv reads before any expansion."""

from __future__ import annotations

from envcheck.model import Environment, Location, Repeated, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from envcheck.model import Remark
    from envcheck.sources.dotenv_grammar import ValuePlaces

#: The word at the beginning of a comment that speaks to envcheck.
REMARK = "envcheck:"


def read(text: str, *, path: str, is_file: bool = True) -> Environment:
    """The variables of a .env text, and the statements that give none."""
    if "\r" in text:  # a file opened in text mode has universal newlines
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = read_plain(text, path=path, is_file=is_file)
    if plain is not None:
        return plain
    from envcheck.sources import dotenv_grammar

    environment = dotenv_grammar.read(text, path=path, is_file=is_file)
    if REMARK in text:
        environment.sources[0].remarks = lambda: _remarks(text, is_plain=False)
    return environment


def _remarks(text: str, *, is_plain: bool) -> list[Remark]:
    from envcheck.sources import dotenv_remarks

    return dotenv_remarks.read(text, is_plain=is_plain)


def read_plain(text: str, *, path: str, is_file: bool = True) -> Environment | None:
    """The environment of a text of which every line is plain; None for any other text."""
    scanned = _scan(text)
    return _Plain(text, path, is_file).environment(*scanned) if scanned is not None else None


#: How many characters are split into lines at once: all lines of a large text together leave the processor's cache.
_BLOCK = 16_384


def _blocks(text: str) -> Iterator[str]:
    """The text in parts of whole lines."""
    start = 0
    while (end := text.find("\n", start + _BLOCK)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]


def _scan(text: str) -> tuple[dict[str, str], set[str], bool, bool] | None:
    """The values of a text of which every line is plain; None for any other text.

    With them stand the names that have only a comment as their value, whether no name is set twice, and whether a comment
    speaks to envcheck.
    One loop without calls into own code: a function call a line would cost a fifth of the time.
    """
    values: dict[str, str] = {}
    comments: set[str] = set()
    is_ascii = text.isascii()
    has_remarks = False
    count = 0
    for block in _blocks(text):
        lines = block.split("\n")
        count += len(lines)
        for statement in lines:
            name, equals, raw = statement.partition("=")
            if not equals or not name.isidentifier():
                head = name.strip()
                if head[:1] == "#" or not (head or equals):
                    count -= 1
                    has_remarks = has_remarks or REMARK in statement
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
                if first == "#" and is_comment(raw):
                    comments.add(name)
                value = bare(raw)
            values[name] = value
    return values, comments, len(values) == count, has_remarks


def plain_statements(text: str) -> Iterator[tuple[int, str, str, bool]]:
    """Line, name and value of each assignment of a plain text, and whether it is but a comment."""
    for line, statement in enumerate(text.split("\n"), 1):
        values, comments, *_ = _scan(statement) or ({}, set())
        for name, value in values.items():
            yield line, name, value, name in comments


class _Plain:
    """A text of plain lines; where its variables stand is looked up when it is asked for."""

    def __init__(self, text: str, path: str, is_file: bool) -> None:
        self._text = text
        self._lines: dict[str, int] = {}
        self._places: ValuePlaces | None = None
        self._source = Source("dotenv", path, self._find, is_file=is_file)

    def environment(self, values: dict[str, str], comments: set[str], is_each_once: bool, has_remarks: bool) -> Environment:
        """The environment of what was scanned."""
        if has_remarks:
            self._source.remarks = lambda: _remarks(self._text, is_plain=True)
        if is_each_once:
            return Environment((self._source,), values, comments=frozenset(comments), has_plain_names=True)
        earlier: dict[str, tuple[int, str]] = {}
        repeated: list[Repeated] = []
        for line, name, value, has_comment in plain_statements(self._text):
            (comments.add if has_comment else comments.discard)(name)
            if name in earlier:
                first, other = earlier[name]
                repeated.append(Repeated(name, value == other, self._locate(first), self._locate(line)))
            earlier[name] = line, value
        return Environment((self._source,), values, repeated=tuple(repeated), comments=frozenset(comments))

    def _find(self, name: str) -> tuple[int, int | None, int | None]:
        if not self._lines:
            self._lines = {each: line for line, each, _, _ in plain_statements(self._text)}
        return self._place(self._lines[name])

    def _locate(self, line: int) -> Location:
        return Location(self._source.path, *self._place(line))

    def _place(self, line: int) -> tuple[int, int | None, int | None]:
        if self._places is None:
            from envcheck.sources.dotenv_grammar import ValuePlaces

            self._places = ValuePlaces(self._text)
        return self._places.find(line)


def bare(raw: str) -> str:
    """An unquoted value: what stands behind ``=`` without blanks around it and without its comment."""
    hash_ = raw.find("#")
    while hash_ >= 0:
        if hash_ and raw[hash_ - 1].isspace():
            return raw[:hash_].strip()
        hash_ = raw.find("#", hash_ + 1)
    return raw.strip()


def is_comment(raw: str) -> bool:
    """Whether only a comment stands behind ``=``; ``#0f172a`` right behind it is a value."""
    first = raw[:1]
    return raw[1:2].isspace() if first == "#" else first.isspace() and raw.lstrip()[:1] == "#"
