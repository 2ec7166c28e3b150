"""What is wrong with a source: lines and entries that cannot be read, names that stand twice or are odd."""

from __future__ import annotations

from envcheck.model import Problem, Related
from envcheck.rules.names import called, is_plain_name, is_showable
from envcheck.rules.registry import environment_rule, name_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from envcheck.model import Environment


@environment_rule("malformed-line", severity="error")
def malformed_line(environment: Environment) -> Iterator[Problem]:
    """A line of a .env file cannot be read, so its variable is not set.

    A loader skips such a line, mostly in silence, and the service starts without the variable.
    The rest of the file is still checked. The text of the line is not shown: it may hold a secret.
    Variables that stand on the line are unknown rather than missing, and are not reported as missing.

    ## Fails

    ```env
    API_TOKEN="made-up"behind
    ```

    ```env
    LOG_LEVEL
    ```

    ## Passes

    ```env
    API_TOKEN="made-up" # a comment
    LOG_LEVEL=INFO
    ```

    ## What to do

    Write `NAME=value` on a line of its own. Close the quotes, and put a comment behind a blank.

    ## When to switch it off

    Never: a line that is not read cannot be checked.

    ## Source

    `theskumar/python-dotenv: src/dotenv/parser.py`: such a line is skipped, with a warning in the log (reproduced 2026-11).
    """
    for unread in environment.unread:
        yield Problem(
            f"This line cannot be read: {unread.reason}.",
            "Write NAME=value, with the value in quotes if it holds blanks or '#'.",
            unread.location,
        )


@environment_rule("non-text-value", severity="error")
def non_text_value(environment: Environment) -> Iterator[Problem]:
    """An entry of an export has a value that is not a text.

    The Render API gives every value as a JSON string. A number, a boolean, null or no value at all shows that the file
    was edited or made by another tool, and what the service would receive cannot be told. No text either are a list or a date
    in a compose file, which Compose refuses, and what a process has that is not UTF-8.

    ## Fails

    ```json
    [{"key": "WORKER_MAX_JOBS", "value": 4}]
    ```

    ## Passes

    ```json
    [{"key": "WORKER_MAX_JOBS", "value": "4"}]
    ```

    ## What to do

    Export again, or put the value in quotes.

    ## Source

    Render OpenAPI 1.0.0, schema `envVar`: `value` is a string (verified 2026-11).
    """
    for entry in environment.non_text:
        yield Problem(
            f"{called(entry.name)} has no text as its value: it is {entry.found}.",
            entry.hint or "Put the value in quotes, or export the service again.",
            entry.location,
            variable=entry.name if is_showable(entry.name) else None,
        )


@environment_rule("duplicate-variable", severity="error")
def duplicate_variable(environment: Environment) -> Iterator[Problem]:
    """A variable is set twice in one source.

    Most loaders keep the last value, some the first, some refuse the file: which one the service gets depends on the
    loader. envcheck judges the last. Where both values are equal it is a warning.

    ## Fails

    ```env
    LOG_LEVEL=INFO
    LOG_LEVEL=DEBUG
    ```

    ## Passes

    ```env
    LOG_LEVEL=INFO
    # LOG_LEVEL=DEBUG
    ```

    ## What to do

    Delete the line that is not meant.

    ## Source

    Of 61 loaders 57 keep the last, 3 the first, 1 refuses (observed 2026-11).
    """
    for each in environment.repeated:
        outcome = "with the same value" if each.is_same_value else "with another value, and the last one counts"
        yield Problem(
            f"{called(each.name)} is set more than once, {outcome}.",
            "Delete the line that is not meant.",
            each.later,
            (Related("first set here", each.earlier),),
            variable=each.name if is_showable(each.name) else None,
            severity="warning" if each.is_same_value else None,
        )


@environment_rule("comment-as-value", severity="error")
def comment_as_value(environment: Environment) -> Iterator[Problem]:
    """A variable has nothing but a comment behind its equals sign.

    Loaders disagree: many take the comment as the value, so that a signing key becomes a sentence; others read an
    empty value. Nobody means either. A `#` directly followed by text (`#0f172a`, `#alerts`) is a value and is right.

    ## Fails

    ```env
    SIGNING_KEY=  # ask the platform team
    ```

    ## Passes

    ```env
    # ask the platform team
    SIGNING_KEY=made-up
    BRAND_COLOR=#0f172a
    ```

    ## What to do

    Set the value, or delete the line. Put the comment on a line of its own.

    ## Source

    `KEY= # comment` read by 61 loaders: 41 empty, 19 the comment, 1 refuses (observed 2026-11).
    """
    for name in sorted(environment.comments):
        yield Problem(
            f"{called(name)} has only a comment as its value.",
            "Set the value, or delete the line; put the comment on a line of its own.",
            environment[name].location,
            variable=name if is_showable(name) else None,
        )


@name_rule("invalid-name", severity="warning")
def invalid_name(environment: Environment, known: AbstractSet[str]) -> Iterator[Problem]:
    """A variable's name is not made of letters, digits and underscores, or starts with a digit.

    python-dotenv and others accept such a name; a shell cannot export it, and some loaders drop or refuse it.
    The name itself is not shown, because a secret that was pasted on a line of its own looks like a name. A name that the
    schema has is right, and in a closed schema another is an error. In a compose file dots are right: images ask for such names.

    ## Fails

    ```env
    APP-NAME=demo
    ```

    ## Passes

    ```env
    APP_NAME=demo
    _private=1
    ```

    ```yaml compose
    services:
      api:
        image: elasticsearch:8.13.0
        environment:
          - discovery.type=single-node
          - xpack.security.enabled=false
    ```

    ## What to do

    Use A-Z, 0-9 and `_`, and start with a letter or `_`. If the name looks right, retype it: it may hold a character that
    cannot be seen.

    ## Source

    `APP-NAME=value` read by 61 loaders: 35 set it, 26 drop or refuse it (observed 2026-11).
    """
    if environment.has_plain_names:
        return
    names = environment.values
    if all(map(str.isidentifier, names)) and "".join(names).isascii():  # a quick look at all of them
        return
    for name in names:
        if not is_plain_name(name) and name not in known and not (environment.containers and _is_dotted(name)):
            variable = environment[name]
            yield Problem(
                "The name of a variable is not made of the letters A-Z, digits and '_', or starts with a digit.",
                "Rename it; if it looks right, retype it, for it may hold an invisible character.",
                variable.location,
                subject=variable,
            )


def _is_dotted(name: str) -> bool:
    """Whether a name is made of words with dots between; three long ones may be a pasted token."""
    return all(map(is_showable, name.split(".")))
