"""The way to another room's page, as far as this installation has it."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse


def href_of(url_name: str, *parts: Any) -> str:
    """The address of a page; "" where there is none, so that a template prints the name without a link."""
    try:
        return reverse(url_name, args=parts)
    except NoReverseMatch:
        return ""
