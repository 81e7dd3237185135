"""What a sample enterprise would report month by month, and what it would need; always the same."""

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

SEASON = (0.92, 0.7, 1.02, 1.04, 1.05, 1.03, 0.98, 0.97, 1.06, 1.05, 1.07, 1.11)
FALLING = 17  # every so manyth enterprise sells much less of late


class Past:
    """An enterprise's two years, around what the base knows of it."""

    def __init__(self, number: int, employees: int, known: Mapping[str, Any]) -> None:
        self.number, self.employees, self.known = number, employees, known
        random = Random(number * 31)  # noqa: S311 (a sample, not a secret)
        self.growth = random.gauss(0.06, 0.1)
        self.year = float(known.get("revenue") or employees * 400_000)
        self.power = float(known.get("power_used") or employees * 400)
        self.orders = float(known.get("orders") or self.year * 0.15)

    @property
    def place(self) -> str:
        """The street it stands in."""
        return str(self.known.get("park") or self.known.get("town") or "")

    def month(self, month: date) -> dict[str, Any]:
        """Return the five figures of a month, money in yuan."""
        random = Random(f"{self.number} {month} figures")  # noqa: S311 (a sample, not a secret)
        years = (month.year - 2025) + (month.month - 6) / 12
        level = (1 + self.growth) ** years * SEASON[month.month - 1] * random.uniform(0.93, 1.07)
        if self.number % FALLING == 0 and years > 1.2:
            level *= 0.6
        revenue = round(self.year / 12 * level, -2)
        return {
            "revenue": revenue,
            "tax": round(revenue * random.uniform(0.028, 0.042), -2),
            "power": round(self.power * level),
            "staff": max(1, round(self.employees * (1 + self.growth / 4) ** years)),
            "orders": round(self.orders * level * random.uniform(0.8, 1.2), -3),
        }


def needs_of(random: Random, employees: int) -> dict[str, list[float | None]]:
    """Return what an enterprise would need in three months; not everybody can say."""

    def some(chance: float, least: float, most: float, step: int) -> list[float | None]:
        draw = random.random()
        if draw > 0.9:
            return [None, None, None]
        if draw > chance:
            return [0, 0, 0]
        first = round(random.uniform(least, most) / step) * step
        return [0, first, first] if random.random() < 0.4 else [first, first, first]

    return {
        "capacity": some(0.3, 100, 630, 10),
        "water": some(0.12, 200, 2000, 100),
        "gas": some(0.1, 500, 8000, 100),
        "land": some(0.06, 5, 40, 1),
        "labour": some(0.4, 3, 4 + employees / 10, 1),
        "money": some(0.3, 1_000_000, 20_000_000, 500_000),
    }
