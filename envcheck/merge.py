"""Several sources of one service as one environment."""

from __future__ import annotations

from envcheck.model import Environment, Replaced
from envcheck.sources import GROUP

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from envcheck.model import Declared, NonText, Source


def merge(parts: Sequence[Environment], *, is_whole: bool, unsupplied: tuple[str, ...] = ()) -> Environment:
    """What a service receives from all of its sources; a later source wins, also where its entry is no text.

    Groups come first, wherever they are written: on Render a value of the service itself wins over that of any group.
    """
    parts = sorted(parts, key=lambda part: part.sources[0].kind != GROUP)
    files = [part.secret_files for part in parts]
    values: dict[str, str] = {}
    origins: dict[str, Source] = {}
    non_text: list[NonText] = []
    declared: dict[str, Declared] = {}
    for part in parts:
        textless = {each.name for each in part.non_text}
        if non_text:
            non_text = [each for each in non_text if each.name not in part.values and each.name not in textless]
        for name in (*textless, *part.declared):
            values.pop(name, None)
        if declared:
            declared = {name: each for name, each in declared.items() if name not in part.values and name not in textless}
        declared.update(part.declared)
        values.update(part.values)
        origins.update(dict.fromkeys(part.values, part.sources[0]))
        non_text += part.non_text
    environment = Environment(
        tuple(source for part in parts for source in part.sources),
        values,
        origins=origins,
        unread=tuple(each for part in parts for each in part.unread),
        non_text=tuple(non_text),
        repeated=tuple(each for part in parts for each in part.repeated),
        replaced=tuple(_replaced(parts, values, origins)),
        comments=frozenset(
            name for part in parts for name in part.comments if name in values and origins[name] is part.sources[0]
        ),
        unsupplied=(*unsupplied, *dict.fromkeys(name for part in parts for name in part.unsupplied)),
        declared=declared,
        declarations=tuple(each for part in parts for each in part.declarations),
        complete=is_whole and all(part.complete for part in parts),
        secret_files=None if None in files else frozenset().union(*(each for each in files if each is not None)),
    )
    environment.containers = tuple(each for part in parts for each in part.containers)
    return environment


def _replaced(parts: Sequence[Environment], values: Mapping[str, str], origins: Mapping[str, Source]) -> Iterator[Replaced]:
    """The variables of groups that have another value in the source that counts."""
    groups = [part for part in parts if part.sources[0].kind == GROUP]
    for name in dict.fromkeys(name for group in groups for name in group.values):
        value = values.get(name)
        others = [group.sources[0] for group in groups if group.values.get(name, value) != value]
        if value is not None and others:
            yield Replaced(name, origins[name].kind == GROUP, origins[name], tuple(others))
