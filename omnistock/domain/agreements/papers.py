"""The agreement and the records of processing as PDF. Made after commit, from registers: nothing is written down twice."""

from __future__ import annotations

from django.utils.translation import gettext as _

from omnistock.domain.agreements.dpa import CURRENT, VERSIONS
from omnistock.domain.agreements.models import Agreement
from omnistock.domain.privacy.operator import operator
from omnistock.domain.privacy.processors import sub_processors
from omnistock.domain.privacy.retention import RULES, days_of
from omnistock.kernel.paper import PaperKind, render
from omnistock.kernel.paper.documents import Prose, ProseSection
from omnistock.tenancy.actor import Actor

_UNNAMED = "to be named"


def dpa_pdf(accepted: Agreement | None = None) -> bytes:
    """The agreement: as it was accepted, else the current text unsigned. The annex lists who helps today."""
    version = VERSIONS[accepted.version] if accepted else CURRENT
    facts = [["Processor", f"{operator().name or _UNNAMED}, {operator().address or _UNNAMED}"]]
    if accepted:
        facts += [
            ["Controller", accepted.organization_name],
            ["Accepted by", f"{accepted.person_name}, {accepted.function}"],
            ["Accepted at", f"{accepted.made_at:%Y-%m-%d %H:%M} UTC, from {accepted.address or 'an unknown address'}"],
        ]
    facts.append(["SHA-256 of the text", version.sha256])
    sections = [
        ProseSection(title=f"{at}. {clause.title}", paragraphs=list(clause.paragraphs))
        for at, clause in enumerate(version.clauses, start=1)
    ]
    prose = Prose(
        title="Data processing agreement",
        number=f"Version {version.number}",
        date=version.published_on,
        author=operator().name or "OmniStock",
        facts=facts,
        sections=[*sections, _processors("Annex: sub-processors")],
    )
    return render(PaperKind.PROSE, prose)


def records_of_processing_pdf(*, actor: Actor) -> bytes:
    """What GDPR Article 30(2) asks of a processor, for this workspace."""
    actor.require("settings:write")
    who = operator()
    facts = [
        [_("Processor"), f"{who.name or _UNNAMED}, {who.address or _UNNAMED}"],
        [_("Data protection officer"), who.dpo_email or _UNNAMED],
        [_("Controller"), actor.organization.name],
        [_("Where the data lies"), who.data_region or _UNNAMED],
    ]
    categories = ProseSection(
        title=_("Categories of processing"),
        paragraphs=[
            _(
                "Keeping stock, orders, invoices and payments for the controller; contacts of customers and suppliers, and "
                "the controller's own members."
            )
        ],
    )
    kept = ProseSection(
        title=_("How long it is kept"),
        columns=[_("What"), _("Days"), _("Why")],
        rows=[
            [str(rule.what), "–" if rule.days is None else str(days_of(rule.store)), str(rule.why)]
            for rule in RULES.values()
        ],
    )
    measures = ProseSection(
        title=_("Security measures"),
        paragraphs=[_("Those of the security page and of the trust page, checked every night.")],
    )
    prose = Prose(
        title=_("Records of processing"),
        number="Art. 30(2)",
        date=actor.today.isoformat(),
        author=who.name or "OmniStock",
        facts=facts,
        sections=[categories, _processors(_("Sub-processors and transfers")), kept, measures],
    )
    return render(PaperKind.PROSE, prose)


def _processors(title: str) -> ProseSection:
    used = sub_processors()
    if not used:
        return ProseSection(title=title, paragraphs=["None: no service of another company is switched on."])
    rows = [[each.name, str(each.purpose), str(each.data), str(each.country)] for each in used]
    return ProseSection(title=title, columns=["Company", "What for", "What it gets", "Where"], rows=rows)
