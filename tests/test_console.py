"""A report is printed and written whole, or it is said why not; the exit code tells either way."""

from __future__ import annotations

import errno
import io
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from envcheck import console
from envcheck.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE, EnvcheckError, UsageError
from envcheck.jobs import Request
from envcheck.model import CheckedSource, Failure, Report
from envcheck.options import FORMATS
from envcheck.reports import render
from tests.program import Done
from tests.reports.helpers import finding, report

CLEAN = report()
FOUND = report(finding())
RED = "\x1b["
DEFECT = "This is a defect of envcheck; please report it, with the rules and the kind of source that were asked for."


class Terminal(io.StringIO):
    """A stream that somebody looks at."""

    def isatty(self) -> bool:
        return True


class Broken(io.StringIO):
    """A stream that cannot be written to."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error

    def write(self, text: str, /) -> int:
        raise self.error


@pytest.fixture
def streams(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard output and error as plain streams, in an environment that says nothing of colours."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)


def executed(request: Request, shown: Report, capsys: pytest.CaptureFixture[str]) -> Done:
    """How a request ends whose run gives this report."""
    code = console.execute(request, lambda asked: shown if asked is request else report(variables=0))
    return Done(code, *capsys.readouterr())


def published(shown: Report, capsys: pytest.CaptureFixture[str], *, format: str = "text", **more: Any) -> Done:
    """How a report comes out, without colours."""
    code = console.publish(shown, format, "never", **more)
    return Done(code, *capsys.readouterr())


def modes(folder: Path) -> dict[str, int]:
    """The files of a folder and their modes."""
    return {each.name: stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir() if each.is_file()}


# -- what comes out


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(("shown", "code"), [(CLEAN, EXIT_CLEAN), (FOUND, EXIT_FINDINGS)])
def test_a_report_is_printed_in_the_format_asked_for(
    shown: Report, code: int, format: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert executed(Request(format=format, color="never"), shown, capsys) == (code, render(format, shown), "")


def test_what_was_read_is_said_where_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    sources = tuple(CheckedSource(None, None, f"{number}.env", number, True) for number in range(3))
    said = executed(Request(verbose=1), report(sources=sources), capsys).err.splitlines()

    assert said == [f"envcheck: read {each}" for each in ("0.env: 0 variables", "1.env: 1 variable", "2.env: 2 variables")]
    assert executed(Request(), report(sources=sources), capsys).err == ""


def test_failures_and_notices_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    """With a hint below, and once: they are not in the text on standard output, too."""
    failures = (Failure("missing-file", "b.env", "no such file", "check the path"), Failure("no-source", "", "nothing to check"))
    shown = report(failures=failures, notices=("no schema was applied.",))
    done = published(shown, capsys)

    assert done.err.splitlines() == [
        "envcheck: b.env: no such file (missing-file)",
        "  hint: check the path",
        "envcheck: nothing to check (no-source)",
        "envcheck: note: no schema was applied.",
    ]
    assert (done.code, done.out) == (EXIT_INCOMPLETE, render("text", shown._replace(notices=())))


def test_other_formats_keep_the_notices(capsys: pytest.CaptureFixture[str]) -> None:
    shown = report(notices=("no schema was applied.",))

    assert published(shown, capsys, format="json").out == render("json", shown)


@pytest.mark.parametrize(
    ("shown", "format", "is_printed"),
    [(CLEAN, "text", False), (FOUND, "text", True), (CLEAN, "json", True), (FOUND, "json", True)],
)
def test_a_quiet_run_says_nothing_but_findings_and_failures(
    shown: Report, format: str, is_printed: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """A format for programs is printed all the same: an empty text is none of it."""
    shown = shown._replace(notices=("no schema was applied.",))
    code = console.execute(Request(format=format, quiet=True), lambda _: shown)

    assert code == shown.exit_code
    assert (capsys.readouterr().out != "") == is_printed
    assert published(shown, capsys, format=format, quiet=True).err == ""


def test_a_quiet_run_says_what_failed(capsys: pytest.CaptureFixture[str]) -> None:
    shown = report(failures=(Failure("missing-file", "b.env", "no such file"),), notices=("no schema was applied.",))

    assert published(shown, capsys, quiet=True).err == "envcheck: b.env: no such file (missing-file)\n"


def test_standard_output_can_be_left_to_others(capsys: pytest.CaptureFixture[str]) -> None:
    done = published(FOUND, capsys, on_stderr=True)

    assert (done.code, done.out, done.err) == (EXIT_FINDINGS, "", render("text", FOUND))


@pytest.mark.parametrize("stderr", [None, Broken(OSError(errno.ENOSPC, "made up"))])
def test_nobody_has_to_read_standard_error(
    stderr: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exit code still tells."""
    monkeypatch.setattr(sys, "stderr", stderr)
    shown = report(failures=(Failure("missing-file", "b.env", "no such file"),))

    assert console.publish(shown, "text", "never") == EXIT_INCOMPLETE
    assert console.publish(shown, "text", "never", on_stderr=True) == EXIT_INCOMPLETE
    assert capsys.readouterr().out == render("text", shown)


