"""The bridge under /reports/."""

from __future__ import annotations

from django.urls import path

from reports.pages import delivery_views, views

app_name = "reports"
urlpatterns = [
    path("", views.reports, name="shelf"),
    path("runs/<slug:run_id>/", views.run, name="run"),
    path("runs/<slug:run_id>.<slug:kind>", views.file, name="file"),
    path("runs/<slug:run_id>/figures/<int:place>/", views.figure, name="figure"),
    path("runs/<slug:run_id>/findings/<int:place>/", views.finding, name="finding"),
    path("runs/<slug:run_id>/delivery/", delivery_views.delivery, name="delivery"),
    path("runs/<slug:run_id>/delivery/<int:number>/", delivery_views.letter, name="letter"),
    path("runs/<slug:run_id>/delivery/<int:number>/html/", delivery_views.letter_html, name="letter_html"),
    path("runs/<slug:run_id>/preview/", delivery_views.preview, name="preview"),
    path("runs/<slug:run_id>/preview/html/", delivery_views.preview_html, name="preview_html"),
    path("runs/<slug:run_id>/charts/<str:name>.svg", views.chart, name="chart"),
    path("<slug:slug>/", views.history, name="history"),
    path("<slug:slug>/build/", views.build, name="build"),
]
