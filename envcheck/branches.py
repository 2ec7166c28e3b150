"""Compiled schemas of a variable: bound checks, and the order in which they are asked."""

from __future__ import annotations

from envcheck.address import split
from envcheck.records import NamedTuple
from envcheck.rules.reading import is_unusual

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from envcheck.model import Problem, Rule, Variable
    from envcheck.rules.registry import AddressCheck, VariableCheck

    Composed = Callable[[Variable], "Sequence[Signed]"]


class Signed(NamedTuple):
    """A problem, signed with the rule that found it."""

    rule: Rule
    problem: Problem
    variable: Variable | None


class VariableChecks:
    """Everything that one variable is asked.

    ``plain`` checks see each value, ``texts`` those that are written unusually, ``addresses`` those that are, or should be,
    an address. ``composed`` checks have parts of their own.
    """

    __slots__ = ("addresses", "composed", "is_address", "plain", "texts")

    def __init__(
        self,
        plain: Sequence[tuple[Rule, VariableCheck]] = (),
        texts: Sequence[tuple[Rule, VariableCheck]] = (),
        addresses: Sequence[tuple[Rule, AddressCheck]] = (),
        composed: Sequence[Composed] = (),
        *,
        is_address: bool = False,
    ) -> None:
        self.plain = tuple(plain)
        self.texts = tuple(texts)
        self.addresses = tuple(addresses)
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
        if self.addresses and (self.is_address or "://" in variable.value):
            address = split(variable.value)
            for rule, address_check in self.addresses:
                problem = address_check(variable, address)
                if problem is not None:
                    found.append(Signed(rule, problem, variable))
        for composed in self.composed:
            found.extend(composed(variable))
        return found

    def holds(self, variable: Variable) -> bool:
        """Whether the checks have nothing to say."""
        return not self.problems(variable)
