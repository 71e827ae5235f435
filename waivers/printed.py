"""A record as a page to print: only what was hashed, and the text under the hash that it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import segno
from django.conf import settings
from django.template import Context, Engine
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from waivers import strokes, texts
from waivers.models import Guest, WaiverRecord

TEMPLATE = "waivers/print.html"


@dataclass(frozen=True)
class Box:
    """A box that was ticked, and when."""

    label: str
    when: str


@dataclass(frozen=True)
class Covered:
    """Somebody whom the record covers, as the page names them."""

    name: str
    name_given: str
    is_what: str
    born_on: str


def html(record: WaiverRecord, said: Mapping[str, Any]) -> str:
    """The whole page, in the language in which the text was shown; `said` is the record's payload as read."""
    language = str(said["text"]["language"])
    shown = texts.shown(record.text, language)
    drawn = said["signature"]["strokes"]
    with translation.override(language):
        known = {
            "page": page(record, said),
            "body": shown.html,
            "ink": strokes.svg(drawn, said["signature"]["name"]) if drawn else "",
            "qr": _qr(verify_url()),
        }
        return Engine.get_default().get_template(TEMPLATE).render(Context(known))


def verify_url() -> str:
    """Where anybody may ask whether a PDF is genuine."""
    return f"{settings.SITE_ORIGIN}/verify/"


def page(record: WaiverRecord, said: Mapping[str, Any]) -> dict[str, Any]:
    """What stands on the page, in the language that is active."""
    at = record.signed_at
    text, sail, signed = said["text"], said["event"], said["signature"]
    return {
        "house": said["house"]["name"],
        "number": record.number,
        "language": text["language"],
        "title": text["title"],
        "is_demo": text["is_demo"],
        "text": _("version {number}").format(number=text["version"]),
        "text_sha256": text["sha256"],
        "sail": f"{sail['vessel']} · {sail['type']}",
        "departs_at": moment(datetime.fromisoformat(sail["departs_at"])),
        "dock": sail["dock"],
        "itinerary": sail["itinerary"],
        "signature_name": signed["name"],
        "name_given": said["signer"]["name_given"],
        "is_paper": said["kind"] == WaiverRecord.Kind.PAPER,
        "signed_at": moment(at.astimezone(settings.HOUSE_ZONE), seconds=True),
        "signed_at_utc": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "boxes": [Box(_label(slug), _ticked(when)) for slug, when in said["consents"].items()],
        "people": [_covered(one, said["signer"]["guest"]) for one in said["covers"]],
        "sha256": record.sha256,
        "sha256_short": record.sha256[:16],
        "previous": record.previous,
        "link": record.link,
        "paper_sha256": said["paper_sha256"],
        "witness": said["witness"]["name"] if said["witness"] else "",
        "ip": said["ip"],
        "agent": said["agent"],
        "verify_url": verify_url(),
    }


def moment(at: datetime, *, seconds: bool = False) -> str:
    """Weekday, date, time and zone in the language that is active; `at` in house time."""
    local = at.astimezone(settings.HOUSE_ZONE)
    clock = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
    return f"{day(local)}, {clock} {local:%Z}"


def day(at: datetime) -> str:
    """Weekday and date of an instant on the house's calendar, in the language that is active."""
    local = at.astimezone(settings.HOUSE_ZONE)
    return f"{date_format(local, 'l')}, {date_format(local, 'DATE_FORMAT')}"


def _ticked(when: str) -> str:
    """When a box was ticked, as a person reads it."""
    return moment(datetime.fromisoformat(when), seconds=True)


def _label(slug: str) -> str:
    """What a box says."""
    labels = {
        "electronic": _("I agree to sign electronically; I could have signed on paper."),
        "waiver": _("I have read the waiver and agree to it."),
    }
    return labels.get(slug, slug)


def _covered(person: Mapping[str, Any], signer: int) -> Covered:
    """One line of the table."""
    relationships = {
        Guest.Relationship.PARENT.value: _("the signer is their parent"),
        Guest.Relationship.LEGAL_GUARDIAN.value: _("the signer is their legal guardian"),
    }
    is_what = _("signed for themself") if person["guest"] == signer else relationships.get(person["relationship"], "")
    born = date.fromisoformat(person["born_on"]) if person["born_on"] else None
    return Covered(person["name"], person["name_given"], is_what, date_format(born, "DATE_FORMAT") if born else "")


def _qr(link: str) -> str:
    """A QR code as inline SVG."""
    return str(segno.make(link, micro=False, error="m").svg_inline(border=0, omitsize=True, svgclass=None))
