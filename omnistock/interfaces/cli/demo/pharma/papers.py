"""The papers that came with goods and orders, as the practice workspace has them: made here, so that they open."""

from __future__ import annotations

from functools import partial

from omnistock.domain.attachments.operations import attach_file
from omnistock.domain.ledger.queries import batches
from omnistock.domain.purchasing.access import receipt_rows
from omnistock.interfaces.cli.demo.people import FARID, RAVI
from omnistock.interfaces.cli.demo.pharma.cast import Cast
from omnistock.interfaces.cli.demo.stage import Stage
from omnistock.kernel.paper.rendering import PaperKind, render

_MAKER = "Rehearsal Laboratories (invented)"


def papers(stage: Stage, cast: Cast) -> None:
    """A batch has its certificate of analysis; the receipt that came dearer has the supplier's invoice, which shows costs and
    so is not Ravi's to read, and the challan, which is."""
    stage.on(9, partial(_certificate, stage, cast))
    stage.on(13, partial(_with_the_receipt, stage))


def _certificate(stage: Stage, cast: Cast) -> None:
    ravi = stage.acting(RAVI, days_ago=9)
    batch = batches(actor=ravi, product_id=cast.product("Drillamet 500 mg").pk, number="DR-TWICE").items[0]
    assay = [["Description", "White, round", "Complies"], ["Assay", "95.0 to 105.0 %", "99.4 %"]]
    assay.append(["Dissolution in 30 minutes", "At least 80 %", "91 %"])
    content = _paper(
        stage,
        title="Certificate of analysis",
        number="COA-DR-TWICE",
        facts=[["Product", "Drillamet 500 mg"], ["Batch", "DR-TWICE"], ["Maker", _MAKER]],
        columns=["Test", "Limit", "Result"],
        rows=assay,
    )
    attach_file(
        actor=ravi,
        subject_kind="batch",
        subject_id=batch.id,
        name="COA DR-TWICE.pdf",
        parts=[content],
        paper="certificate",
    )


def _with_the_receipt(stage: Stage) -> None:
    farid, ravi = stage.acting(FARID, days_ago=13), stage.acting(RAVI, days_ago=13)
    receipt = receipt_rows(actor=farid).get(supplier_document_number="RH-1416")
    sides = (
        (ravi, "challan", "Challan 1416.pdf", "Delivery challan", ["Goods", "Quantity"], [["Exemplin 250 mg", "50"]]),
        (
            farid,
            "invoice",
            "Invoice RH-1416.pdf",
            "Invoice",
            ["Goods", "Quantity", "Rate"],
            [["Exemplin 250 mg", "50", "66.50"]],
        ),
    )
    for actor, paper, name, title, columns, rows in sides:
        content = _paper(
            stage, title=title, number="RH-1416", facts=[["From", _MAKER]], columns=list(columns), rows=rows
        )
        attach_file(actor=actor, subject_kind="receipt", subject_id=receipt.pk, name=name, parts=[content], paper=paper)


def _paper(
    stage: Stage, *, title: str, number: str, facts: list[list[str]], columns: list[str], rows: list[list[str]]
) -> bytes:
    section = {"title": "Practice data", "columns": columns, "rows": rows}
    head = {"title": title, "number": number, "author": _MAKER, "date": stage.day(-14).isoformat()}
    return render(PaperKind.PROSE, head | {"facts": facts, "sections": [section]})
