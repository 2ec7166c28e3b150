"""Files of every kind give text, or an error that says what they are."""

from __future__ import annotations

import io
import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envcheck import files
from envcheck.errors import SourceError
from envcheck.files import MAX_BYTES, RealPaths, decode, read_text

MARKER = "marker-5b1f"


def refusal(path: str | Path) -> SourceError:
    """The error for a path."""
    with pytest.raises(SourceError) as caught:
        read_text(str(path))
    return caught.value


def refused(data: bytes) -> SourceError:
    """The error for bytes."""
    with pytest.raises(SourceError) as caught:
        decode(data)
    return caught.value


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"A=1\n", "A=1\n"),
        (b"A=1\r\nB=2\rC=3\n", "A=1\r\nB=2\rC=3\n"),
        (b"\xef\xbb\xbfA=1\n", "A=1\n"),
        (b"\xef\xbb\xbf", ""),
        (b"\xef\xbb\xbf\xef\xbb\xbfA=1", "\ufeffA=1"),
        ("A=grüße 🎈\n".encode(), "A=grüße 🎈\n"),
        (b"A=\x1b[0m\x7f\n", "A=\x1b[0m\x7f\n"),
    ],
)
def test_utf_8_is_read_without_its_mark(data: bytes, text: str, tmp_path: Path) -> None:
    """Text comes back as it stands, line ends too; one byte order mark is dropped."""
    (tmp_path / "file").write_bytes(data)

    assert text == decode(data) == read_text(str(tmp_path / "file"))


@pytest.mark.parametrize(
    ("data", "id", "message", "line", "column"),
    [
        ("A=1".encode("utf-16"), "not-text", "UTF-16; save it as UTF-8", None, None),
        (b"\xfe\xff\x00A", "not-text", "UTF-16; save it as UTF-8", None, None),
        ("A=1".encode("utf-32"), "not-text", "UTF-32; save it as UTF-8", None, None),
        (b"\x00\x00\xfe\xff\x00\x00\x00A", "not-text", "UTF-32; save it as UTF-8", None, None),
        (b"A=1\nB=\x00\n", "not-text", "not text: it holds a NUL byte", 2, 3),
        (b"\xef\xbb\xbfB=\x00\n", "not-text", "not text: it holds a NUL byte", 1, 3),
        (b"PK\x03\x04\x14\x00\x08\x00", "not-text", "not text: it holds a NUL byte", 1, 6),
        (b"\x1f\x8b\x08\x00\x00\x00", "not-text", "not text: it holds a NUL byte", 1, 4),
        (b"A=1\r\nB=\xc3\xa9\xe9\n", "not-utf-8", "not UTF-8 at byte 9", 2, 4),
        (b"A=1\rB=\xff\n", "not-utf-8", "not UTF-8 at byte 6", 2, 3),
        (b"\xef\xbb\xbfA=\xff\n", "not-utf-8", "not UTF-8 at byte 5", 1, 3),
        (b"A=\xed\xa0\x80\n", "not-utf-8", "not UTF-8 at byte 2", 1, 3),
        (b"A=\xc3", "not-utf-8", "not UTF-8 at byte 2", 1, 3),
    ],
)
def test_other_bytes_are_refused_at_their_place(data: bytes, id: str, message: str, line: int | None, column: int | None) -> None:
    """What is no UTF-8 text is named, with the first line and column that show it."""
    error = refused(data)

    assert (id, message, line, column) == (error.id, error.message, error.line, error.column)


def test_the_greatest_file_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    """The limit is exact, for files and for standard input."""
    (tmp_path / "file").write_bytes(b"x" * MAX_BYTES)
    (tmp_path / "more").write_bytes(b"x" * (MAX_BYTES + 1))

    assert len(read_text(str(tmp_path / "file"))) == MAX_BYTES
    assert refusal(tmp_path / "more").id == "too-large"
    assert refused(b"x" * (MAX_BYTES + 1)).message == "larger than 10 MB; not read"


def test_a_sparse_file_is_refused_by_its_size(tmp_path: Path) -> None:
    """A gigabyte of nothing is not read."""
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(1_000_000_000)

    assert refusal(tmp_path / "sparse").id == "too-large"


def test_a_file_that_says_it_has_no_bytes_is_read() -> None:
    """Files of /proc have a size of 0."""
    path = Path("/proc/self/status")
    if not path.exists():
        pytest.skip("no /proc here")

    assert "Name:" in read_text(str(path))


@pytest.mark.parametrize("name", ["no", "no/no", "file/no", "nul\0nul", "lone\ud800", "raw\udcff"])
def test_a_file_that_is_not_there_is_missing(name: str, tmp_path: Path) -> None:
    """Names that no file can have are missing files."""
    (tmp_path / "file").write_bytes(b"")

    assert refusal(f"{tmp_path}/{name}").id == "missing-file"


