"""What the family *value* says of a value against the standard keywords of its schema."""

from __future__ import annotations

from typing import Any

import pytest

from envcheck.model import Location
from envcheck.rules.all import RULES
from tests.conftest import SCHEMA_PATH, Check, ids, variable
from tests.rules.helpers import ANYWHERE, MARKER, exported, placed, shown, spoken

Keywords = dict[str, Any]

INTEGER = {"type": "integer"}
NUMBER = {"type": "number"}
BOOLEAN = {"type": "boolean"}
PORT = {"type": "integer", "minimum": 1, "maximum": 65535}
LEVEL = {"enum": ["DEBUG", "INFO", "WARNING"]}
FERNET = "bWFkZS11cC1rZXktbWFkZS11cC1rZXktbWFkZS11cC0="
FERNET_STANDARD = "bWFkZS11cC1rZXktbWFkZS11cC1rZXktbWFkZS1+/z0="
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtYWRlLXVwIn0.bWFkZS11cC1tYWRlLXVwLW1hZGUtdXAtbWFkZS11cC0"

# -- values that are right

RIGHT: dict[str, tuple[Keywords, str]] = {
    "integer": (INTEGER, "4"),
    "integer-zero": (INTEGER, "0"),
    "integer-negative": (INTEGER, "-1"),
    "integer-with-plus": (INTEGER, "+5"),
    "integer-leading-zeros": (INTEGER, "007"),
    "integer-of-nineteen-digits": (INTEGER, "1234567890123456789"),
    "integer-or-null": ({"type": ["integer", "null"]}, "4"),
    "optional-integer-of-pydantic": ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "4"),
    "integer-or-boolean": ({"type": ["integer", "boolean"]}, "yes"),
    "integer-or-text": ({"type": ["integer", "string"]}, "auto"),
    "number-whole": (NUMBER, "1"),
    "number-decimal": (NUMBER, "1.0"),
    "number-without-a-zero": (NUMBER, ".5"),
    "number-with-exponent": (NUMBER, "1e-3"),
    "number-rate": ({"type": "number", "minimum": 0, "maximum": 1}, "0.25"),
    **{f"boolean-{word}": (BOOLEAN, word) for word in ("true", "False", "1", "0", "YES", "no", "on", "Off", "t", "n")},
    "boolean-that-must-be-true": ({"type": "boolean", "const": True}, "yes"),
    "array": ({"type": "array"}, '["a", 1]'),
    "array-empty": ({"type": "array"}, "[]"),
    "array-of-origins": ({"type": "array", "items": {"type": "string"}}, '["https://app.acme.dev"]'),
    "array-of-addresses": ({"type": "array", "items": {"format": "http-url"}}, '["https://a.acme.dev/v1", "http://b.acme.dev"]'),
    "object-with-an-address": (
        {"type": "object", "properties": {"url": {"format": "redis-url"}}},
        '{"url": "rediss://cache.acme.dev:6380/0", "b": "x"}',
    ),
    "array-of-other-things-than-addresses": ({"type": "array", "items": {"format": "http-url"}}, "[1, null]"),
    "array-with-last-newline": ({"type": "array"}, "[1]\n"),
    "object": ({"type": "object", "required": ["a"]}, '{"a": 1}'),
    "list": ({"type": "array", "items": INTEGER, "x-envcheck": {"separator": ","}}, "1,2,3"),
    "list-of-one": ({"type": "array", "items": INTEGER, "x-envcheck": {"separator": ","}}, "1"),
    "list-empty": ({"type": "array", "items": INTEGER, "x-envcheck": {"separator": ","}}, ""),
    "list-of-kafka-brokers": ({"type": "array", "x-envcheck": {"separator": ","}}, "k1.acme.dev:9092,k2.acme.dev:9092"),
    "list-of-origins": (
        {"type": "array", "items": {"format": "origin"}, "x-envcheck": {"separator": ","}},
        "https://app.acme.dev,http://localhost:3000",
    ),
    "enum": (LEVEL, "INFO"),
    "enum-with-empty": ({"enum": ["", "debug"]}, ""),
    "enum-with-null": ({"enum": ["debug", None]}, "debug"),
    "enum-of-integers": ({"type": "integer", "enum": [384, 1536]}, "1536"),
    "enum-of-integers-written-otherwise": ({"type": "integer", "enum": [1]}, "01"),
    "enum-in-any-case": ({**LEVEL, "x-envcheck": {"ignoreCase": True}}, "info"),
    "const": ({"const": "production"}, "production"),
    "pattern": ({"pattern": "^[a-z_][a-z0-9_]*$"}, "upload_pipeline"),
    "pattern-somewhere": ({"pattern": "acme"}, "made-by-acme-dev"),
    "pattern-that-allows-empty": ({"pattern": "^$|^https://"}, ""),
    "pattern-in-any-case": ({"pattern": "(?i)^bearer "}, "Bearer made-up"),
    "at-the-bounds": (PORT, "65535"),
    "multiple": ({"type": "number", "multipleOf": 0.1}, "0.3"),
    "length-at-the-bound": ({"minLength": 4, "maxLength": 4}, "made"),
    "length-in-characters": ({"maxLength": 3}, "äöü"),
    "fernet-key": ({"format": "fernet-key"}, FERNET),
    "fernet-key-of-the-standard-alphabet": ({"format": "fernet-key"}, FERNET_STANDARD),
    "jwt": ({"format": "jwt"}, JWT),
    "uri": ({"format": "uri"}, "urn:acme:app"),
    "email": ({"format": "email"}, "no-reply+made-up@mail.acme.dev"),
    "hostname": ({"format": "hostname"}, "db-1.acme.dev"),
    "hostname-of-one-label": ({"format": "hostname"}, "worker"),
    "hostname-of-another-alphabet": ({"format": "hostname"}, "xn--mnchen-3ya.de"),
    "ipv4": ({"format": "ipv4"}, "0.0.0.0"),
    "ipv6": ({"format": "ipv6"}, "::"),
    "uuid": ({"format": "uuid"}, "00000000-0000-0000-0000-000000000000"),
    "date": ({"format": "date"}, "2026-11-24"),
    "date-time": ({"format": "date-time"}, "2026-11-24T08:30:06+01:00"),
    "duration": ({"format": "duration"}, "PT30S"),
    "regex": ({"format": "regex"}, "^https?://(www\\.)?acme\\.dev$"),
    "regex-with-look-ahead": ({"format": "regex"}, "^(?!admin).+$"),
    "json": ({"format": "json"}, '{"a": [1, 2]}'),
    "json-number": ({"format": "json"}, "3"),
    "base64": ({"format": "base64"}, "bWFkZS11cA=="),
    "base64-without-padding": ({"format": "base64"}, "bWFkZS11cA"),
    "hex": ({"format": "hex"}, "0f172a"),
    "port": ({"format": "port"}, "8000"),
    "origin": ({"format": "origin"}, "https://app.acme.dev"),
    "origin-with-port": ({"format": "origin"}, "http://localhost:3000"),
    "password": ({"format": "password"}, "any text, really"),
    "duration-of-go": ({"pattern": "^([0-9]+(ms|s|m|h))+$"}, "1h30m"),
    "any-of": ({"anyOf": [{"const": "off"}, {"format": "redis-url"}]}, "rediss://cache.acme.dev:6380/0"),
    "any-of-const": ({"anyOf": [{"const": "off"}, {"format": "redis-url"}]}, "off"),
    "one-of": ({"oneOf": [{"pattern": "^a"}, {"pattern": "b$"}]}, "ac"),
    "not": ({"not": {"const": "public"}}, "app"),
    "if-not-met": ({"if": {"pattern": "^a"}, "then": {"minLength": 9}}, "b"),
    "if-met": ({"if": {"pattern": "^a"}, "then": {"minLength": 3}}, "abc"),
    "untyped-number": ({}, "1.0"),
    "untyped-empty": ({}, ""),
    "text-that-looks-like-a-version": ({"type": "string"}, "3.10"),
    "optional-empty-text": ({"type": "string"}, ""),
    "optional-empty-address": ({"format": "http-url"}, ""),
    "optional-empty-database": ({"format": "postgres-url"}, ""),
}


