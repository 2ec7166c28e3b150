"""What a blueprint says of a service besides its variables."""

from __future__ import annotations

from envcheck.facts.blueprint import MEANT
from envcheck.model import Problem, Related
from envcheck.rules.blueprint import at, declared_in, listed
from envcheck.rules.identity.markers import checked_stage
from envcheck.rules.names import is_showable
from envcheck.rules.registry import blueprint_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from envcheck.declaration import Declaration, Stray
    from envcheck.rules.registry import Deployment

#: Words that say a stage, and nothing else, in the name of a branch or a service.
_STAGES = {
    **dict.fromkeys(("staging", "stg"), "staging"),
    **dict.fromkeys(("prod", "production"), "production"),
    **dict.fromkeys(("dev", "develop", "development"), "development"),
}


@blueprint_rule("unknown-blueprint-field", severity="warning")
def unknown_blueprint_field(deployment: Deployment) -> Iterator[Problem]:
    """A blueprint has a field that Render's schema does not know, or that has no effect where it stands.

    Such a field is refused, or passed over in silence, so that scaling, time-outs or commands never apply. Fields of one kind are
    one finding. `env`, the older word for `runtime`, is right.

    ## Fails

    ```yaml
    services:
      - type: web
        name: api
        runtime: python
        numReplicas: 2
        autoscaling:
          enabled: true
        envVars:
          - key: LOG_LEVEL
            value: INFO
    ```

    ## Passes

    ```yaml
    services:
      - type: web
        name: api
        env: python
        numInstances: 2
        envVars:
          - key: LOG_LEVEL
            value: INFO
    ```

    ## What to do

    Correct the name of the field, or delete it.

    ## Source

    `render.com/schema/render.yaml.json` (verified 2026-11).
    """
    for declaration in declared_in(deployment.environment).declarations:
        kinds: dict[tuple[str, str], list[Stray]] = {}
        for stray in declaration.strays:
            kinds.setdefault((stray.owner, stray.problem), []).append(stray)
        for (owner, problem), strays in kinds.items():
            names = list(dict.fromkeys(stray.name for stray in strays))
            verb = problem or "is not known to Render's schema"
            if len(names) > 1:
                verb = verb.replace("is no field", "are no fields", 1).replace("is not", "are not", 1)
            message = f"{listed(names) if _are_shown(names) else 'A field'} of {owner} {verb}."
            related = tuple(Related("and here", at(declaration, stray.spot)) for stray in strays[1:])
            yield Problem(message, _hint(strays), at(declaration, strays[0].spot), related)


def _are_shown(names: list[str]) -> bool:
    return any(map(is_showable, names))


def _hint(strays: list[Stray]) -> str:
    for stray in strays:
        meant = MEANT.get(stray.name) or stray.near
        if meant and is_showable(stray.name) and not stray.problem:
            return f"Was {meant} meant for {stray.name}?"
    return "Correct it, or delete it."


@blueprint_rule("blueprint-environment-mismatch", severity="warning")
def blueprint_environment_mismatch(deployment: Deployment) -> Iterator[Problem]:
    """What a blueprint says of a service is at odds with the environment that it is for.

    The branch, the name of the service or the environment of its project says staging, and what is checked is production, or the
    reverse. Where the environment is not known, they are held against each other.

    ## Why it matters

    Code that was only meant to be tried then serves under the name of production.

    ## Fails

    ```yaml production
    services:
      - type: web
        name: api
        runtime: python
        branch: staging
        envVars:
          - key: LOG_LEVEL
            value: INFO
    ```

    ## Passes

    ```yaml production
    services:
      - type: web
        name: api-production
        runtime: python
        branch: main
        envVars:
          - key: LOG_LEVEL
            value: INFO
    ```

    ```yaml staging
    services:
      - type: web
        name: api-staging
        runtime: python
        branch: develop
        envVars:
          - key: LOG_LEVEL
            value: INFO
    ```

    ## What to do

    Correct the branch or the name; if they are right, check that this is the service of that environment.

    ## Source

    Faults of a service in production: branch staging, name and marker production.
    """
    where = checked_stage(deployment.context)
    for declaration in declared_in(deployment.environment).declarations:
        told = _told(declaration)
        measure = where or ("production" if "production" in told.values() and len(set(told.values())) > 1 else None)
        odd = [what for what, stage in told.items() if measure is not None and _is_odd(stage, measure)]
        if odd:
            stages = sorted({told[what] for what in odd})
            against = f"what is checked is {where}" if where else "other words of the service say production"
            yield Problem(
                f"The {' and the '.join(odd)} of the service {'says' if len(odd) == 1 else 'say'} {' and '.join(stages)}, "
                f"and {against}.",
                "Correct it; if it is right, check that this is the service of that environment.",
                at(declaration, declaration.spot),
            )


def _told(declaration: Declaration) -> dict[str, str]:
    """What says a stage, and which."""
    named = {"branch": declaration.branch, "name": declaration.service, "project's environment": declaration.environment}
    found = {}
    for what, text in named.items():
        words = "".join(letter if letter.isalnum() else " " for letter in (text or "").lower()).split()
        stages = {_STAGES[word] for word in words if word in _STAGES}
        if len(stages) == 1:
            found[what] = stages.pop()
    return found


def _is_odd(stage: str, where: str) -> bool:
    """Whether a stage contradicts another; staging may well be made from a branch that is called after development."""
    return stage != where and (where == "production" or stage == "production")
