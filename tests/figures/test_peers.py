"""The middle of an industry is nobody's figure, and never of fewer than five others."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from liandong.figures.actions import answer, open_period
from liandong.figures.models import Ask
from liandong.figures.queries import peers_for
from liandong.figures.rules.peers import middle, peers_of, rounded
from liandong.kit.now import standing_at
from tests.figures.conftest import OCTOBER

FIGURES = st.lists(st.integers(1, 10**9).map(float), min_size=5, max_size=7, unique=True)


@given(FIGURES)
def test_the_middle_hangs_on_three_enterprises_at_least(figures):
    """Moving one of the three in the middle moves what is said, so that it is none of theirs."""
    known = sorted(figures)
    centre = len(known) // 2
    inner = known[centre - 1 : centre + 2] if len(known) % 2 else known[centre - 2 : centre + 2]
    assert len(inner) >= 3
    said = middle(figures)
    assert said == rounded(sum(inner) / len(inner))
    assert inner[0] * 0.95 <= said <= inner[-1] * 1.05
    assert len(f"{said:.0f}".rstrip("0")) <= 2


@given(FIGURES, st.randoms())
def test_it_does_not_depend_on_who_answered_first(figures, random):
    shuffled = figures[:]
    random.shuffle(shuffled)
    assert middle(shuffled) == middle(figures)


@pytest.mark.parametrize("few", [[], [1.0], [5.0, 5.0, 5.0, 5.0]])
def test_fewer_than_five_are_never_shown_whatever_the_terms_say(few):
    assert middle(few, fewest=1) is None


def test_terms_may_ask_for_more():
    assert middle([1.0, 2, 3, 4, 5], fewest=6) is None
    assert middle([1.0, 2, 3, 4, 5, 6], fewest=6) == 3.5


def test_the_narrowest_industry_with_enough():
    others = {"C3451": [10.0, 11, 12], "C3459": [20.0, 21], "C3411": [900.0]}
    assert peers_of("C3451", others) == ("C345", 5, 14.0)
    assert peers_of("C3451", {**others, "C3451": [10.0, 11, 12, 13, 14]}).industry == "C3451"
    assert peers_of("C3411", others).industry == "C34"
    assert peers_of("F5111", {"F5111": [1.0] * 4}) is None


@pytest.mark.django_db
def test_only_others_of_who_has_answered_and_four_are_too_few(
    key, enterprise, stranger, neighbour, region, django_assert_num_queries
):
    with standing_at(datetime(2026, 11, 9, 2, tzinfo=UTC)):
        people = [neighbour(n) for n in range(5)]
        assert open_period("indicator", OCTOBER, region) == 6
        mine = Ask.objects.get(enterprise=key)
        page = Client()
        page.force_login(enterprise)
        for n, (user, other) in enumerate(people):
            ask = Ask.objects.get(enterprise=other)
            answer(ask, values={"revenue": 1_230_000 + n * 100_000}, by=user)
            if n == 0:
                assert peers_for(enterprise, mine, "revenue") is None  # gave nothing themselves
                mine = answer(mine, values={"revenue": 90_000_000}, by=enterprise)
            if n == 3:
                text = page.get("/enterprise/figures/").text
                assert "不足 5 家" in text
                assert "中间值</dt>" not in text
        with django_assert_num_queries(3):
            found = peers_for(enterprise, mine, "revenue")
        assert found == ("C3451", 5, 1_400_000)  # its own ninety million do not count
        assert peers_for(stranger, mine, "revenue") is None
        text = page.get("/enterprise/figures/").text
        assert "约 140 万元" in text
        assert "滚动轴承制造 5 家（不含您）" in text
        for n in range(5):
            assert f"{123 + 10 * n} 万元" not in text
