"""Pages under /auth/. No address here leads to a login by its six characters."""

from django.urls import path

from scc_site.auth import views

app_name = "auth"
urlpatterns = [
    path("magic-link/", views.magic_link, name="magic_link"),
    path("code/", views.code, name="code"),
    path("link/<str:token>/", views.link, name="link"),
    path("link/<str:token>/not-me/", views.not_me, name="not_me"),
    path("link/<str:token>/again/", views.again, name="again"),
    path("step-up/", views.step_up, name="step_up"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("sessions/", views.my_sessions, name="sessions"),
]
