"""Which variables a blueprint declares, against what the schema requires and what is deployed."""

from __future__ import annotations

from envcheck.declaration import EMPTY, NOTHING, SYNC, VALUE
from envcheck.facts.platforms import is_platform_variable
from envcheck.model import Location, Problem, Related
from envcheck.rules.blueprint import at, declared_in, shown
from envcheck.rules.presence import perhaps, unknown_about
from envcheck.rules.registry import blueprint_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from envcheck.declaration import Entry
    from envcheck.model import Environment
    from envcheck.rules.registry import Deployment

#: What a group of environment variables, and a service as it is now, are called among the kinds of source.
_GROUP, _LIVE = "render-group", "render"


@blueprint_rule("undeclared-in-blueprint", severity="error", yields_to=("former-name",))
def undeclared_in_blueprint(deployment: Deployment) -> Iterator[Problem]:
    """A variable that the service needs, or has, is not declared in its blueprint.

    Where the blueprint is all that is looked at, a variable that the schema requires has to stand in it, with a value or with a
    word on where it comes from (`sync: false`, `generateValue`, `fromDatabase` …). It is a warning where the service takes
    variables from a group that is not in the file.

    Where what is deployed is looked at too, a variable that is set on the service by hand and declared nowhere is a warning: who
    makes the service anew from the blueprint gets one without it.

    ## Symptom

    The first deploy of a new service stops with `… environment variable not set`, although the old one runs.

    ## Fails

    ```json schema
    {"required": ["DOCUMENT_ENCRYPTION_KEY"], "properties": {"DOCUMENT_ENCRYPTION_KEY": {"writeOnly": true}, "LOG_LEVEL": {}}}
    ```

    ```yaml
    services:
      - type: web
        name: api
        runtime: python
        envVars:
          - key: LOG_LEVEL
            value: INFO
    ```

    ## Passes

    ```yaml
    services:
      - type: web
        name: api
        runtime: python
        envVars:
          - key: LOG_LEVEL
            value: INFO
          - key: DOCUMENT_ENCRYPTION_KEY
            sync: false
    ```

    ## What to do

    Declare it; a secret with `sync: false`, and then set its value on the service.

    ## Source

    `render-oss/skills: skills/render-env-vars/SKILL.md` (verified 2026-11); incidents of the project that envcheck comes from.
    """
    environment, declared = deployment.environment, environment_of_blueprint(deployment)
    if declared is None or declared.unsupplied:
        return
    known = {*declared.values, *declared.declared}
    for name in environment.values:
        variable = environment[name]
        if name in known or is_platform_variable(name, "render") or variable.source.kind == _GROUP:
            continue
        where = declared.declarations[0]
        named = shown(name, deployment.specs, variable.value)
        yield Problem(
            f"{named or 'A variable'} is set, and the blueprint does not declare it.",
            "Declare it in the blueprint, a secret with sync: false; or delete it.",
            variable.location,
            (Related("the service is declared here", at(where, where.spot)),),
            named,
            "warning",
            subject=variable,
        )


def undeclared(missing: Problem, environment: Environment) -> Problem | None:
    """A missing variable as one that the blueprint does not declare, where there is nothing but a blueprint."""
    kinds = {source.kind for source in environment.sources}
    if not environment.declarations or environment.blueprint is not None or not kinds <= {"blueprint", _GROUP}:
        return None
    where = environment.declarations[-1]
    required = missing.message.partition(", and")[0]
    empty = next((each for each in where.entries if each.name == missing.variable and each.how == EMPTY), None)
    problem = Problem(
        f"{required}, and the blueprint {'gives it no value' if empty is not None else 'does not declare it'}.",
        missing.hint
        if missing.explains
        else "Declare it: with a value, or a secret with sync: false and its value on the service.",
        at(where, empty.spot if empty is not None else where.spot),
        (Related("declared here", missing.location),) if missing.location else (),
        missing.variable,
        explains=missing.explains,
    )
    return perhaps(problem, environment)


@blueprint_rule("unset-synced-variable", severity="warning", yields_to=("former-name",))
def unset_synced_variable(deployment: Deployment) -> Iterator[Problem]:
    """A blueprint leaves a variable to be set by hand, and nobody has set it.

    Render asks for the value of `sync: false` only when a blueprint is first created. A variable that is added later has no value
    anywhere, and no deploy says so. It is an error where the schema requires the variable.

    ## Symptom

    The file was corrected, and the service fails as before.

    ## Fails

    ```yaml declared
    services:
      - type: worker
        name: worker
        runtime: python
        envVars:
          - key: LOG_LEVEL
            value: INFO
          - key: WEBHOOK_SECRET
            sync: false
    ```

    ```json
    [{"key": "LOG_LEVEL", "value": "INFO"}]
    ```

    ## Passes

    ```yaml declared
    services:
      - type: worker
        name: worker
        runtime: python
        envVars:
          - key: WEBHOOK_SECRET
            sync: false
    ```

    ```json
    [{"key": "WEBHOOK_SECRET", "value": "made-up-made-up-made-up"}]
    ```

    ## What to do

    Set the value on the service, in the Dashboard or with the API.

    ## Source

    `render-oss/skills: skills/render-blueprints/references/field-reference.md` (verified 2026-11).
    """
    for entry in _not_deployed(deployment):
        if entry.how == SYNC:
            yield _absent(
                deployment,
                entry,
                "is left to be set by hand (sync: false), and has no value on the service",
                "Set its value on the service: Render asks for it only when a blueprint is first created.",
            )


