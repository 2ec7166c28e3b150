"""What the name of a variable tells of it: that it holds a secret, is stale, goes to browsers, is a platform's own."""

from __future__ import annotations

from envcheck.facts.placeholder_words import is_plain_secret
from envcheck.facts.platforms import SET_BY_PLATFORMS, is_set_by_platform
from envcheck.facts.switches import SWITCH_ENDS, switches_named
from envcheck.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class NameFact(NamedTuple):
    """One part of a name, at its beginning or its end, and what it tells; ``good`` names have it, ``bad`` ones are near."""

    part: str
    what: str
    source: str
    verified: str
    good: tuple[str, ...]
    bad: tuple[str, ...]


#: Ends of the names of variables whose path is judged on whatever host, as ``vendors`` says; its tests hold that none is missing.
OF_VENDORS = ("SUPABASE_URL", "OPENAI_BASE_URL", "ANTHROPIC_BASE_URL")
#: Formats that are a vendor's.
VENDOR_FORMATS = frozenset(("supabase-url", "sentry-dsn"))
#: Ends of the names that hold lists of the hosts under which a service itself answers.
HOST_LISTS = ("ALLOWED_HOSTS", "TRUSTED_HOSTS")

_TOLD_ENDINGS = OF_VENDORS + HOST_LISTS
#: The ends of those endings: one look-up spares most names the longer comparison.
_LAST_LETTERS = frozenset(ending[-4:] for ending in _TOLD_ENDINGS)

_TEMPLATES = ".env templates in public repositories"

#: Endings of names of secrets.
SECRET_SUFFIXES: tuple[NameFact, ...] = (
    NameFact(
        "KEY",
        "a key",
        _TEMPLATES,
        "2026-11",
        ("OPENAI_API_KEY", "SUPABASE_SERVICE_ROLE_KEY", "OPENAI_APIKEY", "API_KEY"),
        ("KEY_ID", "MONKEY", "STRIPE_PUBLIC_KEY", "SORT_KEY", "API_KEY_HEADER", "HOTKEY"),
    ),
    NameFact(
        "SECRET",
        "a secret",
        _TEMPLATES,
        "2026-11",
        ("JWT_SECRET", "SECRET", "GITHUB_CLIENT_SECRET"),
        ("SECRET_NAME", "SECRETS_PATH"),
    ),
    NameFact("TOKEN", "a token", _TEMPLATES, "2026-11", ("SLACK_BOT_TOKEN", "TOKEN"), ("MAX_TOKENS", "TOKEN_URL", "STOP_TOKEN")),
    NameFact(
        "PASSWORD",
        "a password",
        _TEMPLATES,
        "2026-11",
        ("POSTGRES_PASSWORD", "PGPASSWORD", "PASSWORD"),
        ("PASSWORD_MIN_LENGTH", "FORGOT_PASSWORDS"),
    ),
    NameFact("PASSWD", "a password", _TEMPLATES, "2026-11", ("DB_PASSWD",), ("PASSWD_FILE",)),
    NameFact("PASS", "a password", _TEMPLATES, "2026-11", ("SMTP_PASS", "DB_PASS"), ("BYPASS", "COMPASS", "NUM_PASSES")),
    NameFact("PWD", "a password", _TEMPLATES, "2026-11", ("DB_PWD",), ("PWD", "OLDPWD")),
    NameFact("PASSPHRASE", "a passphrase", _TEMPLATES, "2026-11", ("GPG_PASSPHRASE",), ("PASSPHRASE_FILE",)),
    NameFact("SECRET_KEY_BASE", "what Rails and Phoenix sign with", _TEMPLATES, "2026-11", ("SECRET_KEY_BASE",), ("KEY_BASE",)),
)
_SECRET_ENDS = (*(f"_{fact.part}" for fact in SECRET_SUFFIXES), "APIKEY", "PGPASSWORD")
_SECRET_NAMES = frozenset(fact.part for fact in SECRET_SUFFIXES) - frozenset(("KEY", "PASS", "PWD"))

#: Endings of names that look like those of a secret, and are none: what a browser may have, what a table or a model is sorted by.
_OPEN_ENDS = (
    *("_PUBLIC_KEY", "_PUBLISHABLE_KEY", "_SITE_KEY", "_SITEKEY", "_SORT_KEY", "_PARTITION_KEY", "_ROUTING_KEY", "_CACHE_KEY"),
    *("_SEARCH_KEY", "_SEARCH_ONLY_KEY", "_SEARCH_API_KEY", "_PUSHER_KEY", "_PUSHER_APP_KEY"),
    *("_HASH_KEY", "_GROUP_KEY", "_FOREIGN_KEY", "_STOP_TOKEN", "_PAD_TOKEN", "_EOS_TOKEN", "_BOS_TOKEN", "_UNK_TOKEN"),
)

