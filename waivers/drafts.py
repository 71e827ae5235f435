"""What a guest has typed and not signed yet: kept for review, told from any other by its print (verbs)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from waivers import canonical, texts
from waivers.models import Guest, SigningDraft, WaiverText
from waivers.strokes import Strokes

LIFE = timedelta(hours=2)  # a link may be forwarded: what was typed is not shown to a reader of tomorrow


@dataclass(frozen=True, kw_only=True)
class Minor:
    """A dependant as the guardian names them; `born` is a date as ISO text."""

    name: str
    born: str
    relationship: str

    @property
    def born_on(self) -> date:
        """The date of birth."""
        return date.fromisoformat(self.born)


@dataclass(frozen=True, kw_only=True)
class Given:
    """Everything cleaned that a form gave.

    `name` is who the link is for, `is_mended`: it was misspelt and is to be kept like this. `typed_name` or `strokes`
    is the signature, of the guest or, where they are a minor (`born`, ISO), of `guardian`, who is their
    `relationship`. `consents` are the boxes by slug with the instant of their tick.
    """

    name: str
    typed_name: str = ""
    strokes: Strokes | None = None
    is_mended: bool = False
    born: str = ""
    guardian: str = ""
    relationship: str = ""
    dependants: Sequence[Minor] = ()
    consents: Mapping[str, str] = field(default_factory=dict)

    @property
    def born_on(self) -> date | None:
        """The date of birth of a guest who is a minor."""
        return date.fromisoformat(self.born) if self.born else None

    @property
    def signer(self) -> str:
        """The name that signs."""
        return self.typed_name or self.guardian or self.name


def given_of(draft: SigningDraft) -> Given:
    """What lies in a draft."""
    rows = [Minor(**row) for row in draft.given["dependants"]]
    return Given(**draft.given | {"dependants": rows})


def of(guest: Guest, *, at: datetime) -> SigningDraft | None:
    """The guest's draft, if it is not too old to be shown."""
    return SigningDraft.objects.select_related("text").filter(guest=guest, begun_at__gt=at - LIFE).first()


@transaction.atomic
def keep(*, guest: Guest, text: WaiverText, language: str, given: Given, at: datetime) -> SigningDraft:
    """Keep what was typed in place of what was typed before; the same form sent again stays the draft it was."""
    forget(at=at)
    stands = of(guest, at=at)
    if stands and (stands.text_id, stands.language) == (text.pk, language) and _same(given_of(stands), given):
        return stands
    said = asdict(given)
    draft = SigningDraft(
        guest=guest, text=text, language=language, given=said, begun_at=at,
        print=print_of(guest=guest, text=text, language=language, given=said),
    )  # fmt: skip
    SigningDraft.objects.bulk_create(
        [draft], update_conflicts=True, unique_fields=["guest"],
        update_fields=["text", "language", "given", "print", "begun_at"],
    )  # fmt: skip
    return draft


def print_of(*, guest: Guest, text: WaiverText, language: str, given: Mapping[str, Any]) -> str:
    """The fingerprint of what would be signed: who, what was typed, and the very words that were shown."""
    told = {"guest": guest.pk, "given": given, "text": texts.shown(text, language).sha256, "number": text.pk}
    return canonical.digest(canonical.written(told))


@transaction.atomic
def forget(*, at: datetime) -> int:
    """Drop drafts too old to be signed at an instant, but for those that somebody holds; how many."""
    old = SigningDraft.objects.filter(begun_at__lte=at - LIFE).select_for_update(skip_locked=True)
    return SigningDraft.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()[0]


@transaction.atomic
def drop(*, guest: Guest) -> None:
    """Drop what a guest typed: somebody else stands at the same screen now."""
    SigningDraft.objects.filter(guest=guest).delete()


def _same(one: Given, other: Given) -> bool:
    """Whether two forms say the same, whenever their boxes were ticked."""
    return asdict(one) | {"consents": sorted(one.consents)} == asdict(other) | {"consents": sorted(other.consents)}
