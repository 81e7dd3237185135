"""Whom entries about who keeps in touch, and what was said are told to."""

from django.utils.translation import gettext_lazy as _

from liandong.notices.enums import Audience as A  # noqa: N817 (once in each line of the table)
from liandong.notices.rules.lines import Telling, has

_DAY = "liaison:day"

TABLE: dict[str, tuple[Telling, ...]] = {
    "liaison.set": (
        Telling(
            A.PEOPLE,
            _("您是%(enterprise)s的联系人，请约时间去看看。"),
            when=has(told=True),
            page="liaison:enterprise",
            arg="uscc",
        ),
        Telling(
            A.ENTERPRISE,
            _("%(person_name)s是您的联系人，有事可以直接找。"),
            page="liaison:ours",
            arg="",
        ),
    ),
    "liaison.handed_over": (
        Telling(A.PEOPLE, _("%(from_name)s联系的 %(count)s 家企业交给您了。"), page=_DAY, arg=""),
    ),
    "liaison.overdue": (
        Telling(A.PEOPLE, _("您有 %(count)s 家企业到了该联系的时候。"), page=_DAY, arg=""),
    ),
    "liaison.long_overdue": (
        Telling(
            A.COORDINATORS,
            _("有 %(count)s 家企业超过期限一倍还没人联系。"),
            page="liaison:desk",
            arg="",
        ),
    ),
    "problem.raised": (
        Telling(
            A.ENTERPRISE,
            _("%(person_name)s走访时听您说「%(what)s」，要提成诉求吗？"),
            page="liaison:problem",
        ),
    ),
    "problem.waits": (
        Telling(
            A.ENTERPRISE,
            _("走访时您说的「%(what)s」，还没答要不要提成诉求。"),
            page="liaison:problem",
        ),
    ),
    "problem.filed": (
        Telling(A.PEOPLE, _("%(enterprise)s把走访时说的事提成了诉求。"), page=_DAY, arg=""),
    ),
    "problem.refused": (
        Telling(A.PEOPLE, _("%(enterprise)s说走访时的那件事先不提。"), page=_DAY, arg=""),
    ),
    "problem.unanswered": (
        Telling(
            A.PEOPLE, _("%(enterprise)s一直没答复走访时的那件事，先作记录。"), page=_DAY, arg=""
        ),
    ),
}
