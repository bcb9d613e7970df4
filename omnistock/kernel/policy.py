"""The published privacy policy, as far as code depends on it: what each version names. A version that was published is
never changed; another text is another version at the end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """`mail_kinds`: the mails that this version names. The gateway sends no other."""

    number: int
    published_on: dt.date
    mail_kinds: frozenset[str]


VERSIONS: Final = (
    PolicyVersion(
        number=1,
        published_on=dt.date(2026, 11, 27),
        mail_kinds=frozenset(
            {
                "signup_verification",
                "password_reset",
                "dispatch_alert",
                "demo_request",
                "order_dispatched",
                "invoice_overdue",
                "stock_count_completed",
            }
        ),
    ),
)


def published() -> PolicyVersion:
    """The version that is in force."""
    return VERSIONS[-1]
