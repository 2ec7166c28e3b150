"""How a rule is written down: one function, signed by a decorator, with its page in its docstring."""

from __future__ import annotations

from envcheck.model import Rule
from envcheck.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from typing import Any, Protocol

    from envcheck.address import Address, Malformed
    from envcheck.facts.endpoints import Endpoint
    from envcheck.model import Context, Environment, Location, Problem, Severity, Variable

    VariableCheck = Callable[[Variable], Problem | None]
    AddressCheck = Callable[[Variable, Address | Malformed], Problem | None]
    PostgresCheck = Callable[[Variable, Address, Endpoint | None], Problem | None]
    EnvironmentCheck = Callable[[Environment], Iterable[Problem]]
    StrangersCheck = Callable[[Environment, Sequence[str]], Iterable[Problem]]
    TogetherCheck = Callable[[Environment, Sequence[str]], Iterable[Problem]]
    DeploymentsCheck = Callable[["Sequence[Deployment]"], "Iterable[Placed]"]

    class Branch(Protocol):
        """A subschema, compiled."""

        def holds(self, subject: Any) -> bool:
            """Whether a variable, or an environment, meets it."""


class SchemaProblem(NamedTuple):
    """Something in a schema that cannot be compiled; ``rule`` is an id of the family *contract*."""

    rule: str
    message: str
    location: Location
    hint: str = ""


class VariableSpec(NamedTuple):
    """What a schema says of one variable; ``name`` is None for variables that no schema names.

    ``keywords`` is the schema object at hand, ``own`` the variable's ``x-envcheck`` merged over all its
    ``$ref`` and ``allOf``, as are ``reading`` (the type that the text is read as), ``formats``, ``secret``, ``is_listed``,
    which tells that the schema lists the values, and ``default``, None where it names none. ``about`` is
    its description.
    """

    name: str | None
    keywords: Mapping[str, Any]
    own: Mapping[str, Any]
    reading: str
    formats: tuple[str, ...]
    secret: bool
    context: Context
    branches: Callable[[str], tuple[Branch, ...]]
    refuse: Callable[[str, str], None]
    locate: Callable[[], Location | None]
    is_listed: bool = False
    default: Any = None
    about: str = ""


class ServiceSpec(NamedTuple):
    """What a schema object says of a service as a whole.

    ``is_root`` is true of the outermost schema object alone, which speaks for the whole schema. ``is_asserted`` is true wherever
    what is not met is told, and false where only the truth of a condition is asked, inside of ``if``, ``anyOf`` and the like.
    ``variables`` has every variable that the whole schema names, ``names`` are all words a variable of the service may be called.
    ``matches`` tells whether a ``patternProperties`` covers a name, ``evaluated`` which names the schema object has
    judged, as ``unevaluatedProperties`` wants to know. ``locate`` gives the place of what stands below the schema object.
    """

    keywords: Mapping[str, Any]
    own: Mapping[str, Any]
    context: Context
    is_root: bool
    is_asserted: bool
    variables: Mapping[str, VariableSpec]
    names: AbstractSet[str]
    matches: Callable[[str], bool]
    evaluated: Callable[[Environment], set[str]]
    branches: Callable[[str], tuple[Branch, ...]]
    refuse: Callable[[str, str], None]
    locate: Callable[..., Location]


class Deployment(NamedTuple):
    """One service in one environment, as the rules see it that hold several against each other.

    ``label`` is what messages call the environment. ``specs`` has what is declared of each variable, also under its aliases,
    ``patterns`` what is of the names that a pattern covers. Of each of the ``alternatives`` one name is enough, or
    decides over the others.
    """

    label: str
    context: Context
    environment: Environment
    specs: Mapping[str, VariableSpec]
    patterns: Sequence[tuple[Callable[[str], bool], VariableSpec]] = ()
    alternatives: Sequence[frozenset[str]] = ()

    def pattern_spec(self, name: str) -> VariableSpec | None:
        """What is declared of a name that no property is called."""
        return next((spec for matches, spec in self.patterns if matches(name)), None)


class Placed(NamedTuple):
    """A problem of the variable ``name``, and the deployment in which it is to be mended.

    A name may be a pasted secret, so the repr is closed; only ``problem.variable`` is shown.
    """

    problem: Problem
    deployment: Deployment
    name: str

    def __repr__(self) -> str:
        return "Placed(…)"


class Binding(NamedTuple):
    """A rule and the function that binds it to a spec.

    The subject says what the bound check looks at: a ``variable``, the ``text`` of an unusual value, a ``key``, an
    ``address``, a ``postgres`` address, a ``service``, the ``strangers`` in it, whose names the schema does not have, several
    variables ``together``. Of an ``environment`` and its ``names``, of a ``pair`` of deployments and of all ``deployments`` of
    one environment, and of a ``blueprint``, the function is itself the check.
    """

    rule: Rule
    keywords: tuple[str, ...]
    bind: Callable[..., Any]


