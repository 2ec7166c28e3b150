"""Whose keys and projects the variables name."""
