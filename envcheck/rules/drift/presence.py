"""What is set in one environment only."""

from __future__ import annotations

from envcheck.facts.names import words_of
from envcheck.model import Problem, Related
from envcheck.rules.drift.pair import former_names
from envcheck.rules.drift.values import is_same
from envcheck.rules.presence import perhaps, unknown_about
from envcheck.rules.registry import Placed, drift_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from envcheck.rules.drift.pair import Compared, Held, Pair
    from envcheck.rules.registry import Deployment, VariableSpec

#: Words in a name that say which environment it is for.
_STAGE_WORDS = frozenset(("DEV", "DEVELOPMENT", "STAGING", "STAGE", "STG", "PROD", "PRODUCTION"))

#: How alike two names are that were perhaps meant to be one, from 0 to 1.
_ALIKE = 0.8


@drift_rule("missing-in-environment", severity="error", yields_to=("foreign-project",))
def missing_in_environment(pair: Pair) -> Iterator[Placed]:
    """A variable is set in one environment and missing in the other.

    A variable that the schema wants in one of them only (`requiredIn`, `forbiddenIn`) may be missing in the other, as may one
    with `"between": "any"`, and one that has a `default` and holds no secret. One that is set under an alias is not missing.
    Where the other environment has a former name of it, or a name that is nearly the same, the one finding says so.

    ## Why it matters

    A repair that was made in one environment and not carried over waits for the next deploy of the other.

    ## Symptom

    `KeyError: 'DOCUMENT_ENCRYPTION_KEY'` in production, while staging works.

    ## Fails

    ```json schema
    {"properties": {"DOCUMENT_ENCRYPTION_KEY": {"writeOnly": true}, "LOG_LEVEL": {}}}
    ```

    ```env staging
    DOCUMENT_ENCRYPTION_KEY=made-up-for-staging
    LOG_LEVEL=DEBUG
    ```

    ```env production
    LOG_LEVEL=INFO
    ```

    ## Passes

    ```json schema
    {"properties": {"RESEND_API_KEY": {"writeOnly": true, "x-envcheck": {"requiredIn": ["production"]}},
                    "BATCH_SIZE": {"type": "integer", "default": 256}, "LOG_LEVEL": {}}}
    ```

    ```env staging
    BATCH_SIZE=16
    LOG_LEVEL=DEBUG
    ```

    ```env production
    RESEND_API_KEY=made-up-for-production
    LOG_LEVEL=INFO
    ```

    ## What to do

    Set it in the other environment too, or say in the schema where it belongs.

    ## Source

    The case that envcheck was made for: a repair of staging that production did not get.
    """
    lonely = [each for each in pair.compared if None in (each.left, each.right) and not _may_be_missing(each, pair)]
    renamed = _renamed(lonely, pair)
    told = {stranger.name for stranger in renamed.values()}
    told |= {old for each in pair.compared for old in former_names(each.spec)}
    told |= {old for side in pair.sides for spec in side.specs.values() for old in former_names(spec)}
    for each in lonely:
        if each.name in told:
            continue
        held = each.left or each.right
        assert held is not None
        there, here = pair.sides if each.left is not None else (pair.right, pair.left)
        if not here.environment.complete or not unknown_about(here.environment).isdisjoint(each.names):
            continue
        problem = _missing(each, held, there, here, renamed.get(each.name))
        yield Placed(perhaps(problem, here.environment), here, each.name)


def _missing(each: Compared, held: Held, there: Deployment, here: Deployment, stranger: Compared | None) -> Problem:
    name = each.called
    old = next((old for old in former_names(each.spec) if old in here.environment.values), None)
    place = each.spec.locate() if each.spec is not None else None
    related = [Related(f"it is set in {there.label}", held.variable.location)] if place is not None else []
    message = f"{name} is set in {there.label} and missing in {here.label}"
    hint = f"Set it in {here.label} too{', or say in the schema where it belongs' if here.specs else ''}."
    other = old or (stranger.name if stranger is not None else None)
    if other is not None:
        what = f"its former name {other}" if old else other
        message += f", where {what} is set" if old else f", where {what} is set, which is nearly the same name"
        hint = f"Rename {other} in {here.label} to {each.name}."
        related.append(Related(f"{other} is set here", here.environment[other].location))
    severity = each.intent.severity if each.intent.is_declared else None
    return Problem(f"{message}.", hint, place or held.variable.location, tuple(related), each.shown, severity)


def _may_be_missing(each: Compared, pair: Pair) -> bool:
    spec = each.spec
    held = each.left or each.right
    here = pair.right if each.right is None else pair.left
    if any(each.name in names and any(_is_set(name, here) for name in names) for names in here.alternatives):
        return True
    if spec is None or held is None:
        return not words_of(each.name).isdisjoint(_STAGE_WORDS)  # it says itself where it belongs
    if each.intent.is_free or not is_wanted(spec, here):
        return True
    if each.default is None or spec.secret:
        return False
    return each.intent.word != "same" or is_same(each.default, held.value, spec)


def _is_set(name: str, here: Deployment) -> bool:
    spec = here.specs.get(name)
    names = (name, *(spec.own.get("aliases", ()) if spec is not None else ()))
    return any(each in here.environment.values for each in names)


def is_wanted(spec: VariableSpec, here: Deployment) -> bool:
    """Whether the schema does not say that a variable belongs elsewhere."""
    names = (here.context.environment, here.context.stage)
    if any(name in names for name in spec.own.get("forbiddenIn", ())):
        return False
    return "requiredIn" not in spec.own or any(name in names for name in spec.own["requiredIn"])


def _renamed(lonely: list[Compared], pair: Pair) -> Mapping[str, Compared]:
    """Names on one side with the stranger on the other that is nearly called the same: the first of both is the wanted one."""
    strangers = {each.name: each for each in lonely if each.spec is None and each.shown is not None}
    if not strangers or len(lonely) < 2:
        return {}
    from difflib import get_close_matches

    found: dict[str, Compared] = {}
    for each in lonely:
        if each.shown is None or each.name in {stranger.name for stranger in found.values()}:
            continue
        others = {_folded(name): other for name, other in strangers.items() if _is_opposite(each, other)}
        near = get_close_matches(_folded(each.name), others, n=1, cutoff=_ALIKE)
        if near and others[near[0]].name not in found:
            found[each.name] = strangers.pop(others[near[0]].name)
    return found


def _is_opposite(one: Compared, other: Compared) -> bool:
    """Whether two are set on different sides, and are of one shape as far as that is known."""
    return (one.left is None) != (other.left is None) and one.intent.word == other.intent.word


def _folded(name: str) -> str:
    return name.replace("_", "").casefold()
