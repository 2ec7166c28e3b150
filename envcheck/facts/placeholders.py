"""Texts that stand for a value: a row a kind, each with its source and examples.

Kinds marked ``secrets_only`` are words that other variables may well mean (``test``, ``none``); ``is_certain`` are those that
nobody means anywhere, in development neither.
"""

from __future__ import annotations

from envcheck.facts.placeholder_words import (
    ASKING,
    FAKE_WORDS,
    KEY_PREFIXES,
    NEEDED,
    SCRUBBED,
    SEQUENCES,
    VERBS,
    is_unmarked,
    is_unmarked_secret,
)
from envcheck.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

#: A row of fewer equal characters can be anything.
_LEAST_ROW, _LEAST_FILLER = 4, 8


class Placeholder(NamedTuple):
    """One kind of placeholder; ``good`` are examples that it holds for, ``bad`` are near ones that no kind may touch."""

    what: str
    fits: Callable[[str], bool]
    secrets_only: bool
    is_certain: bool
    source: str
    verified: str
    good: tuple[str, ...]
    bad: tuple[str, ...]


def words_of(text: str) -> list[str]:
    """The words of a text in lower case: what stands between signs."""
    return "".join(character if character.isalnum() else " " for character in text.lower()).split()


def _asks_to_be_replaced(text: str) -> bool:
    words = words_of(text)
    if not words or len(words) > 6 or "://" in text:
        return False
    return words[0].rstrip("0123456789") in ASKING or "".join(words[:2]) in ASKING


def _is_bracketed(text: str) -> bool:
    if text[:1] + text[-1:] not in ("<>", "[]") or len(text) > 60:
        return False
    inside = text[1:-1]
    if not inside.replace("-", "a").replace("_", "a").replace(" ", "a").replace(".", "a").isalnum():
        return False
    words = words_of(inside)
    return "your" in words or not NEEDED.isdisjoint(words)


def _tells_what_to_put(text: str) -> bool:
    """A text without blanks that begins with ``your`` or ends in ``here``, and names what is needed."""
    if " " in text or "://" in text:
        return False
    words = words_of(text)
    if len(words) == 1:
        return words[0].startswith("your") and words[0][4:] in NEEDED
    if not words or len(words) > 10:
        return False
    rest = NEEDED.intersection(words)
    if words[0] == "your":
        return words[-1] == "here" or words[-1] in NEEDED or (words[1] in NEEDED and "@" in text)
    if words[-1] == "here":
        return bool(rest) or "your" in words
    return words[0] in VERBS and "your" in words


def _tells_what_secret(text: str) -> bool:
    """The same of a secret, which may hold blanks and a vendor's prefix."""
    words = words_of(text)
    if not 1 < len(words) <= 12:
        return False
    if NEEDED.isdisjoint(words):
        return False
    if words[0] == "your" or words[-1] == "here":
        return True
    if "your" in words[:-1] and not NEEDED.isdisjoint(words[words.index("your") + 1 :][:3]):
        return True
    return words[0] in VERBS and not NEEDED.isdisjoint(words[1:])


def _has_dots(text: str) -> bool:
    """Dots where the rest belongs: all of the text, or behind a vendor's prefix."""
    head = text.rstrip(".\u2026")
    if len(text) - len(head) < (1 if text.endswith("\u2026") else 3):
        return False
    return head == "" or (head.startswith(KEY_PREFIXES) and len(head) <= 20)


def _has_dots_for_secret(text: str) -> bool:
    return " " not in text and "://" not in text and text.endswith(("...", "\u2026"))


def _is_row_of_x(text: str) -> bool:
    low = text.lower()
    start = low.find("xxx")
    if start < 0 or start > 16:
        return False
    body = "".join(character for character in low[start:] if character.isalnum())
    return body.count("x") >= _LEAST_ROW and body.count("x") * 5 >= len(body) * 4


def _is_scrubbed(text: str) -> bool:
    if text.strip("*\u2022") == "" and len(text) > 2:
        return True
    words = words_of(text)
    if "redacted" in words and " " not in text and "://" not in text:
        return True
    return len(text) > 6 and text[:3] == text[-3:] == "***" and len(words) == 1


