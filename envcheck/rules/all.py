"""All rules, and all that binds them."""

from envcheck.rules import contract, registry, services  # noqa: F401
from envcheck.rules.address import form, hosts, path, reach  # noqa: F401
from envcheck.rules.blueprint import fields, presence, references, values  # noqa: F401
from envcheck.rules.drift import foreign, shapes  # noqa: F401
from envcheck.rules.drift import presence as drift_presence  # noqa: F401
from envcheck.rules.drift import values as drift_values  # noqa: F401
from envcheck.rules.hygiene import exposure, keys, names, placeholders, secrets, switches  # noqa: F401
from envcheck.rules.identity import validity  # noqa: F401
from envcheck.rules.postgres import endpoints  # noqa: F401
from envcheck.rules.reading import text  # noqa: F401
from envcheck.rules.registry import BINDINGS

__all__ = ["BINDINGS", "FAMILIES", "RULES"]

#: The families of rules, in the order of the documentation.
FAMILIES = (
    "reading",
    "presence",
    "value",
    "address",
    "postgres",
    "identity",
    "hygiene",
    "drift",
    "services",
    "compose",
    "blueprint",
    "contract",
)

#: Every rule by its id, family by family, in the order of the alphabet.
RULES = {id: rule for family in FAMILIES for id, rule in sorted(registry.RULES.items()) if rule.family == family}
