"""Reads of visits: who comes when, how much of a budget is spent, what waits, what ends soon."""

from liandong.visits.queries.budgets import Budget, budget_of, budgets_of, own_budget, terms_of
from liandong.visits.queries.calendars import (
    calendar_of,
    day_of,
    last_contact,
    own_calendar,
    own_count,
)
from liandong.visits.queries.endings import Soon, add_ending, endings_between, endings_of
from liandong.visits.queries.lists import ahead_of
from liandong.visits.queries.rights import (
    Bench,
    acts_for,
    bench_of,
    colleagues_to_send,
    departments_to_send,
    reads_calendar,
    visit_for,
    visits_for,
)
from liandong.visits.queries.words import office_of

__all__ = [
    "Bench",
    "Budget",
    "Soon",
    "acts_for",
    "add_ending",
    "ahead_of",
    "bench_of",
    "budget_of",
    "budgets_of",
    "calendar_of",
    "colleagues_to_send",
    "day_of",
    "departments_to_send",
    "endings_between",
    "endings_of",
    "last_contact",
    "office_of",
    "own_budget",
    "own_calendar",
    "own_count",
    "reads_calendar",
    "terms_of",
    "visit_for",
    "visits_for",
]
