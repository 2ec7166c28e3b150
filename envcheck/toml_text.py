"""TOML as configs have it, read without the library, whose imports take as long as a whole check.

A scanner reads a text in which every line is plain: blank, a comment, a table's name, or a name with a text, a list of
texts or a truth value, on one line. Any other text is for the standard library's parser, mistakes included.
``tests/test_toml_text.py`` holds both equal where both apply.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_TRUTHS = {"true": True, "false": False}
_BLANKS = " \t"


def read_plain(text: str) -> dict[str, Any] | None:
    """The document of a text of which every line is plain; None for any other text."""
    document: dict[str, Any] = {}
    table = document
    headers: set[str] = set()
    for line in text.split("\n"):
        statement = line.strip(_BLANKS)
        if not statement.isprintable():
            return None
        if not statement or statement[0] == "#":
            continue
        if statement[0] == "[":
            name, closed, rest = statement[1:].partition("]")
            found = _table(document, name) if closed and _is_end(rest) and name not in headers else None
            if found is None:
                return None
            headers.add(name)
            table = found
            continue
        name, equals, written = statement.partition("=")
        name = name.rstrip(_BLANKS)
        value = _value(written.lstrip(_BLANKS)) if equals and _is_bare(name) and name not in table else None
        if value is None:
            return None
        table[name] = value
    return document


def _table(document: dict[str, Any], name: str) -> dict[str, Any] | None:
    """The table of a dotted name, made where it is not there."""
    table = document
    for part in name.split("."):
        if not _is_bare(part):
            return None
        table = table.setdefault(part, {})
        if not isinstance(table, dict):
            return None
    return table


def _is_bare(key: str) -> bool:
    return key.isascii() and key.replace("-", "a").replace("_", "a").isalnum()


def _is_end(rest: str) -> bool:
    """Whether nothing but a comment stands behind a statement."""
    rest = rest.lstrip(_BLANKS)
    return not rest or rest[0] == "#"


def _value(written: str) -> str | bool | list[str] | None:
    if written[:1] == "[":
        return _texts(written)
    found = _text(written)
    if found is not None:
        return found[0] if _is_end(found[1]) else None
    return _TRUTHS.get(written.partition("#")[0].rstrip(_BLANKS))


def _text(written: str) -> tuple[str, str] | None:
    """A text in plain quotes, and what stands behind it."""
    quote = written[:1]
    if quote not in ('"', "'"):
        return None
    inside, closed, rest = written[1:].partition(quote)
    if not closed or (quote == '"' and "\\" in inside) or rest[:1] == quote:  # an escape, or three quotes
        return None
    return inside, rest


def _texts(written: str) -> list[str] | None:
    """The texts of a list on one line."""
    texts: list[str] = []
    rest = written[1:].lstrip(_BLANKS)
    while rest[:1] != "]":
        found = _text(rest)
        if found is None:
            return None
        texts.append(found[0])
        rest = found[1].lstrip(_BLANKS)
        if rest[:1] == ",":
            rest = rest[1:].lstrip(_BLANKS)
        elif rest[:1] != "]":
            return None
    return texts if _is_end(rest[1:]) else None
