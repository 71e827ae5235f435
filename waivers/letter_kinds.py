"""What guests and the shore are written: the letters, and why each is sent."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from scc_site.mail.kinds import Family, Kind
from waivers import guest_letters

FAMILIES: tuple[Family, ...] = ()
ON_THE_LIST = gettext_noop("Sent because you are on the list of guests of this sail.")
SIGNED = gettext_noop("Sent because you signed this waiver, or asked for a copy of it.")
TO_GUESTS, GUESTS = "Guests and their waivers", frozenset({"guest"})

KINDS: tuple[Kind, ...] = (
    Kind("frozen_list", "Who is aboard", "Sent because you are the house’s contact ashore."),
    Kind("waiver_copy", "Copies of signed waivers", SIGNED),
    *(Kind(letter, TO_GUESTS, ON_THE_LIST, roles=GUESTS) for letter in guest_letters.LETTERS),
)
