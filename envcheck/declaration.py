"""What a blueprint says of a service besides the values of its variables."""

from __future__ import annotations

from envcheck.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    #: Line, column and end column; the line alone where columns would tell how long a value is.
    Spot = tuple[int, int | None, int | None]

#: What an entry takes its value from.
VALUE, SYNC, GENERATED, DATABASE, SERVICE, NOTHING, EMPTY = (
    *("value", "sync: false", "generateValue", "fromDatabase", "fromService", "a key alone", "no value"),
)


class Reference(NamedTuple):
    """What ``fromDatabase`` or ``fromService`` names: a ``property`` of a resource, or a ``variable`` of a service.

    What is not a text is None. Names may be anything, so the repr is closed.
    """

    name: str | None
    type: str | None = None
    property: str | None = None
    variable: str | None = None

    def __repr__(self) -> str:
        return "Reference(…)"


class Entry(NamedTuple):
    """One variable that a blueprint names; ``group`` is the environment group that it stands in, or else empty.

    ``spot`` is where the name stands, ``value_spot`` where the value does, or else the name. ``found`` says what is written
    behind ``value``: a text, a number, a boolean, null, a list, a mapping. ``is_changed`` tells of a number that it is written
    otherwise than it arrives, ``is_old_boolean`` of a text that older parsers take for a boolean.
    A name may be a pasted secret, so the repr is closed.
    """

    name: str
    how: str
    spot: Spot
    group: str = ""
    found: str = ""
    is_changed: bool = False
    is_old_boolean: bool = False
    reference: Reference | None = None
    written_at: Spot | None = None

    @property
    def value_spot(self) -> Spot:
        """Where the value stands."""
        return self.written_at or self.spot

    @property
    def is_given_by_group(self) -> bool:
        """Whether a group gives the variable a value; it ignores ``sync: false``."""
        return bool(self.group) and self.how not in (SYNC, NOTHING, EMPTY)

    def __repr__(self) -> str:
        return "Entry(…)"


class Aside(NamedTuple):
    """A value that a blueprint has for others than the running service: a ``previewValue``, or one of a group without services.

    ``what`` says which, behind the name of the variable. ``text`` is None where the value is none; the repr is closed.
    """

    entry: Entry
    text: str | None
    what: str

    def __repr__(self) -> str:
        return "Aside(…)"


class Resource(NamedTuple):
    """A service or a database of the blueprint; ``variables`` are those that it names.

    ``is_open`` tells that it has others, from groups that are not in the file.
    """

    kind: str
    name: str
    type: str
    region: str | None
    variables: frozenset[str] = frozenset()
    is_open: bool = False

    def __repr__(self) -> str:
        return "Resource(…)"


class Stray(NamedTuple):
    """A field that the blueprint's schema does not know; ``owner`` says where it stands, ``near`` a field that was meant.

    ``problem`` is what else is wrong with it. A name may be anything, so the repr is closed.
    """

    owner: str
    name: str
    spot: Spot
    near: str = ""
    problem: str = ""

    def __repr__(self) -> str:
        return "Stray(…)"


class Declaration(NamedTuple):
    """What a blueprint says of one service.

    ``environment`` is the one of a project that it stands in, ``groups`` those in the file that it is linked to, ``outside``
    those that are not in it, with their places, ``comments`` those near it. ``telling`` are the lines of the file on which values
    of variables, or comments, stand, ``asides`` values that the running service does not get. It holds text of a file, so the
    repr is closed.
    """

    path: str
    service: str
    type: str
    region: str | None
    branch: str | None
    environment: str | None
    spot: Spot
    entries: tuple[Entry, ...]
    resources: tuple[Resource, ...]
    strays: tuple[Stray, ...]
    groups: tuple[str, ...] = ()
    outside: tuple[tuple[str, Spot], ...] = ()
    comments: tuple[tuple[int, str], ...] = ()
    telling: frozenset[int] = frozenset()
    asides: tuple[Aside, ...] = ()

    def __repr__(self) -> str:
        return "Declaration(…)"
