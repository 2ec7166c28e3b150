"""What the family *reading* says of a source as it was read, and of what it lets pass."""

from __future__ import annotations

import json

import pytest

from envcheck.rules.all import RULES
from tests.conftest import Check, ids
from tests.rules.helpers import ANYWHERE, MARKER, exported, placed, shown, spoken

# -- lines of .env files


READ = {
    "blank-lines": "\n\nA=1\n  \n",
    "comments": "# A=0\n  # indented\nA=1\n#A=2\n",
    "shebang": "#!/bin/sh\nA=1\n",
    "export": "export A=1\nexport\tB=2\n",
    "blanks-around-equals": "A = 1\n",
    "indented": "  A=1\n",
    "windows-line-ends": "A=1\r\nB=2\r\n",
    "old-mac-line-ends": "A=1\rB=2\r",
    "no-newline-at-the-end": "A=1",
    "trailing-blanks": "A=1   \nB=2\t\n",
    "comment-behind-a-value": "A=600  # ten minutes\n",
    "comment-behind-quotes": 'A="made up" # text\n',
    "comment-behind-empty-quotes": 'A="" # to be set by hand\n',
    "hash-inside": "A=made#up\n",
    "hash-in-quotes": 'A="# no comment"\n',
    "colour": "A=#0f172a\nB=#fff\n",
    "channel": "A=#alerts\n",
    "fragment": "A=https://app.acme.dev/#/home\n",
    "empty": "A=\nB=\"\"\nC=''\n",
    "unquoted-blanks": "A=6FB Platform\n",
    "cron": "A=0 2 * * *\nB=*/5 * * * *\nC=@daily\n",
    "json": 'A={"a": 1}\nB=["a", "b"]\n',
    "quoted-json": "A='{\"a\": 1}'\n",
    "quotes-inside": 'A=a"b"c\nB=it\'s\n',
    "block-of-lines": 'A="-----BEGIN CERTIFICATE-----\nbWFkZS11cA==\n-----END CERTIFICATE-----"\n',
    "block-on-lines-of-its-own": 'A="\n-----BEGIN CERTIFICATE-----\nbWFkZS11cA==\n-----END CERTIFICATE-----\n"\n',
    "block-with-last-newline": 'A="-----BEGIN CERTIFICATE-----\nbWFkZS11cA==\n-----END CERTIFICATE-----\n"\n',
    "escaped-block": r'A="-----BEGIN CERTIFICATE-----\nbWFkZS11cA==\n-----END CERTIFICATE-----\n"' + "\n",
    "dollar": "A=p@ss$word\nB=$2b$12$made-up\n",
    "reference": "HOST=acme\nA=${HOST}.dev\n",
    "template": "A_TEMPLATE={{ x }}\n",
    "equals-in-a-value": "A=bWFkZS11cA==\nB=a=b=c\n",
    "lower-case": "http_proxy=http://proxy.acme.dev:3128\nnpm_config_loglevel=silent\n",
    "nested-name": "ConnectionStrings__Default=made-up\n",
    "underscore-first": "_A=1\n__B=2\n",
    "quoted-name": "'A'=1\n",
    "one-variable-commented-out": "A=1\n# A=2\n",
    "names-that-differ-by-case": "A=1\na=2\n",
    "windows-paths": "A=C:\\Program Files\\App\nB=\\\\server\\share\n",
    "non-ascii-comment": "# ── Грузия ──\nA=1\n",
    "non-ascii-value": "A=Grüße\nB=本番\nC=🎈\n",
}


@pytest.mark.parametrize("environment", ANYWHERE.values(), ids=ANYWHERE)
@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_a_file_as_people_write_it_has_no_finding(check: Check, text: str, environment: str | None) -> None:
    """Every usual way to write a line is right in every environment."""
    assert ids(check(None, text, environment=environment)) == []


