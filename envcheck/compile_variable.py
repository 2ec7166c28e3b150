"""The schema of one variable, compiled to closures."""

from __future__ import annotations

from envcheck.branches import LazyChecks, Signed, VariableChecks
from envcheck.facets import declared_types, facets_of, formats, is_secret, merge_own, objects
from envcheck.facts.formats import FORMATS
from envcheck.keywords import X_ENVCHECK
from envcheck.model import Problem, Variable
from envcheck.quiet import is_loud, own_test, quiet_test
from envcheck.rules.registry import RULES, VariableSpec
from envcheck.vocabulary import sound, vet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from envcheck.branches import Composed
    from envcheck.model import Context, Rule
    from envcheck.quiet import Quiet
    from envcheck.rules.registry import VariableCheck
    from envcheck.schema import Node
    from envcheck.vocabulary import Compilation

    Glances = tuple[Quiet, Callable[[Variable], bool]]


#: Types whose texts are wrong by their type where they are addresses.
_NO_ADDRESSES = frozenset(("integer", "number", "boolean"))

#: Rules on values that hold in a template, where all others are there to be replaced.
TEMPLATE_RULES = frozenset(("secret-in-template",))


def unnamed(context: Context) -> VariableChecks:
    """The checks of a variable that no schema names: what needs no schema."""
    spec = VariableSpec(None, {}, {}, "string", (), True, context, _no_branches, _no_refusal, lambda: None)
    return LazyChecks(lambda: _outermost([], [], spec), own_test(spec))


def variable_compiler(compilation: Compilation, name: str | None, nodes: Sequence[Node]) -> VariableCompiler:
    """The compiler of a variable that one or more schema objects describe."""
    key = (name, compilation.context.is_template, *[node.place for node in nodes])
    known: VariableCompiler | None = compilation.known.get(key)
    if known is not None:
        return known.within(compilation)
    facets = [facet for node in nodes for facet in facets_of(compilation, node)]
    parts = objects(facets)
    types, named = declared_types(compilation, facets), formats(parts)
    spec = VariableSpec(
        name=name,
        keywords={},
        own=merge_own(compilation, parts),
        reading=types[0] if types else "string",
        formats=named,
        secret=is_secret(parts, named),
        context=compilation.context,
        branches=_no_branches,
        refuse=_no_refusal,
        locate=nodes[0].locate,
        is_listed=any("enum" in part.value or "const" in part.value for part in parts),
        default=next((part.value["default"] for part in parts if "default" in part.value), None),
        about=next((text for part in parts if isinstance(text := part.value.get("description"), str)), ""),
    )
    compiler = VariableCompiler(compilation, spec, facets, types)
    if "in" not in spec.own:  # it is the same wherever its service runs
        compilation.known[key] = compiler
    return compiler


def _no_branches(key: str) -> tuple[VariableChecks, ...]:
    return ()


def _no_refusal(key: str, message: str) -> None:
    raise AssertionError("there is no keyword to refuse")


def _bound(subject: str, spec: VariableSpec) -> list[tuple[Rule, Any]]:
    """The checks of the rules that claim a keyword of the spec; of those that claim none, where there is no keyword."""
    from envcheck.rules.all import BINDINGS

    bound = []
    if spec.context.is_template:
        return [(each.rule, each.bind(spec)) for each in BINDINGS[subject] if each.rule.id in TEMPLATE_RULES]
    for binding in BINDINGS[subject]:
        if not spec.keywords.keys().isdisjoint(binding.keywords) if spec.keywords else not binding.keywords:
            check = binding.bind(spec)
            if check is not None:
                bound.append((binding.rule, check))
    return bound


def _unless_empty(check: Any, nothing: Any) -> Any:
    """The check where an empty text is a value of its own, about which no type and no constraint has anything to say."""
    return lambda variable: check(variable) if variable.value else nothing


def _outermost(plain: Sequence[tuple[Rule, VariableCheck]], composed: Sequence[Composed], spec: VariableSpec) -> VariableChecks:
    """What a variable is asked by its schema, and by the rules that claim no keyword."""
    return _addressed([*plain, *_bound("variable", spec)], _bound("text", spec), composed, spec)


