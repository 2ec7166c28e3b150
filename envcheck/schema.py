"""Schema files: read strictly, with a place for every word, and references between them."""

from __future__ import annotations

import os

from envcheck.errors import SourceError, UsageError
from envcheck.files import RealPaths, read_text
from envcheck.json_text import JsonText
from envcheck.model import Location
from envcheck.records import NamedTuple
from envcheck.rules.registry import SchemaProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    Pointer = tuple[str | int, ...]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MOST_LEVELS = 64


class SchemaError(UsageError):
    """A schema that cannot be compiled, with everything that is wrong with it."""

    def __init__(self, problems: list[SchemaProblem]) -> None:
        first = problems[0]
        place = ":".join(str(part) for part in first.location[:3] if part is not None)
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(f"{place}: {first.message} ({first.rule}){more}", hint=first.hint)
        self.problems = problems


class Node(NamedTuple):
    """A schema object, or a boolean, at its place in a file."""

    file: SchemaFile
    pointer: Pointer
    value: Any

    @property
    def place(self) -> tuple[Any, ...]:
        """What tells a node from all others."""
        return (self.file.path, *self.pointer)

    def child(self, *keys: str | int) -> Node:
        """The node below, reached by the keys."""
        value = self.value
        for key in keys:
            value = value[key]
        return Node(self.file, (*self.pointer, *keys), value)

    def locate(self) -> Location:
        """Where the node's key, or the node itself, stands."""
        return self.file.locate(self.pointer)

    def path(self) -> str:
        """The node's JSON pointer, as messages show it."""
        return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in self.pointer) or "/"


class SchemaFile:
    """One file of schemas. ``path`` is what the user calls it."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.length = len(text)
        self.json = JsonText(text)

    @property
    def root(self) -> Node:
        """The document as a node."""
        return Node(self, (), self.json.value)

    def locate(self, pointer: Pointer) -> Location:
        """The location of a member's key, or of a list's element."""
        if not pointer:
            return Location(self.path, 1)
        return Location(self.path, *self.json.key_position(pointer))


class SchemaFiles:
    """The schema files of one run, each read once; nothing outside of ``root`` is read through a reference."""

    def __init__(self, root: str) -> None:
        self._root = os.path.realpath(root)
        self._real = RealPaths()
        self._files: dict[str, SchemaFile] = {}

    @property
    def paths(self) -> Iterable[str]:
        """The files that were read, symbolic links resolved."""
        return self._files

    def read(self, path: str) -> SchemaFile:
        """The file at a path. Raises UsageError where it cannot be read as a schema."""
        real = self._real.of(path)
        if real not in self._files:
            try:
                self._files[real] = SchemaFile(path, read_text(path))
            except SourceError as error:
                place = "".join(f":{part}" for part in (error.line, error.column) if part)
                raise UsageError(f"schema {path}{place}: {error.message}", hint=error.hint) from None
        return self._files[real]

    def resolve(self, node: Node, reference: str) -> Node:
        """The node that a ``$ref`` of a node points to. Raises SchemaError."""
        address, _, fragment = reference.partition("#")
        file = node.file if address in ("", _identity(node.file)) else self._neighbour(node, address)
        if fragment and not fragment.startswith("/"):
            return self._anchored(node, file, fragment)
        found = file.root
        for part in fragment.split("/")[1:]:
            found = self._step(node, found, _unescape(part), reference)
        if not isinstance(found.value, (dict, bool)):
            raise _unresolved(node, reference, "what stands there is no schema")
        return found

    def _neighbour(self, node: Node, address: str) -> SchemaFile:
        if ":" in address or address.startswith("/"):
            message = "a reference to another host or an absolute path is not followed"
            raise _unresolved(node, address, message, rule="remote-reference")
        path = os.path.join(os.path.dirname(node.file.path), *_unescape(address).split("/"))
        try:
            is_inside = os.path.commonpath([self._root, os.path.realpath(path)]) == self._root
        except ValueError:  # a NUL or a lone surrogate in the path: no file can have that name
            is_inside = False
        if not is_inside:
            raise _unresolved(node, address, "the file lies outside of the project", rule="remote-reference")
        try:
            return self.read(path)
        except UsageError as error:
            raise _unresolved(node, address, error.message) from None

    def _step(self, node: Node, found: Node, part: str, reference: str) -> Node:
        value = found.value
        if isinstance(value, dict) and part in value:
            return found.child(part)
        if isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            return found.child(int(part))
        raise _unresolved(node, reference, "nothing stands there")

    def _anchored(self, node: Node, file: SchemaFile, anchor: str) -> Node:
        found = [each for each in _objects(file.root) if each.value.get("$anchor") == anchor]
        if len(found) != 1:
            raise _unresolved(node, f"#{anchor}", "no schema has this $anchor" if not found else "two schemas have this $anchor")
        return found[0]


def _identity(file: SchemaFile) -> str | None:
    root = file.json.value
    own = root.get("$id") if isinstance(root, dict) else None
    return own.removesuffix("#") if isinstance(own, str) else None


def _unescape(part: str) -> str:
    if "%" in part:
        from urllib.parse import unquote

        part = unquote(part)
    return part.replace("~1", "/").replace("~0", "~")


def _objects(node: Node) -> list[Node]:
    """Every object below a node where a schema can stand; data of enum, const and the like is left out."""
    found, todo = [], [node]
    while todo:
        each = todo.pop()
        if isinstance(each.value, dict):
            found.append(each)
            todo += [each.child(key) for key in each.value if key not in ("enum", "const", "default", "examples")]
        elif isinstance(each.value, list):
            todo += [each.child(index) for index in range(len(each.value))]
    return found


def _unresolved(node: Node, reference: str, reason: str, *, rule: str = "unresolved-reference") -> SchemaError:
    hint = "Refer to '#/$defs/NAME', or to a file beside this one: 'common.json#/$defs/NAME'."
    return SchemaError([SchemaProblem(rule, f"$ref '{reference}' at {node.path()}: {reason}", node.child("$ref").locate(), hint)])
