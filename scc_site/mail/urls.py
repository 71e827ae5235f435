"""Addresses under /mail/preferences/."""

from django.urls import path

from scc_site.mail import views

app_name = "mail"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("<str:token>/", views.by_link, name="preferences"),
]
