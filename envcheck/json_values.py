"""Values that are lists or JSON: split by their separator, or judged by the jsonschema library, imported only then."""

from __future__ import annotations

from envcheck.branches import Signed
from envcheck.errors import SourceError
from envcheck.facets import facets_of, objects, outermost
from envcheck.facts.formats import FORMATS, read_json
from envcheck.keywords import APPLICATORS, KEYWORDS, SCHEMA_MAP, SUBSCHEMA, SUBSCHEMAS, X_ENVCHECK
from envcheck.model import Problem, Variable
from envcheck.patterns import compile_pattern
from envcheck.readings import TYPE_NAMES
from envcheck.rules.all import RULES
from envcheck.rules.value import is_address_of
from envcheck.vocabulary import sound, vet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from envcheck.branches import Composed, VariableChecks
    from envcheck.model import Source
    from envcheck.rules.registry import VariableSpec
    from envcheck.schema import Node
    from envcheck.vocabulary import Compilation

#: The rule that speaks for a keyword inside of a JSON value; unmet-condition for all others.
RULE_OF = {
    "type": "wrong-type",
    "enum": "unlisted-value",
    "const": "unlisted-value",
    "pattern": "pattern-mismatch",
    "format": "wrong-format",
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems"), "wrong-length"),
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), "out-of-range"),
}

#: How many values of JSON in a variable are held against what a schema says of its inside, as for the nodes of YAML.
MAX_NODES = 10_000
#: How many steps that may take for all variables of a source: branches and references can double the work with each level.
MAX_STEPS = 200_000

_OF_LISTS = frozenset(("items", "minItems", "maxItems", "uniqueItems"))


def judge_list(
    compilation: Compilation, spec: VariableSpec, facets: Sequence[Node], compile_entry: Callable[[str, Node], VariableChecks]
) -> Composed:
    """A check of a text that is a list by its ``separator``; each entry is read as the type that ``items`` declares."""
    called = spec.name or "The variable"
    separator = spec.own["separator"]
    entries, bounds = [], []
    for facet in objects(facets):
        for key in facet.value:
            if key in KEYWORDS and "array" in KEYWORDS[key].at and "string" not in KEYWORDS[key].at and key not in _OF_LISTS:
                message = f"'{key}' at {facet.path()} cannot be asked of a list with a separator"
                compilation.refuse(facet.child(key), "unsupported-keyword", message)
        if "items" in facet.value:
            entries.append(compile_entry(f"An entry of {called}", facet.child("items")))
        if {"minItems", "maxItems", "uniqueItems"} & facet.value.keys():
            bounds.append(facet.value)

    def check(variable: Variable) -> Iterator[Signed]:
        texts = variable.value.split(separator) if variable.value else []
        for bound in bounds:
            if not bound.get("minItems", 0) <= len(texts) <= bound.get("maxItems", len(texts)):
                yield Signed(RULES["wrong-length"], Problem(f"{called} has too few or too many entries."), variable)
            if bound.get("uniqueItems") and len(set(texts)) < len(texts):
                yield Signed(RULES["unmet-condition"], Problem(f"{called} has an entry twice."), variable)
        told = set()
        for text in texts:
            for checks in entries:
                for signed in checks.problems(Variable(variable.name, text, variable.source)):
                    if signed.problem.message not in told:  # one finding for all entries with the same fault
                        told.add(signed.problem.message)
                        yield signed._replace(variable=variable)

    return lambda variable: list(check(variable))