UNREAD = {
    "prose": ("A=1\nThis is prose\n", [2]),
    "name-alone": ("A=1\nLOG_LEVEL\n", [2]),
    "exported-name-alone": ("A=1\nexport LOG_LEVEL\n", [2]),
    "colon": ("A=1\nB: 2\n", [2]),
    "no-name": ("=made-up\nA=1\n", [1]),
    "blank-in-a-name": ("A B=1\nA=1\n", [1]),
    "set": ("set B=1\nA=1\n", [1]),
    "text-behind-quotes": ('A=1\nB="made-up"behind\n', [2]),
    "semicolon-behind-quotes": ('A=1\nB="made-up";\n', [2]),
    "open-quote": ('A=1\nB="made-up\nC=2\n', [2]),
    "two-lines": ("prose one\nA=1\nprose two\n", [1, 3]),
    "heredoc": ("A=1\nEOF\n", [2]),
    "fence": ("```\nA=1\n```\n", [1, 3]),
}


@pytest.mark.parametrize(("text", "lines"), UNREAD.values(), ids=UNREAD)
def test_a_line_that_is_not_read_is_malformed(check: Check, text: str, lines: list[int]) -> None:
    """Each such line has its one finding, and the others are still read."""
    assert placed(check(None, text)) == [("malformed-line", "error", line) for line in lines]


def test_a_name_on_a_malformed_line_is_not_missing(check: Check) -> None:
    """What the line may have been about is unknown, and the line is the one cause."""
    schema = {"required": ["A"], "properties": {"A": {"type": "integer"}, "B": {}}}

    assert placed(check(schema, "A\nB=1\n")) == [("malformed-line", "error", 1)]


def test_other_names_are_missing_in_spite_of_a_malformed_line(check: Check) -> None:
    """Only the names that stand on the line are unknown."""
    schema = {"required": ["A"], "properties": {"A": {}, "B": {}}}

    assert sorted(ids(check(schema, "C\nB=1\n"))) == ["malformed-line", "missing-variable"]


# -- entries of exports


TEXTS = {
    "number": "4",
    "boolean": "true",
    "null": "null",
    "decimal": "50.00",
    "empty": "",
    "version": "3.10",
    "leading-zero": "010",
    "exponent": "1e3",
    "object": "{}",
}


@pytest.mark.parametrize("value", TEXTS.values(), ids=TEXTS)
def test_a_text_is_a_text_whatever_it_says(check: Check, value: str) -> None:
    """The API gives every value as a JSON string."""
    assert ids(check(None, exported(value))) == []


NO_TEXTS = {
    "number": {"key": "X", "value": 4},
    "decimal": {"key": "X", "value": 50.0},
    "boolean": {"key": "X", "value": False},
    "null": {"key": "X", "value": None},
    "list": {"key": "X", "value": ["made-up"]},
    "object": {"key": "X", "value": {"made": "up"}},
    "nothing": {"key": "X"},
    "generated": {"key": "X", "generateValue": True},
}


@pytest.mark.parametrize("entry", NO_TEXTS.values(), ids=NO_TEXTS)
def test_an_entry_without_a_text_is_told(check: Check, entry: dict[str, object]) -> None:
    """One finding at its line, and the variable is not missing as well."""
    text = json.dumps([{"key": "A", "value": "1"}, entry], indent=None).replace("}, {", "},\n{")
    findings = check({"required": ["X"], "properties": {"A": {}, "X": {}}}, text)

    assert placed(findings) == [("non-text-value", "error", 2)]
    assert [finding.variable for finding in findings] == ["X"]


# -- variables that are set twice


@pytest.mark.parametrize(
    "text",
    ["A=1\n#A=2\n", "A=1\nB=1\n", "A=1\na=1\n", '[{"key": "A", "value": "1"}, {"key": "B", "value": "1"}]'],
    ids=["commented-out", "one-value-two-names", "other-case", "export"],
)
def test_a_variable_that_is_set_once_is_no_duplicate(check: Check, text: str) -> None:
    """Two names are two variables, and a comment is none."""
    assert ids(check(None, text)) == []


