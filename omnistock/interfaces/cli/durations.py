"""`omnistock durations`: what is slow, for who runs the service."""

from __future__ import annotations

import datetime as dt

import click
from django.utils import timezone

from omnistock.domain.privacy.durations import slowest_routes


@click.command()
@click.option("--days", type=click.IntRange(1, 400), default=7, show_default=True, help="How many days back.")
@click.option("--most", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many routes.")
def command(*, days: int, most: int) -> None:
    """Print the routes that took most time in the last days: requests, mean and slowest milliseconds, route.

    Counters of all requests together, by day: they know no address, no person and no workspace.
    """
    found = slowest_routes(since=timezone.now().date() - dt.timedelta(days=days - 1), limit=most)
    if not found:
        click.echo("No request was counted in these days.")
        return
    click.echo(f"{'requests':>9} {'mean ms':>9} {'slowest':>9}  route")
    for each in found:
        click.echo(f"{each.requests:>9} {each.mean_milliseconds:>9.1f} {each.slowest_milliseconds:>9}  {each.route}")
