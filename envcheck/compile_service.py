"""A schema object over the variables of a service, compiled to closures."""

from __future__ import annotations

from envcheck.branches import LazyChecks, Signed, VariableChecks
from envcheck.compile_variable import VariableCompiler, variable_compiler
from envcheck.facets import facets_of, objects
from envcheck.keywords import OWN_OF_SERVICE, X_ENVCHECK
from envcheck.model import Location, Problem, Variable
from envcheck.quiet import is_loud, quiet_for_both
from envcheck.rules.registry import BINDINGS, RULES, ServiceSpec
from envcheck.vocabulary import sound, sound_word, vet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from envcheck.model import Context, Environment, Rule
    from envcheck.quiet import Quiet
    from envcheck.rules.registry import StrangersCheck, TogetherCheck, VariableSpec
    from envcheck.schema import Node
    from envcheck.vocabulary import Compilation

    SignedCheck = Callable[[Environment], Iterable[Signed]]
    Names = Callable[[Environment], set[str]]
    Place = tuple[Any, ...]


class ServiceChecks:
    """What a schema object asks of a set of variables.

    ``variables`` are by name, and so is ``quiet``, which tells at a glance that a variable's own have nothing to say;
    ``patterns`` are pairs of a matcher and checks, ``rest`` judges what neither covers.
    ``whole`` checks see all variables, and so do those of ``together``, which need no schema; those of ``strangers`` see the
    variables whose names the schema does not have.
    ``evaluated`` has, with the place of a schema object, the names that it has judged.
    """

    __slots__ = ("evaluated", "patterns", "quiet", "rest", "strangers", "together", "variables", "whole")

    def __init__(self) -> None:
        self.variables: dict[str, VariableChecks] = {}
        self.quiet: dict[str, Quiet] = {}
        self.patterns: list[tuple[Callable[[str], bool], VariableChecks]] = []
        self.rest: list[tuple[Callable[[str], bool], VariableChecks]] = []
        self.whole: list[SignedCheck] = []
        self.together: list[tuple[Rule, TogetherCheck]] = []
        self.strangers: list[tuple[Rule, StrangersCheck]] = []
        self.evaluated: list[tuple[Place, Names]] = []

    def forget(self) -> None:
        """Let go of the checks, which refer to what made them, and would stay for ever where no collector runs."""
        for name in self.__slots__:
            getattr(self, name).clear()

    def of(self, name: str) -> list[VariableChecks]:
        """The checks of one variable."""
        checks = [self.variables[name]] if name in self.variables else []
        checks += [others for matches, others in self.patterns if matches(name)]
        return checks + [others for is_covered, others in self.rest if not is_covered(name)]

    def problems(self, environment: Environment) -> Iterator[Signed]:
        """What the checks have to say of an environment."""
        for name in environment.values:
            for checks in self.of(name):
                yield from checks.problems(environment[name])
        for check in self.whole:
            yield from check(environment)

    def holds(self, environment: Environment) -> bool:
        """Whether the checks have nothing to say."""
        return next(iter(self.problems(environment)), None) is None

    def judged(self, environment: Environment, within: frozenset[Place] | None = None) -> set[str]:
        """The names that are evaluated, in the sense of ``unevaluatedProperties``; ``within`` some places only."""
        return {name for place, names in self.evaluated if within is None or place in within for name in names(environment)}


