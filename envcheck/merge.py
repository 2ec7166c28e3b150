"""Several sources of one service as one environment."""

from __future__ import annotations

from envcheck.model import Environment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from envcheck.model import NonText, Source


def merge(parts: Sequence[Environment], *, is_whole: bool) -> Environment:
    """What a service receives from all of its sources; a later source wins, also where its entry is no text."""
    values: dict[str, str] = {}
    origins: dict[str, Source] = {}
    non_text: list[NonText] = []
    for part in parts:
        textless = {each.name for each in part.non_text}
        if non_text:
            non_text = [each for each in non_text if each.name not in part.values and each.name not in textless]
        for name in textless:
            values.pop(name, None)
        values.update(part.values)
        origins.update(dict.fromkeys(part.values, part.sources[0]))
        non_text += part.non_text
    return Environment(
        tuple(source for part in parts for source in part.sources),
        values,
        origins=origins,
        unread=tuple(each for part in parts for each in part.unread),
        non_text=tuple(non_text),
        repeated=tuple(each for part in parts for each in part.repeated),
        comments=frozenset(
            name for part in parts for name in part.comments if name in values and origins[name] is part.sources[0]
        ),
        complete=is_whole and all(part.complete for part in parts),
    )
