"""What the dock writes: its letters, why each is sent, and the families of reminders that can be switched off."""

from __future__ import annotations

from scc_site.mail.kinds import Family, Kind

CREW, OFFICE = frozenset({"crew"}), frozenset({"admin"})
SEATS = "Seats and their answers"
SAILS = "News of your sails"
ABOUT_A_SEAT = "Sent because it changes a seat that you hold, gave or decide about."
ABOUT_A_SAIL = "Sent because you are on this sail’s crew, or were asked to be."
FOR_A_CALENDAR = "Sent because you took or gave up a seat yourself: it keeps your own calendar true."

FAMILIES = (
    Family(
        "sail_ahead",
        "Sails ahead",
        "A reminder of a sail you are on: a week, two days, one day and three hours before departure.",
        CREW,
    ),
    Family("tasks", "Tasks", "A reminder of tasks on a sail’s list that are yours to do: when due, and overdue.", CREW),
    Family(
        "brief",
        "The morning brief",
        "Each morning on which something waits, to the office: open seats, missed tasks, sails nobody decided about.",
        OFFICE,
    ),
)

KINDS = (
    Kind("offer", "Offers of a seat", "Sent because a seat is offered to you, and only you can answer.", roles=CREW),
    *(
        Kind(letter, SEATS, ABOUT_A_SEAT)
        for letter in (
            "offer_answered",
            "seat_claimed",
            "claim_answered",
            "seat_released",
            "seat_covered",
            "seat_withdrawn",
            "handing_on",
        )
    ),
    Kind("seat_confirmed", "Your seats, for your calendar", FOR_A_CALENDAR, roles=CREW),
    Kind("seat_given_up", "Your seats, out of your calendar", FOR_A_CALENDAR, roles=CREW),
    Kind("in_your_name", "What the office did for you", "Sent because the office acted in your name.", roles=CREW),
    *(
        Kind(letter, SAILS, ABOUT_A_SAIL, roles=CREW)
        for letter in ("sail_moved", "sail_held", "sail_resumed", "sail_cancelled")
    ),
    Kind("nudge", "What waits for you", "Sent because something is coming up, or is late, that waits for you."),
    Kind(
        "office_brief",
        "The morning brief",
        "Sent because something waits for the office this morning.",
        "brief",
        OFFICE,
    ),
)
