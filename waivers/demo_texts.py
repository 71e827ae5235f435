"""The demo house's waivers, plainly marked as such: one of each kind, to be replaced by the owner's own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction

from scc_site.models import User
from waivers import texts
from waivers.models import WaiverText
from waivers.texts import Variant, Wording

FOLDER = Path(__file__).parent / "demo_wordings"
TITLES = {
    Variant.OUT_AND_BACK: ("Agreement for your sail (demo text)", "Acuerdo para su salida (texto de demostración)"),
    Variant.BETWEEN_PORTS: ("What you should know (demo text)", "Lo que debe saber (texto de demostración)"),
}


def wording(variant: WaiverText.Variant) -> Wording:
    """The demo text of a variant, from its two files."""
    english, spanish = ((FOLDER / f"{variant}.{language}.md").read_text(encoding="utf-8") for language in ("en", "es"))
    title, title_es = TITLES[variant]
    return Wording(title, english, title_es, spanish, is_demo=True)


@transaction.atomic
def load(*, by: User, at: datetime) -> list[WaiverText]:
    """Publish the demo text of every variant that has no text at all yet; those published. Safe to repeat."""
    made = []
    for variant in Variant:
        if not WaiverText.objects.versions(variant).exists():
            text = texts.write(variant=variant, wording=wording(variant), by=by, at=at)
            made.append(texts.publish(text=text, by=by, at=at))
    return made
