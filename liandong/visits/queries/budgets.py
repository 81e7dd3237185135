"""How much of an enterprise's quarter is spent."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from liandong.departments.queries import codes_upward
from liandong.enterprises.models import Enterprise
from liandong.visits.models import PeaceTerms, Visit
from liandong.visits.rules.budget import SPENDING, Terms, quarter_of, spent, why_uncounted


@dataclass(frozen=True)
class Budget:
    """A quarter of one enterprise: `spent` of `most`."""

    first: date
    last: date
    spent: int
    most: int

    @property
    def left(self) -> int:
        """How many are left."""
        return max(0, self.most - self.spent)

    @property
    def share(self) -> int:
        """How much of it is spent, from 0 to 100."""
        return min(100, 100 * self.spent // self.most)

    @property
    def tone(self) -> str:
        """The tone of its meter."""
        return "b" if self.spent > self.most else "w" if self.spent == self.most else ""


def terms_of(region: str) -> Terms:
    """Return what holds in a region: its own row, else that of the nearest above, else the usual."""
    codes = codes_upward(region)
    rows = {row.region_id: row for row in PeaceTerms.objects.filter(region_id__in=codes)}
    row = next((rows[code] for code in codes if code in rows), None)
    if row is None:
        return Terms()
    return Terms(row.budget, row.key_budget, row.weights, row.consent_days)


def budget_of(enterprise: Enterprise, day: date, without: Visit | None = None) -> Budget:
    """Return how the quarter of a day stands, `without` one that is being moved; two queries."""
    terms = terms_of(enterprise.region_id)
    first, last = quarter_of(day)
    rows = Visit.objects.filter(
        enterprise=enterprise, on__range=(first, last), counts=True, state__in=SPENDING
    )
    if without is not None:
        rows = rows.exclude(pk=without.pk)
    paid = spent(rows.only("kind", "counts", "state"), terms.weights)
    return Budget(first, last, paid, terms.of(enterprise.is_key))


def own_budget(
    enterprise: Enterprise, day: date, rows: Iterable[Visit]
) -> tuple[Budget, dict[int, str]]:
    """Return the quarter of a day by the rows an enterprise is told of, and of the others why they do not count."""
    terms = terms_of(enterprise.region_id)
    first, last = quarter_of(day)
    paid, free = [], {}
    for row in rows:
        if why := why_uncounted(row, first, last, terms.weights):
            free[row.pk] = why
        else:
            paid.append(row)
    most = terms.of(enterprise.is_key)
    return Budget(first, last, spent(paid, terms.weights), most), free


def budgets_of(enterprises: Collection[Enterprise], day: date) -> dict[int, Budget]:
    """Return how the quarter of a day stands for several enterprises; a query, and one for each region."""
    first, last = quarter_of(day)
    terms = {code: terms_of(code) for code in {e.region_id for e in enterprises}}
    rows: dict[int, list[Visit]] = {e.pk: [] for e in enterprises}
    found = Visit.objects.filter(
        enterprise__in=rows, on__range=(first, last), counts=True, state__in=SPENDING
    )
    for visit in found.only("enterprise_id", "kind", "counts", "state"):
        rows[visit.enterprise_id].append(visit)
    return {
        e.pk: Budget(
            first,
            last,
            spent(rows[e.pk], terms[e.region_id].weights),
            terms[e.region_id].of(e.is_key),
        )
        for e in enterprises
    }
