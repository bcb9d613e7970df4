"""Scans, against GS1's own test vectors where they are at hand, and by hand always."""

from __future__ import annotations

import json
import os
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnistock.kernel.days import Precision
from omnistock.kernel.errors import Invalid
from omnistock.kernel.gs1 import (
    GROUP_SEPARATOR,
    ScanKind,
    check_digit,
    check_digit_matches,
    gs1_date,
    is_gs1_text,
    read_scan,
    to_gtin14,
)
from omnistock.kernel.gs1_rules import RULES, excluded_by, missing_for

TODAY = date(2026, 11, 23)
DATA = Path(os.environ.get("OMNISTOCK_DATA_SETS", "../shared/data")) / "gs1"
needs_vectors = pytest.mark.skipif(not DATA.is_dir(), reason=f"GS1's test vectors are not at {DATA}")


def scan(text):
    return read_scan(text, today=TODAY)


def vectors(name):
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    "text",
    [
        "]d2010952000000001117270331210042\x1d10B/23-01",
        "]C1010952000000001117270331210042\x1d10B/23-01",
        "\x1d010952000000001117270331210042\x1d10B/23-01",
        "010952000000001117270331210042\x1d10B/23-01\r\n",
        "(01)09520000000011(17)270331(21)0042(10)B/23-01",
        "https://id.gs1.org/01/09520000000011/10/B%2F23-01/21/0042?17=270331",
        "]Q1https://shop.example/p/01/09520000000011/10/B%2F23-01/21/0042?17=270331",
    ],
)
def test_every_carrier_says_the_same(text):
    found = scan(text)
    assert found.problems == ()
    assert found.gtin14 == "09520000000011"
    assert (found.batch_number, found.serial) == ("B/23-01", "0042")
    assert (found.expires_on, found.precision) == (date(2027, 3, 31), Precision.DAY)


def test_a_separator_that_the_scanner_dropped_is_noticed():
    found = scan("010952000000001110B230117270331")
    assert [problem.code for problem in found.problems] == ["separator_lost"]
    assert found.is_usable


@pytest.mark.parametrize(
    ("code", "gtin14"),
    [
        ("9520000000011", "09520000000011"),
        ("]E09520000000011", "09520000000011"),
        ("012345678905", "00012345678905"),
        ("96385074", "00000096385074"),
        ("]I115400141288763", "15400141288763"),
    ],
)
def test_retail_codes_are_stored_as_14_digits(code, gtin14):
    found = scan(code)
    assert (found.kind, found.gtin14, found.problems) == (ScanKind.GTIN, gtin14, ())


@pytest.mark.parametrize(
    "text", ["B2301", "9520000000012", "INV/26-27/000042", "https://example.com/about", "", "1234"]
)
def test_everything_else_is_text_and_no_fault(text):
    found = scan(text)
    assert (found.kind, found.raw, found.problems) == (ScanKind.TEXT, text, ())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("]d20109520000000012", "check_digit"),
        ("(01)09520000000011(17)270231", "date_impossible"),
        ("(01)09520000000011(17)271331", "unreadable"),
        ("(01)09520000000011(10)B 2301", "unreadable"),
        ("(01)0952000000001(10)B2301", "unreadable"),
        ("]d2", "unreadable"),
        ("]E09520000000012", "check_digit"),
        ("(01)09520000000011(37)12", "excluded"),
        ("(02)09520000000011(37)12(01)09520000000011", "excluded"),
        ("(01)09520000000011(10)A(10)B", "said_twice"),
        ("9" * 5_000, "scan_too_long"),
    ],
)
def test_what_is_wrong_is_named_and_stops(text, code):
    found = scan(text)
    assert code in [problem.code for problem in found.problems]
    assert not found.is_usable


def test_a_wrong_check_digit_gives_no_product():
    assert scan("]d20109520000000012").gtin14 is None


def test_a_label_that_needs_another_is_a_caution():
    found = scan("(10)B2301(17)270331")
    assert {problem.code for problem in found.problems} == {"incomplete"}
    assert found.is_usable
    assert found.batch_number == "B2301"


def test_a_carton_says_what_is_in_it():
    found = scan("(00)095200000000000011(02)09520000000011(37)24(10)B2301")
    assert (found.sscc, found.gtin14, found.quantity) == ("095200000000000011", "09520000000011", 24)
    assert found.problems == ()


