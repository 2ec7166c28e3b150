"""Values that are of another kind in the other environment."""

from __future__ import annotations

from envcheck.model import Problem, Related
from envcheck.rules.drift.shape import difference
from envcheck.rules.registry import Placed, drift_rule
from envcheck.stages import STAGES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from envcheck.rules.drift.pair import Compared, Held, Pair
    from envcheck.rules.drift.shape import Difference


@drift_rule("endpoint-drift", severity="error", yields_to=("foreign-project",))
def endpoint_drift(pair: Pair) -> Iterator[Placed]:
    """A database is reached by another kind of endpoint, or at another provider, in the other environment.

    Every address differs between environments, and should. What should not differ is what kind of address it is: a pooler here
    and the database's own host there fail in different ways, so staging no longer shows what production will do. The two modes
    of one pooler are `shape-drift`, and right where the schema lists both under `postgres.endpoints`.

    ## Fails

    ```env staging
    DATABASE_URL=postgresql://postgres.abcdefghijklmnopqrst:made-up-1@aws-0-eu-central-1.pooler.supabase.com:5432/postgres
    ```

    ```env production
    DATABASE_URL=postgresql://postgres:made-up-2@db.zyxwvutsrqponmlkjihg.supabase.co:5432/postgres
    ```

    ## Passes

    ```env staging
    DATABASE_URL=postgresql://postgres.abcdefghijklmnopqrst:made-up-1@aws-0-eu-central-1.pooler.supabase.com:5432/postgres
    ```

    ```env production
    DATABASE_URL=postgresql://postgres.zyxwvutsrqponmlkjihg:made-up-2@aws-1-us-east-1.pooler.supabase.com:5432/postgres
    ```

    ## What to do

    Use the same kind of endpoint in both; which one is right where, `wrong-endpoint` and `unreachable-endpoint` say.

    ## Source

    `supabase.com/docs/guides/database/connecting-to-postgres` and the pages of the other providers (verified 2026-11).
    """
    yield from _of_rule("endpoint-drift", pair)


@drift_rule("shape-drift", severity="warning", yields_to=("foreign-project", "endpoint-drift"))
def shape_drift(pair: Pair) -> Iterator[Placed]:
    """A value is of another form in the other environment: type, scheme, TLS, user, kind of key, or empty.

    Between development and the others an address of one's own machine is right on the one side. A test key in staging and a live
    one in production are of one form. Nothing has to hold where the schema says `"between": "any"`.

    ## Fails

    ```json schema
    {"properties": {"WORKER_MAX_JOBS": {"type": "integer"}}}
    ```

    ```env staging
    WORKER_MAX_JOBS=5
    ```

    ```env production
    WORKER_MAX_JOBS=ten
    ```

    ## Passes

    ```json schema
    {"properties": {"WORKER_MAX_JOBS": {"type": "integer"}, "DEBUG": {"type": "boolean"}}}
    ```

    ```env staging
    WORKER_MAX_JOBS=5
    DEBUG=true
    ```

    ```env production
    WORKER_MAX_JOBS=10
    DEBUG=0
    ```

    ## What to do

    Write both in the same form, or say in the schema that anything is right.

    ## Source

    What a value is, is told as the other families tell it; their pages name the sources.
    """
    yield from _of_rule("shape-drift", pair)


def _of_rule(rule: str, pair: Pair) -> Iterator[Placed]:
    for each in pair.compared:
        found = found_difference(each, pair)
        if found is None or found.rule != rule or each.both is None:
            continue
        left, right = pair.sides
        one, other = each.both
        yield Placed(
            Problem(
                f"{each.called} is {found.left} in {left.label} and {found.right} in {right.label}.",
                _hint(rule, each, one, other, pair),
                other.variable.location,
                (Related(f"what it is in {left.label}", one.variable.location),),
                each.shown,
                each.intent.severity if each.intent.word != "different" or each.intent.is_declared else None,
            ),
            right,
            each.name,
        )


def _hint(rule: str, each: Compared, left: Held, right: Held, pair: Pair) -> str:
    if rule != "endpoint-drift":
        return f"Write it in the same form in both{', or give it `between: any` in the schema' if each.spec is not None else ''}."
    wanted = each.spec.own.get("postgres", {}).get("endpoints", ()) if each.spec is not None else ()
    right_here = [side for side, held in zip(pair.sides, (left, right), strict=True) if held.shape.endpoint in wanted]
    if len(right_here) == 1:
        return f"Use the same kind of endpoint in both: what {right_here[0].label} has is what the schema wants."
    return "Use the same kind of endpoint in both environments."


def found_difference(each: Compared, pair: Pair) -> Difference | None:
    """In what the two values of a variable differ besides their text."""
    if each.both is None or each.intent.is_free:
        return None
    left, right = (held.shape for held in each.both)
    is_ones_own = any(side.context.stage == STAGES[0] for side in pair.sides)
    if left.is_empty != right.is_empty and not each.intent.is_declared and (each.intent.word != "different" or is_ones_own):
        return None  # an option that one side leaves out
    if is_ones_own and any(shape.is_local or shape.is_near for shape in (left, right)):
        return None
    return difference(left, right, each.spec)
