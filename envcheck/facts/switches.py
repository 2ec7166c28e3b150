"""Switches that are wrong where users are served: a row a kind, told by the variable's name and value."""

from __future__ import annotations

from envcheck.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from envcheck.model import Severity


class Switch(NamedTuple):
    """One kind of switch: ``names`` tells which variables, ``is_unsafe`` which of their values.

    ``production`` is how bad it is there, ``staging`` how bad in other places that are deployed; None is not at all.
    ``good`` are names and values that it speaks of, ``bad`` near ones that are right.
    """

    what: str
    names: Callable[[str], bool]
    is_unsafe: Callable[[str], bool]
    production: Severity
    staging: Severity | None
    hint: str
    source: str
    verified: str
    good: tuple[tuple[str, str], ...]
    bad: tuple[tuple[str, str], ...]


_ON = frozenset(("true", "1", "yes", "on", "t", "y"))
_OFF = frozenset(("false", "0", "no", "off", "f", "n"))


def _is_on(value: str) -> bool:
    return value.lower() in _ON


def _is_off(value: str) -> bool:
    return value.lower() in _OFF


def _is_mock(value: str) -> bool:
    return value.lower() in ("mock", "mocked", "mocks", "fake", "stub")


_DEBUG = frozenset(
    ("DEBUG", "FLASK_DEBUG", "DJANGO_DEBUG", "APP_DEBUG", "DEBUG_MODE", "API_DEBUG", "ENABLE_DEBUG", "DEBUG_ENABLED")
)
_RELOAD = frozenset(("RELOAD", "UVICORN_RELOAD", "API_RELOAD", "GUNICORN_RELOAD", "HOT_RELOAD"))
_TESTING = frozenset(("TESTING", "TEST_MODE", "DEV_MODE", "DEVELOPMENT_MODE", "STRIPE_TEST_MODE", "DEMO_MODE"))
_NO_AUTH = frozenset(
    (
        *("AUTH_DISABLED", "DISABLE_AUTH", "SKIP_AUTH", "NO_AUTH", "AUTHENTICATION_DISABLED", "DISABLE_AUTHENTICATION"),
        *("SKIP_AUTHENTICATION", "DANGEROUSLY_OMIT_AUTH", "DISABLE_AUTHORIZATION", "SKIP_TOKEN_VERIFICATION"),
        *("DISABLE_CSRF", "CSRF_DISABLED", "OAUTHLIB_INSECURE_TRANSPORT"),
    )
)
_AUTH = frozenset(("AUTH_ENABLED", "AUTHENTICATION_ENABLED", "ENABLE_AUTH", "REQUIRE_AUTH", "AUTH_REQUIRED", "SECURITY_ENABLED"))
_AUTH |= frozenset(("CSRF_ENABLED", "WTF_CSRF_ENABLED"))
_TLS = frozenset(
    (
        *("NODE_TLS_REJECT_UNAUTHORIZED", "PYTHONHTTPSVERIFY", "SSL_VERIFY", "VERIFY_SSL", "TLS_VERIFY", "VERIFY_TLS"),
        *("REQUESTS_VERIFY", "CURL_SSL_VERIFY"),
    )
)
_LEVELS = frozenset(("LOG_LEVEL", "LOGLEVEL", "LOGGING_LEVEL", "RUST_LOG", "APP_LOG_LEVEL"))
_MODES = ("_MODE", "_PROVIDER", "_BACKEND", "_DRIVER")
#: What a bypass may go around without harm to anyone.
_HARMLESS = frozenset(("CACHE", "CDN", "PROXY", "QUEUE", "BUFFER"))
_GUARDS = frozenset(
    (
        "AUTH",
        "AUTHENTICATION",
        "AUTHORIZATION",
        "SECURITY",
        "LOGIN",
        "TOKEN",
        "JWT",
        "CSRF",
        "CAPTCHA",
        "MFA",
        "RLS",
        "PERMISSION",
    )
) | frozenset(("PERMISSIONS", "VERIFICATION", "SIGNATURE", "WEBHOOK", "PAYWALL", "PAYMENT"))


