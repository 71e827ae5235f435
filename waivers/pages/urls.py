"""Pages of guests and of party leads."""

from __future__ import annotations

from django.urls import path

from waivers.pages import party_views, views

urlpatterns = [
    path("guest/<str:token>/", views.guest, name="guest"),
    path("guest/<str:token>/telling/", views.tell, name="telling"),
    path("guest/<str:token>/decline/", views.decline, name="decline"),
    path("guest/<str:token>/sail.ics", views.sail_ics, name="sail_ics"),
    path("party/<str:token>/", party_views.party, name="party"),
    path("party/<str:token>/names/", party_views.name, name="party_names"),
    path("party/<str:token>/<int:number>/", party_views.one, name="party_guest"),
    path("party/<str:token>/<int:number>/rename/", party_views.rename, name="party_rename"),
    path("party/<str:token>/<int:number>/take-off/", party_views.take_off, name="party_take_off"),
]
