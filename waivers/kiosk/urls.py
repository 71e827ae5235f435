"""The tablet at the dock."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
