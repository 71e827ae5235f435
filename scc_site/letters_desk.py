"""Which letters a person wants, in the office: seen where the person is edited, switched at their wish."""

from __future__ import annotations

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from scc_site import clock
from scc_site.desk import Section, said
from scc_site.idempotency import answered_once
from scc_site.mail import kinds, preferences
from scc_site.models import LetterChoice, User
from scc_site.refusals import Mistyped, Unseen

LATEST = 8
LONG = 19  # digits, beyond which no row has a number


def section(person: User) -> Section:
    """What they said last about each kind of letter, who said it and where."""
    rows = LetterChoice.objects.of(person.pk)[:LATEST]
    return Section(
        title="Letters they want",
        head=("when", "letters", "switched", "by", "how"),
        rows=[
            (
                said(row.at),
                _title(row.family),
                "off" if row.off else "on again",
                row.by.name,
                row.get_way_display(),
            )
            for row in rows
        ],
        empty="Every letter comes: nothing was ever switched off.",
        more=(f"/admin/scc_site/user/{person.pk}/letters/", "Switch letters off or on for them"),
    )


def _title(slug: str) -> str:
    """A family's title; its slug where the house writes no such letters any more."""
    family = kinds.family(slug)
    return family.title if family else slug


@answered_once
def switch_for(request: HttpRequest, person_id: str) -> HttpResponse:
    """The office's switches for one person; raises Unseen, Mistyped. The admin's door has asked who comes."""
    person = User.objects.filter(pk=int(person_id)).first() if person_id.isdecimal() and len(person_id) < LONG else None
    if person is None:
        raise Unseen("There is no such person.")
    if request.method == "POST":
        return _switch(request, person)
    context = {
        **admin.site.each_context(request),
        "title": f"Letters to {person}",
        "person": person,
        "lines": preferences.listed(person),
        "back": f"/admin/scc_site/user/{person.pk}/change/",
    }
    return TemplateResponse(request, "admin/scc_site/user/letters.html", context)


def _switch(request: HttpRequest, person: User) -> HttpResponse:
    """Do what a button says, 303 to where it stood."""
    off, by = request.POST.get("off", ""), request.user
    if off not in {"0", "1"} or not isinstance(by, User):
        raise Mistyped("Say whether these letters should come.", {"off": ["0: they come. 1: they do not."]})
    titles = preferences.switch(
        person=person,
        families=request.POST.getlist("family")[: preferences.MOST_NAMED],
        off=off == "1",
        by=by,
        way=preferences.Way.OFFICE,
        at=clock.now(),
    )
    messages.success(request, f"{', '.join(titles)}: {'off' if off == '1' else 'on again'} for {person}.")
    return HttpResponse(status=303, headers={"Location": f"/admin/scc_site/user/{person.pk}/letters/"})
