"""What is wrong with a source as it was read."""

from __future__ import annotations

from envcheck.model import Problem, Related
from envcheck.rules.names import called, is_plain_name, is_showable
from envcheck.rules.registry import environment_rule, name_rule, text_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from envcheck.model import Environment, Variable
    from envcheck.rules.registry import VariableCheck, VariableSpec

#: Characters at an end of a value that make it worth a second look.
UNUSUAL_ENDS = " \t\r\n\v\f\"'`#\u201c\u201d\u2018\u2019"

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


def is_unusual(value: str) -> bool:
    """Whether the text rules have to look at a value; this one test spares the others their work."""
    return not (value.isascii() and value.isprintable() and value.strip(UNUSUAL_ENDS) == value)


@environment_rule("malformed-line", severity="error")
def malformed_line(environment: Environment) -> Iterator[Problem]:
    """A line of a .env file cannot be read, so its variable is not set.

    A loader skips such a line, mostly in silence, and the service starts without the variable.
    The rest of the file is still checked. The text of the line is not shown: it may hold a secret.
    Variables that stand on the line are unknown rather than missing, and are not reported as missing.

    ## Fails

    ```env
    API_TOKEN="made-up"behind
    ```

    ```env
    LOG_LEVEL
    ```

    ## Passes

    ```env
    API_TOKEN="made-up" # a comment
    LOG_LEVEL=INFO
    ```

    ## What to do

    Write `NAME=value` on a line of its own. Close the quotes, and put a comment behind a blank.

    ## When to switch it off

    Never: a line that is not read cannot be checked.

    ## Source

    `theskumar/python-dotenv: src/dotenv/parser.py`: such a line is skipped, with a warning in the log (reproduced 2026-11).
    """
    for unread in environment.unread:
        yield Problem(
            f"This line cannot be read: {unread.reason}.",
            "Write NAME=value, with the value in quotes if it holds blanks or '#'.",
            unread.location,
        )


@environment_rule("non-text-value", severity="error")
def non_text_value(environment: Environment) -> Iterator[Problem]:
    """An entry of an export has a value that is not a text.

    The Render API gives every value as a JSON string. A number, a boolean, null or no value at all shows that the file
    was edited or made by another tool, and what the service would receive cannot be told.

    ## Fails

    ```json
    [{"key": "WORKER_MAX_JOBS", "value": 4}]
    ```

    ## Passes

    ```json
    [{"key": "WORKER_MAX_JOBS", "value": "4"}]
    ```

    ## What to do

    Export again, or put the value in quotes.

    ## Source

    Render OpenAPI 1.0.0, schema `envVar`: `value` is a string (verified 2026-11).
    """
    for entry in environment.non_text:
        yield Problem(
            f"{called(entry.name)} has no text as its value: it is {entry.found}.",
            "Put the value in quotes, or export the service again.",
            entry.location,
            variable=entry.name if is_showable(entry.name) else None,
        )


@environment_rule("duplicate-variable", severity="error")
def duplicate_variable(environment: Environment) -> Iterator[Problem]:
    """A variable is set twice in one source.

    Most loaders keep the last value, some the first, some refuse the file: which one the service gets depends on the
    loader. envcheck judges the last. Where both values are equal it is a warning.

    ## Fails

    ```env
    LOG_LEVEL=INFO
    LOG_LEVEL=DEBUG
    ```

    ## Passes

    ```env
    LOG_LEVEL=INFO
    # LOG_LEVEL=DEBUG
    ```

    ## What to do

    Delete the line that is not meant.

    ## Source

    Of 61 loaders 57 keep the last, 3 the first, 1 refuses (observed 2026-11).
    """
    for each in environment.repeated:
        outcome = "with the same value" if each.is_same_value else "with another value, and the last one counts"
        yield Problem(
            f"{called(each.name)} is set more than once, {outcome}.",
            "Delete the line that is not meant.",
            each.later,
            (Related("first set here", each.earlier),),
            variable=each.name if is_showable(each.name) else None,
            severity="warning" if each.is_same_value else None,
        )


@environment_rule("comment-as-value", severity="error")
def comment_as_value(environment: Environment) -> Iterator[Problem]:
    """A variable has nothing but a comment behind its equals sign.

    Loaders disagree: many take the comment as the value, so that a signing key becomes a sentence; others read an
    empty value. Nobody means either. A `#` directly followed by text (`#0f172a`, `#alerts`) is a value and is right.

    ## Fails

    ```env
    SIGNING_KEY=  # ask the platform team
    ```

    ## Passes

    ```env
    # ask the platform team
    SIGNING_KEY=made-up
    BRAND_COLOR=#0f172a
    ```

    ## What to do

    Set the value, or delete the line. Put the comment on a line of its own.

    ## Source

    `KEY= # comment` read by 61 loaders: 41 empty, 19 the comment, 1 refuses (observed 2026-11).
    """
    for name in sorted(environment.comments):
        yield Problem(
            f"{called(name)} has only a comment as its value.",
            "Set the value, or delete the line; put the comment on a line of its own.",
            environment[name].location,
            variable=name if is_showable(name) else None,
        )


@name_rule("invalid-name", severity="warning")
def invalid_name(environment: Environment, known: AbstractSet[str]) -> Iterator[Problem]:
    """A variable's name is not made of letters, digits and underscores, or starts with a digit.

    python-dotenv and others accept such a name; a shell cannot export it, and some loaders drop or refuse it.
    The name itself is not shown, because a secret that was pasted on a line of its own looks like a name. A name that the
    schema has is right, and in a closed schema another is an error.

    ## Fails

    ```env
    APP-NAME=demo
    ```

    ## Passes

    ```env
    APP_NAME=demo
    _private=1
    ```

    ## What to do

    Use A-Z, 0-9 and `_`, and start with a letter or `_`. If the name looks right, retype it: it may hold a character that
    cannot be seen.

    ## Source

    `APP-NAME=value` read by 61 loaders: 35 set it, 26 drop or refuse it (observed 2026-11).
    """
    if environment.has_plain_names:
        return
    names = environment.values
    if all(map(str.isidentifier, names)) and "".join(names).isascii():  # a quick look at all of them
        return
    for name in names:
        if not is_plain_name(name) and name not in known:
            variable = environment[name]
            yield Problem(
                "The name of a variable is not made of the letters A-Z, digits and '_', or starts with a digit.",
                "Rename it; if it looks right, retype it, for it may hold an invisible character.",
                variable.location,
                subject=variable,
            )


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
