"""Customers and suppliers from a file: found by external id, code, GSTIN or name, in this order; changed by the cells
that are not blank, else made. A file's address is the party's first; others stay as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.utils.translation import gettext as _

from omnistock.domain.exchange.kinds.base import Field, ImportKind, Outcome, Parsed, ParsedRow, Report, Told, to_nobody
from omnistock.domain.exchange.options import ImportOptions
from omnistock.domain.exchange.reading import cells
from omnistock.domain.parties import operations
from omnistock.domain.parties.bulk import KnownParty, known_parties
from omnistock.domain.parties.inputs import AddressInput, ContactInput, party_input
from omnistock.domain.parties.judging import judge_party
from omnistock.domain.parties.kinds import CUSTOMER, SUPPLIER, PartyKind
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker, is_storable

_LINES: Final = ("address_line1", "address_line2", "address_line3")
# Column to field of the address.
_PLACE: Final = {"city": "city", "state": "state_code", "postal_code": "postal_code", "country": "country"}
_ADDRESS: Final = {**_PLACE, "address_gstin": "gstin"}
_COLUMN_OF: Final = {
    **{f"addresses/0/{name}": column for column, name in _ADDRESS.items()},
    **{f"addresses/0/lines/{at}": column for at, column in enumerate(_LINES)},
    "addresses": "address_line1",
    "contacts": "contact_name",
}
# How a party of the file is found among ours; the first that both have decides.
_KEYS: Final = ("external_id", "code", "gstin", "name")


def _gst_treatment(cell: str) -> str:
    """Ours, and the words by which Indian systems say the same ("business_gst", "Registered - Regular", "Consumer")."""
    text = cells.plain_text(cell).casefold().replace("_", " ")
    for word, treatment in _TREATMENTS:
        if word in text:
            return treatment
    return text


_TREATMENTS: Final = (
    ("composition", "composition"),
    ("unregistered", "unregistered"),
    ("business none", "unregistered"),
    ("consumer", "consumer"),
    ("overseas", "overseas"),
    ("sez", "sez"),
    ("registered", "registered"),
    ("business gst", "registered"),
    ("regular", "registered"),
)

_LANGUAGES: Final = {"english": "en", "hindi": "hi", "हिन्दी": "hi", "हिंदी": "hi"}


def _language(cell: str) -> str:
    """A code as we write it, or the language's name."""
    text = cells.plain_text(cell).casefold()
    return _LANGUAGES.get(text, text)


SHARED: Final = (
    Field("name", "Name", cells.plain_text),
    Field("code", "Code", cells.plain_text),
    Field("external_id", "External ID", cells.plain_text),
    Field("email", "Email", cells.plain_text),
    Field("phone", "Phone", cells.plain_text),
    Field("gst_treatment", "GST treatment", _gst_treatment),
    Field("gstin", "GSTIN", lambda cell: "".join(cells.plain_text(cell).split()).upper()),
    Field("pan", "PAN", cells.plain_text),
    Field("tax_number", "Tax number", cells.plain_text),
    Field("credit_days", "Credit days", cells.whole_number),
    Field("notes", "Notes", cells.plain_text),
    Field("address_line1", "Address line 1", cells.plain_text),
    Field("address_line2", "Address line 2", cells.plain_text),
    Field("address_line3", "Address line 3", cells.plain_text),
    Field("city", "City", cells.plain_text),
    Field("state", "State", cells.state_code),
    Field("postal_code", "Postal code", cells.plain_text),
    Field("country", "Country", cells.country_code),
    Field("address_gstin", "Address GSTIN", lambda cell: "".join(cells.plain_text(cell).split()).upper()),
    Field("contact_name", "Contact name", cells.plain_text),
    Field("active", "Active", cells.yes_or_no),
)


@dataclass(frozen=True, slots=True)
class _Wanted:
    row: ParsedRow
    changes: Mapping[str, Any]
    known: KnownParty | None
    archived: bool | None


