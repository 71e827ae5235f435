"""What a reminder may be given: letters made as the job makes them, from rows written down here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from crew.nudges import merging
from crew.nudges.choosing import Row

AT = datetime(2026, 6, 4, 18, 0, tzinfo=UTC)
DEPARTS = datetime(2026, 6, 5, 0, 10, tzinfo=UTC)


def row(kind: str = "sail_24h", **fields: Any) -> Row:
    """Ana sails as crew on Thursday at 17:10, unless told otherwise."""
    departs_at = fields.get("departs_at", DEPARTS)
    known: dict[str, Any] = {
        "id": 1,
        "person_id": 7,
        "kind": kind,
        "is_due": True,
        "planned": "",
        "name": "Ana Silva",
        "email": "ana@example.com",
        "sail_id": 1,
        "event_id": "jada-2026-06-04",
        "status": "scheduled",
        "call_at": departs_at - timedelta(hours=1),
        "departs_at": departs_at,
        "returns_at": departs_at + timedelta(hours=2, minutes=30),
        "returned_at": None,
        "decide_by": None,
        "held_why": "",
        "dock": "Dock C",
        "vessel": "JADA",
        "sail": "Sunset charter",
        "role": "crew",
        "state": "confirmed",
        "answer_by": None,
        "item_id": None,
        "item_text": None,
        "item_due_at": None,
        "item_role": None,
        "item_critical": None,
    }
    return Row(**known | fields)


def task(kind: str = "task_due", minutes: int = 30, **fields: Any) -> Row:
    """Life jackets, to be counted by the crew so many minutes from now."""
    known = {"item_id": 3, "item_text": "Life jackets & <lights> counted", "item_role": "crew", "item_critical": False}
    return row(kind, item_due_at=AT + timedelta(minutes=minutes), **known | fields)


TOMORROW: dict[str, Any] = {
    "sail_id": 2, "event_id": "marisol-2026-06-05", "vessel": "MARISOL", "sail": "Private “party”", "dock": "",
    "departs_at": DEPARTS + timedelta(days=1),
}  # fmt: skip
OFFERED: dict[str, Any] = {"state": "offered", "answer_by": DEPARTS + timedelta(hours=20), "role": "captain"}
HELD: dict[str, Any] = {"status": "weather_hold", "held_why": "Wind <25 kn>.", "decide_by": AT + timedelta(hours=2)}
OFFICE: dict[str, Any] = {"role": "", "state": ""}
LETTERS = [
    [row("sail_3h")],
    [row(state="claimed")],
    [row(state="covering", dock="")],
    [row(**OFFERED)],
    [row(**HELD)],
    [task()],
    [task("task_overdue", -20), task(item_id=4, item_critical=True, item_text="Fuel")],
    [task("task_missed", -40, item_critical=True, **OFFICE), task("task_missed", -40, item_id=4, item_critical=True)],
    [row(), task("task_overdue", -20), row("sail_48h", **TOMORROW, **OFFERED), row("sail_7d", sail_id=3)],
    [row("not_returned", status="under_way", **OFFICE), row("not_cast_off", **TOMORROW, **OFFICE)],
    [row("undecided", **HELD)],
    [row("not_closed", status="returned", returned_at=AT), row("draft", status="draft", **TOMORROW, **OFFICE)],
]
NUDGES = [(merging.letter(rows, AT), {}) for rows in LETTERS]
