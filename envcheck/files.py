"""Text from files that may be anything."""

from __future__ import annotations

import os
import stat

from envcheck.errors import SourceError

MAX_BYTES = 10_000_000

_SAVE = "save it as UTF-8"
_TOO_LARGE = "larger than 10 MB; not read"

# UTF-32 comes first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)

# O_NONBLOCK: opening a pipe that nobody writes to would wait for ever. Windows lacks it, and needs O_BINARY.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class RealPaths:
    """``os.path.realpath`` for many files of few folders: each folder is looked at once."""

    def __init__(self) -> None:
        self._folders: dict[str, str] = {}

    def of(self, path: str) -> str:
        """The path with its symbolic links resolved. Raises ValueError where no file can have such a path."""
        folder, name = os.path.split(path)
        if name in ("", os.curdir, os.pardir) or os.name == "nt":  # where names have other spellings
            return os.path.realpath(path)
        if folder not in self._folders:
            self._folders[folder] = os.path.realpath(folder)
        real = os.path.join(self._folders[folder], name)
        try:
            is_link = stat.S_ISLNK(os.lstat(real).st_mode)
        except OSError:
            is_link = False
        return os.path.realpath(path) if is_link else real


def read_text(path: str) -> str:
    """The text of a regular UTF-8 file of at most ``MAX_BYTES``."""
    return decode(_read(path))


def decode(data: bytes) -> str:
    """The text that UTF-8 bytes stand for, without their byte order mark."""
    if len(data) > MAX_BYTES:
        raise SourceError("too-large", _TOO_LARGE)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            raise SourceError("not-text", f"{encoding}; {_SAVE}", hint=f"iconv -f {encoding} -t UTF-8 does it")
    nul = data.find(0)
    if nul >= 0:
        line, column = _place(data, nul)
        raise SourceError("not-text", "not text: it holds a NUL byte", hint=_SAVE, line=line, column=column)
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        start = error.start
    # Raised out here, because the library's error holds all of the data and would stay in __context__.
    line, column = _place(data, start)
    raise SourceError("not-utf-8", f"not UTF-8 at byte {start}", hint=_SAVE, line=line, column=column)


def _read(path: str) -> bytes:
    """The bytes of a regular file, opened once."""
    failure: OSError | None = None
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        failure = error
    except ValueError:  # a NUL or a lone surrogate in the path: no file can have that name
        failure = FileNotFoundError()
    if failure is not None:
        raise _refusal(failure)
    try:
        return _read_open(descriptor)
    finally:
        os.close(descriptor)


def _read_open(descriptor: int) -> bytes:
    failure: OSError | None = None
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise _not_a_file()
        if before.st_size > MAX_BYTES:
            raise SourceError("too-large", _TOO_LARGE)
        # Bounded too, for files that grow and those of /proc, which say that they have no bytes.
        with open(descriptor, "rb", closefd=False) as file:
            data = file.read(before.st_size + 1)  # not more at once: room for it would be made first
            if len(data) > before.st_size:
                data += file.read(MAX_BYTES + 1 - len(data))
        after = os.fstat(descriptor)
    except OSError as error:
        failure = error
    if failure is not None:
        raise _refusal(failure)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise SourceError("unreadable-file", "changed while it was read", hint="run again when it is written")
    return data


def _refusal(error: OSError) -> SourceError:
    """What an error of the operating system means to the user."""
    from errno import ELOOP, ENXIO

    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return SourceError("missing-file", "no such file", hint="check the path")
    if isinstance(error, PermissionError):
        return SourceError("permission-denied", "permission denied", hint="let this user read it")
    if isinstance(error, IsADirectoryError) or error.errno == ENXIO:  # ENXIO: a socket, or a device that is not there
        return _not_a_file()
    if error.errno == ELOOP:
        return SourceError("unreadable-file", "a loop of symbolic links", hint="name the file itself")
    return SourceError("unreadable-file", "cannot be read", hint="see whether other programs can read it")


def _not_a_file() -> SourceError:
    return SourceError("not-a-file", "not a regular file", hint="name a file, or - for standard input")


def _place(data: bytes, offset: int) -> tuple[int, int]:
    """Line and column of a byte, both from 1, in characters."""
    before = data[:offset].decode("utf-8", "replace").removeprefix("\ufeff")
    before = before.replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


#: How many statements of a source are told one by one that are none, or set a variable again.
MAX_DEFECTS = 10_000


def refuse_many_defects(number: int) -> None:
    """Raise SourceError where a source has more than ``MAX_DEFECTS``."""
    if number > MAX_DEFECTS:
        message = f"more than {MAX_DEFECTS:,} statements that set no variable, or one that is set already"
        raise SourceError("too-large", message, hint="Is it the file that was meant?")
