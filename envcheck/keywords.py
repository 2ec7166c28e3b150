"""The words of the schema language: for each keyword the shape of its value and where it has a meaning.

The one table behind the compiler's refusals, ``schemas/envcheck.schema.json`` and the documentation.
"""

from __future__ import annotations

from envcheck.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

#: The types that a text can be declared to be read as; JSON's null is never a text.
TYPES = ("string", "integer", "number", "boolean", "array", "object", "null")

#: Which endpoint kinds a Postgres address can have.
ENDPOINT_KINDS = ("direct", "pooler-session", "pooler-transaction", "proxy", "internal", "external", "local")
DRIVERS = ("asyncpg", "psycopg", "psycopg2", "sqlalchemy+asyncpg", "sqlalchemy+psycopg", "sqlalchemy+psycopg2", "prisma")
INTENTS = ("same", "different", "same-shape", "any")


class Shape(NamedTuple):
    """What a keyword's value must look like; ``schema`` says the same as JSON Schema."""

    wanted: str
    fits: Callable[[Any], bool]
    schema: dict[str, Any]


class Keyword(NamedTuple):
    """One keyword. ``at`` names the places where it means something: ``service`` and declared types."""

    shape: Shape
    at: frozenset[str]


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) != float("inf")  # 1e400


def _is_size(value: Any) -> bool:
    return _is_number(value) and value >= 0 and value == int(value)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value)) and len(set(value)) == len(value)


def _is_schema(value: Any) -> bool:
    return isinstance(value, (dict, bool))


def _choice(*words: str) -> Shape:
    return Shape(f"one of {', '.join(words)}", lambda value: value in words, {"enum": list(words)})


def _members(wanted: str, members: dict[str, Shape]) -> Shape:
    def fits(value: Any) -> bool:
        return isinstance(value, dict) and all(key in members and members[key].fits(item) for key, item in value.items())

    schema = {
        "type": "object",
        "properties": {key: shape.schema for key, shape in members.items()},
        "additionalProperties": False,
    }
    return Shape(wanted, fits, schema)


def _either(one: Shape, other: Shape) -> Shape:
    return Shape(
        f"{one.wanted}, or {other.wanted}",
        lambda value: one.fits(value) or other.fits(value),
        {"anyOf": [one.schema, other.schema]},
    )


_SCHEMA = {"$ref": "#/$defs/variable"}
ANYTHING = Shape("any value", lambda value: True, {})
TEXT = Shape("a text", _is_text, {"type": "string"})
FLAG = Shape("true or false", lambda value: isinstance(value, bool), {"type": "boolean"})
NUMBER = Shape("a number", _is_number, {"type": "number"})
POSITIVE = Shape("a number over 0", lambda value: _is_number(value) and value > 0, {"type": "number", "exclusiveMinimum": 0})
SIZE = Shape("a whole number from 0", _is_size, {"type": "integer", "minimum": 0})
LIST = Shape("a list", lambda value: isinstance(value, list), {"type": "array"})
TEXTS = Shape("a list of different texts", _is_texts, {"type": "array", "items": {"type": "string"}, "uniqueItems": True})
SUBSCHEMA = Shape("a schema", _is_schema, _SCHEMA)
SUBSCHEMAS = Shape(
    "a list of schemas, at least one",
    lambda value: isinstance(value, list) and bool(value) and all(map(_is_schema, value)),
    {"type": "array", "minItems": 1, "items": _SCHEMA},
)
SCHEMA_MAP = Shape(
    "an object of schemas",
    lambda value: isinstance(value, dict) and all(map(_is_schema, value.values())),
    {"type": "object", "additionalProperties": _SCHEMA},
)
TEXTS_MAP = Shape(
    "an object of lists of names",
    lambda value: isinstance(value, dict) and all(map(_is_texts, value.values())),
    {"type": "object", "additionalProperties": TEXTS.schema},
)
TYPE = Shape(
    f"one of {', '.join(TYPES)}, or a list of them",
    lambda value: value in TYPES if _is_text(value) else _is_texts(value) and value and all(v in TYPES for v in value),
    {"anyOf": [{"enum": list(TYPES)}, {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"enum": list(TYPES)}}]},
)
OBJECT = Shape("an object", lambda value: isinstance(value, dict), {"type": "object"})

_VALUES = frozenset(TYPES) - {"null"}
EVERYWHERE = _VALUES | {"service", "null"}
ON_SERVICE = frozenset({"service", "object"})
ON_VARIABLE = _VALUES | {"null"}
ON_STRING = frozenset({"string"})
ON_NUMBER = frozenset({"integer", "number"})
ON_ARRAY = frozenset({"array"})

#: What explains and changes nothing.
ANNOTATIONS: dict[str, Keyword] = {
    "$schema": Keyword(TEXT, EVERYWHERE),
    "$id": Keyword(TEXT, EVERYWHERE),
    "$comment": Keyword(TEXT, EVERYWHERE),
    "$anchor": Keyword(TEXT, EVERYWHERE),
    "$defs": Keyword(SCHEMA_MAP, EVERYWHERE),
    "title": Keyword(TEXT, EVERYWHERE),
    "description": Keyword(TEXT, EVERYWHERE),
    "default": Keyword(ANYTHING, EVERYWHERE),
    "examples": Keyword(LIST, EVERYWHERE),
    "deprecated": Keyword(FLAG, EVERYWHERE),
    "readOnly": Keyword(FLAG, EVERYWHERE),
    "writeOnly": Keyword(FLAG, ON_VARIABLE),
    "contentEncoding": Keyword(TEXT, EVERYWHERE),
    "contentMediaType": Keyword(TEXT, EVERYWHERE),
    "contentSchema": Keyword(SUBSCHEMA, EVERYWHERE),
}

