"""Every job, by the name under which the domain enqueues it. Each does one thing of the domain.

A job may run twice (a worker that dies after the commit and before it says so), so what it calls must bear that.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from omnistock.domain.audit.anchoring import write_anchors
from omnistock.domain.audit.sealing import heads, seal
from omnistock.domain.billing.notices import tell_overdue
from omnistock.domain.departure.operations import advance_departure
from omnistock.domain.drafts.keeping import delete_old_drafts
from omnistock.domain.exchange.archive.keeping import delete_expired_archives
from omnistock.domain.identity.operations.retention import delete_expired_keys
from omnistock.domain.incidents.operations import deliver_notice, note_gone, told_due, watch
from omnistock.domain.incidents.operations.telling import DELIVER as DELIVER_NOTICE
from omnistock.domain.ledger.integrity import check_integrity
from omnistock.domain.ledger.operations import write_ended_days, write_ended_months
from omnistock.domain.notifications import sending
from omnistock.domain.practice.operations import FILL_TASK, fill_practice
from omnistock.domain.privacy.checks import last_answers
from omnistock.domain.privacy.operations import empty_stores, empty_workspace_stores
from omnistock.domain.privacy.processors import TELL_TASK, tell_announced
from omnistock.domain.rights.operations import told_late
from omnistock.domain.stocktaking.operations import make_due_counts
from omnistock.domain.webhooks import delivering
from omnistock.domain.webhooks.operations import DELIVER
from omnistock.domain.webhooks.sending import post
from omnistock.interfaces.jobs import archives, imports  # noqa: F401  (their jobs are found by their names)
from omnistock.interfaces.jobs.tenant import NOTHING_TO_DO, global_job, tenant_job
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.actors import system_actor
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.directory import organization_ids
from omnistock.tenancy.queue import enqueue_for_each

log = logging.getLogger("omnistock.jobs")

# For each organization, every night.
NIGHTLY = (
    "make_due_counts",
    "check_integrity",
    "tell_overdue",
    TELL_TASK,
    "delete_old_mails",
    "delete_expired_archives",
    "delete_expired_keys",
    "delete_old_deliveries",
    "delete_old_drafts",
    "write_ended_months",
)
# 4, 16, 64 ... seconds: the ninth and last attempt comes about a day after the first.
MAIL_ATTEMPTS = RetryStrategy(max_attempts=sending.MOST_ATTEMPTS, exponential_wait=4)


# 5, 25, 125 ... seconds: the eighth and last attempt comes about a day after the first.
HOOK_ATTEMPTS = RetryStrategy(max_attempts=delivering.MOST_ATTEMPTS, exponential_wait=5)

PROMISES_SECONDS = 600
_REFUSAL = "omnistock: "  # how the program begins what it refuses with (`launch.program`)


class NotChecked(Exception):
    """The promises could not be looked at: what was last said of them is of an earlier day."""


class NotTaken(Exception):
    """A webhook's address did not take what was sent: to be tried again."""


class BackupFailed(Exception):
    """The backup, or the trial of it: the log has said why."""


@global_job("send_mail", retry=MAIL_ATTEMPTS)
def send_mail(mail_id: str) -> None:
    """Send or keep one mail of a person's account."""
    sending.deliver_mail(mail_id=UUID(mail_id), now=timezone.now())


@global_job("send_workspace_mail", retry=MAIL_ATTEMPTS)
def send_workspace_mail(organization_id: str, mail_id: str) -> None:
    """Send or keep one mail of a workspace. No transaction is open while the provider thinks about it."""
    with tenant_boundary(UUID(organization_id)):
        actor = system_actor(organization_id=UUID(organization_id), door="job", now=timezone.now())
        mail = sending.queued_mail(actor=actor, mail_id=UUID(mail_id))
    if mail is None:
        return
    outcome = sending.hand_over(mail, tag=f"{organization_id}_{mail_id}")
    with tenant_boundary(UUID(organization_id)):
        sending.write_outcome(mail, outcome, now=timezone.now())
    sending.require_taken(outcome)


@app.periodic(cron="30 20 * * *")  # 02:00 in India
@global_job("nightly", queueing_lock="nightly")
def nightly(timestamp: int) -> None:
    """Enqueue what each organization's night holds."""
    enqueue_for_each(organization_ids=organization_ids(), tasks=NIGHTLY)


@app.periodic(cron="10 20 * * *")  # 01:40 in India
@global_job("keep_installation", queueing_lock="keep_installation")
def keep_installation(timestamp: int) -> None:
    """What the installation itself keeps no longer, by the retention registry."""
    empty_stores(now=timezone.now())


