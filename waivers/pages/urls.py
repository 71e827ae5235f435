"""Pages of guests and of party leads."""

from __future__ import annotations

from django.urls import path

from waivers.pages import views

urlpatterns = [
    path("guest/<str:token>/", views.guest, name="guest"),
    path("guest/<str:token>/telling/", views.tell, name="telling"),
    path("guest/<str:token>/decline/", views.decline, name="decline"),
    path("guest/<str:token>/sail.ics", views.sail_ics, name="sail_ics"),
]
