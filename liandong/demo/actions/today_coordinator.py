"""The coordinator's day: what nobody could route, what is to be decided, what is red, what repeats."""

from datetime import timedelta

from liandong.appeals.enums import OPEN, Act
from liandong.appeals.models import Appeal
from liandong.appeals.rules.limits import local_date
from liandong.demo.actions.course import Steps
from liandong.demo.actions.ending import ending
from liandong.demo.actions.life import Life
from liandong.demo.actions.scenes import Hand, file_at_once, taken, unsent
from liandong.demo.actions.working import resolve
from liandong.kit.working_time import add_working_time

# What speaks for no department, and how many minutes ago it came.
UNSENT = (
    (74, 22, "我们公司{road}这边的事前后跑了三趟，这个推那个、那个推这个，到底归谁管，请给个准话"),
    (78, 51, "上次座谈会上答应的事一直没有下文，请问还算不算数"),
    (82, 83, "公司今年经营压力大，希望区里能来人看看，当面说"),
    (86, 115, "麻烦联系一下我们，电话里说不清楚"),
)
WATER_HOURS = (66, 64, 61, 58, 55, 51, 47, 44, 40, 36, 32, 27, 22, 13, 5)  # working hours ago


def set_coordinators_day(hand: Hand) -> None:
    """Set out what waits for the coordinator."""
    _set_unsent(hand)
    _set_decisions(hand)
    _set_red(hand)
    _set_repeats(hand)
    _set_elsewhere(hand)


def _set_unsent(hand: Hand) -> None:
    for number, (firm, minutes, text) in enumerate(UNSENT):
        life = hand.life("advert", firm, text=text, bare=True, chooses=False)
        ask = life.writer.words["completion"][0] if number == len(UNSENT) - 1 else ""
        hand.begin(hand.end - timedelta(minutes=minutes), unsent, life, ask=ask)


def _set_decisions(hand: Hand) -> None:
    back, begin, life = hand.back, hand.begin, hand.life
    begin(
        back(2.4),
        _returned,
        life("power-price", 90, text="物业转供电加价，电费比目录电价高出一半，发票也不开"),
    )
    begin(
        back(19),
        _ruled,
        life("power-price", 92, text="园区转供电加价，一度电收一块五，说是物业定的"),
    )
    begin(back(46), _extending, life("land-certificate", 94))
    begin(back(30), _promising, life("arrears-public", 98))
    begin(back(9), _withdrawn, life("telecom-signal", 101))
    begin(back(36 + 14), _silent, life("licensing", 105))
    begin(back(75), _disputed_twice, life("municipal-street", 109))
    begin(back(7 * 66), _look_due, life("park-facility", 113))


def _set_red(hand: Hand) -> None:
    begin, life = hand.begin, hand.life
    begin(hand.back(21 + 23), _red, life("municipal-flood", 117), note="清淤车排班紧，正在调度。")
    begin(hand.back(170), _missed_step, life("gas-apply", 121))


def _set_repeats(hand: Hand) -> None:
    """Fifteen enterprises about water pressure in two weeks; two more are handled with theirs."""
    earliest = hand.end - timedelta(days=13, hours=12)  # a long holiday may lie between
    for number, hours in enumerate(WATER_HOURS):
        life = hand.life("water-pressure", 201 + 4 * number)
        moment = max(hand.back(hours), earliest + timedelta(hours=number))
        hand.begin(moment, _water, life, number=number)
    for number, hours in enumerate((10, 3)):
        life = hand.life("water-pressure", 281 + 4 * number)
        hand.begin(hand.back(hours), _merged, life)


def _set_elsewhere(hand: Hand) -> None:
    """One before the city, one on the meeting's agenda, one with the hotline's clerk."""
    back, begin, life = hand.back, hand.begin, hand.life
    begin(back(34), _referred_up, life("land-certificate", 181))
    begin(back(26), _for_meeting, life("investment", 185))
    begin(back(1.2), taken, life("traffic-truck", 189, hotline=True), contact=False)
    begin(back(15), taken, life("security-theft", 193, hotline=True))


def _returned(hand: Hand, life: Life) -> Steps:
    """Handed back with a proposal; waits for a ruling."""
    file_at_once(life)
    yield life.work(1.1)
    to = life.cast.departments["xg-market"]
    reason = "转供电加价属于价格监管，供电公司没有执法权，建议市场监管局主办。"
    life.do(Act.RETURN, life.officer(), reason=reason, department=to)


def _ruled(hand: Hand, life: Life) -> Steps:
    """Handed back the day before yesterday, ruled the same day, signed for by whoever has it now."""
    yield from _returned(hand, life)
    yield life.work(1.3)
    to = life.cast.departments["xg-market"]
    note = "加价属于价格监管，由区市场监管局主办，供电公司配合提供目录电价。"
    life.do(Act.RULE, life.coordinator(), department=to, note=note)
    yield life.work(1.6)
    life.do(Act.ACCEPT, life.officer())


def _extending(hand: Hand, life: Life) -> Steps:
    """More time is asked for; waits for consent."""
    yield from taken(hand, life, note="已查到原始批文，正在核对红线。")
    yield hand.back(2.2)
    due = life.appeal.due_at
    assert due is not None
    until = local_date(add_working_time(due, life.day * 5, life.calendar))
    reason = "要等市不动产登记中心调出2011年的原始档案，预计还需要五个工作日。"
    life.do(Act.EXTEND, life.officer(), reason=reason, until=until)