TWICE = {
    "other-value": ("A=1\nB=1\nA=2\n", [("duplicate-variable", "error", 3)]),
    "same-value": ("A=1\nB=1\nA=1\n", [("duplicate-variable", "warning", 3)]),
    "same-value-in-other-quotes": ("A=1\nA='1'\n", [("duplicate-variable", "warning", 2)]),
    "three-times": ("A=1\nA=2\nA=2\n", [("duplicate-variable", "error", 2), ("duplicate-variable", "warning", 3)]),
    "empty-then-set": ("A=\nA=1\n", [("duplicate-variable", "error", 2)]),
    "export": ('[{"key": "A", "value": "1"},\n{"key": "A", "value": "2"}]', [("duplicate-variable", "error", 2)]),
    "export-same-value": ('[{"key": "A", "value": "1"},\n{"key": "A", "value": "1"}]', [("duplicate-variable", "warning", 2)]),
}


@pytest.mark.parametrize(("text", "expected"), TWICE.values(), ids=TWICE)
def test_a_variable_that_is_set_twice_is_told(check: Check, text: str, expected: list[tuple[str, str, int]]) -> None:
    """An error where the values differ, a warning where they are equal."""
    assert expected == placed(check(None, text))


def test_a_duplicate_shows_where_it_was_first(check: Check) -> None:
    """The earlier line is related."""
    (finding,) = check(None, "A=1\nB=1\nA=2\n")

    assert [(each.message, each.location.line) for each in finding.related] == [("first set here", 1)]


def test_the_last_of_two_values_is_judged(check: Check) -> None:
    """The earlier one has no finding of its own."""
    schema = {"properties": {"A": {"type": "integer"}}}

    assert ids(check(schema, "A=x\nA=2\n")) == ["duplicate-variable"]


# -- comments in the place of values


COMMENTS = {
    "two-blanks": "A=  # ask the platform team\n",
    "one-blank": "A= # text\n",
    "tab": "A=\t# text\n",
    "hash-and-blank": "A=# text\n",
    "blanks-around-equals": "A = # text\n",
    "export": "export A= # text\n",
    "quote-in-the-comment": "A= # it's made up\n",
}


@pytest.mark.parametrize("text", COMMENTS.values(), ids=COMMENTS)
def test_a_comment_is_no_value(check: Check, text: str) -> None:
    """The one finding, although the value is empty or a sentence, neither of which the schema allows."""
    schema = {"required": ["A"], "properties": {"A": {"type": "integer", "minimum": 1}}}

    assert placed(check(schema, text)) == [("comment-as-value", "error", 1)]


def test_a_comment_that_a_later_line_replaces_is_forgiven(check: Check) -> None:
    """The last line counts, and has a value."""
    assert ids(check(None, "A= # text\nA=1\n")) == ["duplicate-variable"]


# -- names


NAMES = {
    "hyphen": "APP-NAME=1\n",
    "dot": "spring.profiles.active=1\n",
    "digit-first": "1A=1\n",
    "letter-of-another-alphabet": "\u00c4B=1\n",
    "zero-width": "A\u200bB=1\n",
    "make": "A:=1\n",
    "append": "A+=1\n",
}


@pytest.mark.parametrize("text", NAMES.values(), ids=NAMES)
def test_a_name_that_no_shell_can_export_is_a_warning(check: Check, text: str) -> None:
    """It is told once, with a schema too, and no name is shown."""
    findings = check({"properties": {"B": {}}}, "B=1\n" + text)

    assert placed(findings) == [("invalid-name", "warning", 2)]
    assert [finding.variable for finding in findings] == [None]


# -- values with quotes, blanks and what cannot be seen


