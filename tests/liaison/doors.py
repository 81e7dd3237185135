"""Who may open the addresses of liaison; collected by tests/plan/test_doors.py."""

from liandong.departments.queries import today
from liandong.liaison import actions
from liandong.visits.actions import plan_visit

SIGNED_IN: set[str] = set()
POSTED: set[str] = {
    "liaison:raise",
    "liaison:settle",
    "liaison:plan",
    "liaison:phone",
}
THEIRS: dict[str, set[str]] = {
    "liaison:day": {"officer"},
    "liaison:visit": {"officer"},
    "liaison:photo": set(),  # nobody has taken one
    "liaison:enterprise": {"officer"},
    "liaison:contact": {"officer"},
    "liaison:ours": {"enterprise"},
    "liaison:problem": set(),  # a problem of the enterprise: test_ours.py
    "liaison:desk": {"coordinator", "leader", "auditor"},
    "liaison:set": {"coordinator"},
    "liaison:hand_over": set(),  # has to be told whose: test_ours.py
}
WITH_ONES_OWN: set[str] = {"liaison:ours"}


def known(works, users):
    """What the addresses take: the officer keeps in touch with the works, goes there and hears a problem."""
    officer, coordinator = users["officer"], users["coordinator"]
    actions.set_liaisons(works, [officer], first=officer, by=coordinator)
    department = officer.appointments.get().department
    visit = plan_visit(
        works, kind="visit", on=today(), purpose="看看生产", department=department, host=officer,
        by=officer,
    )  # fmt: skip
    note = actions.write_note(visit, text="说电不够用，新线开不起来。", by=officer)
    return {"reference": visit.reference, "note": note.pk}
