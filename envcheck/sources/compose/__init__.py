"""What a service of a compose file gets: its ``env_file``, then its ``environment``.

The forms are those of the Compose specification (`docs.docker.com/reference/compose-file/services`), tried with Docker Compose
2.40.3 (2026-11). Nothing is taken from this process: what neither the file nor the ``.env`` beside it tells is declared.
"""

from __future__ import annotations

import os

from envcheck.containers import Container, Containers
from envcheck.errors import SourceError, did_you_mean
from envcheck.model import Environment, Source
from envcheck.rules.names import is_showable_host
from envcheck.sources.compose import env_files
from envcheck.sources.compose.interpolation import BrokenReferenceError, Filler
from envcheck.sources.compose.network import container_of, has_own_loopback
from envcheck.sources.compose.service import Own, env_files_of, read_own
from envcheck.yaml_text import YamlText
from envcheck.yaml_tree import YamlMap, YamlScalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from envcheck.sources.compose.env_files import EnvFile
    from envcheck.sources.compose.interpolation import Scope
    from envcheck.sources.compose.service import NamedFile
    from envcheck.yaml_tree import YamlNode

#: The names under which Compose looks for its file, and for the one that it lays over it.
_USUAL = ("compose", "docker-compose")
_ENDS = (".yaml", ".yml")

_NOT_COMPOSE = "Is it the file that was meant? A compose file has services, each under its name."

#: Services that extend each other, one after the other.
_MOST_EXTENDED = 16


def is_compose(text: str) -> bool:
    """Whether a YAML text is a compose file: its services stand under their names. Raises SourceError for what is no YAML."""
    root = YamlText(text).root
    return isinstance(root, YamlMap) and isinstance(root.get("services"), YamlMap)


def services_of(text: str) -> list[str]:
    """The names of the services, in the order of the file. Raises SourceError."""
    return list(_services(text)[1].members)


def read(text: str, part: str, *, path: str, root: str, is_file: bool = True, may_be_empty: bool = False) -> list[Environment]:
    """What a service gets: its files of variables in their order, then its own; ``root`` is where the project lies."""
    return _Reader(text, path, root, is_file).parts(part, may_be_empty=may_be_empty)


def _services(text: str) -> tuple[YamlMap, YamlMap]:
    """The root, and the services."""
    root = YamlText(text).root
    services = root.get("services") if isinstance(root, YamlMap) else None
    if not isinstance(root, YamlMap) or not isinstance(services, YamlMap) or not services.members:
        raise SourceError("unknown-shape", "there are no services in it", hint=_NOT_COMPOSE)
    return root, services


