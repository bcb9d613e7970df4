"""Backup files and their manifests: `omnistock-20261126T203000Z.backup` with a `.json` of the same name beside it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from omnistock.launch.environment import Environment
from omnistock.launch.errors import StartRefused

NAME = re.compile(r"omnistock-(\d{8}T\d{6}Z)\.backup")
# What a backup leaves, whole or cut off: the file, the file while it is made, the manifest.
_PIECE = re.compile(r"omnistock-(\d{8}T\d{6}Z)\.(?:backup|part|json)")
READ_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup file is: enough to know it whole and to know how to read it."""

    file: str
    made_at: str
    sha256: str
    size_bytes: int
    is_encrypted: bool
    version: str
    server_version: str
    organizations: int


def folder_of(environment: Environment) -> Path:
    """Where backups are kept: BACKUP_DIRECTORY, else `backups` in the data folder. Made when it is missing."""
    folder = Path(environment.values.get("BACKUP_DIRECTORY", environment.data_folder / "backups")).expanduser()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as fault:
        raise StartRefused(f"BACKUP_DIRECTORY {folder} cannot be made: {fault.strerror}") from None
    return folder


def name_at(moment: dt.datetime) -> str:
    return f"omnistock-{moment:%Y%m%dT%H%M%SZ}.backup"


def backups_in(folder: Path) -> list[Path]:
    """The backup files of a folder, newest first. A file without its manifest was cut off and is none."""
    found = (path for path in folder.iterdir() if NAME.fullmatch(path.name) and manifest_path(path).exists())
    return sorted(found, reverse=True)


def manifest_path(file: Path) -> Path:
    return file.with_suffix(".json")


def write_manifest(file: Path, manifest: Manifest) -> None:
    manifest_path(file).write_text(json.dumps(asdict(manifest), indent=2) + "\n")


def checked_manifest(file: Path) -> Manifest:
    """The manifest of a backup whose bytes are those that were written. Raises StartRefused."""
    if not file.is_file():
        raise StartRefused(f"there is no file {file}")
    try:
        manifest = Manifest(**json.loads(manifest_path(file).read_text()))
    except FileNotFoundError:
        raise StartRefused(f"{file} has no manifest {manifest_path(file).name} beside it") from None
    except (ValueError, TypeError):
        raise StartRefused(f"{manifest_path(file)} is no manifest of a backup") from None
    if sha256_of(file) != manifest.sha256:
        raise StartRefused(f"{file} is not what was written: its checksum differs from the manifest's")
    return manifest


def sha256_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while piece := opened.read(READ_BYTES):
            yield piece


def prune(folder: Path, *, now: dt.datetime, days: int) -> list[str]:
    """Removes backups that were made `days` or more days ago, and what is left of one that was cut off then; answers their
    names. The newest whole one always stays, so that a machine that slept a week is not left with none."""
    whole = backups_in(folder)
    kept = {path.name for newest in whole[:1] for path in (newest, manifest_path(newest))}
    gone = []
    for file in sorted(folder.iterdir()):
        match = _PIECE.fullmatch(file.name)
        if match is None or file.name in kept:
            continue
        made_at = dt.datetime.strptime(match[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)
        if made_at <= now - dt.timedelta(days=days):
            file.unlink()
            gone += [] if file.suffix == ".json" else [file.name]
    return gone
