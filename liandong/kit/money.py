"""Amounts of money as English readers count them."""

from decimal import Decimal

_SIZES = (("billion", Decimal(10**9)), ("million", Decimal(10**6)))


def english_amount(yuan: Decimal) -> str:
    """Return yuan in figures below a million, above it in millions or billions with four places at most."""
    rounded = round(yuan, 2)
    if abs(rounded) >= _SIZES[-1][1]:
        rounded = round(rounded / 100) * Decimal(100)
    for word, size in _SIZES:
        if abs(rounded) >= size:
            return f"{_trimmed(rounded / size, 4)} {word}"
    return _trimmed(rounded, 2)


def _trimmed(amount: Decimal, places: int) -> str:
    return f"{amount:,.{places}f}".rstrip("0").rstrip(".")
