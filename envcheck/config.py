"""The config: ``envcheck.toml``, or ``[tool.envcheck]`` in pyproject.toml."""

from __future__ import annotations

import os

from envcheck.errors import SourceError, UsageError, did_you_mean
from envcheck.files import RealPaths, read_text
from envcheck.model import FIXED_RULES as FIXED_RULES
from envcheck.project import repository_root
from envcheck.records import NamedTuple
from envcheck.stages import STAGES, stage_of
from envcheck.toml_text import read_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from typing import Any, Literal, NoReturn

    from envcheck.allow import Entry
    from envcheck.model import Rule, Severity
    from envcheck.toml_lines import TomlLines

PLATFORMS = ("render", "none")
LEVELS = ("error", "warning", "note", "off")

#: Rules about allowing, which alone of their family find something in a check.
ALLOWING_RULES = ("unused-allow", "expired-allow")


class Service(NamedTuple):
    """A service that is deployed; ``schema`` is the path of its contract."""

    name: str
    schema: str
    platform: str | None


class ConfiguredEnvironment(NamedTuple):
    """Where services are deployed, and which sources each of them receives."""

    name: str
    stage: str
    sources: Mapping[str, tuple[str, ...]]


class Config(NamedTuple):
    """Everything configured; paths are as they are opened, relative to the current folder."""

    path: str
    services: Mapping[str, Service]
    environments: Mapping[str, ConfiguredEnvironment]
    platform: str | None
    severities: Mapping[str, Severity | Literal["off"]]
    allow: tuple[Entry, ...] = ()


def is_config(path: str) -> bool:
    """Whether a pyproject.toml is a config; one that speaks of envcheck and cannot be read is, and is then refused."""
    try:
        text = read_text(path)
    except SourceError:
        return True
    if "envcheck" not in text:
        return False
    try:
        return _own_table(_parse(path, text)) is not None
    except UsageError:
        return True


def _own_table(document: dict[str, Any]) -> Any:
    tools = document.get("tool")
    return tools.get("envcheck") if isinstance(tools, dict) else None


def load(path: str, rules: Callable[[], Mapping[str, Rule]]) -> Config:
    """The config in a file, which may set the severity of these rules, asked for if it sets one. Raises UsageError."""
    try:
        text = read_text(path)
    except SourceError as error:
        place = "".join(f":{number}" for number in (error.line, error.column) if number)
        raise UsageError(f"config {path}{place}: {error.message}", hint=error.hint) from None
    document = _parse(path, text)
    prefix = ""
    if os.path.basename(path) == "pyproject.toml":
        document, prefix = _own_table(document), "tool.envcheck."
        if not isinstance(document, dict):
            raise UsageError(f"config {path}: there is no table [tool.envcheck]", hint="Write one, or name another file.")
    return _Reader(path, text, prefix).config(document, rules)


def _parse(path: str, text: str) -> dict[str, Any]:
    plain = read_plain(text)
    if plain is not None:
        return plain
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        import re

        place = re.search(r"\(at line (\d+), column (\d+)\)$", str(error))
        where = f":{place[1]}:{place[2]}" if place else f":{text.rstrip().count(chr(10)) + 1}"  # else it is at the end
        raise UsageError(f"config {path}{where}: not TOML", hint="Texts stand in quotes, tables in [brackets].") from None
    except (RecursionError, ValueError):
        raise UsageError(
            f"config {path}: not TOML that can be read", hint="It is nested too deep, or has too long a number."
        ) from None


