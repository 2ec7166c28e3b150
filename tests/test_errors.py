"""What stops a run says what to do, and nothing where nothing is known."""

from __future__ import annotations

import pytest

from envcheck.errors import EnvcheckError, SourceError, did_you_mean

TWELVE = list("abcdefghijkl")


def test_an_error_without_a_hint_has_an_empty_one() -> None:
    assert (EnvcheckError("made-up").hint, SourceError("made-up", "made-up").hint) == ("", "")


def test_an_error_of_a_source_keeps_its_hint() -> None:
    assert SourceError("made-up", "made-up", hint="do that").hint == "do that"


def test_an_error_of_a_source_has_its_parts_and_is_its_message() -> None:
    error = SourceError("made-up", "is made up", line=3, column=5)
    assert (str(error), error.message, error.id, error.line, error.column) == ("is made up", "is made up", "made-up", 3, 5)


def test_an_error_is_its_message() -> None:
    error = EnvcheckError("is made up")
    assert (str(error), error.message) == ("is made up", "is made up")


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("servise", ["service", "services", "schema"], "did you mean 'service'?"),
        ("servce", ["services", "service"], "did you mean 'service'?"),
        ("x", ["b", "a"], "known: a, b"),
        ("x", ["a"], "known: a"),
        ("x", TWELVE, "known: a, b, c, d, e, f, g, h, i, j, k, l"),
        ("x", [*TWELVE, "m"], ""),
        ("x", [], ""),
        ("abcde", ["abcxy"], "did you mean 'abcxy'?"),
        ("abcdefg", ["abcdxyz"], "known: abcdxyz"),
    ],
)
def test_a_wrong_word_is_answered_with_the_nearest_or_with_a_few(word: str, known: list[str], hint: str) -> None:
    assert did_you_mean(word, known) == hint
