"""Amounts in words: the Indian system (lakh, crore) in English and Hindi, the western one in English."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from omnistock.kernel.currencies import INR, Currency
from omnistock.kernel.money import round_amount
from omnistock.kernel.numbers import Grouping

_ENGLISH_TO_19: Final = (
    "Zero One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen Fifteen Sixteen Seventeen "
    "Eighteen Nineteen"
).split()
_ENGLISH_TENS: Final = "Twenty Thirty Forty Fifty Sixty Seventy Eighty Ninety".split()

# Hindi has a word of its own for every number under a hundred. Spelling of the Central Hindi Directorate.
_HINDI_TO_99: Final = (
    "शून्य एक दो तीन चार पाँच छह सात आठ नौ "
    "दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस "
    "बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस "
    "तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस "
    "चालीस इकतालीस बयालीस तैंतालीस चवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास "
    "पचास इक्यावन बावन तिरपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ "
    "साठ इकसठ बासठ तिरसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर "
    "सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उनासी "
    "अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सत्तासी अट्ठासी नवासी "
    "नब्बे इक्यानवे बानवे तिरानवे चौरानवे पंचानवे छियानवे सत्तानवे अट्ठानवे निन्यानवे"
).split()

_INDIAN_SCALES: Final = ((10_000_000, "Crore", "करोड़"), (100_000, "Lakh", "लाख"), (1_000, "Thousand", "हज़ार"))
_WESTERN_SCALES: Final = ((10**12, "Trillion"), (10**9, "Billion"), (10**6, "Million"), (10**3, "Thousand"))


def amount_in_words(
    amount: Decimal, *, currency: Currency = INR, language: str = "en", grouping: Grouping = Grouping.INDIAN
) -> str:
    """`amount`, rounded to the currency's decimals, in words: "Rupees One Lakh Twenty Thousand and Fifty Paise Only".

    `language` is "en" or "hi"; Hindi always counts in lakh and crore, and speaks of rupees alone (other currencies fall
    back to English, as their Hindi names are not settled). A currency whose names we do not know is written with its
    code and the minor part as a fraction: "CHF Twelve and 30/100 Only".
    """
    rounded = round_amount(abs(amount), currency=currency)
    whole = int(rounded)
    minor = int((rounded - whole) * 10**currency.places)
    if language == "hi" and currency.code == "INR":
        return _in_hindi(whole=whole, paise=minor, negative=amount < 0)
    said = english_words(whole, grouping=grouping)
    words = f"{currency.major or currency.code} {said}"
    if minor and currency.minor:
        words += f" and {english_words(minor, grouping=grouping)} {currency.minor}"
    elif minor:
        words += f" and {minor:0{currency.places}d}/{10**currency.places}"
    return ("Minus " if amount < 0 else "") + words + " Only"


def _in_hindi(*, whole: int, paise: int, negative: bool) -> str:
    words = f"{hindi_words(whole)} {'रुपया' if whole == 1 else 'रुपये'}"
    if paise:
        words += f" और {hindi_words(paise)} {'पैसा' if paise == 1 else 'पैसे'}"
    return ("ऋण " if negative else "") + words + " मात्र"


def english_words(number: int, *, grouping: Grouping = Grouping.INDIAN) -> str:
    """A whole number, not negative, in English words. Past 99 crore the crores themselves are counted in lakh."""
    if grouping is Grouping.WESTERN:
        scales: tuple[tuple[int, str], ...] = _WESTERN_SCALES
    else:
        scales = tuple((size, english) for size, english, _ in _INDIAN_SCALES)
    parts: list[str] = []
    for size, scale in scales:
        count, number = divmod(number, size)
        if count:
            parts.append(f"{english_words(count, grouping=grouping)} {scale}")
    if number or not parts:
        parts.append(_english_below_thousand(number))
    return " ".join(parts)


def _english_below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    parts = [f"{_ENGLISH_TO_19[hundreds]} Hundred"] if hundreds else []
    if rest >= 20:
        tens, ones = divmod(rest, 10)
        parts.append(_ENGLISH_TENS[tens - 2] + (f"-{_ENGLISH_TO_19[ones]}" if ones else ""))
    elif rest or not hundreds:
        parts.append(_ENGLISH_TO_19[rest])
    return " ".join(parts)


def hindi_words(number: int) -> str:
    """A whole number, not negative, in Hindi words, in the Indian system."""
    parts: list[str] = []
    for size, _, scale in _INDIAN_SCALES:
        count, number = divmod(number, size)
        if count:
            parts.append(f"{hindi_words(count)} {scale}")
    hundreds, rest = divmod(number, 100)
    if hundreds:
        parts.append(f"{_HINDI_TO_99[hundreds]} सौ")
    if rest or not parts:
        parts.append(_HINDI_TO_99[rest])
    return " ".join(parts)
