"""When two batch numbers are the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnistock.kernel.batch_number import BATCH_NUMBER_LONGEST, fold_batch_number, parse_batch_number
from omnistock.kernel.errors import Invalid


@pytest.mark.parametrize("other", ["b2301", " B2301 ", "Ｂ２３０１", "B2301\n"])
def test_case_space_and_width_do_not_matter(other):
    assert fold_batch_number(other) == fold_batch_number("B2301")


@pytest.mark.parametrize(("one", "other"), [("0042", "42"), ("A-1", "A1"), ("003P218", "3P218"), ("O1", "01")])
def test_leading_zeros_and_signs_do(one, other):
    assert fold_batch_number(one) != fold_batch_number(other)


def test_what_is_printed_is_kept():
    assert parse_batch_number("  b 00392/174 ") == "b 00392/174"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "batch_number_missing"),
        ("   ", "batch_number_missing"),
        ("x" * (BATCH_NUMBER_LONGEST + 1), "batch_number_too_long"),
        ("x" * 100_000, "batch_number_too_long"),
        ("B\x00", "batch_number_unreadable"),
        ("B\u202e1", "batch_number_unreadable"),
    ],
)
def test_what_cannot_be_one_is_refused(typed, code):
    with pytest.raises(Invalid) as refusal:
        parse_batch_number(typed)
    assert refusal.value.faults[0].code == code


@given(text=st.text(max_size=60))
def test_folding_twice_changes_nothing(text):
    assert fold_batch_number(fold_batch_number(text)) == fold_batch_number(text)