#: The rules that were written down so far, by id; ``envcheck.rules.all`` has every one.
RULES: dict[str, Rule] = {}
#: What is asked, by the subject that it looks at; complete here for all that looks at more than one variable.
BINDINGS: dict[str, list[Binding]] = {
    subject: []
    for subject in (
        *("environment", "names", "service", "strangers", "together", "deployments", "pair"),
        *("variable", "text", "key", "address", "postgres", "blueprint"),
    )
}


def rule(
    id: str,
    *,
    subject: str,
    severity: Severity,
    since: str = "0.1.0",
    keywords: tuple[str, ...] = (),
    yields_to: tuple[str, ...] = (),
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Write down a rule. Its docstring is its page: a summary, then sections with examples.

    ``keywords`` are the schema's words that the rule claims; it is bound wherever one of them stands, or, with none,
    once to each variable. ``yields_to`` are rules nearer to a cause: where one of them speaks of the same variable, this
    one is silent.
    """

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        family = function.__module__.split(".")[2]  # envcheck.rules.FAMILY, a module or a folder of them
        RULES[id] = Rule(id, family, severity, function.__doc__ or "", since, keywords, tuple(dict.fromkeys(yields_to)))
        BINDINGS[subject].append(Binding(RULES[id], keywords, function))
        return function

    return register


def write_down(id: str, page: str, *, severity: Severity = "error") -> None:
    """Write down a rule of the family *contract*, which no function stands for: the compiler applies it, or ``allow``."""
    RULES[id] = Rule(id, "contract", severity, page, "0.1.0")


def also(id: str, *, subject: str, keywords: tuple[str, ...] = ()) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Bind a rule that is written down elsewhere to a second kind of subject."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        BINDINGS[subject].append(Binding(RULES[id], keywords, function))
        return function

    return register


def variable_rule(id: str, **facts: Any) -> Callable[..., Any]:
    """A rule that looks at a variable against its spec: ``(spec) -> VariableCheck | None``."""
    return rule(id, subject="variable", **facts)


def text_rule(id: str, **facts: Any) -> Callable[..., Any]:
    """A rule on how a value is written, asked only of unusual ones: ``(spec) -> VariableCheck | None``."""
    return rule(id, subject="text", **facts)


def key_rule(id: str, **facts: Any) -> Callable[..., Any]:
    """A rule on keys, asked only of values that begin as one does: ``(spec) -> VariableCheck | None``."""
    return rule(id, subject="key", **facts)


def address_rule(id: str, **facts: Any) -> Callable[..., Any]:
    """A rule on values that are addresses, split once for all of them: ``(spec) -> AddressCheck | None``."""
    return rule(id, subject="address", **facts)


def postgres_rule(id: str, **facts: Any) -> Callable[..., Any]:
    """A rule on addresses of one Postgres, classified once for all of them: ``(spec) -> PostgresCheck | None``."""
    return rule(id, subject="postgres", **facts)


def service_rule(id: str, **facts: Any) -> Callable[..., Any]:
    """A rule on the set of variables against a schema: ``(spec) -> EnvironmentCheck | None``."""
    return rule(id, subject="service", **facts)


def together_rule(id: str, **facts: Any) -> Callable[..., Any]:
    """A rule on several variables at once, with or without a schema: ``(spec) -> TogetherCheck | None``.

    The check gets the names of those variables whose values are not plain at a glance, in the order of the source: all that
    name a provider or a project, and all keys of a known kind, are among them.
    """
    return rule(id, subject="together", **facts)


def environment_rule(id: str, **facts: Any) -> Callable[..., Any]:
    """A rule on what was read besides plain values; the function is the check: ``(environment) -> Problems``."""
    return rule(id, subject="environment", **facts)


def name_rule(id: str, **facts: Any) -> Callable[..., Any]:
    """A rule on names, with or without a schema: ``(environment, names) -> Problems``, with the names that the schema has."""
    return rule(id, subject="names", **facts)


def drift_rule(id: str, **facts: Any) -> Callable[..., Any]:
    """A rule that holds two environments of a service against each other; the function is the check: ``(pair) -> Placed…``."""
    return rule(id, subject="pair", **facts)


def blueprint_rule(id: str, **facts: Any) -> Callable[..., Any]:
    """A rule on what a blueprint says of a service; the function is the check: ``(deployment) -> Problems``.

    It is asked, and imported, only where a service has one.
    """
    return rule(id, subject="blueprint", **facts)


def deployments_rule(id: str, **facts: Any) -> Callable[..., Any]:
    """A rule on the services of one environment; the function is the check: ``(deployments) -> Placed…``."""
    return rule(id, subject="deployments", **facts)
