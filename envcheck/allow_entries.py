"""The entries ``[[allow]]`` of a config, read."""

from __future__ import annotations

from envcheck.allow import Entry, why_never
from envcheck.errors import did_you_mean
from envcheck.model import Location
from envcheck.stages import STAGE_OF_NAME, STAGES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any, NoReturn

    from envcheck.model import Rule
    from envcheck.toml_lines import TomlLines


KEYS = ("rule", "variable", "service", "environments", "reason", "expires")
HEADER = "[[allow]]"


class EntryReader:
    """Reads the entries of the config at ``path``; ``lines`` knows where they stand, ``fail`` refuses what stands there."""

    def __init__(
        self,
        path: str,
        rules: Mapping[str, Rule],
        services: Iterable[str],
        environments: Iterable[str],
        lines: TomlLines,
        fail: Callable[..., NoReturn],
    ) -> None:
        self._path = path
        self._rules = rules
        self._services = list(services)
        self._environments = list(environments)
        self._lines = lines
        self._fail = fail

    def read(self, tables: Any) -> tuple[Entry, ...]:
        """The entries, in their order. Raises UsageError."""
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self._fail("allow", "'allow' must be a list of tables", f"Write {HEADER}.")
        lines = self._lines.tables("allow")
        if len(lines) != len(tables):  # written as one list
            lines = [self._lines.find("allow") or 1] * len(tables)
        numbered = enumerate(zip(tables, lines, strict=True))
        return tuple(self._entry(table, f"allow.{number}", line) for number, (table, line) in numbered)

    def _entry(self, table: dict[str, Any], where: str, line: int) -> Entry:
        for key in table:
            self._known(key, KEYS, "option", f"{where}.{key}")
        rule = self._text(table, "rule", where)
        reason = self._text(table, "reason", where)
        if rule is None:
            self._fail(where, f"an entry of {HEADER} names no rule", 'Write rule = "RULE"; envcheck rules lists all.')
        self._known(rule, self._rules, "rule", f"{where}.rule")
        never = why_never(self._rules[rule])
        if never is not None:
            self._fail(f"{where}.rule", *never)
        if reason is None:
            self._fail(where, f"an entry of {HEADER} gives no reason", 'Write reason = "WHY IT IS RIGHT FOR NOW".')
        service = self._text(table, "service", where)
        if service is not None:
            self._known(service, self._services, "service", f"{where}.service")
        return Entry(
            rule,
            self._text(table, "variable", where),
            service,
            self._places(table["environments"], f"{where}.environments") if "environments" in table else (),
            reason,
            self._day(table["expires"], f"{where}.expires") if "expires" in table else None,
            Location(self._path, line),
        )

    def _text(self, table: dict[str, Any], key: str, where: str) -> str | None:
        text = table.get(key)
        if text is None:
            return None
        if not isinstance(text, str) or not text.strip():
            self._fail(f"{where}.{key}", f"'{key}' in {HEADER} must be a text that says something", "Write it in quotes.")
        return text

    def _places(self, listed: Any, where: str) -> tuple[str, ...]:
        if not isinstance(listed, list) or not listed or not all(isinstance(each, str) for each in listed):
            self._fail(where, f"'environments' in {HEADER} must be a list of environments", 'Write ["staging", "production"].')
        for each in listed:
            # As a source that no config names may be in an environment that is told by its file's name.
            if each not in self._environments and each not in STAGE_OF_NAME:
                hint = did_you_mean(each, list(dict.fromkeys([*self._environments, *STAGES])))
                self._fail(where, f"unknown environment '{each}' in {HEADER}", hint)
        return tuple(dict.fromkeys(listed))

    def _day(self, day: Any, where: str) -> int:
        from datetime import date

        if type(day) is not date:  # a point in time is a date, too
            self._fail(where, f"'expires' in {HEADER} must be a date", "Write it without quotes and without a time: 2027-01-31.")
        return (day - date(1970, 1, 1)).days

    def _known(self, word: str, known: Iterable[str], what: str, where: str) -> None:
        if word not in known:
            self._fail(where, f"unknown {what} '{word}' in {HEADER}", did_you_mean(word, list(known)))