@pytest.mark.parametrize("environment", ANYWHERE.values(), ids=ANYWHERE)
@pytest.mark.parametrize(("keywords", "value"), RIGHT.values(), ids=RIGHT)
def test_a_right_value_has_no_finding(check: Check, keywords: Keywords, value: str, environment: str | None) -> None:
    """The same in every environment, of a secret too."""
    for secret in ({}, {"writeOnly": True}):
        findings = check({"properties": {"X": keywords | secret}}, exported(value), environment=environment, deployed=False)

        assert ids(findings) == []


@pytest.mark.parametrize("environment", ["staging", "development", None])
def test_what_one_environment_asks_is_not_asked_elsewhere(check: Check, environment: str | None) -> None:
    """``in`` holds in its environment and stage alone."""
    schema = variable(own={"in": {"production": {"const": "production"}}})

    assert ids(check(schema, "X=staging\n", environment=environment)) == []


EMPTY: dict[str, Keywords] = {
    "integer": INTEGER,
    "integer-with-bounds": PORT,
    "integer-or-boolean": {"type": ["integer", "boolean"]},
    "optional-integer-of-pydantic": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
    "number": NUMBER,
    "boolean": BOOLEAN,
    "boolean-that-must-be-true": {"type": "boolean", "const": True},
    "array": {"type": "array"},
    "array-of-integers": {"type": "array", "items": INTEGER, "minItems": 1},
    "object": {"type": "object", "required": ["a"]},
    "list": {"type": "array", "items": INTEGER, "minItems": 1, "x-envcheck": {"separator": ","}},
    "enum": LEVEL,
    "enum-in-any-case": {**LEVEL, "x-envcheck": {"ignoreCase": True}},
    "const": {"const": "production"},
    "pattern": {"pattern": "^a$"},
    "length": {"minLength": 1},
    "fernet-key": {"format": "fernet-key"},
    "uuid": {"format": "uuid"},
    "web-address": {"format": "http-url"},
    "web-address-of-a-scheme": {"format": "http-url", "x-envcheck": {"url": {"schemes": ["https"]}}},
    "database": {"format": "postgres-url"},
    "any-of": {"anyOf": [{"const": "off"}, {"pattern": "^a"}]},
    "not": {"not": {"maxLength": 3}},
    "if": {"if": {"maxLength": 3}, "then": {"minLength": 2}},
    "all-of": {"allOf": [{"minLength": 3}, {"pattern": "^x"}]},
}


