"""What tests of the audit share."""

from tests.journal.committed import transactional_db

__all__ = ["transactional_db"]
