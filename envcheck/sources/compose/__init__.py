"""What a service of a compose file gets: its ``env_file``, then its ``environment``.

The forms are those of the Compose specification (`docs.docker.com/reference/compose-file/services`), tried with Docker Compose
2.40.3 (2026-11). Nothing is taken from this process: what neither the file nor the ``.env`` beside it tells is declared.
"""

from __future__ import annotations

import os
from itertools import groupby

from envcheck.containers import Containers
from envcheck.errors import SourceError, did_you_mean
from envcheck.files import read_text
from envcheck.model import Environment, Source
from envcheck.rules.names import is_showable_host
from envcheck.sources.compose import env_files
from envcheck.sources.compose.file import ComposeFile, Link, services_in, within
from envcheck.sources.compose.interpolation import BrokenReferenceError, Filler
from envcheck.sources.compose.network import container_of, has_own_loopback
from envcheck.sources.compose.service import Own, env_files_of, read_own, shown_path
from envcheck.yaml_text import YamlText
from envcheck.yaml_tree import YamlMap, YamlScalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Literal

    from envcheck.sources.compose.env_files import EnvFile
    from envcheck.sources.compose.interpolation import Scope
    from envcheck.sources.compose.service import NamedFile
    from envcheck.yaml_tree import YamlNode

    #: What becomes of the file that Compose lays over another.
    Override = Literal["laid", "said", "left"]

#: The names under which Compose looks for its file, and for the one that it lays over it.
_USUAL = ("compose", "docker-compose")
_ENDS = (".yaml", ".yml")

#: Services that extend each other, one after the other.
_MOST_EXTENDED = 16


def is_compose(text: str) -> bool:
    """Whether a YAML text is a compose file: its services stand under their names. Raises SourceError for what is no YAML."""
    root = YamlText(text).root
    return isinstance(root, YamlMap) and isinstance(root.get("services"), YamlMap)


def services_of(text: str) -> list[str]:
    """The names of the services, in the order of the file. Raises SourceError."""
    return list(services_in(text)[1].members)


def read(
    text: str,
    part: str,
    *,
    path: str,
    root: str,
    is_file: bool = True,
    override: Override = "said",
    may_be_empty: bool = False,
) -> list[Environment]:
    """What a service gets: its files of variables in their order, then its own; ``root`` is where the project lies.

    ``override`` is what becomes of the file that Compose lays over one with a usual name: it is laid over, or is said not to be.
    """
    return _Reader(text, path, root, is_file, override).parts(part, may_be_empty=may_be_empty)


