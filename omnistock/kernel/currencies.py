"""ISO 4217: which currencies there are, with how many decimals each, and what they are called.

Source: ISO 4217 list one (active codes), without funds, metals and test codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from omnistock.kernel.errors import Invalid
from omnistock.kernel.numbers import excerpt
from omnistock.kernel.words import gettext as _

_WITHOUT_DECIMALS: Final = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split()
_WITH_THREE: Final = "BHD IQD JOD KWD LYD OMR TND".split()
_WITH_TWO: Final = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP "
    "CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES "
    "KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK "
    "NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB "
    "TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD XCG YER ZAR ZMW ZWG"
).split()
_SYMBOLS: Final = {
    "INR": "₹", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "BDT": "৳", "ILS": "₪", "KRW": "₩", "NGN": "₦",
    "PHP": "₱", "THB": "฿", "TRY": "₺", "UAH": "₴", "VND": "₫",
}  # fmt: skip
_NAMES: Final = {
    "INR": ("Rupees", "Paise"), "USD": ("US Dollars", "Cents"), "EUR": ("Euros", "Cents"),
    "GBP": ("Pounds Sterling", "Pence"), "AED": ("UAE Dirhams", "Fils"), "SGD": ("Singapore Dollars", "Cents"),
    "NPR": ("Nepalese Rupees", "Paise"), "LKR": ("Sri Lankan Rupees", "Cents"), "BDT": ("Taka", "Poisha"),
    "AUD": ("Australian Dollars", "Cents"), "CAD": ("Canadian Dollars", "Cents"), "JPY": ("Yen", ""),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency: its ISO code, how many decimals its amounts have, its sign (the code where it has none of its own),
    and its English names, empty where we do not know them."""

    code: str
    places: int
    symbol: str
    major: str
    minor: str


def _currency(code: str, places: int) -> Currency:
    major, minor = _NAMES.get(code, ("", ""))
    return Currency(code=code, places=places, symbol=_SYMBOLS.get(code, code), major=major, minor=minor)


CURRENCIES: Final[dict[str, Currency]] = {
    code: _currency(code, places)
    for places, codes in ((0, _WITHOUT_DECIMALS), (2, _WITH_TWO), (3, _WITH_THREE))
    for code in codes
}
INR: Final = CURRENCIES["INR"]


def currency_of(code: str) -> Currency:
    """The currency with this ISO 4217 code. Raises `Invalid` `unknown_currency`."""
    try:
        return CURRENCIES[code]
    except KeyError:
        message = _("“{text}” is not a currency; write the ISO 4217 code in capitals, such as INR.")
        raise Invalid.at("", message.format(text=excerpt(code)), "unknown_currency") from None