def _is_scrubbed_secret(text: str) -> bool:
    return len(words_of(text)) <= 3 and not SCRUBBED.isdisjoint(words_of(text)) and " " not in text


def _is_token_of_deploy(text: str) -> bool:
    for mark, end in (("__", "__"), ("@@", "@@"), ("#{", "}#")):
        name = text[len(mark) : -len(end)]
        if text.startswith(mark) and text.endswith(end) and name.isidentifier() and name.isupper() and name.strip("_") == name:
            return True
    return False


def _has_only_a_prefix(text: str) -> bool:
    prefix = next((each for each in KEY_PREFIXES if text.startswith(each)), None)
    return prefix is not None and (text == prefix or _is_made_of_fakes(text[len(prefix) :]))


def _is_made_of_fakes(text: str) -> bool:
    """Whether every word is one that people write where a secret belongs, and not all of them are numbers."""
    if not text.replace("-", "a").replace("_", "a").replace(".", "a").replace(" ", "a").rstrip("!").isalnum():
        return False
    words = words_of(text)
    if "change" in words:  # it names where it must be changed
        words = [word for word in words if word not in ("production", "prod", "deployment")]
    if len(words) > 14 or all(len(word) < 3 or (word.isdigit() and word not in SEQUENCES) for word in words):
        return False
    return all(word.isdigit() or word.rstrip("0123456789") in FAKE_WORDS or word in SEQUENCES for word in words)


def _is_one_character(text: str) -> bool:
    body = "".join(character for character in text.removeprefix("0x") if character.isalnum())
    if len(body) < _LEAST_FILLER or "://" in text:
        return False
    return max(map(body.count, set(body))) * 5 >= len(body) * 4


_TEMPLATES = ".env templates in public repositories"
_VENDORS = "copy buttons and guides of supabase.com/docs, docs.stripe.com, platform.openai.com"

