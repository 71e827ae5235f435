"""Sessions (verbs): opened by a redemption, read on every request, ended by their person or the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from scc_site.auth import agents, tokens
from scc_site.models import AuthSession, Scope, User
from scc_site.models.sign_in import AuthSessionQuerySet
from scc_site.refusals import Unseen

SEEN_EVERY = timedelta(minutes=5)  # an idle limit needs no finer clock, and most requests then write nothing


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a request comes from: address, agent, and the session it already carries."""

    ip: str
    agent: str
    session: AuthSession | None = None


class NoSuchSession(Unseen):
    """No open session of this id that the asker may end."""


@transaction.atomic
def open_for(
    *,
    person: User,
    scope: str,
    method: str,
    browser: Browser,
    at: datetime,
    event_id: str = "",
    until: datetime | None = None,
) -> AuthSession:
    """A new session; the one the browser carried until now ends, so that nothing planted there lives on.

    user: 14 days idle, 30 days at most; admin: 1 h idle, 8 h at most; event: until `until`, 30 days at most.
    """
    longest, idle = _life(scope)
    limit = at + longest
    if browser.session:
        _end(AuthSession.objects.filter(pk=browser.session.pk), by=browser.session.person, why="replaced", at=at)
    return AuthSession.objects.create(
        person=person,
        scope=scope,
        event_id=event_id,
        method=method,
        created_at=at,
        seen_at=at,
        expires_at=min(limit, until) if until else limit,
        idle_seconds=int(idle.total_seconds()),
        address=browser.ip[:45],
        agent=browser.agent[:200],
    )


def token_of(session: AuthSession) -> str:
    """The signed token that the session's cookie carries, with the roles its person has now."""
    person = session.person
    claims = tokens.Claims(
        sid=session.pk,
        jti=session.jti,
        sub=person.sub,
        email=person.email,
        roles=roles_within(person, session.scope),
        scope=session.scope,
        event_id=session.event_id,
        issued_at=session.created_at,
        expires_at=session.expires_at,
        signed_in_at=session.created_at,
        method=session.method,
    )
    return tokens.sign(claims, keys=settings.JWT_KEYS, issuer=settings.SITE_ORIGIN)


def roles_within(person: User, scope: str) -> frozenset[str]:
    """The roles of a person that a scope lets through: an event-scoped session is of the dock alone."""
    held = {"crew": person.is_crew, "admin": person.is_admin, "executive": person.is_executive}
    reach = {"crew"} if scope == Scope.EVENT else set(held)
    return frozenset(role for role in reach if held[role])


def read(*, token: str, at: datetime) -> tuple[AuthSession, tokens.Claims]:
    """The session behind a token, with its person; raises RefusedToken. One select.

    The person comes with the rights of claims **and** database: never save that object.
    """
    claims = tokens.verify(token, keys=settings.JWT_KEYS, issuer=settings.SITE_ORIGIN, at=at)
    session = AuthSession.objects.with_person(claims.sid)
    if session is None or session.jti != claims.jti or session.person.sub != claims.sub:
        raise tokens.RefusedToken("no such session")
    if session.scope != claims.scope or session.event_id != claims.event_id:
        raise tokens.RefusedToken("session of another scope")
    if not session.alive(at):
        raise tokens.RefusedToken("session over")
    if not session.person.has_a_role:
        raise tokens.RefusedToken("person without a role")
    return session, claims


def limit_to_claims(person: User, claims: tokens.Claims) -> None:
    """Take from a person in memory the roles that the token does not carry."""
    person.is_crew = person.is_crew and "crew" in claims.roles
    person.is_admin = person.is_admin and "admin" in claims.roles
    person.is_executive = person.is_executive and "executive" in claims.roles


@transaction.atomic
def seen(*, session: AuthSession, at: datetime) -> None:
    """Note that a session is in use; asked for at most every few minutes."""
    AuthSession.objects.filter(pk=session.pk, seen_at__lt=at, ended_at__isnull=True).update(seen_at=at)


def listed(*, person: User, at: datetime) -> list[AuthSession]:
    """The open sessions a person may see, last used first: an event-scoped session sees only itself."""
    return [session for session in _own(person).open_at(at) if session.alive(at)]


def shown(session: AuthSession, *, here: AuthSession) -> dict[str, object]:
    """A session as its person tells it from the others; times in the house's zone."""
    return {
        "id": session.pk,
        "device": agents.named(session.agent),
        "opened": _when(session.created_at),
        "seen": _when(session.seen_at),
        "scope": session.scope,
        "current": session.pk == here.pk,
    }


def _when(instant: datetime) -> str:
    """`Sat 5 Dec 13:10`, house time."""
    local = instant.astimezone(settings.HOUSE_ZONE)
    return f"{local:%a} {local.day} {local:%b %H:%M}"


@transaction.atomic
def end(*, session_id: UUID, by: User, at: datetime) -> None:
    """End one session: one's own, or any as an admin. Raises NoSuchSession; ending one twice is no second effect."""
    found = (AuthSession.objects.all() if by.acts_as_admin else _own(by)).filter(pk=session_id)
    if not found.exists():
        raise NoSuchSession("No such session.")
    _end(found, by=by, why="ended", at=at)


@transaction.atomic
def end_all_of(*, person: User, by: User, at: datetime, but: UUID | None = None) -> int:
    """End all sessions of a person, but one if named; how many were open. Raises NoSuchSession for a stranger's."""
    if by.pk != person.pk and not by.acts_as_admin:
        raise NoSuchSession("No such session.")
    found = AuthSession.objects.of(person) if by.acts_as_admin else _own(by)
    return _end(found.exclude(pk=but) if but else found, by=by, why="ended", at=at)


@transaction.atomic
def end_all(*, by: User, at: datetime) -> int:
    """End everybody's sessions, one's own included; how many were open. Admins only, else NoSuchSession."""
    if not by.acts_as_admin:
        raise NoSuchSession("No such session.")
    return _end(AuthSession.objects.all(), by=by, why="ended", at=at)


@transaction.atomic
def end_of_event(*, event_id: str, by: User, at: datetime, person: User | None = None) -> int:
    """End the event-scoped sessions of an event, of one person or all; how many were open."""
    found = AuthSession.objects.filter(scope=Scope.EVENT, event_id=event_id)
    return _end(found.of(person) if person else found, by=by, why="event closed", at=at)


def _own(person: User) -> AuthSessionQuerySet:
    """What a person may see and end: a link to one sail, perhaps forwarded, reaches no other session."""
    here = person.auth_session
    found = AuthSession.objects.of(person)
    return found.filter(pk=here.pk) if here and here.scope == Scope.EVENT else found


def _end(sessions: AuthSessionQuerySet, *, by: User, why: str, at: datetime) -> int:
    """Close those still open."""
    return sessions.filter(ended_at__isnull=True).update(ended_at=at, ended_by=by, ended_why=why)


def _life(scope: str) -> tuple[timedelta, timedelta]:
    """The absolute and the idle limit of a scope."""
    limits = settings.LIMITS
    if scope == Scope.ADMIN:
        return timedelta(hours=limits["ADMIN_SESSION_HOURS"]), timedelta(minutes=limits["ADMIN_IDLE_MINUTES"])
    longest = timedelta(days=limits["SESSION_DAYS"])
    return longest, longest if scope == Scope.EVENT else timedelta(days=limits["SESSION_IDLE_DAYS"])
