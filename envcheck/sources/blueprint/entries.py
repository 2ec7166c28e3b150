"""The entries of ``envVars``: what a blueprint says of single variables."""

from __future__ import annotations

from envcheck.declaration import DATABASE, EMPTY, GENERATED, NOTHING, SERVICE, SYNC, VALUE, Aside, Entry, Reference, Stray
from envcheck.facts.blueprint import ENTRY_FIELDS
from envcheck.sources.blueprint.document import text_of
from envcheck.yaml_tree import YamlMap, YamlScalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from envcheck.declaration import Spot
    from envcheck.sources.blueprint.document import Document
    from envcheck.yaml_tree import YamlNode

#: A double, in which numbers of JSON and YAML travel, holds no more digits.
_MOST_DIGITS = 15


class Entries:
    """What the entries of a service, or of one group, say; holds values, so the repr is closed.

    ``values`` are by name, with the places of all of them in ``spots``. ``groups`` has what ``fromGroup`` names, ``asides`` what
    is for previews only.
    """

    __slots__ = ("asides", "entries", "groups", "repeated", "spots", "strays", "values")

    def __init__(self, document: Document, holder: YamlMap, group: str = "") -> None:
        self.values: dict[str, str] = {}
        self.entries: dict[str, Entry] = {}
        self.spots: dict[str, Spot] = {}
        self.repeated: list[tuple[str, bool, Spot, Spot]] = []
        self.groups: list[tuple[str, Spot]] = []
        self.strays: list[Stray] = []
        self.asides: list[Aside] = []
        for node in document.maps_in(holder, "envVars"):
            self._take(document, node, group)

    def _take(self, document: Document, node: YamlMap, group: str) -> None:
        kind = next((each for each in ("fromDatabase", "fromService", "fromGroup") if each in node.members), "")
        for field, member in node.members.items():
            if field not in ENTRY_FIELDS[kind]:
                problem = "" if field not in ENTRY_FIELDS[""] else f"cannot stand beside {kind}"
                self.strays.append(Stray("an entry of envVars", field, document.spot(member.key.place), problem=problem))
        if not kind:
            self.strays += _odd_switches(document, node)
        if kind == "fromGroup":
            called = text_of(node.get("fromGroup"))
            if called is None:
                raise document.unknown("fromGroup names no group", node.place)
            self.groups.append((called, document.spot(node.members["fromGroup"].value.place, "fromGroup")))
            return
        key = node.get("key")
        name = text_of(key) or ""
        if not name or key is None:
            raise document.unknown("an entry of envVars has neither key nor fromGroup", node.place)
        entry = _entry(document, node, kind, name, document.spot(key.place, "[\"']?key[\"']?"), group)
        text = _text(entry, node.get("value"))
        spot = entry.value_spot
        if "previewValue" in node.members:
            preview = _written(document, node, "previewValue", name, entry.spot, group)
            self.asides.append(Aside(preview, _text(preview, node.get("previewValue")), "previewValue"))
        if name in self.entries:
            is_same = text is not None and self.values.get(name) == text
            self.repeated.append((name, is_same, self.spots[name], spot))
        self.entries[name] = entry
        self.spots[name] = spot
        self.values.pop(name, None)
        if text is not None:
            self.values[name] = text

    def __repr__(self) -> str:
        return "Entries(…)"


def _entry(document: Document, node: YamlMap, kind: str, name: str, spot: Spot, group: str) -> Entry:
    if kind:
        named = node.get(kind)
        return Entry(name, DATABASE if kind == "fromDatabase" else SERVICE, spot, group, reference=_reference(named))
    if "value" in node.members:
        return _written(document, node, "value", name, spot, group)
    if _says(node.get("generateValue"), "true"):
        return Entry(name, GENERATED, spot, group)
    if _says(node.get("sync"), "false"):
        return Entry(name, SYNC, spot, group)
    return Entry(name, NOTHING if _SWITCHES.isdisjoint(node.members) else EMPTY, spot, group)


#: Fields that are a boolean, and stand in the place of a value.
_SWITCHES = frozenset(("generateValue", "sync"))


def _odd_switches(document: Document, node: YamlMap) -> Iterator[Stray]:
    """What stands in the place of a value, and violates the published schema or gives no value."""
    told = [each for each in ("generateValue", "sync") if each in node.members]
    for field in told:
        value = node.members[field].value
        if not isinstance(value, YamlScalar) or value.kind != "boolean":
            spot = document.spot(node.members[field].key.place)
            yield Stray("an entry of envVars", field, spot, problem="has no boolean behind it, which the schema demands")
    is_given = "value" in node.members or _says(node.get("generateValue"), "true") or _says(node.get("sync"), "false")
    if told and not is_given:
        spot = document.spot(node.members[told[0]].key.place)
        yield Stray("an entry of envVars", told[0], spot, problem="gives the variable no value, and nothing else there does")


def _written(document: Document, node: YamlMap, field: str, name: str, spot: Spot, group: str) -> Entry:
    """An entry with a value that stands behind a field."""
    value = node.members[field].value
    own = document.spot(value.place, f"[\"']?{field}[\"']?")
    if not isinstance(value, YamlScalar):
        return Entry(name, VALUE, spot, group, "a mapping" if isinstance(value, YamlMap) else "a list", written_at=own)
    found = value.kind if value.kind in ("text", "number", "null") else "a boolean"
    is_old_boolean = value.kind == "text" and value.old_kind == "boolean"
    is_changed = value.kind == "number" and not _is_plain_number(value.text)
    return Entry(name, VALUE, spot, group, found, is_changed, is_old_boolean, None, own)


def _text(entry: Entry, value: YamlNode | None) -> str | None:
    """The text of a value, None where it is no text and no number."""
    is_text = entry.how == VALUE and entry.found in ("text", "number")
    return value.text if is_text and isinstance(value, YamlScalar) else None


def _reference(node: YamlNode | None) -> Reference:
    if not isinstance(node, YamlMap):
        return Reference(None)
    return Reference(*(text_of(node.get(key)) for key in ("name", "type", "property", "envVarKey")))


def _says(node: YamlNode | None, word: str) -> bool:
    """Whether a field is a boolean, or a text that was meant for one."""
    return isinstance(node, YamlScalar) and node.kind in ("boolean", "text") and node.text.lower() == word


def _is_plain_number(text: str) -> bool:
    """Whether a number is written as it is when it comes back from a number."""
    digits, point, fraction = text.removeprefix("-").partition(".")
    is_whole = digits.isdecimal() and digits.isascii() and (digits == "0" or digits[0] != "0") and text != "-0"
    is_fraction = fraction.isdecimal() and fraction.isascii() and fraction[-1:] != "0" if point else True
    return is_whole and is_fraction and len(digits) + len(fraction) <= _MOST_DIGITS
