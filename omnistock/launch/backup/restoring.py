"""`omnistock restore`: a backup into an empty database, then the proof that every balance is right.

It runs as the role owner. Tables get their rows before row-level security is switched on again, in the order that
pg_restore keeps, so the forced policies do not stand in its way.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from omnistock.launch.backup.encryption import decrypted, is_encrypted
from omnistock.launch.backup.files import READ_BYTES, Manifest, checked_manifest
from omnistock.launch.backup.passwords import apart
from omnistock.launch.environment import Environment
from omnistock.launch.errors import StartRefused
from omnistock.launch.places import postgres_program
from omnistock.launch.postgres import ADMINISTRATOR, EmbeddedPostgres

DRILL_DATABASE = "omnistock_drill"


def restore_backup(*, file: Path, owner_url: str, app_url: str, environment: Environment) -> Manifest:
    """Restore `file` into the empty database of `owner_url`, then verify it as the role app. Raises StartRefused where
    the file is not whole, the database is not empty, or anything differs afterwards."""
    manifest = checked_manifest(file)
    _make_room(owner_url)
    _restore(_plain(file, environment), owner_url)
    _verify(app_url, environment, manifest)
    return manifest


def drill(*, file: Path, server: EmbeddedPostgres, environment: Environment) -> Manifest:
    """Restore `file` into a scratch database of the embedded server, verify it there, and drop it again."""
    with psycopg.connect(server.url(ADMINISTRATOR, database="postgres"), autocommit=True) as connection:
        name = sql.Identifier(DRILL_DATABASE)
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name)
        connection.execute(drop)
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            server.prepare(DRILL_DATABASE)
            urls = (server.url(role, database=DRILL_DATABASE) for role in ("owner", "app"))
            owner_url, app_url = urls
            manifest = restore_backup(file=file, owner_url=owner_url, app_url=app_url, environment=environment)
            _count(owner_url, manifest)
            return manifest
        finally:
            connection.execute(drop)


def _make_room(owner_url: str) -> None:
    """Takes the empty schema away, so that the backup can bring its own. Raises StartRefused where it is not empty."""
    with psycopg.connect(owner_url, prepare_threshold=None) as connection:
        found = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'omnistock'").fetchone()
        if found != (0,):
            raise StartRefused(
                f"the database is not empty ({found[0] if found else 0} tables): restore into a new one, made as "
                f"docs/operate says, so that nothing is overwritten"
            )
        connection.execute("DROP SCHEMA IF EXISTS omnistock")


def _plain(file: Path, environment: Environment) -> Iterator[bytes]:
    with file.open("rb") as opened:
        if not is_encrypted(opened):
            while piece := opened.read(READ_BYTES):
                yield piece
            return
        passphrase = environment.values.get("BACKUP_KEY", "")
        if not passphrase:
            raise StartRefused(f"{file.name} is encrypted: set BACKUP_KEY to the key it was made with")
        yield from decrypted(opened, passphrase=passphrase)


def _restore(plain: Iterator[bytes], owner_url: str) -> None:
    command = [str(postgres_program("pg_restore")), "--exit-on-error", "--no-owner", "--no-password"]
    bare, variables = apart(owner_url)
    with tempfile.TemporaryFile() as words:
        process = subprocess.Popen(
            [*command, f"--dbname={bare}"],
            env=variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=words,
        )
        assert process.stdin is not None
        try:
            for piece in plain:
                process.stdin.write(piece)
            process.stdin.close()
        except BrokenPipeError:
            pass  # it ended early: its last words say why
        except BaseException:
            process.kill()
            raise
        if process.wait() != 0:
            words.seek(0)
            raise StartRefused(f"pg_restore failed: {words.read().decode(errors='replace').strip()[-400:]}")


def _verify(app_url: str, environment: Environment, manifest: Manifest) -> None:
    """Runs `omnistock verify` on the restored database, with the anchors that were written until the backup was made: a
    backup whose chains were rewritten is found out. Raises StartRefused with what it said when anything differs."""
    variables = {**os.environ, **environment.variables(), "DATABASE_URL": app_url}
    for name in ("DATABASE_OWNER_URL", "DATABASE_DIRECT_URL", "DATABASE_BACKUP_URL"):
        variables.pop(name, None)
    command = [sys.executable, "-m", "omnistock.launch", "verify", "--anchors-until", manifest.made_at]
    done = subprocess.run(command, env=variables, capture_output=True, text=True)
    if done.returncode != 0:
        last = (done.stdout + done.stderr).strip().splitlines()[-3:]
        raise StartRefused(f"the restored database does not verify: {' | '.join(last)}")


def _count(owner_url: str, manifest: Manifest) -> None:
    with psycopg.connect(owner_url, prepare_threshold=None) as connection:
        row = connection.execute("SELECT count(*) FROM omnistock.organization_directory()").fetchone()
    found = row[0] if row else 0
    if found < manifest.organizations:
        raise StartRefused(f"{manifest.organizations} organizations were backed up, {found} came back")
