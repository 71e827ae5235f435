"""Who may do what (verbs): roles are given and taken by the office, and the office cannot lock itself out."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction

from scc_site.models import User
from scc_site.refusals import Refusal, Unseen


class NotOfTheOffice(Unseen):
    """Only an admin in admin scope gives roles."""


class SelfGrant(Refusal):
    """Nobody gives a role to themselves."""


class LastAdmin(Refusal):
    """The house would be left without an admin."""


@dataclass(frozen=True, slots=True)
class Roles:
    """The flags on a person that rights hang on."""

    is_active: bool
    is_crew: bool
    is_admin: bool
    is_executive: bool


def roles_of(person: User) -> Roles:
    """The roles as they are on this object."""
    return Roles(person.is_active, person.is_crew, person.is_admin, person.is_executive)


@transaction.atomic
def check(*, person: User, roles: Roles, by: User) -> None:
    """Refuse a change of roles that must not be; admins stay locked until the transaction ends.

    `person` may be new and unsaved. Raises NotOfTheOffice, SelfGrant, LastAdmin.
    """
    if not by.acts_as_admin:
        raise NotOfTheOffice("No such person.")
    # all admins, always in one order: two who remove each other at once are decided one after the other
    admins = list(User.objects.filter(is_admin=True, is_active=True).select_for_update().order_by("pk"))
    if person.pk == by.pk and _gains(by, roles):
        raise SelfGrant("Nobody gives a role to themselves: ask another admin.")
    keeps = roles.is_admin and roles.is_active
    if not keeps and [admin.pk for admin in admins] == [person.pk]:
        raise LastAdmin("The house needs an admin: make somebody else one first.")


@transaction.atomic
def set_roles(*, person: User, roles: Roles, by: User) -> None:
    """Give and take roles; what is taken is gone with the person's next request. Raises as `check`."""
    check(person=person, roles=roles, by=by)
    person.is_active, person.is_crew = roles.is_active, roles.is_crew
    person.is_admin, person.is_executive = roles.is_admin, roles.is_executive
    person.save()


@transaction.atomic
def first_admin(*, email: str, name: str) -> User | None:
    """Make the person of an address the house's first admin; nobody when there is an admin already.

    Raises InvalidAddress. Two operators at once make one.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE scc_site_user IN SHARE ROW EXCLUSIVE MODE")  # there may be no row to lock yet
    if User.objects.admins().exists():
        return None
    person = User.objects.with_address(email).first() or User(email=email, name=name)
    person.is_admin = person.is_active = True
    person.save()
    return person


def _gains(by: User, roles: Roles) -> bool:
    """Whether somebody would have a role that they do not have in the database now."""
    has = User.objects.get(pk=by.pk)
    return (
        (roles.is_admin and not has.is_admin)
        or (roles.is_crew and not has.is_crew)
        or (roles.is_executive and not has.is_executive)
    )
