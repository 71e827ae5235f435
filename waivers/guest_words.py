"""What letters to guests say, in the language of whoever reads them: whole sentences, chosen when they are queued."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.dateformat import format as dated
from django.utils.translation import gettext as _

from events import wording
from waivers.models import Guest

Words = dict[str, Any]
DAYS = {"es": r"l j \d\e F"}  # else `Saturday 5 December`


def in_language(guest: Guest) -> Any:
    """While it lasts, sentences are the guest's language."""
    return translation.override(guest.language)


def day(instant: datetime) -> str:
    """`Saturday 5 December` on the house's calendar, in the language spoken now."""
    return dated(instant.astimezone(settings.HOUSE_ZONE), DAYS.get(translation.get_language() or "", "l j F"))


def moment(instant: datetime) -> str:
    """`Saturday 5 December, 17:10 PST`, in the language spoken now."""
    local = instant.astimezone(settings.HOUSE_ZONE)
    return f"{day(instant)}, {local:%H:%M} {local.tzname()}"


def facts(guest: Guest) -> Words:
    """The sail as the letter's board prints it, with its labels."""
    event, zone = guest.event, settings.HOUSE_ZONE
    return {
        "name": guest.name,
        "language": guest.language,
        "sail": event.event_type.name,
        "vessel": event.vessel.name,
        "day": day(event.departs_at),
        "dock": event.dock,
        "clocks": [
            {"label": _("Boarding"), "hour": wording.clock(event.boards_at, zone)},
            {"label": _("Departure"), "hour": wording.clock(event.departs_at, zone)},
            {"label": _("Return"), "hour": wording.clock(event.returns_at, zone)},
        ],
        "times_in": _("times in %(zone)s") % {"zone": wording.zone_name(event.departs_at, zone)},
    }


def invitation(guest: Guest) -> Words:
    """The guest's own link: what they do there, and until when."""
    return {
        "heading": _("Welcome aboard %(vessel)s, %(name)s") % _who(guest),
        "lines": [
            _("Before you board, everybody reads and signs the waiver. It takes a minute, on a phone too."),
            _("Your place is waiting for your signature until %(until)s.") % {"until": moment(guest.hold_until)},
        ],
        "label": _("Open my page"),
        "small": _("The link is yours alone: please do not send it on."),
    }


def reminder(guest: Guest) -> Words:
    """That the signature is still missing."""
    return {
        "heading": _("%(name)s, your waiver is still to be signed") % _who(guest),
        "lines": [
            _("You have time until %(until)s. It takes a minute, on a phone too.")
            % {"until": moment(guest.hold_until)},
            _("If you are not coming, say so on your page."),
        ],
        "label": _("Read and sign"),
        "small": _("The link is yours alone: please do not send it on."),
    }


def released(guest: Guest) -> Words:
    """That the place is free for others now, and what helps."""
    return {
        "heading": _("Your place on %(vessel)s is free for others now") % _who(guest),
        "lines": [
            _("Your time to sign was over at %(until)s.") % {"until": moment(guest.hold_until)},
            _("While there is room you can still sign on your page, and have a place again."),
        ],
        "label": _("Open my page"),
        "small": "",
    }


def moved(guest: Guest) -> Words:
    """New times, or another sail; also that it still waits for the weather."""
    return {
        "heading": _("Your sail on %(vessel)s has a new time") % _who(guest),
        "lines": [_leaves(guest), *_weather(guest), _signature(guest)],
        "label": _("Open my page"),
        "small": "",
    }


def held(guest: Guest) -> Words:
    """Nobody knows yet whether the sail leaves: until when it is decided, and that they hear of it."""
    return {
        "heading": _("The weather decides about your sail on %(vessel)s") % _who(guest),
        "lines": [
            _("It is not sure yet whether it leaves on %(departs)s.") % {"departs": moment(guest.event.departs_at)},
            *_weather(guest),
            _("We write to you then. Until then please keep the time free."),
            _signature(guest),
        ],
        "label": _("Open my page"),
        "small": "",
    }


def resumed(guest: Guest) -> Words:
    """The weather is good enough: nothing changes."""
    return {
        "heading": _("Your sail on %(vessel)s leaves as planned") % _who(guest),
        "lines": [_("The weather is good enough."), _leaves(guest), _signature(guest)],
        "label": _("Open my page"),
        "small": "",
    }


def cancelled(guest: Guest) -> Words:
    """The sail is off."""
    phone = settings.HOUSE_PHONE
    return {
        "heading": _("Your sail on %(vessel)s is cancelled") % _who(guest),
        "lines": [
            _("The sail of %(departs)s does not take place.") % {"departs": moment(guest.event.departs_at)},
            _("The house will be in touch with whoever booked.")
            + (" " + _("You can reach us at %(phone)s.") % {"phone": phone} if phone else ""),
        ],
        "label": _("Open my page"),
        "small": "",
    }


def _leaves(guest: Guest) -> str:
    return _("It leaves on %(departs)s.") % {"departs": moment(guest.event.departs_at)}


def _weather(guest: Guest) -> list[str]:
    """By when a sail that is on hold is decided about; of others nothing."""
    if guest.event.decide_by is None:
        return []
    words = _("The captain waits for the weather, and decides by %(until)s.")
    return [words % {"until": moment(guest.event.decide_by)}]


def _signature(guest: Guest) -> str:
    """Until when a signature is waited for; else that nothing is left to do."""
    if guest.state not in Guest.WAITING:
        return _("Nothing else changes for you.")
    return _("Your place is waiting for your signature until %(until)s.") % {"until": moment(guest.hold_until)}


def _who(guest: Guest) -> dict[str, str]:
    return {"vessel": guest.event.vessel.name, "name": guest.first_name}
