"""A schema for one service in one environment, compiled to closures."""

from __future__ import annotations

from envcheck.branches import VariableChecks
from envcheck.compile_service import ServiceChecks, ServiceCompiler, no_schema, own_words
from envcheck.compile_variable import unnamed
from envcheck.keywords import ANNOTATIONS, OWN_OF_SERVICE, X_ENVCHECK
from envcheck.records import NamedTuple
from envcheck.rules.registry import SchemaProblem
from envcheck.schema import SchemaError
from envcheck.vocabulary import Compilation, Steps, vet_own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from typing import Any

    from envcheck.model import Context
    from envcheck.rules.registry import VariableSpec
    from envcheck.schema import Node, SchemaFile, SchemaFiles
    from envcheck.vocabulary import Known


class CompiledSchema(NamedTuple):
    """The checks of one service in one environment.

    ``others`` is asked of variables that no schema names, ``specs`` says what is declared of each variable, and under each
    alias that is no variable of its own. ``names`` are all words that the schema has for variables, ``patterns`` what is declared
    of names by a pattern, ``alternatives`` sets of names of which the schema requires one or the other, or one decides.
    """

    context: Context
    checks: ServiceChecks
    others: VariableChecks
    specs: Mapping[str, VariableSpec]
    own: Mapping[str, Any]
    names: AbstractSet[str]
    has_schema: bool
    patterns: Sequence[tuple[Callable[[str], bool], VariableSpec]] = ()
    alternatives: Sequence[frozenset[str]] = ()

    def mentions(self) -> Callable[[str], bool]:
        """The test whether the schema has a word for a variable of a name, or a pattern."""
        words = {*self.names, self.own.get("environmentMarker"), *self.own.get("connectionPrecedence", ())}
        for spec in self.specs.values():
            words.add(spec.own.get("postgres", {}).get("preparedStatements"))
            words.add(spec.own.get("url", {}).get("sameHostAs"))
        matchers = [matches for matches, _ in self.checks.patterns]
        return lambda name: name in words or any(matches(name) for matches in matchers)

    def without_checks(self) -> CompiledSchema:
        """What is declared, to be kept where everything was asked: the checks take most of the memory."""
        return self._replace(checks=_NO_CHECKS, others=_NONE_OF_OTHERS)


_NO_CHECKS = ServiceChecks()
_NONE_OF_OTHERS = VariableChecks()


def compile_nothing(context: Context) -> CompiledSchema:
    """The checks that need no schema."""
    return CompiledSchema(context, no_schema(context), unnamed(context), {}, {}, frozenset(), False)


def service_words(file: SchemaFile) -> Mapping[str, Any]:
    """What the root's ``x-envcheck`` says of the service."""
    return own_words(file.json.value)


def compile_schema(files: SchemaFiles, file: SchemaFile, context: Context, known: Known | None = None) -> CompiledSchema:
    """The checks that a schema file asks of a service. Raises SchemaError with all that is wrong.

    Where a schema is compiled for several environments, ``known`` saves what is the same in all of them; it is to be empty at
    first, and of no use once a schema was refused.
    """
    compilation = Compilation(files, context, [], {} if known is None else known, Steps(file.length))
    root = file.root
    _vet_root(root)
    try:
        compiler = ServiceCompiler(compilation)
        checks = compiler.compile(root)
        own = vet_own(compilation, root, OWN_OF_SERVICE)
    except SchemaError as error:
        raise SchemaError([*compilation.problems, *error.problems]) from None
    if compilation.problems:
        raise SchemaError(compilation.problems)
    specs = _with_aliases(compiler.specs)
    return CompiledSchema(
        context, checks, unnamed(context), specs, own, compiler.names, True, compiler.patterns, compiler.alternatives
    )


def _with_aliases(specs: Mapping[str, VariableSpec]) -> dict[str, VariableSpec]:
    """What is declared under each name, also under those that stand for others; one that may be a secret is one."""
    found = dict(specs)
    for spec in specs.values():
        for alias in spec.own.get("aliases", ()):
            if alias not in specs and (alias not in found or spec.secret):
                found[alias] = spec
    return found


def _vet_root(root: Node) -> None:
    if not isinstance(root.value, dict) or root.value.keys() <= ANNOTATIONS.keys() | {X_ENVCHECK, "type"}:
        message = "the schema has no constraint, so nothing would be checked"
        hint = 'A schema is an object with "properties", one for each variable, and "required".'
        raise SchemaError([SchemaProblem("empty-schema", message, root.locate(), hint)])
