"""The worker: procrastinate on the same database, until it is told to stop."""

from __future__ import annotations

import django

from omnistock.kernel.starting import start

CONCURRENCY = 4
STOP_TIMEOUT_SECONDS = 10
"""How long running jobs may take to end after a stop; then they are aborted and run again later."""


def work() -> None:
    """Works until SIGINT or SIGTERM. The environment is ready for Django's settings (`prepare_django`)."""
    with start():
        django.setup()
        from django.db import connection
        from procrastinate.contrib.django import app
        from procrastinate.contrib.django.django_connector import DjangoConnector

        from omnistock.interfaces.jobs.tasks import check_promises_if_never
        from omnistock.interfaces.jobs.tenant import own_connection

    assert isinstance(app.connector, DjangoConnector)  # it reads the database from Django's settings
    check_promises_if_never()
    connection.close()
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        worker_app.run_worker(
            name="omnistock",
            concurrency=CONCURRENCY,
            shutdown_graceful_timeout=STOP_TIMEOUT_SECONDS,
            task_middleware=[own_connection],
            # What failed stays, to be looked into; what went well is seen in what it did.
            delete_jobs="successful",
        )
