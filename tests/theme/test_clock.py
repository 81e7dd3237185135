"""The clock's picture: what counted, what did not, in bars and in words."""

from datetime import datetime, timedelta
from pathlib import Path

from liandong.kit.working_time import SHANGHAI, Calendar
from liandong.kit.working_time import intervals as working_intervals
from liandong.theme import pictures, samples, spells


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


def test_the_sample_is_what_the_working_calendar_says() -> None:
    pause = [(_at(23, 13), _at(23, 17))]
    found = working_intervals(_at(19, 9, 12), samples.DUE, Calendar(), pause)
    assert spells.spells(found) == spells.spells(samples.intervals())


def test_a_running_clock_says_each_day_up_to_now() -> None:
    rows = pictures.clock(samples.intervals(), samples.NOW, samples.DUE)["rows"]
    assert [(r["words"], r["counted"], r["length"]) for r in rows] == [
        ("11月19日 09:12 起", True, "6 小时 48 分"),
        ("11月20日", True, "7 小时"),
        ("11月21日–22日 周末", False, "48 小时"),
        ("11月23日 09:00–12:00", True, "3 小时"),
        ("11月23日 13:00–17:00 暂停", False, "4 小时"),
        ("11月24日", True, "7 小时"),
        ("11月25日 到 14:20", True, "4 小时 20 分"),
    ]


def test_bars_show_what_counted_what_is_left_and_where_now_is() -> None:
    picture = pictures.clock(samples.intervals(), samples.NOW, samples.DUE)
    kinds = [b["kind"] for b in picture["bars"]]
    assert kinds == ["on", "on", "off", "on", "off", "on", "on", "left", "left"]
    last = picture["bars"][-1]
    assert abs(float(last["x"]) + float(last["width"]) - pictures.WIDTH) < 0.2
    assert [t["word"] for t in picture["ticks"] if t["today"]] == ["25日"]
    on, left = picture["bars"][6], picture["bars"][7]
    assert float(on["x"]) < float(picture["now"]) <= float(left["x"])


def test_what_is_late_is_drawn_as_late() -> None:
    due = _at(24, 10)
    picture = pictures.clock(samples.intervals(), samples.NOW, due)
    assert [b["kind"] for b in picture["bars"]][-4:] == ["over", "over", "free", "free"]


def test_a_clock_that_has_stopped_lists_everything_and_has_no_now() -> None:
    picture = pictures.clock(samples.intervals(), None, samples.DUE)
    assert picture["now"] == ""
    assert picture["rows"][-1] == {"words": "11月26日", "counted": True, "length": "4 小时 12 分"}


def test_every_spell_is_there_for_who_asks() -> None:
    every = pictures.clock(samples.intervals(), samples.NOW, samples.DUE)["every"]
    passed, coming = every
    assert (passed["name"], passed["length"]) == ("passed", "28 小时 08 分")
    assert (coming["name"], coming["length"]) == ("coming", "6 小时 52 分")
    assert len(passed["rows"]) + len(coming["rows"]) == len(samples.intervals()) + 1
    assert passed["rows"][-1]["words"] == "11月25日 13:00–14:20"
    assert coming["rows"][0]["words"] == "11月25日 14:20–17:00"
    assert passed["rows"][1] == {
        "words": "11月19日 12:00–13:00",
        "why": "午休",
        "counted": False,
        "length": "1 小时",
    }
    assert passed["rows"][3]["words"] == "11月19日 17:00–11月20日 09:00"


def test_a_holiday_has_its_name_and_its_days() -> None:
    holiday = {
        "start": datetime(2026, 9, 30, 16, tzinfo=SHANGHAI),
        "end": datetime(2026, 10, 1, tzinfo=SHANGHAI),
        "counted": True,
        "why": "working",
    }
    free = {
        "start": datetime(2026, 10, 1, tzinfo=SHANGHAI),
        "end": datetime(2026, 10, 8, tzinfo=SHANGHAI),
        "counted": False,
        "why": "holiday",
        "name": "国庆节",
    }
    rows = pictures.clock([holiday, free], None, None)["rows"]
    assert [r["words"] for r in rows] == ["9月30日 16:00 起", "10月1日–7日 国庆节"]


def test_a_rest_that_began_in_the_middle_is_named_by_its_days() -> None:
    evening = {"start": _at(22, 20, 19), "end": _at(23, 0), "counted": False, "why": "weekend"}
    found = pictures.clock([evening], _at(24, 10), None)
    assert [r["words"] for r in found["rows"]] == ["11月22日 周末"]
    assert [r["words"] for r in found["every"][0]["rows"]] == ["11月22日 20:19–11月23日 00:00"]


def test_a_pause_over_days_says_its_hours() -> None:
    pause = {"start": _at(23, 13), "end": _at(25, 9), "counted": False, "why": "paused"}
    assert pictures.clock([pause], None, None)["rows"][0]["words"] == (
        "11月23日 13:00–11月25日 09:00 暂停"
    )


def test_what_is_too_short_for_a_minute_has_no_row() -> None:
    blink = {
        "start": _at(24, 10),
        "end": _at(24, 10) + timedelta(seconds=20),
        "counted": False,
        "why": "paused",
    }
    picture = pictures.clock([blink], _at(24, 11), None)
    assert (picture["rows"], picture["every"]) == ([], [])


def test_bars_and_days_stay_inside_the_picture_however_long_it_runs() -> None:
    found = working_intervals(_at(2, 10), _at(2, 10) + timedelta(days=800), Calendar())
    for now in (_at(2, 11), _at(2, 10) + timedelta(days=799)):
        picture = pictures.clock(found, now, _at(5, 10))
        last = picture["bars"][-1]
        assert float(last["x"]) + float(last["width"]) <= pictures.WIDTH + 0.2
        assert all(float(t["x"]) <= pictures.WIDTH - pictures.LAST_TICK for t in picture["ticks"])


def test_a_clock_without_time_draws_nothing() -> None:
    assert pictures.clock([], samples.NOW, samples.DUE) == {
        "bars": [],
        "ticks": [],
        "now": "",
        "rows": [],
        "every": [],
    }


def test_lengths_in_words() -> None:
    words = [spells.length(timedelta(minutes=m)) for m in (0, 5, 60, 61, 35 * 60)]
    assert words == ["0 分", "5 分", "1 小时", "1 小时 01 分", "35 小时"]


def test_a_chart_stays_inside_its_frame_and_says_its_ends() -> None:
    points = [{"label": "一月", "value": 3}, {"label": "二月", "value": 9}]
    picture = pictures.chart(points)
    assert picture["path"] == "M34.0 86.0L276.0 6.0"
    assert (picture["from"], picture["to"]) == ("一月", "二月")
    assert (picture["first"], picture["last"]) == ("3", "9")
    assert pictures.chart([])["path"] == ""
    assert pictures.chart([{"label": "一月", "value": 0}])["path"] == "M34.0 86.0"


def test_time_to_come_has_the_colour_of_no_lamp() -> None:
    style = Path("liandong/theme/static/theme/parts.css").read_text("utf-8")
    left = style[style.index(".ck-left {") :].partition("}")[0]
    assert not any(lamp in left for lamp in ("--warn", "--bad", "--ok"))
