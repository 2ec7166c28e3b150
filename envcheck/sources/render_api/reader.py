"""Services and what they receive, from Render's API."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, as_completed

from envcheck.errors import SourceError, did_you_mean
from envcheck.facts.secret_files import secret_file
from envcheck.model import Environment, Source
from envcheck.records import NamedTuple
from envcheck.sources import GROUP
from envcheck.sources.render_api.objects import (
    ID_PREFIXES,
    Group,
    Received,
    Service,
    file_of,
    group_of,
    is_id,
    received_of_group,
    service_of,
    variable_of,
)
from envcheck.sources.render_api.pages import read_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeVar

    from envcheck.sources.render_api.client import Client
    from envcheck.sources.render_api.pages import Ask

    T = TypeVar("T")
    Progress = Callable[[int, int], None]

#: What the kind of the source is called.
KIND = "render"

#: As many services are read at once; the limit on questions a minute would be met sooner with more.
WORKERS = 8

_GROUPS_HINT = "All of its variables have to be known; see that the key's owner may read the environment groups."
_BASE_HINT = "Is the base address right? Render's ends in /v1."


class Plan(NamedTuple):
    """What is to be read: the id of each service as the user wrote it, or why there is none, and the groups of each id.

    ``suspended`` are the ids of services that were listed, and do not run.
    """

    ids: Mapping[str, str | SourceError]
    groups: Mapping[str, Sequence[Group]]
    suspended: frozenset[str]

    def __repr__(self) -> str:
        return "Plan(…)"


def read_all(names: Sequence[str], client: Client, progress: Progress | None) -> dict[str, list[Environment] | SourceError]:
    """What each service receives, its groups first and then its own; or why that is not known."""
    written = list(dict.fromkeys(names))
    pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="render")
    try:
        return _read(written, client, pool, progress or _nobody)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        client.close()


def _read(
    written: Sequence[str], client: Client, pool: ThreadPoolExecutor, progress: Progress
) -> dict[str, list[Environment] | SourceError]:
    progress(0, len(written))
    named = [name for name in written if not name.startswith(ID_PREFIXES)]
    linked = pool.submit(_attempt, lambda: _list(client, "env-groups", "envGroup", "groups", group_of))
    services = _attempt(lambda: _list(client, "services", "service", "services", service_of)) if named else {}
    ids = {name: _id_of(name, services) for name in written}
    groups = linked.result()
    if isinstance(groups, SourceError):
        return {name: id if isinstance(id, SourceError) else _of_groups(groups) for name, id in ids.items()}
    wanted = frozenset(id for id in ids.values() if isinstance(id, str))
    by_id: dict[str, list[Group]] = {id: [] for id in wanted}
    for group in sorted(groups.values(), key=lambda group: (group.name, group.id)):
        for id in group.services & wanted:
            by_id[id].append(group)
    needed = {group.id: group for each in by_id.values() for group in each}
    contents = dict(zip(needed, pool.map(lambda group: _attempt(lambda: _group(client, group)), needed.values()), strict=True))
    listed = services.values() if not isinstance(services, SourceError) else ()
    suspended = frozenset(service.id for service in listed if service.is_suspended)
    return _environments(written, Plan(ids, by_id, suspended), contents, client, pool, progress)


def _environments(
    written: Sequence[str],
    plan: Plan,
    contents: Mapping[str, Received | SourceError],
    client: Client,
    pool: ThreadPoolExecutor,
    progress: Progress,
) -> dict[str, list[Environment] | SourceError]:
    spellings: dict[str, list[str]] = {}
    found: dict[str, list[Environment] | SourceError] = {}
    for name, id in plan.ids.items():
        if isinstance(id, SourceError):
            found[name] = id
        else:
            spellings.setdefault(id, []).append(name)
    readings = {pool.submit(_attempt, _reading(client, id, plan.groups[id], contents)): id for id in spellings}
    for reading in as_completed(readings):
        id = readings[reading]
        own = reading.result()
        for name in spellings[id]:
            found[name] = own if isinstance(own, SourceError) else _parts(name, plan.groups[id], contents, own)
            if not isinstance(own, SourceError) and id in plan.suspended:
                found[name][-1].sources[0].is_suspended = True  # type: ignore[index]
        progress(len(found), len(written))
    return {name: found[name] for name in written}


def _reading(
    client: Client, id: str, groups: Sequence[Group], contents: Mapping[str, Received | SourceError]
) -> Callable[[], Received]:
    """What reads a service's own variables; a service of which a group is not known is not asked for."""

    def read() -> Received:
        shared = [_known(group, contents[group.id]) for group in groups]
        allowance = client.begin()

        def ask(path: str, parameters: Mapping[str, str]) -> object:
            return client.get(path, parameters, allowance)

        values = read_list(ask, f"services/{id}/env-vars", "envVar", "variables", variable_of)
        everything = [values, *(each.values for each in shared)]
        if not any(everything):
            raise SourceError("no-variables", "the service has no variables, nor has a group of it", hint="Is it the one meant?")
        # What is in the files comes with their names, so that they are left alone where nobody points to one.
        points = any(secret_file(value) is not None for each in everything for value in each.values())
        return Received(values, _files(ask, id) if points else None)

    return read


