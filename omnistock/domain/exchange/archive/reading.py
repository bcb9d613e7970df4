"""Opening an archive that anybody may have made. Nothing of it is trusted: what it says of itself is compared with what
is in it, before and while it is read, and nothing of it is ever written to a path.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.exchange.archive.kinds import FORMAT, FORMAT_VERSION, Kind, kinds, schema, schema_version
from omnistock.domain.exchange.archive.writing import MANIFEST
from omnistock.kernel.errors import DomainError
from omnistock.kernel.numbers import excerpt

MOST_MEMBERS: Final = 500_000
MOST_MANIFEST_BYTES: Final = 128 * 1024 * 1024
MOST_LINE_BYTES: Final = 16 * 1024 * 1024
# Rows of a ledger shrink to a tenth or a twentieth; what shrinks to less was made to blow up.
MOST_TIMES_LARGER: Final = 100
SMALL_BYTES: Final = 64 * 1024 * 1024
_FILE: Final = re.compile(r"files/([0-9a-f-]{36})/[^/\\]+")
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, KeyError,
)  # fmt: skip


class ArchiveRefused(DomainError):
    """The file is no whole, unchanged archive of this version; nothing was changed."""

    code = "archive_refused"


@dataclass(frozen=True, slots=True)
class OpenArchive:
    """An archive whose manifest and list of members are judged; their content is judged as it is read."""

    zip: zipfile.ZipFile
    manifest: dict[str, Any]

    @property
    def organization_id(self) -> UUID:
        return UUID(self.manifest["organization"]["id"])

    @property
    def made_at(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.manifest["made_at"])

    def rows_of(self, kind: Kind) -> Iterator[dict[str, Any]]:
        """The rows of a table. Raises `ArchiveRefused` at the first that is wrong, and after the last where there are
        more or fewer than the manifest says, or other bytes."""
        name, expected, count = f"tables/{kind.table}.jsonl", set(kind.columns), 0
        ours = str(self.organization_id)
        for line in self._lines(name):
            count += 1
            row = _object(line, name, count)
            if row.keys() != expected:
                raise _refusal(_("{place}: it has other columns than this table."), f"{name}, {count}")
            if row.get("organization_id", ours) != ours:
                raise _refusal(_("{place}: this row belongs to another workspace."), f"{name}, {count}")
            yield row
        if count != self.manifest["rows"].get(kind.table):
            raise _refusal(_("{place}: it has another number of rows than the manifest says."), name)

    def content_of(self, name: str) -> Iterator[bytes]:
        """A member's bytes. Raises `ArchiveRefused` after the last where they are not what the manifest says."""
        told = self.manifest["members"][name]
        digest, size = hashlib.sha256(), 0
        try:
            with self.zip.open(name) as member:
                while part := member.read(1 << 16):
                    digest.update(part)
                    size += len(part)
                    yield part
        except _BROKEN as error:
            raise _unreadable(name) from error
        if size != told["bytes"] or digest.hexdigest() != told["sha256"]:
            raise _refusal(_("{place}: it was changed after the archive was made."), name)

    def people(self) -> Iterator[dict[str, Any]]:
        """Who is or was a member where it was made."""
        for count, line in enumerate(self._lines("people.jsonl"), start=1):
            yield _object(line, "people.jsonl", count)

    def links(self) -> Iterator[dict[str, Any]]:
        """The chain over its audit events, in order."""
        rows = self.rows_of(next(kind for kind in kinds() if kind.table == "audit_link"))
        try:
            yield from sorted(rows, key=lambda row: int(row["seq"]))
        except (TypeError, ValueError):
            raise _refusal(_("{place}: it cannot be read."), "tables/audit_link.jsonl") from None

    def file_members(self) -> dict[UUID, str]:
        """The name of each uploaded file's member, by its id."""
        found = ((_FILE.fullmatch(name), name) for name in self.manifest["members"])
        return {UUID(match[1]): name for match, name in found if match}

    def _lines(self, name: str) -> Iterator[bytes]:
        held = b""
        for part in self.content_of(name):
            *whole, held = (held + part).split(b"\n")
            yield from whole
            if len(held) > MOST_LINE_BYTES:
                raise _refusal(_("{place}: a row of it is too long."), name)
        if held:
            yield held


