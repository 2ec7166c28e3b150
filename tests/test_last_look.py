"""The last look at a text before it leaves: whatever a message would show, no value gets out."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from envcheck import console
from envcheck.check import check as engine_check
from envcheck.errors import EXIT_INCOMPLETE
from envcheck.last_look import LastLook
from envcheck.options import FORMATS
from tests.conftest import Program
from tests.program import write

MARKER = "Qx7Zj2kXq9wJz4Kx"
NASTY = "Qx7\"<&'\\\u00e9\nZj2kXq9"


def look(*values: str, names: tuple[str, ...] = (), paths: tuple[str, ...] = ()) -> LastLook:
    return LastLook([{f"NAME_{number}": value for number, value in enumerate(values)}], names, paths)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (f"X is not {MARKER}.", MARKER),
        (MARKER, MARKER),
        (f"X is not {NASTY}.", NASTY),
        ("X is at correct horse battery staple made up", "correct horse battery staple"),
        ("X is at correct-horse-battery-ok", "correct-horse-battery-ok"),
        ("x" * 70_000 + MARKER, MARKER),
        ("x" * (65_536 - 4) + MARKER, MARKER),
        ("is Qx7Zj2kX", "Qx7Zj2kX"),
    ],
)
def test_a_value_is_found(text: str, value: str) -> None:
    assert look("other-made-up", value).finds_value(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("X is not an integer.", MARKER),
        (MARKER[:7], MARKER),
        (f"{MARKER[:12]}...", MARKER),
        (f"{MARKER[:8]} and {MARKER[-8:]}", MARKER),
        ("correct-horse-battery-o", "correct-horse-battery-o"),
        ("PORT is 8000", "8000"),
        ("in production", "production"),  # words, addresses and paths are made of such
        ("3 notifications, of findings", "notifications"),
        ("postgresql+asyncpg is refused", "postgresql+asyncpg"),
        ("at schemas/api.json:3", "schemas/api.json"),
        ("api: 3 findings", ""),
        ("NAME_0 and NAME_1234 are not set", "NAME_1234 and"),
        ("is Qx7Zj2k", "Qx7Zj2k"),
    ],
)
def test_what_is_no_value_is_not_found(text: str, value: str) -> None:
    assert not look(value).finds_value(text)


def test_what_names_say_is_no_secret(tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text('{"enum": ["Qx7Zj2kXq9w-listed"]}')
    assert not look("acme-worker", names=("exports/acme-worker.json",)).finds_value("at exports/acme-worker.json")
    paths = (str(tmp_path / "not-there.json"), str(tmp_path / "schema.json"))
    assert not look("Qx7Zj2kXq9w-listed", paths=paths).finds_value("one of Qx7Zj2kXq9w-listed")


def test_it_is_neither_shown_nor_copied() -> None:
    assert repr(look(MARKER)) == "LastLook(…)"
    with pytest.raises(TypeError, match=r"^what a run has read is neither copied nor pickled$"):
        pickle.dumps(look(MARKER))


SCHEMA = {"properties": {"PORT": {"type": "integer"}}}


@pytest.fixture
def leaking(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that shows the value of what it speaks of."""
    write(folder, {".env": f"PORT={MARKER}\n", "schema.json": SCHEMA, "report": "older"})

    def leak(compiled: Any, environment: Any, severities: Any) -> Any:
        findings = engine_check(compiled, environment, severities)
        return [each._replace(message=f"PORT is {environment.values['PORT']}.") for each in findings]

    monkeypatch.setattr("envcheck.run.engine.check", leak)


@pytest.mark.usefixtures("leaking")
@pytest.mark.parametrize("format", FORMATS)
def test_a_report_that_would_show_a_value_is_withheld(format: str, program: Program) -> None:
    done = program("check", ".env", "--schema", "schema.json", "--format", format)
    assert (done.code, done.out, MARKER in done.err, "withheld-report" in done.err) == (EXIT_INCOMPLETE, "", False, True)


@pytest.mark.usefixtures("leaking")
@pytest.mark.parametrize("format", FORMATS)
def test_a_file_that_would_show_a_value_is_not_written(format: str, folder: Path, program: Program) -> None:
    done = program("check", ".env", "--schema", "schema.json", "--output", f"{format}:report")
    assert (done.code, (folder / "report").read_text(), MARKER in done.said) == (EXIT_INCOMPLETE, "older", False)


def test_a_failure_that_would_show_a_value_is_withheld(folder: Path, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, {".env": f"PORT={MARKER}\n", "schema.json": SCHEMA})
    published = console.publish

    def leak(report: Any, *rest: Any, **more: Any) -> int:
        return published(report._replace(notices=(f"PORT is {MARKER}.",)), *rest, **more)

    monkeypatch.setattr(console, "publish", leak)
    done = program("check", ".env", "--schema", "schema.json")
    assert (done.code, MARKER in done.said) == (EXIT_INCOMPLETE, False)


NASTY_VALUES = [
    "a%40b-7Zj2k",
    "both\"'-7Zj2k",
    "control\x1b-7Zj2k",
    "zero\u200bwidth7Zj",
    "](made-7Zj2k)",
    "|`*_-7Zj2kX",
    "two  blanks7Zj",
]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("value", NASTY_VALUES)
def test_a_value_is_withheld_however_a_format_would_spell_it(
    value: str, format: str, folder: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    write(folder, {".env": f'PORT="{quoted}"\n', "schema.json": SCHEMA})

    def leak(compiled: Any, environment: Any, severities: Any) -> Any:
        findings = engine_check(compiled, environment, severities)
        return [each._replace(hint=f"Not {environment.values['PORT']}.") for each in findings]

    monkeypatch.setattr("envcheck.run.engine.check", leak)
    done = program("check", ".env", "--schema", "schema.json", "--format", format)
    assert (done.code, done.out, "withheld-report" in done.err) == (EXIT_INCOMPLETE, "", True)


WORDS = ["no-referrer", "sans-serif", "notifications", "findings", "failures", "markdown", "locations", "schemas/api.json"]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("word", [*WORDS, "monospace", "duplicate-variable", "https://json.schemastore.org/sarif-2.1.0.json"])
def test_a_word_of_a_format_withholds_nothing(word: str, format: str, folder: Path, program: Program) -> None:
    write(folder, {".env": f"PORT=abc\nX={word}\n", "schema.json": SCHEMA})
    done = program("check", ".env", "--schema", "schema.json", "--format", format)
    assert "withheld" not in done.err
