"""Sign-in (verbs): one row, two doors.

Whoever asks gets the same answer in the same time. A row is spent by conditional UPDATE: however many try at once,
one succeeds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from scc_site import addresses
from scc_site.auth import codes, limits, rows, sessions, ways
from scc_site.auth.sessions import Browser
from scc_site.models import AuthSession, LoginCode, Scope, User
from scc_site.refusals import Mistyped, Refusal, Unseen


class WrongCode(Mistyped):
    """Wrong, expired, used, revoked, tried too often or typed in another browser: nobody is told which."""


class DeadLink(Refusal):
    """Unknown, used, expired or revoked; or its person or inviter has lost the right it stood on."""

    status = 410


class SignedInAsAnother(Refusal):
    """The browser is somebody else's session: it must be given up expressly."""


class NotAnAdmin(Unseen):
    """Stepping up is for admins."""


@dataclass(frozen=True, slots=True)
class Welcome:
    """What a redemption came to: a session, new or kept, and the page to go to."""

    session: AuthSession
    is_new: bool
    home: str


def request(*, address: str, way_back: str, ip: str, at: datetime, typed: bool = True) -> str:
    """Ask for a letter with a code and a link; the value of the flow cookie that may type the code.

    `address` is canonical. Known, unknown, disabled and role-less addresses run the same statements; only the first
    kind gets a letter, soon after. A way back into the office asks for admin scope, for those who may have it.
    `typed` is false when the browser named a link and not the address.
    Raises TooOften, for all alike.
    """
    limits.asking(address=address, ip=ip, at=at)  # committed by itself: a refusal must count too
    return rows.ask(address=address, way_back=way_back, typed=typed, at=at)


def step_up(*, person: User, way_back: str, ip: str, at: datetime) -> str:
    """Ask for an admin-scoped letter to oneself; the value of the flow cookie. Raises NotAnAdmin, TooOften."""
    session = person.auth_session
    if not person.is_admin or session is None or session.scope == Scope.EVENT:
        raise NotAnAdmin("No such page.")
    way = way_back if ways.leads_to_admin(way_back) else "/admin/"
    return request(address=person.email_canonical, way_back=way, ip=ip, at=at)


def address_of_flow(*, flow: str) -> str:
    """Where the last letter asked for in a browser went: in full if typed there, empty if never asked."""
    row = _newest(flow)
    if row is None:
        return ""
    return row.email_canonical if codes.knows_address(flow) else addresses.masked(row.email_canonical)


def redeem_code(*, typed: str, flow: str, browser: Browser, at: datetime) -> Welcome:
    """Sign in with the six characters, in the browser that asked.

    The attempt counts even when it is refused. Raises NotACode (not counted), WrongCode, TooOften.
    """
    code = codes.normalise(typed)
    row = _newest(flow)
    address = row.email_canonical if row else ""
    limits.typing(address=address, ip=browser.ip, at=at)
    welcome = _try_code(row=row, code=code, browser=browser, at=at)
    if welcome is None:
        raise WrongCode("That code is wrong or has expired. Look for the newest letter, or ask for a new code.")
    return welcome


@transaction.atomic
def redeem_link(*, token: str, browser: Browser, at: datetime, switch: bool = False) -> Welcome:
    """Sign in with a link, once. An offer keeps the fuller session its person is already in.

    Raises DeadLink; SignedInAsAnother unless `switch` says that the other session is to be given up.
    """
    row = standing_link(token=token, at=at)
    here = browser.session
    if here and here.person_id != row.person_id and not switch:
        raise SignedInAsAnother("You are signed in as somebody else.")
    if not _use(row, at):
        raise DeadLink("This link has been used.")
    limits.followed_link(address=row.email_canonical)
    if here and here.person_id == row.person_id and row.scope == Scope.EVENT and here.scope != Scope.EVENT:
        return Welcome(here, is_new=False, home=_home(row))
    return _welcome(row, method="link", browser=browser, at=at)


def standing_link(*, token: str, at: datetime) -> LoginCode:
    """The row of a link that would sign somebody in now; changes nothing. Raises DeadLink."""
    row = LoginCode.objects.followable(at).with_link(codes.link_mac(token))
    if row is None or not _stands(row):
        raise DeadLink("This link no longer works.")
    return row


def again(*, token: str, ip: str, at: datetime) -> str:
    """Ask for a new letter to the address of an old link; the flow, or nothing for a link never written.

    Raises TooOften.
    """
    row = LoginCode.objects.with_link(codes.link_mac(token))
    if row is None:
        return ""
    return request(address=row.email_canonical, way_back=row.way_back or _event_page(row), ip=ip, at=at, typed=False)


