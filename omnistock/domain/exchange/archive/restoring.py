"""Bringing an archive into a workspace that is still empty: all of it, or nothing.

Ids are kept: the primary key of every table is (organization, id), so the same id may stand in two workspaces, and what
speaks of an id inside a document stays right. Only the organization is another (docs/decisions/0013).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, Final
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, transaction
from django.db.models import JSONField
from django.utils.translation import gettext as _
from psycopg import sql

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.audit.operations import record
from omnistock.domain.audit.sealing import broken_chain, seal_all
from omnistock.domain.exchange.archive.cells import reader
from omnistock.domain.exchange.archive.kinds import MEDIA_TYPES, STARTERS, Kind, kinds
from omnistock.domain.exchange.archive.reading import ArchiveRefused, OpenArchive, open_archive
from omnistock.domain.exchange.archive.writing import Told
from omnistock.domain.exchange.policies import POLICIES
from omnistock.domain.files.models import FileChunk, StoredFile
from omnistock.domain.files.storing import MOST_BYTES, regular
from omnistock.domain.ledger.verification import verify
from omnistock.kernel.errors import Conflict
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.actors import system_actor
from omnistock.tenancy.boundary import is_deadlock
from omnistock.tenancy.models import Membership, Organization
from omnistock.tenancy.operation import operation

_DIFFERENCES_TOLD: Final = 5
# Of the organization itself: what it is called and how it works, and never its id or age, nor whether it is for practice:
# such a one is thrown away in one press, its trail too, and no file makes a real one so.
_OWN: Final = frozenset({"id", "version", "created_at", "updated_at", "frozen_at", "purge_at", "plan", "is_practice"})
_TRAIL: Final = "audit_event"


class WorkspaceNotEmpty(Conflict):
    """An archive is brought into a workspace that nothing was entered into yet."""

    code = "workspace_not_empty"


@operation(POLICIES)
def restore_archive(*, actor: Actor, file: IO[bytes], told: Told = lambda done, total: None) -> dict[str, int]:
    """Bring the archive in `file` into the actor's workspace; answers the rows by table.

    Nobody else writes into the workspace meanwhile: their inserts wait for the organization's row. At the end
    everything that is derived is recomputed, and one difference takes all of it back. Raises `WorkspaceNotEmpty`,
    `ArchiveRefused`.
    """
    archive = open_archive(file)
    organization = Organization.objects.select_for_update().get(pk=actor.organization_id)
    refuse_filled(actor=actor)
    wanted = [kind for kind in kinds() if kind.is_brought_back]
    total, done, rows = sum(archive.manifest["rows"].get(kind.table, 0) for kind in wanted), 0, {}
    members, own_events = _members(archive), set(AuditEvent.objects.values_list("id", flat=True))
    with _told_as_refusal("tables/organization.jsonl"):
        _write_organization(archive, organization)
    _empty_starters()
    for kind in wanted:
        with _told_as_refusal(f"tables/{kind.table}.jsonl"):
            rows[kind.table] = _load(archive, kind, actor.organization_id, members)
        done += rows[kind.table]
        told(done, total)
    with _told_as_refusal("tables"):
        _insert_all(wanted)
    _bring_files(archive, actor)
    _end(actor, archive, rows, own_events)
    return rows


def refuse_filled(*, actor: Actor) -> None:
    """Raises `WorkspaceNotEmpty` naming what is there."""
    there = [
        kind.model._meta.verbose_name_plural
        for kind in kinds()
        if kind.is_brought_back and kind.table not in STARTERS | {_TRAIL} and kind.model._default_manager.exists()
    ]
    if there:
        message = _("Something was entered into this workspace already ({what}). Make a new one and bring it in there.")
        raise WorkspaceNotEmpty(message.format(what=", ".join(map(str, there[:5]))))


def _members(archive: OpenArchive) -> dict[str, UUID | None]:
    """What a membership of the archive is here: the member with the same address, or nobody. Nobody becomes a member
    by a file."""
    here = dict(Membership.objects.filter(ended_at=None).values_list("person__email", "id"))
    found: dict[str, UUID | None] = {}
    for person in archive.people():
        found[str(person.get("membership_id"))] = here.get(str(person.get("email")).lower())
    return found


def _write_organization(archive: OpenArchive, organization: Organization) -> None:
    rows = list(archive.rows_of(Kind(Organization)))
    if len(rows) != 1 or rows[0]["id"] != str(archive.organization_id):
        raise ArchiveRefused(_("The archive does not say whose workspace it is."))
    for field in Organization._meta.local_concrete_fields:
        column = str(field.column)
        if column not in _OWN:
            place = f"tables/organization.jsonl, 1, {column}"
            setattr(organization, field.attname, _read(_plain_reader(field), rows[0][column], place))
    organization.version += 1
    organization.save()


def _empty_starters() -> None:
    """The units, places and registration that a workspace comes with make room for those of the archive."""
    starters = [kind for kind in kinds() if kind.table in STARTERS]
    for kind in starters:
        for column in kind.later:
            kind.model._default_manager.update(**{column: None})
    for kind in reversed(starters):
        kind.model._default_manager.all()._raw_delete(DEFAULT_DB_ALIAS)


def _load(archive: OpenArchive, kind: Kind, organization_id: UUID, members: dict[str, UUID | None]) -> int:
    """One table's rows into a temporary one, by COPY, which a table under row-level security refuses."""
    count = 0
    names = {"table": sql.Identifier(kind.table), "fresh": _fresh(kind), "columns": _listed(kind)}
    make = "CREATE TEMPORARY TABLE {fresh} ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA"
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(make).format(**names))
        with cursor.copy(sql.SQL("COPY {fresh} ({columns}) FROM STDIN").format(**names)) as copy:
            for row in _judged(archive, kind, organization_id, members):
                copy.write_row(row)
                count += 1
    return count


