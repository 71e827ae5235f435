"""The waiver: read, sign, review, receipt."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