@transaction.atomic
def invite(
    *,
    person: User,
    event_id: str,
    role: str,
    invited_by: User,
    expires_at: datetime,
    at: datetime,
    session_until: datetime | None = None,
) -> str:
    """The address of a link that signs one person in to one event, for an offer of a seat; it goes into a letter only.

    The link dies at `expires_at`; the session it opens ends at `session_until`, after 30 days at the latest.
    """
    return rows.link(
        person=person,
        scope=Scope.EVENT,
        event_id=event_id,
        role=role,
        invited_by=invited_by,
        purpose=LoginCode.Purpose.OFFER,
        expires_at=expires_at,
        session_until=session_until,
        at=at,
    )


@transaction.atomic
def print_link(
    *, person: User, scope: str, at: datetime, event_id: str = "", session_until: datetime | None = None
) -> str:
    """The address of a sign-in link for the operator of the command line to hand over; good for 24 h."""
    return rows.link(
        person=person,
        scope=scope,
        event_id=event_id,
        expires_at=at + timedelta(hours=settings.LIMITS["CODE_LIFE_HOURS"]),
        session_until=session_until,
        at=at,
    )


@transaction.atomic
def revoke(*, token: str, by: str, why: str, at: datetime) -> None:
    """Make a link and the code of the same letter worthless, and keep who said so. Raises DeadLink."""
    found = LoginCode.objects.unspent().filter(link_mac=codes.link_mac(token))
    if not found.update(revoked_at=at, revoked_by=by[:254], revoked_why=why[:40]):
        raise DeadLink("This link no longer works.")


@transaction.atomic
def revoke_offers(
    *, event_id: str, by: User, why: str, at: datetime, person: User | None = None, role: str = ""
) -> int:
    """Make the offers of seats on an event worthless, all of them or a person's, of any role or one; how many stood."""
    found = LoginCode.objects.unspent().filter(purpose=LoginCode.Purpose.OFFER, event_id=event_id)
    if person:
        found = found.filter(person=person)
    if role:
        found = found.filter(role=role)
    return found.update(revoked_at=at, revoked_by=by.email_canonical, revoked_why=why[:40])


def _newest(flow: str) -> LoginCode | None:
    """The one row that a browser may type the code of."""
    return LoginCode.objects.newest_of_flow(codes.flow_macs(flow, settings.RECORD_KEYS)) if flow else None


@transaction.atomic
def _try_code(*, row: LoginCode | None, code: str, browser: Browser, at: datetime) -> Welcome | None:
    """Spend an attempt, compare, use; nothing when refused, so that the attempt is kept."""
    tries = settings.LIMITS["TRIES_PER_CODE"]
    if row is None:
        return None
    if not LoginCode.objects.typeable(at, tries).filter(pk=row.pk).update(attempts=F("attempts") + 1):
        return None
    key = settings.RECORD_KEYS.get(row.key_id, "")
    mac = codes.code_mac(code, row=row.pk, purpose=row.purpose, key=key)
    if not (key and codes.same(mac, row.code_mac) and _stands(row) and _use(row, at)):
        return None
    limits.typed_right(address=row.email_canonical, ip=browser.ip, at=at)
    return _welcome(row, method="code", browser=browser, at=at)


def _use(row: LoginCode, at: datetime) -> bool:
    """Mark a row used; only one of many succeeds."""
    return bool(LoginCode.objects.followable(at).filter(pk=row.pk).update(used_at=at, used_by=row.person))


def _stands(row: LoginCode) -> bool:
    """Whether the person behind a row, and for an offer the inviter, still has the right it was made on."""
    if row.person is None or not row.person.has_a_role:
        return False
    if row.scope == Scope.ADMIN:
        return row.person.is_admin
    return row.purpose != LoginCode.Purpose.OFFER or _may_invite(row.invited_by, row.event_id)


def _may_invite(inviter: User | None, event_id: str) -> bool:
    """Whether an inviter may still fill seats or hand theirs on: the office may, and whoever crew says."""
    if inviter is None or not inviter.is_active:
        return False
    return inviter.is_admin or any(inviter.has_perm(right, event_id) for right in ("crew.designate", "crew.delegate"))


def _welcome(row: LoginCode, *, method: str, browser: Browser, at: datetime) -> Welcome:
    """The session that a used row opens."""
    assert row.person is not None  # noqa: S101 -- _stands said so
    session = sessions.open_for(
        person=row.person,
        scope=row.scope,
        method=method,
        browser=browser,
        at=at,
        event_id=row.event_id,
        until=row.session_until,
    )
    return Welcome(session, is_new=True, home=_home(row))


def _home(row: LoginCode) -> str:
    """Where a row leads: the way back, or the event, or the home of the role."""
    return row.way_back or _event_page(row) or reverse("home")


def _event_page(row: LoginCode) -> str:
    """The page of the row's event, by its path alone: the keel knows no events."""
    return f"/events/{row.event_id}/" if row.event_id else ""