VALUES = {
    "plain": "made-up",
    "empty": "",
    "inner-blanks": "made up",
    "tab-inside": "a\tb",
    "quote-alone": '"',
    "apostrophe-alone": "'",
    "inches": '6"',
    "apostrophe-first": "'tis",
    "irish": "O'Brien",
    "two-quoted-words": '"now" or "never"',
    "list-of-quoted": "'a','b'",
    "quoted-key": '"a": 1',
    "sender": '"Acme, Inc." <no-reply@acme.dev>',
    "plain-sender": "Acme <no-reply@acme.dev>",
    "font-stack": '"Open Sans", sans-serif',
    "weak-etag": 'W/"made-up"',
    "german-quotes": "\u201ea\u201c",
    "french-quotes": "«a»",
    "open-curly-quote": "\u201ca",
    "curly-quotes-inside": "say \u201cnow\u201d again",
    "curly-apostrophe": "it\u2019s",
    "markdown": "`a` and `b`",
    "csp-self": "'self'",
    "csp-none": "'none'",
    "csp-unsafe-inline": "'unsafe-inline'",
    "csp-strict-dynamic": "'strict-dynamic'",
    "csp-report-sample": "'report-sample'",
    "csp-digest": "'sha256-bWFkZS11cA=='",
    "csp-list": "'self' https://cdn.acme.dev",
    "csp-two-keywords": "'self' 'unsafe-inline'",
    "csp-header": "default-src 'self'; img-src * data:; frame-ancestors 'none'",
    "json-text-with-quotes": '"{\\"a\\": 1}"',
    "json-object": '{"a": "made-up"}',
    "json-list": '["a", "b"]',
    "json-with-last-newline": '{"a": 1}\n',
    "service-account": '{"type": "service_account", "private_key": "-----BEGIN PRIVATE KEY-----\\nbWFkZS11cA==\\n"}',
    "pem": "-----BEGIN PRIVATE KEY-----\nbWFkZS11cA==\n-----END PRIVATE KEY-----",
    "pem-with-last-newline": "-----BEGIN PRIVATE KEY-----\nbWFkZS11cA==\n-----END PRIVATE KEY-----\n",
    "pem-with-empty-lines": "\n-----BEGIN PRIVATE KEY-----\nbWFkZS11cA==\n-----END PRIVATE KEY-----\n\n",
    "pem-indented": "  -----BEGIN PRIVATE KEY-----\n  bWFkZS11cA==\n  -----END PRIVATE KEY-----\n  ",
    "json-with-blanks-around": ' {"a": 1}\n\n',
    "pem-of-windows": "-----BEGIN PRIVATE KEY-----\r\nbWFkZS11cA==\r\n-----END PRIVATE KEY-----\r\n",
    "flattened-pem": "-----BEGIN PRIVATE KEY-----\\nbWFkZS11cA==\\n-----END PRIVATE KEY-----\\n",
    "block-of-lines": "line one\nline two\n",
    "separator-of-signs": ", ",
    "prompt-of-signs": "> ",
    "list-mark": " - ",
    "base64": "bWFkZS11cA==",
    "regex": "^https?://(www\\.)?acme\\.dev$",
    "regex-with-hash": "^#[0-9a-f]{6}$",
    "cron": "0 0/5 * * * ?",
    "semver-range": ">=1.2 <2",
    "caret-range": "^1.2.3",
    "java-options": "-Xmx512m -Dfile.encoding=UTF-8",
    "log-format": "%(asctime)s %(levelname)s %(message)s",
    "date-format": "%Y-%m-%d",
    "windows-path": "C:\\Program Files\\App\\bin",
    "share": "\\\\server\\share",
    "search-path": "/usr/local/bin:/usr/bin",
    "percentage": "100%",
    "colour": "#0f172a",
    "colour-function": "rgb(1, 2, 3)",
    "umlauts": "Grüße",
    "cyrillic": "Производство",
    "japanese": "日本語　全角",
    "combining-mark": "a\u0301",
    "emoji": "🎈",
    "emoji-presentation": "❤\ufe0f",
    "family": "👨\u200d👩\u200d👧",
    "persian-joiner": "می\u200cخواهم",
    "hindi-joiner": "नमस्\u200dते",
    "french-mark": "Bonjour\u00a0!",
    "french-quotes-with-blanks": "«\u00a0oui\u00a0»",
    "thousands": "10\u00a0000",
    "narrow-thousands": "10\u202f000\u202f€",
    "dash": "a \u2014 b",
    "en-dash-range": "1\u20132",
}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_a_right_value_has_no_finding_in_an_export(check: Check, value: str) -> None:
    """Quotes, blanks and rare characters have their uses."""
    assert ids(check(None, exported(value), environment="production")) == []


