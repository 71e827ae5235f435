"""People."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

import pghistory
from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models

from scc_site.addresses import InvalidAddress, canonical
from scc_site.history import every_change

if TYPE_CHECKING:
    from scc_site.models.sign_in import AuthSession


class UserQuerySet(models.QuerySet["User"]):
    """Named reads of people."""

    def active(self) -> UserQuerySet:
        """People who may sign in."""
        return self.filter(is_active=True)

    def crew(self) -> UserQuerySet:
        """People who may hold a seat, by name."""
        return self.active().filter(is_crew=True).order_by("name", "pk")

    def admins(self) -> UserQuerySet:
        """The office, by name."""
        return self.active().filter(is_admin=True).order_by("name", "pk")

    def readers(self) -> UserQuerySet:
        """Executives and the office: those to whom reports may be given."""
        return self.filter(models.Q(is_executive=True) | models.Q(is_admin=True))

    def executives(self) -> UserQuerySet:
        """Those who read reports, by name."""
        return self.active().filter(is_executive=True).order_by("name", "pk")

    def names_of(self, numbers: Iterable[int]) -> dict[int, str]:
        """What people are called, by number; those that are not there are left out."""
        return dict(self.filter(pk__in=list(numbers)).values_list("pk", "name"))

    def with_address(self, address: str) -> UserQuerySet:
        """Whoever an address belongs to, in any spelling; raises InvalidAddress."""
        return self.filter(email_canonical=canonical(address))

    def get_by_natural_key(self, email_canonical: str) -> User:
        """Django's own look-up of a person by their unique name."""
        return self.get(email_canonical=email_canonical)


@pghistory.track(
    *every_change(),
    model_name="UserHistory",
    fields=["name", "email", "phone", "is_active", "is_crew", "is_admin", "is_executive"],
)
class User(AbstractBaseUser):
    """A person: crew, captain by assignment, office, or executive. No passwords anywhere.

    `auth_session` is set by the session middleware for the person of a request. Admin rights exist only while
    that session has admin scope: `acts_as_admin` is the question to ask, `is_admin` only says who may step up.
    """

    password = None  # type: ignore[assignment]
    last_login = None
    auth_session: AuthSession | None = None

    sub = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("email address", max_length=254, help_text="Letters go to this spelling.")
    email_canonical = models.CharField(max_length=254, unique=True, editable=False)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField("may sign in", default=True)
    is_crew = models.BooleanField("crew", default=False, help_text="May hold seats on sails.")
    is_admin = models.BooleanField("admin", default=False, help_text="May run the office, after stepping up.")
    is_executive = models.BooleanField("executive", default=False, help_text="May read the reports granted.")
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager[User]] = UserQuerySet.as_manager()

    USERNAME_FIELD = "email_canonical"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email", "name"]

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        """Keep the canonical form in step with the address as typed; raises ValidationError at the address."""
        try:
            self.email_canonical = canonical(self.email)
        except InvalidAddress as fault:
            raise ValidationError({"email": str(fault)}) from None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the person; the canonical address always follows the address."""
        self.email_canonical = canonical(self.email)
        super().save(*args, **kwargs)

    @property
    def first_name(self) -> str:
        """The first word of the name."""
        return self.name.split(" ", 1)[0]

    @property
    def has_a_role(self) -> bool:
        """Whether this person has any reason to sign in."""
        return self.is_active and (self.is_crew or self.is_admin or self.is_executive)

    @property
    def acts_as_admin(self) -> bool:
        """Whether admin acts are allowed now: an admin, in an admin-scoped session."""
        return bool(self.is_active and self.is_admin and self.auth_session and self.auth_session.scope == "admin")

    @property
    def is_staff(self) -> bool:
        """What Django's admin asks at its door."""
        return self.acts_as_admin

    @property
    def is_superuser(self) -> bool:
        """Django's word for "all rights"; ours is `acts_as_admin`."""
        return self.acts_as_admin

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Whether any authentication backend grants a right, on an object or in general."""
        return self.is_active and any(
            backend.has_perm(self, perm, obj)  # type: ignore[arg-type]
            for backend in get_backends()
        )

    def has_module_perms(self, app_label: str) -> bool:
        """Whether the admin shows an app at all."""
        return self.acts_as_admin
