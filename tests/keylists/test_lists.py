"""The list from proposal to decision: who may, what is kept, what it changes, who reads it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liandong.departments.enums import Role
from liandong.departments.models import Appointment
from liandong.enterprises.actions import record
from liandong.enterprises.models import Enterprise, Member
from liandong.enterprises.queries import moved_by_all
from liandong.journal.models import Entry
from liandong.keylists import actions, queries
from liandong.keylists.models import KeyEntry, KeyList, KeyTerms
from liandong.kit.now import standing_at
from liandong.kit.refusals import Refused
from tests.keylists.conftest import SMALL, YEAR_END

pytestmark = pytest.mark.django_db


def on_list(key_list):
    return [e.enterprise.name[4:6] for e in queries.entries_of(key_list)]


@pytest.fixture
def proposed(firms, west, coordinator):
    return actions.propose(west, 2026, terms=SMALL, by=coordinator)


def signed_in(user):
    browser = Client()
    browser.force_login(user)
    return browser


def test_the_best_by_score_come_on_the_list_each_with_its_reasons(proposed):
    entries = list(queries.entries_of(proposed))
    assert [(e.rank, e.tier) for e in entries] == [(1, "a"), (2, "b"), (3, "c")]
    assert [e.score for e in entries] == sorted((e.score for e in entries), reverse=True)
    assert [part["part"] for part in entries[0].parts] == ["tax", "growth", "prospects"]
    assert entries[0].parts[0]["says"][0][:3] == ["tax", 6_000_000, "tax"]
    assert entries[0].upper > entries[0].score
    assert proposed.candidates == 6
    assert len(queries.others_of(proposed)) == 3


def test_who_is_not_verified_merged_or_barred_is_no_candidate(firms, west, coordinator):
    Enterprise.objects.filter(pk=firms[0].pk).update(is_verified=False)
    record(firms[1], source="market", on=YEAR_END, facts={"blacklisted": "是"}, by=None)
    record(firms[2], source="market", on=YEAR_END, facts={"status": "迁出"}, by=None)
    found = actions.propose(west, 2026, terms=SMALL, by=coordinator)
    assert found.candidates == 3
    assert [row[:2] for row in found.excluded] == [
        [firms[1].pk, "blacklisted"], [firms[2].pk, "status"],
    ]  # fmt: skip


def test_weights_change_the_order_and_stay_with_the_region(proposed, west, coordinator):
    before = on_list(proposed)
    again = actions.propose(
        west, 2026, terms=replace(SMALL, tax=0, growth=100, prospects=0), by=coordinator
    )
    assert again.pk == proposed.pk
    assert on_list(again) == ["第5", "第4", "第3"] != before
    assert KeyTerms.objects.get(region=west).growth == 100


def test_terms_that_do_not_make_100_are_refused_and_by_the_database_too(
    proposed, west, coordinator
):
    with pytest.raises(Refused) as no:
        actions.propose(west, 2026, terms=replace(SMALL, tax=50), by=coordinator)
    assert no.value.code == "keylist.terms"
    with pytest.raises(IntegrityError), transaction.atomic():
        KeyTerms.objects.filter(region=west).update(tax=50)


def test_by_hand_one_comes_one_goes_and_both_stay_when_it_is_worked_out_anew(
    proposed, firms, west, coordinator
):
    first, second, _third = (e.enterprise for e in queries.entries_of(proposed))
    last = next(e.enterprise for e in queries.others_of(proposed).order_by("-rank"))
    actions.add_entry(proposed, last, tier="a", reason="今年新建大项目", by=coordinator)
    assert len(on_list(proposed)) == 3  # it takes the place of the last by score
    actions.drop_entry(proposed, first, reason="年底前迁往外地", by=coordinator)
    actions.propose(west, 2026, by=coordinator)
    names = {e.enterprise_id: (e.tier, e.origin) for e in queries.entries_of(proposed)}
    assert names[last.pk] == ("a", "added")
    assert names[second.pk] == ("a", "scored")
    assert first.pk not in names
    assert len(names) == 3


@pytest.mark.parametrize(
    ("tier", "reason", "code"),
    [("d", "今年新建大项目", "keylist.tier"), ("a", "好", "keylist.no_reason")],
)
def test_without_tier_or_reason_nothing_is_added(proposed, firms, coordinator, tier, reason, code):
    with pytest.raises(Refused) as no:
        actions.add_entry(proposed, firms[5], tier=tier, reason=reason, by=coordinator)
    assert no.value.code == code


def test_the_database_refuses_a_hand_without_reason(proposed):
    with pytest.raises(IntegrityError), transaction.atomic():
        KeyEntry.objects.filter(of=proposed, rank=1).update(origin="added", reason="")


def test_deciding_makes_exactly_these_the_key_enterprises(proposed, works, firms, coordinator):
    Enterprise.objects.filter(pk=works.pk).update(is_key=True)
    elsewhere = Enterprise.objects.create(
        uscc="91410305MA0000000X", name="别处的", region_id="410305", is_key=True
    )
    told = actions.decide(proposed, note="专题会研究", by=coordinator)
    ids = {e.enterprise_id for e in queries.entries_of(proposed)}
    here = Enterprise.objects.filter(is_key=True, region_id="410303")
    assert set(here.values_list("pk", flat=True)) == ids == set(told.coming)
    assert told.going == [works.pk]
    assert Enterprise.objects.get(pk=elsewhere.pk).is_key
    assert queries.tiers_of([*ids, works.pk]) == {
        e.enterprise_id: e.tier for e in queries.entries_of(proposed)
    }
    verbs = list(Entry.objects.filter(verb__startswith="keylist.").values_list("verb", flat=True))
    assert verbs.count("keylist.entered") == 3
    assert verbs.count("keylist.left") == 1
    for again in (
        lambda: actions.decide(proposed, by=coordinator),
        lambda: actions.propose(proposed.region, 2026, by=coordinator),
    ):
        with pytest.raises(Refused) as no:
            again()
        assert no.value.code == "keylist.decided"


def test_what_was_decided_is_changed_one_by_one_and_takes_effect_at_once(
    proposed, firms, coordinator
):
    actions.decide(proposed, by=coordinator)
    out = next(e.enterprise for e in queries.others_of(proposed))
    actions.add_entry(proposed, out, tier="c", reason="增资扩产已开工", by=coordinator)
    first = queries.entries_of(proposed)[0].enterprise
    actions.drop_entry(proposed, first, reason="已迁往外地", by=coordinator)
    assert len(on_list(proposed)) == 3
    keys = set(Enterprise.objects.filter(is_key=True).values_list("pk", flat=True))
    assert keys == {e.enterprise_id for e in queries.entries_of(proposed)}
    with pytest.raises(Refused) as no:
        actions.drop_entry(proposed, first, reason="已迁往外地", by=coordinator)
    assert no.value.code == "keylist.same"


def test_a_new_year_supersedes_the_old_and_an_old_one_never_comes_back(
    firms, west, coordinator, proposed
):
    old = KeyList.objects.create(
        region=west, year=2025, state="proposed", terms=proposed.terms, proposed_at="2025-01-01T00:00Z"
    )  # fmt: skip
    actions.decide(proposed, by=coordinator)
    KeyEntry.objects.create(of=old, enterprise=firms[0], tier="a")
    with pytest.raises(Refused) as no:
        actions.decide(old, by=coordinator)
    assert no.value.code == "keylist.old"
    following = actions.propose(west, 2027, terms=SMALL, by=coordinator)
    actions.decide(following, by=coordinator)
    with standing_at(datetime(2026, 12, 31, 16, 5, tzinfo=UTC)):
        assert (actions.begin_lists(), actions.begin_lists()) == (1, 0)
    proposed.refresh_from_db()
    assert proposed.state == "superseded"
    with pytest.raises(Refused) as no:
        actions.drop_entry(proposed, firms[0], reason="已迁往外地", by=coordinator)
    assert no.value.code == "keylist.over"


def test_a_list_of_next_year_takes_nothing_away_before_its_year(
    firms, west, coordinator, proposed, enterprise
):
    actions.decide(proposed, by=coordinator)
    best = next(e.enterprise for e in queries.entries_of(proposed))
    Member.objects.update_or_create(user=enterprise, defaults={"enterprise": best, "role": "admin"})
    following = actions.propose(west, 2027, terms=SMALL, by=coordinator)
    actions.drop_entry(following, best, reason="已迁往外地", by=coordinator)
    actions.decide(following, by=coordinator)
    actions.drop_entry(
        following, queries.entries_of(following)[0].enterprise, reason="已迁往外地", by=coordinator
    )
    before = dict(Enterprise.objects.filter(is_key=True).values_list("pk", "name"))
    assert set(before) == {e.enterprise_id for e in queries.entries_of(proposed)}
    assert queries.tiers_of([best.pk]) == {best.pk: "a"}
    assert actions.begin_lists() == 0
    client = signed_in(enterprise)
    text = client.get("/enterprise/key/").text
    assert "您是2026年重点企业（甲类）" in text
    assert "2027年的名单已经定了，2027年1月1日起用" in text
    with standing_at(datetime(2026, 12, 31, 16, 5, tzinfo=UTC)):
        assert actions.begin_lists() == 1
        best.refresh_from_db()
        assert (best.is_key, queries.tiers_of([best.pk])) == (False, {})
        assert client.get("/enterprise/key/").status_code == 404


def test_an_empty_list_and_a_year_that_is_over_are_refused(west, coordinator, tuesday):
    empty = actions.propose(west, 2026, by=coordinator)
    with pytest.raises(Refused) as no:
        actions.decide(empty, by=coordinator)
    assert no.value.code == "keylist.empty"
    with pytest.raises(Refused) as no:
        actions.propose(west, 2024, by=coordinator)
    assert no.value.code == "keylist.year"


def test_only_the_regions_coordinator_decides_and_strangers_find_nothing(
    proposed, firms, leader, officer, stranger, coordinator
):
    other = type(coordinator).objects.create(username="elsewhere")
    Appointment.objects.create(user=other, role=Role.COORDINATOR, region_id="410305")
    for nobody in (other, leader):
        with pytest.raises(Refused) as no:
            actions.decide(proposed, by=nobody)
        assert no.value.code == "keylist.not_yours"
    address = f"/desk/key/{proposed.reference}/"
    for user in (other, officer, stranger):
        for page in (address, f"{address}{firms[0].uscc}/", f"{address}decide/"):
            assert signed_in(user).get(page).status_code == 404, (user, page)
    assert signed_in(leader).get(address).status_code == 200
    assert signed_in(leader).get(f"{address}decide/").status_code == 404
    assert signed_in(leader).get(f"{address}weights/").status_code == 404


def test_the_page_costs_the_same_whatever_the_length(proposed, west, coordinator):
    browser = signed_in(coordinator)
    address = f"/desk/key/{proposed.reference}/"

    def cost():
        browser.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(address).status_code == 200
        return len(seen)

    three = cost()
    actions.propose(west, 2026, terms=replace(SMALL, size=6), by=coordinator)
    assert cost() == three


def test_weights_show_who_comes_and_goes_before_anything_is_saved(proposed, coordinator, west):
    browser, address = signed_in(coordinator), f"/desk/key/{proposed.reference}/weights/"
    tried = {"tax": 0, "growth": 100, "prospects": 0, "size": 3, "first": 1, "second": 1}
    page = browser.post(address, tried)
    coming = [e.name[4:6] for e in page.context["tried"]["coming"]["rows"]]
    before = on_list(proposed)
    assert set(coming) == {"第5", "第4", "第3"} - set(before)
    assert on_list(KeyList.objects.get()) == before
    assert browser.post(address, tried | {"tax": 7}).status_code == 422
    unseen = browser.post(address, tried | {"save": "1"})
    assert (unseen.status_code, unseen.context["again"]) == (422, True)
    assert on_list(KeyList.objects.get()) == before
    seen = page.context["form"].typed
    assert browser.post(address, tried | {"save": "1", "seen": seen}).status_code == 302
    assert on_list(KeyList.objects.get()) == ["第5", "第4", "第3"]


@pytest.mark.parametrize(
    "wrong",
    [{"tax": "33.3"}, {"tax": ""}, {"tax": "-1", "growth": 101}, {"tax": "四十"}, {"size": 2},
     {"size": 0}, {"size": "9" * 30}, {"growth": 31}, {"prospects": "\x00"}],
)  # fmt: skip
def test_what_cannot_be_weighed_is_said_and_shows_no_moves(wrong, proposed, coordinator):
    browser, address = signed_in(coordinator), f"/desk/key/{proposed.reference}/weights/"
    fine = {"tax": 40, "growth": 30, "prospects": 30, "size": 3, "first": 1, "second": 2}
    assert browser.post(address, fine).status_code == 200
    page = browser.post(address, fine | wrong)
    assert page.status_code == 422
    assert page.context["form"].errors
    assert "tried" not in page.context


def test_a_list_that_is_decided_or_of_a_year_that_is_over_is_not_weighed(proposed, coordinator):
    browser, address = signed_in(coordinator), f"/desk/key/{proposed.reference}/"
    assert "改权重" in browser.get(address).content.decode()
    with standing_at(datetime(2027, 1, 4, 2, tzinfo=UTC)):
        late = browser.get(f"{address}weights/", follow=True)
        assert "2026年的名单不能再改权重了" in late.content.decode()
        assert "weights/" not in late.content.decode()
    actions.decide(proposed, by=coordinator)
    assert browser.post(f"{address}weights/", {"save": "1"}).url == address


def test_pages_add_drop_and_decide(proposed, firms, coordinator):
    browser, address = signed_in(coordinator), f"/desk/key/{proposed.reference}/"
    out = next(e.enterprise for e in queries.others_of(proposed))
    page = f"{address}{out.uscc}/"
    assert "增补" in browser.get(page).content.decode()
    assert browser.post(page, {"tier": "b", "reason": "好"}).status_code == 422
    assert browser.post(page, {"tier": "b", "reason": "今年新建大项目"}).status_code == 302
    assert browser.post(page, {"act": "drop", "reason": "已迁往外地"}).status_code == 302
    assert queries.entry_of(proposed, out).origin == "dropped"
    told = browser.get(f"{address}decide/").context["tried"]
    assert (told["coming"]["count"], told["going"]["count"]) == (3, 0)
    assert browser.post(f"{address}decide/", {"note": ""}).status_code == 302
    assert KeyList.objects.get().decided_by == coordinator


def test_its_own_people_see_the_tier_and_neither_place_nor_score(
    proposed, firms, coordinator, enterprise, works
):
    browser = signed_in(enterprise)
    assert browser.get("/enterprise/key/").status_code == 404
    actions.add_entry(proposed, works, tier="a", reason="行业龙头企业", by=coordinator)
    assert browser.get("/enterprise/key/").status_code == 404
    actions.decide(proposed, by=coordinator)
    page = browser.get("/enterprise/key/").content.decode()
    assert "您是2026年重点企业（甲类）" in page
    assert "行业龙头企业" not in page
    assert "您是重点企业（甲类）" in browser.get("/me/").content.decode()


def test_an_enterprises_page_tells_its_place_to_those_who_read_lists(
    proposed, firms, coordinator, leader, auditor, officer, clerk
):
    actions.decide(proposed, by=coordinator)
    first = queries.entries_of(proposed)[0].enterprise
    seen = {
        user.username
        for user in (coordinator, leader, auditor, officer, clerk)
        if "2026年甲类"
        in signed_in(user).get(f"/desk/enterprises/{first.uscc}/side/").content.decode()
    }
    assert seen == {"coordinator", "leader", "auditor"}


def test_when_two_are_one_the_better_tier_stays(proposed, firms):
    better, worse = (e.enterprise for e in queries.entries_of(proposed)[:2])
    moved = moved_by_all(better, worse)["keylists_keyentry"]
    assert len(moved) == 1
    assert queries.entry_of(proposed, worse).tier == "a"
    assert moved_by_all(firms[5], worse)["keylists_keyentry"] == []


def test_a_spreadsheet_has_every_row(proposed, coordinator):
    answer = signed_in(coordinator).get(f"/desk/key/{proposed.reference}/?format=xlsx")
    assert answer["Content-Type"].startswith("application/vnd.openxml")
    assert b"".join(answer.streaming_content)[:2] == b"PK"


def test_a_score_is_told_in_points(proposed, coordinator):
    entry = queries.entries_of(proposed)[0]
    browser = signed_in(coordinator)
    address = f"/desk/key/{proposed.reference}/{entry.enterprise.uscc}/"
    assert f"{entry.score:.1f} 分" in browser.get(address).text
    browser.cookies["django_language"] = "en"
    told = browser.get(address).text
    assert f"{entry.score:.1f} points" in told
    assert "of 5" not in told