def test_weight_is_in_kilograms():
    found = scan("(01)99520000000014(3103)001250")
    assert (found.quantity, found.quantity_unit) == (Decimal("1.250"), "kg")


@given(text=st.text(max_size=80) | st.from_regex(r"\](d2|C1|E0|Q3)[0-9()\x1dA-Z]{0,40}", fullmatch=True))
def test_no_text_makes_it_raise(text):
    found = scan(text)
    assert found.kind in ScanKind


@given(digits=st.from_regex(r"[0-9]{7}|[0-9]{11,13}", fullmatch=True), at=st.integers(0, 12), by=st.integers(1, 9))
def test_a_check_digit_catches_every_single_wrong_digit(digits, at, by):
    code = digits + check_digit(digits)
    assert to_gtin14(code) == code.zfill(14)
    at %= len(code)
    wrong = code[:at] + str((int(code[at]) + by) % 10) + code[at + 1 :]
    with pytest.raises(Invalid):
        to_gtin14(wrong)


@pytest.mark.parametrize(("value", "year"), [("761231", 2076), ("771231", 1977), ("000606", 2000), ("991231", 1999)])
def test_the_century_is_the_nearest(value, year):
    found = gs1_date(value, today=TODAY)
    assert found is not None
    assert found[0].year == year


@needs_vectors
def test_gs1_syntax_tests_agree():
    ours = {
        "lint_csum": check_digit_matches,
        "lint_cset82": lambda text: text == "" or is_gs1_text(text),
        "lint_yymmd0": lambda text: gs1_date(text, today=TODAY) is not None,
    }
    tried = [vector for vector in vectors("gs1_linter_vectors.jsonl") if vector["linter"] in ours]
    assert len(tried) > 250
    differ = [vector["input"] for vector in tried if ours[vector["linter"]](vector["input"]) != vector["valid"]]
    assert differ == []


# Where we read on purpose what the reference refuses, or do not read what nobody prints.
LENIENT = {
    "a second element that biip does not look into": r"\^7007|\^8003",
    "]E0 with a UPC-A's 12 digits, as many scanners send it": r"\]E0123456789012$",
    "a bracket and letters are only text": r"\]X{0,2}$",
    "a web address that is no Digital Link is only text": r"\]Q1https://a/NOPRIMARYAI|(?i:^https?://)",
}


@needs_vectors
def test_gs1_syntax_engine_agrees():
    differ = []
    tried = 0
    for vector in vectors("gs1_syntax_engine_vectors.jsonl"):
        text = vector["input"]
        match vector["test"]:
            case "test_parseDLuri":
                kinds = {ScanKind.LINK}
            case "test_parseAIdata":
                kinds = {ScanKind.MESSAGE}
            case "test_processAIdata":
                text, kinds = ("]d2" + text[1:] if text.startswith("^") else text), {ScanKind.MESSAGE}
            case "test_testProcessScanData":
                plain_carrier = re.match(r"\](Q1|d1|J0)", text)
                kinds = set(ScanKind) if plain_carrier else {ScanKind.GTIN, ScanKind.MESSAGE}
            case _:
                continue
        tried += 1
        found = scan(text.replace("^", GROUP_SEPARATOR))
        if (found.is_usable and found.kind in kinds) != vector["should_succeed"]:
            differ.append(vector["input"])
    assert tried > 250
    assert [text for text in differ if not any(re.search(known, text) for known in LENIENT.values())] == []
    assert len(differ) < 25


@needs_vectors
def test_our_rules_are_the_dictionarys():
    for line in (DATA / "gs1-syntax-dictionary.txt").read_text(encoding="utf-8").splitlines():
        entry = re.match(r"(\d{2,4})(-\d{4})?\s", line)
        if entry is None:
            continue
        pattern = f"{entry[1][:3]}n" if entry[2] else entry[1]
        body = line.split(" # ")[0]
        needs = {tuple(group.split("+")) for text in re.findall(r"req=(\S+)", body) for group in text.split(",")}
        excludes = {part for text in re.findall(r"ex=(\S+)", body) for part in text.split(",")} - {pattern}
        rule = RULES.get(pattern)
        assert (set(rule.needs) if rule else set()) == needs, pattern
        assert (set(rule.excludes) if rule else set()) == excludes, pattern


def test_rules_speak_of_ranges():
    assert missing_for("3922", {"01", "3922"}) != ()
    assert missing_for("3922", {"01", "3922", "3103"}) == ()
    assert excluded_by("3103", {"3103", "3102"}) == ["3102"]
