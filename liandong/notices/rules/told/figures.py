"""Whom entries about figures that are asked for are told to."""

from django.utils.translation import gettext_lazy as _

from liandong.notices.enums import Audience as A  # noqa: N817 (once in each line of the table)
from liandong.notices.rules.lines import Telling, has

FORM, NEEDS = "figures:form", "figures:needs"

TABLE: dict[str, tuple[Telling, ...]] = {
    "figures.asked": (
        Telling(
            A.ENTERPRISE,
            _("%(enterprise)s%(month)s月的数，%(by_day)s前核对提交，一分钟填完。"),
            when=has(set="indicator"),
            page=FORM,
        ),
        Telling(
            A.ENTERPRISE,
            _(
                "%(enterprise)s第%(quarter)s季度要用多少电、水、气、地、人、钱，%(by_day)s前填一下。"
            ),
            when=has(set="need"),
            page=FORM,
        ),
    ),
    "figures.reminded": (
        Telling(
            A.ENTERPRISE,
            _("%(enterprise)s%(month)s月的数还没报，%(by_day)s截止。"),
            when=has(set="indicator"),
            page=FORM,
        ),
        Telling(
            A.ENTERPRISE,
            _("%(enterprise)s第%(quarter)s季度的要素需求还没填，%(by_day)s截止。"),
            when=has(set="need"),
            page=FORM,
        ),
    ),
    "needs.gap": (
        Telling(
            A.NAMED,
            _("%(place)s%(month)s月%(item)s缺 %(gap)s，请看怎么补上。"),
            when=has(known=True),
            page=NEEDS,
            arg="",
        ),
        Telling(
            A.NAMED,
            _("%(place)s%(month)s月%(item)s要 %(need)s，请填能供给多少。"),
            when=has(known=False),
            page=NEEDS,
            arg="",
        ),
    ),
    "supply.promised": (
        Telling(
            A.COORDINATORS,
            _("%(office)s答复：%(place)s%(item)s能供给 %(amounts)s。"),
            when=has(known=True),
            page=NEEDS,
            arg="",
        ),
    ),
}
