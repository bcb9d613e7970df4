"""What the screen's parts are made of: life, words, lists, forms, entry grids, pictures."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.template import Context, Template

from omnistock.interfaces.web.charts import Point, line, stacked_bars
from omnistock.interfaces.web.entry import EntryColumn, EntryLine, entry_rows, lines_again, typed_lines
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.life import Life, life_of
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.words import money_words, quantity_words
from omnistock.kernel.errors import Fault, Invalid

TODAY = dt.date(2026, 11, 23)


def _life(days: int | None, **changes: object) -> Life:
    given = {
        "is_month": False,
        "manufactured_on": None,
        "shelf_life_days": 365,
        "today": TODAY,
        "limits": (180, 90, 30),
    }
    expires_on = None if days is None else TODAY + dt.timedelta(days=days)
    return life_of(expires_on=expires_on, **{**given, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days", "tone"),
    [
        (181, "fresh"),
        (180, "watch"),
        (91, "watch"),
        (90, "near"),
        (31, "near"),
        (30, "urgent"),
        (0, "urgent"),
        (-1, "expired"),
        (None, "none"),
    ],
)
def test_the_tone_of_a_life_changes_at_the_limits_of_the_workspace(days: int | None, tone: str) -> None:
    assert _life(days).tone == tone


def test_a_life_is_said_in_words() -> None:
    assert [_life(days).distance for days in (128, 1, 0, -1, -3, None)] == [
        "in 128 days", "in 1 day", "last day today", "expired 1 day ago", "expired 3 days ago", "no expiry",
    ]  # fmt: skip


def test_the_bar_is_what_is_left_of_the_whole_life() -> None:
    made = TODAY - dt.timedelta(days=100)
    assert _life(100, manufactured_on=made).percent == 50
    assert _life(73, shelf_life_days=None).percent == 10  # of 730 days where nothing is known
    assert _life(9000).percent == 100
    assert _life(10, manufactured_on=TODAY + dt.timedelta(days=10)).percent == 0  # made on the day it expires


def test_an_expiry_known_to_the_month_is_shown_as_on_the_pack() -> None:
    life = _life(128, is_month=True)
    assert (life.printed, life.full_day) == ("03/27", "31 Mar 2027")


def test_figures_are_grouped_and_escaped() -> None:
    assert (
        quantity_words(Decimal("120000.5"), "<b>", actor=None) == '1,20,000.5\u2009<span class="unit">&lt;b&gt;</span>'
    )
    assert quantity_words(Decimal("-3"), actor=None) == "\u22123"
    assert quantity_words(Decimal(0), actor=None) == "0"
    assert quantity_words(None, actor=None) == "–"
    assert money_words(Decimal("1014840.5"), actor=None) == "₹\u00a010,14,840.50"


COLUMNS = [
    Column("name", "Name", is_sortable=True),
    Column("sku", "SKU"),
    Column("on_hand", "On hand", is_sortable=True, is_shown=False),
]


def _listing(query: str, **changes: object) -> Listing:
    return Listing(
        **{"rows": [], "columns": COLUMNS, "query": QueryDict(query), "filter_names": ("q", "status"), **changes}
    )  # type: ignore[arg-type]


def test_the_state_of_a_list_stands_in_its_links() -> None:
    listing = _listing("q=azi&sort=name&cursor=abc", sort="name", next_cursor="def")
    assert [(head.direction, head.href) for head in listing.heads] == [("ascending", "?q=azi&sort=-name"), ("", "")]
    assert listing.next_href == "?q=azi&sort=name&cursor=def"
    assert listing.first_href == "?q=azi&sort=name"
    assert listing.cleared_href == "?sort=name"
    assert listing.kept == [("sort", "name")]


@pytest.mark.parametrize(("query", "rows", "is_empty"), [("", [], True), ("q=azi", [], False), ("", [1], False)])
def test_a_list_without_a_filter_and_a_row_is_empty(query: str, rows: list[int], is_empty: bool) -> None:
    assert _listing(query, rows=rows).is_empty is is_empty


def test_a_list_shows_the_columns_that_were_chosen_and_always_its_first() -> None:
    assert _listing("").shows == {"name": True, "sku": True, "on_hand": False}
    assert _listing("columns=on_hand").shows == {"name": True, "sku": False, "on_hand": True}


def test_an_empty_list_knows_whether_it_was_filtered() -> None:
    assert not _listing("q=&sort=name").is_filtered
    assert _listing("status=open").is_filtered


def test_a_refused_form_keeps_what_was_typed_and_puts_each_fault_at_its_control() -> None:
    faults = [
        Fault("name", "Give it a name."),
        Fault("lines/1/quantity", "0 is not a quantity."),
        Fault("", "The period is locked."),
    ]
    form = FormState.refused(QueryDict("name=&city=Pune"), Invalid.of(faults))
    assert (form.value("city"), form.value("nothing")) == ("Pune", "")
    assert form.errors("name") == ["Give it a name."]
    assert form.errors("lines-1-quantity") == ["0 is not a quantity."]
    assert [mistake.target for mistake in form.mistakes] == ["id_name", "id_lines-1-quantity", ""]


def test_a_refusal_without_faults_is_still_said() -> None:
    assert FormState.refused(QueryDict(""), Invalid("No.")).mistakes[0].message == "No."


ENTRY = [EntryColumn("quantity", "Quantity", kind="figure", is_needed=True), EntryColumn("unit", "Unit", kind="unit")]


def test_typed_lines_come_in_order_without_empty_rows() -> None:
    sent = QueryDict(
        "lines-10-product_id=c&lines-2-product_id=b&lines-2-quantity=5&lines-3-product_id=&lines-x-product_id=d&other-0-product_id=e"
    )
    assert typed_lines(sent) == [{"product_id": "b", "quantity": "5"}, {"product_id": "c"}]


def test_a_refused_grid_shows_its_lines_again_with_errors_in_their_cells() -> None:
    sent = QueryDict(mutable=True)
    sent.update(
        {
            "lines-0-product_id": "p1",
            "lines-0-name": "Azithral",
            "lines-0-units": '["strip", "box"]',
            "lines-0-quantity": "x",
            "lines-0-unit": "box",
            "lines-0-order_line_id": "o1",
        }
    )
    lines = lines_again(sent, columns=ENTRY)
    form = FormState.refused(sent, Invalid.at("lines/0/quantity", "x is not a number."))
    rows, blank = entry_rows(columns=ENTRY, lines=lines, form=form, prefix="lines")
    assert lines[0].hidden == {"order_line_id": "o1"}
    assert [(cell.name, cell.value, cell.errors) for cell in rows[0].cells] == [
        ("lines-0-quantity", "x", ["x is not a number."]), ("lines-0-unit", "box", []),
    ]  # fmt: skip
    assert rows[0].cells[1].options == [("strip", "strip"), ("box", "box")]
    assert blank.cells[0].name == "lines-__index__-quantity"


@pytest.mark.parametrize("units", ["", "{", "3", '{"a": 1}'])
def test_units_that_are_no_list_are_no_units(units: str) -> None:
    sent = QueryDict(mutable=True)
    sent.update({"lines-0-product_id": "p1", "lines-0-units": units})
    assert lines_again(sent, columns=ENTRY) == [EntryLine(product_id="p1")]


def test_bars_stand_on_each_other_and_reach_a_round_top() -> None:
    picture = stacked_bars(
        [
            Point("Main", [Decimal(30), Decimal(12)], ["30", "12"]),
            Point("North", [Decimal(-3), Decimal(0)], ["-3", "0"]),
        ]
    )
    assert picture.top == 50
    assert [(bar.series, bar.y, bar.height) for bar in picture.bars] == [(1, "40%", "60%"), (2, "16%", "24%")]


def test_a_line_of_one_point_and_of_none() -> None:
    assert line([]) == ""
    assert line([Point("1", [Decimal(0)], ["0"])]) == "M0,100"


def test_whatever_a_record_holds_is_written_in_words() -> None:
    said = {"lines": ["1 Sample Street", ""], "city": "Pune", "gstin": None}
    shown = Template("{% recorded said %}|{% recorded total %}|{{ 'state_code'|heading_of }}|{{ 'gstin'|heading_of }}")
    values = {"said": said, "total": Decimal("4940.6000")}
    assert shown.render(Context(values)) == "1 Sample Street, Pune|4940.6|State code|GSTIN"
