"""Compiled schemas of a variable: bound checks, and the order in which they are asked."""

from __future__ import annotations

from envcheck.address import Malformed, split
from envcheck.facts.endpoints import classify
from envcheck.facts.formats import KEY_HEADS
from envcheck.records import NamedTuple
from envcheck.rules.address import POSTGRES_SCHEMES, is_list
from envcheck.rules.reading import is_unusual

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from envcheck.model import Problem, Rule, Variable
    from envcheck.rules.registry import AddressCheck, PostgresCheck, VariableCheck

    Composed = Callable[[Variable], "Sequence[Signed]"]


class Signed(NamedTuple):
    """A problem, signed with the rule that found it."""

    rule: Rule
    problem: Problem
    variable: Variable | None


class VariableChecks:
    """Everything that one variable is asked.

    ``plain`` checks see each value, ``texts`` those that are written unusually, ``keys`` those that begin as a key of a
    provider does, ``addresses`` those that are, or should be, an address, ``postgres`` those that are the address of one
    Postgres. ``composed`` checks have parts of their own.
    """

    __slots__ = ("addresses", "composed", "is_address", "keys", "plain", "postgres", "texts")

    def __init__(
        self,
        plain: Sequence[tuple[Rule, VariableCheck]] = (),
        texts: Sequence[tuple[Rule, VariableCheck]] = (),
        addresses: Sequence[tuple[Rule, AddressCheck]] = (),
        postgres: Sequence[tuple[Rule, PostgresCheck]] = (),
        composed: Sequence[Composed] = (),
        *,
        keys: Sequence[tuple[Rule, VariableCheck]] = (),
        is_address: bool = False,
    ) -> None:
        self.plain = tuple(plain)
        self.texts = tuple(texts)
        self.keys = tuple(keys)
        self.addresses = tuple(addresses)
        self.postgres = tuple(postgres)
        self.composed = tuple(composed)
        self.is_address = is_address

    def problems(self, variable: Variable) -> Sequence[Signed]:
        """What the checks have to say of a variable."""
        found: list[Signed] = []
        for rule, check in self.plain:
            problem = check(variable)
            if problem is not None:
                found.append(Signed(rule, problem, variable))
        if self.texts and is_unusual(variable.value):
            for rule, check in self.texts:
                problem = check(variable)
                if problem is not None:
                    found.append(Signed(rule, problem, variable))
        if self.keys and variable.value[:3] in KEY_HEADS:
            for rule, check in self.keys:
                problem = check(variable)
                if problem is not None:
                    found.append(Signed(rule, problem, variable))
        if self.addresses and (self.is_address or "://" in variable.value):
            self._of_address(variable, found)
        for composed in self.composed:
            found.extend(composed(variable))
        return found

    def _of_address(self, variable: Variable, found: list[Signed]) -> None:
        address = split(variable.value)
        for rule, check in self.addresses:
            problem = check(variable, address)
            if problem is not None:
                found.append(Signed(rule, problem, variable))
        if isinstance(address, Malformed) or address.base_scheme not in POSTGRES_SCHEMES or is_list(variable.value):
            return
        endpoint = classify(address)
        for rule, check_postgres in self.postgres:
            problem = check_postgres(variable, address, endpoint)
            if problem is not None:
                found.append(Signed(rule, problem, variable))

    def holds(self, variable: Variable) -> bool:
        """Whether the checks have nothing to say."""
        return not self.problems(variable)


class LazyChecks(VariableChecks):
    """The checks of a variable, compiled when the first of its values is not right at a glance: most are never asked.

    ``is_right`` tells that of a value which is noted only because others are held against it.
    """

    __slots__ = ("_compile", "_compiled", "is_right")

    def __init__(self, compile: Callable[[], VariableChecks], is_right: Callable[[Variable], bool]) -> None:
        super().__init__()
        self._compile = compile
        self._compiled: VariableChecks | None = None
        self.is_right = is_right

    def problems(self, variable: Variable) -> Sequence[Signed]:
        """What the checks have to say of a variable."""
        return () if self.is_right(variable) else self.compiled().problems(variable)

    def compiled(self) -> VariableChecks:
        """The checks themselves."""
        if self._compiled is None:
            self._compiled = self._compile()
        return self._compiled
