"""The heads of the audit chains, written down every day outside the database.

Who owns the database can rewrite a chain from its first link to its last, and it is whole again. What was its head on a
day stands in a file that the database cannot reach: `anchors-2026-11-27.jsonl` in a folder of the operator's, one line a
workspace, ids and hashes alone. Each file begins with the digest of the one before, so that none is changed or taken out
unseen; a finished one is made read-only. Who is afraid of the machine's own administrator has the folder on a store that
is written once (docs/operate/audit-anchors.md).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from omnistock.domain.audit.models import AuditLink
from omnistock.tenancy.actor import Actor

FORMAT: Final = "omnistock-anchors"
_NAME: Final = "anchors-{day}.jsonl"
_FINISHED: Final = 0o400


@dataclass(frozen=True, slots=True)
class Anchor:
    """The head of one workspace's chain at a moment: the number of its newest link, and that link's hash as hex."""

    organization_id: UUID
    seq: int
    hash: str
    at: dt.datetime


def write_anchors(folder: Path, *, heads: Mapping[UUID, tuple[int, bytes]], now: dt.datetime) -> int:
    """Append the heads to the file of the day; answers how many are new. Twice on a day writes what moved meanwhile."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / _NAME.format(day=now.astimezone(dt.UTC).date().isoformat())
    there = {(each.organization_id, each.seq) for each in _anchors_in(path)} if path.exists() else set()
    lines = [
        {"organization_id": str(each), "seq": seq, "hash": digest.hex(), "at": now.astimezone(dt.UTC).isoformat()}
        for each, (seq, digest) in heads.items()
        if (each, seq) not in there
    ]
    head = [] if path.exists() else [_heading(folder, path)]
    with path.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(each, separators=(",", ":")) + "\n" for each in (*head, *lines))
        file.flush()
        os.fsync(file.fileno())
    return len(lines)


def differences_from_anchors(folder: Path, *, actor: Actor, until: dt.datetime | None = None) -> Iterator[str]:
    """Where the chain of the actor's workspace is not the one whose heads were written down; of a backup brought back,
    those that were `until` it was made. Two statements at most."""
    there = _by_organization(folder).get(actor.organization_id, ())
    anchors = [each for each in there if until is None or each.at <= until]
    links = AuditLink.objects.filter(seq__in={each.seq for each in anchors}).values_list("seq", "hash")
    found = {seq: bytes(digest).hex() for seq, digest in links}
    for each in anchors:
        if each.seq not in found:
            yield f"the anchor of {each.at:%d %b %Y %H:%M} UTC names link {each.seq}, which is gone"
        elif found[each.seq] != each.hash:
            yield f"link {each.seq} is another than the anchor of {each.at:%d %b %Y %H:%M} UTC says: the chain was rewritten"


def newest_anchor(folder: Path, *, actor: Actor) -> Anchor | None:
    """The last head of the actor's workspace that was written down."""
    return max(_by_organization(folder).get(actor.organization_id, ()), key=lambda each: each.at, default=None)


def newest_day(folder: Path) -> dt.date | None:
    """The day of the newest file."""
    files = _files(folder)
    return _day_of(files[-1]) if files else None


def broken_files(folder: Path) -> Iterator[str]:
    """What is wrong with the files themselves: one that was changed after the next was begun, is gone between two, or
    cannot be read."""
    files = _files(folder)
    for at, path in enumerate(files):
        try:
            heading = json.loads(_lines(path)[0])
            list(_anchors_in(path))
        except (ValueError, KeyError, IndexError, TypeError) as error:
            yield f"{path.name} cannot be read ({type(error).__name__})"
            continue
        before = files[at - 1] if at else None
        if before is None:
            continue  # the oldest that is kept: what it names is over its time
        if heading["previous"] != before.name:
            yield f"{path.name} follows {heading['previous']}, which is gone"
        elif heading["previous_sha256"] != _digest(before):
            yield f"{before.name} was changed after {path.name} was begun"


def set_aside(folder: Path, *, reason: str, now: dt.datetime) -> Path | None:
    """Move all files into a folder of their own within it, with a note of why and when: the next night begins anew, and
    they go on proving the chains up to their days. Answers where to; None where there is nothing to move."""
    files = _files(folder)
    if not files:
        return None
    aside = folder / f"aside-{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    aside.mkdir(mode=0o700)
    note = f"{now.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC: {reason}\nThe newest: {files[-1].name}, SHA-256 {_digest(files[-1])}\n"
    (aside / "NOTE.txt").write_text(note, encoding="utf-8")
    for path in files:
        path.rename(aside / path.name)
    return aside


def delete_files_before(folder: Path, *, day: dt.date) -> int:
    """Files over their time by the retention registry; answers how many."""
    over = [path for path in _files(folder) if _day_of(path) < day]
    for path in over:
        path.unlink()
    return len(over)


def _heading(folder: Path, path: Path) -> dict[str, Any]:
    """The first line of a new file. The one before is finished with it, and made read-only."""
    before = [each for each in _files(folder) if each.name < path.name][-1:]
    for each in before:
        each.chmod(_FINISHED)
    return {
        "format": FORMAT,
        "version": 1,
        "previous": before[0].name if before else None,
        "previous_sha256": _digest(before[0]) if before else None,
    }


def _by_organization(folder: Path) -> Mapping[UUID, tuple[Anchor, ...]]:
    """Read once for as long as no file changes: whoever verifies every workspace asks for each."""
    stats = tuple((str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in _files(folder))
    return _read(stats)


@lru_cache(maxsize=2)
def _read(stats: tuple[tuple[str, int, int], ...]) -> Mapping[UUID, tuple[Anchor, ...]]:
    found: dict[UUID, list[Anchor]] = {}
    for name, _size, _changed in stats:
        for each in _anchors_in(Path(name)):
            found.setdefault(each.organization_id, []).append(each)
    return {organization_id: tuple(anchors) for organization_id, anchors in found.items()}


def _anchors_in(path: Path) -> Iterable[Anchor]:
    for line in _lines(path)[1:]:
        row = json.loads(line)
        yield Anchor(UUID(row["organization_id"]), row["seq"], row["hash"], dt.datetime.fromisoformat(row["at"]))


def _files(folder: Path) -> list[Path]:
    """The oldest first."""
    return sorted(folder.glob(_NAME.format(day="????-??-??"))) if folder.is_dir() else []


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _day_of(path: Path) -> dt.date:
    return dt.date.fromisoformat(path.stem.removeprefix("anchors-"))
