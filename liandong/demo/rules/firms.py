"""Who the sample enterprises are: names, industries, sizes and addresses, always the same ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

MARK = "（示例）"
SCALES = {"U": "micro", "S": "small", "M": "medium", "L": "large"}
STAFF = {"U": (3, 19), "S": (20, 280), "M": (300, 900), "L": (1000, 3200)}


@dataclass(frozen=True)
class Firm:
    """One sample enterprise before it is stored."""

    number: int
    name: str
    short: str
    group: str
    industry: str
    industry_name: str
    scale: str
    employees: int
    street: str
    road: str
    house: int


def firms(count: int, data: dict[str, Any], seed: int = 4103) -> Iterator[Firm]:
    """Yield so many enterprises; the first two are those of the people who can be signed in as.

    All are different; a shorter list is the beginning of a longer one.
    """
    random = Random(seed)  # noqa: S311 (a sample, not a secret)
    taken: set[str] = set()
    first = data["kinds"][0]
    for number in range(1, count + 1):
        kind = first if number <= 2 else _weighted(random, data["kinds"])
        word = ("轴承", "精密轴承")[number - 1] if number <= 2 else kind["word"]
        name = "示例" if number <= 2 else _name(random, data, word, taken)
        scale = "M" if number <= 2 else random.choice(kind["scales"])
        street = data["streets"][-1] if number <= 2 else _weighted(random, data["streets"])
        taken.add(name + word)
        yield Firm(
            number=number,
            name=f"洛阳{name}{word}有限公司{MARK}",
            short=f"{name}{word}",
            group=kind["group"],
            industry=kind["industry"],
            industry_name=kind["industry_name"],
            scale=SCALES[scale],
            employees=random.randint(*STAFF[scale]),
            street=street["name"],
            road=random.choice(street["roads"]),
            house=random.randint(1, 188),
        )


def _weighted(random: Random, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return random.choices(rows, [row["weight"] for row in rows])[0]


def _name(random: Random, data: dict[str, Any], word: str, taken: set[str]) -> str:
    name: str = random.choice(data["first"]) + random.choice(data["second"])
    return name if name + word not in taken else _name(random, data, word, taken)
