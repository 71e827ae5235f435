"""What the tests' SES can do to a request instead of taking its message."""

from __future__ import annotations

from dataclasses import dataclass

OK = "ok"


@dataclass(frozen=True)
class Refusal:
    """An answer as the real service gives it: status, error type, words."""

    status: int
    type: str
    words: str


REFUSALS = {
    "rejected": Refusal(400, "MessageRejected", "Message contains illegal content."),
    "unverified": Refusal(
        400,
        "MessageRejected",
        "Email address is not verified. The following identities failed the check in region US-WEST-2: {sender}",
    ),
    "unverified_reader": Refusal(
        400,
        "MessageRejected",
        "Email address is not verified. The following identities failed the check in region US-WEST-2: {reader}",
    ),
    "mail_from": Refusal(
        400, "MailFromDomainNotVerifiedException", "The custom MAIL FROM domain is not set up for {sender}."
    ),
    "suspended": Refusal(400, "AccountSuspendedException", "Account is suspended."),
    "paused": Refusal(400, "SendingPausedException", "Email sending is disabled for this account."),
    "invalid": Refusal(400, "BadRequestException", "Invalid parameter: Content.Raw.Data."),
    "no_configuration_set": Refusal(400, "NotFoundException", "Configuration set <letters> does not exist."),
    "signature": Refusal(
        403, "InvalidSignatureException", "The request signature we calculated does not match the one you provided."
    ),
    "credentials": Refusal(
        403, "UnrecognizedClientException", "The security token included in the request is invalid."
    ),
    "expired": Refusal(403, "ExpiredTokenException", "The security token included in the request is expired."),
    "denied": Refusal(403, "AccessDeniedException", "User is not authorized to perform: ses:SendRawEmail."),
    "throttled": Refusal(429, "TooManyRequestsException", "Maximum sending rate exceeded."),
    "throttled_calls": Refusal(400, "ThrottlingException", "Rate exceeded"),
    "quota": Refusal(429, "TooManyRequestsException", "Daily message quota exceeded."),
    "limit": Refusal(400, "LimitExceededException", "Limit exceeded."),
    "error_before": Refusal(500, "InternalServiceErrorException", "An internal error occurred."),
    "unavailable": Refusal(503, "ServiceUnavailableException", "Service is unavailable."),
}
# After the message was taken: an error, silence, a closed line, an answer nobody can read.
ACCEPTING = {"error_after", "hang_after", "accept_and_drop", "garbled"}
# The message was not taken: silence after reading, the line closed after reading or before.
SILENT = {"hang", "drop_read", "drop"}
KNOWN = {OK} | set(REFUSALS) | ACCEPTING | SILENT


def checked(fault: str) -> str:
    """The fault itself; raises ValueError for one that nobody knows."""
    if fault not in KNOWN:
        raise ValueError(f"{fault!r} is none of {', '.join(sorted(KNOWN))}.")
    return fault
