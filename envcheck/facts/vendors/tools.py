"""Services for those who build and run an application."""

from __future__ import annotations

from envcheck.facts.vendors.row import NOTHING, Vendor, Wrong, is_at

VENDORS: tuple[Vendor, ...] = (
    Vendor(
        "sentry",
        "the ingestion of Sentry",
        names=NOTHING,
        nicknames=NOTHING,
        endings=("SENTRY_DSN",),
        formats=frozenset(("sentry-dsn",)),
        hosts=(".ingest.sentry.io", ".ingest.us.sentry.io", ".ingest.de.sentry.io"),
        wrong=(
            Wrong(
                "a page for people",
                lambda address: (
                    not address.user
                    and (address.host == "sentry.io" or (address.host.endswith(".sentry.io") and ".ingest." not in address.host))
                ),
            ),
        ),
        path=None,
        paths=(),
        beside=NOTHING,
        hint="Copy the DSN from the project's settings under Client Keys: https://<key>@<host>/<number>.",
        source="docs.sentry.io/concepts/key-terms/dsn-explainer; sentry-sdk 2.75.0 (reproduced)",
        verified="2026-11",
        good=(
            *(
                "https://made0up@o1.ingest.us.sentry.io/4501",
                "https://made0up@sentry.io/12",
                "https://made0up@errors.acme.dev/sentry/4",
            ),
            "https://made0up@app.glitchtip.com/1",
        ),
        bad_hosts=("https://acme.sentry.io/projects/api/", "https://sentry.io/organizations/acme/"),
        bad_paths=(),
    ),
    Vendor(
        "langfuse",
        "the server of Langfuse",
        names=frozenset(("LANGFUSE_BASE_URL", "LANGFUSE_HOST", "LANGFUSE_BASEURL")),
        nicknames=NOTHING,
        endings=(),
        formats=NOTHING,
        hosts=("cloud.langfuse.com", "us.cloud.langfuse.com", "hipaa.cloud.langfuse.com"),
        wrong=(Wrong("the website, which is for people", is_at("langfuse.com", "www.langfuse.com")),),
        path="",
        paths=(),
        beside=NOTHING,
        hint="The client adds the path: https://cloud.langfuse.com, https://us.cloud.langfuse.com, or the root of your own.",
        source="langfuse.com/docs/observability/sdk/python/setup",
        verified="2026-11",
        good=(
            "https://cloud.langfuse.com",
            "https://us.cloud.langfuse.com/",
            "http://langfuse:3000",
            "https://acme.dev/langfuse",
        ),
        bad_hosts=("https://langfuse.com", "https://api.anthropic.com"),
        bad_paths=("https://cloud.langfuse.com/project/made-up", "https://us.cloud.langfuse.com/api/public"),
    ),
    Vendor(
        "slack-webhook",
        "an incoming webhook of Slack, or one that speaks its language",
        names=NOTHING,
        nicknames=frozenset(("SLACK_WEBHOOK_URL", "SLACK_WEBHOOK")),
        endings=(),
        formats=NOTHING,
        hosts=("hooks.slack.com",),
        wrong=(
            Wrong("a page for people", lambda address: address.host.endswith(".slack.com") and address.host != "hooks.slack.com"),
        ),
        path=None,
        paths=(),
        beside=NOTHING,
        hint="Copy the webhook's own address: https://hooks.slack.com/services/…",
        source="docs.slack.dev/messaging/sending-messages-using-incoming-webhooks",
        verified="2026-11",
        good=(
            *("https://hooks.slack.com/services/T0/B0/made-up", "https://hooks.slack.com/workflows/T0/made-up"),
            *("https://chat.acme.dev/hooks/made-up", "https://discord.com/api/webhooks/1/made-up/slack"),
        ),
        bad_hosts=("https://acme.slack.com/archives/C0", "https://api.slack.com/apps/A0", "https://app.slack.com/client/T0"),
        bad_paths=(),
    ),
    Vendor(
        "github",
        "the API of GitHub",
        names=NOTHING,
        nicknames=frozenset(("GITHUB_API_URL",)),
        endings=(),
        formats=NOTHING,
        hosts=("api.github.com",),
        wrong=(Wrong("the website, which is for people", is_at("github.com", "www.github.com")),),
        path=None,
        paths=(),
        beside=NOTHING,
        hint="Use https://api.github.com, or https://<host>/api/v3 of a GitHub Enterprise server.",
        source="docs.github.com/en/actions/reference/workflows-and-actions/variables",
        verified="2026-11",
        good=("https://api.github.com", "https://github.acme.dev/api/v3", "https://api.acme.ghe.com"),
        bad_hosts=("https://github.com", "https://github.com/acme"),
        bad_paths=(),
    ),
)
