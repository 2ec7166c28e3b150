"""What a run may ask of the operating system; everything else that it does in a test is noted, and fails that test.

The list is that of SECURITY.md.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import envcheck
from envcheck.project import repository_root

#: Beginnings of events that no run on files has a use for: processes, the network, links, other code.
FORBIDDEN = (
    *("subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile", "os.kill", "pty."),
    *("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "ssl.", "webbrowser."),
    *("os.symlink", "os.link", "os.mkdir", "os.rmdir", "os.truncate", "os.chown", "os.mkfifo", "shutil.", "tempfile.", "fcntl."),
    *("ctypes.", "code.", "marshal.dumps", "pickle.", "os.putenv", "os.unsetenv", "sqlite3.", "mmap.", "signal."),
)

#: What a connection to a server needs before it is made.
OF_CONNECTIONS = ("socket.__new__", "socket.getaddrinfo", "socket.gethostbyname")

#: Where Python and its packages lie: their files are read when they are imported.
_FOLDERS = (*sysconfig.get_paths().values(), os.path.dirname(envcheck.__file__), os.path.dirname(os.__file__), sys.prefix)
_OF_PYTHON = tuple({os.path.realpath(path) for path in _FOLDERS})
#: What the interpreter and the network ask of the machine: locales, certificates, names of hosts.
_OF_MACHINE = ("/usr/lib/", "/usr/share/", "/etc/ssl/", "/etc/hosts", "/etc/resolv.conf", "/etc/nsswitch.conf", "/proc/self/")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = ("os.remove", "os.rename", "os.chmod")


class Watch:
    """Notes what a run does that is not on the list; of the events only the first that is not."""

    def __init__(self) -> None:
        self.is_on = False
        self.count = 0
        self.noted: list[str] = []
        self.runs = 0
        self.strays = 0
        self._reports: frozenset[str] = frozenset()
        self._folder = self._project = ""
        self._named: frozenset[str] = frozenset()
        #: The server that a test of live services has; a run connects to no other.
        self.server: tuple[str, int] | None = None

    @contextmanager
    def over(self, arguments: Sequence[str]) -> Iterator[None]:
        """A run with these arguments, in the current folder."""
        self._reports = frozenset(_reports(arguments))
        self._folder = os.getcwd()
        self._project = os.path.join(repository_root(self._folder) or self._folder, "")
        self._named = frozenset(os.path.join(self._folder, each.rpartition(":")[2]) for each in arguments)
        self.noted.clear()
        self.is_on = True
        self.runs += 1
        try:
            yield
        finally:
            self.is_on = False
        self.strays += len(self.noted)
        assert self.noted == [], self.noted

    def hear(self, event: str, given: tuple[Any, ...]) -> None:
        """An event of the interpreter."""
        if not self.is_on:
            return
        self.count += 1
        if event == "socket.connect" and self.server is not None:
            if given[1][:2] != self.server:
                self.noted.append(f"a connection to {given[1]}")
        elif event.startswith(FORBIDDEN) and not (self.server is not None and event in OF_CONNECTIONS):
            self.noted.append(event)
        elif event == "open" and isinstance(given[0], (str, bytes)):
            path = os.path.join(self._folder, os.fsdecode(given[0]))
            if given[2] & _WRITING and not self._is_report(path):
                self.noted.append(f"open {path} to write")
            elif not given[2] & _WRITING and not self._may_be_read(path):
                self.noted.append(f"open {path}")
        elif event == "exec":
            path = given[0].co_filename
            if path[:1] != "<" and not os.path.realpath(path).startswith(_OF_PYTHON):
                self.noted.append(f"code of {path}")
        elif event in _CHANGES and not all(self._is_report(path) for path in given[:2] if isinstance(path, (str, bytes))):
            self.noted.append(f"{event} {given[0]}")

    def _may_be_read(self, path: str) -> bool:
        """Whether a path is in the project, is named, or is a part of Python, of its packages or of the machine's settings."""
        if path in self._named or path.startswith((self._project, *_OF_PYTHON, *_OF_MACHINE)):
            return True
        return os.path.realpath(path).startswith((os.path.realpath(self._project), *_OF_PYTHON, *_OF_MACHINE))

    def _is_report(self, path: str | bytes) -> bool:
        """Whether a path is that of a report which was asked for, or of the file that becomes it."""
        whole = os.path.join(self._folder, os.fsdecode(path))
        return whole in self._reports or whole.removesuffix(f".{os.getpid()}.tmp") in self._reports


def _reports(arguments: Sequence[str]) -> Iterator[str]:
    """The files that ``--output`` names, and the devices that a test may write to."""
    yield os.devnull
    for before, argument in zip(("", *arguments), arguments, strict=False):
        if before == "--output" or argument.startswith("--output="):
            yield os.path.join(os.getcwd(), argument.removeprefix("--output=").partition(":")[2])


WATCH = Watch()
sys.addaudithook(WATCH.hear)
