"""One compose file: its services, and the folder that paths in it start from."""

from __future__ import annotations

from envcheck.errors import SourceError
from envcheck.records import NamedTuple
from envcheck.sources.compose.env_files import Folder
from envcheck.yaml_text import YamlText
from envcheck.yaml_tree import YamlMap

_NOT_COMPOSE = "Is it the file that was meant? A compose file has services, each under its name."


class ComposeFile:
    """A file as it was read, which messages call ``shown``; holds values, so its repr is closed."""

    def __init__(self, text: str, path: str, shown: str, root: str, *, may_be_empty: bool = False) -> None:
        self.lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self.root, self.services = services_in(text, may_be_empty=may_be_empty)
        self.path = path
        self.shown = shown
        self.folder = Folder(path, root)

    def __repr__(self) -> str:
        return "ComposeFile(…)"


class Link(NamedTuple):
    """A service, and the file that it stands in; the repr is closed, as a name may be a pasted secret."""

    file: ComposeFile
    name: str
    service: YamlMap

    def __repr__(self) -> str:
        return "Link(…)"


def services_in(text: str, *, may_be_empty: bool = False) -> tuple[YamlMap, YamlMap]:
    """The root of a file, and its services. Raises SourceError."""
    root = YamlText(text).root
    services = root.get("services") if isinstance(root, YamlMap) else None
    if not isinstance(root, YamlMap) or not isinstance(services, YamlMap) or not (services.members or may_be_empty):
        raise SourceError("unknown-shape", "there are no services in it", hint=_NOT_COMPOSE)
    return root, services


def within(file: ComposeFile, problem: SourceError) -> SourceError:
    """What is wrong in a file that another one leads to, with its own place."""
    place = "".join(f":{number}" for number in (problem.line, problem.column) if number)
    return SourceError(problem.id, f"{file.shown}{place}: {problem.message}", hint=problem.hint)
