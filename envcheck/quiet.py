"""Tests that tell at a glance that no rule has anything to say of a value.

Nearly all values are right, and a check of each of them by each rule would take ten times as long as reading them. A test
is true only where every rule is silent, in each environment; where it is false, the rules look. So it may know less than the
rules, never more: ``tests/test_quiet.py`` holds that for values of all kinds.
"""

from __future__ import annotations

from envcheck.address import Address, are_plain_credentials, plain_parts, split
from envcheck.facts.endpoints import classify, is_told_host
from envcheck.facts.formats import FORMATS, KEY_HEADS
from envcheck.facts.hosts import is_untold
from envcheck.facts.names import VENDOR_FORMATS, is_told, told_by
from envcheck.facts.names import is_plain as is_plain_name
from envcheck.facts.placeholder_words import ENDS, SECRET_HEADS, SECRET_TAILS, TAILS, is_unmarked, is_unmarked_secret
from envcheck.keywords import ANNOTATIONS, X_ENVCHECK
from envcheck.readings import BOOLEANS
from envcheck.rules.address import INSECURE_SCHEMES, POSTGRES_SCHEMES
from envcheck.rules.postgres.endpoints import told_kind
from envcheck.rules.reading import UNUSUAL_ENDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from collections.abc import Set as AbstractSet
    from typing import Any

    from envcheck.model import Variable
    from envcheck.rules.registry import VariableSpec

    Quiet = Callable[[str], bool]