def _insert_all(wanted: list[Kind]) -> None:
    """Every table in one statement, at whose end the references are checked: tables refer to each other in circles, and
    rows to later rows of their own. Each policy judges its rows as it does any other."""
    insert = "INSERT INTO {table} ({columns}) SELECT {columns} FROM {fresh} RETURNING 1"
    parts = [
        sql.SQL("{} AS (" + insert + ")").format(
            sql.Identifier(f"insert_{kind.table}"),
            table=sql.Identifier(kind.table),
            columns=_listed(kind),
            fresh=_fresh(kind),
        )
        for kind in wanted
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("WITH {} SELECT 1").format(sql.SQL(", ").join(parts)))
        for kind in wanted:
            cursor.execute(sql.SQL("DROP TABLE {}").format(_fresh(kind)))


def _fresh(kind: Kind) -> sql.Identifier:
    return sql.Identifier(f"restored_{kind.table}")


def _listed(kind: Kind) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, kind.columns))


def _judged(
    archive: OpenArchive, kind: Kind, organization_id: UUID, members: dict[str, UUID | None]
) -> Iterator[list[Any]]:
    """Rows as their columns take them, in this workspace."""
    theirs = str(archive.organization_id)
    readers = [(str(field.column), _reader_of(field, members)) for field in kind.fields]
    for number, row in enumerate(archive.rows_of(kind), start=1):
        values: list[Any] = []
        for column, read in readers:
            value = row[column]
            if value == theirs:  # the workspace itself, wherever it is spoken of
                values.append(organization_id)
            else:
                values.append(_read(read, value, f"tables/{kind.table}.jsonl, {number}, {column}"))
        yield values


def _plain_reader(field: Any) -> Any:
    """As `reader`, for a value that goes through the model: JSON stays what it is."""
    return (lambda value: value) if isinstance(field, JSONField) else reader(field)


def _reader_of(field: Any, members: dict[str, UUID | None]) -> Any:
    if field.is_relation and field.related_model is Membership:
        return lambda value: members.get(str(value))
    if field.model is StoredFile and field.name == "media_type":
        return lambda value: value if value in MEDIA_TYPES else "application/octet-stream"
    return reader(field)


def _read(read: Any, value: Any, place: str) -> Any:
    try:
        return read(value)
    except (ValueError, OverflowError, AttributeError) as error:
        raise ArchiveRefused(f"{place}: {error}") from None


def _bring_files(archive: OpenArchive, actor: Actor) -> None:
    """The bytes of every file, as many and as they are said to be, and no file that nothing speaks of."""
    members = archive.file_members()
    for file in StoredFile.objects.order_by("id").iterator():
        name = members.pop(file.pk, None)
        if name is None:
            raise ArchiveRefused(_("{place}: its bytes are missing.").format(place=f"files/{file.pk}"))
        digest, size = hashlib.sha256(), 0
        for position, chunk in enumerate(regular(archive.content_of(name))):
            size += len(chunk)
            digest.update(chunk)
            if size > MOST_BYTES:
                raise ArchiveRefused(_("{place}: it is larger than a file may be.").format(place=name))
            FileChunk.objects.create(
                id=uuid7(), organization_id=actor.organization_id, file=file, position=position, content=chunk
            )
        if size != file.size_bytes or digest.digest() != bytes(file.sha256):
            raise ArchiveRefused(_("{place}: it was changed after it was uploaded.").format(place=name))
    for name in members.values():
        raise ArchiveRefused(_("{place}: nothing in the archive speaks of this file.").format(place=name))


def _end(actor: Actor, archive: OpenArchive, rows: dict[str, int], own_events: set[UUID]) -> None:
    """The trail is proved by its own chain, goes on in this workspace's, and all that is derived is recomputed."""
    theirs = archive.organization_id
    ours = actor.organization_id
    problems = broken_chain(
        archive.links(), organization_id=theirs, as_organization_id=ours, besides=own_events, at=archive.made_at
    )
    for problem in problems:
        raise ArchiveRefused(_("The archive's audit trail was changed: {problem}.").format(problem=problem))
    record(
        actor=actor,
        operation="exchange.restore_archive",
        subject_kind="organization",
        subject_id=actor.organization_id,
        subject_name=archive.manifest["organization"]["name"],
        after={
            "from": str(theirs),
            "made_at": archive.manifest.get("made_at"),
            "audit_head": archive.manifest.get("audit_head"),
            "rows": sum(rows.values()),
        },
    )
    seal_all(actor=actor)
    # The organization's time zone and currency may be others now.
    anew = system_actor(organization_id=actor.organization_id, door=actor.door, now=actor.now)
    if found := verify(actor=anew):
        first = "; ".join(f"{each.check} {each.subject}" for each in found[:_DIFFERENCES_TOLD])
        message = _("The archive does not add up: {count} differences ({first}). Nothing was brought in.")
        raise ArchiveRefused(message.format(count=len(found), first=first))


@contextmanager
def _told_as_refusal(place: str) -> Iterator[None]:
    """What the database itself refuses (a check, a reference to nothing, an id twice) is a fault of the archive."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as error:
        if is_deadlock(error):
            raise  # no fault of the archive: it is brought in once more
        diagnosis = getattr(error.__cause__, "diag", None)
        if diagnosis and diagnosis.table_name and not diagnosis.table_name.startswith("restored_"):
            place = f"tables/{diagnosis.table_name}.jsonl"
        why = (diagnosis.constraint_name or diagnosis.message_primary) if diagnosis else type(error).__name__
        raise ArchiveRefused(_("{place}: the database refused it ({why}).").format(place=place, why=why)) from None
