"""A list of words found in a text in one pass, whatever its width, case or spacing."""

from __future__ import annotations

from collections.abc import Iterable
from operator import add

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # full-width ASCII, one to one
_CASE = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_FOLD = _WIDTH | {code: code - 0xFEE0 + 32 for code in range(0xFF21, 0xFF3B)} | _CASE
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")


def fold(text: str) -> str:
    """The text with full-width ASCII narrowed and capitals lowered; its length stays the same."""
    return text.translate(_FOLD)


def closed_up(text: str) -> tuple[str, list[int] | None]:
    """The folded text without blanks, and for each character its place in the original.

    People who speak or paste leave blanks and line ends inside words. The places are None
    when nothing was taken out, so that the usual text pays nothing.
    """
    folded = fold(text)
    if not any(char.isspace() or char in _INVISIBLE for char in set(folded)):
        return folded, None
    places = [
        place for place, char in enumerate(folded) if not char.isspace() and char not in _INVISIBLE
    ]
    return "".join(folded[place] for place in places), places


class WordFinder:
    """Finds which of many words occur in a text.

    The words are filed under their first two characters; the pairs of a text are compared with
    those in one set operation, so the cost follows the text and not the number of words.
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Take words of two characters or more, already folded; a shorter one is a ValueError."""
        heads: dict[str, list[str]] = {}
        for word in dict.fromkeys(words):
            if len(word) < 2:
                raise ValueError(f"a word needs two characters or more: {word!r}")
            heads.setdefault(word[:2], []).append(word)
        self._heads = {head: tuple(words) for head, words in heads.items()}

    def present(self, text: str) -> list[str]:
        """The words that occur in the folded text, in no particular order."""
        heads = self._heads
        found: list[str] = []
        for head in heads.keys() & set(map(add, text, text[1:])):
            for word in heads[head]:
                if len(word) == 2 or word in text:
                    found.append(word)
        return found


def starts(text: str, word: str) -> list[int]:
    """Every place where the word begins in the text, overlaps included."""
    places: list[int] = []
    place = text.find(word)
    while place >= 0:
        places.append(place)
        place = text.find(word, place + 1)
    return places