# -- values


def leaking(shown: str) -> Report:
    """A report one of whose texts is a value."""
    return report(finding(message="made-up one", hint="made-up two"), shows_value=lambda texts: shown in texts.split("\n"))


@pytest.mark.parametrize("shown", ["made-up one", "made-up two"])
def test_a_report_that_shows_a_value_is_not_printed(shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing of it; each of its texts is looked at by itself."""
    with pytest.raises(EnvcheckError) as raised:
        console.publish(leaking(shown), "text", "never")

    assert str(raised.value) == "the report would show a value, so it is withheld (withheld-report)"
    assert raised.value.hint == DEFECT
    assert capsys.readouterr() == ("", "")


def test_a_report_that_shows_a_value_is_not_written(folder: Path) -> None:
    with pytest.raises(EnvcheckError, match="withheld-report"):
        console.execute(Request(output=("json:a",)), lambda _: leaking("made-up two"))

    assert modes(folder) == {}


def test_a_report_that_shows_no_value_is_not_withheld(capsys: pytest.CaptureFixture[str]) -> None:
    assert published(FOUND._replace(shows_value=lambda _: False), capsys).code == EXIT_FINDINGS


# -- standard output


@pytest.mark.parametrize(
    ("stdout", "reason"),
    [
        (None, "it is closed"),
        (Broken(OSError(errno.EBADF, "made up")), "it is closed"),
        (Broken(OSError(errno.ENOSPC, "made up")), os.strerror(errno.ENOSPC)),
        (Broken(OSError(1, "made up")), os.strerror(1)),
        (Broken(OSError("made up")), "it cannot be"),
    ],
)
def test_a_report_that_cannot_be_printed_is_an_error_in_words_of_ours(
    stdout: Any, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an error itself says may hold anything."""
    monkeypatch.setattr(sys, "stdout", stdout)
    with pytest.raises(EnvcheckError) as raised:
        console.print_text("x")

    assert str(raised.value) == f"standard output: the report is not written: {reason} (unwritten-report)"
    assert raised.value.__context__ is None


def test_a_reader_may_stop_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Broken(BrokenPipeError(errno.EPIPE, "made up")))
    with pytest.raises(BrokenPipeError):
        console.print_text("x")


