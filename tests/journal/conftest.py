"""What tests of the journal share."""

from tests.journal.committed import transactional_db

__all__ = ["transactional_db"]