#: Words of a schema object that judge no value, or only through what is told of the variable as a whole.
_SILENT = ANNOTATIONS.keys() | {"type", "$ref", "allOf", X_ENVCHECK}
_OF_NUMBERS = frozenset(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"))
_OF_TEXTS = frozenset(("minLength", "maxLength", "format", "pattern"))
_LISTS = frozenset(("enum", "const"))

#: Formats in which nobody can write a word, so that no text of theirs is a placeholder.
_NEVER_WORDS = frozenset(("uuid", "ipv4", "ipv6", "port", "date"))

#: No setting needs more digits, and a double has no more.
_MOST_DIGITS = 15

#: Characters at an end of a text that make rules look at it.
_ENDS = UNUSUAL_ENDS + ENDS

#: Beginnings that make rules look at a text; an empty one has no other.
_HEADS = KEY_HEADS | {""}

_BOOLEAN_TEXTS = frozenset(text for word in BOOLEANS for text in (word, word.upper(), word.capitalize()))


def is_loud(text: str) -> bool:
    """A test that tells nothing: every value is looked at."""
    return False


def is_ordinary(text: str, schemes: AbstractSet[str]) -> bool:
    """Whether a text is a plain address, without parameters, at a host that no table knows and that names no project."""
    scheme, _, rest = text.partition("://")
    if scheme not in schemes:
        return False
    credentials, place = "", ""
    if scheme not in _NOT_BY_HOST:
        place, _, path = rest.partition("/")
        if "@" in place:
            credentials, _, place = place.rpartition("@")
            if not are_plain_credentials(credentials):
                return False
        if place in _ORDINARY:
            return (
                text.isascii()
                and (not path or (path[0] != "/" and path.replace("/", "a").replace("-", "a").isalnum()))
                and _is_own(credentials)
            )
    if ".supabase." in text:  # it names a project
        return False
    parts = plain_parts(text)
    if parts is None or not is_untold(parts[2]) or not _is_own(parts[1]):
        return False
    if scheme in POSTGRES_SCHEMES:
        return parts[4].strip("/") != "" and not is_told_host(parts[2])
    if place and len(_ORDINARY) < _MOST_REMEMBERED:
        _ORDINARY.add(place)
    return True


#: Hosts, with their ports, that were found ordinary: the same few stand in the variables of many services. No credentials.
_ORDINARY: set[str] = set()
_MOST_REMEMBERED = 10_000

#: Schemes for which host and port do not tell whether an address is ordinary.
_NOT_BY_HOST = POSTGRES_SCHEMES | {"mongodb+srv"}


def _is_own(credentials: str) -> bool:
    """Whether user and password, of plain characters, are certainly none that somebody else made up."""
    if not credentials:
        return True
    if "." in credentials or "your" in credentials or "YOUR" in credentials:
        return False
    user, _, password = credentials.partition(":")
    if not password:
        return user[-4:] not in TAILS
    tail = password[-4:]
    return (
        password != user
        and password[:4].lower() not in SECRET_HEADS
        and tail.lower() not in SECRET_TAILS
        and tail not in TAILS
        and user[-4:] not in TAILS
    )


def unnamed(text: str) -> bool:
    """The test of a variable that no schema names.

    A text that is no address has to be written as most are, to stand for itself, and to be no reference and no known key.
    """
    if "://" in text:
        return is_ordinary(text, _USUAL_SCHEMES)
    return (
        text.isascii()
        and text.isprintable()
        and text.strip(_ENDS) == text
        and "$" not in text
        and text[:3] not in _HEADS
        and text[-4:] not in TAILS
        and "your" not in text
        and "YOUR" not in text
    )


def is_silent(name: str, value: str) -> bool:
    """Whether no rule has anything to say of a variable because of what its name tells."""
    if is_plain_name(name):
        return True
    if name in _TOLD:
        told = _TOLD[name]
    else:
        told = told_by(name)
        if len(_TOLD) < _MOST_REMEMBERED:
            _TOLD[name] = told
    return told is None or not told(value)


#: What names tell: the same stand in many services.
_TOLD: dict[str, Quiet | None] = {}


def own_test(spec: VariableSpec, keywords: Iterable[Mapping[str, Any]] = ()) -> Callable[[Variable], bool]:
    """A test that tells of a value that names a project that nothing is to be said of it by itself.

    It is held against those of other variables all the same. What is told is the usual address of a service on Render and
    Supabase: the shared pooler, with a project, without parameters.
    """
    postgres = spec.own.get("postgres", {})
    if (
        any(part.keys() - _SILENT - {"format"} for part in keywords)
        or spec.reading != "string"
        or not {"postgres-url"}.issuperset(spec.formats)
        or spec.own.keys() & {"url", "ignoreCase"}
        or "driver" in postgres
        or spec.context.is_template
    ):
        return lambda variable: False
    wanted = frozenset(postgres.get("endpoints") or ("pooler-session", "pooler-transaction"))
    names: dict[str, bool] = {}

    def test(variable: Variable) -> bool:
        if ".pooler.supabase." not in variable.value or not _is_usual_pooler(variable.value, wanted):
            return False
        name = variable.name
        if name not in names:
            names[name] = told_by(name) is None and not told_kind(name)
        return names[name]

    return test


def _is_usual_pooler(text: str, wanted: AbstractSet[str]) -> bool:
    parts = plain_parts(text)
    if parts is None:
        return False
    scheme, credentials, host, port, path = parts
    user, _, password = credentials.partition(":")
    if not password or password == user or not is_unmarked_secret(password):
        return False
    key = (scheme, user, host, port, path)
    kind = _POOLERS.get(key)
    if kind is None:
        kind = _kind_of_pooler(text, user) if path and "/" not in path else ""
        if len(_POOLERS) < _MOST_REMEMBERED:
            _POOLERS[key] = kind
    return kind in wanted


def _kind_of_pooler(text: str, user: str) -> str:
    """The kind of endpoint that an address reaches from everywhere, as a user that it can know; empty where it does not."""
    address = split(text)
    endpoint = classify(address) if isinstance(address, Address) and address.scheme in POSTGRES_SCHEMES else None
    if endpoint is None or endpoint.ip_family != "ipv4" or not endpoint.knows_user or not is_unmarked(user):
        return ""
    return endpoint.kind


#: What ``_kind_of_pooler`` has told; no key has a password.
_POOLERS: dict[tuple[str, ...], str] = {}


#: Schemes that are right wherever no schema says which are.
_USUAL_SCHEMES = frozenset(("https", "postgresql", "postgres", "rediss", "amqp", "amqps"))


#: The tests that were made, by what they ask: most variables ask the same, and one test for all of them stays at hand.
_TESTS: dict[str, Quiet] = {}


def quiet_test(spec: VariableSpec, keywords: Iterable[Mapping[str, Any]]) -> Quiet:
    """The test of a variable that a schema names; ``keywords`` are those of all its schema objects."""
    asked: dict[str, Any] = {}
    for part in keywords:
        for key, value in part.items():
            if key not in _SILENT:
                if key in asked:  # said twice, in two schema objects
                    return is_loud
                asked[key] = value
    if (
        spec.own.keys() & {"url", "ignoreCase"}
        or "driver" in spec.own.get("postgres", ())  # which may refuse the most usual scheme
    ):
        return is_loud
    is_secret = spec.secret and not spec.is_listed and not any(FORMATS[name].schemes for name in spec.formats)
    told = _told_of(spec.name, is_secret, asked.get("minLength", 0)) if spec.name is not None else None
    if told is is_loud:
        return is_loud
    known = f"{is_secret} {spec.reading} {asked}"
    if known not in _TESTS:
        test = _test(spec.reading, asked)
        _TESTS[known] = _secret_test(test, asked) if is_secret and test is not is_loud else test
    test = _TESTS[known]
    return test if test is is_loud else _with_told(test, told)


def _told_of(name: str, is_secret: bool, least: int) -> Quiet | None:
    """The test of what the name of a variable tells, if it tells anything; ``is_loud`` where only the rules know."""
    key = (name, is_secret, least)
    if key in _TOLD_OF:
        return _TOLD_OF[key]
    told = is_loud if is_told(name) else told_by(name, is_secret=is_secret, least=least)
    if len(_TOLD_OF) < _MOST_REMEMBERED:
        _TOLD_OF[key] = told
    return told


#: What names tell of variables that schemas name.
_TOLD_OF: dict[tuple[str, bool, int], Quiet | None] = {}


def _with_told(test: Quiet, told: Quiet | None) -> Quiet:
    """A test that knows what the name of the variable tells."""
    if told is None:
        return test
    texts = getattr(test, "__self__", None)
    if isinstance(texts, frozenset):  # the test is whether a text is in it
        return frozenset(text for text in texts if not told(text)).__contains__
    return lambda text: not told(text) and test(text)


def _secret_test(test: Quiet, asked: Mapping[str, Any]) -> Quiet:
    """A test that also tells that a text is none of those that people write where a secret belongs."""
    if test is unnamed or asked.keys() == {"minLength"}:
        return _usual_secret_test(asked.get("minLength", 1))
    return lambda text: text[:4].lower() not in SECRET_HEADS and text[-4:].lower() not in SECRET_TAILS and test(text)


def _usual_secret_test(least: int) -> Quiet:
    """What ``_secret_test`` makes of ``unnamed`` and a least length, with each part of the text looked at once."""

    def test(text: str) -> bool:
        if text[:4].lower() in SECRET_HEADS or text[-4:].lower() in _ALL_TAILS or len(text) < least:
            return False
        if "://" in text:
            return is_ordinary(text, _USUAL_SCHEMES)
        return (
            text.isascii()
            and text.isprintable()
            and text.strip(_ENDS) == text
            and "$" not in text
            and text[:3] not in _HEADS
            and "your" not in text
            and "YOUR" not in text
        )

    return test


_ALL_TAILS = SECRET_TAILS | {tail.lower() for tail in TAILS}


def quiet_for_both(one: Quiet, other: Quiet) -> Quiet:
    """The test of a name that two schemas are asked of."""
    return lambda text: one(text) and other(text)


def _test(reading: str, asked: Mapping[str, Any]) -> Quiet:
    if reading == "boolean" and not asked:
        return _BOOLEAN_TEXTS.__contains__
    if reading == "integer" or reading == "number":
        return _number_test(reading, asked)
    if reading == "string":
        return _text_test(asked)
    return is_loud


def _number_test(reading: str, asked: Mapping[str, Any]) -> Quiet:
    listed = _listed(asked)
    if asked.keys() <= _LISTS and listed is not None:
        return frozenset(str(entry) for entry in listed if type(entry) is int).__contains__
    step = asked.get("multipleOf", 1)
    if not asked.keys() <= _OF_NUMBERS or type(step) is not int or (step != 1 and reading != "integer"):
        return is_loud
    low = max(asked.get("minimum", float("-inf")), asked.get("exclusiveMinimum", float("-inf")))
    high = min(asked.get("maximum", float("inf")), asked.get("exclusiveMaximum", float("inf")))
    excluded = {asked.get("exclusiveMinimum"), asked.get("exclusiveMaximum")}
    least = max(low, 0)
    most = min(high, 10**_MOST_DIGITS)  # an integer, for it is compared in half the time
    if reading == "number":
        return _fraction_test(least, most, excluded)
    if step == 1 and excluded == {None}:  # the most usual numbers, told faster
        return lambda text: text.isdigit() and len(text) <= _MOST_DIGITS and text.isascii() and least <= int(text) <= most

    def test(text: str) -> bool:
        if not text.isdigit() or not text.isascii() or len(text) > _MOST_DIGITS:
            return False
        number = int(text)
        return least <= number <= most and number not in excluded and number % step == 0

    return test


def _fraction_test(least: float, most: float, excluded: AbstractSet[float | None]) -> Quiet:
    def is_inside(text: str) -> bool:
        digits = text.replace(".", "", 1)
        return digits.isdigit() and len(text) <= _MOST_DIGITS and text.isascii() and least <= float(text) <= most

    def test(text: str) -> bool:
        if not text.replace(".", "", 1).isdigit() or len(text) > _MOST_DIGITS or not text.isascii():
            return False
        number = float(text)
        return least <= number <= most and number not in excluded

    return is_inside if excluded == {None} else test


def _text_test(asked: Mapping[str, Any]) -> Quiet:
    if not asked.keys() <= _OF_TEXTS | _LISTS:
        return is_loud
    listed = _listed(asked)
    test = _written_test(asked)
    if "pattern" in asked and test is not is_loud:
        test = _matching_test(test, asked["pattern"])
    if listed is None:
        return test
    return frozenset(entry for entry in listed if isinstance(entry, str) and test(entry)).__contains__


def _matching_test(test: Quiet, pattern: str) -> Quiet:
    from envcheck.patterns import compile_pattern  # few schemas have one

    matches = compile_pattern(pattern)
    return is_loud if matches is None else lambda text: test(text) and matches(text)


def _written_test(asked: Mapping[str, Any]) -> Quiet:
    test = _format_test(asked)
    least, most = asked.get("minLength", 1), asked.get("maxLength", float("inf"))
    if test is is_loud or (least <= 1 and "maxLength" not in asked):  # an empty text is quiet nowhere
        return test
    return lambda text: least <= len(text) <= most and test(text)


def _format_test(asked: Mapping[str, Any]) -> Quiet:
    format = FORMATS.get(asked.get("format", ""))
    if asked.get("format") in VENDOR_FORMATS:
        return is_loud
    if format is None or (format.fits is None and not format.schemes):
        return unnamed
    if format.schemes:
        schemes = frozenset(format.schemes) - INSECURE_SCHEMES
        return lambda text: is_ordinary(text, schemes)
    fits = format.fits
    assert fits is not None
    if format is FORMATS["origin"]:
        origins = frozenset(("https",))
        return lambda text: is_ordinary(text, origins) and text.count("/") == 2 and "@" not in text
    if asked["format"] in _NEVER_WORDS:
        return fits
    if format.is_plain:
        return lambda text: text[:3] not in KEY_HEADS and is_unmarked(text) and fits(text)
    return lambda text: unnamed(text) and fits(text)


def _listed(asked: Mapping[str, Any]) -> list[Any] | None:
    """The values of ``enum`` or ``const``; an empty list where both stand, which is for the rules to judge."""
    if "enum" in asked and "const" in asked:
        return []
    return [asked["const"]] if "const" in asked else asked.get("enum")
