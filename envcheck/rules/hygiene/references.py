"""References that reach the process as they stand."""

from __future__ import annotations

from envcheck.facts.names import is_pattern_name
from envcheck.model import Problem
from envcheck.references import has_reference, is_given, is_upper_name, references
from envcheck.rules.names import called, is_showable
from envcheck.rules.registry import together_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from envcheck.model import Environment
    from envcheck.references import Reference
    from envcheck.rules.registry import ServiceSpec, TogetherCheck


@together_rule("literal-reference", severity="error", yields_to=("comment-as-value", "forbidden-variable"))
def literal_reference(spec: ServiceSpec) -> TogetherCheck | None:
    """A value refers to another variable, and nothing replaces the reference.

    `${X}`, `$(X)`, `{{X}}`, `${{X}}`, `%X%`: a platform's dashboard and its API keep them as they are, and the process gets the
    text. Loaders of .env files replace `${X}`; there it is reported only where no variable of that name is in the file, as a
    warning unless the service is deployed, because the process may have it from elsewhere. A variable that refers to itself
    is empty then.

    A value in a .env file whose references are all found is not judged any further: its text is not what the process gets.
    Lower-case names (`Hello ${name}`), and braces in a variable called a template, a format or a message, are for the
    application to fill in, and are right.

    ## Symptom

    `Incorrect API key provided: ${…}`, `Invalid URL '${…}'`.

    ## Fails

    ```json
    {"OPENAI_API_KEY": "${OPENAI_API_KEY}"}
    ```

    ```env production
    ENVIRONMENT=${ENVIRONMENT}
    ```

    ```env staging
    STORAGE_URL=${SUPABASE_URL}/storage/v1
    ```

    ## Passes

    ```env production
    PROJECT_URL=https://abcdefghijklmnopqrst.supabase.co
    STORAGE_URL=${PROJECT_URL}/storage/v1
    CACHE_FOLDER=${HOME}/cache
    GREETING='Hello ${name}'
    ```

    ```json
    {"LOG_FORMAT": "%(asctime)s {{level}}", "LOGIN_PASSWORD": "ma$de-u${p"}
    ```

    ## What to do

    Put the value itself in. On Render a blueprint can take it from elsewhere: `fromDatabase`, `fromService`, `fromGroup`.

    ## Source

    No page of Render's documentation describes an expansion; python-dotenv, dotenv-expand and Docker Compose replace `${X}` in
    .env files only (verified 2026-11).
    """
    deployed = spec.context.deployed

    def check(environment: Environment, noted: Sequence[str]) -> Iterator[Problem]:
        for name in noted:
            value = environment.values[name]
            if not has_reference(value):
                continue
            is_file = environment[name].source.kind == "dotenv"
            found = next((each for each in references(value) if _is_literal(each, name, environment, is_file=is_file)), None)
            if found is not None:
                yield _problem(found, name, environment, is_file=is_file, is_warning=is_file and not deployed)

    return check


def _is_literal(reference: Reference, name: str, environment: Environment, *, is_file: bool) -> bool:
    """Whether a reference is certainly one, and stays as it is."""
    if is_file and is_given(reference, name, environment):
        return False
    if reference.form[:1] == "$" and environment[name].source.kind == "compose":  # written `$$`, for the command to replace
        return False
    if reference.form == "{{…}}":
        return not is_pattern_name(name)
    if reference.form == "$…":  # it may be a password
        return "_" in reference.name or reference.name == name or reference.name in environment.values
    if not reference.name:
        return True
    return is_upper_name(reference.name) and not is_pattern_name(name)


def _problem(reference: Reference, name: str, environment: Environment, *, is_file: bool, is_warning: bool) -> Problem:
    if is_file and reference.is_expanded:
        what = "itself" if reference.name == name else "a variable that is not in this file"
        message = (
            f"{called(name)} refers to {what}, in the form {reference.form}, which is empty unless the process has it already."
        )
    else:
        message = (
            f"{called(name)} holds a reference in the form {reference.form} that nothing replaces: the process gets that text."
        )
    return Problem(
        message,
        "Put the value itself in.",
        environment[name].location,
        variable=name if is_showable(name) else None,
        severity="warning" if is_warning else None,
    )