class _Reader:
    """Reads the document, and says of each mistake where it is."""

    def __init__(self, path: str, text: str, prefix: str) -> None:
        self._path = path
        self._text = text
        self._prefix = prefix
        self._folder = os.path.dirname(path)
        self._real = RealPaths()
        self._root = repository_root(self._folder or ".") or os.path.realpath(self._folder or ".")

    def config(self, document: dict[str, Any], rules: Callable[[], Mapping[str, Rule]]) -> Config:
        self._known(document, ("platform", "services", "environments", "rules", "allow"), "")
        platform = document.get("platform")
        if platform is not None:
            self._choice(platform, PLATFORMS, "platform")
        services = {name: self._service(name, each) for name, each in self._tables(document, "services").items()}
        environments = {
            name: self._environment(name, each, services) for name, each in self._tables(document, "environments").items()
        }
        severities = self._severities(document, rules) if "rules" in document else {}
        entries: tuple[Entry, ...] = ()
        if "allow" in document:
            from envcheck.allow_entries import EntryReader

            entries = EntryReader(self._path, rules(), services, environments, self._lines(), self._fail).read(document["allow"])
        return Config(self._path, services, environments, platform, severities, entries)

    def _severities(self, document: dict[str, Any], known: Callable[[], Mapping[str, Rule]]) -> dict[str, Any]:
        severities = self._table(document, "rules", "rules")
        rules = known()
        self._known(severities, rules, "rules", "rule")
        for rule, level in severities.items():
            where = f"rules.{rule}"
            self._choice(level, LEVELS, where)
            if rules[rule].family == "contract" and rule not in ALLOWING_RULES:
                self._fail(where, f"'{rule}' is about schemas, and always stops a check", "Correct the schema instead.")
            if rule in FIXED_RULES and level != "error":
                self._fail(where, f"'{rule}' cannot be lowered: what it finds could not be read", "Leave the line out.")
        others = [id for id, rule in rules.items() if rule.family != "contract" and id not in FIXED_RULES]
        if others and all(severities.get(id) == "off" for id in others):
            self._fail("rules", "every rule is off, so nothing is left to check", "Leave on what should be found.")
        return severities

    def _service(self, name: str, table: dict[str, Any]) -> Service:
        where = f"services.{name}"
        self._known(table, ("schema", "platform"), where)
        if not isinstance(table.get("schema"), str):
            self._fail(where, f"service '{name}' has no schema", 'Write schema = "schemas/NAME.json".')
        if "platform" in table:
            self._choice(table["platform"], PLATFORMS, f"{where}.platform")
        return Service(name, self._inside(table["schema"], f"{where}.schema"), table.get("platform"))

    def _environment(self, name: str, table: dict[str, Any], services: Mapping[str, Service]) -> ConfiguredEnvironment:
        where = f"environments.{name}"
        self._known(table, ("stage", "sources"), where)
        if "stage" in table:
            self._choice(table["stage"], STAGES, f"{where}.stage")
        given = self._table(table, "sources", f"{where}.sources")
        self._known(given, services, f"{where}.sources", "service")
        sources = {service: self._sources(value, f"{where}.sources.{service}") for service, value in given.items()}
        return ConfiguredEnvironment(name, table.get("stage") or stage_of(name), sources)

    def _sources(self, value: Any, where: str) -> tuple[str, ...]:
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not listed or not all(isinstance(each, str) for each in listed):
            self._fail(where, f"'{where}' must be a source or a list of sources", 'Write "exports/api.staging.json".')
        return tuple(self._source(each, where) for each in listed)

    def _source(self, text: str, where: str) -> str:
        from envcheck.sources import parse_target

        try:
            target = parse_target(text)
        except UsageError as error:
            self._fail(where, error.message, error.hint)
        if target.path == "-":
            self._fail(where, "standard input cannot be a configured source", "Name a file.")
        return target._replace(path=self._inside(target.path, where) if target.path else "").written

    def _inside(self, path: str, where: str) -> str:
        joined = os.path.normpath(os.path.join(self._folder, path))
        try:
            is_inside = os.path.commonpath([self._root, self._real.of(joined)]) == self._root
        except ValueError:  # a NUL in the path, or another drive
            is_inside = False
        if not is_inside:
            hint = "Paths are relative to the config; symbolic links are followed."
            self._fail(where, f"the path of '{where}' leads out of the project", hint)
        return joined

    def _tables(self, document: dict[str, Any], key: str) -> dict[str, dict[str, Any]]:
        tables = self._table(document, key, key)
        for name, table in tables.items():
            if not isinstance(table, dict):
                self._fail(f"{key}.{name}", f"'{key}.{name}' must be a table", f"Write [{key}.{name}].")
        return tables

    def _table(self, document: dict[str, Any], key: str, where: str) -> dict[str, Any]:
        table: Any = document.get(key, {})
        if not isinstance(table, dict):
            self._fail(where, f"'{where}' must be a table", f"Write [{where}].")
        return dict(table)

    def _known(self, table: dict[str, Any], known: Collection[str], where: str, what: str = "option") -> None:
        for key in table:
            if key not in known:
                place = f" in [{where}]" if where else ""
                self._fail(f"{where}.{key}".lstrip("."), f"unknown {what} '{key}'{place}", did_you_mean(key, list(known)))

    def _choice(self, value: Any, known: tuple[str, ...], where: str) -> None:
        if value not in known:
            hint = did_you_mean(value, list(known)) if isinstance(value, str) else "Write it as a text, in quotes."
            self._fail(where, f"'{where}' must be one of {', '.join(known)}", hint if not hint.startswith("known") else "")

    def _fail(self, where: str, message: str, hint: str = "") -> NoReturn:
        line = self._lines().find(where)
        raise UsageError(f"config {self._path}{f':{line}' if line else ''}: {message}", hint=hint)

    def _lines(self) -> TomlLines:
        from envcheck.toml_lines import TomlLines

        return TomlLines(self._text, self._prefix)
