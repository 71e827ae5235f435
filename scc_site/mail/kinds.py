"""What the house writes: every letter with its name and reason, and the families that a reader can switch off.

Each app registers its own from `ready()`. A letter of no family always comes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

ROLES = frozenset({"crew", "admin", "executive", "guest"})  # guests sign in nowhere: they have no page of letters


@dataclass(frozen=True)
class Family:
    """Letters that are switched off together. `slug` stands in links and rows, `sentence` says what comes and when.

    `roles` are those who get them; none: everybody.
    """

    slug: str
    title: str
    sentence: str
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Kind:
    """One letter, a folder of templates/mail/. `why` stands in its foot and on the page of letters.

    A letter that is made of several families' news names them itself, in its context (see `families_of`).
    """

    letter: str
    title: str
    why: str
    family: str = ""
    roles: frozenset[str] = frozenset()


T = TypeVar("T", Kind, Family)
_kinds: dict[str, Kind] = {}
_families: dict[str, Family] = {}
FAMILIES = "families"  # in a row's context: the slugs of the families that this very letter belongs to


def register(*kinds: Kind) -> None:
    """Make letters known; raises ValueError when one is known as something else, or its family is not known yet."""
    for kind in kinds:
        if kind.family and kind.family not in _families:
            raise ValueError(f"The letter {kind.letter!r} is of the family {kind.family!r}, which nobody registered.")
        _keep(_kinds, kind.letter, kind)


def families(*given: Family) -> None:
    """Make families known; raises ValueError when one is known as something else."""
    for family in given:
        _keep(_families, family.slug, family)


def _keep(known: dict[str, T], name: str, thing: T) -> None:
    if not thing.roles <= ROLES:
        raise ValueError(f"{name!r} is for roles that do not exist: {sorted(thing.roles - ROLES)}.")
    if known.setdefault(name, thing) != thing:
        raise ValueError(f"{name!r} is registered twice, as different things.")


def of(letter: str) -> Kind:
    """What is known of a letter; one that nobody registered always comes, and gives no reason."""
    return _kinds.get(letter) or Kind(letter, letter.replace("_", " ").capitalize(), "")


def known() -> list[Kind]:
    """Every letter that somebody registered, in that order."""
    return list(_kinds.values())


def is_known(letter: str) -> bool:
    """Whether somebody registered a letter."""
    return letter in _kinds


def family(slug: str) -> Family | None:
    """The family of this name, if there is one."""
    return _families.get(slug)


def families_of(letter: str, context: dict[str, object]) -> tuple[Family, ...]:
    """What one may switch off to get no more letters like this one: as its context says, else as its kind does."""
    slugs = context.get(FAMILIES, [of(letter).family])
    named = slugs if isinstance(slugs, list | tuple) else []
    return tuple(found for slug in named if (found := _families.get(str(slug))))


def families_for(roles: Collection[str]) -> list[Family]:
    """What somebody in these roles can switch off, in the order of registration."""
    return [family for family in _families.values() if _concerns(family.roles, roles)]


def always_for(roles: Iterable[str]) -> list[tuple[str, str]]:
    """Title and reason, each pair once, of the letters that always come to somebody in these roles."""
    given = frozenset(roles)
    listed = [kind for kind in _kinds.values() if not kind.family and kind.why and _concerns(kind.roles, given)]
    return list(dict.fromkeys((kind.title, kind.why) for kind in listed))


def _concerns(wanted: frozenset[str], roles: Collection[str]) -> bool:
    return not wanted or bool(wanted & set(roles))