#: Beginnings of names that a bundler writes into what it sends to browsers.
PUBLIC_PREFIXES: tuple[NameFact, ...] = (
    NameFact(
        "NEXT_PUBLIC_",
        "Next.js",
        "vercel/next.js: docs/01-app/02-guides/environment-variables.mdx",
        "2026-11",
        ("NEXT_PUBLIC_SUPABASE_URL",),
        ("NEXT_PRIVATE_KEY", "MY_NEXT_PUBLIC_KEY"),
    ),
    NameFact("VITE_", "Vite", "vitejs/vite: docs/guide/env-and-mode.md", "2026-11", ("VITE_API_URL",), ("INVITE_TOKEN",)),
    NameFact(
        "REACT_APP_",
        "Create React App",
        "create-react-app.dev/docs/adding-custom-environment-variables",
        "2026-11",
        ("REACT_APP_API_URL",),
        ("REACT_NATIVE_KEY",),
    ),
    NameFact(
        "PUBLIC_",
        "SvelteKit and Astro",
        "svelte.dev/docs/kit/$env-static-public",
        "2026-11",
        ("PUBLIC_API_URL",),
        ("IS_PUBLIC_",),
    ),
    NameFact(
        "NUXT_PUBLIC_",
        "Nuxt",
        "nuxt/nuxt: docs/2.guide/3.going-further/10.runtime-config.md",
        "2026-11",
        ("NUXT_PUBLIC_API_BASE",),
        ("NUXT_API_SECRET",),
    ),
    NameFact(
        "EXPO_PUBLIC_",
        "Expo",
        "docs.expo.dev/guides/environment-variables",
        "2026-11",
        ("EXPO_PUBLIC_API_URL",),
        ("EXPO_TOKEN",),
    ),
    NameFact(
        "GATSBY_",
        "Gatsby",
        "gatsbyjs.com/docs/how-to/local-development/environment-variables",
        "2026-11",
        ("GATSBY_API_URL",),
        ("GATSBY",),
    ),
    NameFact("VUE_APP_", "Vue CLI", "cli.vuejs.org/guide/mode-and-env.html", "2026-11", ("VUE_APP_API_URL",), ("VUE_API_KEY",)),
    NameFact("NG_APP_", "@ngx-env for Angular", "chihab/ngx-env: README.md", "2026-11", ("NG_APP_API_URL",), ("NGROK_TOKEN",)),
)
PUBLIC_STARTS = tuple(fact.part for fact in PUBLIC_PREFIXES)
_PUBLIC_HEADS = frozenset(start[:4] for start in PUBLIC_STARTS)

_INCIDENTS = "faults of a service in production; .env files in public repositories"

#: Endings of names that people give to what they no longer want.
STALE_SUFFIXES: tuple[NameFact, ...] = (
    NameFact("_OLD", "old", _INCIDENTS, "2026-11", ("DATABASE_URL_OLD",), ("THRESHOLD", "DAYS_OLD_MAX", "BOLD", "PGOLD")),
    NameFact(
        "_DISABLED", "disabled", _INCIDENTS, "2026-11", ("SUPABASE_POOLER_URL_DISABLED",), ("DISABLED_FEATURES", "ISDISABLED")
    ),
    NameFact("_BACKUP", "a backup", _INCIDENTS, "2026-11", ("DATABASE_URL_BACKUP",), ("BACKUP_BUCKET", "BACKUP_SCHEDULE")),
    NameFact("_BAK", "a backup", _INCIDENTS, "2026-11", ("API_KEY_BAK",), ("OBAK",)),
    NameFact("_DEPRECATED", "deprecated", _INCIDENTS, "2026-11", ("API_TOKEN_DEPRECATED",), ("SHOW_DEPRECATED_API",)),
    NameFact("_UNUSED", "unused", _INCIDENTS, "2026-11", ("SMTP_PASSWORD_UNUSED",), ("UNUSED_LIMIT",)),
)
_STALE_ENDS = tuple(fact.part for fact in STALE_SUFFIXES)

#: Words in names of what an application fills in itself; braces are right in their values.
_PATTERN_WORDS = ("TEMPLATE", "FORMAT", "PATTERN", "_FMT", "PROMPT", "MESSAGE", "SUBJECT", "TITLE", "LABEL", "TEXT")

