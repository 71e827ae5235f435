"""Genuine, altered or not ours."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
