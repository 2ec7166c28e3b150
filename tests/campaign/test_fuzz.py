"""A bounded run of every fuzzing target, and the proof that a fuzzer that finds something says so."""

from __future__ import annotations

import importlib.util
import os

import pytest

from tests.campaign import fuzz
from tests.figures import FIGURES

pytestmark = pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed")

#: Executions of each target: a look in everyday runs, and what each submission has to show.
RUNS = 50_000 if os.environ.get("CI") else 2_000


@pytest.mark.parametrize("target", fuzz.TARGETS)
def test_nothing_that_is_read_or_written_crashes(target: str) -> None:
    outcome = fuzz.fuzz(target, RUNS)

    assert outcome.crash == ""
    assert outcome.runs >= RUNS
    FIGURES.note(f"fuzz {target}", outcome.runs)


def test_a_crash_is_told() -> None:
    assert "made-up crash" in fuzz.fuzz("crashing", 100_000).crash
