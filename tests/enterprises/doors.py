"""Who may open the addresses of enterprises, beside those named there; collected by tests/plan/test_doors.py."""

from liandong.enterprises.models import Enterprise
from liandong.kit.codes import make_uscc

SIGNED_IN = {  # names and codes are public; what opens behind them is for whoever proves it
    "enterprises:check", "enterprises:register", "enterprises:claim", "enterprises:dispute",
}  # fmt: skip
POSTED = {"enterprises:letter", "enterprises:settle", "enterprises:showphone"}
THEIRS: dict[str, set[str]] = {
    "enterprises:side": {"officer", "coordinator", "leader", "auditor", "clerk"},
    "enterprises:missing": {"officer", "coordinator", "leader", "auditor", "clerk"},
    "enterprises:duplicates": {"coordinator"},
    "enterprises:merge": {"coordinator"},
    "enterprises:unmerge": set(),  # nothing has been merged: test_merge.py
    "enterprises:leave": {"enterprise"},
    "enterprises:proof": set(),  # whose paper it is: tests/enterprises/test_claim_proof.py
}
WITH_ONES_OWN: set[str] = set()


def known(works, users):
    """What the addresses take, beside `uscc` of `works`; `users` by name, to make what they name."""
    twin = Enterprise.objects.create(uscc=make_uscc(90), name=works.name, region=works.region)
    return {"wrong": twin.uscc, "into": works.uscc}
