# ruff: noqa: E501 - the table is read as a table
"""Every URL × role × sail: what each gets back, as one table. A new URL fails here until it has its row.

The table is read by eye: one row per page or act, one column per kind of person. A cell holds the answers for the
person's own sail, another's sail, a draft and a sail that is not there; a single answer stands for all four.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from events.models import SailBatch, SailEvent
from scc_site import clock
from scc_site.auth import sessions
from scc_site.models import Scope
from tests import factories
from tests.reports import bridge, sample_report
from tests.waivers import aboard

pytestmark = pytest.mark.django_db

ROLES = ["stranger", "executive", "hand", "crew", "captain", "invited", "office", "admin"]
# stranger: nobody. executive: reports only. hand: crew, on none of these sails. crew, captain: confirmed on "own".
# invited: an event-scoped session for "own", with an offer there. office: an admin in user scope. admin: in admin scope.
SAILS = ["own", "foreign", "draft", "missing"]

TABLE = """
page or act           | stranger | executive | hand            | crew            | captain         | invited         | office | admin
GET  home             | 303      | 200       | 200             | 200             | 200             | 303             | 200    | 200
GET  admin:index      | 303      | 404       | 404             | 404             | 404             | 404             | 303    | 200
GET  auth:magic_link  | 200      | 200       | 200             | 200             | 200             | 200             | 200    | 200
POST auth:magic_link  | 303      | 303       | 303             | 303             | 303             | 303             | 303    | 303
GET  auth:code        | 200      | 200       | 200             | 200             | 200             | 200             | 200    | 200
POST auth:code        | 422      | 422       | 422             | 422             | 422             | 422             | 422    | 422
GET  auth:link        | 410      | 410       | 410             | 410             | 410             | 410             | 410    | 410
POST auth:link        | 410      | 410       | 410             | 410             | 410             | 410             | 410    | 410
POST auth:not_me      | 410      | 410       | 410             | 410             | 410             | 410             | 410    | 410
POST auth:again       | 303      | 303       | 303             | 303             | 303             | 303             | 303    | 303
GET  auth:step_up     | 303      | 404       | 404             | 404             | 404             | 404             | 200    | 303
POST auth:step_up     | 303      | 404       | 404             | 404             | 404             | 404             | 303    | 303
GET  auth:sign_out    | 200      | 200       | 200             | 200             | 200             | 200             | 200    | 200
POST auth:sign_out    | 303      | 303       | 303             | 303             | 303             | 303             | 303    | 303
GET  auth:sessions    | 303      | 200       | 200             | 200             | 200             | 200             | 200    | 200
POST auth:sessions    | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 404
GET  hooks:ses        | 405      | 405       | 405             | 405             | 405             | 405             | 405    | 405
POST hooks:ses        | 400      | 400       | 400             | 400             | 400             | 400             | 400    | 400
GET  mail:mine        | 303      | 200       | 200             | 200             | 200             | 404             | 200    | 200
POST mail:mine        | 303      | 303       | 303             | 303             | 303             | 404             | 303    | 303
GET  mail:preferences | 404      | 404       | 404             | 404             | 404             | 404             | 404    | 404
POST mail:preferences | 404      | 404       | 404             | 404             | 404             | 404             | 404    | 404
GET  hooks:anymail | 405 | 405 | 405 | 405 | 405 | 405 | 405 | 405
POST hooks:anymail | 404 | 404 | 404 | 404 | 404 | 404 | 404 | 404
GET  hooks:anymail_tracking | 405 | 405 | 405 | 405 | 405 | 405 | 405 | 405
POST hooks:anymail_tracking | 404 | 404 | 404 | 404 | 404 | 404 | 404 | 404
GET  events:month     | 303      | 404       | 200             | 200             | 200             | 200             | 404    | 200
GET  events:create    | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 200
GET  events:season         | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 200
POST events:season         | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 422
POST events:season_create  | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 422
GET  events:batches        | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 200
GET  events:batch          | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 200
POST events:batch_undo     | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 303
POST events:batch_publish  | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 303
GET  events:import         | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 200
POST events:import         | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 422
POST events:import_create  | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 422
GET  events:export         | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 200
GET  events:duplicate      | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 200/200/200/404
POST events:duplicate      | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 422/422/422/404
POST events:create    | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 422
GET  events:detail    | 303      | 404       | 200/200/404/404 | 200/200/404/404 | 200/200/404/404 | 200/404/404/404 | 404    | 200/200/200/404
GET  events:edit      | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 200/200/200/404
POST events:edit      | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 422/422/422/404
POST events:publish   | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 409/409/303/404
POST events:board     | 303      | 404       | 404             | 404             | 303/404/404/404 | 404             | 404    | 303/303/409/404
POST events:depart    | 303      | 404       | 404             | 404             | 303/404/404/404 | 404             | 404    | 303/303/409/404
POST events:return    | 303      | 404       | 404             | 404             | 409/404/404/404 | 404             | 404    | 409/409/409/404
POST events:close     | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 409/409/409/404
GET  events:history   | 303      | 404       | 404             | 200/404/404/404 | 200/404/404/404 | 404             | 404    | 200/200/200/404
GET  events:bookings       | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 200/200/200/404
GET  events:booking_new    | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 200/200/200/404
POST events:booking_new    | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 303/303/303/404
GET  events:booking        | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 200/200/200/404
GET  events:booking_edit   | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 200/200/200/404
POST events:booking_edit   | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 303/303/303/404
GET  events:booking_money  | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 200/200/200/404
POST events:booking_money  | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 303/303/303/404
GET  events:booking_correct| 303      | 404       | 404             | 404             | 404             | 404             | 404    | 200/200/200/404
POST events:booking_correct| 303      | 404       | 404             | 404             | 404             | 404             | 404    | 303/303/303/404
GET  events:booking_move   | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 200/200/200/404
POST events:booking_move   | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 303/303/303/404
GET  events:booking_cancel | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 200/200/200/404
POST events:booking_cancel | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 303/303/303/404
GET  events:booking_reinstate| 303      | 404       | 404             | 404             | 404             | 404             | 404    | 200/200/200/404
POST events:booking_reinstate| 303      | 404       | 404             | 404             | 404             | 404             | 404    | 409/409/409/404
POST events:booking_no_show| 303      | 404       | 404             | 404             | 404             | 404             | 404    | 409/409/409/404
GET  events:move      | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 200/200/200/404
POST events:move      | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 303/303/303/404
GET  events:hold      | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 200/200/409/404
POST events:hold      | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 303/303/409/404
GET  events:resume    | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 409/409/409/404
POST events:resume    | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 409/409/409/404
GET  events:cancel    | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 200/200/200/404
POST events:cancel    | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 303/303/303/404
GET  events:ready     | 303      | 404       | 404             | 200/404/404/404 | 200/404/404/404 | 404             | 404    | 200/200/200/404
POST events:ready     | 303      | 404       | 404             | 404             | 303/404/404/404 | 404             | 404    | 303/303/409/404
GET  events:run_sheet | 303      | 404       | 404             | 200/404/404/404 | 200/404/404/404 | 404             | 404    | 200/200/200/404
GET  waivers:board       | 303      | 404       | 404             | 200/404/404/404 | 200/404/404/404 | 404             | 404    | 200/200/200/404
POST waivers:board_act   | 303      | 404       | 404             | 303/404/404/404 | 303/404/404/404 | 404             | 404    | 303/303/409/404
GET  waivers:board_scan  | 303      | 404       | 404             | 200/404/404/404 | 200/404/404/404 | 404             | 404    | 200/200/200/404
POST waivers:board_scan  | 303      | 404       | 404             | 200/404/404/404 | 200/404/404/404 | 404             | 404    | 200/200/200/404
GET  waivers:board_count | 303      | 404       | 404             | 404             | 200/404/404/404 | 404             | 404    | 200/200/200/404
POST waivers:board_count | 303      | 404       | 404             | 404             | 303/404/404/404 | 404             | 404    | 303/303/409/404
GET  waivers:board_lists | 303      | 404       | 404             | 200/404/404/404 | 200/404/404/404 | 404             | 404    | 200/200/200/404
GET  waivers:board_amend | 303      | 404       | 404             | 404             | 200/404/404/404 | 404             | 404    | 200/200/200/404
POST waivers:board_amend | 303      | 404       | 404             | 404             | 422/404/404/404 | 404             | 404    | 422/422/422/404
GET  waivers:board_qr    | 303      | 404       | 404             | 200/404/404/404 | 200/404/404/404 | 404             | 404    | 200/200/200/404
GET  checklist:list   | 303      | 404       | 404             | 200/404/404/404 | 200/404/404/404 | 404             | 404    | 200/200/200/404
POST checklist:task   | 303      | 404       | 404             | 303/404/404/404 | 303/404/404/404 | 404             | 404    | 303/303/409/404
GET  calendar:page    | 303      | 404       | 200             | 200             | 200             | 404             | 404    | 404
GET  calendar:reset   | 303      | 404       | 200             | 200             | 200             | 404             | 404    | 404
POST calendar:reset   | 303      | 404       | 303             | 303             | 303             | 404             | 404    | 404
GET  calendar:reset_of| 303      | 404       | 404             | 404             | 404             | 404             | 404    | 200
POST calendar:reset_of| 303      | 404       | 404             | 404             | 404             | 404             | 404    | 303
GET  calendar:feed    | 404      | 404       | 404             | 404             | 404             | 404             | 404    | 404
GET  waivers:guest       | 404     | 404       | 404       | 404       | 404       | 404       | 404       | 404
GET  waivers:sail_ics    | 404     | 404       | 404       | 404       | 404       | 404       | 404       | 404
POST waivers:telling     | 404     | 404       | 404       | 404       | 404       | 404       | 404       | 404
POST waivers:decline     | 404     | 404       | 404       | 404       | 404       | 404       | 404       | 404
GET  waivers:party       | 404     | 404       | 404       | 404       | 404       | 404       | 404       | 404
POST waivers:party_names | 404     | 404       | 404       | 404       | 404       | 404       | 404       | 404
GET  waivers:party_guest | 404     | 404       | 404       | 404       | 404       | 404       | 404       | 404
POST waivers:party_rename| 404     | 404       | 404       | 404       | 404       | 404       | 404       | 404
POST waivers:party_take_off| 404     | 404       | 404       | 404       | 404       | 404       | 404       | 404
GET  waivers:waiver_form   | 404      | 404       | 404             | 404             | 404             | 404             | 404    | 404
POST waivers:waiver_form   | 404      | 404       | 404             | 404             | 404             | 404             | 404    | 404
GET  waivers:waiver_review | 404      | 404       | 404             | 404             | 404             | 404             | 404    | 404
POST waivers:waiver_review | 404      | 404       | 404             | 404             | 404             | 404             | 404    | 404
GET  waivers:waiver_receipt| 404      | 404       | 404             | 404             | 404             | 404             | 404    | 404
POST waivers:waiver_receipt| 404      | 404       | 404             | 404             | 404             | 404             | 404    | 404
GET  waivers:waiver_pdf    | 404      | 404       | 404             | 404             | 404             | 404             | 404    | 404
GET  waivers:verify | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
POST waivers:verify | 422 | 422 | 422 | 422 | 422 | 422 | 422 | 422
GET  waivers:blank | 303 | 404 | 404 | 200/404/404/404 | 200/404/404/404 | 404 | 404 | 200/200/200/404
GET  waivers:blank_for | 303 | 404 | 404 | 200/404/404/404 | 200/404/404/404 | 404 | 404 | 200/200/200/404
GET  waivers:paper | 303 | 404 | 404 | 200/404/404/404 | 200/404/404/404 | 404 | 404 | 200/200/200/404
POST waivers:paper | 303 | 404 | 404 | 422/404/404/404 | 422/404/404/404 | 404 | 404 | 422/422/422/404
GET  waivers:paper_review | 303 | 404 | 404 | 200/404/404/404 | 200/404/404/404 | 404 | 404 | 200/200/200/404
GET  waivers:paper_file | 303 | 404 | 404 | 200/404/404/404 | 200/404/404/404 | 404 | 404 | 200/200/200/404
POST waivers:paper_accept | 303 | 404 | 404 | 422/404/404/404 | 422/404/404/404 | 404 | 404 | 422/422/422/404
POST waivers:paper_refuse | 303 | 404 | 404 | 422/404/404/404 | 422/404/404/404 | 404 | 404 | 422/422/422/404
GET  waivers:kiosk | 303 | 404 | 404 | 200/404/404/404 | 200/404/404/404 | 404 | 404 | 200/200/200/404
POST waivers:kiosk | 303 | 404 | 404 | 422/404/404/404 | 422/404/404/404 | 404 | 404 | 422/422/422/404
GET  waivers:kiosk_thanks | 303 | 404 | 404 | 303/404/404/404 | 303/404/404/404 | 404 | 404 | 303/303/303/404
POST waivers:kiosk_done | 303 | 404 | 404 | 303/404/404/404 | 303/404/404/404 | 404 | 404 | 303/303/303/404
GET  waivers:kiosk_leave | 303 | 404 | 404 | 200/404/404/404 | 200/404/404/404 | 404 | 404 | 200/200/200/404
POST waivers:kiosk_leave | 303 | 404 | 404 | 422/404/404/404 | 422/404/404/404 | 404 | 404 | 422/422/422/404
GET  waivers:list         | 303      | 404       | 404             | 200/404/404/404 | 200/404/404/404 | 404             | 404    | 200/200/200/404
POST waivers:list_add     | 303      | 404       | 404             | 303/404/404/404 | 303/404/404/404 | 404             | 404    | 303/303/303/404
GET  waivers:list_dock    | 303      | 404       | 404             | 200/404/404/404 | 200/404/404/404 | 404             | 404    | 200/200/200/404
POST waivers:list_door    | 303      | 404       | 404             | 303/404/404/404 | 303/404/404/404 | 404             | 404    | 303/303/303/404
POST waivers:list_party   | 303      | 404       | 404             | 303/404/404/404 | 303/404/404/404 | 404             | 404    | 303/303/303/404
GET  waivers:list_guest   | 303      | 404       | 404             | 200/404/404/404 | 200/404/404/404 | 404             | 404    | 200/200/200/404
POST waivers:list_remove  | 303      | 404       | 404             | 303/404/404/404 | 303/404/404/404 | 404             | 404    | 303/303/303/404
POST waivers:list_hold    | 303      | 404       | 404             | 303/404/404/404 | 303/404/404/404 | 404             | 404    | 303/303/303/404
POST waivers:list_act     | 303      | 404       | 404             | 303/404/404/404 | 303/404/404/404 | 404             | 404    | 303/303/303/404
GET  waivers:lost_guest  | 404      | 404       | 404             | 404             | 404             | 404             | 404    | 404
GET  waivers:lost_waiver | 404      | 404       | 404             | 404             | 404             | 404             | 404    | 404
GET  waivers:lost_party  | 404      | 404       | 404             | 404             | 404             | 404             | 404    | 404
POST crew:claim       | 303      | 404       | 303/303/404/404 | 409/303/404/404 | 409/303/404/404 | 409/404/404/404 | 404    | 409/409/409/404
POST crew:release     | 303      | 404       | 409/409/404/404 | 303/409/404/404 | 303/409/404/404 | 409/404/404/404 | 404    | 409/409/409/404
POST crew:designate   | 303      | 404       | 404             | 404             | 303/404/404/404 | 404             | 404    | 303/303/409/404
POST crew:delegate    | 303      | 404       | 409/409/404/404 | 303/409/404/404 | 303/409/404/404 | 409/404/404/404 | 404    | 409/409/409/404
GET  reports:shelf         | 303      | 200       | 404             | 404             | 404             | 404             | 404    | 200
GET  reports:history       | 303      | 200       | 404             | 404             | 404             | 404             | 404    | 200
POST reports:build         | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 422
GET  reports:run           | 303      | 200       | 404             | 404             | 404             | 404             | 404    | 200
GET  reports:file          | 303      | 202       | 404             | 404             | 404             | 404             | 404    | 202
GET  reports:figure        | 303      | 200       | 404             | 404             | 404             | 404             | 404    | 200
GET  reports:finding       | 303      | 200       | 404             | 404             | 404             | 404             | 404    | 200
GET  reports:chart         | 303      | 200       | 404             | 404             | 404             | 404             | 404    | 200
GET  reports:delivery      | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 200
POST reports:delivery      | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 422
GET  reports:letter        | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 404
GET  reports:letter_html   | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 404
GET  reports:preview       | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 200
GET  reports:preview_html  | 303      | 404       | 404             | 404             | 404             | 404             | 404    | 200
GET  own:follow            | 410      | 410       | 410             | 410             | 410             | 410             | 410    | 410
GET  board:lanes      | 303      | 200       | 404             | 404             | 404             | 404             | 404    | 200
GET  board:card       | 303      | 200       | 404             | 404             | 404             | 404             | 404    | 200
POST board:move       | 303      | 303       | 404             | 404             | 404             | 404             | 404    | 303
POST board:plan       | 303      | 303       | 404             | 404             | 404             | 404             | 404    | 303
POST board:outside    | 401      | 401       | 401             | 401             | 401             | 401             | 401    | 401
POST crew:answer      | 303      | 404       | 409/409/404/404 | 409/409/404/404 | 409/409/404/404 | 303/404/404/404 | 404    | 409/409/409/404
"""
# Elsewhere: Django's admin has its own door, which is tested whole (admin:index); probes that need a worker, too.
NOT_HERE = {"readyz"}


@dataclass(frozen=True)
class Row:
    """One line of the table: the answers of each role, by sail."""

    method: str
    name: str
    cells: dict[str, list[int]]


def table() -> Iterator[Row]:
    """The table, parsed; a cell with one answer stands for all four sails."""
    for line in TABLE.strip().splitlines()[1:]:
        what, *cells = (cell.strip() for cell in line.split("|"))
        method, name = what.split()
        answers = [[int(answer) for answer in cell.split("/")] for cell in cells]
        full = [found * len(SAILS) if len(found) == 1 else found for found in answers]
        yield Row(method, name, dict(zip(ROLES, full, strict=True)))


def named_urls(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Every URL of the house: its name and its route with the parameters named. The admin counts as one."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", prefix + str(entry.pattern)
        elif entry.namespace == "admin":
            yield "admin:index", prefix + str(entry.pattern)
        else:
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from named_urls(entry, prefix + str(entry.pattern), inner)


ROUTES = dict(named_urls(get_resolver()))


class House:
    """One sail of each kind, one person of each role, and what each act is sent."""

    def __init__(self) -> None:
        soon = clock.now() + timedelta(hours=2)
        self.people = {
            "executive": factories.person("Eve", is_crew=False, is_executive=True),
            "hand": factories.person("Hal"),
            "crew": factories.person("Cleo"),
            "captain": factories.person("Cam"),
            "invited": factories.person("Iris"),
            "office": factories.admin("Olga"),
            "admin": factories.admin("Ada"),
        }
        self.sails = {
            "own": factories.event(departs_at=soon),
            "foreign": factories.event(departs_at=soon + timedelta(days=1)),
            "draft": factories.event(departs_at=soon + timedelta(days=2), status=SailEvent.Status.DRAFT),
        }
        self.batch = SailBatch.objects.create(rule="Two Fridays", made_at=soon, made_by=self.people["admin"])
        factories.event(departs_at=soon + timedelta(days=3), status=SailEvent.Status.DRAFT, batch=self.batch)
        self.items = {name: factories.item(sail) for name, sail in self.sails.items()}
        self.parties = {name: factories.booking(sail) for name, sail in self.sails.items()}
        self.paid = {name: factories.payment(party, 60_000) for name, party in self.parties.items()}
        aboard.text()
        self.guests = {name: aboard.guest(sail) for name, sail in self.sails.items()}
        self.papers = {name: aboard.paper(guest) for name, guest in self.guests.items()}
        self.boarders = {name: aboard.cleared(sail) for name, sail in self.sails.items()}
        self.roomy = factories.event(departs_at=soon + timedelta(days=3))
        bridge.grant(self.people["executive"], slug="cfo")
        self.run = bridge.run(sample_report.sample_report(), at=soon)
        bridge.chart(self.run, "burn-light", at=soon)
        self.card = bridge.card(at=soon)
        own = self.sails["own"]
        factories.assignment(own, self.people["captain"], "captain")
        factories.assignment(own, self.people["crew"], "crew")
        factories.assignment(
            own, self.people["invited"], "chef", "offered", answer_by=soon, made_by=self.people["admin"]
        )
        SailEvent.objects.filter(pk=own.pk).update(seats_filled=2, captain_state="confirmed")

    def browser(self, role: str) -> Client:
        """A browser signed in as a role."""
        client = Client()
        if role != "stranger":
            scope = {"invited": Scope.EVENT, "admin": Scope.ADMIN}.get(role, Scope.USER)
            session = sessions.open_for(
                person=self.people[role],
                scope=scope,
                event_id=self.sails["own"].event_id if scope == Scope.EVENT else "",
                method="operator",
                browser=sessions.Browser(ip="127.0.0.1", agent="tests"),
                at=clock.now(),
            )
            client.cookies[settings.SESSION_COOKIE] = sessions.token_of(session)
        return client

    def answer(self, row: Row, role: str, sail: str) -> int:
        """The status that a role gets for a sail; nothing stays of what was asked."""
        with transaction.atomic():
            client = self.browser(role)
            ask = client.get if row.method == "GET" else client.post
            data = {} if row.method == "GET" else self.body(row.name, sail, role)
            status = ask(self.path(row.name, sail), data, secure=True).status_code
            transaction.set_rollback(True)
        return status

    def path(self, name: str, sail: str) -> str:
        """The address of a page for a sail."""
        item = self.items[sail].pk if sail in self.items else 999_999
        values = {"event_id": self.event_id(sail), "item": item, "token": "t" * 43, "rest": ""}
        values |= {"run_id": self.run.pk, "slug": "cfo", "place": 1, "name": "burn-light", "kind": "txt"}
        values |= {"number": 1, "link": "x" * 22, "action": "run", "act": "accept", "way": "shut"}
        values |= {"card_number": self.card.pk}
        values |= {"batch_number": self.batch.pk, "sub": self.people["hand"].sub, "service": "postmark"}
        values |= {"guest": self.boarders[sail].pk if sail in self.boarders else 999_999, "what": "check-in"}
        if sail in self.parties:
            values |= {"reference": self.parties[sail].reference, "number": self.paid[sail].pk}
            values |= {"guest_number": self.guests[sail].pk, "paper_number": self.papers[sail].pk}
        else:
            values |= {"reference": "NONE22", "number": 999_999, "guest_number": 999_999, "paper_number": 999_999}
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), ROUTES[name])

    def event_id(self, sail: str) -> str:
        """A sail's public name; one that was never given, for the missing."""
        return self.sails[sail].event_id if sail in self.sails else "no-such-sail"

    def body(self, name: str, sail: str, role: str) -> dict[str, str]:
        """What the act is sent: complete and plausible, so that rights alone decide."""
        held = {"captain": "captain", "invited": "chef"}.get(role, "crew")
        free = "crew"
        party = self.parties.get(sail, self.parties["own"])
        today = clock.now().astimezone(factories.HOUSE).date().isoformat()
        next_week = f"{(clock.now() + timedelta(days=7)).astimezone(factories.HOUSE).date().isoformat()}T12:00"
        agreed = {"lead_name": "Mia", "party_size": "4", "channel": party.channel.slug, "price": "650"}
        departs_at = self.sails.get(sail, self.roomy).departs_at.astimezone(factories.HOUSE)
        wanted = {
            "waivers:list_add": {"lines": "Leo Park"},
            "waivers:list_remove": {"reason": "Ill."},
            "waivers:list_hold": {"until": f"{departs_at:%Y-%m-%dT%H:%M}"},
            "events:booking_new": agreed | {"terms": str(party.terms_id)},
            "events:booking_edit": agreed | {"reason": "A cake."},
            "events:booking_money": {"kind": "tip", "amount": "20", "method": "cash", "received_on": today},
            "events:booking_correct": {"amount": "500", "reason": "A slip."},
            "events:booking_move": {"to": self.roomy.event_id, "reason": "Fog."},
            "events:booking_cancel": {"side": "guest", "reason": "Ill."},
            "events:booking_reinstate": {"reason": "Well again."},
            "events:booking_no_show": {"missing": "1"},
            "auth:magic_link": {"email": f"{role}-{sail}@example.com"},
            "auth:code": {"code": "ABC-DEF"},
            "mail:mine": {"family": "tasks", "off": "1"},
            "mail:preferences": {"family": "tasks", "off": "1"},
            "auth:sessions": {"session": "no-such-session"},
            "checklist:task": {"done": "1"},
            "events:ready": {"ready": "1"},
            "events:move": {"departs_at": next_week, "reason": "Wind."},
            "events:hold": {"reason": "Gale."},
            "events:cancel": {"reason": "Storm."},
            "reports:build": {"as_of": "2999-12-31"},
            "board:move": {"status": "in_review"},
            "waivers:board_scan": {"code": "x"},
            "waivers:board_count": {"head_count": "0"},
            "crew:claim": {"role": free},
            "crew:release": {"role": held, "reason": "Fever."},
            "crew:designate": {"role": free, "person": self.people["hand"].email},
            "crew:delegate": {"role": held, "person": self.people["hand"].email},
            "crew:answer": {"role": held, "answer": "accept"},
        }.get(name, {})
        return wanted | ({"event_id": self.event_id(sail)} if name.startswith("crew:") else {})


@pytest.mark.parametrize("row", list(table()), ids=lambda row: f"{row.method} {row.name}")
def test_each_gets_what_the_table_says(row: Row, settings):
    settings.LIMITS = settings.LIMITS | {"REQUESTS_PER_IP_HOUR": 10_000}
    asked = SAILS if "<slug:event_id>" in ROUTES[row.name] or row.name.startswith("crew:") else SAILS[:1]
    house = House()

    answers = {role: [house.answer(row, role, sail) for sail in asked] for role in ROLES}

    assert answers == {role: row.cells[role][: len(asked)] for role in ROLES}


def test_every_address_has_its_row():
    listed = {row.name for row in table()} | NOT_HERE

    assert {name for name in ROUTES if not name.startswith("dev")} - listed == set()
