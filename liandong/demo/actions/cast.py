"""Everybody who acts in the sample district, found by what they do."""

from dataclasses import dataclass
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction

from liandong.accounts.models import User
from liandong.appeals.models import Appeal, Category, DeclineReason
from liandong.demo.actions.enterprises import add_enterprises, add_members, sample_firms
from liandong.demo.actions.facts import add_facts
from liandong.demo.actions.people import FIRST, PASSWORD, UNFINISHED, add_people
from liandong.demo.rules.firms import Firm
from liandong.departments.models import Department
from liandong.enterprises.models import Enterprise, Member

COUNTER = {"ly-power": ("officer", "officer", "officer-ly-power-2"), "xg-housing": ("officer2",)}
ABOVE = {
    "xg-housing": "ly-housing",
    "xg-land": "ly-land",
    "xg-science": "ly-science",
    "xg-industry": "ly-industry",
    "xg-hr": "ly-hr",
    "xg-market": "ly-market",
    "xg-transport": "ly-transport",
}


@dataclass(frozen=True)
class Cast:
    """People, departments, enterprises and reference data, read once and used again.

    Each person stays one object, so that their standing is worked out once.
    """

    people: dict[str, User]
    members: dict[int, User]
    enterprises: list[tuple[Enterprise, Firm]]
    departments: dict[str, Department]
    categories: dict[str, Category]
    decline_reasons: dict[str, DeclineReason]

    def officer(self, department: Department | None, random: Random) -> User:
        """Return who handles a department's task."""
        assert department is not None
        code = department.code
        return self.people[random.choice(COUNTER.get(code, (f"officer-{code}",)))]

    def coordinator(self, appeal: Appeal, random: Random) -> User:
        """Return who coordinates in an appeal's region: the city's once it was referred up."""
        if appeal.region_id == "410300":
            return self.people["city-coordinator"]
        return self.people[random.choice(("coordinator",) * 4 + ("coordinator2",))]

    def above(self, department: Department | None) -> Department | None:
        """Return the city's department that stands above a district's, if there is one."""
        code = ABOVE.get(department.code, "") if department else ""
        return self.departments.get(code)

    def quality(self, department: Department | None) -> float:
        """Return how well a department does its work in this sample, from 0 to 1; always the same."""
        return Random(department.code).betavariate(5, 2.5) if department else 0.5  # noqa: S311


@transaction.atomic
def add_cast(enterprises: int) -> None:
    """Add people and so many enterprises, unless a loading that was cut short has left them."""
    if User.objects.filter(username=UNFINISHED).exists():
        return
    password = make_password(PASSWORD)  # once: it is made to be slow
    people = add_people(password)
    added = add_enterprises(enterprises)
    add_facts(added)
    add_members(added, people, password)


def read_cast() -> Cast:
    """Return everybody there is in the sample."""
    people = {user.username: user for user in User.objects.filter(is_sample=True)}
    people[FIRST] = people[UNFINISHED]
    by_code = {e.uscc: e for e in Enterprise.objects.filter(is_sample=True)}
    enterprises = [(by_code[code], firm) for code, firm in sample_firms(len(by_code))]
    numbers = {enterprise.pk: firm.number for enterprise, firm in enterprises}
    members = Member.objects.select_related("user").order_by("-pk")
    return Cast(
        people=people,
        members={numbers[m.enterprise_id]: people[m.user.username] for m in members},
        enterprises=enterprises,
        departments={d.code: d for d in Department.objects.select_related("region", "calendar")},
        categories=Category.objects.select_related("lead").in_bulk(),
        decline_reasons=DeclineReason.objects.in_bulk(),
    )
