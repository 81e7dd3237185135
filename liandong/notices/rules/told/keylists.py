"""Whom entries about the list of key enterprises are told to."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from liandong.notices.enums import Audience as A  # noqa: N817 (once in each line of the table)
from liandong.notices.rules.lines import Telling, has

_DECIDED = _("%(year)s年重点企业名单已定，共 %(count)s 家。")


def _in(says: Promise, tier: str) -> Telling:
    return Telling(A.ENTERPRISE, says, when=has(tier=tier), page="keylists:own", arg="")


TABLE: dict[str, tuple[Telling, ...]] = {
    "keylist.decided": (
        Telling(A.LEADERS, _DECIDED, page="keylists:list"),
        Telling(A.COORDINATORS, _DECIDED, page="keylists:list"),
    ),
    "keylist.changed": (
        Telling(
            A.LEADERS,
            _("「%(what)s」增补为%(year)s年重点企业。"),
            when=has(how="added", decided=True),
            page="keylists:list",
        ),
        Telling(
            A.LEADERS,
            _("「%(what)s」移出了%(year)s年重点企业名单。"),
            when=has(how="dropped", decided=True),
            page="keylists:list",
        ),
    ),
    "keylist.entered": (
        _in(_("您是%(year)s年重点企业（甲类），会有专人与您联系。"), "a"),
        _in(_("您是%(year)s年重点企业（乙类），会有专人与您联系。"), "b"),
        _in(_("您是%(year)s年重点企业（丙类），会有专人与您联系。"), "c"),
    ),
    "keylist.left": (
        Telling(
            A.ENTERPRISE,
            _("%(year)s年起您不在重点企业名单上，照常可以提诉求。"),
            page="enterprises:own",
            arg="",
        ),
    ),
    "keylist.missing": (
        Telling(
            A.COORDINATORS,
            _("%(year)s年的重点企业名单还没有拟，请先看看分数。"),
            page="keylists:index",
            arg="",
        ),
    ),
}
