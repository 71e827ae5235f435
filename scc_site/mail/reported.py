"""What a mail service reports of a letter, and what all its reports together say of where the letter is (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from scc_site.addresses import canonical
from scc_site.models import MailEvent, OutgoingMail

Kind = MailEvent.Kind
State = OutgoingMail.State
# Of one message the first that was reported is the truth, in whatever order the reports came. One that came back for
# now and yet was delivered was delivered: such a "bounce" is somebody's out-of-office reply.
OF_A_MESSAGE = (
    (Kind.COMPLAINT, State.COMPLAINED),
    (Kind.BOUNCE, State.BOUNCED),
    (Kind.DELIVERY, State.DELIVERED),
    (Kind.SOFT_BOUNCE, State.BOUNCED),
    (Kind.REJECT, State.FAILED),
    (Kind.RENDERING_FAILURE, State.FAILED),
    (Kind.DELAY, State.SENT),
    (Kind.SEND, State.SENT),
)
# A letter that left more than once is where the luckiest of its messages is, unless its reader complained.
OF_SEVERAL = (State.COMPLAINED, State.DELIVERED, State.BOUNCED, State.SENT, State.FAILED)
LONGEST_WORD = 300
LONGEST_ID = 200
FIRST_YEAR = 2011  # what claims to have happened before is a mistake
ENDS_IT = frozenset({Kind.REJECT, Kind.RENDERING_FAILURE})


@dataclass(frozen=True)
class Report:
    """One report: `notice` is its own id at `source`, `message_id` that of the message it is about.

    `recipients` are whom it is about, `addressed` everybody in the envelope, all canonical; empty where the report does
    not say. `outbox_id` is our own number, as the message carried it. `left_at` is when the service took the message.
    """

    source: str
    notice: str
    kind: MailEvent.Kind
    happened_at: datetime
    message_id: str = ""
    outbox_id: int | None = None
    recipients: tuple[str, ...] = ()
    addressed: tuple[str, ...] = ()
    left_at: datetime | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


def state_of(told: Iterable[tuple[str, str]]) -> OutgoingMail.State | None:
    """Where a letter is, from pairs of message id and kind of report; None when they say nothing of it."""
    by_message = groupby(sorted(told), key=lambda pair: pair[0])
    found = {_state_of_message({kind for _, kind in pairs}) for _, pairs in by_message}
    return next((state for state in OF_SEVERAL if state in found), None)


def _state_of_message(kinds: set[str]) -> OutgoingMail.State | None:
    """Where one message is."""
    return next((state for kind, state in OF_A_MESSAGE if kind in kinds), None)


def known(addresses: Iterable[object]) -> tuple[str, ...]:
    """The canonical form of each that is an address, once each, in their order."""
    found: dict[str, None] = {}
    for address in addresses:
        with suppress(ValueError):  # InvalidAddress, or no text at all
            found[canonical(address if isinstance(address, str) else "")] = None
    return tuple(found)


def is_text(value: str) -> bool:
    """Whether a database can keep it: no NUL, no half of a surrogate pair."""
    return "\0" not in value and not any("\ud800" <= character <= "\udfff" for character in value)


def one_line(value: object, longest: int = LONGEST_WORD) -> str:
    """What can be kept of a text: one line, cut; nothing where it is none."""
    if not isinstance(value, str):
        return ""
    return " ".join("".join(mark if is_text(mark) else " " for mark in value[: 2 * longest]).split())[:longest]