@pytest.mark.parametrize("required", [[], ["X"]], ids=["optional", "required"])
@pytest.mark.parametrize("keywords", EMPTY.values(), ids=EMPTY)
def test_an_empty_text_is_a_value_where_the_schema_says_so(check: Check, keywords: Keywords, required: list[str]) -> None:
    """Whatever type and constraints the other values have."""
    own = {"x-envcheck": {**keywords.get("x-envcheck", {}), "allowEmpty": True}}
    schema = {"properties": {"X": {**keywords, **own}}, "required": required}

    for environment in ANYWHERE.values():
        assert ids(check(schema, exported(""), environment=environment)) == []


def test_an_empty_text_is_no_value_where_none_is_allowed(check: Check) -> None:
    """That it may be empty does not let it be set."""
    schema = variable(own={"allowEmpty": True, "in": {"production": False}})

    assert ids(check(schema, exported(""), environment="production")) == ["forbidden-variable"]


def test_an_empty_text_meets_no_condition_that_asks_for_another(check: Check) -> None:
    """What a condition asks is the truth about the text."""
    schema = variable(own={"allowEmpty": True}, enum=["a"])
    schema |= {"if": {"properties": {"X": {"const": "a"}}}, "then": {"required": ["B"]}}

    assert ids(check(schema, exported(""))) == []
    assert ids(check(schema, exported("a"))) == ["missing-variable"]


# -- values that are not

