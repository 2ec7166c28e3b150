"""Services and environments held against each other, as tests write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from envcheck import check as engine
from envcheck import drift
from envcheck.model import Context
from envcheck.rules.drift.pair import Pair
from envcheck.rules.registry import Deployment
from envcheck.services import check_together
from envcheck.stages import is_template, stage_of
from tests.conftest import DAY, compiled, read_source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from envcheck.check import Severities
    from envcheck.model import Finding, Row

    Schema = dict[str, Any] | str | None


def deployment(schema: Schema, text: str, environment: str, *, service: str | None = None, path: str = "") -> Deployment:
    """A service in an environment, with the variables of a .env text or an export."""
    stage = stage_of(environment)
    read = read_source(text, path or f"{service or 'service'}.{environment}.env")
    template = is_template(path)
    context = Context(service, environment, stage, stage != "development", "render", template, DAY)
    one = compiled(None if template else schema, context)
    return Deployment(environment, context, read, one.specs, one.patterns, one.alternatives)


def pair(schema: Schema, left: str, right: str, *, sides: tuple[str, str] = ("staging", "production")) -> Pair:
    """One service in two environments."""
    return Pair(deployment(schema, left, sides[0], service="worker"), deployment(schema, right, sides[1], service="worker"))


def diff(
    schema: Schema,
    left: str,
    right: str,
    *,
    sides: tuple[str, str] = ("staging", "production"),
    severities: Severities | None = None,
) -> tuple[list[Finding], list[Row]]:
    """The findings on one service in two environments, and the rows of its table."""
    findings, rows = drift.diff([pair(schema, left, right, sides=sides)], severities or {})
    return findings, list(drift.without(rows, findings))


def together(
    schemas: Mapping[str, Schema], texts: Mapping[str, str], environment: str = "staging", *, severities: Severities | None = None
) -> list[Finding]:
    """Everything that is found on the services of one environment, each alone and all together."""
    found: list[Finding] = []
    deployments = []
    for service, text in texts.items():
        each = deployment(schemas[service], text, environment, service=service)
        deployments.append(each)
        found += engine.check(compiled(schemas[service], each.context), each.environment, severities or {})
    return sorted([*found, *check_together(deployments, found, severities or {})], key=engine.order)
