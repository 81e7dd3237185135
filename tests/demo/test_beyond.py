"""What the sample has besides appeals stands whole or not at all, in its order."""

import pytest

from liandong.demo.actions import beyond
from liandong.demo.actions.cast import Cast
from liandong.departments.models import Region
from tests.conftest import TUESDAY

CAST = Cast({}, {}, [], {}, {}, {})


def test_a_list_comes_before_who_keeps_in_touch_and_signals_last():
    names = [scene.__name__.removeprefix("set_") for scene in beyond.SCENES]
    assert names == ["keylist", "liaison", "calendar", "figures", "membership", "risks"]


@pytest.mark.django_db
def test_scenes_stand_whole_or_not_at_all(monkeypatch):
    def adds(cast, end):
        Region.objects.create(code="999999", name="示例")

    def fails(cast, end):
        raise ZeroDivisionError

    monkeypatch.setattr(beyond, "SCENES", (adds, fails))
    with pytest.raises(ZeroDivisionError):
        beyond.set_beyond(CAST, TUESDAY)
    assert not Region.objects.filter(code="999999").exists()
    monkeypatch.setattr(beyond, "SCENES", (adds,))
    beyond.set_beyond(CAST, TUESDAY)
    assert Region.objects.filter(code="999999").exists()
