"""References inside of values are found as they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envcheck.references import has_reference, is_filled_in, references
from tests.conftest import read_source

NONE = [
    "made-up",
    "p@ss$word",
    "$2b$12$madeupmadeupmadeupmadeu",
    "$argon2id$v=19$m=65536,t=3,p=4$bWFkZS11cA$bWFkZS11cA",
    "$1$made$up",
    "$(",
    "${",
    "${}",
    "${ x",
    "$((1+2))",
    "a$(k3)b",
    "$",
    "$$",
    "100%",
    "%",
    "%%",
    "%Y-%m-%d",
    "%(asctime)s",
    "%s %d",
    "%APPDATA%\\acme",
    "{{a}} {{b}}",
    "{{}}",
    "{{ }}",
    "{a}",
    "{{",
    "https://acme.dev/{{id}}",
    '{"a": {"b": {}}}',
    "django-insecure-ma$de(up%8)&u",
]

SOME = {
    "${OPENAI_API_KEY}": ("${…}", "OPENAI_API_KEY"),
    "postgresql://${HOST}/app": ("${…}", "HOST"),
    "${NAME:-default}": ("${…}", "NAME"),
    "${NAME?}": ("${…}", "NAME"),
    "Hello ${name}": ("${…}", "name"),
    "$(DB_HOST)": ("$(…)", "DB_HOST"),
    "http://$(DB_HOST):80": ("$(…)", "DB_HOST"),
    "$(openssl rand -hex 32)": ("$(…)", ""),
    "$DATABASE_URL": ("$…", "DATABASE_URL"),
    "%DATABASE_URL%": ("%…%", "DATABASE_URL"),
    "{{ DATABASE_URL }}": ("{{…}}", ""),
    "{{vault_password}}": ("{{…}}", ""),
    "${{ secrets.OPENAI_API_KEY }}": ("${{…}}", ""),
    "${{Postgres.DATABASE_URL}}": ("${{…}}", ""),
}


@pytest.mark.parametrize("text", NONE)
def test_a_text_without_a_reference_has_none(text: str) -> None:
    """Passwords, digests, printf and JSON look a little like them."""
    assert list(references(text)) == []


@pytest.mark.parametrize(("text", "found"), SOME.items(), ids=SOME)
def test_a_reference_is_found(text: str, found: tuple[str, str]) -> None:
    """With its form and its name."""
    (reference,) = references(text)

    assert (reference.form, reference.name) == found
    assert has_reference(text)


@given(st.text(max_size=30) | st.text("${}()%_AXa:- ", max_size=20))
def test_any_text_is_answered(text: str) -> None:
    """And the quick look hides nothing."""
    assert has_reference(text) or list(references(text)) == []


@pytest.mark.parametrize(
    ("text", "is_filled"),
    [
        ("A=${B}\nB=1", True),
        ("B=1\nA=${B}-${B}", True),
        ("A=${B}${C}\nB=1", False),
        ("A=${A}", False),
        ("A=${B}", False),
        ("A=${HOME}/x", True),
        ("A=${B:-x}", True),
        ("A=${B:-}", False),
        ("A=$(B)\nB=1", False),
        ("A=made-up", False),
        ('[{"key": "A", "value": "${B}"}, {"key": "B", "value": "1"}]', False),
    ],
)
def test_only_a_file_is_filled_in(text: str, is_filled: bool) -> None:
    """Where each of the references is found."""
    assert is_filled_in("A", read_source(text)) == is_filled


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("${A}-${A}", ["A"]),
        ("${A}-${B}-${A}", ["A", "B"]),
        ("${A:-${B}}", ["A", "B"]),
        ("${" * 50_000, []),
        ("${" * 50_000 + "A}", ["A"]),
        ("$(" * 50_000 + ")", []),
        ("${A:-" + "x" * 1_990 + "}", ["A"]),
        ("${A:-" + "x" * 2_000 + "}", []),
        ("${A b}", []),
        ("${1A}", []),
        ("${}", []),
        ("${:-x}", []),
        ("${A.b}", []),
    ],
    ids=[
        "repeated",
        "two",
        "nested",
        "open",
        "open-but-the-last",
        "open-round",
        "long",
        "too-long",
        "blank",
        "digit",
        "none",
        "no-name",
        "dot",
    ],
)
def test_names_of_references(text: str, names: list[str]) -> None:
    assert [each.name for each in references(text)] == names
