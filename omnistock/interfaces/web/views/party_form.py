"""The form of a customer or supplier: what it posts as the parties' fields, and what it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from omnistock.domain.identity.queries import members
from omnistock.domain.parties.inputs import AddressInput, ContactInput
from omnistock.domain.parties.queries import PartyView
from omnistock.interfaces.web.asked import parse_id, typed_or_none
from omnistock.interfaces.web.boundary import TenantRequest
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.party_sides import Side
from omnistock.interfaces.web.repeated import PLACEHOLDER, flat, shown_again, typed_rows
from omnistock.kernel.currencies import currency_of
from omnistock.kernel.india_states import CHOICES as STATES
from omnistock.kernel.numbers import plain
from omnistock.tenancy.actor import Actor

GST_TREATMENTS: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("registered", _("Registered, regular")),
    ("composition", _("Registered, composition")),
    ("unregistered", _("Unregistered business")),
    ("consumer", _("Consumer")),
    ("sez", _("Special economic zone")),
    ("overseas", _("Overseas")),
)
ADDRESS_KINDS: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("both", _("Billing and shipping")),
    ("billing", _("Billing")),
    ("shipping", _("Shipping")),
)
_TEXTS: Final = (
    "name",
    "code",
    "email",
    "phone",
    "gstin",
    "pan",
    "tax_number",
    "gst_treatment",
    "notes",
    "external_id",
    "language",
)
_FIGURES: Final = ("credit_limit", "credit_days", "minimum_shelf_life_days", "lead_time_days")
_ADDRESS: Final = ("kind", "city", "state_code", "postal_code", "country", "gstin")
# A row with only what the blank row already has is one that nobody filled.
_ADDRESS_TYPED: Final = ("id", "lines", "city", "state_code", "postal_code", "gstin")
_CONTACT: Final = ("name", "title", "phone", "email")
# Shown folded away until one of them is filled or wrong.
_MORE: Final = ("pan", "external_id", "notes")


def typed_party(request: TenantRequest, side: Side) -> dict[str, Any]:
    """The posted form as `values` or `changes` of the parties. What the form did not show is not sent."""
    posted = request.POST
    values: dict[str, Any] = dict(typed_or_none(posted, (*_TEXTS, *side.figures)))
    if "owner_membership_id" in posted:
        values["owner_membership_id"] = parse_id(posted["owner_membership_id"])
    values["addresses"] = tuple(_address(row) for row in typed_rows(posted, "addresses", keys=_ADDRESS_TYPED))
    values["contacts"] = tuple(
        ContactInput(**{key: row.get(key, "") for key in _CONTACT})
        for row in typed_rows(posted, "contacts", keys=_CONTACT)
    )
    return values


def _address(row: Mapping[str, str]) -> AddressInput:
    lines = tuple(line.strip() for line in row.get("lines", "").splitlines() if line.strip())
    texts = {key: row.get(key, "") for key in _ADDRESS}
    return AddressInput(id=parse_id(row.get("id")), lines=lines, **texts)


def values_of(party: PartyView) -> dict[str, Any]:
    """What the form of a party that is there starts from."""
    values: dict[str, Any] = {name: getattr(party, name) or "" for name in _TEXTS}
    values |= {name: _figure(getattr(party, name)) for name in _FIGURES}
    values |= {"version": party.version, "owner_membership_id": party.owner_membership_id or ""}
    values["addresses"] = [
        {"id": each.id, "lines": "\n".join(each.lines)} | {key: getattr(each, key) for key in _ADDRESS}
        for each in party.addresses
    ]
    values["contacts"] = [{key: getattr(each, key) for key in _CONTACT} for each in party.contacts]
    return values


def fresh_values(actor: Actor, *, name: str = "") -> dict[str, Any]:
    """What the form of a new party starts from: one address in our own country."""
    address = {"kind": "both", "country": actor.organization.country}
    return {"name": name, "addresses": [address], "contacts": []}


def show_party(
    request: TenantRequest, side: Side, *, values: Mapping[str, Any], party: PartyView | None
) -> HttpResponse:
    """The form with these values, `addresses` and `contacts` among them as rows."""
    form = FormState(values=flat(values))
    return _render(request, side, form, addresses=values["addresses"], contacts=values["contacts"], party=party)


def show_party_again(
    request: TenantRequest, side: Side, refused: FormState, *, party: PartyView | None, status: int
) -> HttpResponse:
    """The form as it was posted, with every mistake beside its control."""
    posted = request.POST
    addresses = typed_rows(posted, "addresses", keys=_ADDRESS_TYPED)
    contacts = typed_rows(posted, "contacts", keys=_CONTACT)
    single = (*_TEXTS, *_FIGURES, "version", "owner_membership_id")
    typed = {name: posted[name] for name in single if name in posted}
    form = shown_again(refused, {**typed, "addresses": addresses, "contacts": contacts})
    return _render(request, side, form, addresses=addresses, contacts=contacts, party=party, status=status)


def _render(
    request: TenantRequest,
    side: Side,
    form: FormState,
    *,
    addresses: Sequence[Any],
    contacts: Sequence[Any],
    party: PartyView | None,
    status: int = 200,
) -> HttpResponse:
    actor = request.actor
    context = {
        "form": form,
        "side": side,
        "party": party,
        "addresses": addresses,
        "contacts": contacts,
        "placeholder": PLACEHOLDER,
        "crumbs": _crumbs(side, party),
        "treatments": GST_TREATMENTS,
        "address_kinds": ADDRESS_KINDS,
        "states": [(state.code, state.name) for state in STATES],
        "members": _members(actor, side),
        "languages_offered": settings.LANGUAGES,
        "is_indian": actor.organization.is_indian,
        "currency": currency_of(actor.organization.currency).symbol,
        "more_is_open": any(form.value(name) or form.errors(name) for name in _MORE),
    }
    return render(request, "pages/parties/form.html", context, status=status)


def _members(actor: Actor, side: Side) -> list[tuple[str, str]]:
    """Who may look after a customer; offered to whoever may see the people of the workspace."""
    if not side.has_owner or not actor.may("people:read"):
        return []
    return [(str(each.id), each.name) for each in members(actor=actor)]


def _crumbs(side: Side, party: PartyView | None) -> list[tuple[str, str]]:
    crumbs = [(str(side.plural), reverse(side.list_url))]
    return [*crumbs, (party.name, reverse(side.page_url, args=[party.id]))] if party else crumbs


def _figure(value: Any) -> str:
    return "" if value is None else plain(value) if hasattr(value, "normalize") else str(value)
