"""What is wrong with a source as it was read."""

#: Characters at an end of a value that make it worth a second look.
UNUSUAL_ENDS = " \t\r\n\v\f\"'`#\u201c\u201d\u2018\u2019"


def is_unusual(value: str) -> bool:
    """Whether the text rules have to look at a value; this one test spares the others their work."""
    return not (value.isascii() and value.isprintable() and value.strip(UNUSUAL_ENDS) == value)
