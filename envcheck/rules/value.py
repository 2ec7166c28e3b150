"""What is wrong with a value against the standard keywords of its schema."""

from __future__ import annotations

from envcheck.address import Malformed, split
from envcheck.facts.formats import FORMATS
from envcheck.model import Problem
from envcheck.readings import READERS, TYPE_NAMES
from envcheck.rules.registry import variable_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from envcheck.model import Variable
    from envcheck.rules.registry import VariableCheck, VariableSpec

#: Rules that explain a value better than any constraint that it fails: how it is written, or that it should not be there.
READING = (
    "comment-as-value",
    "quoted-value",
    "surrounding-blanks",
    "invisible-character",
    "empty-variable",
    "forbidden-variable",
    "literal-reference",
    "placeholder-value",
)


@variable_rule("wrong-type", keywords=("type",), severity="error", yields_to=READING)
def wrong_type(spec: VariableSpec) -> VariableCheck | None:
    """A value cannot be read as the type that the schema declares.

    Every variable is a text, and a unit behind a number (`100MB`) is a part of it. `integer` is a sign and digits (`1.0`,
    `1_000` and `1e3` are none), `number` a finite decimal, `boolean` one of true/false, 1/0, yes/no, on/off, t/f, y/n in any
    case, `array` and `object` are JSON.

    ## Symptom

    `invalid literal for int() with base 10: '1.0'`, and a restart loop.

    ## Fails

    ```json schema
    {"properties": {"WORKER_RETRY_BASE_DELAY": {"type": "integer"}}}
    ```

    ```env
    WORKER_RETRY_BASE_DELAY=1.0
    ```

    ## Passes

    ```env
    WORKER_RETRY_BASE_DELAY=1
    ```

    ## What to do

    Write the value as the type asks, or declare the type that the code reads.

    ## Source

    JSON Schema 2020-12 Validation, section 6.1.1. That a variable is always a text: Render OpenAPI 1.0.0, schema `envVar`.
    """
    wanted = spec.reading
    read = READERS.get(wanted)
    if read is None:
        return None  # a text is always a text; JSON values are judged whole
    message = f"{spec.name or 'The variable'} is not {TYPE_NAMES[wanted]}."

    def check(variable: Variable) -> Problem | None:
        return Problem(message, _type_hint(wanted, variable.value)) if read(variable.value) is None else None

    return check


#: Units that people write behind a number; a program that reads an integer knows none.
_SIZES = frozenset(unit + end for unit in ("", "k", "m", "g", "t", "ki", "mi", "gi", "ti") for end in ("", "b")) - {""}
_TIMES = frozenset(("s", "sec", "seconds", "ms", "min", "minutes", "h", "hours", "d", "days"))


def _type_hint(wanted: str, value: str) -> str:
    """How to write a value as a type asks; the value itself is not in it."""
    unit = value.strip("+-0123456789., ").lower() if wanted in ("integer", "number") and value[:1].isdigit() else ""
    if unit in _SIZES:
        return "Write the plain number of what the code counts, such as bytes, without a unit."
    if unit in _TIMES:
        return "Write the plain number of what the code counts, such as seconds, without a unit."
    return "Write it as the type asks, or declare the type that the code reads."


def _listed(spec: VariableSpec) -> list[Any]:
    """The values of ``enum``, of ``const``, or those that both allow."""
    if "const" not in spec.keywords:
        return list(spec.keywords["enum"])
    only = spec.keywords["const"]
    if any(only == entry and isinstance(only, bool) == isinstance(entry, bool) for entry in spec.keywords.get("enum", [only])):
        return [only]
    return []


