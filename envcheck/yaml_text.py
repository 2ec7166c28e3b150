"""YAML that knows where each of its values stands.

It is read from the events of PyYAML, so that nothing is ever constructed: no tag makes an object, and no text becomes a number
or a date. Where PyYAML has libyaml, as in all of its wheels, that is what reads: Go's parser, which platforms use, is a
translation of it (both take tabs that PyYAML's own parser refuses), and its time is linear. Both give the same marks.
"""

from __future__ import annotations

from envcheck.errors import SourceError
from envcheck.yaml_tree import Place, YamlComment, YamlList, YamlMap, YamlMember, YamlNode, YamlScalar, kind_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from envcheck.yaml_tree import Kind, Style

MAX_DEPTH = 64
#: Keys and values, those that an alias or a merge key repeats counted each time.
MAX_NODES = 10_000

_NOT_YAML = "not YAML"
_MERGE = "<<"
_CORE = "tag:yaml.org,2002:"
_CORE_KINDS: dict[str, Kind] = {"str": "text", "int": "number", "float": "number", "bool": "boolean", "null": "null"}


class YamlText:
    """A YAML text, read whole; ``root`` is None where it holds no document, or one with nothing in it."""

    __slots__ = ("comments", "root")

    def __init__(self, text: str) -> None:
        builder = _Builder(text.removeprefix("\ufeff"))
        for event in _events(builder):
            builder.take(event)
        self.root: YamlNode | None = builder.root
        self.comments: tuple[YamlComment, ...] = tuple(builder.comments)

    def __repr__(self) -> str:
        return "YamlText(…)"


