"""The mails that the product sends at all (promise P6). What is not listed here is not sent."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

MAIL_KINDS: Final = MappingProxyType(
    {
        "signup_verification": "proves that the address is the person's, or says that it has an account already",
        "password_reset": "the link by which a person sets a new password",
        "integrity_alert": "tells the operator's own address that a nightly proof of the stock found a difference",
        "demo_request": "tells the operator's own address that somebody asked for a demo on the public pages",
        "stock_count_completed": "says that a stock count was approved, to members who asked for it",
    }
)

# Of these, the ones that a member asks for, with the permission without which they would tell too much.
NOTICE_KINDS: Final = MappingProxyType({"stock_count_completed": "stock:read"})
