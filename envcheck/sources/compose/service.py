"""What one service of a compose file says of its variables."""

from __future__ import annotations

from envcheck.errors import SourceError
from envcheck.model import Declared, Location, NonText, Repeated
from envcheck.records import NamedTuple
from envcheck.rules.names import is_showable
from envcheck.sources.compose.env_files import OF_SHELL, broken
from envcheck.sources.compose.interpolation import BrokenReferenceError
from envcheck.sources.compose.values import text_of
from envcheck.yaml_tree import YamlList, YamlMap, YamlScalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from envcheck.sources.compose.interpolation import Filled, Filler, Scope
    from envcheck.yaml_tree import YamlNode

    Spot = tuple[int, int | None, int | None]

_QUOTE = "Put it in quotes."


class NamedFile(NamedTuple):
    """An entry of ``env_file``, with the line that it stands on.

    ``shown`` is the path with the names of references in it; the path itself has what replaces them, so the repr is closed.
    """

    path: str
    shown: str
    line: int
    is_required: bool = True
    is_raw: bool = False

    def __repr__(self) -> str:
        return "NamedFile(…)"


class Own:
    """What stands under ``environment``; holds values, so its repr is closed.

    ``partial`` are the texts of which the shell fills in a part, with a stand-in for it. ``spots`` say where each value is.
    """

    def __init__(self, path: str, lines: list[str]) -> None:
        self._path = path
        self._lines = lines
        self.values: dict[str, str] = {}
        self.partial: dict[str, str] = {}
        self.spots: dict[str, Spot] = {}
        self.declared: dict[str, Declared] = {}
        self.non_text: dict[str, NonText] = {}
        self.repeated: list[Repeated] = []

    def __repr__(self) -> str:
        return "Own(…)"

    def add(self, name: str, filled: Filled, spot: Spot) -> None:
        """Takes a value; one that is there already is replaced."""
        self._forget(name)
        self.spots[name] = spot
        if filled.is_whole:
            self.values[name] = filled.text
        else:
            self.partial[name] = filled.text
            self.declared[name] = Declared(name, OF_SHELL, Location(self._path, *spot))

    def leave(self, name: str, spot: Spot) -> None:
        """Takes a name alone, whose value the shell has."""
        self._forget(name)
        self.declared[name] = Declared(name, OF_SHELL, Location(self._path, *spot))

    def refuse(self, name: str, found: str, spot: Spot) -> None:
        """Takes a value that is no text."""
        self._forget(name)
        self.non_text[name] = NonText(name, found, Location(self._path, *spot), _QUOTE)

    def repeat(self, name: str, filled: Filled, spot: Spot) -> None:
        """Notes that a list sets a name again."""
        if name in self.values and filled.is_whole:
            places = Location(self._path, *self.spots[name]), Location(self._path, *spot)
            self.repeated.append(Repeated(name, filled.text == self.values[name], *places))

    def _forget(self, name: str) -> None:
        held: tuple[dict[str, str] | dict[str, Declared] | dict[str, NonText], ...]
        held = (self.values, self.partial, self.declared, self.non_text)
        for each in held:
            each.pop(name, None)

    def spot_of_value(self, key: YamlScalar, value: YamlNode) -> Spot:
        """Where the value of a member stands; its line alone where a value before it could be measured by its column."""
        line, column, end = value.place
        before = self._lines[line - 1][: (key.place.column if key.place.line == line else column) - 1]
        is_first = not before.strip() and (not isinstance(value, YamlScalar) or value.style != "block")
        return (line, column, end) if is_first else (line, None, None)

    def spot_of_item(self, item: YamlScalar, name: str) -> Spot:
        """Where the value of an entry ``NAME=value`` stands; its line alone where that is not plain to see."""
        line, column, end = item.place
        quote = item.style == "quoted"
        text = self._lines[line - 1]
        start = column - 1 + quote
        if text[: column - 1].strip() != "-" or item.style == "block" or not text.startswith(f"{name}=", start):
            return line, None, None
        return line, start + len(name) + 2, end - quote


