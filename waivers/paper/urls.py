"""Waivers on paper, beneath a sail's guests."""

from __future__ import annotations

from django.urls import path

from waivers.paper import views

urlpatterns = [
    path("blank/", views.blank, name="blank"),
    path("<int:guest_number>/paper/", views.file, name="paper"),
    path("<int:guest_number>/paper/blank/", views.blank, name="blank_for"),
    path("<int:guest_number>/paper/<int:paper_number>/", views.review, name="paper_review"),
    path("<int:guest_number>/paper/<int:paper_number>/accept/", views.accept, name="paper_accept"),
    path("<int:guest_number>/paper/<int:paper_number>/refuse/", views.refuse, name="paper_refuse"),
    path("<int:guest_number>/paper/<int:paper_number>/file/", views.picture, name="paper_file"),
]
