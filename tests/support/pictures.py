"""Small pictures, made here so that a test can say what is in them."""

from __future__ import annotations

import struct
import zlib


def png(width: int, height: int, *, comment: bytes = b"", says: tuple[int, int] | None = None) -> bytes:
    """A picture in one colour. `says` is what its head claims, where that is not the truth."""
    row = b"\x00" + bytes((0, 90, 106)) * width
    parts = [(b"IHDR", struct.pack(">IIBBBBB", *(says or (width, height)), 8, 2, 0, 0, 0))]
    parts += [(b"tEXt", b"Comment\x00" + comment)] if comment else []
    parts += [(b"IDAT", zlib.compress(row * height)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )


def jpeg(width: int, height: int) -> bytes:
    """The head of a JPEG: an application segment, then the frame; no picture follows."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xe1\x00\x08Exif\x00\x00\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xd9"


def jpeg_photo(*, way_up: int, place: bytes) -> bytes:
    """A JPEG as a telephone makes one: which way up, where it was taken, a comment, thumbnails in its head and behind it, a
    second picture, then a scan with a stuffed byte."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, way_up, 0)
    exif = b"Exif\x00\x00" + b"MM\x00\x2a" + struct.pack(">IH", 8, 1) + entry + bytes(4) + place
    frame = struct.pack(">BHHB", 8, 2, 2, 1) + b"\x01\x11\x00"
    thumbnail = (place * 3)[: 3 * len(place)]
    segments = [
        (0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01" + bytes([len(place), 1]) + thumbnail),
        (0xE0, b"JFXX\x00\x10" + place),
        (0xE1, exif),
        (0xE2, b"MPF\x00" + place),
        (0xFE, place),
        (0xC0, frame),
    ]
    head = b"".join(struct.pack(">BBH", 0xFF, kind, len(data) + 2) + data for kind, data in segments)
    return b"\xff\xd8" + head + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"the pixels\xff\x00" + b"\xff\xd9"
