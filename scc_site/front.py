"""The front door: `/` is a different page for each role (roof: it may name every app)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

import crew.views
import reports.pages.views
from reports.pages import shelf
from scc_site.auth import access
from scc_site.models import Scope, User


@login_not_required
def home(request: HttpRequest) -> HttpResponseBase:
    """Strangers sign in, a link to one sail leads to that sail, everybody else gets the home of their role."""
    person = request.user
    if not isinstance(person, User) or person.auth_session is None:
        return HttpResponse(status=303, headers={"Location": reverse("auth:magic_link")})
    if person.auth_session.scope == Scope.EVENT:
        return HttpResponse(status=303, headers={"Location": f"/events/{person.auth_session.event_id}/"})
    if person.is_crew or person.acts_as_admin:
        return crew.views.home(request, reports=shelf.ways(person) if person.is_executive else ())
    if person.is_executive:
        return reports.pages.views.reports(request)
    return render(request, "welcome.html", {"may_step_up": access.may_step_up(person), "name": person.first_name})
