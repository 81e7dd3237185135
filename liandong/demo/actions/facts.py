"""Fills the enterprise base with what departments would say of the sample enterprises."""

from collections import defaultdict
from datetime import date
from typing import Any

from liandong.demo.rules.figures import figures
from liandong.demo.rules.firms import Firm
from liandong.departments.queries import today
from liandong.enterprises.actions import Row, close_batch, open_batch, record_many
from liandong.enterprises.models import Enterprise

MARK = "示例数据"


def add_facts(enterprises: list[tuple[Enterprise, Firm]]) -> None:
    """Let each source say what it knows, one batch a source and day; every batch bears the mark of a sample."""
    said: dict[tuple[date, str], list[Row]] = defaultdict(list)
    for enterprise, firm in enterprises:
        for source, days in figures(firm, today()).items():
            for on, facts in days:
                said[on, source].append(Row(enterprise.uscc, facts))
        said[today(), "enterprise"].append(Row(enterprise.uscc, _contact(enterprise)))
    for (on, source), rows in sorted(said.items(), key=lambda item: item[0]):
        batch = open_batch(source=source, on=on, name=MARK, by=None)
        refused = record_many(rows, source=source, on=on, batch=batch, sure=True)
        close_batch(batch, rows=len(rows), rejected=len(refused), by=None)


def _contact(enterprise: Enterprise) -> dict[str, Any]:
    return {"contact": enterprise.contact_name, "contact_phone": enterprise.contact_phone}
