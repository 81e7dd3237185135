"""Search finds what a text holds, in every way it may be written, and nothing that the asker may not know."""

import pytest
from django.db import connection
from django.db.models import QuerySet

from liandong.appeals import actions
from liandong.appeals.enums import Act
from liandong.appeals.models import Appeal, SearchQueue, SearchRow
from liandong.appeals.queries import search
from liandong.appeals.queries.search import codes_of, forget_statistics, found
from liandong.departments.models import Department
from liandong.enterprises.models import Enterprise
from liandong.kit.text import windows

POWER = "我公司厂区变压器容量不够，新上的两条生产线没法通电，想申请用电增容"
WATER = "厂门口的自来水管爆了，从昨天下午起全厂停水，LED灯车间也停产"
ROAD = "厂区门前ＬＥＤ路灯不亮，夜班工人出行不便"

WORDS = {
    "变压": {POWER},
    "变压器容量": {POWER},
    "器容": {POWER},
    "厂区": {POWER, ROAD},
    "容量 增容": {POWER},
    "停水，停产": {WATER},
    "增容 停水": set(),
    "区厂": set(),
    "量不够，新上": {POWER},
    "led灯": {WATER},
    "ＬＥＤ灯": {WATER},
    "Led": {WATER, ROAD},
    "LED 路": {ROAD},
    "水": {WATER},
    "厂": {POWER, WATER, ROAD},
    "100%": set(),
    "_": set(),
    "，。": set(),
    "\\": set(),
    "'; --": set(),
    "🙂🙂": set(),
    "  ": {POWER, WATER, ROAD},
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_before(db):
    SearchQueue.objects.all().delete()
    forget_statistics()
    yield
    forget_statistics()


@pytest.fixture
def appeals(works, enterprise, tuesday) -> dict[str, Appeal]:
    return {
        text: actions.file_appeal(works, text=text, by=enterprise) for text in (POWER, WATER, ROAD)
    }


@pytest.fixture(params=["waiting", "indexed", "indexed and rare", "indexed and met soon"])
def state(request, appeals, monkeypatch) -> str:
    """Every way a search can take gives the same answer."""
    if request.param != "waiting":
        assert actions.index_batch() == 3
    if request.param == "indexed and rare":
        monkeypatch.setattr(search, "_is_rare", lambda codes: True)
    if request.param == "indexed and met soon":
        monkeypatch.setattr(search, "_is_near", lambda appeals, holds, leads: True)
    return request.param


def texts(found: QuerySet[Appeal]) -> set[str]:
    return {appeal.text for appeal in found}


def test_words_inside_sentences(state):
    assert {q: texts(found(Appeal.objects.all(), q)) for q in WORDS} == WORDS


def test_a_reference_or_its_end_finds_its_appeal(state, appeals):
    reference = appeals[WATER].reference
    digits = reference.rpartition("-")[2]
    everything = Appeal.objects.all()
    for q in (reference, reference.lower(), f" {reference} ", digits, digits[-4:], digits[-5:]):
        assert texts(found(everything, q)) == {WATER}, q
    assert texts(found(everything, reference[:10])) == {POWER, WATER, ROAD}
    assert texts(found(everything, "XG20261123-999999")) == set()
    assert texts(found(everything, f"9{digits}")) == set()


def test_digits_are_looked_for_in_texts_as_well(works, enterprise, state, tuesday):
    text = "用电户号 4103027788 的电费算错了"
    actions.file_appeal(works, text=text, by=enterprise)
    assert texts(found(Appeal.objects.all(), "4103027788")) == {text}
    actions.index_batch()
    assert texts(found(Appeal.objects.all(), "3027")) == {text}


def test_a_list_is_searched_and_nothing_else(state, appeals, works, stranger):
    other = Enterprise.objects.get(members__user=stranger)
    actions.file_appeal(other, text=POWER, by=stranger)
    assert found(works.appeals.all(), "变压器").count() == 1
    assert found(Appeal.objects.all(), "变压器").count() == 2


def test_a_department_finds_what_it_leads_now(state, appeals, coordinator, power, housing):
    """The index lags behind: what has just come to a department is found all the same."""
    appeal = appeals[POWER]
    actions.perform(Act.REASSIGN, appeal, department=housing, reason="属于小区配电", by=coordinator)
    new = Appeal.objects.filter(lead=housing)
    assert texts(found(new, "变压器", leads=[housing.pk])) == {POWER}
    assert not found(Appeal.objects.filter(lead=power), "变压器", leads=[power.pk])
    while actions.index_batch():
        pass
    assert texts(found(new, "变压器", leads=[housing.pk])) == {POWER}


def test_an_enterprises_name_finds_its_appeals_but_no_confidential_one(
    api, state, works, enterprise, officer, coordinator, tuesday
):
    secret = actions.file_appeal(works, text=POWER, confidential=True, by=enterprise)
    if state != "waiting":
        actions.index_batch()

    def seen(user, q):
        answer = api(user).get("/appeals", q=q)
        assert answer.status_code == 200, answer.content
        return {item["reference"] for item in answer.json()["items"]}

    known = set(Appeal.objects.exclude(pk=secret.pk).values_list("reference", flat=True))
    assert seen(coordinator, "示例轴承") == known | {secret.reference}
    assert seen(enterprise, "示例轴承") == known | {secret.reference}
    led = Appeal.objects.filter(lead__code="ly-power", confidential=False)
    assert seen(officer, "示例轴承") == {appeal.reference for appeal in led}
    assert secret.reference in seen(officer, "变压器")


def test_what_waits_is_indexed_once_and_an_idle_round_does_nothing(
    appeals, django_assert_num_queries
):
    assert SearchQueue.objects.count() == 3
    assert actions.index_batch(2) == 2
    assert actions.index_batch(2) == 1
    with django_assert_num_queries(3):  # a savepoint's two, and one look into the queue
        assert actions.index_batch() == 0
    assert SearchRow.objects.count() == 3
    row = SearchRow.objects.get(pk=appeals[POWER].pk)
    assert sorted(row.windows) == sorted(
        codes_of(appeals[POWER].reference, appeals[POWER].lead_id, appeals[POWER].title, POWER)
    )


def test_a_refused_repetition_leaves_nothing_in_the_queue(works, enterprise, tuesday):
    for _ in range(2):
        actions.file_appeal(works, text=POWER, key="same", by=enterprise)
    assert SearchQueue.objects.count() == 1


def test_an_appeal_that_no_list_of_verbs_knows_is_queued_too(appeals):
    """Whatever writes an appeal, the database puts it into the queue."""
    while actions.index_batch():
        pass
    Appeal.objects.filter(pk=appeals[ROAD].pk).update(text="路灯修好了，道路又塌了")
    Appeal.objects.filter(pk=appeals[WATER].pk).update(comment="不相干")
    assert list(SearchQueue.objects.values_list("appeal_id", flat=True)) == [appeals[ROAD].pk]
    assert texts(found(Appeal.objects.all(), "塌了")) == {"路灯修好了，道路又塌了"}
    actions.index_batch()
    assert texts(found(Appeal.objects.all(), "塌了")) == {"路灯修好了，道路又塌了"}
    assert texts(found(Appeal.objects.all(), "工人")) == set()


def test_numbers_of_windows_are_distinct_where_windows_are():
    text = POWER + WATER + ROAD
    assert len(codes_of("XG20261123-000042", 42, "", text)) == len(windows(text)) + 4
    assert all(
        -(2**31) <= code < 2**31
        for code in codes_of("XG20261123-1000042", None, "", "𠮷野家abc鿿鿿")
    )


def test_the_common_word_is_walked_and_the_rare_one_looked_up(
    works, enterprise, tuesday, monkeypatch
):
    """The statistics decide, and a word that is common elsewhere only is not walked for."""
    power, water = (Department.objects.get(code=code) for code in ("ly-power", "ly-water"))
    first = actions.file_appeal(works, text=POWER, by=enterprise)
    with connection.cursor() as cursor:
        for lead, text, number in ((power, POWER, 4000), (water, WATER, 4000)):
            cursor.execute(
                "INSERT INTO appeals_appeal SELECT (a).* FROM (SELECT json_populate_record(a, json_build_object("
                "'id', a.id + %s + n, 'reference', 'T20261124-' || %s || n, 'lead_id', %s::bigint, 'text', %s::text,"
                "'title', '-', 'key', null)) AS a FROM appeals_appeal a, generate_series(1, %s) n WHERE a.id = %s) t",
                [lead.pk * 100_000, lead.pk, lead.pk, text, number, first.pk],
            )
        while actions.index_batch(5000):
            pass
        cursor.execute("ANALYZE appeals_searchrow")
    forget_statistics()
    everything, led = Appeal.objects.all(), Appeal.objects.filter(lead=water)
    monkeypatch.setattr(search, "FEW", 1000)
    monkeypatch.setattr(search, "LEAST", 200)
    looked_up = {
        (q, leads): "ANY" in str(found(appeals, q, leads=leads).query)
        for appeals, q, leads in (
            (everything, "自来水", ()),
            (everything, "路灯", ()),
            (led, "变压器", (water.pk,)),
            (led, "自来水", (water.pk,)),
        )
    }
    assert looked_up == {
        ("自来水", ()): False,
        ("路灯", ()): True,
        ("变压器", (water.pk,)): True,
        ("自来水", (water.pk,)): False,
    }
    assert found(led, "变压器", leads=[water.pk]).count() == 0
    assert found(everything, "变压器").count() == 4001
