"""How texts are read as types."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import create_model
from pydantic_settings import BaseSettings

from envcheck.readings import BOOLEANS, MOST_DIGITS, read_boolean, read_integer, read_number

Flag = create_model("Flag", __base__=BaseSettings, flag=(bool, ...))


@pytest.mark.parametrize("text", ["1.0", "1_000", " 1", "1 ", "+", "-", "", "0x10", "1e3", "١", "--1", "9" * (MOST_DIGITS + 1)])
def test_no_integer(text: str) -> None:
    """Python's int takes some of these; a setting must not."""
    assert read_integer(text) is None


@pytest.mark.parametrize(("text", "expected"), [("0", 0), ("-7", -7), ("+7", 7), ("007", 7), ("9" * 30, int("9" * 30))])
def test_integer(text: str, expected: int) -> None:
    """A sign and digits."""
    assert expected == read_integer(text)


@pytest.mark.parametrize("text", ["", ".", "nan", "inf", "-inf", "1e999", "1_0", " 1", "0x1", "1,5", "1e", "e5"])
def test_no_number(text: str) -> None:
    """Only finite decimals are numbers."""
    assert read_number(text) is None


@pytest.mark.parametrize(("text", "expected"), [("0.3", 0.3), ("-2", -2), ("1e3", 1000.0), (".5", 0.5), ("5.", 5.0)])
def test_number(text: str, expected: float) -> None:
    """With a point, an exponent, or neither."""
    assert expected == read_number(text)


@given(st.integers())
def test_every_integer_is_read_back(number: int) -> None:
    """Written by Python, read by envcheck."""
    assert number == read_integer(str(number))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_finite_float_is_read_back(number: float) -> None:
    """Written by Python, read by envcheck."""
    assert number == read_number(repr(number))


@pytest.mark.parametrize("word", BOOLEANS)
def test_a_boolean_is_what_pydantic_settings_reads(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The services of the example read their settings with it."""
    monkeypatch.setenv("FLAG", word)

    assert read_boolean(word.upper()) == Flag().model_dump()["flag"]


@pytest.mark.parametrize("word", ["", "2", "enabled", "tru", "none", " true", "-1"])
def test_no_boolean_is_one_that_pydantic_settings_refuses(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No word more, no word less."""
    monkeypatch.setenv("FLAG", word)

    with pytest.raises(ValueError, match="flag"):
        Flag()
    assert read_boolean(word) is None
