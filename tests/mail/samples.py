"""What each letter may be given: one or more samples per letter, so that every branch of it is read."""

from __future__ import annotations

from typing import Any

from tests.mail.guest_samples import GUESTS
from tests.mail.letters_to_guests import TO_GUESTS
from tests.mail.nudge_samples import NUDGES

ORIGIN = "https://crew.example.com"
SAIL = {
    "event_id": "jada-2026-06-04",
    "sail": "Sunset charter",
    "vessel": "JADA",
    "departs": "Thursday 4 June, 17:10 PDT",
    "call": "Thursday 4 June, 16:10 PDT",
    "returns": "Thursday 4 June, 19:40 PDT",
    "short": "Thu 4 Jun 17:10",
    "day": "Thursday 4 June",
    "zone": "PDT",
    "call_hour": "16:10",
    "departs_hour": "17:10",
    "returns_hour": "19:40",
    "dock": "Dock C",
    "url": f"{ORIGIN}/events/jada-2026-06-04/",
    "role": "captain",
    "who": "Ben & Jörg O'Neil",
    "name": "Ana",
    "reason": "<ill>",
}
LINK = f"{ORIGIN}/auth/link/{'x' * 43}/"
DECIDED = {"by": "Mike", "standing": "Your captain seat is kept."}
MOVED = DECIDED | {
    "old_departs": "Wednesday 3 June, 17:10 PDT",
    "old_returns": "Wednesday 3 June, 19:40 PDT",
    "decide_by": "",
}

FACTS = {
    "method": "REQUEST",
    "uid": "jada-2026-06-04.6f7c@crew.example.com",
    "sequence": 3,
    "changed_at": "2026-06-01T17:00:00+00:00",
    "starts_at": "2026-06-04T23:10:00+00:00",
    "ends_at": "2026-06-05T02:40:00+00:00",
    "summary": "JADA · Sunset charter · crew",
    "status": "CONFIRMED",
    "location": "Dock C",
    "description": "Call: Thursday 4 June 2026, 16:10 PDT",
    "url": f"{ORIGIN}/events/jada-2026-06-04/",
    "is_busy": True,
    "alarms": [180, 30],
}
ENTRY = {"calendar": FACTS}
GONE = {"calendar": FACTS | {"method": "CANCEL", "status": "CANCELLED", "is_busy": False, "alarms": []}}

ALARM = {
    "name": "Mike",
    "since": "Thursday 4 June, 17:10 PDT",
    "meaning": "The mailbox is gone, or its address was mistyped.",
    "remedy": "Ask the person for an address that works & put it in.",
    "path": "/admin/scc_site/outgoingmail/?state=bounced",
    "button": "See what came back",
}

# letter: [(context, secrets), …]
SAMPLES: dict[str, list[tuple[dict[str, Any], dict[str, str]]]] = {
    **TO_GUESTS,
    "alert": [
        (
            ALARM | {"heading": "A letter came back", "lines": ["ana@example.com: <no such mailbox>."], "more": 0},
            {},
        ),
        (ALARM | {"heading": "12 letters came back", "lines": ["a@example.com: gone."] * 10, "more": 2}, {}),
    ],
    "sign_in": [
        ({"scope": "user", "code_minutes": 1440}, {"code": "7Q4-KZP", "link": LINK}),
        ({"scope": "admin", "code_minutes": 10}, {"code": "7Q4-KZP", "link": LINK}),
    ],
    "offer": [
        (
            SAIL | {"inviter": "Mike", "keeper": keeper, "is_keepers": own, "answer_by": "Friday 5 June, 17:00 PDT"},
            {"link": LINK},
        )
        for keeper, own in (("", False), ("Mike", True), ("Carla", False))
    ],
    "offer_answered": [
        (SAIL | {"answer": answer, "keeper": keeper}, {})
        for answer in ("accepted", "waits", "declined", "lapsed")
        for keeper in ("", "Carla")
    ],
    "seat_claimed": [
        (SAIL | {"waits": waits, "keeper": keeper, "by": by}, {})
        for waits in (True, False)
        for keeper, by in (("", ""), ("Carla", "Olga Field of the office"))
    ],
    "claim_answered": [(SAIL | {"confirmed": confirmed, "by": "Mike"}, {}) for confirmed in (True, False)],
    "seat_released": [
        (SAIL | {"late": late, "keeper": keeper, "by": by}, {})
        for late in (True, False)
        for keeper, by in (("", ""), ("Carla", "Olga Field of the office"))
    ],
    "seat_covered": [(SAIL | {"successor": "Carla"}, {})],
    "seat_withdrawn": [(SAIL | {"by": "Mike", "was_offer": was_offer}, {}) for was_offer in (True, False)],
    "handing_on": [(SAIL | {"heading": "Ben can’t take over", "sentence": "The seat <stays> yours."}, {})],
    "seat_confirmed": [(SAIL | ENTRY | {"heading": "You have the crew seat", "sentence": "It is <confirmed>."}, {})],
    "seat_given_up": [(SAIL | GONE | {"heading": "You gave back the crew seat", "sentence": "You are free."}, {})],
    "in_your_name": [(SAIL | {"heading": "Mike gave it back", "sentence": "You are not expected."}, {})],
    "sail_moved": [
        (SAIL | MOVED | {"kept": True, "again": False, "reason": ""}, {}),
        (
            SAIL | MOVED | GONE | {"again": True, "clash": "You sail on MARISOL then.", "decide_by": "17:00 PDT"},
            {"link": LINK},
        ),
        (SAIL | MOVED | {"again": False, "old_departs": SAIL["departs"]}, {"link": LINK}),
        (SAIL | MOVED | {"kept": True, "again": False, "returns_hour": "Fri 00:40", "zone": "PST"}, {}),
    ],
    "sail_held": [(SAIL | DECIDED | {"decide_by": "Thursday 4 June, 16:10 PDT"}, {})],
    "sail_resumed": [(SAIL | DECIDED | {"reason": reason}, {}) for reason in ("", "Wind <20 kn")],
    "sail_cancelled": [(SAIL | DECIDED, {})],
    "waiver_copy": [
        (
            {
                "name": "Mia",
                "language": language,
                "vessel": "JADA",
                "day": day,
                "number": 12,
                "url": f"{ORIGIN}/verify/",
            },
            {},
        )
        for language, day in (("en", "Thursday, June 4, 2026"), ("es", "jueves, 4 de junio de 2026"))
    ],
    "nudge": NUDGES,
    **GUESTS,
    "office_brief": [
        (
            {
                "heading": "2 things wait for the office",
                "day": "Thursday 4 June",
                "parts": [
                    {
                        "title": "Nobody has said",
                        "lines": [{"words": "JADA <late>: not back", "url": f"{ORIGIN}/events/x/"}],
                    },
                    {"title": "Seats to fill", "lines": [{"words": "Cedar: crew × 2", "url": f"{ORIGIN}/events/y/"}]},
                ],
            },
            {},
        )
    ],
}
