"""Waivers on paper, beneath a sail's guests."""

from __future__ import annotations

from django.urls import path

from waivers.paper import views

urlpatterns = [
    path("blank/", views.blank, name="blank"),
    path("<int:number>/paper/", views.file, name="paper"),
    path("<int:number>/paper/blank/", views.blank, name="blank_for"),
    path("<int:number>/paper/<int:paper_number>/", views.review, name="paper_review"),
    path("<int:number>/paper/<int:paper_number>/accept/", views.accept, name="paper_accept"),
    path("<int:number>/paper/<int:paper_number>/refuse/", views.refuse, name="paper_refuse"),
    path("<int:number>/paper/<int:paper_number>/file/", views.picture, name="paper_file"),
]
