"""Which key belongs in a variable, and which it holds.

The tables of keys are read when a value begins as a key does: nearly all values do not, and reading costs more than judging.
"""

from __future__ import annotations

from envcheck.facts.formats import KEY_HEADS
from envcheck.rules.address import READING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from envcheck.facts.key_slots import Slot
    from envcheck.facts.keys import Kind
    from envcheck.rules.registry import VariableSpec
    from envcheck.tokens import Damaged, Token

#: What explains a strange key better than whose it is.
UNFILLED = (*READING, "placeholder-value")

#: What the keys of a Supabase project are called, by their role.
ROLES = {"anon": "anon or publishable key", "service_role": "service-role or secret key"}

_ROLE_OF_KIND = {"supabase-publishable": "anon", "supabase-secret": "service_role"}


def slot_at(name: str, spec: VariableSpec | None) -> Slot | None:
    """The slot of a variable: by its format, where the schema names one of a key, or by its name."""
    from envcheck.facts.key_slots import SLOT_OF_FORMAT, slot_of

    formats = spec.formats if spec is not None else ()
    return next((SLOT_OF_FORMAT[format] for format in formats if format in SLOT_OF_FORMAT), None) or slot_of(name)


def kind_at(value: str) -> Kind | None:
    """The kind of key that a value is."""
    if value[:3] not in KEY_HEADS:
        return None
    from envcheck.facts.keys import kind_of

    return kind_of(value)


def token_at(value: str) -> Token | Damaged | None:
    """The token that a value is."""
    if value[:3] != "eyJ":
        return None
    from envcheck.tokens import read_token

    return read_token(value)


def role_of(value: str) -> str:
    """The role that a key has in a Supabase project: ``anon``, ``service_role``, or empty where it does not say."""
    if value[:3] == "eyJ":
        from envcheck.tokens import Token

        token = token_at(value)
        return token.role if isinstance(token, Token) and token.role in ROLES else ""
    kind = kind_at(value)
    return _ROLE_OF_KIND.get(kind.id, "") if kind is not None else ""
