"""`omnistock promises`: run every promise's check and say what it saw."""

from __future__ import annotations

import sys

import click
from django.utils import timezone, translation

from omnistock.domain.privacy.checks import check_promises
from omnistock.domain.privacy.promises import PROMISES

WORDS = {"passed": "passed", "failed": "FAILED", "operator": "needs the operator", "unchecked": "no check yet"}


@click.command()
def command() -> None:
    """Check every promise of the privacy policy on this installation. Ends with 1 only when one is broken."""
    with translation.override("en"):
        answers = check_promises(now=timezone.now())
        for answer in answers:
            title = PROMISES[answer.promise].title
            click.echo(f"{answer.promise:4}{WORDS[answer.result]:20}{title}")
            for sentence in answer.details:
                click.echo(f"{'':24}{sentence}")
    sys.exit(1 if any(answer.result == "failed" for answer in answers) else 0)
