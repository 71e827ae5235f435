"""What an error of Amazon SES, or of the way there, says about the letter (pure).

Error types: SES API v2 reference, SendEmail, "Errors", and "Common Errors"; the exceptions are botocore's.
"""

from __future__ import annotations

import re

from botocore import exceptions as boto
from botocore.exceptions import ClientError

from scc_site.mail.providers import Answer, Outcome

LONGEST = 500
TOO_FAST = {"TooManyRequests", "Throttling", "ThrottledException", "RequestLimitExceeded"}
PAUSED = {"SendingPaused", "AccountSuspended", "AccountSendingPaused", "LimitExceeded"}
# Our keys or our clock.
UNKNOWN_KEYS = {
    "UnrecognizedClient",
    "InvalidClientTokenId",
    "InvalidSignature",
    "SignatureDoesNotMatch",
    "IncompleteSignature",
    "MissingAuthenticationToken",
    "ExpiredToken",
    "RequestExpired",
}
# Nothing that the letter could help: these, our sender, our configuration set, our rights.
OURS = UNKNOWN_KEYS | {"MailFromDomainNotVerified", "NotFound", "AccessDenied", "NotAuthorized", "OptInRequired"}
# Raised before a connection stood or a request was signed.
BEFORE_ANY_BYTE = (
    boto.EndpointConnectionError,
    boto.ConnectTimeoutError,
    boto.ProxyConnectionError,
    boto.NoCredentialsError,
    boto.PartialCredentialsError,
    boto.CredentialRetrievalError,
    boto.TokenRetrievalError,
    boto.MetadataRetrievalError,
    boto.NoRegionError,
)
UNAUTHORISED, FORBIDDEN, NO_SUCH_PAGE, TIMED_OUT, TOO_MANY, BROKEN = 401, 403, 404, 408, 429, 500
REDIRECTED = range(300, 400)


def of(fault: Exception, *, sender: str) -> Answer:
    """The answer that a fault comes to. What nobody can tell counts as sent, perhaps."""
    if isinstance(fault, ClientError):
        return _told(fault, sender)
    if isinstance(fault, boto.ParamValidationError):  # its words quote the request, and so the letter
        return Answer(Outcome.REFUSED, type(fault).__name__)
    words = f"{type(fault).__name__}: {fault}"[:LONGEST]
    if isinstance(fault, BEFORE_ANY_BYTE) or (isinstance(fault, boto.SSLError) and _at_the_door(words)):
        return Answer(Outcome.UNREACHED, words, halts=True)
    return Answer(Outcome.UNCERTAIN, words)


def _at_the_door(words: str) -> bool:
    """Whether TLS failed before anything was said: a certificate that is not theirs, a door without TLS."""
    return "CERTIFICATE_VERIFY_FAILED" in words or "WRONG_VERSION_NUMBER" in words


def _told(fault: ClientError, sender: str) -> Answer:
    """What an error that came as an answer says."""
    error = fault.response.get("Error", {})
    status = fault.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    code, message = str(error.get("Code", "")).removesuffix("Exception"), str(error.get("Message", ""))
    words = f"{code}: {message}"[:LONGEST]
    if status >= BROKEN or status == TIMED_OUT:
        return Answer(Outcome.UNCERTAIN, words)
    if code in PAUSED:
        return Answer(Outcome.THROTTLED, words, halts=True)
    if code in TOO_FAST or status == TOO_MANY:
        return Answer(Outcome.THROTTLED, words, halts=_for_the_day(message), slows=True)
    if code in OURS or status in {UNAUTHORISED, FORBIDDEN, NO_SUCH_PAGE, *REDIRECTED} or _means_us(message, sender):
        return Answer(Outcome.UNREACHED, words, halts=True)
    return Answer(Outcome.REFUSED, words)


def _for_the_day(message: str) -> bool:
    """Whether it is the daily quota that is used up, not the second's."""
    return "daily" in message.lower() or "quota" in message.lower()


def _means_us(message: str, sender: str) -> bool:
    """Whether a rejection names our sender, our domain or our configuration set, not the reader."""
    told, address = message.casefold(), sender.casefold()
    if "configuration set" in told or re.search(rf"(?<![\w.+-]){re.escape(address)}(?![\w-])", told):
        return True
    named = {part.strip() for part in told.rpartition(":")[2].split(",")}
    return "not verified" in told and address.rpartition("@")[2] in named
