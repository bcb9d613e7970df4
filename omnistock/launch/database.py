"""Which database the program works on, and as which role.

The embedded one is started for as long as a command needs it. A foreign one is given by its URLs. Either way the
product runs as `app`, bound by row-level security; only migrations run as `owner`.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from omnistock.launch.environment import Environment
from omnistock.launch.errors import StartRefused
from omnistock.launch.files import write_private
from omnistock.launch.postgres import EmbeddedPostgres

CONNECT_TIMEOUT_SECONDS = 10
OLDEST_VERSION = 16
"""Of PostgreSQL. Newer ones than the newest that was tried are not refused."""


@dataclass(frozen=True, slots=True)
class Database:
    """The connection URLs of one database. `owner_url`, `backup_url` and `console_url` are None where the operator keeps
    them from this process."""

    app_url: str
    direct_url: str
    owner_url: str | None
    backup_url: str | None
    console_url: str | None = None


def embedded_server(data_folder: Path) -> EmbeddedPostgres:
    """The embedded server of a data folder; not started."""
    return EmbeddedPostgres(data_folder / "postgres")


def database_of(environment: Environment) -> Database:
    """The URLs, without starting or asking anything. Raises StartRefused when no embedded database was ever made."""
    if environment.embedded:
        server = embedded_server(environment.data_folder)
        app_url = server.url("app")
        return Database(
            app_url=app_url,
            direct_url=app_url,
            owner_url=server.url("owner"),
            backup_url=server.url("backup"),
            console_url=server.url("console"),
        )
    values = environment.values
    app_url = values["DATABASE_URL"]
    direct_url = values.get("DATABASE_DIRECT_URL", app_url)
    return Database(
        app_url=app_url,
        direct_url=direct_url,
        owner_url=values.get("DATABASE_OWNER_URL"),
        backup_url=values.get("DATABASE_BACKUP_URL"),
        console_url=values.get("DATABASE_CONSOLE_URL"),
    )


@contextlib.contextmanager
def running_database(environment: Environment) -> Iterator[Database]:
    """The database, there for as long as the block lasts."""
    with contextlib.ExitStack() as stack:
        if environment.embedded:
            server = embedded_server(environment.data_folder)
            _require_key(environment, server)
            stack.enter_context(server.lease())
        yield database_of(environment)


def _require_key(environment: Environment, server: EmbeddedPostgres) -> None:
    """The key that the data is sealed with lies beside it once more: for root the data lies outside of the data folder, and
    outlives it. Raises StartRefused where the data is there and both are gone, unless the whole data folder is: who removed
    it or took a new copy of the program begins anew with a key, too."""
    if "SECRET_KEY" in environment.values:
        return
    file, beside = environment.secret_file, server.places.state / "secret_key"
    if not file.exists() and beside.exists():
        write_private(file, beside.read_text())
    elif not file.exists() and server.places.data.exists():
        found = (
            f"there is a database in {server.places.state} already, and {file}, the key of its sign-ins, second factors and "
            f"webhooks, is gone"
        )
        if environment.data_folder.exists():
            raise StartRefused(
                f"{found}. To go on with it, put the file back, or set SECRET_KEY to at least 50 random characters "
                f"(all of these are then set up anew). To begin with an empty database, remove {server.places.state}"
            )
        print(f"omnistock: {found}: all of these are set up anew", file=sys.stderr)
    environment.variables()
    if beside.exists() and beside.read_text() != file.read_text():
        beside.unlink()
    write_private(beside, file.read_text())


def require_bound_role(url: str) -> None:
    """Raises StartRefused where row-level security would not bind the role of `url`, it cannot connect, or the server is
    too old."""
    query = """
        SELECT current_user, rolsuper, rolbypassrls,
               COALESCE((SELECT pg_has_role(current_user, nspowner, 'MEMBER')
                         FROM pg_namespace WHERE nspname = 'omnistock'), false)
        FROM pg_roles WHERE rolname = current_user
    """
    try:
        with psycopg.connect(url, connect_timeout=CONNECT_TIMEOUT_SECONDS, prepare_threshold=None) as connection:
            _require_version(connection.info.server_version, url)
            user, superuser, bypasses, owns = connection.execute(query).fetchone() or ("", False, False, False)
    except psycopg.OperationalError as fault:
        raise _unreachable(url, fault) from None
    reason = "is a superuser" if superuser else "has BYPASSRLS" if bypasses else "owns the tables" if owns else None
    if reason:
        raise StartRefused(
            f"DATABASE_URL connects as {user!r}, which {reason}: organizations would not be kept apart. "
            f"Use the role app that db/roles.sql makes"
        )


def require_version(url: str) -> None:
    """Raises StartRefused where the server cannot be reached or is too old: before migrations write to it."""
    try:
        with psycopg.connect(url, connect_timeout=CONNECT_TIMEOUT_SECONDS, prepare_threshold=None) as connection:
            _require_version(connection.info.server_version, url)
    except psycopg.OperationalError as fault:
        raise _unreachable(url, fault) from None


def _require_version(version: int, url: str) -> None:
    if version < OLDEST_VERSION * 10_000:
        where = urlsplit(url).hostname or "its socket"
        raise StartRefused(
            f"the database at {where} is PostgreSQL {version // 10_000}.{version % 10_000}: "
            f"OmniStock needs {OLDEST_VERSION} or newer"
        )


def _unreachable(url: str, fault: psycopg.OperationalError) -> StartRefused:
    where = urlsplit(url).hostname or "its socket"
    return StartRefused(f"the database at {where} cannot be reached: {' '.join(str(fault).split())}")


def prepare_django(environment: Environment, *, database_url: str, pool: bool, console_url: str | None = None) -> None:
    """Puts into this process's environment what the settings read. Django itself is not started.

    The owner's URL is taken out: web, worker and commands never hold it. The console's is the web server's alone.
    """
    os.environ.update(environment.variables())
    os.environ.pop("DATABASE_OWNER_URL", None)
    os.environ.pop("DATABASE_CONSOLE_URL", None)
    if console_url is not None:
        os.environ["DATABASE_CONSOLE_URL"] = console_url
    os.environ["DATABASE_URL"] = database_url
    os.environ["OMNISTOCK_POOL"] = "1" if pool else "0"
    os.environ["DJANGO_SETTINGS_MODULE"] = "omnistock.config.settings"
