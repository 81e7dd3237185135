"""Adds who keeps in touch with whom, visits and notes to the sample district."""

from datetime import datetime, time, timedelta
from random import Random

from liandong.accounts.models import User
from liandong.demo.actions.cast import Cast
from liandong.enterprises.models import Enterprise
from liandong.kit.now import standing_at
from liandong.kit.working_time import SHANGHAI
from liandong.liaison import actions
from liandong.liaison.models import Liaison
from liandong.visits.actions import plan_visit
from liandong.visits.enums import Kind

SAID = (
    ("good", "订单排到明年三月，夜班开起来了，招到六名数控工。"),
    ("good", "新车间下月投产，想请我们帮着看看消防验收的材料。"),
    ("plain", "生产平稳，原料比上季度便宜一点，回款慢了半个月。"),
    ("plain", "问了技改补贴什么时候能申报，答应把通知发过去。"),
    ("bad", "两个老客户减单，下季度可能要压产，暂时没有裁人的打算。"),
    ("bad", "门口的路夜里常堵，货车进不来，影响发货。"),
    ("plain", "说检查比去年少了，几家一起来挺好。"),
)
PROBLEM = "新上的磨床线一开，变压器就跳闸，想把厂区容量增到 800 千伏安。"
SPACING = 11  # days between one visit and the next of the same liaison


def set_liaison(cast: Cast, end: datetime) -> None:
    """Add liaisons of key enterprises, a quarter of notes, two visits today, one problem that waits."""
    if Liaison.objects.exists() or not cast.enterprises:
        return
    key = list(Enterprise.objects.filter(is_sample=True, is_key=True).order_by("pk"))
    first, second = cast.enterprises[0][0], cast.enterprises[1][0]
    others = [one for one in key if one.pk not in {first.pk, second.pk}]
    groups = {
        "officer": [first, *others[:7]],
        "officer2": [second, *others[7:12]],
        "head": others[12:15],
        "coordinator2": others[15:20],
    }
    with standing_at(end - timedelta(days=200)):
        for name, kept in groups.items():
            for enterprise in kept:
                user = cast.people[name]
                actions.set_liaisons(enterprise, [user], first=user, by=cast.people["coordinator"])
    for name, kept in groups.items():
        _quarter(cast.people[name], kept[:-1] if name == "officer" else kept, end)
    _today(cast, first, others[:1], end)


def _quarter(user: User, kept: list[Enterprise], end: datetime) -> None:
    """Write what was heard in the last months, the oldest first; what is not in reach stays unheard."""
    random = Random(user.username)  # noqa: S311 (a sample, not a secret)
    for place, enterprise in enumerate(kept):
        for days in range(14 + place * SPACING, 95, 45):
            mood, text = random.choice(SAID)
            moment = end - timedelta(days=days)
            with standing_at(moment):
                actions.write_unplanned(
                    enterprise,
                    kind=random.choice((Kind.VISIT, Kind.VISIT, Kind.CALL)),
                    on=moment.astimezone(SHANGHAI).date(),
                    text=text,
                    mood=mood,
                    free="invited",
                    by=user,
                )


def _today(cast: Cast, first: Enterprise, others: list[Enterprise], end: datetime) -> None:
    """Let the officer go to two today, and have heard a problem yesterday that waits for the enterprise."""
    officer, power = cast.people["officer"], cast.departments["ly-power"]
    with standing_at(end - timedelta(days=1)):
        note = actions.write_unplanned(
            first,
            kind=Kind.VISIT,
            on=(end - timedelta(days=1)).astimezone(SHANGHAI).date(),
            text="车间主任说新线试车老跳闸，电不够用，担心误了一月的交货。",
            mood="bad",
            free="invited",
            by=officer,
        )
        actions.raise_problem(note, text=PROBLEM, by=officer)
    day = end.astimezone(SHANGHAI).date()
    with standing_at(end - timedelta(days=3)):
        for at, purpose, enterprise in zip(
            (time(10, 0), time(15, 30)),
            ("看新线用电，听听交货有没有难处", "问问冬季用工和用电"),
            (first, *others),
            strict=False,
        ):
            plan_visit(
                enterprise, kind=Kind.VISIT, on=day, at=at, purpose=purpose, department=power,
                host=officer, by=officer,
            )  # fmt: skip
