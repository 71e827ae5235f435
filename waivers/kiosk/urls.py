"""The tablet at the dock."""

from __future__ import annotations

from django.urls import path

from waivers.kiosk import views

urlpatterns = [
    path("<slug:event_id>/", views.start, name="kiosk"),
    path("<slug:event_id>/thanks/", views.thanks, name="kiosk_thanks"),
    path("<slug:event_id>/done/", views.done, name="kiosk_done"),
    path("<slug:event_id>/leave/", views.leave, name="kiosk_leave"),
]
