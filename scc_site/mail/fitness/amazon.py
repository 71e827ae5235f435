"""What Amazon SES itself says about our account, our sender and our configuration set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings

from scc_site.addresses import canonical
from scc_site.mail.fitness.findings import Finding, Grade

Look = Callable[[Any], list[Finding]]
NEARLY_ALL = 0.9  # of the day's quota
HEARD = {"SEND", "BOUNCE", "COMPLAINT"}
TRACKED = {"OPEN", "CLICK"}
SAYS = {"VerifiedForSendingStatus", "VerificationStatus"}  # an answer without either tells nothing: no reason to stop


def findings() -> list[Finding]:
    """What decides whether letters may leave: a handful of questions."""
    return _looks(_account, _sender, _configuration_set)


def details() -> list[Finding]:
    """What else is worth knowing."""
    return _looks(_sandbox, _signature, _events)


def _looks(*looks: Look) -> list[Finding]:
    """Each look's findings; none further once the service is away or knows us not."""
    if settings.EMAIL_PROVIDER != "ses":
        return []
    from scc_site.mail.fitness.asking import Unanswered, account  # noqa: PLC0415 - botocore takes most of a second

    found: list[Finding] = []
    with account() as client:
        for look in looks:
            try:
                found += look(client)
            except Unanswered as silence:
                found.append(silence.finding)
                if silence.finding.grade in {Grade.STOPS, Grade.AWAY}:
                    break
    return found


def _ask(client: Any, question: str, **about: str) -> dict[str, Any] | None:
    """One answer; see asking.ask."""
    from scc_site.mail.fitness import asking  # noqa: PLC0415 - botocore takes most of a second

    return asking.ask(client, question, **about)


def _account(client: Any) -> list[Finding]:
    """Sending allowed, quota left."""
    account = _ask(client, "GetAccount") or {}
    found = []
    if account.get("SendingEnabled") is False or account.get("EnforcementStatus") == "SHUTDOWN":
        told = f"Amazon has paused sending for this account in {settings.AWS_SES_REGION}."
        found.append(Finding(Grade.STOPS, told, "Its console says why, under Reputation metrics."))
    elif account.get("EnforcementStatus") == "PROBATION":
        told = "Amazon has put this account under review: too many letters bounced or were called spam."
        found.append(Finding(Grade.WARNS, told, "Its console says what to do, under Reputation metrics."))
    return found + _quota(account.get("SendQuota") or {})


def _quota(quota: dict[str, float]) -> list[Finding]:
    """What is left of the rolling 24 hours; less than nothing allowed means no limit."""
    allowed, used = quota.get("Max24HourSend", -1), quota.get("SentLast24Hours", 0)
    told = f"{used:.0f} of {allowed:.0f} letters that Amazon allows in 24 hours are used."
    if allowed < 0 or used < NEARLY_ALL * allowed:
        return []
    if used < allowed:
        return [Finding(Grade.WARNS, told, "Ask Amazon for a higher quota.")]
    return [Finding(Grade.STOPS, told, "Letters wait until some of them are a day old; ask Amazon for a higher quota.")]


def _sender(client: Any) -> list[Finding]:
    """Whether Amazon lets us write as the sender: its address, its domain or one above it is verified."""
    waiting = ""
    for name in _names(settings.DEFAULT_FROM_ADDRESS):
        identity = _ask(client, "GetEmailIdentity", EmailIdentity=name)
        if identity and (_verified(identity) or not SAYS & identity.keys()):
            return []
        waiting = waiting or (name if identity else "")
    region = settings.AWS_SES_REGION
    if waiting:
        told = f"{waiting} is not verified yet by Amazon SES in {region}."
        return [Finding(Grade.STOPS, told, "Finish its verification in the console: the link, or the DNS records.")]
    told = f"Neither {settings.DEFAULT_FROM_ADDRESS} nor its domain is known to Amazon SES in {region}."
    return [Finding(Grade.STOPS, told, "Verify the domain there, or set AWS_SES_REGION to the region where it is.")]


