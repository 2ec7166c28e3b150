"""The page of a rule as HTML: headings, paragraphs, blocks and spans of code, and words with stress are all that pages use."""

from __future__ import annotations

import re

from envcheck.pages import page_of
from envcheck.reports.html_text import own, tag

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from envcheck.model import Rule

_STRESSED = re.compile(r"(?<![\w*])\*([^\s*][^*]*)\*(?![\w*])")


def anchor_of(rule: Rule) -> str:
    """The id of a rule's page in the document."""
    return f"rule-{rule.id}"


def rule_page(rule: Rule) -> str:
    """The page of a rule, with its id."""
    anchor = anchor_of(rule)
    parts = [part for number, each in enumerate(page_of(rule).split("```")) for part in _part(each, anchor, number % 2 == 1)]
    return "\n".join([f'<article class="page" aria-labelledby="{anchor}">', *parts, "</article>"])


def _part(part: str, anchor: str, is_code: bool) -> Iterator[str]:
    """What is in a fence, or between two of them."""
    if is_code:
        kind, _, block = part.partition("\n")
        yield tag("p", own(f"{kind.partition(' ')[2] or kind}:"), class_="kind")
        yield tag("pre", tag("code", own(block.rstrip("\n"))))
        return
    for paragraph in filter(None, (each.strip("\n") for each in part.split("\n\n"))):
        sign, _, title = paragraph.partition(" ")
        if sign == "#":
            yield tag("h3", own(title), id=anchor)
        elif sign == "##":
            yield tag("h4", _words(title))
        else:
            yield tag("p", _words(paragraph.replace("\n", " ")))


def _words(paragraph: str) -> str:
    spans = paragraph.split("`")
    return "".join(tag("code", own(span)) if number % 2 else _stressed(span) for number, span in enumerate(spans))


def _stressed(words: str) -> str:
    return _STRESSED.sub(r"<em>\1</em>", own(words))
