"""The ledger of promises: what is open, missed and kept, for whoever may read it."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime

from liandong.appeals import actions
from liandong.appeals.enums import Act
from liandong.kit.now import standing_at


@pytest.fixture
def promised(in_progress, officer, coordinator, tuesday):
    """Three steps, a week apart."""
    day = localtime(tuesday).date()
    steps = [{"text": f"第 {n} 步做完", "due_on": day + timedelta(days=7 * n)} for n in (1, 2, 3)]
    actions.perform(Act.PROMISE, in_progress, reason="要排工期", steps=steps, by=officer)
    return actions.perform(Act.DECIDE, in_progress, agreed=True, by=coordinator)


def _steps(client, query=""):
    rows = client.get(f"/desk/promises/{query}").context["rows"]
    return [(row["step"].number, row["word"]) for row in rows]


def test_each_step_stands_with_its_outcome(promised, officer, coordinator, tuesday, at):
    with standing_at(tuesday + timedelta(days=6)):
        actions.perform(Act.FULFIL_STEP, promised, number=1, text="提前完成", by=officer)
    with standing_at(tuesday + timedelta(days=15)):
        client = at(coordinator)
        assert _steps(client) == [(2, "没按时"), (3, "没到期"), (1, "按时完成")]
        assert _steps(client, "?kind=missed") == [(2, "没按时")]
        assert _steps(client, "?kind=open") == [(3, "没到期")]
        assert _steps(client, "?kind=kept") == [(1, "按时完成")]
        assert (
            client.get("/desk/promises/").context["heading"] == "承诺台账：1 步没按时，1 步还没到期"
        )
        actions.perform(Act.FULFIL_STEP, promised, number=2, text="晚了三天", by=officer)
        assert _steps(client, "?kind=missed") == [(2, "晚了")]


def test_who_reads_it(
    promised, officer, housing_officer, leader, auditor, coordinator, enterprise, at
):
    seen = {
        who.username: len(_steps(at(who)))
        for who in (officer, housing_officer, leader, auditor, coordinator)
    }
    assert seen == {"officer": 3, "housing": 0, "leader": 3, "auditor": 3, "coordinator": 3}
    assert at(enterprise).get("/desk/promises/").status_code == 404


def test_it_can_be_taken_along(promised, officer, at):
    answer = at(officer).get("/desk/promises/?format=xlsx")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == 4


def test_it_costs_the_same_with_one_promise_and_with_more(
    promised, bring, officer, coordinator, at
):
    from liandong.appeals.enums import State  # noqa: PLC0415

    client = at(coordinator)

    def cost():
        client.get("/desk/promises/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/desk/promises/")
        return len(queries)

    one = cost()
    bring(State.PROMISED)
    bring(State.PROMISED)
    assert cost() == one
