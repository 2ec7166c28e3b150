"""Readers of sources, a module a kind."""

from __future__ import annotations

import os

from envcheck.errors import SourceError, UsageError, did_you_mean
from envcheck.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from envcheck.model import Environment

#: An environment group on Render, which several services may share; only the word before the colon tells it.
GROUP = "render-group"

#: What a source can be called: ``KIND:TARGET``.
KINDS = ("dotenv", "render-export", GROUP, "json")

#: Kinds of source that are deployed, and on which platform, whatever the environment is called.
PLATFORM_OF_KIND = {"render-export": "render", GROUP: "render"}


class Target(NamedTuple):
    """A source as the user names it; ``kind`` is None where the content tells."""

    kind: str | None
    path: str


def parse_target(text: str) -> Target:
    """The kind and the path of ``KIND:TARGET`` or of a plain path. Raises UsageError for a kind that does not exist."""
    if not text:
        raise UsageError("a source is named by an empty text", hint="Name a file, or - for standard input.")
    kind, colon, path = text.partition(":")
    if not colon or not _is_word(kind) or os.path.exists(text):
        return Target(None, text)
    if kind in KINDS:
        if not path:
            raise UsageError(f"'{text}' names no file", hint=f"Try: {kind}:FILE")
        return Target(kind, path)
    raise UsageError(f"'{kind}' is no kind of source", hint=did_you_mean(kind, list(KINDS)))


def _is_word(kind: str) -> bool:
    """Whether what stands before a colon is written as kinds are; else the colon is a part of a path."""
    return kind.isascii() and kind.replace("-", "").isalpha()


def standard_input() -> str:
    """The text of standard input, of at most ``MAX_BYTES``."""
    import sys

    from envcheck.files import MAX_BYTES, decode

    try:
        data = sys.stdin.buffer.read(MAX_BYTES + 1) if sys.stdin is not None else None
    except OSError:
        data = None
    if data is None:
        raise SourceError("unreadable-file", "it is closed, or cannot be read", hint="Name a file.")
    return decode(data)


def read(text: str, target: Target, *, is_file: bool, whole: bool) -> Environment:
    """The variables of a source's text. Raises SourceError where it cannot be read as a whole."""
    from envcheck.sources import dotenv_file

    kind = target.kind if target.kind not in (None, GROUP) else _kind_of(text, target.path)
    if kind == "dotenv":
        environment = dotenv_file.read(text, path=target.path, is_file=is_file)
    else:
        from envcheck.sources import render_export

        environment = render_export.read(text, path=target.path, is_file=is_file, whole=whole)
    if target.kind in ("json", GROUP):
        environment.sources[0].kind = target.kind
    if not (environment.values or environment.unread or environment.non_text):
        raise SourceError("no-variables", "there are no variables in it", hint="Is it the file that was meant?")
    return environment


def _kind_of(text: str, path: str) -> str:
    start = text.lstrip()[:2]
    if start[:1] in ("{", "[") or path.endswith(".json"):  # an answer that is no list is no .env text either
        return "render-export"
    if path.endswith((".yaml", ".yml")):
        raise SourceError("unknown-kind", "YAML is not read as a source by this version")
    if start[:1] == "<" and (start[1:].isalpha() or start[1:] in ("!", "?")):
        raise SourceError("unknown-kind", "a page of HTML or XML, not variables", hint="Fetch it again, and save the answer.")
    return "render-export" if _is_scalar(text.strip()) else "dotenv"


def _is_scalar(text: str) -> bool:
    """Whether a text is a JSON text, a number, a boolean or null, as a server may answer instead of variables."""
    if "\n" in text:
        return False
    if text[:1] == '"' == text[1:][-1:]:  # `"A"="b"` is an assignment
        return '"' not in text[1:-1].replace("\\\\", "").replace('\\"', "")
    return text in ("null", "true", "false") or (text[-1:].isdigit() and not text.strip("+-.0123456789eE"))
