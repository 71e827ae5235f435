"""Addresses of the hooks."""

from django.urls import path

from scc_site.mail.hooks import views

app_name = "hooks"
urlpatterns = [
    path("ses/", views.ses, name="ses"),
    path("anymail/<slug:service>/", views.anymail, name="anymail"),
    path("anymail/<slug:service>/tracking/", views.anymail, name="anymail_tracking"),
]
