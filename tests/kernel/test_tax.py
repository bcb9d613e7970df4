"""The arithmetic of invoices, by hand calculation and by properties. Pure: no database."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnistock.kernel.currencies import CURRENCIES
from omnistock.kernel.errors import Invalid
from omnistock.kernel.supply import (
    Head,
    Paper,
    Scheme,
    Seller,
    TaxCategory,
    ZeroRated,
    levy_of,
    paper_of,
    place_of_supply,
)
from omnistock.kernel.tax import TaxLine, compute

MAHARASHTRA = Seller(state_code="27")
WITHIN = levy_of(seller=MAHARASHTRA, place_of_supply="27")
ACROSS = levy_of(seller=MAHARASHTRA, place_of_supply="29")


def line(quantity="1", unit_price="100", tax_rate="18", **more):
    return TaxLine(quantity=Decimal(quantity), unit_price=Decimal(unit_price), tax_rate=Decimal(tax_rate), **more)


def heads(taxed):
    return {part.head.value: str(part.amount) for part in taxed.heads}


def test_within_the_state_each_half_is_rounded_by_itself():
    taxed = compute(lines=[line("7", "12.35")], levy=WITHIN).lines[0]
    # 7 x 12.35 = 86.45; 9 % = 7.7805
    assert (str(taxed.taxable), heads(taxed), str(taxed.total)) == ("86.45", {"cgst": "7.78", "sgst": "7.78"}, "102.01")


def test_across_states_the_whole_rate_is_one_head():
    taxed = compute(lines=[line("7", "12.35")], levy=ACROSS).lines[0]
    # 18 % of 86.45 = 15.561
    assert (heads(taxed), str(taxed.total)) == ({"igst": "15.56"}, "102.01")


def test_a_document_by_hand():
    document = compute(
        lines=[
            line("7", "12.35", hsn="3004", unit_code="NOS"),
            line("2.5", "99.9999", "5", discount_percent=Decimal("7.5"), hsn="3005", unit_code="KGS"),
            line("1", "100", "18", category=TaxCategory.EXEMPT),
        ],
        levy=WITHIN,
        discount_amount=Decimal("10.01"),
        rounds_total=True,
    )
    # Taxable before: 86.45, 250.00 - 18.75 = 231.25, 100.00; the 10.01 falls as 2.07, 5.54, 2.40.
    assert [str(taxed.document_discount) for taxed in document.lines] == ["2.07", "5.54", "2.40"]
    assert [str(taxed.taxable) for taxed in document.lines] == ["84.38", "225.71", "97.60"]
    # 9 % of 84.38 = 7.5942; 2.5 % of 225.71 = 5.64275
    assert [heads(taxed) for taxed in document.lines] == [
        {"cgst": "7.59", "sgst": "7.59"},
        {"cgst": "5.64", "sgst": "5.64"},
        {},
    ]
    assert (str(document.taxable), str(document.tax)) == ("407.69", "26.46")
    assert (str(document.round_off), str(document.total)) == ("-0.15", "434.00")
    assert [(row.category.value, str(row.rate), str(row.taxable)) for row in document.by_rate] == [
        ("exempt", "0", "97.60"),
        ("taxable", "5", "225.71"),
        ("taxable", "18", "84.38"),
    ]
    assert {(row.hsn, str(row.quantity), str(row.total)) for row in document.by_hsn} == {
        ("", "1", "97.60"),
        ("3004", "7", "99.56"),
        ("3005", "2.5", "236.99"),
    }


def test_a_price_with_tax_comes_to_just_that_price():
    taxed = compute(lines=[line("1", "100")], levy=WITHIN, prices_include_tax=True).lines[0]
    # 100 x 9 / 118 = 7.627 for each half; the rest is the taxable value, where 84.75 + 2 x 7.63 would be 100.01
    assert (str(taxed.taxable), heads(taxed), str(taxed.total)) == ("84.74", {"cgst": "7.63", "sgst": "7.63"}, "100.00")


def test_other_currencies_have_their_own_decimals():
    plain = levy_of(seller=Seller(state_code=None), place_of_supply=None)
    yen = compute(lines=[line("3", "105", "10")], levy=plain, currency=CURRENCIES["JPY"])
    assert (heads(yen.lines[0]), str(yen.total)) == ({"tax": "32"}, "347")
    dinar = compute(lines=[line("1", "1.2345", "5")], levy=plain, currency=CURRENCIES["KWD"])
    assert (str(dinar.taxable), str(dinar.tax)) == ("1.235", "0.062")


@pytest.mark.parametrize(
    ("bad", "pointer", "code"),
    [
        (line("-1"), "lines/1", "negative"),
        (line("99999999999", "99999999"), "lines/1/quantity", "too_large"),
        (line(discount_percent=Decimal(101)), "lines/1/discount_percent", "discount_range"),
        (line(discount_amount=Decimal("100.01")), "lines/1/discount_amount", "discount_too_large"),
        (line(discount_amount=Decimal("0.005")), "lines/1/discount_amount", "too_precise"),
        (line(discount_amount=Decimal(1), discount_percent=Decimal(1)), "lines/1/discount_amount", "discount_twice"),
        (line(tax_rate="101"), "lines/1/tax_rate", "tax_rate_range"),
    ],
)
def test_bad_lines_are_named(bad, pointer, code):
    with pytest.raises(Invalid) as refusal:
        compute(lines=[line(), bad], levy=WITHIN)
    assert (pointer, code) in [(fault.pointer, fault.code) for fault in refusal.value.faults]


def test_all_faults_come_at_once():
    with pytest.raises(Invalid) as refusal:
        compute(lines=[line("-1"), line(tax_rate="200")], levy=WITHIN)
    assert len(refusal.value.faults) == 2


def test_a_discount_over_the_whole_is_refused():
    with pytest.raises(Invalid) as refusal:
        compute(lines=[line()], levy=WITHIN, discount_amount=Decimal("100.01"))
    assert refusal.value.faults[0].pointer == "discount_amount"


lines_of_any_kind = st.lists(
    st.builds(
        TaxLine,
        quantity=st.decimals(min_value="0.0001", max_value="9999", places=4),
        unit_price=st.decimals(min_value=0, max_value="9999", places=4),
        tax_rate=st.sampled_from([Decimal(rate) for rate in ("0", "0.25", "1.5", "3", "5", "12", "18", "28", "40")]),
        category=st.sampled_from(TaxCategory),
        discount_percent=st.decimals(min_value=0, max_value=100, places=2),
        hsn=st.sampled_from(["", "3004", "3005"]),
    ),
    min_size=1,
    max_size=12,
)


@given(lines=lines_of_any_kind, levy=st.sampled_from([WITHIN, ACROSS]), inclusive=st.booleans(), data=st.data())
def test_everything_adds_up(lines, levy, inclusive, data):
    without = compute(lines=lines, levy=levy, prices_include_tax=inclusive)
    discount = data.draw(st.decimals(min_value=0, max_value=without.taxable, places=2))
    document = compute(
        lines=lines, levy=levy, prices_include_tax=inclusive, discount_amount=discount, rounds_total=True
    )
    assert document.taxable == without.taxable - discount
    assert document.total == document.taxable + document.tax + document.round_off
    assert document.total == document.total.to_integral_value()
    assert abs(document.round_off) <= Decimal("0.50")
    assert all(taxed.taxable >= 0 for taxed in document.lines)
    for summary in (document.by_rate, document.by_hsn):
        assert sum(row.taxable for row in summary) == document.taxable
        assert sum(part.amount for row in summary for part in row.heads) == document.tax
    for taxed in document.lines:
        assert len({part.amount for part in taxed.heads}) <= 1


@given(lines=lines_of_any_kind, levy=st.sampled_from([WITHIN, ACROSS]))
def test_a_price_with_tax_is_kept_and_its_tax_is_right_to_a_paisa(lines, levy):
    for taxed in compute(lines=lines, levy=levy, prices_include_tax=True).lines:
        assert taxed.total == taxed.gross - taxed.discount
        for part in taxed.heads:
            assert abs(part.amount - taxed.taxable * part.rate / 100) <= Decimal("0.01")


@pytest.mark.parametrize(
    ("known", "state", "clause"),
    [
        ({"is_registered_buyer": True, "billing_state": "27", "delivery_state": "29"}, "29", "10(1)(a)"),
        ({"is_registered_buyer": True, "billing_state": "29"}, "29", "10(1)(a)"),
        (
            {
                "is_registered_buyer": True,
                "billing_state": "24",
                "delivery_state": "29",
                "is_for_third_person": True,
            },
            "24",
            "10(1)(b)",
        ),
        ({"is_registered_buyer": True, "billing_state": "29", "is_collected": True}, "27", "10(1)(c)"),
        ({"is_registered_buyer": False, "billing_state": "29"}, "29", "10(1)(ca)"),
        ({"is_registered_buyer": False, "billing_state": "29", "delivery_state": "30"}, "30", "10(1)(ca)"),
        ({"is_registered_buyer": False, "billing_state": None}, "27", "10(1)(ca)"),
        ({"is_registered_buyer": True, "billing_state": "29", "is_export": True}, "96", "11(b)"),
    ],
)
def test_the_place_of_supply_names_its_clause(known, state, clause):
    found = place_of_supply(seller_state="27", **known)
    assert found.state_code == state
    assert clause in found.clause


def test_a_registered_buyer_without_a_state_stops():
    with pytest.raises(Invalid, match="State is missing"):
        place_of_supply(seller_state="27", is_registered_buyer=True, billing_state=None)


def test_heads_follow_the_place():
    def levied(seller, place, zero_rated=None):
        return levy_of(seller=seller, place_of_supply=place, zero_rated=zero_rated).heads

    assert levied(MAHARASHTRA, "27") == (Head.CGST, Head.SGST)
    assert levied(Seller("38"), "38") == (Head.CGST, Head.UTGST)
    assert levied(Seller("07"), "07") == (Head.CGST, Head.SGST)
    assert levied(MAHARASHTRA, "29") == (Head.IGST,)
    assert levied(MAHARASHTRA, "27", ZeroRated.WITH_PAYMENT) == (Head.IGST,)
    assert levied(MAHARASHTRA, "96", ZeroRated.UNDER_UNDERTAKING) == ()
    assert levied(Seller("27", Scheme.COMPOSITION), "27") == ()
    assert levied(Seller("27", Scheme.UNREGISTERED), "27") == ()
    assert levied(Seller(None), None) == (Head.TAX,)


def test_the_paper_follows_the_goods():
    taxable, exempt = TaxCategory.TAXABLE, TaxCategory.EXEMPT

    def paper(categories, seller=MAHARASHTRA, *, registered=True):
        return paper_of(seller=seller, categories=categories, is_registered_buyer=registered)

    assert paper([taxable]) is Paper.TAX_INVOICE
    assert paper([exempt, TaxCategory.NIL]) is Paper.BILL_OF_SUPPLY
    assert paper([taxable, exempt]) is Paper.TAX_INVOICE
    assert paper([taxable, exempt], registered=False) is Paper.INVOICE_CUM_BILL
    assert paper([taxable], Seller("27", Scheme.COMPOSITION)) is Paper.BILL_OF_SUPPLY
    assert paper([taxable], Seller("27", Scheme.UNREGISTERED)) is Paper.INVOICE
    assert paper([taxable], Seller(None)) is Paper.INVOICE
