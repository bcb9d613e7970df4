"""What is in an archive: every tenant table of the running product, found by its organization key, or left out here
with the reason. A table that is added tomorrow is taken out tomorrow; whether it is brought back says its room.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from django.apps import apps
from django.db import connection, models

from omnistock.tenancy.models import Organization

FORMAT: Final = "omnistock-workspace"
FORMAT_VERSION: Final = 1

# Not in the archive at all.
LEFT_OUT: Final = MappingProxyType(
    {
        "workspace_archive": "archives of archives would never end; the audit trail says when each was made",
        "archive_chunk": "the bytes of archives",
        "file_chunk": "the bytes of files: they stand in files/, as they were uploaded",
        "idempotency_key": "keys of requests already done, by which they are not done twice; nothing to read",
        "departure": "how far the deletion of the workspace is; over when it is done",
        "form_draft": "forms that a person began and did not send: theirs, seen by nobody else",
    }
)
# Of a table that is in the archive, what is not: whoever holds the file could act with it.
SECRET_COLUMNS: Final = MappingProxyType(
    {
        ("api_key", "secret_hash"): "a key is made anew where the workspace goes",
        ("invitation", "secret_hash"): "an invitation is sent anew where the workspace goes",
    }
)
# Taken out and not brought back: a file must not let anybody in, nor send anything anywhere.
NOT_BROUGHT_BACK: Final = MappingProxyType(
    {
        "membership": "nobody becomes a member by a file; people are invited",
        "membership_warehouse": "goes with its member",
        "invitation": "people are invited anew",
        "api_key": "keys are made anew",
        "notice_choice": "each person chooses their own mails",
        "webhook": "addresses are entered, and answer for themselves, anew",
        "webhook_delivery": "goes with its webhook",
        "audit_link": "the chain is made anew over the same events, after those of the new workspace",
        "stock_count_counter": "who is asked to count is a member; what they counted keeps their name",
    }
)
# The rooms whose tables are brought back, all of them but those above. A room of people, rights or consent never is.
ROOMS_BROUGHT_BACK: Final = frozenset(
    {
        "attachments", "audit", "billing", "catalog", "exchange", "files", "fulfilment", "ledger", "numbering", "parties",
        "purchasing", "recalls", "replenishment", "sales", "search", "stocktaking", "warehouses",
    }
)  # fmt: skip
ROOMS_NOT_BROUGHT_BACK: Final = MappingProxyType(
    {
        "agreements": "who accepted which terms is accepted anew",
        "rights": "requests of people about their data stay where they were made",
        "saved_views": "each person's own",
        "support": "tickets and grants are with the operator to whom they were written: a file brings in no grant",
        "tenancy": "people, keys and invitations: see NOT_BROUGHT_BACK",
        "incidents": "what the operator told this workspace stays where it was told",
        "drafts": "what somebody began to type",
        "notifications": "each person's own",
        "webhooks": "addresses outside",
    }
)
# What a workspace comes with: gone when an archive is brought in, where it is as it was made.
STARTERS: Final = frozenset({"unit", "warehouse", "location", "registration", "number_series", "search_token"})
# Where two tables refer to each other: the one that may stand for a while without the other.
_FIRST: Final = frozenset({"warehouse", "stock_count_line"})
# A file that is shown or given back must be of a kind that the product takes.
MEDIA_TYPES: Final = frozenset({"application/pdf", "image/png", "image/jpeg", "image/webp", "text/csv", "text/plain"})


@dataclass(frozen=True, slots=True)
class Kind:
    """One table of the archive. `later`: columns that are filled in when all tables stand, since two tables refer to
    each other."""

    model: type[models.Model]
    later: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def fields(self) -> list[Any]:
        secret = {column for table, column in SECRET_COLUMNS if table == self.table}
        return [field for field in self.model._meta.local_concrete_fields if field.column not in secret]

    @property
    def columns(self) -> list[str]:
        return [str(field.column) for field in self.fields]

    @property
    def is_brought_back(self) -> bool:
        return self.table not in NOT_BROUGHT_BACK and self.model._meta.app_label in ROOMS_BROUGHT_BACK


def tenant_models() -> list[type[models.Model]]:
    """Every table with an organization key."""
    return [
        model
        for model in apps.get_models()
        if any(getattr(field, "tenant_key", False) for field in model._meta.local_fields)
    ]


@cache
def kinds() -> tuple[Kind, ...]:
    """Every table of the archive but `organization`, referenced tables first."""
    return tuple(_ordered(model for model in tenant_models() if model._meta.db_table not in LEFT_OUT))


@cache
def schema() -> MappingProxyType[str, list[str]]:
    """By table, each column with its type: what an archive must have to be brought in here."""
    found = {Organization._meta.db_table: _typed(Organization._meta.local_concrete_fields)}
    found |= {kind.table: _typed(kind.fields) for kind in kinds()}
    return MappingProxyType(found)


@cache
def schema_version() -> str:
    """A digest of `schema`: two installations with the same one understand each other's archives."""
    return hashlib.sha256(json.dumps(dict(schema()), sort_keys=True).encode()).hexdigest()[:16]


def _typed(fields: Iterable[Any]) -> list[str]:
    return [f"{field.column} {field.db_type(connection)}" for field in fields]


def _ordered(models_: Iterable[type[models.Model]]) -> Iterable[Kind]:
    pending = sorted(models_, key=lambda model: model._meta.db_table)
    there: set[str] = set()
    outside = set(LEFT_OUT)
    while pending:
        ready = [model for model in pending if not _open(model, there | outside)]
        if ready:
            chosen, later = ready, {}
        else:  # a circle: begin where what is missing may be filled in afterwards
            chosen = [min((each for each in pending if _may_wait(each, there | outside)), key=_goes_first)]
            later = {model: tuple(_open(model, there | outside)) for model in chosen}
        for model in chosen:
            yield Kind(model, later.get(model, ()))
        there |= {model._meta.db_table for model in chosen}
        pending = [model for model in pending if model not in chosen]


def _open(model: type[models.Model], there: set[str]) -> list[str]:
    """Columns that refer to tables that are not there yet; a row may always refer to its own table."""
    references: list[Any] = [field for field in model._meta.local_fields if getattr(field, "tenant_reference", False)]
    return [
        str(field.column)
        for field in references
        if field.related_model is not model and field.related_model._meta.db_table not in there
    ]


def _goes_first(model: type[models.Model]) -> tuple[bool, str]:
    return (model._meta.db_table not in _FIRST, model._meta.db_table)


def _may_wait(model: type[models.Model], there: set[str]) -> bool:
    missing = set(_open(model, there))
    fields = [field for field in model._meta.local_fields if field.column in missing]
    key: Any = next(field for field in model._meta.local_fields if getattr(field, "tenant_key", False))
    return all(field.null for field in fields) and not key.append_only
