"""Documents on paper: `render(kind, data)` makes the PDF of an invoice, an order, a delivery note and so on.

The data (see `documents`) is plain, frozen and complete: the same data makes the same bytes, today and in eight years.
"""

from omnistock.kernel.paper.rendering import PaperKind, render

__all__ = ["PaperKind", "render"]
