"""Where a project begins and ends."""

from __future__ import annotations

import os


def repository_root(folder: str) -> str | None:
    """The nearest folder upwards that holds ``.git``, or None."""
    folder = os.path.realpath(folder)
    while not os.path.exists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder


def project_root(path: str) -> str:
    """The folder that what a file refers to must lie in: its repository; without one the current folder, or its own."""
    folder, here = os.path.realpath(os.path.dirname(path)), os.path.realpath(".")
    return repository_root(folder) or (here if os.path.commonpath([here, folder]) == here else folder)