@variable_rule(
    "unlisted-value",
    keywords=("enum", "const"),
    severity="error",
    yields_to=(*READING, "wrong-type", "prepared-statements-on-transaction-pooler", "unsafe-switch"),
)
def unlisted_value(spec: VariableSpec) -> VariableCheck | None:
    """A value is not one of those that the schema lists.

    `enum` lists the values, `const` is a list of one. Case matters unless `x-envcheck` has `"ignoreCase": true`.

    ## Fails

    ```json schema
    {"properties": {"LOG_LEVEL": {"enum": ["DEBUG", "INFO", "WARNING"]}}}
    ```

    ```env
    LOG_LEVEL=VERBOSE
    ```

    ## Passes

    ```env
    LOG_LEVEL=INFO
    ```

    ## What to do

    Use a listed value; where the new value is right, add it to the schema.

    ## Source

    JSON Schema 2020-12 Validation, sections 6.1.2 (`enum`) and 6.1.3 (`const`).
    """
    listed = _listed(spec)

    def unlisted(value: str) -> Problem:
        near = _near(value, listed) if spec.reading == "string" and not spec.secret else ""
        hint = near or "Use a listed value; where the new one is right, add it to the schema."
        return Problem(f"{spec.name or 'The variable'} is not {_enumeration(listed)}.", hint)

    if spec.reading == "string":
        fold = str.casefold if spec.own.get("ignoreCase") else str
        texts = frozenset(fold(entry) for entry in listed if isinstance(entry, str))

        def check_text(variable: Variable) -> Problem | None:
            return None if fold(variable.value) in texts else unlisted(variable.value)

        return check_text
    read = READERS.get(spec.reading)
    if read is None:
        return None
    truths = {entry for entry in listed if isinstance(entry, bool)}
    numbers = {entry for entry in listed if isinstance(entry, (int, float)) and not isinstance(entry, bool)}
    readable = truths if spec.reading == "boolean" else numbers

    def check(variable: Variable) -> Problem | None:
        found = read(variable.value)
        return unlisted(variable.value) if found is None or found not in readable else None

    return check


#: Short forms of what is listed, and those that are too far from it for a look at the letters.
_SHORT = {
    "prod": "production",
    "live": "production",
    "dev": "development",
    "local": "development",
    "stage": "staging",
    "stg": "staging",
}


def _near(value: str, listed: list[Any]) -> str:
    """A hint with the listed value that a value is near to; the value itself is not in it."""
    from difflib import get_close_matches

    texts = {entry.casefold(): entry for entry in listed if isinstance(entry, str) and entry}
    folded = value.casefold().strip()
    if folded in texts:
        return f"Write it as it is listed, {texts[folded]}: case matters, or say ignoreCase in the schema."
    near = [_SHORT[folded]] if _SHORT.get(folded) in texts else get_close_matches(folded, texts, n=1, cutoff=0.75)
    return f"Did you mean {texts[near[0]]}? Where the new value is right, add it to the schema." if near else ""


def _enumeration(listed: list[Any]) -> str:
    import json

    words = [entry if isinstance(entry, str) and entry else json.dumps(entry) for entry in listed]
    if len(words) < 2:
        return words[0] if words else "a value that both enum and const allow, for there is none"
    shown = ", ".join(words[:12])
    return f"one of {shown}" if len(words) <= 12 else f"one of {shown}, … ({len(words)} in all)"


@variable_rule(
    "pattern-mismatch",
    keywords=("pattern",),
    severity="error",
    yields_to=(*READING, "malformed-url", "wrong-scheme", "unlisted-value"),
)
def pattern_mismatch(spec: VariableSpec) -> VariableCheck | None:
    """A value does not match the pattern of its schema.

    A `pattern` is a regular expression that must match somewhere in the value; `^` and `$` tie it to the ends. RE2 matches
    it in linear time, so look-around and back references are refused when the schema is compiled.

    ## Fails

    ```json schema
    {"properties": {"DATABASE_SCHEMA": {"pattern": "^[a-z_][a-z0-9_]*$"}}}
    ```

    ```env
    DATABASE_SCHEMA=upload-pipeline
    ```

    ## Passes

    ```env
    DATABASE_SCHEMA=upload_pipeline
    ```

    ## What to do

    Compare the value with the pattern that the message names.

    ## Source

    JSON Schema 2020-12 Validation, section 6.3.3; `google/re2: doc/syntax.txt` for the patterns.
    """
    from envcheck.patterns import compile_pattern

    pattern = spec.keywords["pattern"]
    matches = compile_pattern(pattern)
    if matches is None:
        spec.refuse("pattern", "no pattern that RE2 can read: look-around and back references have no linear match")
        return None
    message = f"{spec.name or 'The variable'} does not match the pattern {pattern}"
    hint = "Correct the value; where it is right, correct the pattern in the schema."

    def check(variable: Variable) -> Problem | None:
        return None if matches(variable.value) else Problem(message, hint)

    return check


