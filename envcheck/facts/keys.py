"""Keys of providers: what they begin with, and what each opens. A row a kind; nothing is ever sent to find out."""

from __future__ import annotations

from envcheck.facts.formats import KEY_HEADS
from envcheck.records import NamedTuple


class Kind(NamedTuple):
    """One kind of key.

    It begins with one of ``prefixes``; behind that stand at least ``least`` letters, digits and ``signs``. ``mode`` is
    ``live``, ``test`` or empty. ``scope`` is ``account`` for keys that manage an account, ``temporary`` for those that end
    within hours, otherwise empty. ``is_observed`` marks what no page of the vendor states: it gives a warning at most.
    """

    id: str
    vendor: str
    what: str
    prefixes: tuple[str, ...]
    least: int
    source: str
    verified: str
    good: tuple[str, ...]
    bad: tuple[str, ...]
    signs: str = "-_"
    is_secret: bool = True
    mode: str = ""
    scope: str = ""
    is_observed: bool = False

    def fits(self, text: str) -> bool:
        """Whether a text is such a key, whole."""
        for prefix in self.prefixes:
            if text.startswith(prefix):
                body = text[len(prefix) :]
                for sign in self.signs:
                    body = body.replace(sign, "a")
                return len(body) >= self.least and body.isascii() and body.isalnum()
        return False


_GITLEAKS = "gitleaks/gitleaks: config/gitleaks.toml"
_STRIPE = "docs.stripe.com/keys; clerk.com/docs has the same prefixes; gitleaks/gitleaks: config/gitleaks.toml"
_SUPABASE = "supabase/supabase: apps/docs/content/guides/api/api-keys.mdx"
_M = "made-up-"