def _bypasses(name: str) -> set[str] | None:
    words = set(name.split("_"))
    return words if "BYPASS" in words and _HARMLESS.isdisjoint(words) else None


def _bypasses_guard(name: str) -> bool:
    words = _bypasses(name)
    return words is not None and not _GUARDS.isdisjoint(words)


def _bypasses_something(name: str) -> bool:
    words = _bypasses(name)
    return words is not None and _GUARDS.isdisjoint(words)


def _mocks(name: str) -> bool:
    words = name.split("_")
    if "MOCK" not in words and "MOCKS" not in words:
        return False
    return name in ("MOCK", "MOCKS") or not {"USE", "ENABLE", "ENABLED", "ALLOW", "MODE", "FALLBACK"}.isdisjoint(words)


_HINT = "Switch it off, or delete the variable."

SWITCHES: tuple[Switch, ...] = (
    Switch(
        "switches a security check off",
        _bypasses_guard,
        _is_on,
        "error",
        "error",
        _HINT,
        "faults of a service in production",
        "2026-11",
        (("SECURITY_BYPASS_ENABLED", "true"), ("AUTH_BYPASS", "1"), ("BYPASS_LOGIN", "yes")),
        (("SECURITY_BYPASS_ENABLED", "false"), ("VERCEL_AUTOMATION_BYPASS_SECRET", "made-up"), ("CACHE_BYPASS", "true")),
    ),
    Switch(
        "switches a bypass on",
        _bypasses_something,
        _is_on,
        "warning",
        "warning",
        _HINT,
        "faults of a service in production",
        "2026-11",
        (("DEV_BYPASS_ENABLED", "true"), ("BYPASS_LIMITS", "1")),
        (("CDN_BYPASS", "true"), ("PROXY_BYPASS", "1"), ("DEV_BYPASS_ENABLED", "0"), ("BYPASSED", "1")),
    ),
    Switch(
        "switches authentication off",
        _NO_AUTH.__contains__,
        _is_on,
        "error",
        "error",
        _HINT,
        "oauthlib/oauthlib: docs/oauth2/security.rst; modelcontextprotocol/inspector: README.md",
        "2026-11",
        (("AUTH_DISABLED", "true"), ("SKIP_AUTH", "1"), ("OAUTHLIB_INSECURE_TRANSPORT", "1")),
        (("AUTH_DISABLED", "false"), ("DISABLE_PASSWORD_AUTH", "true"), ("BASIC_AUTH_DISABLED", "true"), ("NO_AUTH_CACHE", "1")),
    ),
    Switch(
        "switches authentication off",
        _AUTH.__contains__,
        _is_off,
        "error",
        "error",
        "Switch it on, or delete the variable.",
        "pallets-eco/flask-wtf: docs/config.rst; .env templates in public repositories",
        "2026-11",
        (("AUTH_ENABLED", "false"), ("REQUIRE_AUTH", "0"), ("WTF_CSRF_ENABLED", "False")),
        (("AUTH_ENABLED", "true"), ("BASIC_AUTH_ENABLED", "false"), ("AUTH_ENABLED", "google")),
    ),
    Switch(
        "switches the check of certificates off",
        _TLS.__contains__,
        _is_off,
        "warning",
        "warning",
        "Trust the server's certificate instead, and delete the variable.",
        "nodejs/node: doc/api/cli.md (NODE_TLS_REJECT_UNAUTHORIZED); peps.python.org/pep-0493",
        "2026-11",
        (("NODE_TLS_REJECT_UNAUTHORIZED", "0"), ("PYTHONHTTPSVERIFY", "0"), ("VERIFY_SSL", "false")),
        (("NODE_TLS_REJECT_UNAUTHORIZED", "1"), ("SSL_VERIFY", "/etc/ssl/ca.pem"), ("VERIFY_SSL", "true")),
    ),
    Switch(
        "switches mocks on",
        _mocks,
        _is_on,
        "error",
        "warning",
        _HINT,
        "faults of a service in production",
        "2026-11",
        (("USE_MOCK_STORAGE", "true"), ("MOCK_MODE", "1"), ("ENABLE_MOCK_LLM", "yes"), ("MOCK_FALLBACK_ENABLED", "true")),
        (("USE_MOCK_STORAGE", "false"), ("MOCK_SERVER_URL", "1"), ("MOCKUP_ENABLED", "true"), ("HAMMOCK_MODE", "1")),
    ),
    Switch(
        "lets mocks stand in for services",
        lambda name: name.endswith(_MODES),
        _is_mock,
        "error",
        "warning",
        "Name the real thing.",
        "faults of a service in production",
        "2026-11",
        (("SERVICE_MODE", "mock"), ("STORAGE_BACKEND", "MOCK"), ("LLM_PROVIDER", "fake")),
        (("SERVICE_MODE", "real"), ("STORAGE_BACKEND", "s3"), ("SERVICE_MODE", "mockingbird"), ("DISPLAY_NAME", "mock")),
    ),
    Switch(
        "lets mocks stand in for services that fail",
        lambda name: name == "SERVICE_MODE",
        lambda value: value.lower() == "hybrid",
        "error",
        "warning",
        "Name the real thing.",
        "faults of a service in production",
        "2026-11",
        (("SERVICE_MODE", "hybrid"),),
        (("SEARCH_MODE", "hybrid"), ("RETRIEVAL_MODE", "hybrid"), ("SERVICE_MODE", "real")),
    ),
    Switch(
        "switches debugging on",
        _DEBUG.__contains__,
        _is_on,
        "warning",
        "note",
        _HINT,
        "docs.djangoproject.com/en/5.2/howto/deployment/checklist; flask.palletsprojects.com/en/stable/debugging",
        "2026-11",
        (("DEBUG", "1"), ("FLASK_DEBUG", "true"), ("DJANGO_DEBUG", "True")),
        (("DEBUG", "false"), ("DEBUG", "express:*"), ("DEBUG", ""), ("DEBUG_COLORS", "1"), ("NO_DEBUG", "1")),
    ),
    Switch(
        "reloads the code while it runs",
        _RELOAD.__contains__,
        _is_on,
        "warning",
        "note",
        _HINT,
        "encode/uvicorn: docs/deployment/index.md; faults of a service in production",
        "2026-11",
        (("UVICORN_RELOAD", "true"), ("RELOAD", "1")),
        (("RELOAD", "false"), ("RELOAD_INTERVAL", "1"), ("AUTO_RELOAD_CONFIG", "true")),
    ),
    Switch(
        "is a switch of tests",
        _TESTING.__contains__,
        _is_on,
        "warning",
        None,
        _HINT,
        "flask.palletsprojects.com/en/stable/config (TESTING); .env templates in public repositories",
        "2026-11",
        (("TESTING", "true"), ("TEST_MODE", "1")),
        (("TESTING", "false"), ("AB_TESTING", "true"), ("TEST_MODE", "off"), ("LOAD_TESTING", "1")),
    ),
    Switch(
        "logs in the detail that developers need",
        _LEVELS.__contains__,
        lambda value: value.lower() in ("debug", "trace", "silly"),
        "note",
        None,
        "Use info or warning once the search is over; such logs may hold secrets.",
        "faults of a service in production; docs.python.org/3/howto/logging",
        "2026-11",
        (("LOG_LEVEL", "DEBUG"), ("LOG_LEVEL", "trace")),
        (("LOG_LEVEL", "INFO"), ("LOG_LEVEL", "debugger"), ("SENTRY_LOG_LEVEL", "debug")),
    ),
)

_NAMES = _DEBUG | _RELOAD | _TESTING | _NO_AUTH | _AUTH | _TLS | _LEVELS
_WORDS = ("BYPASS", "MOCK")
#: Ends of the names that the table knows, but for those with a word of their own.
SWITCH_ENDS = (*_NAMES, *_MODES)


def is_switch(name: str) -> bool:
    """Whether a row of the table may speak of a variable of this name."""
    return name in _NAMES or name.endswith(_MODES) or any(word in name for word in _WORDS)


def switches_named(name: str) -> tuple[Switch, ...]:
    """The rows that speak of a variable of this name."""
    return tuple(row for row in SWITCHES if row.names(name)) if is_switch(name) else ()
