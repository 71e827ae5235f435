"""How the demo house's guests sign: by the page's own way, each line of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from waivers import drafts, signing, texts
from waivers.drafts import Given, Minor
from waivers.models import Guest

NAMES = ("Elena", "Paul", "Ines", "Rafael", "Marta", "Nico", "Sofia", "Jonas", "Lea", "Bruno", "Carla", "Felix")
CHILDREN = ("Nora", "Tim")
ADDRESS = "203.0.113.7"  # kept for documentation


def sign(guest: Guest, children: Iterable[str], at: datetime) -> None:
    """A signature by the page's own way: a draft, reviewed, signed; children as dependants."""
    text = texts.current_for(guest.event)
    if text is None:
        return
    family = guest.name.split()[-1]
    minors = [
        Minor(name=f"{name} {family}", born=f"{guest.event.sails_on.year - 9 - place}-05-14", relationship="parent")
        for place, name in enumerate(children)
    ]
    ticked = at.isoformat()
    given = Given(
        name=guest.name, typed_name=guest.name, dependants=minors, consents={"electronic": ticked, "waiver": ticked}
    )
    draft = drafts.keep(guest=guest, text=text, language=Guest.Language.ENGLISH, given=given, at=at)
    signing.sign(guest=guest, draft_print=draft.print, ip=ADDRESS, agent="Demo", at=at)
