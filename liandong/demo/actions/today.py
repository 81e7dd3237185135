"""Today's desks: what waits for the people who can be signed in as, each case at its hour."""

from datetime import datetime

from liandong.appeals.enums import Act
from liandong.demo.actions.course import Steps
from liandong.demo.actions.history import History
from liandong.demo.actions.life import Life
from liandong.demo.actions.scenes import Hand, filed, taken, then
from liandong.demo.actions.today_coordinator import set_coordinators_day
from liandong.demo.actions.working import resolve


def set_today(history: History) -> None:
    """Set out the day of the officer, the enterprises and the coordinator."""
    hand = Hand.of(history)
    _officers_day(hand)
    _enterprises_day(hand)
    _second_officers_day(hand)
    set_coordinators_day(hand)


def _officers_day(hand: Hand) -> None:
    """The power company: one red, two yellow, the rest green, at every stage."""
    back, begin, life = hand.back, hand.begin, hand.life
    note = "已查到故障点，备件下午到，到货就换。"
    begin(back(24.2), taken, life("power-trip", 21, urge=True), note=note, photos=("transformer",))
    begin(back(13), taken, life("power-price", 5), note="已调出三个月的负荷曲线，正在核算。")
    begin(back(1.72), filed, life("power-trip", 9))
    begin(back(0.35), filed, life("power-capacity", 13), paper=True)
    begin(back(0.9), filed, life("power-price", 17, hotline=True, chooses=False))
    begin(back(3.1), taken, life("power-trip", 25), contact=False)
    begin(back(9.5), taken, life("power-line-move", 29, confidential=True))
    begin(back(11), _assisted, life("power-capacity", 33), photos=("transformer", "road"))
    begin(back(140), _promised, life("power-capacity", 37), kept=1)
    begin(back(48), _suspended, life("power-line-move", 41))
    begin(back(40), _disputed, life("power-trip", 45), answered=back(24), disputed=back(9))
    begin(back(8), taken, life("power-trip", 49), note="运维班已到现场，初步判断是接头发热。")
    begin(back(30), _answered, life("power-capacity", 53), at=back(12))


def _enterprises_day(hand: Hand) -> None:
    """The bearing works: one to rate, one question to answer, three in hand, one promised."""
    back, begin, life = hand.back, hand.begin, hand.life
    begin(
        back(19), _answered,
        life("power-trip", 1, text="{day}{hour}厂里线路跳闸，{shop}停了四十分钟，热处理炉里的一炉工件报废"),
        at=back(3),
    )  # fmt: skip
    text = "新上两条磨床生产线，变压器容量只有800千伏安，全开就跳闸，想申请用电增容到1250千伏安"
    begin(
        back(8), _asked, life("power-capacity", 1, text=text), at=back(2.6),
        text="请补充新增设备的清单和功率，我们好核算容量。",
    )  # fmt: skip
    begin(back(10), taken, life("municipal-light", 1), note="已通知养护单位。", photos=("lamp",))
    begin(back(21), taken, life("payout-subsidy", 1), note="请款单已收到，正在走拨付流程。")
    begin(back(4), taken, life("hiring-workers", 1), contact=False)
    begin(back(160), _promised, life("traffic-bus", 1), kept=1)
    begin(back(12), taken, life("construction-permit", 2), note="材料再审一遍，缺的两份容缺受理。")
    begin(back(5), taken, life("tax-refund", 2, confidential=True), contact=False)
    begin(back(30), _answered, life("environment-eia", 3), at=back(9))
    begin(back(1.2), filed, life("hiring-dispute", 3))


def _second_officers_day(hand: Hand) -> None:
    """The housing bureau: some to sign for, one nearly late, one that came back."""
    back, begin, life = hand.back, hand.begin, hand.life
    begin(back(0.6), filed, life("construction-permit", 57))
    begin(back(28.5), taken, life("housing-staff", 61), note="正在核对房源。")
    begin(back(60), taken, life("construction-permit", 65), note="联合验收排在下周二。")
    begin(back(52), _disputed, life("housing-staff", 69), answered=back(30), disputed=back(9))


def _assisted(hand: Hand, life: Life, *, photos: tuple[str, ...]) -> Steps:
    """In hand, with another department asked to help that has signed for it."""
    yield from taken(hand, life, photos=photos)
    yield life.work(0.5)
    housing = life.cast.departments["xg-housing"]
    task = "核对企业门前道路下的管线资料，确认电缆沟的走向。"
    life.do(Act.ADD_ASSIST, life.officer(), department=housing, task=task)
    yield life.work(1.5)
    life.do(Act.ACCEPT, life.cast.people["officer2"])


def _promised(hand: Hand, life: Life, *, kept: int) -> Steps:
    """Promised in dated steps, some of them kept."""
    yield from taken(hand, life)
    yield life.work(4)
    texts = life.topic["steps"]
    days = [-6 if n < kept else 12 + 21 * (n - kept) for n in range(len(texts))]
    steps = [
        {"text": t, "due_on": life.at_work(hand.days_on(d))}
        for t, d in zip(texts, days, strict=True)
    ]
    reason = life.writer.pick("promise_reasons")
    life.do(Act.PROMISE, life.officer(), reason=reason, steps=steps)
    yield life.work(1)
    note = life.writer.pick("promise_notes")
    life.do(Act.DECIDE, life.cast.people["coordinator"], agreed=True, note=note)
    for number in range(1, kept + 1):
        yield hand.back(50)
        fields = {"number": number, "text": life.writer.pick("step_notes")}
        life.do(Act.FULFIL_STEP, life.officer(), **fields)


def _suspended(hand: Hand, life: Life) -> Steps:
    """Stopped for a cause outside everybody's power, to be looked at in two weeks."""
    yield from taken(hand, life)
    yield life.work(1)
    fields = {"reason": "全市电网统一检修，期间不能停送电操作。", "look_again_on": hand.days_on(11)}
    life.do(Act.SUSPEND, life.cast.people["coordinator"], **fields)


def _disputed(hand: Hand, life: Life, *, answered: datetime, disputed: datetime) -> Steps:
    """Answered, and sent back by the enterprise."""
    yield from taken(hand, life)
    yield answered
    resolve(life)
    yield disputed
    life.do(Act.DISPUTE, life.user, reason=life.writer.pick("disputes"))


def _answered(hand: Hand, life: Life, *, at: datetime) -> Steps:
    """Answered; the enterprise has the last word."""
    yield from taken(hand, life, note=life.say("notes"), photos=("transformer",))
    yield at
    resolve(life)


def _asked(hand: Hand, life: Life, *, at: datetime, text: str) -> Steps:
    """Asked what only the enterprise knows; the clock stands."""
    yield from then(hand, life, before=taken, at=at, act=Act.ASK, fields={"text": text}, paper=True)