class _Reader:
    """Reads services of one file; holds values, so its repr is closed."""

    def __init__(self, text: str, path: str, root: str, is_file: bool) -> None:
        self._lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._root, self._services = _services(text)
        self._path = path
        self._is_file = is_file
        self._folder = env_files.Folder(path, root)
        self._filler = Filler()
        self._files: list[str] = []
        self._notices: list[str] = []
        self._project = self._read_project()

    def __repr__(self) -> str:
        return "_Reader(…)"

    def parts(self, part: str, *, may_be_empty: bool) -> list[Environment]:
        """The files of a service, then what it has itself."""
        name = self._chosen(part)
        chain, is_whole = self._chain(name)
        own = Own(self._path, self._lines)
        for each in chain:
            read_own(own, each, self._filler, self._project)
        files = self._read_files([file for each in chain for file in env_files_of(each, self._filler, self._project)], own)
        called = f"{self._path}#{name}" if is_showable_host(name) else self._path
        source = Source("compose", self._path, lambda each: own.spots[each], is_file=self._is_file, called=called)
        environment = Environment(
            (source,),
            own.values,
            non_text=tuple(own.non_text.values()),
            repeated=tuple(own.repeated),
            declared=own.declared,
            complete=is_whole,
        )
        parts = [*(each.environment for each in files), environment]
        if not may_be_empty and not any(each.values or each.declared or each.non_text or each.unread for each in parts):
            raise SourceError("no-variables", "no variables: the service sets none", hint="Is it the service that was meant?")
        partial = {name: text for each in files for name, text in each.partial.items()} | own.partial
        environment.containers = (self._containers(name, chain, partial),)
        return parts

    def _chosen(self, part: str) -> str:
        names = list(self._services.members)
        shown = list(filter(is_showable_host, names))
        if part in names or (not part and len(names) == 1):
            return part or names[0]
        if not part:
            hint = f"Write FILE#SERVICE; it has: {', '.join(shown)}."
            raise SourceError("no-such-service", "it has several services, and none is named", hint=hint)
        hint = did_you_mean(part, shown) or f"It has: {', '.join(shown)}."
        raise SourceError("no-such-service", "the service that is named is not in it", hint=hint)

    def _chain(self, name: str) -> tuple[list[YamlMap], bool]:
        """A service behind those that it extends, the first of them first, and whether all of them are in the file."""
        chain: list[YamlMap] = []
        seen: list[str] = []
        while True:
            service = self._services.get(name)
            line = service.place.line if service is not None else None
            if service is None or name in seen or len(seen) == _MOST_EXTENDED:
                message = (
                    "a service extends one that is not in it" if service is None else "services extend each other without an end"
                )
                raise SourceError("unknown-shape", message, hint="Look at 'extends'.", line=line)
            seen.append(name)
            if not isinstance(service, YamlMap):
                return chain, True
            chain.insert(0, service)
            extends = service.get("extends")
            if isinstance(extends, YamlMap):
                file = self._known(extends.get("file"))
                if "file" in extends.members and os.path.normpath(file or "") != os.path.basename(self._path):
                    return chain, False
                extends = extends.get("service")
            if not isinstance(extends, YamlScalar):
                return chain, True
            name = extends.text

    def _read_project(self) -> Scope:
        """The values of the ``.env`` beside the file."""
        path = self._folder.find(".env", 0)
        values: dict[str, str] = {}
        if os.path.lexists(path):
            values = dict(self._read_file(path, ".env", _nothing, _nothing).environment.values)
        return values.get

    def _read_files(self, named: list[NamedFile], own: Own) -> list[EnvFile]:
        found: list[EnvFile] = []

        def known(name: str) -> str | None:
            value = self._project(name)
            return value if value is not None else own.values.get(name)

        def above(name: str) -> str | None:
            return next((each.environment.values[name] for each in reversed(found) if name in each.environment.values), None)

        for file in named:
            path = self._folder.find(file.path, file.line)
            if not file.is_required and not os.path.lexists(path):
                self._notices.append(f"{self._path}:{file.line}: the env_file is not there, and need not be.")
                continue
            found.append(self._read_file(path, "the env_file", known, above, file))
        return found

    def _read_file(self, path: str, what: str, scope: Scope, above: Scope, file: NamedFile | None = None) -> EnvFile:
        self._files.append(path)
        try:
            return env_files.read(path, self._filler, scope, above, raw=file is not None and file.is_raw)
        except SourceError as error:
            problem = error
        place = "".join(f":{number}" for number in (problem.line, problem.column) if number)
        line = file.line if file is not None else None
        raise SourceError(problem.id, f"{what} {path}{place}: {problem.message}", hint=problem.hint, line=line)

    def _known(self, node: YamlNode | None) -> str | None:
        """The text of a scalar, None where it is none, or not known."""
        if not isinstance(node, YamlScalar):
            return None
        try:
            filled = self._filler.fill(node.text, self._project)
        except BrokenReferenceError:
            return None
        return filled.text if filled.is_whole else None

    def _containers(self, name: str, chain: list[YamlMap], partial: dict[str, str]) -> Containers:
        services = [(key, each.value) for key, each in self._services.members.items() if isinstance(each.value, YamlMap)]
        others = tuple(container_of(key, service, self._known) for key, service in services if key != name)
        all_of_own = [container_of(name, each, self._known) for each in chain]
        own = Container(
            frozenset({name}.union(*(each.hosts for each in all_of_own))),
            {machine: port for each in all_of_own for machine, port in each.published.items()},
            frozenset[int]().union(*(each.listens for each in all_of_own)),
        )
        is_alone = all(has_own_loopback(name, each, self._services, self._known) for each in chain)
        return Containers(own, others, is_alone, partial, (*self._notices, *self._unfollowed()), tuple(self._files))

    def _unfollowed(self) -> Iterator[str]:
        if "include" in self._root.members:
            yield f"{self._path}: 'include' is not followed, so services of other files are not known."
        name, end = os.path.splitext(os.path.basename(self._path))
        if self._is_file and name in _USUAL and end in _ENDS:
            for other in (f"{name}.override{each}" for each in _ENDS):
                if os.path.lexists(os.path.join(self._folder.path, other)):
                    yield f"{self._path}: {other}, which Compose lays over it, was not read; name it as a further source."


def _nothing(name: str) -> None:
    return None
