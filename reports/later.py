"""Frozen inputs of which a part is read when it is first asked for, and then stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from functools import partial
from typing import TYPE_CHECKING, Any, Self


class Later:
    """A base of frozen dataclasses, each made whole by its constructor, or by `later` with parts still to be read.

    A part that may come later has no default, or one by a factory: a plain default would be found in its stead.
    """

    @classmethod
    def later(cls, parts: Mapping[str, Callable[[], Any]], /, **known: Any) -> Self:
        """One whose `parts` are read on demand, each at most once; what is `known` is there, all else by default.

        Raises TypeError for a field that neither is given nor has a default, and for a part with a plain one.
        """
        made = object.__new__(cls)
        made.__dict__.update(known, _parts=dict(parts))
        for each in fields(cls):  # type: ignore[arg-type]  # its classes are dataclasses
            if each.name in parts and each.default is not MISSING:
                raise TypeError(f"{cls.__name__} has a plain default for {each.name}, which cannot come later")
            if each.name not in known and each.name not in parts:
                made.__dict__[each.name] = _default(cls, each)
        return made

    def but(self, **changes: Any) -> Self:
        """The same but for some parts; what nobody asked for yet is left to be read."""
        kept = [each.name for each in fields(self) if each.init and each.name not in changes]  # type: ignore[arg-type]
        known = {name: self.__dict__[name] for name in kept if name in self.__dict__}
        parts = {name: partial(getattr, self, name) for name in kept if name not in known}
        return self.later(parts, **known, **changes)

    def all_read(self) -> Self:
        """The same, with every part of it read, and theirs."""
        for each in fields(self):  # type: ignore[arg-type]
            part = getattr(self, each.name)
            if isinstance(part, Later):
                part.all_read()
        return self

    if not TYPE_CHECKING:  # the classes' fields say what there is

        def __getattr__(self, name: str) -> Any:
            """Read a part, asked for the first time; raises AttributeError where there is none of that name."""
            parts = self.__dict__.get("_parts", {})
            if name not in parts:
                raise AttributeError(f"{type(self).__name__} has no {name!r}")
            found = self.__dict__[name] = parts[name]()
            del parts[name]
            return found


def _default(cls: type, each: Any) -> Any:
    if each.default_factory is not MISSING:
        return each.default_factory()
    if each.default is MISSING:
        raise TypeError(f"{cls.__name__} was given no {each.name}")
    return each.default