WRONG: dict[str, tuple[Keywords, str, str]] = {
    "integer-decimal": (INTEGER, "1.0", "wrong-type"),
    "integer-underscore": (INTEGER, "1_000", "wrong-type"),
    "integer-exponent": (INTEGER, "1e3", "wrong-type"),
    "integer-hexadecimal": (INTEGER, "0x10", "wrong-type"),
    "integer-thousands": (INTEGER, "1,000", "wrong-type"),
    "integer-of-another-script": (INTEGER, "١", "wrong-type"),
    "integer-byte-size": (INTEGER, "50MB", "wrong-type"),
    "integer-duration": (INTEGER, "30s", "wrong-type"),
    "integer-word": (INTEGER, "none", "wrong-type"),
    "integer-empty": (INTEGER, "", "wrong-type"),
    "integer-with-the-name": (INTEGER, "X=4", "wrong-type"),
    "integer-with-bounds": (PORT, "8000/tcp", "wrong-type"),
    "integer-with-enum": ({"type": "integer", "enum": [1, 2]}, "one", "wrong-type"),
    "integer-or-null": ({"type": ["integer", "null"]}, "null", "wrong-type"),
    "optional-integer-of-pydantic": ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "none", "wrong-type"),
    "integer-or-boolean": ({"type": ["integer", "boolean"]}, "maybe", "wrong-type"),
    "number-comma": (NUMBER, "1,5", "wrong-type"),
    "number-percent": (NUMBER, "5%", "wrong-type"),
    "number-nan": (NUMBER, "NaN", "wrong-type"),
    "number-infinite": (NUMBER, "inf", "wrong-type"),
    "boolean-enabled": (BOOLEAN, "enabled", "wrong-type"),
    "boolean-two": (BOOLEAN, "2", "wrong-type"),
    "boolean-empty": (BOOLEAN, "", "wrong-type"),
    "array-of-commas": ({"type": "array"}, "a,b", "wrong-type"),
    "array-object": ({"type": "array"}, "{}", "wrong-type"),
    "array-cut": ({"type": "array"}, '["a"', "wrong-type"),
    "array-single-quotes": ({"type": "array"}, "['a']", "wrong-type"),
    "object-array": ({"type": "object"}, "[]", "wrong-type"),
    "array-of-no-address": ({"type": "array", "items": {"format": "http-url"}}, '["https://a.acme.dev", "x"]', "wrong-format"),
    "array-of-an-empty-address": ({"type": "array", "items": {"format": "http-url"}}, '[""]', "wrong-format"),
    "array-of-another-scheme": ({"type": "array", "items": {"format": "http-url"}}, '["redis://a.acme.dev"]', "wrong-format"),
    "array-of-a-malformed-address": ({"type": "array", "items": {"format": "http-url"}}, '["https://[a"]', "wrong-format"),
    "object-with-no-address": (
        {"type": "object", "properties": {"url": {"format": "postgres-url"}}},
        '{"url": "acme.dev:5432"}',
        "wrong-format",
    ),
    "list-entry": ({"type": "array", "items": INTEGER, "x-envcheck": {"separator": ","}}, "1,x", "wrong-type"),
    "list-of-origins": (
        {"type": "array", "items": {"format": "origin"}, "x-envcheck": {"separator": ","}},
        "https://*.acme.dev,https://app.acme.dev",
        "wrong-format",
    ),
    "enum": (LEVEL, "VERBOSE", "unlisted-value"),
    "enum-case": (LEVEL, "info", "unlisted-value"),
    "enum-empty": (LEVEL, "", "unlisted-value"),
    "enum-in-any-case": ({**LEVEL, "x-envcheck": {"ignoreCase": True}}, "verbose", "unlisted-value"),
    "enum-of-integers": ({"type": "integer", "enum": [384, 1536]}, "768", "unlisted-value"),
    "enum-and-pattern": ({**LEVEL, "pattern": "^[A-Z]+$"}, "verbose", "unlisted-value"),
    "enum-and-length": ({**LEVEL, "minLength": 4}, "low", "unlisted-value"),
    "const": ({"const": "production"}, "prod", "unlisted-value"),
    "boolean-const": ({"type": "boolean", "const": False}, "on", "unlisted-value"),
    "pattern": ({"pattern": "^[a-z_][a-z0-9_]*$"}, "upload-pipeline", "pattern-mismatch"),
    "pattern-empty": ({"pattern": "^a$"}, "", "pattern-mismatch"),
    "pattern-and-length": ({"pattern": "^[a-z]{8}$", "minLength": 8}, "made", "pattern-mismatch"),
    "pattern-and-format": ({"pattern": "^[a-z.]+$", "format": "hostname"}, "a_b", "pattern-mismatch"),
    "below": (PORT, "0", "out-of-range"),
    "above": (PORT, "70000", "out-of-range"),
    "negative": ({"type": "number", "minimum": 0}, "-0.5", "out-of-range"),
    "exclusive": ({"type": "number", "exclusiveMinimum": 0}, "0", "out-of-range"),
    "no-multiple": ({"type": "number", "multipleOf": 0.1}, "0.35", "out-of-range"),
    "two-bounds-at-once": ({"type": "integer", "maximum": 9, "multipleOf": 5}, "12", "out-of-range"),
    "too-short": ({"minLength": 32}, "made-up", "wrong-length"),
    "too-long": ({"maxLength": 3}, "made-up", "wrong-length"),
    "empty-and-too-short": ({"minLength": 1}, "", "wrong-length"),
    "fernet-hexadecimal": ({"format": "fernet-key"}, "0f" * 32, "wrong-format"),
    "fernet-cut": ({"format": "fernet-key"}, FERNET[:-1], "wrong-format"),
    "jwt-cut": ({"format": "jwt"}, JWT.rpartition(".")[0], "damaged-key"),
    "uri-without-scheme": ({"format": "uri"}, "acme.dev", "wrong-format"),
    "email-of-a-sender": ({"format": "email"}, "Acme <no-reply@acme.dev>", "wrong-format"),
    "hostname-with-scheme": ({"format": "hostname"}, "https://acme.dev", "wrong-format"),
    "hostname-with-port": ({"format": "hostname"}, "acme.dev:443", "wrong-format"),
    "ipv4-cut": ({"format": "ipv4"}, "10.0.0", "wrong-format"),
    "uuid-without-hyphens": ({"format": "uuid"}, "2eb8aa08" * 4, "wrong-format"),
    "date-of-europe": ({"format": "date"}, "24.11.2026", "wrong-format"),
    "duration-of-go": ({"format": "duration"}, "1h30m", "wrong-format"),
    "json-cut": ({"format": "json"}, '{"a": 1', "wrong-format"),
    "json-of-javascript": ({"format": "json"}, "{a: 1}", "wrong-format"),
    "hex-odd": ({"format": "hex"}, "fff", "wrong-format"),
    "port-zero": ({"format": "port"}, "0", "wrong-format"),
    "origin-with-slash": ({"format": "origin"}, "https://app.acme.dev/", "wrong-format"),
    "origin-with-glob": ({"format": "origin"}, "https://*.acme.dev", "wrong-format"),
    "any-of": ({"anyOf": [{"const": "off"}, {"format": "redis-url"}]}, "on", "unmet-condition"),
    "one-of-both": ({"oneOf": [{"pattern": "^a"}, {"pattern": "b$"}]}, "ab", "unmet-condition"),
    "one-of-neither": ({"oneOf": [{"pattern": "^a"}, {"pattern": "b$"}]}, "c", "unmet-condition"),
    "not": ({"not": {"const": "public"}}, "public", "unmet-condition"),
    "if-met": ({"if": {"pattern": "^a"}, "then": {"minLength": 9}}, "abd", "wrong-length"),
    "else": ({"if": {"pattern": "^a"}, "else": {"enum": ["b"]}}, "c", "unlisted-value"),
    "all-of": ({"allOf": [{"minLength": 3}, {"pattern": "^x"}]}, "a", "pattern-mismatch"),
    "object-without-a-member": ({"type": "object", "required": ["a"]}, '{"b": 1}', "unmet-condition"),
}


