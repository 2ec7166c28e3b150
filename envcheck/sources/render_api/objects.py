"""What the entries of the API's lists are.

Shapes: Render's OpenAPI 1.0.0, schemas service, envVarWithCursor, envVar, envGroupMeta, envGroup, secretFile.
"""

from __future__ import annotations

from envcheck.records import NamedTuple
from envcheck.sources.render_api.answers import unexpected
from envcheck.sources.render_api.pages import incomplete

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: Ids of services, and of those that run by the clock, begin so.
ID_PREFIXES = ("srv-", "crn-")
_MOST_ID = 100


class Service(NamedTuple):
    """A service as the list of them has it; a name may be anything, so the repr is closed."""

    id: str
    name: str
    type: str
    is_suspended: bool

    def __repr__(self) -> str:
        return "Service(…)"


class Group(NamedTuple):
    """An environment group without its variables; ``services`` are the ids of those that receive it."""

    id: str
    name: str
    services: frozenset[str]

    def __repr__(self) -> str:
        return "Group(…)"


class Received(NamedTuple):
    """The variables of a service itself or of a group, and the names of its secret files, None where they were not asked for."""

    values: dict[str, str]
    files: frozenset[str] | None

    def __repr__(self) -> str:
        return "Received(…)"


def is_id(text: str) -> bool:
    """Whether a text can stand in the path of a question without changing it."""
    return text.isascii() and text.replace("-", "a").replace("_", "a").isalnum() and len(text) <= _MOST_ID


def service_of(entry: Any) -> tuple[str, Service]:
    """A service, by its id."""
    id = _text(entry, "id", "service")
    service = Service(id, _text(entry, "name", "service"), _text(entry, "type", "service"), entry.get("suspended") == "suspended")
    return _checked(id), service


def group_of(entry: Any) -> tuple[str, Group]:
    """An environment group, by its id."""
    id = _checked(_text(entry, "id", "group"))
    links = entry.get("serviceLinks")
    if not isinstance(links, list):  # without them, a service would seem to have no group
        raise unexpected("a group that does not tell which services it is for")
    return id, Group(id, _text(entry, "name", "group"), frozenset(_text(link, "id", "link of a group") for link in links))


def variable_of(entry: Any) -> tuple[str, str]:
    """A variable: its name and its value."""
    name = _text(entry, "key", "variable")
    value = entry.get("value")
    if not isinstance(value, str):
        raise unexpected("a variable whose value is no text")
    return name, value


def file_of(entry: Any) -> tuple[str, None]:
    """The name of a secret file; what is in it goes no further."""
    return _text(entry, "name", "secret file"), None


def received_of_group(answer: Any) -> Received:
    """The variables of a group, which come all at once."""
    entries = answer.get("envVars") if isinstance(answer, dict) else None
    files = answer.get("secretFiles") if isinstance(answer, dict) else None
    if not isinstance(entries, list):
        raise unexpected("a group without its variables")
    values: dict[str, str] = {}
    for entry in entries:
        name, value = variable_of(entry["envVar"] if isinstance(entry, dict) and entry.keys() == {"envVar"} else entry)
        if values.setdefault(name, value) != value:
            raise incomplete("variables", len(values), "an entry came twice, and not the same")
    return Received(values, frozenset(file_of(each)[0] for each in files) if isinstance(files, list) else None)


def _text(entry: Any, field: str, what: str) -> str:
    value = entry.get(field) if isinstance(entry, dict) else None
    if not isinstance(value, str) or not value:
        raise unexpected(f"a {what} whose {field} is missing or no text")
    return value


def _checked(id: str) -> str:
    if not is_id(id):
        raise unexpected("an id that is none")
    return id
