"""The waiver: read, sign, review, receipt."""

from __future__ import annotations

from django.urls import path

from waivers.sign import views

urlpatterns = [
    path("<str:token>/", views.form, name="waiver_form"),
    path("<str:token>/review/", views.review, name="waiver_review"),
    path("<str:token>/receipt/", views.receipt, name="waiver_receipt"),
    path("<str:token>/waiver.pdf", views.pdf, name="waiver_pdf"),
]
