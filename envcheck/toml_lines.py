"""Where an option stands in TOML, whose reader in the standard library forgets it."""

from __future__ import annotations


class TomlLines:
    """Finds the line of an option by its dotted name; ``prefix`` is the table that the config stands in."""

    def __init__(self, text: str, prefix: str) -> None:
        self._text = text
        self._prefix = prefix

    def find(self, where: str) -> int | None:
        """The line of an option, or else of the nearest table around it."""
        wanted = self._prefix + where
        table, best, nearest = "", None, ""
        for number, line in enumerate(self._text.split("\n"), 1):
            statement = line.strip()
            if statement[:1] == "[":
                name = table = _bare(statement.lstrip("[").partition("]")[0])
            elif "=" in statement and statement[:1] != "#":
                key = _bare(statement.partition("=")[0])
                name = f"{table}.{key}" if table else key
            else:
                continue
            if name == wanted or name.startswith(f"{wanted}."):
                return number
            if wanted.startswith(f"{name}.") and len(name) > len(nearest):
                best, nearest = number, name
        return best


def _bare(name: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in name.split("."))
