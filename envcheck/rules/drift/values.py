"""Values that are the same where they should differ, and differ where they should be the same."""

from __future__ import annotations

from envcheck.address import Address, split
from envcheck.facts.placeholder_words import is_plain_secret
from envcheck.model import Problem, Related
from envcheck.readings import READERS
from envcheck.references import references
from envcheck.rules.registry import Placed, drift_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from envcheck.rules.drift.pair import Compared, Held, Pair
    from envcheck.rules.registry import VariableSpec

#: Of a variable that only its name makes a secret a shorter value is a word: ``none``, ``true``.
_LEAST = 8


@drift_rule("shared-value", severity="error", yields_to=("foreign-project",))
def shared_value(pair: Pair) -> Iterator[Placed]:
    """A value is the same in both environments, and should be different.

    `"between": "different"` asks for it; of secrets that the schema says nothing of it is asked too, as a warning. Of an
    address the password alone is compared as well.

    ## Why it matters

    A leak or a spent quota in staging hits production, and whoever may see the one can open the other.

    ## Fails

    ```json schema
    {"properties": {"JWT_SECRET_KEY": {"writeOnly": true, "x-envcheck": {"between": "different"}}}}
    ```

    ```env staging
    JWT_SECRET_KEY=made-up-and-used-in-both
    ```

    ```env production
    JWT_SECRET_KEY=made-up-and-used-in-both
    ```

    ## Passes

    ```json schema
    {"properties": {"JWT_SECRET_KEY": {"writeOnly": true, "x-envcheck": {"between": "different"}}, "LOG_LEVEL": {}}}
    ```

    ```env staging
    JWT_SECRET_KEY=made-up-for-staging
    LOG_LEVEL=INFO
    ```

    ```env production
    JWT_SECRET_KEY=made-up-for-production
    LOG_LEVEL=INFO
    ```

    ## What to do

    Make a value of its own for each environment. Where both use one account on purpose, allow it, with the reason.

    ## Source

    NIST SP 800-57 Part 1, section 5.2; twelve-factor apps keep a deploy's credentials its own.
    """
    for each in pair.compared if not pair.is_one else ():
        if each.both is None or each.intent.word != "different":
            continue
        left, right = each.both
        if left.shape.is_empty or is_unfilled(left.value) or (left.shape.is_local and right.shape.is_local):
            continue
        if each.spec is None and len(left.value) < _LEAST:
            continue
        if is_same(left.value, right.value, each.spec):
            message = f"{each.called} has the same value in {pair.left.label} and in {pair.right.label}."
        elif _share_a_password(left, right):
            message = f"{each.called} has the same password in {pair.left.label} and in {pair.right.label}."
        else:
            continue
        yield _placed(each, left, right, pair, message, "Make a value of its own for each environment.")


@drift_rule(
    "differing-value", severity="error", yields_to=("foreign-project", "endpoint-drift", "shape-drift", "project-mismatch")
)
def differing_value(pair: Pair) -> Iterator[Placed]:
    """A value differs between environments, or between services of one, and should be the same.

    `"between": "same"` asks for it between environments, `"acrossServices": "same"` between the services of one. Values are
    compared as their type reads them, so `1` and `true` are one boolean.

    ## Symptom

    Code that works in staging behaves otherwise in production; documents that one service encrypts and the other cannot read.

    ## Fails

    ```json schema
    {"properties": {"DATABASE_SCHEMA": {"x-envcheck": {"between": "same"}}}}
    ```

    ```env staging
    DATABASE_SCHEMA=upload_pipeline
    ```

    ```env production
    DATABASE_SCHEMA=public
    ```

    ## Passes

    ```json schema
    {"properties": {"USE_MOCKS": {"type": "boolean", "x-envcheck": {"between": "same"}}, "LOG_LEVEL": {}}}
    ```

    ```env staging
    USE_MOCKS=false
    LOG_LEVEL=DEBUG
    ```

    ```env production
    USE_MOCKS=0
    LOG_LEVEL=INFO
    ```

    ## What to do

    Write the value that is right into both.

    ## Source

    The schema of the service.
    """
    for each in pair.compared:
        if each.both is None or each.intent.word != "same":
            continue
        left, right = each.both
        if not is_same(left.value, right.value, each.spec):
            message = f"{each.called} differs between {pair.left.label} and {pair.right.label}, and should be the same."
            yield _placed(each, left, right, pair, message, "Write the value that is right into both.")


def _placed(each: Compared, left: Held, right: Held, pair: Pair, message: str, hint: str) -> Placed:
    related = (Related(f"its value in {pair.left.label}", left.variable.location),)
    problem = Problem(message, hint, right.variable.location, related, each.shown, each.intent.severity)
    return Placed(problem, pair.right, each.name)


def _share_a_password(left: Held, right: Held) -> bool:
    if not left.shape.form == right.shape.form == "address":
        return False
    one, other = split(left.value), split(right.value)
    if not (isinstance(one, Address) and isinstance(other, Address) and one.password):
        return False
    return one.password == other.password and not is_unfilled(one.password)


def is_unfilled(value: str) -> bool:
    """Whether a text waits to be replaced, by a loader or by somebody: what it says of itself, ``check`` tells."""
    if "$" in value and any(True for _ in references(value)):
        return True
    if is_plain_secret(value):
        return False
    from envcheck.facts.placeholders import placeholder_of

    return placeholder_of(value, is_secret=True) is not None


def is_same(left: str, right: str, spec: VariableSpec | None) -> bool:
    """Whether two texts are one value, as the schema reads them."""
    if left == right or spec is None:
        return left == right
    read = READERS.get(spec.reading)
    if read is not None:
        values = read(left), read(right)
        return None not in values and values[0] == values[1]
    if spec.own.get("ignoreCase"):
        left, right = left.casefold(), right.casefold()
    separator = spec.own.get("separator")
    if separator:
        return [part.strip() for part in left.split(separator)] == [part.strip() for part in right.split(separator)]
    if spec.reading in ("array", "object"):
        return _is_same_json(left, right)
    return left == right


def _is_one(left: Any, right: Any) -> bool:
    """Whether two JSON values are one; to Python true is 1 as well."""
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(_is_one, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(_is_one(left[key], right[key]) for key in left)
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)


def _is_same_json(left: str, right: str) -> bool:
    from envcheck.facts.formats import read_json

    try:
        return _is_one(read_json(left), read_json(right))
    except ValueError:
        return False
