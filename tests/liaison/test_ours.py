"""What an enterprise sees of liaison, and what its page and the desk show to whom."""

import pytest
from django.test import Client

from liandong.appeals.models import Appeal
from liandong.departments.queries import today
from liandong.enterprises.models import Enterprise
from liandong.kit.uploads import Read
from liandong.liaison import actions, queries

pytestmark = pytest.mark.django_db
SAID = "说电不够用，新线开不起来。"
TEXT = "厂区变压器容量不够，想申请用电增容，请供电公司办理。"


@pytest.fixture
def problem(kept, officer):
    note = actions.write_unplanned(kept, kind="visit", on=today(), text=SAID, by=officer)
    return actions.raise_problem(note, text=TEXT, by=officer)


@pytest.fixture
def seat():
    def take(user):
        browser = Client()
        browser.force_login(user)
        return browser

    return take


def test_the_home_asks_and_the_answer_is_an_appeal(problem, enterprise, seat):
    mine = seat(enterprise)
    address = f"/enterprise/problems/{problem.reference}/"
    assert address in mine.get("/").text
    assert "要不要提成诉求" in mine.get(address).text
    answer = mine.post(address, {"text": TEXT, "act": "yes"})
    appeal = Appeal.objects.get()
    assert answer.url == appeal.get_absolute_url()
    assert address not in mine.get("/").text
    assert mine.get(address).url == appeal.get_absolute_url()


def test_a_no_files_nothing(problem, enterprise, seat):
    mine = seat(enterprise)
    mine.post(f"/enterprise/problems/{problem.reference}/", {"act": "no"})
    assert not Appeal.objects.exists()
    page = mine.get("/enterprise/liaisons/").text
    assert "没有提" in page
    assert "officer" in page


def test_a_text_that_says_nothing_comes_back(problem, enterprise, seat):
    mine = seat(enterprise)
    answer = mine.post(f"/enterprise/problems/{problem.reference}/", {"text": "电", "act": "yes"})
    assert answer.status_code == 422
    assert "请写清是什么问题" in answer.text
    assert not Appeal.objects.exists()


def test_the_enterprise_reads_no_notes(problem, enterprise, seat):
    mine = seat(enterprise)
    for address in ("/enterprise/liaisons/", f"/enterprise/problems/{problem.reference}/", "/"):
        assert SAID not in mine.get(address).text


@pytest.mark.parametrize("who", ["stranger", "officer", "coordinator", "leader", "auditor"])
def test_nobody_else_opens_the_question(who, problem, seat, request):
    browser = seat(request.getfixturevalue(who))
    assert browser.get(f"/enterprise/problems/{problem.reference}/").status_code == 404


@pytest.mark.parametrize(
    ("who", "notes"),
    [("officer", True), ("coordinator", True), ("leader", True), ("auditor", True),
     ("head", True), ("housing_officer", False), ("clerk", False)],
)  # fmt: skip
def test_what_each_sees_on_the_enterprises_page(who, notes, problem, kept, seat, request):
    page = seat(request.getfixturevalue(who)).get(f"/desk/enterprises/{kept.uscc}/side/").text
    assert "第一联系人" in page
    assert (SAID in page) is notes
    assert (f"/desk/liaison/{kept.uscc}/" in page) is (who == "coordinator")


def test_a_photo_is_shown_to_who_reads_the_note(
    kept, officer, coordinator, housing_officer, enterprise, seat, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    note = actions.write_unplanned(
        kept, kind="visit", on=today(), text=SAID, files=[Read("a.jpg", "jpeg", b"\xff\xd8x")],
        by=officer,
    )  # fmt: skip
    address = f"/liaison/photo/{note.photos.get().name}/"
    for user, status in (
        (officer, 200),
        (coordinator, 200),
        (housing_officer, 404),
        (enterprise, 404),
    ):
        answer = seat(user).get(address)
        assert answer.status_code == status, user
        for close in answer._resource_closers if answer.streaming else ():
            close()


def test_the_coordinator_sets_and_hands_over(
    works, officer, colleague, coordinator, leader, seat, tuesday
):
    desk = seat(coordinator)
    desk.post(f"/desk/liaison/{works.uscc}/", {"first": "officer", "second": "colleague"})
    assert [one.user for one in queries.liaisons_of(works)] == [officer, colleague]
    page = desk.get("/desk/liaison/").text
    assert "officer" in page
    address = "/desk/liaison/hand-over/"
    asked = desk.get(address, {"from": "officer"}).text
    assert works.name in asked
    assert "data-pick" in asked
    assert 'value="officer"' not in asked.split("<select")[1]
    for to in ("", "officer", "nobody", "enterprise"):
        assert desk.post(address, {"from": "officer", "to": to}).status_code == 422, to
    for whose in ("", "nobody", "coordinator"):
        assert desk.get(address, {"from": whose}).status_code == 404, whose
    assert seat(leader).get(address, {"from": "officer"}).status_code == 404
    desk.post(address, {"from": "officer", "to": "colleague"})
    assert [one.user for one in queries.liaisons_of(works)] == [colleague]


def test_the_rail_counts_key_enterprises_without_a_liaison(
    works, officer, coordinator, leader, seat, tuesday
):
    def count(user):
        rail = seat(user).get("/desk/liaison/").context["my_desk"]["rail"]
        return next(place["count"] for place in rail if place["label"] == "企业联系")

    assert count(coordinator) == ""
    Enterprise.objects.filter(pk=works.pk).update(is_key=True)
    assert (count(coordinator), count(leader)) == (1, "")
    actions.set_liaisons(works, [officer], first=officer, by=coordinator)
    assert count(coordinator) == ""


def test_nobody_is_let_in_by_a_name_that_is_not_offered(works, enterprise, coordinator, seat):
    desk = seat(coordinator)
    answer = desk.post(f"/desk/liaison/{works.uscc}/", {"first": "enterprise"})
    assert answer.status_code == 422
    assert queries.liaisons_of(works) == []


def test_a_head_sees_only_the_own_people(
    kept, officer, head, housing_officer, coordinator, seat, stranger
):
    other = stranger.memberships.get().enterprise
    actions.set_liaisons(other, [housing_officer], first=housing_officer, by=coordinator)
    page = seat(head).get("/desk/liaison/").text
    assert kept.name in page
    assert other.name not in page
    assert seat(housing_officer).get("/desk/liaison/").status_code == 404


def test_key_enterprises_without_a_liaison_are_named(works, coordinator, seat):
    works.is_key = True
    works.save()
    assert "还没有联系人的重点企业" in seat(coordinator).get("/desk/liaison/").text
