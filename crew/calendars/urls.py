"""The calendar under /calendar/."""

from __future__ import annotations

from django.urls import path

from crew.calendars import views

app_name = "calendar"
urlpatterns = [
    path("", views.calendar, name="page"),
    path("reset/", views.reset, name="reset"),
    path("of/<uuid:sub>/reset/", views.reset_of, name="reset_of"),
    path("<str:token>.ics", views.feed, name="feed"),
]
