"""What the rules look at, read for many enterprises at once; for code, not eyes."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Q

from liandong.appeals.enums import State
from liandong.appeals.models import Appeal
from liandong.departments.models import Region
from liandong.enterprises.models import Enterprise, Report, Sheet
from liandong.figures.queries import series
from liandong.kit.regions import code_prefix
from liandong.kit.working_time import SHANGHAI
from liandong.liaison.queries import in_force
from liandong.risks.models import RiskRule
from liandong.risks.rules.finding import STAFF, TROUBLES, Asked, Known, Numbers, Said
from liandong.risks.rules.numbers import USUAL

FACTS = (*TROUBLES, "status", "tax_owed")
POWER = ("power_used", "power_last_year")
OLDEST_REPORT, OLDEST_APPEAL = timedelta(days=800), timedelta(days=730)
MONTHS = 15  # of figures: the last ones that are known, and the same of the year before


def watched(region: Region | None = None) -> list[int]:
    """Return the enterprises that signals are looked for: key enterprises, and those with a liaison."""
    rows = Enterprise.objects.filter(merged_into__isnull=True)
    if region is not None:
        rows = rows.filter(region__code__startswith=code_prefix(region.code))
    kept = in_force().order_by().values("enterprise")
    ids = rows.filter(Q(is_key=True) | Q(pk__in=kept)).order_by("pk")
    return list(ids.values_list("pk", flat=True))


def rules_in_force() -> dict[str, Numbers]:
    """Return the rules in use with their numbers; what a row leaves out is as usual."""
    rows = RiskRule.objects.filter(is_active=True)
    return {row.code: USUAL[row.code] | row.numbers for row in rows if row.code in USUAL}


def known_of(ids: Collection[int], today: date) -> dict[int, Known]:
    """Return all that the rules look at of these enterprises; four queries.

    A confidential appeal or one that was taken back never counts.
    """
    known = {pk: Known() for pk in ids}
    for pk, *entries in Sheet.objects.filter(pk__in=ids).values_list(
        "pk", *(f"facts__{code}" for code in FACTS)
    ):
        known[pk].facts = {c: e for c, e in zip(FACTS, entries, strict=True) if e is not None}
    wanted = [*POWER, *STAFF]
    reports = Report.objects.filter(
        enterprise__in=ids, on__gte=today - OLDEST_REPORT, facts__has_any_keys=wanted
    )
    rows = reports.order_by("on", "pk").values_list("enterprise_id", "source_id", "on", "facts")
    for pk, source, on, facts in rows:  # of one day the later one stands
        known[pk].said += [Said(c, facts[c], source, on) for c in wanted if c in facts]
    for pk, months in series(ids, "revenue", MONTHS).items():
        known[pk].revenue = months
    appeals = Appeal.objects.filter(
        enterprise__in=ids, confidential=False, filed_at__date__gte=today - OLDEST_APPEAL
    ).exclude(state__in=(State.WITHDRAWN, State.MERGED))
    for row in appeals.order_by("filed_at").values_list(
        "enterprise_id", "reference", "category_id", "filed_at", "disputes", "reopened_at",
        "repeats__reference",
    ):  # fmt: skip
        pk, reference, category, filed_at, disputes, again, repeats = row
        known[pk].asked.append(
            Asked(
                reference, str(category), filed_at.astimezone(SHANGHAI).date(), disputes,
                again and again.astimezone(SHANGHAI).date(), repeats,
            )
        )  # fmt: skip
    return known
