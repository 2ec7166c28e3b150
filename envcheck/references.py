"""References to other variables inside of a value: ``${X}`` and the like. They are found, never followed."""

from __future__ import annotations

from envcheck.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from envcheck.model import Environment

#: Marks that a text with a reference has: ``$`` anywhere, or one of these at both ends.
_ENDS = (("{{", "}}"), ("%", "%"))

#: What a shell or a platform sets before a .env file is read.
_GIVEN = frozenset(
    ("HOME", "USER", "PWD", "PATH", "SHELL", "HOSTNAME", "TMPDIR", "LANG", "UID", "GID", "LOGNAME", "PORT", "RENDER_EXTERNAL_URL")
)


#: The characters of a name.
_OF_NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789"


class Reference(NamedTuple):
    """One reference: how it is written (``${…}``), and the name, empty where there is none that a file could set.

    ``is_expanded`` tells that loaders of .env files fill this form in, ``has_default`` that it cannot end up empty.
    """

    form: str
    name: str
    is_expanded: bool = False
    has_default: bool = False


def has_reference(text: str) -> bool:
    """Whether a text may hold a reference: a quick look before the long one."""
    return "$" in text or (text[:1] in ("{", "%") and any(text.startswith(a) and text.endswith(b) for a, b in _ENDS))


def is_upper_name(text: str) -> bool:
    """Whether a text is a name as environment variables have them; what applications fill in themselves is lower-case."""
    return text.isascii() and text.isidentifier() and text.isupper()


def references(text: str) -> Iterator[Reference]:
    """The references of a text that look like variables, in their order."""
    whole = _whole(text)
    return _braced(text) if whole is None else iter((whole,))


#: Most characters of a reference with its default.
_LONGEST = 2_000


def _braced(text: str) -> Iterator[Reference]:
    """The references between brackets, each that is written alike once."""
    seen = set()
    start = text.find("$")
    while start >= 0:
        opening = text[start + 1 : start + 2]
        close = text.find({"{": "}", "(": ")"}.get(opening, "\0"), start, start + _LONGEST)
        whole = text[start : close + (2 if text.startswith("${{", start) else 1)]
        if close > 0 and whole not in seen:
            seen.add(whole)
            inside = text[start + 2 : close]
            if opening == "{" and inside[:1] == "{":
                if text[close : close + 2] == "}}":
                    yield Reference("${{…}}", "")
            elif opening == "{":
                yield from _with_default(inside)
            elif is_upper_name(inside) and len(inside) > 2:
                yield Reference("$(…)", inside)
        start = text.find("$", start + 1)


def _with_default(inside: str) -> Iterator[Reference]:
    behind = inside.lstrip(_OF_NAMES)
    name = inside[: len(inside) - len(behind)]
    if name.isidentifier() and (not behind or behind[0] in ":-?+"):
        behind = behind.lstrip(":")
        yield Reference("${…}", name, is_expanded=True, has_default=behind[:1] in ("-", "+") and len(behind) > 1)


def _whole(text: str) -> Reference | None:
    """The reference that a text is from its first to its last character."""
    if text[:2] == "{{" and text[-2:] == "}}" and text.count("{{") == 1 and text[2:-2].strip(" -"):
        return Reference("{{…}}", "")
    if text[:1] == "%" and text[-1:] == "%" and is_upper_name(text[1:-1]):
        return Reference("%…%", text[1:-1])
    if text[:2] == "$(" and text[-1:] == ")" and " " in text and text[2:3].islower() and text.count("(") == 1:
        return Reference("$(…)", "")
    if text[:1] == "$" and is_upper_name(text[1:]):
        return Reference("$…", text[1:], is_expanded=True)
    return None


def is_given(reference: Reference, name: str, environment: Environment) -> bool:
    """Whether a loader of .env files finds something for a reference in the value of ``name``."""
    if not reference.is_expanded:
        return False
    if reference.has_default or reference.name in _GIVEN:
        return True
    return reference.name != name and reference.name in environment.values


def is_filled_in(name: str, environment: Environment) -> bool:
    """Whether a value stands in a .env file and has a reference that its loader replaces, so that its text tells nothing."""
    value = environment.values[name]
    if "$" not in value or environment[name].source.kind != "dotenv":
        return False
    is_found = False
    for each in references(value):
        if not is_given(each, name, environment):
            return False
        is_found = True
    return is_found