@pytest.mark.parametrize("environment", ANYWHERE.values(), ids=ANYWHERE)
@pytest.mark.parametrize(("keywords", "value", "rule"), WRONG.values(), ids=WRONG)
def test_a_wrong_value_has_one_finding(check: Check, keywords: Keywords, value: str, rule: str, environment: str | None) -> None:
    """An error, whatever the environment."""
    findings = check({"properties": {"X": keywords}}, exported(value), environment=environment)

    assert spoken(findings) == [(rule, "error")]


@pytest.mark.parametrize(("keywords", "value", "rule"), WRONG.values(), ids=WRONG)
def test_a_wrong_secret_has_one_finding(check: Check, keywords: Keywords, value: str, rule: str) -> None:
    """The same one."""
    assert ids(check({"properties": {"X": {**keywords, "writeOnly": True}}}, exported(value))) == [rule]


SEVERAL: dict[str, Keywords] = {
    "format-and-length": {"format": "fernet-key", "minLength": 44},
    "format-and-condition": {"format": "fernet-key", "not": {"pattern": "made"}},
    "enum-and-condition": {"enum": ["a"], "not": {"pattern": "made"}},
    "two-facets": {"allOf": [{"minLength": 40}, {"maxLength": 3}]},
    "two-patterns": {"allOf": [{"pattern": "^a"}, {"pattern": "b$"}]},
    "everything": {"pattern": "^a", "minLength": 44, "format": "uuid", "not": {"pattern": "made"}},
}