PLACEHOLDERS: tuple[Placeholder, ...] = (
    Placeholder(
        "a text that asks to be replaced",
        _asks_to_be_replaced,
        False,
        True,
        _TEMPLATES,
        "2026-11",
        ("changeme", "CHANGE_ME", "change-this", "replace_me", "REPLACE-THIS-VALUE", "CHANGEME"),
        ("change", "changelog", "exchange", "replace", "change-menu", "changes", "change-management", "replacement"),
    ),
    Placeholder(
        "text in brackets that waits to be replaced",
        _is_bracketed,
        False,
        True,
        _VENDORS,
        "2026-11",
        ("[YOUR-PASSWORD]", "<your key>", "<API_KEY>", "[REGION]", "[PROJECT-REF]", "<password>", "<YOUR_DOMAIN.com>"),
        (
            *("Name <mail@host>", "<ops@acme.dev>", '["a"]', "[1, 2]", "[]", "[::1]", "<br>", "<s>", "<unk>", "[INFO]", "[a-z]+"),
            *("<b>Key</b>", "<end_of_turn>", "[acme]", "<a href=key>", "[^key]"),
        ),
    ),
    Placeholder(
        "a text that tells what to put there",
        _tells_what_to_put,
        False,
        True,
        _TEMPLATES,
        "2026-11",
        (
            *("your-api-key", "YOUR_PROJECT_ID", "your_bucket_name", "api-key-here", "yourpassword", "your-email@acme.dev"),
            *("put-your-key-here", "insert_your_token", "YOUR_KEY_HERE"),
        ),
        (
            *("your-order-confirmation", "mind-your-step", "Your account is ready", "yours", "wish-you-were-here", "enterprise"),
            *("verify-your-email", "Reset your password", "click-here", "insert-only", "start-here", "add-user", "yourcompany"),
        ),
    ),
    Placeholder(
        "a text that tells what to put there",
        _tells_what_secret,
        True,
        True,
        _TEMPLATES,
        "2026-11",
        ("your-secret-key-change-in-production", "sk-your-key", "rnd_your_key_here", "enter your api key", "insert-secret"),
        ("mind-your-own-business-77", "blue horse; seven lamps", "correct-horse-battery-staple", "enter-sandman-lyrics"),
    ),
    Placeholder(
        "dots where the rest belongs",
        _has_dots,
        False,
        True,
        _VENDORS,
        "2026-11",
        ("...", "\u2026", "sk-...", "sk-ant-...", "sb_secret_...", "eyJ...", "whsec_..."),
        ("Loading...", "..", ".", "a.b.c", "v1...v2", "wait for it..."),
    ),
    Placeholder(
        "dots where the rest belongs",
        _has_dots_for_secret,
        True,
        True,
        _VENDORS,
        "2026-11",
        ("abc...", "AAAA1\u2026"),
        ("made.up", "made-up."),
    ),
    Placeholder(
        "a row of x",
        _is_row_of_x,
        False,
        True,
        _VENDORS,
        "2026-11",
        ("xxxxxxxx", "XXXX-XXXX", "sk-xxxx", "whsec_xxxxxxxx", "G-XXXXXXXXXX", "UA-XXXXXXXX-X", "+1XXXXXXXXXX"),
        ("XXL", "xxx", "XXXL", "acme-xxx-1", "maxxx", "aXxxq9madeup8u7y6t", "exxxon"),
    ),
    Placeholder(
        "a mark that was left where a value was removed",
        _is_scrubbed,
        False,
        True,
        "rtyley/bfg-repo-cleaner: README.md; faults of a service in production",
        "2026-11",
        ("***REMOVED***", "REDACTED", "[REDACTED]", "<redacted>", "***", "********", "sk-REDACTED"),
        ("**", "*", "* * * * *", "0 2 * * *", "**/*.py", "unredacted", "removed", "redact", "*.acme.dev"),
    ),
    Placeholder(
        "a mark that was left where a value was removed",
        _is_scrubbed_secret,
        True,
        True,
        "rtyley/bfg-repo-cleaner: README.md; faults of a service in production",
        "2026-11",
        ("REMOVED", "[removed]", "scrubbed", "SECRET_REMOVED", "masked"),
        ("remover", "made-up", "unmasked-made-up"),
    ),
    Placeholder(
        "a token that a deploy step should have replaced",
        _is_token_of_deploy,
        False,
        True,
        "octopus.com/docs/projects/variables/variable-substitutions; replacetokens for Azure Pipelines",
        "2026-11",
        ("__API_KEY__", "@@DB_HOST@@", "#{OPENAI_KEY}#"),
        ("__main__", "__init__", "____", "_private_", "@@", "#{}#", "__A B__"),
    ),
    Placeholder(
        "a key's prefix with no key behind it",
        _has_only_a_prefix,
        True,
        False,
        "faults of a service in production; guides of vendors",
        "2026-11",
        ("sk-test-key", "sk-fake", "sk_test_123", "whsec_secret", "llx-", "sk-1234"),
        ("sk-example-not-a-real-key-0001", "sk_test_made0up", "re_made_up", "sk-no-key-required"),
    ),
    Placeholder(
        "words that stand for a secret",
        _is_made_of_fakes,
        True,
        False,
        "faults of a service in production; supabase/supabase: docker/.env.example",
        "2026-11",
        (
            *("secret", "password", "Password123", "test", "test-key", "my-secret-key", "none", "null", "undefined", "dummy"),
            *(
                "TODO",
                "abc123",
                "123456",
                "super-secret-jwt-token-with-at-least-32-characters-long",
                "dev_secret",
                "foo",
                "changeme123",
                "change-me-in-production",
            ),
        ),
        (
            "made-up",
            "EMPTY",
            "not-needed",
            "ollama",
            "48151623",
            "made-up-test",
            "secretary",
            "tested-well",
            "correct horse",
            "7",
        ),
    ),
    Placeholder(
        "one character over and over",
        _is_one_character,
        True,
        False,
        _TEMPLATES,
        "2026-11",
        ("00000000", "aaaaaaaaaaaa", "11111111-1111-1111", "0x" + "0" * 40, "0" * 31 + "1"),
        ("0000", "aabbccdd", "made-up-0000", "10000000"[:5]),
    ),
)


def placeholder_of(text: str, *, is_secret: bool) -> Placeholder | None:
    """The kind of placeholder that a text is, or None."""
    if is_secret:
        return None if is_unmarked_secret(text) else next((row for row in PLACEHOLDERS if row.fits(text)), None)
    return None if is_unmarked(text) else next((row for row in PLACEHOLDERS if not row.secrets_only and row.fits(text)), None)
