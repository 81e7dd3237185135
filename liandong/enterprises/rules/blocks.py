"""One fact of 8,192 neighbouring enterprises, packed side by side for reading in bulk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

SIZE = 8192
WORDS = {"text", "choice", "region", "industry", "phone", "web"}
EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Packed:
    """Which of the block's enterprises have the fact (a bit each), and their values in order."""

    present: bytes
    values: bytes
    words: list[str] | None


@dataclass(frozen=True)
class Column:
    """One fact of all who have it: enterprises' ids, rising, and values; places in `words` for words.

    Dates are days since 1970, yes and no are 1 and 0, money is in yuan.
    """

    ids: NDArray[np.int64]
    values: NDArray[Any]
    words: list[str] | None = None


def pack(type_: str, found: Mapping[int, Any]) -> Packed:
    """Return the values of one block packed; `found` gives them by place in the block."""
    places = sorted(found)
    bits = np.zeros(SIZE, dtype=bool)
    bits[places] = True
    present = np.packbits(bits, bitorder="little").tobytes()
    if type_ in WORDS:
        words = sorted({str(value) for value in found.values()})
        code = {word: number for number, word in enumerate(words)}
        numbers = np.array([code[str(found[p])] for p in places], dtype="<i4")
        return Packed(present, numbers.tobytes(), words)
    figures = [_figure(type_, found[place]) for place in places]
    return Packed(present, np.array(figures, dtype="<f8").tobytes(), None)


def join(type_: str, blocks: Iterable[tuple[int, Packed]]) -> Column:
    """Return the column of blocks given by rising number."""
    ids: list[NDArray[np.int64]] = [np.empty(0, np.int64)]
    values: list[NDArray[Any]] = [np.empty(0, "<i4" if type_ in WORDS else "<f8")]
    code: dict[str, int] = {}
    for number, packed in blocks:
        bits = np.unpackbits(np.frombuffer(packed.present, np.uint8), bitorder="little")
        ids.append(np.flatnonzero(bits) + number * SIZE)
        if packed.words is None:
            values.append(np.frombuffer(packed.values, "<f8"))
        else:
            places = np.frombuffer(packed.values, "<i4")
            values.append(_renumbered(packed.words, code)[places])
    return Column(
        np.concatenate(ids), np.concatenate(values), list(code) if type_ in WORDS else None
    )


def _renumbered(words: Sequence[str], code: dict[str, int]) -> NDArray[np.int32]:
    return np.array([code.setdefault(word, len(code)) for word in words], dtype="<i4")


def _figure(type_: str, value: Any) -> float:
    if type_ == "date":
        return date.fromisoformat(value).toordinal() - EPOCH
    return float(value)
