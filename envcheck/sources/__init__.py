"""Readers of sources, a module a kind."""

from __future__ import annotations

import os

from envcheck.errors import SourceError, UsageError, did_you_mean
from envcheck.files import refuse_many_defects
from envcheck.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from envcheck.model import Environment
    from envcheck.sources.compose import Override

#: An environment group on Render, which several services may share; only the word before the colon tells it.
GROUP = "render-group"

#: What a blueprint declares for a service of Render.
BLUEPRINT = "blueprint"

#: A service on Render as it is now, by its id or its name.
LIVE = "render"

#: What a compose file gives one of its services; where nothing else is said it is development.
COMPOSE = "compose"

#: The variables of this process itself.
PROCESS = "process"

#: What a source can be called, and how its target is written: not at all, where there is but one.
KINDS = {
    **dict.fromkeys(("dotenv", "render-export", GROUP, "json"), "FILE"),
    BLUEPRINT: "FILE#SERVICE",
    COMPOSE: "FILE#SERVICE",
    LIVE: "SERVICE",
    PROCESS: "",
}

#: Kinds of source that are deployed, and on which platform, whatever the environment is called.
PLATFORM_OF_KIND = dict.fromkeys(("render-export", LIVE, GROUP, BLUEPRINT), "render")

#: Kinds of source that tell what the service has got, where a blueprint only tells what was declared.
DEPLOYED = ("render-export", LIVE, GROUP)


class Target(NamedTuple):
    """A source as the user names it; ``kind`` is None where the content tells.

    ``path`` is that of a file, empty where the source is none. ``part`` is the service in it, or the one that is no file.
    """

    kind: str | None
    path: str
    part: str = ""

    @property
    def called(self) -> str:
        """What messages call the source."""
        return f"{self.path}#{self.part}" if self.path and self.part else self.path or self.written.removesuffix(":")

    @property
    def written(self) -> str:
        """The source as the user names it; with a colon where no other word stands, so that it is no path."""
        rest = f"{self.path}#{self.part}" if self.path and self.part else self.path or self.part
        return f"{self.kind}:{rest}" if self.kind is not None else rest


def parse_target(text: str) -> Target:
    """The parts of ``KIND:TARGET`` or of a plain path. Raises UsageError for a kind that does not exist."""
    if not text:
        raise UsageError("a source is named by an empty text", hint="Name a file, or - for standard input.")
    if os.path.exists(text):
        return Target(None, text)
    kind, colon, rest = text.partition(":")
    if KINDS.get(kind) == "":
        if rest:
            raise UsageError(f"'{kind}' is all that the source is called", hint=f"Write {kind} alone.")
        return Target(kind, "")
    if not colon or not _is_word(kind):
        path, _, part = text.rpartition("#")
        return Target(None, path, part) if path.endswith(YAML) else Target(None, text)
    if kind not in KINDS:
        raise UsageError(f"'{kind}' is no kind of source", hint=did_you_mean(kind, list(KINDS)))
    if not rest:
        what = "service" if KINDS[kind] == "SERVICE" else "file"
        raise UsageError(f"'{text}' names no {what}", hint=f"Try: {kind}:{KINDS[kind]}")
    if KINDS[kind] == "SERVICE":
        return Target(kind, "", rest)
    path, _, part = rest.rpartition("#") if KINDS[kind] == "FILE#SERVICE" else ("", "", "")
    return Target(kind, path, part) if path else Target(kind, rest)


#: Ends of names of files that hold several services.
YAML = (".yaml", ".yml")


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


def read(
    text: str,
    target: Target,
    *,
    is_file: bool,
    whole: bool,
    root_of: Callable[[str], str] = os.path.dirname,
    override: Override = "said",
    may_be_empty: bool = False,
) -> list[Environment]:
    """The variables of a source's text, those of groups in it first. Raises SourceError where it cannot be read as a whole.

    ``root_of`` gives the folder that all files must lie in which the one at a path names, ``override`` what becomes of the one
    that Compose lays over a compose file. ``may_be_empty`` tells that a service of several in a file need not have variables.
    """
    try:
        parts = _read(text, target, is_file=is_file, whole=whole, root_of=root_of, override=override, may_be_empty=may_be_empty)
        refuse_many_defects(sum(len(each.unread) + len(each.repeated) + len(each.non_text) for each in parts))
        return parts
    except SourceError as error:
        failure = error
    if failure.line is not None and failure.column is not None:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        before = lines[failure.line - 1][: failure.column - 1] if failure.line <= len(lines) else text
        if before.strip(" \t-[{"):  # it may be a value, and the column would tell how long it is
            failure.column = None
    raise failure.with_traceback(None)


def _read(
    text: str,
    target: Target,
    *,
    is_file: bool,
    whole: bool,
    root_of: Callable[[str], str],
    override: Override,
    may_be_empty: bool,
) -> list[Environment]:
    from envcheck.sources import dotenv_file

    kind = target.kind if target.kind not in (None, GROUP) else _kind_of(text, target.path)
    if kind == COMPOSE:
        from envcheck.sources import compose

        root = root_of(target.path)
        return compose.read(
            text, target.part, path=target.path, root=root, is_file=is_file, override=override, may_be_empty=may_be_empty
        )
    if kind == BLUEPRINT:
        from envcheck.sources import blueprint

        return blueprint.read(text, target.part, path=target.path, is_file=is_file, may_be_empty=may_be_empty)
    if kind == "dotenv":
        environment = dotenv_file.read(text, path=target.path, is_file=is_file)
    elif kind == "json":
        from envcheck.sources import json_export

        environment = json_export.read(text, path=target.path, is_file=is_file, whole=whole)
    else:
        from envcheck.sources import render_export

        environment = render_export.read(text, path=target.path, is_file=is_file, whole=whole)
    if target.kind == GROUP:
        source = environment.sources[0]
        source.kind = GROUP
        source.groups = source.groups or (os.path.splitext(os.path.basename(target.path))[0],)
    if not (environment.values or environment.unread or environment.non_text or environment.declared):
        raise SourceError("no-variables", "there are no variables in it", hint="Is it the file that was meant?")
    return [environment]


def services_of(text: str, target: Target) -> list[tuple[Target, str | None]]:
    """The services of a file that holds several, each with the environment that it stands in. Raises SourceError."""
    kind = target.kind or _kind_of(text, target.path)
    if kind == COMPOSE:
        from envcheck.sources import compose

        return [(Target(kind, target.path, name), None) for name in compose.services_of(text)]
    from envcheck.sources import blueprint

    return [(Target(BLUEPRINT, target.path, name), environment) for name, environment in blueprint.services_of(text)]


def _kind_of(text: str, path: str) -> str:
    start = text.lstrip()[:2]
    if start[:1] in ("{", "[") or path.endswith(".json"):  # an answer that is no list is no .env text either
        return "render-export"
    if path.endswith(YAML):
        from envcheck.sources import compose

        return COMPOSE if compose.is_compose(text) else BLUEPRINT
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
