"""The whole URL map: the only module that names every app."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from scc_site import front, machinery
from scc_site.office import OfficeSite

office: OfficeSite = admin.site  # type: ignore[assignment]  # the settings name our own
office.greet_with(machinery.told)

urlpatterns = [
    path("", front.home, name="home"),
    path("auth/", include("scc_site.auth.urls")),
    path("auth/", include("crew.urls")),
    path("", include("waivers.urls")),
    path("events/", include("events.urls")),
    path("calendar/", include("crew.calendars.urls")),
    path("checklist/", include("events.checklist_urls")),
    path("hooks/", include("scc_site.mail.hooks.urls")),
    path("mail/preferences/", include("scc_site.mail.urls")),
    path("reports/board/", include("reports.board.urls")),
    path("reports/", include("reports.urls")),
    path("r/", include("reports.own_urls")),
    path("admin/", office.urls),
    path("dev/mail/", include("scc_site.mail.dev_urls")),
]
