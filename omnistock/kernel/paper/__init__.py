"""Documents on paper: `render(kind, data)` makes the PDF of an invoice, a credit note or a delivery note.

The data (see `documents`) is plain, frozen and complete: the same data makes the same bytes, today and in eight years.
"""

from omnistock.kernel.paper.rendering import PaperKind, render

__all__ = ["PaperKind", "render"]
