"""The demo house as data: invented people, two boats, four kinds of sail with their seats and checklists."""

from __future__ import annotations

from typing import NamedTuple

from events.models import Anchor, ChecklistTemplate, EventType, Role, SeatRule, Vessel
from scc_site.models import User

CAPTAIN, CREW, CHEF = Role.CAPTAIN, Role.CREW, Role.CHEF
CALL, DEPARTURE, RETURN, SUNSET = Anchor.CALL, Anchor.DEPARTURE, Anchor.RETURN, Anchor.SUNSET

# address at example.com: name, what they are
PEOPLE = {
    "office": ("Olive Hart", "admin"),
    "ana": ("Ana Reyes", "captain"),
    "tomas": ("Tomas Lindgren", "captain"),
    "grace": ("Grace Okoro", "captain"),
    "ben": ("Ben Ito", "crew"),
    "dana": ("Dana Whitlow", "crew"),
    "eli": ("Eli Navarro", "crew"),
    "faye": ("Faye Sorensen", "crew"),
    "hugo": ("Hugo Park", "crew"),
    "iris": ("Iris Kalani", "crew"),
    "jonah": ("Jonah Brandt", "crew"),
    "cleo": ("Cleo Marsh", "chef"),
    "marco": ("Marco Vitale", "chef"),
    "vera": ("Vera Lang", "executive"),
    "noor": ("Noor Haddad", "executive"),
}


class Task(NamedTuple):
    """One line of a checklist: minutes from its anchor, negative before it."""

    text: str
    anchor: Anchor
    minutes: int
    role: Role
    critical: bool = False


class Kind(NamedTuple):
    """A type of sail: its times in minutes, the seats as (role, number, required, needs approval), its tasks."""

    slug: str
    name: str
    call: int
    boarding: int
    before_sunset: int
    duration: int
    seats: tuple[tuple[Role, int, bool, bool], ...]
    tasks: tuple[Task, ...]


ALONGSIDE = (
    Task("Forecast and bar read, go or hold said to the office", DEPARTURE, -240, CAPTAIN, critical=True),
    Task("Shore power off, lines singled", CALL, 0, CREW),
    Task("Bilge, engine oil, coolant", CALL, 10, CREW, critical=True),
    Task("Fuel for twice the plan", CALL, 15, CAPTAIN, critical=True),
    Task("Life jackets counted, adult and child", CALL, 20, CREW, critical=True),
    Task("VHF check with the harbor", CALL, 25, CAPTAIN),
)
UNDER_SAIL = (
    Task("Heads clean, holding tank under half", CALL, 30, CREW),
    Task("Guests counted aboard", DEPARTURE, -10, CAPTAIN, critical=True),
    Task("Safety talk: life jackets, man overboard, heads", DEPARTURE, -5, CAPTAIN, critical=True),
    Task("Guests counted ashore", RETURN, 10, CAPTAIN, critical=True),
    Task("Shore power on, lines doubled", RETURN, 20, CREW),
    Task("Trash ashore, decks rinsed", RETURN, 35, CREW),
    Task("Log closed, engine hours and fuel noted", RETURN, 45, CAPTAIN),
)
LIGHTS = (Task("Navigation lights on, stern light seen", SUNSET, 0, CREW, critical=True),)
LIGHTS_BEFORE_DARK = Task("Navigation lights on, stern light seen", DEPARTURE, -15, CREW, critical=True)
GALLEY = (
    Task("Galley iced, glasses racked", CALL, 45, CHEF),
    Task("Allergies of the day read to the crew", DEPARTURE, -20, CHEF, critical=True),
    Task("Galley gas off at the bottle", RETURN, 5, CHEF, critical=True),
)

