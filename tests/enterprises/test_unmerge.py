"""Two enterprises that were made one and are two after all."""

import pytest
from django.db import transaction

from liandong.accounts.models import User
from liandong.appeals import actions as appeals
from liandong.appeals.models import Appeal
from liandong.enterprises.actions import (
    ask_to_join,
    merge_enterprises,
    record,
    unmerge_enterprise,
)
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import (
    Enterprise,
    JoinRequest,
    Member,
    Report,
    SearchName,
    Sheet,
)
from liandong.journal.models import Entry
from liandong.kit.codes import make_uscc
from liandong.kit.refusals import Refused
from tests.enterprises.test_merge import JUNE, POWER, WHY, merged, wrong

__all__ = ["wrong"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


def undone(one, by, **more):
    one.refresh_from_db()
    return unmerge_enterprise(one, **{"reason": "核对执照，是两家", "by": by} | more)


def test_a_merge_is_taken_back_and_both_are_as_they_were(
    api, works, enterprise, wrong, coordinator, newcomer, stranger
):
    other = User.objects.create(username="clerk9", name="经办")
    Member.objects.create(user=other, enterprise=works, role=MemberRole.MEMBER)
    Member.objects.create(user=other, enterprise=wrong, role=MemberRole.ADMIN)
    Member.objects.create(user=stranger, enterprise=wrong, role=MemberRole.MEMBER)
    for to in (works, wrong):
        ask_to_join(to, by=newcomer)
    record(works, source="tax", on=JUNE, facts={"employees": 77}, by=None)
    record(wrong, source="statistics", on=JUNE, facts={"employees": 80, "revenue": 5000}, by=None)
    record(wrong, source="tax", on=JUNE, facts={"employees": 81, "industry": "C3451"}, by=None)
    filed = appeals.file_appeal(wrong, text=POWER, by=stranger)
    for one in (works, wrong):
        one.refresh_from_db()

    def standing():
        firms = Enterprise.objects.filter(pk__in=(works.pk, wrong.pk)).order_by("pk")
        return (
            list(firms.values()),
            dict(Sheet.objects.filter(pk__in=(works.pk, wrong.pk)).values_list("pk", "facts")),
            sorted(Member.objects.values_list("enterprise", "user", "role")),
            sorted(JoinRequest.objects.values_list("enterprise", "user", "agreed", "reason")),
            list(SearchName.objects.order_by("pk").values_list("pk", "text")),
            Appeal.objects.get(pk=filed.pk).enterprise_id,
        )

    before = standing()
    merged(wrong, works, coordinator)
    assert standing() != before
    undone(wrong, coordinator)
    assert standing() == before
    assert api(coordinator).get(f"/enterprises/{wrong.uscc}").json()["uscc"] == wrong.uscc
    entry = Entry.objects.get(verb="enterprise.unmerged")
    assert (entry.data["wrong"], entry.data["reason"]) == (wrong.pk, "核对执照，是两家")
    assert Report.objects.count() == 3
    merged(wrong, works, coordinator)
    undone(wrong, coordinator)
    assert standing() == before


def test_what_cannot_be_told_apart_is_not_taken_back(
    client, works, wrong, coordinator, officer, stranger
):
    third = Enterprise.objects.create(uscc=make_uscc(31), name="第三家", region_id="410303")
    Member.objects.create(user=stranger, enterprise=wrong, role=MemberRole.MEMBER)

    def why(one=wrong, by=coordinator, **more):
        with pytest.raises(Refused) as refused, transaction.atomic():
            undone(one, by, **more)
        return refused.value.code

    assert why() == "unmerge.not_merged"
    merged(wrong, works, coordinator)
    assert why(by=officer) == "merge.not_yours"
    assert why(reason=" ") == "merge.no_reason"
    merge_enterprises(third, into=works, reason=WHY, by=coordinator)
    assert why() == "unmerge.later"
    undone(third, coordinator)
    with transaction.atomic():
        record(works, source="tax", on=JUNE, facts={"employees": 5}, by=None)
        assert why() == "unmerge.facts"
        transaction.set_rollback(True)
    with transaction.atomic():
        appeals.file_appeal(works, text=POWER, by=stranger)
        assert why() == "unmerge.acted"
        client.force_login(coordinator)
        page = client.post(f"/desk/enterprises/duplicates/{wrong.uscc}/undo/", {"reason": "两家"})
        assert (page.status_code, "已经替这家办过事" in page.text) == (422, True)
        transaction.set_rollback(True)
    merge_enterprises(works, into=third, reason=WHY, by=coordinator)
    assert why() == "unmerge.further"
    undone(works, coordinator)
    client.force_login(coordinator)
    assert wrong.name in client.get("/desk/enterprises/duplicates/").text
    client.force_login(officer)
    assert client.get(f"/desk/enterprises/duplicates/{wrong.uscc}/undo/").status_code == 404
    client.force_login(coordinator)
    sent = client.post(f"/desk/enterprises/duplicates/{wrong.uscc}/undo/", {"reason": "两家"})
    assert sent.url == f"/desk/enterprises/{wrong.uscc}/"