@pytest.mark.parametrize(("encoding", "expected"), [("ascii", b"\\xd7 \\ud800"), ("latin-1", b"\xd7 \\ud800")])
def test_a_character_that_a_stream_lacks_is_an_escape(encoding: str, expected: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing waits in the stream for the end of the process."""
    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding=encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    console.print_text("\xd7 \ud800")

    assert written.getvalue() == expected


def test_a_stream_without_an_encoding_takes_what_utf_8_can_say(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    monkeypatch.setattr(sys, "stdout", written)
    console.print_text("\xd7 \ud800")

    assert written.getvalue() == "\xd7 \\ud800"


# -- colours


@pytest.mark.usefixtures("streams")
@pytest.mark.parametrize(
    ("color", "stream", "environment", "is_colored"),
    [
        ("auto", io.StringIO, {}, False),
        ("auto", Terminal, {}, True),
        ("auto", Terminal, {"TERM": "xterm"}, True),
        ("auto", Terminal, {"TERM": "dumb"}, False),
        ("auto", Terminal, {"NO_COLOR": "1"}, False),
        ("auto", Terminal, {"NO_COLOR": ""}, True),
        ("auto", io.StringIO, {"FORCE_COLOR": "1"}, True),
        ("auto", io.StringIO, {"FORCE_COLOR": ""}, False),
        ("auto", Terminal, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ("auto", Terminal, {"FORCE_COLOR": "1", "TERM": "dumb"}, False),
        ("never", Terminal, {"FORCE_COLOR": "1"}, False),
        ("always", io.StringIO, {"NO_COLOR": "1", "TERM": "dumb"}, True),
    ],
)
@pytest.mark.parametrize("on_stderr", [False, True])
def test_colours_are_for_those_who_see_them(
    on_stderr: bool,
    color: str,
    stream: type[io.StringIO],
    environment: dict[str, str],
    is_colored: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By https://no-color.org and https://force-color.org; the other stream does not matter."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    written = stream()
    other = Terminal() if stream is io.StringIO else io.StringIO()
    monkeypatch.setattr(sys, "stderr" if on_stderr else "stdout", written)
    monkeypatch.setattr(sys, "stdout" if on_stderr else "stderr", other)
    console.publish(FOUND, "text", color, on_stderr=on_stderr)

    assert ((RED in written.getvalue()), other.getvalue()) == (is_colored, "")


@pytest.mark.parametrize("color", ["auto", "always"])
def test_a_closed_stream_has_no_colours_of_its_own(color: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)

    assert console.publish(FOUND, "text", color, on_stderr=True) == EXIT_FINDINGS


@pytest.mark.usefixtures("streams")
def test_the_colour_asked_for_is_that_of_the_report(capsys: pytest.CaptureFixture[str]) -> None:
    assert RED in executed(Request(color="always"), FOUND, capsys).out
    assert RED not in executed(Request(), FOUND, capsys).out


# -- files


@pytest.mark.parametrize("text", ["", "json", "json:", ":a", "yaml:a", "JSON:a", "a:json"])
def test_an_output_is_a_format_and_a_file(text: str) -> None:
    """Anything else is refused before the run."""
    with pytest.raises(UsageError) as raised:
        console.execute(Request(output=(text,)), lambda _: pytest.fail("it has run"))

    assert str(raised.value) == "--output wants FORMAT:FILE, with text, json, sarif, github, markdown, junit, html as FORMAT"
    assert raised.value.hint == "Try: --output sarif:envcheck.sarif"


def test_a_report_is_not_written_through_a_link(folder: Path) -> None:
    (folder / "to").symlink_to("target")
    with pytest.raises(UsageError) as raised:
        console.execute(Request(output=("json:a", "json:to")), lambda _: pytest.fail("it has run"))

    assert (str(raised.value), raised.value.hint) == ("--output to is a symbolic link", "Name the file itself.")


@pytest.mark.usefixtures("folder")
def test_two_reports_are_not_written_to_one_file() -> None:
    with pytest.raises(UsageError) as raised:
        console.execute(Request(output=("json:a", "json:b", "text:./a")), lambda _: pytest.fail("it has run"))

    assert (str(raised.value), raised.value.hint) == ("--output a is named twice", "Give each report a file of its own.")


def test_each_file_has_its_format(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A path may hold colons; a new file is its owner's, an older one keeps its mode."""
    (folder / "a:b").write_text("a longer text than the report that replaces it\n" * 100)
    (folder / "a:b").chmod(0o644)
    done = executed(Request(output=("json:a:b", "github:c"), color="never"), FOUND, capsys)

    assert done == (EXIT_FINDINGS, render("text", FOUND), "")
    assert {name: (folder / name).read_text() for name in modes(folder)} == {
        "a:b": render("json", FOUND),
        "c": render("github", FOUND),
    }
    assert modes(folder) == {"a:b": 0o644, "c": 0o600}


def test_what_utf_8_cannot_say_is_an_escape(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "render", lambda *_, **__: "\xd7 \ud800")
    console.execute(Request(output=("json:a",)), lambda _: CLEAN)

    assert (folder / "a").read_bytes() == b"\xc3\x97 \\ud800"


def test_a_file_that_is_being_written_is_its_owners(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the file that it replaces is everybody's: only what is whole is shown."""
    (folder / "a").touch()
    (folder / "a").chmod(0o666)
    seen: list[dict[str, int]] = []
    given = os.chmod

    def watched(path: str, mode: int) -> None:
        seen.append(modes(folder))
        given(path, mode)

    monkeypatch.setattr(os, "chmod", watched)
    console.execute(Request(output=("json:a",)), lambda _: CLEAN)

    assert [sorted(each.values()) for each in seen] == [[0o600, 0o666]]
    assert modes(folder) == {"a": 0o666}


def test_a_file_that_is_not_written_is_a_failure_in_all_that_are(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each of them is named once, behind what failed before."""
    (folder / "folder").mkdir()
    before = Failure("missing-file", "b.env", "no such file")
    request = Request(output=("json:a", "json:folder", "text:b", "json:none/c"), color="never")
    done = executed(request, report(finding(), failures=(before,)), capsys)
    said = [
        "envcheck: b.env: no such file (missing-file)",
        "envcheck: folder: the report is not written: not a regular file (unwritten-report)",
        f"envcheck: none/c: the report is not written: {os.strerror(errno.ENOENT)} (unwritten-report)",
    ]
    whole = report(
        finding(),
        failures=(
            before,
            Failure("unwritten-report", "folder", "the report is not written: not a regular file"),
            Failure("unwritten-report", "none/c", f"the report is not written: {os.strerror(errno.ENOENT)}"),
        ),
    )

    assert (done.code, done.err.splitlines(), done.out) == (EXIT_INCOMPLETE, said, render("text", whole))
    assert ((folder / "a").read_text(), (folder / "b").read_text()) == (render("json", whole), render("text", whole))


def test_a_clean_run_whose_report_is_not_written_is_not_clean(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "folder").mkdir()

    assert executed(Request(output=("json:folder",)), CLEAN, capsys).code == EXIT_INCOMPLETE


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "made up"), KeyboardInterrupt()])
def test_a_file_is_replaced_whole_or_not_at_all(error: BaseException, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing else is left beside it."""
    (folder / "a").write_text("older")

    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, "replace", refuse)
    try:
        assert console.execute(Request(output=("json:a",)), lambda _: CLEAN) == EXIT_INCOMPLETE
    except KeyboardInterrupt:
        assert isinstance(error, KeyboardInterrupt)
    assert {name: (folder / name).read_text() for name in modes(folder)} == {"a": "older"}


def test_a_file_is_written_through_no_link_that_was_laid_for_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "target").write_text("older")
    (folder / f"a.{os.getpid()}.tmp").symlink_to("target")
    done = executed(Request(output=("json:a",)), CLEAN, capsys)

    assert done.err == f"envcheck: a: the report is not written: {os.strerror(errno.EEXIST)} (unwritten-report)\n"
    assert (done.code, (folder / "target").read_text(), (folder / "a").exists()) == (EXIT_INCOMPLETE, "older", False)