def _files(ask: Ask, id: str) -> frozenset[str]:
    return frozenset(read_list(ask, f"services/{id}/secret-files", "secretFile", "secret files", file_of))


def _known(group: Group, received: Received | SourceError) -> Received:
    if isinstance(received, SourceError):
        raise SourceError(received.id, f"the group '{group.name}' is not known: {received.message}", hint=received.hint)
    return received


def _parts(
    name: str, groups: Sequence[Group], contents: Mapping[str, Received | SourceError], own: Received
) -> list[Environment]:
    """The environments of the groups, and the service's own."""
    parts = [_environment(GROUP, group.name, _known(group, contents[group.id])) for group in groups]
    return [*parts, _environment(KIND, name, own)]


def _environment(kind: str, name: str, received: Received) -> Environment:
    source = Source(kind, f"{kind}:{name}", _nowhere, is_file=False)
    source.groups = (name,) if kind == GROUP else ()
    return Environment((source,), received.values, secret_files=received.files)


def _nowhere(name: str) -> tuple[None, None, None]:
    """The line of a variable of a live service."""
    return None, None, None


def _nobody(done: int, total: int) -> None:
    """Progress that nobody looks at."""


def _id_of(name: str, services: Mapping[str, Service] | SourceError) -> str | SourceError:
    """The id of a service as the user wrote it."""
    if name.startswith(ID_PREFIXES):
        if is_id(name):
            return name
        return SourceError("no-such-service", "this is no id of a service", hint="Ids have letters, digits and hyphens.")
    if isinstance(services, SourceError):
        return services
    same = sorted(service.id for service in services.values() if service.name == name)
    if len(same) == 1:
        return same[0]
    if same:
        hint = f"Write the id: {' or '.join(f'{KIND}:{id}' for id in same)}"
        return SourceError("ambiguous-service", f"several services have this name: {', '.join(same)}", hint=hint)
    hint = did_you_mean(name, sorted({service.name for service in services.values()}))
    return SourceError("no-such-service", "no service has this name, as far as the key's owner may see", hint=hint)


def _list(client: Client, path: str, field: str, what: str, read: Callable[[object], tuple[str, T]]) -> dict[str, T]:
    """A list of the account."""
    allowance = client.begin()
    try:
        return read_list(lambda path, parameters: client.get(path, parameters, allowance), path, field, what, read)
    except SourceError as error:
        failure = error
    if failure.id == "no-such-service":
        raise SourceError("unexpected-answer", f"an unexpected answer: no list of {what} (status 404)", hint=_BASE_HINT)
    raise failure


def _group(client: Client, group: Group) -> Received:
    try:
        return received_of_group(client.get(f"env-groups/{group.id}", {}, client.begin()))
    except SourceError as error:
        failure = error
    if failure.id == "no-such-service":
        raise SourceError("incomplete-list", "the API no longer has it (404)", hint="Run again: it was deleted just now.")
    raise failure


def _of_groups(error: SourceError) -> SourceError:
    return SourceError(error.id, f"the environment groups are not known: {error.message}", hint=error.hint or _GROUPS_HINT)


def _attempt(read: Callable[[], T]) -> T | SourceError:
    """What is read, or why it is not; without the way there, whose frames hold values."""
    try:
        return read()
    except SourceError as error:
        return error.with_traceback(None)
