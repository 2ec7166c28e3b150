"""What names of variables tell."""

from __future__ import annotations

import pytest

from envcheck.facts.names import (
    PUBLIC_PREFIXES,
    SECRET_SUFFIXES,
    STALE_SUFFIXES,
    NameFact,
    is_pattern_name,
    is_public,
    is_secret_name,
    is_signing_name,
    is_told,
    told_by,
    without_stale_suffix,
)
from envcheck.facts.platforms import PLATFORMS

TABLES = {
    "secret": (SECRET_SUFFIXES, is_secret_name),
    "public": (PUBLIC_PREFIXES, is_public),
    "stale": (STALE_SUFFIXES, lambda name: without_stale_suffix(name) is not None),
}
ROWS = [(kind, row) for kind, (rows, _) in TABLES.items() for row in rows]


@pytest.mark.parametrize(("kind", "row"), ROWS, ids=[row.part for _, row in ROWS])
def test_examples_are_told_by_the_whole_table(kind: str, row: NameFact) -> None:
    """Good names have it, and near ones have not."""
    _, tells = TABLES[kind]

    assert [name for name in row.good if not tells(name)] == []
    assert [name for name in row.bad if tells(name)] == []
    assert row.source
    assert row.verified == "2026-11"


@pytest.mark.parametrize("name", ["JWT_SECRET", "APP_JWT_SECRET_KEY", "SECRET_KEY", "SESSION_SECRET", "DOCUMENT_ENCRYPTION_KEY"])
def test_a_key_that_its_owner_makes_up_is_known(name: str) -> None:
    assert is_signing_name(name)


@pytest.mark.parametrize("name", ["STRIPE_SECRET_KEY", "OPENAI_API_KEY", "AWS_SECRET_ACCESS_KEY", "PASSWORD", "JWT_SECRET_NAME"])
def test_a_vendors_key_is_not_one_of_them(name: str) -> None:
    assert not is_signing_name(name)


@pytest.mark.parametrize("name", ["LOG_FORMAT", "EMAIL_TEMPLATE", "SYSTEM_PROMPT", "URL_PATTERN", "WELCOME_MESSAGE"])
def test_a_text_that_the_application_fills_in_is_known(name: str) -> None:
    assert is_pattern_name(name)
    assert not is_pattern_name("OPENAI_API_KEY")


@pytest.mark.parametrize("name", sorted(PLATFORMS["render"].sets))
def test_a_platforms_own_variable_is_told_by_its_name(name: str) -> None:
    told = told_by(name)

    assert is_told(name)
    assert told is not None
    assert told("anything")


@pytest.mark.parametrize("name", ["PORT", "DATABASE_URL", "X", "", "WEB_CONCURRENCY", "REGION", "SMTP_HOST"])
def test_most_names_tell_nothing(name: str) -> None:
    assert told_by(name) is None
