"""What holds of every format, for every command."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from envcheck import options, reports
from envcheck.model import Report
from tests.conftest import Program
from tests.program import Files, write
from tests.reports.helpers import reports as made

MARKER = "made-up-marker-7Q"
SCHEMA = {"required": ["TOKEN"], "properties": {"TOKEN": {"minLength": 40, "writeOnly": True}, "PORT": {"type": "integer"}}}
BAD: Files = {
    "schema.json": SCHEMA,
    "a.env": f"TOKEN={MARKER}\nPORT={MARKER}\n",
    "b.env": f"# envcheck: allow[wrong-type] for now\nPORT={MARKER}\nOTHER=1\n",
    "bad.json": {"properties": {"A": {"mininum": 1}}},
    "cut.env": '{"envVar": ',
}
WITH_SCHEMA = ("--schema", "schema.json", "--isolated")
#: Requests of each command, and the code that each ends with.
REQUESTS = {
    ("check", "a.env", *WITH_SCHEMA): 1,
    ("check", "b.env", *WITH_SCHEMA): 1,
    ("check", "a.env", "nothing.env", *WITH_SCHEMA): 3,
    ("check", "cut.env", *WITH_SCHEMA): 3,
    ("check", "b.env", *WITH_SCHEMA, "--fail-on", "never"): 0,
    ("check", "a.env", "--isolated", "--env", "production"): 0,
    ("diff", "a.env", "b.env", *WITH_SCHEMA): 1,
    ("diff", "a.env", "a.env", *WITH_SCHEMA, "--all"): 0,
    ("diff", "a.env", "nothing.env", *WITH_SCHEMA): 3,
    ("schema", "check", "schema.json"): 0,
    ("schema", "check", "bad.json"): 1,
    ("schema", "check", "nothing.json"): 3,
}


def test_the_tables_of_formats_agree() -> None:
    """What the command line takes is what can be rendered."""
    assert tuple(reports.FORMATS) == options.FORMATS


@pytest.mark.parametrize("arguments", REQUESTS, ids=" ".join)
def test_every_format_tells_the_same_of_every_command(arguments: tuple[str, ...], folder: Path, program: Program) -> None:
    """The code is that of the text; no value is shown; the same input gives the same bytes."""
    write(folder, BAD)
    done = [program(*arguments, "--format", format) for format in options.FORMATS for _ in range(2)]

    assert {each.code for each in done} == {REQUESTS[arguments]}
    assert [each.out for each in done[::2]] == [each.out for each in done[1::2]]
    assert all(each.out for each in done)
    assert [each for each in done if MARKER[5:] in each.out + each.err] == []


@pytest.mark.parametrize("format", options.FORMATS)
@pytest.mark.parametrize("arguments", [each for each in REQUESTS if each[0] != "schema"], ids=" ".join)
def test_a_file_has_what_the_console_shows(arguments: tuple[str, ...], format: str, folder: Path, program: Program) -> None:
    """But for the notices, which the text leaves to standard error."""
    write(folder, BAD)
    done = [program(*arguments, "--format", format), program(*arguments, "--output", f"{format}:report")]
    written = (folder / "report").read_text(encoding="utf-8")

    assert [each.code for each in done] == [REQUESTS[arguments]] * 2
    assert format == "text" or written == done[0].out


@pytest.mark.parametrize("format", options.FORMATS)
@given(shown=made)
@settings(max_examples=25)
def test_any_report_can_be_rendered_and_written(format: str, shown: Report) -> None:
    """Whatever stands in it: what is printed is text that any file can hold, and ends in one line feed."""
    text = reports.render(format, shown)

    assert text.encode("utf-8").decode() == text
    assert (text[-1], text[-2:] == "\n\n") == ("\n", False)