def judge_json(compilation: Compilation, spec: VariableSpec, facets: Sequence[Node]) -> Composed:
    """A check of a text that is JSON; where the schema says more than the type, jsonschema judges what is inside."""
    wanted, called = spec.reading, spec.name or "The variable"
    kind = list if wanted == "array" else dict
    wrong = Problem(f"{called} is not {TYPE_NAMES[wanted]}.")
    vetted: dict[Any, Node] = {}
    for facet in objects(facets):
        _vet_names(compilation, facet)
        _vet_inside(compilation, facet, vetted)
    _vet_together(compilation, [*objects(facets), *vetted.values()])
    simple = {"type", "title", "description", "default", "examples", "deprecated", "x-envcheck", "writeOnly", "$comment", "$ref"}
    is_simple = all(facet.value.keys() <= simple for facet in objects(facets))
    validators: list[Any] = []
    steps = _Steps(called)

    def check(variable: Variable) -> Sequence[Signed]:
        try:
            value = read_json(variable.value)
        except ValueError:
            return [Signed(RULES["wrong-type"], wrong, variable)]
        if not isinstance(value, kind):
            return [Signed(RULES["wrong-type"], wrong, variable)]
        if is_simple:
            return ()
        if _is_large(value):
            raise _too_large(f"{called} is JSON of more than {MAX_NODES:,} values")
        if not validators:
            validators.extend(_validator(compilation, node, steps) for node in outermost(compilation, facets))
        steps.source = variable.source
        found: dict[str, Signed] = {}
        try:
            for validator in validators:
                for error in validator.iter_errors(value):
                    rule, problem = _translated(called, error)
                    found.setdefault(problem.message, Signed(RULES[rule], problem, variable))
        except (RecursionError, ArithmeticError):
            problem = Problem(f"{called} is nested too deeply, or has a number that is too large, to be judged.")
            return [Signed(RULES["unmet-condition"], problem, variable)]
        return list(found.values())

    return check


class _Steps:
    """The steps that the library takes for the values of one source: each holds a word of a schema against a part of a value."""

    def __init__(self, called: str) -> None:
        self._called = called
        self.source: Source | None = None

    def counted(self, keyword: Callable[..., Any]) -> Callable[..., Any]:
        """The library's function for a word of a schema. Raises SourceError where the source has no step left."""

        def count(*given: Any) -> Any:
            if self.source is not None:
                self.source.steps += 1
                if self.source.steps > MAX_STEPS:
                    raise _too_large(f"its JSON takes more than {MAX_STEPS:,} steps to judge, the last of them in {self._called}")
            return keyword(*given)

        return count


def _too_large(message: str) -> SourceError:
    return SourceError("too-large", message, hint="Ask less of its inside in the schema, or keep it in a file of its own.")


def _is_large(value: Any) -> bool:
    """Whether there are more values in a value than are judged."""
    left, count = [value], 0
    while left and count <= MAX_NODES:
        count += 1
        each = left.pop()
        left += each.values() if isinstance(each, dict) else each if isinstance(each, list) else ()
    return count > MAX_NODES


def _comparable(value: Any) -> Any:
    """What is equal for equal JSON alone, and can be looked up: in JSON ``true`` is not 1, but 1.0 is."""
    if isinstance(value, dict):
        return dict, frozenset((key, _comparable(each)) for key, each in value.items())
    if isinstance(value, list):
        return list, tuple(map(_comparable, value))
    return (bool, value) if isinstance(value, bool) else value


def _translated(called: str, error: Any) -> tuple[str, Problem]:
    """Our words for an error of jsonschema, whose own quote the value; an index of a list is all that is shown of a path."""
    keyword = str(error.validator)
    path = "".join(f"[{part}]" if isinstance(part, int) else "[…]" for part in error.absolute_path)
    return RULE_OF.get(keyword, "unmet-condition"), Problem(f"{called}{path} does not meet '{keyword}' of its schema.")


def _vet_inside(compilation: Compilation, facet: Node, vetted: dict[Any, Node]) -> None:
    """Refuse words that jsonschema would pass over in silence, and patterns that have no linear match."""
    for part in _parts(facet):
        for inner in objects(facets_of(compilation, part)):
            if inner.place not in vetted:  # the schema of a tree refers back to itself
                vetted[inner.place] = inner
                vet(compilation, inner, "json")
                _vet_words(compilation, inner)
                _vet_inside(compilation, inner, vetted)


def _vet_together(compilation: Compilation, facets: Sequence[Node]) -> None:
    """Refuse words of which the library would match the patterns with Python's engine, which has no bound."""
    if any("patternProperties" in facet.value for facet in facets):
        for facet in facets:
            if "unevaluatedProperties" in facet.value:
                message = f"'unevaluatedProperties' at {facet.path()} is not supported in JSON beside 'patternProperties'"
                compilation.refuse(facet.child("unevaluatedProperties"), "unsupported-keyword", message)


def _vet_words(compilation: Compilation, facet: Node) -> None:
    if X_ENVCHECK in facet.value:
        message = f"'{X_ENVCHECK}' at {facet.path()} is not supported inside of a JSON value"
        compilation.refuse(facet.child(X_ENVCHECK), "unsupported-keyword", message)
    if compile_pattern(sound(facet).get("pattern", "")) is None:
        message = f"'pattern' at {facet.path()} is no pattern that RE2 can read"
        compilation.refuse(facet.child("pattern"), "unsupported-pattern", message)
    _vet_names(compilation, facet)


