"""Fills the register with sample enterprises and one contact each, all marked as samples."""

import json
from pathlib import Path
from typing import Any

from liandong.accounts.models import User
from liandong.demo.rules.firms import Firm, firms
from liandong.enterprises.enums import MemberRole, Scale
from liandong.enterprises.models import Enterprise, Member
from liandong.kit.codes import make_uscc

DATA = Path(__file__).resolve().parent.parent / "data"
REGION = "410303"
KEY = 100  # of all enterprises, the largest
SHOWN = ("enterprise", "enterprise2")  # whose people can be signed in as


def read(name: str) -> Any:
    """Return one of the demo's own data files."""
    return json.loads((DATA / f"{name}.json").read_text("utf-8"))


def sample_firms(count: int) -> list[tuple[str, Firm]]:
    """Return so many sample enterprises with their codes."""
    made = firms(count, read("enterprises"))
    return [(make_uscc(firm.number, REGION), firm) for firm in made]


def add_enterprises(count: int) -> list[tuple[Enterprise, Firm]]:
    """Add so many sample enterprises; about a hundred of 943 are key enterprises."""
    made = [firm for _, firm in sample_firms(count)]
    keys = sorted(made, key=lambda f: -f.employees)[: KEY * count // 943]
    key_numbers = {f.number for f in keys} | {1, 2}
    rows = Enterprise.objects.bulk_create(
        Enterprise(
            uscc=make_uscc(firm.number, REGION),
            name=firm.name,
            region_id=REGION,
            address=f"洛阳市西工区{firm.street}{firm.road}{firm.house}号",
            industry=firm.industry,
            industry_name=firm.industry_name,
            scale=Scale(firm.scale),
            employees=firm.employees,
            is_key=firm.number in key_numbers,
            contact_name=contact_name(firm),
            contact_phone=contact_phone(firm),
            is_verified=True,
            is_sample=True,
        )
        for firm in made
    )
    return list(zip(rows, made, strict=True))


def add_members(
    enterprises: list[tuple[Enterprise, Firm]], people: dict[str, User], password: str
) -> None:
    """Give each enterprise somebody who acts for it.

    The second of those who can be signed in as acts for two enterprises.
    """
    others = User.objects.bulk_create(
        User(
            username=f"enterprise-{firm.number:04d}",
            name=f"{firm.short} 联系人",
            password=password,
            is_sample=True,
        )
        for _, firm in enterprises[len(SHOWN) :]
    )
    users = [*(people[name] for name in SHOWN), *others]
    members = [
        Member(user=user, enterprise=enterprise, role=MemberRole.ADMIN)
        for user, (enterprise, _) in zip(users, enterprises, strict=True)
    ]
    members.append(
        Member(user=people[SHOWN[1]], enterprise=enterprises[2][0], role=MemberRole.MEMBER)
    )
    Member.objects.bulk_create(members)


def contact_name(firm: Firm) -> str:
    """Return how an enterprise's contact is called: by the role, never by a person's name."""
    offices = ("办公室", "生产部", "综合部", "财务部", "后勤部", "总经理办公室")
    return offices[firm.number % len(offices)]


def contact_phone(firm: Firm) -> str:
    """Return a telephone number that is plainly a sample."""
    return f"1380000{firm.number + 1000:04d}"
