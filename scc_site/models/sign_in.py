"""Sign-in: one row, two doors (typed code and link), and the session that a redemption opens."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from scc_site.models.columns import Columns, row_of
from scc_site.models.people import User


class Scope(models.TextChoices):
    """How far a session reaches."""

    USER = "user", "user"
    ADMIN = "admin", "admin"
    EVENT = "event", "event"


def both_or_neither(one: str, other: str, name: str) -> models.CheckConstraint:
    """A constraint that who and when come as a pair."""
    together = Q(**{f"{one}__isnull": True, f"{other}__isnull": True}) | Q(
        **{f"{one}__isnull": False, f"{other}__isnull": False}
    )
    return models.CheckConstraint(condition=together, name=name)


class LoginCodeQuerySet(models.QuerySet["LoginCode"]):
    """Named reads of codes."""

    def unspent(self) -> LoginCodeQuerySet:
        """Neither used nor revoked."""
        return self.filter(used_at__isnull=True, revoked_at__isnull=True)

    def typeable(self, at: datetime, tries: int) -> LoginCodeQuerySet:
        """Whose six characters may still be tried."""
        return self.unspent().filter(code_expires_at__gt=at, attempts__lt=tries)

    def followable(self, at: datetime) -> LoginCodeQuerySet:
        """Whose link may still be used."""
        return self.unspent().filter(link_expires_at__gt=at)

    def newest_of_flow(self, macs: list[str]) -> LoginCode | None:
        """The last one asked for by a browser, with its person: the only one it can type."""
        found = self.filter(flow_mac__in=macs).exclude(flow_mac="").select_related("person")
        return found.order_by("-created_at", "-pk").first()

    def with_link(self, mac: str) -> LoginCode | None:
        """The one behind a link, with its person and whoever invited them."""
        return self.filter(link_mac=mac).select_related("person", "invited_by").first()


class LoginCode(models.Model):
    """A six-character code and a link, sent in one letter, that sign one person in once.

    `person` is empty on decoys: an unknown address gets a row too, so that its code page locks like any other.
    Nothing here can be turned back into the code, the link or the flow cookie without a key outside the database.
    """

    class Purpose(models.TextChoices):
        SIGN_IN = "sign_in", "sign-in"
        OFFER = "offer", "offer of a seat"

    person = models.ForeignKey("scc_site.User", models.CASCADE, null=True, blank=True, related_name="login_codes")
    email_canonical = models.CharField(max_length=254)
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.SIGN_IN)
    scope = models.CharField(max_length=10, choices=Scope, default=Scope.USER)
    event_id = models.CharField(max_length=80, blank=True)
    role = models.CharField(max_length=20, blank=True)
    invited_by = models.ForeignKey("scc_site.User", models.SET_NULL, null=True, blank=True, related_name="+")
    code_mac = models.CharField(max_length=64, blank=True)
    link_mac = models.CharField(max_length=64, unique=True)
    flow_mac = models.CharField(max_length=64, blank=True)
    key_id = models.CharField(max_length=40)
    way_back = models.CharField(max_length=500, blank=True)
    session_until = models.DateTimeField(
        null=True, blank=True, help_text="Event scope: when the session ends, whenever it began."
    )
    created_at = models.DateTimeField()
    code_expires_at = models.DateTimeField()
    link_expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey("scc_site.User", models.SET_NULL, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=254, blank=True, help_text="Who, in words: the holder may be a stranger.")
    revoked_why = models.CharField(max_length=40, blank=True)

    objects = LoginCodeQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["flow_mac", "-created_at"], name="logincode_by_flow"),
            models.Index(fields=["email_canonical", "-created_at"], name="logincode_by_address"),
        ]
        constraints: ClassVar = [
            both_or_neither("used_at", "used_by", "logincode_used_pair"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by="") | Q(revoked_at__isnull=False) & ~Q(revoked_by=""),
                name="logincode_revoked_pair",
            ),
            models.CheckConstraint(
                condition=~Q(scope=Scope.EVENT) | ~Q(event_id=""), name="logincode_event_scope_names_event"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.scope} for {self.email_canonical}"


class AuthSessionQuerySet(models.QuerySet["AuthSession"]):
    """Named reads of sessions."""

    def open_at(self, at: datetime) -> AuthSessionQuerySet:
        """Not ended and not past their absolute limit; a long silence may still have closed them."""
        return self.filter(ended_at__isnull=True, expires_at__gt=at)

    def of(self, person: User) -> AuthSessionQuerySet:
        """One person's."""
        return self.filter(person=person)

    def with_person(self, sid: uuid.UUID) -> AuthSession | None:
        """One session joined with its person: the one read of every request."""
        found = row_of(WITH_PERSON, [sid])
        if found is None:
            return None
        session = SESSION.instance(found[: SESSION.width])
        session.person = PERSON.instance(found[SESSION.width :])
        return session


class AuthSession(models.Model):
    """One signed-in browser. The cookie carries a signed token; this row decides.

    `expires_at` is the absolute limit (and the token's `exp`); `idle_seconds` the longest silence allowed.
    """

    id = models.UUIDField("sid", primary_key=True, default=uuid.uuid4, editable=False)
    jti = models.UUIDField(default=uuid.uuid4, editable=False)
    person = models.ForeignKey("scc_site.User", models.CASCADE, related_name="auth_sessions")
    scope = models.CharField(max_length=10, choices=Scope)
    event_id = models.CharField(max_length=80, blank=True)
    method = models.CharField(max_length=10, help_text="link, code or operator")
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    idle_seconds = models.PositiveIntegerField()
    address = models.CharField("IP address", max_length=45, blank=True)
    agent = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("scc_site.User", models.SET_NULL, null=True, blank=True, related_name="+")
    ended_why = models.CharField(max_length=40, blank=True)

    objects = AuthSessionQuerySet.as_manager()

    class Meta:
        verbose_name = "session"
        ordering = ("-seen_at",)
        indexes: ClassVar = [models.Index(fields=["person", "-seen_at"], name="authsession_by_person")]
        constraints: ClassVar = [both_or_neither("ended_at", "ended_by", "authsession_ended_pair")]

    def __str__(self) -> str:
        return f"{self.person} ({self.scope})"

    def alive(self, at: datetime) -> bool:
        """Whether the session still stands at an instant."""
        idle = (at - self.seen_at).total_seconds()
        return self.ended_at is None and at < self.expires_at and idle < self.idle_seconds


SESSION, PERSON = Columns(AuthSession, "session"), Columns(User, "person")
FROM = """
  FROM scc_site_authsession session JOIN scc_site_user person ON person.id = session.person_id
 WHERE session.id = %s
"""
WITH_PERSON = f"SELECT {SESSION.sql}, {PERSON.sql} {FROM}"
