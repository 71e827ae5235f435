"""The captain's board."""

from __future__ import annotations

from django.urls import path

from waivers.boarding import leaving_views, scan_views, views

urlpatterns = [
    path("", views.board, name="board"),
    path("scan/", scan_views.scan, name="board_scan"),
    path("count/", leaving_views.count, name="board_count"),
    path("lists/", leaving_views.lists, name="board_lists"),
    path("amend/", leaving_views.amend, name="board_amend"),
    path("<int:guest>/qr/", views.qr, name="board_qr"),
    path("<int:guest>/<slug:what>/", views.act, name="board_act"),
]
