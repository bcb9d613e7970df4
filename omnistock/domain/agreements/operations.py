"""Accepting the data processing agreement, and asking for Standard Contractual Clauses."""

from __future__ import annotations

import hashlib

from django.utils.translation import gettext as _

from omnistock.domain.agreements.dpa import CURRENT, SCC_MODULES
from omnistock.domain.agreements.models import Agreement
from omnistock.domain.agreements.policies import POLICIES
from omnistock.domain.audit.operations import record
from omnistock.kernel.errors import Conflict, PermissionMissing
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.operation import operation

FUNCTION_LONGEST = 120


class AgreementChanged(Conflict):
    """The text is another by now than the one that was read."""

    code = "agreement_changed"


@operation(POLICIES)
def accept_dpa(*, actor: Actor, version: str, text_sha256: str, function: str, confirmed: bool) -> Agreement:
    """Accept the text that was read, known by its version and digest. `function`: what the person is in the business.

    Raises `Invalid`, `AgreementChanged`, and `PermissionMissing` for an API key: a person signs.
    """
    check = Checker()
    kept = check.text("function", function, longest=FUNCTION_LONGEST, required=True)
    if not confirmed:
        check.add("confirmed", _("Tick that you may bind the business."), "missing")
    check.stop()
    if (version, text_sha256) != (CURRENT.number, CURRENT.sha256):
        raise AgreementChanged(_("The agreement was renewed meanwhile: read version {n}.").format(n=CURRENT.number))
    return _keep("dpa", CURRENT.number, CURRENT.sha256, actor=actor, function=kept)


@operation(POLICIES)
def ask_for_clauses(*, actor: Actor, module: str, function: str) -> Agreement:
    """Ask the operator for the clauses of `module` (two: controller to processor, three: processor to processor)."""
    check = Checker()
    chosen = check.choice("module", module, SCC_MODULES)
    kept = check.text("function", function, longest=FUNCTION_LONGEST, required=True)
    check.stop()
    digest = hashlib.sha256(f"Decision (EU) 2021/914, module {chosen}".encode()).hexdigest()
    return _keep("scc", chosen, digest, actor=actor, function=kept)


def _keep(kind: str, version: str, digest: str, *, actor: Actor, function: str) -> Agreement:
    if actor.person_id is None:
        raise PermissionMissing(_("Only a person can do this: sign in for it."))
    made = Agreement(
        organization_id=actor.organization_id,
        kind=kind,
        version=version,
        text_sha256=digest,
        organization_name=actor.organization.name,
        person_id=actor.person_id,
        person_name=actor.name,
        function=function,
        address=actor.address,
        made_at=actor.now,
    )
    made.save(force_insert=True)
    record(
        actor=actor,
        operation="agreements.accept_dpa" if kind == "dpa" else "agreements.ask_for_clauses",
        subject_kind="agreement",
        subject_id=made.pk,
        subject_name=f"{kind} {version}",
        after={"version": version, "function": function, "text_sha256": digest},
    )
    return made
