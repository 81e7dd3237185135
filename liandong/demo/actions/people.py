"""Adds people who are called by what they do, with the roles they need; none of them is real."""

from datetime import timedelta

from django.db import transaction

from liandong.accounts.models import User
from liandong.departments.actions import set_stand_in
from liandong.departments.enums import Role
from liandong.departments.models import Appointment, Department
from liandong.departments.queries import today

REGION, CITY = "410303", "410300"
FIRST, UNFINISHED = (
    "enterprise",
    "enterprise-0001",
)  # the first sign-in, and its name until all is there
PASSWORD = "liandong-demo"  # noqa: S105 (printed on purpose, in the demo only)

# Who can be signed in as: user name, what they are called, sample telephone number.
PEOPLE = (
    ("enterprise", "示例轴承 办公室", "13800000001"),
    ("enterprise2", "示例精密轴承 生产部", "13800000002"),
    ("officer", "供电公司 经办人", "13800000011"),
    ("officer2", "区住建局 经办人", "13800000012"),
    ("head", "供电公司 负责人", "13800000013"),
    ("coordinator", "企业服务专班 协调员", "13800000021"),
    ("leader", "西工区 分管区领导", "13800000022"),
    ("auditor", "区监督审计", "13800000023"),
    ("admin", "系统管理员", "13800000024"),
    ("clerk", "企业服务热线 坐席", "13800000025"),
    ("officer-ly-power-2", "供电公司 营业班经办人", "13800000014"),
    ("officer-xg-urban-housing", "区城管局 兼住建局 经办人", "13800000015"),
    ("head-xg-housing", "区住建局 负责人", "13800000016"),
    ("head-ly-water", "自来水公司 负责人", "13800000017"),
    ("coordinator2", "企业服务专班 第二协调员", "13800000026"),
    ("city-coordinator", "市企业服务专班 协调员", "13800000027"),
    ("newcomer", "新来的经办人", "13800000031"),
)
OF_DEPARTMENT = (
    ("officer", Role.OFFICER, "ly-power", True),
    ("officer-ly-power-2", Role.OFFICER, "ly-power", False),
    ("head", Role.HEAD, "ly-power", False),
    ("officer2", Role.OFFICER, "xg-housing", True),
    ("officer-xg-urban-housing", Role.OFFICER, "xg-housing", False),
    ("officer-xg-urban-housing", Role.OFFICER, "xg-urban", False),
    ("head-xg-housing", Role.HEAD, "xg-housing", False),
    ("head-ly-water", Role.HEAD, "ly-water", False),
)
OF_REGION = (
    ("coordinator", Role.COORDINATOR, REGION),
    ("coordinator2", Role.COORDINATOR, REGION),
    ("city-coordinator", Role.COORDINATOR, CITY),
    ("leader", Role.LEADER, REGION),
    ("auditor", Role.AUDITOR, REGION),
    ("admin", Role.ADMIN, REGION),
    ("clerk", Role.CLERK, REGION),
)


def add_people(password: str) -> dict[str, User]:
    """Add everybody but the enterprises' own contacts; return them by user name."""
    rows = [
        User(
            username=UNFINISHED if username == FIRST else username,
            name=name,
            phone=phone,
            phone_verified=True,
            password=password,
            is_sample=True,
        )
        for username, name, phone in PEOPLE
    ]
    departments = {d.code: d for d in Department.objects.all()}
    led = {code for _, _, code, is_contact in OF_DEPARTMENT if is_contact}
    others = [d for code, d in sorted(departments.items()) if code not in led]
    rows += [
        User(
            username=f"officer-{department.code}",
            name=f"{department.short} 经办人",
            password=password,
            is_sample=True,
        )
        for department in others
    ]
    people = {user.username: user for user in User.objects.bulk_create(rows)}
    people[FIRST] = people[UNFINISHED]
    _appoint(people, departments, others)
    return people


def _appoint(
    people: dict[str, User], departments: dict[str, Department], others: list[Department]
) -> None:
    rows = [
        Appointment(
            user=people[name], role=role, department=departments[code], is_contact=is_contact
        )
        for name, role, code, is_contact in OF_DEPARTMENT
    ]
    rows += [
        Appointment(
            user=people[f"officer-{department.code}"],
            role=Role.OFFICER,
            department=department,
            is_contact=True,
        )
        for department in others
    ]
    rows += [
        Appointment(user=people[name], role=role, region_id=region)
        for name, role, region in OF_REGION
    ]
    Appointment.objects.bulk_create(rows)


@transaction.atomic
def complete(people: dict[str, User]) -> None:
    """Give the first sign-in its name, which says that all is there; let an officer be away.

    A colleague acts in the officer's place this week.
    """
    User.objects.filter(username=UNFINISHED).update(username=FIRST)
    day = today()
    set_stand_in(
        people["officer-ly-power-2"],
        people["officer"],
        starts_on=day,
        ends_on=day + timedelta(days=6),
        by=people["officer-ly-power-2"],
    )