@pytest.mark.parametrize("keywords", SEVERAL.values(), ids=SEVERAL)
@pytest.mark.parametrize("secret", [{"writeOnly": True}, {"allOf": [{"format": "password"}]}], ids=["writeOnly", "password"])
def test_of_the_constraints_of_a_secret_one_speaks(check: Check, keywords: Keywords, secret: Keywords) -> None:
    """A list of all that fails could spell it."""
    marked = {"allOf": [keywords, *secret.get("allOf", [secret])]}

    assert len(check({"properties": {"X": marked}}, exported("made-up"))) == 1


def test_a_plain_value_has_a_finding_for_each_independent_constraint(check: Check) -> None:
    """What is no secret may be told in full."""
    keywords = {"enum": ["a"], "not": {"pattern": "made"}}

    assert sorted(ids(check({"properties": {"X": keywords}}, exported("made-up")))) == ["unlisted-value", "unmet-condition"]


def test_what_one_environment_asks_is_asked_there(check: Check) -> None:
    """``in`` takes an environment or a stage."""
    schema = variable(own={"in": {"production": {"const": "production"}}})

    for environment in ("production", "prod"):
        assert ids(check(schema, "X=staging\n", environment=environment)) == ["unlisted-value"]


NEARER: dict[str, tuple[Keywords, str, str]] = {
    "type-before-condition": ({**INTEGER, "anyOf": [{"minimum": 1}, {"const": -1}]}, "one", "wrong-type"),
    "format-before-length": ({"format": "fernet-key", "minLength": 44}, "made-up", "wrong-format"),
    "scheme-before-pattern": ({"format": "http-url", "pattern": "^https://"}, "ftp://acme.dev", "wrong-scheme"),
    "address-before-pattern": ({"format": "http-url", "pattern": "^https://"}, "acme.dev", "malformed-url"),
    "address-before-length": ({"format": "postgres-url", "minLength": 99}, "acme.dev", "malformed-url"),
}


@pytest.mark.parametrize(("keywords", "value", "rule"), NEARER.values(), ids=NEARER)
def test_the_rule_nearest_to_the_cause_speaks(check: Check, keywords: Keywords, value: str, rule: str) -> None:
    """What follows from it is not told as well."""
    assert ids(check({"properties": {"X": keywords}}, exported(value))) == [rule]


def test_a_finding_stands_at_its_line(check: Check) -> None:
    """The line of the value in its source."""
    schema = {"properties": {"X": INTEGER}}

    assert placed(check(schema, "# made-up\nX=1.0\n")) == [("wrong-type", "error", 2)]
    assert placed(check(schema, '{\n"X": "1.0"}')) == [("wrong-type", "error", 2)]


def aliased(*aliases: str, **keywords: Any) -> Keywords:
    """The schema of a service with the variable X, which has other names."""
    return variable(own={"aliases": list(aliases), **keywords.pop("own", {})}, **keywords)


