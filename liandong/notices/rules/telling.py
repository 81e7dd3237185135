"""Which entry of the journal is told to whom, in which words. What is not in the table is told to nobody.

A sentence names who acts next and gives dates. A part between bars is left out when the entry lacks
what it speaks of. `%(title)s` is cut until the sentence fits; see `sentences.py` for the other names.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from liandong.notices.enums import Audience as A  # noqa: N817 (once in each line of the table)
from liandong.notices.rules.lines import Telling, has
from liandong.notices.rules.told import PARTS

MOST_TRIES = 5  # of an entry that cannot be told, and of a message that cannot be delivered


def tellings_of(verb: str, data: Mapping[str, Any]) -> list[Telling]:
    """Return what is told of an entry, in the order in which one person would rather read it.

    Whoever belongs to several audiences is told the first sentence only.
    """
    return [
        telling for telling in TABLE.get(verb, ()) if telling.when is None or telling.when(data)
    ]


_TAKEN = _("「%(title)s」由%(lead)s办|，%(accept_by)s 前签收|。")
_YOURS = _("%(enterprise)s提了「%(title)s」，由您部门办|，%(accept_by)s 前签收|。")
_GOES_ON = _("「%(title)s」重新计时|，%(due)s 前办结|。")
_CLOSED = _("「%(title)s」已销号。")

FILING: dict[str, tuple[Telling, ...]] = {
    "appeal.submitted": (
        Telling(
            A.NAMED,
            _("「%(title)s」说到人身危险，请马上看|，%(accept_by)s 前签收|。"),
            True,
            has(danger=True),
        ),
        Telling(A.NAMED, _YOURS),
        Telling(
            A.COORDINATORS,
            _("「%(title)s」说到人身危险，没有把握交给谁，请马上分派。"),
            True,
            has(danger=True, department=None),
        ),
        Telling(
            A.COORDINATORS,
            _("「%(title)s」等您分派，系统没有把握交给谁。"),
            when=has(department=None),
        ),
        Telling(
            A.ENTERPRISE, _("「%(title)s」已提交，%(office)s正在分派。"), when=has(department=None)
        ),
        Telling(A.ENTERPRISE, _TAKEN),
    ),
    "appeal.dispatched": (Telling(A.NAMED, _YOURS), Telling(A.ENTERPRISE, _TAKEN)),
    "appeal.completion_asked": (
        Telling(A.ENTERPRISE, _("%(office)s请您补充「%(title)s」的情况，补齐就分派。")),
    ),
    "appeal.declined": (
        Telling(A.ENTERPRISE, _("「%(title)s」不予受理：%(reason)s|。可以找%(turn_to)s|。")),
    ),
    "appeal.merged": (
        Telling(A.ENTERPRISE, _("「%(title)s」与同类诉求一起办，办结后仍由您来评价。")),
        Telling(A.FORMER_LEAD, _("「%(title)s」已并入 %(into)s，不用再单独办。")),
    ),
    "appeal.unmerged": (
        Telling(
            A.COORDINATORS, _("「%(title)s」不再并案，请重新分派。"), when=has(department=None)
        ),
        Telling(A.LEAD, _("「%(title)s」不再并案，请接着办|，%(due)s 前办结|。")),
        Telling(
            A.ENTERPRISE,
            _("「%(title)s」不再并案，%(office)s正在分派。"),
            when=has(department=None),
        ),
        Telling(A.ENTERPRISE, _("「%(title)s」不再并案，%(lead)s单独办|，%(due)s 前办结|。")),
    ),
    "appeal.supplemented": (Telling(A.LEAD, _("企业补充了「%(title)s」，请查看。")),),
    "appeal.file_added": (
        Telling(A.LEAD, _("企业给「%(title)s」加了附件，请查看。"), when=has(hat="enterprise")),
        Telling(A.ENTERPRISE, _("%(lead)s给「%(title)s」加了附件，请查看。"), when=has(hat="lead")),
    ),
    "appeal.withdrawn": (
        Telling(
            A.COORDINATORS, _("企业撤回了「%(title)s」，不用再分派。"), when=has(was="submitted")
        ),
        Telling(A.LEAD, _("企业撤回了「%(title)s」，请停办。")),
        Telling(A.ASSISTS, _("企业撤回了「%(title)s」，请停办。")),
        Telling(A.COORDINATORS, _("企业撤回了「%(title)s」，请回访问明原因。")),
    ),
}

RETURNING: dict[str, tuple[Telling, ...]] = {
    "appeal.returned": (
        Telling(
            A.COORDINATORS,
            _("%(office)s退回「%(title)s」，建议%(proposed)s办，请裁定|，最晚 %(due)s|。"),
        ),
        Telling(A.ENTERPRISE, _("「%(title)s」正重新确定由谁办|，%(due)s 前定下|。")),
    ),
    "appeal.ruled": (
        Telling(A.NAMED, _("裁定由您部门办「%(title)s」|，%(accept_by)s 前签收|。")),
        Telling(A.ENTERPRISE, _TAKEN),
    ),
    "appeal.reassigned": (
        Telling(A.NAMED, _("「%(title)s」改由您部门办|，%(accept_by)s 前签收|。")),
        Telling(A.FORMER_LEAD, _("「%(title)s」已改由%(lead)s办。")),
        Telling(A.ENTERPRISE, _("「%(title)s」改由%(lead)s办|，%(accept_by)s 前签收|。")),
    ),
    "appeal.referred_up": (
        Telling(A.NAMED, _("%(office)s上报「%(title)s」，由您部门办|，%(accept_by)s 前签收|。")),
        Telling(A.FORMER_LEAD, _("「%(title)s」已上报%(region)s，由%(lead)s办。")),
        Telling(A.COORDINATORS, _("%(office)s上报「%(title)s」，已交%(lead)s办。")),
        Telling(A.ENTERPRISE, _("「%(title)s」已上报%(region)s，由%(lead)s办。")),
    ),
    "appeal.referred_to_meeting": (
        Telling(A.COORDINATORS, _("%(office)s把「%(title)s」提交联席会议，请列入议题。")),
        Telling(A.LEAD, _("「%(title)s」已提交联席会议，请准备情况说明。")),
        Telling(A.ENTERPRISE, _("「%(title)s」要由几个部门一起定，已提交联席会议。")),
    ),
}

HANDLING: dict[str, tuple[Telling, ...]] = {
    "appeal.accepted": (
        Telling(A.ENTERPRISE, _("%(lead)s已签收「%(title)s」|，%(due)s 前办结|。")),
    ),
    "appeal.contacted": (
        Telling(A.ENTERPRISE, _("%(lead)s记下已就「%(title)s」联系过您，不对请告诉我们。")),
    ),
    "appeal.progress_noted": (
        Telling(A.ENTERPRISE, _("「%(title)s」有了新进展，%(lead)s写给您了。")),
    ),
    "appeal.assist_added": (
        Telling(A.NAMED, _("「%(title)s」请您部门协办|，%(due)s 前回报|。")),
        Telling(A.ENTERPRISE, _("%(short)s也来协办「%(title)s」。")),
    ),
    "appeal.assist_reminded": (
        Telling(A.NAMED_CONTACTS, _("%(office)s等您部门回报「%(title)s」的协办情况。")),
    ),
    "appeal.task_accepted": (Telling(A.LEAD, _("%(office)s已签收「%(title)s」的协办任务。")),),
    "appeal.assist_reported": (Telling(A.LEAD, _("%(office)s回报了「%(title)s」的协办情况。")),),
    "appeal.asked": (
        Telling(A.ENTERPRISE, _("%(lead)s就「%(title)s」问您一个问题|，请 %(until)s 前回答|。")),
    ),
    "appeal.answered": (Telling(A.LEAD, _("企业回答了「%(title)s」的问题|，%(due)s 前办结|。")),),
    "appeal.pause_ended": (
        Telling(A.LEAD, _GOES_ON),
        Telling(
            A.ENTERPRISE, _("「%(title)s」等您回答已满三个工作日|，重新计时，%(due)s 前办结|。")
        ),
    ),
    "appeal.suspended": (
        Telling(A.LEAD, _("「%(title)s」暂停计时|，%(look_on)s 再看|。")),
        Telling(A.ENTERPRISE, _("%(office)s暂停了「%(title)s」的计时|，%(look_on)s 再看|。")),
    ),
    "appeal.look_at_suspension": (
        Telling(A.COORDINATORS, _("「%(title)s」暂停到期了，请定能不能恢复办理。")),
    ),
    "appeal.resumed": (
        Telling(A.LEAD, _GOES_ON),
        Telling(A.ENTERPRISE, _("「%(title)s」恢复办理|，%(lead)s %(due)s 前办结|。")),
    ),
}

ASKING_TIME: dict[str, tuple[Telling, ...]] = {
    "appeal.extension_asked": (
        Telling(A.COORDINATORS, _("%(lead)s申请把「%(title)s」|延到 %(until)s|，请审批。")),
    ),
    "appeal.extension_agreed": (
        Telling(A.LEAD, _("「%(title)s」同意延期|，新期限 %(until)s|。")),
        Telling(A.ENTERPRISE, _("%(office)s同意「%(title)s」延到 %(until)s|，因为%(reason)s|。")),
    ),
    "appeal.extension_refused": (
        Telling(A.LEAD, _("「%(title)s」不同意延期|，仍须 %(due)s 前办结|。")),
    ),
    "appeal.promise_asked": (
        Telling(A.COORDINATORS, _("%(lead)s申请对「%(title)s」承诺分步办，请审批。")),
    ),
    "appeal.promise_agreed": (
        Telling(A.LEAD, _("「%(title)s」同意承诺办理|，第一步 %(first_step)s 前做完|。")),
        Telling(
            A.ENTERPRISE, _("%(lead)s承诺分步办「%(title)s」|，第一步 %(first_step)s 前做完|。")
        ),
    ),
    "appeal.promise_refused": (
        Telling(A.LEAD, _("「%(title)s」不同意承诺办理|，仍须 %(due)s 前办结|。")),
    ),
    "appeal.step_fulfilled": (
        Telling(A.ENTERPRISE, _("%(lead)s做完了「%(title)s」承诺的第 %(number)s 步。")),
    ),
}

ENDING: dict[str, tuple[Telling, ...]] = {
    "appeal.resolved": (
        Telling(A.ENTERPRISE, _("%(lead)s办结了「%(title)s」，解决没有，请您来评价。")),
    ),
    # The rating stays with the enterprise until the period is published.
    "appeal.confirmed": (Telling(A.LEAD, _CLOSED),),
    "appeal.closed_unrated": (
        Telling(A.LEAD, _CLOSED),
        Telling(A.ENTERPRISE, _("「%(title)s」一直没有等到您的评价，已销号；没解决可以再提。")),
    ),
    "appeal.disputed": (
        Telling(
            A.COORDINATORS,
            _("企业又一次说「%(title)s」没解决，请您定怎么办。"),
            True,
            lambda data: data.get("times", 1) > 1,
        ),
        Telling(A.LEAD, _("企业说「%(title)s」没解决，请重办|，%(due)s 前办结|。"), True),
    ),
    "appeal.call_back_due": (
        Telling(A.COORDINATORS, _("「%(title)s」五个工作日没有评价，请回访企业。")),
    ),
    "appeal.called_back": (
        Telling(
            A.LEADERS, _("回访得知「%(title)s」是被劝着撤回的，请过问。"), True, has(pressed=True)
        ),
        Telling(
            A.ENTERPRISE,
            _("%(office)s就「%(title)s」回访过您，请您来评价。"),
            when=has(why="silence", reached=True),
        ),
    ),
    "appeal.look_again_due": (
        Telling(A.COORDINATORS, _("「%(title)s」抽中回头看，请问企业有没有反复。")),
    ),
    "appeal.looked_again": (
        Telling(
            A.LEAD,
            _("回头看「%(title)s」又有反复，请重办|，%(due)s 前办结|。"),
            urgent=True,
            when=has(holds=False),
        ),
        Telling(
            A.ENTERPRISE,
            _("「%(title)s」重新办理|，%(lead)s %(due)s 前办结|。"),
            when=has(holds=False),
        ),
    ),
    "appeal.lesson_learned": (Telling(A.RAISERS, _("您提的「%(title)s」带来了改进：%(text)s")),),
}

ALARMS: dict[str, tuple[Telling, ...]] = {
    "appeal.urged": (
        Telling(A.CONTACT, _("企业在催「%(title)s」|，%(burns)s 前%(limit)s|。"), urgent=True),
    ),
    "appeal.supervised": (
        Telling(
            A.HEADS, _("%(office)s督办「%(title)s」，请今天过问|，期限 %(due)s|。"), urgent=True
        ),
        Telling(A.LEAD, _("%(office)s督办「%(title)s」，请马上办|，期限 %(due)s|。"), urgent=True),
        Telling(A.ENTERPRISE, _("%(office)s正在督办「%(title)s」。")),
    ),
    "appeal.turned_yellow": (
        Telling(A.CONTACT, _("「%(title)s」快到期了|，%(burns)s 前%(limit)s|。")),
    ),
    "appeal.turned_red": (
        Telling(
            A.HEADS, _("「%(title)s」已超期|，%(burns)s 前就该%(limit)s|，请过问。"), urgent=True
        ),
    ),
    "appeal.red_for_one_day": (
        Telling(
            A.COORDINATORS, _("%(lead)s的「%(title)s」已超期一个工作日，请督办。"), urgent=True
        ),
    ),
    "appeal.red_for_three_days": (
        Telling(A.LEADERS, _("%(lead)s的「%(title)s」已超期三天，已列入联席会议。"), urgent=True),
    ),
}

PEOPLE: dict[str, tuple[Telling, ...]] = {
    "join_request.asked": (
        Telling(A.ADMINISTRATORS, _("%(name)s申请加入%(enterprise)s，请您同意或拒绝。")),
    ),
    "join_request.agreed": (Telling(A.PERSON, _("您已加入%(enterprise)s，现在可以替它提诉求。")),),
    "join_request.refused": (Telling(A.PERSON, _("您没能加入%(enterprise)s：%(reason)s")),),
    "member.changed": (Telling(A.PERSON, _("您在%(enterprise)s的身份改了，点开看。")),),
    "member.removed": (Telling(A.PERSON, _("您不再是%(enterprise)s的成员。")),),
    "stand_in.set": (
        Telling(A.PERSON, _("%(person)s请您代办：%(starts_on)s至%(ends_on)s，消息也会抄给您。")),
    ),
    "stand_in.another_asked": (
        Telling(A.SUBJECT, _("%(name)s也要离开，不能一直代您办，请另选代办人。")),
        Telling(A.THEIR_HEADS, _("%(name)s也要离开，请给%(person)s另选代办人。")),
    ),
    "stand_in.ended": (
        Telling(A.PERSON, _("您替%(person)s代办的事到此为止，谢谢。")),
        Telling(
            A.SUBJECT,
            _("%(name)s不再替您代办，请另选代办人。"),
            urgent=True,
            when=has(given_up=True),
        ),
        Telling(
            A.THEIR_HEADS,
            _("%(name)s不再替%(person)s代办，请另选代办人。"),
            when=has(given_up=True),
        ),
    ),
}

# Told of no entry of the journal, at the reader's own wish.
TEST, TEST_HAT = "channel.tested", "person"
TESTING = {TEST: (Telling(A.PERSON, _("这是一条测试消息，您收到它，说明这个渠道能用。")),)}


def _with_hats(tellings: Iterable[Telling]) -> Iterator[Telling]:
    """Name each by its audience; the second for the same one is `enterprise2`."""
    seen: Counter[str] = Counter()
    for telling in tellings:
        name = telling.to.name.lower()
        seen[name] += 1
        yield replace(telling, hat=name if seen[name] == 1 else f"{name}{seen[name]}")


TABLE = {
    verb: tuple(_with_hats(tellings))
    for part in (FILING, RETURNING, HANDLING, ASKING_TIME, ENDING, ALARMS, PEOPLE, TESTING, *PARTS)
    for verb, tellings in part.items()
}
TOLD = {(verb, one.hat): one for verb, tellings in TABLE.items() for one in tellings}
