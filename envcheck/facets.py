"""The schema objects that hold together, and what they say of a variable as one."""

from __future__ import annotations

from envcheck.facts.formats import FORMATS
from envcheck.keywords import OWN_OF_VARIABLE, X_ENVCHECK
from envcheck.rules.registry import SchemaProblem
from envcheck.schema import MOST_LEVELS, Node, SchemaError
from envcheck.vocabulary import sound_word, vet_own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from envcheck.vocabulary import Compilation


def facets_of(compilation: Compilation, node: Node, above: tuple[Node, ...] = ()) -> list[Node]:
    """The schema objects that hold at once with a node: what ``in`` says here, itself, its ``$ref``, its ``allOf``."""
    compilation.steps.take(node)
    if any(node.place == other.place for other in above):
        message = f"the reference at {above[-1].path()} comes back to {node.path()}"
        raise SchemaError([SchemaProblem("reference-loop", message, above[-1].locate())])
    if len(node.pointer) > MOST_LEVELS or len(above) > MOST_LEVELS:
        raise SchemaError([SchemaProblem("too-deep", f"nested deeper than {MOST_LEVELS}", node.locate())])
    keywords = node.value
    if not isinstance(keywords, dict):
        return [node] if keywords is False else []
    above = (*above, node)
    facets = []
    for part in _meant_here(compilation, node):
        facets += facets_of(compilation, part, above)
    is_whole = _only_possible(node) is None
    facets.append(node if is_whole else node._replace(value={k: v for k, v in keywords.items() if k != "anyOf"}))
    for part in joined(compilation, node):
        facets += facets_of(compilation, part, above)
    return facets


def joined(compilation: Compilation, node: Node) -> list[Node]:
    """What a schema object asks together with itself: its ``$ref``, its ``allOf``, an ``anyOf`` of one or null."""
    found = []
    if isinstance(node.value.get("$ref"), str):
        found.append(compilation.files.resolve(node, node.value["$ref"]))
    found += [node.child("allOf", index) for index in range(len(sound_word(node, "allOf") or ()))]
    only = _only_possible(node)
    return found if only is None else [*found, only]


def outermost(compilation: Compilation, facets: Sequence[Node]) -> list[Node]:
    """Those of the facets that no other has joined, as they stand in their files."""
    whole = [facet.file.root.child(*facet.pointer) for facet in facets]
    below = {part.place for each in objects(whole) for part in joined(compilation, each)}
    return [each for each in whole if each.place not in below]


def _meant_here(compilation: Compilation, node: Node) -> list[Node]:
    """The schemas under ``in`` for the environment, or else the stage, that is checked."""
    own = node.value.get(X_ENVCHECK)
    if not isinstance(own, dict) or not OWN_OF_VARIABLE["in"].fits(own.get("in")):
        return []
    names = dict.fromkeys((compilation.context.environment, compilation.context.stage))
    return [node.child(X_ENVCHECK, "in", name) for name in names if name is not None and name in own["in"]]


def _only_possible(node: Node) -> Node | None:
    """The one member of an anyOf that a text can meet, where all others are null."""
    members = node.value.get("anyOf")
    if not isinstance(members, list) or len(members) < 2:
        return None
    possible = [i for i, member in enumerate(members) if not (isinstance(member, dict) and member.get("type") == "null")]
    return node.child("anyOf", possible[0]) if len(possible) == 1 else None


def merge_own(compilation: Compilation, facets: Sequence[Node]) -> dict[str, Any]:
    """The ``x-envcheck`` of a variable over all its schema objects, the first that says something first."""
    own: dict[str, Any] = {}
    for facet in objects(facets):
        if X_ENVCHECK not in facet.value:
            continue
        for key, value in vet_own(compilation, facet, OWN_OF_VARIABLE).items():
            both = isinstance(value, dict) and isinstance(own.get(key), dict)
            own[key] = {**value, **own[key]} if both else own.get(key, value)
    return own


def objects(facets: Sequence[Node]) -> list[Node]:
    """The facets that are not booleans."""
    return [facet for facet in facets if isinstance(facet.value, dict)]


def declared_types(compilation: Compilation, facets: Sequence[Node]) -> tuple[str, ...]:
    """The types that all facets agree on, or none; null, which no text is, is left out where others stand beside it."""
    types: list[str] | None = None
    for facet in objects(facets):
        said = sound_word(facet, "type")
        if said is None:
            continue
        said = [said] if isinstance(said, str) else said
        both = said if types is None else _common(types, said)
        if not both:
            message = f"'type' at {facet.path()} leaves no type that the variable could have"
            compilation.refuse(facet.child("type"), "contradictory-schema", message)
        types = both or said
    if types is None:
        return ()
    return tuple(each for each in types if each != "null") or ("null",)


def _common(types: list[str], others: list[str]) -> list[str]:
    common = [each for each in types if each in others]
    if "integer" not in common and {"integer", "number"} <= {*types, *others}:
        common.append("integer")  # each integer is a number
    return common


def formats(facets: Sequence[Node]) -> tuple[str, ...]:
    """The formats that the facets name, and that exist."""
    named = [sound_word(facet, "format") for facet in objects(facets)]
    return tuple(name for name in named if name in FORMATS)


def is_secret(facets: Sequence[Node], named: Sequence[str]) -> bool:
    """Whether a facet marks a secret: ``writeOnly``, or the format ``password`` among those that are named."""
    return "password" in named or any(facet.value.get("writeOnly") is True for facet in objects(facets))
