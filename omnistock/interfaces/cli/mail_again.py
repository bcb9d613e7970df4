"""`omnistock mail-again ADDRESS`: for somebody whose address was stopped and who can lift that nowhere else."""

from __future__ import annotations

import click

from omnistock.domain.notifications.stopping import forget_stop


@click.command()
@click.argument("address")
def command(*, address: str) -> None:
    """Let ADDRESS have mail again. Make sure first that it is theirs who ask."""
    if forget_stop(address=address):
        click.echo("Mail is sent there again.")
    else:
        click.echo("This address was not stopped.")
