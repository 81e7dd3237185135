"""Working ahead: the next thing is made while the one before is still being used."""

from collections.abc import Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.utils import translation

T = TypeVar("T")
_END = object()


def ahead(things: Iterable[T]) -> Generator[T]:
    """Give things in their order, each made by a thread while its forerunner is in use; close it when done.

    What makes them may not touch the database: it has no connection of its own. The language goes along;
    what is raised comes to whoever asks for the thing.
    """
    source = iter(things)
    language = translation.get_language()

    def following() -> T | object:
        with translation.override(language):
            return next(source, _END)

    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(following)
        while (thing := waiting.result()) is not _END:
            waiting = thread.submit(following)
            yield thing  # type: ignore[misc]
