"""What is set in one environment only."""

from __future__ import annotations

from envcheck.model import Problem, Related
from envcheck.rules.drift.pair import former_names
from envcheck.rules.names import called, is_showable
from envcheck.rules.presence import perhaps, unknown_about
from envcheck.rules.registry import Placed, drift_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from envcheck.rules.drift.pair import Compared, Held, Pair
    from envcheck.rules.registry import Deployment, VariableSpec

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
    told |= {old for each in lonely for old in former_names(each.spec)}
    for each in lonely:
        if each.name in told:
            continue
        held = each.left or each.right
        assert held is not None
        there, here = pair.sides if each.left is not None else (pair.right, pair.left)
        if not here.environment.complete or each.name in unknown_about(here.environment):
            continue
        problem = _missing(each, held, there, here, renamed.get(each.name))
        yield Placed(perhaps(problem, here.environment), here, each.name)


def _missing(each: Compared, held: Held, there: Deployment, here: Deployment, stranger: Compared | None) -> Problem:
    name = called(each.name)
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
    return Problem(f"{message}.", hint, place or held.variable.location, tuple(related), each.shown)


def _may_be_missing(each: Compared, pair: Pair) -> bool:
    spec = each.spec
    if spec is None:
        return False
    here = pair.right if each.right is None else pair.left
    if each.intent.is_free or _is_meant(spec, "forbiddenIn", here):
        return True
    if "requiredIn" in spec.own and not _is_meant(spec, "requiredIn", here):
        return True
    return spec.default is not None and not spec.secret and each.intent.word == "any"


def _is_meant(spec: VariableSpec, word: str, here: Deployment) -> bool:
    """Whether a list of environments and stages names the one at hand."""
    return any(name in (here.context.environment, here.context.stage) for name in spec.own.get(word, ()))


def _renamed(lonely: list[Compared], pair: Pair) -> Mapping[str, Compared]:
    """Names on one side with the stranger on the other that is nearly called the same: the first of both is the wanted one."""
    strangers = {each.name: each for each in lonely if each.spec is None and is_showable(each.name)}
    if not strangers or len(lonely) < 2:
        return {}
    from difflib import get_close_matches

    found: dict[str, Compared] = {}
    for each in lonely:
        if not is_showable(each.name) or each.name in {stranger.name for stranger in found.values()}:
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
