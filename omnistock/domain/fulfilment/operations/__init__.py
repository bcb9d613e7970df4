"""Every write that spans rooms: goods with their invoice."""

from omnistock.domain.fulfilment.operations.cancelling import cancel_invoice
from omnistock.domain.fulfilment.operations.crediting import credit_invoice
from omnistock.domain.fulfilment.operations.dispatching import dispatch_order
from omnistock.domain.fulfilment.operations.reversing import reverse_dispatch

__all__ = ["cancel_invoice", "credit_invoice", "dispatch_order", "reverse_dispatch"]
