"""Which key stands in which variable."""

from __future__ import annotations

from envcheck.address import Malformed, split
from envcheck.facts.formats import KEY_HEADS
from envcheck.model import Problem, Related
from envcheck.rules.identity.slots import ROLES, UNFILLED, kind_at, role_of, slot_at, token_at
from envcheck.rules.names import called
from envcheck.rules.registry import also, key_rule, together_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from envcheck.facts.key_slots import Slot
    from envcheck.facts.keys import Kind
    from envcheck.model import Environment, Severity, Variable
    from envcheck.rules.registry import ServiceSpec, TogetherCheck, VariableCheck, VariableSpec

#: Shorter texts are equal by chance, or filled in for a test.
LEAST_OF_SECRET = 16

#: Beginnings that no other text in a variable for a key has.
_UNMISTAKABLE = ("sk-", "sk_live_", "sk_test_", "pk_live_", "pk_test_", "rk_live_", "rk_test_", "whsec_", "llx-", "sb_")

#: The formats that make a variable that of one of the two keys of a project.
_FORMATS = {"anon": "supabase-anon-key", "service_role": "supabase-service-role-key"}

_PROJECT_KEYS = "Copy each key from API keys in the project's settings."


@key_rule("wrong-key-role", severity="error", yields_to=(*UNFILLED, "exposed-secret", "wrong-vendor-key"))
def wrong_key_role(spec: VariableSpec) -> VariableCheck | None:
    """A variable holds the other key of the two that its provider gives.

    Supabase has a public key (`anon`, `sb_publishable_…`), which row-level security restricts, and a secret one (`service_role`,
    `sb_secret_…`), which passes it; Stripe has publishable, secret and webhook keys. With the public one where the secret one
    belongs every write fails; with the secret one where the public one belongs everybody may do everything. What a variable is
    for is told by its format in the schema (`supabase-anon-key` …) or by its name (`SUPABASE_SERVICE_ROLE_KEY`).

    ## Symptom

    `new row violates row-level security policy`, or storage answers 400.

    ## Fails

    ```env
    SUPABASE_SERVICE_ROLE_KEY=sb_publishable_made-up-made-up-made-up
    ```

    ```env
    STRIPE_SECRET_KEY=whsec_made_up_made_up_made_up
    ```

    ## Passes

    ```env
    SUPABASE_ANON_KEY=sb_publishable_made-up-made-up-made-up
    SUPABASE_SERVICE_ROLE_KEY=sb_secret_made-up-made-up-made-up
    STRIPE_WEBHOOK_SECRET=whsec_made_up_made_up_made_up
    ```

    ## What to do

    Copy the key again, from the line of the dashboard that is called as the variable is.

    ## Source

    `supabase/supabase: apps/docs/content/guides/api/api-keys.mdx`, `apps/docs/content/guides/auth/jwt-fields.mdx`;
    `docs.stripe.com/keys` (verified 2026-11).
    """

    def check(variable: Variable) -> Problem | None:
        value = variable.value
        slot = slot_at(variable.name, spec)
        if slot is None:
            return None
        role = role_of(value) if slot.role else ""
        if role:
            if role == slot.role:
                return None
            message = f"{called(variable.name)} holds the {ROLES[role]} where the {ROLES[slot.role]} belongs."
            return Problem(message, _PROJECT_KEYS)
        kind = kind_at(value)
        if kind is None or kind.id in slot.kinds or not _is_related(kind, slot):
            return None
        message = f"{called(variable.name)} holds {kind.what}, and is for {slot.what}."
        return Problem(message, f"Copy {slot.what} from {slot.vendor}.")

    return check


def _is_related(kind: Kind, slot: Slot) -> bool:
    """Whether a key is of the slot's own vendor; signing secrets of webhooks look alike at all."""
    return kind.vendor == slot.vendor or (slot.vendor == "Stripe" and kind.id == "webhook-secret")


