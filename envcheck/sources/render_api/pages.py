"""Lists of the API, read page by page to their proven end."""

from __future__ import annotations

from envcheck.errors import SourceError
from envcheck.sources.render_api.answers import unexpected

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, TypeVar

    T = TypeVar("T")
    Ask = Callable[[str, Mapping[str, str]], Any]

#: The most entries that a page may have; asked for everywhere.
LIMIT = 100
#: A list of a hundred thousand entries is none of Render's.
MOST_PAGES = 1_000

_AGAIN = "Run again; if it stays so, save the answers of the API to files and check those."


def read_list(ask: Ask, path: str, field: str, what: str, read: Callable[[Any], tuple[str, T]]) -> dict[str, T]:
    """All entries of a list, by their key. Raises SourceError unless the last page was seen.

    A page with a cursor is never taken for the last, however short it is: the one behind it has to be empty.

    Entries are wrapped in ``field``, with a cursor beside it, or bare. ``read`` gives the key of an entry and what counts of it.
    """
    found: dict[str, T] = {}
    seen: set[str] = set()
    parameters = {"limit": str(LIMIT)}
    for number in range(MOST_PAGES):
        page, cursor = _page(ask, path, parameters, field, what, found if number else None)
        known = len(found)
        for entry in page:
            key, value = read(entry)
            if found.setdefault(key, value) != value:
                raise incomplete(what, len(found), "an entry came twice, and not the same")
        if not page or (cursor is None and len(page) < LIMIT):
            return found
        if cursor is None:
            raise incomplete(what, len(found), "a full page tells no way to the next")
        if cursor in seen or len(found) == known:
            raise incomplete(what, len(found), "the pages go in a circle")
        seen.add(cursor)
        parameters["cursor"] = cursor
    raise incomplete(what, len(found), f"there are more than {MOST_PAGES:,} pages")


def incomplete(what: str, count: int, why: str, hint: str = _AGAIN) -> SourceError:
    """The error for a list that may go on."""
    return SourceError("incomplete-list", f"the list of {what} is incomplete after {count:,}: {why}", hint=hint)


def _page(
    ask: Ask, path: str, parameters: Mapping[str, str], field: str, what: str, found: Mapping[str, object] | None
) -> tuple[list[Any], str | None]:
    """The entries of one page, and the cursor of the last; ``found`` is what the pages before it gave."""
    try:
        answer = ask(path, parameters)
        return _unwrapped(answer, field, what)
    except SourceError as error:
        failure = error
    if found is not None:
        raise incomplete(what, len(found), failure.message, failure.hint)
    raise failure.with_traceback(None)


def _unwrapped(answer: Any, field: str, what: str) -> tuple[list[Any], str | None]:
    if not isinstance(answer, list):
        raise unexpected(f"no list of {what}")
    entries: list[Any] = []
    cursor: Any = None
    for entry in answer:
        if not isinstance(entry, dict):
            raise unexpected(f"a list of {what} with something else in it")
        is_wrapped = field in entry
        if is_wrapped and entry.keys() - {field, "cursor"}:  # else one of two would be dropped in silence
            raise unexpected(f"a list of {what} with two things in one entry")
        entries.append(entry[field] if is_wrapped else entry)
        cursor = entry.get("cursor")
        if cursor is not None and (not isinstance(cursor, str) or not cursor):
            raise unexpected(f"a list of {what} with a cursor that is none")
    return entries, cursor
