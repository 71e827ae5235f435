"""The address where PDFs are judged."""

from __future__ import annotations

from django.urls import path

from waivers.verify import views

urlpatterns = [path("", views.verify, name="verify")]
