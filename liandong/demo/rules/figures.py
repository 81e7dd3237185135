"""What departments would know of a sample enterprise: figures that fit its size, always the same ones."""

from datetime import date, timedelta
from random import Random
from typing import Any

from liandong.demo.rules.firms import Firm
from liandong.enterprises.rules.computed import CLASSES, scale_row

ASSETS_SHARE = (0.6, 1.6)  # of a year's revenue
ABOVE_SCALE = 20_000_000  # yuan a year, from which industry is counted one by one
Said = dict[str, list[tuple[date, dict[str, Any]]]]


def figures(firm: Firm, today: date) -> Said:
    """Return what each source says of a firm, day by day: years, the last months, titles, contacts."""
    random = Random(firm.number * 7919)  # noqa: S311 (a sample, not a secret)
    years = [date(today.year - n, 12, 31) for n in (2, 1)]
    revenue = _in_class(firm, "revenue", random)
    growth = random.gauss(0.06, 0.12)
    tech = firm.group in {"factory", "tech"}
    said: Said = {"market": [(years[1], _register(firm, today, revenue, random))]}
    said["statistics"], said["tax"] = [], []
    for n, day in enumerate(years):
        now, before = revenue * (1 + growth) ** (n - 1), revenue * (1 + growth) ** (n - 2)
        assets = _in_class(firm, "assets", random) or now * random.uniform(*ASSETS_SHARE)
        said["statistics"].append(
            (
                day,
                {
                    "industry": firm.industry,
                    "employees": max(1, round(firm.employees * (0.97 if n == 0 else 1))),
                    "revenue": round(now), "revenue_last_year": round(before),
                    "assets": round(assets), "liabilities": round(assets * random.uniform(0.25, 0.75)),
                    "profit": round(now * random.uniform(-0.02, 0.12)),
                    "above_scale": now >= ABOVE_SCALE,
                },
            )
        )  # fmt: skip
        tax = {"tax": round(now * 0.035), "tax_last_year": round(before * 0.035)}
        if tech and random.random() < 0.7:
            tax["rd_spending"] = round(now * random.uniform(0.01, 0.07))
        if random.random() < 0.08:  # the books and the survey differ: a conflict to be seen
            tax["revenue"] = round(now * random.uniform(0.8, 0.95))
        said["tax"].append((day, tax))
    months = [_month_end(today, back) for back in (2, 1)]
    power = max(800, firm.employees * random.uniform(150, 900))
    said["power"] = [
        (
            m,
            {
                "power_used": round(power * random.uniform(0.75, 1.2)),
                "power_last_year": round(power),
            },
        )
        for m in months
    ]
    said["hr"] = [(months[1], {"insured": max(1, round(firm.employees * random.uniform(0.7, 1)))})]
    said["science"] = [(years[1], _titles(firm, today, random))] if tech else []
    said["enterprise"] = [
        (
            months[1],
            {"main_product": firm.short, "orders": round(revenue * random.uniform(0.05, 0.4))},
        )
    ]
    return said


def _register(firm: Firm, today: date, revenue: float, random: Random) -> dict[str, Any]:
    founded = today - timedelta(days=random.randint(400, 9000))
    return {
        "name": firm.name,
        "status": "open",
        "founded": founded.isoformat(),
        "capital": max(100_000, round(revenue * random.uniform(0.1, 0.6), -5)),
        "registration_type": "有限责任公司",
        "ownership": random.choices(("private", "state", "foreign"), (92, 6, 2))[0],
        "region": "410303",
        "town": firm.street,
        "address": f"洛阳市西工区{firm.street}{firm.road}{firm.house}号",
        "blacklisted": False,
    }


def _titles(firm: Firm, today: date, random: Random) -> dict[str, Any]:
    high_tech = random.random() < 0.25
    titles: dict[str, Any] = {
        "high_tech": high_tech,
        "tech_sme": random.random() < 0.35,
        "srdi_province": random.random() < 0.1,
        "patents": random.randint(0, 40),
    }
    titles["invention_patents"] = random.randint(0, titles["patents"] // 3)
    if high_tech:
        titles["high_tech_until"] = (today + timedelta(days=random.randint(-60, 900))).isoformat()
    return titles


def _in_class(firm: Firm, measure: str, random: Random) -> float:
    """Return a figure that puts a firm in its own class by the national table; nothing without a row."""
    row = scale_row(firm.industry) or {}
    if measure not in row:
        return 0 if measure == "assets" else firm.employees * random.uniform(150_000, 700_000)
    least = [0, *row[measure]]
    place = CLASSES.index(firm.scale)
    bottom = max(least[place] * 1.05, least[1] * 0.2)
    top = least[place + 1] * 0.9 if place < 3 else bottom * 3
    return float(bottom + (top - bottom) * random.random() ** 2)


def _month_end(today: date, back: int) -> date:
    first = today.replace(day=1)
    for _ in range(back - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    return first - timedelta(days=1)
