"""Working ahead: the same things in the same order, what is raised comes through, nothing goes on afterwards."""

import threading
from contextlib import closing

import pytest
from django.utils import translation

from liandong.kit.ahead import ahead


def test_all_come_in_order_in_the_language_of_whoever_asks():
    with translation.override("en"):
        assert list(ahead(translation.get_language() + str(n) for n in range(5))) == [
            "en0", "en1", "en2", "en3", "en4",
        ]  # fmt: skip


def test_the_next_is_made_while_one_is_in_use():
    made = [threading.Event() for _ in range(3)]

    def things():
        for event in made:
            event.set()
            yield event

    with closing(ahead(things())) as given:
        next(given)
        assert made[1].wait(10)
        assert not made[2].is_set()


def test_what_is_raised_comes_to_whoever_asks():
    def things():
        yield 1
        raise ValueError("broken")

    given = ahead(things())
    assert next(given) == 1
    with pytest.raises(ValueError, match="broken"):
        next(given)
