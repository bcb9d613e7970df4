"""One bin, as whoever counts it sees it: its name, a scan box, what is on its list, and no figure of the books."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from omnistock.domain.catalog.queries import find_products
from omnistock.domain.catalog.scanning import resolve_code
from omnistock.domain.catalog.units import ProductFacts, product_facts
from omnistock.domain.ledger.queries.naming import NamedBatch, batch_named, batches_called
from omnistock.domain.stocktaking.counting_expiries import Printed
from omnistock.domain.stocktaking.counting_inputs import CountedInput
from omnistock.domain.stocktaking.counting_queries import bin_page
from omnistock.domain.stocktaking.counting_views import BinLine, BinPage
from omnistock.domain.stocktaking.operations import finish_bin, record_counts
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import id_of, parse_id, text_of
from omnistock.interfaces.web.batch_words import tell_merged
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.count_words import other_expiry_words, printed_words
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.reading import Reader
from omnistock.kernel.batch_number import fold_batch_number
from omnistock.kernel.days import format_month, parse_expiry
from omnistock.kernel.errors import Conflict, DomainError, Fault, Invalid
from omnistock.tenancy.actor import Actor

_OFFERED: Final = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """What the counter means by a scan or by what they typed: a line of the list, a product that is not on it, or one
    of several."""

    line: BinLine | None = None
    product: ProductFacts | None = None
    batch_number: str = ""
    expires: str = ""
    is_whole: bool = False
    source: str = "typed"
    lines: tuple[BinLine, ...] = ()
    products: tuple[ProductFacts, ...] = ()
    problem: str = ""
    note: str = ""
    on_file: Printed | None = None

    @property
    def pack(self) -> Printed | None:
        """What the pack says of its expiry, where the file says something else."""
        if self.on_file is None or not self.expires:
            return None
        try:
            on, precision = parse_expiry(self.expires)
        except Invalid:  # typed, and told at its field
            return None
        said = Printed(on, str(precision.value))
        return said if said.contradicts(self.on_file) else None


@tenant_view("counts:write")
@require_safe
def count_bin(request: TenantRequest, stock_count_id: UUID, location_id: UUID) -> HttpResponse:
    page = bin_page(actor=request.actor, count_id=stock_count_id, location_id=location_id)
    return _show(request, page, _asked(request, page), FormState(), 200)


@require_POST
@tenant_view("counts:write")
def count_bin_entries(request: TenantRequest, stock_count_id: UUID, location_id: UUID) -> HttpResponse:
    """What somebody counted of one batch or product."""
    actor, reader = request.actor, Reader(request.POST)
    named = _named(reader, actor=actor)
    try:
        with transaction.atomic():
            record_counts(
                actor=actor,
                count_id=stock_count_id,
                lines=[_typed(reader, location_id)],
                source="scan" if reader.text("source") == "scan" else "typed",
            )
    except (Invalid, Conflict) as error:
        page = bin_page(actor=actor, count_id=stock_count_id, location_id=location_id)
        form = FormState.refused(request.POST, _at_fields(error))
        return _show(request, page, _again(reader, page, actor=actor), form, error.status)
    tell_merged(request, [named] if named else [])
    _tell_other_expiry(request, stock_count_id, location_id, reader, named)
    return SeeOther(reverse("count-bin", args=[stock_count_id, location_id]))


def _named(reader: Reader, *, actor: Actor) -> NamedBatch | None:
    """The batch on file that is called as it was typed."""
    product_id = parse_id(reader.text("product_id"))
    return batch_named(actor=actor, product_id=product_id, number=reader.text("batch_number")) if product_id else None


def _tell_other_expiry(
    request: TenantRequest, stock_count_id: UUID, location_id: UUID, reader: Reader, named: NamedBatch | None
) -> None:
    """What the pack said against the file is kept with the entry, and said to whoever typed it."""
    if not reader.text("expires_on"):
        return
    page = bin_page(actor=request.actor, count_id=stock_count_id, location_id=location_id)
    number, batch_id = fold_batch_number(reader.text("batch_number")), reader.id("batch_id") or (named and named.id)
    for line in page.lines:
        is_this = line.batch_id == batch_id if batch_id else fold_batch_number(line.batch_number) == number
        if is_this and line.other_expiry and line.product_id == reader.id("product_id"):
            messages.warning(request, other_expiry_words(line.other_expiry))


@require_POST
@tenant_view("counts:write")
def count_bin_completion(request: TenantRequest, stock_count_id: UUID, location_id: UUID) -> HttpResponse:
    """The bin is counted; on to the next."""
    actor, is_rest_empty = request.actor, Reader(request.POST).is_on("rest")
    try:
        with transaction.atomic():
            done = finish_bin(
                actor=actor, count_id=stock_count_id, location_id=location_id, is_rest_empty=is_rest_empty
            )
    except (Invalid, Conflict) as error:
        page = bin_page(actor=actor, count_id=stock_count_id, location_id=location_id)
        error.faults = tuple(Fault("", fault.message, fault.code) for fault in error.faults)
        return _show(request, page, Asked(), FormState.refused(request.POST, error), error.status)
    if done.status == "counting":
        return SeeOther(reverse("count-next", args=[stock_count_id]))
    messages.success(request, _("{number} is counted. Thank you.").format(number=done.number))
    return SeeOther(reverse("stock-count", args=[stock_count_id]))


def _typed(reader: Reader, location_id: UUID) -> CountedInput:
    product_id, expiry = reader.id("product_id"), reader.text("expires_on")
    read = reader.checker.keep("expires_on", lambda: parse_expiry(expiry)) if expiry else None
    batch_id = reader.id("batch_id")
    if product_id is None:
        reader.checker.add("code", _("Say what you count: scan it, or type its name or batch."), "missing")
    reader.stop()
    assert product_id is not None
    expires_on, precision = read or (None, "day")
    return CountedInput(
        location_id=location_id,
        product_id=product_id,
        quantity=reader.text("quantity"),
        batch_id=batch_id,
        batch_number="" if batch_id else reader.text("batch_number"),
        expires_on=expires_on,
        expiry_precision="month" if precision == "month" else "day",
    )


def _at_fields(error: DomainError) -> DomainError:
    """The refusal with its faults at the form's own fields."""
    error.faults = tuple(
        Fault(fault.pointer.removeprefix("lines/0/"), fault.message, fault.code, fault.details)
        for fault in error.faults
    )
    return error


