"""What a comparison of two ways of writing came to: counts, and a winner only where there are enough readers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q

from reports.formulas.trial import Arm, verdict
from reports.models import ActionItem, ConfirmedView, ReportDelivery
from reports.models.sending import TAKEN

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Outcome:
    """A report's comparison. `done`: items of the agenda completed within seven days of a mail, over `n` issues."""

    a: Arm
    b: Arm
    done_a: int
    done_b: int
    n_a: int
    n_b: int

    def __str__(self) -> str:
        return (
            f"A: {self.a.read} of {self.a.sent} read it; B: {self.b.read} of {self.b.sent}; {verdict(self.a, self.b)}. "
            f"Agenda items completed within 7 days: A {self.done_a} over {self.n_a} issues, "
            f"B {self.done_b} over {self.n_b}."
        )


def of(slug: str) -> Outcome:
    """The comparison of a report so far, over all its scopes; four queries."""
    read = Exists(ConfirmedView.objects.filter(run=OuterRef("run"), person=OuterRef("reader")))
    rows = ReportDelivery.objects.filter(slug=slug, is_archive=False, correction=0, mail__state__in=TAKEN)
    counted = dict.fromkeys("AB", Arm(0, 0))
    for letter, sent, seen in (
        rows.annotate(was_read=read)
        .order_by()
        .values_list("variant")
        .annotate(Count("pk"), seen=Count("pk", Q(was_read=True)))
    ):
        counted[letter] = Arm(sent, seen)
    (done_a, n_a), (done_b, n_b) = (_completed(slug, letter) for letter in "AB")
    return Outcome(counted["A"], counted["B"], done_a, done_b, n_a, n_b)


def _completed(slug: str, letter: str) -> tuple[int, int]:
    """Items that a mail of a variant showed and that were completed within seven days of it; over how many issues."""
    rows = ReportDelivery.objects.filter(
        slug=slug, variant=letter, is_archive=False, correction=0, mail__sent_at__isnull=False
    )
    issues = rows.values("unit", "issue").distinct().count()
    within = Q(completed_at__gte=F("mail_at"), completed_at__lte=F("mail_at") + SOON)
    shown = rows.filter(run__findings__key=OuterRef("key"), mail__sent_at__lte=OuterRef("completed_at"))
    items = ActionItem.objects.filter(kind=ActionItem.Kind.FINDING, completed_at__isnull=False)
    latest = shown.order_by("-mail__sent_at").values("mail__sent_at")[:1]
    return items.annotate(mail_at=latest).filter(within).count(), issues
