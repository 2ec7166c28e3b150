"""The words that placeholders and weak passwords are made of, and a glance at a text that tells that it is none.

Nearly all texts are none, so the table of kinds, ``facts/placeholders.py``, is imported for the others only.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


#: They ask to be replaced, whatever the variable.
ASKING = frozenset(("changeme", "changethis", "replaceme", "replacethis", "fillme"))

#: What a placeholder names as needed.
NEEDED = _words(
    "key keys token secret password passwd pass url uri host hostname domain name user username email mail project account",
    "api id port region ref reference dsn bucket org organization organisation tenant app client database db server",
    "value webhook endpoint workspace instance apikey secretkey clientid credentials publishable anon",
)

#: They tell the reader to do something.
VERBS = frozenset(("insert", "enter", "put", "paste", "replace", "use", "add", "get", "generate", "set", "fill", "provide"))

#: What people write where a secret belongs.
FAKE_WORDS = _words(
    "secret secrets key keys token password passwd pass string value text apikey secretkey test testing tests dummy fake",
    "example sample demo mock placeholder default insecure api jwt app dev development local my the some any very",
    "long super random secure strong safe change changeme changethis in me this please todo tbd fixme",
    "none null undefined nan na your here auth access session client user service foo bar baz foobar abc xyz",
    "asdf with at least characters character chars char minimum bytes and mysecret mysecretkey supersecret",
    "mypassword mytoken mykey testkey testsecret testtoken testpassword secretpassword topsecret webhook encryption",
    "signing database db supabase openai anthropic stripe",
) | frozenset(("a", "n", "for", "of", "to", "x"))

#: Passwords that come with a product, and those that are tried first; without their final digits.
WEAK_WORDS = _words(
    "admin administrator root postgres guest user letmein qwerty welcome hunter passw0rd p@ssw0rd iloveyou monkey dragon",
    "redis mysql rabbitmq minioadmin master login sa toor pass pwd default test changeit",
)

#: Rows of characters in the order of the keyboard or of the alphabet.
SEQUENCES = frozenset(
    sequence[start:end]
    for sequence in ("01234567890", "0123456789abcdef", "abcdefghijklmnop")
    for start in (0, 1)
    for end in range(start + 3, len(sequence) + 1)
) | frozenset(("abc123", "abcd1234", "1q2w3e4r", "1q2w3e", "a1b2c3", "a1b2c3d4", "123abc", "123", "321", "654321", "87654321"))

SCRUBBED = frozenset(("removed", "scrubbed", "masked", "censored", "hidden", "redacted", "sanitized", "obfuscated"))

#: Beginnings of vendors' keys, the longest first.
KEY_PREFIXES = (
    *("sk-ant-api03-", "sk-ant-", "sk-proj-", "sk-svcacct-", "sk-admin-", "sk-or-v1-", "sk-", "sk_live_", "sk_test_"),
    *("pk_live_", "pk_test_", "rk_live_", "rk_test_", "whsec_", "sb_publishable_", "sb_secret_", "sbp_", "llx-", "rnd_"),
    *("github_pat_", "ghp_", "gho_", "ghs_", "xoxb-", "xoxp-", "xapp-", "AIza", "AKIA", "SG.", "hf_", "pplx-", "gsk_", "eyJ"),
    *("lin_api_", "ntn_", "re_"),
)


def _cases(words: Iterable[str]) -> frozenset[str]:
    return frozenset(case for word in words for case in (word, word.upper(), word.capitalize()))


#: What a placeholder ends in that may stand in any variable.
TAILS = _cases(("here", "xxxx", "-xxx", "_xxx", ".xxx", "xx-x", "cted", "geme", "e-me", "e_me", "ceme", "lme", "this", "alue"))
#: What one begins with, or ends in, that stands where a secret belongs; in lower case.
_ROWS = frozenset(character * 4 for character in "abcdefghijklmnopqrstuvwxyz0123456789*.")
SECRET_HEADS = (
    _ROWS
    | frozenset(("djan",))
    | frozenset(word[:4] for words in (VERBS, SEQUENCES, SCRUBBED, WEAK_WORDS) for word in words)
    | frozenset(word[:4] for word in FAKE_WORDS if len(word) > 2)
    | frozenset(word + sign for word in FAKE_WORDS if len(word) == 3 for sign in "-_ ")
    | frozenset(word[:4] for word in ASKING)
    | frozenset(prefix.lower()[:4] for prefix in KEY_PREFIXES)
)
SECRET_TAILS = (
    frozenset(word[-4:] for words in (NEEDED, SEQUENCES, SCRUBBED) for word in words)
    | frozenset(word[-4:] for word in FAKE_WORDS if len(word) > 2)
    | frozenset(sign + word for word in FAKE_WORDS if len(word) == 3 for sign in "-_ ")
    | _ROWS
)


def is_unmarked(text: str) -> bool:
    """Whether a text is in no row for all variables, told at a glance; False tells nothing."""
    return text[-4:] not in TAILS and "your" not in text and "YOUR" not in text and text.strip(ENDS) == text


def is_unmarked_secret(text: str) -> bool:
    """Whether a text is in no row at all, and no weak password, told at a glance; False tells nothing."""
    tail = text[-4:]
    return (
        text[:4].lower() not in SECRET_HEADS
        and tail.lower() not in SECRET_TAILS
        and tail not in TAILS  # from here on is_unmarked, without another call
        and "your" not in text
        and "YOUR" not in text
        and text.strip(ENDS) == text
    )


def is_plain_secret(text: str) -> bool:
    """Whether a secret is certainly no placeholder; of an address the parts are judged."""
    return "://" in text or is_unmarked_secret(text)


#: Characters at an end of what is in brackets, was scrubbed, or is to be filled in.
ENDS = "<>[]{}()$%*.#@_\u2026\u2022"


def is_weak(text: str) -> bool:
    """Whether a text is one of the passwords that are tried first."""
    return not is_unmarked_secret(text) and text.lower().rstrip("0123456789!") in WEAK_WORDS
