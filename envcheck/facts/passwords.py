"""Passwords that nobody has: words that wait to be replaced, told by the whole text."""

from __future__ import annotations

from envcheck.facts.hosts import TextFact

_WORDS = frozenset(
    (
        *("password", "passwd", "pass", "pwd", "secret", "changeme", "changethis", "changeit", "replaceme", "replacethis"),
        *("placeholder", "example", "examplepassword", "sample", "dummy", "todo", "tbd", "fixme", "none", "null", "undefined"),
        *("redacted", "removed", "dbpassword", "databasepassword", "mypassword", "yourpassword", "yoursecret", "insertpassword"),
        *("enterpassword", "passwordhere", "yourpasswordhere", "yourdbpassword", "yourdatabasepassword", "hidden", "masked"),
    )
)


def _folded(text: str) -> str:
    return text.lower().replace("_", "").replace("-", "").replace(" ", "")


def _is_to_be_replaced(text: str) -> bool:
    pairs = (("[", "]"), ("<", ">"), ("{{", "}}"), ("${", "}"), ("$(", ")"), ("%", "%"))
    return any(text.startswith(opening) and text.endswith(closing) and len(text) > 3 for opening, closing in pairs)


def _is_told_as_yours(text: str) -> bool:
    return text.lower().startswith(("your-", "your_", "<your", "[your")) or text.lower().endswith(("-here", "_here"))


def _is_filler(text: str) -> bool:
    return (len(text) >= 3 and text.strip("xX*.\u2022\u2026#?") == "") or text == "\u2026"


#: Passwords of a template; ask only for those of databases on another machine, as ``postgres`` is the local stack's real one.
PLACEHOLDERS: tuple[TextFact, ...] = (
    TextFact(
        "a word for a password",
        lambda text: _folded(text) in _WORDS,
        "guides of Supabase, Render and Neon; .env templates; an incident with the literal word in production",
        "2026-11",
        ("password", "PASSWORD", "changeme", "change-me", "REPLACE_ME", "db_password", "example", "REDACTED"),
        (
            "password1",
            "password-of-the-worker",
            "passwords",
            "exampled",
            "example-password-staging",
            "secretive",
            "s3cret",
            "pass9",
        ),
    ),
    TextFact(
        "the name of the role that every server has",
        lambda text: text == "postgres",
        "supabase/cli: apps/cli-go/pkg/config/templates/config.toml; docker-library/postgres: README.md",
        "2026-11",
        ("postgres",),
        ("postgres1", "Postgres", "postgresql"),
    ),
    TextFact(
        "text in the marks of a template",
        _is_to_be_replaced,
        "the copy button of supabase.com, Connect; guides of render.com",
        "2026-11",
        ("[YOUR-PASSWORD]", "<password>", "${DB_PASSWORD}", "{{ password }}", "%DB_PASSWORD%", "$(DB_PASSWORD)"),
        ("[", "a[b]", "<3made-up", "$made-up}", "{made}", "100%", "%25made-up"),
    ),
    TextFact(
        "a sentence to its reader",
        _is_told_as_yours,
        ".env templates in public repositories",
        "2026-11",
        ("your-password", "your_db_password", "YOUR-SUPER-SECRET-PASSWORD", "password-here", "put_it_here"),
        ("yours", "yourmade-up", "made-hereby", "here", "the-yours-made-up"),
    ),
    TextFact(
        "a filler",
        _is_filler,
        ".env templates in public repositories; masked output of command lines",
        "2026-11",
        ("xxx", "XXXXXXXX", "********", "...", "\u2026", "\u2022\u2022\u2022\u2022"),
        ("xx", "xxxl", "a...", "x9x9x9", "made-up***"),
    ),
)


def is_placeholder_password(text: str) -> bool:
    """Whether a password, percent-decoded and whole, is one that waits to be replaced; not asked of the local machine's."""
    return any(fact.fits(text) for fact in PLACEHOLDERS)