#: What the compiler follows into further schemas.
APPLICATORS: dict[str, Keyword] = {
    "$ref": Keyword(TEXT, EVERYWHERE),
    "allOf": Keyword(SUBSCHEMAS, EVERYWHERE),
    "anyOf": Keyword(SUBSCHEMAS, EVERYWHERE),
    "oneOf": Keyword(SUBSCHEMAS, EVERYWHERE),
    "not": Keyword(SUBSCHEMA, EVERYWHERE),
    "if": Keyword(SUBSCHEMA, EVERYWHERE),
    "then": Keyword(SUBSCHEMA, EVERYWHERE),
    "else": Keyword(SUBSCHEMA, EVERYWHERE),
    "properties": Keyword(SCHEMA_MAP, ON_SERVICE),
    "patternProperties": Keyword(SCHEMA_MAP, ON_SERVICE),
    "additionalProperties": Keyword(SUBSCHEMA, ON_SERVICE),
    "unevaluatedProperties": Keyword(SUBSCHEMA, ON_SERVICE),
    "propertyNames": Keyword(SUBSCHEMA, ON_SERVICE),
    "dependentSchemas": Keyword(SCHEMA_MAP, ON_SERVICE),
    "items": Keyword(SUBSCHEMA, ON_ARRAY),
    "prefixItems": Keyword(SUBSCHEMAS, ON_ARRAY),
    "contains": Keyword(SUBSCHEMA, ON_ARRAY),
    "unevaluatedItems": Keyword(SUBSCHEMA, ON_ARRAY),
}

#: What judges a value or the set of variables.
ASSERTIONS: dict[str, Keyword] = {
    "type": Keyword(TYPE, EVERYWHERE),
    "enum": Keyword(LIST, ON_VARIABLE),
    "const": Keyword(ANYTHING, ON_VARIABLE),
    "pattern": Keyword(TEXT, ON_STRING),
    "format": Keyword(TEXT, ON_STRING),
    "minLength": Keyword(SIZE, ON_STRING),
    "maxLength": Keyword(SIZE, ON_STRING),
    "minimum": Keyword(NUMBER, ON_NUMBER),
    "maximum": Keyword(NUMBER, ON_NUMBER),
    "exclusiveMinimum": Keyword(NUMBER, ON_NUMBER),
    "exclusiveMaximum": Keyword(NUMBER, ON_NUMBER),
    "multipleOf": Keyword(POSITIVE, ON_NUMBER),
    "required": Keyword(TEXTS, ON_SERVICE),
    "dependentRequired": Keyword(TEXTS_MAP, ON_SERVICE),
    "minProperties": Keyword(SIZE, ON_SERVICE),
    "maxProperties": Keyword(SIZE, ON_SERVICE),
    "minItems": Keyword(SIZE, ON_ARRAY),
    "maxItems": Keyword(SIZE, ON_ARRAY),
    "uniqueItems": Keyword(FLAG, ON_ARRAY),
    "minContains": Keyword(SIZE, ON_ARRAY),
    "maxContains": Keyword(SIZE, ON_ARRAY),
}

X_ENVCHECK = "x-envcheck"

KEYWORDS: dict[str, Keyword] = {**ANNOTATIONS, **APPLICATORS, **ASSERTIONS, X_ENVCHECK: Keyword(OBJECT, EVERYWHERE)}

_INTENT = _members("an intent with a severity", {"intent": _choice(*INTENTS), "severity": _choice("error", "warning", "note")})

_PATH = Shape(
    "none, any, or a path that begins with '/'",
    lambda value: _is_text(value) and (value in ("none", "any") or value[:1] == "/"),
    {"type": "string", "pattern": "^(none|any|/.*)$"},
)
_OF_URL = {"schemes": TEXTS, "path": _PATH, "sameHostAs": TEXT}

#: The members of ``x-envcheck`` in a variable.
OWN_OF_VARIABLE: dict[str, Shape] = {
    "between": _either(_choice(*INTENTS), _INTENT),
    "acrossServices": _choice("same", "same-project", "any"),
    "requiredIn": TEXTS,
    "forbiddenIn": TEXTS,
    "in": SCHEMA_MAP,
    "formerly": TEXTS,
    "aliases": TEXTS,
    "url": _members("an object with schemes, path (none, any, or one that begins with '/'), sameHostAs", _OF_URL),
    "postgres": _members(
        "an object with driver, endpoints, ipv4Addon, preparedStatements",
        {
            "driver": _choice(*DRIVERS),
            "endpoints": Shape(
                f"a list of {', '.join(ENDPOINT_KINDS)}",
                lambda value: _is_texts(value) and bool(value) and all(kind in ENDPOINT_KINDS for kind in value),
                {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"enum": list(ENDPOINT_KINDS)}},
            ),
            "ipv4Addon": FLAG,
            "preparedStatements": TEXT,
        },
    ),
    "separator": Shape(
        "a text of at least one character",
        lambda value: _is_text(value) and bool(value),
        {"type": "string", "minLength": 1},
    ),
    "allowEmpty": FLAG,
    "ignoreCase": FLAG,
}

#: The members of ``x-envcheck`` at the root.
OWN_OF_SERVICE: dict[str, Shape] = {
    "service": TEXT,
    "platform": _choice("render", "none"),
    "connectionPrecedence": TEXTS,
    "environmentMarker": TEXT,
}
