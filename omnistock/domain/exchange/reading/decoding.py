"""From the bytes of a file to its text. Files come from spreadsheets of three decades, so the encoding is found, not
asked."""

from __future__ import annotations

import codecs
import re
from typing import Final, NamedTuple

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from omnistock.domain.exchange.errors import UnreadableFile

_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_TABLES: Final = (
    (b"\x1f\x8b", "gzip"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
)
# What guessing an encoding needs of a file; reading ten megabytes by all encodings would take minutes.
_SAMPLE_BYTES: Final = 64 * 1024
_EIGHT_BIT: Final = "cp1252"
# What Polish, Turkish and others become when they are read as Windows-1252: Myd³o, aðaç.
_STRANGE: Final = re.compile(r"[^\W\d_][¡-©«-´¶¸-¹»-¿][^\W\d_]|[ðþÐÞ]")
_ACCENTED: Final = re.compile(r"[^\x00-\x7f]+")
_ACCENTS_ALONE: Final = re.compile(r"[^\x00-\x7f]{3,}")


class Decoded(NamedTuple):
    text: str
    encoding: str


def decode(content: bytes) -> Decoded:
    """The text of `content`, with the encoding that it was read by. Raises `UnreadableFile` for what is no text."""
    for magic, what in _NOT_TABLES:
        if content.startswith(magic):
            message = _("This is a {what} file, not a table; unpack it or save it as CSV or XLSX.")
            raise UnreadableFile(message.format(what=what))
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding)
    if _looks_like_utf16(content):
        return _strictly(content, "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be")
    try:
        return _text(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _by_guess(content)


def _strictly(content: bytes, encoding: str) -> Decoded:
    try:
        return _text(content.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        message = _(
            "The file says that it is {encoding}, and byte {at} is not; save it as CSV (UTF-8) and send it again."
        )
        raise UnreadableFile(message.format(encoding=encoding.removesuffix("-sig"), at=error.start)) from None


def _by_guess(content: bytes) -> Decoded:
    """An eight-bit encoding. Windows-1252 is what most spreadsheets write, and a guess from a few letters is worse: it
    made 50痢 of 50µg. So another is looked for only where these would be strange words."""
    sample = content[:_SAMPLE_BYTES]
    best = None if _reads_as_western(sample) else from_bytes(sample).best()
    for encoding in (best.encoding if best else _EIGHT_BIT, _EIGHT_BIT, "latin-1"):
        try:
            return _text(content.decode(encoding), encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise AssertionError("latin-1 reads every byte")


def _reads_as_western(sample: bytes) -> bool:
    """As Windows-1252 it has no sign in the middle of a word, no letter that only Icelandic has, and few words of
    accents alone, as another alphabet's are."""
    try:
        text = sample.decode(_EIGHT_BIT)
    except UnicodeDecodeError:
        return False
    accented = sum(len(found) for found in _ACCENTED.findall(text))
    apart = sum(len(found) for found in _ACCENTS_ALONE.findall(text))
    return not _STRANGE.search(text) and apart * 4 <= accented


def _looks_like_utf16(content: bytes) -> bool:
    """Text in Latin letters and without a mark: every other byte of the beginning is zero."""
    sample = content[:400]
    return len(sample) >= 8 and (not any(sample[1::2]) or not any(sample[::2])) and any(sample)


def _text(text: str, encoding: str) -> Decoded:
    """A few odd characters are a cell's fault and named there; many mean that this is no text."""
    sample = text[:_SAMPLE_BYTES]
    odd = sum(1 for character in sample if character < " " and character not in "\t\r\n\x0b\x0c\x1d\x1e\x1f")
    if odd > max(8, len(sample) // 20):
        raise UnreadableFile(_("This file is not text; save the table as CSV or XLSX and send that."))
    return Decoded(text.removeprefix("\ufeff"), encoding)
