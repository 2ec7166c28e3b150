"""Whose keys and projects the variables name."""

from envcheck.rules.identity import projects, roles, validity, secrets, markers  # noqa: F401, I001  in the order of product rules
