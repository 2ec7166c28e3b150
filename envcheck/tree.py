"""The files below the root of a repository, and what links call them."""

from __future__ import annotations

import os.path

_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


def encoded(path: bytes) -> str:
    """A path as a part of a URI: each byte that means something in one, or is not ASCII, is percent-encoded."""
    return "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in path)


class Tree:
    """The files below ``root``; asks the file system for each path once."""

    __slots__ = ("_known", "_root")

    def __init__(self, root: str) -> None:
        # Without a root, nothing is below it.
        self._root = os.path.join(os.path.realpath(root), "") if root else None
        self._known: dict[str, str | None] = {}

    def uri(self, path: str) -> str | None:
        """The relative URI of a file, or None for what is no file or not below the root."""
        below = self.path(path)
        return encoded(os.fsencode(below)) if below is not None else None

    def path(self, path: str) -> str | None:
        """The path of a file from the root, with slashes, or None for what is no file or not below the root."""
        if path not in self._known:
            self._known[path] = self._look(path)
        return self._known[path]

    def _look(self, path: str) -> str | None:
        # Links are followed first: one name for one file, and no way out of the root.
        if self._root is None or not os.path.isfile(path):
            return None
        real = os.path.realpath(path)
        if not real.startswith(self._root):
            return None
        return real[len(self._root) :].replace(os.sep, "/")
