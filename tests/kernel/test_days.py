"""Expiry dates, file dates, financial years, distances."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnistock.kernel.days import (
    DayOrder,
    Precision,
    day_order_of,
    financial_year,
    financial_year_start,
    format_month,
    month_end,
    parse_day,
    parse_expiry,
)
from omnistock.kernel.errors import Invalid

days = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))


@pytest.mark.parametrize(
    "typed",
    [
        "0327",
        "3/27",
        "03/27",
        "mar 27",
        "Mar-27",
        "MAR27",
        "2027-03",
        "03/2027",
        "032027",
        "March 2027",
        "3.27",
        " 03-27 ",
    ],
)
def test_a_month_means_its_last_day(typed):
    assert parse_expiry(typed) == (date(2027, 3, 31), Precision.MONTH)


@pytest.mark.parametrize(
    "typed", ["30-03-27", "30/03/2027", "2027-03-30", "30 mar 27", "30mar2027", "20270330", "30.3.27", "2027/3/30"]
)
def test_a_day_is_a_day(typed):
    assert parse_expiry(typed) == (date(2027, 3, 30), Precision.DAY)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "not_a_date"),
        ("soon", "not_a_date"),
        ("27", "not_a_date"),
        ("1/2/3/4", "not_a_date"),
        ("\x00", "not_a_date"),
        ("०३/२७", "not_a_date"),
        ("9" * 10_000, "not_a_date"),
        ("13/27", "date_impossible"),
        ("00/27", "date_impossible"),
        ("30/02/27", "date_impossible"),
        ("29/02/27", "date_impossible"),
        ("1850-01-01", "date_implausible"),
        ("01/01/9999", "date_implausible"),
    ],
)
def test_what_is_no_date_is_refused_with_what_would_be_right(typed, code):
    with pytest.raises(Invalid) as refusal:
        parse_expiry(typed)
    assert refusal.value.faults[0].code == code


@given(typed=st.text(max_size=30))
def test_any_text_is_a_date_or_a_named_refusal(typed):
    for read in (parse_expiry, parse_day):
        with contextlib.suppress(Invalid):
            read(typed)


@given(day=days)
def test_every_form_of_a_day_reads_the_same(day):
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%y", "%d %b %y", "%Y%m%d"):
        assert parse_expiry(day.strftime(form)) == (day, Precision.DAY)
    assert parse_expiry(format_month(day)) == (month_end(year=day.year, month=day.month), Precision.MONTH)
    assert parse_day(day.strftime("%m/%d/%Y 08:26"), order=DayOrder.MONTH_FIRST) == day


def test_a_leap_day_is_a_day():
    assert parse_expiry("29/02/28") == (date(2028, 2, 29), Precision.DAY)
    assert parse_expiry("02/28") == (date(2028, 2, 29), Precision.MONTH)


def test_a_file_tells_which_way_it_writes_days():
    assert day_order_of(["01/02/2027", "13/02/2027"]) is DayOrder.DAY_FIRST
    assert day_order_of(["01/02/2027", "02/13/2027 8:26"]) is DayOrder.MONTH_FIRST
    assert day_order_of(["01/02/2027", "2027-13-01", ""]) is None


def test_a_file_that_writes_both_ways_is_refused_naming_one_of_each():
    with pytest.raises(Invalid, match=r"13/02/2027.*02/13/2027") as refusal:
        day_order_of(["13/02/2027", "02/13/2027"])
    assert refusal.value.faults[0].code == "date_order_mixed"


def test_a_month_name_leaves_no_choice():
    assert parse_day("Mar 5, 2027") == parse_day("5-Mar-27", order=DayOrder.MONTH_FIRST) == date(2027, 3, 5)


def test_a_month_is_no_day():
    with pytest.raises(Invalid):
        parse_day("2027-03")


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 4, 1), "26-27"), (date(2027, 3, 31), "26-27"), (date(2100, 1, 1), "99-00")]
)
def test_the_indian_financial_year_starts_in_april(day, year):
    assert financial_year(day) == year


def test_a_financial_year_may_start_in_any_month():
    assert financial_year(date(2026, 12, 31), first_month=1) == "26"
    assert financial_year(date(2026, 7, 1), first_month=7) == "26-27"
    assert financial_year_start(date(2027, 3, 31)) == date(2026, 4, 1)