def _promising(hand: Hand, life: Life) -> Steps:
    """Dated steps are proposed; wait for consent."""
    yield from taken(hand, life, note="双方账目已核对，差额部分还在谈。")
    yield hand.back(1.4)
    days = (10, 30, 75)
    texts = life.topic["steps"]
    steps = [
        {"text": t, "due_on": life.at_work(hand.days_on(d))}
        for t, d in zip(texts, days, strict=True)
    ]
    reason = "对方同意分三期支付，按付款节点承诺办理。"
    life.do(Act.PROMISE, life.officer(), reason=reason, steps=steps)


def _withdrawn(hand: Hand, life: Life) -> Steps:
    """Taken back out of a department's hands; somebody outside it is to call."""
    yield from taken(hand, life)
    yield hand.back(1.8)
    life.do(Act.WITHDRAW, life.user, reason="部门打过电话，先撤回看看。")


def _silent(hand: Hand, life: Life) -> Steps:
    """Answered more than five working days ago, and no word since."""
    yield from taken(hand, life)
    yield hand.back(36.5)
    resolve(life)


def _disputed_twice(hand: Hand, life: Life) -> Steps:
    """Not solved, twice: it is the coordinator's now."""
    yield from taken(hand, life)
    for answered, disputed, name in ((62, 55, "disputes"), (40, 9, "disputes_again")):
        yield hand.back(answered)
        resolve(life)
        yield hand.back(disputed)
        life.do(Act.DISPUTE, life.user, reason=life.writer.pick(name))


def _look_due(hand: Hand, life: Life) -> Steps:
    """Closed as solved three months ago; if it is drawn, it is to be looked at again about now."""
    yield from taken(hand, life)
    yield life.work(6)
    resolve(life)
    yield from ending(life)


def _red(hand: Hand, life: Life, *, note: str) -> Steps:
    """Red for three working days; supervised on the second, seen by the leader on the fourth."""
    yield from taken(hand, life, note=note, photos=("road",))
    yield hand.back(14)
    text = "已超期一个工作日，请今天下班前说明原因并给出完成时间。"
    life.do(Act.SUPERVISE, life.cast.people["coordinator"], text=text)
    yield hand.back(12)
    life.do(Act.NOTE, life.officer(), text="塌管要开挖，占道手续在办，预计三天内完工。")


def _missed_step(hand: Hand, life: Life) -> Steps:
    """A promise with one step kept and the next one missed, more than a working day ago."""
    yield from taken(hand, life)
    yield life.work(3)
    days = (hand.day_of(hand.back(40)), hand.day_of(hand.back(15)), hand.days_on(30))
    texts = life.topic["steps"]
    steps = [{"text": t, "due_on": life.at_work(d)} for t, d in zip(texts, days, strict=True)]
    reason = life.writer.pick("promise_reasons")
    life.do(Act.PROMISE, life.officer(), reason=reason, steps=steps)
    yield life.work(1)
    by = life.cast.people["coordinator"]
    life.do(Act.DECIDE, by, agreed=True, note=life.writer.pick("promise_notes"))
    yield hand.back(45)
    life.do(Act.FULFIL_STEP, life.officer(), number=1, text="开挖许可已取得。")
    yield hand.back(0.5)
    life.do(Act.SUPERVISE, by, text="承诺的第二步已过期，请说明原因和新的日期。")


def _water(hand: Hand, life: Life, *, number: int) -> Steps:
    """One of many about the same thing: the older are answered, the younger in hand."""
    yield from taken(
        hand,
        life,
        note=life.say("notes") if number % 2 else "",
        photos=("pipe",) if number == 2 else (),
    )
    if number < 13:
        yield life.work(6)
        resolve(life)
        if number < 9:
            yield from ending(life)


def _merged(hand: Hand, life: Life) -> Steps:
    """Handled together with the earliest one that is still open."""
    file_at_once(life)
    yield life.work(0.5)
    earlier = Appeal.objects.filter(
        category="water", state__in=OPEN, lead=life.appeal.lead, filed_at__lt=life.appeal.filed_at
    )
    parent = earlier.order_by("-filed_at").first()
    if parent is not None:
        note = "和前一件是同一处加压站的问题，合并办理。"
        life.do(Act.MERGE, life.cast.people["coordinator"], into=parent, note=note)


def _referred_up(hand: Hand, life: Life) -> Steps:
    """Handed to the city, whose department has just signed for it."""
    yield from taken(hand, life)
    yield hand.back(5)
    above = life.cast.departments["ly-land"]
    by = life.cast.people["coordinator"]
    life.do(Act.REFER_UP, by, department=above, reason="登记档案在市级，区里已做完能做的部分。")
    yield hand.back(4.2)
    life.do(Act.ACCEPT, life.officer())


def _for_meeting(hand: Hand, life: Life) -> Steps:
    """On the agenda of the joint meeting."""
    yield from taken(hand, life, note="已核对投资协议，配套主体有三家单位。")
    yield hand.back(6)
    life.do(
        Act.REFER_MEETING,
        life.officer(),
        reason="配套变电站涉及供电、开发区和平台公司三家，需要会上明确。",
    )
