"""What a paper may be: a PDF, a PNG or a JPEG, told by its bytes. Of a picture nothing is kept but the picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from django.utils.translation import gettext as _

from omnistock.domain.files.storing import refuse_large
from omnistock.kernel.errors import Invalid
from omnistock.kernel.pictures import NotAPicture, TooManyPixels, without_particulars

# A telephone takes pictures of fifty million pixels; nothing is unpacked here, and who opens it should be able to.
MOST_PIXELS: Final = 120_000_000
# What a file is, is read from its first bytes: a name and a header say what somebody wants it to be.
_BEGINNINGS: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
_PICTURES: Final = tuple(beginning for beginning, kind in _BEGINNINGS if kind.startswith("image/"))
_TIFF: Final = (b"II*\x00", b"MM\x00*")


def checked(name: str, parts: Iterable[bytes]) -> tuple[str, Iterable[bytes]]:
    """The media type and what to keep. A picture is read whole, and kept without where and with what it was taken.

    Raises `Invalid` at `file`, `FileTooLarge`.
    """
    first, rest = _begun(iter(parts))
    media_type = next((kind for beginning, kind in _BEGINNINGS if first.startswith(beginning)), None)
    if media_type is None:
        raise Invalid.at("file", _other_kind(name), "file_kind")
    if media_type == "application/pdf":
        return media_type, rest
    return media_type, [_picture(name, rest)]


def without_place(name: str, content: bytes, *, pointer: str) -> bytes:
    """The bytes of a file of any kind: of a picture, without where and with what it was taken.

    Raises `Invalid` at `pointer` for a broken picture, and for one of a kind that says where it was taken and cannot be
    kept without it.
    """
    if content.startswith(_PICTURES):
        return _cleaned(name, content, pointer)
    if content.startswith(_TIFF) or content[4:8] == b"ftyp" or content[:4] + content[8:12] == b"RIFFWEBP":
        raise Invalid.at(pointer, _other_kind(name), "file_kind")
    return content


def _picture(name: str, parts: Iterable[bytes]) -> bytes:
    content = bytearray()
    for part in parts:
        content += part
        refuse_large(len(content))
    return _cleaned(name, bytes(content), "file")


def _cleaned(name: str, content: bytes, pointer: str) -> bytes:
    try:
        return without_particulars(content, most_pixels=MOST_PIXELS)
    except NotAPicture as error:
        message = _("“{name}” is a broken picture; choose one that opens in a picture viewer.")
        raise Invalid.at(pointer, message.format(name=name[:80]), "file_kind") from error
    except TooManyPixels as error:
        message = _("“{name}” has {width} x {height} pixels; at most {most} million are taken. Save a smaller one.")
        said = message.format(
            name=name[:80], width=error.size.width, height=error.size.height, most=MOST_PIXELS // 1_000_000
        )
        raise Invalid.at(pointer, said, "too_many_pixels") from error


def _other_kind(name: str) -> str:
    message = _("“%(name)s” is neither a PDF nor a PNG or JPEG picture; choose one of these.")
    return message % {"name": name[:80]}


def _begun(parts: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The first bytes, and all of them again."""
    first = next(parts, b"")

    def whole() -> Iterator[bytes]:
        yield first
        yield from parts

    return first, whole()
