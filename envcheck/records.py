"""``typing.NamedTuple`` for a process that lives a hundredth of a second.

Importing ``typing`` and ``collections`` and making forty named tuples costs half a start of Python, because each of them
compiles source text. Type checkers see the original; at run time the classes below have the same fields, defaults,
``_replace`` and repr, and are tuples.
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    try:
        from _collections import _tuplegetter as _getter  # as collections.namedtuple does
    except ImportError:  # another Python than CPython

        def _getter(index, doc):
            return property(lambda record: record[index], doc=doc)

    class _Maker(type):
        """Makes a class with annotated fields a tuple with these fields."""

        def __new__(mcs, name, bases, namespace):
            if not bases:
                return super().__new__(mcs, name, (tuple,), {**namespace, "__slots__": ()})
            fields = tuple(namespace.get("__annotations__", ()))
            defaults = {field: namespace.pop(field) for field in fields if field in namespace}
            for index, field in enumerate(fields):
                namespace[field] = _getter(index, f"The field {field}.")
            members = {**namespace, "__slots__": (), "_fields": fields, "_field_defaults": defaults, "__match_args__": fields}
            return super().__new__(mcs, name, bases, members)

    class NamedTuple(metaclass=_Maker):
        """The base of every value that flows between the stages."""

        def __new__(cls, *values, **named):  # noqa: D102 - a class says what its fields are
            missing = len(cls._fields) - len(values)
            if named or missing < 0 or missing > len(cls._field_defaults):
                values = _filled(cls, values, named)
            elif missing:
                values += tuple(cls._field_defaults.values())[-missing:]
            return tuple.__new__(cls, values)

        def _replace(self, **named):
            values = list(self)
            for field, value in named.items():
                if field not in self._fields:
                    raise TypeError(f"{type(self).__name__} has no field {field}")
                values[self._fields.index(field)] = value
            return tuple.__new__(type(self), values)

        def __getnewargs__(self):
            return tuple(self)

        def __repr__(self):
            fields = (f"{field}={value!r}" for field, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({', '.join(fields)})"

    def _filled(cls, values, named):
        """The values of all fields, from those given by place, by name and by default. Raises TypeError."""
        missing = cls._fields[len(values) :]
        if named and len(named) == len(missing):
            try:
                return (*values, *[named[field] for field in missing])
            except KeyError:
                pass  # said below
        if len(values) > len(cls._fields) or not named.keys() <= set(missing):
            raise TypeError(f"{cls.__name__} takes {', '.join(cls._fields)}, each once")
        known = {**cls._field_defaults, **named}
        try:
            return (*values, *[known[field] for field in missing])
        except KeyError as error:
            raise TypeError(f"{cls.__name__} is made without its field {error.args[0]}") from None
