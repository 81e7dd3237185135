"""Who may open the addresses of keylists; collected by tests/plan/test_doors.py."""

from liandong.enterprises.models import Enterprise
from liandong.keylists import actions
from liandong.keylists.rules.terms import Terms

SIGNED_IN: set[str] = set()
POSTED: set[str] = set()
THEIRS: dict[str, set[str]] = {
    "keylists:index": {"coordinator", "leader", "auditor"},
    "keylists:list": {"coordinator", "leader", "auditor"},
    "keylists:place": {"coordinator", "leader", "auditor"},
    "keylists:weights": {"coordinator"},  # while it is only proposed
    "keylists:decide": {"coordinator"},
    "keylists:own": {"enterprise"},
}
WITH_ONES_OWN: set[str] = set()


def known(works, users):
    """Decide the list of this year, which `works` is on, and propose the next."""
    by = users["coordinator"]
    Enterprise.objects.filter(pk=works.pk).update(is_verified=True)
    this_year = actions.propose(works.region, 2026, terms=Terms(size=1, first=1, second=0), by=by)
    actions.decide(this_year, by=by)
    return {"reference": actions.propose(works.region, 2027, by=by).reference, "uscc": works.uscc}
