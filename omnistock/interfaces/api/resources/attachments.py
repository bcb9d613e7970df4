"""Papers with documents, batches, products, customers and suppliers: the same four endpoints under each, and the list of all."""

from __future__ import annotations

import hashlib
from typing import Any, Final, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Form, Query, Router, Status, UploadedFile
from pydantic import Field

from omnistock.domain.attachments import operations, queries
from omnistock.domain.attachments.subjects import KINDS, SubjectKind
from omnistock.domain.files.serving import headers_of
from omnistock.domain.files.storing import read_file
from omnistock.interfaces.api.offering import named, taken, with_article
from omnistock.interfaces.api.papers import binary
from omnistock.interfaces.api.shapes import Body, Listed, Moment, Paged, Shape
from omnistock.interfaces.api.writes import create, writer
from omnistock.kernel.errors import Fault, Invalid

router = Router(tags=["Attachments"])

Paper = Literal[
    "invoice", "challan", "certificate", "order", "proof", "photo", "data_sheet", "sheet", "letter", "licence", "other"
]
SubjectName = Literal[
    "purchase_order",
    "receipt",
    "landed_cost",
    "sales_order",
    "dispatch",
    "invoice",
    "credit_note",
    "payment",
    "transfer",
    "adjustment",
    "stock_count",
    "recall",
    "batch",
    "product",
    "customer",
    "supplier",
]


class AttachmentIn(Body):
    """The fields of the form, beside `file`."""

    id: UUID | None = Field(None, description="Made by the client; sent again with the same file it answers 200.")
    paper: Paper | None = Field(None, description="What it is; the usual for such a document when left out.")


class _SentFile(AttachmentIn):
    """What makes two requests the same."""

    sha256: str


class AttachmentOut(Shape):
    id: UUID
    name: str
    paper: Paper
    media_type: str
    size_bytes: int
    sha256: str = Field(description="Of what is kept: a picture is kept without where and with what it was taken.")
    subject_kind: SubjectName
    subject_id: UUID
    subject_number: str = Field(description="The number of its document; of a product the SKU, of a customer the name.")
    added_at: Moment
    added_by: str


class AttachmentsOut(Shape):
    items: list[AttachmentOut]


class AttachmentQuery(Paged):
    subject_kind: SubjectName | None = None
    paper: Paper | None = None
    text: str = Field("", max_length=100, description="Part of the file's name.")
    customer_id: UUID | None = Field(
        None, description="With orders, dispatches, invoices, credit notes, payments of theirs."
    )
    supplier_id: UUID | None = Field(None, description="With orders, receipts and landed costs of theirs.")


@router.get("/attachments", response=Listed[AttachmentOut], summary="List the files of all documents")
def list_attachments(request: Any, query: Query[AttachmentQuery]) -> Any:
    """The newest first, of what the key may read."""
    wanted = queries.AttachmentFilter(
        subject_kind=query.subject_kind or "",
        paper=query.paper or "",
        text=query.text.strip(),
        customer_id=query.customer_id,
        supplier_id=query.supplier_id,
    )
    return queries.attachments(actor=request.actor, wanted=wanted, cursor=query.cursor, limit=query.limit)


def _offer(kind: SubjectKind) -> None:
    """List, add, read and remove, below the address of a document of this kind."""
    id_name, words = f"{kind.name}_id", with_article(kind.noun)
    path = f"/{kind.plural}/{{uuid:{id_name}}}/attachments"
    one = f"{path}/{{uuid:attachment_id}}"
    subject, attachment = taken(id_name, UUID), taken("attachment_id", UUID)

    def listed(request: Any, **ids: Any) -> Any:
        return {"items": _shown(request, kind, ids[id_name])}

    def add(request: Any, file: UploadedFile, payload: AttachmentIn, **ids: Any) -> Status:
        return _added(request, kind, ids[id_name], file, payload)

    def read(request: Any, attachment_id: UUID, **ids: Any) -> HttpResponse:
        """The bytes as they are kept, with the media type that their content has."""
        found = queries.attached_file(actor=request.actor, attachment_id=attachment_id, **ids)
        return HttpResponse(read_file(actor=request.actor, file_id=found.pk), headers=headers_of(found))

    def remove(request: Any, attachment_id: UUID, **ids: Any) -> Status:
        """What others added needs the scope `attachments:remove`. The audit trail keeps its name and SHA-256."""
        operations.detach_file(actor=request.actor, attachment_id=attachment_id, **ids)
        return Status(204, None)

    add.__doc__ = (
        f"A PDF, PNG or JPEG of at most 10 MB, told by its content; at most {operations.MOST_FILES} with one document. "
        f"Needs `attachments:write` and `{kind.reads}`."
    )
    named(listed, f"list_{kind.name}_attachments", subject)
    named(
        add, f"attach_to_{kind.name}", subject, taken("file", File[UploadedFile]), taken("payload", Form[AttachmentIn])
    )
    named(read, f"get_{kind.name}_attachment", subject, attachment)
    named(remove, f"remove_{kind.name}_attachment", subject, attachment)
    router.get(path, response=AttachmentsOut, summary=f"List the files of {words}")(listed)
    router.post(path, response={200: AttachmentOut, 201: AttachmentOut}, summary=f"Attach a file to {words}")(add)
    answer = binary("application/octet-stream")
    router.get(one, openapi_extra=answer, summary=f"Download a file of {words}")(read)
    router.delete(one, response={204: None}, summary=f"Remove a file of {words}")(remove)


def _added(request: Any, kind: SubjectKind, subject_id: UUID, file: UploadedFile, payload: AttachmentIn) -> Status:
    _refuse_unknown(request.POST)
    digest = hashlib.sha256()
    for part in file.chunks():
        digest.update(part)
    file.seek(0)

    def make(id: UUID) -> None:
        operations.attach_file(
            actor=request.actor,
            subject_kind=kind.name,
            subject_id=subject_id,
            name=file.name or "file",
            parts=file.chunks(),
            paper=payload.paper or "",
            id=id,
        )

    def show(id: UUID) -> Any:
        return next((each for each in _shown(request, kind, subject_id) if each.id == id), None)

    sent = _SentFile(**payload.given(), sha256=digest.hexdigest())
    return create(request, sent, make=make, show=show)


def _shown(request: Any, kind: SubjectKind, subject_id: UUID) -> list[queries.AttachmentView]:
    actor = request.actor if request.method == "GET" else writer(request.actor)
    return queries.attachments_of(actor=actor, subject_kind=kind.name, subject_id=subject_id)


_FIELDS: Final = ("file", *AttachmentIn.model_fields)


def _refuse_unknown(form: Any) -> None:
    """As for an import: a typing mistake is told."""
    if unknown := sorted(set(form) - set(_FIELDS)):
        message = f"A file is sent with the fields {', '.join(_FIELDS)}."
        raise Invalid.of([Fault(name[:60], message, "extra_forbidden") for name in unknown])


for _kind in KINDS.values():
    _offer(_kind)
