"""Verbs of visits: plan, consent, join, move, cancel, finish, and write down what has been."""

from liandong.visits.actions.changing import cancel_visit, finish_visit, move_visit
from liandong.visits.actions.consenting import consent
from liandong.visits.actions.joining import join_visit, join_week
from liandong.visits.actions.planning import plan_visit, record_done

__all__ = [
    "cancel_visit",
    "consent",
    "finish_visit",
    "join_visit",
    "join_week",
    "move_visit",
    "plan_visit",
    "record_done",
]
