"""Checklists under /checklist/."""

from __future__ import annotations

from django.urls import path

from events import views

app_name = "checklist"
urlpatterns = [
    path("<slug:event_id>/", views.checklist, name="list"),
    path("<slug:event_id>/<int:item>/", views.task, name="task"),
]
