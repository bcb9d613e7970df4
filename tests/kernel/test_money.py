"""Money: rounding, sharing, spreading, showing, and saying it in words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnistock.kernel.amount_words import amount_in_words, english_words, hindi_words
from omnistock.kernel.currencies import CURRENCIES, currency_of
from omnistock.kernel.errors import Invalid
from omnistock.kernel.money import (
    format_amount,
    line_amount,
    parse_amount,
    parse_unit_price,
    round_amount,
    share,
    spread,
)
from omnistock.kernel.numbers import Grouping

amounts = st.decimals(min_value=0, max_value="9999999", places=2)


@pytest.mark.parametrize(
    ("value", "code", "rounded"),
    [("2.345", "INR", "2.35"), ("-2.345", "INR", "-2.35"), ("2.5", "JPY", "3"), ("1.0005", "KWD", "1.001")],
)
def test_it_rounds_half_up_to_the_decimals_of_the_currency(value, code, rounded):
    assert str(round_amount(Decimal(value), currency=CURRENCIES[code])) == rounded


def test_an_amount_finer_than_the_currency_is_refused_not_rounded():
    assert str(parse_amount("1,250.5")) == "1250.50"
    with pytest.raises(Invalid) as refusal:
        parse_amount("0.005")
    assert refusal.value.faults[0].code == "too_precise"
    assert parse_unit_price("0.0005") == Decimal("0.0005")


def test_what_is_no_amount_is_said_as_people_speak():
    with pytest.raises(Invalid, match="“1e5” is not an amount; write digits"):
        parse_amount("1e5")


def test_an_unknown_currency_is_named():
    assert currency_of("KWD").places == 3
    with pytest.raises(Invalid, match="ISO 4217"):
        currency_of("rupee")


def test_a_line_of_many_digits_is_exact():
    assert line_amount(quantity=Decimal("99999.9999"), unit_price=Decimal("99999.9999")) == Decimal("9999999980.00")


def test_250_over_7000_pieces_comes_back_as_250():
    left, value, taken = Decimal(7000), Decimal("250.00"), Decimal(0)
    while left:
        part = share(value=value, quantity=Decimal(7), total=left)
        taken, value, left = taken + part, value - part, left - 7
    assert (taken, value) == (Decimal("250.00"), 0)


@given(value=amounts, data=st.data())
def test_value_is_conserved_however_it_is_issued(value, data):
    left = data.draw(st.decimals(min_value="0.0001", max_value=500, places=4))
    taken = Decimal(0)
    start = value
    while left:
        quantity = data.draw(st.decimals(min_value="0.0001", max_value=left, places=4))
        part = share(value=value, quantity=min(quantity, left), total=left)
        assert 0 <= part <= value
        taken, value, left = taken + part, value - part, left - min(quantity, left)
        if left > 100:
            left = Decimal(100)  # keeps the run short; the value left is what it is
    assert taken + value == start
    assert value == 0


@pytest.mark.parametrize(("quantity", "total"), [("2", "1"), ("-1", "1"), ("0", "0")])
def test_more_than_there_is_cannot_be_shared(quantity, total):
    with pytest.raises(ValueError, match="cannot take"):
        share(value=Decimal(1), quantity=Decimal(quantity), total=Decimal(total))


def test_what_rounding_leaves_goes_on_the_largest():
    parts = spread(amount=Decimal("100.00"), weights=[Decimal(1), Decimal(1), Decimal("1.01")])
    assert parts == [Decimal("33.22"), Decimal("33.22"), Decimal("33.56")]
    # Each of the equals would round up; the first of them gives the paisa back.
    assert spread(amount=Decimal("0.01"), weights=[Decimal(1), Decimal(1)]) == [Decimal(0), Decimal("0.01")]


@given(weights=st.lists(amounts, min_size=1, max_size=120), data=st.data())
def test_a_spread_adds_up_and_no_part_passes_its_own_line(weights, data):
    amount = data.draw(st.decimals(min_value=0, max_value=sum(weights), places=2))
    parts = spread(amount=amount, weights=weights)
    assert sum(parts) == amount
    assert all(0 <= part <= weight for part, weight in zip(parts, weights, strict=True))


def test_a_hundred_small_lines_take_a_discount_without_going_negative():
    for amount in ("0.49", "0.51", "0.99"):
        parts = spread(amount=Decimal(amount), weights=[Decimal("0.01")] * 100)
        assert sum(parts) == Decimal(amount)
        assert set(parts) <= {Decimal("0.00"), Decimal("0.01")}


def test_it_cannot_be_spread_over_nothing():
    assert spread(amount=Decimal(0), weights=[]) == []
    with pytest.raises(ValueError, match="spread over"):
        spread(amount=Decimal(1), weights=[Decimal(0)])


def test_it_shows_amounts():
    assert format_amount(Decimal("120000.5")) == "₹\N{NO-BREAK SPACE}1,20,000.50"
    assert format_amount(Decimal("-5")) == "−₹\N{NO-BREAK SPACE}5.00"
    shown = format_amount(Decimal("1234567.8"), currency=CURRENCIES["KWD"], grouping=Grouping.WESTERN)
    assert shown == "KWD\N{NO-BREAK SPACE}1,234,567.800"
    assert format_amount(Decimal("999999999.99"), with_symbol=False) == "99,99,99,999.99"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "Rupees Zero Only"),
        ("1", "Rupees One Only"),
        ("120000.50", "Rupees One Lakh Twenty Thousand and Fifty Paise Only"),
        (
            "999999999.99",
            "Rupees Ninety-Nine Crore Ninety-Nine Lakh Ninety-Nine Thousand Nine Hundred Ninety-Nine "
            "and Ninety-Nine Paise Only",
        ),
        ("1000000000000", "Rupees One Lakh Crore Only"),
        ("-21.05", "Minus Rupees Twenty-One and Five Paise Only"),
    ],
)
def test_it_says_rupees_in_english(amount, words):
    assert amount_in_words(Decimal(amount)) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "शून्य रुपये मात्र"),
        ("1", "एक रुपया मात्र"),
        ("120000.50", "एक लाख बीस हज़ार रुपये और पचास पैसे मात्र"),
        ("12345678.01", "एक करोड़ तेईस लाख पैंतालीस हज़ार छह सौ अठहत्तर रुपये और एक पैसा मात्र"),
    ],
)
def test_it_says_rupees_in_hindi(amount, words):
    assert amount_in_words(Decimal(amount), language="hi") == words


def test_it_says_other_currencies():
    western = {"grouping": Grouping.WESTERN}
    assert amount_in_words(Decimal("1234567"), currency=CURRENCIES["USD"], **western) == (
        "US Dollars One Million Two Hundred Thirty-Four Thousand Five Hundred Sixty-Seven Only"
    )
    assert amount_in_words(Decimal("12.3"), currency=CURRENCIES["CHF"], **western) == "CHF Twelve and 30/100 Only"
    assert amount_in_words(Decimal("1.005"), currency=CURRENCIES["KWD"], **western) == "KWD One and 005/1000 Only"


def test_every_number_under_a_thousand_has_words_of_its_own():
    assert len({english_words(number) for number in range(1000)}) == 1000
    assert len({hindi_words(number) for number in range(1000)}) == 1000
