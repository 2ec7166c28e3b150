"""How text that came from a file is shown: nothing in it acts on a terminal, a reader's eye or a runner."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: Printable by Unicode's categories, yet drawn as nothing: fillers, joiners, variation selectors.
_UNSEEN = frozenset(
    map(
        chr,
        (
            *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0),
            *range(0x180B, 0x1810),
            *range(0xFE00, 0xFE10),
            *range(0xE0100, 0xE01F0),
        ),
    )
)
#: What a runner acts on wherever it stands in a line.
_COMMANDS = ("##[", "##vso[")
_DIGITS = {"x": 2, "u": 4, "U": 8}


def visible(text: str) -> str:
    r"""The text with each character that is not plainly seen written as ``\x1b``, ``\u200b`` or ``\U000e0001``.

    No two texts look the same: a backslash is escaped, too, where it would read as such an escape.
    """
    if text.isascii() and text.isprintable() and "\\" not in text:
        return text
    return "".join(_shown(text, index, character) for index, character in enumerate(text))


def _shown(text: str, index: int, character: str) -> str:
    if character == "\\":
        return r"\x5c" if _reads_as_escape(text, index) else character
    if character.isprintable() and character not in _UNSEEN:
        return character
    return escaped(character)


def _reads_as_escape(text: str, index: int) -> bool:
    width = _DIGITS.get(text[index + 1 : index + 2], 0)
    digits = text[index + 2 : index + 2 + width]
    return width > 0 and len(digits) == width and all(digit in "0123456789abcdef" for digit in digits)


def escaped(character: str) -> str:
    """One character as its escape."""
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def defused(line: str) -> str:
    """A line that a GitHub or Azure runner does not take for a command.

    GitHub's ignores blanks before ``::``, and looks for ``##[`` anywhere
    (actions/runner: src/Runner.Common/ActionCommand.cs); that of Azure acts on ``##vso[``.
    """
    start = len(line) - len(line.lstrip())
    if line.startswith("::", start):
        line = f"{line[:start]}{escaped(':')}{line[start + 1 :]}"
    return unmarked(line)


def unmarked(text: str) -> str:
    """A text without what a runner acts on wherever it stands."""
    for command in _COMMANDS:
        text = text.replace(command, f"#{escaped('#')}{command[2:]}")
    return text


def command_data(text: str) -> str:
    """A text as the message of a workflow command: the runner reads back the same text.

    Its grammar: actions/runner: src/Runner.Common/ActionCommand.cs.
    """
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def command_property(text: str) -> str:
    """A text as the value of a property of a workflow command, where a colon and a comma have a meaning, too."""
    return command_data(text).replace(":", "%3A").replace(",", "%2C")


def json_text(data: Any) -> str:
    """Data as indented ASCII JSON that no runner takes for a command."""
    import json

    text = json.dumps(data, indent=2)
    for command in _COMMANDS:  # inside of a JSON string the escape is the same character; outside of one they cannot be
        text = text.replace(command, f"#\\u0023{command[2:]}")
    return f"{text}\n"


def plain(text: str) -> str:
    """A visible text that SARIF and Markdown viewers show as it is: ``[words](address)`` is no link."""
    return visible(text).replace("](", "] (")


def capital(text: str) -> str:
    """The text with a capital letter at its start."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """A plain text that ends as a sentence does; an empty one stays so."""
    text = plain(text).strip()
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."
