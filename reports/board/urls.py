"""The board under /reports/board/."""

from __future__ import annotations

from django.urls import path

from reports.board import endpoint, pages

urlpatterns = [
    path("", pages.board, name="board"),
    path("cards/", endpoint.cards, name="board_cards"),
    path("<int:number>/", pages.card, name="card"),
    path("<int:number>/move/", pages.move, name="card_move"),
    path("<int:number>/plan/", pages.plan, name="card_plan"),
]
