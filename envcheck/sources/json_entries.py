"""The variables of a JSON document, each with the place of its value."""

from __future__ import annotations

from envcheck.model import Declared, Environment, Location, NonText, Repeated, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from envcheck.json_text import JsonText

    Pointer = tuple[str | int, ...]


class Entries:
    """What has been read so far of one document; holds values, so its repr is closed.

    ``places`` are where all of its values are, those of variables and others that may be secret, in their order in the text;
    ``indexes`` say which of them is that of a name.
    """

    def __init__(self, kind: str, document: JsonText, path: str, is_file: bool) -> None:
        self.document = document
        self.places: list[Pointer] = []
        self.indexes: dict[str, int] = {}
        self.source = Source(kind, path, self.find, is_file=is_file)
        self.values: dict[str, str] = {}
        self.declared: dict[str, Declared] = {}
        self.repeated: list[Repeated] = []
        self.non_text: list[NonText] = []

    def find(self, name: str) -> tuple[int, int | None, int | None]:
        """Where the value of a variable stands."""
        return self.position(self.indexes[name])

    def position(self, index: int) -> tuple[int, int | None, int | None]:
        """Where one of the places stands; its line alone where the columns would tell how long the values before it are."""
        return self.behind(index, self.places[index])

    def behind(self, index: int, pointer: Pointer) -> tuple[int, int | None, int | None]:
        """Where something stands that has ``index`` places before it."""
        line, column, end_column = self.document.position(pointer)
        if index and self.document.share_a_line(self.places[index - 1], pointer):
            return line, None, None
        return line, column, end_column

    def environment(self, *, complete: bool) -> Environment:
        """All that was read."""
        return Environment(
            (self.source,),
            self.values,
            declared=self.declared,
            non_text=tuple(self.non_text),
            repeated=tuple(self.repeated),
            complete=complete,
        )

    def add(self, name: str, value: object, found: str, pointer: Pointer) -> None:
        """Takes one variable; the last of a name counts."""
        index = self._place(pointer)
        if not isinstance(value, str):
            self.values.pop(name, None)
            self.non_text.append(NonText(name, found, self.locate(index)))
            return
        if name in self.values:
            is_same = value == self.values[name]
            self.repeated.append(Repeated(name, is_same, self.locate(self.indexes[name]), self.locate(index)))
        self.values[name] = value
        self.indexes[name] = index

    def declare(self, name: str, how: str, pointer: Pointer) -> None:
        """Takes one variable whose value is not in the document."""
        self.declared[name] = Declared(name, how, self.locate(self._place(pointer)))

    def _place(self, pointer: Pointer) -> int:
        self.places.append(pointer)
        return len(self.places) - 1

    def locate(self, index: int) -> Location:
        """The location of one of the places."""
        return Location(self.source.path, *self.position(index))

    def __repr__(self) -> str:
        return "Entries(…)"


def found(value: Any) -> str:
    """What a JSON value is."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, str):
        return "a text"
    return "a list" if isinstance(value, list) else "an object"
