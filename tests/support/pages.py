"""What tests of pages share."""

from __future__ import annotations

import re

from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext


def markup(answer: HttpResponseBase) -> str:
    """The page with every run of whitespace one space, and none beside a tag: how a template is laid out is no promise."""
    page = re.sub(r"\s+", " ", answer.content.decode())  # type: ignore[attr-defined]
    return re.sub(r" ?([<>]) ?", r"\1", page)


def statements(client: Client, url: str) -> int:
    """How many SQL statements the page takes. The first visit warms what a process keeps, the second counts."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
