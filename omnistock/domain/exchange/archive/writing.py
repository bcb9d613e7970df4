"""Writing an archive: one pass over each table, a few thousand rows in memory, whatever the size of the workspace."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import IO, Any, Final
from uuid import UUID

from django.db import models

from omnistock.domain.audit.models import AuditLink
from omnistock.domain.exchange.archive.cells import to_csv, to_json
from omnistock.domain.exchange.archive.kinds import (
    FORMAT,
    FORMAT_VERSION,
    LEFT_OUT,
    SECRET_COLUMNS,
    Kind,
    kinds,
    schema,
    schema_version,
)
from omnistock.domain.exchange.exports.lists import LISTS
from omnistock.domain.exchange.exports.writing import BYTE_ORDER_MARK, csv_parts
from omnistock.domain.files.models import StoredFile
from omnistock.domain.files.storing import read_chunks
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.models import Membership, Organization
from omnistock.tenancy.roles import PERMISSIONS

MANIFEST: Final = "manifest.json"
README: Final = "README.txt"
_ROWS_AT_ONCE: Final = 2_000
_UNSAFE: Final = re.compile(r"[^\w .()+-]", re.UNICODE)
_README: Final = """{name}: everything of this workspace, as of {made_at}.

tables/NAME.jsonl   a table, one JSON object a line: exact, and what `omnistock restore-workspace` reads
tables/NAME.csv     the same for a spreadsheet (a cell that begins like a formula has an apostrophe in front)
lists/NAME.csv      the lists as they stand on the screen, with names in place of ids
files/ID/NAME       every file as it was uploaded; its row is in tables/stored_file.jsonl
people.jsonl        who is or was a member: id, name, address, role
manifest.json       the version, how many rows each table has, the SHA-256 of each of these files, and what is left out and why
"""

Told = Callable[[int, int], None]


@dataclass(slots=True)
class Archive:
    """A file being written, and what its manifest will say of it."""

    zip: zipfile.ZipFile
    made_at: dt.datetime
    members: dict[str, dict[str, Any]] = field(default_factory=dict)

    @contextmanager
    def member(self, name: str) -> Iterator[Member]:
        """A new file of the archive, counted and digested as it is written."""
        info = zipfile.ZipInfo(name, date_time=self.made_at.timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED
        with self.zip.open(info, "w", force_zip64=True) as opened:
            written = Member(opened)
            yield written
        self.members[name] = {"bytes": written.size, "sha256": written.digest.hexdigest()}


@dataclass(slots=True)
class Member:
    file: IO[bytes]
    size: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def write(self, content: bytes) -> None:
        self.file.write(content)
        self.digest.update(content)
        self.size += len(content)


def write_archive(*, actor: Actor, file: IO[bytes], told: Told = lambda done, total: None) -> dict[str, Any]:
    """Write everything of the workspace into `file`; answers the manifest. `told` hears how many rows are written.

    Call it in a transaction that is REPEATABLE READ: everything in it is of one moment.
    """
    counts = {kind.table: kind.model._default_manager.count() for kind in kinds()}
    total, done = sum(counts.values()), 0

    def written(count: int) -> None:
        told(done + count, total)

    with zipfile.ZipFile(file, "w") as opened:
        archive = Archive(opened, actor.now.astimezone(dt.UTC))
        rows = {"organization": _write_table(archive, Kind(Organization))}
        for kind in kinds():
            rows[kind.table] = _write_table(archive, kind, written)
            done += rows[kind.table]
            written(0)
        _write_people(archive)
        _write_files(archive, actor)
        _write_lists(archive, actor)
        manifest = _manifest(actor, archive, rows)
        with archive.member(README) as member:
            member.write(_README.format(name=actor.organization.name, made_at=archive.made_at.isoformat()).encode())
        with archive.member(MANIFEST) as member:
            member.write(json.dumps(manifest, indent=1, ensure_ascii=False).encode())
    return manifest


def _write_table(archive: Archive, kind: Kind, told: Callable[[int], None] = lambda written: None) -> int:
    """Both files of a table, in one pass; the CSV waits in a temporary file, since an archive is written in order."""
    count = 0
    names = kind.columns
    with tempfile.TemporaryFile() as waiting:
        text = io.TextIOWrapper(waiting, encoding="utf-8", newline="", write_through=True)
        text.write(BYTE_ORDER_MARK)
        table = csv.writer(text, lineterminator="\r\n")
        table.writerow(names)
        with archive.member(f"tables/{kind.table}.jsonl") as member:
            for row in _rows(kind):
                values = [to_json(value) for value in row]
                line = json.dumps(dict(zip(names, values, strict=True)), ensure_ascii=False, separators=(",", ":"))
                member.write(line.encode() + b"\n")
                table.writerow([to_csv(value) for value in values])
                count += 1
                if count % _ROWS_AT_ONCE == 0:
                    told(count)
        text.flush()
        waiting.seek(0)
        with archive.member(f"tables/{kind.table}.csv") as member:
            while part := waiting.read(1 << 16):
                member.write(part)
    return count


def _rows(kind: Kind) -> Iterator[tuple[Any, ...]]:
    """Every row in the order of its id, by the primary key: no sorting, no cursor that a pooler would lose."""
    names = [field.attname for field in kind.fields]
    at = names.index("id")
    last: UUID | None = None
    while True:
        found: models.QuerySet[Any] = kind.model._default_manager.order_by("id")
        if last is not None:
            found = found.filter(id__gt=last)
        rows = list(found.values_list(*names)[:_ROWS_AT_ONCE])
        yield from rows
        if len(rows) < _ROWS_AT_ONCE:
            return
        last = rows[-1][at]


def _write_people(archive: Archive) -> None:
    found = Membership.objects.select_related("person").order_by("id")
    with archive.member("people.jsonl") as member:
        for each in found.iterator():
            person = {"id": str(each.person_id), "name": each.person.name, "email": each.person.email}
            line = person | {"membership_id": str(each.pk), "role": each.role, "has_left": each.ended_at is not None}
            member.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


def _write_files(archive: Archive, actor: Actor) -> None:
    for file_id, name in StoredFile.objects.order_by("id").values_list("id", "name").iterator():
        with archive.member(f"files/{file_id}/{safe_name(name)}") as member:
            for part in read_chunks(actor=actor, file_id=file_id):
                member.write(part)


def safe_name(name: str) -> str:
    """A file's name that means the same on every system, and no path on any."""
    return _UNSAFE.sub("_", name).strip(". ")[-120:] or "file"


def _write_lists(archive: Archive, actor: Actor) -> None:
    # Who may take everything out may read each list of it: a key with that scope alone has no other.
    actor = replace(actor, permissions=frozenset(PERMISSIONS))
    for chosen in LISTS.values():
        with archive.member(f"lists/{chosen.name}.csv") as member:
            rows = chosen.rows(actor=actor, asked={})
            for part in csv_parts(chosen.headings, rows, time_zone=actor.organization.time_zone):
                member.write(part.encode())


def _manifest(actor: Actor, archive: Archive, rows: dict[str, int]) -> dict[str, Any]:
    head = AuditLink.objects.order_by("-seq").first()
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "schema_version": schema_version(),
        "organization": {"id": str(actor.organization_id), "name": actor.organization.name},
        "made_at": archive.made_at.isoformat(),
        "made_by": actor.name,
        "audit_head": {"seq": head.seq, "hash": bytes(head.hash).hex()} if head else None,
        "rows": rows,
        "columns": dict(schema()),
        "left_out": dict(LEFT_OUT),
        "columns_left_out": {f"{table}.{column}": why for (table, column), why in SECRET_COLUMNS.items()},
        "members": archive.members,
    }
