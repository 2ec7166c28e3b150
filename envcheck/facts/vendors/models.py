"""Services of language models."""

from __future__ import annotations

from envcheck.facts.vendors.row import NOTHING, Ending, Vendor, Wrong, is_at

VENDORS: tuple[Vendor, ...] = (
    Vendor(
        "openai",
        "the API of OpenAI, or one that speaks its language",
        names=frozenset(("OPENAI_BASE_URL",)),
        nicknames=frozenset(("OPENAI_API_BASE", "OPENAI_API_BASE_URL", "OPENAI_API_URL")),
        endings=(),
        formats=NOTHING,
        hosts=("api.openai.com", ".api.openai.com"),
        wrong=(
            Wrong(
                "a page for people",
                is_at("platform.openai.com", "chatgpt.com", "chat.openai.com", "openai.com", "www.openai.com", "help.openai.com"),
            ),
        ),
        path="/v1",
        paths=tuple(
            map(Ending, ("/chat/completions", *(f"/v1/{each}" for each in ("completions", "responses", "embeddings", "models"))))
        ),
        beside=frozenset(("anthropic",)),
        hint="The client adds the rest: https://api.openai.com/v1, or the root under which a stand-in for it answers.",
        source="openai/openai-python: src/openai/_client.py, _data_residency.py; "
        "platform.claude.com/docs/en/cli-sdks-libraries/libraries/openai-sdk for Anthropic's stand-in",
        verified="2026-11",
        good=(
            *("https://api.openai.com/v1", "https://api.openai.com/v1/", "https://eu.api.openai.com/v1", "http://litellm:4000"),
            *("https://openrouter.ai/api/v1", "https://acme.openai.azure.com/openai/v1/", "http://localhost:11434/v1"),
            *("https://api.anthropic.com/v1/", "https://api.deepseek.com", "https://api.groq.com/openai/v1"),
            *("https://generativelanguage.googleapis.com/v1beta/openai/", "https://oai.helicone.ai/v1", "https://llm.acme.dev"),
            "https://acme.openai.azure.com/openai/deployments/acme-embeddings",
        ),
        bad_hosts=(
            *("https://platform.openai.com/api-keys", "https://chatgpt.com", "https://abcdefghijklmnopqrst.supabase.co"),
            "https://api.cloud.llamaindex.ai",
        ),
        bad_paths=(
            *("https://api.openai.com", "https://api.openai.com/", "https://us.api.openai.com", "https://api.openai.com/v1/v1"),
            *(
                "https://api.openai.com/v1/embeddings",
                "https://llm.acme.dev/v1/chat/completions",
                "https://llm.acme.dev/v1/models/",
            ),
        ),
    ),
    Vendor(
        "anthropic",
        "the API of Anthropic, or one that speaks its language",
        names=frozenset(("ANTHROPIC_BASE_URL",)),
        nicknames=frozenset(("ANTHROPIC_API_URL", "ANTHROPIC_API_BASE")),
        endings=(),
        formats=NOTHING,
        hosts=("api.anthropic.com",),
        wrong=(
            Wrong(
                "a page for people",
                is_at(
                    "console.anthropic.com",
                    "platform.claude.com",
                    "claude.ai",
                    "claude.com",
                    "anthropic.com",
                    "www.anthropic.com",
                ),
            ),
        ),
        path="",
        # Vercel's @ai-sdk/anthropic reads the same name and wants /v1 in it: github.com/vercel/ai/issues/15542
        paths=(Ending("/v1/messages"), Ending("/messages"), Ending("/v1", "warning")),
        beside=NOTHING,
        hint="Anthropic's own SDK adds /v1/messages: https://api.anthropic.com. Only Vercel's AI SDK wants /v1 in this variable.",
        source="anthropics/anthropic-sdk-python: src/anthropic/_client.py, resources/messages/messages.py; "
        "github.com/vercel/ai/issues/15542 for the other reader of the name",
        verified="2026-11",
        good=(
            *("https://api.anthropic.com", "https://api.anthropic.com/", "http://litellm:4000", "https://openrouter.ai/api"),
            *("https://gateway.ai.cloudflare.com/v1/acme/gateway/anthropic", "https://api.deepseek.com/anthropic"),
            *("https://anthropic.helicone.ai", "https://llm.acme.dev/anthropic"),
        ),
        bad_hosts=("https://console.anthropic.com/settings/keys", "https://claude.ai", "https://api.openai.com/v1"),
        bad_paths=(
            *("https://api.anthropic.com/v1", "https://api.anthropic.com/v1/", "https://llm.acme.dev/v1"),
            *("https://api.anthropic.com/v1/messages", "https://llm.acme.dev/v1/messages"),
        ),
    ),
    Vendor(
        "llamacloud",
        "the API of LlamaCloud",
        names=frozenset(("LLAMA_CLOUD_BASE_URL",)),
        nicknames=frozenset(("LLAMAPARSE_BASE_URL", "LLAMA_PARSE_BASE_URL", "LLAMACLOUD_BASE_URL", "LLAMAPARSE_API_URL")),
        endings=(),
        formats=NOTHING,
        hosts=("api.cloud.llamaindex.ai", "api.cloud.eu.llamaindex.ai"),
        wrong=(
            Wrong(
                "the web application, which is for people",
                is_at(
                    "cloud.llamaindex.ai",
                    "cloud.eu.llamaindex.ai",
                    "llamaindex.ai",
                    "www.llamaindex.ai",
                    "docs.cloud.llamaindex.ai",
                ),
            ),
        ),
        path="",
        paths=(),
        beside=NOTHING,
        hint="The client adds the path: https://api.cloud.llamaindex.ai, or https://api.cloud.eu.llamaindex.ai in the EU.",
        source="run-llama/llama-cloud-py: src/llama_cloud/_client.py, resources/parsing.py",
        verified="2026-11",
        good=("https://api.cloud.llamaindex.ai", "https://api.cloud.eu.llamaindex.ai/", "https://llama.acme.dev/api"),
        bad_hosts=("https://cloud.llamaindex.ai", "https://cloud.eu.llamaindex.ai/parse", "https://api.openai.com/v1"),
        bad_paths=("https://api.cloud.llamaindex.ai/api/v1", "https://api.cloud.llamaindex.ai/api/parsing"),
    ),
)
