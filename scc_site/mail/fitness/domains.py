"""What DNS says about the sender's domain: SPF (RFC 7208) and DMARC (RFC 7489). Never asked by the pump."""

from __future__ import annotations

import dns.exception
import dns.resolver
from django.conf import settings

from scc_site.addresses import canonical
from scc_site.mail.fitness.findings import Finding, Grade

PATIENCE_SECONDS = 4.0
UNASKED = (dns.exception.DNSException, OSError)


def findings() -> list[Finding]:
    """SPF and DMARC of the domain that letters come from; one note when DNS does not answer."""
    if settings.EMAIL_PROVIDER == "file":
        return []
    domain = canonical(settings.DEFAULT_FROM_ADDRESS).rpartition("@")[2]
    try:
        return [*_spf(domain), *_dmarc(domain)]
    except dns.resolver.NXDOMAIN:
        told = f"DNS knows no domain {domain}: its SPF and DMARC could not be read."
        return [Finding(Grade.WARNS, told, "Check SES_FROM_ADDRESS, and this machine's name server.")]
    except UNASKED as fault:
        return [Finding(Grade.NOTES, f"DNS could not be asked about {domain}: {type(fault).__name__}.")]


def _texts(name: str, start: str) -> list[str]:
    """The TXT records of a name that begin so. Raises what DNS raises, NXDOMAIN where there is no such name."""
    try:
        answer = dns.resolver.resolve(name, "TXT", lifetime=PATIENCE_SECONDS)
    except dns.resolver.NoAnswer:
        return []
    texts = [b"".join(record.strings).decode("utf-8", "replace") for record in answer]
    return [text for text in texts if text.lower().startswith(start)]


def _spf(domain: str) -> list[Finding]:
    """Who may send for the domain."""
    records = _texts(domain, "v=spf1")
    if not records:
        told = f"{domain} publishes no SPF record: other servers cannot tell who may send for it."
        return [Finding(Grade.WARNS, told, "Publish the one that your mail service names.")]
    if len(records) > 1:
        told = f"{domain} publishes {len(records)} SPF records: other servers then read none of them."
        return [Finding(Grade.WARNS, told, "Merge them into one.")]
    if records[0].lower().endswith(("+all", " all")):
        return [Finding(Grade.WARNS, f"The SPF record of {domain} lets everybody send for it.", "End it with ~all.")]
    return []


def _dmarc(domain: str) -> list[Finding]:
    """What other servers do with letters in our name that are not ours: the domain's own word, or one's above it."""
    labels = domain.split(".")
    for start in range(len(labels) - 1):
        name = ".".join(labels[start:])
        policy = _policy(f"_dmarc.{name}")
        if policy == "none":
            told = f"The DMARC policy of {name} is none: forged letters in our name are let through."
            return [Finding(Grade.NOTES, told, "Raise it to quarantine once the reports show our letters alone.")]
        if policy:
            return []
    told = f"{domain} publishes no DMARC policy: large mail services mistrust its letters."
    return [Finding(Grade.WARNS, told, f"Publish one at _dmarc.{domain}, such as v=DMARC1; p=quarantine.")]


def _policy(name: str) -> str:
    """The policy that a name publishes, or nothing."""
    try:
        records = _texts(name, "v=dmarc1")
    except dns.resolver.NXDOMAIN:
        return ""
    pairs = [part.partition("=") for record in records[:1] for part in record.lower().split(";")]
    return next((value.strip() for tag, _, value in pairs if tag.strip() == "p"), "")
