"""Every read of recalls: where batches are and went (`trace`), the recalls themselves, and what may be recalled."""

from omnistock.domain.recalls.queries.finding import BatchSearch, find_batches
from omnistock.domain.recalls.queries.recalls import RecallFilter, open_recall_count, recall, recalls
from omnistock.domain.recalls.queries.trace import trace

__all__ = ["BatchSearch", "RecallFilter", "find_batches", "open_recall_count", "recall", "recalls", "trace"]
