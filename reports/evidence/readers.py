"""Evidence from the list of contacts: how many of which source, never who they are."""

from __future__ import annotations

from django.db.models import Count, Q, Sum

from reports.evidence.shapes import PAGE, Asked, Group, Head, choice, words
from reports.models import Contact

TITLE = "Contacts, by where they came from"
HEADS = (
    Head("Source"), Head("Consent"), Head("Contacts", True), Head("Address unusable", True), Head("Duplicates", True),
)  # fmt: skip
NO_CONSENT = "without_consent"
KNOWN = {NO_CONSENT, "contactable", "listed"}


def contacts(asked: Asked) -> Group:
    """The list as counts by source and basis of consent, the most first; one query."""
    asked_for = KNOWN & set(asked.keys)
    rows = Contact.objects.without_consent() if asked_for == {NO_CONSENT} else Contact.objects.all()
    rows = rows if asked_for else rows.none()
    found = list(
        rows.order_by()
        .values_list("source", "consent_basis")
        .annotate(many=Count("pk"), dead=Count("pk", filter=Q(is_valid=False)), twice=Sum("duplicate_count"))
        .order_by("-many", "source", "consent_basis")[asked.span]
    )
    return Group(
        TITLE,
        HEADS,
        tuple(
            (choice(source) or "not said", choice(consent) or "none", words(many), words(dead), words(twice))
            for source, consent, many, dead, twice in found[:PAGE]
        ),
        ("/admin/reports/contact/",) * len(found[:PAGE]),
        has_more=len(found) > PAGE,
    )
