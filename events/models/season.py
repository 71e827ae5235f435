"""Many sails planned in one go."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import connection, models
from django.db.models import Count, Max, Min, Q

from events.season import sheets
from scc_site.models.sign_in import both_or_neither

if TYPE_CHECKING:
    from events.models.sails import SailEvent  # noqa: F401 - named in quotes below

LONGEST_SAIL = timedelta(days=30)
# A join on the bytes, so that the indexes of both tables find each base; "." follows "-".
IDS_EVER_FROM = """
    SELECT sail.event_id FROM unnest(%s::text[]) base JOIN events_sailevent sail
        ON sail.event_id = base OR (sail.event_id ~>=~ (base || '-') AND sail.event_id ~<~ (base || '.'))
     UNION
    SELECT sail.event_id FROM unnest(%s::text[]) base JOIN events_saileventhistory sail
        ON sail.event_id = base OR (sail.event_id ~>=~ (base || '-') AND sail.event_id ~<~ (base || '.'))
"""
IDS_EVER_AMONG = """
    SELECT event_id FROM events_sailevent WHERE event_id = ANY(%s::text[])
     UNION SELECT event_id FROM events_saileventhistory WHERE event_id = ANY(%s::text[])
"""


class SeasonReads(models.QuerySet["SailEvent"]):
    """Reads of many sails at once, for whoever plans a season."""

    def of_batch(self, batch: SailBatch) -> Self:
        """The sails of one batch, in order of departure."""
        return self.filter(batch=batch).order_by("departs_at", "pk")

    def beside(self, *, days: Iterable[date], vessels: Iterable[int], first: datetime, last: datetime) -> Self:
        """Sails that leave on one of these local dates, or occupy one of the vessels within [first, last).

        With vessel and type; cancelled ones are left out.
        """
        out = Q(vessel__in=vessels, departs_at__lt=last, departs_at__gt=first - LONGEST_SAIL, returns_at__gt=first)
        found = self.filter(Q(sails_on__in=days) | out).exclude(status="cancelled")
        return found.select_related("vessel", "event_type").order_by("departs_at", "pk")

    def overlapping(self, sail: models.Model, vessel: int, departs_at: datetime, returns_at: datetime) -> Self:
        """Sails of a vessel, drafts too, that would be out at these times beside this one; with their kinds."""
        others = self.filter(vessel=vessel, departs_at__lt=returns_at, departs_at__gt=departs_at - LONGEST_SAIL)
        standing = others.filter(returns_at__gt=departs_at).exclude(pk=sail.pk).exclude(status="cancelled")
        return standing.select_related("event_type").order_by("departs_at", "pk")

    def leaving(self, first: date | None, last: date | None) -> Self:
        """Sails that leave on local dates from `first` to `last`, either open, in order of departure."""
        found = self.filter(sails_on__gte=first) if first else self
        return (found.filter(sails_on__lte=last) if last else found).order_by("departs_at", "pk")

    def as_sheet(self) -> Iterable[list[Any]]:
        """Cells in the order of `sheets.COLUMNS`."""
        zone = settings.HOUSE_ZONE
        rows = self.values_list(
            "event_id", "status", "vessel__slug", "event_type__slug", "departs_at", "returns_at", "sunset_at",
            "capacity", "dock", "itinerary", "notes",
        )  # fmt: skip
        for event_id, status, vessel, kind, departs_at, returns_at, sunset_at, *rest in rows.iterator():
            sun = sheets.wall(sunset_at, zone)[0] if sunset_at else ""
            times = (*sheets.wall(departs_at, zone), *sheets.wall(returns_at, zone), sun)
            yield [event_id, status, vessel, kind, *times, *rest]

    def ids_now(self, ids: Iterable[str]) -> list[str]:
        """Those of the ids that sails have now."""
        return list(self.filter(event_id__in=ids).values_list("event_id", flat=True))

    def ids_ever_among(self, ids: Iterable[str]) -> set[str]:
        """Those of the ids that any sail, even one deleted since, has had."""
        return _ids(IDS_EVER_AMONG, ids)

    def ids_ever_from(self, bases: Iterable[str]) -> set[str]:
        """Every id ever used that is one of the bases, or one of them with a dash and more."""
        return _ids(IDS_EVER_FROM, bases)


def _ids(statement: str, among: Iterable[str]) -> set[str]:
    asked = sorted(set(among))
    with connection.cursor() as cursor:
        cursor.execute(statement, [asked, asked])
        return {found for (found,) in cursor.fetchall()}


class SailBatchQuerySet(models.QuerySet["SailBatch"]):
    """Named reads of batches."""

    def counted(self) -> SailBatchQuerySet:
        """With who made and undid them, how many sails they have now (`total`), how many drafts, first and last day."""
        return self.select_related("made_by", "undone_by").annotate(
            total=Count("sails"),
            drafts=Count("sails", filter=Q(sails__status="draft")),
            first_on=Min("sails__sails_on"),
            last_on=Max("sails__sails_on"),
        )

    def numbered(self, number: int) -> SailBatch | None:
        """One batch, counted, if there is one of this number."""
        return self.counted().filter(pk=number).first()

    def locked(self, batch: SailBatch) -> SailBatch:
        """The batch as it stands, held until the transaction ends."""
        return self.select_for_update(of=("self",), no_key=True).select_related("undone_by").get(pk=batch.pk)


class SailBatch(models.Model):
    """Sails planned together, by a rule or from a file, that can be undone together. `rule` says how, in words."""

    rule = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = SailBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "batch of sails"
        verbose_name_plural = "batches of sails"
        ordering = ("-made_at", "-pk")
        constraints: ClassVar = [both_or_neither("undone_at", "undone_by", "sailbatch_undone_pair")]

    def __str__(self) -> str:
        return self.rule

    def get_absolute_url(self) -> str:
        """The batch's page."""
        return f"/events/batches/{self.pk}/"
