"""Where an option stands in TOML, whose reader in the standard library forgets it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class TomlLines:
    """Finds the line of an option by its dotted name; ``prefix`` is the table that the config stands in.

    Tables of a list have their number in their name, from 0: ``allow.1.reason``.
    """

    def __init__(self, text: str, prefix: str) -> None:
        self._text = text
        self._prefix = prefix

    def find(self, where: str) -> int | None:
        """The line of an option, or else of the nearest table around it."""
        wanted = self._prefix + where
        best, nearest = None, ""
        for number, name in self._names():
            if name == wanted or name.startswith(f"{wanted}."):
                return number
            if wanted.startswith(f"{name}.") and len(name) > len(nearest):
                best, nearest = number, name
        return best

    def tables(self, where: str) -> list[int]:
        """The lines of the headers of a list of tables, in their order; none where it is written on one line."""
        start = f"{self._prefix}{where}."
        return [number for number, name in self._names() if name.startswith(start) and name[len(start) :].isdigit()]

    def _names(self) -> Iterator[tuple[int, str]]:
        """The line and the dotted name of each option and table."""
        table = ""
        numbers: dict[str, int] = {}
        for number, line in enumerate(self._text.split("\n"), 1):
            statement = line.strip()
            if statement[:1] == "[":
                name = _bare(statement.lstrip("[").partition("]")[0])
                if statement[:2] == "[[":
                    numbers[name] = numbers.get(name, -1) + 1
                    name = f"{name}.{numbers[name]}"
                table = name
            elif "=" in statement and statement[:1] != "#":
                key = _bare(statement.partition("=")[0])
                name = f"{table}.{key}" if table else key
            else:
                continue
            yield number, name


def _bare(name: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in name.split("."))
