"""Working time against a clock that walks minute by minute, and on the days that mattered."""

import pickle
import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liandong.kit.working_time import (
    SHANGHAI,
    USUAL_WINDOWS,
    Calendar,
    Interval,
    Pause,
    StandsStill,
    Window,
    add_working_time,
    intervals,
    one_working_day,
    subtract_working_time,
    working_time_between,
    years_without_data,
)

# From the State Council's notices on public holidays for 2024, 2025 and 2026.
HOLIDAYS = {
    date(2024, 10, 1): 7,
    date(2025, 1, 28): 8,
    date(2025, 10, 1): 8,
    date(2026, 1, 1): 3,
    date(2026, 2, 15): 9,
    date(2026, 4, 4): 3,
    date(2026, 5, 1): 5,
    date(2026, 6, 19): 3,
    date(2026, 9, 25): 3,
    date(2026, 10, 1): 7,
}
WORKED = [
    date(2024, 9, 29),
    date(2024, 10, 12),
    date(2025, 1, 26),
    date(2025, 2, 8),
    date(2025, 9, 28),
    date(2025, 10, 11),
    date(2026, 1, 4),
    date(2026, 2, 14),
    date(2026, 2, 28),
    date(2026, 5, 9),
    date(2026, 9, 20),
    date(2026, 10, 10),
]
SPECIAL: dict[date, tuple[Window, ...]] = {
    first + timedelta(days=n): () for first, length in HOLIDAYS.items() for n in range(length)
}
SPECIAL |= dict.fromkeys(WORKED, USUAL_WINDOWS)
CALENDAR = Calendar(special=SPECIAL, known_years=frozenset({2024, 2025, 2026}))
POWER = Calendar(  # a utility: one long day, a short one before the new year
    windows=(Window(time(8), time(20, 30)),),
    special=SPECIAL | {date(2026, 2, 14): (Window(time(8), time(11, 30)),)},
)
ROUND_THE_CLOCK = Calendar(windows=(Window(time(0), time(12)), Window(time(12), time(0))))
CALENDARS = [CALENDAR, POWER, ROUND_THE_CLOCK]

DAY = timedelta(hours=7)
MINUTE = timedelta(minutes=1)


