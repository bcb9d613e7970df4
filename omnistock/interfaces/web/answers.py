"""Answers to a write: never a page (no page is made while locks are held), always the way to one."""

from __future__ import annotations

from django.http.response import HttpResponseRedirectBase


class SeeOther(HttpResponseRedirectBase):
    """303: what was asked is done; go and look there with GET."""

    status_code = 303
