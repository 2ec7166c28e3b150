"""The pages of rules and schema words, as the terminal and the documentation show them."""

from __future__ import annotations

from envcheck.facts.formats import FORMATS
from envcheck.keywords import ANNOTATIONS, APPLICATORS, ASSERTIONS, OWN_OF_SERVICE, OWN_OF_VARIABLE
from envcheck.metaschema import MEANINGS
from envcheck.rules.all import FAMILIES, RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from envcheck.keywords import Keyword
    from envcheck.model import Rule


def by_family() -> dict[str, list[Rule]]:
    """All rules, family by family."""
    return {family: [rule for rule in RULES.values() if rule.family == family] for family in FAMILIES}


def page_of(rule: Rule) -> str:
    """The page of one rule, in Markdown."""
    facts = f"{rule.severity} · {rule.family} · since {rule.since}"
    nearer = ", ".join(id for id in rule.yields_to if id in RULES)
    silent = f"\n\n## Silent where one of these speaks\n\n{nearer}" if nearer else ""
    return f"# {rule.id}\n\n{facts}\n\n{rule.page}{silent}\n"


def rules_document() -> str:
    """docs/rules.md."""
    parts = [
        "# Rules\n\nMade by `python docs/generate.py` from the rules themselves; `envcheck explain RULE` shows the same pages.\n"
    ]
    for family, rules in by_family().items():
        parts.append(f"\n- *{family}*: " + ", ".join(f"[{rule.id}](#{rule.id})" for rule in rules))
    for rules in by_family().values():
        for rule in rules:
            page = page_of(rule).replace("\n## ", "\n### ").replace("# ", "## ", 1)
            parts.append(f"\n\n{page.rstrip()}")
    return "".join(parts) + "\n"


def words_document() -> str:
    """The tables of docs/schema.md: every word that a schema may hold."""
    own = [
        *((f"`{word}` in a variable", MEANINGS[word], shape.wanted) for word, shape in OWN_OF_VARIABLE.items()),
        *((f"`{word}` at the root", MEANINGS[word], shape.wanted) for word, shape in OWN_OF_SERVICE.items()),
    ]
    formats = [
        (f"`{name}`", format.wanted, " ".join(f"`{text}`" for text in format.good if text)) for name, format in FORMATS.items()
    ]
    return "\n\n".join(
        (
            "## Words of the standard",
            _standard("Assertions", ASSERTIONS),
            _standard("Parts", APPLICATORS),
            _standard("Annotations, which change nothing but what is a secret", ANNOTATIONS),
            "## Words under `x-envcheck`",
            _table(("word", "meaning", "value"), own),
            "## Formats",
            "A format is asserted. Those that are addresses are judged by the address rules.",
            _table(("format", "what it is", "right"), formats),
        )
    )


def _standard(title: str, keywords: dict[str, Keyword]) -> str:
    words = ", ".join(f"`{word}`" for word in keywords)
    return f"{title}: {words}."


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in lines)


def _code(block: str) -> str:
    """A block of code, set in, below what it is where its fence says so: ``staging:``."""
    fence, _, code = block.partition("\n")
    what = fence.partition(" ")[2]
    lines = [f"  {what}:"] if what else []
    return "\n".join([*lines, *(f"    {line}" for line in code.rstrip("\n").split("\n"))])


def for_terminal(page: str, width: int) -> str:
    """A page with its paragraphs filled to a width; code stays as it is."""
    from textwrap import fill

    parts = []
    for number, block in enumerate(page.split("```")):
        if number % 2:
            parts.append(_code(block))
            continue
        paragraphs = block.strip("\n").split("\n\n")
        parts.append("\n\n".join(p if p.startswith("#") else fill(p, width, break_on_hyphens=False) for p in paragraphs))
    return "\n\n".join(part for part in parts if part) + "\n"
