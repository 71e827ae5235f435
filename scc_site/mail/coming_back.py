"""Why letters come back, in the words of the office (pure)."""

from __future__ import annotations

from scc_site.mail.reported import Kind, Report
from scc_site.models import Suppression

# Enhanced status codes: RFC 3463 and the IANA registry of them; the longest beginning that fits speaks.
BY_STATUS = {
    "5.1.0": "the address was refused",
    "5.1.1": "the mailbox does not exist",
    "5.1.2": "there is no mail server behind the address",
    "5.1.3": "the address was refused",
    "5.1.6": "the mailbox has moved away",
    "5.1.10": "the address takes no mail at all",
    "5.2.1": "the mailbox is switched off",
    "5.2.2": "the mailbox is full",
    "5.2.3": "the letter was too long for the mailbox",
    "5.4": "there is no way to its mail server",
    "5.7": "its mail server refuses our letters",
    "4.2.2": "the mailbox is full",
    "4.4": "its mail server was out of reach",
}
BY_KIND = {
    "NoEmail": "the mailbox does not exist",
    "Suppressed": "the mail service itself has stopped writing to it",
    "OnAccountSuppressionList": "the mail service itself has stopped writing to it",
    "UnsubscribedRecipient": "its reader asked the mail service for no more letters",
    "MailboxFull": "the mailbox is full",
    "MessageTooLarge": "the letter was too long for the mailbox",
    "ContentRejected": "its mail server did not like what the letter says",
    "AttachmentRejected": "its mail server did not like what came with the letter",
}
ENDED = {
    Kind.REJECT: "The mail service looked into the letter and threw it away",
    Kind.RENDERING_FAILURE: "The mail service could not write the letter",
    Kind.COMPLAINT: "Its reader told the mail service that it was unwanted",
}


def why(report: Report) -> str:
    """The reason as half a sentence, such as `the mailbox does not exist`."""
    if report.kind == Kind.COMPLAINT:
        return "its reader told the mail service that our letters are unwanted"
    called = BY_KIND.get(str(report.detail.get("bounceSubType", "")), "")
    status = str(report.detail.get("status", ""))
    fitting = [code for code in BY_STATUS if status == code or status.startswith(f"{code}.")]
    by_status = BY_STATUS[max(fitting, key=len)] if fitting else ""
    return called or by_status or "its mail server did not take the letter"


def fault(report: Report) -> str:
    """What became of the letter, as a sentence, with what the other side said."""
    said = report.detail.get("diagnosticCode") or report.detail.get("reason") or report.detail.get("errorMessage")
    sentence = ENDED.get(report.kind) or f"The letter came back: {why(report)}"
    return f"{sentence} ({said})." if said else f"{sentence}."


def told(cause: Suppression.Cause, whom: str, *, reason: str) -> str:
    """The alarm's sentence."""
    if cause == Suppression.Cause.COMPLAINT:
        return f"{whom} marked a letter of ours as spam."
    return f"A letter to {whom} came back: {reason}."


def again_and_again(times: int, days: int, whom: str) -> str:
    """The alarm's sentence about letters that come back for now, time after time."""
    return f"{times} letters to {whom} came back within {days} days. It is still written to."