#: Keys that services sign or encrypt with and that people make up themselves; of a vendor's key the vendor chose the length.
SIGNING_NAMES = frozenset(
    (
        *("SECRET_KEY", "SECRET_KEY_BASE", "DJANGO_SECRET_KEY", "FLASK_SECRET_KEY", "APP_SECRET", "APP_SECRET_KEY"),
        *("NEXTAUTH_SECRET", "AUTH_SECRET", "BETTER_AUTH_SECRET", "COOKIE_SECRET", "COOKIE_KEY", "SIGNING_KEY", "SIGNING_SECRET"),
    )
)
_SIGNING_ENDS = (
    *("JWT_SECRET", "JWT_SECRET_KEY", "JWT_SIGNING_KEY", "SESSION_SECRET", "SESSION_SECRET_KEY", "SESSION_KEY"),
    *("ENCRYPTION_KEY", "CSRF_SECRET", "CSRF_SECRET_KEY"),
)

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


def words_of(name: str) -> frozenset[str]:
    """The words that a name is made of, in upper case."""
    return frozenset(name.upper().split("_"))


def tells_address(name: str) -> bool:
    """Whether a variable is called as addresses are that a service goes to."""
    name = name.upper()
    return any(word in name for word in _OF_ADDRESSES) and not any(word in name for word in _OF_OTHERS)


def is_secret_name(name: str) -> bool:
    """Whether a variable is called as secrets are."""
    name = name.upper()
    return (name.endswith(_SECRET_ENDS) or name in _SECRET_NAMES) and not ("_" + name).endswith(_OPEN_ENDS)


def is_signing_name(name: str) -> bool:
    """Whether a variable is called as a key is that its owner makes up."""
    return name in SIGNING_NAMES or name.endswith(_SIGNING_ENDS)


def is_public(name: str) -> bool:
    """Whether a bundler sends a variable of this name to browsers."""
    return name.startswith(PUBLIC_STARTS)


def is_pattern_name(name: str) -> bool:
    """Whether a variable is called as a text is that the application fills in."""
    return any(word in name.upper() for word in _PATTERN_WORDS)


def without_stale_suffix(name: str) -> str | None:
    """What a variable was called before it got the ending of one that is no longer wanted; None where it has none."""
    upper = name.upper()
    if not upper.endswith(_STALE_ENDS):
        return None
    return next((name[: -len(part)] for part in _STALE_ENDS if upper.endswith(part) and len(name) > len(part)), None)


#: A key that a service signs with is no shorter; the platform's own tools refuse less.
LEAST_OF_SIGNING = 16


def is_told(name: str) -> bool:
    """Whether a rule may have something to say of a variable because of its name alone, whatever its value."""
    return (
        name[:4] in _PUBLIC_HEADS
        or (name[-4:] in _LAST_LETTERS and name.endswith(_TOLD_ENDINGS))
        or is_set_by_platform(name)
        or without_stale_suffix(name) is not None
    )


_HEADS = _PUBLIC_HEADS | frozenset(name[:4] for name in SET_BY_PLATFORMS)
_TAILS = frozenset(
    end[-4:]
    for ends in (_SECRET_ENDS, _SECRET_NAMES, SIGNING_NAMES, _SIGNING_ENDS, _STALE_ENDS, _TOLD_ENDINGS, SWITCH_ENDS)
    for end in ends
)


def is_plain(name: str) -> bool:
    """Whether a name certainly tells nothing, at a glance; False tells nothing."""
    return name[-4:].upper() not in _TAILS and name[:4] not in _HEADS and "BYPASS" not in name and "MOCK" not in name


def told_by(name: str, *, is_secret: bool = False, least: float = 0) -> Callable[[str], bool] | None:
    """A test for values that a rule may speak of because of the variable's name; None where the name tells nothing.

    ``is_secret`` says that it is known to be a secret, so that its name need not tell; ``least`` how many characters the
    values are known to have at least.
    """
    if is_plain(name):
        return None
    if is_told(name):
        return lambda value: True
    tests: list[Callable[[str], bool]] = [row.is_unsafe for row in switches_named(name)]
    if not is_secret and (is_secret_name(name) or is_signing_name(name)):
        tests.append(lambda value: not is_plain_secret(value))
    if least < LEAST_OF_SIGNING and is_signing_name(name):
        tests.append(lambda value: len(value) < LEAST_OF_SIGNING)
    if len(tests) < 2:
        return tests[0] if tests else None
    return lambda value: any(test(value) for test in tests)
