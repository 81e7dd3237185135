"""Danger to life waits for nobody: handed out at once or on top of what is to be handed out, marked urgent."""

from datetime import timedelta

from liandong.appeals import actions
from liandong.appeals.enums import State
from liandong.appeals.models import Appeal, DangerWord
from liandong.appeals.queries.coordinator import today_for
from liandong.appeals.queries.directory import directory, forget_directory
from liandong.journal.models import Entry
from liandong.notices.enums import Audience
from liandong.notices.rules.telling import tellings_of

UNSURE = "快来人，有人流血了，他受了重伤"
VAGUE = "上次说的那件事到底怎么样了，一直没有消息"


def test_what_words_cannot_place_is_due_in_a_quarter_of_an_hour(works, enterprise, tuesday):
    appeal = actions.file_appeal(works, text=UNSURE, by=enterprise)

    assert appeal.state == State.SUBMITTED
    assert Appeal.objects.get().burns_at == tuesday + timedelta(minutes=15)


def test_it_stands_on_top_whatever_burns_sooner(works, enterprise, coordinator, at, tuesday):
    earlier = actions.file_appeal(works, text=VAGUE, by=enterprise)
    Appeal.objects.filter(pk=earlier.pk).update(burns_at=tuesday - timedelta(hours=3))
    actions.file_appeal(works, text=UNSURE, by=enterprise)

    unsent = today_for(coordinator, tuesday).unsent
    assert [(u.appeal.text, u.danger) for u in unsent] == [(UNSURE, True), (VAGUE, False)]
    page = at(coordinator).get("/desk/today/").content.decode()
    assert page.index("有危险") < page.index(VAGUE[:10])


def test_the_department_or_the_coordinator_is_told_urgently(works, enterprise, tuesday):
    actions.file_appeal(works, text="车间起火了，有人被困", by=enterprise)
    actions.file_appeal(works, text=UNSURE, by=enterprise)
    actions.file_appeal(works, text=VAGUE, by=enterprise)

    told = [
        tellings_of(one.verb, one.data)
        for one in Entry.objects.filter(verb="appeal.submitted").order_by("pk")
    ]
    urgent = [{telling.to for telling in tellings if telling.urgent} for tellings in told]
    assert Audience.NAMED in urgent[0]
    assert Audience.COORDINATORS in urgent[1]
    assert urgent[2] == set()


def test_who_has_it_and_whom_to_call_is_said_before_filing(works, enterprise, at, text_of, tuesday):
    client = at(enterprise)
    said = text_of(client.post("/appeals/new/suggest/", {"text": UNSURE}))
    assert "有危险，先打 120" in said
    assert "标了急" in said
    assert "今天 09:45 前交给办理部门，下班时间可能没人在" in said
    said = text_of(client.post("/appeals/new/suggest/", {"text": "闻到煤气味，有人晕倒"}))
    assert "先打 120，再打 119" in said
    assert "燃气公司" in said


def test_an_administrator_adds_words(works):
    DangerWord.objects.create(name="自加", words=["冒绿烟"], numbers=["119", "120"])
    forget_directory()

    assert directory().calls("罐子冒绿烟") == ("119", "120")
    assert directory().call_first("罐子冒绿烟") == "119"
