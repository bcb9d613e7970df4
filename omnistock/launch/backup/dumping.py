"""`omnistock backup`: the whole database, as the role backup, into one file that is checksummed and may be encrypted."""

from __future__ import annotations

import datetime as dt
import hashlib
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import psycopg

from omnistock.launch.backup.encryption import encrypted
from omnistock.launch.backup.files import READ_BYTES, Manifest, folder_of, name_at, write_manifest
from omnistock.launch.backup.passwords import apart
from omnistock.launch.environment import Environment
from omnistock.launch.errors import StartRefused
from omnistock.launch.places import postgres_program

SCHEMA = "omnistock"
FORMAT = ("--format=custom", "--compress=gzip:6", f"--schema={SCHEMA}", "--no-password")


def make_backup(*, environment: Environment, url: str, now: dt.datetime) -> Manifest:
    """Dump the database of `url`, the role backup's, into the folder of backups. Raises StartRefused with the reason;
    then no file is left."""
    organizations, server_version = _look_at(url)
    folder = folder_of(environment)
    file = folder / name_at(now)
    building = file.with_suffix(".part")
    passphrase = environment.values.get("BACKUP_KEY", "")
    try:
        plain = _dump(url)
        digest, size = _write(encrypted(plain, passphrase=passphrase) if passphrase else plain, building)
        building.rename(file)
    finally:
        building.unlink(missing_ok=True)
    manifest = Manifest(
        file=file.name,
        made_at=now.isoformat(timespec="seconds"),
        sha256=digest,
        size_bytes=size,
        is_encrypted=bool(passphrase),
        version=version("omnistock"),
        server_version=server_version,
        organizations=organizations,
    )
    write_manifest(file, manifest)
    return manifest


def _look_at(url: str) -> tuple[int, str]:
    """How many organizations there are, and which server it is. Raises StartRefused where the role would not see all
    of them: such a backup would be empty, and nobody would know until it is needed."""
    sees_all = "SELECT rolbypassrls OR rolsuper FROM pg_roles WHERE rolname = current_user"
    try:
        with psycopg.connect(url, connect_timeout=10, prepare_threshold=None) as connection:
            if connection.execute(sees_all).fetchone() != (True,):
                raise StartRefused(
                    "the role of DATABASE_BACKUP_URL does not see every organization: as an administrator, "
                    "ALTER ROLE backup BYPASSRLS"
                )
            count = connection.execute("SELECT count(*) FROM omnistock.organization").fetchone()
            return (count[0] if count else 0), connection.info.parameter_status("server_version") or ""
    except psycopg.Error as fault:
        raise StartRefused(f"the database cannot be read for the backup: {' '.join(str(fault).split())}") from None


def _dump(url: str) -> Iterator[bytes]:
    """What pg_dump writes, piece by piece. Raises StartRefused with its last words when it fails."""
    with tempfile.TemporaryFile() as words:
        bare, variables = apart(url)
        command = [str(postgres_program("pg_dump")), *FORMAT, bare]
        process = subprocess.Popen(
            command, env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=words
        )
        assert process.stdout is not None
        with process:
            while piece := process.stdout.read(READ_BYTES):
                yield piece
        if process.returncode != 0:
            words.seek(0)
            raise StartRefused(f"pg_dump failed: {words.read().decode(errors='replace').strip()[-400:]}")


def _write(pieces: Iterator[bytes], path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    path.touch(mode=0o600)
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
            size += len(piece)
    return digest.hexdigest(), size
