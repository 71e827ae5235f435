"""The links that a report's mail has of its own."""

from __future__ import annotations

from django.urls import path

from reports.pages import own_link

app_name = "own"
urlpatterns = [path("<str:link>/<str:action>/", own_link.follow, name="follow")]
