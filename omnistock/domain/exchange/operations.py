"""Bringing files in. A file is checked whole first; then all of it is brought in, or none."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.exchange.access import import_rows
from omnistock.domain.exchange.engine import Judged, bring_in, judge, options_of, try_out, write_down
from omnistock.domain.exchange.errors import ImportClosed, RowError, UnreadableFile
from omnistock.domain.exchange.kinds.base import ImportKind, Told, part_of, to_nobody
from omnistock.domain.exchange.kinds.registry import kind_named
from omnistock.domain.exchange.models import Import
from omnistock.domain.exchange.options import read_options
from omnistock.domain.exchange.policies import POLICIES
from omnistock.domain.exchange.recognition import CUSTOM
from omnistock.domain.exchange.remembering import said_before
from omnistock.domain.files.storing import read_file, store_file
from omnistock.domain.security.operations import record as record_security
from omnistock.kernel.errors import DomainError
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.access import find, find_for_change, save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.aside import tell_aside
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.operation import operation
from omnistock.tenancy.queue import enqueue
from omnistock.tenancy.said import day_said

RUN_TASK: Final = "run_import"
CHECK_TASK: Final = "check_import"
# A file of more bytes takes longer to check than somebody waits for a page: the worker checks it.
BIG_BYTES: Final = 256 * 1024
# Of its rows, as many as of what is to be written: rows that change nothing are passed over.
_PROGRESS: Final = (
    "UPDATE import SET rows_done = GREATEST(rows_done, rows * %s / %s)"
    " WHERE organization_id = %s AND id = %s AND status = 'running'"
)
_CHECKED: Final = (
    "UPDATE import SET rows_done = GREATEST(rows_done, %s), rows = %s"
    " WHERE organization_id = %s AND id = %s AND status = 'checking'"
)
# How much of a check is judging what was read, in per cent, where all of it is tried afterwards.
_JUDGED: Final = 40
_FOUND: Final = (
    "mapping recognised_as encoding separator rows created changed unchanged errors error_count result".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileInput:
    """A file to bring in. `parts` are its bytes; `options` are those of `ImportOptions`; `mapping` says of a heading
    which field it is ("" for none, "custom:Name" for a field of the product's own); where it says nothing and
    `remembers`, it is what was said of the last file that had these headings."""

    kind: str
    name: str
    parts: Iterable[bytes]
    options: Mapping[str, Any] = field(default_factory=dict)
    mapping: Mapping[str, str] = field(default_factory=dict)
    remembers: bool = False


@operation(POLICIES)
def check_import(*, actor: Actor, file: FileInput, is_dry_run: bool = False, id: UUID | None = None) -> Import:
    """Keep the file and judge every row of it, changing nothing else. The answer is "checked" and may be started, or
    "refused" with its errors.

    Raises `Invalid` for a kind, option or field that there is not, `UnreadableFile` for what is no table of this kind,
    `FileTooLarge`.
    """
    row, kind = _keep(actor, file, id)
    row.is_dry_run = is_dry_run
    _examine(actor, kind, row, remembers=file.remembers)
    row.save(force_insert=True)
    _record(actor, "check_import", row)
    return row


@operation(POLICIES)
def queue_check(
    *, actor: Actor, file: FileInput, is_dry_run: bool = False, then_start: bool = False, id: UUID | None = None
) -> Import:
    """Keep the file, and have the worker judge it: "checking" until then. `then_start`: and bring it in where nothing is
    wrong. Raises `Invalid`, `FileTooLarge`; that it is no table is found by the check."""
    row, _kind = _keep(actor, file, id)
    row.is_dry_run, row.status = is_dry_run, "checking"
    row.result = {"then_start": then_start and not is_dry_run, "remembers": file.remembers}
    row.save(force_insert=True)
    _record(actor, "queue_check", row)
    enqueue(actor=actor, task=CHECK_TASK, import_id=row.id)
    return row


@operation(POLICIES)
def run_check(*, actor: Actor, import_id: UUID, told: Told = to_nobody) -> Import:
    """Judge a kept file, as `check_import` does; one that was judged already is answered as it is, so that a job may run
    twice. Its row is locked at the end alone, so that `told` can write beside it how far it is. Raises `ImportClosed`
    where somebody cancelled it meanwhile."""
    row = find(Import.objects.select_related("file"), import_id, kind="import")
    kind = _kind(actor, row.kind)
    if row.status != "checking":
        return row
    then_start = bool(row.result.get("then_start"))
    try:
        _examine(actor, kind, row, told, remembers=bool(row.result.get("remembers")))
    except UnreadableFile as error:
        row.status, row.error_count, row.result = "refused", 1, {}
        row.errors = [RowError(0, "", "", error.message).as_json()]
    _require(Import.objects.select_for_update().get(pk=row.pk), "checking")
    row.rows_done = 0
    save_change(row, actor=actor, fields=["status", "rows_done", *_FOUND])
    _record(actor, "run_check", row)
    if then_start and row.status == "checked":
        start_import(actor=actor, import_id=row.pk)
    return row


@operation(POLICIES)
def import_file(*, actor: Actor, file: FileInput, id: UUID | None = None) -> Import:
    """Keep the file, judge it and bring it in, at once and in this transaction. Answers and raises as `check_import`,
    but for "done" in place of "checked"."""
    row, kind = _keep(actor, file, id)
    _carry_out(actor, kind, row)
    row.save(force_insert=True)
    _record(actor, "import_file", row)
    record_security(actor=actor, kind="import", list=row.kind, status=row.status)
    return row


@operation(POLICIES)
def recheck_import(
    *,
    actor: Actor,
    import_id: UUID,
    options: Mapping[str, Any] | None = None,
    mapping: Mapping[str, str] | None = None,
    expected_version: int | None = None,
) -> Import:
    """Judge a kept file again, with other options or another mapping where they are given. Raises `ImportClosed`."""
    row, kind = _open(actor, import_id, ("checked", "refused"), expected_version)
    if options is not None:
        row.options = read_options(options).as_json()
    if mapping is not None:
        row.mapping = _mapping(kind, mapping)
    _examine(actor, kind, row)
    save_change(row, actor=actor, fields=["options", "status", *_FOUND])
    _record(actor, "recheck_import", row)
    return row


@operation(POLICIES)
def start_import(*, actor: Actor, import_id: UUID, expected_version: int | None = None) -> Import:
    """Hand a checked import to the worker. Raises `ImportClosed`."""
    row, _kind = _open(actor, import_id, ("checked",), expected_version)
    row.status, row.is_dry_run = "waiting", False
    row.rows_done = 0
    save_change(row, actor=actor, fields=["status", "is_dry_run", "rows_done"])
    _record(actor, "start_import", row)
    record_security(actor=actor, kind="import", list=row.kind, status=row.status)
    enqueue(actor=actor, task=RUN_TASK, import_id=row.id)
    return row


def begin_import(*, actor: Actor, import_id: UUID) -> bool:
    """The worker takes it up, or takes it up again after it was killed; False where there is nothing to do any more. In a
    transaction of its own, so that it is seen to run."""
    row = Import.objects.select_for_update().filter(pk=import_id).first()
    if row is None or row.status not in ("waiting", "running"):
        return False
    row.status, row.rows_done = "running", 0
    save_change(row, actor=actor, fields=["status", "rows_done"])
    return True


@operation(POLICIES)
def run_import(*, actor: Actor, import_id: UUID, told: Told = to_nobody) -> Import:
    """Bring it all in, now, in this transaction; judged anew, since the check may be a while ago.

    The answer is "done", or "refused" with its errors and nothing changed. One that is done already is answered as it
    is, so that a job may run twice. Raises `ImportClosed` for a cancelled or refused one, and for one that somebody
    cancelled meanwhile: what it did is to be rolled back. Its row is locked at the end alone, so that `told` can write
    beside it how far it is.
    """
    row = find(Import.objects.select_related("file"), import_id, kind="import")
    kind = _kind(actor, row.kind)
    _require(row, "checked", "waiting", "running", "done")
    if row.status == "done":
        return row
    before = row.status
    _carry_out(actor, kind, row, told)
    _require(Import.objects.select_for_update().get(pk=row.pk), before)
    row.rows_done = row.rows
    save_change(row, actor=actor, fields=["status", "rows_done", "once_key", "finished_at", *_FOUND])
    _record(actor, "run_import", row)
    return row


def give_up_import(*, actor: Actor, import_id: UUID, error: Exception) -> None:
    """The worker could not: it may be started once more. Of a bug only that it happened is told, as its text may say
    anything. One that was cancelled stays so."""
    row = Import.objects.select_for_update().filter(pk=import_id, status__in=("checking", "running")).first()
    if row is None:
        return
    was_checking = row.status == "checking"
    told = error.message if isinstance(error, DomainError) else _("It went wrong on our side; nothing was changed.")
    row.status, row.rows_done = "refused" if was_checking else "checked", 0
    row.result |= {"notices": [*row.result.get("notices", []), told]}
    save_change(row, actor=actor, fields=["status", "rows_done", "result"])


def tell_import_progress(*, actor: Actor, import_id: UUID, done: int, total: int) -> None:
    """Shown at once, beside the transaction that brings everything in: `done` of `total` of what is to be written."""
    tell_aside(actor.organization_id, _PROGRESS, [done, max(total, 1), actor.organization_id, import_id])


def tell_check_progress(*, actor: Actor, import_id: UUID, done: int, total: int) -> None:
    """The same of a check: reading, judging and trying together are as far as `done` of `total` rows. It never goes back,
    also where the work begins anew after a deadlock."""
    tell_aside(actor.organization_id, _CHECKED, [done, total, actor.organization_id, import_id])


@operation(POLICIES)
def cancel_import(*, actor: Actor, import_id: UUID, expected_version: int | None = None) -> Import:
    """Leave it. What runs is rolled back when it comes to its end; what is done is not undone by this. Raises
    `ImportClosed`."""
    row, _kind = _open(actor, import_id, ("checking", "checked", "waiting", "running", "refused"), expected_version)
    row.status = "cancelled"
    save_change(row, actor=actor, fields=["status"])
    _record(actor, "cancel_import", row)
    return row


def _kind(actor: Actor, name: str) -> ImportKind:
    kind = kind_named(name)
    actor.require(kind.permission)
    return kind


def _open(
    actor: Actor, import_id: UUID, statuses: tuple[str, ...], expected_version: int | None
) -> tuple[Import, ImportKind]:
    rows = import_rows(actor=actor)
    row = find_for_change(rows, import_id, kind="import", expected_version=expected_version)
    kind = _kind(actor, row.kind)
    _require(row, *statuses)
    return row, kind


def _require(row: Import, *statuses: str) -> None:
    if row.status not in statuses:
        raise ImportClosed(_("This import is {status}, so this cannot be done to it.").format(status=row.status))


def _keep(actor: Actor, given: FileInput, id: UUID | None) -> tuple[Import, ImportKind]:
    """The file in our keeping, and the row of its import, not yet saved."""
    kind = _kind(actor, given.kind)
    options, mapping = read_options(given.options), _mapping(kind, given.mapping)
    import_id = id or uuid7()
    file = store_file(
        actor=actor,
        name=given.name,
        media_type="text/csv",
        parts=given.parts,
        subject_kind="import",
        subject_id=import_id,
    )
    row = Import(
        organization_id=actor.organization_id,
        id=import_id,
        kind=kind.name,
        file=file,
        options=options.as_json(),
        mapping=mapping,
        person_id=actor.person_id,
        created_at=actor.now,
        updated_at=actor.now,
    )
    return row, kind


def _mapping(kind: ImportKind, given: Mapping[str, str]) -> dict[str, str]:
    checker = Checker()
    known = {field.name for field in kind.fields}
    for heading, name in given.items():
        custom = kind.name == "products" and name.startswith(CUSTOM) and len(name) > len(CUSTOM)
        if name and name not in known and not custom:
            message = _("There is no field “{name}” here; there are {known}.")
            shown = ", ".join(field.name for field in kind.fields)
            checker.add(f"mapping/{heading[:60]}", message.format(name=name[:60], known=shown), "unknown_field")
    taken = [name for name in given.values() if name]
    for name in {name for name in taken if taken.count(name) > 1}:
        checker.add("mapping", _("Two columns cannot both be {name}.").format(name=name), "duplicate")
    checker.stop()
    return {heading.strip(): name for heading, name in given.items()}


def _judge(
    actor: Actor, kind: ImportKind, row: Import, told: Told = to_nobody, *, before: Sequence[Mapping[str, str]] = ()
) -> Judged:
    content, options = read_file(actor=actor, file_id=row.file_id), options_of(row)
    mapping: dict[str, str] = row.mapping
    return judge(actor=actor, kind=kind, content=content, options=options, mapping=mapping, before=before, told=told)


def _examine(actor: Actor, kind: ImportKind, row: Import, told: Told = to_nobody, *, remembers: bool = False) -> None:
    """Judge the file and say of the row what came of it."""
    before = said_before(actor=actor, kind=kind, sha256=bytes(row.file.sha256)) if remembers else ()
    judged = _judge(actor, kind, row, part_of(told, first=0, last=_JUDGED) if kind.tries else told, before=before)
    row.mapping = dict(judged.file.mapping)
    twin = _twin(kind, row)
    if twin is not None:
        _answer_twin(row, judged, twin, actor=actor)
        row.status = "checked"
        return
    if kind.tries and judged.is_clean:
        tries = part_of(told, first=_JUDGED, last=100, rows=judged.rows)
        try_out(judged, actor=actor, reference=_reference(row), told=tries)
    write_down(row, judged)
    row.status = "checked" if judged.is_clean else "refused"


def _carry_out(actor: Actor, kind: ImportKind, row: Import, told: Told = to_nobody) -> None:
    """Bring the file in, and say of the row what came of it."""
    judged = _judge(actor, kind, row)
    row.finished_at = actor.now
    twin = _twin(kind, row)
    if twin is not None:
        _answer_twin(row, judged, twin, actor=actor)
        return
    # All that the run does carries the import's id as its request: `undoing` reads the trail by it.
    is_done = bring_in(judged, actor=replace(actor, request_id=row.id), reference=_reference(row), told=told)
    write_down(row, judged)
    row.status = "done" if is_done else "refused"
    row.once_key = _once_key(kind, row) if is_done else None


def _once_key(kind: ImportKind, row: Import) -> str | None:
    """What makes a file the same: its bytes, and how they are to be read. None for kinds that may be sent as often as
    one likes, since they say what is to be and not what is to be added."""
    if not kind.once:
        return None
    said = {**row.options, "mapping": row.mapping}
    again = str(row.id) if said.pop("again", False) else ""
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]
    return f"{kind.name}:{bytes(row.file.sha256).hex()}:{digest}:{again}"


def _twin(kind: ImportKind, row: Import) -> Import | None:
    """The import that brought the same file in before."""
    key = _once_key(kind, row)
    return Import.objects.filter(once_key=key).exclude(id=row.id).first() if key else None


def _answer_twin(row: Import, judged: Judged, twin: Import, *, actor: Actor) -> None:
    write_down(row, judged)
    message = _(
        "This very file was brought in on {day}; sending it again changes nothing. To post it once more, say so."
    )
    day = day_said(actor.organization.day_of(twin.updated_at))
    row.created, row.changed, row.unchanged = 0, 0, judged.rows
    row.errors, row.error_count = [], 0
    row.result |= {"same_as": str(twin.id), "notices": [message.format(day=day)]}
    row.status = "done"


def _reference(row: Import) -> str:
    return _("Import of {file}").format(file=row.file.name)[:200]


def _record(actor: Actor, name: str, row: Import) -> None:
    after = {"kind": row.kind, "status": row.status, "rows": row.rows, "errors": row.error_count}
    counts = {"created": row.created, "changed": row.changed, "unchanged": row.unchanged}
    record(
        actor=actor,
        operation=f"exchange.{name}",
        subject_kind="import",
        subject_id=row.id,
        subject_name=row.file.name,
        after=after | counts,
    )
