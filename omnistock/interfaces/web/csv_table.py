"""The table of a page or of a picture as a CSV file: what is computed, and so is no list of the exchange room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

from omnistock.domain.exchange.exports.writing import csv_parts
from omnistock.tenancy.actor import Actor


def table_answer(*, actor: Actor, name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """`name` and the day are the file's name."""
    zone = actor.organization.time_zone
    return file_answer(name=name, day=actor.today, headings=headings, rows=rows, time_zone=zone)


def file_answer(
    *, name: str, day: dt.date, headings: Sequence[str], rows: Iterable[Sequence[Any]], time_zone: str
) -> HttpResponse:
    """The same where there is no workspace."""
    parts = csv_parts(headings, rows, time_zone=time_zone)
    answer = HttpResponse([part.encode() for part in parts], content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}-{day.isoformat()}.csv"'
    return answer
