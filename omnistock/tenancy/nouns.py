"""What a refusal calls a record that is not there, in the reader's language. Whoever looks for one names it in English
(`kind="stock count"`); a gate finds names that are missing here."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

NOUNS: Final = {
    "API key": _("API key"),
    "adjustment": _("adjustment"),
    "archive": _("archive"),
    "batch": _("batch"),
    "category": _("category"),
    "contact": _("contact"),
    "count plan": _("count plan"),
    "credit note": _("credit note"),
    "customer": _("customer"),
    "delivery": _("delivery"),
    "dispatch": _("dispatch"),
    "erasure": _("erasure"),
    "file": _("file"),
    "import": _("import"),
    "invoice": _("invoice"),
    "landed cost": _("landed cost"),
    "line": _("line"),
    "line of the order": _("line of the order"),
    "location": _("location"),
    "mail": _("mail"),
    "member": _("member"),
    "move": _("move"),
    "notice": _("notice"),
    "open invitation": _("open invitation"),
    "payment": _("payment"),
    "product": _("product"),
    "purchase order": _("purchase order"),
    "recall": _("recall"),
    "receipt": _("receipt"),
    "refund": _("refund"),
    "registration": _("registration"),
    "replenishment run": _("replenishment run"),
    "request": _("request"),
    "request for access": _("request for access"),
    "sales order": _("sales order"),
    "shared report": _("shared report"),
    "stock count": _("stock count"),
    "supplier": _("supplier"),
    "ticket": _("ticket"),
    "transfer": _("transfer"),
    "unit": _("unit"),
    "view": _("view"),
    "warehouse": _("warehouse"),
    "webhook": _("webhook"),
    "workspace": _("workspace"),
}


def noun(kind: str) -> str:
    """The word for a kind of record; one that is said in the reader's language already stays."""
    return str(NOUNS.get(kind, kind))
