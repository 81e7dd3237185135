"""Sentences fit, quiet hours pass midnight, and an address leads where it says."""

from datetime import UTC, datetime, time

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from liandong.kit.refusals import Refused
from liandong.notices.enums import ChannelKind
from liandong.notices.rules.channels import apprise_url, masked, normal_address
from liandong.notices.rules.icons import ICONS, NOUNS, icon_of
from liandong.notices.rules.quiet import quiet_until
from liandong.notices.rules.saying import DAYS, MOMENTS, said
from liandong.notices.rules.sentences import (
    LONGEST,
    cut,
    day_words,
    moment_words,
    names_in,
    sentence,
)
from liandong.notices.rules.telling import TABLE, TOLD, tellings_of
from liandong.theme.icons import LUCIDE

SENTENCES = sorted({str(t.says) for tellings in TABLE.values() for t in tellings})


@pytest.mark.parametrize("pattern", SENTENCES)
def test_a_sentence_fits_and_says_all_it_knows(pattern):
    short = sentence(pattern, dict.fromkeys(names_in(pattern), "某事"))
    assert "%" not in short
    assert "|" not in short
    assert 8 <= len(short) <= LONGEST
    long = sentence(pattern, dict.fromkeys(names_in(pattern), "很长的内容" * 20))
    assert len(long) <= LONGEST


@pytest.mark.parametrize("pattern", SENTENCES)
def test_a_sentence_reads_without_what_its_bars_enclose(pattern):
    bare = sentence(pattern, {"title": "停电", "lead": "供电公司", "office": "营商办"})
    assert not any(wrong in bare for wrong in (" 前", "，，", "，。", "。。", "|"))


def test_every_sentence_is_said_in_every_language_with_and_without_its_title():
    for (verb, hat), telling in TOLD.items():
        names = set(telling.names)
        facts = dict.fromkeys(names, "x") | dict.fromkeys(
            names & MOMENTS, "2026-11-26T09:00:00+00:00"
        )
        facts |= dict.fromkeys(names & DAYS, "2026-11-26")
        for language, this in (("zh-hans", "这件诉求"), ("en", "this appeal")):
            with translation.override(language):
                whole, brief = said(verb, hat, facts), said(verb, hat, facts, titled=False)
            assert "%" not in whole + brief
            assert brief[0] == brief[0].upper() or brief[0] == "x"
            assert (this in brief.lower()) == (verb.startswith("appeal.")), brief
            assert this not in whole.lower()


def test_every_hat_of_a_verb_has_a_name_of_its_own():
    assert len(TOLD) == sum(map(len, TABLE.values()))
    assert [one.hat for one in TABLE["appeal.withdrawn"]] == [
        "coordinators", "lead", "assists", "coordinators2",
    ]  # fmt: skip


def test_a_part_is_left_out_when_something_in_it_is_missing():
    pattern = "「%(title)s」由%(lead)s办|，%(accept_by)s 前签收|。"
    facts = {"title": "停电", "lead": "供电公司", "accept_by": "11月26日 17:00"}
    assert sentence(pattern, facts) == "「停电」由供电公司办，11月26日 17:00 前签收。"
    assert sentence(pattern, facts | {"accept_by": ""}) == "「停电」由供电公司办。"


def test_the_title_gives_way_first_and_the_date_stays():
    pattern = "「%(title)s」由%(lead)s办|，%(accept_by)s 前签收|。"
    facts = {"title": "字" * 100, "lead": "洛阳供电公司", "accept_by": "11月26日 17:00"}
    said = sentence(pattern, facts)
    assert (len(said), said[-20:]) == (60, "阳供电公司办，11月26日 17:00 前签收。"[-20:])


@given(st.text(max_size=200), st.integers(2, 80))
def test_cutting_never_exceeds(text, length):
    assert len(cut(text, length)) <= length
    assert cut(text, length) == text or cut(text, length).endswith("…")


def test_moments_are_read_in_china():
    assert moment_words("2026-11-26T09:00:00+00:00") == "11月26日 17:00"
    assert moment_words(datetime(2026, 11, 26, 9, 5, tzinfo=UTC)) == "11月26日 17:05"
    assert (moment_words(None), day_words("2026-12-01"), day_words("")) == ("", "12月1日", "")


def test_the_table_asks_the_entry():
    def first(verb: str, **data: object) -> list[str]:
        return [telling.to.name for telling in tellings_of(verb, data)]

    assert first("appeal.submitted", department=None) == [
        "NAMED", "COORDINATORS", "ENTERPRISE", "ENTERPRISE",
    ]  # fmt: skip
    assert first("appeal.submitted", department="ly-power") == ["NAMED", "ENTERPRISE"]
    assert first("appeal.disputed", times=1) == ["LEAD"]
    assert first("appeal.disputed", times=3) == ["COORDINATORS", "LEAD"]
    assert first("appeal.looked_again", holds=True) == []
    assert first("appeal.remarked") == first("appeal.phone_shown") == first("no.such") == []


