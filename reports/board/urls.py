"""The board under /reports/board/."""

from __future__ import annotations

from django.urls import path

from reports.board import endpoint, pages

app_name = "board"
urlpatterns = [
    path("", pages.board, name="lanes"),
    path("cards/", endpoint.cards, name="outside"),
    path("<int:card_number>/", pages.card, name="card"),
    path("<int:card_number>/move/", pages.move, name="move"),
    path("<int:card_number>/plan/", pages.plan, name="plan"),
]
