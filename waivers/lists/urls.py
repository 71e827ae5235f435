"""A sail's guests, for its crew and the office."""

from __future__ import annotations

from django.urls import path

from waivers.lists import views

urlpatterns = [
    path("", views.whole, name="list"),
    path("add/", views.add, name="list_add"),
    path("dock/", views.dock, name="list_dock"),
    path("dock/<slug:way>/", views.door, name="list_door"),
    path("party/<slug:reference>/", views.party, name="list_party"),
    path("<int:guest_number>/", views.one, name="list_guest"),
    path("<int:guest_number>/remove/", views.remove, name="list_remove"),
    path("<int:guest_number>/hold/", views.hold, name="list_hold"),
    path("<int:guest_number>/<slug:act>/", views.act, name="list_act"),
]
