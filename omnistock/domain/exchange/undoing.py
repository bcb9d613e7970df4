"""Taking a whole import back. What it did is what the audit trail says that it did: everything of a run carries the
import's id as its request.

Records that it made go, those that it changed become what they were, opening stock is reversed. All of it, or nothing
and the names of what stands in the way. Units, categories and bins that it made stay: nothing depends on their going.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.audit.operations import record
from omnistock.domain.audit.queries import events_after, events_of_run
from omnistock.domain.catalog import taking_back as products
from omnistock.domain.exchange.access import import_rows
from omnistock.domain.exchange.errors import ImportClosed, UndoBlocked
from omnistock.domain.exchange.kinds.ordering import restore_ordering
from omnistock.domain.exchange.kinds.registry import kind_named
from omnistock.domain.exchange.models import Import
from omnistock.domain.exchange.policies import POLICIES
from omnistock.domain.ledger.operations import reversal_obstacles
from omnistock.domain.ledger.types import DocumentRef
from omnistock.domain.parties import taking_back as parties
from omnistock.domain.parties.kinds import CUSTOMER, SUPPLIER, PartyKind
from omnistock.domain.stocktaking.operations import reverse_adjustment
from omnistock.kernel.errors import DomainError, Fault
from omnistock.tenancy.access import find, find_for_change, save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.operation import operation

_PARTIES: Final = {"customer": CUSTOMER, "supplier": SUPPLIER}
_SETTINGS: Final = {"reorder_rule": "rules", "product_supplier": "suppliers"}
_OBSTACLES_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class UndoPreview:
    """What undoing would do: records that go, that become what they were, documents (by number) that are reversed; and
    what stands in its way, as sentences."""

    removed: int
    restored: int
    documents: tuple[str, ...]
    obstacles: tuple[str, ...]


@dataclass(slots=True)
class _Run:
    """What an import did: events by subject, those that made it apart from those that changed it."""

    made: dict[str, dict[UUID, AuditEvent]] = field(default_factory=lambda: defaultdict(dict))
    changed: dict[str, dict[UUID, dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))
    adjustments: list[AuditEvent] = field(default_factory=list)
    # How products are ordered, by the kind of what was set and the product: what it was before.
    settings: dict[str, dict[UUID, list[dict[str, Any]]]] = field(default_factory=lambda: defaultdict(dict))
    last: AuditEvent | None = None

    @classmethod
    def of(cls, row: Import) -> _Run:
        run = cls()
        assert row.finished_at is not None
        for event in events_of_run(request_id=row.id, at=row.finished_at):
            run.last = event
            verb = event.operation.partition(".")[2].partition("_")[0]
            if event.subject_kind == "adjustment":
                run.adjustments.append(event)
            elif event.subject_kind in _SETTINGS:
                before = (event.before or {}).get(_SETTINGS[event.subject_kind], [])
                run.settings[event.subject_kind].setdefault(event.subject_id, before)
            elif event.subject_kind in (*_PARTIES, "product"):
                run._take(event, verb)
        return run

    def _take(self, event: AuditEvent, verb: str) -> None:
        if verb == "create":
            self.made[event.subject_kind][event.subject_id] = event
        elif event.subject_id not in self.made[event.subject_kind]:
            before, after = dict(event.before or {}), event.after or {}
            if "archived" in after:
                before["archived"] = not after["archived"]
            self.changed[event.subject_kind].setdefault(event.subject_id, {}).update(before)

    @property
    def subject_kinds(self) -> set[str]:
        """A product's id stands for how it is ordered too."""
        return {kind for found in (self.made, self.changed, self.settings) for kind, rows in found.items() if rows}

    @property
    def subject_ids(self) -> list[UUID]:
        made = [key for found in self.made.values() for key in found]
        set_anew = [key for found in self.settings.values() for key in found]
        return made + set_anew + [key for found in self.changed.values() for key in found]


def undo_preview(*, actor: Actor, import_id: UUID) -> UndoPreview:
    """What `undo_import` would do, and what would stop it. Raises `NotFound`, `ImportClosed` where nothing was brought
    in."""
    actor.require("exchange:write")
    row = find(import_rows(actor=actor), import_id, kind="import")
    _require_done(actor, row)
    run = _Run.of(row)
    return UndoPreview(
        removed=sum(len(found) for found in run.made.values()),
        restored=sum(len(found) for kinds in (run.changed, run.settings) for found in kinds.values()),
        documents=tuple(event.subject_name for event in run.adjustments),
        obstacles=tuple(fault.message for fault in _obstacles(actor, row, run)),
    )


