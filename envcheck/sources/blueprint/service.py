"""One service of a blueprint, with all that the file says of it."""

from __future__ import annotations

from bisect import bisect_left
from difflib import get_close_matches

from envcheck.declaration import EMPTY, VALUE, Aside, Declaration, Resource, Stray
from envcheck.errors import SourceError
from envcheck.facts.blueprint import ANY_FIELD, FIELDS, GROUP_FIELDS, ROOT, TYPES
from envcheck.model import Declared, Environment, Location, Repeated, Source
from envcheck.sources.blueprint.document import text_of
from envcheck.sources.blueprint.entries import Entries
from envcheck.yaml_tree import YamlList, YamlMap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from envcheck.declaration import Spot
    from envcheck.sources.blueprint.document import Document, Item

#: What the sources are called; ``envcheck.sources`` has the words.
_KIND, _GROUP = "blueprint", "render-group"


def is_showable(name: str) -> bool:
    """Whether the name of a service or a group can be printed: it is no secret that was pasted."""
    from envcheck.rules.names import is_showable as is_showable_variable

    words = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in name)
    return name.isprintable() and is_showable_variable(f"_{words}")


class Reader:
    """Reads services of one document, the entries of each group once; holds values, so the repr is closed."""

    def __init__(self, document: Document, path: str, is_file: bool) -> None:
        self._document = document
        self._path = path
        self._is_file = is_file
        self._known: dict[int, Entries] = {}
        self._resources: tuple[Resource, ...] | None = None
        self._unlinked: list[Item] | None = None

    def is_of(self, document: Document, path: str, is_file: bool) -> bool:
        """Whether it reads this document as that file."""
        return self._document is document and (self._path, self._is_file) == (path, is_file)

    def __repr__(self) -> str:
        return "Reader(…)"

    def parts(self, service: Item) -> list[Environment]:
        """The groups that a service is linked to, then the service."""
        linked, outside = self._linked(service)
        parts = [self._environment(group, _GROUP) for group in linked]
        mine = self._environment(service, _KIND)
        mine.unsupplied = tuple(name for name, _ in outside)
        mine.declarations = (self._declaration(service, linked, outside),)
        return [*parts, mine]

    def _entries(self, item: Item) -> Entries:
        key = id(item.node)
        if key not in self._known:
            is_group = any(item is group for group in self._document.groups)
            self._known[key] = Entries(self._document, item.node, item.name if is_group else "")
        return self._known[key]

    def _linked(self, service: Item) -> tuple[list[Item], list[tuple[str, Spot]]]:
        """The groups of the file that a service is linked to, and what the others are called."""
        linked, outside = [], []
        for name, spot in dict(self._entries(service).groups).items():
            same = [each for each in self._document.groups if each.name == name]
            near = [each for each in same if each.scope == service.scope] or same
            if near:
                linked.append(near[0])
            else:
                outside.append((name if is_showable(name) else f"on line {spot[0]}", spot))
        return linked, outside

    def _environment(self, item: Item, kind: str) -> Environment:
        path, entries = self._path, self._entries(item)
        called = f"{path}#{item.name}" if is_showable(item.name) else path
        source = Source(kind, path, entries.spots.__getitem__, is_file=self._is_file, called=called)
        source.groups = (item.name,) if kind == _GROUP else ()
        declared = {
            name: Declared(name, entry.how if entry.how != VALUE else entry.found, Location(path, *entry.spot))
            for name, entry in entries.entries.items()
            if name not in entries.values and entry.how != EMPTY
        }
        repeated = tuple(
            Repeated(name, is_same, Location(path, *earlier), Location(path, *later))
            for name, is_same, earlier, later in entries.repeated
        )
        return Environment((source,), entries.values, repeated=repeated, declared=declared)

    def _declaration(self, service: Item, linked: list[Item], outside: list[tuple[str, Spot]]) -> Declaration:
        read = [self._entries(each) for each in (*linked, service)]
        node = service.node
        if self._resources is None:
            self._resources = tuple(self._all_resources())
        return Declaration(
            self._path,
            service.name,
            _type(node),
            text_of(node.get("region")),
            text_of(node.get("branch")),
            service.environment,
            self._document.spot(node.members["name"].value.place, "name") if "name" in node.members else _line(node),
            tuple(entry for entries in read for entry in entries.entries.values()),
            self._resources,
            tuple(_strays(self._document, service, linked, read)),
            tuple(each.name for each in linked),
            tuple(outside),
            tuple(_comments(self._document, service)),
            self._document.telling,
            (*(each for entries in read for each in entries.asides), *self._of_nobody(service)),
        )

    def _of_nobody(self, service: Item) -> Iterator[Aside]:
        """What groups have that no service is linked to; it is told with the first service that has variables."""
        if service is not _first(self._document):
            return
        if self._unlinked is None:
            used = {id(group.node) for each in self._document.services for group in self._groups_of(each)}
            self._unlinked = [each for each in self._document.groups if id(each.node) not in used]
        for group in self._unlinked:
            entries = self._entries(group)
            yield from (Aside(each, entries.values.get(each.name), "value") for each in entries.entries.values())
            yield from entries.asides

    def _groups_of(self, service: Item) -> list[Item]:
        try:
            return self._linked(service)[0]
        except SourceError:  # in another service than the one that is read, which is told where that is
            return []

    def _all_resources(self) -> Iterator[Resource]:
        for each in self._document.services:
            is_open, names = True, frozenset[str]()
            try:
                linked, outside = self._linked(each)
                names = names.union(*(self._entries(one).entries for one in (*linked, each)))
                is_open = bool(outside)
            except SourceError:  # in another service than the one that is read, which is told where that is
                pass
            yield Resource("service", each.name, _type(each.node), text_of(each.node.get("region")), names, is_open)
        for each in self._document.databases:
            region = text_of(each.node.get("region"))
            yield Resource("database", each.name, "", region)
            replicas = each.node.get("readReplicas")
            for replica in replicas.items if isinstance(replicas, YamlList) else ():
                name = text_of(replica.get("name")) if isinstance(replica, YamlMap) else None
                if name is not None:
                    yield Resource("database", name, "", region)


