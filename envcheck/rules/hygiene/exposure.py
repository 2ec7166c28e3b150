"""Secrets where everyone sees them."""

from __future__ import annotations

from envcheck.address import Malformed, split
from envcheck.facts.hosts import COMPOSE_NAMES, is_local, is_placeholder
from envcheck.facts.names import is_public, words_of
from envcheck.model import Problem
from envcheck.readings import BOOLEANS
from envcheck.rules.identity.slots import UNFILLED, kind_at, token_at
from envcheck.rules.names import called
from envcheck.rules.registry import variable_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from envcheck.model import Severity, Variable
    from envcheck.rules.registry import VariableCheck, VariableSpec

#: What the name of a secret ends with.
_SECRET_ENDINGS = ("_SECRET", "_SECRET_KEY", "_PRIVATE_KEY", "_SERVICE_ROLE_KEY", "_PASSWORD", "_SECRET_ACCESS_KEY")
#: Words in a name that make it about a secret, or for everyone.
ABOUT = frozenset(
    ("FORGOT", "RESET", "CHANGE", "SHOW", "HIDE", "ENABLE", "REQUIRE", "DEMO", "TEST", "GUEST", "EXAMPLE", "DEFAULT", "NO")
)
_LEAST_OF_PASSWORD = 8
_LEAST_VARIETY = 6


@variable_rule("exposed-secret", severity="error", yields_to=UNFILLED)
def exposed_secret(spec: VariableSpec) -> VariableCheck | None:
    """A secret stands in a variable that is built into what browsers load.

    Bundlers put variables with certain prefixes (`NEXT_PUBLIC_`, `VITE_`, `REACT_APP_`, `EXPO_PUBLIC_`, `PUBLIC_` …) into the
    pages that everyone gets. A secret is told by the value, as a service-role key or a secret key of a known provider or the
    address of a database with its password, or by a name that ends in `SECRET`, `PASSWORD` or `PRIVATE_KEY`. Anon and
    publishable keys are made for browsers, and are right.

    ## Fails

    ```env
    NEXT_PUBLIC_SUPABASE_KEY=sb_secret_made-up-made-up-made-up
    ```

    ```env
    VITE_SESSION_SECRET=made-up-made-up-made-up
    ```

    ## Passes

    ```env
    NEXT_PUBLIC_SUPABASE_KEY=sb_publishable_made-up-made-up-made-up
    VITE_FORGOT_PASSWORD=true
    SUPABASE_KEY=sb_secret_made-up-made-up-made-up
    ```

    ## What to do

    Take the secret out of the variable, use it on the server only, and make a new one: whoever loaded the page has this one.

    ## Source

    `supabase/supabase: apps/docs/content/guides/api/api-keys.mdx`; the bundlers' pages on environment variables
    (verified 2026-11).
    """
    if spec.reading != "string" or (spec.name is not None and not is_public(spec.name)):
        return None

    def check(variable: Variable) -> Problem | None:
        name, value = variable.name, variable.value
        if not is_public(name) or not value:
            return None
        is_secret = is_secret_value(value)
        if is_secret is None:
            is_secret = _is_secret_name(name) and may_be_secret(value)
        if not is_secret:
            return None
        return Problem(
            f"{called(name)} holds a secret, and its name puts it into what browsers load.",
            "Use the secret on the server only, under another name, and make a new one.",
        )

    return check


def is_secret_value(value: str) -> bool | None:
    """Whether a value is a secret; None where its form does not tell."""
    if value[:3] == "eyJ":
        from envcheck.tokens import Token

        token = token_at(value)
        if isinstance(token, Token) and token.role in ("anon", "service_role"):
            return token.role == "service_role"
        return None
    kind = kind_at(value)
    if kind is not None:
        return kind.is_secret
    if "://" in value:
        address = split(value)
        if isinstance(address, Malformed) or not address.password:
            return False
        return not address.scheme.startswith("http") and not _is_filler(address.password)
    return None


def _is_secret_name(name: str) -> bool:
    return name.endswith(_SECRET_ENDINGS) and not words_of(name) & ABOUT


def may_be_secret(value: str) -> bool:
    """Whether a text may be a password: no word of a setting, no path, no sentence."""
    return (
        len(value) >= _LEAST_OF_PASSWORD
        and " " not in value
        and value[0] != "/"
        and value.lower() not in BOOLEANS
        and not _is_filler(value)
    )


def _is_filler(text: str) -> bool:
    from envcheck.facts.keys import is_filler

    return is_filler(text)


@variable_rule("secret-in-template", severity="error")
def secret_in_template(spec: VariableSpec) -> VariableCheck | None:
    """A template, which is there to be shared, holds a real secret.

    `.env.example`, `.env.sample`, `.env.template` say what to fill in. Placeholders, empty values and the password of a database
    on the developer's own machine are right there, as are public keys, DSNs and the keys of the local Supabase stack. A secret
    key of a known provider, or the address of a remote database with a password that nobody would make up, is not. A key of a
    provider's test mode is a warning.

    ## Fails

    ```env template
    DATABASE_URL=postgresql://app:made7up2made7up2@db.acme.dev:5432/app
    ```

    ## Passes

    ```env template
    DATABASE_URL=postgresql://user:password@db.acme.dev:5432/app
    TEST_DATABASE_URL=postgresql://postgres:made7up2@localhost:5432/app
    OPENAI_API_KEY=sk-your-key-here
    SESSION_SECRET=
    ```

    ## What to do

    Make a new key, because this one is known, and write a placeholder here.

    ## Source

    Templates of 48 public repositories: 662 placeholders, 567 empty values, and a few real keys (observed 2026-11).
    """
    if not spec.context.is_template:
        return None

    def check(variable: Variable) -> Problem | None:
        found = real_secret(variable.value)
        if found is None:
            return None
        what, severity = found
        return Problem(
            f"{called(variable.name)} holds {what}, in a file that is there to be shared.",
            "Make a new one, because this one is known, and write a placeholder here.",
            severity=severity,
        )

    return check


def real_secret(value: str) -> tuple[str, Severity | None] | None:
    """What real secret a value is, and how bad that is."""
    if _is_filler(value):
        return None
    if value[:3] == "eyJ":
        from envcheck.tokens import Token

        token = token_at(value)
        is_key = isinstance(token, Token) and token.role == "service_role" and token.issuer != "supabase-demo"
        return ("a service-role key", None) if is_key else None
    kind = kind_at(value)
    if kind is not None:
        from envcheck.facts.keys import is_local_stack_key

        if not kind.is_secret or not is_varied(value[4:]) or is_local_stack_key(value):
            return None
        return f"{kind.what} of {kind.vendor}", "warning" if kind.mode == "test" or kind.is_observed else None
    if "://" not in value:
        return None
    address = split(value)
    if isinstance(address, Malformed) or not address.password or address.scheme.startswith("http"):
        return None
    password = address.password
    is_remote = not any(is_local(host) or host in COMPOSE_NAMES or "." not in host for host in address.hosts)
    if not is_remote or address.placeholder or any(map(is_placeholder, address.hosts)):
        return None
    if len(password) < _LEAST_OF_PASSWORD or password == address.user or not is_varied(password):
        return None
    return "the address of a database with its password", None


def is_varied(text: str) -> bool:
    """Whether a text has letters, digits and variety, as generated ones have, and words to be replaced have not."""
    return any(map(str.isdigit, text)) and any(map(str.isalpha, text)) and len(set(text)) >= _LEAST_VARIETY
