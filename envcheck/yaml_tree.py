"""The values of a YAML text: texts, lists and mappings, each with its place."""

from __future__ import annotations

from envcheck.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Kind = Literal["text", "number", "boolean", "null"]
    Style = Literal["plain", "quoted", "block"]

_NULLS = ("", "~", "null", "Null", "NULL")
_BOOLEANS = ("true", "True", "TRUE", "false", "False", "FALSE")
_INFINITE = (".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN")
_OLD_BOOLEANS = ("yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF")


class Place(NamedTuple):
    """Where something stands, from 1; ``end_column`` is behind it or, of what has several lines, behind the first of them."""

    line: int
    column: int
    end_column: int


class YamlComment(NamedTuple):
    """A comment with its mark; it may hold anything, so the repr is closed."""

    place: Place
    text: str

    def __repr__(self) -> str:
        return "YamlComment(…)"


class YamlNode:
    """A value of a YAML text; keeps what it holds, so its repr is closed.

    ``size`` counts it and all in it, ``height`` the lists and mappings inside of each other.
    """

    __slots__ = ("height", "place", "size")

    def __init__(self, place: Place) -> None:
        self.place = place
        self.size = 1
        self.height = 0

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"


class YamlScalar(YamlNode):
    """A text, with the kind of value that it is to Go's parser (yaml.v3), which knows the core of YAML 1.2 and old octals."""

    __slots__ = ("kind", "style", "text")

    def __init__(self, place: Place, text: str, style: Style, kind: Kind) -> None:
        super().__init__(place)
        self.text = text
        self.style = style
        self.kind = kind

    @property
    def old_kind(self) -> Kind:
        """What it is to parsers of YAML 1.1 (``yes`` and ``off`` are booleans, ``22:30`` is a number); dates are texts here."""
        if self.style != "plain" or self.kind != "text":
            return self.kind
        if self.text in _OLD_BOOLEANS:
            return "boolean"
        first, *others = self.text.lstrip("+-").split(":")
        is_time = bool(others) and first.isdecimal() and all(each.isdecimal() and int(each[:3]) < 60 for each in others)
        return "number" if is_time else "text"


class YamlList(YamlNode):
    """A list."""

    __slots__ = ("items",)

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self.items: list[YamlNode] = []
        self.height = 1


class YamlMember(NamedTuple):
    """A key of a mapping with its value; ``is_merged`` where a merge key brought it."""

    key: YamlScalar
    value: YamlNode
    is_merged: bool = False


class YamlMap(YamlNode):
    """A mapping, its members by the text of their keys: its own in their order, then those merged into it."""

    __slots__ = ("members",)

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self.members: dict[str, YamlMember] = {}
        self.height = 1

    def get(self, key: str) -> YamlNode | None:
        """The value of a key, or None where there is none."""
        member = self.members.get(key)
        return member.value if member else None


def kind_of(text: str) -> Kind:
    """What a plain text is to Go's parser."""
    if text in _NULLS:
        return "null"
    if text in _BOOLEANS:
        return "boolean"
    return "number" if _is_number(text) else "text"


def _is_number(text: str) -> bool:
    start = text[:1]
    if not start.isascii() or not (start.isdigit() or start in ("+", "-", ".")):
        return False
    if text.lstrip("+-")[:1] == "." and text[-3:].lower() in ("inf", "nan"):
        return (text[1:] if start in "+-" else text) in (_INFINITE if start == "." else _INFINITE[:3])
    import re

    digits = text if start == "." else text.replace("_", "")
    pattern = r"[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)"
    return re.fullmatch(pattern, digits, re.ASCII) is not None
