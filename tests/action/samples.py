"""Small projects, one for each verdict of the action."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.program import Files

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "required": ["LOG_LEVEL", "PORT"],
    "properties": {"LOG_LEVEL": {"enum": ["info", "debug"]}, "PORT": {"type": "integer"}},
}
CONFIG = """\
[services.api]
schema = "schemas/api.json"
[environments.staging.sources]
api = "api.staging.env"
[environments.production.sources]
api = "api.production.env"
"""
RIGHT = "LOG_LEVEL=info\nPORT=8080\n"
WRONG = "LOG_LEVEL=info\nPORT=eighty\n"

PASSING: Files = {
    "envcheck.toml": CONFIG,
    "schemas/api.json": SCHEMA,
    "api.staging.env": RIGHT,
    "api.production.env": RIGHT,
}
SAMPLES: dict[str, Files] = {
    "passing": PASSING,
    "failing": {**PASSING, "api.production.env": WRONG},
    "incomplete": {name: content for name, content in PASSING.items() if name != "api.production.env"},
    "misconfigured": {**PASSING, "envcheck.toml": f"sevrices = 1\n{CONFIG}"},
}