@operation(POLICIES)
def undo_import(*, actor: Actor, import_id: UUID, expected_version: int | None = None) -> Import:
    """Take everything back that the import did. The same file may then be brought in again.

    Raises `NotFound`, `VersionConflict`, `ImportClosed` where nothing was brought in, `UndoBlocked` naming everything
    that stands in the way.
    """
    rows = import_rows(actor=actor)
    row = find_for_change(rows, import_id, kind="import", expected_version=expected_version)
    _require_done(actor, row)
    run = _Run.of(row)
    if obstacles := _obstacles(actor, row, run):
        raise UndoBlocked(
            _("This import cannot be undone as things are: {first}").format(first=obstacles[0].message),
            faults=obstacles,
        )
    _take_back(actor, run)
    row.status, row.once_key = "undone", None
    save_change(row, actor=actor, fields=["status", "once_key"])
    record(
        actor=actor,
        operation="exchange.undo_import",
        subject_kind="import",
        subject_id=row.id,
        subject_name=row.file.name,
        before={"status": "done"},
        after={"status": "undone", "adjustments": [event.subject_name for event in run.adjustments]},
    )
    return row


def _require_done(actor: Actor, row: Import) -> None:
    actor.require(kind_named(row.kind).permission)
    if row.status != "done":
        raise ImportClosed(_("This import is {status}, so there is nothing to undo.").format(status=row.status))
    if "same_as" in row.result:
        raise ImportClosed(_("This file was in before, so this import changed nothing; undo the first one."))


def _obstacles(actor: Actor, row: Import, run: _Run) -> list[Fault]:
    """Everything that stands in the way, at most a hundred."""
    if run.last is None and row.created + row.changed:
        return [Fault("", _("It was brought in before undoing was kept."), "undo_blocked")]
    found = [*_later(run), *_used(actor, run), *_unrestorable(actor, run), *_gone(actor, run)]
    return [Fault("", sentence, "undo_blocked") for sentence in dict.fromkeys(found)][:_OBSTACLES_SHOWN]


def _later(run: _Run) -> Iterable[str]:
    """Records that somebody has changed since."""
    if run.last is None:
        return
    message = _("{name} was changed since, by {who}.")
    for event in events_after(
        event=run.last, subject_ids=run.subject_ids, subject_kinds=run.subject_kinds, limit=_OBSTACLES_SHOWN
    ):
        yield message.format(name=event.subject_name, who=event.actor_name)


def _used(actor: Actor, run: _Run) -> Iterable[str]:
    """Records that it made and something else refers to by now."""
    found = products.removal_obstacles(actor=actor, ids=run.made["product"])
    events: dict[UUID, AuditEvent] = dict(run.made["product"])
    for noun, kind in _PARTIES.items():
        found |= parties.removal_obstacles(kind, actor=actor, ids=run.made[noun])
        events |= run.made[noun]
    message = _("{name} cannot go: {why}.")
    return (message.format(name=events[key].subject_name, why=why) for key, why in found.items())


def _unrestorable(actor: Actor, run: _Run) -> Iterable[str]:
    _wanted, refused = products.judge_restoration(actor=actor, before=run.changed["product"])
    return refused.values()


def _gone(actor: Actor, run: _Run) -> Iterable[str]:
    """Opening stock of which something has left."""
    for event in run.adjustments:
        document = DocumentRef("adjustment", event.subject_id, event.subject_name)
        if any(True for _each in events_after(event=event, subject_ids=[event.subject_id], limit=1)):
            yield _("{number} was taken back already.").format(number=event.subject_name)
            continue
        for obstacle in reversal_obstacles(actor=actor, document=document):
            yield f"{event.subject_name}: {obstacle.sentence}"


def _take_back(actor: Actor, run: _Run) -> None:
    try:
        for event in reversed(run.adjustments):
            reverse_adjustment(actor=actor, adjustment_id=event.subject_id, reason=_("The import was undone."))
        restore_ordering(actor=actor, rules=run.settings["reorder_rule"], suppliers=run.settings["product_supplier"])
        products.restore_as_before(actor=actor, before=run.changed["product"])
        products.remove_products(actor=actor, ids=run.made["product"])
        for noun, kind in _PARTIES.items():
            _take_back_parties(actor, kind, run.changed[noun], run.made[noun])
    except DomainError as refusal:
        faults = refusal.faults or (Fault("", refusal.message, "undo_blocked"),)
        raise UndoBlocked(
            refusal.message, faults=[Fault("", fault.message, "undo_blocked") for fault in faults]
        ) from None


def _take_back_parties(
    actor: Actor, kind: PartyKind, changed: dict[UUID, dict[str, Any]], made: dict[UUID, AuditEvent]
) -> None:
    for party_id, before in changed.items():
        parties.restore_as_before(kind, actor=actor, party_id=party_id, before=before)
    parties.remove_parties(kind, actor=actor, ids=made)