#: All kinds; where prefixes begin alike, the longer counts.
KINDS: tuple[Kind, ...] = (
    Kind("openai-project", "OpenAI", "an API key of a project", ("sk-proj-", "sk-svcacct-"), 16, _GITLEAKS, "2026-11",
         ("sk-proj-" + _M * 5, "sk-svcacct-" + _M * 5), ("sk-proj-", "sk-proj-...", "sk_proj_" + _M * 5)),
    Kind("openai-admin", "OpenAI", "an admin key", ("sk-admin-",), 16, _GITLEAKS, "2026-11",
         ("sk-admin-" + _M * 5,), ("sk-admin", "admin-" + _M * 5), scope="account"),
    Kind("anthropic-admin", "Anthropic", "an admin key", ("sk-ant-admin",), 16, _GITLEAKS, "2026-11",
         ("sk-ant-admin01-" + _M * 5,), ("sk-ant-admin", "sk-ant-" + _M * 5), scope="account"),
    Kind("anthropic-api", "Anthropic", "an API key", ("sk-ant-",), 16, _GITLEAKS, "2026-11",
         ("sk-ant-api03-" + _M * 5, "sk-ant-" + _M * 3), ("sk-ant-...", "sk-anthropic")),
    Kind("openrouter-api", "OpenRouter", "an API key", ("sk-or-",), 16, "public configuration files", "2026-11",
         ("sk-or-v1-" + _M * 5,), ("sk-or-", "sk-order"), is_observed=True),
    Kind("langfuse-secret", "Langfuse", "a secret key", ("sk-lf-",), 16, "langfuse.com/docs, SDK setup", "2026-11",
         ("sk-lf-" + _M * 4,), ("sk-lf-...",)),
    Kind("langfuse-public", "Langfuse", "a public key", ("pk-lf-",), 16, "langfuse.com/docs, SDK setup", "2026-11",
         ("pk-lf-" + _M * 4,), ("pk-lf-...",), is_secret=False),
    Kind("openai-legacy", "OpenAI", "an API key", ("sk-",), 16, _GITLEAKS + "; gateways write theirs alike", "2026-11",
         ("sk-" + _M * 4,), ("sk-test-key", "sk-...", "sk-learn", "task-" + _M * 4)),
    Kind("stripe-secret-test", "Stripe", "a secret key in test mode", ("sk_test_", "rk_test_"), 10, _STRIPE, "2026-11",
         ("sk_test_" + _M * 3, "rk_test_" + _M * 3), ("sk_test_...", "sk_tests", "pk_test_" + _M * 3), mode="test"),
    Kind("stripe-secret-live", "Stripe", "a secret key in live mode", ("sk_live_", "rk_live_"), 10, _STRIPE, "2026-11",
         ("sk_live_" + _M * 3, "rk_live_" + _M * 3), ("sk_live_...", "sk_lives_" + _M, "sk-live-x"), mode="live"),
    Kind("stripe-publishable-test", "Stripe", "a publishable key in test mode", ("pk_test_",), 10, _STRIPE, "2026-11",
         ("pk_test_" + _M * 3, "pk_test_bWFkZS11cC1tYWRlLXVwJA=="), ("pk_test_...", "pk_tests"), "-_=$",
         is_secret=False, mode="test"),
    Kind("stripe-publishable-live", "Stripe", "a publishable key in live mode", ("pk_live_",), 10, _STRIPE, "2026-11",
         ("pk_live_" + _M * 3,), ("pk_live_...", "pk_lives"), "-_=$", is_secret=False, mode="live"),
    Kind("webhook-secret", "a webhook's sender", "a signing secret", ("whsec_",), 16,
         "docs.stripe.com/webhooks; standard-webhooks/standard-webhooks: spec; clerk.com and resend.com send so too", "2026-11",
         ("whsec_" + _M * 4, "whsec_bWFkZS11cC1tYWRlLXVwLW1hZGU="), ("whsec_xxxxxxxx", "whsecret"), "-_+/="),
    Kind("llamacloud-api", "LlamaCloud", "an API key", ("llx-",), 16,
         "run-llama/llama_cloud_services: llama_parse/README.md", "2026-11",
         ("llx-" + _M * 4,), ("llx-...", "llx_" + _M * 4)),
    Kind("supabase-publishable", "Supabase", "a publishable key", ("sb_publishable_",), 16, _SUPABASE, "2026-11",
         ("sb_publishable_" + _M * 3,), ("sb_publishable_...", "sb_" + _M * 3), is_secret=False),
    Kind("supabase-secret", "Supabase", "a secret key", ("sb_secret_",), 16, _SUPABASE, "2026-11",
         ("sb_secret_" + _M * 3,), ("sb_secret_...", "sb_secrets")),
    Kind("supabase-account", "Supabase", "an access token of an account", ("sbp_",), 16, "public configuration files", "2026-11",
         ("sbp_" + _M * 5,), ("sbp_...",), scope="account", is_observed=True),
    Kind("sendgrid-api", "SendGrid", "an API key", ("SG.",), 60, _GITLEAKS, "2026-11",
         ("SG." + _M * 9,), ("SG.", "SG.east-1", "sg." + _M * 9), "=_-."),
    Kind("resend-api", "Resend", "an API key", ("re_",), 16, "resend.com/docs/api-reference", "2026-11",
         ("re_" + _M * 4,), ("re_xxxxxxxxx", "re_ranker", "are_" + _M * 4)),
    Kind("github-token", "GitHub", "a token", ("ghp_", "gho_", "ghu_", "ghr_", "github_pat_"), 36, _GITLEAKS, "2026-11",
         ("ghp_" + "made" * 9, "github_pat_" + "made_up_" * 11), ("ghp_", "ghp_made", "github_patch"), "_"),
    Kind("github-installation", "GitHub", "a token of an installation", ("ghs_",), 36, _GITLEAKS, "2026-11",
         ("ghs_" + "made" * 9,), ("ghs_made",), "_", scope="temporary"),
    Kind("slack-token", "Slack", "a token", ("xoxb-", "xoxp-", "xoxa-", "xapp-"), 10, _GITLEAKS, "2026-11",
         ("xoxb-" + _M * 4, "xapp-1-" + _M * 4), ("xoxb-", "xbox-" + _M * 4)),
    Kind("aws-access-key-id", "AWS", "an access key id", ("AKIA",), 16, _GITLEAKS, "2026-11",
         ("AKIA" + "MADE" * 4,), ("AKIA", "AKIA_" + "MADE" * 4), ""),
    Kind("aws-temporary-key-id", "AWS", "an id of temporary credentials", ("ASIA",), 16, _GITLEAKS, "2026-11",
         ("ASIA" + "MADE" * 4,), ("ASIA", "ASIA-PACIFIC", "ASIA_" + "MADE" * 4), "", scope="temporary"),
    Kind("google-api", "Google", "an API key", ("AIza",), 35, _GITLEAKS, "2026-11",
         ("AIza" + "made-up" * 5,), ("AIza", "AIzamade"), is_secret=False),  # in browsers it is meant to be seen
    Kind("posthog-project", "PostHog", "a key of a project", ("phc_",), 16, "posthog.com/docs/api", "2026-11",
         ("phc_" + _M * 4,), ("phc_...",), is_secret=False),
    Kind("huggingface-token", "Hugging Face", "a token", ("hf_",), 34, _GITLEAKS, "2026-11",
         ("hf_" + "made" * 9,), ("hf_model", "hf_..."), ""),
    Kind("perplexity-api", "Perplexity", "an API key", ("pplx-",), 48, _GITLEAKS, "2026-11",
         ("pplx-" + "made" * 12,), ("pplx-7b-online",), ""),
    Kind("notion-token", "Notion", "a token", ("ntn_",), 40, _GITLEAKS, "2026-11",
         ("ntn_" + "made" * 11,), ("ntn_...",), ""),
    Kind("linear-api", "Linear", "an API key", ("lin_api_",), 40, _GITLEAKS, "2026-11",
         ("lin_api_" + "made" * 10,), ("lin_api_...", "linear"), ""),
    Kind("render-api", "Render", "an API key of an account", ("rnd_",), 16, "render-oss/cli: cmd/logout_test.go", "2026-11",
         ("rnd_" + _M * 4,), ("rnd_...", "rnd_seed"), scope="account"),
)  # fmt: skip

