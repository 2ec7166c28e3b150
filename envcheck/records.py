"""``typing.NamedTuple`` without importing ``typing``.

``import typing`` costs 0.4 of an interpreter start, a quarter of all that a check may cost.
Type checkers see the original; at run time ``collections.namedtuple``, which ``json`` has loaded
anyway, does the work.
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from collections import namedtuple

    class _Record(type):
        def __new__(cls, name, bases, namespace):
            if not bases:
                return super().__new__(cls, name, bases, namespace)
            fields = namespace.pop("__annotations__", {})
            defaults = [namespace.pop(field) for field in fields if field in namespace]
            record = namedtuple(name, fields, defaults=defaults, module=namespace.pop("__module__"))
            for key, value in namespace.items():
                if key != "__qualname__":
                    setattr(record, key, value)
            return record

    class NamedTuple(metaclass=_Record):
        """The base of every value that flows between the stages."""
