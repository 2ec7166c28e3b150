"""What the tables of the rules share: how a value is written down, and what is looked at in a finding."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from envcheck.model import Finding

#: The environments that a value is tried in; where nothing is known, nothing that depends on it is judged.
ANYWHERE: dict[str, str | None] = {
    "production": "production",
    "staging": "staging",
    "development": "development",
    "unknown": None,
}
NOT_DEPLOYED: dict[str, str | None] = {"development": "development", "unknown": None}

#: A part of a value that no finding may show.
MARKER = "zq7marker"


def exported(value: str, name: str = "X") -> str:
    """An export of a service on Render with one variable."""
    return json.dumps({name: value})


def written(value: str, name: str = "X") -> str:
    """A .env file whose second line sets one variable."""
    assert not set("'\\\n") & set(value)
    return f"# made-up\n{name}='{value}'\n"


def spoken(findings: list[Finding]) -> list[tuple[str, str]]:
    """The rules that speak, and how loud."""
    return [(finding.rule.id, finding.severity) for finding in findings]


def placed(findings: list[Finding]) -> list[tuple[str, str, int | None]]:
    """The rules that speak, how loud, and at which line."""
    return [
        (*pair, finding.location.line if finding.location else None)
        for pair, finding in zip(spoken(findings), findings, strict=True)
    ]


def shown(findings: list[Finding]) -> str:
    """Every word of the findings that a reader may get to see."""
    words: list[Any] = [(each.variable, each.message, each.hint, each.location, each.declared, each.related) for each in findings]
    return str(words)


def token(signature: str | None = None, /, algorithm: str = "HS256", **claims: Any) -> str:
    """A JSON Web Token with these claims, whose signature has the right length and signs nothing."""
    parts = [json.dumps({"alg": algorithm, "typ": "JWT"}), json.dumps(claims)]
    encoded = [base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts]
    return ".".join((*encoded, ("MadeUp-" * 7)[:43] if signature is None else signature))


def env(**values: str) -> str:
    """A .env file with these variables."""
    return "".join(f"{name}={value}\n" for name, value in values.items())