def _addressed(
    plain: Sequence[tuple[Rule, VariableCheck]],
    texts: Sequence[tuple[Rule, VariableCheck]],
    composed: Sequence[Composed],
    spec: VariableSpec,
) -> VariableChecks:
    """What a text is asked that may be an address."""
    is_address = any(FORMATS[name].schemes for name in spec.formats)
    keys = _bound("key", spec) if spec.reading == "string" else ()
    addresses, postgres = _bound("address", spec), _bound("postgres", spec)
    return VariableChecks(plain, texts, addresses, postgres, composed, keys=keys, is_address=is_address)


def _is_address(spec: VariableSpec) -> bool:
    """Whether an entry of a list is an address, or an origin."""
    return any(FORMATS[name].schemes or name == "origin" for name in spec.formats)


class VariableCompiler:
    """Compiles the facets of one variable, of an ``entry`` of a list, or of a schema inside, which is not ``outermost``."""

    def __init__(
        self,
        compilation: Compilation,
        spec: VariableSpec,
        facets: Sequence[Node],
        types: Sequence[str],
        *,
        outermost: bool = True,
        entry: bool = False,
    ) -> None:
        self.spec = spec
        self._compilation = compilation
        self._facets = facets
        self._types = types
        self._outermost = outermost
        self._asks_addresses = outermost or entry
        self._called = spec.name or "The variable"
        self._is_vetted = False
        self._glances: Glances | None = None

    def within(self, compilation: Compilation) -> VariableCompiler:
        """The compiler of the same variable in another environment."""
        spec = self.spec._replace(context=compilation.context)
        compiler = VariableCompiler(compilation, spec, self._facets, self._types)
        compiler._is_vetted, compiler._glances = self._is_vetted, self._glances
        return compiler

    def vet(self) -> None:
        """Refuse what can have no meaning in the schema objects of the variable."""
        if self._is_vetted:
            return
        self._is_vetted = True
        for facet in objects(self._facets):
            vet(self._compilation, facet, self.spec.reading)

    def compile(self) -> VariableChecks:
        """The checks of the variable."""
        if len(self._types) > 1:
            return self._compile_union()
        self.vet()
        if self.spec.reading in ("array", "object"):
            return self._compile_json()
        plain: list[tuple[Rule, VariableCheck]] = []
        composed: list[Composed] = []
        for facet in self._facets:
            if facet.value is False:
                plain.append((RULES["forbidden-variable"], self._never))
                continue
            keywords = sound(facet)
            if self._asks_addresses and FORMATS.get(keywords.get("format", ""), FORMATS["password"]).schemes:
                keywords.pop("format")  # the address rules say more
            if keywords:
                plain += _bound("variable", self._at(facet, keywords))
            if keywords.keys() & {"then", "else"} and "if" in keywords:
                composed.append(self._conditional(facet))
            if self.spec.reading == "null" and keywords.get("type") is not None:
                plain.append((RULES["wrong-type"], self._never))
        return self._assembled(plain, composed)

    def _assembled(self, plain: list[tuple[Rule, VariableCheck]], composed: list[Composed]) -> VariableChecks:
        if self.spec.own.get("allowEmpty") and self._outermost:
            plain = [(rule, check if rule.id == "forbidden-variable" else _unless_empty(check, None)) for rule, check in plain]
            composed = [_unless_empty(check, ()) for check in composed]
        if self._outermost and self._types and _NO_ADDRESSES.issuperset(self._types):
            return VariableChecks([*plain, *_bound("variable", self.spec)], _bound("text", self.spec), composed=composed)
        if self._outermost:
            return _outermost(plain, composed, self.spec)
        if self._asks_addresses and _is_address(self.spec):
            return _addressed(plain, (), composed, self.spec)
        return VariableChecks(plain, composed=composed)

    def glances(self) -> Glances:
        """A test that tells at a glance that the checks have nothing to say, and one that tells it of some other values."""
        if self._glances is None:
            keywords = [sound(facet) for facet in objects(self._facets)]
            is_simple = len(keywords) == len(self._facets) and len(self._types) < 2
            self._glances = quiet_test(self.spec, keywords) if is_simple else is_loud, own_test(self.spec, keywords)
        return self._glances

    def _never(self, variable: Variable) -> Problem | None:
        return Problem(f"{self._called} is set, and the schema allows no value for it.", "Delete it.")

    def _at(self, facet: Node, keywords: dict[str, Any]) -> VariableSpec:
        def branches(key: str) -> tuple[VariableChecks, ...]:
            value = facet.value[key]
            parts = [facet.child(key, i) for i in range(len(value))] if isinstance(value, list) else [facet.child(key)]
            return tuple(self.branch(part) for part in parts)

        def refuse(key: str, message: str) -> None:
            message = f"'{key}' at {facet.path()} is {message}"
            self._compilation.refuse(facet.child(key), "unsupported-pattern", message)

        return self.spec._replace(keywords=keywords, branches=branches, refuse=refuse)

    def branch(self, node: Node) -> VariableChecks:
        """A schema inside of this one, on the same text."""
        return self.inner(facets_of(self._compilation, node)).compile()

    def inner(self, facets: Sequence[Node] | None = None, *, entry: bool = False) -> VariableCompiler:
        """The compiler of a condition on this variable, whose text is read as before unless it declares another type."""
        facets = self._facets if facets is None else facets
        for facet in objects(facets):
            if X_ENVCHECK in facet.value:
                message = f"{X_ENVCHECK} at {facet.path()} is not read: it belongs to the variable itself"
                self._compilation.refuse(facet.child(X_ENVCHECK), "misplaced-keyword", message)
        types = declared_types(self._compilation, facets)
        spec = self.spec._replace(reading=types[0] if types else self.spec.reading)
        return VariableCompiler(self._compilation, spec, facets, types, outermost=False, entry=entry)

    def _conditional(self, facet: Node) -> Composed:
        condition = self.branch(facet.child("if"))
        then = self.branch(facet.child("then")) if "then" in facet.value else VariableChecks()
        otherwise = self.branch(facet.child("else")) if "else" in facet.value else VariableChecks()

        def check(variable: Variable) -> Sequence[Signed]:
            return (then if condition.holds(variable) else otherwise).problems(variable)

        return check

    def _compile_union(self) -> VariableChecks:
        """Several types: the value is right if it is right as one of them."""
        readings = [self._as(type).compile() for type in self._types]
        neither = Problem(f"{self._called} is neither {' nor '.join(self._types)}.")

        def check(variable: Variable) -> Sequence[Signed]:
            found = [checks.problems(variable) for checks in readings]
            if not all(found):
                return ()
            typed = [problems for problems in found if all(each.rule.id != "wrong-type" for each in problems)]
            return typed[0] if typed else (Signed(RULES["wrong-type"], neither, variable),)

        return self._assembled([], [check])

    def _as(self, type: str) -> VariableCompiler:
        """The same facets with one of the types alone."""
        facets = [
            facet._replace(value={**facet.value, "type": type}) if "type" in sound(facet) else facet
            for facet in objects(self._facets)
        ]
        others = [facet for facet in self._facets if facet.value is False]
        spec = self.spec._replace(reading=type)
        return VariableCompiler(self._compilation, spec, [*facets, *others], (type,), outermost=False)

    def _compile_json(self) -> VariableChecks:
        from envcheck.json_values import judge_json, judge_list

        if "separator" in self.spec.own:
            judge = judge_list(self._compilation, self.spec, self._facets, self._compile_entry)
        else:
            judge = judge_json(self._compilation, self.spec, self._facets)
        forbidden = any(facet.value is False for facet in self._facets)
        return self._assembled([(RULES["forbidden-variable"], self._never)] if forbidden else [], [] if forbidden else [judge])

    def _compile_entry(self, name: str, node: Node) -> VariableChecks:
        """The checks of an entry of a list."""
        return variable_compiler(self._compilation, name, [node]).inner(entry=True).compile()
