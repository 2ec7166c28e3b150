"""The metaschema: what a schema for envcheck looks like, for editors and for ``schema check``."""

from __future__ import annotations

import json

from envcheck.facts.formats import FORMATS
from envcheck.keywords import KEYWORDS, ON_VARIABLE, OWN_OF_SERVICE, OWN_OF_VARIABLE, X_ENVCHECK
from envcheck.schema import DIALECT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: Where editors find the file.
ID = "https://raw.githubusercontent.com/envcheck/envcheck/main/schemas/envcheck.schema.json"

#: What envcheck's own words mean, as an editor shows it.
MEANINGS = {
    "between": "What must hold from environment to environment. Default: different for secrets, same-shape for other "
    "addresses, any for the rest.",
    "acrossServices": "What must hold between the services of one environment.",
    "requiredIn": "The environments or stages in which the variable must be set.",
    "forbiddenIn": "The environments or stages in which the variable must not be set.",
    "in": "Further keywords for an environment or a stage, by its name.",
    "formerly": "Old names that nothing reads any more.",
    "aliases": "Other names that are still read; the first that is set counts.",
    "url": "What an address must be: its schemes, its path (none, any, or the right one), the variable whose host it shares.",
    "postgres": "Which driver reads the address, which kinds of endpoint are right where deployed, whether the project has the "
    "IPv4 add-on, the variable that switches prepared statements off.",
    "separator": "The text between the entries of a list that is not JSON.",
    "allowEmpty": "An empty text is a value, whatever type and constraints the others have.",
    "ignoreCase": "Case does not matter to enum and const.",
    "service": "The name of the service.",
    "platform": "Where the service runs once deployed.",
    "connectionPrecedence": "Names of variables of which the first that is set is the connection used.",
    "environmentMarker": "The variable that holds the name of the environment.",
}

#: Keywords of a service whose schemas judge the set of variables, and not a variable.
_ON_THE_SET = ("$ref", "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas")


def metaschema() -> dict[str, Any]:
    """The metaschema as a JSON document."""
    return {
        "$schema": DIALECT,
        "$id": ID,
        "title": "The variables of a service, as envcheck checks them",
        "$ref": "#/$defs/service",
        "$defs": {
            "service": _object(_service_keywords(), _own(OWN_OF_SERVICE)),
            "part": {"anyOf": [{"type": "boolean"}, _object(_service_keywords(), None)]},
            "variable": {"anyOf": [{"type": "boolean"}, _object(_variable_keywords(), _own(OWN_OF_VARIABLE))]},
        },
    }


def text() -> str:
    """schemas/envcheck.schema.json, as it is in the repository."""
    return json.dumps(metaschema(), indent=2) + "\n"


def _object(keywords: dict[str, Any], own: dict[str, Any] | None) -> dict[str, Any]:
    if own is not None:
        keywords = {**keywords, X_ENVCHECK: own}
    return {"type": "object", "properties": keywords, "additionalProperties": False}


def _own(words: dict[str, Any]) -> dict[str, Any]:
    members = {word: {"description": MEANINGS[word], **shape.schema} for word, shape in words.items()}
    return {"type": "object", "properties": members, "additionalProperties": False}


def _variable_keywords() -> dict[str, Any]:
    words = {key: keyword.shape.schema for key, keyword in KEYWORDS.items() if keyword.at & ON_VARIABLE and key != X_ENVCHECK}
    return {**words, "format": {"enum": list(FORMATS)}}


def _service_keywords() -> dict[str, Any]:
    words = {}
    for key, keyword in KEYWORDS.items():
        if "service" not in keyword.at or key == X_ENVCHECK:
            continue
        schema = keyword.shape.schema
        if key in _ON_THE_SET:
            schema = json.loads(json.dumps(schema).replace("#/$defs/variable", "#/$defs/part"))
        words[key] = schema
    return {**words, "type": {"const": "object"}}
