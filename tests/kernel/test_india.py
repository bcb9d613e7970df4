"""GSTIN, document numbers, HSN, UPI."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnistock.kernel.errors import Invalid
from omnistock.kernel.india import (
    UNIT_QUANTITY_CODES,
    GstinKind,
    check_hsn,
    check_unit_quantity_code,
    check_upi_address,
    credit_note_deadline,
    gstin_check_character,
    parse_gstin,
    state_of,
    upi_link,
)
from omnistock.kernel.india_states import CHOICES, STATES


def numbered(first_fourteen: str) -> str:
    return first_fourteen + gstin_check_character(first_fourteen)


@pytest.mark.parametrize("typed", ["27AAPFU0939F1ZV", " 27aapfu0939f1zv ", "27 AAPFU0939F 1ZV"])
def test_a_gstin_tells_state_and_pan(typed):
    found = parse_gstin(typed)
    assert (found.number, found.state.name, found.pan) == ("27AAPFU0939F1ZV", "Maharashtra", "AAPFU0939F")


@pytest.mark.parametrize(
    ("first_fourteen", "kind"),
    [
        ("38AAACD0000A1Z", GstinKind.NORMAL),
        ("97AAACD0000A1Z", GstinKind.NORMAL),
        ("27AAACD0000A1J", GstinKind.NORMAL),
        ("27AAAC00000A1D", GstinKind.TAX_DEDUCTOR),
        ("27AAACD0000A1C", GstinKind.TAX_COLLECTOR),
        ("27AAAC00000A1Z", GstinKind.GOVERNMENT),
        ("0726USA00001NR", GstinKind.NON_RESIDENT),
        ("9926USA00001OS", GstinKind.ONLINE_SERVICES),
        ("0726UNO00001UN", GstinKind.UN_BODY),
    ],
)
def test_every_kind_of_holder_is_known(first_fourteen, kind):
    assert parse_gstin(numbered(first_fourteen)).kind is kind


@pytest.mark.parametrize(
    ("typed", "code", "says"),
    [
        ("", "gstin_length", "15"),
        ("27AAPFU0939F1Z", "gstin_length", "14"),
        ("27AAPFU0939F1Z\x00", "gstin_length", "15 letters and digits"),
        ("88AAPFU0939F1ZV", "gstin_state", "88"),
        ("27AA1FU0939F1ZV", "gstin_format", "PAN"),
        ("27AAPFU0939F1KV", "gstin_format", "1K"),
        ("27AAPFU0939F1ZW", "gstin_check_digit", "compare"),
    ],
)
def test_a_wrong_gstin_is_told_which_part_is_wrong(typed, code, says):
    with pytest.raises(Invalid, match=says) as refusal:
        parse_gstin(typed)
    assert refusal.value.faults[0].code == code


@given(at=st.integers(0, 13), to=st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_one_wrong_character_never_passes(at, to):
    right = "27AAPFU0939F1ZV"
    wrong = right[:at] + to + right[at + 1 :]
    if wrong != right:
        with pytest.raises(Invalid):
            parse_gstin(wrong)


def test_the_states_are_all_there():
    assert len(STATES) == 41
    assert {state.code for state in CHOICES}.isdisjoint({"25", "28", "96", "99"})
    assert [state_of(code).has_state_tax for code in ("27", "7", "34", "38", "04")] == [True, True, True, False, False]
    with pytest.raises(Invalid, match="Maharashtra"):
        state_of("55")


def test_hsn_has_4_6_or_8_digits_and_keeps_its_zero():
    assert check_hsn(" 0402 ") == "0402"
    assert check_hsn("30 04 90 99", digits=6) == "30049099"
    for typed, digits in (("300", 4), ("30045", 4), ("3004", 6), ("३००४", 4), ("abcd", 4)):
        with pytest.raises(Invalid):
            check_hsn(typed, digits=digits)


def test_units_are_those_of_the_portal():
    assert len(UNIT_QUANTITY_CODES) == 45
    assert check_unit_quantity_code(" nos ") == "NOS"
    with pytest.raises(Invalid, match="NOS"):
        check_unit_quantity_code("STRIP")


@pytest.mark.parametrize(
    ("supplied", "until"),
    [
        (date(2026, 4, 1), date(2027, 11, 30)),
        (date(2027, 3, 31), date(2027, 11, 30)),
        (date(2027, 4, 1), date(2028, 11, 30)),
    ],
)
def test_a_credit_note_has_until_november_after_the_year(supplied, until):
    assert credit_note_deadline(supplied) == until


def test_a_upi_link_holds_the_balance_and_no_stray_sign():
    link = upi_link(
        address="shop@okbank", payee="Demo & Co", amount=Decimal("1250"), reference="INV/26-27/000001", note="a=b&c"
    )
    assert link == "upi://pay?pa=shop@okbank&pn=Demo%20%26%20Co&tr=INV2627000001&tn=a%3Db%26c&am=1250.00&cu=INR"
    with pytest.raises(Invalid):
        check_upi_address("shop")