def at(month: int, day: int, hour: int = 0, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def works(moment: datetime, calendar: Calendar, pauses: Sequence[Pause]) -> bool:
    """The oracle: does the clock run in the minute that begins at `moment`?"""
    if any(start <= moment and (end is None or moment < end) for start, end in pauses):
        return False
    local = moment.astimezone(SHANGHAI)
    day = local.date()
    if day in calendar.special:
        own = calendar.special[day]
    else:
        own = calendar.windows if day.weekday() < 5 else ()
    return any(w.start <= local.time() and (local.time() < w.end or w.end == time(0)) for w in own)


def minutes(start: datetime, end: datetime) -> list[datetime]:
    return [start + n * MINUTE for n in range((end - start) // MINUTE)]


# Every range begins near a change of rhythm, so that short walks meet all kinds of days.
starts = st.builds(
    lambda day, minute: at(1, 1) + timedelta(days=day, minutes=minute),
    st.sampled_from([0, 30, 40, 41, 44, 52, 57, 120, 261, 272, 280]),
    st.integers(0, 2880),
)
lengths = st.integers(0, 5 * 1440).map(lambda n: n * MINUTE)


@st.composite
def cases(draw: st.DrawFn) -> tuple[datetime, datetime, Calendar, list[Pause]]:
    start = draw(starts)
    end = start + draw(lengths)
    pauses: list[Pause] = []
    for _ in range(draw(st.integers(0, 3))):
        pause_start = start + draw(st.integers(-600, 4000)) * MINUTE
        pauses.append((pause_start, pause_start + draw(st.integers(-60, 2000)) * MINUTE))
    if draw(st.integers(0, 5)) == 0:
        pauses.append((start + draw(st.integers(0, 6000)) * MINUTE, None))
    return start, end, draw(st.sampled_from(CALENDARS)), pauses


@given(cases())
@settings(deadline=None, max_examples=150)
def test_time_between_is_what_a_walking_clock_counts(
    case: tuple[datetime, datetime, Calendar, list[Pause]],
) -> None:
    start, end, calendar, pauses = case

    counted = sum(works(m, calendar, pauses) for m in minutes(start, end)) * MINUTE

    assert working_time_between(start, end, calendar, pauses) == counted


@given(cases(), st.integers(1, 1500))
@settings(deadline=None, max_examples=150)
def test_adding_stops_at_the_first_minute_that_completes_the_amount(
    case: tuple[datetime, datetime, Calendar, list[Pause]], amount: int
) -> None:
    start, _, calendar, pauses = case
    moment, left = start, amount
    last = start + timedelta(days=25)
    while left and moment < last:
        left -= works(moment, calendar, pauses)
        moment += MINUTE

    if left:
        with pytest.raises(StandsStill):
            add_working_time(start, amount * MINUTE, calendar, pauses)
    else:
        assert add_working_time(start, amount * MINUTE, calendar, pauses) == moment


@given(starts, st.integers(1, 1500), st.sampled_from(CALENDARS))
@settings(deadline=None, max_examples=150)
def test_subtracting_stops_at_the_last_minute_that_leaves_the_amount(
    end: datetime, amount: int, calendar: Calendar
) -> None:
    moment, left = end, amount
    while left:
        moment -= MINUTE
        left -= works(moment, calendar, ())

    assert subtract_working_time(end, amount * MINUTE, calendar) == moment


@given(
    starts, st.timedeltas(MINUTE / 7, timedelta(hours=200)), st.sampled_from(CALENDARS)
)  # to the microsecond
@settings(deadline=None)
def test_what_was_added_lies_between(
    start: datetime, amount: timedelta, calendar: Calendar
) -> None:
    due = add_working_time(start, amount, calendar)

    assert working_time_between(start, due, calendar) == amount
    assert subtract_working_time(due, amount, calendar) >= start
    assert working_time_between(start, due - timedelta(microseconds=1), calendar) < amount


@given(cases())
@settings(deadline=None, max_examples=100)
def test_intervals_cover_everything_once_and_add_up(
    case: tuple[datetime, datetime, Calendar, list[Pause]],
) -> None:
    start, end, calendar, pauses = case

    found = intervals(start, end, calendar, pauses)

    edges = [(interval.start, interval.end) for interval in found]
    if start == end:
        assert found == []
    else:
        assert [start, *(e for _, e in edges)] == [*(s for s, _ in edges), end]
    assert all(s < e for s, e in edges)
    counted = sum((i.end - i.start for i in found if i.counted), timedelta())
    assert counted == working_time_between(start, end, calendar, pauses)
    assert all(
        works(moment, calendar, pauses) == interval.counted
        for interval in found
        for moment in (interval.start, interval.end - MINUTE)
    )


def test_a_limit_that_ends_with_the_day_is_five_o_clock_and_not_the_next_morning() -> None:
    assert add_working_time(at(11, 23, 9), DAY, CALENDAR) == at(11, 23, 17)
    assert add_working_time(at(11, 23, 9), timedelta(hours=3), CALENDAR) == at(11, 23, 12)
    assert add_working_time(at(11, 23, 10), DAY, CALENDAR) == at(11, 24, 10)


def test_the_answer_is_in_utc() -> None:
    assert add_working_time(at(11, 23, 9), DAY, CALENDAR).tzinfo is UTC


def test_a_start_outside_the_windows_rolls_forward_and_an_end_rolls_back() -> None:
    nothing = timedelta()
    assert add_working_time(at(11, 21, 8), timedelta(hours=1), CALENDAR) == at(11, 23, 10)
    assert add_working_time(at(11, 23, 12, 30), nothing, CALENDAR) == at(11, 23, 13)
    assert add_working_time(at(11, 23, 17), nothing, CALENDAR) == at(11, 23, 17)
    assert add_working_time(at(11, 23, 17, 1), nothing, CALENDAR) == at(11, 24, 9)
    assert subtract_working_time(at(11, 23, 8), nothing, CALENDAR) == at(11, 20, 17)
    assert subtract_working_time(at(11, 23, 12, 30), nothing, CALENDAR) == at(11, 23, 12)


def test_a_working_day_before_the_limit() -> None:
    assert subtract_working_time(at(11, 24, 15), DAY, CALENDAR) == at(11, 23, 15)
    assert subtract_working_time(at(11, 24, 17), DAY, CALENDAR) == at(11, 24, 9)
    assert subtract_working_time(at(11, 23, 11), DAY, CALENDAR) == at(11, 20, 11)


def test_spring_festival_2026_is_worked_on_the_saturdays_around_it() -> None:
    # Friday 13 February; Saturday 14 is worked, 15 to 23 are free, Saturday 28 is worked.
    assert add_working_time(at(2, 13, 16), 2 * DAY, CALENDAR) == at(2, 24, 16)
    assert add_working_time(at(2, 27, 16), DAY, CALENDAR) == at(2, 28, 16)
    assert add_working_time(at(2, 27, 16), 2 * DAY, CALENDAR) == at(3, 2, 16)


def test_national_day_2026_and_the_days_worked_for_it() -> None:
    assert add_working_time(at(9, 18, 10), DAY, CALENDAR) == at(9, 20, 10)  # a Sunday
    assert add_working_time(at(9, 30, 10), DAY, CALENDAR) == at(10, 8, 10)
    assert add_working_time(at(10, 9, 10), DAY, CALENDAR) == at(10, 10, 10)  # a Saturday
    assert working_time_between(at(9, 28), at(10, 12), CALENDAR) == 6 * DAY


def test_october_2025_where_mid_autumn_falls_into_national_day() -> None:
    names = {day: "国庆节" for day in SPECIAL if day.month == 10} | {date(2025, 10, 6): "中秋节"}

    found = intervals(at(9, 30, 16, year=2025), at(10, 9, 10, year=2025), CALENDAR, names=names)

    assert [i[2:] for i in found] == [
        (True, "working", ""),
        (False, "night", ""),
        (False, "holiday", "国庆节"),
        (False, "holiday", "中秋节"),
        (False, "holiday", "国庆节"),
        (False, "night", ""),
        (True, "working", ""),
    ]


def test_every_interval_of_a_paused_weekend_says_why() -> None:
    pauses = [(at(10, 9, 15), at(10, 9, 16)), (at(10, 10, 16), at(10, 12, 10))]
    names = {date(2026, 10, 10): "国庆节调休"}

    assert intervals(at(10, 9, 11), at(10, 12, 11), CALENDAR, pauses, names) == [
        Interval(at(10, 9, 11), at(10, 9, 12), True, "working"),
        Interval(at(10, 9, 12), at(10, 9, 13), False, "lunch"),
        Interval(at(10, 9, 13), at(10, 9, 15), True, "working"),
        Interval(at(10, 9, 15), at(10, 9, 16), False, "paused"),
        Interval(at(10, 9, 16), at(10, 9, 17), True, "working"),
        Interval(at(10, 9, 17), at(10, 10, 9), False, "night"),
        Interval(at(10, 10, 9), at(10, 10, 12), True, "adjusted", "国庆节调休"),
        Interval(at(10, 10, 12), at(10, 10, 13), False, "lunch"),
        Interval(at(10, 10, 13), at(10, 10, 16), True, "adjusted", "国庆节调休"),
        Interval(at(10, 10, 16), at(10, 12, 10), False, "paused"),
        Interval(at(10, 12, 10), at(10, 12, 11), True, "working"),
    ]


def test_a_whole_weekend_is_one_interval() -> None:
    assert intervals(at(11, 20, 18), at(11, 23, 9), CALENDAR) == [
        Interval(at(11, 20, 18), at(11, 21), False, "night"),
        Interval(at(11, 21), at(11, 23), False, "weekend"),
        Interval(at(11, 23), at(11, 23, 9), False, "night"),
    ]


def test_pauses_that_overlap_count_once() -> None:
    pauses: list[Pause] = [
        (at(11, 23, 10), at(11, 23, 15)),
        (at(11, 23, 14), at(11, 23, 16)),
        (at(11, 23, 11), at(11, 23, 12)),
    ]

    assert working_time_between(at(11, 23, 9), at(11, 23, 17), CALENDAR, pauses) == 2 * MINUTE * 60
    assert add_working_time(at(11, 23, 9), DAY, CALENDAR, pauses) == at(11, 24, 15)


def test_behind_a_pause_without_an_end_nothing_is_known() -> None:
    pauses: list[Pause] = [(at(11, 23, 15), None)]

    assert add_working_time(at(11, 23, 9), timedelta(hours=5), CALENDAR, pauses) == at(11, 23, 15)
    with pytest.raises(StandsStill):
        add_working_time(at(11, 23, 9), timedelta(hours=6), CALENDAR, pauses)
    assert working_time_between(at(11, 23, 9), at(12, 23, 9), CALENDAR, pauses) == 5 * MINUTE * 60


def test_the_length_of_a_day_and_the_years_nobody_entered() -> None:
    assert one_working_day(CALENDAR) == DAY
    assert one_working_day(POWER) == timedelta(hours=12, minutes=30)
    assert one_working_day(ROUND_THE_CLOCK) == timedelta(days=1)
    assert years_without_data(at(12, 1), at(2, 1, year=2028), CALENDAR) == (2027, 2028)
    assert years_without_data(at(1, 1), at(12, 31, 23), CALENDAR) == ()


def test_a_year_without_data_is_counted_by_weekdays() -> None:
    assert working_time_between(at(10, 1, year=2027), at(10, 8, year=2027), CALENDAR) == 5 * DAY


def test_senseless_calendars_and_amounts_are_refused() -> None:
    with pytest.raises(ValueError, match="end after"):
        Window(time(12), time(9))
    with pytest.raises(ValueError, match="overlap"):
        Calendar(windows=(Window(time(9), time(12)), Window(time(11), time(13))))
    with pytest.raises(ValueError, match="at least one"):
        Calendar(windows=())
    with pytest.raises(ValueError, match="negative"):
        add_working_time(at(11, 23), -MINUTE, CALENDAR)
    with pytest.raises(ValueError, match="negative"):
        subtract_working_time(at(11, 23), -MINUTE, CALENDAR)
    with pytest.raises(TypeError):
        add_working_time(datetime(2026, 11, 23), DAY, CALENDAR)  # noqa: DTZ001
    with pytest.raises(OverflowError):
        add_working_time(at(11, 23), 40_000 * DAY, CALENDAR)
    with pytest.raises(OverflowError):
        working_time_between(at(11, 23), at(11, 23, year=9000), CALENDAR)


def test_far_years_are_reached_from_many_threads_at_once() -> None:
    calendar = Calendar(special={date(2030, 1, 1): ()})
    found: list[timedelta] = []

    def count(year: int) -> None:
        start = at(1, 1, year=year)
        found.append(
            working_time_between(start, start + timedelta(weeks=100), calendar) - 500 * DAY
        )

    threads = [threading.Thread(target=count, args=(year,)) for year in range(1995, 2095, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found) == [-DAY, *[timedelta()] * 19]


def test_equal_calendars_are_one_key_and_survive_a_journey() -> None:
    twin = Calendar(special=dict(reversed(SPECIAL.items())), known_years=CALENDAR.known_years)

    assert twin == CALENDAR
    assert hash(twin) == hash(CALENDAR)
    assert pickle.loads(pickle.dumps(CALENDAR)) == CALENDAR
    assert CALENDAR != POWER


def test_fifteen_days_are_added_quickly() -> None:
    start = at(9, 28, 10, 30)
    add_working_time(start, 15 * DAY, CALENDAR)
    began = perf_counter()
    for _ in range(2000):
        add_working_time(start, 15 * DAY, CALENDAR)

    assert (perf_counter() - began) / 2000 < 50e-6