_BOUNDS: dict[str, tuple[str, Callable[[float, float], bool]]] = {
    "minimum": ("at least", lambda number, bound: number >= bound),
    "maximum": ("at most", lambda number, bound: number <= bound),
    "exclusiveMinimum": ("over", lambda number, bound: number > bound),
    "exclusiveMaximum": ("under", lambda number, bound: number < bound),
}


@variable_rule(
    "out-of-range",
    keywords=("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    severity="error",
    yields_to=(*READING, "wrong-type", "unlisted-value"),
)
def out_of_range(spec: VariableSpec) -> VariableCheck | None:
    """A number lies outside the bounds of its schema.

    `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum` and `multipleOf` apply to `integer` and `number`.

    ## Fails

    ```json schema
    {"properties": {"PORT": {"type": "integer", "minimum": 1, "maximum": 65535}}}
    ```

    ```env
    PORT=0
    ```

    ## Passes

    ```env
    PORT=8000
    ```

    ## What to do

    Use a number inside the bounds.

    ## Source

    JSON Schema 2020-12 Validation, section 6.2.
    """
    read = READERS["integer" if spec.reading == "integer" else "number"]
    bounds = [(*_BOUNDS[key], spec.keywords[key]) for key in _BOUNDS if key in spec.keywords]
    step = spec.keywords.get("multipleOf")
    wanted = [f"{word} {bound}" for word, _, bound in bounds]
    if step is not None:
        wanted.append(f"a multiple of {step}")
        bounds.append(("", _is_multiple, step))
    message = f"{spec.name or 'The variable'} is not {' and '.join(wanted)}."
    hint = "Use a number inside the bounds; where it is right, correct them in the schema."

    def check(variable: Variable) -> Problem | None:
        number = read(variable.value)
        if number is None:
            return None
        for _, inside, bound in bounds:
            if not inside(number, bound):
                return Problem(message, hint)
        return None

    return check


def _is_multiple(number: float, step: float) -> bool:
    if isinstance(number, int) and isinstance(step, int):
        return number % step == 0
    from fractions import Fraction  # 0.3 is three times 0.1, but not in binary

    return Fraction(repr(number)) % Fraction(repr(step)) == 0


@variable_rule(
    "wrong-length",
    keywords=("minLength", "maxLength"),
    severity="error",
    yields_to=(*READING, "malformed-url", "wrong-scheme", "unlisted-value", "pattern-mismatch", "wrong-format"),
)
def wrong_length(spec: VariableSpec) -> VariableCheck | None:
    """A text is shorter or longer than its schema allows.

    `minLength` and `maxLength` count characters. The message names the bound, never the length of the value.

    ## Fails

    ```json schema
    {"properties": {"JWT_SECRET_KEY": {"minLength": 32, "writeOnly": true}}}
    ```

    ```env
    JWT_SECRET_KEY=made-up
    ```

    ## Passes

    ```env
    JWT_SECRET_KEY=made-up-made-up-made-up-made-up-made-up
    ```

    ## What to do

    Check that the value was copied whole.

    ## Source

    JSON Schema 2020-12 Validation, sections 6.3.1 and 6.3.2.
    """
    least = spec.keywords.get("minLength", 0)
    most = spec.keywords.get("maxLength", float("inf"))
    name = spec.name or "The variable"
    hint = "Check that the value was copied whole, and nothing with it."

    def check(variable: Variable) -> Problem | None:
        length = len(variable.value)
        if length < least:
            return Problem(f"{name} is shorter than {least} characters.", hint)
        if length > most:
            return Problem(f"{name} is longer than {most} characters.", hint)
        return None

    return check


@variable_rule(
    "wrong-format",
    keywords=("format",),
    severity="error",
    yields_to=(
        *(*READING, "malformed-url", "wrong-scheme", "placeholder-host", "unlisted-value", "pattern-mismatch"),
        *("damaged-key", "wrong-key-role", "wrong-vendor-key"),
    ),
)
def wrong_format(spec: VariableSpec) -> VariableCheck | None:
    """A value does not have the format that its schema names.

    Formats are asserted, not only noted. `envcheck explain wrong-format` lists none of them; docs/schema.md does, with
    examples. Formats that are addresses have rules of their own, which say more.

    ## Symptom

    `Fernet key must be 32 url-safe base64-encoded bytes`.

    ## Fails

    ```json schema
    {"properties": {"DOCUMENT_ENCRYPTION_KEY": {"format": "fernet-key", "writeOnly": true}}}
    ```

    ```env
    DOCUMENT_ENCRYPTION_KEY=made-up-and-too-short
    ```

    ## Passes

    ```env
    DOCUMENT_ENCRYPTION_KEY=bWFkZS11cC1rZXktbWFkZS11cC1rZXktbWFkZS11cC0=
    ```

    ## What to do

    The message says what the format is. Check that the value was copied whole, and into the right variable.

    ## Source

    JSON Schema 2020-12 Validation, section 7; docs/schema.md lists the formats.
    """
    format = FORMATS.get(spec.keywords["format"])
    if format is None:
        return None  # the compiler refuses it
    fits = _fits_one_of(format.schemes) if format.schemes else format.fits
    if fits is None:
        return None
    message = f"{spec.name or 'The variable'} is not {format.wanted}."
    hint = format.hint or "Check that the value was copied whole, and into the right variable."

    def check(variable: Variable) -> Problem | None:
        return None if fits(variable.value) else Problem(message, hint)

    return check


def is_address_of(schemes: tuple[str, ...]) -> Callable[[str], bool]:
    """A test for an address with one of the schemes: what is asked inside of a JSON value."""

    def fits(text: str) -> bool:
        address = split(text)
        return not isinstance(address, Malformed) and (address.scheme in schemes or address.base_scheme in schemes)

    return fits


def _fits_one_of(schemes: tuple[str, ...]) -> Callable[[str], bool]:
    """A test for such an address or none: what a condition knows of a value; elsewhere the address rules say more."""
    is_address = is_address_of(schemes)
    return lambda text: not text or is_address(text)


@variable_rule("unmet-condition", keywords=("anyOf", "oneOf", "not"), severity="error", yields_to=(*READING, "wrong-type"))
def unmet_condition(spec: VariableSpec) -> VariableCheck | None:
    """A condition of the schema is not met, and no other rule names it.

    It speaks for `anyOf`, `oneOf`, `not`, `propertyNames`, `minProperties`, `maxProperties`. What `if`, `then`, `else`,
    `allOf` and `dependentSchemas` ask is reported under the rule of what they ask.

    ## Fails

    ```json schema
    {"properties": {"CACHE": {"anyOf": [{"const": "off"}, {"format": "redis-url"}]}}}
    ```

    ```env
    CACHE=on
    ```

    ## Passes

    ```env
    CACHE=off
    ```

    ## What to do

    Look at the condition in the schema, at the place that the finding names.

    ## Source

    JSON Schema 2020-12 Core, section 10.2: `anyOf`, `oneOf`, `not`, `if`.
    """
    judge = unmet(spec.keywords, spec.branches)
    name = spec.name or "The variable"

    def check(variable: Variable) -> Problem | None:
        for _, reason in judge(variable):
            return Problem(f"{name} {reason}.", "Look at the condition in the schema, and correct the one that is wrong.")
        return None

    return check


def unmet(keywords: Any, branches: Any) -> Any:
    """A function that gives, for a variable or an environment, which of anyOf, oneOf and not it fails, and how."""
    any_of = branches("anyOf") if "anyOf" in keywords else None
    one_of = branches("oneOf") if "oneOf" in keywords else None
    excluded = branches("not") if "not" in keywords else ()

    def judge(subject: Any) -> list[tuple[str, str]]:
        reasons = []
        if any_of is not None and not any(branch.holds(subject) for branch in any_of):
            reasons.append(("anyOf", f"meets none of the {len(any_of)} alternatives of anyOf in the schema"))
        if one_of is not None:
            met = sum(branch.holds(subject) for branch in one_of)
            if met != 1:
                found = "none" if not met else "more than one"
                reason = f"meets {found} of the {len(one_of)} alternatives of oneOf in the schema, not exactly one"
                reasons.append(("oneOf", reason))
        if any(branch.holds(subject) for branch in excluded):
            reasons.append(("not", "meets what the schema excludes with not"))
        return reasons

    return judge
