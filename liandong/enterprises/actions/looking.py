"""Looking at a personal datum that is covered: an act of its own, written down each time."""

from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.enterprises.models import Enterprise, catalogue
from liandong.enterprises.queries import facts, reach_of
from liandong.enterprises.rules.rights import MASKED, is_masked, sees
from liandong.journal.actions import record
from liandong.kit.refusals import Refused


@transaction.atomic
def uncover(enterprise: Enterprise, code: str, *, by: User) -> Any:
    """Return a personal fact as it is, for whoever sees it covered; the journal says who looked.

    404 for a fact that is not for their eyes or not known; refused to whom it is not covered.
    """
    seats, kind = reach_of(by).seats(enterprise), catalogue().kinds.get(code)
    enterprise = Enterprise.objects.select_for_update(no_key=True).get(pk=enterprise.pk)
    entry = facts(enterprise).get(code)
    if kind is None or entry is None or not sees(seats, kind):
        raise Http404
    if not is_masked(seats, kind) or MASKED.isdisjoint(seats):
        raise Refused("fact.open", _("%(name)s没有遮盖。") % {"name": kind.name})
    record("enterprise.fact_shown", on=enterprise, by=by, fact=code)
    return entry[0]
