"""The `omnistock` program: one table of commands, each loaded when it is called.

A command of the domain is a click command in `omnistock/interfaces/cli/`; it is called with Django ready and the
database running, as the role app. To add one, write its module and add its line to COMMANDS.
"""

from __future__ import annotations

import importlib
import sys
from dataclasses import dataclass
from typing import Any

import click

from omnistock.kernel.errors import DomainError
from omnistock.kernel.starting import start
from omnistock.launch import lifeline
from omnistock.launch.errors import StartRefused


@dataclass(frozen=True, slots=True)
class Command:
    """Where a command is (`module:attribute`), what it does, and whether it needs Django and the database."""

    target: str
    help: str
    domain: bool = True


COMMANDS = {
    "up": Command("omnistock.launch.commands:up", "Run everything: database, web and worker.", domain=False),
    "web": Command("omnistock.launch.commands:web", "Run the web server alone.", domain=False),
    "worker": Command("omnistock.launch.commands:worker", "Run the worker alone.", domain=False),
    "migrate": Command("omnistock.launch.commands:migrate", "Bring the database up to date.", domain=False),
    "database-url": Command("omnistock.launch.commands:database_url", "Print the connection URL.", domain=False),
    "backup": Command("omnistock.launch.backup.commands:backup", "Back up the whole database.", domain=False),
    "restore": Command("omnistock.launch.backup.commands:restore", "Restore a backup.", domain=False),
    "demo": Command("omnistock.interfaces.cli.demo:command", "Load the demo organizations."),
    "organization": Command("omnistock.interfaces.cli.organization:command", "Make an organization."),
    "api-key": Command("omnistock.interfaces.cli.api_key:command", "Make a key for the API."),
    "import": Command("omnistock.interfaces.cli.importing:command", "Load a file."),
    "export": Command("omnistock.interfaces.cli.exporting:command", "Write a file."),
    "archive": Command("omnistock.interfaces.cli.archive:archive", "Write a whole workspace into one file."),
    "restore-workspace": Command("omnistock.interfaces.cli.archive:restore", "Bring such a file into an empty one."),
    "verify": Command("omnistock.interfaces.cli.verify:command", "Prove every balance from the ledger."),
    "anchors": Command("omnistock.interfaces.cli.anchors:command", "What proves the audit logs from outside."),
    "staff": Command("omnistock.launch.staff:command", "Say who answers tickets and privacy requests.", domain=False),
    "rights": Command("omnistock.interfaces.cli.rights:command", "Answer requests about personal data."),
    "incident": Command("omnistock.interfaces.cli.incident:command", "Register incidents, and who is to be told when."),
    "sub-processor": Command("omnistock.interfaces.cli.sub_processor:command", "Announce a sub-processor."),
    "departure": Command("omnistock.interfaces.cli.departure:command", "Write down a request for deletion by mail."),
    "account": Command("omnistock.interfaces.cli.account:command", "End sessions, or take lost factors away."),
    "promises": Command("omnistock.interfaces.cli.promises:command", "Check every promise of the privacy policy."),
    "outbox": Command("omnistock.interfaces.cli.outbox:command", "Print the account mails that no provider sent."),
    "durations": Command("omnistock.interfaces.cli.durations:command", "Print which routes took most time."),
    "mail-again": Command("omnistock.interfaces.cli.mail_again:command", "Let a stopped address have mail again."),
    "openapi": Command("omnistock.interfaces.cli.openapi:command", "Print the API's document."),
}


class Program(click.Group):
    """A group that imports a command only when it is called, so that every start is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        entry = COMMANDS.get(name)
        if entry is None:
            return None
        module, _, attribute = entry.target.partition(":")
        with start():
            if entry.domain:
                _start_django(ctx)
            command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in COMMANDS.items()])


def _start_django(ctx: click.Context) -> None:
    """Keeps the database running until the command has ended, and starts Django on it."""
    import django

    from omnistock.launch.database import prepare_django, require_bound_role, running_database
    from omnistock.launch.environment import Environment
    from omnistock.launch.migrations import require_migrated

    environment = Environment.read()
    database = ctx.with_resource(running_database(environment))
    require_bound_role(database.app_url)
    require_migrated(database.app_url)
    prepare_django(environment, database_url=database.app_url, pool=False)
    django.setup()


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="omnistock")
def program() -> None:
    """OmniStock: inventory by batch, in many warehouses, for many organizations."""


def main(arguments: list[str] | None = None) -> Any:
    """The console script. A refusal is told in one line each and ends with 1; wrong usage ends with 2."""
    lifeline.hold()
    try:
        return program(args=arguments, prog_name="omnistock")
    except StartRefused as refusal:
        _tell(*str(refusal).splitlines())
    except DomainError as refusal:
        _tell(refusal.message, *(f"{fault.pointer}: {fault.message}" for fault in refusal.faults))
    sys.exit(1)


def _tell(*lines: str) -> None:
    for line in lines:
        click.echo(f"omnistock: {line}", err=True)
