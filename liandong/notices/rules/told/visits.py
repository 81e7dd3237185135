"""Whom entries about visits and inspections, and what ends soon are told to."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from liandong.notices.enums import Audience as A  # noqa: N817 (once in each line of the table)
from liandong.notices.rules.lines import Telling, When, has


def announced(data: Mapping[str, Any]) -> bool:
    """Ask whether the enterprise may know of it, and knew of what is off now."""
    return data.get("unannounced") is False and data.get("known") is not False


def them(says: Promise | str, when: When = announced) -> Telling:
    """Return a line for the enterprise, which leads to its own calendar."""
    return Telling(A.ENTERPRISE, says, when=when, page="visits:calendar", arg="")


def us(says: Promise | str) -> Telling:
    """Return a line for those who go there, which leads to the visit at the desk."""
    return Telling(A.PEOPLE, says, page="visits:visit")


def consents(says: Promise | str) -> Telling:
    """Return a line for the coordinator, which leads to what waits for consent."""
    return Telling(A.COORDINATORS, says, page="visits:consents", arg="")


def coming(kind: str) -> When:
    """Ask whether one of a kind is announced."""
    return has(kind=kind, unannounced=False)


TABLE: dict[str, tuple[Telling, ...]] = {
    "visit.planned": (
        them(_("%(office)s %(by_day)s来走访：%(text)s。"), coming("visit")),
        them(_("%(office)s %(by_day)s来电话：%(text)s。"), coming("call")),
        them(_("%(office)s %(by_day)s来调研：%(text)s。"), coming("survey")),
        them(_("%(office)s %(by_day)s来检查：%(text)s。"), coming("inspection")),
        us(_("请您 %(by_day)s去%(enterprise)s：%(text)s。")),
    ),
    "visit.asked": (
        consents(_("%(office)s要去%(enterprise)s，额度已满，等您决定|：%(reason)s|。")),
        us(_("%(by_day)s去%(enterprise)s要等协调员决定。")),
    ),
    "visit.consented": (
        us(_("协调员同意您 %(by_day)s去%(enterprise)s。")),
        them(_("%(office)s %(by_day)s来，服务办已同意：%(text)s。")),
    ),
    "visit.presses": (
        consents(_("%(office)s %(by_day)s要去%(enterprise)s，额度已满，今天该定了。")),
    ),
    "visit.undecided": (
        consents(_("%(office)s要去%(enterprise)s，过了答复期限还没定。")),
        us(_("%(by_day)s去%(enterprise)s，协调员过了期限还没定，可以打电话问。")),
    ),
    "visit.lapsed": (
        consents(_("%(office)s %(by_day)s去%(enterprise)s一直没定，作罢了。")),
        us(_("%(by_day)s去%(enterprise)s到当天也没定，作罢了，要去请另选一天。")),
    ),
    "visit.refused": (us(_("协调员没有同意去%(enterprise)s：%(reason)s。")),),
    "visit.moved": (
        them(_("%(office)s改到 %(by_day)s来：%(text)s。")),
        us(_("去%(enterprise)s改到 %(by_day)s：%(text)s。")),
    ),
    "visit.cancelled": (
        them(_("%(office)s %(by_day)s不来了：%(text)s。")),
        us(_("%(by_day)s去%(enterprise)s取消了|：%(reason)s|。")),
    ),
    "visit.joined": (
        us(_("%(office)s %(by_day)s和您一起去%(enterprise)s。")),
        them(_("%(office)s和别的部门一起，%(by_day)s来：%(text)s。")),
    ),
    "visit.parted": (us(_("原来合并的一次取消了，您 %(by_day)s单独去%(enterprise)s。")),),
    "visit.unfinished": (
        Telling(
            A.COORDINATORS,
            _("%(office)s %(by_day)s去%(enterprise)s，三个工作日没说去没去。"),
            when=has(late=True),
            page="visits:visit",
        ),
        us(_("%(by_day)s去%(enterprise)s了吗？请记一下。")),
    ),
    "visit.together": (
        Telling(
            A.NAMED,
            _("%(enterprise)s本周有 %(number)s 次要去，%(by_day)s一起去吧。"),
            page="visits:visit",
        ),
    ),
    "ending.near": (them(_("%(text)s %(by_day)s，请提前办续期。"), has()),),
}
