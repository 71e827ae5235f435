"""Whether reports may be sent at all: everything that is wrong, told in one list before the first message."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from reports import archive, recipients
from reports.models import ReportRun
from scc_site.addresses import InvalidAddress, canonical
from scc_site.mail import envelope, fitness, providers, suppression
from scc_site.mail.fitness import amazon
from scc_site.mail.fitness.findings import Finding, Grade
from scc_site.refusals import Refusal

TRACKS = "tracks"


class NotFit(Refusal):
    """Reports cannot be sent now; the sentence lists every reason."""


def judge(*, run: ReportRun, at: datetime) -> None:
    """Raises NotFit before the first message of a run, with all that stands in the way.

    Asks the mail service, so never within a transaction of its own making.
    """
    if found := problems(run=run, at=at):
        raise NotFit("Nothing was sent. " + " ".join(found))


def problems(*, run: ReportRun, at: datetime) -> list[str]:
    """Every reason why a run's letters should not leave now: settings, service, archive, recipients."""
    found = [*fitness.problems(at=at), *_origin(), *_archive()]
    people = recipients.written(recipients.of(slug=run.slug, unit=run.unit, at=at))
    found += [f"{one.address} is no address that can be written to." for one in people if not _is_address(one.address)]
    return found + _quota(len(people))


def whole(*, at: datetime) -> list[Finding]:
    """All there is to say about sending reports, the worst first: what mail says of itself, archive, recipients."""
    found = [*fitness.whole(), *(Finding(Grade.STOPS, words) for words in [*_origin(), *_archive()])]
    if not settings.REPORT_RECIPIENTS:
        told = "REPORT_RECIPIENTS names nobody: reports go to those alone who were given them."
        found.append(Finding(Grade.NOTES, told))
    named = [*settings.REPORT_RECIPIENTS, *filter(None, [settings.REPORT_BCC])]
    held = suppression.among([canonical(address) for address in named])
    for address in named:
        if canonical(address) in held:
            found.append(Finding(Grade.WARNS, f"{address}: {envelope.SUPPRESSED}"))
        if not providers.may_be_mailed(address):
            found.append(Finding(Grade.WARNS, f"{address}: {envelope.NOT_ALLOWED}"))
    return sorted(dict.fromkeys(found), key=lambda one: list(Grade).index(one.grade))


def _origin() -> list[str]:
    """Links of a report lead to its rows: they must be safe on the way."""
    if settings.DEBUG or settings.SITE_ORIGIN.startswith("https://"):
        return []
    return ["SITE_ORIGIN is not https: every link of a report would travel in the clear."]


def _archive() -> list[str]:
    """A copy unseen shares one message with its reader: what Amazon tracks of it would be nobody's."""
    if not settings.REPORT_BCC or settings.REPORT_BCC_MODE == archive.SEPARATE or settings.EMAIL_PROVIDER != "ses":
        return []
    told = [one.sentence for one in amazon.details() if f" {TRACKS} " in one.sentence]
    return [f"{words} With REPORT_BCC take these events out, or set REPORT_BCC_MODE=separate_copy." for words in told]


def _is_address(address: str) -> bool:
    try:
        canonical(address)
    except InvalidAddress:
        return False
    return True


def _quota(count: int) -> list[str]:
    """Quotas count recipients: each copy unseen is one more."""
    if settings.EMAIL_PROVIDER != "ses":
        return []
    each = 2 if settings.REPORT_BCC and settings.REPORT_BCC_MODE != archive.SEPARATE else 1
    provider = providers.chosen()
    try:
        quota = provider.quota()
    finally:
        provider.close()
    left = quota.per_day - quota.sent_last_day if quota else count * each
    if left >= count * each:
        return []
    return [f"The day's quota has room for {left} more recipients; this report wants {count * each}."]