@dataclass(slots=True)
class PartyPlan:
    kind: PartyKind
    outcome: Outcome = field(default_factory=Outcome)
    parties: list[_Wanted] = field(default_factory=list)

    def apply(self, *, actor: Actor, reference: str, told: Told = to_nobody) -> None:
        for at, each in enumerate(self.parties, start=1):
            party_id = self._write(actor, each)
            if each.archived is not None:
                verb = "archive" if each.archived else "restore"
                self._operation(verb)(actor=actor, **{f"{self.kind.noun}_id": party_id})
            told(at, len(self.parties))

    def _write(self, actor: Actor, each: _Wanted) -> Any:
        if each.known is None:
            return self._operation("create")(actor=actor, values=each.changes).id
        key = {f"{self.kind.noun}_id": each.known.row.id}
        return self._operation("change")(actor=actor, changes=each.changes, **key).id

    def _operation(self, verb: str) -> Any:
        return getattr(operations, f"{verb}_{self.kind.noun}")


def plan(actor: Actor, parsed: Parsed, options: ImportOptions, report: Report, *, kind: PartyKind) -> PartyPlan:
    """Judge every row as the operations would. Three statements, whatever the number of rows."""
    made = PartyPlan(kind)
    known = _Known(_read_known(kind, actor, parsed.rows), parsed.rows)
    seen: dict[tuple[str, str], int] = {}
    meant: dict[Any, int] = {}
    for row in parsed.judged():
        errors = len(report.errors)
        _refuse_twice(row, seen, report)
        found = known.of(row, report)
        if found and len(report.errors) == errors and meant.setdefault(found.row.id, row.number) != row.number:
            report.add(row, "name", _("This is in row {row} too.").format(row=meant[found.row.id]))
        wanted = _judge(kind, actor, row, found, report)
        if wanted is None or len(report.errors) > errors:
            continue
        if not wanted.changes and wanted.archived is None:
            made.outcome.unchanged += 1
            continue
        made.outcome.created += found is None
        made.outcome.changed += found is not None
        made.parties.append(wanted)
    return made


def _read_known(kind: PartyKind, actor: Actor, rows: Sequence[ParsedRow]) -> list[KnownParty]:
    named = {
        f"{key}s": {row.values[key] for row in rows if key in row.values and is_storable(row.values[key])}
        for key in _KEYS
    }
    return known_parties(kind, actor=actor, **named)


class _Known:
    """The parties that are there, by each of the keys."""

    def __init__(self, parties: Sequence[KnownParty], rows: Sequence[ParsedRow]) -> None:
        self._named = {row.values.get("name") for row in rows}
        self._by: dict[tuple[str, str], list[KnownParty]] = {}
        for party in parties:
            for key in _KEYS:
                if party.values[key]:
                    self._by.setdefault((key, party.values[key]), []).append(party)

    def of(self, row: ParsedRow, report: Report) -> KnownParty | None:
        """The party that the row means. A key that the row has and another party holds is an error of its own later."""
        for key in _KEYS:
            found = self._by.get((key, row.values.get(key, "")), [])
            if key in ("gstin", "name"):  # alone it means a party that has no code of its own that says otherwise
                found = [each for each in found if not _says_another(row, each)]
            if key == "gstin":
                found = self._of_this_name(row, found)
            if len(found) > 1:
                message = _("Several have this {key}; name the code of the one that is meant.")
                report.add(row, key, message.format(key=key.replace("_", " ")))
            if found:
                return found[0]
        return None

    def _of_this_name(self, row: ParsedRow, found: Sequence[KnownParty]) -> list[KnownParty]:
        """Branches of one company share its GSTIN: their names tell them apart. Without one of this name, it is one that no
        row of the file names: that one is called anew."""
        named = [each for each in found if each.values["name"] == row.values.get("name")]
        free = [each for each in found if each.values["name"] not in self._named]
        return named or (free if "name" in row.values else list(found))


def _says_another(row: ParsedRow, party: KnownParty) -> bool:
    return any(
        row.values.get(key) and party.values[key] and row.values[key] != party.values[key]
        for key in ("external_id", "code")
    )


