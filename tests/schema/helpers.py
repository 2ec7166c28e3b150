"""Schemas and environments of tests, and what a compiled schema says of them."""

from __future__ import annotations

import json
import tempfile
from typing import TYPE_CHECKING, Any

from envcheck.check import check
from envcheck.compile import CompiledSchema, compile_schema
from envcheck.model import Context, Environment, Finding, Source
from envcheck.schema import SchemaError, SchemaFile, SchemaFiles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from envcheck.branches import Signed
    from envcheck.rules.registry import SchemaProblem

SOURCE = Source("test", "variables", lambda name: (1, None, None), is_file=False)
NOWHERE = Context()
PRODUCTION = Context("worker", "production", "production", deployed=True)

#: Rules of the families presence and value that are no matter of JSON Schema's validity.
BEYOND_VALIDITY = frozenset(("empty-variable", "former-name"))


def environment_of(texts: Mapping[str, str]) -> Environment:
    """An environment of texts."""
    return Environment((SOURCE,), texts)


def compiled(schema: Any, context: Context = NOWHERE, *, folder: str | None = None) -> CompiledSchema:
    """A schema, compiled; references to files are looked up in the folder."""
    text = schema if isinstance(schema, str) else json.dumps(schema)
    path = "schema.json" if folder is None else f"{folder}/schema.json"
    return compile_schema(SchemaFiles(folder or tempfile.gettempdir()), SchemaFile(path, text), context)


def refusals(schema: Any, context: Context = NOWHERE, *, folder: str | None = None) -> list[SchemaProblem]:
    """What the compiler refuses of a schema."""
    try:
        compiled(schema, context, folder=folder)
    except SchemaError as error:
        return error.problems
    return []


def findings(schema: Any, texts: Mapping[str, str], context: Context = NOWHERE, *, folder: str | None = None) -> list[Finding]:
    """What a check of texts against a schema finds."""
    return check(compiled(schema, context, folder=folder), environment_of(texts), {})


def found(schema: Any, texts: Mapping[str, str], context: Context = NOWHERE, *, folder: str | None = None) -> list[str]:
    """The ids of the errors in presence and value that a check finds."""
    return [
        finding.rule.id
        for finding in findings(schema, texts, context, folder=folder)
        if finding.rule.family in ("presence", "value") and finding.severity == "error"
    ]


def faults(checks: CompiledSchema, environment: Environment) -> list[Signed]:
    """What the schema alone has against an environment, before the rule nearest to a cause is chosen."""
    return [
        signed
        for signed in checks.checks.problems(environment)
        if signed.rule.family in ("presence", "value")
        and signed.rule.id not in BEYOND_VALIDITY
        and (signed.problem.severity or signed.rule.severity) == "error"
    ]


def is_valid(checks: CompiledSchema, environment: Environment) -> bool:
    """Whether an environment is valid; whatever the schema has against it, the check must have told as an error."""
    against = faults(checks, environment)
    told = check(checks, environment, {})
    assert not against or any(finding.severity == "error" for finding in told), [signed.rule.id for signed in against]
    return not against
