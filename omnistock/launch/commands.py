"""The commands that start things: up, web, worker, migrate, database-url."""

from __future__ import annotations

import sys

import click

from omnistock.launch.database import (
    database_of,
    embedded_server,
    prepare_django,
    require_bound_role,
    require_version,
    running_database,
)
from omnistock.launch.environment import Environment
from omnistock.launch.errors import StartRefused
from omnistock.launch.migrations import migrate_as_owner, require_migrated

PORT = click.IntRange(1, 65535)


@click.command()
@click.option("--port", type=PORT, default=8000, show_default=True, help="Where the web server listens.")
@click.option("--data", metavar="DIR", help="The data folder.  [default: OMNISTOCK_DATA, else ./.omnistock]")
@click.option("--demo/--no-demo", default=False, help="Load the demo organizations.")
def up(*, port: int, data: str | None, demo: bool) -> None:
    """Run everything: database, migrations, web and worker. Ctrl-C stops all of it."""
    from omnistock.launch.processes import run_all

    environment = Environment.read(data=data)
    if "BASE_URL" not in environment.values:
        environment = environment.with_values(BASE_URL=f"http://127.0.0.1:{port}")
    sys.exit(run_all(environment=environment, port=port, demo=demo))


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=PORT, default=8000, show_default=True)
def web(*, host: str, port: int) -> None:
    """Run the web server alone, as the database role app."""
    from omnistock.launch.web import serve

    environment = Environment.read()
    with running_database(environment) as database:
        require_bound_role(database.app_url)
        require_migrated(database.app_url)
        prepare_django(environment, database_url=database.app_url, pool=True, console_url=database.console_url)
        serve(host=host, port=port)


@click.command()
def worker() -> None:
    """Run the worker alone, as the database role app, past a pooler where DATABASE_DIRECT_URL is set."""
    from omnistock.launch.worker import work

    environment = Environment.read()
    with running_database(environment) as database:
        require_bound_role(database.direct_url)
        require_migrated(database.direct_url)
        prepare_django(environment, database_url=database.direct_url, pool=False)
        work()


@click.command()
def migrate() -> None:
    """Bring the database up to date, as the database role owner."""
    environment = Environment.read()
    with running_database(environment) as database:
        if database.owner_url is None:
            raise StartRefused("DATABASE_OWNER_URL must be set for migrations: the same database, role owner")
        require_version(database.owner_url)
        prepare_django(environment, database_url=database.owner_url, pool=False)
        migrate_as_owner(database.owner_url)
    click.echo("The database is up to date.")


@click.command()
@click.option("--role", type=click.Choice(["app", "owner"]), default="app", show_default=True)
def database_url(*, role: str) -> None:
    """Print the connection URL of the database. It holds the password."""
    environment = Environment.read()
    database = database_of(environment)
    url = database.app_url if role == "app" else database.owner_url
    if url is None:
        raise StartRefused("DATABASE_OWNER_URL is not set: the URL of role owner is not known here")
    click.echo(url)
    if environment.embedded and not embedded_server(environment.data_folder).running:
        click.echo("omnistock: the embedded database does not run now: omnistock up", err=True)
