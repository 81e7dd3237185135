"""The lists of the desk: whose they are, in which order, narrowed by the address, in so many queries."""

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liandong.appeals import actions
from liandong.appeals.enums import Act
from liandong.appeals.models import Appeal, Assignment
from liandong.kit.now import standing_at

POWER = "厂区变压器容量不够，想申请用电增容，请供电公司办理"


@pytest.fixture
def three(works, enterprise, officer, power, tuesday):
    """Three appeals of one department, filed a day apart, the newest first signed for."""
    made = []
    for days in (2, 1, 0):
        with standing_at(tuesday - timedelta(days=days)):
            made.append(actions.file_appeal(works, text=f"{POWER}，第 {days} 件", by=enterprise))
    actions.perform(Act.ACCEPT, made[2], by=officer)
    return made


def _titles(response):
    return [row.appeal.pk for group in response.context["groups"] for row in group["rows"]]


def test_what_burns_comes_first_under_its_heading(three, officer, at):
    groups = at(officer).get("/desk/").context["groups"]
    assert [(str(g["label"]), len(g["rows"]), g["goes_on"]) for g in groups] == [
        ("已超期", 2, False),
        ("正常", 1, False),
    ]
    assert [row.appeal.pk for g in groups for row in g["rows"]] == [a.pk for a in three]
    assert [row.following for g in groups for row in g["rows"]] == ["签收或退单"] * 2 + [
        "记首次联系"
    ]


def test_mine_is_what_i_signed_for_and_what_nobody_has(three, officer, head, at):
    """The head sees in their own list only what waits; the department's list has all."""
    assert len(_titles(at(officer).get("/desk/mine/"))) == 3
    assert len(_titles(at(head).get("/desk/mine/"))) == 2
    assert len(_titles(at(head).get("/desk/department/"))) == 3


def test_a_clock_that_stands_has_its_own_heading(in_progress, officer, at):
    actions.perform(Act.ASK, in_progress, text="几号柜？", by=officer)
    groups = at(officer).get("/desk/").context["groups"]
    assert [(str(g["label"]), g["rows"][0].following) for g in groups] == [("停表", "等企业回答")]


def test_filters_stand_in_the_address(three, officer, at):
    client = at(officer)
    red = client.get("/desk/mine/?lamp=red")
    assert _titles(red) == [three[0].pk, three[1].pk]
    assert _titles(client.get("/desk/mine/?lamp=green")) == [three[2].pk]
    assert _titles(client.get("/desk/mine/?category=water")) == []
    assert _titles(client.get("/desk/mine/?q=第 1 件")) == [three[1].pk]
    assert _titles(client.get(f"/desk/mine/?q={three[2].reference}")) == [three[2].pk]
    assert client.get("/desk/mine/?lamp=purple&category=%00&state=x").status_code == 200
    assert "lamp=red" in red.context["list_url"]


def test_the_open_case_keeps_its_list(three, officer, at):
    client = at(officer)
    case = client.get(f"/desk/appeals/{three[2].reference}/?view=department&lamp=red")
    asked = re.search(
        r'id="items"[^>]* hx-get="([^"]+)" hx-trigger="revealed,', case.content.decode()
    )
    assert asked  # the list comes once it is seen: on a phone it never is
    assert _titles(client.get(html.unescape(asked[1]))) == [three[0].pk, three[1].pk]
    assert client.get(f"/desk/appeals/{three[2].reference}/?view=gone").status_code == 200


def test_each_sees_their_own(three, officer, housing_officer, coordinator, leader, auditor, at):
    seen = {
        who.username: len(_titles(at(who).get(path)))
        for who, path in [
            (officer, "/desk/"),
            (housing_officer, "/desk/"),
            (coordinator, "/desk/all/"),
            (leader, "/desk/"),
            (auditor, "/desk/"),
        ]
    }
    assert seen == {"officer": 3, "housing": 0, "coordinator": 3, "leader": 3, "auditor": 3}


def test_who_has_no_desk_finds_none(enterprise, at):
    client = at(enterprise)
    paths = ("/desk/", "/desk/mine/", "/desk/today/", "/desk/promises/", "/desk/routing/")
    assert [client.get(p).status_code for p in paths] == [404] * 5
    assert client.get("/desk/export.xlsx").status_code == 404


def test_a_view_of_others_is_not_found(officer, at):
    assert at(officer).get("/desk/all/").status_code == 404
    assert at(officer).get("/desk/today/").status_code == 404


def test_assists_stand_by_their_own_limit(in_progress, officer, housing, housing_officer, at):
    actions.perform(Act.ADD_ASSIST, in_progress, department=housing, task="看现场", by=officer)
    client = at(housing_officer)
    group = client.get("/desk/assist/").context["groups"][0]
    row = group["rows"][0]
    assert (str(group["label"]), row.due, row.following) == (
        "正常",
        "11月26日 09:30 前回报",
        "签收",
    )
    actions.perform(Act.REPORT, in_progress, text="没有碰到电缆", by=housing_officer)
    assert str(client.get("/desk/assist/").context["groups"][0]["label"]) == "已回报"


