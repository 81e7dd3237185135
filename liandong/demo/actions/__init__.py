"""Loads the sample district: people, enterprises and their two years of appeals."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from liandong.accounts.models import User
from liandong.appeals import actions as appeals
from liandong.appeals.actions.reference import load_reference as load_appeals
from liandong.appeals.enums import Act
from liandong.demo.actions.enterprises import add_enterprises, add_members
from liandong.demo.actions.people import PASSWORD, REGION, add_people, add_stand_in
from liandong.departments.actions import load_reference as load_departments
from liandong.kit.now import now, standing_at

FIRST = (
    "厂区变压器容量不够，新上的两条磨床生产线没法同时开，想申请用电增容，需要准备哪些材料",
    "昨天夜里园区线路跳闸三次，热处理炉里的料全报废了，请查一查是哪一段的问题",
    "车间自来水水压低，冷却塔经常缺水报警，最近一周尤其明显",
    "门口的路灯坏了十几天，夜班职工下班看不见路，请尽快修好",
    "想了解今年高新技术企业的奖补政策，我们去年刚认定，怎么申报",
    "区里一个项目的工程款拖欠了八个月，多次催要都说没有钱，请帮忙协调",
)


@dataclass(frozen=True)
class Size:
    """How large a sample district to load."""

    enterprises: int = 943
    appeals: int = 36


def load_demo(size: Size = Size()) -> None:
    """Load the sample district; everything in it is made by the same actions that people use.

    Names and records are marked as samples. Refused by the database when it is there already.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")  # until the connection ends
    load_departments()
    load_appeals(REGION)
    password = make_password(PASSWORD)
    with transaction.atomic():
        people = add_people(password)
        enterprises = add_enterprises(size.enterprises)
        members = add_members(enterprises, people, password)
        add_stand_in(people)
    _file_some(size, people, members, enterprises)


def _file_some(size, people: dict[str, User], members, enterprises) -> None:  # type: ignore[no-untyped-def]
    start = now() - timedelta(days=2)
    for number in range(size.appeals):
        enterprise, firm = enterprises[number % 3 if number % 2 else number]
        who = members[firm.number]
        with standing_at(start + timedelta(hours=number)):
            it = appeals.file_appeal(enterprise, text=FIRST[number % 6], by=who)
            if it.lead and it.lead.code == "ly-power" and number % 4 == 0:
                appeals.perform(Act.ACCEPT, it, by=people["officer"])
