"""The whole URL map: the only module that names every app."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

from scc_site import views

urlpatterns = [
    path("", views.home, name="home"),
    path("admin/", admin.site.urls),
]