def open_archive(file: IO[bytes]) -> OpenArchive:
    """Judge what can be judged before anything is read. Raises `ArchiveRefused`."""
    try:
        opened = zipfile.ZipFile(file)
    except _BROKEN:
        raise ArchiveRefused(_("This is no archive of a workspace: it cannot be opened as a ZIP file.")) from None
    file.seek(0, 2)
    infos = opened.infolist()
    _judge_members(infos, file.tell())
    manifest = _manifest(opened)
    _judge_manifest(manifest, {info.filename: info.file_size for info in infos})
    return OpenArchive(opened, manifest)


def _judge_members(infos: list[zipfile.ZipInfo], packed: int) -> None:
    names = [info.filename for info in infos]
    if len(names) > MOST_MEMBERS or len(set(names)) != len(names):
        raise ArchiveRefused(_("The archive names a file twice, or has too many."))
    for info in infos:
        is_plain = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) and not info.flag_bits & 0x1
        if not is_plain or not _is_known(info.filename):
            raise _refusal(_("{place}: no archive of a workspace has such a file."), info.filename)
    size = sum(info.file_size for info in infos)
    if size > SMALL_BYTES and size > packed * MOST_TIMES_LARGER:
        raise ArchiveRefused(_("The archive would grow more than a hundredfold when it is opened; it was not opened."))


def _is_known(name: str) -> bool:
    if name in (MANIFEST, "README.txt", "people.jsonl") or _FILE.fullmatch(name):
        return True
    folder, _slash, rest = name.partition("/")
    stem, _dot, ending = rest.rpartition(".")
    if folder == "tables":
        return stem in schema() and ending in ("jsonl", "csv")
    return folder == "lists" and re.fullmatch(r"[a-z_]{1,60}\.csv", rest) is not None


def _manifest(opened: zipfile.ZipFile) -> dict[str, Any]:
    try:
        with opened.open(MANIFEST) as member:
            content = member.read(MOST_MANIFEST_BYTES + 1)
        if len(content) > MOST_MANIFEST_BYTES:
            raise ValueError("the manifest is too large")
        found = json.loads(content)
        UUID(found["organization"]["id"])
        if dt.datetime.fromisoformat(found["made_at"]).tzinfo is None:
            raise ValueError("a moment without its offset")
        if found["format"] != FORMAT or not isinstance(found["rows"], dict):
            raise ValueError("another format")
        for told in found["members"].values():
            if not isinstance(told["bytes"], int) or not isinstance(told["sha256"], str):
                raise ValueError("a member without its digest")
    except (*_BROKEN, TypeError, AttributeError, RecursionError):
        message = _("This is no archive of a workspace: its manifest is missing or cannot be read.")
        raise ArchiveRefused(message) from None
    return dict(found)


def _judge_manifest(manifest: dict[str, Any], sizes: dict[str, int]) -> None:
    if manifest.get("format_version") != FORMAT_VERSION or manifest.get("schema_version") != schema_version():
        message = _(
            "The archive was made by another version (its tables are {theirs}, here they are {ours}). Bring it in with "
            "the version that made it, then bring that installation up to date and take the archive out again."
        )
        theirs = excerpt(str(manifest.get("schema_version")))
        raise ArchiveRefused(message.format(theirs=theirs, ours=schema_version()))
    told = {name: each["bytes"] for name, each in manifest["members"].items()}
    found = {name: size for name, size in sizes.items() if name != MANIFEST}
    for name in sorted(told.keys() ^ found.keys()) or [name for name in told if told[name] != found[name]]:
        raise _refusal(_("{place}: the manifest and the archive do not agree about it."), name)
    needed = {f"tables/{kind.table}.jsonl" for kind in kinds()} | {"tables/organization.jsonl", "people.jsonl"}
    for name in sorted(needed - found.keys()):
        raise _refusal(_("{place}: it is missing."), name)


def _object(line: bytes, name: str, count: int) -> dict[str, Any]:
    try:
        row = json.loads(line, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise _refusal(_("{place}: it cannot be read."), f"{name}, {count}") from None
    if not isinstance(row, dict):
        raise _refusal(_("{place}: it cannot be read."), f"{name}, {count}")
    return row


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _refusal(message: str, place: str) -> ArchiveRefused:
    return ArchiveRefused(message.format(place=excerpt(place, length=160)))


def _unreadable(name: str) -> ArchiveRefused:
    return _refusal(_("{place}: it cannot be read; the archive is damaged."), name)
