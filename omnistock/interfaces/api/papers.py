"""Documents as PDF."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse
from django.utils.http import content_disposition_header

MEDIA_TYPE: Final = "application/pdf"


def binary(media_type: str, *, may_be_missing: bool = False) -> dict[str, Any]:
    """For `openapi_extra`: what django-ninja cannot say of an answer that is no JSON. An address with an id may always
    answer 404; one without says it by `may_be_missing`."""
    content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    return {"responses": {200: {"description": "OK", "content": content}} | ({404: {}} if may_be_missing else {})}


PDF: Final[dict[str, Any]] = binary(MEDIA_TYPE)


def pdf(content: bytes, *, name: str) -> HttpResponse:
    """The answer that a browser shows in place."""
    return HttpResponse(
        content, content_type=MEDIA_TYPE, headers={"Content-Disposition": f'inline; filename="{name}.pdf"'}
    )


def attached(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """The answer that is kept as a file, and that no browser opens."""
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": disposition})
