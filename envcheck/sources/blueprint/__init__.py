"""What a blueprint (``render.yaml``) declares for a service of Render.

The fields are those of the published schema, `render.com/schema/render.yaml.json` (verified 2026-11).
"""

from __future__ import annotations

from envcheck.errors import SourceError, did_you_mean
from envcheck.sources.blueprint.document import Document
from envcheck.sources.blueprint.service import Reader
from envcheck.sources.blueprint.service import is_showable as is_showable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from envcheck.model import Environment
    from envcheck.sources.blueprint.document import Item


#: A hint lists no more names than a reader takes in.
_MOST_LISTED = 30


def services_of(text: str) -> list[tuple[str, str | None]]:
    """The services, each with its environment of a project, in the order of the file."""
    return [(each.name, each.environment) for each in _document(text).services]


def read(text: str, part: str, *, path: str, is_file: bool = True, may_be_empty: bool = False) -> list[Environment]:
    """What a service gets: the groups of the file that it is linked to, then its own variables. Raises SourceError."""
    document = _document(text)
    service = _chosen(document, part)
    parts = _reader(document, path, is_file).parts(service)
    if not may_be_empty and not any(each.entries for each in parts[-1].declarations):
        name = f"service '{service.name}'" if is_showable(service.name) else "the service"
        message, hint = f"{name} declares none", "Declare them in envVars, or leave the service out if it needs none."
        if parts[-1].unsupplied:
            message = f"those of {name} are all in groups that are not in this file"
            hint = "Save the answer of GET /v1/env-groups/ID, and name it as a source too."
        raise SourceError("no-variables", f"no variables: {message}", hint=hint, line=service.node.place.line)
    return parts


class _Last:
    """What was read last, for the services of a file are mostly read one after the other; keeps the text, so no repr shows it."""

    text: str | None = None
    document: Document | None = None
    reader: Reader | None = None


def _document(text: str) -> Document:
    if _Last.document is None or _Last.text != text:
        _Last.text, _Last.document, _Last.reader = text, Document(text), None
    return _Last.document


def _reader(document: Document, path: str, is_file: bool) -> Reader:
    if _Last.reader is None or not _Last.reader.is_of(document, path, is_file):
        _Last.reader = Reader(document, path, is_file)
    return _Last.reader


def _chosen(document: Document, part: str) -> Item:
    if not document.services:
        raise SourceError("no-such-service", "there are no services in it", hint="Is it the file that was meant?")
    telling = [each for each in document.services if "envVars" in each.node.members] or document.services
    if not part and len(telling) > 1:
        hint = f"Write FILE#SERVICE; it has: {', '.join(_names(document))}."
        raise SourceError("no-such-service", "it has several services, and none is named", hint=hint)
    found = [each for each in document.services if each.name == part] if part else telling
    if not found:
        hint = did_you_mean(part, _names(document)) or "Look into it for the names of its services."
        raise SourceError("no-such-service", f"there is no service '{part}' in it", hint=hint)
    if len(found) > 1:
        line, column, _ = found[1].node.place
        message = "two services have the same name"
        raise SourceError("ambiguous-service", message, hint="Rename one of them.", line=line, column=column)
    return found[0]


def _names(document: Document) -> list[str]:
    """The names of the services, as far as they may be shown."""
    return [name for name in dict.fromkeys(each.name for each in document.services) if is_showable(name)][:_MOST_LISTED]
