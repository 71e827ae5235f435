"""May this person board? One verdict with its reason, from what is known of them (pure).

Codes and their order are the house's (design: waivers, Boarding). A hold's end is told from the clock, not from a job.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

HOLD_BEFORE_DEPARTURE = timedelta(hours=24)
LEAST_HOLD = timedelta(hours=2)


class Word(StrEnum):
    """The verdict."""

    MAY_BOARD = "may board"
    HOLD = "hold"
    BLOCKED = "blocked"


class Code(StrEnum):
    """Why somebody may not board; OK when they may."""

    OK = "OK"
    REVOKED = "REVOKED"
    DECLINED = "DECLINED"
    OVER_CAPACITY = "OVER_CAPACITY"
    HOLD_EXPIRED = "HOLD_EXPIRED"
    NOT_ACCEPTED = "NOT_ACCEPTED"
    PAPER_REVIEW = "PAPER_REVIEW"
    GUARDIAN_MISSING = "GUARDIAN_MISSING"
    VERSION_OLD = "VERSION_OLD"
    WAIVER_MISSING = "WAIVER_MISSING"
    GUARDIAN_NOT_ABOARD = "GUARDIAN_NOT_ABOARD"


class Mend(StrEnum):
    """What one tap can do about it."""

    SEND = "send"
    SHOW_QR = "show_qr"
    SIGN_HERE = "sign_here"
    ACCEPT = "accept"
    REVIEW_PAPER = "review_paper"
    REHOLD = "rehold"
    BOARD_GUARDIAN = "board_guardian"
    RESTORE = "restore"


SENTENCES = {
    Code.OK: "May board",
    Code.REVOKED: "The house took the clearance back",
    Code.DECLINED: "Declined to sign",
    Code.OVER_CAPACITY: "The boat is full",
    Code.HOLD_EXPIRED: "The hold ran out",
    Code.NOT_ACCEPTED: "Added themself: not accepted yet",
    Code.PAPER_REVIEW: "Paper waiver waits for a second look",
    Code.GUARDIAN_MISSING: "A parent or guardian has to sign",
    Code.VERSION_OLD: "The signature no longer holds",
    Code.WAIVER_MISSING: "Waiver not signed",
    Code.GUARDIAN_NOT_ABOARD: "Boards after their adult",
}
BLOCKING = frozenset({Code.REVOKED, Code.DECLINED, Code.OVER_CAPACITY})
TO_SIGN = (Mend.SEND, Mend.SHOW_QR, Mend.SIGN_HERE)
MENDS: dict[Code, tuple[Mend, ...]] = {
    Code.REVOKED: (Mend.RESTORE,),
    Code.DECLINED: (Mend.RESTORE,),
    Code.HOLD_EXPIRED: (Mend.REHOLD, *TO_SIGN),
    Code.NOT_ACCEPTED: (Mend.ACCEPT,),
    Code.PAPER_REVIEW: (Mend.REVIEW_PAPER,),
    Code.GUARDIAN_MISSING: TO_SIGN,
    Code.VERSION_OLD: TO_SIGN,
    Code.WAIVER_MISSING: TO_SIGN,
    Code.GUARDIAN_NOT_ABOARD: (Mend.BOARD_GUARDIAN,),
}


class Waiting(Protocol):
    """What the end of a hold depends on: a guest's row has it, and what a verdict is made of."""

    @property
    def state(self) -> str:
        """As the row has it."""
        ...

    @property
    def hold_until(self) -> datetime:
        """The end of their time."""
        ...

    @property
    def awaits_acceptance(self) -> bool:
        """Whether they added themself, and staff has not said yes yet."""
        ...


