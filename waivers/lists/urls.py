"""A sail's guests, for its crew and the office."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
