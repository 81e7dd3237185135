"""For which enterprise somebody files."""

from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.appeals.queries.standing import standing_of
from liandong.enterprises.models import Enterprise
from liandong.enterprises.queries import enterprise_known_as
from liandong.kit.codes import is_provisional, is_uscc, normal_uscc, uscc_flaw
from liandong.kit.refusals import Refused


def enterprise_acting_for(user: User, uscc: str | None = None) -> tuple[Enterprise, bool]:
    """Return the enterprise somebody files for, and whether a clerk takes it down by telephone.

    Without a code it is the one enterprise they belong to. Refuses a wrong code, an enterprise that is
    not theirs (a clerk's are those of the region), and whoever has none or several to choose from.
    """
    standing = standing_of(user)
    if uscc:
        code = normal_uscc(uscc)
        if not (is_uscc(code) or is_provisional(code)):
            raise Refused("enterprise.uscc", uscc_flaw(code))
        there = enterprise_known_as(code)
        if there and there.pk in standing.enterprises:
            return there, False
        if standing.answers_calls:
            if there and there.region_id.startswith(tuple(standing.answers_calls)):
                return there, True
            raise Refused("enterprise.unknown", _("企业库里没有这个代码，请核对，或先登记企业。"))
        raise Refused("enterprise.not_yours", _("您不是这家企业的成员，请先申请加入。"))
    if len(standing.enterprises) == 1:
        known: Enterprise | None = getattr(user, "_enterprise", None)
        if known is None:
            known = Enterprise.objects.get(pk=next(iter(standing.enterprises)))
            user._enterprise = known  # type: ignore[attr-defined]
        return known, False
    if standing.enterprises:
        raise Refused("enterprise.several", _("您有几家企业，请写明是哪一家（统一社会信用代码）。"))
    if standing.answers_calls:
        raise Refused("enterprise.needed", _("请填来电企业的统一社会信用代码。"))
    raise Refused("enterprise.none", _("您还没有加入企业，加入后才能提诉求。"))
