"""The seats under /auth/."""

from __future__ import annotations

from django.urls import path

from crew import views

app_name = "crew"
urlpatterns = [
    path("claim/", views.claim, name="claim"),
    path("release/", views.release, name="release"),
    path("designate/", views.designate, name="designate"),
    path("delegate/", views.delegate, name="delegate"),
    path("answer/", views.answer, name="answer"),
]
