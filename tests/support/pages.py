"""What tests of pages share."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext


def markup(answer: HttpResponseBase) -> str:
    """The page with every run of whitespace one space, and none beside a tag: how a template is laid out is no promise."""
    page = re.sub(r"\s+", " ", answer.content.decode())  # type: ignore[attr-defined]
    return re.sub(r" ?([<>]) ?", r"\1", page)


def is_asked_to_confirm(answer: Any, page: str) -> bool:
    """Whether the form that was sent to `page` asks first who one is: on the page itself, so that nothing typed is lost."""
    way = f'href="/accounts/reauthenticate/?{urlencode({"next": page})}" target="_blank"'
    return answer.status_code == 403 and way in markup(answer)


def statements(client: Client, url: str) -> int:
    """How many SQL statements the page takes. The first visit warms what a process keeps, the second counts."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
