"""Loading in two processes: together or not at all, and once more after it was cut short."""

from datetime import UTC, datetime

import pytest

from liandong.accounts.models import User
from liandong.appeals.models import Appeal
from liandong.demo.actions import Size, load_demo
from liandong.demo.actions.cast import add_cast
from liandong.demo.actions.shares import AHEAD, Alone, Pace, side_by_side
from liandong.journal.queries import verify_journal
from tests.journal.committed import transactional_db  # noqa: F401 (a fixture)

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)


def test_nobody_runs_far_ahead_and_nobody_waits_for_the_dead():
    reached = [0.0, NOON.timestamp() - AHEAD + 1]
    Pace(reached, 0, lambda: False)(NOON)
    assert reached[0] == NOON.timestamp()
    reached[1] = NOON.timestamp() - AHEAD - 1
    with pytest.raises(Alone):
        Pace(reached, 0, lambda: False)(NOON)
    with pytest.raises(Alone):
        Pace(reached, 0, lambda: False).meet()


def test_a_share_that_fails_fails_the_whole(transactional_db):  # noqa: F811
    def live(share, pace):
        if share:
            raise SystemExit(1)
        pace.meet()

    with pytest.raises(Alone):
        side_by_side(2, live)


def test_two_processes_load_what_a_cut_short_loading_has_begun(transactional_db):  # noqa: F811
    add_cast(200)
    assert not User.objects.filter(username="enterprise").exists()
    load_demo(Size(enterprises=200, appeals=30, days=120, shares=2))
    assert User.objects.filter(username="enterprise", is_sample=True).exists()
    assert Appeal.objects.count() > 80
    assert Appeal.objects.filter(enterprise__uscc__contains="YY000001").exists()
    verdict = verify_journal()
    assert verdict.ok
    assert verdict.seals
    assert not verdict.unsealed