def _vet_names(compilation: Compilation, facet: Node) -> None:
    for pattern in sound(facet).get("patternProperties", ()):
        if compile_pattern(pattern) is None:
            place = facet.child("patternProperties", pattern)
            compilation.refuse(place, "unsupported-pattern", f"{place.path()} is no pattern that RE2 can read")


def _parts(node: Node) -> list[Node]:
    """The schemas that stand right inside of a schema object."""
    found = []
    for key, value in sound(node).items():
        shape = APPLICATORS[key].shape if key in APPLICATORS else None
        if shape is SUBSCHEMA:
            found.append(node.child(key))
        elif shape in (SUBSCHEMAS, SCHEMA_MAP):
            found += [node.child(key, each) for each in (value if isinstance(value, dict) else range(len(value)))]
    return found


def _validator(compilation: Compilation, node: Node, steps: _Steps) -> Any:
    from jsonschema import Draft202012Validator, FormatChecker
    from jsonschema.exceptions import ValidationError
    from jsonschema.validators import extend
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    targets: dict[str, Node] = {}

    def retrieve(uri: str) -> Any:
        return DRAFT202012.create_resource(_resolved(compilation, targets[uri], targets))

    def pattern(validator: Any, wanted: str, instance: Any, schema: Any) -> Iterator[Any]:
        matches = compile_pattern(wanted)
        if isinstance(instance, str) and matches is not None and not matches(instance):
            yield ValidationError("")

    def unique(validator: Any, wanted: bool, instance: Any, schema: Any) -> Iterator[Any]:
        # the library compares each object with each
        if wanted and isinstance(instance, list) and len(set(map(_comparable, instance))) < len(instance):
            yield ValidationError("")

    def by_pattern(validator: Any, wanted: dict[str, Any], instance: Any, schema: Any) -> Iterator[Any]:
        for text, inside in wanted.items() if isinstance(instance, dict) else ():
            matches = compile_pattern(text)
            for name in filter(matches, instance):
                yield from validator.descend(instance[name], inside, path=name, schema_path=text)

    def additional(validator: Any, inside: Any, instance: Any, schema: Any) -> Iterator[Any]:
        if isinstance(instance, dict):
            patterns = [compile_pattern(text) for text in schema.get("patternProperties", ())]
            for name in instance.keys() - schema.get("properties", {}).keys():
                if not any(matches is not None and matches(name) for matches in patterns):
                    yield from validator.descend(instance[name], inside, path=name)

    checker = FormatChecker(formats=())
    for name, format in FORMATS.items():
        checker.checks(name)(_fits(is_address_of(format.schemes) if format.schemes else format.fits))
    words = {**Draft202012Validator.VALIDATORS, "pattern": pattern, "uniqueItems": unique}
    words |= {"patternProperties": by_pattern, "additionalProperties": additional}
    words = {name: steps.counted(keyword) for name, keyword in words.items()}
    registry: Any = Registry(retrieve=retrieve)  # type: ignore[call-arg]
    extended: Any = extend(Draft202012Validator, words)  # type: ignore[no-untyped-call]
    return extended(_resolved(compilation, node, targets), format_checker=checker, registry=registry)


def _resolved(compilation: Compilation, node: Node, targets: dict[str, Node]) -> Any:
    """A schema for the library: what its references name is found as the compiler finds it, and noted in ``targets``."""
    if not isinstance(node.value, dict):
        return node.value
    value: dict[str, Any] = {
        key: dict(inside) if isinstance(inside, dict) else list(inside) if isinstance(inside, list) else inside
        for key, inside in node.value.items()
        if key not in ("$id", "$anchor", "$defs", "$schema")  # the library would take its own validator for a $schema
    }
    for part in _parts(node):
        holder: Any = value
        *keys, last = part.pointer[len(node.pointer) :]
        for key in keys:
            holder = holder[key]
        holder[last] = _resolved(compilation, part, targets)
    if "$ref" in value:
        target = compilation.files.resolve(node, value["$ref"])
        name = next((name for name, each in targets.items() if each.place == target.place), f"urn:{len(targets)}")
        targets[name] = target
        value["$ref"] = name
    return value


def _fits(fits: Callable[[str], bool] | None) -> Callable[[object], bool]:
    return lambda instance: fits is None or not isinstance(instance, str) or fits(instance)