def _asked(request: TenantRequest, page: BinPage) -> Asked:
    """What the address asks for: a line, a product, or what a code or text means here."""
    actor = request.actor
    if line_id := id_of(request, "line"):
        return Asked(line=next((line for line in page.lines if line.id == line_id), None))
    if product_id := id_of(request, "product"):
        product = product_facts(actor=actor, ids=[product_id]).get(product_id)
        return Asked(
            product=product,
            batch_number=text_of(request, "batch"),
            expires=text_of(request, "expires"),
            is_whole=request.GET.get("whole") == "1",
        )
    text = text_of(request, "code")
    return _meant(text, page, actor=actor) if text else Asked()


def _meant(text: str, page: BinPage, *, actor: Actor) -> Asked:
    """A batch number on the list, else a code, else a part of a name."""
    folded = fold_batch_number(text[:60])
    if found := [line for line in page.lines if line.batch_number and fold_batch_number(line.batch_number) == folded]:
        return _one_of(found)
    if merged := _merged(text, page, actor=actor):
        return merged
    answer = resolve_code(actor=actor, text=text)
    if answer.scan.problems and not answer.matches:
        return Asked(problem=answer.scan.problems[0].message)
    if answer.matches:
        scan = answer.scan
        product = answer.matches[0].product
        number = scan.batch_number or scan.serial or ""
        same = [line for line in page.lines if line.product_id == product.id]
        if number:
            named = [line for line in same if fold_batch_number(line.batch_number) == fold_batch_number(number)]
            expires = _expiry_text(scan)
            if len(named) == 1:
                return Asked(named[0], expires=expires, source="scan", on_file=_on_file(named[0]))
            batch = batch_named(actor=actor, product_id=product.id, number=number)
            if batch and batch.merged_number:
                return replace(_of_batch(batch, product, page), expires=expires, source="scan")
            return Asked(None, product, number, expires, source="scan", on_file=_printed(batch))
        return _one_of(same, source="scan") if same else Asked(product=product, source="scan")
    key = text.casefold()
    if found := [line for line in page.lines if key in line.product_name.casefold() or key in line.sku.casefold()]:
        return _one_of(found)
    products = tuple(find_products(actor=actor, text=text, limit=_OFFERED))
    if len(products) == 1:
        return Asked(product=products[0])
    problem = "" if products else _("Nothing here is called “{text}”.").format(text=text[:40])
    return Asked(products=products, problem=problem)


def _merged(text: str, page: BinPage, *, actor: Actor) -> Asked | None:
    """A number that was merged: the batch that has its goods is what is counted."""
    found = [
        (product_id, batch) for product_id, batch in batches_called(actor=actor, number=text) if batch.merged_number
    ]
    if len(found) != 1:
        return None
    ((product_id, batch),) = found
    product = product_facts(actor=actor, ids=[product_id])[product_id]
    return _of_batch(batch, product, page)


