"""A list of words found in a text in one pass, whatever its width, case or spacing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import numpy as np

# Full-width letters and digits become plain ones, capitals small ones: one character for one.
_FOLD = {
    wide: ord(chr(wide - 0xFEE0).lower())
    for wide in range(0xFF01, 0xFF5F)
    if chr(wide - 0xFEE0).isalnum()
} | {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_TO_FOLD = re.compile("[" + "".join(map(chr, _FOLD)) + "]")
# Blanks, and characters that print nothing: zero-width ones, the soft hyphen, controls.
_LETTERS = re.compile(r"[a-z]+")
_BLANK = re.compile(r"[\s\x00-\x1f\x7f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")


def fold(text: str) -> str:
    """The text with full-width letters narrowed and capitals lowered; its length stays the same."""
    return text.translate(_FOLD) if _TO_FOLD.search(text) else text


def closed_up(text: str) -> tuple[str, list[int] | None]:
    """The folded text without blanks, and for each character its place in the original.

    People who speak or paste leave blanks and line ends inside words. The places are None
    when nothing was taken out, so that the usual text pays nothing.
    """
    folded = fold(text)
    if not _BLANK.search(folded):
        return folded, None
    blank = {match.start() for match in _BLANK.finditer(folded)}
    places = [place for place in range(len(folded)) if place not in blank]
    return _BLANK.sub("", folded), places


def letters(text: str) -> set[str]:
    """The runs of letters in a text, folded: what it says in English."""
    return set(_LETTERS.findall(fold(text)))


class WordFinder:
    """Finds which of many words occur in a text.

    Words of two characters, and the first three of longer ones, are compared with the pairs and triples
    of a text in one set operation each, so the cost follows the text and not the number of words. Pairs and
    triples are numbers: to cut them out of a text as strings takes three times as long.
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Take words of two characters or more, already folded; a shorter one is a ValueError."""
        self._words: dict[int, list[str]] = {}
        for word in dict.fromkeys(words):
            if len(word) < 2:
                raise ValueError(f"a word needs two characters or more: {word!r}")
            code = _codes(word)[len(word) > 2][0]
            self._words.setdefault(code, []).append(word)
        self._codes = frozenset(self._words)

    def present(self, text: str) -> list[str]:
        """The words that occur in the folded text, in no particular order."""
        pairs, triples = _codes(text)
        found: list[str] = []
        for code in self._codes.intersection(pairs + triples):
            found += [word for word in self._words[code] if word in text]
        return found


def _codes(text: str) -> tuple[list[int], list[int]]:
    """The pairs and the triples of neighbouring characters, 21 bits each; no pair has a triple's number."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    pairs = points[:-1] << 21 | points[1:]
    return pairs.tolist(), (pairs[:-1] << 21 | points[2:]).tolist()


def starts(text: str, word: str, most: int = 12) -> Iterator[int]:
    """The first places where the word begins in the text, overlaps included."""
    place = text.find(word)
    while place >= 0 and most:
        yield place
        most -= 1
        place = text.find(word, place + 1)