def test_a_confidential_appeal_names_nobody(
    works, enterprise, officer, coordinator, leader, tuesday, at
):
    appeal = actions.file_appeal(works, text=POWER, confidential=True, contact_name="王会计",
                                 contact_phone="13800000042", by=enterprise)  # fmt: skip
    case = f"/desk/appeals/{appeal.reference}/"
    for who in (officer, leader):
        body = at(who).get(case).content.decode()
        assert works.name not in body
        assert works.uscc not in body
        assert "王会计" not in body
        assert "0042" not in body
        assert "匿名企业" in body
    assert works.name in at(coordinator).get(case).content.decode()


def test_pages_follow_each_other_without_gap(
    works, enterprise, officer, power, tuesday, at, monkeypatch
):
    from liandong.appeals.queries import desk  # noqa: PLC0415

    monkeypatch.setattr(desk, "PAGE", 2)
    made = [actions.file_appeal(works, text=f"{POWER} {n}", by=enterprise).pk for n in range(5)]
    seen, address = [], "/desk/department/"
    while address:
        answer = at(officer).get(address)
        seen += _titles(answer)
        address = answer.context["following"]
    assert sorted(seen) == sorted(made)
    assert len(seen) == 5
    assert "这一页 2 件" in at(officer).get("/desk/department/").content.decode()


def test_closed_ones_come_newest_first(bring, officer, at):
    from liandong.appeals.enums import State  # noqa: PLC0415

    first, second = bring(State.CLOSED), bring(State.CLOSED)
    assert _titles(at(officer).get("/desk/closed/")) == [second.pk, first.pk]
    assert _titles(at(officer).get("/desk/resolved/")) == []


@pytest.mark.parametrize(
    "path", ["/desk/", "/desk/department/", "/desk/assist/", "/desk/mine/?q=增容"]
)
def test_a_list_costs_the_same_with_one_row_and_with_three(
    path, works, enterprise, officer, housing, power, tuesday, at
):
    client = at(officer)

    def cost():
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    actions.file_appeal(works, text=POWER, by=enterprise)
    one = cost()
    for n in range(2):
        actions.file_appeal(works, text=f"{POWER} {n}", by=enterprise)
    assert cost() == one
    assert one < 30


def test_the_coordinators_lists_cost_the_same_with_one_row_and_with_three(
    works, enterprise, coordinator, tuesday, at
):
    client = at(coordinator)
    counts = []
    for n in (1, 2):
        for m in range(n):
            actions.file_appeal(works, text=f"{POWER} {n} {m}", by=enterprise)
        client.get("/desk/all/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/desk/all/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_region_is_walked_by_its_index(three, coordinator, tuesday):
    """A plain sort would read all open appeals of a region; each state's index gives its first page."""
    from liandong.appeals.queries.desk import page_of, views_of  # noqa: PLC0415
    from liandong.appeals.queries.lists import Filters  # noqa: PLC0415

    view = next(v for v in views_of(coordinator) if v.slug == "all")
    found = page_of(coordinator, view, Filters(), tuesday)
    burning = list(Appeal.objects.order_by("burns_at", "pk").values_list("pk", flat=True))
    assert [a.pk for a in found.appeals] == burning


def test_a_region_is_narrowed_to_a_department(three, works, enterprise, coordinator, at):
    water = actions.file_appeal(works, text="自来水压太低，请自来水公司处理", by=enterprise)
    client = at(coordinator)
    narrowed = client.get(f"/desk/all/?department={water.lead.code}")
    assert _titles(narrowed) == [water.pk]
    assert [f["word"] for f in narrowed.context["department_filters"] if f["here"]] == [
        "自来水公司"
    ]
    assert at(three[0].filed_by).get("/desk/").status_code == 404


def test_a_clerk_sees_what_they_took_down(works, clerk, tuesday, at):
    from liandong.appeals.enums import Channel  # noqa: PLC0415

    taken = actions.file_appeal(works, text=POWER, channel=Channel.HOTLINE, by=clerk)
    client = at(clerk)
    assert _titles(client.get("/desk/")) == [taken.pk]
    assert client.get(f"/desk/appeals/{taken.reference}/").status_code == 200


def test_a_stand_in_finds_what_the_other_signed_for(three, officer, head, at):
    """Who is away has signed for one; whoever stands in has it among what waits for them."""
    from liandong.departments.models import StandIn  # noqa: PLC0415

    client = at(head)
    assert len(_titles(client.get("/desk/mine/"))) == 2
    day = three[0].filed_at.date()
    StandIn.objects.create(
        away=officer, stand_in=head, starts_on=day, ends_on=day + timedelta(days=9), set_by=officer
    )
    assert len(_titles(client.get("/desk/mine/"))) == 3


def test_a_search_says_what_it_looks_for_and_where(in_progress, officer, coordinator, at):
    word = in_progress.title[:4]
    for user, where in ((officer, "在本部门主办过的诉求里"), (coordinator, "在辖区的全部诉求里")):
        page = at(user).get("/desk/mine/" if user == officer else "/desk/all/", {"q": word})
        assert page.context["heading"] == f"找“{word}”"
        assert page.context["found"] == f"{where}找到 1 件，办结的也在内"
    assert at(officer).get("/desk/mine/").context["heading"] == "待我处理"


def test_a_search_from_ones_own_list_finds_what_a_colleague_has(in_progress, officer, at):
    Assignment.objects.update(accepted_by=None)
    client = at(officer)
    assert _titles(client.get("/desk/mine/")) == []
    assert _titles(client.get("/desk/mine/", {"q": in_progress.title[:4]})) == [in_progress.pk]
