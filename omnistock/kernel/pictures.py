"""Pictures from outside: what they are is read from their bytes, and what is kept is drawn anew.

A name and a media type say what somebody wants a file to be. Here the first bytes decide, the size in pixels is read from
the head before anything is unpacked (a picture of a few kB may unpack to gigabytes). What is printed is drawn again by the
engine that prints it, so what cannot be printed is refused at once. What is kept as evidence loses no pixel: only what a
viewer needs of its segments is kept. Either way nothing that hides in a file (the place and the camera of a photo, a second
file behind the first) stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal, NamedTuple

import typst

MOST_PIXELS: Final = 12_000_000
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
# JPEG's start-of-frame markers; C4, C8 and CC between them are something else (ITU T.81, table B.1).
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE: Final = frozenset({0x01, *range(0xD0, 0xD9)})
_SCAN: Final = 0xDA
_END: Final = 0xD9
# Of a JPEG's own segments: its head, the colour profile, and how Adobe's colours are meant (APP0, APP2, APP14), each as it
# begins; the same numbers carry thumbnails and other pictures too. Of a PNG: what its colours, its transparency and its size
# on paper are (ISO/IEC 15948, 11.3).
_SEGMENTS_KEPT: Final = {0xE0: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}
# A head's own thumbnail, in pixels across and down, comes last in it (JFIF 1.02): its head is written without.
_HEAD_BYTES: Final = 14
_CHUNKS_KEPT: Final = frozenset(
    {
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"cHRM",
        b"gAMA",
        b"iCCP",
        b"sBIT",
        b"sRGB",
        b"bKGD",
        b"pHYs",
        b"cICP",
    }
)
# An EXIF segment that says which way up, and nothing else (Exif 2.3, 4.6.4: tag 0x0112, SHORT).
_UPRIGHT: Final = (
    b"\xff\xe1\x00\x22Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08"
    b"\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00%b\x00\x00\x00\x00\x00\x00"
)
_DRAWN: Final = """
#set page(width: {width}pt, height: {height}pt, margin: 0pt, fill: none)
#image("picture", format: "{kind}", width: 100%, height: 100%, fit: "contain")
"""


class Size(NamedTuple):
    """In pixels."""

    width: int
    height: int


class NotAPicture(ValueError):
    """Neither a PNG nor a JPEG, or one that is broken."""


class TooManyPixels(ValueError):
    """`size` is what the picture says it is."""

    def __init__(self, size: Size) -> None:
        super().__init__(f"{size.width} x {size.height} pixels")
        self.size = size


def size_of(content: bytes) -> Size:
    """What the head of a PNG or JPEG says. Raises `NotAPicture`."""
    size = _png_size(content) if content.startswith(_PNG) else _jpeg_size(content)
    if size is None or not (size.width and size.height):
        raise NotAPicture
    return size


def drawn_anew(content: bytes, *, most_width: int, most_height: int) -> bytes:
    """A PNG of the picture in `content`, made smaller where it is larger than the two limits.

    Raises `NotAPicture` and `TooManyPixels`.
    """
    size = size_of(content)
    if size.width * size.height > MOST_PIXELS:
        raise TooManyPixels(size)
    scale = min(1.0, most_width / size.width, most_height / size.height)
    width, height = (max(1, round(side * scale)) for side in size)
    kind = "png" if content.startswith(_PNG) else "jpg"
    with TemporaryDirectory() as name:
        place = Path(name)
        (place / "picture").write_bytes(content)
        (place / "page.typ").write_text(_DRAWN.format(width=width, height=height, kind=kind))
        try:
            made = typst.compile(str(place / "page.typ"), root=name, format="png", ppi=72)
        except RuntimeError as error:
            raise NotAPicture from error
    return made if isinstance(made, bytes) else made[0]


def without_particulars(content: bytes, *, most_pixels: int = MOST_PIXELS) -> bytes:
    """The same picture, pixel for pixel, without what its file tells besides: where, when and by whom it was taken, comments,
    a thumbnail of what was cut off, anything behind its end. A photo that lay on its side stays the right way up.

    Raises `NotAPicture`, also for one that is cut short, and `TooManyPixels`.
    """
    size = size_of(content)
    if size.width * size.height > most_pixels:
        raise TooManyPixels(size)
    parts = _png_parts(content) if content.startswith(_PNG) else _jpeg_parts(content)
    return b"".join(parts)


def _png_parts(content: bytes) -> Iterator[bytes]:
    yield _PNG
    at, kind = len(_PNG), b""
    while kind != b"IEND":
        kind, end = content[at + 4 : at + 8], at + 12 + int.from_bytes(content[at : at + 4])
        if end > len(content) or len(kind) < 4:
            raise NotAPicture
        if kind in _CHUNKS_KEPT:
            yield content[at:end]
        at = end


def _jpeg_parts(content: bytes) -> Iterator[bytes]:
    yield content[:2]
    at = 2
    while True:
        if at + 2 > len(content) or content[at] != 0xFF:
            raise NotAPicture
        marker = content[at + 1]
        if marker == 0xFF:  # filling
            at += 1
            continue
        if marker == _END:
            yield content[at : at + 2]
            return
        end = at + 2 if marker in _BARE else at + 2 + int.from_bytes(content[at + 2 : at + 4])
        if end > len(content):
            raise NotAPicture
        if marker == 0xE1 and (way := _way_up(content[at + 4 : end])):
            yield _UPRIGHT % way
        elif not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            yield content[at:end]
        elif marker in _SEGMENTS_KEPT and content.startswith(_SEGMENTS_KEPT[marker], at + 4):
            yield _head(content[at:end]) if marker == 0xE0 else content[at:end]
        at = end
        if marker == _SCAN:
            end = _scan_end(content, at)
            yield content[at:end]
            at = end


def _head(segment: bytes) -> bytes:
    """The head of a JPEG without its thumbnail. Raises `NotAPicture` for one that is cut short."""
    if len(segment) < _HEAD_BYTES + 4:
        raise NotAPicture
    return b"\xff\xe0\x00\x10" + segment[4 : _HEAD_BYTES + 2] + b"\x00\x00"


def _scan_end(content: bytes, at: int) -> int:
    """Where the picture's own bytes end: at the next marker that is neither a stuffed byte nor a restart."""
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2
    raise NotAPicture


