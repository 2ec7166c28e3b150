"""The formats that a schema can name, each by its examples."""

from __future__ import annotations

import pytest

from envcheck.facts.formats import FORMATS
from tests.schema.helpers import NOWHERE, compiled, environment_of, faults, findings, found

GOOD = [(name, text) for name, row in FORMATS.items() for text in row.good]
BAD = [(name, text) for name, row in FORMATS.items() for text in row.bad]

#: Texts that are right and that a hasty reading of the format would refuse.
ALSO_GOOD = [
    ("hostname", "xn--bcher-kva.example"),
    ("hostname", "xn--strae-oqa.example"),
    ("hostname", "1"),
    ("hostname", "a" * 63 + ".dev"),
    ("email", '"a b"@acme.dev'),
    ("email", "a+b@[127.0.0.1]"),
    ("uri", "postgres://app:p%40ss@[::1]:5432/app?a=b#c"),
    ("uri", "mailto:ops@acme.dev"),
    ("date-time", "2026-12-31T23:59:60Z"),
    ("date-time", "2026-12-31t23:59:59.123456-05:00"),
    ("time", "08:30:06z"),
    ("duration", "P1Y2M3DT4H5M6S"),
    ("base64", "_-8="),
    ("regex", r"^\p{L}+\s$"),
    ("port", "080"),
]
ALSO_BAD = [
    ("hostname", "a" * 64 + ".dev"),
    ("hostname", "a..dev"),
    ("hostname", "acme.dev "),
    ("email", "a@b@"),
    ("email", "a..b@acme.dev"),
    ("uri", "https://acme.dev/%zz"),
    ("uri", "https://[::g]/"),
    ("uri", "//acme.dev"),
    ("ipv4", "١.1.1.1"),
    ("port", "١"),
    ("date", "2026-1-01"),
    ("date", "२०२६-01-01"),
    ("time", "08:30:60Z"),
    ("time", "08:30:06+24:00"),
    ("date-time", "2026-11-24 08:30:06Z"),
    ("duration", "P1D2Y"),
    ("duration", "P1H"),
    ("json", "NaN"),
    ("jwt", "e30.e30"),
    ("origin", "https://acme.dev:99999"),
    ("origin", "https://acme.dev:"),
    ("fernet-key", "=" * 44),
    ("regex", "a)"),
    ("regex", r"(?P<a>b)"),
]


@pytest.mark.parametrize(("name", "text"), GOOD + ALSO_GOOD)
def test_a_right_text_is_not_reported(name: str, text: str) -> None:
    """What is of a format gives no finding, of the format or of an address."""
    schema = {"properties": {"V": {"type": "string", "format": name}}}
    reported = [finding.rule.id for finding in findings(schema, {"V": text}) if finding.rule.family in ("value", "address")]

    assert reported == []


@pytest.mark.parametrize(("name", "text"), BAD + ALSO_BAD)
def test_a_wrong_text_is_reported(name: str, text: str) -> None:
    """What is not of a format is an error, under the rule of formats unless a nearer one speaks."""
    schema = {"properties": {"V": {"type": "string", "format": name}}}

    assert [signed.rule.id for signed in faults(compiled(schema, NOWHERE), environment_of({"V": text}))] == ["wrong-format"]
    assert any(finding.severity == "error" for finding in findings(schema, {"V": text}))


@pytest.mark.parametrize("name", [name for name, row in FORMATS.items() if row.schemes])
def test_an_address_of_another_scheme_is_reported(name: str) -> None:
    """The formats of addresses are judged by the rules of addresses."""
    schema = {"properties": {"V": {"type": "string", "format": name}}}
    reported = [finding.rule.id for finding in findings(schema, {"V": "gopher://acme.dev/"})]

    assert reported == ["wrong-scheme"]


@pytest.mark.parametrize("name", [name for name, row in FORMATS.items() if row.schemes])
def test_a_text_that_is_no_address_is_reported(name: str) -> None:
    """A value that is no address at all is malformed, not passed."""
    schema = {"properties": {"V": {"type": "string", "format": name}}}
    reported = [finding.rule.id for finding in findings(schema, {"V": "made-up"})]

    assert reported == ["malformed-url"]


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_has_examples(name: str) -> None:
    """Each row shows what is right; and what is wrong, where it judges alone."""
    row = FORMATS[name]

    assert row.wanted
    assert row.good
    assert bool(row.bad) == (row.fits is not None)


def test_a_format_inside_of_json_is_judged() -> None:
    """The same formats hold inside of JSON values."""
    schema = {"properties": {"V": {"type": "array", "items": {"format": "port"}}}}

    assert found(schema, {"V": '["1", "65535"]'}) == []
    assert found(schema, {"V": '["1", "0"]'}) == ["wrong-format"]