NAMED = {
    "tab-as-delimiter": ("CSV_DELIMITER", "\t"),
    "blank-as-separator": ("FIELD_SEPARATOR", " "),
    "newline-as-separator": ("LINE_SEPARATOR", "\n"),
    "short-name": ("KEY_SEP", " "),
    "delim": ("TAG_DELIM", "\t"),
    "indent": ("JSON_INDENT", "  "),
    "lower-case": ("csv_delimiter", "\t"),
    "nothing-but-sep": ("SEP", " "),
    "prefix": ("LOG_PREFIX", "acme: "),
    "suffix": ("TITLE_SUFFIX", " | Acme"),
    "prompt": ("SHELL_PROMPT", "acme> "),
}


@pytest.mark.parametrize(("name", "value"), NAMED.values(), ids=NAMED)
def test_a_blank_is_a_value_where_the_name_says_so(check: Check, name: str, value: str) -> None:
    """What separates or indents may be nothing but blanks."""
    assert ids(check(None, exported(value, name))) == []


@pytest.mark.parametrize("value", ["made-up\n", "made-up\t", " \n"])
def test_a_line_break_joins_nothing(check: Check, value: str) -> None:
    """It comes from copying a whole line, whatever the name says."""
    assert ids(check(None, exported(value, "CACHE_PREFIX"))) == ["surrounding-blanks"]


def test_blanks_are_a_value_where_the_schema_says_so(check: Check) -> None:
    """``allowEmpty`` takes a value of blanks for one."""
    assert ids(check({"properties": {"X": {"x-envcheck": {"allowEmpty": True}}}}, exported(" "))) == []


QUOTED = {
    "double": '"made-up"',
    "single": "'made-up'",
    "backticks": "`made-up`",
    "curly": "\u201cmade-up\u201d",
    "single-curly": "\u2018made-up\u2019",
    "curly-of-one-kind": "\u201dmade-up\u201d",
    "empty": '""',
    "with-blanks": '"made up"',
    "other-quotes-inside": '"it\'s"',
    "address": '"https://api.acme.dev"',
}
BLANK = {
    "newline-last": "made-up\n",
    "carriage-return-last": "made-up\r",
    "windows-newline-last": "made-up\r\n",
    "blank-last": "made-up ",
    "blank-first": " made-up",
    "tab-first": "\tmade-up",
    "wide-blank": "made-up\u3000",
    "blanks-alone": "   ",
    "newline-alone": "\n",
    "flag": "true\n",
    "number": " 8000",
}
INVISIBLE = {
    "byte-order-mark": "\ufeffmade-up",
    "zero-width-space": "made\u200bup",
    "zero-width-space-last": "made-up\u200b",
    "zero-width-joiner-in-latin": "made\u200dup",
    "word-joiner": "made\u2060up",
    "soft-hyphen": "made\u00adup",
    "no-break-space": "made\u00a0up",
    "no-break-space-last": "made-up\u00a0",
    "line-separator": "made\u2028up",
    "direction-mark": "made\u200eup",
    "direction-override": "made\u202eup",
    "null": "made\x00up",
    "escape": "\x1b[31mmade-up",
    "delete": "made\x7fup",
    "half-a-pair": "made\ud800up",
}
UNUSUAL = [
    (rule, table[id], f"{rule}-{id}")
    for rule, table in {"quoted-value": QUOTED, "surrounding-blanks": BLANK, "invisible-character": INVISIBLE}.items()
    for id in table
]


@pytest.mark.parametrize(("rule", "value"), [each[:2] for each in UNUSUAL], ids=[each[2] for each in UNUSUAL])
def test_what_stands_around_or_inside_a_value_is_told(check: Check, rule: str, value: str) -> None:
    """One finding, an error, whether a schema names the variable or not."""
    assert spoken(check(None, exported(value))) == [(rule, "error")]
    assert spoken(check({"properties": {"X": {}}}, exported(value))) == [(rule, "error")]


#: What each of them spoils, and what would say so too if it were not for the nearer rule.
SPOILT = {
    "integer": {"type": "integer"},
    "number": {"type": "number", "maximum": 0},
    "boolean": {"type": "boolean"},
    "enum": {"enum": ["other"]},
    "pattern": {"pattern": "^[a-z]{40}$"},
    "length": {"minLength": 40},
    "format": {"format": "fernet-key"},
    "web-address": {"format": "http-url"},
    "database": {"format": "postgres-url"},
    "any-of": {"anyOf": [{"const": "a"}, {"const": "b"}]},
}


