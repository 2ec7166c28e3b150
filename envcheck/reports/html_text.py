"""Elements and text of the HTML report: whatever comes from files is text, and only text."""

from __future__ import annotations

from envcheck.escape import visible

#: A runner takes ``##[`` for a command; the same sign by its number it does not see.
_REFERENCES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "##": "#&#35;"}
#: What is drawn before the word of a severity, for those who look before they read.
SIGNS = {"error": "×", "warning": "!", "note": "i", "good": "✓"}


def tag(name: str, *inside: str, **attributes: str) -> str:
    """An element; ``inside`` is markup, an attribute is text. ``class_`` is ``class``, ``aria_label`` is ``aria-label``."""
    words = (f' {key.removesuffix("_").replace("_", "-")}="{own(value)}"' for key, value in attributes.items())
    return f"<{name}{''.join(words)}>{''.join(inside)}</{name}>"


def text(words: str) -> str:
    """A text as markup: what stands in it is seen, and means nothing."""
    return own(visible(words))


def own(words: str) -> str:
    """A text of ours as markup, its line breaks and backslashes as they are."""
    for sign, reference in _REFERENCES.items():
        words = words.replace(sign, reference)
    return words


def code(words: str) -> str:
    """A name as it is written."""
    return tag("code", text(words))


def link(anchor: str, inside: str) -> str:
    """Markup that leads to a place in this document."""
    return tag("a", inside, href=f"#{anchor}")


def badge(kind: str, word: str) -> str:
    """A word with its sign; the colour only repeats it."""
    return tag("span", tag("span", SIGNS[kind], class_="sign", aria_hidden="true"), " ", text(word), class_=f"badge {kind}")


def label(words: str) -> str:
    """What a column is called once more, for a screen on which the cells of a row stand below each other."""
    return tag("span", text(words), class_="label", aria_hidden="true")


def section(anchor: str, title: str, *inside: str) -> str:
    """A part of the document with its heading; ``title`` is markup."""
    heading = tag("h2", title, id=anchor)
    return "\n".join(['<section aria-labelledby="' + anchor + '">', heading, *inside, "</section>"])


def table(caption: str, head: list[str], rows: list[str], **attributes: str) -> str:
    """A table with a heading for each column, in a frame of its own that scrolls where it is too wide; all is markup."""
    columns = "".join(tag("th", each, scope="col") for each in head)
    parts = [tag("caption", caption), tag("thead", tag("tr", columns)), "\n".join(["<tbody>", *rows, "</tbody>"])]
    return tag("table", "\n", "\n".join(parts), "\n", **attributes)
