"""A list as a CSV file to keep, as the list's own page is filtered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from omnistock.domain.exchange.exporting import export_list
from omnistock.tenancy.actor import Actor


def csv_answer(*, actor: Actor, name: str, asked: Mapping[str, Any]) -> HttpResponse:
    """The whole list, read inside the request's boundary. Raises `PermissionMissing`."""
    parts = export_list(actor=actor, name=name, asked=asked)
    answer = HttpResponse([part.encode() for part in parts], content_type="text/csv; charset=utf-8")
    file_name = f"{name.replace('_', '-')}-{actor.today.isoformat()}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return answer