@app.periodic(cron="15 * * * *")
@global_job("advance_departures", queueing_lock="advance_departures")
def advance_departures(timestamp: int) -> None:
    """Freeze, warn of and delete the workspaces whose time has come, each in its own transaction."""
    failures = []
    for organization_id in organization_ids():
        try:
            with tenant_boundary(organization_id):
                actor = system_actor(organization_id=organization_id, door="job", now=timezone.now())
                advance_departure(actor=actor)
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise ExceptionGroup(f"{len(failures)} workspaces on their way out did not go on", failures)


@app.periodic(cron="0 21 * * *")  # 02:30 in India
@global_job("anchor_audit_heads", queueing_lock="anchor_audit_heads")
def anchor_audit_heads(timestamp: int) -> None:
    """Write the head of every workspace's audit chain down outside the database."""
    found = {}
    for organization_id in organization_ids():
        with tenant_boundary(organization_id):
            if head := heads():
                found[organization_id] = head
    write_anchors(settings.ANCHORS, heads=found, now=timezone.now())


@app.periodic(cron="40 21 * * *")  # 03:10 in India
@global_job("back_up", queueing_lock="back_up")
def back_up(timestamp: int) -> str | None:
    """Back up everything, then try the backup in a scratch database: both by the program itself, as its own roles.

    Where the operator gave this process no backup role, backups are made elsewhere and this does nothing. Raises
    `BackupFailed`.
    """
    if not os.environ.get("DATABASE_BACKUP_URL"):
        return NOTHING_TO_DO
    for arguments in (["backup"], ["restore", "--drill"]):
        done = _program(*arguments)
        if done.returncode != 0:
            log.error("omnistock %s failed: %s", " ".join(arguments), _reason(done))
            raise BackupFailed
    return None


@app.periodic(cron="30 22 * * *")  # 04:00 in India, after the backup
@global_job("check_promises", queueing_lock="check_promises")
def check_promises_job(timestamp: int) -> None:
    """Look at every promise of the privacy policy. A broken one is told where operators look, and on the trust page.

    The program looks by itself and ends: here, the pages that are asked for would stay in the worker's memory for good.
    It writes the answers down. Where it did not, nothing was checked, and this job fails.
    """
    began = timezone.now()
    done = _program("promises", timeout_seconds=PROMISES_SECONDS)
    answers = [answer for answer in last_answers() if answer.checked_at and answer.checked_at >= began]
    if done.returncode not in (0, 1) or not answers:
        log.error("promises were not checked: %s", _reason(done))
        raise NotChecked
    for answer in answers:
        if answer.result == "failed":
            log.error("promise %s is broken: %s", answer.promise, " ".join(answer.details))


def _program(*arguments: str, timeout_seconds: int | None = None) -> subprocess.CompletedProcess[str]:
    """`omnistock ARGUMENTS` in a process of its own with this one's environment; past its time it is killed."""
    command = [sys.executable, "-m", "omnistock.launch", *arguments]
    try:
        return subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=timeout_seconds)
    except subprocess.TimeoutExpired:
        refusal = f"{_REFUSAL}it took more than {timeout_seconds} seconds"
        return subprocess.CompletedProcess(command, -signal.SIGKILL, "", refusal)


def _reason(done: subprocess.CompletedProcess[str]) -> str:
    """What the program refused with, else how it ended: the text of an error of the code's may hold a value."""
    last = (done.stderr.strip().splitlines() or [""])[-1]
    return last.removeprefix(_REFUSAL) if last.startswith(_REFUSAL) else f"it ended with {done.returncode}"


def check_promises_if_never() -> None:
    """What the worker asks for when it starts: the pages of a new installation do not wait for its first night."""
    if all(answer.result == "unchecked" for answer in last_answers()):
        with suppress(AlreadyEnqueued), transaction.atomic():
            app.configure_task("check_promises", queueing_lock="check_promises").defer(timestamp=0)


@app.periodic(cron="30 3 * * *")  # 09:00 in India, before the office begins
@global_job("remind_of_rights", queueing_lock="remind_of_rights")
def remind_of_rights(timestamp: int) -> None:
    """Name each request about personal data that is late or falls due, where operators look; the console shows the same."""
    for sentence in told_late(now=timezone.now()):
        log.warning("privacy request %s", sentence)


@app.periodic(cron="*/10 * * * *")
@global_job("watch_for_incidents", queueing_lock="watch_for_incidents")
def watch_for_incidents(timestamp: int) -> None:
    """Look over the security log by the rules. A draft that this opens is told where operators look, and in the console."""
    for incident in watch(now=timezone.now()):
        log.error("incident %s is to be judged: %s", incident.reference, incident.rule)


@global_job(DELIVER_NOTICE, retry=MAIL_ATTEMPTS)
def deliver_incident_notice(organization_id: str, message_id: str) -> None:
    """Tell one workspace of an incident: its notice, and a receipt for each person."""
    place, message = UUID(organization_id), UUID(message_id)
    if place not in organization_ids():
        note_gone(organization_id=place, message_id=message, now=timezone.now())
        return
    with tenant_boundary(place):
        actor = system_actor(organization_id=place, door="job", now=timezone.now())
        deliver_notice(actor=actor, message_id=message)