def _names(address: str) -> list[str]:
    """The identities that would let somebody write as this address, the address itself first."""
    labels = canonical(address).rpartition("@")[2].split(".")
    return [address, *(".".join(labels[start:]) for start in range(len(labels) - 1))]


def _verified(identity: dict[str, Any]) -> bool:
    """Whether an identity may send. Amazon says it twice; services that speak its API say it once."""
    return identity.get("VerifiedForSendingStatus") is True or identity.get("VerificationStatus") == "SUCCESS"


def _configuration_set(client: Any) -> list[Finding]:
    """Whether the configuration set is there and open."""
    name = settings.SES_CONFIGURATION_SET
    if not name:
        return []
    known = _ask(client, "GetConfigurationSet", ConfigurationSetName=name)
    if known is None:
        told = f"The configuration set {name} does not exist in {settings.AWS_SES_REGION}."
        return [Finding(Grade.STOPS, told, "Create it there, or correct SES_CONFIGURATION_SET.")]
    if known.get("SendingOptions", {}).get("SendingEnabled") is False:
        return [Finding(Grade.STOPS, f"Sending is switched off for the configuration set {name}.", "Switch it on.")]
    return []


def _sandbox(client: Any) -> list[Finding]:
    """In the sandbox: which of those who get every report are not written to."""
    account = _ask(client, "GetAccount") or {}
    if account.get("ProductionAccessEnabled") is not False:
        return []
    told = "The account is in Amazon's sandbox: only verified addresses are written to."
    found = [Finding(Grade.WARNS, told, "Ask Amazon for production access; until then verify every reader's address.")]
    for address in filter(None, (*settings.REPORT_RECIPIENTS, settings.REPORT_BCC)):
        answers = (_ask(client, "GetEmailIdentity", EmailIdentity=name) for name in _names(address))
        if not any(answer and _verified(answer) for answer in answers):
            found.append(Finding(Grade.WARNS, f"{address} is not verified: no report reaches it from the sandbox."))
    return found


def _signature(client: Any) -> list[Finding]:
    """Whether letters are signed in the name of the sender's domain (DKIM)."""
    remedy = "Verify the domain in Amazon SES and publish the DKIM records that it names."
    for name in _names(settings.DEFAULT_FROM_ADDRESS)[1:]:
        identity = _ask(client, "GetEmailIdentity", EmailIdentity=name)
        if identity and identity.get("DkimAttributes", {}).get("Status") == "SUCCESS":
            return []
    domain = _names(settings.DEFAULT_FROM_ADDRESS)[1]
    return [Finding(Grade.WARNS, f"Amazon does not sign letters in the name of {domain} (DKIM).", remedy)]


def _events(client: Any) -> list[Finding]:
    """Whether the configuration set tells our topics what we need to hear, and rewrites no link."""
    name = settings.SES_CONFIGURATION_SET
    if not name:
        told = "SES_CONFIGURATION_SET is not set: Amazon does not tell what became of a letter."
        return [Finding(Grade.WARNS, told, "Bounces stay unseen, and a letter whose answer was lost is sent twice.")]
    known = _ask(client, "GetConfigurationSetEventDestinations", ConfigurationSetName=name) or {}
    open_ones = [one for one in known.get("EventDestinations", []) if one.get("Enabled")]
    ours = [one for one in open_ones if one.get("SnsDestination", {}).get("TopicArn") in settings.SNS_TOPIC_ARNS]
    found = []
    if missing := HEARD - {kind for one in ours for kind in one["MatchingEventTypes"]}:
        sentence = f"The configuration set {name} does not report {', '.join(sorted(missing))} to a topic we listen to."
        found.append(Finding(Grade.WARNS, sentence, "Add an SNS destination for them, to a topic of SNS_TOPIC_ARNS."))
    if tracked := TRACKED & {kind for one in open_ones for kind in one["MatchingEventTypes"]}:
        sentence = f"The configuration set {name} tracks {', '.join(sorted(tracked))}: Amazon rewrites our letters."
        found.append(Finding(Grade.WARNS, sentence, "Take these events out: links must lead to our own house."))
    return found
