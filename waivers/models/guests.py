"""Guests: who comes aboard, and where each stands on the way there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When

from events.models import Booking, SailEvent
from scc_site.history import every_change
from scc_site.models.sign_in import both_or_neither
from waivers import names

ADULT_YEARS = 18
LONGEST_NAME = names.LONGEST


class GuestQuerySet(models.QuerySet["Guest"]):
    """Named reads of guests."""

    def listed(self) -> GuestQuerySet:
        """All but those taken off the list."""
        return self.filter(removed_at__isnull=True)

    def standing_on(self, event: SailEvent) -> GuestQuerySet:
        """The guests of a sail by name, each with party, guardian, record and its text: one query."""
        found = self.filter(event=event).listed()
        related = ("booking", "guardian", "record", "record__text", "aboard_by")
        return found.select_related(*related).order_by("name", "pk")

    def aboard(self, event: SailEvent) -> GuestQuerySet:
        """Those who are on the boat, by name."""
        return self.standing_on(event).filter(state=Guest.State.ABOARD)

    def expected(self, event: SailEvent) -> GuestQuerySet:
        """Those the boat waits for: listed, and neither aboard nor gone."""
        return self.filter(event=event, state__in=(*Guest.WAITING, Guest.State.CLEARED)).listed()

    def seated(self) -> GuestQuerySet:
        """Those whose place is theirs as the rows stand, whatever the clock says."""
        return self.listed().filter(state__in=Guest.SEATED)

    def overdue(self, at: datetime) -> GuestQuerySet:
        """Self-added guests of no party whose hold has run out: their places are free."""
        waits = (Guest.State.INVITED, Guest.State.ON_HOLD)
        return self.listed().filter(
            state__in=waits, source__in=Guest.SELF_ADDED, booking__isnull=True, accepted_at__isnull=True,
            hold_until__lte=at,
        )  # fmt: skip

    def next_to_sign(self, at: datetime) -> Guest | None:
        """A grown-up who still has time and whose signature is wanted, on the soonest sail still to leave.

        Those whom the house asked come first: their signature clears them at once.
        """
        waits = self.listed().filter(state__in=Guest.WAITING, born_on__isnull=True, hold_until__gt=at)
        ahead = waits.filter(event__departs_at__gt=at, event__status__in=SailEvent.BEFORE_SAILING)
        asked = Case(When(source__in=Guest.SELF_ADDED, then=1), default=0)
        return ahead.order_by(asked, "event__departs_at", "pk").first()

    def waiting_until(self, after: datetime, until: datetime) -> GuestQuerySet:
        """Guests with an address who have not signed, and whose hold ends in between; the soonest first."""
        unsigned = Q(record__isnull=True) | Q(record__text__withdrawn_at__isnull=False)
        found = self.listed().filter(unsigned, state__in=Guest.WAITING, revoked_at__isnull=True)
        return found.filter(hold_until__gt=after, hold_until__lte=until).exclude(email="").order_by("hold_until", "pk")

    def reached(self, event: SailEvent) -> GuestQuerySet:
        """Guests of a sail who have a place and an address: who is told when something is decided about it."""
        return self.filter(event=event).seated().exclude(email="").order_by("name", "pk")

    def reached_on(self, events: Sequence[SailEvent]) -> dict[int, int]:
        """How many such guests there are, by the sail's number; sails without any are left out."""
        found = self.filter(event__in=events).seated().exclude(email="").order_by()
        return dict(found.values_list("event").annotate(number=models.Count("pk")))

    def of_party(self, booking: Booking) -> GuestQuerySet:
        """The guests named in a party, its lead first."""
        return self.filter(booking=booking).listed().order_by("-is_lead", "pk")

    def one_of(self, event: SailEvent, number: int) -> Guest | None:
        """A guest of this very sail by number, or nothing; carries the sail that was given."""
        found = self.standing_on(event).filter(pk=number).first()
        if found:
            found.event = event
        return found

    def locked(self, guest: Guest) -> Guest:
        """The guest as the row stands, held until the transaction ends; the sail must be held before."""
        return (
            self.select_for_update(of=("self",), no_key=True).select_related("record", "record__text").get(pk=guest.pk)
        )


