"""The files of variables that a compose file names, read as Compose does it.

Tried with Docker Compose 2.40.3 (2026-11): an unquoted value and one in double quotes has its references replaced, first from
the ``.env`` of the project, then from what the service has under ``environment``, then from the lines above; a name alone is
taken from the shell. With ``format: raw`` everything behind ``=`` is the value, quotes and comments too.
"""

from __future__ import annotations

import os

from envcheck.errors import SourceError
from envcheck.files import read_text
from envcheck.model import Declared, Environment, Location, Source
from envcheck.sources import dotenv_file
from envcheck.sources.compose.interpolation import BrokenReferenceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from envcheck.model import Unread
    from envcheck.sources.compose.interpolation import Filler, Scope

OF_SHELL = "taken from the shell"


class EnvFile:
    """One file as it is read: what it gives, and the texts of which the shell fills in a part. The repr is closed."""

    def __init__(self, environment: Environment, partial: Mapping[str, str]) -> None:
        self.environment = environment
        self.partial = partial

    def __repr__(self) -> str:
        return "EnvFile(…)"


def read(path: str, shown: str, filler: Filler, scope: Scope, above: Scope, *, raw: bool = False) -> EnvFile:
    """The variables of a file, which is called ``shown``. Raises SourceError.

    ``scope`` has a say before the file's own lines, ``above`` after them.
    """
    text = read_text(path)
    if raw:
        return EnvFile(_read_raw(text, shown), {})
    environment = dotenv_file.read(text, path=shown, is_file=path == shown)
    source = environment.sources[0]
    values: dict[str, str] = {}
    declared = {name: Declared(name, OF_SHELL, place) for name, place in _left_to_the_shell(environment.unread)}
    partial: dict[str, str] = {}
    lines: list[str] = []

    def known(name: str) -> str | None:
        found = scope(name)
        return found if found is not None else values[name] if name in values else above(name)

    for name, value in environment.values.items():
        if "$" not in value:
            values[name] = value
            continue
        lines = lines or text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        if _is_literal(lines, source.locate(name)):
            values[name] = value
            continue
        try:
            filled = filler.fill(value, known)
        except BrokenReferenceError:
            raise broken(source.locate(name)) from None
        if filled.is_whole:
            values[name] = filled.text
        else:
            declared[name], partial[name] = Declared(name, OF_SHELL, source.locate(name)), filled.text
    found = Environment(
        environment.sources,
        values,
        unread=tuple(each for each in environment.unread if not _is_left(each)),
        repeated=environment.repeated,
        comments=environment.comments & values.keys(),
        declared={name: each for name, each in declared.items() if name not in values},
    )
    return EnvFile(found, partial)


def broken(place: Location) -> SourceError:
    """The error for a reference that Compose refuses."""
    message = "a reference that Compose refuses stands in it"
    hint = "Write ${NAME} or ${NAME:-default}; a dollar sign that is meant is $$."
    return SourceError("invalid-reference", message, hint=hint, line=place.line)


def _is_literal(lines: list[str], place: Location) -> bool:
    """Whether a value stands in single quotes, in which nothing is replaced."""
    line, column = place.line, place.column
    return line is not None and column is not None and lines[line - 1][column - 1 : column] == "'"


def _is_left(unread: Unread) -> bool:
    return unread.reason == "there is no '='" and len(unread.names) == 1


def _left_to_the_shell(unread: Iterable[Unread]) -> Iterable[tuple[str, Location]]:
    """The names that stand alone on their lines."""
    return [(name, each.location) for each in unread if _is_left(each) for name in each.names]


def _read_raw(text: str, path: str) -> Environment:
    """The variables of a file of which each line is a name and a value as it is."""
    places: dict[str, tuple[int, int]] = {}
    values: dict[str, str] = {}
    declared: dict[str, Declared] = {}
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        statement = line.lstrip()
        if not statement or statement[0] == "#":
            continue
        name, equals, value = statement.partition("=")
        if not name or any(map(str.isspace, name)):
            hint = "Write NAME=value; the file has format: raw."
            raise SourceError("malformed-env-file", "a name is empty, or holds a blank", hint=hint, line=number)
        if not equals:
            declared[name] = Declared(name, OF_SHELL, Location(path, number))
            continue
        values[name], places[name] = value, (number, len(line) - len(value) + 1)
    source = Source("dotenv", path, lambda name: (*places[name], None))
    return Environment((source,), values, declared={name: each for name, each in declared.items() if name not in values})


class Folder:
    """The folder of a compose file; what it names must lie in the project."""

    def __init__(self, path: str, root: str) -> None:
        self.path = os.path.dirname(path)
        self._root = os.path.realpath(root)

    def find(self, path: str, line: int | None) -> str:
        """The path of a file that the compose file names on a line. Raises SourceError where it leads out of the project."""
        joined = os.path.normpath(os.path.join(self.path, path))
        try:
            is_inside = os.path.commonpath([self._root, os.path.realpath(joined)]) == self._root
        except ValueError:  # a NUL in the path, or another drive
            is_inside = False
        if not is_inside:
            message = "an env_file lies outside of the project, and is not read"
            raise SourceError("outside-project", message, hint="Name it as a source of its own.", line=line)
        return joined
