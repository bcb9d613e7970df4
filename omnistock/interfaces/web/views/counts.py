"""Stock counts: their list, and the page of one: who counts what, and what the approver does with it."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from omnistock.domain.audit.queries import events_of
from omnistock.domain.stocktaking.counting_models import CAUSES, COUNT_STATUSES
from omnistock.domain.stocktaking.counting_queries import CountFilter, review_lines, stock_count, stock_counts
from omnistock.domain.stocktaking.counting_views import CountView
from omnistock.domain.stocktaking.operations import (
    approve_stock_count,
    cancel_stock_count,
    choose_entry,
    correct_counted_expiry,
    recount_lines,
    reverse_stock_count,
    set_causes,
    submit_stock_count,
)
from omnistock.domain.warehouses.queries import warehouses
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import choice_of, id_of, parse_id, text_of
from omnistock.interfaces.web.attached import attached
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.count_words import CAUSES as CAUSE_WORDS
from omnistock.interfaces.web.count_words import SCOPES, cause_of, expiry_words, moved_words
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.document_links import document_hrefs
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.history import told
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.movement_words import reason_words
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.reading import Reader
from omnistock.interfaces.web.status import status_of
from omnistock.kernel.errors import Invalid
from omnistock.tenancy.actor import Actor

COLUMNS: Final = (
    Column("number", gettext_lazy("Count")),
    Column("due", gettext_lazy("Due")),
    Column("what", gettext_lazy("What")),
    Column("warehouse", gettext_lazy("Warehouse")),
    Column("status", gettext_lazy("Status")),
    Column("bins", gettext_lazy("Bins counted"), is_figure=True),
    Column("differences", gettext_lazy("Differences"), is_figure=True),
    Column("value", gettext_lazy("Worth"), is_figure=True),
)
_FILTERS: Final = ("open", *COUNT_STATUSES)


def _wanted(request: TenantRequest) -> CountFilter:
    return CountFilter(
        warehouse_id=id_of(request, "warehouse"),
        plan_id=id_of(request, "plan"),
        status=choice_of(request, "status", _FILTERS),
        number=text_of(request),
    )


@tenant_view("counts:read")
@require_safe
def count_list(request: TenantRequest) -> HttpResponse:
    """Counts, the newest first."""
    actor, wanted = request.actor, _wanted(request)
    page = stock_counts(actor=actor, wanted=wanted, cursor=request.GET.get("cursor"))
    sees = actor.may("variances:read")
    hidden = set() if sees and actor.sees_costs else {"value"} if sees else {"value", "differences"}
    listing = Listing(
        rows=[(row, SCOPES[row.scope]) for row in page.items],
        columns=[column for column in COLUMNS if column.key not in hidden],
        query=request.GET,
        sort="",
        next_cursor=page.next_cursor or "",
        filter_names=("q", "status", "warehouse", "plan"),
    )
    context = {
        "listing": listing,
        "may_plan": actor.may("counts:approve"),
        "sees_variances": sees,
        "statuses": [("open", _("Open")), *((each, status_of(each).word) for each in COUNT_STATUSES)],
        "status": wanted.status,
        "warehouses": warehouses(actor=actor),
        "warehouse": str(wanted.warehouse_id or ""),
    }
    return render(request, "pages/counts/list.html", context)


@tenant_view("counts:read")
@require_safe
def count_export(request: TenantRequest) -> HttpResponseBase:
    return csv_answer(actor=request.actor, name="stock_counts", asked={"wanted": _wanted(request)})


@tenant_view("counts:read")
@require_safe
def count_page(request: TenantRequest, stock_count_id: UUID) -> HttpResponse:
    return _show(request, stock_count_id, FormState(), 200)


@require_POST
@tenant_view("counts:approve")
def count_step(request: TenantRequest, stock_count_id: UUID, step: str) -> HttpResponse:
    """One thing that the approver does with the count."""

    def write(_posted: Posted) -> str:
        _STEPS[step](request, stock_count_id)
        return reverse("stock-count", args=[stock_count_id])

    return answer_form(request, write=write, show=lambda form, status: _show(request, stock_count_id, form, status))


def _approve(request: TenantRequest, stock_count_id: UUID) -> None:
    version = Reader(request.POST).version()
    done = approve_stock_count(
        actor=request.actor, count_id=stock_count_id, causes=_causes(request), expected_version=version
    )
    number = done.adjustment.number if done.adjustment else ""
    said = _("{count} is approved; {number} posts what differed") if number else _("{count} is approved: it agreed")
    messages.success(request, said.format(count=done.number, number=number))


def _recount(request: TenantRequest, stock_count_id: UUID) -> None:
    _keep(request, stock_count_id)
    chosen = [line_id for each in request.POST.getlist("line") if (line_id := parse_id(each))]
    by_another = Reader(request.POST).is_on("by_another")
    recount_lines(actor=request.actor, count_id=stock_count_id, line_ids=chosen, by_another=by_another)
    text = ngettext("{count} line is counted again", "{count} lines are counted again", len(chosen))
    messages.success(request, text.format(count=len(chosen)))


def _keep(request: TenantRequest, stock_count_id: UUID) -> None:
    set_causes(actor=request.actor, count_id=stock_count_id, causes=_causes(request))


def _choose(request: TenantRequest, stock_count_id: UUID) -> None:
    _keep(request, stock_count_id)
    line, _colon, entry = request.POST.get("entry", "").partition(":")
    line_id, entry_id = parse_id(line), parse_id(entry)
    if line_id is None or entry_id is None:
        raise Invalid.at("entry", _("Choose one of the results."), "missing")
    choose_entry(actor=request.actor, count_id=stock_count_id, line_id=line_id, entry_id=entry_id)


def _end(request: TenantRequest, stock_count_id: UUID) -> None:
    submit_stock_count(actor=request.actor, count_id=stock_count_id, expected_version=Reader(request.POST).version())


def _cancel(request: TenantRequest, stock_count_id: UUID) -> None:
    cancel_stock_count(actor=request.actor, count_id=stock_count_id, expected_version=Reader(request.POST).version())


def _reverse(request: TenantRequest, stock_count_id: UUID) -> None:
    reader = Reader(request.POST)
    reverse_stock_count(
        actor=request.actor, count_id=stock_count_id, reason=reader.text("reason"), expected_version=reader.version()
    )
    messages.success(request, _("What the count posted is taken back"))


def _correct(request: TenantRequest, stock_count_id: UUID) -> None:
    line_id = parse_id(request.POST.get("expiry", ""))
    if line_id is None:
        raise Invalid.at("expiry", _("Choose the line whose batch is corrected."), "missing")
    correct_counted_expiry(actor=request.actor, count_id=stock_count_id, line_id=line_id)
    messages.success(request, _("The batch has the expiry of its pack now"))


_STEPS: Final = {
    "expiry": _correct,
    "approval": _approve,
    "recount": _recount,
    "causes": _keep,
    "choice": _choose,
    "end": _end,
    "cancellation": _cancel,
    "reversal": _reverse,
}


def _causes(request: TenantRequest) -> dict[UUID, str]:
    """The causes that stand in the form, by line."""
    found = {}
    for name, value in request.POST.items():
        line_id = parse_id(name.removeprefix("cause-")) if name.startswith("cause-") else None
        if line_id is not None and str(value) in CAUSES:
            found[line_id] = str(value)
    return found


def _show(request: TenantRequest, stock_count_id: UUID, form: FormState, status: int) -> HttpResponse:
    actor = request.actor
    found = stock_count(actor=actor, count_id=stock_count_id)
    is_open = found.status in ("counting", "awaiting_approval")
    approves = actor.may("counts:approve")
    left = [each for each in found.bins if each.state != "counted"]
    context = {
        "count": found,
        "form": form,
        "what": SCOPES[found.scope],
        "crumbs": [(_("Counts"), reverse("stock-counts"))],
        "steps": _steps(found),
        "next_bin": left[0] if left else None,
        "may_count": found.status == "counting" and _may_count(found, actor),
        "sees_stock": actor.may("stock:read"),
        "may_plan": approves,
        "may_correct": approves and actor.may("stock:write") and found.status != "cancelled",
        "may_end": approves and found.status == "counting" and found.lines_counted > 0,
        "may_approve": approves and found.status == "awaiting_approval",
        "may_cancel": approves and is_open,
        "may_reverse": approves and bool(found.adjustment_id) and found.reversed_at is None,
        "is_open": is_open,
        "causes": CAUSE_WORDS,
        "other_expiries": [(each, expiry_words(each)) for each in found.other_expiries],
        "attached": attached("stock_count", found.id, actor=actor),
        "events": told(events_of(subject_ids=[found.id])),
        **(_review(request, found) if actor.may("variances:read") else {}),
    }
    return render(request, "pages/counts/page.html", context, status=status)


def _may_count(found: CountView, actor: Actor) -> bool:
    """Whoever it is given to; nobody named: whoever may count. Who plans counts may count each."""
    given = {membership_id for membership_id, _name in found.counters}
    return actor.may("counts:write") and (actor.may("counts:approve") or not given or actor.membership_id in given)


def _review(request: TenantRequest, found: CountView) -> dict[str, Any]:
    only = choice_of(request, "only", ("differences",))
    page = review_lines(actor=request.actor, count_id=found.id, only=only, cursor=request.GET.get("cursor"))
    documents = {(each.document_kind, each.document_id) for line in page.items for each in line.movements}
    hrefs = document_hrefs(documents, actor=request.actor)
    lines = [
        {
            "line": line,
            "moved": moved_words(line),
            "cause": cause_of(line),
            "other_expiry": expiry_words(line.other_expiry) if line.other_expiry else "",
            "movements": [
                (each, reason_words(each.reason), hrefs.get(each.document_id, "")) for each in line.movements
            ],
            "others": [entry for entry in line.entries if not entry.is_chosen],
        }
        for line in page.items
    ]
    return {"sees_variances": True, "lines": lines, "only": only, "next_cursor": page.next_cursor}


def _steps(found: CountView) -> list[dict[str, Any]]:
    times = ((_("Made"), found.created_at), (_("Counted"), found.submitted_at), (_("Approved"), found.approved_at))
    return [{"label": label, "state": "done" if at else "waiting", "at": at} for label, at in times]


@tenant_view("counts:write")
@require_safe
def count_next(request: TenantRequest, stock_count_id: UUID) -> HttpResponse:
    """To the first bin that is not counted; with none left, to the count."""
    found = stock_count(actor=request.actor, count_id=stock_count_id)
    left = [each.location_id for each in found.bins if each.state != "counted"]
    if not left or found.status != "counting":
        return SeeOther(reverse("stock-count", args=[stock_count_id]))
    return SeeOther(reverse("count-bin", args=[stock_count_id, left[0]]))


urlpatterns: list[URLPattern] = [
    path("app/counts", count_list, name="stock-counts"),
    path("app/counts.csv", count_export, name="stock-count-export"),
    path("app/counts/<uuid:stock_count_id>", count_page, name="stock-count"),
    path("app/counts/<uuid:stock_count_id>/next-bin", count_next, name="count-next"),
    *(
        path(f"app/counts/<uuid:stock_count_id>/{step}", count_step, {"step": step}, name=f"stock-count-{step}")
        for step in _STEPS
    ),
]