@blueprint_rule("undeployed-variable", severity="warning", yields_to=("former-name",))
def undeployed_variable(deployment: Deployment) -> Iterator[Problem]:
    """A blueprint gives a variable a value, and the running service does not have it.

    The blueprint was changed and not synced, or the service is not managed by it. It is an error where the schema requires the
    variable.

    ## Symptom

    The file was corrected, and the service fails as before.

    ## Fails

    ```yaml declared
    services:
      - type: worker
        name: worker
        runtime: python
        envVars:
          - key: LOG_LEVEL
            value: INFO
          - key: WORKER_MAX_JOBS
            value: "4"
    ```

    ```json
    [{"key": "LOG_LEVEL", "value": "INFO"}]
    ```

    ## Passes

    ```yaml declared
    services:
      - type: worker
        name: worker
        runtime: python
        envVars:
          - key: LOG_LEVEL
            value: INFO
          - key: WORKER_MAX_JOBS
            value: "4"
    ```

    ```json
    [{"key": "LOG_LEVEL", "value": "INFO"}, {"key": "WORKER_MAX_JOBS", "value": "4"}]
    ```

    ## What to do

    Sync the blueprint, and deploy the service; or export the service again, if the export is old.

    ## Source

    Faults of a service in production: a variable was added to the file, and the service ran on without it.
    """
    for entry in _not_deployed(deployment):
        if entry.how not in (SYNC, NOTHING, EMPTY) and not (entry.how == VALUE and entry.found not in ("text", "number")):
            is_live = any(source.kind == _LIVE for source in deployment.environment.sources)
            hint = "Sync the blueprint and deploy the service" + (
                "." if is_live else ", or export it again if the export is old."
            )
            yield _absent(deployment, entry, "is declared in the blueprint, and not set on the service", hint)


def environment_of_blueprint(deployment: Deployment) -> Environment | None:
    """What a blueprint declares, where what is deployed is known too, and was read whole."""
    environment = deployment.environment
    return environment.blueprint if environment.complete else None


def _not_deployed(deployment: Deployment) -> Iterator[Entry]:
    environment, declared = deployment.environment, environment_of_blueprint(deployment)
    if declared is None:
        return
    given = unknown_about(environment).union(environment.values)
    latest = {entry.name: entry for declaration in declared.declarations for entry in declaration.entries}
    for name, entry in latest.items():
        spec = deployment.specs.get(name)
        aliases = spec.own.get("aliases", ()) if spec is not None else ()
        if given.isdisjoint((name, *aliases)) and not (entry.group and entry.how == SYNC):
            yield entry


def _absent(deployment: Deployment, entry: Entry, what: str, hint: str) -> Problem:
    declared = declared_in(deployment.environment)
    where = next(each for each in declared.declarations if entry in each.entries)
    related = tuple(Related("not set in this source", Location(each.path)) for each in deployment.environment.sources)
    name = shown(entry.name, deployment.specs)
    problem = Problem(f"{name or 'A variable'} {what}.", hint, at(where, entry.spot), related, name)
    return perhaps(problem, deployment.environment)


@blueprint_rule("ignored-sync", severity="warning")
def ignored_sync(deployment: Deployment) -> Iterator[Problem]:
    """A group of a blueprint has a variable with `sync: false`, which Render ignores there.

    In the variables of a service it asks for the value; in an environment group it does nothing at all, and says nothing.

    ## Fails

    ```yaml
    envVarGroups:
      - name: shared
        envVars:
          - key: WEBHOOK_SECRET
            sync: false
    services:
      - type: worker
        name: worker
        runtime: python
        envVars:
          - fromGroup: shared
    ```

    ## Passes

    ```yaml
    envVarGroups:
      - name: shared
        envVars:
          - key: LOG_LEVEL
            value: INFO
    services:
      - type: worker
        name: worker
        runtime: python
        envVars:
          - fromGroup: shared
          - key: WEBHOOK_SECRET
            sync: false
    ```

    ## What to do

    Declare it on each service, or set it in the group by hand and leave it out of the file.

    ## Source

    `render-oss/skills: skills/render-blueprints/references/common-mistakes.md` (verified 2026-11).
    """
    for declaration in declared_in(deployment.environment).declarations:
        for entry in declaration.entries:
            if entry.group and entry.how == SYNC:
                name = shown(entry.name, deployment.specs)
                message = f"{name or 'A variable'} has sync: false in a group, which Render ignores, so that it has no value."
                hint = "Declare it on each service, or set it in the group by hand."
                yield Problem(message, hint, at(declaration, entry.spot), variable=name)
