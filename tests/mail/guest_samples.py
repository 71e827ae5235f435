"""What the letters about guests may be given."""

from __future__ import annotations

from typing import Any

SHORE = {
    "name": "Shore contact",
    "event_id": "jada-2026-06-04",
    "sail": "Sunset charter",
    "vessel": "JADA",
    "left": "Thu 4 Jun 17:12",
    "back": "Thu 4 Jun 19:40",
    "frozen": "Thu 4 Jun 17:12 PDT",
    "by": "Ana Silva",
    "is_amended": False,
    "why": "",
    "number": 1,
    "in_all": "5 aboard",
    "count": "5 aboard: 3 guests (1 minor, 1 child’s life jacket), 2 crew",
    "guests": ["Ben & Jörg O'Neil", "Kit Stone, minor with Mia Stone, child’s life jacket", "Mia Stone"],
    "crew": ["Ana Silva, captain", "Cleo Marsh, crew"],
    "sha256": "8c1f" * 16,
    "chain_head": "03ad" * 16,
}
GUESTS: dict[str, list[tuple[dict[str, Any], dict[str, str]]]] = {
    "frozen_list": [
        (SHORE, {}),
        (SHORE | {"is_amended": True, "why": "Leo <Park> was missed.", "number": 2, "guests": [], "crew": []}, {}),
    ],
}
