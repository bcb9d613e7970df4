"""The commands `omnistock backup` and `omnistock restore`. Each run is written down where the trust page reads it."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import click

from omnistock.launch.backup.anchors import newest_anchor
from omnistock.launch.backup.dumping import make_backup
from omnistock.launch.backup.files import Manifest, backups_in, folder_of, prune
from omnistock.launch.backup.restoring import drill, restore_backup
from omnistock.launch.database import Database, embedded_server, prepare_django, running_database
from omnistock.launch.environment import Environment
from omnistock.launch.errors import StartRefused


@click.command()
def backup() -> None:
    """Back up the whole database, as the role backup, and remove backups that are over their time."""
    environment = Environment.read()
    with running_database(environment) as database:
        url = database.backup_url
        if url is None:
            raise StartRefused("DATABASE_BACKUP_URL must be set for backups: the same database, role backup")
        started_at = dt.datetime.now(dt.UTC)
        with _written_down("backup", database, environment, started_at) as done:
            done.append(make_backup(environment=environment, url=url, now=started_at))
        gone = _prune(environment, now=started_at)
    manifest = done[0]
    click.echo(f"{folder_of(environment) / manifest.file}: {manifest.size_bytes} bytes, sha256 {manifest.sha256}")
    click.echo("encrypted with BACKUP_KEY" if manifest.is_encrypted else "not encrypted: BACKUP_KEY is not set")
    for name in gone:
        click.echo(f"removed {name}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--drill", "is_drill", is_flag=True, help="Into a scratch database of the embedded server, then away.")
def restore(*, file: Path | None, is_drill: bool) -> None:
    """Restore a backup into the empty database, then verify it. Without FILE: the newest backup."""
    environment = Environment.read()
    chosen = file or _newest(environment)
    started_at = dt.datetime.now(dt.UTC)
    if is_drill:
        with (
            running_database(environment) as database,
            embedded_server(environment.data_folder).lease() as server,
            _written_down("drill", database, environment, started_at) as done,
        ):
            done.append(drill(file=chosen, server=server, environment=environment))
        click.echo(f"{chosen.name} was restored into a scratch database and verified")
        return
    with running_database(environment) as database:
        if database.owner_url is None:
            raise StartRefused("DATABASE_OWNER_URL must be set to restore: the empty database, role owner")
        manifest = restore_backup(
            file=chosen, owner_url=database.owner_url, app_url=database.app_url, environment=environment
        )
        with _written_down("restore", database, environment, started_at) as done:
            done.append(manifest)
    click.echo(f"{chosen.name} was restored and verified: {manifest.organizations} organizations")
    _tell_of_anchors(environment, manifest)


def _tell_of_anchors(environment: Environment, manifest: Manifest) -> None:
    """What the operator has to do where anchors go on after the backup: what they name was lost with its rows."""
    folder, newest = newest_anchor(environment)
    if newest is None:
        click.echo(f"No audit anchors are in {folder}: the chains were proved by themselves alone.")
    elif newest <= dt.datetime.fromisoformat(manifest.made_at):
        click.echo(f"The audit chains are those of the anchors in {folder}.")
    else:
        click.echo(
            f"The audit chains are those of the anchors in {folder} until the backup was made ({manifest.made_at}).\n"
            f"Anchors go on to {newest:%Y-%m-%d %H:%M} UTC: they name what is lost now, and `omnistock verify` reports it as\n"
            f"gone until you put them aside, once, with the reason:\n"
            f'    omnistock anchors set-aside --reason "restored {manifest.file}"'
        )


def _newest(environment: Environment) -> Path:
    folder = folder_of(environment)
    found = backups_in(folder)
    if not found:
        raise StartRefused(f"there is no backup in {folder}: name the file, or set BACKUP_DIRECTORY")
    return found[0]


@contextlib.contextmanager
def _written_down(
    kind: str, database: Database, environment: Environment, started_at: dt.datetime
) -> Iterator[list[Manifest]]:
    """Writes into the database how the block ended. It puts its manifest into the list."""
    done: list[Manifest] = []
    error = ""
    try:
        yield done
    except StartRefused as refusal:
        error = str(refusal)
        raise
    finally:
        if done or error:
            _start_django(database, environment)
            from django.db import DatabaseError

            from omnistock.domain.privacy.operations import record_backup

            manifest = done[0] if done else None
            # A database without tables can hold no line about it; the refusal itself is what to read then.
            with contextlib.suppress(DatabaseError) if error else contextlib.nullcontext():
                record_backup(
                    kind=kind,
                    started_at=started_at,
                    finished_at=dt.datetime.now(dt.UTC),
                    error=error,
                    file=manifest.file if manifest else "",
                    size_bytes=manifest.size_bytes if manifest else 0,
                    sha256=manifest.sha256 if manifest else "",
                    is_encrypted=manifest.is_encrypted if manifest else False,
                    organizations=manifest.organizations if manifest else None,
                )


def _prune(environment: Environment, *, now: dt.datetime) -> list[str]:
    from omnistock.domain.privacy.retention import BACKUPS, days_of

    return prune(folder_of(environment), now=now, days=days_of(BACKUPS))


def _start_django(database: Database, environment: Environment) -> None:
    import django

    prepare_django(environment, database_url=database.app_url, pool=False)
    django.setup()
