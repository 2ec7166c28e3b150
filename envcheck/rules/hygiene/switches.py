"""Switches that are wrong where users are served."""

from __future__ import annotations

from envcheck.facts.switches import switches_named
from envcheck.model import Problem
from envcheck.rules.names import called
from envcheck.rules.registry import variable_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from envcheck.model import Variable
    from envcheck.rules.registry import VariableCheck, VariableSpec


@variable_rule(
    "unsafe-switch",
    severity="error",
    yields_to=("forbidden-variable", "wrong-type", "literal-reference"),
)
def unsafe_switch(spec: VariableSpec) -> VariableCheck | None:
    """A switch of a deployed service turns a guard off, or something for developers on.

    Bypasses and missing authentication are an error wherever the service is deployed. Mocks are an error in production, and
    a warning in staging, where some are meant. Debug modes and unchecked certificates are a warning, debug modes a
    note in staging; a log level for developers is a note in production. In development all of them are right.

    ## Why it matters

    Such a switch comes with a file that was copied from development. A mock that stood in for a service that failed has stored
    made-up text as the content of documents, and hidden the failure.

    ## Fails

    ```env production
    SECURITY_BYPASS_ENABLED=true
    ```

    ```env production
    SERVICE_MODE=hybrid
    ```

    ```env production
    DEBUG=1
    ```

    ## Passes

    ```env production
    SECURITY_BYPASS_ENABLED=false
    SERVICE_MODE=real
    DEBUG=0
    CACHE_BYPASS=true
    ```

    ```env development
    USE_MOCK_STORAGE=true
    DEBUG=1
    ```

    ## What to do

    Switch it off, or delete the variable.

    ## Source

    The table `envcheck/facts/switches.py`, each row with its own (verified 2026-11).
    """
    if not spec.context.deployed or (spec.name is not None and not switches_named(spec.name)):
        return None
    is_production = spec.context.stage == "production"

    def check(variable: Variable) -> Problem | None:
        for row in switches_named(variable.name):
            severity = row.production if is_production else row.staging
            if severity is not None and row.is_unsafe(variable.value):
                message = f"{called(variable.name)} {row.what}, and the service is deployed."
                return Problem(message, row.hint, severity=severity)
        return None

    return check
