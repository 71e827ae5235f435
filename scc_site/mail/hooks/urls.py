"""Addresses of the hooks."""

from django.urls import path

from scc_site.mail.hooks import views

app_name = "hooks"
urlpatterns = [path("ses/", views.ses, name="ses")]
