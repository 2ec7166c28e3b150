"""What the service is told of where it runs."""

from __future__ import annotations

from envcheck.model import Problem, Related
from envcheck.rules.identity.slots import UNFILLED
from envcheck.rules.names import called
from envcheck.rules.registry import together_rule
from envcheck.stages import STAGE_OF_NAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from envcheck.model import Context, Environment, Severity
    from envcheck.rules.registry import ServiceSpec, TogetherCheck

#: Variables that by convention name the environment.
MARKERS = ("ENVIRONMENT", "DEPLOY_ENV", "DEPLOYMENT_ENVIRONMENT", "DEPLOY_ENVIRONMENT", "SENTRY_ENVIRONMENT")
#: Variables by which a framework chooses how to build and run, where ``production`` is right in staging too: the documentation
#: of Node.js, Rails, Symfony and Laravel, Flask, ASP.NET, Phoenix (verified 2026-11).
MODES = ("NODE_ENV", "RAILS_ENV", "RACK_ENV", "APP_ENV", "FLASK_ENV", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "MIX_ENV")

#: Words for an environment that mean nothing else.
_PLAIN = ("dev", "development", "local", "stage", "staging", "stg", "prod", "production")


@together_rule("environment-mismatch", severity="error", yields_to=(*UNFILLED, "unlisted-value", "pattern-mismatch"))
def environment_mismatch(spec: ServiceSpec) -> TogetherCheck | None:
    """A variable says that the service runs in another environment than it does.

    The schema names the variable at its root (`environmentMarker`); without that, `ENVIRONMENT` and a few others are known.
    What it says is held against the environment that is checked, by the stage that each name stands for (`prod` is `production`,
    `qa` is `staging`). A framework's mode (`NODE_ENV`, `RAILS_ENV`, `APP_ENV` …) is something else: `production` is right in
    staging too, and only `development` or `test` where users are served is found. Where the environment is not known, the
    variables are held against each other.

    ## Symptom

    Mocks or loopback addresses in production; `ENVIRONMENT must be one of`; errors of staging in production's alerts.

    ## Fails

    ```env production
    ENVIRONMENT=staging
    ```

    ```env
    ENVIRONMENT=production
    NODE_ENV=development
    ```

    ## Passes

    ```env staging
    ENVIRONMENT=staging
    NODE_ENV=production
    ```

    ```env production
    ENVIRONMENT=prod
    ```

    ## What to do

    Set the variable to the environment's name; if the name is right, check that this is the source of that environment.

    ## Source

    Faults of a service in production. The modes: documentation of Node.js, Rails, Symfony, Laravel, Flask, ASP.NET and
    Phoenix (verified 2026-11).
    """
    context = spec.context
    declared = spec.own.get("environmentMarker")
    markers = tuple(dict.fromkeys((declared, *MARKERS))) if declared else tuple(MARKERS)

    def check(environment: Environment, noted: Sequence[str]) -> Iterator[Problem]:
        values = environment.values
        told: dict[str, str] = {}
        for name in markers:
            value = values.get(name)
            if not value or (name != declared and value.lower() not in _PLAIN):
                continue
            stage = STAGE_OF_NAME.get(value.strip().lower())
            if stage is not None:
                told[name] = stage
        modes = [name for name in MODES if name != declared and name in values and _is_for_development(values[name])]
        if not told and not modes:
            return
        where = checked_stage(context)
        if where is None:
            yield from _disagreeing(told, modes, environment)
            return
        for name, stage in told.items():
            if stage == where or values[name].strip().lower() == (context.environment or "").lower():
                continue
            is_sure = name == declared or where == "production" or stage == "development"
            yield Problem(
                f"{called(name)} says {stage}, and what is checked is {where}.",
                "Set it to the environment's name; if it is right, check that this is the source of that environment.",
                environment[name].location,
                variable=name,
                severity=None if is_sure else "warning",
            )
        if where != "development":
            for name in modes:
                severity: Severity | None = None if where == "production" else "warning"
                yield _mode_problem(name, f"what is checked is {where}", environment, (), severity)

    return check


def _is_for_development(value: str) -> bool:
    return value.lower() in ("development", "dev", "test", "testing", "local")


def checked_stage(context: Context) -> str | None:
    """The stage of the environment that is checked; None where it is only assumed."""
    if context.environment is None or context.stage is None:
        return None
    if context.stage == "staging" and context.environment.lower() not in STAGE_OF_NAME:
        return None
    return context.stage


def _disagreeing(told: dict[str, str], modes: Sequence[str], environment: Environment) -> Iterator[Problem]:
    """What is wrong with variables that are held against each other."""
    if not told:
        return
    first = next(iter(told))
    related = (Related(f"{called(first)} says {told[first]}", environment[first].location),)
    for name, stage in told.items():
        if stage != told[first]:
            yield Problem(
                f"{called(name)} says {stage}, and {called(first)} says {told[first]}.",
                "Set both to the name of the one environment.",
                environment[name].location,
                related,
                variable=name,
            )
    if told[first] != "development":
        severity: Severity | None = None if told[first] == "production" else "warning"
        for name in modes:
            yield _mode_problem(name, f"{called(first)} says {told[first]}", environment, related, severity)


def _mode_problem(
    name: str, against: str, environment: Environment, related: tuple[Related, ...], severity: Severity | None
) -> Problem:
    return Problem(
        f"{called(name)} is a mode for development, and {against}.",
        "Set it to production wherever the service is deployed.",
        environment[name].location,
        related,
        variable=name,
        severity=severity,
    )
