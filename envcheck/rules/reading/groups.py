"""What is wrong between the environment groups of a service, and between them and its own variables."""

from __future__ import annotations

from envcheck.model import Problem, Related
from envcheck.rules.names import called, is_showable
from envcheck.rules.registry import environment_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from envcheck.model import Environment, Replaced


@environment_rule("conflicting-groups", severity="error")
def conflicting_groups(environment: Environment) -> Iterator[Problem]:
    """Two environment groups give one variable different values, and the service sets none of its own.

    Groups are sources written `render-group:FILE`. Where the service sets the variable itself, nothing is at stake.

    ## Why it matters

    Render takes the value of the group that was created last, and does not promise to go on doing so. Which value the service
    gets cannot be told from the groups, and may change when a group is made anew.

    ## Fails

    ```env group
    # the group shared
    LOG_LEVEL=INFO
    ```

    ```env group
    # the group logging
    LOG_LEVEL=DEBUG
    ```

    ```env
    # the service itself
    WORKER_MAX_JOBS=4
    ```

    ## Passes

    ```env group
    # the group shared
    LOG_LEVEL=INFO
    ```

    ```env group
    # the group logging
    LOG_LEVEL=INFO
    OPENAI_MODEL=text-embedding-3-small
    ```

    ```env
    # the service itself
    WORKER_MAX_JOBS=4
    ```

    ## What to do

    Leave the variable in one group, or set it on the service itself.

    ## Source

    `render-oss/skills: skills/render-env-vars/SKILL.md` (verified 2026-11).
    """
    for each in environment.replaced:
        if each.by_group:
            others = " and ".join(other.called for other in each.others)
            yield _problem(
                each,
                f"has one value in the group {each.origin.called} and another in {others}, and the service sets none of its own.",
                "Leave it in one group, or set it on the service itself.",
                "another value in this group",
            )


@environment_rule("shadowed-group-value", severity="note")
def shadowed_group_value(environment: Environment) -> Iterator[Problem]:
    """A service sets a variable to another value than its environment group does.

    The service's own value counts. That may be just what is meant; but who changes the group will wonder why the service
    does not follow. Groups are sources written `render-group:FILE`.

    ## Fails

    ```env group
    # the group shared
    LOG_LEVEL=INFO
    ```

    ```env
    # the service itself
    LOG_LEVEL=DEBUG
    ```

    ## Passes

    ```env group
    # the group shared
    LOG_LEVEL=INFO
    OPENAI_MODEL=text-embedding-3-small
    ```

    ```env
    # the service itself
    LOG_LEVEL=INFO
    WORKER_MAX_JOBS=4
    ```

    ## What to do

    Delete the service's own variable if it was not meant to differ.

    ## When to switch it off

    Where services override their groups by design.

    ## Source

    `render-oss/skills: skills/render-env-vars/SKILL.md` (verified 2026-11).
    """
    for each in environment.replaced:
        if not each.by_group:
            others = " and ".join(other.called for other in each.others)
            yield _problem(
                each,
                f"is set by the service itself, to another value than in {others}.",
                "Delete it from the service if it was not meant to differ from the group.",
                "not this value of the group",
            )


def _problem(each: Replaced, message: str, hint: str, remark: str) -> Problem:
    return Problem(
        f"{called(each.name)} {message}",
        hint,
        each.origin.locate(each.name),
        tuple(Related(remark, other.locate(each.name)) for other in each.others),
        variable=each.name if is_showable(each.name) else None,
    )
