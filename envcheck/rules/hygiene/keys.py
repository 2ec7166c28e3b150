"""Keys of another stage, and keys that open more than a service needs."""

from __future__ import annotations

from envcheck.facts.names import words_of
from envcheck.model import Problem
from envcheck.rules.identity.slots import UNFILLED, kind_at
from envcheck.rules.names import called
from envcheck.rules.registry import key_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from envcheck.model import Variable
    from envcheck.rules.registry import VariableCheck, VariableSpec

#: Words in a name that say which of the two keys it is for: programs that hold both choose by a switch.
_FOR_TESTS = frozenset(("TEST", "TESTING", "SANDBOX", "DEV", "STAGING"))
_FOR_USERS = frozenset(("LIVE", "PROD", "PRODUCTION"))
#: Clerk gives a staging of its own an instance of production, whose keys are live.
_LIVE_IN_STAGING = "CLERK"

_NEARER = (*UNFILLED, "wrong-vendor-key", "wrong-key-role", "exposed-secret")


@key_rule("test-key", severity="error", yields_to=_NEARER)
def test_key(spec: VariableSpec) -> VariableCheck | None:
    """A key of the provider's test mode is used in production.

    Nobody is charged, no mail is sent, and all looks well: test keys (`sk_test_…`, `pk_test_…`) work on data of their own. A
    variable whose name says that it is for tests (`STRIPE_TEST_SECRET_KEY`) is right.

    ## Symptom

    `No such customer: a similar object exists in live mode, but a test mode key was used`.

    ## Fails

    ```env production
    STRIPE_SECRET_KEY=sk_test_made_up_made_up_made_up
    ```

    ## Passes

    ```env production
    STRIPE_SECRET_KEY=sk_live_made_up_made_up_made_up
    ```

    ```env staging
    STRIPE_SECRET_KEY=sk_test_made_up_made_up_made_up
    ```

    ## What to do

    Put in the live key of the same account.

    ## Source

    `docs.stripe.com/keys`; `clerk.com/docs/guides/development/managing-environments` (verified 2026-11).
    """
    if spec.context.stage != "production":
        return None

    def check(variable: Variable) -> Problem | None:
        kind = kind_at(variable.value)
        if kind is None or kind.mode != "test" or words_of(variable.name) & _FOR_TESTS:
            return None
        return Problem(f"{called(variable.name)} holds {kind.what}, in production.", "Put in the live key of the same account.")

    return check


@key_rule("live-key", severity="error", yields_to=_NEARER)
def live_key(spec: VariableSpec) -> VariableCheck | None:
    """A key of the provider's live mode is used outside production.

    What is only tried charges real cards and changes real customers. A variable whose name says that it is for production
    (`STRIPE_LIVE_SECRET_KEY`) is right, and so are Clerk's keys, whose staging is live too.

    ## Fails

    ```env staging
    STRIPE_SECRET_KEY=sk_live_made_up_made_up_made_up
    ```

    ## Passes

    ```env staging
    STRIPE_SECRET_KEY=sk_test_made_up_made_up_made_up
    CLERK_SECRET_KEY=sk_live_made_up_made_up_made_up
    ```

    ```env production
    STRIPE_SECRET_KEY=sk_live_made_up_made_up_made_up
    ```

    ## What to do

    Put in the test key, and change the live one if many people could read it here.

    ## Source

    `docs.stripe.com/keys`; `clerk.com/docs/deployments/set-up-staging` (verified 2026-11).
    """
    if spec.context.stage in (None, "production"):
        return None

    def check(variable: Variable) -> Problem | None:
        kind = kind_at(variable.value)
        if kind is None or kind.mode != "live":
            return None
        words = words_of(variable.name)
        if words & _FOR_USERS or _LIVE_IN_STAGING in words:
            return None
        return Problem(f"{called(variable.name)} holds {kind.what}, outside production.", "Put in the test key.")

    return check


@key_rule("account-key", severity="warning", yields_to=_NEARER)
def account_key(spec: VariableSpec) -> VariableCheck | None:
    """A deployed service holds a key that manages a whole account.

    With a management token of Supabase (`sbp_…`), an API key of Render (`rnd_…`) or an admin key of OpenAI or Anthropic, who
    reads the service's environment can read and change all projects and services, and make more keys. A service needs a key
    for what it uses.

    ## Fails

    ```env production
    RENDER_API_KEY=rnd_made_up_made_up_made_up
    ```

    ## Passes

    ```env development
    RENDER_API_KEY=rnd_made_up_made_up_made_up
    ```

    ```env production
    OPENAI_API_KEY=sk-proj-made-up-made-up-made-up
    ```

    ## What to do

    Take it away, or make a key that can do no more than the service needs.

    ## When to switch it off

    Where managing the account is what the service is for.

    ## Source

    `gitleaks/gitleaks: config/gitleaks.toml`, `render-oss/cli: cmd/logout_test.go` (verified 2026-11); `sbp_` is observed.
    """
    if not spec.context.deployed:
        return None

    def check(variable: Variable) -> Problem | None:
        kind = kind_at(variable.value)
        if kind is None or kind.scope != "account":
            return None
        message = f"{called(variable.name)} holds {kind.what} of {kind.vendor}, which manages the whole account."
        return Problem(message, "Take it away, or make a key that can do no more than the service needs.")

    return check