def read_own(own: Own, service: YamlMap, filler: Filler, scope: Scope) -> None:
    """Takes what a service has under ``environment``, over what is there already. Raises SourceError."""
    node = service.get("environment")
    if isinstance(node, YamlMap):
        _read_map(own, node, filler, scope)
    elif isinstance(node, YamlList):
        _read_list(own, node, filler, scope)
    elif node is not None and not _is_null(node):
        raise _unknown("'environment' is neither a map nor a list", node)


def _read_map(own: Own, node: YamlMap, filler: Filler, scope: Scope) -> None:
    for name, member in node.members.items():
        value, spot = member.value, own.spot_of_value(member.key, member.value)
        if _is_null(value):
            own.leave(name, (value.place.line, None, None))
        elif not isinstance(value, YamlScalar):
            own.refuse(name, "a list" if isinstance(value, YamlList) else "an object", spot)
        elif (text := text_of(value)) is None:
            own.refuse(name, "a date", spot)
        else:
            own.add(name, _filled(filler, text, scope, value), spot)


def _read_list(own: Own, node: YamlList, filler: Filler, scope: Scope) -> None:
    told: set[str] = set()
    for item in node.items:
        if not isinstance(item, YamlScalar) or item.kind != "text":
            raise _unknown("an entry of 'environment' is no text", item)
        name, equals, value = item.text.partition("=")
        spot = own.spot_of_item(item, name)
        if "$" in name:
            written = _filled(filler, name, scope, item)
            if not written.is_whole:
                raise _unknown("the shell gives an entry of 'environment' its name", item)
            name = written.text
        if not name or name[-1].isspace():
            raise _unknown("a name in 'environment' is empty, or ends in a blank", item)
        if not equals:
            own.leave(name, (item.place.line, None, None))
            continue
        filled = _filled(filler, value, scope, item)
        if name in told:
            own.repeat(name, filled, spot)
        told.add(name)
        own.add(name, filled, spot)


def env_files_of(service: YamlMap, filler: Filler, scope: Scope) -> Iterator[NamedFile]:
    """The files that a service has under ``env_file``. Raises SourceError."""
    node = service.get("env_file")
    for item in node.items if isinstance(node, YamlList) else [node] if node is not None and not _is_null(node) else ():
        path = item.get("path") if isinstance(item, YamlMap) else item
        if not isinstance(path, YamlScalar):
            raise _unknown("an entry of 'env_file' has no path", item)
        filled = _filled(filler, path.text, scope, path)
        if not filled.is_whole or not filled.text:
            hint = "Give it a default: ${NAME:-.env}."
            raise SourceError("unknown-shape", "the shell gives an env_file its path", hint=hint, line=path.place.line)
        is_required, is_raw = _word(item, "required") not in ("false", "False"), _word(item, "format") == "raw"
        yield NamedFile(filled.text, shown_path(path, filler), path.place.line, is_required, is_raw)


def shown_path(node: YamlScalar, filler: Filler) -> str:
    """A path as it may be shown: with the names of references, for what replaces them may be a secret."""
    return _filled(filler, node.text, _named, node).text


def _named(name: str) -> str:
    """A reference in a path, as it is shown."""
    return f"${{{name if is_showable(name) else '…'}}}"


def _word(node: YamlNode, key: str) -> str:
    value = node.get(key) if isinstance(node, YamlMap) else None
    return value.text if isinstance(value, YamlScalar) else ""


def _is_null(node: YamlNode) -> bool:
    return isinstance(node, YamlScalar) and node.kind == "null"


def _filled(filler: Filler, text: str, scope: Scope, node: YamlNode) -> Filled:
    try:
        return filler.fill(text, scope)
    except BrokenReferenceError:
        raise broken(Location("", node.place.line)) from None


def _unknown(message: str, node: YamlNode) -> SourceError:
    """The error for what Compose refuses."""
    hint = "Write NAME: value, or - NAME=value."
    return SourceError("unknown-shape", message, hint=hint, line=node.place.line)
