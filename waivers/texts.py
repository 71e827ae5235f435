"""What guests are asked to agree to: which text a sail needs, how it is shown, and the office's acts on it (verbs)."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import connection, transaction
from django.db.models import QuerySet

from events.models import SailEvent
from scc_site.models import User
from scc_site.refusals import Mistyped, Refusal, Unseen
from waivers import ports, prose, releases, standing
from waivers.models import Guest, WaiverText
from waivers.models.texts import LONGEST_TEXT

Variant = WaiverText.Variant
LONGEST_TITLE, LONGEST_WHY = 120, 200
MOST_MONTHS = 60
LAWS = "46 USC 30527 and Ehart v. Lahaina Divers (9th Cir. 2024)"


class TextFixed(Refusal):
    """The text was published, withdrawn or followed by another: it does not change any more."""


class DraftStands(Refusal):
    """A next version is being written already."""


class ChangedMeanwhile(Refusal):
    """The text is not the one that was read before the act."""


class VoidRelease(Refusal):
    """The text would release the house where the law makes such releases void."""


@dataclass(frozen=True)
class Wording:
    """A text as it is written, before it is a row."""

    title: str
    body: str
    title_es: str = ""
    body_es: str = ""
    valid_months: int = 12
    is_demo: bool = False


@dataclass(frozen=True)
class Shown:
    """A text as a guest reads it. `html` is safe; `fell_back`: another language was asked for and is not written."""

    title: str
    html: str
    source: str
    sha256: str
    language: str
    fell_back: bool = False


def variant_of(event: SailEvent) -> WaiverText.Variant:
    """Which law the sail is under, from its itinerary alone."""
    return Variant.BETWEEN_PORTS if ports.is_between_ports(event.itinerary) else Variant.OUT_AND_BACK


def current_for(event: SailEvent) -> WaiverText | None:
    """The text that is signed for the sail now; None while none is published for its itinerary."""
    return WaiverText.objects.current(variant_of(event))


def fits(text: WaiverText, event: SailEvent) -> bool:
    """Whether a signature under the text is worth anything on the sail: never the plain release between ports."""
    return text.variant == Variant.BETWEEN_PORTS or variant_of(event) == Variant.OUT_AND_BACK


def void_since(text: WaiverText, event: SailEvent) -> datetime | None:
    """Since when a signature under the text is worth nothing on the sail; None while it holds."""
    return text.withdrawn_at if fits(text, event) else text.published_at


def shown(text: WaiverText, language: str) -> Shown:
    """The text in a language, `en` or `es`; in English where there is no Spanish, and then it says so.

    `sha256` is the hexadecimal SHA-256 of the UTF-8 bytes of `{"language":…,"source":…,"title":…}`: JSON with its keys
    in that order, no blanks outside strings, nothing escaped that JSON does not ask for, title and source as stored.
    """
    has_spanish = bool(text.body_es.strip())
    told = "es" if language == "es" and has_spanish else "en"
    title, source = (text.title_es or text.title, text.body_es) if told == "es" else (text.title, text.body)
    return Shown(title, prose.html(source), source, fingerprint(title, source, told), told, told != language)


def fingerprint(title: str, source: str, language: str) -> str:
    """What a record names of the text that was shown; see `shown`."""
    told = {"language": language, "source": source, "title": title}
    return sha256(json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def print_of(text: WaiverText) -> str:
    """A fingerprint of all that would be published, to tell whether it is still what was read."""
    both = fingerprint(text.title, text.body, "en"), fingerprint(text.title_es, text.body_es, "es")
    return sha256(" ".join([*both, str(text.valid_months), str(text.is_demo)]).encode()).hexdigest()


def unfit(event: SailEvent) -> list[str]:
    """Why a sail cannot be sold: it goes between ports, and all there is to sign is the plain release."""
    if variant_of(event) == Variant.OUT_AND_BACK or WaiverText.objects.current(Variant.BETWEEN_PORTS):
        return []
    if WaiverText.objects.current(Variant.OUT_AND_BACK) is None:
        return []
    called = ", ".join(ports.ports(event.itinerary))
    return [
        f"It carries guests between ports ({called}), and the only waiver published is the plain release, which is "
        f"void there: {LAWS}. Publish a text for sails between ports first, or leave the ports blank if it comes back "
        "to its own dock."
    ]


@transaction.atomic
def write(*, variant: str, wording: Wording, by: User, at: datetime) -> WaiverText:
    """The next version of a variant, as a draft. Raises DraftStands, and Mistyped with every fault by field."""
    wording = _clean(wording)
    _hold(variant)
    last = WaiverText.objects.versions(variant).first()
    if last and last.published_at is None:
        raise DraftStands(f"Version {last.version} is being written already: change that one, or discard it first.")
    number = last.version + 1 if last else 1
    return WaiverText.objects.create(variant=variant, version=number, written_at=at, written_by=by, **vars(wording))


@transaction.atomic
def revise(*, text: WaiverText, wording: Wording, by: User, at: datetime, seen: str = "") -> WaiverText:
    """Change a draft; `seen` is the `print_of` what the writer began from, blank: whatever stands.

    Raises TextFixed once published, ChangedMeanwhile, Mistyped with every fault by field.
    """
    wording = _clean(wording)
    text = _draft(text, seen)
    for name, value in vars(wording).items():
        setattr(text, name, value)
    text.written_at, text.written_by = at, by
    text.save()
    return text


@transaction.atomic
def discard(*, text: WaiverText) -> None:
    """Throw a draft away: its number is free again. Raises TextFixed once published."""
    _draft(text, "").delete()


@transaction.atomic
def publish(*, text: WaiverText, by: User, at: datetime, seen: str = "") -> WaiverText:
    """From now on guests sign this text; signatures under earlier versions hold until they end by themselves.

    `seen` is the `print_of` the text that was shown before the act. Raises TextFixed, ChangedMeanwhile, and
    VoidRelease for a release in a text between ports, naming both laws.
    """
    text = _draft(text, seen)
    if text.variant == Variant.BETWEEN_PORTS and (said := releases.releasing(text.body, text.body_es)):
        raise VoidRelease(
            f"The text was not published: it releases the house (“{said[0]}”), and between ports a release is void: "
            f"{LAWS}. Say which risks the guest takes, without releasing anybody."
        )
    text.published_at, text.published_by = at, by
    text.save(update_fields=["published_at", "published_by"])
    return text


@transaction.atomic
def withdraw(*, text: WaiverText, why: str, by: User, at: datetime) -> int:
    """End a published text and every signature under it; how many guests wait again. Records stay.

    Guests of sails still at the dock go back on hold, with at least two hours to sign anew. Raises Mistyped without a
    reason, TextFixed for a draft or one withdrawn before.
    """
    why = " ".join(why.split())
    if not why or len(why) > LONGEST_WHY:
        raise Mistyped("The text was not withdrawn.", {"why": [f"Say why, in {LONGEST_WHY} characters at most."]})
    text = _held(text)
    if text.published_at is None or text.withdrawn_at is not None:
        raise TextFixed("Only a text that is published can be withdrawn, and only once.")
    text.withdrawn_at, text.withdrawn_by, text.withdrawn_why = at, by, why
    text.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    return _wait_again(text, at)


def concerned(text: WaiverText) -> QuerySet[Guest]:
    """The guests of sails still at the dock whose signature is under the text."""
    at_dock = {"event__departed_at__isnull": True, "event__cancelled_at__isnull": True}
    return Guest.objects.listed().filter(record__text=text, state__in=Guest.SEATED, **at_dock)


def _wait_again(text: WaiverText, at: datetime) -> int:
    """Sails first, then their guests; whoever is aboard already stays so, and the verdict says hold."""
    sails = concerned(text).values_list("event", flat=True)
    held = SailEvent.objects.select_for_update(no_key=True).filter(pk__in=set(sails)).order_by("pk")
    departures = {sail.pk: sail.departs_at for sail in held}
    found = concerned(text).filter(event__in=departures).order_by("pk")
    guests = list(found.select_for_update(of=("self",), no_key=True))
    for guest in guests:
        if guest.state == Guest.State.CLEARED:
            guest.state = Guest.State.ON_HOLD
        anew = standing.hold_until(departs_at=departures[guest.event_id], invited_at=at)
        guest.hold_until = max(guest.hold_until, anew)
        guest.save(update_fields=["state", "hold_until"])
    return len(guests)


def _clean(wording: Wording) -> Wording:
    """The wording as it is stored: composed characters, plain line ends. Raises Mistyped with every fault."""
    told = {name: _plain(getattr(wording, name)) for name in ("title", "title_es", "body", "body_es")}
    faults = {name: found for name, text in told.items() if (found := _faults(name, text))}
    if not 1 <= wording.valid_months <= MOST_MONTHS:
        faults["valid_months"] = [f"Between 1 and {MOST_MONTHS} months."]
    if faults:
        raise Mistyped("The text was not saved.", faults)
    return Wording(**told, valid_months=wording.valid_months, is_demo=wording.is_demo)


def _plain(typed: str) -> str:
    return unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _faults(name: str, text: str) -> list[str]:
    longest = LONGEST_TITLE if name.startswith("title") else LONGEST_TEXT
    if not text and name in {"title", "body"}:
        return ["Nothing is written here."]
    if len(text) > longest:
        return [f"{len(text):,} signs; {longest:,} at most."]
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs"} and sign not in "\n\t" for sign in text):
        return ["Signs that nobody sees are in it: type it again, or paste it as plain text."]
    if prose.too_intricate(text):
        return [f"{prose.MOST_LINES:,} lines and as many marks are the most that guests’ phones are asked to read."]
    return []


def _hold(variant: str) -> None:
    """Writers of one variant come one after the other; until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"waiver text {variant}"])


def _held(text: WaiverText) -> WaiverText:
    """The text as its row stands, held. Raises Unseen when it was discarded."""
    found = WaiverText.objects.select_for_update(no_key=True).filter(pk=text.pk).first()
    if found is None:
        raise Unseen("This draft was discarded a moment ago.")
    return found


def _draft(text: WaiverText, seen: str) -> WaiverText:
    _hold(text.variant)
    held = _held(text)
    if held.published_at is not None:
        raise TextFixed(f"Version {held.version} is published and does not change: write the next one.")
    if seen and seen != print_of(held):
        raise ChangedMeanwhile("Somebody changed this draft while you were reading. Look at it again.")
    return held
