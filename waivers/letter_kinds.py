"""What guests and the shore are written: the letters, and why each is sent."""

from __future__ import annotations

from scc_site.mail.kinds import Family, Kind

FAMILIES: tuple[Family, ...] = ()
KINDS: tuple[Kind, ...] = (
    Kind("frozen_list", "Who is aboard", "Sent because you are the house’s contact ashore."),
    Kind("waiver_copy", "Copies of signed waivers", "Sent because you signed this waiver, or asked for a copy of it."),
)
