"""How states of letters are said in the office: a word, a tone, and what comes next (pure)."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString

from scc_site.models import OutgoingMail

State = OutgoingMail.State


class Standing(NamedTuple):
    """A state in words: `tone` is a class of the status mark, `meaning` a whole sentence."""

    tone: str
    meaning: str


STANDINGS: dict[str, Standing] = {
    State.QUEUED: Standing("warn", "It waits in the outbox and leaves by itself."),
    State.SENDING: Standing("warn", "It is on the wire right now."),
    State.SENT: Standing("ok", "The mail service has taken it; whether it arrived is not known yet."),
    State.DELIVERED: Standing("ok", "It lies in the mailbox."),
    State.BOUNCED: Standing("bad", "It came back: the mailbox does not take it."),
    State.COMPLAINED: Standing("bad", "Its reader called it unwanted."),
    State.FAILED: Standing("bad", "It did not leave, and is not tried again by itself."),
    State.UNCERTAIN: Standing("warn", "It may have left: nobody answered. After a while it is tried again by itself."),
    State.CANCELLED: Standing("muted", "It was called back and will not leave."),
    State.EXPIRED: Standing("muted", "Its time was over before it could leave."),
    State.SUPPRESSED: Standing("bad", "It was held back: the house does not write to this address."),
    State.FROZEN: Standing("warn", "It came out of a restored backup and may have left before: a person decides."),
}


def named(letter: str) -> str:
    """What the office calls a letter, each by a name of its own: `Seat claimed`."""
    return letter.replace("_", " ").capitalize()


def mark(mail: OutgoingMail) -> SafeString:
    """The state as a word with its mark."""
    return format_html('<span class="status {}">{}</span>', STANDINGS[mail.state].tone, mail.get_state_display())
