"""Variables that hold a key: whose keys are right in each, by the variable's name or its format."""

from __future__ import annotations

from envcheck.records import NamedTuple


class Slot(NamedTuple):
    """Variables for one key of one vendor.

    ``names`` count with any prefix too (``NEXT_PUBLIC_SUPABASE_ANON_KEY``), ``whole`` only as they are. ``kinds`` are the rows of
    ``facts/keys.py`` that are right; ``others`` are right too, because the vendor's clients are pointed at those vendors.
    ``base`` are names of variables that point a client at another host than those of ``home``: then any key is right.
    ``role`` is ``anon`` or ``service_role`` where a JWT with that role is right.
    """

    id: str
    vendor: str
    what: str
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    source: str
    verified: str
    good: tuple[str, ...]
    bad: tuple[str, ...]
    whole: tuple[str, ...] = ()
    format: str = ""
    others: tuple[str, ...] = ()
    base: tuple[str, ...] = ()
    home: str = ""
    role: str = ""


_E = "platforms.md section E"

SLOTS: tuple[Slot, ...] = (
    Slot(
        "supabase-anon", "Supabase", "the anon or publishable key",
        ("SUPABASE_ANON_KEY", "SUPABASE_ANON_TOKEN", "SUPABASE_PUBLISHABLE_KEY", "SUPABASE_PUBLISHABLE_DEFAULT_KEY",
         "SUPABASE_PUBLISHABLE_OR_ANON_KEY", "SUPABASE_PUBLIC_KEY"),
        ("supabase-publishable",), "supabase/supabase: apps/docs/content/guides/api/api-keys.mdx", "2026-11",
        ("NEXT_PUBLIC_SUPABASE_ANON_KEY", "ANON_KEY"), ("SUPABASE_KEY", "CANON_KEY", "SUPABASE_URL", "MY_ANON_KEY"),
        whole=("ANON_KEY",), format="supabase-anon-key", role="anon",
    ),
    Slot(
        "supabase-service", "Supabase", "the service-role or secret key",
        ("SUPABASE_SERVICE_ROLE_KEY", "SUPABASE_SERVICE_ROLE", "SUPABASE_SERVICE_ROLE_SECRET", "SUPABASE_SERVICE_KEY",
         "SUPABASE_SECRET_KEY", "SUPABASE_SERVICE_ROLE_TOKEN", "SUPABASE_ADMIN_KEY", "SUPABASE_SECRET_DEFAULT_KEY"),
        ("supabase-secret",), "supabase/supabase: apps/docs/content/guides/api/api-keys.mdx", "2026-11",
        ("UPLOAD_PIPELINE_SUPABASE_SERVICE_ROLE_KEY", "SERVICE_ROLE_KEY"), ("SUPABASE_KEY", "SERVICE_KEY", "SUPABASE_JWT_SECRET"),
        whole=("SERVICE_ROLE_KEY", "SERVICE_ROLE_SECRET"), format="supabase-service-role-key", role="service_role",
    ),
    Slot(
        "supabase-any", "Supabase", "a key of the project", ("SUPABASE_KEY", "SUPABASE_API_KEY"),
        ("supabase-publishable", "supabase-secret"), "supabase/supabase-py: README.md", "2026-11",
        ("SUPABASE_KEY",), ("SUPABASE_KEY_ID",),
    ),
    Slot(
        "supabase-account", "Supabase", "an access token", ("SUPABASE_ACCESS_TOKEN",), ("supabase-account",),
        "supabase/cli: README.md", "2026-11", ("SUPABASE_ACCESS_TOKEN",), ("ACCESS_TOKEN",),
    ),
    Slot(
        "openai", "OpenAI", "an API key", ("OPENAI_API_KEY", "OPENAI_KEY", "OPEN_AI_API_KEY"),
        ("openai-project", "openai-admin", "openai-legacy"), "openai/openai-python: src/openai/_client.py", "2026-11",
        ("OPENAI_API_KEY", "WORKER_OPENAI_API_KEY"), ("OPENAI_MODEL", "OPENAI_API_KEY_FILE", "OPENAI_BASE_URL"),
        format="openai-api-key", others=("openrouter-api", "perplexity-api", "google-api", "huggingface-token", "github-token"),
        base=("OPENAI_BASE_URL", "OPENAI_API_BASE", "OPENAI_API_BASE_URL", "OPENAI_API_URL", "OPENAI_API_HOST",
              "OPENAI_ENDPOINT", "OPENAI_PROXY_URL"),
        home="openai.com",
    ),
    Slot(
        "anthropic", "Anthropic", "an API key", ("ANTHROPIC_API_KEY", "CLAUDE_API_KEY"), ("anthropic-api", "anthropic-admin"),
        "anthropics/anthropic-sdk-python: src/anthropic/_client.py", "2026-11",
        ("ANTHROPIC_API_KEY",), ("ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_MODEL"),
        format="anthropic-api-key", others=("openrouter-api",),
        base=("ANTHROPIC_BASE_URL", "ANTHROPIC_API_URL", "ANTHROPIC_API_BASE", "CLAUDE_BASE_URL"), home="anthropic.com",
    ),
    Slot(
        "llamacloud", "LlamaCloud", "an API key",
        ("LLAMA_CLOUD_API_KEY", "LLAMACLOUD_API_KEY", "LLAMA_PARSE_API_KEY", "LLAMAPARSE_API_KEY"), ("llamacloud-api",),
        "run-llama/llama-cloud-py: src/llama_cloud/_client.py", "2026-11",
        ("LLAMAPARSE_API_KEY",), ("LLAMA_API_KEY", "OLLAMA_API_KEY", "LLAMAPARSE_BASE_URL"), format="llamacloud-api-key",
    ),
    Slot(
        "stripe-secret", "Stripe", "a secret key", ("STRIPE_SECRET_KEY", "STRIPE_SECRET", "STRIPE_RESTRICTED_KEY"),
        ("stripe-secret-test", "stripe-secret-live"), "docs.stripe.com/keys", "2026-11",
        ("STRIPE_SECRET_KEY",), ("STRIPE_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_PRICE_ID"), format="stripe-secret-key",
    ),
    Slot(
        "stripe-publishable", "Stripe", "a publishable key", ("STRIPE_PUBLISHABLE_KEY", "STRIPE_PUBLIC_KEY"),
        ("stripe-publishable-test", "stripe-publishable-live"), "docs.stripe.com/keys", "2026-11",
        ("NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY",), ("STRIPE_KEY",), format="stripe-publishable-key",
    ),
    Slot(
        "stripe-any", "Stripe", "a secret key", ("STRIPE_API_KEY",),
        ("stripe-secret-test", "stripe-secret-live", "stripe-publishable-test", "stripe-publishable-live"),
        "docs.stripe.com/keys", "2026-11", ("STRIPE_API_KEY",), ("STRIPE_API_VERSION",),
    ),
    Slot(
        "stripe-webhook", "Stripe", "a webhook's signing secret", ("STRIPE_WEBHOOK_SECRET", "STRIPE_WEBHOOK_SIGNING_SECRET"),
        ("webhook-secret",), "docs.stripe.com/webhooks", "2026-11", ("STRIPE_WEBHOOK_SECRET",), ("STRIPE_WEBHOOK_URL",),
        format="stripe-webhook-secret",
    ),
    Slot(
        "resend", "Resend", "an API key", ("RESEND_API_KEY", "RESEND_KEY"), ("resend-api",), "resend.com/docs", "2026-11",
        ("RESEND_API_KEY",), ("RESEND_FROM", "RESEND_WEBHOOK_SECRET"), format="resend-api-key",
    ),
    Slot(
        "sendgrid", "SendGrid", "an API key", ("SENDGRID_API_KEY",), ("sendgrid-api",), _E, "2026-11",
        ("SENDGRID_API_KEY",), ("SENDGRID_FROM",), format="sendgrid-api-key",
    ),
    Slot(
        "aws", "AWS", "an access key id", ("AWS_ACCESS_KEY_ID",), ("aws-access-key-id", "aws-temporary-key-id"), _E, "2026-11",
        ("AWS_ACCESS_KEY_ID",), ("AWS_SECRET_ACCESS_KEY", "S3_ACCESS_KEY_ID"),
    ),
    Slot(
        "google", "Google", "an API key", ("GOOGLE_API_KEY", "GEMINI_API_KEY"), ("google-api",), _E, "2026-11",
        ("GEMINI_API_KEY",), ("GOOGLE_CLIENT_SECRET",),
        base=("GEMINI_BASE_URL", "GOOGLE_GEMINI_BASE_URL", "GEMINI_API_BASE", "GEMINI_API_URL"), home="googleapis.com",
    ),
    Slot(
        "huggingface", "Hugging Face", "a token",
        ("HF_TOKEN", "HUGGINGFACE_API_KEY", "HUGGINGFACE_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HUGGINGFACEHUB_API_TOKEN"),
        ("huggingface-token",), _E, "2026-11", ("HF_TOKEN",), ("HF_HOME", "SHELF_TOKEN"),
    ),
    Slot(
        "perplexity", "Perplexity", "an API key", ("PERPLEXITY_API_KEY",), ("perplexity-api",), _E, "2026-11",
        ("PERPLEXITY_API_KEY",), ("PERPLEXITY_MODEL",),
    ),
    Slot(
        "render", "Render", "an API key", ("RENDER_API_KEY",), ("render-api",), "render-oss/cli: cmd/logout_test.go", "2026-11",
        ("RENDER_API_KEY",), ("RENDER", "RENDER_SERVICE_ID"),
    ),
)  # fmt: skip

_BY_NAME = {name: slot for slot in SLOTS for name in slot.names}
_WHOLE = {name: slot for slot in SLOTS for name in slot.whole}
_ENDINGS = tuple("_" + name for name in _BY_NAME)
SLOT_OF_FORMAT = {slot.format: slot for slot in SLOTS if slot.format}


def slot_of(name: str) -> Slot | None:
    """The slot that a variable's name makes it."""
    name = name.upper()
    found = _BY_NAME.get(name) or _WHOLE.get(name)
    if found is None and name.endswith(_ENDINGS):
        longest = max((each for each in _BY_NAME if name.endswith("_" + each)), key=len)
        return _BY_NAME[longest]
    return found