def _of_batch(batch: NamedBatch, product: ProductFacts, page: BinPage) -> Asked:
    """The line of a batch, or the form for a batch that is not on the list."""
    line = next((line for line in page.lines if line.batch_id == batch.id), None)
    note = batch.sentence
    if line is not None:
        return Asked(line, note=note, on_file=_on_file(line))
    return Asked(None, product, batch.number, note=note, on_file=_printed(batch))


def _one_of(lines: list[BinLine], *, source: str = "typed") -> Asked:
    return Asked(line=lines[0], source=source) if len(lines) == 1 else Asked(lines=tuple(lines), source=source)


def _printed(batch: NamedBatch | None) -> Printed | None:
    return Printed(batch.expires_on, batch.expiry_precision) if batch and batch.expires_on else None


def _on_file(line: BinLine) -> Printed | None:
    return Printed(line.expires_on, line.expiry_precision) if line.expires_on else None


def _expiry_text(scan: Any) -> str:
    if scan.expires_on is None:
        return ""
    return format_month(scan.expires_on) if scan.precision == "month" else scan.expires_on.isoformat()


def _again(reader: Reader, page: BinPage, *, actor: Actor) -> Asked:
    """The form as it was, for what was refused."""
    product_id, batch_id = reader.id("product_id"), reader.id("batch_id")
    if product_id is None:
        return Asked()
    line = next((each for each in page.lines if each.product_id == product_id and each.batch_id == batch_id), None)
    is_new = not batch_id and bool(reader.text("batch_number"))
    if line is not None and not is_new:
        expires = reader.text("expires_on")
        return Asked(line=line, expires=expires, source=reader.text("source"), on_file=_on_file(line))
    return Asked(
        product=product_facts(actor=actor, ids=[product_id]).get(product_id),
        batch_number=reader.text("batch_number"),
        expires=reader.text("expires_on"),
        is_whole=reader.is_on("whole"),
        source=reader.text("source"),
    )


def _show(request: TenantRequest, page: BinPage, asked: Asked, form: FormState, status: int) -> HttpResponse:
    here = reverse("count-bin", args=[page.count.id, page.bin.location_id])
    product_ids = {line.product_id for line in page.lines} if asked.line else set()
    facts = product_facts(actor=request.actor, ids=product_ids) if product_ids else {}
    unit_of = asked.product or (facts.get(asked.line.product_id) if asked.line else None)
    context = {
        "page": page,
        "count": page.count,
        "bin": page.bin,
        "asked": asked,
        "form": form,
        "units": list(unit_of.units) if unit_of else [],
        "position": [each.location_id for each in page.count.bins].index(page.bin.location_id) + 1,
        "crumbs": [
            (_("Counts"), reverse("stock-counts")),
            (page.count.number, reverse("stock-count", args=[page.count.id])),
        ],
        "offers": [(each, f"{here}?{urlencode({'product': str(each.id)})}") for each in asked.products],
        "whole_href": _whole_href(here, asked),
        "another_href": _another_href(here, asked),
        "here": here,
        "pack_words": printed_words(asked.pack) if asked.pack else "",
        "file_words": printed_words(asked.on_file) if asked.on_file else "",
    }
    return render(request, "pages/counts/bin.html", context, status=status)


def _whole_href(here: str, asked: Asked) -> str:
    """To the field for a product whose packs show no batch, where several batches of it are on the list."""
    products = {line.product_id for line in asked.lines if line.tracking == "batch"}
    product_id = products.pop() if len(products) == 1 else None
    if asked.product is not None and asked.product.tracking == "batch" and not asked.is_whole:
        product_id = asked.product.id
    return f"{here}?{urlencode({'product': str(product_id), 'whole': '1'})}" if product_id else ""


def _another_href(here: str, asked: Asked) -> str:
    """To the fields for a batch that is not on the list, of a product whose batches are."""
    lines = asked.lines or ((asked.line,) if asked.line else ())
    products = {line.product_id for line in lines if line.tracking == "batch"}
    return f"{here}?{urlencode({'product': str(products.pop())})}" if len(products) == 1 else ""


urlpatterns: list[URLPattern] = [
    path("app/counts/<uuid:stock_count_id>/bins/<uuid:location_id>", count_bin, name="count-bin"),
    path(
        "app/counts/<uuid:stock_count_id>/bins/<uuid:location_id>/entries", count_bin_entries, name="count-bin-entries"
    ),
    path(
        "app/counts/<uuid:stock_count_id>/bins/<uuid:location_id>/completion",
        count_bin_completion,
        name="count-bin-completion",
    ),
]
