"""Papers: what is printed, in the texts that the template gets, and that typst makes a PDF of every kind of data."""

from __future__ import annotations

import copy
import json

import pytest

from omnistock.kernel.paper import render
from omnistock.kernel.paper.display import show_delivery_note, show_invoice
from omnistock.kernel.paper.labels import labels_of


@pytest.fixture
def invoice():
    """A tax invoice within Maharashtra: 120 strips and 12 free, 28.75 less 2 %, at 5 %."""
    return {
        "paper": "tax_invoice",
        "number": "INV/26-27/000042",
        "date": "2026-11-23",
        "due_on": "2026-12-23",
        "seller": {
            "name": "Demo Pharma",
            "legal_name": "Demo Pharma Private Limited",
            "address": ["14 Example Estate", "Mumbai 400069"],
            "state": "Maharashtra (27)",
            "gstin": "27AAACD0000A1ZV",
        },
        "buyer": {"name": "Sunrise Medical", "address": ["Pune 411001"], "state": "Maharashtra (27)"},
        "place_of_supply": "Maharashtra (27)",
        "is_reverse_charge": False,
        "copies": ["original", "duplicate", "triplicate"],
        "lines": [
            {
                "description": "Paracip 500 tablets",
                "hsn": "30049099",
                "batch_number": "B2301",
                "expires_on": "2027-03-31",
                "expiry_precision": "month",
                "mrp": "45.5",
                "quantity": "120.0000",
                "free_quantity": "12.0000",
                "unit": "strip",
                "unit_price": "28.7500",
                "discount": "69.00",
                "taxable": "3381.00",
                "tax_rate": "5.0000",
                "heads": {"cgst": "84.53", "sgst": "84.53"},
                "total": "3550.06",
            }
        ],
        "heads": [["cgst", "84.53"], ["sgst", "84.53"]],
        "taxable": "3381.00",
        "round_off": "-0.06",
        "total": "3550.00",
        "balance_due": "3550.00",
        "by_hsn": [
            {
                "hsn": "30049099",
                "tax_rate": "5",
                "quantity": "120",
                "unit": "NOS",
                "taxable": "3381.00",
                "heads": {"cgst": "84.53", "sgst": "84.53"},
            }
        ],
        "upi": {"address": "demo@example", "payee": "Demo Pharma"},
        "terms": ["Thirty days."],
    }


def test_an_invoice_carries_what_rule_46_asks(invoice):
    shown = show_invoice(invoice)
    assert (shown["title"], shown["number"]) == ("Tax invoice", "INV/26-27/000042")
    assert shown["seller"]["gstin"] == "27AAACD0000A1ZV"
    assert shown["buyer"]["gstin"] == "Unregistered"
    facts = dict(shown["facts"])
    assert facts == {
        "Date": "23-11-2026",
        "Due on": "23-12-2026",
        "Place of supply": "Maharashtra (27)",
        "Reverse charge": "No",
    }
    assert shown["columns"] == (
        "position description hsn batch expiry mrp quantity rate discount taxable cgst sgst amount".split()
    )
    row = shown["rows"][0]
    assert (row["quantity"], row["free"], row["expiry"], row["rate"]) == ("120", "12", "03/27", "28.75")
    assert (row["cgst"], row["cgst_rate"], row["amount"]) == ("84.53", "2.5 %", "3,550.06")
    assert shown["copies"] == ["Original for recipient", "Duplicate for transporter", "Triplicate for supplier"]
    assert shown["words"] == "Rupees Three Thousand Five Hundred Fifty Only"
    assert shown["sums"] == [
        ("Taxable value", "3,381.00"),
        ("CGST", "84.53"),
        ("SGST", "84.53"),
        ("Round off", "−0.06"),
    ]


def test_columns_that_nothing_fills_are_left_out(invoice):
    for name in ("batch_number", "expires_on", "mrp", "hsn"):
        del invoice["lines"][0][name]
    invoice["lines"][0]["discount"] = "0.00"
    assert show_invoice(invoice)["columns"] == "position description quantity rate taxable cgst sgst amount".split()


def test_a_bill_of_supply_speaks_of_no_tax(invoice):
    invoice.update(paper="bill_of_supply", is_composition=True, heads=[["cgst", "0.00"], ["sgst", "0.00"]])
    invoice["lines"][0]["heads"] = {}
    shown = show_invoice(invoice)
    assert shown["heads"] == []
    assert shown["sums"][0] == ("Value", "3,381.00")
    assert "cgst" not in shown["columns"]
    assert shown["endorsements"] == ["Composition taxable person, not eligible to collect tax on supplies"]


