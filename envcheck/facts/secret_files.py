"""Where Render puts the secret files of a service.

Source: ``render-oss/skills: skills/render-env-vars/SKILL.md`` (verified 2026-11).
"""

from __future__ import annotations

#: The folder, with a slash behind it; there are no folders in it.
FOLDER = "/etc/secrets/"


def secret_file(value: str) -> str | None:
    """The name of the secret file that a whole value points to, or None."""
    name = value.removeprefix(FOLDER)
    return name if name != value and name and "/" not in name else None
