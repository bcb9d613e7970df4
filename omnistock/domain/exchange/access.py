"""The imports that an actor may see, annotate, run and undo: a file holds costs, and rows of every warehouse and customer,
so who has limits has their own files alone."""

from __future__ import annotations

from django.db.models import QuerySet

from omnistock.domain.exchange.models import Import
from omnistock.tenancy.actor import Actor


def import_rows(*, actor: Actor) -> QuerySet[Import]:
    rows = Import.objects.select_related("file")
    return rows if actor.sees_all else rows.filter(person_id=actor.person_id)
