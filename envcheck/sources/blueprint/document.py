"""A blueprint as a document: its services, databases and environment groups, wherever in it they stand."""

from __future__ import annotations

from envcheck.errors import SourceError
from envcheck.facts.blueprint import TELLING
from envcheck.records import NamedTuple
from envcheck.yaml_text import YamlText
from envcheck.yaml_tree import YamlList, YamlMap, YamlScalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from envcheck.declaration import Spot
    from envcheck.yaml_tree import Place, YamlNode

_KINDS = ("services", "databases", "envVarGroups")


class Item(NamedTuple):
    """A service, a database or a group; ``environment`` is the one of a project that it stands in, ``scope`` tells all of them
    apart. It holds text of the file, so the repr is closed.
    """

    name: str
    node: YamlMap
    environment: str | None
    scope: int

    def __repr__(self) -> str:
        return "Item(…)"


class Document:
    """What a blueprint declares; keeps the text, so its repr is closed."""

    __slots__ = ("_lines", "comments", "databases", "groups", "lines_of_comments", "root", "services", "telling")

    def __init__(self, text: str) -> None:
        document = YamlText(text)
        self._lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self.comments = document.comments
        self.root = _root(document)
        self.lines_of_comments = [each.place.line for each in self.comments]
        self.telling = frozenset((*self.lines_of_comments, *_lines_of_values(self.root)))
        self.services: list[Item] = []
        self.databases: list[Item] = []
        self.groups: list[Item] = []
        for scope, (node, environment) in enumerate(self._scopes()):
            for kind, into in zip(_KINDS, (self.services, self.databases, self.groups), strict=True):
                for item in self.maps_in(node, kind):
                    # Without a name it is still read; what has a name of its own is never called so.
                    name = text_of(item.get("name")) or f"line {item.place.line}"
                    into.append(Item(name, item, environment, scope))
        self.services.sort(key=lambda each: each.node.place)

    def _scopes(self) -> Iterator[tuple[YamlMap, str | None]]:
        """The mappings that hold resources, each with its environment."""
        yield self.root, None
        ungrouped = self.root.get("ungrouped")
        if isinstance(ungrouped, YamlMap):
            yield ungrouped, None
        for project in self.maps_in(self.root, "projects"):
            for environment in self.maps_in(project, "environments"):
                yield environment, text_of(environment.get("name"))

    def maps_in(self, node: YamlMap, key: str) -> list[YamlMap]:
        """The mappings of the list behind a key. Raises SourceError for what is no list of mappings."""
        member = node.members.get(key)
        if member is None or _is_nothing(member.value):
            return []
        if isinstance(member.value, YamlMap) and key == "services":
            hint = "It looks like a compose file; a blueprint has a list of services."
            raise self.unknown("services is a mapping, not a list", member.key.place, hint)
        if not isinstance(member.value, YamlList):
            raise self.unknown(f"{key} is not a list", member.key.place)
        for item in member.value.items:
            if not isinstance(item, YamlMap) and not _is_nothing(item):
                raise self.unknown(f"an entry of {key} is not a mapping", item.place)
        return [item for item in member.value.items if isinstance(item, YamlMap)]

    def spot(self, place: Place, before: str = "") -> Spot:
        """Where something stands; its line alone where something else than its key, and ``before``, stands before it."""
        import re

        start = self._lines[place.line - 1][: place.column - 1]
        if re.fullmatch(rf"[\s-]*\{{?\s*(?:[\"']?key[\"']?\s*:\s*[\"']?\w+[\"']?\s*,\s*)?(?:{before}\s*:\s*)?", start):
            return place.line, place.column, place.end_column
        return place.line, None, None

    def unknown(self, message: str, place: Place, hint: str = "") -> SourceError:
        """The error for a part that cannot be read."""
        hint = hint or "See render.com/docs/blueprint-spec."
        return SourceError("unknown-shape", message, hint=hint, line=place.line, column=place.column)

    def __repr__(self) -> str:
        return "Document(…)"


def text_of(node: YamlNode | None) -> str | None:
    """The text of a scalar that is not null."""
    return node.text if isinstance(node, YamlScalar) and node.kind != "null" else None


def _lines_of_values(node: YamlNode) -> Iterator[int]:
    """The lines on which values of variables begin."""
    todo = [node]
    while todo:
        node = todo.pop()
        if isinstance(node, YamlList):
            todo += node.items
        elif isinstance(node, YamlMap):
            for key, member in node.members.items():
                if key in ("value", "previewValue"):
                    yield member.value.place.line
                todo.append(member.value)


def _is_nothing(node: YamlNode) -> bool:
    return isinstance(node, YamlScalar) and node.kind == "null"


def _root(document: YamlText) -> YamlMap:
    root, hint = document.root, "Is it the file that was meant?"
    if root is None:
        raise SourceError("no-variables", "no variables: the file is blank", hint=hint)
    if isinstance(root, YamlMap):
        if not TELLING.isdisjoint(root.members):
            return root
        if "envVars" in root.members:
            hint = "Put the service into a list behind services."
    raise SourceError("unknown-shape", "not a blueprint: it has neither services nor databases, groups or projects", hint=hint)
