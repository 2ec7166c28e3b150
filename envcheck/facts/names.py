"""What the name of a variable tells of it."""

from __future__ import annotations

#: Ends of the names of variables whose path is judged on whatever host, as ``vendors`` says; its tests hold that none is missing.
OF_VENDORS = ("SUPABASE_URL", "OPENAI_BASE_URL", "ANTHROPIC_BASE_URL")
#: Formats that are a vendor's.
VENDOR_FORMATS = frozenset(("supabase-url", "sentry-dsn"))
#: Ends of the names that hold lists of the hosts under which a service itself answers.
HOST_LISTS = ("ALLOWED_HOSTS", "TRUSTED_HOSTS")

_TOLD_ENDINGS = OF_VENDORS + HOST_LISTS
#: The ends of those endings: one look-up spares most names the longer comparison.
_LAST_LETTERS = frozenset(ending[-4:] for ending in _TOLD_ENDINGS)

#: What a bundler builds into the pages that browsers load: the documentation of Next.js, Vite, Create React App, Expo, Astro
#: and SvelteKit, Gatsby, Nuxt, Vue CLI, @ngx-env (verified 2026-11).
PUBLIC_PREFIXES = (
    *("NEXT_PUBLIC_", "VITE_", "REACT_APP_", "EXPO_PUBLIC_", "PUBLIC_", "GATSBY_", "NUXT_PUBLIC_", "VUE_APP_", "NG_APP_"),
)
_PUBLIC_HEADS = frozenset(prefix[:4] for prefix in PUBLIC_PREFIXES)

#: Words in the names of addresses that a service goes to.
_OF_ADDRESSES = ("URL", "URI", "ENDPOINT", "HOST", "API", "WEBHOOK", "CALLBACK", "SERVER", "ADDR", "DSN")
#: Words in the names of texts that look like addresses and are names, or of servers that speak plain HTTP by nature.
_OF_OTHERS = (
    *("PROXY", "NAMESPACE", "SCHEMA", "XMLNS", "ISSUER", "ENTITY", "AUDIENCE", "CLAIM", "REALM", "LICENSE", "VOCAB"),
    *("OCSP", "CRL", "TIMESTAMP", "TSA", "MIRROR", "LISTEN", "BIND"),
)

#: Words in a name that say that its value belongs to another project, account or stage on purpose.
OTHERS = frozenset(
    (
        *("OLD", "LEGACY", "FORMER", "PREVIOUS", "DISABLED", "BACKUP", "SOURCE", "SRC", "TARGET", "DEST", "DESTINATION"),
        *("FROM", "TO", "SHADOW", "ANALYTICS", "WAREHOUSE", "LOGS", "LOGGING", "AUDIT", "SECONDARY", "OTHER"),
        *("EXTERNAL", "REMOTE", "PARTNER", "ORIGINS", "ORIGIN", "CORS", "CSP", "ALLOWED"),
        *("PROD", "PRODUCTION", "LIVE", "STAGING", "STAGE", "STG", "PREVIEW", "DEV", "DEVELOPMENT", "LOCAL", "TEST", "TESTING"),
        *("CI", "E2E", "SANDBOX", "DEMO"),
    )
)


def is_told(name: str) -> bool:
    """Whether a rule may have something to say of a variable because of its name alone."""
    return name[:4] in _PUBLIC_HEADS or (name[-4:] in _LAST_LETTERS and name.endswith(_TOLD_ENDINGS))


def is_public(name: str) -> bool:
    """Whether a variable is built into what browsers load."""
    return name.startswith(PUBLIC_PREFIXES)


def words_of(name: str) -> frozenset[str]:
    """The words that a name is made of, in upper case."""
    return frozenset(name.upper().split("_"))


def tells_address(name: str) -> bool:
    """Whether a variable is called as addresses are that a service goes to."""
    name = name.upper()
    return any(word in name for word in _OF_ADDRESSES) and not any(word in name for word in _OF_OTHERS)
