"""What has to hold of a variable between environments."""

from __future__ import annotations

from envcheck.facts.formats import FORMATS
from envcheck.facts.keys import kind_of
from envcheck.facts.names import is_public, is_secret_name
from envcheck.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from envcheck.model import Severity
    from envcheck.rules.registry import VariableSpec


class Intent(NamedTuple):
    """An intent: ``same``, ``different``, ``same-shape`` or ``any``.

    ``severity`` is that of the findings, None where the rules' own holds. ``is_declared`` tells that the schema says it.
    """

    word: str
    severity: Severity | None = None
    is_declared: bool = False

    @property
    def is_free(self) -> bool:
        """Whether the schema says that nothing has to hold."""
        return self.word == "any" and self.is_declared


def intent_of(name: str, spec: VariableSpec | None, values: Iterable[str]) -> Intent:
    """What the schema's ``between`` asks, or what is asked of such a variable where it says nothing."""
    said = spec.own.get("between") if spec is not None else None
    if isinstance(said, str):
        return Intent(said, None, True)
    if isinstance(said, dict) and "intent" in said:
        return Intent(said["intent"], said.get("severity"), True)
    severity: Severity | None = said.get("severity") if isinstance(said, dict) else None
    if spec.secret if spec is not None else _is_secret(name, values):
        return Intent("different", severity or "warning")
    if (spec is not None and any(FORMATS[each].schemes for each in spec.formats)) or any("://" in value for value in values):
        return Intent("same-shape", severity)
    return Intent("any", severity)


def _is_secret(name: str, values: Iterable[str]) -> bool:
    """Whether a variable that no schema names holds a secret, by its name or by its value."""
    values = list(values)
    kinds = [kind for value in values if (kind := kind_of(value)) is not None]
    if kinds:
        return any(kind.is_secret for kind in kinds)
    return (is_secret_name(name) and not is_public(name)) or any(map(_has_password, values))


def _has_password(value: str) -> bool:
    rest = value.partition("://")[2]
    credentials, at, _ = rest.partition("@")
    return bool(at) and "/" not in credentials and credentials.partition(":")[2] != ""
