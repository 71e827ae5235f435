"""Is every signature as it was given? The chain, what lies beside it, and what went ashore, walked link by link."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from events.models import SailEvent
from waivers import canonical, certificates, differences, seals, texts
from waivers.models import GENESIS, FrozenList, WaiverRecord, WaiverText

AT_ONCE = 200  # records with their PDFs in memory
ORPHANS = """
SELECT 'what was signed' AS what, one.record_id FROM waivers_waiverpayload one
 WHERE NOT EXISTS (SELECT 1 FROM waivers_waiverrecord record WHERE record.id = one.record_id)
UNION SELECT 'its PDF', one.record_id FROM waivers_waiverpdf one
 WHERE NOT EXISTS (SELECT 1 FROM waivers_waiverrecord record WHERE record.id = one.record_id)
UNION SELECT 'whom it covers', one.record_id FROM waivers_waivercover one
 WHERE NOT EXISTS (SELECT 1 FROM waivers_waiverrecord record WHERE record.id = one.record_id)
UNION SELECT 'its paper', one.record_id FROM waivers_paperwaiver one WHERE one.record_id IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM waivers_waiverrecord record WHERE record.id = one.record_id)
UNION SELECT 'its erasure', one.record_id FROM waivers_erasure one
 WHERE NOT EXISTS (SELECT 1 FROM waivers_waiverrecord record WHERE record.id = one.record_id)
UNION SELECT 'a guest it clears', one.record_id FROM waivers_guest one WHERE one.record_id IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM waivers_waiverrecord record WHERE record.id = one.record_id)
ORDER BY 2, 1
"""


@dataclass
class Walk:
    """Where a walk stands: the last link, all links met, how many records were sealed or erased."""

    number: int = 0
    link: str = GENESIS
    links: set[str] = field(default_factory=lambda: {GENESIS})
    sealed: int = 0
    erased: int = 0
    lists: int = 0
    prints: dict[tuple[int, str], str] = field(default_factory=dict)


def faults(walk: Walk) -> Iterator[str]:
    """One line for everything that is not as it was signed, each naming its record; nothing where all is well.

    Everything is read as it stood at one instant, a few records at a time.
    """
    with transaction.atomic():
        _stand_still()
        known = certificates.known()
        rows = WaiverText.objects.in_bulk()
        sails = dict(SailEvent.objects.values_list("pk", "event_id"))
        for record in _chain():
            for fault in (*_of_chain(record, walk), *_of_record(record, rows, sails, walk), *_of_pdf(record, known)):
                yield f"waiver {record.number}: {fault}"
            walk.sealed += hasattr(record, "pdf")
            walk.erased += hasattr(record, "erasure")
        yield from _orphans()
        yield from _of_lists(sails, walk)


def _stand_still() -> None:
    """Who signs or is erased meanwhile is not seen half; a transaction that began before keeps its own ways."""
    if not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


def _chain() -> Iterator[WaiverRecord]:
    """The records in order, each with all that lies beside it; also where what they refer to is gone."""
    beside = ("payload", "pdf", "erasure", "paper")
    found = WaiverRecord.objects.in_order().select_related(*beside).prefetch_related("covers")
    return found.iterator(chunk_size=AT_ONCE)


def _of_chain(record: WaiverRecord, walk: Walk) -> Iterator[str]:
    """Numbers without a gap, each naming the link before it."""
    if record.number != walk.number + 1:
        yield f"{_span(walk.number + 1, record.number - 1)} before it is missing from the chain"
    elif record.previous != walk.link:
        yield "does not name the record before it: the chain is broken here"
    if record.link != canonical.link(record.number, record.previous, record.sha256):
        yield "its link was altered"
    walk.number, walk.link = record.number, record.link
    walk.links.add(record.link)


def _span(first: int, last: int) -> str:
    """Numbers that should be there."""
    return f"waiver {first}" if first == last else f"the row of waivers {first} to {last}"


def _of_record(
    record: WaiverRecord, rows: Mapping[int, WaiverText], sails: Mapping[int, str], walk: Walk
) -> Iterator[str]:
    """What was signed, and that the rows around it still say the same."""
    if not hasattr(record, "payload"):
        if not hasattr(record, "erasure"):
            yield "what was signed is missing"
        return
    if hasattr(record, "erasure"):
        yield "is said to be erased and is not"
    content = bytes(record.payload.content)
    if canonical.digest(content) != record.sha256:
        yield "what was signed was altered (the payload does not have its hash)"
        yield differences.in_words(record, content, sails.get(record.event_id), rows.get(record.text_id))
        return
    said = json.loads(content)
    yield from _of_row(record, said, sails)
    yield from _of_text(record, said["text"], rows.get(record.text_id), walk)
    if sorted(one.guest_id for one in record.covers.all()) != sorted(one["guest"] for one in said["covers"]):
        yield "whom it covers was altered"
    yield from _of_paper(record, said["paper_sha256"])


def _of_row(record: WaiverRecord, said: Mapping[str, Any], sails: Mapping[int, str]) -> Iterator[str]:
    """Each column of the row that says something else than what was signed."""
    for name in differences.in_row(record, said, sails.get(record.event_id)):
        yield f"the {name} in its row was altered"


def _of_text(record: WaiverRecord, said: Mapping[str, Any], text: WaiverText | None, walk: Walk) -> Iterator[str]:
    """The text that was shown is still the text."""
    if text is None or (text.variant, text.version) != (said["variant"], said["version"]):
        yield "the text it was signed under is another one, or gone"
        return
    key = (text.pk, str(said["language"]))
    if key not in walk.prints:
        walk.prints[key] = texts.shown(text, key[1]).sha256
    if walk.prints[key] != said["sha256"]:
        yield f"the text it was signed under was altered ({text})"


def _of_paper(record: WaiverRecord, sha256: str) -> Iterator[str]:
    """The picture of a paper is the one that was accepted."""
    if not sha256:
        return
    if not hasattr(record, "paper"):
        yield "its paper is missing"
    elif canonical.digest(bytes(record.paper.content)) != sha256:
        yield "its paper was altered"


def _of_pdf(record: WaiverRecord, known: list[Any]) -> Iterator[str]:
    """The PDF has its hash, its seal is ours and whole, and it says that it is this record's."""
    if not hasattr(record, "pdf"):
        return
    content = bytes(record.pdf.content)
    if canonical.digest(content) != record.pdf.sha256:
        yield "its PDF was altered (it does not have its hash)"
    elif not seals.is_intact(content, known):
        yield "the seal of its PDF does not hold"
    elif seals.named_in(content) != seals.Named(record.number, record.link):
        yield "its PDF is another record's"


def _orphans() -> Iterator[str]:
    """What lies beside a record that is not there: the end of the chain was cut off."""
    with connection.cursor() as cursor:
        cursor.execute(ORPHANS)
        for what, row in cursor.fetchall():
            yield f"waiver of row {row}: its record is missing, {what} remains"


def _of_lists(sails: Mapping[int, str], walk: Walk) -> Iterator[str]:
    """Frozen lists have their hash, and the head of the chain that they took ashore is still in it."""
    for one in FrozenList.objects.order_by("pk").iterator(chunk_size=AT_ONCE):
        name = f"list {one.number} of {sails.get(one.event_id, 'a sail that is gone')}"
        walk.lists += 1
        if canonical.digest(bytes(one.content)) != one.sha256:
            yield f"{name}: what it says was altered"
        if one.chain_head not in walk.links:
            yield f"{name}: the chain's head of then is no record's link now: the chain was rewritten or cut off"
