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

#: Build tools put variables with these beginnings into the code that browsers and phones run.
#: nextjs.org, vite.dev, create-react-app.dev, docs.expo.dev, svelte.dev, nuxt.com, gatsbyjs.com, cli.vuejs.org (2026-11).
BROWSER_PREFIXES = (*("NEXT_PUBLIC_", "VITE_", "REACT_APP_", "EXPO_PUBLIC_", "PUBLIC_", "NUXT_PUBLIC_", "GATSBY_", "VUE_APP_"),)

#: Words in the names of addresses that a service goes to.
_OF_ADDRESSES = ("URL", "URI", "ENDPOINT", "HOST", "API", "WEBHOOK", "CALLBACK", "SERVER", "ADDR", "DSN")
#: Words in the names of texts that look like addresses and are names, or of servers that speak plain HTTP by nature.
_OF_OTHERS = (
    *("PROXY", "NAMESPACE", "SCHEMA", "XMLNS", "ISSUER", "ENTITY", "AUDIENCE", "CLAIM", "REALM", "LICENSE", "VOCAB"),
    *("OCSP", "CRL", "TIMESTAMP", "TSA", "MIRROR", "LISTEN", "BIND"),
)


def is_told(name: str) -> bool:
    """Whether a rule may have something to say of a variable because of its name alone."""
    return name[-4:] in _LAST_LETTERS and name.endswith(_TOLD_ENDINGS)


def is_for_browsers(name: str) -> bool:
    """Whether a build tool puts a variable into the code that browsers run."""
    return name.startswith(BROWSER_PREFIXES)


def tells_address(name: str) -> bool:
    """Whether a variable is called as addresses are that a service goes to."""
    name = name.upper()
    return any(word in name for word in _OF_ADDRESSES) and not any(word in name for word in _OF_OTHERS)
