"""Where the rows around a record say something else than what was signed, field by field (pure).

What was signed may have been altered itself: then it may say anything, or cannot be read.
"""

from __future__ import annotations

import json
from typing import Any

from waivers import canonical
from waivers.models import WaiverRecord, WaiverText

BESIDE = "names, signature, consents, language, relationships"


def in_row(record: WaiverRecord, said: Any, sail: str | None) -> list[str]:
    """The columns of a record's row that do not say what was signed; `sail` is the event_id that the row names."""
    told = {
        "number": (record.number, ("number",)),
        "signer": (record.guest_id, ("signer", "guest")),
        "sail": (sail, ("event", "id")),
        "kind": (record.kind, ("kind",)),
        "instant": (canonical.instant(record.signed_at), ("signed_at",)),
        "signature key": (record.signature_key, ("signature_key",)),
    }
    return [name for name, (stands, path) in told.items() if stands != at(said, *path)]


def in_words(record: WaiverRecord, content: bytes, sail: str | None, text: WaiverText | None) -> str:
    """Which fields of an altered payload are not what the rows beside it say; where none is, which cannot be told."""
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        return "what was signed cannot be read any more: its rows and its PDF still say what they said"
    found = in_row(record, said, sail) + _beside(record, said, text)
    if found:
        return f"what was signed says something else than its rows: {', '.join(found)}"
    return f"its rows agree with what was signed: the change lies in what no row keeps ({BESIDE}); its PDF shows them"


def at(said: Any, *path: str) -> Any:
    """What stands at a path of keys; None where nothing does."""
    for key in path:
        said = said.get(key) if isinstance(said, dict) else None
    return said


def _beside(record: WaiverRecord, said: Any, text: WaiverText | None) -> list[str]:
    """What the rows of the text, of those covered and of the paper say otherwise."""
    shown = (text.variant, text.version) if text else None
    covers = at(said, "covers")
    named = [at(one, "guest") for one in covers] if isinstance(covers, list) else []
    told = {
        "text": shown == (at(said, "text", "variant"), at(said, "text", "version")),
        "whom it covers": {one.guest_id for one in record.covers.all()} == set(map(_plain, named)),
        "paper": (record.paper.sha256 if hasattr(record, "paper") else "") == at(said, "paper_sha256"),
    }
    return [name for name, agrees in told.items() if not agrees]


def _plain(value: Any) -> Any:
    """A value that may stand in a set: lists and tables are none of ours."""
    return value if isinstance(value, int | str) else None
