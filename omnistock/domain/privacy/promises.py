"""The promises of the privacy policy (product.md section 1), as data. The policy prints `sentence`, the trust page
`kept_by` and `check_shows`; `checks/` asks the running installation whether each is kept."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

Text = str | Lazy


@dataclass(frozen=True, slots=True)
class Promise:
    """`check_shows` says plainly what the live check looks at, so that nobody takes it for more."""

    id: str
    title: Text
    sentence: Text
    kept_by: Text
    check_shows: Text


_ALL: Final = (
    Promise(
        "P1",
        _("Account data"),
        _(
            "Of an account we keep name, email and a hash of the password (bcrypt, cost 12). The password "
            "itself is never stored or logged."
        ),
        _("One password hasher with its cost written out; no other is configured."),
        _(
            "The hasher in use, its cost, the form of every stored hash, the rules for new passwords, and that secrets of second "
            "factors are sealed. Not what a mail provider or a browser does with a password."
        ),
    ),
    Promise(
        "P2",
        _("Your business data is yours"),
        _(
            "Products, orders, customers, payments and files belong to your workspace. Nobody reads them to "
            "improve the product unless you share a report yourself."
        ),
        _("No role of the database but the product's own and the backup's can read a workspace's tables."),
        _("The rights on every table of the running database."),
    ),
    Promise(
        "P3",
        _("Request logs"),
        _(
            "We log IP address, time, route and status of each request, and nothing else, for security and "
            "debugging. The log is purged after 30 days."
        ),
        _("A table with four columns in partitions by day; a function drops whole days, every night."),
        _(
            "The columns of the log, that routes of the last day say nothing of what was asked for, and the age of its oldest row."
        ),
    ),
    Promise(
        "P4",
        _("Error reports"),
        _("Error reports go to Sentry with personal data removed, and nowhere where that is not set up."),
        _("A list of what may leave; everything else is dropped before sending."),
        _("Whether reports are switched on, and that what would be sent holds no personal data."),
    ),
    Promise(
        "P5",
        _("One region, seven days of backups"),
        _("All customer data lives in one PostgreSQL region. Backups stay there for seven days."),
        _("One database, named in the configuration; backups are pruned after each new one, and tried every night."),
        _("The configured region, the newest backup and the newest restore drill."),
    ),
    Promise(
        "P6",
        _("Transactional mail"),
        _("Mail is sent through Resend, and only the kinds that this policy names."),
        _("One gateway with a list of kinds: a mail of another kind cannot be sent."),
        _(
            "The kinds of all mails that were written, that the last door refuses any other, and that our domain "
            "is not tracked at the provider."
        ),
    ),
    Promise(
        "P7",
        _("What data is used for"),
        _(
            "Data is used to run the features, to answer support, to detect abuse by counting, and for "
            "notices that a person asked for."
        ),
        _(
            "Notices are off until a person switches them on. Counters of misuse are sums under keyed digests, kept for minutes "
            "to a day."
        ),
        _(
            "That whoever was told of something in the last day had asked for it, and that no counter names anybody or outlives "
            "its day."
        ),
    ),
    Promise(
        "P8",
        _("Support by consent"),
        _(
            "Support staff enter a workspace only with your consent on a specific ticket, and every access is "
            "in your audit log."
        ),
        _(
            "Nobody has standing access: the operator's role reads workspaces' names, tickets with what was shared on them, "
            "grants, privacy requests and incidents, and no other table. A look is asked for on a ticket, granted by an "
            "owner or admin for a day at most, read only, and in your audit log before it is shown. The head of every "
            "audit log is written down outside the database each night, so that nobody rewrites one unseen."
        ),
        _(
            "Every right of the operator's role in the running database, the rules that a grant must keep, that the product "
            "cannot change an audit log, and that their heads are written down outside the database, each file after the one "
            "before."
        ),
    ),
    Promise(
        "P9",
        _("No advertisers, no trackers"),
        _("We sell nothing to advertisers. No page behind the sign-in loads a script or picture from anywhere else."),
        _("A content security policy that lets pages load from our own origin alone."),
        _("The policy on the answers of the running product."),
    ),
    Promise(
        "P10",
        _("Two cookies"),
        _("One session cookie, named authjs.session-token, and one cookie against forged requests. No other."),
        _("A list of cookies; messages and language are not kept in cookies."),
        _("The cookies of pages of the running product."),
    ),
    Promise(
        "P11",
        _("Analytics of the public pages"),
        _(
            "The public pages may be counted by PostHog in the European Union, without cookies. Off where no "
            "key is set."
        ),
        _("Without a key nothing is loaded."),
        _("Whether a key is set."),
    ),
    Promise(
        "P12",
        _("Workspaces are kept apart"),
        _(
            "Every row of a workspace carries its id. Application and database both see to it that nobody "
            "reads or writes another workspace's rows."
        ),
        _("Forced row-level security, composite keys, and a role that cannot get round them."),
        _(
            "Every table of the running database with its policies, what could lead round them, and the role of the product."
        ),
    ),
    Promise(
        "P13",
        _("Export at any time"),
        _(
            "Every list is there as CSV on its page and through the API, and the whole workspace as one file, uploaded "
            "files too."
        ),
        _(
            "One register of lists; an archive made from the tables of the running product, which an empty workspace takes."
        ),
        _("That every table with a workspace's id is in an archive, or left out by name with a reason."),
    ),
    Promise(
        "P14",
        _("Deletion within 30 days"),
        _(
            "A workspace is deleted within 30 days of the request. Audit logs that tax law requires are kept "
            "longer, and the retention page says so."
        ),
        _(
            "An owner asks for it, in the app or by mail; after 21 days a function of the database deletes every row, and "
            "leaves a certificate."
        ),
        _(
            "That no workspace is overdue, that the clock runs, that of workspaces deleted lately no row is left, and that no "
            "store that goes by age keeps longer than its rule says."
        ),
    ),
    Promise(
        "P15",
        _("Breach response"),
        _("After a breach, affected admins are told within 72 hours: scope, timeline and mitigation."),
        _(
            "Rules watch the security log and open a draft at once; an incident has its clocks (6 hours for CERT-In, 72 for "
            "the Board and for admins), which remind, and its notices reach every admin in the app, with proof for each."
        ),
        _(
            "That nobody waits to be told past a time limit, that the log is watched, that what was told cannot be changed, and "
            "how the last drill went. Not that nothing happened which no rule sees."
        ),
    ),
    Promise(
        "P16",
        _("Grievance officer"),
        _(
            "A grievance officer is named here, acknowledges within 7 business days and resolves within 30 "
            "days. After that the Data Protection Board of India can be addressed."
        ),
        _("A queue with its clocks; name and address come from the configuration, nobody is invented."),
        _("Whether a request waits past its time limit, and whether officer and address are configured."),
    ),
    Promise(
        "P17",
        _("Your rights"),
        _("You may see, correct and have erased what is kept about you (DPDP Act 2023, sections 11 to 13)."),
        _(
            "You see and take out what is kept at once, signed in; every other request has its form, its clock and its answer."
        ),
        _("That what people agreed to cannot be changed afterwards, and whether the privacy address is configured."),
    ),
    Promise(
        "P18",
        _("Processor under Article 28 GDPR"),
        _(
            "We act as processor for your workspace's data: agreement, list of sub-processors, and Standard "
            "Contractual Clauses on request."
        ),
        _(
            "The list of sub-processors is made from the services that are switched on; owners and admins are told in the app of "
            "a new one, 30 days ahead."
        ),
        _("That each configured service is on the list, was announced in time, and that announcements were told."),
    ),
    Promise(
        "P19",
        _("Contacts"),
        _("Addresses for privacy, security, grievance and the data protection officer."),
        _("They come from the configuration."),
        _("Which of them are configured."),
    ),
)

PROMISES: Final = MappingProxyType({promise.id: promise for promise in _ALL})
