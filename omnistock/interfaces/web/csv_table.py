"""The table of a page or of a picture as a CSV file: what is computed, and so is no list of the exchange room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

from omnistock.domain.exchange.exports.writing import csv_parts
from omnistock.tenancy.actor import Actor


def table_answer(*, actor: Actor, name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """`name` and the day are the file's name."""
    parts = csv_parts(headings, rows, time_zone=actor.organization.time_zone)
    answer = HttpResponse([part.encode() for part in parts], content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}-{actor.today.isoformat()}.csv"'
    return answer
