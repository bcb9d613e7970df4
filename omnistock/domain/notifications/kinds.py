"""Every mail and every notice that the product knows, as data.

A mail goes out only when its kind is here **and** the published policy names it (promise P6): the gateway asks
`may_be_sent`, the policy page prints `named_kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from omnistock.kernel.policy import published

Text = str | Promise


@dataclass(frozen=True, slots=True)
class MailKind:
    """`purpose` is what the policy prints. `at_most` mails of the kind go to one address in an hour: a form that
    somebody else fills in must not fill a stranger's letter box. `is_account`: of no
    workspace."""

    name: str
    purpose: Text
    at_most: int
    is_account: bool = False


MAIL_KINDS: Final = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            MailKind(
                "signup_verification",
                _("Proves that the address is the person's, or says that it has an account already."),
                at_most=5,
                is_account=True,
            ),
            MailKind(
                "password_reset", _("The link by which a person sets a new password."), at_most=5, is_account=True
            ),
            MailKind(
                "dispatch_alert",
                _(
                    "Tells a customer that their goods left. A workspace switches it on; each such mail can be "
                    "refused by its recipient."
                ),
                at_most=60,
            ),
            MailKind(
                "demo_request",
                _("Tells the operator's own address that somebody asked for a demo on the public pages."),
                at_most=60,
                is_account=True,
            ),
            MailKind("order_dispatched", _("Tells a member who asked for it that an order left."), at_most=500),
            MailKind(
                "invoice_overdue", _("Tells a member who asked for it which invoices became overdue."), at_most=24
            ),
            MailKind(
                "stock_count_completed",
                _("Tells a member who asked for it that a stock count was approved."),
                at_most=500,
            ),
        )
    }
)


def may_be_sent(kind: str) -> bool:
    """Whether there is such a mail and the published policy names it."""
    return kind in MAIL_KINDS and kind in published().mail_kinds


def named_kinds() -> list[MailKind]:
    """What the policy page prints: the kinds that may be sent, in the order of the register."""
    return [kind for kind in MAIL_KINDS.values() if may_be_sent(kind.name)]


MAIL, APP = "mail", "app"
CHANNELS: Final = (MAIL, APP)


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """What a member is told of. `permission`: without it the notice would tell too much. `subject`, `sentence` and
    `several` (the subject of a mail that tells of more than one) take the facts by their names. `page` is the address of
    what it is about (it takes `id` and the facts), `pages` of all such. `is_asked` False: shown in the app to everybody
    who may see it, and never mailed."""

    name: str
    label: Text
    permission: str
    subject: Text
    sentence: Text
    page: str
    pages: str
    several: Text = ""
    is_asked: bool = True


NOTICE_KINDS: Final = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            NoticeKind(
                "order_dispatched",
                _("An order was dispatched"),
                "sales:read",
                subject=_("{order} was dispatched"),
                sentence=_("Order {order} left {warehouse} with dispatch {number}."),
                page="/app/dispatches/{id}",
                pages="/app/dispatches",
                several=_("{count} orders were dispatched"),
            ),
            NoticeKind(
                "invoice_overdue",
                _("An invoice became overdue"),
                "billing:read",
                subject=_("{number} is overdue"),
                sentence=_("Invoice {number} was due on {due_on} and is not paid in full."),
                page="/app/invoices/{id}",
                pages="/app/invoices?status=overdue",
                several=_("{count} invoices are overdue"),
            ),
            NoticeKind(
                "stock_count_completed",
                _("A stock count was approved"),
                "stock:read",
                subject=_("{number} is counted and approved"),
                sentence=_(
                    "{name} approved the stock count {number} in {warehouse}. Lines counted: {lines}, "
                    "different from the books: {differences}."
                ),
                page="/app/counts/{id}",
                pages="/app/counts",
                several=_("{count} stock counts were approved"),
            ),
            NoticeKind(
                "new_sign_in",
                _("A sign-in from a new place"),
                "",  # of one's own account: told to oneself alone (`tell_own`)
                subject=_("New sign-in to your account"),
                sentence=_(
                    "New sign-in to your account from {address}, with {device}. Was it not you? End that session."
                ),
                page="/app/profile/security",
                pages="/app/profile/activity",
                is_asked=False,
            ),
            NoticeKind(
                "incident",
                _("A security incident"),
                "",  # to those whom it concerns, by name (`tell_members`)
                subject=_("Security incident {reference}"),
                sentence=_("Security incident {reference} concerns you: {title}"),
                page="/app/incidents/{id}",
                pages="/app/incidents",
                is_asked=False,
            ),
            NoticeKind(
                "ticket_answered",
                _("Support answered a ticket"),
                "support:read",  # told to those who wrote in it
                subject=_("{number} has an answer"),
                sentence=_("Support answered {number}: {subject}"),
                page="/app/tickets/{ticket_id}",
                pages="/app/tickets",
                is_asked=False,
            ),
            NoticeKind(
                "support_access_asked",
                _("Support asks to look at the workspace"),
                "access:grant",
                subject=_("Support asks to look at the workspace"),
                sentence=_("{name} asks on {number} to look at your workspace. Nothing is shown unless you allow it."),
                page="/app/tickets/{ticket_id}",
                pages="/app/access-grants",
                is_asked=False,
            ),
            NoticeKind(
                "deletion_came_by_mail",
                _("Somebody asked by mail to delete the workspace"),
                "organization:delete",
                subject=_("Somebody asked by mail to delete the workspace"),
                sentence=_("Somebody asked by mail to delete {name}. Nothing happens unless an owner confirms it."),
                page="/app/settings/departure",
                pages="/app/settings/departure",
                is_asked=False,
            ),
            NoticeKind(
                "sub_processor_announced",
                _("A new sub-processor"),
                "rights:answer",  # owners and admins
                subject=_("{name} will be a sub-processor"),
                sentence=_(
                    "From {starts_on} on, {name} will receive data as our sub-processor. Until then you may object."
                ),
                page="/subprocessors",
                pages="/subprocessors",
                is_asked=False,
            ),
            NoticeKind(
                "integrity_difference",
                _("The nightly proof found a difference"),
                "settings:write",
                subject=_("The nightly proof found a difference"),
                sentence=_("The nightly proof found {count} differences between the books and the ledger."),
                page="/app/",
                pages="/app/",
                is_asked=False,
            ),
        )
    }
)


def page_of(kind: str, about_id: UUID, facts: Mapping[str, str]) -> str:
    """The address of what a notice is about; of a kind that is no more, the list of notices."""
    found = NOTICE_KINDS.get(kind)
    return "/app/notices" if found is None else found.page.format(**facts, id=about_id)


ASKED_KINDS: Final = tuple(kind for kind in NOTICE_KINDS.values() if kind.is_asked)
