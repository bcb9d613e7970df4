"""The fixed words of papers. A paper is in its document's language, not in that of whoever prints it."""

from __future__ import annotations

from typing import Final

# key: (English, Hindi). Words that the law spells out keep its wording.
_WORDS: Final[dict[str, tuple[str, str]]] = {
    "tax_invoice": ("Tax invoice", "कर बीजक"),
    "bill_of_supply": ("Bill of supply", "आपूर्ति बिल"),
    "invoice_cum_bill": ("Invoice-cum-bill of supply", "बीजक सह आपूर्ति बिल"),
    "invoice": ("Invoice", "बीजक"),
    "credit_note": ("Credit note", "क्रेडिट नोट"),
    "order_confirmation": ("Order confirmation", "आदेश की पुष्टि"),
    "sales_order": ("Sales order", "विक्रय आदेश"),
    "purchase_order": ("Purchase order", "क्रय आदेश"),
    "pick_list": ("Pick list", "माल निकालने की सूची"),
    "delivery_note": ("Delivery note", "सुपुर्दगी पत्र"),
    "delivery_challan": ("Delivery challan", "डिलीवरी चालान"),
    "copy_original": ("Original for recipient", "मूल प्रति – प्राप्तकर्ता"),
    "copy_duplicate": ("Duplicate for transporter", "दूसरी प्रति – परिवाहक"),
    "copy_triplicate": ("Triplicate for supplier", "तीसरी प्रति – आपूर्तिकर्ता"),
    "challan_original": ("Original for consignee", "मूल प्रति – परेषिती"),
    "challan_duplicate": ("Duplicate for transporter", "दूसरी प्रति – परिवाहक"),
    "challan_triplicate": ("Triplicate for consigner", "तीसरी प्रति – परेषक"),
    "cancelled": ("CANCELLED", "रद्द"),
    "draft": ("DRAFT", "प्रारूप"),
    "date": ("Date", "दिनांक"),
    "promised_on": ("Promised for", "वादे की तिथि"),
    "expected_on": ("Expected on", "अपेक्षित तिथि"),
    "your_reference": ("Your reference", "आपका संदर्भ"),
    "warehouse": ("Warehouse", "गोदाम"),
    "supplier": ("Supplier", "आपूर्तिकर्ता"),
    "deliver_to": ("Deliver to", "सुपुर्दगी स्थान"),
    "place": ("Bin", "खाना"),
    "picked": ("Picked", "निकाला"),
    "pick_for": ("For", "किसके लिए"),
    "not_there": ("Not there, on backorder", "उपलब्ध नहीं, बाद में भेजना है"),
    "nothing_reserved": ("Nothing is reserved for this order.", "इस आदेश के लिए कुछ भी आरक्षित नहीं है।"),
    "picker": ("Picked by, date", "किसने निकाला, दिनांक"),
    "checker": ("Checked by", "किसने जाँचा"),
    "due_on": ("Due on", "देय तिथि"),
    "order_number": ("Order", "आदेश"),
    "delivery_number": ("Delivery note", "सुपुर्दगी पत्र"),
    "carrier": ("Carrier", "परिवाहक"),
    "vehicle_number": ("Vehicle", "वाहन"),
    "eway_bill_number": ("e-way bill", "ई-वे बिल"),
    "boxes": ("Boxes", "पेटियाँ"),
    "weight": ("Weight", "वज़न"),
    "place_of_supply": ("Place of supply", "आपूर्ति का स्थान"),
    "destination_country": ("Country of destination", "गंतव्य देश"),
    "reverse_charge": ("Reverse charge", "प्रतिलोम प्रभार"),
    "yes": ("Yes", "हाँ"),
    "no": ("No", "नहीं"),
    "original_invoice": ("Against invoice", "मूल बीजक"),
    "dated": ("of", "दिनांक"),
    "reason": ("Reason", "कारण"),
    "bill_to": ("Bill to", "क्रेता"),
    "consignee": ("Consignee", "परेषिती"),
    "transfer_number": ("Transfer", "स्थानांतरण"),
    "ship_to": ("Ship to", "प्राप्ति स्थान"),
    "gstin": ("GSTIN", "GSTIN"),
    "unregistered": ("Unregistered", "अपंजीकृत"),
    "state": ("State", "राज्य"),
    "position": ("#", "क्र."),
    "description": ("Description", "विवरण"),
    "hsn": ("HSN", "HSN"),
    "batch": ("Batch", "बैच"),
    "expiry": ("Exp.", "समाप्ति"),
    "mrp": ("MRP", "MRP"),
    "quantity": ("Qty", "मात्रा"),
    "free": ("free", "मुफ़्त"),
    "rate": ("Rate", "दर"),
    "discount": ("Disc.", "छूट"),
    "taxable": ("Taxable", "कर योग्य"),
    "value": ("Value", "मूल्य"),
    "amount": ("Amount", "राशि"),
    "cgst": ("CGST", "CGST"),
    "sgst": ("SGST", "SGST"),
    "utgst": ("UTGST", "UTGST"),
    "igst": ("IGST", "IGST"),
    "tax": ("Tax", "कर"),
    "carried_forward": ("Carried forward", "आगे ले जाया गया"),
    "total": ("Total", "कुल"),
    "tax_percent": ("Tax %", "कर %"),
    "total_before_tax": ("Total before tax", "कर से पहले कुल"),
    "with_tax": ("Amount with tax", "कर सहित राशि"),
    "total_discount": ("Discount on the whole", "कुल पर छूट"),
    "taxable_value": ("Taxable value", "कर योग्य मूल्य"),
    "round_off": ("Round off", "पूर्णांकन"),
    "balance_due": ("Balance due", "शेष देय"),
    "in_words": ("Amount in words", "शब्दों में राशि"),
    "hsn_summary": ("HSN summary", "HSN सारांश"),
    "tax_rate": ("Rate %", "दर %"),
    "pay_by_upi": ("Pay by UPI", "UPI से भुगतान"),
    "bank": ("Bank", "बैंक"),
    "terms": ("Terms", "शर्तें"),
    "notes": ("Notes", "टिप्पणी"),
    "irn": ("IRN", "IRN"),
    "for": ("For", "कृते"),
    "signatory": ("Authorised signatory", "अधिकृत हस्ताक्षरकर्ता"),
    "received": ("Received in good order", "सही दशा में प्राप्त"),
    "receiver": ("Name, signature, date", "नाम, हस्ताक्षर, दिनांक"),
    "page": ("Page", "पृष्ठ"),
    "recall_notice": ("Product recall notice", "उत्पाद वापसी सूचना"),
    "recall_drill": ("Drill: not a real recall", "अभ्यास: वास्तविक वापसी नहीं"),
    "recall_to": ("To", "सेवा में"),
    "recall_subject": ("Stop using and selling these goods", "इस माल का उपयोग और बिक्री बंद करें"),
    "recall_ask": (
        "Our records say that we sent you the goods below. Please stop using and selling them now, keep them apart, "
        "tell everybody you passed them on to, and answer us with how much you still have, how much you destroyed and "
        "how much was used or sold.",
        "हमारे अभिलेख के अनुसार हमने आपको नीचे लिखा माल भेजा था। कृपया इसका उपयोग और बिक्री अभी बंद करें, इसे अलग रखें, "
        "जिन्हें आपने दिया है उन्हें बताएँ, और हमें लिखें कि कितना शेष है, कितना नष्ट किया गया और कितना बिक या खप चुका है।",
    ),
    "recall_answer": ("Your answer, please", "कृपया अपना उत्तर लिखें"),
    "recall_still_there": ("Still with us", "हमारे पास शेष"),
    "recall_destroyed": ("Destroyed", "नष्ट किया"),
    "recall_used": ("Used or sold on", "खप या बिक चुका"),
    "document": ("Document", "दस्तावेज़"),
    "sent_on": ("Sent on", "भेजा गया"),
    "composition": (
        "Composition taxable person, not eligible to collect tax on supplies",
        "Composition taxable person, not eligible to collect tax on supplies",
    ),
}

# CGST Rule 46, third proviso: the wording is the rule's own, in English.
ENDORSEMENTS: Final = {
    "export_with_payment": "SUPPLY MEANT FOR EXPORT ON PAYMENT OF INTEGRATED TAX",
    "export_under_undertaking": (
        "SUPPLY MEANT FOR EXPORT UNDER BOND OR LETTER OF UNDERTAKING WITHOUT PAYMENT OF INTEGRATED TAX"
    ),
    "sez_with_payment": ("SUPPLY TO SEZ UNIT OR SEZ DEVELOPER FOR AUTHORISED OPERATIONS ON PAYMENT OF INTEGRATED TAX"),
    "sez_under_undertaking": (
        "SUPPLY TO SEZ UNIT OR SEZ DEVELOPER FOR AUTHORISED OPERATIONS UNDER BOND OR LETTER OF UNDERTAKING "
        "WITHOUT PAYMENT OF INTEGRATED TAX"
    ),
}

LANGUAGES: Final = ("en", "hi")


def labels_of(language: str) -> dict[str, str]:
    """Every label in `language`; English where there is no such language."""
    at = LANGUAGES.index(language) if language in LANGUAGES else 0
    return {key: words[at] for key, words in _WORDS.items()}