def _events(builder: _Builder) -> Iterator[Any]:
    """The parser's events, up to its first mistake."""
    import yaml

    events = yaml.parse(builder.text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    while True:
        try:
            event = next(events, None)
        except Exception as error:  # also ValueError, of numbers with too many digits or characters that do not exist
            mistake = builder.mistake(error)
        else:
            if event is None:
                return
            yield event
            continue
        # Raised out here, because the library's error quotes the text and would stay in __context__.
        raise mistake


class _Open:
    """A list or a mapping whose end has not been read."""

    __slots__ = ("anchor", "key", "merge", "node", "start")

    def __init__(self, node: YamlList | YamlMap, anchor: str | None, start: int) -> None:
        self.node = node
        self.anchor = anchor
        self.start = start
        self.key: YamlScalar | None = None
        self.merge: YamlNode | None = None


class _Builder:
    """What has been read so far of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root: YamlNode | None = None
        self.open: list[_Open] = []
        self.anchors: dict[str, YamlNode | None] = {}
        self.nodes = 0
        self.end = 0
        self.lines: list[int] = []
        self.comments: list[YamlComment] = []

    def take(self, event: Any) -> None:
        """Takes an event."""
        kind, start = type(event).__name__, event.start_mark.index
        if start > self.end and "#" in self.text[self.end : start]:
            self.note_comments(self.end, start)
        self.end = max(self.end, event.end_mark.index)
        if kind == "ScalarEvent":
            self.add(self.scalar(event), event.anchor, start)
        elif kind == "AliasEvent":
            self.add(self.target(event, start), None, start)
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            if event.tag not in (None, "!", _CORE + ("map" if kind == "MappingStartEvent" else "seq")):
                raise self.refused_tag(start)
            if len(self.open) == MAX_DEPTH:
                raise self.too_deep(start)
            self.count(1, start)
            place = self.place(start, start)
            self.open.append(_Open(YamlMap(place) if kind == "MappingStartEvent" else YamlList(place), event.anchor, start))
            if event.anchor is not None:
                self.anchors[event.anchor] = None
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            closed = self.open.pop()
            closed.node.place = self.place(closed.start, max(closed.start, self.end))
            if closed.merge is not None and isinstance(closed.node, YamlMap):
                self.merge(closed.node, closed.merge, closed.start)
            self.nodes -= closed.node.size  # add() counts it whole
            self.add(closed.node, closed.anchor, closed.start)
        elif kind == "DocumentEndEvent":
            self.anchors.clear()

    def note_comments(self, start: int, end: int) -> None:
        """Takes the comments between two places at which values end and begin."""
        while True:
            start = self.text.find("#", start, end)
            if start < 0:
                return
            if not start or self.text[start - 1].isspace():
                place = self.place(start, end)
                text = self.text[start : start + place.end_column - place.column]
                self.comments.append(YamlComment(place, text))
                start += len(text)
            else:
                start += 1

    def scalar(self, event: Any) -> YamlScalar:
        """The scalar of an event."""
        start, text = event.start_mark.index, event.value
        style: Style = "quoted" if event.style in ("'", '"') else "block" if event.style in ("|", ">") else "plain"
        kind: Kind | None = kind_of(text) if style == "plain" else "text"
        if event.tag == "!":
            kind = "text"
        elif event.tag is not None:
            kind = _CORE_KINDS.get(event.tag.removeprefix(_CORE)) if event.tag.startswith(_CORE) else None
        if kind is None:
            raise self.refused_tag(start)
        return YamlScalar(self.place(start, event.end_mark.index), text, style, kind)

    def target(self, event: Any, start: int) -> YamlNode:
        """What an alias stands for; a scalar is then where the alias is."""
        if event.anchor not in self.anchors:
            raise self.error("not-yaml", "not YAML: an alias of an anchor that is not above it", start)
        node = self.anchors[event.anchor]
        if node is None:
            raise self.error("not-yaml", "an anchor refers to itself", start, hint="write out what the alias stands for")
        if len(self.open) + node.height > MAX_DEPTH:
            raise self.too_deep(start)
        if isinstance(node, YamlScalar):
            return YamlScalar(self.place(start, event.end_mark.index), node.text, node.style, node.kind)
        return node

    def add(self, node: YamlNode, anchor: str | None, start: int) -> None:
        """Puts a value where it belongs."""
        self.count(node.size, start)
        if anchor is not None:
            self.anchors[anchor] = node
        if not self.open:
            self.add_document(node, start)
            return
        holder = self.open[-1]
        into = holder.node
        if isinstance(into, YamlList):
            into.items.append(node)
        elif holder.key is None:
            holder.key = self.key(node, holder, start)
        else:
            if holder.key.text == _MERGE and holder.key.style == "plain":
                holder.merge = node
            else:
                into.members[holder.key.text] = YamlMember(holder.key, node)
            holder.key = None
        into.size += node.size
        into.height = max(into.height, node.height + 1)

    def add_document(self, node: YamlNode, start: int) -> None:
        """Takes the value of a document; one that is empty counts for nothing."""
        if isinstance(node, YamlScalar) and node.style == "plain" and not node.text:
            return
        if self.root is not None:
            hint = "keep one document in a file"
            raise self.error("several-documents", "more than one document", start, hint=hint)
        self.root = node

    def key(self, node: YamlNode, holder: _Open, start: int) -> YamlScalar:
        """A key of a mapping, which is there for the first time."""
        if not isinstance(node, YamlScalar):
            raise self.error("not-yaml", "a key is a list or a mapping, not a text", start)
        is_merge = node.text == _MERGE and node.style == "plain"
        members = holder.node.members if isinstance(holder.node, YamlMap) else {}
        if node.text in members if not is_merge else holder.merge is not None:
            raise self.error("duplicate-key", "a key stands twice in one mapping", start, hint="keep one of the two")
        return node

    def merge(self, into: YamlMap, node: YamlNode, start: int) -> None:
        """Adds what a merge key names; what the mapping has itself, and what is named first, counts."""
        for each in node.items if isinstance(node, YamlList) else [node]:
            if not isinstance(each, YamlMap):
                raise self.error("not-yaml", "a merge key stands before something else than mappings", start)
            for text, member in each.members.items():
                size = member.key.size + member.value.size
                self.count(size, start)
                into.size += size
                into.members.setdefault(text, member._replace(is_merged=True))

    def count(self, nodes: int, start: int) -> None:
        """Notes that so many values more are there. Raises SourceError over the limit."""
        self.nodes += nodes
        if self.nodes > MAX_NODES:
            raise self.error("too-large", f"larger than {MAX_NODES:,} nodes, aliases written out", start)

    def place(self, start: int, end: int) -> Place:
        """Where the text between two indexes stands."""
        from bisect import bisect_right

        if not self.lines:
            self.lines.append(0)
            for content in self.text.replace("\r\n", " \n").replace("\r", "\n").split("\n"):
                self.lines.append(self.lines[-1] + len(content) + 1)
        line = max(1, min(bisect_right(self.lines, start), len(self.lines) - 1))
        first = self.lines[line - 1]
        if end >= self.lines[line]:
            end = start + len(self.text[start : self.lines[line]].rstrip("\r\n \t"))
        return Place(line, start - first + 1, end - first + 1)

    def mistake(self, error: Exception) -> SourceError:
        """Our error for one of the parser's: where it is, and nothing of what it says."""
        if getattr(error, "problem", None) == "exceeded maximum nesting depth":
            return self.too_deep(self.index(error, "problem_mark"))
        at = self.index(error, "problem_mark")
        context = getattr(error, "context", None) or ""
        # Of a line without a colon, and of what is never closed, the parser's place is behind; the mistake is where it began.
        if context == "while scanning a simple key" or at >= len(self.text.rstrip()):
            at = self.index(error, "context_mark", at)
        return self.error("not-yaml", _NOT_YAML, at, hint="look at its indentation, quotes and brackets")

    def index(self, error: Exception, mark: str, otherwise: int | None = None) -> int:
        """A place that an error of the parser names; else the end of what was read."""
        found: object = getattr(getattr(error, mark, None), "index", None)
        if not isinstance(found, int) and otherwise is None:
            found = self.unreadable()
        return found if isinstance(found, int) else otherwise or 0

    def unreadable(self) -> int:
        """The place of the first character that YAML does not have; else the end of what was read."""
        import re

        found = re.search("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", self.text)
        return found.start() if found else self.end

    def refused_tag(self, at: int) -> SourceError:
        """The error for a tag that would make something else than texts, numbers, lists and the like."""
        return self.error("tag-not-allowed", "tag not allowed", at, hint="write the value without a tag")

    def too_deep(self, at: int) -> SourceError:
        """The error for what is nested too deeply."""
        return self.error("too-large", f"nested deeper than {MAX_DEPTH}", at)

    def error(self, id: str, message: str, at: int, hint: str = "") -> SourceError:
        """An error with its line and column."""
        place = self.place(at, at)
        return SourceError(id, message, hint=hint, line=place.line, column=place.column)
