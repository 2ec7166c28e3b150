"""SECURITY.md names files and tests that are there, and the bounds that the code has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from envcheck.files import MAX_BYTES
from envcheck.sources.render_api import client

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "SECURITY.md").read_text("utf-8")
PATHS = sorted(set(re.findall(r"`((?:tests|envcheck)/[a-z_/]+\.py)`", TEXT)))


@pytest.mark.parametrize("path", PATHS)
def test_what_it_names_is_there(path: str) -> None:
    assert (ROOT / path).is_file()


def test_it_names_what_holds_its_promises() -> None:
    assert len(PATHS) >= 7


def test_its_bounds_are_those_of_the_code() -> None:
    assert (MAX_BYTES, client.MOST_BYTES, client.MOST_SECONDS) == (10_000_000, 10_000_000, 60)
    assert "10 MB a file and an answer" in TEXT
    assert "60 seconds for a live service" in TEXT
