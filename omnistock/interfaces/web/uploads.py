"""What comes in is bounded: a file over its limit is thrown away as it comes, neither kept in memory nor on the disk, and the
form is answered in words; a body that is no upload is refused before it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError

from omnistock.domain.files.storing import MOST_BYTES, file_too_large
from omnistock.interfaces.web.errors import too_large

MOST_THROWN_AWAY: Final = 256 * 1024 * 1024
"""So much of a refused body is still taken from the line: a browser that is not listened to shows no answer."""
_PART_BYTES: Final = 256 * 1024


def takes_files_of(most_bytes: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorate a view, outermost, that takes larger files than others do."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        view.most_bytes = most_bytes  # type: ignore[attr-defined]
        return view

    return decorate


def most_bytes_of(request: Any) -> int:
    """How large a file may be that is sent to this address: the API's door says it of a request, a page of its view."""
    view = request.resolver_match.func if request.resolver_match else None
    most: int = getattr(request, "most_bytes", 0) or getattr(view, "most_bytes", MOST_BYTES)
    return most


class TooLargeUpload(UploadedFile):
    """A file of which nothing was kept. Whoever reads it raises `FileTooLarge`."""

    def __init__(self, *, name: str | None, size: int, most_bytes: int) -> None:
        super().__init__(name=name, size=size)
        self._most_bytes = most_bytes

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        return iter((self.read(),))

    def read(self, *_size: Any) -> bytes:
        raise file_too_large(self._most_bytes)


class BoundedUpload(FileUploadHandler):
    """The first of the handlers: lets at most one byte more than the limit through to those that keep."""

    def new_file(self, *arguments: Any, **named: Any) -> None:
        super().new_file(*arguments, **named)
        self.most_bytes = most_bytes_of(self.request)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= self.most_bytes else None

    def file_complete(self, file_size: int) -> TooLargeUpload | None:
        if file_size <= self.most_bytes:
            return None
        return TooLargeUpload(name=self.file_name, size=file_size, most_bytes=self.most_bytes)


class BoundedBodies:
    """Refuses a body that no page can take, and hears out what was refused, so that its sender hears the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # The API's own door says it in its own words, and before it reads a key.
        is_page = not request.path.startswith("/api/") and request.content_type != "multipart/form-data"
        if is_page and _length(request) > (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0):
            answer = too_large(request)
        else:
            answer = self.get_response(request)
        if answer.status_code in (400, 413) and _length(request) <= MOST_THROWN_AWAY:
            _throw_away(request)
        return answer


def _length(request: HttpRequest) -> int:
    text = str(request.META.get("CONTENT_LENGTH") or "")
    return int(text) if text.isdecimal() else 0


def _throw_away(request: HttpRequest) -> None:
    try:
        while request.read(_PART_BYTES):
            pass
    except (OSError, UnreadablePostError):
        return  # nobody is there any more
