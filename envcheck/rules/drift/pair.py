"""Two environments of one service, variable by variable."""

from __future__ import annotations

from envcheck.escape import json_text
from envcheck.facts.platforms import is_platform_variable
from envcheck.rules.drift.intent import intent_of
from envcheck.rules.drift.shape import shape_of
from envcheck.rules.names import is_showable
from envcheck.stages import STAGES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from envcheck.model import Variable
    from envcheck.rules.drift.foreign import Identity
    from envcheck.rules.drift.intent import Intent
    from envcheck.rules.drift.shape import Shape
    from envcheck.rules.registry import Deployment, VariableSpec


class Held:
    """What one environment has for a variable; holds a value, so its repr is closed.

    ``named`` is the project or the host that the value names, once it was looked for.
    """

    __slots__ = ("_shape", "_spec", "named", "variable")

    #: Ends of names that count something, by which alone the type of a value is known.
    _COUNTING = ("PORT", "WORKERS", "JOBS", "THREADS", "REPLICAS", "CONCURRENCY", "COUNT", "RETRIES", "PROCESSES")

    def __init__(self, variable: Variable, spec: VariableSpec | None) -> None:
        self.variable = variable
        self._spec = spec
        self._shape: Shape | None = None
        self.named: tuple[Identity | None] | None = None

    @property
    def value(self) -> str:
        """The text."""
        return self.variable.value

    @property
    def shape(self) -> Shape:
        """What the text is."""
        if self._shape is None:
            is_counting = self.variable.name.upper().endswith(self._COUNTING)
            self._shape = shape_of(self.variable.value, self._spec, is_counting=is_counting)
        return self._shape

    def __repr__(self) -> str:
        return "Held(…)"


class Compared:
    """One variable on both sides; None where it is not set. ``name`` is the schema's, whatever alias is set."""

    __slots__ = ("intent", "left", "name", "right", "spec")

    def __init__(self, name: str, spec: VariableSpec | None, left: Held | None, right: Held | None) -> None:
        self.name = name
        self.spec = spec
        self.left = left
        self.right = right
        self.intent: Intent = intent_of(name, spec, [each.value for each in (left, right) if each is not None])

    @property
    def shown(self) -> str | None:
        """The name, where it may be shown."""
        if self.spec is not None and self.spec.name is not None:
            return self.name
        held = self.left or self.right
        return self.name if is_showable(self.name, held.value if held is not None else None) else None

    @property
    def names(self) -> tuple[str, ...]:
        """The names that it is read under."""
        return (self.name, *(self.spec.own.get("aliases", ()) if self.spec is not None else ()))

    @property
    def called(self) -> str:
        """What a message calls the variable."""
        return self.shown or "A variable"

    @property
    def default(self) -> str | None:
        """The text that the schema names as what holds where nothing is set."""
        return default_of(self.spec) if self.spec is not None else None

    @property
    def both(self) -> tuple[Held, Held] | None:
        """What both sides have, where both have something."""
        return (self.left, self.right) if self.left is not None and self.right is not None else None

    def __repr__(self) -> str:
        return f"Compared({self.name!r}, …)"


class Pair:
    """One service in two environments, or in two sources of one, as ``is_one`` tells: then nothing has to be different.

    ``owners`` has the label of the environment that a project or a host belongs to.
    """

    __slots__ = ("compared", "is_one", "left", "owners", "right")

    def __init__(self, left: Deployment, right: Deployment, *, is_one: bool = False) -> None:
        self.left = left
        self.right = right
        self.compared = tuple(_compared(left, right))
        self.is_one = is_one
        self.owners: Mapping[Identity, str] = {}

    @property
    def sides(self) -> tuple[Deployment, Deployment]:
        """Left and right."""
        return self.left, self.right

    def other(self, deployment: Deployment) -> Deployment:
        """The side that a deployment is held against."""
        return self.right if deployment is self.left else self.left

    def __repr__(self) -> str:
        return "Pair(…)"


def default_of(spec: VariableSpec) -> str | None:
    """The text that a schema's ``default`` would be set as."""
    default = spec.default
    if default is None or isinstance(default, str):
        return default
    if isinstance(default, list) and "separator" in spec.own:
        return str(spec.own["separator"]).join(map(str, default))
    return json_text(default).strip()


def stage_rank(side: Deployment) -> int:
    """How near to production an environment is."""
    return STAGES.index(side.context.stage) if side.context.stage in STAGES else -1


def former_names(spec: VariableSpec | None) -> tuple[str, ...]:
    """The names that nothing reads any more."""
    return tuple(spec.own.get("formerly", ())) if spec is not None else ()


def _compared(left: Deployment, right: Deployment) -> Iterator[Compared]:
    """The variables that the schema names, in its order, and then the others in that of the alphabet."""
    # What the schema says for the one nearer to production holds for both.
    by_stage = sorted((left, right), key=lambda side: (stage_rank(side), side.label))
    specs = {spec.name: spec for side in by_stage for spec in side.specs.values() if spec.name is not None}
    known: set[str] = set()
    for name, spec in specs.items():
        names = (name, *spec.own.get("aliases", ()))
        known.update(names)
        sides = [_held(names, spec, side) for side in (left, right)]
        if sides != [None, None]:
            yield Compared(name, spec, *sides)
    for name in sorted(left.environment.values.keys() | right.environment.values.keys()):
        if name not in known and not is_platform_variable(name, left.context.platform):
            covering = by_stage[-1].pattern_spec(name)
            yield Compared(name, covering, *(_held((name,), covering, side) for side in (left, right)))


def _held(names: tuple[str, ...], spec: VariableSpec | None, side: Deployment) -> Held | None:
    """What a side has under the first of the names that is set."""
    values = side.environment.values
    for name in names:
        if name in values:
            return Held(side.environment[name], spec)
    return None
