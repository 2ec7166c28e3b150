"""Makes the documents that are made from the code; tests compare them.

Run it from the root: ``python docs/generate.py``.
"""

from __future__ import annotations

from pathlib import Path

from envcheck.metaschema import text as metaschema
from envcheck.pages import rules_document, words_document

ROOT = Path(__file__).parent.parent

MARK = "<!-- Below here: made by python docs/generate.py -->\n\n"


def documents() -> dict[str, str]:
    """The made documents by their path."""
    schema = (ROOT / "docs" / "schema.md").read_text(encoding="utf-8").partition(MARK)[0]
    return {
        "docs/rules.md": rules_document(),
        "docs/schema.md": schema + MARK + words_document() + "\n",
        "schemas/envcheck.schema.json": metaschema(),
    }


if __name__ == "__main__":
    for path, text in documents().items():
        (ROOT / path).write_text(text, encoding="utf-8")
