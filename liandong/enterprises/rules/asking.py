"""What an enterprise is asked to say of itself, the most useful first; the rest departments know, and report."""

from collections.abc import Iterable

from liandong.enterprises.rules.kinds import Kind
from liandong.enterprises.rules.rights import OWN_SOURCE

# Who to ring comes first; then what policies and help turn on; then what is on an enterprise's own books.
FIRST = (
    "contact", "contact_phone", "main_product", "employees", "orders", "vacancies", "loan_needed",
    "land_needed", "capacity_use", "chain", "park", "town", "address", "website", "bank_account",
    "industry", "revenue", "profit", "rd_spending", "rd_staff", "graduates", "salary", "exports",
    "equipment_investment", "assets", "liabilities", "floor_area", "site_area", "power_capacity",
    "rd_centre", "patents", "invention_patents", "online_sales", "loan_balance", "loan_rate",
)  # fmt: skip
PLACES = {code: place for place, code in enumerate(FIRST)}


def asked(kinds: Iterable[Kind]) -> list[Kind]:
    """Return those of some facts that an enterprise itself knows best, in the order of asking."""
    own = [k for k in kinds if k.code in PLACES or OWN_SOURCE in k.sources]
    return sorted(own, key=lambda kind: PLACES.get(kind.code, len(FIRST)))
