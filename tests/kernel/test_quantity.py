"""Quantities as people type them, and packs as base units."""

from __future__ import annotations

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnistock.kernel.errors import Invalid
from omnistock.kernel.numbers import Grouping, grouped, parse_number, plain
from omnistock.kernel.quantity import (
    QUANTITY_MOST,
    InexactQuantity,
    nearest_exact,
    parse_factor,
    parse_quantity,
    to_base,
)

quantities = st.decimals(min_value="0.0001", max_value="999999", places=4)
factors = st.decimals(min_value="1", max_value="99999", places=8)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12", "12"),
        (" 2.5 ", "2.5"),
        ("1,00,000", "100000"),
        ("100,000.25", "100000.25"),
        ("1 250", "1250"),
        ("१२.५", "12.5"),
        ("+3", "3"),
        (".5", "0.5"),
        (7, "7"),
        (Decimal("1.2500"), "1.25"),
    ],
)
def test_it_reads_what_people_write(typed, read):
    assert parse_quantity(typed) == Decimal(read)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "not_a_number"),
        ("NaN", "not_a_number"),
        ("Infinity", "not_a_number"),
        ("1e400", "not_a_number"),
        (Decimal("1e400"), "not_a_number"),
        (Decimal("NaN"), "not_a_number"),
        ("1\x002", "not_a_number"),
        ("1,5", "not_a_number"),
        ("1,00,00", "not_a_number"),
        ("½", "not_a_number"),
        ("1" * 10_000, "not_a_number"),
        (True, "not_a_number"),
        (1.5, "not_a_number"),
        (None, "not_a_number"),
        ("-3", "negative"),
        ("0", "zero"),
        ("0.00001", "too_precise"),
        ("100000000000000", "too_large"),
        (10**500, "too_large"),
    ],
)
def test_it_refuses_what_needs_guessing(typed, code):
    with pytest.raises(Invalid) as refusal:
        parse_quantity(typed)
    assert refusal.value.faults[0].code == code
    assert len(refusal.value.message) < 200


def test_it_takes_a_negative_only_where_asked():
    assert parse_quantity("−3", allow_negative=True) == -3
    assert parse_quantity("-3.5", allow_negative=True) == Decimal("-3.5")


@given(typed=st.text(max_size=60))
def test_any_text_is_a_number_or_a_named_refusal(typed):
    with contextlib.suppress(Invalid):
        assert abs(parse_quantity(typed, allow_negative=True, allow_zero=True)) <= QUANTITY_MOST


def test_a_refusal_never_repeats_a_control_character():
    with pytest.raises(Invalid) as refusal:
        parse_quantity("1\x002")
    assert "\x00" not in refusal.value.message


def test_a_pack_is_its_base_units():
    assert to_base(quantity=Decimal("2.5"), factor=Decimal(10), precision=0) == 25


def test_a_quantity_finer_than_the_unit_names_the_two_nearest():
    with pytest.raises(InexactQuantity) as refusal:
        to_base(quantity=Decimal("2.55"), factor=Decimal(10), precision=0, unit="strip")
    assert (refusal.value.lower, refusal.value.upper) == (Decimal("2.5"), Decimal("2.6"))
    assert refusal.value.message == "2.55 strip is not a number of whole base units. The nearest are 2.5 and 2.6."
    assert refusal.value.faults[0].details["nearest"] == ["2.5", "2.6"]


def test_zero_is_not_offered_as_nearest():
    with pytest.raises(InexactQuantity) as refusal:
        to_base(quantity=Decimal("0.5"), factor=Decimal(1), precision=0)
    assert (refusal.value.lower, refusal.value.upper) == (None, 1)


def test_a_product_of_many_digits_is_not_rounded():
    factor = Decimal("1234567890.12345678")
    with pytest.raises(InexactQuantity):
        to_base(quantity=Decimal("10001.0001"), factor=factor)


@given(quantity=quantities, factor=factors, precision=st.integers(0, 4))
def test_both_nearest_are_exact_and_nothing_exact_lies_between(quantity, factor, precision):
    lower, upper = nearest_exact(quantity=quantity, factor=factor, precision=precision)
    for near in (lower, upper):
        if near is not None:
            assert to_base(quantity=near, factor=factor, precision=precision) >= 0
    if lower is not None and upper is not None:
        assert lower <= quantity < upper
        step = Decimal("0.0001")
        for between in (lower + step, upper - step):
            if lower < between < upper:
                with pytest.raises(InexactQuantity):
                    to_base(quantity=between, factor=factor, precision=precision)


def test_a_factor_below_one_says_that_the_units_stand_the_wrong_way_round():
    with pytest.raises(Invalid, match="smaller unit") as refusal:
        parse_factor("0.1")
    assert refusal.value.faults[0].code == "factor_below_one"
    assert parse_factor("1.00000001") == Decimal("1.00000001")


@pytest.mark.parametrize(
    ("value", "indian", "western"),
    [
        ("0", "0", "0"),
        ("999", "999", "999"),
        ("1000", "1,000", "1,000"),
        ("120000", "1,20,000", "120,000"),
        ("-1234567.5", "−12,34,567.5", "−1,234,567.5"),
        ("1E+3", "1,000", "1,000"),
    ],
)
def test_it_groups_digits(value, indian, western):
    assert grouped(Decimal(value), grouping=Grouping.INDIAN) == indian
    assert grouped(Decimal(value), grouping=Grouping.WESTERN) == western


@given(value=st.decimals(min_value="-99999999999999", max_value="99999999999999", places=4))
def test_what_is_shown_can_be_typed_again(value):
    for grouping in Grouping:
        shown = grouped(value, grouping=grouping)
        again = parse_number(shown, name="quantity", places=4, most=QUANTITY_MOST, allow_negative=True)
        assert again == value
    assert Decimal(plain(value)) == value