class _Reader:
    """Reads services of one file; holds values, so its repr is closed."""

    def __init__(self, text: str, path: str, root: str, is_file: bool, override: Override) -> None:
        self._file = ComposeFile(text, path, path, root)
        self._services = self._file.services
        self._path = path
        self._root = root
        self._is_file = is_file
        self._wanted = override
        self._opened: dict[str, ComposeFile] = {}
        self._filler = Filler()
        self._files: list[str] = []
        self._notices: list[str] = []
        self._project_values = self._read_project()
        self._project: Scope = self._project_values.get
        self._override = self._read_override()

    def __repr__(self) -> str:
        return "_Reader(…)"

    def parts(self, part: str, *, may_be_empty: bool) -> list[Environment]:
        """The files of a service, then what it has itself."""
        name = self._chosen(part)
        chain, is_whole = self._chain(self._file, name)
        if self._override is not None and name in self._override.services.members:
            over, is_rest_whole = self._chain(self._override, name)
            chain, is_whole = [*chain, *over], is_whole and is_rest_whole
        if not chain:
            if not may_be_empty:
                raise self._without_variables(name)
            called = f"{self._path}#{name}" if is_showable_host(name) else self._path
            nothing = Source("compose", self._path, lambda each: (None, None, None), is_file=self._is_file, called=called)
            return [Environment((nothing,), {})]
        owns: list[tuple[Own, Environment]] = []
        for file, links in groupby(chain, lambda link: link.file):
            owns.append(self._own(file, list(links)))
        values = {name: value for own, _ in owns for name, value in own.values.items()}
        files = self._read_files([(each.file, file) for each in chain for file in self._named_files(each)], values)
        parts = [*(each.environment for each in files), *(each for _, each in owns)]
        environment = parts[-1]
        environment.complete = is_whole
        if not may_be_empty and not any(each.values or each.declared or each.non_text or each.unread for each in parts):
            raise self._without_variables(name)
        partial = {name: text for each in files for name, text in each.partial.items()}
        for own, _ in owns:
            partial |= own.partial
        environment.containers = (self._containers(name, chain, partial),)
        return parts

    def _own(self, file: ComposeFile, links: list[Link]) -> tuple[Own, Environment]:
        """What services of one file set themselves, each over those before it."""
        own = Own(file.shown, file.lines)
        for each in links:
            problem: SourceError | None = None
            try:
                read_own(own, each.service, self._filler, self._project)
            except SourceError as error:
                problem = error
            if problem is not None:
                raise problem if file is self._file else within(file, problem)
        name = links[-1].name
        called = f"{file.shown}#{name}" if is_showable_host(name) else file.shown
        source = Source("compose", file.shown, lambda each: own.spots[each], is_file=self._is_file, called=called)
        return own, Environment(
            (source,),
            own.values,
            non_text=tuple(own.non_text.values()),
            repeated=tuple(own.repeated),
            declared=own.declared,
        )

    def _named_files(self, link: Link) -> list[NamedFile]:
        """The files of variables that a service names."""
        problem: SourceError | None = None
        try:
            return list(env_files_of(link.service, self._filler, self._project))
        except SourceError as error:
            problem = error
        raise problem if link.file is self._file else within(link.file, problem)

    def _without_variables(self, name: str) -> SourceError:
        """The error for a service that sets no variable."""
        what = f"the service '{name}'" if is_showable_host(name) else "the service"
        members = ((key, each.value) for key, each in self._services.members.items())
        others = [
            f"{self._path}#{key}"
            for key, each in members
            if isinstance(each, YamlMap) and ("environment" in each.members or "env_file" in each.members)
            if key != name and is_showable_host(key)
        ]
        hint = (
            f"If it needs none, name those that have some: {', '.join(others)}." if others else "Is it the file that was meant?"
        )
        line = self._services.members[name].key.place.line
        return SourceError("no-variables", f"no variables: {what} sets none", hint=hint, line=line)

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

    def _chain(self, file: ComposeFile, name: str) -> tuple[list[Link], bool]:
        """A service behind those that it extends, the first of them first, and whether all of them could be followed."""
        chain: list[Link] = []
        seen: list[tuple[str, str]] = []
        while True:
            service = file.services.get(name)
            line = service.place.line if service is not None and file is self._file else None
            if service is None or (file.path, name) in seen or len(seen) == _MOST_EXTENDED:
                message = (
                    "a service extends one that is not in it" if service is None else "services extend each other without an end"
                )
                raise SourceError("unknown-shape", message, hint="Look at 'extends'.", line=line)
            seen.append((file.path, name))
            if not isinstance(service, YamlMap):
                return chain, True
            chain.insert(0, Link(file, name, service))
            extends = service.get("extends")
            if isinstance(extends, YamlMap):
                if "file" in extends.members:
                    further = self._extended(file, extends.get("file"))
                    if further is None:
                        return chain, False
                    file = further
                extends = extends.get("service")
            if not isinstance(extends, YamlScalar):
                return chain, True
            name = extends.text

    def _extended(self, file: ComposeFile, node: YamlNode | None) -> ComposeFile | None:
        """The file in which a service stands that one in another extends; None where it is not known, or not to be read."""
        path = self._known(node)
        if not path or not isinstance(node, YamlScalar):
            return None
        if os.path.normpath(path) == os.path.basename(file.path):
            return file
        try:
            found = file.folder.find(path, node.place.line)
        except SourceError:
            return None
        shown = os.path.normpath(os.path.join(os.path.dirname(file.shown), shown_path(node, self._filler)))
        return self._open(found, shown, node.place.line if file is self._file else None)

    def _read_override(self) -> ComposeFile | None:
        """The file that Compose lays over this one, where it is to be."""
        for path in self._overrides() if self._wanted == "laid" else ():
            return self._open(path, path, None, may_be_empty=True)
        return None

    def _open(self, path: str, shown: str, line: int | None, *, may_be_empty: bool = False) -> ComposeFile:
        if path in self._opened:
            return self._opened[path]
        self._files.append(path)
        try:
            self._opened[path] = ComposeFile(read_text(path), path, shown, self._root, may_be_empty=may_be_empty)
            return self._opened[path]
        except SourceError as error:
            problem = error
        place = "".join(f":{number}" for number in (problem.line, problem.column) if number)
        raise SourceError(problem.id, f"{shown}{place}: {problem.message}", hint=problem.hint, line=line)

    def _read_project(self) -> Mapping[str, str]:
        """The values of the ``.env`` beside the file."""
        path = self._file.folder.find(".env", 0)
        if not os.path.lexists(path):
            return {}
        return self._read_file(path, path, ".env", _nothing, _nothing).environment.values

    def _read_files(self, named: list[tuple[ComposeFile, NamedFile]], own: Mapping[str, str]) -> list[EnvFile]:
        found: list[EnvFile] = []

        def known(name: str) -> str | None:
            value = self._project(name)
            return value if value is not None else own.get(name)

        def above(name: str) -> str | None:
            return next((each.environment.values[name] for each in reversed(found) if name in each.environment.values), None)

        for there, file in named:
            line = file.line if there is self._file else None
            path = there.folder.find(file.path, line)
            if not file.is_required and not os.path.lexists(path):
                self._notices.append(f"{there.shown}:{file.line}: the env_file is not there, and need not be.")
                continue
            shown = os.path.normpath(os.path.join(os.path.dirname(there.shown), file.shown))
            found.append(self._read_file(path, shown, "the env_file", known, above, line, is_raw=file.is_raw))
        return found

    def _read_file(
        self, path: str, shown: str, what: str, scope: Scope, above: Scope, line: int | None = None, *, is_raw: bool = False
    ) -> EnvFile:
        """The variables of a file, which messages call ``shown``: no value that is a part of its path."""
        self._files.append(path)
        try:
            return env_files.read(path, shown, self._filler, scope, above, raw=is_raw)
        except SourceError as error:
            problem = error
        place = "".join(f":{number}" for number in (problem.line, problem.column) if number)
        raise SourceError(problem.id, f"{what} {shown}{place}: {problem.message}", hint=problem.hint, line=line)

    def _known(self, node: YamlNode | None) -> str | None:
        """The text of a scalar, None where it is none, or not known."""
        if not isinstance(node, YamlScalar):
            return None
        try:
            filled = self._filler.fill(node.text, self._project)
        except BrokenReferenceError:
            return None
        return filled.text if filled.is_whole else None

    def _containers(self, name: str, chain: list[Link], partial: dict[str, str]) -> Containers:
        files = [self._file, *([self._override] if self._override is not None else [])]
        services: dict[str, list[YamlMap]] = {}
        for key, member in (each for file in files for each in file.services.members.items()):
            if key != name and isinstance(member.value, YamlMap):
                services.setdefault(key, []).append(member.value)
        others = tuple(container_of(key, each, self._known) for key, each in services.items())
        own = container_of(name, [each.service for each in chain], self._known)
        is_alone = all(has_own_loopback(name, each.service, file.services, self._known) for each in chain for file in files)
        notices = (*self._notices, *self._unfollowed())
        return Containers(own, others, is_alone, partial, notices, tuple(self._files), self._project_values)

    def _unfollowed(self) -> Iterator[str]:
        if "include" in self._file.root.members:
            yield f"{self._path}: 'include' is not followed, so services of other files are not known."
        if self._override is not None:
            yield f"{self._path}: the override file beside it is laid over it, as Compose does where no file is named to it."
            further = [
                f"{self._override.shown}#{key}" for key in self._override.services.members if key not in self._services.members
            ]
            if further:
                named = ", ".join(filter(is_showable_host, further))
                yield f"{self._override.shown}: services that it alone has are checked where they are named: {named}."
        if self._wanted == "said" and any(self._overrides()):
            how = "in envcheck.toml, name a service of both as two sources if it counts"
            yield f"{self._path}: the override file beside it is not laid over it, as this is no development; {how}."

    def _overrides(self) -> Iterator[str]:
        """The files that Compose lays over one with a usual name, which are there."""
        name, end = os.path.splitext(os.path.basename(self._path))
        if self._is_file and name in _USUAL and end in _ENDS:
            for other in (f"{name}.override{each}" for each in _ENDS):
                path = os.path.join(os.path.dirname(self._path), other)
                if os.path.lexists(path):
                    yield path


def _nothing(name: str) -> None:
    return None