def test_a_name_outside_utf_8_is_opened(tmp_path: Path) -> None:
    """A name of bytes that are no text is a name."""
    path = os.fsdecode(os.fsencode(tmp_path) + b"/\xff\n.env")
    try:
        with open(path, "w", encoding="utf-8") as file:
            file.write("A=1\n")
    except OSError:
        pytest.skip("this file system has no such names")

    assert read_text(path) == "A=1\n"


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    """A folder is told from a file."""
    error = refusal(tmp_path)

    assert (error.id, error.message) == ("not-a-file", "not a regular file")


def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    """A pipe without a writer is refused at once."""
    os.mkfifo(tmp_path / "pipe")

    assert refusal(tmp_path / "pipe").id == "not-a-file"


def test_a_socket_is_not_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket cannot be opened, and is named as what it is."""
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")

        assert refusal("socket").id == "not-a-file"


def test_a_device_is_not_a_file() -> None:
    """A device is not read."""
    assert refusal("/dev/zero").id == "not-a-file"


def test_a_loop_of_links_is_unreadable(tmp_path: Path) -> None:
    """A link to itself ends."""
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    error = refusal(tmp_path / "a")

    assert (error.id, error.message) == ("unreadable-file", "a loop of symbolic links")


def test_a_link_is_followed(tmp_path: Path) -> None:
    """A link to a file is that file."""
    (tmp_path / "file").write_bytes(b"A=1")
    (tmp_path / "link").symlink_to("file")

    assert read_text(str(tmp_path / "link")) == "A=1"


@pytest.mark.parametrize(
    ("failure", "id"),
    [
        (PermissionError(13, MARKER), "permission-denied"),
        (IsADirectoryError(21, MARKER), "not-a-file"),
        (OSError(5, MARKER), "unreadable-file"),
        (OSError(36, MARKER), "unreadable-file"),
    ],
)
def test_other_failures_of_opening_have_an_id(failure: OSError, id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's own message does not come through."""

    def fail(*_: object) -> int:
        raise failure

    monkeypatch.setattr(os, "open", fail)
    error = refusal("file")

    assert error.id == id
    assert error.__context__ is None
    assert MARKER not in f"{error} {error.args} {error.hint}"