_BY_PREFIX = sorted(((prefix, kind) for kind in KINDS for prefix in kind.prefixes), key=lambda pair: -len(pair[0]))


def kind_by_prefix(text: str) -> Kind | None:
    """The kind of key that a text begins as."""
    if text[:3] in KEY_HEADS:
        for prefix, kind in _BY_PREFIX:
            if text.startswith(prefix):
                return kind
    return None


def kind_of(text: str) -> Kind | None:
    """The kind of key that a text is, whole."""
    kind = kind_by_prefix(text)
    return kind if kind is not None and kind.fits(text) else None


#: What stands in texts that wait to be replaced, and hardly ever in what a generator makes.
_FILLERS = (
    *("your", "example", "replace", "change", "placeholder", "insert", "dummy", "fake", "sample", "redacted", "removed"),
    *("here", "xxx", "...", "\u2026", "<", "{", "[", "*", "todo", "not-a-", "not_a_"),
)
_FEWEST_CHARACTERS = 5


def is_filler(text: str) -> bool:
    """Whether a key or a password is written to be replaced: ``sk-your-key-here``, ``sk_test_xxxx``."""
    text = text.lower()
    return len(set(text)) < _FEWEST_CHARACTERS or any(filler in text for filler in _FILLERS)


#: Checksums of the two opaque keys that every local stack of Supabase has, so that the keys themselves stand nowhere here;
#: supabase/cli: pkg/config/apikeys.go (verified 2026-11).
_LOCAL_STACK = frozenset((0xD30FD5DB, 0xBC855A2D))


def is_local_stack_key(text: str) -> bool:
    """Whether a text is one of the opaque keys that the Supabase CLI gives to everyone."""
    if not text.startswith(("sb_publishable_", "sb_secret_")):
        return False
    from binascii import crc32

    return crc32(text.encode()) in _LOCAL_STACK
