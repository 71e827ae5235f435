"""Links of a mail that were asked for: counted, told apart from machines', and led on. They sign nobody in."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from urllib.parse import quote

from django.db import transaction

from reports import own_links
from reports.models import LinkHit, ReportDelivery, RunFinding
from scc_site.refusals import Refusal

AT_ONCE, ALL_WITHIN = timedelta(seconds=2), timedelta(seconds=10)
FEWEST = 3  # links: of one or two a person soon has followed all
MOST_KEPT = 2_000  # of one mail: whoever asks more often is counted no more
SCANNERS = re.compile(
    r"bot\b|crawl|spider|scan|preview|prefetch|proofpoint|mimecast|barracuda|safelinks|defender|symantec|fireeye|"
    r"trendmicro|messagelabs|forcepoint|sophos|urldefense|virustotal|curl|wget|python|java/|go-http|okhttp|libwww",
    re.IGNORECASE,
)


class DeadLink(Refusal):
    """No mail of ours has such a link."""

    status = 410


@transaction.atomic
def follow(*, link: str, action: str, agent: str, is_head: bool, at: datetime) -> str:
    """Count one request for a link of a mail; where it leads to, from the site's root. Nothing else changes.

    Raises DeadLink.
    """
    delivery = ReportDelivery.objects.linked(link)
    if delivery is None or not own_links.ACTION.fullmatch(action):
        raise DeadLink("This link leads nowhere any more. Sign in, and find the report under Reports.")
    if delivery.hits.count() < MOST_KEPT:
        why = _machine(delivery, agent, is_head, at)
        LinkHit.objects.create(
            delivery=delivery, action=action, at=at, is_machine=bool(why), why=why, agent=_printable(agent)
        )
        _all_at_once(delivery, at)
    return target(delivery, action)


def _machine(delivery: ReportDelivery, agent: str, is_head: bool, at: datetime) -> str:
    """What shows that no person asks; empty where one may."""
    if is_head:
        return "asked for the head alone"
    if not agent.strip() or SCANNERS.search(agent):
        return "a known scanner" if agent.strip() else "names no program"
    mail = delivery.mail
    arrived = max(filter(None, (mail.sent_at, mail.finished_at)), default=None) if mail else None
    return "at once after it arrived" if arrived is not None and at - arrived <= AT_ONCE else ""


def _all_at_once(delivery: ReportDelivery, at: datetime) -> None:
    """Whoever asks for every link within seconds looks for evil, not for news: all these hits are a machine's."""
    recent = delivery.hits.filter(at__gt=at - ALL_WITHIN, at__lte=at)
    if delivery.marks >= FEWEST and recent.values("action").distinct().count() >= delivery.marks:
        recent.filter(is_machine=False).update(is_machine=True, why="all links within seconds")


def _printable(agent: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in agent[:200])


def target(delivery: ReportDelivery, action: str) -> str:
    """The page that a link leads to, from the site's root: who asks there must be signed in."""
    run = delivery.run.get_absolute_url()
    if action == own_links.BOARD:
        return "/reports/board/"
    kind, place = action[:2], action[2:]
    if kind == own_links.SECTION:
        return f"{run}#s-{place}"
    if kind == own_links.FIGURE:
        return f"{run}figures/{place}/"
    if kind == own_links.FINDING:
        return f"{run}findings/{place}/"
    if kind == own_links.CARD:
        key = RunFinding.objects.filter(run=delivery.run_id, place=place).values_list("key", flat=True).first()
        return f"/reports/board/?card={quote(key, safe='')}" if key else run
    return run
