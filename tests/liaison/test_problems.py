"""A problem heard on a visit becomes the enterprise's own appeal when the enterprise agrees, and not before."""

import pytest

from liandong.appeals.enums import Channel, Hat
from liandong.appeals.models import Appeal
from liandong.appeals.queries import hats_of
from liandong.departments.queries import today
from liandong.enterprises.models import Member
from liandong.journal.models import Entry
from liandong.kit.refusals import Refused
from liandong.liaison import actions
from liandong.liaison.enums import ProblemState

pytestmark = pytest.mark.django_db
TEXT = "厂区变压器容量不够，想申请用电增容，请供电公司办理。"


@pytest.fixture
def problem(kept, officer):
    note = actions.write_unplanned(
        kept, kind="visit", on=today(), text="说电不够用，新线开不起来。", by=officer
    )
    return actions.raise_problem(note, text=TEXT, by=officer)


def test_nothing_is_filed_before_the_enterprise_agrees(problem, enterprise):
    assert problem.state == ProblemState.ASKED
    assert not Appeal.objects.exists()
    done = actions.consent_problem(problem, agreed=True, text=TEXT + "越快越好。", by=enterprise)
    appeal = done.appeal
    assert appeal.text == TEXT + "越快越好。"
    assert (appeal.filed_by, appeal.channel) == (enterprise, Channel.VISIT)
    assert appeal.enterprise == problem.enterprise


def test_the_appeal_is_the_enterprises_own(problem, enterprise, officer):
    """The liaison stands before it as any officer of the lead department does, never as the enterprise."""
    appeal = actions.consent_problem(problem, agreed=True, by=enterprise).appeal
    assert Hat.ENTERPRISE in hats_of(enterprise, appeal)
    assert Hat.ENTERPRISE not in hats_of(officer, appeal)


def test_asked_twice_it_is_one_question_and_answered_once(problem, enterprise, officer):
    assert actions.raise_problem(problem.note, text=TEXT, by=officer) == problem
    actions.consent_problem(problem, agreed=True, by=enterprise)
    with pytest.raises(Refused) as no:
        actions.consent_problem(problem, agreed=False, by=enterprise)
    assert no.value.code == "problem.answered"
    assert Appeal.objects.count() == 1


def test_the_enterprise_may_say_no(problem, enterprise, officer):
    done = actions.consent_problem(problem, agreed=False, by=enterprise)
    assert (done.state, done.appeal) == (ProblemState.REFUSED, None)
    assert Entry.objects.get(verb="problem.refused").data["people"] == [officer.pk]


@pytest.mark.parametrize("who", ["officer", "coordinator", "stranger"])
def test_nobody_else_agrees_for_it(who, problem, request):
    with pytest.raises(Refused) as no:
        actions.consent_problem(problem, agreed=True, by=request.getfixturevalue(who))
    assert no.value.code == "problem.not_yours"
    assert not Appeal.objects.exists()


def test_a_confidential_one_is_not_named_to_the_liaison(problem, enterprise):
    actions.consent_problem(problem, agreed=True, confidential=True, by=enterprise)
    entry = Entry.objects.get(verb="problem.filed")
    assert Appeal.objects.get().confidential
    assert (entry.data["appeal"], entry.data["people"]) == ("", [])


@pytest.mark.parametrize("confidential", [True, False])
def test_the_notes_writer_sees_of_a_confidential_one_only_that_it_was_answered(
    problem, enterprise, officer, client, confidential
):
    done = actions.consent_problem(problem, agreed=True, confidential=confidential, by=enterprise)
    with pytest.raises(Refused) as no:
        actions.keep_problem(problem, by=officer)
    client.force_login(officer)
    page = client.get(f"/liaison/visits/{problem.note.visit.reference}/").content.decode()
    for said in (page, no.value.message):
        assert ("已成诉求" in said) is not confidential
        assert ("企业已答复" in said) is confidential
    assert (done.appeal.reference in page) is not confidential


def test_a_spoken_yes_counts_only_while_nobody_of_the_enterprise_is_here(
    problem, officer, enterprise
):
    with pytest.raises(Refused) as no:
        actions.consent_spoken(problem, name="王厂长", by=officer)
    assert no.value.code == "problem.has_members"
    Member.objects.all().delete()
    with pytest.raises(Refused) as no:
        actions.consent_spoken(problem, name=" ", by=officer)
    assert no.value.code == "problem.no_name"
    done = actions.consent_spoken(problem, name="王厂长", by=officer)
    assert done.appeal.contact_name == "王厂长"
    assert Entry.objects.get(verb="problem.filed").data["consented_by"] == "王厂长"


def test_the_liaison_may_keep_it_as_a_line_of_the_note(problem, officer, housing_officer):
    with pytest.raises(Refused):
        actions.keep_problem(problem, by=housing_officer)
    assert actions.keep_problem(problem, by=officer).state == ProblemState.KEPT
