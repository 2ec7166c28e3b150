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


def services_of(text: str) -> list[tuple[str, str | None]]:
    """The services that declare variables, each with its environment of a project, in the order of the file."""
    found = Document(text).services
    return [(each.name, each.environment) for each in found if "envVars" in each.node.members]


def read(text: str, part: str, *, path: str, is_file: bool = True) -> list[Environment]:
    """What a service gets: the groups of the file that it is linked to, then its own variables."""
    document = Document(text)
    service = _chosen(document, part)
    reader = Reader(document, path, is_file)
    parts = reader.parts(service)
    if not any(each.values or each.declared for each in parts):
        outside = parts[-1].unsupplied
        what = "its variables are all in groups that are not in this file" if outside else "the service declares no variables"
        raise SourceError("no-variables", f"no variables: {what}", hint="Check an export of the service.")
    return parts


def _chosen(document: Document, part: str) -> Item:
    names = list(filter(is_showable, dict.fromkeys(each.name for each in document.services)))
    if not document.services:
        raise SourceError("no-such-service", "there are no services in it", hint="Is it the file that was meant?")
    if not part and len(document.services) > 1:
        hint = f"Write FILE#SERVICE; it has: {', '.join(names)}."
        raise SourceError("no-such-service", "it has several services, and none is named", hint=hint)
    found = [each for each in document.services if each.name == part or not part]
    if not found:
        hint = did_you_mean(part, names) or f"It has: {', '.join(names)}."
        raise SourceError("no-such-service", f"there is no service '{part}' in it", hint=hint)
    if len(found) > 1:
        line, column, _ = found[1].node.place
        message = "two services have the same name"
        raise SourceError("ambiguous-service", message, hint="Rename one of them.", line=line, column=column)
    return found[0]
