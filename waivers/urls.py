"""The guests' addresses, from the site's root; each part has its own map."""

from __future__ import annotations

from django.urls import include, path

from waivers.pages.views import lost

app_name = "waivers"
urlpatterns = [
    path("", include("waivers.pages.urls")),
    path("waiver/", include("waivers.sign.urls")),
    path("kiosk/", include("waivers.kiosk.urls")),
    path("verify/", include("waivers.verify.urls")),
    path("events/<slug:event_id>/boarding/", include("waivers.boarding.urls")),
    path("events/<slug:event_id>/guests/", include("waivers.paper.urls")),
    path("events/<slug:event_id>/guests/", include("waivers.lists.urls")),
    path("guest/<path:rest>/", lost, name="lost_guest"),
    path("waiver/<path:rest>/", lost, name="lost_waiver"),
    path("party/<path:rest>/", lost, name="lost_party"),
]