@dataclass(frozen=True, kw_only=True)
class Known:
    """All that a verdict is made of. `state` as the row has it; `is_self_added`: nobody of the house asked them.

    `signed_at`, `valid_months`, `withdrawn_at` are of the record that would clear them and of its text; `signed_at` on
    the house's clock, for it is its date that counts. `has_room`: whether the sail has a place for them (theirs
    included). `guardian_signed`: whether that record was signed by an adult who names their relationship;
    `guardian_aboard` None: no guardian is listed.
    """

    state: str
    hold_until: datetime
    sails_on: date
    is_self_added: bool = False
    is_accepted: bool = True
    is_revoked: bool = False
    is_minor: bool = False
    signed_at: datetime | None = None
    valid_months: int = 12
    withdrawn_at: datetime | None = None
    guardian_signed: bool = False
    guardian_aboard: bool | None = None
    paper_waits: bool = False
    has_room: bool = True

    @property
    def awaits_acceptance(self) -> bool:
        """Whether they added themself, and staff has not said yes yet."""
        return self.is_self_added and not self.is_accepted


@dataclass(frozen=True)
class Verdict:
    """One word with its reason."""

    code: Code

    @property
    def word(self) -> Word:
        """May board, hold or blocked."""
        if self.code == Code.OK:
            return Word.MAY_BOARD
        return Word.BLOCKED if self.code in BLOCKING else Word.HOLD

    @property
    def sentence(self) -> str:
        """The reason in words."""
        return SENTENCES[self.code]

    @property
    def mends(self) -> tuple[Mend, ...]:
        """What one tap can do about it, the likeliest first."""
        return MENDS.get(self.code, ())


def verdict(known: Known, at: datetime) -> Verdict:
    """The one word for a person at an instant: the gravest reason first."""
    return Verdict(next(_reasons(known, at), Code.OK))


def is_cleared(known: Known) -> bool:
    """Whether a signature covers them that still holds on the day of the sail, whoever is aboard."""
    return not (_unsigned(known) or known.is_revoked or known.state == "declined")


def has_run_out(known: Waiting, at: datetime) -> bool:
    """Whether the hold is over at an instant, for somebody who still waits."""
    return known.state == "released" or (known.state in ("invited", "on_hold") and known.hold_until <= at)


def place_is_free(known: Waiting, at: datetime) -> bool:
    """Whether somebody else may have the place: unpaid, self-added, and out of time."""
    return known.state == "released" or (known.awaits_acceptance and has_run_out(known, at))


def hold_until(*, departs_at: datetime, invited_at: datetime) -> datetime:
    """Until when a guest has time: a day before departure, never less than two hours from the invitation on."""
    return max(departs_at - HOLD_BEFORE_DEPARTURE, invited_at + LEAST_HOLD)


def holds_until(signed_at: datetime, months: int) -> datetime:
    """The last day on which a signature holds, at its clock: the same day of the month, or that month's last.

    The day of signing is not counted and the last day is (Cal. Civ. Code 10).
    """
    years, month = divmod(signed_at.month - 1 + months, 12)
    for day in range(signed_at.day, 27, -1):
        try:
            return signed_at.replace(year=signed_at.year + years, month=month + 1, day=day)
        except ValueError:
            continue
    return signed_at.replace(year=signed_at.year + years, month=month + 1)


def _reasons(known: Known, at: datetime) -> Iterator[Code]:
    if known.is_revoked:
        yield Code.REVOKED
    if known.state == "declined":
        yield Code.DECLINED
    if not known.has_room:
        yield Code.OVER_CAPACITY
    unsigned = _unsigned(known)
    if known.state == "released" or (unsigned and has_run_out(known, at)):
        yield Code.HOLD_EXPIRED
    if known.awaits_acceptance:
        yield Code.NOT_ACCEPTED
    if unsigned:
        yield Code.PAPER_REVIEW if known.paper_waits else unsigned
    if known.is_minor and known.state != "aboard" and not known.guardian_aboard:
        yield Code.GUARDIAN_NOT_ABOARD


def _unsigned(known: Known) -> Code | None:
    """What is amiss with the signature, if anything is."""
    if known.signed_at is None:
        return Code.GUARDIAN_MISSING if known.is_minor else Code.WAIVER_MISSING
    if known.withdrawn_at is not None or holds_until(known.signed_at, known.valid_months).date() < known.sails_on:
        return Code.VERSION_OLD
    return Code.GUARDIAN_MISSING if known.is_minor and not known.guardian_signed else None
