"""Two registrations of one enterprise become one: facts, people, matters; nothing lost, the old code leads on."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liandong.accounts.models import User
from liandong.appeals import actions as appeals
from liandong.appeals.models import Appeal, Draft
from liandong.departments.enums import Role
from liandong.departments.models import Appointment
from liandong.enterprises.actions import (
    Row,
    ask_to_join,
    invite_member,
    merge_enterprises,
    record,
    record_many,
)
from liandong.enterprises.actions.blocks import refresh_blocks
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import (
    Enterprise,
    Invitation,
    JoinRequest,
    Member,
    Report,
    Sheet,
)
from liandong.enterprises.queries import found, history_of, reach_of, told_of
from liandong.enterprises.queries.columns import column
from liandong.journal.models import Entry
from liandong.kit.codes import make_uscc, provisional_code
from liandong.kit.refusals import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
JUNE = date(2026, 6, 30)
POWER = "变压器容量不够，想申请用电增容"
WHY = "电话登记的就是这一家"


@pytest.fixture
def wrong(db):
    return Enterprise.objects.create(
        uscc=make_uscc(9),
        name="洛阳示例轴承有限责任公司",
        region_id="410303",
        address="周山路 1 号",
    )


def merged(wrong, works, coordinator, **more):
    done = merge_enterprises(wrong, into=works, reason=WHY, by=coordinator, **more)
    works.refresh_from_db()
    return done


statements = st.lists(
    st.tuples(
        st.booleans(),
        st.sampled_from(["tax", "statistics", "enterprise", "power"]),
        st.sampled_from([JUNE, JUNE - timedelta(30), JUNE - timedelta(700)]),
        st.sampled_from(["employees", "revenue", "industry"]),
        st.integers(1, 9),
    ),
    max_size=14,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(said=statements)
def test_what_holds_is_what_would_hold_had_all_been_said_of_one(works, wrong, coordinator, said):
    with transaction.atomic():
        alone = Enterprise.objects.create(uscc=make_uscc(33), name="一家", region_id="410303")
        words = {"industry": lambda n: f"C345{n % 3 + 1}"}
        sides: dict[tuple[str, date, str], bool] = {}
        for first_side, source, on, code, value in said:
            to_wrong = sides.setdefault((source, on, code), first_side)  # else the kept one wins
            facts = {code: words.get(code, int)(value)}
            for to in (wrong if to_wrong else works, alone):
                record(to, source=source, on=on, facts=facts, by=None, sure=True)
        merged(wrong, works, coordinator)
        sheets = [Sheet.objects.filter(pk=e.pk).first() for e in (works, alone)]
        told = [
            {
                code: [entry[:2], sorted(other[:3] for other in entry[4:] and entry[4])]
                for code, entry in (sheet.facts if sheet else {}).items()
            }
            for sheet in sheets
        ]
        assert told[0] == told[1]
        assert (works.employees, works.industry, works.scale) == tuple(
            Enterprise.objects.values_list("employees", "industry", "scale").get(pk=alone.pk)
        )
        transaction.set_rollback(True)


TOLD = {
    "name": ("洛阳示例轴承有限公司（示例）", "洛阳别家软件有限公司"),
    "address": ("周山路 1 号", "凯旋路 2 号"),
    "industry": ("C3451", "C3452"),
    "employees": (77, 80),
}


@pytest.mark.parametrize("kept_first", [True, False])
def test_of_one_source_and_day_the_kept_one_holds_and_the_other_contradicts(
    api, client, works, wrong, coordinator, kept_first
):
    sides = [(works, 0), (wrong, 1)] if kept_first else [(wrong, 1), (works, 0)]
    for one, side in sides:
        facts = {code: values[side] for code, values in TOLD.items()}
        record(one, source="market", on=JUNE, facts=facts, by=None)
    done = merged(wrong, works, coordinator)
    assert done.facts.isdisjoint(TOLD)
    assert (works.name, works.address, works.industry, works.employees) == tuple(
        kept for kept, _dropped in TOLD.values()
    )
    record(works, source="enterprise", on=JUNE, facts=dict.fromkeys(["employees"], 91), by=None)
    told = api(coordinator).get(f"/enterprises/{works.uscc}").json()["facts"]
    for code, (kept, dropped) in TOLD.items():
        assert told[code]["value"] == kept
        against = {"value": dropped, "source": "market", "on": "2026-06-30"}
        assert against in told[code]["conflict"], code
    client.force_login(coordinator)
    text = client.get(f"/desk/enterprises/{works.uscc}/side/").text
    for words in ("洛阳别家软件有限公司", "凯旋路 2 号", "80 人"):
        assert words in text, words


@pytest.mark.parametrize("settled", [77, 80])
def test_the_source_settles_it_by_speaking_again(api, works, wrong, coordinator, settled):
    for one, number in ((works, 77), (wrong, 80)):
        record(one, source="tax", on=JUNE, facts={"employees": number}, by=None)
    merged(wrong, works, coordinator)
    record(works, source="tax", on=JUNE - timedelta(9), facts={"employees": 60}, by=None)
    works.refresh_from_db()
    assert works.employees == 77
    for _again in range(2):
        record(works, source="tax", on=JUNE, facts={"employees": settled}, by=None)
    told = api(coordinator).get(f"/enterprises/{works.uscc}").json()["facts"]["employees"]
    assert (told["value"], told["conflict"]) == (settled, [])
    assert len(history_of(coordinator, works, "employees")) == 4


def test_what_the_kept_one_registered_with_stays(works, wrong, coordinator):
    Enterprise.objects.filter(pk=works.pk).update(address="周山路 9 号")
    facts = {"name": "别的名字", "address": "凯旋路 2 号", "region": "410302", "patents": 2}
    record(wrong, source="market", on=JUNE, facts=facts, by=None)
    Enterprise.objects.filter(pk=wrong.pk).update(region_id="410303")
    before = (works.name, "周山路 9 号", works.region_id)
    merged(wrong, works, coordinator)
    assert (works.name, works.address, works.region_id) == before
    assert works.fact("patents") == 2


def test_facts_history_search_and_columns_follow(works, wrong, coordinator):
    record(works, source="tax", on=JUNE, facts={"employees": 77}, by=None)
    record(wrong, source="enterprise", on=JUNE, facts={"employees": 80, "revenue": 5000}, by=None)
    while refresh_blocks():
        pass
    before = Report.objects.count()
    done = merged(wrong, works, coordinator)
    assert done.facts == {"revenue", "productivity"}
    assert Report.objects.count() == before
    assert (works.fact("employees"), works.fact("revenue"), works.address) == (
        77,
        5000,
        "周山路 1 号",
    )
    said = history_of(coordinator, works, "employees")
    assert [(s.value, s.source) for s in said] == [(80, "enterprise"), (77, "tax")]
    assert [e.pk for e in found(coordinator)[0]] == [works.pk]
    assert column("employees").ids.tolist() == [works.pk]
    while refresh_blocks():
        pass
    assert column("employees").ids.tolist() == [works.pk]


def test_people_come_together(works, enterprise, wrong, coordinator, newcomer, stranger):
    clerk = User.objects.create(username="clerk9", name="经办")
    Member.objects.create(user=clerk, enterprise=works, role=MemberRole.MEMBER)
    Member.objects.create(user=clerk, enterprise=wrong, role=MemberRole.ADMIN)
    Member.objects.create(user=stranger, enterprise=wrong, role=MemberRole.MEMBER)
    for to in (works, wrong):
        ask_to_join(to, by=newcomer)
    invite_member(wrong, phone="13900000001", role=MemberRole.MEMBER, by=clerk)
    for by, to in ((enterprise, works), (clerk, wrong)):
        invite_member(to, phone="13900000002", role=MemberRole.MEMBER, by=by)
    done = merged(wrong, works, coordinator)
    assert dict(Member.objects.filter(enterprise=works).values_list("user__username", "role")) == {
        "enterprise": "admin", "clerk9": "admin", "stranger": "member",
    }  # fmt: skip
    assert not Member.objects.filter(enterprise=wrong).exists()
    assert JoinRequest.objects.get(agreed__isnull=True).enterprise == works
    assert "已经合并" in JoinRequest.objects.get(agreed=False).reason
    opened = Invitation.objects.filter(ended_at__isnull=True)
    assert {(i.phone, i.enterprise_id) for i in opened} == {
        ("13900000001", works.pk), ("13900000002", works.pk),
    }  # fmt: skip
    assert done.aside["members"] == [[clerk.pk, "admin", "member"]]


def test_appeals_and_drafts_move_and_the_journal_says_which(works, enterprise, wrong, coordinator):
    Member.objects.create(user=enterprise, enterprise=wrong, role=MemberRole.ADMIN)
    other = appeals.file_appeal(wrong, text=POWER, by=enterprise)
    Draft.objects.create(user=enterprise, enterprise=works, fields={"text": "旧"})
    later = Draft.objects.create(user=enterprise, enterprise=wrong, fields={"text": "新"})
    merged(wrong, works, coordinator)
    assert Appeal.objects.get(enterprise=works).pk == other.pk
    assert Draft.objects.get().fields == {"text": "新"}
    entry = Entry.objects.get(verb="enterprise.merged")
    assert (entry.data["uscc"], entry.data["reason"]) == (wrong.uscc, WHY)
    assert entry.data["moved"]["appeals_appeal"] == [other.pk]
    assert entry.data["moved"]["appeals_draft"] == [later.pk]


def test_the_old_code_leads_to_the_one_that_stays(api, works, enterprise, wrong, coordinator):
    third = Enterprise.objects.create(
        uscc=provisional_code(JUNE, 3), name="洛阳示例轴承", region_id="410303"
    )
    record(third, source="tax", on=JUNE, facts={"patents": 3}, by=None)
    merge_enterprises(third, into=wrong, reason=WHY, by=coordinator)
    merged(wrong, works, coordinator)
    client = api(coordinator)
    for code in (wrong.uscc, third.uscc, works.uscc):
        read = client.get(f"/enterprises/{code}").json()
        assert (read["uscc"], read["facts"]["patents"]["value"]) == (works.uscc, 3)
    assert set(read["merged_from"]) == {wrong.uscc, third.uscc}
    put = client.put(
        f"/enterprises/{wrong.uscc}/facts",
        {"source": "tax", "on": "2026-06-30", "facts": {"employees": 5}},
    )
    assert put.json()["facts"]["employees"]["value"] == 5
    rows = [Row(wrong.uscc, {"employees": 6}), Row(works.uscc, {"profit": 1})]
    assert record_many(rows, source="statistics", on=JUNE, by=None) == {}
    works.refresh_from_db()
    assert (works.fact("employees"), works.fact("profit")) == (6, 1)
    filed = api(enterprise).post("/appeals", {"text": POWER, "enterprise": wrong.uscc})
    assert (filed.status_code, Appeal.objects.get().enterprise_id) == (201, works.pk)
    changes = client.get("/enterprises/changes").json()["items"]
    assert [c["uscc"] for c in changes if c["facts"] == ["merged"]] == [third.uscc, wrong.uscc]


def test_a_search_by_the_old_code_finds_the_one_that_stays(
    api, client, works, wrong, coordinator, stranger
):
    codeless = Enterprise.objects.create(
        uscc=provisional_code(JUNE, 7), name="示例轴承", region_id="410303"
    )
    for other in (wrong, codeless):
        merged(other, works, coordinator)
    client.force_login(coordinator)
    for code in (wrong.uscc, wrong.uscc.lower(), codeless.uscc, works.uscc):
        assert [
            e["uscc"] for e in api(coordinator).get("/enterprises", q=code).json()["items"]
        ] == [works.uscc], code
        assert works.name in client.get("/desk/enterprises/", {"q": code}).text, code
        assert api(stranger).get("/enterprises", q=code).json()["items"] == []
    assert works.name not in client.get("/desk/enterprises/", {"q": make_uscc(77)}).text


def test_part_of_an_old_code_and_an_old_name_find_it_too(api, works, wrong, coordinator):
    def search(q):
        return [e["uscc"] for e in api(coordinator).get("/enterprises", q=q).json()["items"]]

    Enterprise.objects.filter(pk=wrong.pk).update(name="洛阳红叶车床厂")
    Enterprise.objects.filter(pk=wrong.pk).update(name="洛阳新叶机床厂", region_id="410302")
    assert search("红叶车床") == []  # in another county now
    Enterprise.objects.filter(pk=wrong.pk).update(region_id="410303")
    assert (search("红叶车床"), search("新叶机床")) == ([wrong.uscc], [wrong.uscc])
    merged(wrong, works, coordinator)
    for q in (wrong.uscc[:10], wrong.uscc[:17], wrong.uscc[-6:], "红叶车床", "新叶 机床", "hycc"):
        assert works.uscc in search(q), q
        assert wrong.uscc not in search(q), q
    Enterprise.objects.filter(pk=works.pk).update(name="洛阳示例轴承集团")
    Enterprise.objects.filter(pk=works.pk).update(name="洛阳示例轴承有限公司（示例）")
    assert search("轴承集团") == search("红叶车床") == [works.uscc]
    text = works.search_name.text
    assert text.startswith("洛阳示例轴承有限公司(示例)\n")
    assert text.count(works.uscc.lower()) == 2  # each name once


def test_what_may_not_be_merged_is_said(works, enterprise, wrong, coordinator, officer):
    elsewhere = Enterprise.objects.create(uscc=make_uscc(7), name="老城一家", region_id="410302")
    codeless = Enterprise.objects.create(
        uscc=provisional_code(JUNE, 1), name="电话里的", region_id="410303"
    )
    seen = Enterprise.objects.create(
        uscc=make_uscc(8), name="都核验过", region_id="410303", is_verified=True
    )

    def why(one, into, by=coordinator, **more):
        with pytest.raises(Refused) as refused:
            merge_enterprises(one, into=into, **{"reason": WHY, "by": by} | more)
        return refused.value.code

    assert why(works, works) == "merge.same"
    for by in (officer, enterprise):
        assert why(wrong, works, by=by) == "merge.not_yours"
    assert why(elsewhere, works) == "merge.not_yours"
    assert why(wrong, works, reason=" ") == "merge.no_reason"
    assert why(works, codeless) == "merge.codeless"
    assert why(seen, works) == "merge.unverified"
    Enterprise.objects.filter(pk=works.pk).update(is_verified=True)
    assert why(seen, works) == "merge.both_verified"
    merged(seen, works, coordinator, sure=True)
    assert why(seen, wrong) == "merge.gone"
    assert why(wrong, seen) == "merge.into_gone"
    with pytest.raises(IntegrityError), transaction.atomic():
        Enterprise.objects.filter(pk=works.pk).update(merged_into=works)


def test_a_coordinator_of_both_regions_may(wrong, works, db):
    city = User.objects.create(username="city", name="市里")
    Appointment.objects.create(user=city, role=Role.COORDINATOR, region_id="410300")
    Enterprise.objects.filter(pk=wrong.pk).update(region_id="410302")
    merge_enterprises(wrong, into=works, reason=WHY, by=city)
    assert Enterprise.objects.get(pk=wrong.pk).merged_into == works


def test_the_migration_says_all_that_models_do():
    call_command("makemigrations", "enterprises", check=True, dry_run=True, verbosity=0)


def test_what_was_said_of_the_merged_one_says_so(works, wrong, coordinator):
    record(works, source="tax", on=JUNE, facts={"employees": 7}, by=None)
    record(wrong, source="hr", on=JUNE, facts={"insured": 6}, by=None)
    merged(wrong, works, coordinator)
    told = told_of(coordinator, works, reach_of(coordinator))
    assert {one.source: one.merged for one in told} == {"税务": "", "人社": wrong.name}
    client = Client()
    client.force_login(coordinator)
    side = client.get(f"/desk/enterprises/{works.uscc}/side/").text
    assert side.count(f"（来自并入的 {wrong.name}）") == 1
