"""Variables from the JSON that other platforms write: names with their values, and the lists of Doppler and Vercel.

Shapes: ``heroku config --json`` and ``doppler secrets download --no-file --format json`` write one object of texts; Doppler's
``secrets --json`` and its API have an object for each name (docs.doppler.com/docs/visibility-types: a restricted value is not
given to users); Vercel's ``GET /v10/projects/ID/env`` has a list ``envs`` (vercel.com/docs/rest-api, and vercel/sdk issue 118:
what is not decrypted has an encrypted text as its value). Verified 2026-11.
"""

from __future__ import annotations

from envcheck.errors import SourceError
from envcheck.json_text import JsonText
from envcheck.sources.json_entries import Entries, found

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from envcheck.model import Environment

_HOW = "save an object of names and texts, as heroku config --json and doppler secrets download --format json write it"
_ONE_TARGET = "keep the entries of one target, and of one branch, and save them with vercel env pull or in a list of their own"

#: Fields of the answers in which platforms say that there is none.
_ERROR_FIELDS = frozenset({"id", "message", "messages", "code", "status", "statusCode", "error", "errors", "success", "url"})

#: Fields of an object of Doppler's that has a secret.
_OF_SECRET = ("computed", "raw")


def read(text: str, *, path: str, is_file: bool = True, whole: bool = False) -> Environment:
    """The variables of an export; ``whole`` says that a list with a next page is all there is."""
    if not text.strip():
        raise SourceError("no-variables", "no variables: the text is blank", hint=_HOW)
    document = JsonText(text)
    value = document.value
    entries = Entries("json", document, path, is_file)
    if not isinstance(value, dict):
        what = f"the JSON is {found(value)}" if value != [] else "the JSON is empty"
        raise SourceError("no-variables", f"no variables: {what}, not an object of names", hint=_HOW)
    if not value:
        raise SourceError("no-variables", "no variables: the JSON is empty", hint=_HOW)
    is_complete = True
    if isinstance(value.get("envs"), list):
        _read_vercel(entries, value["envs"])
        is_complete = whole or not _has_next_page(value)
    elif isinstance(value.get("secrets"), dict) and _are_secrets(value["secrets"]):
        _read_doppler(entries, value["secrets"], ("secrets",))
    elif _are_secrets(value):
        _read_doppler(entries, value, ())
    else:
        _read_flat(entries, value)
    if not (entries.values or entries.non_text or entries.declared):
        raise SourceError("no-variables", "no variables: every list in it is empty", hint=_HOW)
    return entries.environment(complete=is_complete)


def _read_flat(entries: Entries, value: dict[str, Any]) -> None:
    """Takes an object of names and texts."""
    names = value.keys()
    if names <= _ERROR_FIELDS or (names & {"error", "errors"} and not any(map(str.isupper, names))):
        hint = "ask again with a key that may read them, and save that answer"
        raise SourceError("api-error", "an answer that says what went wrong, not variables", hint=hint)
    if {"key", "value", "type"} <= names:
        raise SourceError("unknown-shape", "a single variable, not all of them", hint=_HOW)
    if all(isinstance(member, (dict, list)) for member in value.values()):
        raise SourceError("unknown-shape", "an object that holds no variables", hint=_HOW)
    for name, member in value.items():
        _refuse_nameless(entries, name, (name,))
        entries.add(name, member, found(member), (name,))


def _are_secrets(value: dict[str, Any]) -> bool:
    """Whether an object has one of Doppler's for each name."""
    return bool(value) and all(isinstance(each, dict) and any(field in each for field in _OF_SECRET) for each in value.values())


def _read_doppler(entries: Entries, secrets: dict[str, Any], above: tuple[str, ...]) -> None:
    """Takes an object for each name; what counts is the value with its references replaced."""
    for name, secret in secrets.items():
        _refuse_nameless(entries, name, (*above, name))
        field = next(field for field in _OF_SECRET if field in secret)
        value, place = secret[field], (*above, name, field)
        if value is None:
            entries.declare(name, "restricted, so that its value is not given out", place)
        elif field == "raw" and isinstance(value, str) and "${" in value:
            entries.declare(name, "given with a reference that is not replaced", place)
        else:
            entries.add(name, value, found(value), place)


def _read_vercel(entries: Entries, envs: list[Any]) -> None:
    """Takes the list of a project, where it is that of one environment; what is encrypted has no value in it."""
    common: set[str] | None = None
    named: set[str] = set()
    for index, each in enumerate(envs):
        name = each.get("key") if isinstance(each, dict) else None
        if not isinstance(name, str) or not name:
            raise _unknown(entries, f"entry {index + 1} is not a variable: its key is missing, empty or no text", ("envs", index))
        targets = _targets(each)
        if targets:
            common = targets if common is None else common & targets
        if name in named or (targets and not common):
            line, *_ = entries.behind(len(entries.places), ("envs", index))
            raise SourceError("several-environments", "variables of several environments", hint=_ONE_TARGET, line=line)
        named.add(name)
        _read_entry(entries, name, each, index)


def _read_entry(entries: Entries, name: str, entry: dict[str, Any], index: int) -> None:
    kind, place = entry.get("type"), ("envs", index)
    if kind == "system":
        entries.declare(name, "set by Vercel", place)
    elif kind != "plain" and entry.get("decrypted") is not True:
        entries.declare(name, "encrypted in this answer", place)
    elif "value" in entry:
        entries.add(name, entry["value"], found(entry["value"]), (*place, "value"))
    else:
        entries.add(name, None, "missing", place)


def _targets(entry: dict[str, Any]) -> set[str]:
    """The environments that an entry is for; none where it does not say."""
    found: set[str] = set()
    for field in ("target", "customEnvironmentIds"):
        value = entry.get(field)
        found.update(each for each in ([value] if isinstance(value, str) else value or ()) if isinstance(each, str))
    return found


def _has_next_page(value: dict[str, Any]) -> bool:
    pagination = value.get("pagination")
    return isinstance(pagination, dict) and pagination.get("next") is not None


def _refuse_nameless(entries: Entries, name: str, pointer: tuple[str, ...]) -> None:
    if not name:
        raise _unknown(entries, "a member's name is empty", pointer)


def _unknown(entries: Entries, message: str, pointer: tuple[str | int, ...]) -> SourceError:
    """The error for a part that cannot be read."""
    line, column, _ = entries.behind(len(entries.places), pointer)
    return SourceError("unknown-shape", message, hint=_HOW, line=line, column=column)
