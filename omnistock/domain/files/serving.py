"""With what a stored file leaves, the same at every door. What somebody uploaded is never trusted to be what it says."""

from __future__ import annotations

from django.utils.http import content_disposition_header

from omnistock.domain.files.models import StoredFile


def headers_of(file: StoredFile, *, in_place: bool = False) -> dict[str, str]:
    """The headers of its answer: to keep under its own name; `in_place` only for a picture that was drawn anew here.

    Whatever is in it: its type is not guessed, no script of it runs, it loads nothing, and it is nobody's frame.
    """
    return {
        "Content-Type": file.media_type,
        "Content-Disposition": content_disposition_header(not in_place, file.name) or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }
