"""What the name of a variable tells of it."""

from __future__ import annotations

#: What a bundler builds into the pages that browsers load: the documentation of Next.js, Vite, Create React App, Expo, Astro
#: and SvelteKit, Gatsby, Nuxt, Vue CLI, @ngx-env (verified 2026-11).
PUBLIC_PREFIXES = (
    *("NEXT_PUBLIC_", "VITE_", "REACT_APP_", "EXPO_PUBLIC_", "PUBLIC_", "GATSBY_", "NUXT_PUBLIC_", "VUE_APP_", "NG_APP_"),
)
_PUBLIC_HEADS = frozenset(prefix[:4] for prefix in PUBLIC_PREFIXES)

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
    return name[:4] in _PUBLIC_HEADS


def is_public(name: str) -> bool:
    """Whether a variable is built into what browsers load."""
    return name.startswith(PUBLIC_PREFIXES)


def words_of(name: str) -> frozenset[str]:
    """The words that a name is made of, in upper case."""
    return frozenset(name.upper().split("_"))
