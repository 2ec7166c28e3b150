"""Variables from what Render's API answers, saved to a file.

Shapes of the answers: Render's OpenAPI 1.0.0, schemas envVarWithCursor, envVar, envGroup and envGroupMeta.
"""

from __future__ import annotations

from envcheck.errors import SourceError
from envcheck.json_text import JsonText
from envcheck.sources.json_entries import Entries, found

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from envcheck.model import Environment
    from envcheck.sources.json_entries import Pointer

# What `limit` is by default and at most; an answer of just that length may have a next page.
PAGE_LENGTHS = (20, 100)

_ERROR_FIELDS = frozenset({"id", "message", "code", "status", "statusCode", "error", "errors"})
_ENTRY_FIELDS = frozenset({"envVar", "key", "value", "generateValue", "cursor"})

_GROUPS = "a list of environment groups without their variables: fetch each group"
_FILES = "a list of secret files, not of variables"

# Fields that tell Render's other objects, the type of their values, and what the object and a list of it are.
_OTHERS: tuple[tuple[str, type[object], str, str], ...] = (
    ("secretFile", dict, "a secret file, not a list of variables", _FILES),
    ("content", str, "", _FILES),  # alone, it may be a variable's name
    ("service", dict, "a service, not its variables", "a list of services, not of variables"),
    ("serviceDetails", dict, "a service, not its variables", "a list of services, not of variables"),
    ("envGroup", dict, "an environment group without its variables", _GROUPS),
    ("serviceLinks", list, "an environment group without its variables", _GROUPS),
    ("ownerId", str, "another object of Render's API, not variables", "a list of something else than variables"),
    ("cursor", str, "another object of Render's API, not variables", "a list of something else than variables"),
)

_HOW = "save the answer of GET /v1/services/ID/env-vars or /v1/env-groups/ID"


def read(text: str, *, path: str, is_file: bool = True, whole: bool = False) -> Environment:
    """The variables of a Render export; ``whole`` says that what looks like one page is all there is."""
    if not text.strip():
        raise SourceError("no-variables", "no variables: the text is blank", hint=_HOW)
    document = JsonText(text)
    reader = _Reader(document, path, is_file)
    value = document.value
    if isinstance(value, dict) and value:
        reader.read_object(value)
    elif isinstance(value, list) and value:
        reader.read_array(value)
    elif isinstance(value, (dict, list)):
        raise SourceError("no-variables", "no variables: the JSON is empty", hint=_HOW)
    else:
        raise SourceError("no-variables", f"no variables: the JSON is {found(value)}", hint=_HOW)
    return reader.all(whole)


class _Reader(Entries):
    """What has been read so far of one document, shape by shape."""

    def __init__(self, document: JsonText, path: str, is_file: bool) -> None:
        super().__init__("render-export", document, path, is_file)
        self.full_page = False
        self.groups: list[str] = []

    def all(self, whole: bool) -> Environment:
        """All that was read."""
        if not self.values and not self.non_text:
            raise SourceError("no-variables", "no variables: every list in it is empty", hint=_HOW)
        self.source.groups = tuple(self.groups)
        return self.environment(complete=whole or not self.full_page)

    def read_object(self, value: dict[str, Any]) -> None:
        """Takes an object: a group, or names with their values."""
        names = value.keys()
        if "envVars" in value:
            self.read_group(value, ())
        elif names <= _ERROR_FIELDS or (names & {"error", "errors"} and not any(map(str.isupper, names))):
            hint = "ask again with a key that may read this service, and save that answer"
            raise SourceError("api-error", "an API error body, not a list of variables", hint=hint)
        elif names <= _ENTRY_FIELDS and names & {"envVar", "key"}:
            raise SourceError("unknown-shape", "a single variable, not a list of variables", hint=_HOW)
        else:
            _refuse_others(value, is_list=False)
            if all(isinstance(member, (dict, list)) for member in value.values()):
                raise SourceError("unknown-shape", "an object that holds no variables", hint=_HOW)
            for name, member in value.items():
                if not name:
                    raise self.unknown("a member's name is empty", (name,))
                self.add(name, member, found(member), (name,))

    def read_array(self, values: list[Any]) -> None:
        """Takes an array: entries, pages of entries, or groups."""
        if all(isinstance(value, list) for value in values):
            for index, page in enumerate(values):
                self.read_entries(page, (index,))
            self.full_page = _is_full_page(values[-1])
        elif any(isinstance(value, dict) and "envVars" in value for value in values):
            for index, value in enumerate(values):
                if not isinstance(value, dict) or "envVars" not in value:
                    raise self.unknown(f"entry {index + 1} is not a group with its variables", (index,))
                self.read_group(value, (index,))
        else:
            self.read_entries(values, ())
            self.full_page = _is_full_page(values)

    def read_group(self, group: dict[str, Any], pointer: Pointer) -> None:
        """Takes an environment group."""
        entries, name = group["envVars"], group.get("name")
        if isinstance(name, str):
            self.groups.append(name)
        for field in group:
            if field == "envVars":
                if not isinstance(entries, list):
                    raise self.unknown("envVars is not a list", (*pointer, field))
                self.read_entries(entries, (*pointer, field))
            elif field == "secretFiles" and group[field]:
                self.places.append((*pointer, field))
        self.full_page = self.full_page or _is_full_page(entries)

    def read_entries(self, entries: list[Any], pointer: Pointer) -> None:
        """Takes a list of variables, wrapped in ``envVar`` or not."""
        for index, entry in enumerate(entries):
            inner, path = entry, (*pointer, index)
            if isinstance(entry, dict) and "envVar" in entry:
                # With a key beside it, one of the two would be dropped in silence.
                inner, path = (None if "key" in entry else entry["envVar"]), (*path, "envVar")
            if not isinstance(inner, dict) or not ("key" in inner or "value" in inner):
                if isinstance(entry, dict):
                    _refuse_others(entry, is_list=True)
                raise self.unknown(f"entry {index + 1} is not a variable", (*pointer, index))
            name = inner.get("key")
            if not isinstance(name, str) or not name:
                raise self.unknown(f"entry {index + 1} is not a variable: its key is missing, empty or no text", path)
            if "value" in inner:
                self.add(name, inner["value"], found(inner["value"]), (*path, "value"))
            else:
                self.add(name, None, "generateValue" if "generateValue" in inner else "missing", path)

    def unknown(self, message: str, pointer: Pointer) -> SourceError:
        """The error for a part that cannot be read."""
        line, column, _ = self.behind(len(self.places), pointer)
        return SourceError("unknown-shape", message, hint=_HOW, line=line, column=column)


def _refuse_others(value: dict[str, Any], *, is_list: bool) -> None:
    """Raises if an object, or those of a list, are others of Render's API."""
    for field, kind, one, several in _OTHERS:
        message = several if is_list else one
        if message and isinstance(value.get(field), kind):
            raise SourceError("unknown-shape", message, hint=_HOW)


def _is_full_page(page: list[Any]) -> bool:
    return len(page) in PAGE_LENGTHS and all("cursor" in entry for entry in page)