class ServiceCompiler:
    """Compiles the root of a schema, or a schema object inside of it, of which only the truth may be asked."""

    def __init__(self, compilation: Compilation, root: ServiceCompiler | None = None, *, is_asserted: bool = True) -> None:
        self._compilation = compilation
        self._root = root
        self._is_asserted = is_asserted
        self.specs: dict[str, VariableSpec] = {} if root is None else root.specs
        self.names: set[str] = set() if root is None else root.names
        self._matchers: list[Callable[[str], bool]] = [] if root is None else root._matchers
        self.patterns: list[tuple[Callable[[str], bool], VariableSpec]] = []
        self.alternatives: list[frozenset[str]] = []
        self._compiled: dict[Place, tuple[ServiceChecks, ...]] = {}
        self.checks = ServiceChecks()

    def compile(self, node: Node) -> ServiceChecks:
        """The checks of a schema object, with all that holds at once with it."""
        facets = facets_of(self._compilation, node)
        for facet in facets:
            if facet.value is False:
                self.checks.whole.append(_never(facet))
        for facet in objects(facets):
            vet(self._compilation, facet, "service")
            if X_ENVCHECK in facet.value and self._root is not None:
                message = f"{X_ENVCHECK} at {facet.path()} is not read: it belongs to the root or to a variable"
                self._compilation.refuse(facet.child(X_ENVCHECK), "misplaced-keyword", message)
            if facet.value.get("type", "object") != "object":
                message = f"'type' at {facet.path()} must be object: a service has a set of variables"
                self._compilation.refuse(facet.child("type"), "contradictory-schema", message)
        self._variables(objects(facets))
        for facet in objects(facets):
            self._others(facet)
            self._conditions(facet)
        for facet in objects(facets):
            self._rules(facet, is_root=self._root is None and facet is objects(facets)[0])
        return self.checks

    def _variables(self, facets: Sequence[Node]) -> None:
        nodes: dict[str, list[Node]] = {}
        for facet in facets:
            keywords = sound(facet)
            for name in keywords.get("properties", ()):
                nodes.setdefault(name, []).append(facet.child("properties", name))
            for names in (keywords.get("required", ()), *keywords.get("dependentRequired", {}).values()):
                self.names.update(names)
        for name, places in nodes.items():
            compiler = self._variable(name, places)
            self.specs.setdefault(name, compiler.spec)
            own = compiler.spec.own
            self.names.add(name)
            self._add(name, compiler)
            if "formerly" in own:
                self.names.update(own["formerly"])
            for alias in dict.fromkeys(own.get("aliases", ())):
                self.names.add(alias)
                if alias != name:
                    self._add(alias, self._variable(name, places, called=alias))

    def _add(self, name: str, compiler: VariableCompiler) -> None:
        """Judge a name as a compiler's variable, beside what it is judged as already."""
        is_quiet, is_right = compiler.glances()
        if is_quiet is is_loud or self._root is not None:
            checks = compiler.compile()
        else:
            compiler.vet()
            checks = LazyChecks(compiler.compile, is_right)
        if name in self.checks.variables:
            checks = VariableChecks(composed=(self.checks.variables[name].problems, checks.problems))
            is_quiet = quiet_for_both(self.checks.quiet[name], is_quiet)
        self.checks.variables[name], self.checks.quiet[name] = checks, is_quiet

    def _variable(self, name: str | None, places: Sequence[Node], *, called: str | None = None) -> VariableCompiler:
        """A variable's compiler, or that of an alias; inside of a condition the text is read as the root declares."""
        declared = self.specs.get(name) if name is not None and self._root is not None else None
        if declared is not None:
            outer = VariableCompiler(self._compilation, declared._replace(name=called or name), (), (declared.reading,))
            facets = [facet for place in places for facet in facets_of(self._compilation, place)]
            return outer.inner(facets)
        compiler = variable_compiler(self._compilation, called or name, places)
        return compiler if self._root is None else compiler.inner()

    def _aliases(self, names: Iterable[str]) -> Iterator[str]:
        """The other names that variables are read under."""
        for name in names:
            if name in self.specs:
                yield from self.specs[name].own.get("aliases", ())

    def _others(self, facet: Node) -> None:
        """Variables that a pattern names, and those that no one does."""
        keywords = sound(facet)
        declared = keywords.get("properties", ())
        own = frozenset((*declared, *self._aliases(declared)))
        matchers = []
        for pattern in keywords.get("patternProperties", ()):
            matches = _matcher(pattern)
            place = facet.child("patternProperties", pattern)
            if matches is None:
                message = f"the name at {place.path()} is no pattern that RE2 can read"
                self._compilation.refuse(place, "unsupported-pattern", message)
                continue
            matchers.append(matches)
            compiler = self._variable(None, [place])
            self.patterns.append((matches, compiler.spec))
            self.checks.patterns.append((matches, compiler.compile()))
        self._matchers += matchers

        def is_covered(name: str) -> bool:
            return name in own or any(matches(name) for matches in matchers)

        self._evaluates(facet, lambda environment: set(filter(is_covered, environment.values)))
        rest = keywords.get("additionalProperties")
        if isinstance(rest, dict):
            place = facet.child("additionalProperties")
            compiler = self._variable(None, [place])
            self.patterns.append((lambda name: not is_covered(name), compiler.spec))
            self.checks.rest.append((is_covered, compiler.compile()))
        if rest is not None:
            self._evaluates(facet, lambda environment: set(environment.values))
        if keywords.get("unevaluatedProperties") not in (None, False):
            self._evaluates(facet.child("unevaluatedProperties"), lambda environment: set(environment.values))
        if isinstance(keywords.get("unevaluatedProperties"), dict):
            self._unevaluated(facet, self._variable(None, [facet.child("unevaluatedProperties")]).compile())

    def _evaluates(self, facet: Node, names: Names) -> None:
        self.checks.evaluated.append((facet.place, names))

    def _evaluated(self, facet: Node) -> Names:
        """The names that a schema object has judged, and what it leads to; not what stands beside it."""
        whole = facet.file.root.child(*facet.pointer)
        below = [each.place for each in facets_of(self._compilation, whole)]
        within = frozenset((*below, *((*each, "unevaluatedProperties") for each in below if each != facet.place)))
        return lambda environment: self.checks.judged(environment, within)

    def _unevaluated(self, facet: Node, checks: VariableChecks) -> None:
        evaluated = self._evaluated(facet)

        def check(environment: Environment) -> Iterator[Signed]:
            known = evaluated(environment)
            for name in environment.values:
                if name not in known:
                    yield from checks.problems(environment[name])

        self.checks.whole.append(check)

    def _conditions(self, facet: Node) -> None:
        keywords = sound(facet)
        for key in ("anyOf", "oneOf"):
            required = [_within(facet.child(key, place), "required") for place in range(len(keywords.get(key, ())))]
            if any(required):
                self.alternatives.append(frozenset(name for names in required for name in names))
            for branch in self._branches(facet, key) if key in keywords else ():
                self._evaluates(facet, _where(branch, branch))
        if "if" in keywords:
            asked = [_within(facet.child(key), "required") for key in ("then", "else") if key in keywords]
            if any(asked):  # what the condition looks at decides, and `check` tells
                told = _within(facet.child("if"), "properties")
                self.alternatives.append(frozenset((*told, *(name for names in asked for name in names))))
            self._conditional(facet, keywords)
        for name in keywords.get("dependentSchemas", ()):
            self._dependent(facet, name)
        if "propertyNames" in keywords:
            node = facet.child("propertyNames")
            names = variable_compiler(self._compilation, None, [node]).inner().compile()
            self.checks.whole.append(_names_check(names))

    def _conditional(self, facet: Node, keywords: dict[str, Any]) -> None:
        condition = self.branch(facet.child("if"))
        then, otherwise = (
            self.branch(facet.child(key), is_asserted=self._is_asserted) if key in keywords else ServiceChecks()
            for key in ("then", "else")
        )

        def check(environment: Environment) -> Iterable[Signed]:
            return (then if condition.holds(environment) else otherwise).problems(environment)

        self.checks.whole.append(check)
        for names in (_where(condition, condition), _where(condition, then), _where(condition, otherwise, False)):
            self._evaluates(facet, names)

    def _dependent(self, facet: Node, name: str) -> None:
        branch = self.branch(facet.child("dependentSchemas", name), is_asserted=self._is_asserted)

        def check(environment: Environment) -> Iterable[Signed]:
            return branch.problems(environment) if name in environment.values else ()

        def names(environment: Environment) -> set[str]:
            return branch.judged(environment) if name in environment.values else set()

        self.checks.whole.append(check)
        self._evaluates(facet, names)

    def branch(self, node: Node, *, is_asserted: bool = False) -> ServiceChecks:
        """A schema object inside of this one, over the same variables."""
        return ServiceCompiler(self._compilation, self._root or self, is_asserted=is_asserted).compile(node)

    def _branches(self, facet: Node, key: str) -> tuple[ServiceChecks, ...]:
        place = (*facet.place, key)
        if place not in self._compiled:
            value = facet.value[key]
            parts = [facet.child(key, i) for i in range(len(value))] if isinstance(value, list) else [facet.child(key)]
            self._compiled[place] = tuple(self.branch(part) for part in parts)
        return self._compiled[place]

    def _rules(self, facet: Node, *, is_root: bool) -> None:
        keywords = sound(facet)
        own_matchers = [_matcher(pattern) for pattern in keywords.get("patternProperties", ())]
        is_open = keywords.keys().isdisjoint(("additionalProperties", "unevaluatedProperties"))
        matchers = self._matchers if is_root and is_open else own_matchers
        spec = ServiceSpec(
            keywords=keywords,
            own=own_words(facet.value),
            context=self._compilation.context,
            is_root=is_root,
            is_asserted=self._is_asserted,
            variables=self.specs,
            names=self.names,
            matches=lambda name: any(matches(name) for matches in matchers if matches is not None),
            evaluated=self._evaluated(facet) if "unevaluatedProperties" in keywords else self.checks.judged,
            branches=lambda key: self._branches(facet, key),
            refuse=lambda key, message: None,
            locate=lambda *keys: facet.file.locate((*facet.pointer, *keys)),
        )
        for binding in BINDINGS["service"]:
            if is_root or not keywords.keys().isdisjoint(binding.keywords):
                check = binding.bind(spec)
                if check is not None:
                    self.checks.whole.append(_signing(binding.rule, check))
        if is_root:
            self.checks.together = [] if spec.context.is_template else _bound("together", spec)
            self.checks.strangers = _bound("strangers", spec)


