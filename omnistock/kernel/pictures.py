"""Pictures from outside: what they are is read from their bytes, and what is kept is drawn anew.

A name and a media type say what somebody wants a file to be. Here the first bytes decide, the size in pixels is read from
the head before anything is unpacked (a picture of a few kB may unpack to gigabytes), and the picture is drawn again by the
engine that prints it. So what cannot be printed is refused at once, and nothing that hides in a file (the place and the
camera of a photo, a second file behind the first) is kept.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

import typst

MOST_PIXELS: Final = 12_000_000
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
# JPEG's start-of-frame markers; C4, C8 and CC between them are something else (ITU T.81, table B.1).
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE: Final = frozenset({0x01, *range(0xD0, 0xD9)})
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
