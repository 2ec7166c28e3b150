"""Keys that cannot work: damaged, expired, or those that everyone has."""

from __future__ import annotations

from envcheck.model import Problem
from envcheck.rules.identity.slots import UNFILLED, kind_at, slot_at, token_at
from envcheck.rules.names import called
from envcheck.rules.registry import key_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from envcheck.model import Variable
    from envcheck.rules.registry import VariableCheck, VariableSpec

_SECONDS_A_DAY = 86_400
_DAYS_TO_ACT = 30
#: The kind that gateways write alike, at any length.
_GATEWAYS = "openai-legacy"


@key_rule("expired-key", severity="error", yields_to=(*UNFILLED, "demo-key"))
def expired_key(spec: VariableSpec) -> VariableCheck | None:
    """A key has run out, or will within thirty days.

    A JSON Web Token says itself until when it holds; it is read, not verified, and against the day of the check (`--today`).
    Within thirty days of the end it is a warning, and so is a key of a kind that lives for hours only, as AWS's temporary and
    GitHub's installation tokens, where the service is deployed. Tokens of others than Supabase are judged where deployed only:
    in development they are what somebody just tries.

    ## Symptom

    `JWT expired`, `invalid JWT: token is expired`, `ExpiredToken`.

    ## Fails

    ```env production
    SERVICE_TOKEN=eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjF9.bWFkZS11cC1tYWRlLXVwLW1hZGUtdXAtbWFkZS11cC0
    ```

    ## Passes

    ```env production
    SERVICE_TOKEN=eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjk5OTk5OTk5OTl9.bWFkZS11cC1tYWRlLXVwLW1hZGUtdXAtbWFkZS11cC0
    ```

    ## What to do

    Make a new key, put it in, and deploy again.

    ## Source

    RFC 7519 section 4.1.4 (verified 2026-11); `gitleaks/gitleaks: config/gitleaks.toml` for keys that live for hours.
    """
    today, deployed = spec.context.today, spec.context.deployed

    def check(variable: Variable) -> Problem | None:
        value = variable.value
        name = called(variable.name)
        if value[:3] != "eyJ":
            kind = kind_at(value) if deployed else None
            if kind is None or kind.scope != "temporary":
                return None
            hint = "Give the service a key of its own that does not end, or the role of its platform."
            return Problem(f"{name} holds {kind.what}, which ends within hours.", hint, severity="warning")
        from envcheck.tokens import Token

        token = token_at(value)
        if not today or not isinstance(token, Token) or token.expires is None:
            return None
        if not deployed and not token.issuer.startswith("supabase"):
            return None
        hint = "Make a new key, put it in, and deploy again."
        if token.expires < today * _SECONDS_A_DAY:
            return Problem(f"{name} holds a key that has expired.", hint)
        if token.expires < (today + _DAYS_TO_ACT) * _SECONDS_A_DAY:
            return Problem(f"{name} holds a key that expires within {_DAYS_TO_ACT} days.", hint, severity="warning")
        return None

    return check


@key_rule("damaged-key", severity="error", yields_to=(*UNFILLED, "wrong-vendor-key"))
def damaged_key(spec: VariableSpec) -> VariableCheck | None:
    """A key cannot be whole: it lacks a part, or a part does not decode.

    A JSON Web Token has three parts with dots between; the first two are JSON in base64, and the algorithm that the first names
    fixes the length of the third: HS256 gives 43 characters. A token that was cut in a copy has the right claims and is
    refused. Nothing is verified, because that needs the secret. A key of another form that is too short for its provider's is
    a warning, because no provider promises a length.

    ## Symptom

    `signature verification failed`, `JWSError (CompactDecodeError Invalid number of parts)`, `Invalid API key`.

    ## Fails

    ```env
    SERVICE_TOKEN=eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjk5OTk5OTk5OTl9.bWFkZS11cC0
    ```

    ```env
    SUPABASE_ANON_KEY=eyJhbGciOiJIUzI1NiJ9
    ```

    ## Passes

    ```env
    SERVICE_TOKEN=eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjk5OTk5OTk5OTl9.bWFkZS11cC1tYWRlLXVwLW1hZGUtdXAtbWFkZS11cC0
    TUNNEL_TOKEN=eyJhIjoibWFkZS11cCJ9
    ```

    ## What to do

    Copy the key again, whole, from where it was made.

    ## Source

    RFC 7515 section 3.1, RFC 7518 sections 3.2 to 3.4 (verified 2026-11); `gitleaks/gitleaks: config/gitleaks.toml` for the
    shape of others.
    """
    is_token = "jwt" in spec.formats
    hint = "Copy the key again, whole, from where it was made."

    def check(variable: Variable) -> Problem | None:
        value = variable.value
        from envcheck.facts.keys import is_filler, kind_by_prefix

        if is_filler(value.rpartition(".")[2]):
            return None
        slot = slot_at(variable.name, spec)
        if value[:3] == "eyJ":
            from envcheck.tokens import Damaged

            token = token_at(value)
            is_wanted = is_token or (slot is not None and slot.vendor == "Supabase")
            if not isinstance(token, Damaged) or not (token.names_algorithm or is_wanted):
                return None
            return Problem(f"{called(variable.name)} holds a damaged key: {token.reason}.", hint)
        kind = kind_by_prefix(value)
        if slot is None or kind is None or kind.id not in slot.kinds or kind.fits(value) or kind.id == _GATEWAYS:
            return None
        message = f"{called(variable.name)} begins as {kind.what} of {kind.vendor} does, and is too short or holds another sign."
        return Problem(message, hint, severity="warning")

    return check


@key_rule("demo-key", severity="error", yields_to=UNFILLED)
def demo_key(spec: VariableSpec) -> VariableCheck | None:
    """A deployed service uses a key of the local Supabase stack, which everyone has.

    `supabase start` gives the same keys to everyone. They open no hosted project; where a server accepts them, anyone may do
    anything there. They are told by the issuer inside (`supabase-demo`). In development they are right, and where the environment
    is not known they are not judged.

    ## Symptom

    `Invalid API key`, `signature verification failed`.

    ## Fails

    ```env production
    SUPABASE_ANON_KEY=eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJzdXBhYmFzZS1kZW1vIn0.bWFkZS11cC1tYWRlLXVwLW1hZGUtdXAtbWFkZS11cC0
    ```

    ## Passes

    ```env development
    SUPABASE_ANON_KEY=eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJzdXBhYmFzZS1kZW1vIn0.bWFkZS11cC1tYWRlLXVwLW1hZGUtdXAtbWFkZS11cC0
    ```

    ## What to do

    Put in the keys of the environment's own project, from API keys in its settings; on a host of your own, make keys with a
    secret of your own.

    ## Source

    `supabase/cli: pkg/config/apikeys.go` (verified 2026-11).
    """
    if not spec.context.deployed:
        return None

    def check(variable: Variable) -> Problem | None:
        value = variable.value
        from envcheck.facts.keys import is_local_stack_key
        from envcheck.tokens import Token

        token = token_at(value)
        if not is_local_stack_key(value) and not (isinstance(token, Token) and token.issuer == "supabase-demo"):
            return None
        return Problem(
            f"{called(variable.name)} holds a key of the local Supabase stack, which everyone has.",
            "Put in the key of the environment's own project.",
        )

    return check