def own_words(root: Any) -> dict[str, Any]:
    """What a root's ``x-envcheck`` says of the service; unsound members are left out, compiling refuses them."""
    own = root.get(X_ENVCHECK) if isinstance(root, dict) else None
    if not isinstance(own, dict):
        return {}
    return {key: value for key, value in own.items() if key in OWN_OF_SERVICE and OWN_OF_SERVICE[key].fits(value)}


def _matcher(pattern: str) -> Callable[[str], bool] | None:
    from envcheck.patterns import compile_pattern  # few schemas have patterns of names

    return compile_pattern(pattern)


def _bound(subject: str, spec: ServiceSpec) -> list[tuple[Rule, Any]]:
    bound = ((binding.rule, binding.bind(spec)) for binding in BINDINGS[subject])
    return [(rule, check) for rule, check in bound if check is not None]


def no_schema(context: Context) -> ServiceChecks:
    """What is asked of variables without a schema."""
    checks = ServiceChecks()
    spec = ServiceSpec(
        keywords={},
        own={},
        context=context,
        is_root=True,
        is_asserted=True,
        variables={},
        names=set(),
        matches=lambda name: False,
        evaluated=lambda environment: set(),
        branches=lambda key: (),
        refuse=lambda key, message: None,
        locate=lambda *keys: Location(""),
    )
    checks.together = [] if context.is_template else _bound("together", spec)
    return checks