def china(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, (hour - 8) % 24, minute, tzinfo=UTC).replace(
        day=day if hour >= 8 else day - 1
    )


@pytest.mark.parametrize(
    ("at", "start", "end", "until"),
    [
        (china(12), time(22), time(7), china(12)),
        (china(22), time(22), time(7), china(7, day=25)),
        (china(23, 30), time(22), time(7), china(7, day=25)),
        (china(3), time(22), time(7), china(7)),
        (china(7), time(22), time(7), china(7)),
        (china(12, 30), time(12), time(13, 30), china(13, 30)),
        (china(14), time(12), time(13, 30), china(14)),
        (china(3), time(0), time(0), china(3)),
    ],
)
def test_quiet_hours(at, start, end, until):
    assert quiet_until(at, start, end) == until


FIRST = datetime(2020, 1, 1)  # noqa: DTZ001 (the strategy adds the zone)


@given(st.datetimes(timezones=st.just(UTC), min_value=FIRST), st.times(), st.times())
def test_quiet_hours_end_within_a_day_and_outside_themselves(at, start, end):
    until = quiet_until(at, start, end)
    assert 0 <= (until - at).total_seconds() <= 86400
    assert quiet_until(until, start, end) == until


KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
TOKEN = "a" * 64


@pytest.mark.parametrize(
    ("kind", "typed", "kept", "url"),
    [
        (ChannelKind.WECOM, f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}", KEY, f"wecombot://{KEY}/"),
        (ChannelKind.WECOM, f" {KEY} ", KEY, f"wecombot://{KEY}/"),
        (ChannelKind.DINGTALK, f"https://oapi.dingtalk.com/robot/send?access_token={TOKEN}", TOKEN, f"dingtalk://{TOKEN}/"),
        (ChannelKind.DINGTALK, f"{TOKEN} SECabcdef12", f"{TOKEN} SECabcdef12", f"dingtalk://SECabcdef12@{TOKEN}/"),
        (ChannelKind.FEISHU, f"https://open.feishu.cn/open-apis/bot/v2/hook/{KEY}", KEY, f"feishu://{KEY}/"),
        (ChannelKind.WEBHOOK, "https://example.com/in?a=1&b=x y", "https://example.com/in?a=1&b=x y",
         "jsons://example.com/in?redirect=no&-a=1&-b=x%20y"),
        (ChannelKind.WEBHOOK, "http://example.com:8080", "http://example.com:8080", "json://example.com:8080/?redirect=no"),
    ],
)  # fmt: skip
def test_an_address_becomes_what_apprise_knows(kind, typed, kept, url):
    assert normal_address(kind, typed) == kept
    assert apprise_url(kind, kept) == url


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (ChannelKind.SMS, "12345"),
        (ChannelKind.MAIL, "name"),
        (ChannelKind.WECOM, "https://example.com/cgi-bin/webhook/send?key=" + KEY),
        (ChannelKind.WECOM, "x"),
        (ChannelKind.FEISHU, ""),
        (ChannelKind.DINGTALK, f"https://oapi.dingtalk.com/robot/send?access_token={TOKEN}&secret=a/b"),
        (ChannelKind.WEBHOOK, "ftp://example.com/"),
        (ChannelKind.WEBHOOK, "https://name:word@example.com/"),
        (ChannelKind.WEBHOOK, "https://[::1"),
        (ChannelKind.WEBHOOK, "https://example.com:port/"),
        (ChannelKind.WEBHOOK, "https:///path"),
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(kind, typed):
    with pytest.raises(Refused) as refused:
        normal_address(kind, typed)
    assert refused.value.code == "channel.bad_address"


def test_addresses_are_masked():
    assert masked(ChannelKind.SMS, "13800001234") == "138****1234"
    assert masked(ChannelKind.MAIL, "somebody@example.com") == "so…@example.com"
    assert masked(ChannelKind.WEBHOOK, "https://example.com/secret?x=1") == "https://example.com/…"
    assert KEY not in masked(ChannelKind.WECOM, KEY)


def test_every_notice_has_an_icon_of_the_sprite_by_its_kind():
    assert not [verb for verb in TABLE if icon_of(verb) == "bell"]
    assert {*ICONS, *NOUNS.values()} <= set(LUCIDE)
    assert icon_of("visit.planned") == "calendar-days"
    assert icon_of("appeal.asked") != icon_of("appeal.resolved")