ALIASES_RIGHT: dict[str, tuple[Keywords, str]] = {
    "alias": (aliased("Y", **INTEGER), "Y=1\n"),
    "both": (aliased("Y", **INTEGER), "X=1\nY=1\n"),
    "empty-that-may-be": (aliased("Y", own={"allowEmpty": True}), "Y=\n"),
    "beside-a-schema-for-others": (aliased("Y") | {"additionalProperties": INTEGER}, "Y=a\n"),
    "beside-a-closed-rest": (aliased("Y") | {"additionalProperties": False}, "Y=a\n"),
    "of-two-variables": (
        {
            "properties": {
                "X": {**PORT, "x-envcheck": {"aliases": ["Y"]}},
                "Z": {**INTEGER, "x-envcheck": {"aliases": ["Y"]}},
            }
        },
        "Y=8000\n",
    ),
    "condition-on-the-variable": (
        aliased("Y") | {"if": {"properties": {"X": {"const": "s3"}}, "required": ["X"]}, "then": {"required": ["B"]}},
        "Y=local\n",
    ),
}


@pytest.mark.parametrize(("schema", "text"), ALIASES_RIGHT.values(), ids=ALIASES_RIGHT)
def test_a_right_value_under_an_alias_has_no_finding(check: Check, schema: Keywords, text: str) -> None:
    """It is judged as the variable is, and as nothing else."""
    assert ids(check(schema, text, environment="production")) == []


ALIASES_WRONG: dict[str, tuple[Keywords, str, list[tuple[str, str]]]] = {
    "type": (aliased("Y", **INTEGER), "Y=a\n", [("wrong-type", "Y")]),
    "second-alias": (aliased("Y", "Z", **INTEGER), "Z=a\n", [("wrong-type", "Z")]),
    "both": (aliased("Y", **INTEGER), "X=a\nY=b\n", [("wrong-type", "X"), ("wrong-type", "Y")]),
    "alias-beside-the-name": (aliased("Y", **INTEGER), "X=1\nY=b\n", [("wrong-type", "Y")]),
    "enum": (aliased("Y", **LEVEL), "Y=a\n", [("unlisted-value", "Y")]),
    "json": (aliased("Y", type="array", items=INTEGER), 'Y=["a"]\n', [("wrong-type", "Y")]),
    "list": (aliased("Y", own={"separator": ","}, type="array", items=INTEGER), "Y=1,a\n", [("wrong-type", "Y")]),
    "address": (aliased("Y", format="http-url"), "Y=acme.dev\n", [("malformed-url", "Y")]),
    "environment": (aliased("Y", own={"in": {"production": {"const": "b"}}}), "Y=a\n", [("unlisted-value", "Y")]),
    "forbidden": (aliased("Y", own={"forbiddenIn": ["production"]}), "Y=a\n", [("forbidden-variable", "Y")]),
    "forbidden-by-false": (aliased("Y", own={"in": {"production": False}}), "Y=a\n", [("forbidden-variable", "Y")]),
    "declared-too": (
        {"properties": {"X": {**INTEGER, "x-envcheck": {"aliases": ["Y"]}}, "Y": {"type": "string"}}},
        "Y=a\n",
        [("wrong-type", "Y")],
    ),
    "of-two-variables": (
        {
            "properties": {
                "X": {**INTEGER, "x-envcheck": {"aliases": ["Y"]}},
                "Z": {**PORT, "x-envcheck": {"aliases": ["Y"]}},
            }
        },
        "Y=0\n",
        [("out-of-range", "Y")],
    ),
    "by-a-condition": (
        aliased("Y") | {"properties": {**aliased("Y")["properties"], "B": {}}, "dependentSchemas": {"B": variable(minLength=9)}},
        "B=1\nY=a\n",
        [("wrong-length", "Y")],
    ),
    "condition-on-the-variable": (
        aliased("Y") | {"if": {"properties": {"X": {"const": "s3"}}, "required": ["X"]}, "then": {"required": ["B"]}},
        "Y=s3\n",
        [("missing-variable", "B")],
    ),
}