def _way_up(segment: bytes) -> bytes:
    """The orientation (2 to 8) that an EXIF segment says, as one byte; none where it says none, or what nobody can read."""
    exif = segment[6:] if segment.startswith(b"Exif\x00\x00") else b""
    order: Literal["big", "little"] = "big" if exif.startswith(b"MM") else "little"
    at = int.from_bytes(exif[4:8], order)
    for entry in range(int.from_bytes(exif[at : at + 2], order)):
        here = exif[at + 2 + 12 * entry : at + 14 + 12 * entry]
        if len(here) < 12:
            break
        if int.from_bytes(here[:2], order) == 0x0112:
            way = int.from_bytes(here[8:10], order)
            return bytes([way]) if 2 <= way <= 8 else b""
    return b""


def _png_size(content: bytes) -> Size | None:
    if content[12:16] != b"IHDR" or len(content) < 24:
        return None
    return Size(int.from_bytes(content[16:20]), int.from_bytes(content[20:24]))


def _jpeg_size(content: bytes) -> Size | None:
    """From the first frame; segments before it are stepped over by the length that each says."""
    at = 2 if content.startswith(_JPEG) else len(content)
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker in _FRAMES:
            return Size(int.from_bytes(content[at + 7 : at + 9]), int.from_bytes(content[at + 5 : at + 7]))
        at += 1 if marker == 0xFF else 2 if marker in _BARE else 2 + int.from_bytes(content[at + 2 : at + 4])
    return None