@pytest.mark.parametrize("keywords", SPOILT.values(), ids=SPOILT)
@pytest.mark.parametrize(
    ("rule", "value"),
    [("quoted-value", '"made-up"'), ("surrounding-blanks", "made-up\n"), ("invisible-character", "made\u200bup")],
)
def test_the_cause_speaks_and_no_constraint_that_it_spoils(
    check: Check, rule: str, value: str, keywords: dict[str, object]
) -> None:
    """How a value is written comes before all that the schema asks of it."""
    assert ids(check({"properties": {"X": keywords}}, exported(value), environment="production")) == [rule]


def test_an_invisible_blank_is_one_finding(check: Check) -> None:
    """A no-break space at an end is invisible rather than a surrounding blank."""
    assert ids(check(None, exported("\u00a0made-up "))) == ["invisible-character"]


def test_a_text_in_quotes_is_json(check: Check) -> None:
    """A JSON text stands in quotes, and the schema says that it is one."""
    assert ids(check({"properties": {"X": {"format": "json"}}}, exported('"made-up"'))) == []


def test_json_in_quotes_is_judged_by_its_type(check: Check) -> None:
    """Where JSON is declared the quotes make it another type of JSON."""
    assert ids(check({"properties": {"X": {"type": "array"}}}, exported('"[1]"'))) == ["wrong-type"]


def test_a_finding_on_a_value_stands_at_its_line(check: Check) -> None:
    """The line of the .env file."""
    assert placed(check(None, 'A=1\nB="made-up "\n')) == [("surrounding-blanks", "error", 2)]


# -- all of the family


SECRETS = {
    "malformed-line": f'A=1\nB="{MARKER}"{MARKER}\n',
    "non-text-value": json.dumps([{"key": "X", "value": [MARKER]}]),
    "duplicate-variable": f"A={MARKER}\nA={MARKER}2\n",
    "comment-as-value": f"A= # {MARKER}\n",
    "invalid-name": f"A=1\n{MARKER}-{MARKER}={MARKER}\n",
    "invisible-character": exported(f"{MARKER}\u200b{MARKER}"),
    "quoted-value": exported(f'"{MARKER}"'),
    "surrounding-blanks": exported(f"{MARKER}\n"),
    "conflicting-groups": "B=1\n",
    "shadowed-group-value": f"A={MARKER}\n",
}
#: The environment groups of some of them.
GROUPS = {
    "conflicting-groups": [f"A={MARKER}\n", f"A={MARKER}2\n"],
    "shadowed-group-value": [f"A={MARKER}2\n"],
}


def test_every_rule_of_the_family_has_a_secret_to_keep() -> None:
    """No rule is left out of the table."""
    assert {rule.id for rule in RULES.values() if rule.family == "reading"} == set(SECRETS)


@pytest.mark.parametrize(("rule", "text"), SECRETS.items(), ids=SECRETS)
def test_a_finding_keeps_the_value_and_says_what_to_do(check: Check, rule: str, text: str) -> None:
    """Neither a value nor the text of a line is shown, and there is a hint."""
    findings = check(None, text, groups=GROUPS.get(rule, []))

    assert ids(findings) == [rule]
    assert all(finding.hint for finding in findings)
    assert MARKER not in shown(findings)


def test_a_name_that_may_be_a_secret_is_not_shown(check: Check) -> None:
    """A key that was pasted in front of an equals sign looks like a name."""
    name = "Ab3dEf6hIj9lMn2pQr5tUv8x"
    findings = check(None, f"{name}=\u201cmade-up\u201d\n{name}= # text\n")

    assert name not in shown(findings)
    assert {"comment-as-value", "duplicate-variable"} == set(ids(findings))


@pytest.mark.parametrize(("severity", "expected"), [("warning", ["warning"]), ("note", ["note"]), ("off", [])])
def test_a_severity_of_the_config_holds(check: Check, severity: str, expected: list[str]) -> None:
    """What the config says of a rule counts more than its own severity."""
    findings = check(None, exported('"made-up"'), severities={"quoted-value": severity})  # type: ignore[dict-item]

    assert expected == [finding.severity for finding in findings]
