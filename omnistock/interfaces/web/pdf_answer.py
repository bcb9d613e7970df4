"""A paper as a PDF, to look at in the browser or to keep."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse


def pdf_answer(request: HttpRequest, made: bytes, *, name: str) -> HttpResponse:
    """`name` is the document's number, whose slashes no file name has. `?download=yes` keeps it."""
    kind = "attachment" if request.GET.get("download") == "yes" else "inline"
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'{kind}; filename="{re.sub(r"[^A-Za-z0-9]+", "-", name)}.pdf"'
    return answer