def _signing(rule: Any, check: Any) -> SignedCheck:
    def signed(environment: Environment) -> Iterator[Signed]:
        for problem in check(environment):
            yield Signed(rule, problem, problem.subject or environment.get(problem.variable))

    return signed


def _never(facet: Node) -> SignedCheck:
    def check(environment: Environment) -> Iterable[Signed]:
        hint = "Look at the condition in the schema, and set or delete what it asks for."
        problem = Problem("The schema allows no set of variables.", hint, facet.locate())
        return [Signed(RULES["unmet-condition"], problem, None)]

    return check


def _within(node: Node, key: str) -> Iterable[str]:
    """The names that a keyword of a schema below asks for or tells of; none where it is not sound."""
    return (sound_word(node, key) or ()) if isinstance(node.value, dict) else ()


def _where(condition: ServiceChecks, judge: ServiceChecks, wanted: bool = True) -> Names:
    def names(environment: Environment) -> set[str]:
        return judge.judged(environment) if condition.holds(environment) == wanted else set()

    return names


def _names_check(names: VariableChecks) -> SignedCheck:
    def check(environment: Environment) -> Iterator[Signed]:
        for name in environment.values:
            variable = environment[name]
            if not names.holds(Variable(name, name, variable.source)):
                problem = Problem("The name of a variable is not one that the schema allows.", location=variable.location)
                yield Signed(RULES["unmet-condition"], problem, None)

    return check
