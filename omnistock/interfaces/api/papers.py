"""Documents as PDF."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse

MEDIA_TYPE: Final = "application/pdf"
# What django-ninja cannot say of an answer that is no JSON.
PDF: Final[dict[str, Any]] = {
    "responses": {
        200: {"description": "OK", "content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}}
    }
}


def pdf(content: bytes, *, name: str) -> HttpResponse:
    """The answer that a browser shows in place."""
    return HttpResponse(
        content, content_type=MEDIA_TYPE, headers={"Content-Disposition": f'inline; filename="{name}.pdf"'}
    )
