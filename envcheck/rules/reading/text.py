"""What is wrong with how a value is written."""

from __future__ import annotations

from envcheck.model import Problem
from envcheck.rules.names import called
from envcheck.rules.registry import text_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from envcheck.model import Variable
    from envcheck.rules.registry import VariableCheck, VariableSpec

#: Characters that no screen shows and no setting means: code point to name.
INVISIBLE = {
    "\ufeff": "a byte order mark (U+FEFF)",
    "\u200b": "a zero-width space (U+200B)",
    "\u200c": "a zero-width non-joiner (U+200C)",
    "\u200d": "a zero-width joiner (U+200D)",
    "\u2060": "a word joiner (U+2060)",
    "\u00ad": "a soft hyphen (U+00AD)",
    "\u00a0": "a no-break space (U+00A0)",
    "\u202f": "a narrow no-break space (U+202F)",
    "\u2028": "a line separator (U+2028)",
    "\u2029": "a paragraph separator (U+2029)",
    **{chr(code): f"a direction mark (U+{code:04X})" for code in (0x200E, 0x200F, *range(0x202A, 0x202F))},
    **{chr(code): f"a direction mark (U+{code:04X})" for code in range(0x2066, 0x206A)},
    **{chr(code): f"a control character (U+{code:04X})" for code in (*range(9), 11, 12, *range(14, 32), *range(127, 160))},
}

#: They join and direct letters of other scripts and emoji, where they are right.
_JOINERS = "\u200c\u200d\u200e\u200f"

#: French sets them before a mark, and between the digits of a number.
_NO_BREAKS = "\u00a0\u202f"
_MARKS = "!?:;»%€"


def _is_typography(character: str, before: str, behind: str) -> bool:
    """Whether an invisible character stands where people's writing has it."""
    if not before or not behind:
        return False
    if character in _JOINERS:
        return (
            not (before.isascii() and behind.isascii()) if character > "\u200d" else not before.isascii() and not behind.isascii()
        )
    if character in _NO_BREAKS:
        return behind in _MARKS or before == "«" or (before.isdigit() and behind.isdigit())
    return False


def _first_invisible(value: str) -> str | None:
    for index, character in enumerate(value):
        if character in INVISIBLE:
            if _is_typography(character, value[index - 1 : index] if index else "", value[index + 1 : index + 2]):
                continue
            return INVISIBLE[character]
        if "\ud800" <= character <= "\udfff":
            return "half of a surrogate pair"
    return None


@text_rule("invisible-character", severity="error")
def invisible_character(spec: VariableSpec) -> VariableCheck | None:
    """A value holds a character that cannot be seen.

    Byte order marks, zero-width and no-break spaces and control characters come with text that was copied from a web
    page or a document. The value looks right everywhere, and a key with one is refused.

    ## Symptom

    `UnicodeEncodeError: 'ascii' codec can't encode character`, or an API answers that the key is invalid.

    ## Fails

    ```json
    {"OPENAI_MODEL": "text-embedding\\u200b-3-small"}
    ```

    ## Passes

    ```json
    {"OPENAI_MODEL": "text-embedding-3-small", "GREETING": "Grüße", "CERTIFICATE": "line one\\nline two"}
    ```

    ## What to do

    Type the value again, or copy it as plain text.

    ## Source

    httpx and h11 refuse such header values (reproduced 2026-11).
    """

    def check(variable: Variable) -> Problem | None:
        found = _first_invisible(variable.value)
        if found is None:
            return None
        return Problem(f"{called(variable.name)} holds {found}.", "Type the value again, or copy it as plain text.")

    return check


_QUOTES = {'"': '"', "'": "'", "`": "`", "\u201c": "\u201d", "\u2018": "\u2019", "\u201d": "\u201d", "\u2019": "\u2019"}

#: Sources of a Content-Security-Policy that stand in quotes; CSP3 section 2.3.1. The others hold a nonce or a digest.
_CSP_KEYWORDS = frozenset(
    f"'{word}'"
    for word in (
        *("self", "none", "unsafe-inline", "unsafe-eval", "unsafe-hashes"),
        *("wasm-unsafe-eval", "strict-dynamic", "report-sample"),
    )
)
_CSP_SOURCES = ("'nonce-", "'sha256-", "'sha384-", "'sha512-")


