"""Many sails at once, under /events/."""

from __future__ import annotations

from django.urls import path

from events.season import sheet_views
from events.season import views as season_views

urlpatterns = [
    path("season/", season_views.season, name="season"),
    path("season/create/", season_views.create_season, name="season_create"),
    path("batches/", season_views.batch_list, name="batches"),
    path("batches/import/", sheet_views.import_sheet, name="import"),
    path("batches/import/create/", sheet_views.create_imported, name="import_create"),
    path("batches/<int:batch_number>/", season_views.batch, name="batch"),
    path("batches/<int:batch_number>/undo/", season_views.undo, name="batch_undo"),
    path("batches/<int:batch_number>/publish/", season_views.publish, name="batch_publish"),
    path("export.csv", sheet_views.export, name="export"),
    path("<slug:event_id>/duplicate/", season_views.duplicate, name="duplicate"),
]
