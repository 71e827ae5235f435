"""The hidden field that lets a form be sent twice and act once."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from scc_site.idempotency import fresh_key

register = template.Library()


@register.simple_tag
def once() -> SafeString:
    """`{% once %}` within a form: a fresh idempotency key."""
    return format_html('<input type="hidden" name="key" value="{}">', fresh_key())
