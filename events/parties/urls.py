"""A sail's parties under /events/<event_id>/bookings/."""

from __future__ import annotations

from django.urls import path

from events.parties import views

urlpatterns = [
    path("", views.parties, name="bookings"),
    path("new/", views.new, name="booking_new"),
    path("<slug:reference>/", views.booking, name="booking"),
    path("<slug:reference>/edit/", views.edit, name="booking_edit"),
    path("<slug:reference>/payments/", views.money, name="booking_money"),
    path("<slug:reference>/payments/<int:number>/correct/", views.correct, name="booking_correct"),
    path("<slug:reference>/move/", views.move, name="booking_move"),
    path("<slug:reference>/cancel/", views.cancel, name="booking_cancel"),
    path("<slug:reference>/reinstate/", views.reinstate, name="booking_reinstate"),
    path("<slug:reference>/no-show/", views.no_show, name="booking_no_show"),
]
