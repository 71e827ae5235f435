"""What guests tell the house beside their name: what they eat, whether a child's life jacket is wanted (verb)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from waivers.models import Guest
from waivers.places import take_with


@transaction.atomic
def tell(*, guest: Guest, diet: str, diet_note: str, is_small: bool, language: str, at: datetime) -> Guest:
    """Keep what a guest says of themself, and the language they said it in. Raises SailShut, OffTheList."""
    _, held = take_with(guest)
    held.diet, held.diet_note, held.is_small, held.language = diet, diet_note, is_small, language
    held.save(update_fields=["diet", "diet_note", "is_small", "language"])
    return held


@transaction.atomic
def speak(*, guest: Guest, language: str) -> Guest:
    """Remember the language in which a guest has just sent something."""
    Guest.objects.filter(pk=guest.pk).exclude(language=language).update(language=language)
    guest.language = language
    return guest
