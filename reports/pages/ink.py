"""Words of a report as HTML: figures lead to their own pages, names to where they stand, and nothing else is marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from reports.showing import MARKS
from reports.values import State
from reports.words import Figure, Named, Text, Told
from scc_site.models import User

OFFICE = "/admin/"
DOCK = ("/events/", "/checklist/")


@dataclass(frozen=True)
class Ink:
    """Prints one run for one reader. `places` are those of its figures by key, `found` those of its findings.

    `to_office` and `to_dock`: whether those pages exist for the reader; where they do not, words stand alone.
    """

    run: str
    places: Mapping[str, int] = field(default_factory=dict)
    found: Mapping[str, int] = field(default_factory=dict)
    to_office: bool = False
    to_dock: bool = False

    def text(self, words: Text) -> SafeString:
        """A sentence."""
        return _safe("".join(self._part(part) for part in words.parts))

    def figure(self, figure: Figure) -> SafeString:
        """A figure with its key, as a quiet link to its own page; one withheld is a word and nothing more."""
        value = figure.value
        if value.state == State.WITHHELD:
            return _safe(f'<span class="fig none">{escape(figure.text)}</span>')
        kind = "fig" if value.is_known else "fig none"
        mark = MARKS.get(value.state, "")
        words: str = escape(figure.text)
        if mark:
            words = words.replace(f" ({mark})", f" <small>({mark})</small>")
        key, place = escape(figure.key), self.places.get(figure.key)
        if place is None:
            return _safe(f'<span class="{kind}" data-figure="{key}">{words}</span>')
        return _safe(
            f'<a class="{kind}" data-figure="{key}" href="/reports/runs/{self.run}/figures/{place}/">{words}</a>'
        )

    def way(self, href: str) -> str:
        """An address that the reader may open; an empty text for any other."""
        if href.startswith(OFFICE):
            return href if self.to_office else ""
        if href.startswith(DOCK):
            return href if self.to_dock else ""
        return href if href.startswith(("/", "#")) and not href.startswith("//") else ""

    def _part(self, part: str | Named | Figure) -> str:
        if isinstance(part, str):
            return escape(part)
        if isinstance(part, Figure):
            return self.figure(part)
        words, href = escape(part.text), self.way(part.href)
        if href:
            return f'<a href="{escape(href)}">{words}</a>'
        return f'<span class="whole">{words}</span>' if part.kind == Told.DATE else str(words)


def ink_for(run: str, person: User, places: Mapping[str, int], found: Mapping[str, int]) -> Ink:
    """The ink of a reader: who may step up to the office sees the ways there."""
    is_office = person.is_admin
    return Ink(run, places, found, to_office=is_office, to_dock=person.is_crew or person.acts_as_admin)


def board_of(key: str) -> str:
    """Where a finding's card stands."""
    return f"/reports/board/#{quote(key, safe=':')}"


def _safe(html: str) -> SafeString:
    return mark_safe(html)
