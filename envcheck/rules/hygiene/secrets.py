"""Secrets that can be guessed."""

from __future__ import annotations

from envcheck.address import Malformed
from envcheck.facts.hosts import is_local
from envcheck.facts.names import LEAST_OF_SIGNING, is_signing_name
from envcheck.facts.placeholder_words import is_weak
from envcheck.model import Problem
from envcheck.places import unquote
from envcheck.rules.hygiene.placeholders import is_secret
from envcheck.rules.names import called
from envcheck.rules.registry import also, variable_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from envcheck.address import Address
    from envcheck.model import Variable
    from envcheck.rules.registry import AddressCheck, VariableCheck, VariableSpec

_NEARER = (
    *("placeholder-value", "literal-reference", "empty-variable", "quoted-value", "surrounding-blanks", "invisible-character"),
    *("wrong-length", "wrong-format", "pattern-mismatch", "malformed-url", "local-address", "placeholder-host"),
    *("comment-as-value", "forbidden-variable"),
)
#: What Django's startproject writes before the key that it makes; its own check refuses it (security.W009).
_INSECURE = "django-insecure-"


@variable_rule("weak-secret", severity="warning", yields_to=_NEARER)
def weak_secret(spec: VariableSpec) -> VariableCheck | None:
    """A secret of a deployed service can be guessed.

    A key that a service signs or encrypts with (`JWT_SECRET`, `SESSION_SECRET`, `SECRET_KEY` …) has fewer than 16 characters; a
    password is one that comes with the product, or is tried first; the password in an address is the user's name; a key of
    Django has the prefix that says that it was made for development. What cannot be told without knowing more is not
    judged, and in development nothing is.

    ## Fails

    ```env production
    JWT_SECRET=made-up
    ```

    ```env production
    GRAFANA_PASSWORD=admin
    ```

    ```env production
    DATABASE_URL=postgresql://acme:acme@db.acme.dev:5432/app
    ```

    ## Passes

    ```env production
    JWT_SECRET=made-up-made-up-made-up-made-up
    GRAFANA_PASSWORD=made-up
    ADMIN_USER=admin
    ```

    ```env development
    JWT_SECRET=made-up
    ```

    ## What to do

    Make a new one: `openssl rand -base64 32`. Tokens that were signed with the old one become invalid.

    ## Source

    `supabase/cli: apps/cli-go/pkg/config/apikeys.go` refuses a JWT secret of fewer than 16 characters;
    `django/django: django/core/checks/security/base.py` (security.W009); RFC 7518 section 3.2 asks for 32 (verified 2026-11).
    """
    if not spec.context.deployed or spec.is_listed:
        return None

    def check(variable: Variable) -> Problem | None:
        value = variable.value
        hint = "Make a new one, long and random: openssl rand -base64 32."
        if not value or "://" in value or not is_secret(spec, variable.name):
            return None
        if value.startswith(_INSECURE):
            return Problem(f"{called(variable.name)} has the prefix of a key that Django made for development.", hint)
        if is_weak(value):
            return Problem(f"{called(variable.name)} is a password that comes with a product, or is tried first.", hint)
        if is_signing_name(variable.name) and len(value) < LEAST_OF_SIGNING:
            return Problem(f"{called(variable.name)} is too short to sign or encrypt with.", hint)
        return None

    return check


@also("weak-secret", subject="address")
def weak_password(spec: VariableSpec) -> AddressCheck | None:
    """The password of an address can be guessed."""
    if not spec.context.deployed or spec.is_listed:
        return None

    def check(variable: Variable, address: Address | Malformed) -> Problem | None:
        if isinstance(address, Malformed) or not address.password or "." not in address.host:
            return None
        password = unquote(address.password)
        if not (password == address.user or is_weak(password)) or any(map(is_local, address.hosts)):
            return None
        message = f"{called(variable.name)} has a password that is the user's name, comes with a product, or is tried first."
        return Problem(message, "Give the user a new password, long and random.")

    return check