@pytest.mark.parametrize("secret", [{}, {"writeOnly": True}], ids=["plain", "secret"])
@pytest.mark.parametrize(("schema", "text", "expected"), ALIASES_WRONG.values(), ids=ALIASES_WRONG)
def test_a_wrong_value_under_an_alias_is_told_of_the_alias(
    check: Check, schema: Keywords, text: str, expected: list[tuple[str, str]], secret: Keywords
) -> None:
    """By the name that is set, in the message too."""
    marked = {**schema, "properties": {**schema["properties"], "X": {**schema["properties"]["X"], **secret}}}
    findings = check(marked, text, environment="production")

    assert [(finding.rule.id, finding.variable) for finding in findings] == expected
    assert all(
        finding.message.startswith((f"{name} ", f"An entry of {name} ", f"{name}["))
        for finding, (_, name) in zip(findings, expected, strict=True)
    )


def test_an_alias_is_declared_where_its_variable_is(check: Check) -> None:
    """It is a secret if that is one, and each of its independent constraints speaks if it is none."""
    constraints = {"enum": ["a"], "not": {"pattern": "made"}}
    plain, secret = (check(aliased("Y", **constraints, **more), "Y=made\n") for more in ({}, {"writeOnly": True}))

    assert [len(plain), len(secret)] == [2, 1]
    assert [finding.secret for finding in (*plain, *secret)] == [False, False, True]
    assert {finding.declared for finding in (*plain, *secret)} == {Location(SCHEMA_PATH, 3, 5, 8)}


MESSAGES: dict[str, tuple[Keywords, str, str]] = {
    "type": (INTEGER, "1.0", "X is not an integer: a sign and digits."),
    "types": ({"type": ["integer", "boolean"]}, "x", "X is neither integer nor boolean."),
    "enum": (LEVEL, "x", "X is not one of DEBUG, INFO, WARNING."),
    "enum-with-empty": ({"enum": ["", "a"]}, "x", 'X is not one of "", a.'),
    "const": ({"const": "a"}, "x", "X is not a."),
    "pattern": ({"pattern": "^a$"}, "x", "X does not match the pattern ^a$"),
    "bounds": (PORT, "0", "X is not at least 1 and at most 65535."),
    "least": ({"minLength": 3}, "x", "X is shorter than 3 characters."),
    "most": ({"maxLength": 3}, "made-up", "X is longer than 3 characters."),
    "format": ({"format": "uuid"}, "x", "X is not a UUID."),
}


@pytest.mark.parametrize(("keywords", "value", "message"), MESSAGES.values(), ids=MESSAGES)
def test_a_message_says_what_is_asked(check: Check, keywords: Keywords, value: str, message: str) -> None:
    """A reader can act on it without seeing the value."""
    assert [finding.message for finding in check({"properties": {"X": keywords}}, exported(value))] == [message]


def test_a_long_enumeration_is_cut(check: Check) -> None:
    """Twelve are shown, and how many there are."""
    (finding,) = check({"properties": {"X": {"enum": [str(number) for number in range(40)]}}}, exported("x"))

    assert finding.message == "X is not one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, … (40 in all)."


SECRETS: dict[str, Keywords] = {
    "wrong-type": INTEGER,
    "unlisted-value": LEVEL,
    "pattern-mismatch": {"pattern": "^a$"},
    "wrong-length": {"minLength": 99},
    "wrong-format": {"format": "uuid"},
    "unmet-condition": {"not": {"minLength": 1}},
}


def test_every_rule_of_the_family_has_a_secret_to_keep() -> None:
    """No rule is left out, but the one whose values are numbers."""
    family = {rule.id for rule in RULES.values() if rule.family == "value"}

    assert family == {*SECRETS, "out-of-range"}


@pytest.mark.parametrize(("rule", "keywords"), SECRETS.items(), ids=SECRETS)
def test_a_finding_keeps_the_value_and_says_what_to_do(check: Check, rule: str, keywords: Keywords) -> None:
    """Neither the value nor its length is shown, and there is a hint."""
    findings = check({"properties": {"X": keywords}}, exported(MARKER))

    assert ids(findings) == [rule]
    assert all(finding.hint for finding in findings)
    assert MARKER not in shown(findings)


def test_a_number_out_of_range_is_not_shown(check: Check) -> None:
    """A pin is a number too."""
    findings = check({"properties": {"X": {"type": "integer", "maximum": 9999}}}, exported("2718281828"))

    assert ids(findings) == ["out-of-range"]
    assert all(finding.hint for finding in findings)
    assert "2718281828" not in shown(findings)