def _refuse_twice(row: ParsedRow, seen: dict[tuple[str, str], int], report: Report) -> None:
    """One party in two rows would be changed twice; by name it may be two parties, when they have codes."""
    keys = [key for key in ("external_id", "code") if key in row.values] or ["name"]
    for key in keys:
        value = row.values.get(key)
        if value and (key, value) in seen:
            report.add(row, key, _("This is in row {row} too.").format(row=seen[key, value]))
        elif value:
            seen[key, value] = row.number


def _judge(kind: PartyKind, actor: Actor, row: ParsedRow, found: KnownParty | None, report: Report) -> _Wanted | None:
    changes = _changes(row, found)
    values = (found.values if found else {}) | changes
    if found and "gstin" in changes and changes["gstin"] != found.values["gstin"]:
        values |= {"pan": row.values.get("pan", ""), "gst_treatment": row.values.get("gst_treatment")}
    checker = Checker()
    judged = judge_party(
        party_input(kind.shape, values, checker=checker), organization=actor.organization, checker=checker
    )
    if judged is None or checker.faults:
        report.add_faults(row, checker.faults, _COLUMN_OF)
        return None
    archived = _archived(row, found)
    if found is None:
        return _Wanted(row, changes, None, archived)
    old = judge_party(
        party_input(kind.shape, found.values, checker=Checker()), organization=actor.organization, checker=Checker()
    )
    return _Wanted(row, {} if old == judged else changes, found, archived)


def _archived(row: ParsedRow, found: KnownParty | None) -> bool | None:
    """What is to become of it, None where that is what it is."""
    if "active" not in row.values:
        return None
    is_active = found is None or found.row.archived_at is None
    return not row.values["active"] if row.values["active"] != is_active else None


def _changes(row: ParsedRow, found: KnownParty | None) -> dict[str, Any]:
    own = {*_LINES, *_ADDRESS, "contact_name", "active"}
    changes = {name: value for name, value in row.values.items() if name not in own}
    if any(name in row.values for name in (*_LINES, *_ADDRESS)):
        there = found.values["addresses"] if found else ()
        first = there[0] if there else AddressInput()
        changes["addresses"] = (_address(row, first), *there[1:])
    if "contact_name" in row.values:
        there = found.values["contacts"] if found else ()
        if row.values["contact_name"] not in {each.name for each in there}:
            changes["contacts"] = (*there, ContactInput(name=row.values["contact_name"]))
    return changes


def _address(row: ParsedRow, first: AddressInput) -> AddressInput:
    """The address with the row's cells in it. A line that the file leaves blank stays."""
    lines = list(first.lines) + [""] * (len(_LINES) - len(first.lines))
    for at, name in enumerate(_LINES):
        lines[at] = row.values.get(name, lines[at])
    values = {name: row.values[column] for column, name in _ADDRESS.items() if column in row.values}
    return replace(first, lines=tuple(line for line in lines if line), **values)


def plan_customers(actor: Actor, parsed: Parsed, options: ImportOptions, report: Report) -> PartyPlan:
    return plan(actor, parsed, options, report, kind=CUSTOMER)


def plan_suppliers(actor: Actor, parsed: Parsed, options: ImportOptions, report: Report) -> PartyPlan:
    return plan(actor, parsed, options, report, kind=SUPPLIER)


CUSTOMERS: Final = ImportKind(
    name="customers",
    label="customers",
    permission="parties:write",
    fields=(
        *SHARED,
        Field("credit_limit", "Credit limit", cells.number),
        Field("minimum_shelf_life_days", "Minimum shelf life days", cells.whole_number),
        Field("language", "Language", _language),
    ),
    plan=plan_customers,
    needs=(_KEYS,),
)
SUPPLIERS: Final = ImportKind(
    name="suppliers",
    label="suppliers",
    permission="parties:write",
    fields=(*SHARED, Field("lead_time_days", "Lead time days", cells.whole_number)),
    plan=plan_suppliers,
    needs=(_KEYS,),
)
