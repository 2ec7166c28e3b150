"""Where the config of a project is."""

from __future__ import annotations

import os

from envcheck.project import repository_root


def discover() -> str | None:
    """The nearest config from the current folder up to the repository's root; without a repository, in the folder alone."""
    folder = os.path.realpath(".")
    last = repository_root(folder) or folder
    while True:
        own = os.path.join(folder, "envcheck.toml")
        shared = os.path.join(folder, "pyproject.toml")
        if os.path.lexists(own):
            return os.path.relpath(own)
        if os.path.isfile(shared):
            from envcheck.config import is_config

            if is_config(shared):
                return os.path.relpath(shared)
        if folder == last:
            return None
        folder = os.path.dirname(folder)
