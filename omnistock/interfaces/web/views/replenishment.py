"""What runs low: proposals of purchase orders and transfers, with quantities to change, and one press that makes the
drafts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from omnistock.domain.replenishment.drafting import draft_replenishment
from omnistock.domain.replenishment.inputs import DraftLineInput, Kind
from omnistock.domain.replenishment.levels import USUAL_WINDOW, WINDOWS
from omnistock.domain.replenishment.proposing import Proposal, proposals
from omnistock.domain.replenishment.queries import RunView, replenishment_run
from omnistock.domain.warehouses.queries import warehouses
from omnistock.interfaces.web.asked import choice_of, id_of, parse_id
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.charts import Point
from omnistock.interfaces.web.csv_table import table_answer
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.reading import Reader
from omnistock.kernel.numbers import plain
from omnistock.tenancy.actor import Actor

_PREFIX: Final = "quantities-"
# Days left up to which, what it is called, and under the axis of a phone; what nobody uses comes last.
_LONG: Final = 10**9
_LASTING: Final = (
    (0, gettext_lazy("Out now"), "0"),
    (7, gettext_lazy("Up to 7 days"), "1–7"),
    (14, gettext_lazy("8 to 14 days"), "8–14"),
    (30, gettext_lazy("15 to 30 days"), "15–30"),
    (_LONG, gettext_lazy("Longer"), "31+"),
    (None, gettext_lazy("None is used"), gettext_lazy("unused")),
)


@dataclass(slots=True)
class Group:
    """The proposals that become one draft; without a source, none."""

    kind: Kind
    source_id: UUID | None
    source_name: str
    warehouse_name: str
    is_other_registration: bool
    may_draft: bool
    rows: list[tuple[Proposal, str, str]] = field(default_factory=list)

    @property
    def amount(self) -> Decimal | None:
        """What it comes to as proposed, of the rows with a cost on file."""
        known = [row.amount for row, _name, _typed in self.rows if row.amount is not None]
        return sum(known, Decimal(0)) if known else None


@tenant_view("stock:read")
@require_http_methods(["GET", "POST"])
def replenishment_page(request: TenantRequest) -> HttpResponse:
    """Posting makes drafts of what has a quantity."""
    if request.method != "POST":
        return _page(request, FormState(values={}), 200)
    request.actor.require("purchasing:write")  # before anything typed is judged

    def write(_posted: Posted) -> str:
        run = draft_replenishment(actor=request.actor, lines=_lines(request), days=_days(request))
        return _told(request, replenishment_run(actor=request.actor, replenishment_run_id=run.pk))

    return answer_form(request, write=write, show=lambda form, status: _page(request, form, status))


def _told(request: TenantRequest, run: RunView) -> str:
    """Says what was made, and where to look at it."""
    numbers = [each.number for each in (*run.purchase_orders, *run.transfers)]
    said = ngettext("{count} draft is made: {numbers}", "{count} drafts are made: {numbers}", len(numbers))
    messages.success(request, said.format(count=len(numbers), numbers=", ".join(numbers)))
    if len(numbers) == 1:
        name, made = ("purchase-order", run.purchase_orders) if run.purchase_orders else ("transfer", run.transfers)
        return reverse(name, args=[made[0].id])
    return reverse("purchase-orders" if run.purchase_orders else "transfers") + "?status=draft"


def _lines(request: TenantRequest) -> list[DraftLineInput]:
    """The quantities that were typed, by the key of their proposal."""
    reader = Reader(request.POST)
    lines = []
    for name in request.POST:
        kind, *ids = name.removeprefix(_PREFIX).split(".")
        known = [parse_id(each) for each in ids]
        if not name.startswith(_PREFIX) or kind not in ("order", "transfer") or len(known) != 3 or None in known:
            continue
        if (quantity := reader.number(name)) is not None:
            product_id, warehouse_id, source_id = (each for each in known if each is not None)
            lines.append(
                DraftLineInput(
                    kind="order" if kind == "order" else "transfer",
                    product_id=product_id,
                    warehouse_id=warehouse_id,
                    source_id=source_id,
                    quantity=quantity,
                    pointer=name,
                )
            )
    reader.stop()
    return lines


def _days(request: TenantRequest) -> int:
    return int(choice_of(request, "days", [str(each) for each in WINDOWS], default=str(USUAL_WINDOW)))


def _page(request: TenantRequest, form: FormState, status: int) -> HttpResponse:
    actor, days, warehouse_id = request.actor, _days(request), id_of(request, "warehouse")
    rows = proposals(actor=actor, days=days, warehouse_id=warehouse_id)
    may_draft = actor.may("purchasing:write")
    groups = _groups(rows, form, actor=actor, may_draft=may_draft)
    data = {
        "form": form,
        "groups": groups,
        "rows": rows,
        "points": _points(rows),
        "series": [_("Products")],
        "days": days,
        "windows": [(each, _("Use of {days} days").format(days=each)) for each in WINDOWS],
        "warehouse_id": warehouse_id,
        "warehouses": [(each.id, each.name) for each in warehouses(actor=actor)],
        "may_draft": may_draft and any(group.may_draft for group in groups),
        "may_set": may_draft,
        "sum": sum((group.amount for group in groups if group.amount is not None), Decimal(0)),
        "orders": sum(group.kind == "order" and group.source_id is not None for group in groups),
        "transfers": sum(group.kind == "transfer" for group in groups),
        "unknown": sum(len(group.rows) for group in groups if group.source_id is None),
    }
    return render(request, "pages/replenishment/page.html", data, status=status)


def _groups(rows: Sequence[Proposal], form: FormState, *, actor: Actor, may_draft: bool) -> list[Group]:
    groups: dict[tuple[Any, ...], Group] = {}
    for row in rows:
        key = (row.kind, row.source_id, row.warehouse_id if row.source_id else None)
        may = may_draft and row.source_id is not None and (row.kind == "order" or actor.may("stock:write"))
        if key not in groups:
            groups[key] = Group(
                row.kind, row.source_id, row.source_name, row.warehouse_name, row.is_other_registration, may
            )
        name = f"{_PREFIX}{row.key}"
        groups[key].rows.append((row, name, str(form.values.get(name, plain(row.quantity)))))
    return list(groups.values())


def _points(rows: Sequence[Proposal]) -> list[Point]:
    """How many products of a warehouse last how long."""
    lasting = {(row.product_id, row.warehouse_id): row.days_left for row in rows}
    counts: dict[int | None, int] = defaultdict(int)
    for left in lasting.values():
        counts[
            None if left is None else next(most for most, *_words in _LASTING if most is not None and left <= most)
        ] += 1
    return [
        Point(str(label), [Decimal(counts[most])], [str(counts[most])], short=str(short), is_hatched=most == 0)
        for most, label, short in _LASTING
    ]


@tenant_view("stock:read")
@require_safe
def replenishment_export(request: TenantRequest) -> HttpResponse:
    actor = request.actor
    names = (
        "kind", "sku", "product_name", "warehouse_name", "source_name", "supplier_code", "quantity", "unit_code",
        "quantity_base", "base_unit_code", "free", "incoming", "demand", "reorder_point", "level", "target", "daily_use",
        "days_left", "lead_days", "unit_cost", "amount", "why",
    )  # fmt: skip
    headings = [
        *(_("Kind"), "SKU", _("Product"), _("To"), _("From"), _("Supplier's code"), _("Quantity"), _("Unit")),
        *(_("In base units"), _("Base unit"), _("Free"), _("Incoming"), _("Orders wait for"), _("Reorder point")),
        *(_("Level"), _("Filled up to"), _("Use a day"), _("Lasts, days"), _("Lead time, days"), _("Unit cost")),
        *(_("Amount"), _("Why")),
    ]
    found = proposals(actor=actor, days=_days(request), warehouse_id=id_of(request, "warehouse"))
    rows = [[getattr(row, name) for name in names] for row in found]
    return table_answer(actor=actor, name="replenishment", headings=headings, rows=rows)


urlpatterns: list[URLPattern] = [
    path("app/replenishment", replenishment_page, name="replenishment"),
    path("app/replenishment.csv", replenishment_export, name="replenishment-export"),
]
