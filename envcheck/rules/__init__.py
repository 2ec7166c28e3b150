"""The rules, a module a family; importing this package writes them all down."""

from envcheck.rules import reading, presence, value, address, postgres, identity, hygiene, contract  # noqa: F401, I001  in the order of product families
from envcheck.rules.registry import BINDINGS, RULES

__all__ = ["BINDINGS", "RULES"]
