"""The office's first page: every table of the books stands on one shelf, behind the dock's own."""

import re

import pytest
from django.contrib import admin

from reports.office.shelves import SHELVES
from tests import factories
from tests.signing_in import signed_in


def shelved():
    return [model for models in SHELVES.values() for model in models]


def test_every_table_of_the_books_stands_on_one_shelf():
    ours = {model for model in admin.site._registry if model._meta.app_label == "reports"}

    assert len(shelved()) == len(set(shelved()))
    assert set(shelved()) == ours


@pytest.mark.django_db
def test_the_first_page_names_the_dock_before_the_books():
    page = signed_in(factories.admin(), "admin").get("/admin/").content.decode()

    assert re.findall(r'<caption>\s*<a[^>]*>\s*(.*?)\s*</a>', page, re.S) == [
        "Crew", "Guests and waivers", "People and sign-in", "Sails", *SHELVES
    ]  # fmt: skip


@pytest.mark.django_db
def test_the_page_of_the_books_says_where_it_is_and_names_every_shelf():
    page = signed_in(factories.admin(), "admin").get("/admin/reports/").content.decode()

    assert 'class="breadcrumbs"><a href="/admin/">Home</a> &rsaquo; Books</div>' in page
    assert re.findall(r"<caption>\s*<a[^>]*>\s*(.*?)\s*</a>", page, re.S) == list(SHELVES)
