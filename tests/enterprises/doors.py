"""Who may open the addresses of enterprises, beside those named there; collected by tests/plan/test_doors.py."""

SIGNED_IN: set[str] = set()
POSTED: set[str] = set()
THEIRS: dict[str, set[str]] = {}
WITH_ONES_OWN: set[str] = set()


def known(works, users):
    """What the addresses take, beside `uscc` of `works`; `users` by name, to make what they name."""
    return {}
