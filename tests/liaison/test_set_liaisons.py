"""Who keeps in touch with an enterprise: set by the coordinator, history kept, stand-ins in their place."""

from datetime import timedelta

import pytest

from liandong.departments.actions import set_stand_in
from liandong.departments.queries import today
from liandong.journal.models import Entry
from liandong.kit.refusals import Refused
from liandong.liaison import actions, queries
from liandong.liaison.models import Liaison

pytestmark = pytest.mark.django_db


def people(enterprise):
    return [(one.user.username, one.is_first) for one in queries.liaisons_of(enterprise)]


def test_the_first_one_leads_and_what_was_stays_written(
    kept, officer, housing_officer, coordinator
):
    actions.set_liaisons(kept, [officer, housing_officer], first=housing_officer, by=coordinator)
    assert people(kept) == [("housing", True), ("officer", False)]
    actions.set_liaisons(kept, [housing_officer], first=housing_officer, by=coordinator)
    assert people(kept) == [("housing", True)]
    ended = Liaison.objects.get(user=officer)
    assert (ended.until, ended.is_first) == (today(), False)
    verbs = Entry.objects.filter(verb__startswith="liaison.").order_by("id")
    assert [e.verb for e in verbs] == ["liaison.set", "liaison.set", "liaison.ended"]


def test_who_comes_back_begins_anew(kept, officer, housing_officer, coordinator):
    actions.set_liaisons(kept, [housing_officer], first=housing_officer, by=coordinator)
    actions.set_liaisons(kept, [officer], first=officer, by=coordinator)
    assert Liaison.objects.filter(enterprise=kept, user=officer).count() == 2


def test_setting_the_same_again_says_nothing(kept, officer, coordinator):
    before = Entry.objects.count()
    actions.set_liaisons(kept, [officer], first=officer, by=coordinator)
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("who", "code"),
    [("officer", "liaison.not_yours"), ("leader", "liaison.not_yours"),
     ("enterprise", "liaison.not_yours"), ("other_coordinator", "liaison.not_yours")],
)  # fmt: skip
def test_only_the_coordinator_of_the_region_sets(who, code, works, officer, request, tuesday):
    with pytest.raises(Refused) as no:
        actions.set_liaisons(works, [officer], first=officer, by=request.getfixturevalue(who))
    assert no.value.code == code
    assert people(works) == []


def test_a_head_sets_own_people_and_nobody_elses(
    works, head, officer, housing_officer, coordinator, tuesday
):
    actions.set_liaisons(works, [officer], first=officer, by=head)
    assert people(works) == [("officer", True)]
    with pytest.raises(Refused):
        actions.set_liaisons(works, [officer, housing_officer], first=officer, by=head)
    actions.set_liaisons(works, [housing_officer], first=housing_officer, by=coordinator)
    with pytest.raises(Refused):
        actions.set_liaisons(works, [officer], first=officer, by=head)


def test_refused_without_a_first_one_or_with_one_who_holds_no_office(
    works, officer, enterprise, coordinator, tuesday
):
    for users, first, code in (
        ([officer], None, "liaison.no_first"),
        ([enterprise], enterprise, "liaison.not_in_office"),
    ):
        with pytest.raises(Refused) as no:
            actions.set_liaisons(works, users, first=first, by=coordinator)
        assert no.value.code == code


def test_all_are_handed_over_at_once(kept, stranger, officer, colleague, coordinator, head):
    other = stranger.memberships.get().enterprise
    actions.set_liaisons(other, [colleague, officer], first=officer, by=coordinator)
    assert actions.hand_over(officer, colleague, by=head) == 2
    assert people(kept) == [("colleague", True)]
    assert people(other) == [("colleague", True)]
    assert not queries.is_liaison(officer, kept)
    told = Entry.objects.get(verb="liaison.handed_over")
    assert (told.data["people"], told.data["count"]) == ([colleague.pk], 2)


def test_a_stand_in_keeps_in_touch_for_who_is_away(
    kept, officer, colleague, stranger, django_assert_num_queries
):
    assert not queries.is_liaison(colleague, kept)
    until = today() + timedelta(days=2)
    set_stand_in(officer, colleague, starts_on=today(), ends_on=until, by=officer)
    assert queries.is_liaison(colleague, kept)
    assert queries.is_liaison(officer, kept)
    assert list(queries.enterprises_kept(colleague)) == [kept]
    assert queries.liaisons_of(kept)[0].acting == "colleague"
    other = stranger.memberships.get().enterprise
    with django_assert_num_queries(1):
        assert queries.people_for([kept.pk, other.pk]) == {kept.pk: [colleague.pk]}


def test_one_person_is_not_chosen_twice(client, kept, officer, coordinator):
    client.force_login(coordinator)
    before = list(Liaison.objects.values_list("pk", "until"))
    sent = {"first": officer.username, "second": officer.username, "third": ""}
    answer = client.post(f"/desk/liaison/{kept.uscc}/", sent)
    assert answer.status_code == 422
    assert "这位已经选过了" in answer.text
    assert list(Liaison.objects.values_list("pk", "until")) == before
