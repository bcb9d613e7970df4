"""What the pages of customers and of suppliers do alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from omnistock.domain.audit.queries import events_of
from omnistock.domain.parties.queries import PARTY_ORDERS, AddressView, PartyFilter, PartyView
from omnistock.interfaces.web.answers import SeeOther, own_address
from omnistock.interfaces.web.asked import choice_of, text_of
from omnistock.interfaces.web.attached import attached
from omnistock.interfaces.web.boundary import TenantRequest
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.history import told
from omnistock.interfaces.web.party_sides import Side
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.views.party_form import (
    ADDRESS_KINDS,
    GST_TREATMENTS,
    fresh_values,
    show_party,
    show_party_again,
    typed_party,
    values_of,
)
from omnistock.kernel.india_states import STATES
from omnistock.tenancy.paging import Page

FILTERS: Final = ("q", "gst_treatment", "archived")
DOCUMENTS_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class ShownAddress:
    """An address with its words. `gstin_state` is the State of its GSTIN where that is another."""

    address: AddressView
    kind: str
    state: str
    is_from_gstin: bool
    gstin_state: str


def asked_sort(request: TenantRequest) -> str:
    return choice_of(request, "sort", PARTY_ORDERS, default="name")


def asked_page(request: TenantRequest, side: Side) -> Page[PartyView]:
    """The page of the list that the URL asks for."""
    found: Page[PartyView] = side.rows(
        actor=request.actor, wanted=asked_filter(request), cursor=request.GET.get("cursor")
    )
    return found


def asked_filter(request: TenantRequest) -> PartyFilter:
    treatments = [code for code, _word in GST_TREATMENTS]
    return PartyFilter(
        search=text_of(request),
        gst_treatment=choice_of(request, "gst_treatment", treatments) or None,
        archived=request.GET.get("archived") == "yes",
        sort=asked_sort(request),
    )


def city_of(party: PartyView) -> str:
    return next((each.city for each in party.addresses if each.city), "")


def page_context(request: TenantRequest, side: Side, party: PartyView) -> dict[str, Any]:
    """What the page of a party shows on either side."""
    return {
        "side": side,
        "party": party,
        "addresses": [_shown(each, party) for each in party.addresses],
        "treatment": dict(GST_TREATMENTS)[party.gst_treatment],
        "crumbs": [(side.plural, reverse(side.list_url))],
        "attached": attached(side.page_url, party.id, actor=request.actor),
        "events": told(events_of(subject_ids=[party.id], limit=12)),
        "may_write": request.actor.may("parties:write"),
        "may_erase": request.actor.may("rights:answer"),
        "is_indian": request.actor.organization.is_indian,
    }


def _shown(address: AddressView, party: PartyView) -> ShownAddress:
    state = STATES.get(address.state_code)
    gstin = address.gstin or party.gstin
    its = STATES.get(gstin[:2])
    return ShownAddress(
        address=address,
        kind=str(dict(ADDRESS_KINDS)[address.kind]),
        state=state.name if state else "",
        is_from_gstin=bool(state) and gstin[:2] == address.state_code,
        gstin_state=its.name if its and state and its != state else "",
    )


def new_party(request: TenantRequest, side: Side) -> HttpResponse:
    """A form that needed somebody who was not on file is gone back to (`next`), where what was typed was kept."""

    def write(posted: Posted) -> str:
        made = side.create(actor=request.actor, values=typed_party(request, side))
        messages.success(request, _("{name} is on file.").format(name=made.name))
        page = reverse(side.page_url, args=[made.id])
        return own_address(request, request.GET.get("next", ""), otherwise=page)

    def show(form: FormState, status: int) -> HttpResponse:
        return show_party_again(request, side, form, party=None, status=status)

    if request.method == "POST":
        return answer_form(request, write=write, show=show)
    return show_party(request, side, values=fresh_values(request.actor, name=text_of(request, "name")), party=None)


def edit_party(request: TenantRequest, side: Side, party_id: UUID) -> HttpResponse:
    def write(posted: Posted) -> str:
        saved = side.change(
            actor=request.actor,
            changes=typed_party(request, side),
            expected_version=posted.version(),
            **{side.key: party_id},
        )
        messages.success(request, _("{name} is saved.").format(name=saved.name))
        return reverse(side.page_url, args=[party_id])

    def show(form: FormState, status: int) -> HttpResponse:
        there = side.one(actor=request.actor, **{side.key: party_id})
        return show_party_again(request, side, form, party=there, status=status)

    if request.method == "POST":
        return answer_form(request, write=write, show=show)
    found = side.one(actor=request.actor, **{side.key: party_id})
    return show_party(request, side, values=values_of(found), party=found)


def archive_party(request: TenantRequest, side: Side, party_id: UUID) -> HttpResponse:
    """Put away, or offered again with `do=restore`."""
    is_restored = request.POST.get("do") == "restore"
    act = side.restore if is_restored else side.archive
    changed = act(actor=request.actor, **{side.key: party_id})
    said = _("{name} is offered again.") if is_restored else _("{name} is archived; what there was stays.")
    messages.success(request, said.format(name=changed.name))
    return SeeOther(reverse(side.page_url, args=[party_id]))
