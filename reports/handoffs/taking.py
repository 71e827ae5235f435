"""Taking in a hand-off: read, masked, compared with what it said before, kept."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from reports import secrets
from reports.handoffs import grammar, marks
from reports.handoffs.comparing import Difference, Known, compare
from reports.models import BusinessUnit, HandoffDocument, HandoffItem, HandoffReading, HandoffSection
from scc_site.models import User
from scc_site.refusals import Mistyped

MOST_BYTES = 1_000_000
MOST_LINES = 20_000
NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"


class NotAHandoff(Mistyped):
    """The file cannot be read as a hand-off, and why."""


@dataclass(frozen=True)
class Taken:
    """What came of one document: `state` new, changed or unchanged; words of items, `file:line` before each."""

    document: HandoffDocument
    state: str
    added: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    reworded: list[str] = field(default_factory=list)
    not_understood: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Found:
    """One item as the document has it now, with what it is compared by."""

    item: grammar.Item
    heading: str
    known: Known


def decoded(content: bytes) -> str:
    """The text of a file of at most 1 MB. Raises NotAHandoff for one too large, and what is not UTF-8 text."""
    if len(content) > MOST_BYTES:
        raise _refused(f"is larger than {MOST_BYTES // 1000:,} kB")
    if b"\0" in content or content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise _refused("is UTF-16, or no text at all: save it as UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise _refused(f"is not UTF-8 in line {line}") from fault
    if text.count("\n") > MOST_LINES:
        raise _refused(f"has more than {MOST_LINES:,} lines")
    return text.replace("\r\n", "\n").replace("\r", "\n")


@transaction.atomic
def take(
    *, path: str, content: bytes, at: datetime, unit: BusinessUnit | None = None, project: str = "",
    author: User | None = None,
) -> Taken:  # fmt: skip
    """Keep what a document says now, and what changed since it was read last.

    Strings that look like secrets are masked before anything is kept, and become items of their own. The unit is the
    one given, else the one its first lines name, else the one whose slug the project's name contains. The same bytes
    again change nothing. Raises NotAHandoff.
    """
    text = decoded(content)
    masked, found = secrets.mask(text)
    read = grammar.read(masked)
    mark = hashlib.sha256(content).hexdigest()
    today = at.astimezone(settings.HOUSE_ZONE).date()
    project = (project or _project(path))[:80]
    unit = unit or _unit(read.unit, project)
    document = HandoffDocument.objects.locked(path)
    state = NEW if document is None else CHANGED
    if document and document.sha256 == mark and document.unit_id == (unit.pk if unit else None):
        return _told(document, UNCHANGED, read, Difference([], [], [], []))
    document = document or HandoffDocument(path=path)
    _fill(document, project=project, title=read.title[:200], unit=unit, sha256=mark, text=masked,
          written_on=read.written_on or today, imported_at=at, importer=author)  # fmt: skip
    document.save()
    now = _found(read, [(secret.line, secret.kind) for secret in found])
    news = _keep_items(document, now, today)
    _keep_sections(document, read)
    told = _told(document, state, read, news)
    HandoffReading.objects.create(
        document=document, sha256=mark, read_at=at, reader=author,
        added=told.added, closed=told.closed, reworded=told.reworded, remarks=told.remarks,
    )  # fmt: skip
    return told


def _refused(words: str) -> NotAHandoff:
    return NotAHandoff(f"This file {words}.", {"file": [f"This file {words}."]})


def _project(path: str) -> str:
    """The folder a file lies in, or the file's own name without its ending."""
    first, _, rest = path.partition("/")
    return first if rest else first.rpartition(".")[0] or first


def _unit(named: str, project: str) -> BusinessUnit | None:
    known = BusinessUnit.objects.known()
    words = project.casefold().replace("_", "-").replace(" ", "-")
    inside = sorted((slug for slug in known if slug in words), key=len, reverse=True)
    return known.get(named) or (known[inside[0]] if inside else None)


def _found(read: grammar.Reading, masked: Iterable[tuple[int, str]]) -> list[_Found]:
    """Items in the document's order, then what was masked; the same words again are told apart by their count."""
    secret = HandoffItem.Kind.SECRET
    items = [*read.items, *(grammar.Item(secret, f"Looks like {what}; masked.", line, 0) for line, what in masked)]
    seen: Counter[str] = Counter()
    found = []
    for place, item in enumerate(items):
        mark = marks.fingerprint(item.kind, item.text)
        heading = " › ".join(read.sections[item.section].path) if item.kind != secret else ""
        found.append(_Found(item, heading[:1000], Known(place, item.kind, item.text, mark, seen[mark])))
        seen[mark] += 1
    return found


def _keep_items(document: HandoffDocument, now: list[_Found], today: date) -> Difference:
    """Bring the kept items to what is said now: carried on, reworded, begun, gone."""
    kept = {item.pk: item for item in HandoffItem.objects.standing_in(document)}
    before = [Known(item.pk, item.kind, item.text, item.fingerprint, item.repeat) for item in kept.values()]
    news = compare(before, [one.known for one in now])
    for gone in news.closed:
        kept[gone.key].gone_on = today
    HandoffItem.objects.bulk_update([kept[gone.key] for gone in news.closed], ["gone_on"])
    ticked = []
    for old, new in [*news.same, *news.reworded]:
        item = kept[old.key]
        was_done = item.done_on is not None
        item.was = old.text if old.text != new.text else item.was
        _say(item, now[new.key], today)
        if item.done_on and not was_done:
            ticked.append(new)
    HandoffItem.objects.bulk_update([kept[old.key] for old, _ in [*news.same, *news.reworded]], SAID)
    begun = [HandoffItem(document=document, first_seen_on=today) for _ in news.added]
    for item, new in zip(begun, news.added, strict=True):
        _say(item, now[new.key], today)
    HandoffItem.objects.bulk_create(begun)
    return news._replace(closed=[*news.closed, *ticked])


SAID = [
    "heading", "kind", "text", "was", "owner", "due_on", "priority", "value", "target", "line", "fingerprint", "repeat",
    "done_on",
]  # fmt: skip


def _say(item: HandoffItem, found: _Found, today: date) -> None:
    """Fill an item with what the document says of it; the day it was ticked off stays."""
    said = found.item
    _fill(item, heading=found.heading, kind=said.kind, text=said.text, owner=said.owner, due_on=said.due,
          priority=said.priority, value=said.value, target=said.target, line=said.line,
          fingerprint=found.known.fingerprint, repeat=found.known.repeat,
          done_on=(item.done_on or today) if said.done else None)  # fmt: skip


def _keep_sections(document: HandoffDocument, read: grammar.Reading) -> None:
    document.sections.all().delete()
    HandoffSection.objects.bulk_create(
        HandoffSection(
            document=document, heading_path=" › ".join(section.path)[:1000], kind=section.kind,
            line_from=section.line_from, line_to=section.line_to,
        )
        for section in read.sections
    )  # fmt: skip


def _told(document: HandoffDocument, state: str, read: grammar.Reading, news: Difference) -> Taken:
    secret = HandoffItem.Kind.SECRET
    return Taken(
        document,
        state,
        added=[one.text for one in news.added],
        closed=[one.text for one in news.closed],
        reworded=[f"{old.text} → {new.text}" for old, new in news.reworded if old.text != new.text],
        not_understood=[f"{document.path}:{one.line_from} {one.path[-1]}" for one in read.not_understood],
        remarks=[f"{document.path}:{line} {words}" for line, words in read.remarks],
        secrets=[item.place for item in document.items.all() if item.kind == secret and item.gone_on is None],
    )


def _fill(row: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