KINDS = (
    Kind(
        "sunset-charter",
        "Sunset charter",
        call=90,
        boarding=30,
        before_sunset=90,
        duration=150,
        seats=((CAPTAIN, 1, True, True), (CREW, 2, True, False), (CHEF, 1, False, False)),
        tasks=(*ALONGSIDE, *UNDER_SAIL, *LIGHTS, *GALLEY),
    ),
    Kind(
        "ticketed-sail",
        "Ticketed sail",
        call=60,
        boarding=30,
        before_sunset=330,
        duration=150,
        seats=((CAPTAIN, 1, True, True), (CREW, 2, True, False)),
        tasks=(*ALONGSIDE, *UNDER_SAIL),
    ),
    Kind(
        "private-charter",
        "Private charter",
        call=90,
        boarding=20,
        before_sunset=210,
        duration=240,
        seats=((CAPTAIN, 1, True, True), (CREW, 1, True, True), (CHEF, 1, True, False)),
        tasks=(*ALONGSIDE, *UNDER_SAIL, *LIGHTS, *GALLEY),
    ),
    Kind(
        "night-sail",
        "Night sail",
        call=90,
        boarding=30,
        before_sunset=-120,
        duration=150,
        seats=((CAPTAIN, 1, True, True), (CREW, 2, True, False), (CHEF, 1, False, False)),
        tasks=(*ALONGSIDE, *UNDER_SAIL, LIGHTS_BEFORE_DARK, *GALLEY),
    ),
    Kind(
        "maintenance-day",
        "Maintenance day",
        call=0,
        boarding=0,
        before_sunset=540,
        duration=420,
        seats=((CAPTAIN, 1, False, True), (CREW, 3, False, False)),
        tasks=(
            Task("Work list agreed, parts aboard", CALL, 15, CAPTAIN),
            Task("Fire extinguishers: pins, gauges, dates", CALL, 60, CREW, critical=True),
            Task("Flares and first aid: dates", CALL, 90, CREW, critical=True),
            Task("Seacocks worked, hoses felt", CALL, 120, CREW),
            Task("Standing rigging looked over from deck to masthead", DEPARTURE, 180, CREW, critical=True),
            Task("Tools ashore, boat left as found", RETURN, -20, CREW),
            Task("Log closed, work left over handed to the office", RETURN, 0, CAPTAIN),
        ),
    ),
)


def people() -> dict[str, User]:
    """Everybody, by the word before @example.com; whoever has an address already is left as they are."""
    found = {}
    for number, (word, (name, what)) in enumerate(PEOPLE.items(), 1):
        email = f"{word}@example.com"
        found[word] = User.objects.with_address(email).first() or User.objects.create(
            name=name,
            email=email,
            phone=f"+1 619 555 01{number:02d}",  # 555-0100 to 555-0199 are kept for fiction
            is_admin=what == "admin",
            is_executive=what == "executive",
            is_crew=what in {"captain", "crew", "chef"},
        )
    return found


def boats() -> dict[str, Vessel]:
    """JADA, and the smaller Marisol."""
    return {
        "jada": Vessel.objects.create(
            slug="jada", name="JADA", mark="J", legal_maximum=25, dock="Shelter Island, dock C"
        ),
        "marisol": Vessel.objects.create(
            slug="marisol", name="Marisol", mark="M", legal_maximum=12, dock="Shelter Island, dock B"
        ),
    }


def kinds(marisol: Vessel) -> dict[str, EventType]:
    """The four types of sail, with seats and checklists; Marisol sails with one hand fewer and cooks for few."""
    found = {}
    for kind in KINDS:
        made = found[kind.slug] = EventType.objects.create(
            slug=kind.slug,
            name=kind.name,
            call_minutes=kind.call,
            boarding_minutes=kind.boarding,
            sunset_minutes=kind.before_sunset,
            duration_minutes=kind.duration,
        )
        SeatRule.objects.bulk_create(
            SeatRule(event_type=made, role=role, number=number, required=required, needs_approval=approval)
            for role, number, required, approval in kind.seats
        )
        ChecklistTemplate.objects.bulk_create(
            ChecklistTemplate(event_type=made, position=position, **task._asdict())
            for position, task in enumerate(kind.tasks)
        )
    SeatRule.objects.create(event_type=found["ticketed-sail"], vessel=marisol, role=CREW, number=1)
    return found
