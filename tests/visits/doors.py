"""Who may open the addresses of visits; collected by tests/plan/test_doors.py."""

from datetime import date

from liandong.visits.actions import plan_visit

OFFICIALS = {"officer", "coordinator", "leader", "auditor"}
SIGNED_IN: set[str] = set()
POSTED: set[str] = {"visits:act", "visits:join_week"}
THEIRS: dict[str, set[str]] = {
    "visits:calendar": {"enterprise"},
    "visits:desk": OFFICIALS,
    "visits:visit": OFFICIALS,
    "visits:export": OFFICIALS,
    "visits:new": {"officer", "coordinator", "leader"},
    "visits:consents": {"coordinator"},
}
WITH_ONES_OWN: set[str] = {"visits:calendar"}


def known(works, users):
    """What the addresses take, beside `uscc` of `works`; `users` by name, to make what they name."""
    coordinator = users["coordinator"]
    visit = plan_visit(
        works, kind="visit", on=date(2026, 12, 1), purpose="看看", department=None,
        host=coordinator, by=coordinator,
    )  # fmt: skip
    return {"reference": visit.reference, "act": "done"}