def test_a_file_that_changes_meanwhile_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of an old and half of a new text is no text."""
    path = tmp_path / "file"
    path.write_bytes(b"A=1")
    states = [path.stat()]
    path.write_bytes(b"A=12")
    states.append(path.stat())
    monkeypatch.setattr(os, "fstat", lambda _: states.pop(0) if len(states) > 1 else states[0])
    error = refusal(path)

    assert (error.id, error.message, error.hint) == (
        "unreadable-file",
        "changed while it was read",
        "run again when it is written",
    )


def test_no_descriptor_stays_open(tmp_path: Path) -> None:
    """Refused files are closed too."""
    folder = Path("/proc/self/fd")
    if not folder.exists():
        pytest.skip("no /proc here")
    before = len(list(folder.iterdir()))
    for _ in range(5):
        refusal(tmp_path)

    assert len(list(folder.iterdir())) == before


@given(st.binary())
def test_any_bytes_are_text_or_refused_without_showing_any(data: bytes) -> None:
    """The error holds nothing of the data, in no attribute and no context."""
    data = MARKER.encode() + data
    try:
        text = decode(data)
    except SourceError as error:
        assert MARKER not in f"{error} {error.args} {error.hint} {vars(error)}"
        assert error.__context__ is None
        assert error.__cause__ is None
    else:
        assert text.encode() == data


def test_real_paths_are_those_of_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Links of folders and of files, also broken ones and loops, are followed as ``os.path.realpath`` does."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "file").write_text("A=1\n", encoding="utf-8")
    for link, target in (("folder", "real"), ("file", "real/file"), ("broken", "nowhere"), ("loop", "loop"), ("real/up", "..")):
        (tmp_path / link).symlink_to(target)
    monkeypatch.chdir(tmp_path)
    real = RealPaths()
    paths = [
        "file",
        "real/file",
        "folder/file",
        "broken",
        "loop",
        "loop/file",
        "real/up/file",
        "no/such",
        ".",
        "..",
        "",
        "a/.",
        "/",
    ]

    for path in [*paths, *(os.path.join(tmp_path, path) for path in paths)]:
        assert real.of(path) == os.path.realpath(path)
    with pytest.raises(ValueError, match="null"):
        real.of("real/a\0b")


@pytest.mark.parametrize(
    ("failure", "id", "message", "hint"),
    [
        (FileNotFoundError(2, MARKER), "missing-file", "no such file", "check the path"),
        (NotADirectoryError(20, MARKER), "missing-file", "no such file", "check the path"),
        (PermissionError(13, MARKER), "permission-denied", "permission denied", "let this user read it"),
        (IsADirectoryError(21, MARKER), "not-a-file", "not a regular file", "name a file, or - for standard input"),
        (OSError(6, MARKER), "not-a-file", "not a regular file", "name a file, or - for standard input"),
        (OSError(40, MARKER), "unreadable-file", "a loop of symbolic links", "name the file itself"),
        (OSError(5, MARKER), "unreadable-file", "cannot be read", "see whether other programs can read it"),
    ],
)
@pytest.mark.parametrize("call", ["open", "fstat"])
def test_what_the_system_refuses_is_told_with_what_to_do(
    call: str, failure: OSError, id: str, message: str, hint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"A=1")

    def fail(*_: object) -> int:
        raise failure

    monkeypatch.setattr(os, call, fail)
    error = refusal(tmp_path / "file")
    monkeypatch.undo()
    assert (error.id, error.message, error.hint) == (id, message, hint)


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (b"\xff\xfe\x00\x00", "iconv -f UTF-32 -t UTF-8 does it"),
        (b"\xfe\xff\x00A", "iconv -f UTF-16 -t UTF-8 does it"),
        (b"A\x00", "save it as UTF-8"),
        (b"A\xff", "save it as UTF-8"),
    ],
)
def test_what_is_no_text_is_told_with_what_to_do(data: bytes, hint: str) -> None:
    assert refused(data).hint == hint


@pytest.mark.parametrize(("data", "line", "column"), [(b"\x00A", 1, 1), (b"A\nB\nC=\x00", 3, 3), (b"A\nB\nC=\xff", 3, 3)])
def test_a_place_counts_from_one_and_from_the_last_line(data: bytes, line: int, column: int) -> None:
    error = refused(data)
    assert (error.line, error.column) == (line, column)


def test_what_is_too_large_has_one_error_wherever_it_comes_from(tmp_path: Path) -> None:
    (tmp_path / "more").write_bytes(b"x" * (MAX_BYTES + 1))
    errors = [refusal(tmp_path / "more"), refused(b"x" * (MAX_BYTES + 1))]
    assert [(error.id, error.message) for error in errors] == [("too-large", "larger than 10 MB; not read")] * 2


@pytest.mark.parametrize(
    ("size", "asked"),
    [(0, [1, MAX_BYTES]), (4, [5, MAX_BYTES - 4]), (5, [6]), (6, [7])],
    ids=["empty", "shorter", "right", "longer"],
)
def test_no_more_is_asked_for_than_a_file_may_have(
    size: int, asked: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file may grow, and one of /proc says that it is empty: what is read is bounded all the same."""
    path = tmp_path / "file"
    path.write_bytes(b"A=123")
    state = os.stat_result((*path.stat()[:6], size, *path.stat()[7:10]))
    read: list[int] = []

    class Recorded(io.BytesIO):
        def read(self, most: int | None = -1, /) -> bytes:
            read.append(-1 if most is None else most)
            return super().read(most)

    monkeypatch.setattr(os, "fstat", lambda _: state)
    monkeypatch.setattr(files, "open", lambda *_, **__: Recorded(b"A=123"), raising=False)
    assert read_text(str(path)) == "A=123"
    assert read == asked


def test_the_folder_of_many_files_is_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a link is looked at by itself."""
    (tmp_path / "a").write_bytes(b"")
    (tmp_path / "link").symlink_to("a")
    looked: list[str] = []

    def look(path: str) -> str:
        looked.append(path)
        return path

    monkeypatch.setattr(os.path, "realpath", look)
    real = RealPaths()
    for name in ("a", "b", "link", "no"):
        real.of(str(tmp_path / name))
    monkeypatch.undo()
    assert looked == [str(tmp_path), str(tmp_path / "link")]


def test_where_names_have_other_spellings_the_system_resolves_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows ``A`` and ``a`` are one file."""
    real = RealPaths()
    monkeypatch.setattr(os.path, "realpath", str.lower)
    monkeypatch.setattr(os, "name", "nt")
    found = real.of(f"{tmp_path}/A")
    monkeypatch.undo()
    assert found == f"{tmp_path}/A".lower()


def test_as_many_defects_as_the_limit_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_DEFECTS", 3)

    files.refuse_many_defects(3)


def test_more_defects_are_refused_by_name() -> None:
    with pytest.raises(SourceError) as refused:
        files.refuse_many_defects(10_001)

    message = "more than 10,000 statements that set no variable, or one that is set already"
    assert (refused.value.id, refused.value.message) == ("too-large", message)
    assert refused.value.hint == "Is it the file that was meant?"