@text_rule("quoted-value", severity="error", yields_to=("comment-as-value",))
def quoted_value(spec: VariableSpec) -> VariableCheck | None:
    """A value stands in quotes that reach the process.

    A .env loader takes quotes away, a dashboard and an API do not: the process gets them as part of the value. Curly
    quotes, as word processors make them, are kept by every loader. The keywords of a Content-Security-Policy (`'self'`) are
    written with quotes, and are right, as is a text in a variable whose format is `json`.

    ## Symptom

    `scheme is expected to be either "postgresql" or "postgres"`, or a key that is refused.

    ## Fails

    ```json
    {"LOG_LEVEL": "\\"INFO\\""}
    ```

    ```env
    LOG_LEVEL=“INFO”
    ```

    ## Passes

    ```env
    LOG_LEVEL="INFO"
    ```

    ```json
    {"MOTTO": "\\"now\\" or \\"never\\"", "CSP_DEFAULT_SRC": "'self'"}
    ```

    ## What to do

    Take the quotes away.

    ## Source

    asyncpg, SQLAlchemy, libpq refuse quoted URLs (reproduced 2026-11).
    """
    if spec.reading in ("array", "object") or "json" in spec.formats:
        return None

    def check(variable: Variable) -> Problem | None:
        value = variable.value
        closing = _QUOTES.get(value[:1])
        if len(value) < 2 or closing is None or value[-1] != closing or closing in value[1:-1]:
            return None
        if value in _CSP_KEYWORDS or value.startswith(_CSP_SOURCES):
            return None
        return Problem(f"{called(variable.name)} stands in quotes that are part of its value.", "Take the quotes away.")

    return check


#: Names of variables whose value may well be a blank.
_SEPARATORS = ("SEPARATOR", "DELIMITER", "DELIM", "_SEP", "INDENT")
#: Names of variables that are joined to another text, with a blank between the two.
_JOINED = ("PREFIX", "SUFFIX", "PROMPT")


@text_rule("surrounding-blanks", severity="error", yields_to=("invisible-character",))
def surrounding_blanks(spec: VariableSpec) -> VariableCheck | None:
    """A value begins or ends with a blank or a line break.

    It comes from copying a line as a whole. A header with it is refused, a database name gets it, and nothing shows it.
    A block of several lines, such as a certificate, may end in a line break; around JSON and a PEM block blanks do no harm. A
    text of signs alone (`, `) separates something, and is right, as is the blank that joins a prefix to what follows.

    ## Symptom

    `LocalProtocolError: Illegal header value`, `database "… " does not exist`, connection errors of an SDK.

    ## Fails

    ```json
    {"OPENAI_MODEL": "text-embedding-3-small\\n"}
    ```

    ```env
    OPENAI_MODEL=" text-embedding-3-small"
    ```

    ## Passes

    ```env
    OPENAI_MODEL=   text-embedding-3-small
    ```

    ```json
    {"CERTIFICATE": "line one\\nline two\\n", "JOINED_BY": ", ", "CSV_DELIMITER": "\\t"}
    ```

    ## What to do

    Delete what stands before and behind the value.

    ## Source

    httpx refuses the header; SQLAlchemy and libpq put a trailing line break into the database name (reproduced 2026-11).
    RFC 8259 section 2 (JSON) and RFC 7468 section 2 (PEM) allow blanks around.
    """

    def check(variable: Variable) -> Problem | None:
        value = variable.value
        stripped = value.strip()
        if stripped == value or (not stripped and spec.own.get("allowEmpty")):
            return None
        if "\n" in stripped and value in (stripped + "\n", stripped + "\r\n"):
            return None
        if stripped[:1] + stripped[-1:] in ("{}", "[]") or stripped.startswith("-----BEGIN "):
            return None
        name = "_" + variable.name.upper()
        if (stripped and not any(map(str.isalnum, stripped))) or name.endswith(_SEPARATORS):
            return None
        if name.endswith(_JOINED) and value.strip(" ") == stripped:
            return None
        if not stripped:
            return Problem(f"{called(variable.name)} holds nothing but blanks.", "Set a value, or delete the variable.")
        side = "begins" if value[0].isspace() else "ends"
        return Problem(
            f"{called(variable.name)} {side} with a blank or a line break.", "Delete what stands before and behind the value."
        )

    return check
