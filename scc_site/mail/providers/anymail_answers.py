"""What an error of anymail's, or of the way to its service, says about the letter (pure)."""

from __future__ import annotations

import requests
from anymail.exceptions import AnymailAPIError, AnymailError
from urllib3.exceptions import MaxRetryError, NewConnectionError

from scc_site.mail.providers import Answer, Outcome

LONGEST = 500
OK, REDIRECTED, BROKEN = range(200, 300), range(300, 400), 500
UNPAID, TIMED_OUT, TOO_MANY = 402, 408, 429
OURS = {401, 403, 404, 405, 407}  # our key, our domain, our address of the service
BEFORE_ANY_BYTE = (
    requests.ConnectTimeout,
    requests.exceptions.ProxyError,
    requests.exceptions.InvalidURL,
    requests.exceptions.MissingSchema,
    requests.exceptions.InvalidSchema,
    requests.TooManyRedirects,
)


def of(fault: Exception, *, sender: str) -> Answer:
    """The answer that a fault comes to. What nobody can tell counts as sent, perhaps."""
    words = " ".join(str(fault).split())[:LONGEST]
    if isinstance(fault, AnymailError) and not isinstance(fault, AnymailAPIError):
        return Answer(Outcome.REFUSED, words)  # the reader, or something in the letter
    response = getattr(fault, "response", None)
    if response is not None:
        return _told(response, words, sender)
    if isinstance(fault, BEFORE_ANY_BYTE) or _never_connected(fault):
        return Answer(Outcome.UNREACHED, words, halts=True)
    return Answer(Outcome.UNCERTAIN, words)


def _told(response: requests.Response, words: str, sender: str) -> Answer:
    """What an error that came as an answer says."""
    status = response.status_code
    if status in OK or status >= BROKEN or status == TIMED_OUT:
        return Answer(Outcome.UNCERTAIN, words)
    if status in {UNPAID, TOO_MANY}:
        return Answer(Outcome.THROTTLED, words, halts=True)
    if status in OURS or status in REDIRECTED or sender.casefold() in response.text.casefold():
        return Answer(Outcome.UNREACHED, words, halts=True)
    return Answer(Outcome.REFUSED, words)


def _never_connected(fault: Exception) -> bool:
    """Whether the connection never stood: no name, no listener, a certificate that is not theirs."""
    cause = fault.__cause__ or fault
    reason = cause.args[0] if cause.args else None
    if not isinstance(reason, MaxRetryError):
        return False
    return isinstance(reason.reason, NewConnectionError) or "CERTIFICATE_VERIFY_FAILED" in str(reason)
