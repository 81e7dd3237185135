"""Rating: the enterprise alone says whether it is solved."""

from datetime import timedelta

import pytest

from liandong.appeals import actions
from liandong.appeals.enums import Act, State, Verdict
from liandong.appeals.models import Appeal
from liandong.kit.now import standing_at
from tests.appeals.pages.test_files import photo

STARS = {"speed": "4", "attitude": "5", "result": "3"}


@pytest.fixture
def path(resolved):
    return f"/appeals/{resolved.reference}/rate/"


def now_of(appeal) -> Appeal:
    return Appeal.objects.get(pk=appeal.pk)


def test_it_says_what_was_done_when_it_is_opened_and_what_silence_does(path, phone, said):
    words = said(phone.get(path))
    assert "供电公司说办好了 今天 09:30 已增容到 800 千伏安。" in words
    assert "12月15日 开封前，供电公司看不到您怎么评的。" in words
    assert "12月1日 09:30 前您没点，西工区企业服务专班会打电话问一声。" in words
    assert "checked" not in phone.get(path).content.decode().partition("unsolved")[0]


@pytest.mark.parametrize("verdict", [Verdict.SOLVED, Verdict.PARTLY])
def test_rated_and_closed(verdict, path, resolved, phone, said, toasts):
    response = phone.post(path, {"verdict": verdict, **STARS, "comment": "谢谢"}, follow=True)
    closed = now_of(resolved)
    assert (closed.state, closed.verdict) == (State.CLOSED, verdict)
    assert (closed.speed, closed.attitude, closed.result, closed.comment) == (4, 5, 3, "谢谢")
    assert toasts(response) == ["谢谢您，评价已收到"]
    assert "速度 4 分，态度 5 分，结果 3 分" in said(response)


def test_one_row_of_stars_rates_all_three(path, resolved, phone, said):
    phone.post(path, {"verdict": "solved", "overall": "4"})
    closed = now_of(resolved)
    assert (closed.state, closed.speed, closed.attitude, closed.result) == (State.CLOSED, 4, 4, 4)


def test_what_is_rated_apart_keeps_its_own(path, resolved, phone, said):
    phone.post(path, {"verdict": "partly", "overall": "5", "speed": "2"})
    closed = now_of(resolved)
    assert (closed.speed, closed.attitude, closed.result) == (2, 5, 5)


def test_not_solved_goes_back_with_a_reason(path, resolved, phone, said):
    answer = {"verdict": "not_solved", "then": "again", "reason": "下雨又淌水"}
    words = said(phone.post(path, answer, follow=True))
    assert (now_of(resolved).state, now_of(resolved).disputes) == (State.IN_PROGRESS, 1)
    assert "下雨又淌水" in words


def test_the_second_time_it_goes_to_the_coordinator(path, resolved, officer, do, phone, said):
    answer = {"verdict": "not_solved", "then": "again", "reason": "没好"}
    assert "退给供电公司，接着办" in said(phone.get(path))
    phone.post(path, answer)
    do(Act.RESOLVE, resolved, outcome="solved", answer="又修了", by=officer)
    assert "这是第二次，交给西工区企业服务专班盯着办" in said(phone.get(path))
    phone.post(path, answer)
    assert now_of(resolved).with_coordinator


def test_not_solved_and_left_at_that(path, resolved, phone):
    phone.post(path, {"verdict": "not_solved", "then": "end", **STARS})
    assert (now_of(resolved).state, now_of(resolved).verdict) == (State.CLOSED, "not_solved")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({}, "请先选：解决了、部分解决，还是没解决。"),
        ({"verdict": "solved"}, "请打分"),
        ({"verdict": "solved", "overall": "6"}, "总的来说 请打分"),
        ({"verdict": "solved", **STARS, "speed": "6"}, "速度 请打分"),
        ({"verdict": "solved", "speed": "2"}, "态度 请打分"),
        ({"overall": "5"}, "请先选：解决了、部分解决，还是没解决。"),
        ({"verdict": "not_solved", "then": "again", "reason": " "}, "请填写“哪里没解决”。"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(answer, words, path, resolved, phone, said):
    response = phone.post(path, answer | {"comment": "写了一句"})
    assert response.status_code == 422
    assert words in said(response)
    assert "写了一句" in response.content.decode()
    assert now_of(resolved).state == State.RESOLVED


def test_before_and_after_stand_side_by_side(in_progress, enterprise, officer, do, phone, said):
    actions.add_attachment(in_progress, name="前.jpg", data=photo(), by=enterprise)
    actions.add_attachment(in_progress, name="后.jpg", data=photo("#864"), by=officer)
    do(Act.RESOLVE, in_progress, outcome="solved", answer="好了", by=officer)
    words = said(phone.get(f"/appeals/{in_progress.reference}/rate/"))
    assert "今天 您拍的" in words
    assert "今天 处理后" in words


def test_an_explained_one_asks_otherwise(in_progress, officer, do, phone, said):
    do(Act.RESOLVE, in_progress, outcome="explained", answer="办不了", basis="供电条例", by=officer)
    words = said(phone.get(f"/appeals/{in_progress.reference}/rate/"))
    assert "这样答复您认吗？" in words
    assert "依据 供电条例" in words


def test_twice_is_refused(path, resolved, phone, toasts):
    answer = {"verdict": "solved", **STARS}
    phone.post(path, answer, follow=True)
    response = phone.post(path, answer | {"speed": "1"}, follow=True)
    assert toasts(response) == ["这件现在是“已销号”，不用评价了。"]
    assert now_of(resolved).speed == 4


def test_one_that_is_in_hand_is_not_rated(in_progress, phone):
    path = f"/appeals/{in_progress.reference}/"
    assert phone.get(f"{path}rate/")["Location"] == path


def test_after_the_silence_it_says_who_calls(path, resolved, phone, said, tuesday):
    Appeal.objects.filter(pk=resolved.pk).update(silent_at=None)
    with standing_at(tuesday + timedelta(days=8)):
        assert "看不到您怎么评的。 西工区企业服务专班会打电话问一声。" in said(
            phone.get(path)
        ).replace("。西", "。 西")


def test_the_department_does_not_read_it_before(path, resolved, officer, sign_in, phone):
    phone.post(path, {"verdict": "partly", **STARS, "comment": "慢了点"})
    case = sign_in(officer).get(f"/desk/appeals/{resolved.reference}/").content.decode()
    assert "慢了点" not in case
    assert "部分解决" not in case
