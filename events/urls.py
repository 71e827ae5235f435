"""The dock under /events/."""

from __future__ import annotations

from django.urls import include, path

from events import views
from events.acts import views as act_views
from events.log import views as history_views
from events.ready import views as ready_views
from events.season import urls as season_urls

app_name = "events"
urlpatterns = [
    path("", views.month, name="month"),
    path("create/", views.create, name="create"),
    path("", include(season_urls)),
    path("<slug:event_id>/", views.detail, name="detail"),
    path("<slug:event_id>/edit/", views.edit, name="edit"),
    path("<slug:event_id>/history/", history_views.history, name="history"),
    path("<slug:event_id>/publish/", views.publish, name="publish"),
    path("<slug:event_id>/board/", views.board, name="board"),
    path("<slug:event_id>/depart/", views.depart, name="depart"),
    path("<slug:event_id>/return/", views.return_to_dock, name="return"),
    path("<slug:event_id>/move/", act_views.move, name="move"),
    path("<slug:event_id>/hold/", act_views.hold, name="hold"),
    path("<slug:event_id>/resume/", act_views.resume, name="resume"),
    path("<slug:event_id>/cancel/", act_views.cancel, name="cancel"),
    path("<slug:event_id>/ready/", ready_views.ready, name="ready"),
    path("<slug:event_id>/run-sheet/", ready_views.run_sheet, name="run_sheet"),
    path("<slug:event_id>/close/", views.close, name="close"),
    path("<slug:event_id>/bookings/", include("events.parties.urls")),
]
