"""What a compose file says of the containers that a service runs beside."""

from __future__ import annotations

from envcheck.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import TypeVar

    T = TypeVar("T", str, int)

EMPTY: Mapping[str, str] = {}


class Container(NamedTuple):
    """One service as others reach it: the hosts that it answers to, and its ports.

    ``published`` are ports of the machine and the port of the container that each leads to, ``listens`` all ports of the
    container that the file tells. Only its ``name`` and the ``written`` ports may be shown: they stand in the file as they are,
    where all else may be filled in from a file of values. A name may be a pasted secret, so the repr is closed.
    """

    name: str
    hosts: frozenset[str]
    published: Mapping[int, int]
    listens: frozenset[int]
    written: frozenset[int]

    def __repr__(self) -> str:
        return "Container(…)"


class Containers(NamedTuple):
    """A service of a compose file with those beside it.

    ``has_own_loopback`` tells that nothing else answers on its loopback, as it would on the host's network. ``partial`` are
    the texts of variables that the shell fills in, with a stand-in for what is not known; they may hold a secret, so the repr is
    closed. ``notices`` are sentences on what was not followed, ``files`` all that was read beside the compose file, ``project``
    the values of the project's own ``.env``, with which references are replaced.
    """

    own: Container
    others: tuple[Container, ...]
    has_own_loopback: bool
    partial: Mapping[str, str]
    notices: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    project: Mapping[str, str] = EMPTY

    def __repr__(self) -> str:
        return "Containers(…)"


def joined(files: Sequence[Containers]) -> Containers:
    """A service as several files say together what it is, and what runs beside it."""
    if len(files) == 1:
        return files[0]
    others: dict[str, list[Container]] = {}
    for each in files:
        for other in each.others:
            others.setdefault(other.name, []).append(other)
    return Containers(
        one_of([each.own for each in files]),
        tuple(map(one_of, others.values())),
        all(each.has_own_loopback for each in files),
        {name: text for each in files for name, text in each.partial.items()},
    )


def one_of(parts: Sequence[Container]) -> Container:
    """One service, made of all that is said of it."""
    return Container(
        parts[0].name,
        _union(each.hosts for each in parts),
        {machine: port for each in parts for machine, port in each.published.items()},
        _union(each.listens for each in parts),
        _union(each.written for each in parts),
    )


def _union(sets: Iterable[frozenset[T]]) -> frozenset[T]:
    return frozenset(each for some in sets for each in some)
