"""`omnistock outbox`: the account mails that were kept because no provider sends them, for who runs the service."""

from __future__ import annotations

import click
from django.conf import settings

from omnistock.domain.notifications.queries import newest_mails


@click.command()
@click.option("--to", "recipient", default="", help="Only those to this address.")
def command(*, recipient: str) -> None:
    """Print the newest mails about accounts, the oldest first: a server without a provider hands its links on by hand.

    Refused where a provider sends them: then nobody but who gets them should read them.
    """
    if settings.RESEND_API_KEY:
        raise click.ClickException("Mails are sent by Resend and are not shown here.")
    wanted = recipient.strip().casefold()
    mails = [mail for mail in newest_mails() if wanted in ("", mail.recipient.casefold())]
    for mail in reversed(mails):
        click.echo(f"{mail.created_at:%Y-%m-%d %H:%M} UTC  {mail.recipient}  {mail.subject}\n\n{mail.text}\n")
    if not mails:
        click.echo("No mail is kept.")