@app.periodic(cron="5 * * * *")  # the shortest clock is six hours
@global_job("remind_of_incidents", queueing_lock="remind_of_incidents")
def remind_of_incidents(timestamp: int) -> None:
    """Name each incident in which somebody is to be told, where operators look; the console shows the same."""
    for sentence in told_due(now=timezone.now()):
        log.warning("incident %s", sentence)


@tenant_job("check_integrity", sees_one_moment=True)
def check_integrity_job(*, actor: Actor) -> None:
    """Recompute everything that is derived, and keep what differs. A difference is told where operators look."""
    if count := check_integrity(actor=actor):
        log.error("organization %s: %s differences; omnistock verify names them", actor.organization_id, count)


@tenant_job(TELL_TASK)
def tell_sub_processors(*, actor: Actor) -> None:
    """Say in the app who will receive data, 30 days ahead."""
    tell_announced(actor=actor)


@tenant_job(FILL_TASK)
def fill_practice_job(*, actor: Actor) -> None:
    """Tell the story of a practice workspace that was made, or begun anew."""
    fill_practice(actor=actor)


@global_job(DELIVER, retry=HOOK_ATTEMPTS)
def deliver_webhook(organization_id: str, delivery_id: str) -> None:
    """Tell one address of one event. No transaction is open while the other side thinks about it."""
    with tenant_boundary(UUID(organization_id)):
        actor = system_actor(organization_id=UUID(organization_id), door="job", now=timezone.now())
        message = delivering.message_of(actor=actor, delivery_id=UUID(delivery_id))
    if message is None:
        return
    answer = post(url=message.url, body=message.body, headers=message.headers)
    with tenant_boundary(UUID(organization_id)):
        actor = actor.at(timezone.now())
        is_wanted = delivering.write_answer(actor=actor, delivery_id=UUID(delivery_id), answer=answer)
    if is_wanted:
        raise NotTaken(answer.error)


@tenant_job("delete_old_deliveries")
def delete_old_deliveries_job(*, actor: Actor) -> None:
    """Webhooks' deliveries of more than thirty days ago."""
    delivering.delete_old_deliveries(actor=actor)


@tenant_job("tell_overdue")
def tell_overdue_job(*, actor: Actor) -> None:
    """Which invoices became overdue, to the members who asked for it."""
    tell_overdue(actor=actor)


@tenant_job("delete_old_mails")
def delete_old_mails_job(*, actor: Actor) -> None:
    """The workspace's mails and notices that are over their time."""
    empty_workspace_stores(actor=actor)


@tenant_job("delete_expired_keys")
def delete_expired_keys_job(*, actor: Actor) -> None:
    """Idempotency keys of more than 90 days ago."""
    delete_expired_keys(actor=actor)


@tenant_job("delete_expired_archives")
def delete_expired_archives_job(*, actor: Actor) -> None:
    """The bytes of archives that can be taken no longer."""
    delete_expired_archives(actor=actor)


@tenant_job("delete_old_drafts")
def delete_old_drafts_job(*, actor: Actor) -> None:
    """Forms that nobody sent, nor touched for 14 days."""
    delete_old_drafts(actor=actor)


@tenant_job("make_due_counts")
def make_due_counts_job(*, actor: Actor) -> None:
    """The counts of the plans whose turn it is: they stand on Today in the morning."""
    make_due_counts(actor=actor)


@tenant_job("write_ended_months")
def write_ended_months_job(*, actor: Actor) -> None:
    """What months and days changed, so that the past is answered without its history."""
    write_ended_months(actor=actor)
    write_ended_days(actor=actor)


@app.periodic(cron="* * * * * */10")  # the sixth field is seconds
@global_job("seal_audit", queueing_lock="seal_audit")
def seal_audit(timestamp: int) -> None:
    """Chain what was written since, organization by organization, each in its own transaction: what fails for one of
    them is told at the end, when the others have theirs."""
    failures = []
    for organization_id in organization_ids():
        try:
            with tenant_boundary(organization_id):
                actor = system_actor(organization_id=organization_id, door="job", now=timezone.now())
                seal(actor=actor)
                delivering.announce(actor=actor)
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise ExceptionGroup(f"audit events of {len(failures)} organizations were not sealed", failures)


@app.periodic(cron="*/5 * * * *")
@app.task(name="resume_stalled_jobs", queueing_lock="resume_stalled_jobs", pass_context=True)
async def resume_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Queue again what a worker was doing when it was killed: its heartbeat is over, its transaction was undone."""
    jobs: Any = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        await jobs.retry_job(job)
