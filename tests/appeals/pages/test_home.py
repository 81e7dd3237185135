"""The first page: an enterprise's own, everybody else's workplace."""

from datetime import timedelta

import pytest
from django.test import Client

from liandong.appeals import actions
from liandong.appeals.enums import Act
from liandong.departments.enums import Role
from liandong.departments.models import Appointment
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import Enterprise, Member
from liandong.kit.now import standing_at
from tests.appeals.conftest import POWER, VAGUE


def test_who_has_not_signed_in_is_asked_to(db):
    response = Client().get("/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/")


@pytest.mark.parametrize(
    ("who", "where"),
    [
        ("officer", "/desk/"),
        ("head", "/desk/"),
        ("leader", "/desk/"),
        ("coordinator", "/desk/today/"),
        ("clerk", "/hotline/"),
        ("auditor", "/desk/"),
    ],
)
def test_everybody_is_led_to_their_work(who, where, request, sign_in):
    response = sign_in(request.getfixturevalue(who)).get("/")
    assert (response.status_code, response["Location"]) == (302, where)


def test_an_administrator_is_led_to_the_back_office(db, django_user_model, sign_in):
    admin = django_user_model.objects.create(username="admin", name="管理员")
    Appointment.objects.create(user=admin, role=Role.ADMIN, region_id="410303")
    assert sign_in(admin).get("/")["Location"] == "/admin/"


def test_a_newcomer_is_led_to_find_their_enterprise(db, django_user_model, sign_in):
    newcomer = django_user_model.objects.create(username="newcomer")
    assert sign_in(newcomer).get("/")["Location"] == "/me/enterprise/"


def test_an_enterprise_without_appeals_is_offered_the_first_step(phone, said):
    words = said(phone.get("/"))
    assert "暂时没有事等您" in words
    assert "还没有提过诉求" in words


def test_what_waits_stands_first_the_longest_with_the_one_filled_button(
    resolved, works, enterprise, officer, do, phone, said, tuesday
):
    asked = actions.file_appeal(works, text=POWER, by=enterprise)
    do(Act.ACCEPT, asked, by=officer)
    with standing_at(tuesday + timedelta(hours=1)):
        do(Act.ASK, asked, text="增容到多少？", by=officer)
    page = phone.get("/")
    words = said(page)
    assert "两件事等您" in words
    assert "供电公司说办好了：已增容到 800 千伏安。" in words
    assert "供电公司问：增容到多少？" in words
    assert page.content.decode().count("ld-btn--main") == 1
    first = page.content.decode().partition("ld-btn--main")[2]
    assert f'href="/appeals/{resolved.reference}/rate/"' in first.partition(">")[0]


def test_news_tells_the_last_thing_that_was_said(in_progress, officer, do, phone, said):
    do(Act.NOTE, in_progress, text="明天上午来装变压器", by=officer)
    words = said(phone.get("/"))
    assert "暂时没有事等您" in words
    assert "明天上午来装变压器" in words
    assert "供电公司 今天 09:30" in words


def test_one_of_several_enterprises_is_shown_at_a_time(assigned, enterprise, phone, said):
    other = Enterprise.objects.exclude(
        pk=assigned.enterprise_id
    ).first() or Enterprise.objects.create(
        uscc="91410303MA9K8QX87W", name="洛阳另一家有限公司（示例）", region_id="410303"
    )
    Member.objects.create(user=enterprise, enterprise=other, role=MemberRole.ADMIN)
    assert assigned.title in said(phone.get("/"))
    phone.post("/me/place/", {"place": f"enterprise:{other.uscc}"})
    page = phone.get("/")
    assert other.name in page.content.decode().partition("<h1")[2].partition("</h1>")[0]
    assert assigned.title not in said(page)
    assert said(phone.get("/appeals/")).count(assigned.title) == 0
    assert phone.get(f"/appeals/{assigned.reference}/").status_code == 200


def test_a_place_in_an_office_leads_to_the_desk(enterprise, power, phone):
    Appointment.objects.create(user=enterprise, role=Role.OFFICER, department=power)
    assert phone.get("/").status_code == 200
    phone.post("/me/place/", {"place": f"office:{power.code}"})
    assert phone.get("/")["Location"] == "/desk/"


def test_queries_do_not_grow_with_appeals(
    works, enterprise, officer, do, tuesday, phone, queries_of
):
    def add():
        actions.file_appeal(works, text=VAGUE, by=enterprise)
        done = actions.file_appeal(works, text=POWER, by=enterprise)
        do(Act.ACCEPT, done, by=officer)
        do(Act.RESOLVE, done, outcome="solved", answer="好了", by=officer)

    add()
    one = queries_of(phone, "/")
    add()
    add()
    assert queries_of(phone, "/") == one