@pghistory.track(
    *every_change(),
    model_name="GuestHistory",
    meta={"indexes": [models.Index(fields=["event"], name="guesthistory_by_event")]},
)
class Guest(models.Model):
    """One person on one sail who is not crew; infants count.

    `invited`: named by somebody else, and has not answered. `on_hold`: has answered or added themself, and something
    is missing. Past `hold_until` a guest who added themself, belongs to no party and was not accepted by staff has no
    place any more, whatever the row says: ask `waivers.standing`. `name_given` is what stood in `name` before its
    bearer mended it. A minor's `guardian` is the guest who answers for them. `link_number` rises to make older links
    worthless. `record` is the signature that clears them, once there is one.
    """

    class State(models.TextChoices):
        INVITED = "invited", "invited"
        ON_HOLD = "on_hold", "on hold"
        CLEARED = "cleared", "cleared"
        ABOARD = "aboard", "aboard"
        ASHORE = "ashore", "ashore"
        DECLINED = "declined", "declined"
        RELEASED = "released", "released"
        NO_SHOW = "no_show", "did not come"

    class Source(models.TextChoices):
        BOOKING = "booking", "with a booking"
        OFFICE = "office", "by the office"
        PARTY = "party", "by the party’s lead"
        DOCK = "dock", "at the dock"
        KIOSK = "kiosk", "at the tablet"
        GUARDIAN = "guardian", "by a guardian"
        FILE = "file", "from a file"

    class Language(models.TextChoices):
        ENGLISH = "en", "English"
        SPANISH = "es", "Español"

    class Relationship(models.TextChoices):
        PARENT = "parent", "parent"
        LEGAL_GUARDIAN = "legal_guardian", "legal guardian"

    class Diet(models.TextChoices):
        ANY = "", "eats anything"
        VEGETARIAN = "vegetarian", "vegetarian"
        VEGAN = "vegan", "vegan"
        GLUTEN_FREE = "gluten_free", "gluten free"
        OTHER = "other", "other"

    SEATED = (State.INVITED, State.ON_HOLD, State.CLEARED, State.ABOARD, State.ASHORE)
    WAITING = (State.INVITED, State.ON_HOLD)
    SELF_ADDED = (Source.DOCK, Source.KIOSK)

    event = models.ForeignKey(SailEvent, models.PROTECT, related_name="guests")
    booking = models.ForeignKey(Booking, models.PROTECT, null=True, blank=True, related_name="guests")
    name = models.CharField(max_length=LONGEST_NAME)
    name_given = models.CharField("name as first written", max_length=LONGEST_NAME, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2, choices=Language, default=Language.ENGLISH)
    born_on = models.DateField(null=True, blank=True, help_text="Asked of minors alone.")
    guardian = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="dependants")
    relationship = models.CharField(max_length=20, choices=Relationship, blank=True)
    is_lead = models.BooleanField("leads the party", default=False)
    is_small = models.BooleanField("wears a child’s life jacket", default=False)
    diet = models.CharField(max_length=20, choices=Diet, blank=True, default=Diet.ANY)
    diet_note = models.CharField(max_length=200, blank=True)
    note = models.CharField("note of the house", max_length=500, blank=True)
    source = models.CharField(max_length=10, choices=Source)
    state = models.CharField(max_length=10, choices=State, default=State.INVITED)
    hold_until = models.DateTimeField()
    link_number = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField()
    adder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField("accepted by staff", null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    record = models.ForeignKey("waivers.WaiverRecord", models.PROTECT, null=True, blank=True, related_name="clears")
    aboard_at = models.DateTimeField(null=True, blank=True)
    aboard_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ashore_at = models.DateTimeField(null=True, blank=True)
    ashore_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_why = models.CharField(max_length=200, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_why = models.CharField("reason", max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    removed_why = models.CharField("reason", max_length=200, blank=True)
    undone_why = models.CharField("reason of the last undoing", max_length=200, blank=True)

    objects = GuestQuerySet.as_manager()

    class Meta:
        ordering = ("event", "name", "pk")
        indexes: ClassVar = [
            models.Index(fields=["event", "state"], name="guest_by_sail"),
            models.Index(fields=["booking"], name="guest_by_party"),
            models.Index(fields=["hold_until"], name="guest_waiting", condition=Q(state__in=("invited", "on_hold"))),
        ]
        constraints: ClassVar = [
            both_or_neither("accepted_at", "accepted_by", "guest_accepted_pair"),
            both_or_neither("aboard_at", "aboard_by", "guest_aboard_pair"),
            both_or_neither("ashore_at", "ashore_by", "guest_ashore_pair"),
            both_or_neither("revoked_at", "revoked_by", "guest_revoked_pair"),
            both_or_neither("removed_at", "removed_by", "guest_removed_pair"),
            models.CheckConstraint(
                condition=Q(guardian__isnull=True) | ~Q(guardian=F("id")), name="guest_not_own_guardian"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("cleared", "aboard", "ashore")) | Q(record__isnull=False),
                name="guest_cleared_by_a_record",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("aboard", "ashore")) | Q(aboard_at__isnull=False), name="guest_aboard_since"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """What the guest's own pages and letters call them."""
        return self.name.split()[0] if self.name.split() else self.name

    @property
    def is_self_added(self) -> bool:
        """Whether nobody of the house asked them: at the dock or the tablet, and of no party."""
        return self.source in self.SELF_ADDED and self.booking_id is None

    @property
    def awaits_acceptance(self) -> bool:
        """Whether they added themself, and staff has not said yes yet."""
        return self.is_self_added and self.accepted_at is None

    def is_minor(self, on: date) -> bool:
        """Whether they are under eighteen on a local date; who gave no date of birth counts as grown up.

        Somebody born on 29 February comes of age on 1 March of a common year (Cal. Fam. Code 6500: the first minute
        of the anniversary of birth, which that year has only then).
        """
        return self.born_on is not None and on < comes_of_age(self.born_on)


def comes_of_age(born_on: date) -> date:
    """The day somebody turns eighteen."""
    try:
        return born_on.replace(year=born_on.year + ADULT_YEARS)
    except ValueError:  # 29 February
        return date(born_on.year + ADULT_YEARS, 3, 1)


class SigningDraft(models.Model):
    """What a guest has typed and not signed yet: shown for review, then signed as it stands. One for each guest.

    `given` is what was cleaned from the form: name, consents, strokes or typed name, dependants. `print` is the
    fingerprint of `given` and of the text shown: the last form names it, so that nothing is signed that was not
    reviewed.
    """

    guest = models.OneToOneField(Guest, models.CASCADE, related_name="draft")
    text = models.ForeignKey("waivers.WaiverText", models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, choices=Guest.Language)
    given = models.JSONField()
    print = models.CharField(max_length=64)
    begun_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft of {self.guest}"
