"""What the compiler refuses in a schema: unknown words, wrong shapes, words without a meaning at their place."""

from __future__ import annotations

from envcheck.errors import did_you_mean
from envcheck.facts.formats import FORMATS
from envcheck.keywords import KEYWORDS
from envcheck.records import NamedTuple
from envcheck.rules.registry import SchemaProblem
from envcheck.schema import DIALECT, SchemaError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable
    from typing import Any

    from envcheck.keywords import Shape
    from envcheck.model import Context
    from envcheck.schema import Node, SchemaFiles

    Known = dict[Hashable, Any]  # compilers of variables


class Steps:
    """How many schema objects may still be looked at: what refers to itself twice, level by level, has exponentially many."""

    __slots__ = ("left",)

    #: Any schema may take so many, and a longer one more: a variable of thirty characters takes two or three.
    LEAST = 10_000

    def __init__(self, length: int = 0) -> None:
        self.left = self.LEAST + length // 4

    def take(self, node: Node) -> None:
        """One more. Raises SchemaError where none is left."""
        self.left -= 1
        if self.left < 0:
            message = f"the references and branches at {node.path()} lead to more schemas than can be looked at"
            raise SchemaError([SchemaProblem("too-large-schema", message, node.locate())])


class Compilation(NamedTuple):
    """What all parts of one compilation share; problems are gathered, so that all are told at once.

    ``known`` is what was found of variables in other environments, and holds in this one, too.
    """

    files: SchemaFiles
    context: Context
    problems: list[SchemaProblem]
    known: Known
    steps: Steps

    def refuse(self, node: Node, rule: str, message: str, hint: str = "") -> None:
        """Note that a place of a schema cannot be compiled."""
        problem = SchemaProblem(rule, message, node.locate(), hint)
        if problem not in self.problems:  # a schema that is referred to twice is still wrong once
            self.problems.append(problem)


def sound(facet: Node) -> dict[str, Any]:
    """The keywords of a schema object that have the right shape; the others are refused, and rules do not see them."""
    return {key: value for key, value in facet.value.items() if key in KEYWORDS and KEYWORDS[key].shape.fits(value)}


def sound_word(facet: Node, key: str) -> Any:
    """One of the sound keywords of a schema object, or None."""
    value = facet.value.get(key)
    return value if value is not None and KEYWORDS[key].shape.fits(value) else None


def vet_own(compilation: Compilation, facet: Node, words: dict[str, Shape]) -> dict[str, Any]:
    """The sound members of a schema object's ``x-envcheck``; the others are refused."""
    own = facet.value.get("x-envcheck", {})
    if not isinstance(own, dict):
        return {}  # refused by vet
    good = {}
    for key, value in own.items():
        node = facet.child("x-envcheck", key)
        shape = words.get(key)
        if shape is None:
            message = f"unknown keyword '{key}' in x-envcheck at {facet.path()}"
            compilation.refuse(node, "unknown-keyword", message, did_you_mean(key, list(words)))
        elif not shape.fits(value):
            compilation.refuse(node, "malformed-keyword", f"'{key}' at {facet.path()} must be {shape.wanted}")
        else:
            good[key] = value
    return good


def is_our_dialect(name: str) -> bool:
    """Whether a ``$schema`` names the one dialect that is compiled."""
    return name.removesuffix("#") == DIALECT


def vet(compilation: Compilation, facet: Node, reading: str) -> None:
    """Refuse what no one claims, what has the wrong shape, and what can have no meaning at its place.

    ``reading`` is the type that the text is read as, ``service``, or ``json`` inside of a value.
    """
    for key, value in facet.value.items():
        keyword = KEYWORDS.get(key)
        if key in ("then", "else") and "if" not in facet.value:
            message, rule = f"'{key}' at {facet.path()} stands without 'if' and does nothing", "contradictory-schema"
        elif keyword is None:
            message, rule = f"unknown keyword '{key}' at {facet.path()}", "unknown-keyword"
        elif not keyword.shape.fits(value):
            message, rule = f"'{key}' at {facet.path()} must be {keyword.shape.wanted}", "malformed-keyword"
        elif reading != "json" and reading not in keyword.at:
            wanted = " or ".join(sorted(keyword.at))
            message = f"'{key}' at {facet.path()} has no meaning for {_reading_name(reading)}; it belongs to {wanted}"
            rule = "contradictory-schema"
        elif key == "format" and value not in FORMATS:
            message, rule = f"unknown format '{value}' at {facet.path()}", "unknown-format"
        elif key == "$schema" and not is_our_dialect(value):
            message, rule = f'only JSON Schema 2020-12 is supported: "$schema": "{DIALECT}"', "unsupported-dialect"
        elif key == "$id" and facet.pointer:
            message, rule = f"'$id' at {facet.path()} moves the base of references, which is not supported", "unsupported-keyword"
        elif key in ("enum", "const") and not _is_reachable(value if key == "enum" else [value], reading):
            message = f"'{key}' at {facet.path()} lists a value that is not of the declared type, {reading}"
            rule = "contradictory-schema"
        else:
            continue
        compilation.refuse(facet.child(key), rule, message, _hint(rule, str(value) if key == "format" else key, reading))


def _hint(rule: str, word: str, reading: str) -> str:
    if rule == "unknown-keyword":
        return did_you_mean(word, list(KEYWORDS))
    if rule == "unknown-format":
        return did_you_mean(word, list(FORMATS))
    if rule == "contradictory-schema" and reading == "string":
        return "Declare the 'type' that the text is to be read as."
    return ""


def _reading_name(reading: str) -> str:
    return "the service as a whole" if reading == "service" else f"a value that is read as {reading}"


def _is_reachable(listed: Any, reading: str) -> bool:
    """Whether every listed value can be what a text is read as; null never is, and does no harm."""
    if not isinstance(listed, list) or reading in ("array", "object", "null", "json"):
        return True
    kinds: dict[str, tuple[type, ...]] = {"string": (str,), "boolean": (bool,), "integer": (int, float), "number": (int, float)}
    return all(
        entry is None or (isinstance(entry, kinds[reading]) and (reading == "boolean") == isinstance(entry, bool))
        for entry in listed
    )
