"""The published score: worked out by hand for a few, and what must hold for any."""

from hypothesis import given
from hypothesis import strategies as st

from liandong.keylists.rules.places import moves, tiers
from liandong.keylists.rules.score import in_order, of_one_year, scores
from liandong.keylists.rules.terms import Terms

DAY = "2025-12-31"
TERMS = Terms()
BARE = Terms(points={"high_tech": 25, "rd_ratio": 30})


def said(on=DAY, source="tax", **facts):
    return {code: [value, source, on, 1] for code, value in facts.items()}


FIVE = {
    1: said(tax=500, tax_growth=0.2, revenue_growth=0.1, high_tech=True, rd_ratio=0.06),
    2: said(tax=300, tax_growth=0.1, revenue_growth=0.3, high_tech=False, rd_ratio=0.02),
    3: said(tax=300, tax_growth=-0.1),
    4: said(tax=100, revenue_growth=0.1, high_tech=True),
    5: {},
}


def test_five_worked_out_by_hand():
    found = scores(FIVE, BARE)
    # tax, four have it: best 3.5/4, two equal (1+1)/4 = .5, last .5/4
    assert [found[pk].parts[0].p for pk in FIVE] == [0.875, 0.5, 0.5, 0.125, None]
    # growth: of tax (2.5, 1.5, .5)/3, of revenue (1, 2.5, 1)/3; the mean of what is known
    assert [round(found[pk].parts[1].p, 4) for pk in (1, 2, 3, 4)] == [
        0.5833,
        0.6667,
        0.1667,
        0.3333,
    ]
    # prospects: 25 for the title, 30 x (1.5, .5)/2 for the place by rd_ratio, of 100
    assert [found[pk].parts[2].p for pk in (1, 2, 4)] == [0.47, 0.08, 0.25]
    assert [found[pk].parts[2].p for pk in (3, 5)] == [None, None]
    assert found[1].score == round(40 * 0.875 + 30 * 0.583333 + 30 * 0.47, 2)
    assert [found[pk].score for pk in FIVE] == [66.6, 42.4, 25.0, 22.5, 0.0]


def test_what_is_unknown_is_no_nought_and_says_what_could_be():
    found = scores(FIVE, BARE)
    assert found[1].upper == found[1].score
    assert found[5].upper == 100
    # 3 lacks prospects (30) and one growth: (1/6 + 1) / 2 instead of 1/6 of 30
    assert found[3].upper == round(20 + 30 * (0.5 / 3 + 1) / 2 + 30, 2)
    assert found[4].parts[2].missing == ("rd_ratio",)
    assert found[4].upper == round(5 + 30 * (1 / 3 + 1) / 2 + 30 * 0.55, 2)


def test_each_part_says_what_it_rests_on():
    tax, _growth, prospects = scores(FIVE, BARE)[1].parts
    assert tax.kept()["says"] == [["tax", 500, "tax", DAY, 1, 4, None]]
    assert [(one.fact, one.points) for one in prospects.says] == [
        ("high_tech", 25),
        ("rd_ratio", 22),
    ]
    assert scores(FIVE, BARE)[2].parts[0].says[0].place == 2
    assert scores(FIVE, BARE)[3].parts[0].says[0].place == 2  # equal ones share the better place


def test_figures_of_another_year_are_unknown_but_titles_stay():
    rows = dict(FIVE)
    rows[5] = said(on="2023-12-31", tax=9000, high_tech=True)
    assert set(of_one_year(rows)[5]) == {"high_tech"}
    found = scores(rows, BARE)
    assert found[5].parts[0].p is None
    assert found[1].parts[0].p == 0.875  # what is of another year ranks nobody


def test_in_order_ties_go_by_what_could_be_then_by_code():
    found = scores({1: {}, 2: {}, 3: said(high_tech=False, rd_ratio=0)}, BARE)
    codes = {1: "9B", 2: "9A", 3: "90"}
    assert in_order(found, codes) == [3, 2, 1]
    tie = scores({1: said(high_tech=False), 2: {}}, Terms(points={"high_tech": 25}))
    assert in_order(tie, {1: "90", 2: "91"}) == [2, 1]


figures = st.fixed_dictionaries(
    {},
    optional={
        "tax": st.integers(0, 50), "tax_growth": st.integers(-5, 5), "revenue_growth": st.integers(-5, 5),
        "rd_ratio": st.integers(0, 9), "high_tech": st.booleans(), "champion": st.booleans(),
    },
)  # fmt: skip
many = st.lists(figures, min_size=1, max_size=12)


@given(many, st.integers(0, 11), st.integers(1, 60))
def test_more_tax_never_lowers_a_score(rows, which, more):
    which %= len(rows)
    rows[which].setdefault("tax", 3)
    candidates = {n: said(**row) for n, row in enumerate(rows)}
    before = scores(candidates, TERMS)[which]
    candidates[which] |= said(tax=rows[which]["tax"] + more)
    assert scores(candidates, TERMS)[which].score >= before.score


@given(many)
def test_a_score_lies_between_nought_and_what_it_could_be(rows):
    for one in scores({n: said(**row) for n, row in enumerate(rows)}, TERMS).values():
        assert 0 <= one.score <= one.upper + 0.02 <= 100.04  # each is rounded


def test_tiers_go_by_place_and_by_hand():
    terms = Terms(size=5, first=1, second=2)
    order = [10, 11, 12, 13, 14, 15, 16]
    assert tiers(order, terms, {}, ()) == {10: "a", 11: "b", 12: "b", 13: "c", 14: "c"}
    by_hand = tiers(order, terms, {16: "a"}, {11})
    assert by_hand == {16: "a", 10: "a", 12: "b", 13: "b", 14: "c"}
    assert len(tiers(order, terms, dict.fromkeys(range(8), "c"), ())) == 8


def test_moves_tell_who_comes_and_who_goes():
    told = moves([1, 2, 3], [3, 4])
    assert (told.coming, told.going) == ([4], [1, 2])


def test_terms_that_do_not_make_100_are_not_sound():
    assert Terms().is_sound
    assert not Terms(tax=50).is_sound
    assert not Terms(tax=120, growth=-20, prospects=0).is_sound
    assert not Terms(size=50, first=20, second=40).is_sound
