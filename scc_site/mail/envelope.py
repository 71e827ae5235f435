"""Who a letter may be handed over for, at the last moment: settings and suppressed addresses have their say."""

from __future__ import annotations

from scc_site.addresses import comparable
from scc_site.mail import providers, suppression
from scc_site.models import OutgoingMail

NOT_ALLOWED = "MAIL_ALLOW does not name this address."
SUPPRESSED = "This address is written to no more: letters came back, or its reader complained. The office can lift it."


def objection(mail: OutgoingMail) -> str:
    """Why a claimed letter must not leave, or nothing; one query, whatever its envelope holds.

    Copies to addresses that must not be written to are taken off this very object, not off its row: the letter goes
    without them.
    """
    held = suppression.among([comparable(address) for address in (mail.to, *mail.bcc)])
    if not providers.may_be_mailed(mail.to):
        return NOT_ALLOWED
    if comparable(mail.to) in held:
        return SUPPRESSED
    mail.bcc = [address for address in mail.bcc if comparable(address) not in held and providers.may_be_mailed(address)]
    return ""
