"""The attachments of a document as its page shows them, and how they are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from omnistock.domain.attachments.operations import MOST_FILES
from omnistock.domain.attachments.policies import ATTACH, READ
from omnistock.domain.attachments.queries import AttachmentView, attachments_of
from omnistock.domain.attachments.subjects import KINDS
from omnistock.domain.files.storing import MOST_BYTES
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.links import href_of
from omnistock.tenancy.actor import Actor

PAPERS: Final[dict[str, str | Promise]] = {
    "invoice": gettext_lazy("Supplier's invoice"),
    "challan": gettext_lazy("Challan or delivery note"),
    "certificate": gettext_lazy("Certificate of analysis or test"),
    "order": gettext_lazy("Order or quotation"),
    "proof": gettext_lazy("Proof of delivery or payment"),
    "photo": gettext_lazy("Photo"),
    "data_sheet": gettext_lazy("Data sheet or leaflet"),
    "sheet": gettext_lazy("Signed sheet"),
    "letter": gettext_lazy("Letter or report"),
    "licence": gettext_lazy("Licence, registration or agreement"),
    "other": gettext_lazy("Something else"),
}
SUBJECTS: Final[dict[str, str | Promise]] = {
    "purchase_order": gettext_lazy("Purchase order"),
    "receipt": gettext_lazy("Receipt"),
    "landed_cost": gettext_lazy("Landed cost"),
    "sales_order": gettext_lazy("Sales order"),
    "dispatch": gettext_lazy("Dispatch"),
    "invoice": gettext_lazy("Invoice"),
    "credit_note": gettext_lazy("Credit note"),
    "payment": gettext_lazy("Payment"),
    "transfer": gettext_lazy("Transfer"),
    "adjustment": gettext_lazy("Adjustment"),
    "stock_count": gettext_lazy("Stock count"),
    "recall": gettext_lazy("Recall"),
    "batch": gettext_lazy("Batch"),
    "product": gettext_lazy("Product"),
    "customer": gettext_lazy("Customer"),
    "supplier": gettext_lazy("Supplier"),
}


@dataclass(frozen=True, slots=True)
class ShownAttachment:
    view: AttachmentView
    paper: str
    subject: str
    href: str
    is_picture: bool


@dataclass(frozen=True, slots=True)
class Attached:
    """What `<c-attachments>` draws. `here` is where files are sent to, `papers` what one may say that they are."""

    rows: list[ShownAttachment]
    here: str
    papers: list[tuple[str, str]]
    usual: str
    may_attach: bool
    may_see_all: bool
    form: FormState
    most: int = MOST_FILES
    most_bytes: int = MOST_BYTES
    most_megabytes: int = MOST_BYTES // (1024 * 1024)

    @property
    def is_full(self) -> bool:
        return len(self.rows) >= self.most


def attached(kind: str, id: UUID, *, actor: Actor, form: FormState | None = None) -> Attached | None:
    """In two statements, of a batch in three; None for who reads no attachments. Raises `NotFound`."""
    if not actor.may(READ):
        return None
    known = KINDS[kind]
    return Attached(
        rows=[shown(each) for each in attachments_of(actor=actor, subject_kind=kind, subject_id=id)],
        here=reverse(f"{_url_name(kind)}-attachments", args=[id]),
        papers=[(code, str(word)) for code, word in PAPERS.items()],
        usual=known.paper,
        may_attach=actor.may(ATTACH),
        may_see_all=not (known.tells_costs and not actor.sees_costs)
        and (not known.tells_books or actor.may("variances:read")),
        form=form or FormState(),
    )


def shown(view: AttachmentView) -> ShownAttachment:
    return ShownAttachment(
        view=view,
        paper=str(PAPERS[view.paper]),
        subject=str(SUBJECTS[view.subject_kind]),
        href=href_of(_url_name(view.subject_kind), view.subject_id),
        is_picture=view.media_type.startswith("image/"),
    )


def attachment_words(event: Any) -> str:
    """What an event of the audit trail says of an attachment; empty for any other event."""
    words = {
        "attachments.attach_file": _("Attached {file}"),
        "attachments.detach_file": _("{file} removed"),
    }
    said = words.get(event.operation, "")
    facts = event.after or event.before or {}
    return said.format(file=facts.get("file", _("a file")))


def _url_name(kind: str) -> str:
    return kind.replace("_", "-")
