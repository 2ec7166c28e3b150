"""Comments of .env text that speak to envcheck, and the variables that they stand above."""

from __future__ import annotations

from envcheck.model import Remark
from envcheck.sources.dotenv_file import REMARK, plain_statements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def read(text: str, *, is_plain: bool) -> list[Remark]:
    """The comments ``# envcheck: …`` on lines of their own, in their order.

    ``is_plain`` tells that each line of the text is a statement; in another a comment may be a part of a value.
    """
    names, is_comment = _plain(text) if is_plain else _any(text)
    found: list[tuple[int, str]] = []
    for line, statement in enumerate(text.split("\n"), 1):
        said = _said(statement)
        if said is not None and is_comment(line):
            found.append((line, said))
    lines = {line for line, _ in found}
    remarks = []
    for line, said in found:
        below = line + 1
        while below in lines:
            below += 1
        remarks.append(Remark(line, said, names.get(below), below))
    return remarks


def _said(statement: str) -> str | None:
    """What a comment says to envcheck."""
    head = statement.lstrip()
    said = head[1:].lstrip() if head[:1] == "#" else ""
    return said[len(REMARK) :].strip() if said.startswith(REMARK) else None


def _plain(text: str) -> tuple[dict[int, str], Callable[[int], bool]]:
    return {line: name for line, name, _, _ in plain_statements(text)}, lambda line: True


def _any(text: str) -> tuple[dict[int, str], Callable[[int], bool]]:
    """The names that are set, by line, and the test whether a line is a comment, as python-dotenv reads it."""
    from envcheck.sources.dotenv_grammar import bindings

    names: dict[int, str] = {}
    comments: set[int] = set()
    for line, _, binding in bindings(text):
        if binding.error:
            continue
        if binding.key is None:
            comments.add(line)
        elif binding.value is not None:
            names[line] = binding.key
    return names, comments.__contains__
