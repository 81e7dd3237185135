"""The tables of appeals."""

from liandong.appeals.models.appeal import Appeal, Assignment, Draft
from liandong.appeals.models.course import (
    Attachment,
    CallBack,
    Lesson,
    Pause,
    PromiseStep,
    Proposal,
    Question,
    Remark,
)
from liandong.appeals.models.search import SearchQueue, SearchRow
from liandong.appeals.models.terms import Category, DangerWord, DeclineReason, RoutingRule, Terms

__all__ = [
    "Appeal",
    "Assignment",
    "Attachment",
    "CallBack",
    "Category",
    "DangerWord",
    "DeclineReason",
    "Draft",
    "Lesson",
    "Pause",
    "PromiseStep",
    "Proposal",
    "Question",
    "Remark",
    "RoutingRule",
    "SearchQueue",
    "SearchRow",
    "Terms",
]