def test_an_export_carries_its_endorsement(invoice):
    invoice.update(zero_rated="export_under_undertaking", destination_country="Nepal")
    shown = show_invoice(invoice)
    assert shown["endorsements"][0].startswith("SUPPLY MEANT FOR EXPORT UNDER BOND")
    assert ("Country of destination", "Nepal") in shown["facts"]


def test_a_credit_note_names_its_invoice(invoice):
    invoice.update(paper="credit_note", original={"number": "INV/26-27/000041", "date": "2026-11-20"}, reason="Expired")
    shown = show_invoice(invoice)
    assert shown["title"] == "Credit note"
    assert ("Against invoice", "INV/26-27/000041 of 20-11-2026") in shown["facts"]


@pytest.mark.parametrize(
    "change",
    [{"balance_due": "0.00"}, {"balance_due": None}, {"currency": "USD"}, {"is_cancelled": True}, {"upi": None}],
)
def test_nobody_is_asked_to_pay_what_is_not_owed(invoice, change):
    assert show_invoice(invoice)["upi_qr"].startswith("<svg")
    assert show_invoice({**invoice, **change})["upi_qr"] == ""


def test_a_word_too_long_for_its_column_may_break(invoice):
    invoice["lines"][0]["description"] = "x" * 60 + " plain words stay as they are"
    shown = show_invoice(invoice)["rows"][0]["description"]
    assert max(len(part) for part in shown.split("\u200b")[:2]) == 24
    assert shown.endswith(" plain words stay as they are")


def test_what_the_lines_come_to_is_carried_forward(invoice):
    invoice["lines"] *= 3
    assert show_invoice(invoice)["running"] == ["3,550.06", "7,100.12", "10,650.18"]


def test_a_delivery_note_shows_no_money(invoice):
    for line in invoice["lines"]:
        for name in ("mrp", "unit_price", "discount", "taxable", "tax_rate", "heads", "total"):
            del line[name]
    invoice.update(copies=[], vehicle_number="MH 12 AB 0000")
    shown = show_delivery_note(invoice)
    assert shown["title"] == "Delivery note"
    assert shown["columns"] == "position description hsn batch expiry quantity".split()
    assert show_delivery_note({**invoice, "copies": ["original"]})["title"] == "Delivery challan"
    assert render("delivery_note", invoice).startswith(b"%PDF")


def test_hindi_has_every_label_and_words_of_its_own(invoice):
    shown = show_invoice({**invoice, "language": "hi"})
    assert shown["title"] == "कर बीजक"
    assert shown["words"] == "तीन हज़ार पाँच सौ पचास रुपये मात्र"
    assert labels_of("hi").keys() == labels_of("en").keys()


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"language": "hi"},
        {"is_cancelled": True},
        {"currency": "KWD", "grouping": "western", "upi": None},
        {"buyer": {"name": '#panic("x") *b* $1$ [[ \\ </svg> \u202e', "address": ["`", "@ref", "//"]}},
        {"ship_to": {"name": "x" * 300, "address": ["y " * 200]}, "notes": "z" * 2_000},
    ],
)
def test_any_data_makes_a_pdf(invoice, change):
    assert render("invoice", {**invoice, **change}).startswith(b"%PDF")


def test_a_long_invoice_of_four_rates_and_large_amounts_makes_a_pdf(invoice):
    line = invoice["lines"][0]
    invoice["lines"] = [
        {**line, "tax_rate": rate, "taxable": "999999999.99", "unit_price": "999999999.99"}
        for rate in ("5", "12", "18", "40") * 15
    ]
    assert show_invoice(invoice)["is_wide"]
    assert render("invoice", invoice).startswith(b"%PDF")


def test_equal_data_makes_equal_bytes_and_is_left_as_it_was(invoice):
    before = copy.deepcopy(invoice)
    assert render("invoice", invoice) == render("invoice", json.loads(json.dumps(invoice)))
    assert invoice == before


def test_a_paper_that_does_not_exist_is_a_bug(invoice):
    with pytest.raises(ValueError, match="banknote"):
        render("banknote", invoice)