def _first(document: Document) -> Item:
    """The service with which that is told which is about none."""
    return next((each for each in document.services if "envVars" in each.node.members), document.services[0])


def _line(node: YamlMap) -> Spot:
    return node.place.line, None, None


def _type(node: YamlMap) -> str:
    """The type of a service; of a site of files alone ``static``, which is written as a runtime."""
    return "static" if _runtime(node) == "static" else text_of(node.get("type")) or ""


def _runtime(node: YamlMap) -> str | None:
    return text_of(node.get("runtime")) or text_of(node.get("env"))


def _strays(document: Document, service: Item, linked: Iterable[Item], read: Iterable[Entries]) -> Iterator[Stray]:
    """What the schema does not know near a service; what stands at the root is told with the first that has variables."""
    if _first(document) is service:
        yield from _unknown(document, document.root, "the blueprint", ROOT)
    node, kind = service.node, _type(service.node)
    yield from _unknown(document, node, "the service", FIELDS.get(kind, ANY_FIELD))
    if not text_of(node.get("name")):
        yield Stray("the service", "name", document.spot(node.place), problem="is missing")
    if "type" not in node.members:
        yield Stray("the service", "type", document.spot(node.place), problem="is missing")
    elif text_of(node.get("type")) not in TYPES:
        yield Stray("the service", "type", document.spot(node.members["type"].key.place), problem="is none that the schema knows")
    if _runtime(node) in ("docker", "image") and "startCommand" in node.members and kind in FIELDS:
        problem = "has no effect where an image runs; dockerCommand has"
        yield Stray("the service", "startCommand", document.spot(node.members["startCommand"].key.place), problem=problem)
    for group in linked:
        yield from _unknown(document, group.node, "a group", GROUP_FIELDS)
    for entries in read:
        yield from entries.strays


def _unknown(document: Document, node: YamlMap, owner: str, known: frozenset[str]) -> Iterator[Stray]:
    for name, member in node.members.items():
        if name not in known:
            near = get_close_matches(name, sorted(known), n=1, cutoff=0.75)
            problem = "is no field of this type of service" if owner == "the service" and name in ANY_FIELD else ""
            yield Stray(owner, name, document.spot(member.key.place), near[0] if near else "", problem)


def _comments(document: Document, service: Item) -> Iterator[tuple[int, str]]:
    """The comments from a service up to the next; those before all services are near the first."""
    starts = [each.node.place.line for each in document.services]
    index = next(index for index, each in enumerate(document.services) if each is service)
    begin = starts[index] if index else 0
    end = starts[index + 1] if index + 1 < len(starts) else None
    lines = document.lines_of_comments
    last = len(lines) if end is None else bisect_left(lines, end)
    for comment in document.comments[bisect_left(lines, begin) : last]:
        yield comment.place.line, comment.text
