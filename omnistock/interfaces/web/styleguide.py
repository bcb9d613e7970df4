"""`/app/styleguide` (debug only): every component in every state, with invented data and without the database."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from omnistock.domain.drafts.keeping import Draft
from omnistock.domain.ledger.queries.mass_balance import MassBalance
from omnistock.interfaces.web.attached import Attached
from omnistock.interfaces.web.cautions import Asked
from omnistock.interfaces.web.charts import Point
from omnistock.interfaces.web.entry import EntryColumn, EntryLine
from omnistock.interfaces.web.form_draft import KeptForm
from omnistock.interfaces.web.form_state import FormState, Mistake
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.mass_balance import shown
from omnistock.interfaces.web.navigation import NAVIGATION, Group, Link, grouped
from omnistock.interfaces.web.status import STATUSES
from omnistock.kernel.errors import Conflict
from omnistock.tenancy.actor import Actor, OrganizationProfile

NOW = dt.datetime(2026, 11, 23, 6, 10, tzinfo=dt.UTC)
TODAY = NOW.date()
NOBODY = UUID(int=0)


def styleguide(request: HttpRequest) -> HttpResponse:
    """Dark with `?theme=dark`, so that it can be photographed in both."""
    if not settings.DEBUG:
        raise Http404
    theme = "dark" if request.GET.get("theme") == "dark" else "light"
    return render(request, "pages/styleguide.html", {**_samples(), "theme": theme})


def _samples() -> dict[str, Any]:
    return {
        "actor": _actor(),
        "navigation": _navigation(),
        "current_place": "#moves",
        "statuses": list(STATUSES),
        "tones": ("neutral", "info", "ok", "warn", "bad", "hold"),
        "batches": _batches(),
        "listing": _listing(),
        "filtered": Listing(rows=[], columns=_listing().columns, query=QueryDict("q=xyz")),
        "new_list": Listing(rows=[], columns=_listing().columns, query=QueryDict("")),
        "crumbs": [("Orders", "#")],
        "steps": _steps(),
        "totals": [
            ("Taxable", Decimal("10937.43")),
            ("CGST 2.5 %", Decimal("273.44")),
            ("SGST 2.5 %", Decimal("273.44")),
            ("Round-off", Decimal("-0.31")),
        ],
        "total": Decimal("11484"),
        "events": _events(),
        "linked": [
            {"number": "DC-00388", "kind": "Dispatch", "href": "#", "status": "dispatched"},
            {"number": "INV/26-27/00412", "kind": "Invoice", "href": "#", "status": "overdue"},
        ],
        "facts": [("Credit limit", "₹ 50,000.00"), ("Pays within", "30 days")],
        "sum": shown(MassBalance(received=Decimal(120), on_hand=Decimal(40), sold=Decimal(80))),
        "attached": Attached(
            [], "#", [("photo", "Photo")], "photo", may_attach=True, may_see_all=False, form=FormState()
        ),
        "kept": KeptForm("sales-order", "", Draft("sales-order", "", [], NOW)),
        "refusal": Conflict("SO-00412 is cancelled; make a new order."),
        "asked": [Asked("cautions-0", "", "over_limit", "This is more than the credit limit of ₹ 50,000.00.")],
        "form": _form(),
        "empty_form": FormState(),
        "choices": [("main", "Main"), ("north", "North")],
        "entry_columns": _entry_columns(),
        "entry_lines": _entry_lines(),
        "sales": _sales(),
        "expiry": _expiry(),
        "pairs": _pairs(),
    }


def _actor() -> Actor:
    profile = OrganizationProfile(
        id=NOBODY, name="Demo Pharma Distributors", country="IN", currency="INR", time_zone="Asia/Kolkata",
        round_off=True, minimum_shelf_life_days=0, life_limits=(180, 90, 30), keeps="medicines",
    )  # fmt: skip
    return Actor(
        organization=profile, permissions=frozenset(), door="web", request_id=NOBODY, now=NOW, name="Asha Demo"
    )


def _navigation() -> tuple[Group, ...]:
    return grouped(
        (place, Link(str(place.label), href=f"#{place.url_name}", icon=place.icon, key=place.key))
        for place in NAVIGATION
    )


def _batch(number: str, days: int | None, *, precision: str = "day") -> dict[str, Any]:
    expires_on = None if days is None else TODAY + dt.timedelta(days=days)
    return {
        "number": number,
        "expires_on": expires_on,
        "expiry_precision": precision,
        "manufactured_on": None,
        "shelf_life_days": 730,
    }


def _batches() -> list[dict[str, Any]]:
    return [
        _batch("B2307", 372, precision="month"),
        _batch("B2301", 128, precision="month"),
        _batch("B2299", 62),
        _batch("CT-889", 12),
        _batch("B2204", 0),
        _batch("B2110", -3),
        _batch("LOOSE", None),
    ]


def _listing() -> Listing:
    names = ["Azithral Demo 500 tab", "Cetrizon Demo 10 tab", "Paramol Demo 650 tab", "Insulin Demo 40 IU vial"]
    skus = ["DM-0142", "DM-0077", "DM-0009", "DM-0311"]
    states = ["usable", "low", "on_hold", "out_of_stock"]
    on_hand = [120_000, 80, 640, 0]
    values = ["1014840.00", "992.00", "12480.50", "0"]
    rows = [
        SimpleNamespace(
            id=index,
            name=name,
            sku=skus[index],
            status=states[index],
            on_hand=Decimal(on_hand[index]),
            value=Decimal(values[index]),
            batch=_batches()[index],
        )
        for index, name in enumerate(names)
    ]
    columns = [
        Column("name", "Product", is_sortable=True),
        Column("status", "Status"),
        Column("expires", "First to expire", is_sortable=True),
        Column("on_hand", "On hand", is_sortable=True, is_figure=True),
        Column("value", "Value, ₹", is_sortable=True, is_figure=True),
    ]
    return Listing(rows=rows, columns=columns, query=QueryDict("sort=name"), sort="name", next_cursor="abc", total=60)


def _steps() -> list[dict[str, Any]]:
    done = [("Confirmed", "done"), ("Reserved", "done"), ("Picked", "partly")]
    waiting = [("Dispatched", "waiting"), ("Invoiced", "waiting"), ("Paid", "waiting")]
    return [
        {"label": label, "state": state, "at": NOW if state != "waiting" else None} for label, state in done + waiting
    ]


def _events() -> list[dict[str, Any]]:
    return [
        {"text": "Picked 212 strips", "by": "Ravi Demo", "at": NOW, "door": "scan"},
        {"text": "Reserved 212 strips", "by": "Asha Demo", "at": NOW - dt.timedelta(hours=1), "door": "web"},
        {"text": "Confirmed", "by": "Asha Demo", "at": NOW - dt.timedelta(hours=1), "door": "web"},
    ]


def _form() -> FormState:
    typed = {
        "name": "Azithral Demo 500 tab",
        "gstin": "27AAACD0000A1ZX",
        "limit": "fifty thousand",
        "place": "north",
        "blind": "on",
    }
    return FormState(
        values=typed,
        mistakes=(
            Mistake(message="The last character of 27AAACD0000A1ZX should be V.", target="id_gstin"),
            Mistake(message="“fifty thousand” is not a number; write 50000.", target="id_limit"),
            Mistake(
                message="Only 18 strips of B2301 are free in Main / A-03; you asked for 30.",
                target="id_lines-0-quantity",
            ),
        ),
    )


def _entry_columns() -> list[EntryColumn]:
    return [
        EntryColumn("batch_number", "Batch", kind="batch", is_needed=True),
        EntryColumn("expires_on", "Expiry", kind="expiry", is_needed=True),
        EntryColumn("quantity", "Quantity", kind="figure", is_needed=True),
        EntryColumn("unit", "Unit", kind="unit"),
        EntryColumn("free", "Free", kind="figure"),
        EntryColumn("mrp", "MRP", kind="figure"),
    ]


def _entry_lines() -> list[EntryLine]:
    first = {
        "batch_number": "B2301",
        "expires_on": "03/27",
        "quantity": "30",
        "unit": "strip",
        "free": "3",
        "mrp": "124.00",
    }
    second = {"batch_number": "", "expires_on": "", "quantity": "", "unit": "box"}
    return [
        EntryLine(
            product_id="p1",
            name="Azithral Demo 500 tab",
            sku="DM-0142",
            units=["strip", "box"],
            note="outstanding 200",
            values=first,
        ),
        EntryLine(
            product_id="p2",
            name="Cetrizon Demo 10 tab",
            sku="DM-0077",
            units=["strip", "box"],
            note="outstanding 80",
            values=second,
        ),
    ]


def _sales() -> list[Point]:
    values = [3, 5, 4, 6, 9, 2, 0, 7, 8, 6, 9, 12, 4, 1, 8, 9, 11, 7, 13, 5, 2, 9, 12, 10, 14, 11, 6, 3, 12, 15]
    return [
        Point(
            label=f"{(TODAY - dt.timedelta(days=29 - index)).day}",
            values=[Decimal(value * 4100)],
            shown=[f"₹ {value * 4100:,}"],
        )
        for index, value in enumerate(values)
    ]


def _expiry() -> list[Point]:
    months = ["Past", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct"]
    values = [4, 2, 0, 9, 14, 11, 6, 18, 22, 9, 31, 12]
    return [
        Point(label=month, values=[Decimal(value * 1000)], shown=[f"₹ {value},000"], href="#", is_hatched=index == 0)
        for index, (month, value) in enumerate(zip(months, values, strict=True))
    ]


def _pairs() -> list[Point]:
    rows = [("Main", 42, 6), ("North", 30, 11), ("Depot", 12, 2)]
    return [
        Point(label=name, values=[Decimal(one), Decimal(two)], shown=[f"{one},000", f"{two},000"])
        for name, one, two in rows
    ]
