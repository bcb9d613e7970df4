"""The data processing agreement: GDPR Article 28(3)(a) to (h), and DPDP Act 2023 section 8(2) with rule 6(1)(f).

English binds, so the text is not translated. A version that was published is never edited: a change is a new one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Clause:
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DpaVersion:
    """`published_on` is an ISO day. `sha256` is of the clauses' text alone, one line a title and a paragraph."""

    number: str
    published_on: str
    clauses: tuple[Clause, ...]

    @property
    def sha256(self) -> str:
        lines = [line for clause in self.clauses for line in (clause.title, *clause.paragraphs)]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


_FIRST: Final = (
    Clause(
        "Parties and subject",
        (
            "The workspace's organization decides why and how the personal data in its workspace is processed (controller "
            "or data fiduciary). The operator of this installation processes it for the organization (processor or data "
            "processor) in order to run the service, for as long as the workspace exists and until deletion has ended.",
            "The data concerns the organization's customers, suppliers, their contacts and its own members: names, "
            "addresses, phone numbers, mail addresses, tax numbers, and what was ordered, delivered, invoiced and paid. "
            "Special categories of data are not asked for.",
        ),
    ),
    Clause(
        "Instructions",
        (
            "The processor acts only on documented instructions: what members and keys of the workspace do in the service, "
            "and what the organization writes to the privacy address. Where a law demands more, the processor says so "
            "beforehand unless that law forbids it, and it tells the organization when it holds an instruction to be "
            "unlawful.",
        ),
    ),
    Clause(
        "Confidentiality",
        (
            "Nobody of the processor's staff reads a workspace without the organization's consent on a ticket, for a stated "
            "time, reading only; each such view stands in the workspace's own audit log. Staff are bound to secrecy.",
        ),
    ),
    Clause(
        "Security",
        (
            "The measures are those of the security page: separation of workspaces by the application and by forced "
            "row-level security, hashed passwords, encrypted transport, encrypted backups kept for the days that the "
            "retention page names, an append-only audit trail, nightly checks whose results are public on the trust page. "
            "They may be replaced by others that protect no less.",
        ),
    ),
    Clause(
        "Sub-processors",
        (
            "The organization agrees to those on the sub-processor page. A new one, or one in place of another, is announced "
            "there at least 30 days before it receives data. Within that time the organization may object and, where no "
            "remedy is found, end the service without cost. The processor binds each by the same duties and answers for it.",
        ),
    ),
    Clause(
        "Rights of the people concerned",
        (
            "The service lets the organization find, correct, export and erase a person's data by itself. A request that "
            "reaches the processor is handed to the organization without delay and is not answered in its place.",
        ),
    ),
    Clause(
        "Breaches and assessments",
        (
            "The processor tells the organization of a personal data breach without undue delay and at the latest 72 hours "
            "after becoming aware of it, with its scope, timeline and mitigation, and helps with the notices to authorities "
            "and people, with impact assessments and with prior consultations.",
        ),
    ),
    Clause(
        "Return and deletion",
        (
            "The organization can export everything at any time. After a request for deletion all data of the workspace is "
            "removed within 30 days, and from backups when those expire; what a law obliges the processor to keep is named "
            "on the retention page. A certificate is issued.",
        ),
    ),
    Clause(
        "Evidence and audits",
        (
            "The trust page, this agreement's records and the answers to reasonable questions show that these duties are "
            "kept. Where they do not suffice, the organization or an auditor bound to secrecy may inspect, once a year and "
            "after every breach, with 30 days' notice.",
        ),
    ),
    Clause(
        "Transfers",
        (
            "Data stays in the region that the privacy policy names. Where a sub-processor or the organization makes a "
            "transfer out of the European Economic Area, the Standard Contractual Clauses of Decision (EU) 2021/914 apply, "
            "module two or three, which the organization can ask for in its settings.",
        ),
    ),
)

VERSIONS: Final = MappingProxyType({each.number: each for each in (DpaVersion("1", "2026-11-27", _FIRST),)})
CURRENT: Final = list(VERSIONS.values())[-1]
# Controller to processor, and processor to processor (Implementing Decision (EU) 2021/914).
SCC_MODULES: Final = ("two", "three")
