"""What a blueprint says of a service, by itself and against what is deployed."""

from __future__ import annotations

from envcheck.model import Location, Problem, Related
from envcheck.rules.names import is_showable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from envcheck.declaration import Declaration, Spot
    from envcheck.model import Environment, Severity

#: A message names no more than a reader takes in at once.
_MOST_NAMED = 6


def declared_in(environment: Environment) -> Environment:
    """What a blueprint declares: the environment itself, where nothing is deployed besides."""
    return environment.blueprint if environment.blueprint is not None else environment


def at(declaration: Declaration, spot: Spot) -> Location:
    """A place in a blueprint."""
    return Location(declaration.path, *spot)


def shown(name: str, specs: Container[str], *values: str) -> str | None:
    """The name of a variable, where the schema has it or it may be shown."""
    return name if name in specs or all(is_showable(name, value) for value in values or (None,)) else None


def listed(names: Sequence[str], specs: Container[str] = ()) -> str:
    """Names in a sentence: those that may be shown, and how many more there are."""
    told = [name for name in names if shown(name, specs) is not None][:_MOST_NAMED]
    more = len(names) - len(told)
    if not told:
        return f"{more} whose names are not shown"
    return f"{', '.join(told)} and {more} more" if more else ", ".join(told)


class Kind:
    """One kind of thing that is wrong with several entries, which is one finding for all of them.

    ``one`` says it of a single variable, ``several`` of many, in front of their names.
    """

    __slots__ = ("found", "hint", "one", "several", "severity")

    def __init__(self, severity: Severity | None, one: str, several: str, hint: str) -> None:
        self.severity = severity
        self.one = one
        self.several = several
        self.hint = hint
        self.found: list[tuple[str, Location]] = []

    def problems(self, specs: Container[str]) -> Iterator[Problem]:
        """The finding, if there is anything to say."""
        if not self.found:
            return
        names = [name for name, _ in self.found]
        (name, place), *others = self.found
        if not others:
            named = shown(name, specs)
            yield Problem(f"{named or 'A variable'} {self.one}.", self.hint, place, (), named, self.severity)
            return
        related = tuple(Related("and here", each) for _, each in others)
        message = f"{len(names)} variables {self.several}: {listed(names, specs)}."
        yield Problem(message, self.hint, place, related, None, self.severity)

    def __repr__(self) -> str:
        return "Kind(…)"
