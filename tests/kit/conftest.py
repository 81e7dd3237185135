"""What is committed is taken away again."""

from tests.journal.committed import transactional_db

__all__ = ["transactional_db"]
