"""The job queue in tests: what waits there, and running it as the worker does, in this process and this transaction."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app


def waiting() -> list[tuple[str, dict[str, Any]]]:
    """The jobs that were enqueued and not run: (task, arguments), oldest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args::text FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [(name, json.loads(arguments)) for name, arguments in cursor.fetchall()]


def run_waiting() -> int:
    """Run every waiting job once, also those that these enqueue; answers how many. What a job raises comes out here."""
    count = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'doing' WHERE id = (SELECT min(id) FROM procrastinate_jobs"
                " WHERE status = 'todo') RETURNING task_name, args::text"
            )
            row = cursor.fetchone()
        if row is None:
            return count
        app.tasks[row[0]].func(**json.loads(row[1]))
        count += 1
