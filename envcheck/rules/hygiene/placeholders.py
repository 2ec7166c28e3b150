"""Values that stand for a value."""

from __future__ import annotations

from envcheck.address import Malformed
from envcheck.facts.hosts import is_local, is_placeholder
from envcheck.facts.names import is_pattern_name, is_secret_name
from envcheck.facts.placeholder_words import is_unmarked, is_unmarked_secret
from envcheck.model import Problem
from envcheck.places import unquote
from envcheck.rules.names import called
from envcheck.rules.registry import also, variable_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from envcheck.address import Address
    from envcheck.facts.placeholders import Placeholder
    from envcheck.model import Severity, Variable
    from envcheck.rules.registry import AddressCheck, VariableCheck, VariableSpec


def is_secret(spec: VariableSpec, name: str) -> bool:
    """Whether a variable holds a secret: the schema says so, or its name does."""
    return (spec.name is not None and spec.secret) or is_secret_name(name)


@variable_rule(
    "placeholder-value",
    severity="error",
    yields_to=("comment-as-value", "quoted-value", "invisible-character", "forbidden-variable", "literal-reference"),
)
def placeholder_value(spec: VariableSpec) -> VariableCheck | None:
    """A value is a placeholder that nobody replaced.

    Such are `changeme`, `<your key>`, `your_key_here`, `sk-...`, a row of x, `[YOUR-PASSWORD]` as the password of an address, and
    the marks that a scrubber leaves (`***REMOVED***`). Words that other variables may well mean (`test`, `none`,
    `password`, zeros) count only where a secret belongs: the schema says so (`writeOnly`), or the name (`…_KEY`, `…_SECRET`,
    `…_TOKEN`, `…_PASSWORD`).

    In development placeholders are right. Where the environment is not known, only those are reported that nobody means
    anywhere, as a warning; as an error where a schema names the variable.

    ## Symptom

    `'NoneType' object has no attribute 'group'`, `password authentication failed`, `Incorrect API key provided`,
    `Invalid token format`, `'YOUR-PASSWORD' does not appear to be an IPv4 or IPv6 address`.

    ## Fails

    ```env production
    OPENAI_API_KEY=your_openai_key_here
    ```

    ```env production
    DATABASE_URL=postgresql://app:password@db.acme.dev:5432/app
    ```

    ```env
    SENDER_TOKEN=<your token>
    ```

    ## Passes

    ```env development
    OPENAI_API_KEY=your_openai_key_here
    ```

    ```env production
    SMTP_SENDER='Acme <ops@acme.dev>'
    CACHE_BACKEND=none
    NETWORK=10.208.0.0/16
    ```

    ## What to do

    Put the real value in, or delete the variable where nothing needs it.

    ## Source

    The table `envcheck/facts/placeholders.py`, each row with its own (verified 2026-11).
    """
    if spec.is_listed or spec.context.deployed is False:
        return None

    def check(variable: Variable) -> Problem | None:
        if "://" in variable.value or (" " in variable.value and is_pattern_name(variable.name)):
            return None  # an address is judged by its parts, and a label or a prompt is prose
        row = _row(variable.value, is_secret=is_secret(spec, variable.name))
        if row is None or not _counts(row, spec) or (row.secrets_only and spec.reading != "string"):
            return None
        hint = "Put the real value in, or delete the variable where nothing needs it."
        return Problem(f"{called(variable.name)} is a placeholder: {row.what}.", hint, severity=_severity(spec))

    return check


@also("placeholder-value", subject="address")
def placeholder_credentials(spec: VariableSpec) -> AddressCheck | None:
    """The password or the user of an address is a placeholder."""
    if spec.is_listed or spec.context.deployed is False:
        return None

    def check(variable: Variable, address: Address | Malformed) -> Problem | None:
        if isinstance(address, Malformed):
            return None
        password = _row(unquote(address.password or ""), is_secret=True)
        user = _row(address.user or "", is_secret=False)
        row = password or user
        if row is None or not _counts(row, spec) or (spec.context.deployed and _leads_nowhere(address)):
            return None
        part = "password" if row is password else "user"
        message = f"{called(variable.name)} has a placeholder for a {part}: {row.what}."
        return Problem(message, f"Put the real {part} in.", severity=_severity(spec))

    return check


def _row(text: str, *, is_secret: bool) -> Placeholder | None:
    """The kind of placeholder that a text is; the table is imported where a glance does not tell that it is none."""
    if not text or (is_unmarked_secret(text) if is_secret else is_unmarked(text)):
        return None
    from envcheck.facts.placeholders import placeholder_of

    return placeholder_of(text, is_secret=is_secret)


def _counts(row: Placeholder, spec: VariableSpec) -> bool:
    return bool(spec.context.deployed) or row.is_certain


def _severity(spec: VariableSpec) -> Severity | None:
    return None if spec.context.deployed or spec.name is not None else "warning"


def _leads_nowhere(address: Address) -> bool:
    """Whether the host is the nearer fault where a service is deployed."""
    return address.placeholder or any(is_local(host) or is_placeholder(host) for host in address.hosts)
