"""Movements in a period, and the stock register of Rule 56."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from omnistock.domain.reporting.flows import INS, LOSSES, OUTS, FlowRow, stock_flows, total_of
from omnistock.domain.warehouses.queries import registrations
from omnistock.interfaces.web.asked import parse_id
from omnistock.interfaces.web.charts import Point
from omnistock.interfaces.web.links import href_of
from omnistock.interfaces.web.reports import filters
from omnistock.interfaces.web.reports.shape import Asked, Cell, Chart, Column, Filter, Kind, Shown
from omnistock.interfaces.web.words import money_words

_ZERO: Final = Decimal(0)
KINDS: Final[dict[str, str | Promise]] = {
    "opening_stock": gettext_lazy("Opening stock"),
    "received": gettext_lazy("Received"),
    "returned": gettext_lazy("Returned"),
    "found": gettext_lazy("Found"),
    "produced": gettext_lazy("Produced"),
    "transferred_in": gettext_lazy("Transferred in"),
    "landed_cost": gettext_lazy("Landed costs"),
    "sold": gettext_lazy("Sold"),
    "sent_back": gettext_lazy("Sent back"),
    "consumed": gettext_lazy("Consumed"),
    "transferred_out": gettext_lazy("Transferred out"),
    "lost": gettext_lazy("Lost"),
    "stolen": gettext_lazy("Stolen"),
    "destroyed": gettext_lazy("Destroyed"),
    "written_off": gettext_lazy("Written off"),
    "gift": gettext_lazy("Gift"),
    "free_sample": gettext_lazy("Free sample"),
    "wastage": gettext_lazy("Wastage"),
    "corrected": gettext_lazy("Corrected"),
}
_IN: Final = (
    ("value", gettext_lazy("Values")),
    ("quantity", gettext_lazy("Quantities")),
)


def movements(asked: Asked) -> Shown:
    """Opening, in by kind, out by kind, closing; of the kinds that happened."""
    actor = asked.actor
    by: Any = asked.choice("by", filters.BY)
    first, last = asked.period()
    rows = stock_flows(actor=actor, first=first, last=last, by=by, warehouse_id=asked.warehouse_id)
    shows = asked.choice("show", _IN) if actor.sees_costs else "quantity"
    total = total_of(rows)
    ins = [kind for kind in INS if any(kind in row.kinds for row in rows)]
    outs = [kind for kind in OUTS if any(kind in row.kinds for row in rows)]

    def figures(row: FlowRow) -> list[Cell]:
        amounts = [row.opening, *map(row.of, ins), *map(row.of, outs), row.closing]
        return [Cell(getattr(each, shows)) for each in amounts]

    kind: Kind = "money" if shows == "value" else "quantity"
    return Shown(
        columns=[
            Column(_("Name")),
            Column(_("Code"), "csv"),
            Column(_("Unit"), "csv"),
            Column(_("Opening"), kind, on_phone=True),
            *(Column(KINDS[each], kind) for each in (*ins, *outs)),
            Column(_("Closing"), kind, on_phone=True),
        ],
        rows=[[_named(row, by), Cell(row.code), Cell(row.unit_code), *figures(row)] for row in rows],
        filters=[
            *filters.period(asked, first, last),
            filters.choice(asked, "by", _("Grouped"), filters.BY),
            *([filters.choice(asked, "show", _("Figures"), _IN)] if actor.sees_costs else []),
            *filters.warehouse(asked),
        ],
        stats=_proof(asked, total),
        chart=_picture(asked, total, ins, outs) if actor.sees_costs and rows else None,
        foot=[Cell(_("All")), *figures(total)] if rows and shows == "value" else (),
        empty=_("Nothing was there and nothing moved in these days."),
        note=_("Opening and closing are read from the ledger as of those moments, the rest from the movements."),
    )


def _named(row: FlowRow, by: str) -> Cell:
    return Cell(row.name, href=href_of(by, row.id) if row.id and by != "category" else "")


def _proof(asked: Asked, total: FlowRow) -> list[tuple[str | Promise, str]]:
    if not asked.actor.sees_costs:
        return []
    figures = [
        (_("Opening"), total.opening.value),
        (_("In"), total.sum_of(INS).value),
        (_("Out"), total.sum_of(OUTS).value),
        (_("Closing"), total.closing.value),
    ]
    return [(label, money_words(value, actor=asked.actor)) for label, value in figures]


def _picture(asked: Asked, total: FlowRow, ins: Sequence[str], outs: Sequence[str]) -> Chart:
    points = []
    for kind in (*ins, *outs):
        value = total.of(kind).value or _ZERO
        pair = (value, _ZERO) if kind in INS else (_ZERO, value)
        points.append(Point(str(KINDS[kind]), pair, [money_words(each, actor=asked.actor) for each in pair]))
    return Chart(_("What came in and went out, by kind"), _("Kind"), [_("In"), _("Out")], points)


Figure = Callable[[FlowRow], Decimal]


def _quantity(*kinds: str, less: Sequence[str] = ()) -> Figure:
    return lambda row: row.sum_of(kinds).quantity - row.sum_of(tuple(less)).quantity


_REGISTER: Final[tuple[tuple[str | Promise, Figure], ...]] = (
    (gettext_lazy("Opening balance"), lambda row: row.opening.quantity),
    (gettext_lazy("Receipt"), _quantity("opening_stock", "received", "found", "produced", "transferred_in")),
    (gettext_lazy("Supply"), _quantity("sold", "sent_back", "transferred_out", less=("returned",))),
    (gettext_lazy("Consumed"), _quantity("consumed")),
    *((KINDS[kind], _quantity(kind)) for kind in LOSSES),
    (gettext_lazy("Corrected"), _quantity("corrected")),
    (gettext_lazy("Balance"), lambda row: row.closing.quantity),
)


def register(asked: Asked) -> Shown:
    """The account of stock that CGST Rule 56(2) asks for, of one registration's warehouses."""
    actor = asked.actor
    first, last = asked.period()
    known = list(registrations())
    chosen = parse_id(asked.query.get("registration"))
    rows = stock_flows(actor=actor, first=first, last=last, registration_id=chosen, warehouse_id=asked.warehouse_id)
    options = [("", _("Every registration")), *((str(each.pk), each.gstin or each.legal_name) for each in known)]
    own = [Filter("registration", _("Registration"), str(chosen or ""), options)] if known else []
    columns = [
        Column(label, "quantity", on_phone=at in (0, len(_REGISTER) - 1)) for at, (label, _of) in enumerate(_REGISTER)
    ]
    losses = [
        (KINDS[kind], sum((row.of(kind).value or _ZERO for row in rows), _ZERO)) for kind in (*LOSSES, "corrected")
    ]
    points = [Point(str(label), (value,), (money_words(value, actor=actor),)) for label, value in losses]
    has_losses = actor.sees_costs and any(value for _label, value in losses)
    return Shown(
        columns=[Column(_("Product")), Column("SKU", "mono"), Column(_("Unit"), "csv"), *columns],
        rows=[
            [
                Cell(row.name, href=href_of("product", row.id)),
                Cell(row.code),
                Cell(row.unit_code),
                *(
                    Cell(figure(row), row.unit_code if at == len(_REGISTER) - 1 else "")
                    for at, (_l, figure) in enumerate(_REGISTER)
                ),
            ]
            for row in rows
        ],
        filters=[*filters.period(asked, first, last), *own, *filters.warehouse(asked)],
        chart=Chart(_("What was lost, given away or written off, at cost"), _("Kind"), [_("Value")], points)
        if has_losses
        else None,
        empty=_("Nothing was there and nothing moved in these days."),
        note=_("Supply is what was sold, sent back to suppliers or to another registration, less customers' returns."),
    )