@also("wrong-key-role", subject="together")
def equal_keys(spec: ServiceSpec) -> TogetherCheck | None:
    """The public and the secret key of a project are one, and do not say which."""
    names: dict[str, list[str]] = {"anon": ["SUPABASE_ANON_KEY"], "service_role": ["SUPABASE_SERVICE_ROLE_KEY"]}
    for name, each in spec.variables.items():
        for role, format in _FORMATS.items():
            if format in each.formats:
                names[role].append(name)

    def check(environment: Environment, noted: Sequence[str]) -> Iterator[Problem]:
        values = environment.values
        public = {values[name]: name for name in names["anon"] if name in values}
        for name in names["service_role"]:
            value = values.get(name, "")
            if value not in public or len(value) < LEAST_OF_SECRET or role_of(value) or public[value] == name:
                continue
            from envcheck.facts.keys import is_filler

            if is_filler(value):
                continue
            yield Problem(
                f"{called(name)} and {called(public[value])} hold the same key, and the two are never one.",
                _PROJECT_KEYS,
                environment[name].location,
                (Related("the same key stands here", environment[public[value]].location),),
                variable=name,
            )

    return check


@together_rule("wrong-vendor-key", severity="error", yields_to=UNFILLED)
def wrong_vendor_key(spec: ServiceSpec) -> TogetherCheck | None:
    """A variable for the key of one provider holds a key of another.

    Most providers begin their keys with letters of their own: `sk-ant-` Anthropic, `sk-proj-` OpenAI, `llx-` LlamaCloud,
    `sk_live_` Stripe, `re_` Resend. Whose key a variable is for is told by its format in the schema or by its name; a name
    without a provider's word tells nothing, nor does a value that begins as no known key. Where another variable points the
    client at a host that is not the provider's (`OPENAI_BASE_URL`), the key is that of a gateway, and any is right.

    ## Symptom

    401, `Incorrect API key provided`, `Invalid token format`, `invalid x-api-key`.

    ## Fails

    ```env
    OPENAI_API_KEY=sk-ant-made-up-made-up-made-up
    ```

    ```env
    LLAMAPARSE_API_KEY=sk-made-up-made-up-made-up
    ```

    ## Passes

    ```env
    OPENAI_API_KEY=sk-made-up-made-up-made-up
    ANTHROPIC_API_KEY=sk-ant-made-up-made-up-made-up
    LLAMAPARSE_API_KEY=llx-made-up-made-up-made-up
    CHAT_API_KEY=sk-ant-made-up-made-up-made-up
    ```

    ```env
    OPENAI_BASE_URL=https://llm.acme.dev/v1
    OPENAI_API_KEY=sk-ant-made-up-made-up-made-up
    ```

    ## What to do

    Put each key into its own variable.

    ## Source

    `gitleaks/gitleaks: config/gitleaks.toml`, `run-llama/llama_cloud_services: llama_parse/README.md`, `docs.stripe.com/keys`,
    `supabase/supabase: apps/docs/content/guides/api/api-keys.mdx` (verified 2026-11).
    """

    def check(environment: Environment, noted: Sequence[str]) -> Iterator[Problem]:
        for name in noted:
            value = environment.values[name]
            if value[:3] not in KEY_HEADS:
                continue
            slot = slot_at(name, spec.variables.get(name))
            held = _foreign(value, slot) if slot is not None else None
            if slot is None or held is None or _is_gateway(slot, environment):
                continue
            what, severity = held
            yield Problem(
                f"{called(name)} holds {what}, and is for {slot.what} of {slot.vendor}.",
                f"Put {slot.what} of {slot.vendor} here, and that key into its own variable.",
                environment[name].location,
                variable=name,
                severity=severity,
            )

    return check


def _foreign(value: str, slot: Slot) -> tuple[str, Severity | None] | None:
    """What a value is, if it is the key of another vendor than the slot's."""
    from envcheck.facts.keys import is_filler, kind_by_prefix
    from envcheck.tokens import Token

    if isinstance(token_at(value), Token):
        return None if slot.vendor == "Supabase" else ("a JSON Web Token", None)
    kind = kind_at(value)
    if kind is None and value.startswith(_UNMISTAKABLE) and not is_filler(value):  # too short for a key, yet nobody else's
        kind = kind_by_prefix(value)
    if kind is None or kind.id in slot.kinds or kind.id in slot.others or _is_related(kind, slot):
        return None
    if kind.id == "openai-legacy":
        return "a key that begins as OpenAI's do", None
    return f"{kind.what} of {kind.vendor}", "warning" if kind.is_observed else None


def _is_gateway(slot: Slot, environment: Environment) -> bool:
    """Whether a variable points the slot's client at a host that is not its vendor's."""
    if not slot.base:
        return False
    endings = tuple("_" + name for name in slot.base)
    for name, value in environment.values.items():
        if value and (name in slot.base or name.endswith(endings)):
            address = split(value)
            if not isinstance(address, Malformed) and not ("." + address.host).endswith("." + slot.home):
                return True
    return False
