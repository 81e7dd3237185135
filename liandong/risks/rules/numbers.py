"""From which numbers on a rule speaks: the usual ones, which a district may change."""

USUAL: dict[str, dict[str, float]] = {
    "power_falls": {"share": 30, "months": 2},
    "revenue_falls": {"share": 30, "months": 2},
    "tax_late": {"yuan": 1},
    "layoffs": {"share": 20, "people": 10, "days": 365},
    "repeated_appeals": {"count": 3, "days": 90, "chain": 2},
    "reopened_appeals": {"count": 2, "days": 180},
    "trouble": {},
}
