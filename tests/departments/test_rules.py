"""What a region's code says, how hours are typed, and which years are known."""

from datetime import date, time, timedelta

import pytest

from liandong.departments.rules import codes_upward, known_years, windows_from, years_needed
from liandong.kit.working_time import Window


@pytest.mark.parametrize(
    ("code", "upward"),
    [
        ("410000", ["410000"]),
        ("410300", ["410300", "410000"]),
        ("410303", ["410303", "410300", "410000"]),
        ("410303001", ["410303001", "410303", "410300", "410000"]),
        ("410303001000", ["410303001000", "410303001", "410303", "410300", "410000"]),
    ],
)
def test_codes_upward(code, upward):
    assert codes_upward(code) == upward


def test_windows_are_put_in_order():
    assert windows_from([["13:00", "17:00"], ["09:00", "12:00"]]) == (
        Window(time(9), time(12)),
        Window(time(13), time(17)),
    )


@pytest.mark.parametrize(
    "typed",
    [
        [],
        None,
        "09:00-12:00",
        [["09:00"]],
        [["12:00", "09:00"]],
        [["9", "nine"]],
        [["09:00", "12:00"], ["11:00", "17:00"]],
    ],
)
def test_windows_of_another_shape_are_refused(typed):
    with pytest.raises(ValueError, match=r"\w"):
        windows_from(typed)


def test_one_odd_day_does_not_make_a_year_known():
    new_year = [date(2027, 1, 1) + timedelta(n) for n in range(5)]
    assert known_years([date(2026, 5, 1), *new_year]) == {2027}


def test_the_next_year_is_needed_from_november():
    assert years_needed(date(2026, 10, 31)) == [2026]
    assert years_needed(date(2026, 11, 1)) == [2026, 2027]
